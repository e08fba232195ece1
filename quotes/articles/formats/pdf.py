"""PDF: columns in reading order, lines joined to paragraphs, running heads left out.

Read by PDFium, the library of a browser. A page without letters is a picture: it is told, never
passed over.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from quotes.articles.blob import Blob
from quotes.articles.clean import clean
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Item, Settings
from quotes.articles.formats.exports import split
from quotes.articles.formats.office import first_line, sensible
from quotes.articles.formats.pages import Letter, Page, Paragraph, paragraphs, pieces
from quotes.articles.layout import heading
from quotes.articles.limits import bound
from quotes.types import Article

_START = b"%PDF-"
#: Readers look for the start in the first kilobyte, so that a mail's head may stand before it.
_START_WITHIN = 1_024
#: Pictures weigh more than text.
MAX_PDF = bound("MAX_PDF", 500_000_000)
MAX_PAGES = bound("MAX_PAGES", 2_000)
#: A page of a newspaper has some 20,000.
MAX_PAGE_LETTERS = 300_000
MAX_LETTERS = bound("MAX_PDF_LETTERS", 5_000_000)
#: Points. The format's own bound is 14,400, which is five metres.
MAX_SIDE = 20_000
MAX_SECONDS = bound("MAX_PDF_SECONDS", 120)
#: Fewer letters than this on a page are those of a stamp on a picture.
_FEW_LETTERS = 8
#: More of the letters than this without a meaning: the file has no table for its fonts.
_MEANINGLESS_SHARE = 0.25
#: A headline is so much larger than the text, and no longer than this.
_HEADLINE_SIZE = 1.2
_LONGEST_HEADLINE = 250
#: A newspaper's name may be printed larger, but has few words.
_SHORTEST_HEADLINE_WORDS = 4

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_QUARTERS = 4


def recognizes(blob: Blob, head: bytes) -> bool:
    """PDF says so in its first bytes."""
    return _START in head[:_START_WITHIN]


def read(blob: Blob, settings: Settings) -> Iterator[Item]:
    """The article in a PDF, or those of the press archive's export in it."""
    try:
        import pypdfium2
    except ImportError as error:
        raise Refused("is a PDF, which needs pypdfium2", "pip install pypdfium2") from error
    document: Any = None
    try:
        document = pypdfium2.PdfDocument(blob.file if blob.content is None else blob.content)
        pages, bare = _pages(document)
        titled = document.get_metadata_value("Title")
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise Refused("is a password-protected PDF", "save it without a password") from error
        raise Refused(f"is a damaged PDF ({first_line(error)})", "save it anew") from error
    except Refused:
        raise
    except (OSError, ValueError, OverflowError, MemoryError) as error:
        raise Refused(f"cannot be read ({first_line(error)})", "save it anew") from error
    finally:
        if document is not None:
            document.close()
    yield from _items(blob.name, pages, bare, titled)


def _items(
    name: str, pages: Sequence[Page], bare: Sequence[int], titled: str | None
) -> Iterator[Item]:
    found = paragraphs(pages)
    if not found:
        if not bare:
            raise Refused("is empty", "there is nothing to read in it")
        raise Refused("is a scan without text", "run OCR first")
    exported = split(clean("\n\n".join(paragraph.text for paragraph in found)), name)
    if exported is not None:
        yield from exported
    else:
        text = clean("\n\n".join(paragraph.text for paragraph in found))
        head = heading(text)
        yield Article(
            text,
            title=_headline(found) or sensible(titled) or head.title,
            byline=head.byline,
            outlet=head.outlet,
            published=head.published,
            url=head.url,
            path=name,
            place=head.place,
        )
    for number in bare:
        yield ArticleError(
            f"{name}#page{number}", "is a page without text, a scan", "run OCR first"
        )


def _headline(found: Sequence[Paragraph]) -> str | None:
    """What is printed largest on the first page, if that is larger than the text."""
    sizes: dict[float, int] = {}
    for paragraph in found:
        sizes[paragraph.size] = sizes.get(paragraph.size, 0) + len(paragraph.text)
    usual = max(sizes, key=lambda size: sizes[size])
    large = [
        paragraph
        for paragraph in found
        if paragraph.page == found[0].page
        and paragraph.size >= _HEADLINE_SIZE * usual
        and len(paragraph.text) <= _LONGEST_HEADLINE
    ]
    worded = [one for one in large if len(one.text.split()) >= _SHORTEST_HEADLINE_WORDS]
    candidates = worded or [one for one in large if len(one.text.split()) > 1]
    return max(candidates, key=lambda one: one.size).text if candidates else None


