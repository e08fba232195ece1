"""Mail: one message (``.eml``), or a mailbox of them (``mbox``), read one by one.

A newsletter or a press release is one article. Earlier mail that is quoted below an answer, and
signatures, are left out; attachments that are documents are read in their turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from itertools import accumulate, islice
from typing import BinaryIO

from quotes.articles.blob import Blob
from quotes.articles.clean import clean
from quotes.articles.decode import decode
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.html import read_html
from quotes.articles.layout import heading
from quotes.articles.limits import MAX_BYTES, bound
from quotes.articles.words import words
from quotes.types import Article

#: Bytes of one message, with its attachments in Base64.
MAX_MESSAGE = bound("MAX_MESSAGE", 64_000_000)
#: Parts of one message, and how deep they may lie in one another.
MAX_PARTS = bound("MAX_MAIL_PARTS", 200)
MAX_DEPTH = bound("MAX_MAIL_DEPTH", 20)
#: Bytes of one line; a message's are broken at 998.
_LONGEST_LINE = 1_000_000
#: A plain part shorter than this beside a page says only that there is a page.
_STUB = 400
_STUB_SHARE = 0.25

_FIELD = re.compile(rb"(?P<name>[A-Za-z][A-Za-z0-9-]{0,60})[ \t]*:")
_FIELDS = words(
    """
    from to cc bcc subject date message-id received return-path delivered-to mime-version
    content-type content-transfer-encoding reply-to sender x-mailer list-id x-originating-ip
    dkim-signature authentication-results references in-reply-to x-gmail-labels x-gm-thrid
    x-received arc-seal received-spf status x-status
    """
)
_FROM_LINE = re.compile(
    rb"From \S.*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    rb" .{0,40}\d{4}.*"
)
_ANSWERED = re.compile(
    r"(?:On .{4,200}(?:wrote|writes):|.{4,120} wrote:|-{2,} ?Original Message ?-{2,}"
    r"|_{20,}|Begin forwarded message:)",
    re.DOTALL,
)
_HEADER_AGAIN = re.compile(r"\*?From:\*? .{3,200}")
_ADDRESS = re.compile(r"\S+@\S+")
_DOCUMENTS = frozenset(
    (".docx", ".docm", ".doc", ".pdf", ".txt", ".md", ".html", ".htm", ".rtf", ".odt", ".eml")
)
_DOCUMENT_TYPES = words(
    """
    application/pdf application/rtf text/rtf application/msword
    application/vnd.openxmlformats-officedocument.wordprocessingml.document
    application/vnd.oasis.opendocument.text text/markdown
    """
)
_TEXT_TYPES = frozenset(("text/plain", "text/html"))


def recognizes(blob: Blob, head: bytes) -> bool:
    """A mailbox's ``From`` line, or several header fields of mail in the first lines."""
    return _is_mailbox(head) or _is_message(head)


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """The messages' articles and attachments, in order."""
    with blob.open() as file:
        head = file.read(65_536)
    if not _is_mailbox(head):
        with blob.open() as file:
            data = file.read(MAX_MESSAGE + 1)
        if len(data) > MAX_MESSAGE:
            raise Refused(f"is a message of more than {MAX_MESSAGE:,} bytes", "save its text")
        yield from _message(blob, data, None)
        return
    with blob.open() as file:
        for number, message in enumerate(_messages(file), 1):
            if message is None:
                yield ArticleError(
                    f"{blob.name}#{number}",
                    f"is a message of more than {MAX_MESSAGE:,} bytes",
                    "save its text",
                )
            else:
                yield from _message(blob, message, number)


def _is_mailbox(head: bytes) -> bool:
    first, _, rest = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").partition(b"\n")
    return _FROM_LINE.match(first) is not None and _FIELD.match(rest) is not None


def _is_message(head: bytes) -> bool:
    """Whether the first lines are a header: fields of mail, one of them who sent it or when."""
    names: set[str] = set()
    for line in head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").splitlines()[:200]:
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        match = _FIELD.match(line)
        if match is None:
            return False
        names.add(match["name"].decode("ascii").lower())
    known = names & _FIELDS
    certain = known & {"message-id", "mime-version", "received", "return-path", "content-type"}
    return len(known) >= 3 and "from" in known and bool(certain or {"to", "date"} <= known)


