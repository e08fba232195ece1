"""Reads LitBank's quotations: passages of a hundred novels, 1719 to 1922.

LitBank (Bamman et al. 2020, Sims and Bamman 2020) has a ``.txt`` with one sentence a line, its
tokens apart, and an ``.ann`` with two kinds of lines, tab-separated::

    QUOTE   Q342  54  0  54  13  the words     from sentence 54, token 0, to token 13, that one too
    ATTRIB  Q342  Winnie_Verloc-3              who speaks: a name and a number

Only direct speech is marked, without its cue and source, so those cannot be scored, nor can
indirect quotations be. Every stretch between marks is a quotation of its own there; here those of
one turn are one, as elsewhere: stretches of the same speaker in the same or the next sentence. A
speaker whose name begins with a small letter (``a_girl``) is unnamed. The text is put together
again from its tokens (:func:`joined`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from quotes.evaluate.attributions import (
    AnnotatedArticle,
    Attribution,
    Corpus,
    EvaluationError,
    Scope,
)
from quotes.evaluate.files import read_texts
from quotes.types import Span

_SCOPE = Scope(exact=frozenset(["content"]), sources=False, types=frozenset(["direct", "mixed"]))
_CAUTION = (
    "Fiction, where the pipeline was made for news; only direct speech is marked, without cues "
    "and sources."
)
#: Tokens that no blank stands before.
_CLOSING = frozenset([",", ".", ";", ":", "!", "?", ")", "]", "’", "”", "’”", "...", "....", "%"])
#: Tokens that no blank stands after.
_OPENING = frozenset(["(", "[", "“", "‘", "“‘", "$", "`", "``"])
#: Written the same at both ends, so that every second one closes.
_STRAIGHT = frozenset(['"', "'"])
#: What begins or ends direct speech.
_MARKS = frozenset("“ ” ‘ ’ ’” “‘".split()) | _STRAIGHT
#: The ends of words that were cut off.
_ENDINGS = frozenset(
    word for letters in "s m d ll re ve t".split() for word in (f"'{letters}", f"’{letters}")
) | {"n't", "n’t"}


def read_corpus(path: Path) -> Corpus:
    """LitBank's quotations.

    :param path: a folder or tar archive that has ``quotations/tsv``, or that folder itself.
    :raises EvaluationError: when there are no quotations, or a file has another form.
    """
    files = read_texts(path, ".txt", ".ann")
    annotations = [place for place in files if place.suffix == ".ann"]
    if not annotations:
        raise EvaluationError(f"{path}: no quotations; expected them in quotations/tsv/*.ann")
    return Corpus(
        "LitBank",
        tuple(_article(path, place, files) for place in annotations),
        "book",
        _SCOPE,
        _CAUTION,
    )


def _article(path: Path, place: PurePosixPath, files: dict[PurePosixPath, str]) -> AnnotatedArticle:
    if place.with_suffix(".txt") not in files:
        raise EvaluationError(f"{path}: {place}: its {place.with_suffix('.txt').name} is missing")
    text, sentences = joined(files[place.with_suffix(".txt")])
    name = place.stem.removesuffix("_brat")
    return AnnotatedArticle(
        name,
        Path(f"{name}.txt"),
        text,
        _attributions(files[place], f"{path}: {place}", sentences),
        name.partition("_")[2].replace("_", " "),
    )


def _attributions(
    annotation: str, name: str, sentences: Sequence[Sequence[Span]]
) -> tuple[Attribution, ...]:
    stretches: dict[str, _Stretch] = {}
    speakers: dict[str, str] = {}
    for number, line in enumerate(annotation.splitlines(), 1):
        cells = line.split("\t")
        try:
            if cells[0] == "QUOTE":
                first, from_token, last, to_token = (int(cell) for cell in cells[2:6])
                if min(first, from_token, last, to_token) < 0:
                    raise ValueError
                span = sentences[first][from_token][0], sentences[last][to_token][1]
                stretches[cells[1]] = _Stretch(span, first, last)
            elif cells[0] == "ATTRIB":
                speakers[cells[1]] = cells[2]
        except (ValueError, IndexError):
            raise EvaluationError(f"{name}, line {number}: not a quotation of its text") from None
    return tuple(
        _attribution(turn[0], [stretches[one].span for one in turn], speakers.get(turn[0], ""))
        for turn in _turns(stretches, speakers)
    )


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What stands between two marks."""

    span: Span
    first: int
    """The sentence that it begins in."""
    last: int


def _turns(stretches: Mapping[str, _Stretch], speakers: Mapping[str, str]) -> list[list[str]]:
    """The stretches that somebody speaks without another in between, in the order of the text."""
    turns: list[list[str]] = []
    for name in sorted(stretches, key=lambda one: stretches[one].span):
        last = turns[-1][-1] if turns else ""
        if (
            last
            and speakers.get(name)
            and speakers[name] == speakers.get(last)
            and stretches[name].first - stretches[last].last <= 1
        ):
            turns[-1].append(name)
        else:
            turns.append([name])
    return turns


def _attribution(quotation: str, spans: Sequence[Span], speaker: str) -> Attribution:
    # The number tells namesakes apart; points and apostrophes were made underscores as well.
    name = " ".join(speaker.rpartition("-")[0].replace("_", " ").split())
    return Attribution(
        {"content": tuple(spans), "source": (), "cue": ()},
        speaker=name,
        kind=("person" if name[0].isupper() else "unnamed") if name else "",
        resolved=bool(name),
        identity=quotation,
    )


# ------------------------------------------------------------------ text out of tokens


def joined(lines: str) -> tuple[str, list[list[Span]]]:
    """Running text out of sentences with their tokens apart, and where each token stands in it.

    Paragraphs are lost, so one is begun where novels begin one: before a sentence that opens with
    a quotation mark, after one that ends with one or has none.

    :param lines: one sentence a line, blanks between its tokens.
    :returns: the text, and for each sentence the offsets of its tokens.
    """
    sentences = [line.split() for line in lines.rstrip("\n").split("\n")]
    pieces: list[str] = []
    length = 0
    places: list[list[Span]] = []
    open_marks: set[str] = set()
    before: list[str] = []
    for sentence in sentences:
        # A straight single mark is never open over a sentence's end: most are apostrophes.
        open_marks.discard("'")
        gap = "\n" if not open_marks and _begins_paragraph(before, sentence) else " "
        gap = gap if pieces else ""
        places.append([])
        for token in sentence:
            closes = token in open_marks
            if closes or (token in _CLOSING | _ENDINGS and gap == " "):
                gap = ""
            pieces += [gap, token]
            start = length + len(gap)
            length = start + len(token)
            places[-1].append((start, length))
            opens = token in _OPENING or (token in _STRAIGHT and not closes)
            gap = "" if opens else " "
            if token in _STRAIGHT:
                open_marks ^= {token}
        before = sentence or before
    return "".join(pieces), places


def _begins_paragraph(before: Sequence[str], sentence: Sequence[str]) -> bool:
    """Does `sentence` begin one, after the sentence `before`?"""
    if not before or not sentence or sentence[0] not in _MARKS:
        return False
    return before[-1] in _MARKS or not _MARKS & set(before)
