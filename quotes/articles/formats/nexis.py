"""Nexis and LexisNexis: the classic text export, and the newer form of Nexis Uni.

Classic documents begin with ``1 of 25 DOCUMENTS`` and have labels in capitals (``BYLINE:``,
``LENGTH:``, ``LOAD-DATE:``); those of Nexis Uni end with ``End of Document`` and have a line
``Body`` before their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quotes.articles.errors import ArticleError
from quotes.articles.formats.documents import (
    COPYRIGHT,
    PAGE,
    RIGHTS,
    bodiless,
    paragraphs,
    published,
    record,
)
from quotes.articles.words import words
from quotes.types import Article

_FIRST = re.compile(
    r"\s*(?:\d{1,6} of \d{1,6} DOCUMENTS?|DOCUMENT \d{1,6} OF \d{1,6})\s*", re.IGNORECASE
)
_LAST = re.compile(r"\s*End of Document\s*", re.IGNORECASE)
_BODY_LINE = re.compile(r"\s*Body\s*:?\s*")
_LABEL = re.compile(r"\s{0,9}([A-Z][A-Z-]{2,20}(?: [A-Z-]{2,20})?):(?:\s+(.*)|\s*)")
_UNI_LABEL = re.compile(
    r"\s*(Section|Length|Byline|Dateline|Highlight|Series|Headline|Language|Load-Date|"
    r"Publication-Type|Publication Type|Journal Code|Journal-Code|Acc-No)\s*:\s*(.*?)\s*"
)
_WORDS = re.compile(r"\s*Length\s*:\s*[\d,.]+\s+words?\b.*", re.IGNORECASE)

#: Labels between the headline and the body.
_HEAD = words("BYLINE SECTION LENGTH DATELINE HIGHLIGHT HEADLINE SERIES TYPE COLUMN DISTRIBUTION")
#: Labels that only stand after the body …
_TAIL = words(
    """
    LOAD-DATE LANGUAGE PUBLICATION-TYPE JOURNAL-CODE ACC-NO DOCUMENT-TYPE UPDATE PUB-TYPE
    CORRECTION-DATE
    """
)
#: … and those that stand before these, if they do, but might begin a paragraph as well.
_SOFT_TAIL = words(
    """
    GRAPHIC CORRECTION SUBJECT COMPANY ORGANIZATION INDUSTRY GEOGRAPHIC PERSON TICKER CITY STATE
    COUNTRY NOTES NOTE PHOTO PHOTOS
    """
)
_UNI_TAIL = re.compile(r"\s*(?:Graphic|Classification|Notes|Correction|Load-Date:.*)\s*")
_UNI_FURNITURE = re.compile(r"\s*(?:Link to (?:Image|PDF)|Return to (?:List|list)|Bookmark_\d+)\s*")
#: A caption or a note below the body has few paragraphs.
_LONGEST_TAIL = 12
#: So many lines above a body may be its head.
_LONGEST_HEAD = 60


@dataclass(slots=True)
class _Document:
    """What the labels of one document say."""

    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    opening: str = ""
    """Of the body, where it begins behind its label."""
    body: str = ""


def split(text: str, name: str) -> list[Article | ArticleError] | None:
    """The articles of a Nexis export; ``None`` when ``text`` is none."""
    lines = text.splitlines()
    if any(_LAST.fullmatch(line) for line in lines) or _is_uni(lines):
        documents = list(_uni_documents(lines))
        read = _uni
    else:
        documents = list(_classic_documents(lines))
        read = _classic
    if not documents:
        return None
    return [_record(read(lines), name, number) for number, lines in documents]


def _record(document: _Document, name: str, number: int) -> Article | ArticleError:
    identifier = document.labels.get("ACC-NO") or str(number)
    if not document.body:
        return bodiless(name, identifier, number, document.title)
    return record(
        name,
        identifier,
        document.body,
        title=document.title,
        writer=document.labels.get("BYLINE"),
        outlet=document.outlet,
        date=document.date,
        dateline=document.labels.get("DATELINE"),
    )


# The classic form.


def _classic_documents(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Each document's lines and its number; nothing if it is no such export."""
    starts = [at for at, line in enumerate(lines) if _FIRST.fullmatch(line)]
    if starts:
        documents = [
            lines[start + 1 : end]
            for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
        ]
        # A list of hits mentions the documents as well, but has no labels.
        if sum(_is_labelled(document, 1) for document in documents) * 2 >= len(documents):
            yield from enumerate(documents, 1)
        return
    yield from enumerate(_unnumbered(lines), 1)


