"""From letters with their places on a page to paragraphs in reading order.

Knows no file format: a page is what it shows. Lengths are in points, the vertical ones upwards.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from quotes.articles.words import words


@dataclass(frozen=True, slots=True)
class Letter:
    """One character where it is printed."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters in a row without a wide gap: a line, or a column's part of one."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def top(self) -> float:
        """Of the capitals."""
        return self.base + 0.7 * self.size


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on one page."""

    height: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, joined."""

    text: str
    size: float
    page: int


#: A gap of so many sizes parts columns or cells, not words.
_WIDE = 1.2
_WORD_GAP = 0.2
_SAME_LINE = 0.3
_RAISED = 0.6
_DROP_CAP = 1.8
_MAX_DROP_CAPS = 50
#: Points of one step when gutters are looked for, and the steps that make one.
_STEP = 2.0
_GUTTER = 4
#: Lines, and share of the width, that make a column.
_COLUMN_LINES = 3
_COLUMN_SHARE = 0.12
_LINE_SHARE = 0.3
#: Columns within columns.
_MAX_DEPTH = 8
#: Rows of one page among which columns are looked for.
_MAX_ROWS = 600
#: Running heads and feet stand in these shares of the page's height.
_HEAD_ZONE = 0.88
_FOOT_ZONE = 0.12
#: They are among so many rows at the edge, and apart from one another by so many sizes.
_HEAD_ROWS = 3
_APART = 3.0
_HEAD_GAP = 1.5
_ALONE_GAP = 1.8
#: Lines of the text are as wide as the page.
_HEAD_SHARE = 0.85
_OTHER_SIZE = 0.15
_PARAGRAPH_GAP = 1.3
#: Captions and the like between two parts of a paragraph.
_BETWEEN = 4
_SHORT_LINE = 0.3

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_PAGE_NUMBER = re.compile(
    r"[\s|–—-]*(?:page|p\.)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[\s|–—-]*", re.I
)
#: What browsers print above and below a page.
_PRINTED_HEAD = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d{2}(?:\s[AP]M)?(?:\s.*)?")
_PRINTED_FOOT = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?")
_TERMINAL = re.compile(r"[.!?…:]['\"”’»)\]]*$")
_HYPHENS = ("-", "\xad", "‐", "\x02")
_FIRST_WORD = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
#: First parts of words that are written with a hyphen whether a line ends there or not, and last
#: ones; "ex", "part" and "long" more often begin a longer word.
_HYPHENATED = words(
    "decision quasi self well twenty thirty forty fifty sixty seventy eighty ninety vice"
)
_HYPHENATED_LAST = words(
    "based born century funded led minded old olds related scale style term year years"
)


def pieces(letters: Iterable[Letter]) -> Iterator[Piece]:
    """Letters in the order that the file has them, as pieces of lines."""
    run: list[Letter] = []
    for letter in letters:
        if run and not _goes_on(run, letter):
            yield from _piece(run)
            run = []
        run.append(letter)
    yield from _piece(run)


def _goes_on(run: Sequence[Letter], letter: Letter) -> bool:
    last = run[-1]
    size = max(last.size, letter.size)
    gap = letter.left - last.right
    if gap > _WIDE * size or gap < -1.5 * size:
        return False
    shift = abs(letter.base - last.base)
    if shift <= _SAME_LINE * min(last.size, letter.size):
        # A drop cap stands on a line of its own.
        return size < _DROP_CAP * min(last.size, letter.size) or not letter.text.strip()
    raised = min(last.size, letter.size) < 0.9 * size or not letter.text.strip()
    return (
        raised
        and shift <= _RAISED * size
        and abs(gap) < size
        and size < _DROP_CAP * min(last.size, letter.size)
    )


def _piece(run: Sequence[Letter]) -> Iterator[Piece]:
    text: list[str] = []
    right: float | None = None
    for letter in run:
        gap = 0.0 if right is None else letter.left - right
        if gap > _WORD_GAP * letter.size and text and text[-1] != " " and letter.text != " ":
            text.append(" ")
        text.append(_LIGATURES.get(letter.text, letter.text))
        right = max(letter.right, right or letter.right)
    joined = " ".join("".join(text).split())
    inked = [letter for letter in run if letter.text.strip()]
    if joined and inked:
        size = Counter(round(letter.size, 1) for letter in inked).most_common(1)[0][0]
        base = median(letter.base for letter in inked)
        left = min(letter.left for letter in inked)
        yield Piece(joined, left, max(letter.right for letter in inked), base, size)


