"""ZIP and tar: members in order, what cannot be read is named."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Mapping

import pytest

from quotes.articles.blob import Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Item, Settings, archive

MEMBERS = {
    "march/02.txt": "“No,” said the warden.".encode(),
    "march/01.csv": b"text\nShe said no.\n",
    "../../etc/up.txt": b"They said yes.",
}
PASSED_OVER = {
    "__MACOSX/march/._02.txt": b"x",
    ".git/config": b"x",
    "march/.DS_Store": b"x",
    "photo.JPG": b"x",
    "Thumbs.db": b"x",
}


def zipped(members: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return file.getvalue()


def tarred(members: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as package:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            package.addfile(member, io.BytesIO(content))
    return file.getvalue()


def items(content: bytes, name: str = "letters") -> list[Item]:
    blob = Blob(name, content=content)
    assert archive.recognizes(blob, blob.head())
    return list(archive.read(blob, Settings()))


@pytest.mark.parametrize(
    "content",
    [
        zipped(MEMBERS | PASSED_OVER),
        zipped(MEMBERS | PASSED_OVER, zipfile.ZIP_LZMA),
        tarred(MEMBERS | PASSED_OVER),
        tarred(MEMBERS | PASSED_OVER, tarfile.GNU_FORMAT),
    ],
    ids=["deflate", "lzma", "pax", "gnu"],
)
def test_members_in_order(content: bytes) -> None:
    found = items(content)
    assert [(blob.name, blob.data()) for blob in found if isinstance(blob, Blob)] == [
        ("letters/march/02.txt", MEMBERS["march/02.txt"]),
        ("letters/march/01.csv", MEMBERS["march/01.csv"]),
        ("letters/etc/up.txt", MEMBERS["../../etc/up.txt"]),
    ]
    assert len(found) == 3 and all(isinstance(b, Blob) and b.depth == 1 for b in found)


def test_links_of_a_tar_lead_nowhere() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as package:
        link = tarfile.TarInfo("passwords.txt")
        link.type = tarfile.SYMTYPE
        link.linkname = "/etc/passwd"
        package.addfile(link)
    assert items(file.getvalue()) == []


def test_a_member_with_a_password_is_named_and_the_others_go_on() -> None:
    content = bytearray(zipped({"a.txt": b"One.", "b.txt": b"Two."}))
    # The flag in the list at the end, which is what counts.
    content[content.index(b"PK\x01\x02") + 8] |= 1
    error, other = items(bytes(content))
    assert isinstance(error, ArticleError) and isinstance(other, Blob)
    assert str(error) == ("letters/a.txt: is locked with a password; unpack it with the password")
    assert other.data() == b"Two."


def test_a_damaged_member_is_named_and_the_others_go_on() -> None:
    content = bytearray(zipped({"a.txt": b"The first.", "b.txt": b"Two."}, zipfile.ZIP_STORED))
    content[content.index(b"The first.")] ^= 1
    error, other = items(bytes(content))
    assert isinstance(error, ArticleError) and "damaged in the archive" in error.problem
    assert isinstance(other, Blob) and other.data() == b"Two."


def test_bombs() -> None:
    error, other = items(zipped({"bomb.txt": bytes(30_000_000), "b.txt": b"Two."}))
    assert isinstance(error, ArticleError) and "200 times its size" in error.problem
    assert isinstance(other, Blob)


def test_a_total_that_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 10)
    for content in (zipped({"a.txt": b"x" * 11}), tarred({"a.txt": b"x" * 11})):
        with pytest.raises(Refused, match="unpacks to more than 10 bytes"):
            items(content)
    assert items(zipped({"a.jpg": b"x" * 11})) == []


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_MEMBERS", 2)
    for content in (zipped(MEMBERS), tarred(MEMBERS)):
        with pytest.raises(Refused, match="more than 2 members"):
            items(content)
    monkeypatch.setattr(archive, "_MOST_LISTED", 100)
    with pytest.raises(Refused, match="too many members"):
        items(zipped(MEMBERS))


def test_large_members_lie_in_files_that_are_gone_afterwards() -> None:
    data = os.urandom(17_000_000)
    for content in (zipped({"a.csv": data}, zipfile.ZIP_STORED), tarred({"a.csv": data})):
        found = archive.read(Blob("letters", content=content), Settings())
        inner = next(found)
        assert isinstance(inner, Blob) and inner.file is not None
        with inner.open() as file:
            assert file.read() == data
        assert next(found, None) is None
        assert not os.path.exists(inner.file)


def test_cut_off_anywhere_is_an_error() -> None:
    content = tarred(MEMBERS, tarfile.GNU_FORMAT)
    end = 3 * 1024
    for kept in [*range(600, end, 97), 1024, 2048, end]:
        try:
            found = items(content[:kept])
        except Refused:
            continue
        assert any(isinstance(item, ArticleError) for item in found), kept
    for kept in (30, 100, len(zipped(MEMBERS)) - 1):
        with pytest.raises(Refused, match="damaged ZIP file"):
            items(zipped(MEMBERS)[:kept])


@pytest.mark.parametrize(
    "members",
    [
        {"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"},
        {"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"},
        {"mimetype": b"application/epub+zip", "META-INF/container.xml": b""},
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""},
    ],
)
def test_documents_are_no_archives(members: Mapping[str, bytes]) -> None:
    blob = Blob("a.zip", content=zipped(members))
    assert not archive.recognizes(blob, blob.head())


def test_names_from_hell_are_one_legible_line() -> None:
    (found,) = items(tarred({"a\n\x1b[31m\udcff.txt": b"x"}))
    assert isinstance(found, Blob) and found.name.isprintable()
    found.name.encode()


def test_packed_too_often() -> None:
    with pytest.raises(Refused, match="packed more than"):
        list(archive.read(Blob("a", content=zipped(MEMBERS), depth=5), Settings()))


def test_a_member_without_a_name() -> None:
    content = zipped({"a.txt": b"text"}).replace(b"a.txt", b"\0.txt")
    (found,) = items(content)
    assert isinstance(found, Blob)
    assert (found.name, found.data()) == ("letters/unnamed", b"text")