def _messages(file: BinaryIO) -> Iterator[bytes | None]:
    """The messages of a mailbox, one in memory at a time; ``None`` for one that is too large."""
    lines: list[bytes] = []
    size = 0
    after_blank = True
    begun = False
    while line := file.readline(_LONGEST_LINE):
        if after_blank and _FROM_LINE.match(line):
            if begun:
                yield b"".join(lines) if size <= MAX_MESSAGE else None
            lines, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= MAX_MESSAGE:
                # ">From" at the beginning of a line was "From".
                lines.append(line[1:] if re.match(rb">+From ", line) else line)
            else:
                lines.clear()
        after_blank = not line.strip()
    if begun:
        yield b"".join(lines) if size <= MAX_MESSAGE else None


def _message(blob: Blob, data: bytes, number: int | None) -> Iterator[Item]:
    """One message's article, then its attachments."""
    name = blob.name
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        identifier = _header(message, "message-id")
        if number is not None:
            name = f"{blob.name}#{(identifier or str(number)).strip('<> ')}"
        texts, attached = _parts(message)
        article = _article(message, texts, name)
    except Refused as refusal:
        if number is None:
            raise
        yield ArticleError(name, refusal.problem, refusal.remedy)
        return
    # The parser of the standard library fails in many ways on headers that were made to.
    except Exception as error:
        reason = (str(error).splitlines() or [""])[0][:200] or type(error).__name__
        problem = f"is a message that cannot be read ({reason})"
        if number is None:
            raise Refused(problem, "save its text") from error
        yield ArticleError(name, problem, "save its text")
        return
    if article is not None:
        yield article
    elif not attached:
        if number is None:
            raise Refused("is a message without text", "there is nothing to read in it")
        yield ArticleError(name, "is a message without text", "there is nothing to read in it")
    for file_name, content, media_type in attached:
        if content is None:
            yield ArticleError(
                f"{name}/{file_name}", "is an attachment that cannot be read", "save it by itself"
            )
        else:
            inner = blob.inner(file_name, content=content, media_type=media_type)
            yield Blob(
                f"{name}/{file_name}", content=content, media_type=media_type, depth=inner.depth
            )


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message.get(name)
    except Exception:  # A header that cannot be parsed says nothing.
        return None
    return " ".join(str(value).split()) or None if value is not None else None


Attachment = tuple[str, "bytes | None", str]


def _parts(message: EmailMessage) -> tuple[list[EmailMessage], list[Attachment]]:
    """The parts that are read as the message itself, and what is attached to it."""
    texts: list[EmailMessage] = []
    attached: list[Attachment] = []
    waiting: list[tuple[EmailMessage, int]] = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > MAX_PARTS or depth > MAX_DEPTH:
            raise Refused("has too many parts in one another", "save its text")
        kind = part.get_content_type()
        file_name = part.get_filename()
        is_attached = part.get_content_disposition() == "attachment" or bool(file_name)
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and is_attached:
                attached.append((_file_name(file_name, seen, kind), _as_bytes(inner[0]), kind))
            elif isinstance(inner, list) and inner:
                waiting.append((inner[0], depth + 1))  # type: ignore[arg-type]
        elif part.is_multipart():
            children = part.get_payload()
            assert isinstance(children, list)
            waiting += [
                (child, depth + 1)
                for child in reversed(children)
                if isinstance(child, EmailMessage)
            ]
        elif kind in _TEXT_TYPES and not is_attached:
            texts.append(part)
        elif _is_document(kind, file_name):
            content = part.get_payload(decode=True)
            usable = content if isinstance(content, bytes) else None
            attached.append((_file_name(file_name, seen, kind), usable, kind))
    return texts, attached


def _as_bytes(message: object) -> bytes | None:
    return message.as_bytes() if isinstance(message, EmailMessage) else None


def _is_document(kind: str, file_name: str | None) -> bool:
    suffix = "." + (file_name or "").rpartition(".")[2].lower()
    return kind in _DOCUMENT_TYPES or kind in _TEXT_TYPES or suffix in _DOCUMENTS


def _file_name(given: str | None, number: int, kind: str) -> str:
    """The attachment's name without folders and control characters."""
    name = re.split(r"[/\\]", given or "")[-1]
    name = "".join(letter for letter in name if letter.isprintable())[:150].strip(" .")
    return name or f"attachment{number}.{kind.rpartition('/')[2][:10]}"


