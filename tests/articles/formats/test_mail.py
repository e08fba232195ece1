"""Mail: one article a message, its own words only; mailboxes are read message by message."""

import mailbox
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Settings, mail
from quotes.articles.formats.mail import _own_words, _unflowed
from quotes.types import Article

WORDS = (
    "“It was time,” said Anna Holt, the mayor, when the bridge was opened on Friday. There had "
    "been no reason, she said, for anybody to wait any longer than they had waited for this. "
)


def message(text: str = WORDS, **fields: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {
        "From": "Newton Council Press Office <press@newton.example>",
        "To": "news@times.example",
        "Subject": "Bridge opens after the flood",
        "Date": "Fri, 05 Jan 2024 09:20:00 +0100",
        "Message-ID": "<1@newton.example>",
    }.items():
        made[name] = fields.get(name.lower().replace("-", "_"), value)
    made.set_content(text)
    return made


def items(data: bytes, name: str = "release.eml") -> list[object]:
    blob = Blob(name, content=data)
    assert mail.recognizes(blob, blob.head())
    return list(mail.read(blob, Settings()))


def article(data: bytes | EmailMessage) -> Article:
    found = items(data if isinstance(data, bytes) else data.as_bytes())
    assert len(found) == 1
    assert isinstance(found[0], Article)
    return found[0]


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        items(data)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_press_release_is_one_article() -> None:
    read = article(message())
    assert read.text == WORDS.strip()
    assert read.title == "Bridge opens after the flood"
    assert read.byline == "Newton Council Press Office"
    assert read.published == "2024-01-05T09:20:00+01:00"
    assert (read.outlet, read.path) == (None, "release.eml")


def test_headers_in_other_words_and_letters() -> None:
    raw = (
        b"From: =?utf-8?q?Zo=C3=AB_Doe?= <z@x.example>\r\nSubject: RE: Fwd: =?iso-8859-1?q?Caf=E9?="
        b" opens\r\nDate: nonsense\r\nMessage-ID: <2@x>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: "
        b"quoted-printable\r\n\r\nThe caf=E9 was =\r\nopen, she said.\r\n"
    )
    read = article(raw)
    assert (read.byline, read.title, read.published) == ("Zoë Doe", "Café opens", None)
    assert read.text == "The café was open, she said."
    assert article(message(**{"from": "press@newton.example"})).byline is None


def test_soft_line_breaks_are_undone() -> None:
    text = "She said that it \nwas time.\n\n> an old line \n> of another\n\n Stuffed.\n-- \nJane\n"
    made = message(text)
    made.set_param("format", "flowed")
    assert article(made).text.startswith("She said that it was time.\n\n> an old line")
    assert article(made).text.endswith("Stuffed.")


@pytest.mark.parametrize(
    "below",
    [
        "\n-- \nJane Doe\nNewton Council\n",
        "\nOn Thu, 4 Jan 2024 at 10:00, Carl Roe <c@x.example> wrote:\n> Will it open?\n> When?\n",
        "\nOn Thu, 4 Jan 2024 at 10:00, Carl Roe\n<c@x.example> wrote:\n\n> Will it open?\n",
        "\n-----Original Message-----\nFrom: Carl Roe\nSent: Thursday\nTo: Jane\n\nWill it?\n",
        f"\n{'_' * 32}\nFrom: Carl Roe\nSent: Thursday\nTo: Jane\n\nWill it?\n",
    ],
)
def test_earlier_mail_and_signatures_are_left_out(below: str) -> None:
    assert article(message(WORDS + "\n" + below)).text == WORDS.strip()


def test_what_only_looks_like_an_answer_stays() -> None:
    text = WORDS + "\n\nIn his book he wrote:\n\n“The bridge was old.”\n\n" + WORDS
    assert article(message(text)).text == text.strip()


def test_the_page_is_read_where_the_plain_part_is_a_stub() -> None:
    made = message("View this in your browser.")
    made.add_alternative(f"<html><body><p>{WORDS * 4}</p></body></html>", subtype="html")
    assert article(made).text.startswith("“It was time,”")
    full = message(WORDS * 4)
    full.add_alternative(f"<html><body><p>Menu</p><p>{WORDS * 4}</p></body></html>", subtype="html")
    assert article(full).text == (WORDS * 4).strip()
    page = message()
    page.clear_content()
    page.set_content(f"<html><body><p>{WORDS * 4}</p></body></html>", subtype="html")
    assert article(page).text == (WORDS * 4).strip()


def test_attachments_that_are_documents_are_read_in_their_turn() -> None:
    made = message()
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="../a/report.pdf")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment("“Yes,” she said.", filename="note.txt")
    made.add_attachment(message(message_id="<3@x>"))
    first, pdf, note, forwarded = items(made.as_bytes())
    assert isinstance(first, Article)
    assert isinstance(pdf, Blob)
    assert (pdf.name, pdf.content, pdf.depth) == ("release.eml/report.pdf", b"%PDF-", 1)
    assert isinstance(note, Blob)
    assert note.name == "release.eml/note.txt"
    assert isinstance(forwarded, Blob)
    assert forwarded.content is not None
    assert article(forwarded.content).text == WORDS.strip()


