"""LibreOffice and OpenOffice: ``.odt``, and ``.fodt``, the same as one XML file.

Left out: tracked deletions, hidden text, footnotes, comments, headers and footers, contents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.office import (
    ZIP,
    Package,
    Paragraphs,
    articles,
    first_line,
    follow,
    local,
    tree,
)
from quotes.articles.words import words

_TYPE = b"application/vnd.oasis.opendocument.text"
_KIND = "LibreOffice document"
_SUFFIXES = frozenset((".odt", ".ott"))
#: Not part of the running text.
_SKIPPED = words(
    """
    annotation bibliography forms hidden-text master-styles note ruby-text styles automatic-styles
    table-of-content tracked-changes font-face-decls settings scripts meta illustration-index
    table-index object-index user-index alphabetical-index sender-firstname desc title
    """
)
_TITLE_STYLES = frozenset(("title", "heading_20_1", "heading 1"))
_TITLE_WITHIN = 5


def recognizes(blob: Blob, head: bytes) -> bool:
    """A ZIP file whose first member says its type, or a flat file that does."""
    if head.startswith(ZIP):
        if head[30:38] == b"mimetype" and _TYPE in head[38:150]:
            return True
        # Packed anew by another program, which pressed the type or put it elsewhere.
        return (blob.suffix in _SUFFIXES or b"content.xml" in head) and _is_text(blob)
    return head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and (
        b"office:document" in head and _TYPE in head
    )


def _is_text(blob: Blob) -> bool:
    try:
        with Package(blob, _KIND) as package:
            return (package.part("mimetype") or b"").startswith(_TYPE)
    except Refused:
        return blob.suffix in _SUFFIXES


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """The article in a text document, or those of the press archive's export in it."""
    with blob.open() as file:
        zipped = file.read(len(ZIP)) == ZIP
    paragraphs = Paragraphs()
    reader = _Reader(paragraphs)
    titled = None
    if zipped:
        with Package(blob, _KIND) as package:
            manifest = package.part("META-INF/manifest.xml")
            if manifest and b"encryption-data" in manifest:
                raise Refused(f"is a password-protected {_KIND}", "save it without a password")
            package.follow("content.xml", reader)
            titled = _meta_title(package)
    else:
        with blob.open() as file:
            try:
                follow(file, reader)
            except Refused:
                raise
            except (SyntaxError, ValueError, LookupError) as error:
                raise Refused(
                    f"is a damaged {_KIND} ({first_line(error)})", "save it anew"
                ) from error
    yield from articles(blob.name, paragraphs.close(), styled=reader.title, titled=titled)


def _meta_title(package: Package) -> str | None:
    meta = tree(package.part("meta.xml"))
    if meta is not None:
        for element in meta.iter():
            if local(element) == "title":
                return str(element.text or "")
    return None


class _Reader:
    """Follows the elements of the content and hands words to the paragraphs."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self.title: str | None = None
        self._paragraphs = paragraphs
        self._skipping = 0
        self._is_title: list[bool] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif name in ("p", "h"):
            self._paragraphs.begin()
            is_top = name == "h" and attributes.get("outline-level") == "1"
            style = attributes.get("style-name", "").lower()
            self._is_title.append(is_top or style in _TITLE_STYLES)
        elif name in ("s", "tab"):
            self._paragraphs.add(" ")
        elif name == "line-break":
            self._paragraphs.add("\n")

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name in ("p", "h") and self._is_title:
            before = len(self._paragraphs.done)
            self._paragraphs.end()
            done = self._paragraphs.done
            is_title = self._is_title.pop()
            if is_title and self.title is None and before < _TITLE_WITHIN and len(done) > before:
                self.title = " ".join(done[before].split()) or None

    def data(self, text: str) -> None:
        if not self._skipping:
            self._paragraphs.add(text.replace("\n", " "))