def paragraphs(pages: Sequence[Page]) -> list[Paragraph]:
    """All pages' paragraphs in reading order, without running heads and page numbers."""
    vocabulary = Counter(
        word.lower() for page in pages for piece in page.pieces for word in _inner(piece.text)
    )
    running = _running(pages)
    result: list[Paragraph] = []
    unfinished: dict[int, tuple[Piece, bool]] = {}
    beside = 0
    for number, page in enumerate(pages, 1):
        left_out = _furniture(page, running)
        kept = [piece for piece in page.pieces if piece not in left_out]
        for block, is_text in _parts(page, kept):
            lines = _lines(block)
            starts = _starts(lines)
            groups = [
                lines[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)
            ]
            for place, group in enumerate(groups):
                text = _joined([line.text for line in group], vocabulary)
                at = (
                    _goes_on_at(unfinished, group[0], place == 0, len(result) - beside)
                    if is_text
                    else None
                )
                if at is None:
                    at = len(result)
                    result.append(Paragraph(text, group[0].size, number))
                else:
                    whole = _joined([result[at].text, text], vocabulary)
                    result[at] = replace(result[at], text=whole)
                if not is_text:
                    beside += 1
                    continue
                beside = 0
                unfinished.pop(at, None)
                if not _TERMINAL.search(group[-1].text):
                    unfinished[at] = group[-1], _is_full(group[-1], lines)
    return result


def _inner(text: str) -> list[str]:
    """The words of a line, without the last if it is cut at its end."""
    found = _WORD.findall(text)
    return found[:-1] if text.endswith(_HYPHENS) else found


# Furniture of pages.


def _parts(page: Page, kept: Sequence[Piece]) -> Iterator[tuple[list[Piece], bool]]:
    """Blocks in reading order, and whether they are text.

    A line above all columns or below them that is apart from the text belongs to none of them.
    """
    rows = _lines_of_pieces(kept)
    head = rows[0] if len(rows) > 1 and _is_alone(page, rows[0], rows[1]) else []
    foot = rows[-1] if len(rows) > 2 and _is_alone(page, rows[-1], rows[-2]) else []
    for part in _apart(head):
        yield part, False
    outside = {*head, *foot}
    text = [piece for piece in kept if piece not in outside]
    for block in _blocks(_with_drop_caps(text), 0):
        yield block, True
    for part in _apart(foot):
        yield part, False