def test_a_mailbox_is_read_message_by_message(tmp_path: Path) -> None:
    path = str(tmp_path / "inbox")
    box = mailbox.mbox(path)
    box.add(message(WORDS + "\nFrom the bridge she went home.\n"))
    box.add(message("", message_id="<empty@x>"))
    plain = message(WORDS, subject="Second")
    del plain["Message-ID"]
    box.add(plain)
    box.close()
    blob = Blob("inbox", file=path)
    assert mail.recognizes(blob, blob.head())
    first, empty, third = mail.read(blob, Settings())
    assert isinstance(first, Article)
    assert first.path == "inbox#1@newton.example"
    assert first.text.endswith("\nFrom the bridge she went home.")
    assert isinstance(empty, ArticleError)
    assert empty.path == "inbox#empty@x"
    assert isinstance(third, Article)
    assert (third.path, third.title) == ("inbox#3", "Second")


def test_a_message_that_is_too_large_is_named_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "MAX_MESSAGE", 2000)
    path = str(tmp_path / "inbox")
    box = mailbox.mbox(path)
    box.add(message(WORDS * 20))
    box.add(message())
    box.close()
    large, small = mail.read(Blob("inbox", file=path), Settings())
    assert isinstance(large, ArticleError)
    assert "more than 2,000 bytes" in large.problem
    assert isinstance(small, Article)
    assert "2,000 bytes" in refusal(message(WORDS * 20).as_bytes()).problem


def test_bad_messages_are_named() -> None:
    assert refusal(message("").as_bytes()).problem == "is a message without text"
    deep = b"From: a@x\r\nTo: b@x\r\nDate: x\r\nMIME-Version: 1.0\r\n"
    for level in range(60):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
    assert "in one another" in refusal(deep + b"\r\nIt was.").problem
    cut = message().as_bytes()[:260]
    assert mail.recognizes(Blob("a", content=cut), cut)
    binary = message().as_bytes() + b"\0" * 500
    assert "binary" in refusal(binary).problem


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"From the bridge she went home.\n\nIt was time.",
        b"From: Jane Doe\nTo: the editor\n\nIt was time.",
        b"Date: Friday\nSubject: the bridge\n\nIt was time, she said.",
        b"BYLINE: Jane Doe\nLENGTH: 5 words\n",
    ],
)
def test_a_text_is_no_mail(text: bytes) -> None:
    assert not mail.recognizes(Blob("a.txt", content=text), text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=12),
            st.sampled_from(
                [
                    *(b"\n", b"\n\n", b"From: ", b"Content-Type: multipart/mixed; boundary=x\n"),
                    *(b"--x\n", b"--x--\n", b"Content-Transfer-Encoding: base64\n", b"=?utf-8?q?"),
                    *(b"Content-Type: message/rfc822\n\n", b"Date: ", b"=?", b"; charset=foo\n"),
                    *(b"Content-Disposition: attachment; filename*=", b"Content-Type: text/html\n"),
                ]
            ),
        )
    )
)
def test_no_other_error_comes_out(parts: list[bytes]) -> None:
    head = b"From: a@x.example\nTo: b@x.example\nDate: x\n"
    try:
        list(mail.read(Blob("a.eml", content=head + b"".join(parts)), Settings()))
    except Refused as refused:
        assert "\n" not in str(refused)


def test_many_lines_take_time_in_proportion() -> None:
    for line in ("\n", "a \n", "____________________\n", "On a day wrote:\n\n"):
        began = time.process_time()
        _own_words(WORDS + line * 50_000 + "x")
        _unflowed(WORDS + line * 50_000 + "x", False)
        assert time.process_time() - began < 5, line
