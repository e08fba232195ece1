"""Word: ``.docx``, read as it is seen when all changes are accepted.

Left out: tracked deletions, hidden text, footnotes, comments, headers and footers. The older
``.doc`` is only told, so that it can be named.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from quotes.articles.blob import Blob
from quotes.articles.errors import Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.office import (
    ZIP,
    Package,
    Paragraphs,
    articles,
    local,
    tree,
)
from quotes.articles.words import words

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = "WordDocument".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: Of an old document so much is looked through for what it is.
_OLE_BYTES = 64_000_000
_OTHER_OFFICE = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".pptx", ".ppt", ".pptm", ".msg"))
_KIND = "Word document"
#: What is in it was taken out, is there twice, or is no text of the article.
_SKIPPED = words("del moveFrom Fallback rPrChange pPrChange sectPrChange tblPrChange")
_TITLE_STYLES = frozenset(("title", "heading1", "headline"))
#: A title stands among the first paragraphs.
_TITLE_WITHIN = 5
#: Elements that stand for characters.
_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = frozenset(("0", "false", "off"))


def recognizes(blob: Blob, head: bytes) -> bool:
    """A ZIP file with Word's parts, or an old Word document."""
    if head.startswith(_OLE):
        return _ole(blob) is not None
    if not head.startswith(ZIP):
        return False
    try:
        with Package(blob, _KIND) as package:
            members = package.members
    except Refused:
        # Cut off: its end, where the names stand, is missing.
        return blob.suffix in (".docx", ".docm", ".dotx") or b"word/document.xml" in head
    return "[Content_Types].xml" in members and any(name.startswith("word/") for name in members)


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """The article in a Word document, or those of the press archive's export in it."""
    with blob.open() as file:
        is_ole = file.read(len(_OLE)) == _OLE
    if is_ole:
        if _ole(blob) == _ENCRYPTED:
            raise Refused("is a password-protected office document", "save it without a password")
        raise Refused("is an old Word document", "save it as .docx")
    paragraphs = Paragraphs()
    reader = _Reader(paragraphs)
    with Package(blob, _KIND) as package:
        main = _main_part(package)
        package.follow(main, reader)
        found = paragraphs.close()
        if reader.chunks and not any(paragraph.strip() for paragraph in found):
            # Some programs only wrap a web page or an RTF document.
            yield from _chunks(blob, package, main, reader.chunks)
            return
        titled = _core_title(package)
    yield from articles(blob.name, found, styled=reader.title, titled=titled)


def _ole(blob: Blob) -> bytes | None:
    """The stream by which an OLE file is known to be ours."""
    with blob.open() as file:
        data = file.read(_OLE_BYTES)
    if _OLD_WORD in data:
        return _OLD_WORD
    if _ENCRYPTED in data and blob.suffix not in _OTHER_OFFICE:
        return _ENCRYPTED
    # Cut off before its names.
    return _OLD_WORD if blob.suffix in (".doc", ".dot", ".docx") else None


def _main_part(package: Package) -> str:
    relations = tree(package.part("_rels/.rels"))
    if relations is not None:
        for relation in relations:
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _core_title(package: Package) -> str | None:
    core = tree(package.part("docProps/core.xml"))
    if core is not None:
        for element in core:
            if local(element) == "title":
                return str(element.text or "")
    return None


def _chunks(blob: Blob, package: Package, main: str, chunks: list[str]) -> Iterator[Item]:
    folder, name = posixpath.split(main)
    relations = tree(package.part(f"{folder}/_rels/{name}.rels"))
    targets = {
        str(relation.get("Id")): str(relation.get("Target", ""))
        for relation in (() if relations is None else relations)
    }
    for chunk in chunks:
        target = targets.get(chunk, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        content = package.part(part)
        if content is None:
            raise Refused(f"is a {_KIND} whose text is in a part that is missing", "save it anew")
        yield blob.inner(posixpath.basename(part), content=content)


class _Reader:
    """Follows the elements of the main part and hands words to the paragraphs."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self.title: str | None = None
        self.chunks: list[str] = []
        self._paragraphs = paragraphs
        self._skipping = 0
        self._in_properties = 0
        self._in_text = False
        self._hidden = False
        self._merge: list[bool] = []
        self._style: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipping or (name in _SKIPPED and not self._in_properties):
            self._skipping += 1
        elif name in ("pPr", "rPr"):
            self._in_properties += 1
        elif self._in_properties:
            self._property(name, attributes.get("val", "1"))
        elif name == "p":
            self._paragraphs.begin()
            self._merge.append(False)
            self._style.append("")
        elif name == "r":
            self._hidden = False
        elif name == "t":
            self._in_text = True
        elif name == "altChunk":
            self.chunks.append(attributes.get("id", ""))
        elif name in _CHARACTERS and not self._hidden:
            self._paragraphs.add(_CHARACTERS[name])

    def _property(self, name: str, value: str) -> None:
        is_on = value.lower() not in _OFF
        if name in ("vanish", "webHidden") and is_on and self._in_properties == 1:
            self._hidden = True
        elif name == "pStyle" and self._style:
            self._style[-1] = value.lower().replace(" ", "")
        elif name in ("del", "moveFrom") and self._in_properties == 2 and self._merge:
            self._merge[-1] = True  # The mark at the end of the paragraph was deleted.

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name in ("pPr", "rPr"):
            self._in_properties -= 1
        elif self._in_properties:
            return
        elif name == "t":
            self._in_text = False
        elif name == "r":
            self._hidden = False
        elif name == "p" and self._merge:
            before = len(self._paragraphs.done)
            self._paragraphs.end(self._merge.pop())
            is_title = self._style.pop() in _TITLE_STYLES
            done = self._paragraphs.done
            if is_title and self.title is None and before < _TITLE_WITHIN and len(done) > before:
                self.title = " ".join(done[before].split()) or None

    def data(self, text: str) -> None:
        if self._in_text and not (self._hidden or self._skipping):
            self._paragraphs.add(text.replace("\n", " "))