def _article(message: EmailMessage, texts: list[EmailMessage], name: str) -> Article | None:
    plain = [part for part in texts if part.get_content_type() == "text/plain"]
    pages = [part for part in texts if part.get_content_type() == "text/html"]
    text = "\n\n".join(_own_words(clean(_plain(part))) for part in plain).strip()
    page = _page(pages)
    if page is not None and len(text) < len(page.text):
        is_stub = len(text) < max(_STUB, _STUB_SHARE * len(page.text))
        text = page.text if is_stub else text
    if not text:
        return None
    head = heading(text)
    title = _header(message, "subject")
    return Article(
        text,
        title=(re.sub(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+", "", title, flags=re.I) or None)
        if title
        else head.title,
        byline=_sender(message) or head.byline,
        outlet=head.outlet,
        published=_date(message) or head.published,
        url=head.url,
        path=name,
        place=head.place,
    )


def _plain(part: EmailMessage) -> str:
    """The words of a plain part, its soft line breaks undone."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    if len(data) > MAX_BYTES:
        raise Refused(f"has more than {MAX_BYTES:,} bytes of text", "split it into its articles")
    text = decode(data, part.get_content_charset()).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        delete = str(part.get_param("delsp", "no")).lower() == "yes"
        return _unflowed(text, delete)
    return text


def _unflowed(text: str, delete_blank: bool) -> str:
    """RFC 3676: a line that ends in a blank goes on in the next."""
    result: list[list[str]] = []
    open_line = False
    for line in text.split("\n"):
        quoted = re.match(r">*", line)
        depth = quoted.end() if quoted else 0
        content = line[depth:]
        stuffed = content.removeprefix(" ")
        goes_on = stuffed.endswith(" ") and stuffed != "-- "
        piece = stuffed[:-1] if goes_on and delete_blank else stuffed
        if open_line and not depth and stuffed.strip():
            result[-1].append(piece)
        else:
            result.append([">" * depth + (" " if depth else "") + piece])
        open_line = goes_on and not depth
    joined = ("".join(pieces) for pieces in result)
    return "\n".join(line.rstrip() if line.strip() != "--" else "-- " for line in joined)


def _own_words(text: str) -> str:
    """``text`` without the signature, and without earlier mail at its end."""
    lines = text.split("\n")
    signature = next((at for at, line in enumerate(lines) if line in ("-- ", "--")), None)
    if signature is not None and signature > 0:
        lines = lines[:signature]
    # Lines with words, and quoted ones, from each line to the end.
    worded = _counted_from_end(bool(line.strip()) for line in reversed(lines))
    quoted = _counted_from_end(line.startswith(">") for line in reversed(lines))
    for at in range(1, len(lines)):
        # "On … wrote:" may be broken over two lines.
        joined = " ".join(lines[at : at + 2]).strip()
        is_one_line = _ANSWERED.fullmatch(lines[at].strip()) is not None
        if not (is_one_line or _ANSWERED.fullmatch(joined)) or not worded[at + 1]:
            continue
        is_forwarded = _repeats_header(lines, at + 1)
        if is_forwarded or quoted[at + 1] * 2 >= worded[at + 1]:
            # An answer may stand below or between what it quotes.
            rest = [other for other in lines[at + 1 :] if not other.startswith(">")]
            rest = rest if is_one_line else rest[1:]
            return "\n".join([*lines[:at], *([] if is_forwarded else rest)]).strip()
    return "\n".join(lines).strip()


def _counted_from_end(backwards: Iterable[bool]) -> list[int]:
    counts = [0, *accumulate(int(one) for one in backwards)]
    return counts[::-1]


def _repeats_header(lines: list[str], start: int) -> bool:
    below = (lines[at] for at in range(start, len(lines)))
    first = [line.strip("* ") for line in islice((one for one in below if one.strip()), 5)]
    return (
        bool(first)
        and any(_HEADER_AGAIN.fullmatch(line) for line in first[:2])
        and any(line.lower().startswith(("sent:", "date:", "subject:", "to:")) for line in first)
    )


def _page(parts: list[EmailMessage]) -> Article | None:
    for part in parts:
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes) or len(data) > MAX_BYTES:
            continue
        try:
            page = read_html(data, part.get_content_charset())
        except Refused:
            continue
        if page.text:
            return page
    return None


def _sender(message: EmailMessage) -> str | None:
    """The display name of who sent it; an address alone names nobody."""
    field = message.get("from")
    addresses = getattr(field, "addresses", ())
    for address in addresses:
        name = " ".join(str(address.display_name or "").split()).strip("\"'")
        if name and not _ADDRESS.fullmatch(name):
            return name
    return None


def _date(message: EmailMessage) -> str | None:
    value = _header(message, "date")
    if value is None:
        return None
    try:
        date: datetime = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date.isoformat()
