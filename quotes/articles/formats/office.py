"""What Word's and LibreOffice's documents have in common: XML in a ZIP file."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, Protocol

from quotes.articles.blob import Blob
from quotes.articles.clean import clean
from quotes.articles.errors import Refused
from quotes.articles.formats import Item
from quotes.articles.formats.exports import split
from quotes.articles.layout import heading
from quotes.articles.limits import bound
from quotes.types import Article

ZIP = b"PK\x03\x04"
#: Bytes of one part, decompressed. Word takes some twenty for a character.
MAX_PART = bound("MAX_OFFICE_PART", 64_000_000)
#: Of the parts that only describe: relations, properties.
MAX_SMALL_PART = 1_000_000
#: Text itself is hardly compressed to less than a hundredth; zeros are.
MAX_RATIO = bound("MAX_OFFICE_RATIO", 1_000)
#: Members of the ZIP file; a document has a few dozen, and one for each picture.
MAX_MEMBERS = bound("MAX_OFFICE_MEMBERS", 20_000)
#: Elements one in another.
MAX_DEPTH = bound("MAX_OFFICE_DEPTH", 200)
_SHORTEST_TITLE_WORDS = 3
#: One paragraph of so many is empty where writers part theirs by empty ones.
_OFTEN_BLANK = 5
_NO_TITLES = ("microsoft word", "untitled", "document", "press release", "powerpoint", "template")

_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class Package:
    """A ZIP file with parts, whose sizes are bounded."""

    def __init__(self, blob: Blob, kind: str) -> None:
        self._kind = kind
        self._file = blob.open()
        try:
            self._zip = zipfile.ZipFile(self._file)
        except _DAMAGES as error:
            self._file.close()
            raise self.damaged(error) from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            self._file.close()
            raise Refused(f"is a {kind} of {len(members):,} parts", "save it anew")
        self.members = {member.filename: member for member in members}

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()
        self._file.close()

    def damaged(self, error: BaseException) -> Refused:
        """What to raise when reading a part failed with ``error``."""
        reason = first_line(error)
        return Refused(f"is a damaged {self._kind} ({reason})", "save it anew")

    def open(self, name: str) -> IO[bytes]:
        """A part as a stream that ends with an error where the part is too large."""
        member = self.members.get(name)
        if member is None:
            raise Refused(f"is a {self._kind} without its text ({name})", "save it anew")
        if member.flag_bits & 0x1:
            raise Refused(f"is a password-protected {self._kind}", "save it without a password")
        if member.file_size > MAX_PART or member.file_size > MAX_RATIO * max(
            member.compress_size, 1_000
        ):
            raise Refused(
                f"is a {self._kind} with {member.file_size:,} bytes of text",
                "split it into its articles",
            )
        try:
            return self._zip.open(member)
        except (*_DAMAGES, RuntimeError) as error:
            raise self.damaged(error) from error

    def part(self, name: str) -> bytes | None:
        """A small part, whole; ``None`` where there is none or it is too large."""
        if name not in self.members or self.members[name].file_size > MAX_SMALL_PART:
            return None
        try:
            with self.open(name) as file:
                return file.read(MAX_SMALL_PART)
        except Refused:
            raise
        except (*_DAMAGES, RuntimeError) as error:
            raise self.damaged(error) from error

    def follow(self, name: str, reader: Reader) -> None:
        """Hand the elements and words of a part to ``reader``."""
        with self.open(name) as file:
            try:
                follow(file, reader)
            except Refused:
                raise
            except (*_DAMAGES, RuntimeError, SyntaxError) as error:
                raise self.damaged(error) from error


class Reader(Protocol):
    """Follows a part as it is parsed; names are local, without their namespace's address."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of text begins."""

    def end(self, name: str) -> None:
        """It ends."""

    def data(self, text: str) -> None:
        """Words in it."""