def _apart(row: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of a row, parted where gaps are wide."""
    part: list[Piece] = []
    for piece in row:
        if part and piece.left - part[-1].right > _APART * piece.size:
            yield part
            part = []
        part.append(piece)
    if part:
        yield part


def _is_alone(page: Page, row: Sequence[Piece], inner: Sequence[Piece]) -> bool:
    base = row[0].base
    if _FOOT_ZONE * page.height < base < _HEAD_ZONE * page.height:
        return False
    return abs(base - inner[0].base) > _ALONE_GAP * min(row[0].size, inner[0].size)


def _margins(page: Page) -> Iterator[tuple[list[Piece], bool]]:
    """The outermost rows of a page in the zones of running heads, parted where gaps are wide.

    With each part, whether white space is between it and the text.
    """
    rows = _lines_of_pieces(page.pieces)
    if not rows:
        return
    width = max(row[-1].right for row in rows) - min(row[0].left for row in rows)
    for zone in (rows[: _HEAD_ROWS + 1], rows[-_HEAD_ROWS - 1 :][::-1]):
        apart = [
            abs(row[0].base - inner[0].base) > _HEAD_GAP * min(row[0].size, inner[0].size)
            for row, inner in pairwise(zone)
        ]
        for at, row in enumerate(zone[:_HEAD_ROWS]):
            if _FOOT_ZONE * page.height < row[0].base < _HEAD_ZONE * page.height:
                break
            for part in _apart(row):
                yield part, any(apart[at:]) and _extent(part) < _HEAD_SHARE * width


def _extent(part: Sequence[Piece]) -> float:
    return part[-1].right - part[0].left


def _key(part: Sequence[Piece]) -> tuple[str, int]:
    """What is the same of a running head on every page."""
    text = " ".join(piece.text for piece in part).casefold()
    return re.sub(r"\d+", "#", text), round(part[0].base / 3)


def _running(pages: Sequence[Page]) -> frozenset[tuple[str, int]]:
    counts = Counter(
        key for page in pages for key in {_key(part) for part, apart in _margins(page) if apart}
    )
    least = max(2, round(0.2 * len(pages)))
    return frozenset(key for key, count in counts.items() if count >= least)


def _furniture(page: Page, running: frozenset[tuple[str, int]]) -> frozenset[Piece]:
    """Running heads and feet, page numbers, and what browsers print around a page."""
    found: set[Piece] = set()
    for part, apart in _margins(page):
        text = " ".join(piece.text for piece in part)
        printed = _PRINTED_HEAD if part[0].base > page.height / 2 else _PRINTED_FOOT
        is_running = apart and _key(part) in running
        if is_running or _PAGE_NUMBER.fullmatch(text) or printed.fullmatch(text):
            found.update(part)
    return frozenset(found)


def _with_drop_caps(found: Sequence[Piece]) -> list[Piece]:
    """A first letter as high as two lines or more, put before the rest of its word."""
    result = list(found)
    usual = median(piece.size for piece in found) if found else 0.0
    large = [
        piece
        for piece in found
        if piece.size >= _DROP_CAP * usual and len(piece.text) <= 2 and piece.text[-1].isalpha()
    ]
    for cap in large[:_MAX_DROP_CAPS]:
        beside = [
            piece
            for piece in result
            if piece.size * _DROP_CAP <= cap.size
            and -1 <= piece.left - cap.right <= 1.5 * piece.size
            and cap.base - 0.3 * piece.size < piece.base < cap.top
        ]
        if beside and min(abs(piece.top - cap.top) for piece in beside) < beside[0].size:
            first = min(beside, key=lambda piece: abs(piece.top - cap.top))
            result.remove(cap)
            at = result.index(first)
            # The rest of a word goes on in it; "A" and "I" are words themselves.
            between = " " if cap.text in ("A", "I") and not first.text[0].isupper() else ""
            result[at] = replace(first, text=cap.text + between + first.text, left=cap.left)
            # The lines beside it are no more indented than those below.
            for piece in beside:
                if piece in result:
                    result[result.index(piece)] = replace(piece, left=cap.left)
    return result


# Columns.


def _blocks(found: Sequence[Piece], depth: int) -> Iterator[list[Piece]]:
    """Parts of a page that are read one after the other, each of one column."""
    if not found:
        return
    rows = _rows(found)
    split = _columns(rows) if depth < _MAX_DEPTH and len(rows) <= _MAX_ROWS else None
    if split is None:
        yield list(found)
        return
    first, last, columns = split
    yield from _blocks([piece for row in rows[:first] for piece in row], depth + 1)
    for column in columns:
        yield from _blocks(column, depth + 1)
    yield from _blocks([piece for row in rows[last + 1 :] for piece in row], depth + 1)


def _rows(found: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that no horizontal line through white space parts, from the top."""
    rows: list[list[Piece]] = []
    bottom = 0.0
    for piece in sorted(found, key=lambda piece: (-piece.top, piece.left)):
        if rows and piece.top > bottom:
            rows[-1].append(piece)
            bottom = min(bottom, piece.base)
        else:
            rows.append([piece])
            bottom = piece.base
    return rows


def _columns(rows: Sequence[Sequence[Piece]]) -> tuple[int, int, list[list[Piece]]] | None:
    """The highest run of rows that white space parts from top to bottom, and its columns."""
    pieces_ = [piece for row in rows for piece in row]
    left = min(piece.left for piece in pieces_)
    width = max(piece.right for piece in pieces_) - left
    masks = [_mask(row, left) for row in rows]
    candidates: list[tuple[float, int, int]] = []
    furthest = -1
    for first in range(len(rows)):
        mask, last = 0, -1
        for at in range(first, len(rows)):
            mask |= masks[at]
            # One row alone may lie on both sides of nothing: a short line, a heading.
            if at > first + 1 and not _has_gap(mask):
                break
            last = at
        if last <= furthest:
            continue  # A part of a higher run.
        furthest = last
        if last > first or len(rows[first]) > _COLUMN_LINES:
            height = max(piece.top for piece in rows[first]) - min(
                piece.base for piece in rows[last]
            )
            candidates.append((height, first, last))
    for _height, first, last in sorted(candidates, key=lambda one: (-one[0], one[1]))[:20]:
        inside = [piece for row in rows[first : last + 1] for piece in row]
        columns = _parted(inside, left, width)
        if len(columns) > 1:
            return first, last, columns
    return None


def _mask(row: Sequence[Piece], left: float) -> int:
    """The steps from the left that a row has ink in, as bits."""
    mask = 0
    for piece in row:
        low, high = int((piece.left - left) / _STEP), int((piece.right - left) / _STEP)
        mask |= ((1 << (high - low + 1)) - 1) << low
    return mask


def _has_gap(mask: int) -> bool:
    """Whether at least :data:`_GUTTER` zero bits are between ones."""
    inner = (1 << mask.bit_length()) - 1
    lowest = mask & -mask
    holes = inner & ~mask & ~(lowest - 1)
    for _ in range(_GUTTER - 1):
        holes &= holes >> 1
    return holes != 0


def _gaps(mask: int) -> list[tuple[int, int]]:
    """Runs of at least :data:`_GUTTER` zero bits between ones."""
    gaps = []
    position = 0
    for match in re.finditer(r"1+|0+", bin(mask)[:1:-1]):
        length = match.end() - match.start()
        if match[0][0] == "0" and position and length >= _GUTTER:
            gaps.append((match.start(), match.end()))
        position = match.end()
    return gaps


def _parted(inside: Sequence[Piece], left: float, width: float) -> list[list[Piece]]:
    """The columns of ``inside``; what is too small for one belongs to that on its left."""
    cuts = [left + _STEP * (start + end) / 2 for start, end in _gaps(_mask(inside, left))]
    columns: list[list[Piece]] = [[] for _ in range(len(cuts) + 1)]
    for piece in inside:
        columns[sum(piece.left > cut for cut in cuts)].append(piece)
    result: list[list[Piece]] = []
    for column in columns:
        if not column:
            continue
        if result and not _are_columns(result[-1], column, width):
            result[-1].extend(column)
        else:
            result.append(column)
    return result


def _are_columns(one: Sequence[Piece], other: Sequence[Piece], width: float) -> bool:
    lines = sorted(len({round(piece.base) for piece in column}) for column in (one, other))
    extent = min(
        max(piece.right for piece in column) - min(piece.left for piece in column)
        for column in (one, other)
    )
    if lines[0] >= _COLUMN_LINES:
        return extent >= _COLUMN_SHARE * width
    # The last column of a text may have a line or two; a short one is a date, a cell.
    return lines[1] >= 2 * _COLUMN_LINES and extent >= _LINE_SHARE * width


# Lines and paragraphs of one column.


def _lines(block: Sequence[Piece]) -> list[Piece]:
    """Pieces at the same height as one line each, from the top."""
    return [_one_line(line) for line in _lines_of_pieces(block)]


def _lines_of_pieces(block: Sequence[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for piece in sorted(block, key=lambda piece: -piece.base):
        if lines and abs(lines[-1][0].base - piece.base) <= _SAME_LINE * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def _one_line(line: Sequence[Piece]) -> Piece:
    longest = max(line, key=lambda piece: len(piece.text))
    return replace(
        longest,
        text=" ".join(piece.text for piece in line),
        left=line[0].left,
        right=max(piece.right for piece in line),
    )


def _starts(lines: Sequence[Piece]) -> list[int]:
    """The numbers of the lines that begin a paragraph."""
    starts = [0]
    pitch = _pitch(lines) / median(line.size for line in lines)
    left = min(line.left for line in lines)
    for at in range(1, len(lines)):
        above, line = lines[at - 1], lines[at]
        same_size = _is_same_size(above, line)
        gap = above.base - line.base
        indented = 0.6 * line.size < line.left - left < 4 * line.size and (
            above.left - left < 0.4 * line.size or _is_whole(above, line, starts[-1] == at - 1)
        )
        if (
            not same_size
            or gap > _PARAGRAPH_GAP * pitch * line.size
            or (indented and not above.text.endswith(_HYPHENS))
            or not _is_full(above, lines, line)
        ):
            starts.append(at)
    return starts


def _is_whole(above: Piece, line: Piece, begins: bool) -> bool:
    """Whether an indented line above another is a paragraph, or ends one of centred lines."""
    apart = line.left - above.left
    is_beside = apart > 0.6 * line.size or (begins and abs(apart) < 0.3 * line.size)
    return is_beside and _TERMINAL.search(above.text) is not None


def _is_same_size(one: Piece, other: Piece) -> bool:
    return abs(one.size - other.size) <= _OTHER_SIZE * max(one.size, other.size)


def _pitch(lines: Sequence[Piece]) -> float:
    """From one line to the next, as it is mostly."""
    gaps = [above.base - line.base for above, line in pairwise(lines) if _is_same_size(above, line)]
    if not gaps:
        return 1.3 * lines[0].size
    # Paragraphs of one line each are parted by as much as most lines are.
    return min(median(gaps), max(1.6 * lines[0].size, min(gaps)))


def _is_full(line: Piece, lines: Sequence[Piece], following: Piece | None = None) -> bool:
    """Whether ``line`` ends at the margin, not at the end of a paragraph."""
    margin = max(other.right for other in lines if _is_same_size(other, line))
    width = margin - min(other.left for other in lines)
    room = margin - line.right
    if room > _SHORT_LINE * width:
        return False
    if not _TERMINAL.search(line.text):
        return True
    per_letter = (line.right - line.left) / max(1, len(line.text))
    word = _FIRST_WORD.match(following.text) if following else None
    needed = per_letter * ((len(word[0]) if word else 5) + 1) + line.size
    return room < needed


def _goes_on_at(
    unfinished: Mapping[int, tuple[Piece, bool]], line: Piece, is_first: bool, count: int
) -> int | None:
    """The number of the paragraph that goes on with ``line``: in the next column, on the next page,
    or below a picture and its caption.
    """
    for at in range(count - 1, max(-1, count - 1 - _BETWEEN), -1):
        if at not in unfinished:
            continue
        last, is_full = unfinished[at]
        if not _is_same_size(last, line):
            continue
        # Between columns and pages it may go on with a name; elsewhere that begins another.
        goes_on = line.text[:1].islower() or (is_first and is_full and at == count - 1)
        return at if goes_on else None
    return None


def _joined(lines: Sequence[str], vocabulary: Counter[str]) -> str:
    """Lines as one text; words that were parted at their ends are put together."""
    text = lines[0]
    for line in lines[1:]:
        if text.endswith(_HYPHENS) and len(text) > 1 and not text[-2].isspace():
            text = _mended(text, line, vocabulary)
        else:
            text = f"{text} {line}"
    return unicodedata.normalize("NFC", text.replace("\xad", "").replace("\x02", "-"))


def _mended(text: str, line: str, vocabulary: Counter[str]) -> str:
    first = re.search(r"[^\W\d_]+$", text[:-1])
    last = re.match(r"[^\W\d_]+", line)
    if text[-1] in "\xad" and last:
        return text[:-1] + line
    if not first or not last:
        return text[:-1] + "-" + line
    one, other = first[0].lower(), last[0].lower()
    if not line[0].islower():
        return text[:-1] + "-" + line
    if vocabulary[one + other] and vocabulary[one + other] >= vocabulary[f"{one}-{other}"]:
        return text[:-1] + line
    if vocabulary[f"{one}-{other}"] or one in _HYPHENATED or other in _HYPHENATED_LAST:
        return text[:-1] + "-" + line
    return text[:-1] + line