def _pages(document: Any) -> tuple[list[Page], list[int]]:
    """All pages with their letters, and the numbers of those that are pictures."""
    count = len(document)
    if count > MAX_PAGES:
        raise Refused(f"has {count:,} pages, more than {MAX_PAGES:,}", "split it into its articles")
    until = time.monotonic() + MAX_SECONDS
    pages: list[Page] = []
    bare: list[int] = []
    letters = meaningless = 0
    for number in range(count):
        if time.monotonic() > until:
            raise Refused(f"takes more than {MAX_SECONDS:.0f} seconds to read", "split it")
        page = document[number]
        try:
            height, found = _letters(page)
            printed = sum(not letter.text.isspace() for letter in found)
            letters += len(found)
            meaningless += sum(_is_meaningless(letter.text) for letter in found)
            if printed < _FEW_LETTERS and _has_picture(page):
                bare.append(number + 1)
        finally:
            page.close()
        if letters > MAX_LETTERS:
            raise Refused(f"has more than {MAX_LETTERS:,} letters", "split it into its articles")
        pages.append(Page(height, tuple(pieces(found))))
    if letters and meaningless > _MEANINGLESS_SHARE * letters:
        raise Refused("is a PDF whose fonts do not tell which letters they show", "run OCR first")
    return pages, bare


def _is_meaningless(text: str) -> bool:
    if text == "\x02":  # A hyphen at the end of a line.
        return False
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff" or (text < " " and not text.isspace())


def _has_picture(page: Any) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _letters(page: Any) -> tuple[float, list[Letter]]:
    """The height of the page as it is read, and its letters in the order of the file."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > MAX_PAGE_LETTERS:
            raise Refused(f"has {count:,} letters on one page", "split it into its articles")
        found: list[tuple[str, float, float, float, float, int]] = []
        turns = [0] * _QUARTERS
        box = raw.FS_RECTF()
        for at in range(count):
            code = raw.FPDFText_GetUnicode(text_page, at)
            if code in (0, 10, 13) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
                continue
            if raw.FPDFText_IsGenerated(text_page, at) == 1:
                # A blank that the file leaves out; where it is not said.
                if found and code == 32:
                    _text, _left, edge, low, high, turn = found[-1]
                    found.append((" ", edge, edge, low, high, turn))
                continue
            if not raw.FPDFText_GetLooseCharBox(text_page, at, box):
                continue
            angle = raw.FPDFText_GetCharAngle(text_page, at)
            turn = round(angle / 1.5707963267948966) % _QUARTERS if angle >= 0 else 0
            character = chr(code)
            if not character.isspace():
                turns[turn] += 1
            found.append((character, box.left, box.right, box.bottom, box.top, turn))
    finally:
        text_page.close()
    # Most letters stand upright as the page is read; others are stamps at its edge.
    upright = turns.index(max(turns))
    left, bottom, right, top = page.get_bbox()
    turned = [
        _upright(letter, upright, (left, bottom, right, top))
        for letter in found
        if letter[5] == upright or letter[0].isspace()
    ]
    height, width = (top - bottom, right - left)
    if upright % 2:
        height, width = width, height
    if not (width <= MAX_SIDE and height <= MAX_SIDE):
        raise Refused(f"has a page of {width:,.0f} by {height:,.0f} points", "save it anew")
    # What is larger than the page shows no letter on it.
    kept = [
        letter
        for letter in turned
        if letter.right >= -1
        and letter.left <= width + 1
        and -1 <= letter.base <= height + 1
        and letter.right - letter.left <= width + 1
        and letter.size <= height + 1
    ]
    return height, kept


def _upright(
    letter: tuple[str, float, float, float, float, int],
    turn: int,
    page: tuple[float, float, float, float],
) -> Letter:
    """A letter on a page that was turned so that its lines run from left to right."""
    text, left, right, bottom, top, _turn = letter
    page_left, page_bottom, page_right, page_top = page
    if turn == 0:
        low, high, start, end = bottom - page_bottom, top - page_bottom, left, right
        start, end = start - page_left, end - page_left
    elif turn == 1:
        low, high = left - page_left, right - page_left
        start, end = page_top - top, page_top - bottom
    elif turn == 2:
        low, high = page_top - top, page_top - bottom
        start, end = page_right - right, page_right - left
    else:
        low, high = page_right - right, page_right - left
        start, end = bottom - page_bottom, top - page_bottom
    size = max(high - low, 0.1)
    # The loose box reaches as far below the line as the font's letters may.
    return Letter(text, start, end, low + 0.2 * size, size)