class _Target:
    """Between the parser and a reader: bounds the depth and takes the addresses off names."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._depth = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise Refused("is a document with a DTD", "save it anew with an office program")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Refused(f"has more than {MAX_DEPTH} elements in one another", "save it anew")
        self._reader.start(_local(tag), {_local(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._reader.end(_local(tag))

    def data(self, text: str) -> None:
        self._reader.data(text)

    def close(self) -> None:
        pass


def follow(file: IO[bytes], reader: Reader) -> None:
    """Hand the elements and words of an XML file to ``reader``; it is never in memory whole.

    Raises ``SyntaxError`` (as lxml does) where the XML is damaged.
    """
    from lxml import etree

    parser = etree.XMLParser(
        target=_Target(reader),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    size = 0
    while chunk := file.read(65_536):
        size += len(chunk)
        if size > MAX_PART:
            raise Refused(f"has more than {MAX_PART:,} bytes of text", "split it into its articles")
        parser.feed(chunk)
    parser.close()


def _local(name: str) -> str:
    """``{http://…/wordprocessingml/2006/main}p`` as ``p``, ``{…drawingml…}p`` as ``a:p``."""
    space, _, last = name.rpartition("}")
    return f"a:{last}" if "drawingml" in space or "math" in space else last


def tree(data: bytes | None) -> Any:
    """A small part as a tree; ``None`` where it is none."""
    from lxml import etree

    if not data:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local(element: Any) -> str:
    """The name of ``element`` without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def first_line(error: BaseException) -> str:
    """Of what a library says, cut to a length that can be read."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200] or type(error).__name__


class Paragraphs:
    """Paragraphs as they are read; one inside another (a text box) comes after it."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._open: list[list[str]] = []
        self._boxed: list[str] = []
        self._merging = ""

    @property
    def is_open(self) -> bool:
        return bool(self._open)

    def begin(self) -> None:
        """A paragraph begins."""
        self._open.append([])

    def add(self, text: str) -> None:
        """Words of the paragraph that is open."""
        if self._open:
            self._open[-1].append(text)

    def end(self, merge: bool = False) -> None:
        """It ends; with ``merge`` the next one goes on in it."""
        if not self._open:
            return
        text = "".join(self._open.pop())
        if self._open:
            self._boxed.append(text)
            return
        text = self._merging + text
        self._merging = text if merge else ""
        if not merge:
            self.done.append(text)
            self.done += self._boxed
            self._boxed = []

    def close(self) -> list[str]:
        """All of them, white space in a line made one blank."""
        if self._merging:
            self.done.append(self._merging)
        lines = ("\n".join(" ".join(line.split()) for line in one.split("\n")) for one in self.done)
        return [line.strip("\n") for line in lines]


def sensible(title: str | None) -> str | None:
    """A title of a document's properties if it can be that of an article.

    Most are left over from a template, or a file's name.
    """
    title = " ".join((title or "").split())
    low = title.lower()
    if len(title.split()) < _SHORTEST_TITLE_WORDS or low.startswith(_NO_TITLES):
        return None
    if low.endswith((".doc", ".docx", ".odt", ".rtf", ".txt", ".pdf", ".indd", ".html")):
        return None
    return title


def articles(
    name: str, paragraphs: Sequence[str], *, styled: str | None = None, titled: str | None = None
) -> Iterator[Item]:
    """The article of a document's paragraphs, or those of the export that it is.

    ``styled`` is a title by its style, ``titled`` the one of the document's properties.
    """
    # Where paragraphs are not parted by empty ones, each stands for itself.
    blank = sum(not paragraph.strip() for paragraph in paragraphs)
    between = "\n" if blank * _OFTEN_BLANK > len(paragraphs) else "\n\n"
    exported = split(clean(between.join(paragraphs)), name)
    if exported is not None:
        yield from exported
        return
    text = clean("\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip()))
    head = heading(text)
    yield Article(
        text,
        title=styled or sensible(titled) or head.title,
        byline=head.byline,
        outlet=head.outlet,
        published=head.published,
        url=head.url,
        path=name,
        place=head.place,
    )