def _is_labelled(lines: Sequence[str], least: int) -> bool:
    """Whether ``lines`` have a length in words and ``least`` other labels of a document."""
    labels = {match[1] for line in lines if (match := _LABEL.fullmatch(line))}
    counted = any(_WORDS.fullmatch(line) and line.lstrip().startswith("LENGTH") for line in lines)
    return counted and len(labels & (_HEAD | _TAIL) - {"LENGTH"}) >= least


def _unnumbered(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """Documents without their first line: each ends with the labels below its body."""
    documents: list[list[str]] = [[]]
    in_tail = False
    for line in lines:
        match = _LABEL.fullmatch(line)
        if match and match[1] in ("LOAD-DATE", "LANGUAGE", "PUBLICATION-TYPE"):
            in_tail = True
        elif in_tail and line.strip() and not (match or _is_rights(line)):
            in_tail = False
            documents.append([])
        documents[-1].append(line)
    if len(documents) > 1 and not any(
        _LABEL.fullmatch(line) or line.strip() for line in documents[-1]
    ):
        documents.pop()
    # Without the numbers more has to speak for it.
    if all(_is_labelled(document, 3) for document in documents):
        yield from documents


def _is_rights(line: str) -> bool:
    return COPYRIGHT.match(line.strip()) is not None or RIGHTS.search(line) is not None


def _classic(lines: Sequence[str]) -> _Document:
    document = _Document()
    first = next((at for at, line in enumerate(lines) if _label(line) in _HEAD), len(lines))
    _classic_head(lines[:first], document)
    position = _read_labels(lines, first, document)
    end = _classic_end(lines, position)
    _read_labels(lines, end, document, everything=True)
    document.title = document.labels.get("HEADLINE") or document.title
    document.body = paragraphs([document.opening, *lines[position:end]])
    return document


def _label(line: str) -> str | None:
    match = _LABEL.fullmatch(line)
    return match[1] if match else None


def _read_labels(
    lines: Sequence[str], position: int, document: _Document, everything: bool = False
) -> int:
    """Take the labels from ``position`` on; where the body begins."""
    current: str | None = None
    for at in range(position, len(lines)):
        line = lines[at]
        match = _LABEL.fullmatch(line)
        if match and match[1] == "BODY" and not everything:
            document.opening = match[2] or ""
            return at + 1
        if match and (everything or match[1] in _HEAD):
            current = match[1]
            document.labels.setdefault(current, (match[2] or "").strip())
        elif not line.strip():
            current = None
        elif current is not None and current != "LENGTH" and not _is_rights(line):
            value = document.labels[current]
            document.labels[current] = f"{value} {line.strip()}".strip()
        elif not everything:
            return at
    return len(lines)


def _classic_head(lines: Sequence[str], document: _Document) -> None:
    """Outlet, date and headline, which have no labels."""
    outlet: str | None = None
    headline: list[str] = []
    in_rights = False
    for line in lines:
        stripped = line.strip()
        if not stripped:
            in_rights = False
            if headline:
                break
            continue
        if document.date is None:
            if COPYRIGHT.match(stripped):
                in_rights = True
            elif RIGHTS.search(stripped):
                in_rights = False
            elif date := published(stripped):
                document.date = date
                # The owner's name may run on below "Copyright": the last line is the outlet.
                document.outlet = outlet
            elif not (in_rights and stripped == stripped.upper() and outlet is None):
                outlet = stripped
        elif not (_is_centred(line) or _is_rights(line)):
            headline.append(stripped)
    if document.date is None:
        # Without a date the first line that is no headline is the outlet.
        kept = [line for line in lines if line.strip() and not _is_rights(line)]
        document.outlet = kept[0].strip() if len(kept) > 1 else None
        headline = [line.strip() for line in kept[1:] or kept]
    document.title = " ".join(headline) or None


def _is_centred(line: str) -> bool:
    return line.startswith(" " * 10)


def _classic_end(lines: Sequence[str], start: int) -> int:
    """Where the body that begins at ``start`` ends."""
    end = next((at for at in range(start, len(lines)) if _label(lines[at]) in _TAIL), len(lines))
    soft = [
        at
        for at in range(start + 1, end)
        if _label(lines[at]) in _SOFT_TAIL and not lines[at - 1].strip()
    ]
    for at in soft:
        following = paragraphs(lines[at:end]).split("\n\n")
        # Captions may be several paragraphs; below another label there are labels alone.
        if len(following) <= _LONGEST_TAIL and (
            _label(lines[at]) == "GRAPHIC"
            or all(_label(one.split("\n")[0]) in _SOFT_TAIL for one in following)
        ):
            end = at
            break
    while end > start and (not lines[end - 1].strip() or _is_rights_below(lines, end - 1)):
        end -= 1
    return end


def _is_rights_below(lines: Sequence[str], at: int) -> bool:
    """Whether the line is a centred notice of rights, as they stand below a body."""
    line = lines[at]
    return len(line) < 200 and _is_rights(line) and (_is_centred(line) or len(line) < 100)


# The form of Nexis Uni.


def _is_uni(lines: Sequence[str]) -> bool:
    """Whether this is a document without its last line, as it is copied from the screen."""
    return (
        any(_BODY_LINE.fullmatch(line) for line in lines)
        and any(_WORDS.fullmatch(line) for line in lines)
        and any(line.lstrip().startswith("Load-Date:") for line in lines)
    )


def _uni_documents(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    documents: list[list[str]] = [[]]
    for line in lines:
        if _LAST.fullmatch(line):
            documents.append([])
        elif not PAGE.fullmatch(line.strip()) and not _UNI_FURNITURE.fullmatch(line):
            documents[-1].append(line)
    rest = documents[-1]
    if not _marks(rest) and sum(len(line.split()) for line in rest) < 20:
        documents.pop()  # A last page number, a blank page.
    if not any(_marks(document) >= 2 for document in documents if _has_body(document)):
        return
    yield from enumerate(documents, 1)


def _marks(lines: Sequence[str]) -> int:
    """How many different labels of a document there are."""
    labels = {match[1] for line in lines if (match := _UNI_LABEL.fullmatch(line))}
    return len(labels) + any(COPYRIGHT.match(line.strip()) for line in lines)


def _has_body(lines: Sequence[str]) -> bool:
    return any(_BODY_LINE.fullmatch(line) for line in lines)


def _uni(lines: Sequence[str]) -> _Document:
    document = _Document()
    body = next((at for at, line in enumerate(lines) if _BODY_LINE.fullmatch(line)), None)
    _uni_head(lines[: len(lines) if body is None else body], document)
    if body is None:
        return document
    end = _uni_end(lines, body + 1)
    for line in lines[end:]:
        if match := _UNI_LABEL.fullmatch(line):
            document.labels.setdefault(match[1].upper(), match[2])
    document.body = paragraphs(lines[body + 1 : end])
    return document


def _uni_head(lines: Sequence[str], document: _Document) -> None:
    """Headline, outlet and date above the labels; a list of results above these is passed over."""
    start = max(0, len(lines) - _LONGEST_HEAD)
    labels = len(lines)
    for at in range(len(lines) - 1, start - 1, -1):
        line = lines[at].strip()
        if match := _UNI_LABEL.fullmatch(line):
            document.labels.setdefault(match[1].upper(), match[2])
            labels = at
        elif published(line):
            break
        elif COPYRIGHT.match(line):
            labels = at
    kept = [at for at in range(start, labels) if lines[at].strip()]
    dated = next((at for at in reversed(kept) if published(lines[at])), None)
    if dated is not None:
        document.date = published(lines[dated])
        kept = [at for at in kept if at < dated]
        if kept:
            document.outlet = lines[kept.pop()].strip()
        document.title = _above(lines, kept)
    elif kept:
        document.title = _above(lines, kept)
    document.title = document.labels.get("HEADLINE") or document.title


def _above(lines: Sequence[str], kept: Sequence[int]) -> str | None:
    """The lines of a headline, the last of ``kept``: those without a blank one between."""
    if not kept:
        return None
    first = last = kept[-1]
    while first - 1 in kept and last - first < 3:
        first -= 1
    return " ".join(lines[at].strip() for at in range(first, last + 1))


def _uni_end(lines: Sequence[str], start: int) -> int:
    """Where the body that begins at ``start`` ends."""
    hard = next(
        (
            at
            for at in range(start, len(lines))
            if re.match(r"\s*(?:Classification\s*$|Load-Date:)", lines[at])
        ),
        len(lines),
    )
    for at in range(start, hard):
        if _UNI_TAIL.fullmatch(lines[at]):
            following = [line for line in lines[at:hard] if line.strip()]
            if len(following) <= _LONGEST_TAIL:
                hard = at
                break
    while hard > start and (not lines[hard - 1].strip() or _is_rights_below(lines, hard - 1)):
        hard -= 1
    return hard
