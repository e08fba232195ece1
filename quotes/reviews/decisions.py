"""What people decided, applied to what the machine finds in the text as it is now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any, Literal, get_args

from quotes.reviews.anchoring import Finder, Selector, from_json, selectors
from quotes.types import (
    SPAN_SEPARATOR,
    Act,
    AttributedQuotation,
    Evidence,
    Mention,
    QuotationType,
    Resolution,
    Span,
    Speaker,
)

Action = Literal["accept", "speaker", "nobody", "not-a-quotation", "type", "act", "words", "add"]
ACTIONS: tuple[Action, ...] = get_args(Action)

#: The evidence of what is not the machine's any more.
DECIDED = "a person decided"
#: A cue or source that moved farther than this from its quotation is another one.
_NEAR = 300
_PRONOUNS = frozenset("i you he she it we they who him her them me us".split())
_MARKS = re.compile(r"``|''|[\"“”„‟«»〝〞]|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation that the machine finds in the text as it is now."""

    id: int | None
    quotation: AttributedQuotation


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a person said of one quotation.

    ``after`` has what the action needs: ``speaker`` (an object with ``name``,
    ``kind``, ``title``), ``type``, ``words`` (the selectors of the words that
    were set, as JSON; ``spans`` if they are lacking), and ``state``, the whole
    quotation as the person left it (:func:`state_of`). See :func:`settled`.
    """

    id: int
    action: Action
    quote_id: int | None
    anchor: tuple[Selector, ...]
    """The words as they were when they were reviewed."""
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stated:
    """A quotation as it stands after all decisions."""

    id: int | None
    """Of the machine's quotation that a decision took hold of; of one that the machine does not
    find any more, the ``quote_id`` of its decision."""
    quotation: AttributedQuotation
    reviewed: bool
    machine: AttributedQuotation | None
    """What the machine finds, where it finds it."""
    decisions: tuple[int, ...] = ()
    """The ids of those that took hold of it, in order."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a decision stand now."""

    spans: tuple[Span, ...]
    quote_id: int | None
    """Of the quotation that it took hold of."""


@dataclass(frozen=True, slots=True)
class Applied:
    """All quotations of a text after the decisions."""

    live: tuple[Stated, ...]
    """In the order of the text."""
    removed: tuple[Found, ...]
    """What the machine finds and people took out or put other words in the place of."""
    lost: tuple[int, ...]
    """The ids of decisions whose words are not in the text."""
    places: Mapping[int, Place]
    """The others, by id."""


@dataclass
class _Item:
    """A quotation while decisions are applied to it."""

    id: int | None
    machine: AttributedQuotation | None
    spans: tuple[Span, ...]
    state: Mapping[str, Any] = field(default_factory=dict)
    shift: int = 0
    """How far the text of ``state`` moved since."""
    decisions: list[int] = field(default_factory=list)
    speaker: tuple[Speaker | None] | None = None
    """What a person said, where a person said it."""
    accepted: bool = False
    """Is it the machine's speaker, whom a person found right?"""
    type: QuotationType | None = None
    act: Act | None = None
    removed: bool = False

    @property
    def is_new(self) -> bool:
        """Are these words other than the machine's?"""
        return self.machine is None or self.machine.spans != self.spans


def apply(text: str, found: Sequence[Found], decisions: Sequence[Decision]) -> Applied:
    """``found``, what the machine finds in ``text``, after what people decided.

    A decision takes hold of the quotation that covers most of its words; that
    one then has exactly the words that the person saw or set. Where the machine
    finds none there, the quotation is made as the person left it. Of two
    decisions on the same point the later one stands. A decision whose words
    are not in the text is lost; it never moves to other words.
    """
    finder = Finder(text)
    items = [_Item(one.id, one.quotation, one.quotation.spans) for one in found]
    lost: list[int] = []
    places: dict[int, tuple[tuple[Span, ...], _Item | None]] = {}
    for decision in sorted(decisions, key=lambda decision: decision.id):
        here = finder.locate(decision.anchor)
        wanted = here
        if decision.action == "words":
            wanted = finder.locate(_words(decision))
        if wanted is None:
            lost.append(decision.id)
        elif decision.action == "not-a-quotation":
            places[decision.id] = wanted, _take_out(items, decision, wanted)
        else:
            item = _held(items, here or wanted) or _held(items, wanted)
            if item is None:
                item = _Item(None, None, wanted)
                items.append(item)
            _decide(item, decision, wanted)
            _clear(items, item)
            places[decision.id] = wanted, item
    _name(items, decisions)
    live = sorted(
        (_stated(text, finder, item) for item in items if not item.removed),
        key=lambda stated: stated.quotation.spans,
    )
    removed = tuple(one for one, item in zip(found, items, strict=False) if item.removed)
    return Applied(
        tuple(live),
        removed,
        tuple(lost),
        {id: Place(spans, item.id if item else None) for id, (spans, item) in places.items()},
    )


def state_of(text: str, quotation: AttributedQuotation) -> dict[str, Any]:
    """A quotation as JSON, such that it can be made again when the machine does not find it.

    Cue and source have the keys of a selector beside ``start`` and ``end``.
    """

    def mention(one: Mention | None) -> dict[str, Any] | None:
        if one is None:
            return None
        (selector,) = selectors(text, [(one.start, one.end)])
        around = {"prefix": selector.prefix, "suffix": selector.suffix}
        return {"text": one.text, "start": one.start, "end": one.end, **around}

    speaker = quotation.speaker
    return {
        "type": quotation.type,
        "act": quotation.act,
        "spans": [list(span) for span in quotation.spans],
        "speaker": speaker
        and {
            "name": speaker.name,
            "kind": speaker.kind,
            "title": speaker.title,
            "aliases": list(speaker.aliases),
            "titles": list(speaker.titles),
            "gender": speaker.gender,
        },
        "cue": mention(quotation.cue),
        "source": mention(quotation.source),
        "resolution": quotation.resolution,
    }


def settled(
    text: str, action: Action, after: Mapping[str, Any], quotation: AttributedQuotation | None
) -> dict[str, Any]:
    """``after`` with all that is needed to apply the decision to any later text.

    ``quotation`` is what the person saw (``None`` of one that is added); the
    anchor of the decision are the selectors of its spans, of an added one those
    of ``after["spans"]``. Added are ``words``, the selectors of words that were
    set, and ``state``, the quotation as it is after the decision.
    """
    full = dict(after)
    if quotation is None:
        spans = _spans(after["spans"])
        quotation = AttributedQuotation(
            type=after.get("type") or type_of(text, spans),
            text=_joined(text, spans),
            spans=spans,
            cue=None,
            source=None,
            confidence=1.0,
        )
    if action == "words":
        spans = _spans(after["spans"])
        full["words"] = [
            {"exact": one.exact, "prefix": one.prefix, "suffix": one.suffix, "start": one.start}
            for one in selectors(text, spans)
        ]
        quotation = replace(
            quotation, spans=spans, text=_joined(text, spans), type=type_of(text, spans)
        )
    if after.get("type"):
        quotation = replace(quotation, type=after["type"])
    if after.get("act"):
        quotation = replace(quotation, act=after["act"])
    if action == "nobody":
        quotation = replace(quotation, speaker=None, resolution=None)
    elif action in ("speaker", "add") and after.get("speaker"):
        speaker = _speaker(after["speaker"])
        resolution = _resolution(quotation.source, speaker, None)
        quotation = replace(quotation, speaker=speaker, resolution=resolution)
    full["state"] = state_of(text, quotation)
    return full


def type_of(text: str, spans: Sequence[Span]) -> QuotationType:
    """Direct when nine tenths of the letters stand inside quotation marks, indirect when none."""
    inside = bytearray(len(text))
    opened: int | None = None
    for mark in _MARKS.finditer(text):
        shape = mark[0]
        if shape[0] == "\n":
            opened = None
        elif opened is None:
            opened = None if shape in "”»〞''" else mark.end()
        elif shape not in "“„‟«〝``":
            inside[opened : mark.start()] = b"\x01" * (mark.start() - opened)
            opened = None
    letters = within = 0
    for start, end in spans:
        is_letter = list(map(str.isalnum, text[start:end]))
        letters += sum(is_letter)
        within += sum(compress(inside[start:end], is_letter))
    share = within / max(1, letters)
    return "direct" if share >= 0.9 else "mixed" if share > 0 else "indirect"


def _words(decision: Decision) -> tuple[Selector, ...]:
    """The words that a person set; without their selectors, those that they were set for."""
    return from_json(decision.after["words"]) if "words" in decision.after else decision.anchor


def _held(items: Iterable[_Item], spans: tuple[Span, ...]) -> _Item | None:
    """What covers more than half of ``spans`` and lies in them by more than half.

    What people took out is found again only where nothing else is.
    """
    fitting = [item for item in items if _mostly(item.spans, spans)]
    return max(
        fitting,
        key=lambda item: (not item.removed, _likeness(item.spans, spans), bool(item.decisions)),
        default=None,
    )


def _take_out(items: Iterable[_Item], decision: Decision, spans: tuple[Span, ...]) -> _Item | None:
    """No quotation: these words, or what covers most of them."""
    there = [item for item in items if not item.removed and _mostly(item.spans, spans)]
    for item in [item for item in there if item.spans == spans] or there:
        item.removed = True
        item.decisions.append(decision.id)
    return _held(there, spans)


def _decide(item: _Item, decision: Decision, spans: tuple[Span, ...]) -> None:
    """A person's word on one quotation."""
    after = decision.after
    state = after.get("state") or {}
    item.removed = False
    item.decisions.append(decision.id)
    item.spans = spans
    if state:
        item.state = state
        then = state.get("spans") or [[spans[0][0], 0]]
        item.shift = spans[0][0] - then[0][0]
    if decision.action == "accept" and state:
        item.speaker, item.accepted = (_speaker(state.get("speaker")),), True
        item.type = state.get("type") or item.type
        item.act = state.get("act") or item.act
    elif decision.action == "nobody":
        item.speaker, item.accepted = (None,), False
    elif decision.action in ("speaker", "add"):
        item.speaker, item.accepted = (_speaker(after.get("speaker")),), False
    if after.get("type"):
        item.type = after["type"]
    if after.get("act"):
        item.act = after["act"]


def _clear(items: Iterable[_Item], chosen: _Item) -> None:
    """Take out what the machine finds in the place of words that a person knows better.

    Where the machine has these very words nothing is in their place. A
    quotation within them that brings its own cue or source is another one.
    """
    for item in items:
        if item is chosen or item.removed:
            continue
        if item.spans == chosen.spans and (item.is_new or chosen.is_new):
            # What people said of the same words before goes on to hold.
            item.removed = True
            if chosen.speaker is None:
                chosen.speaker, chosen.accepted = item.speaker, item.accepted
            chosen.type = chosen.type or item.type
            chosen.act = chosen.act or item.act
            chosen.decisions = sorted({*item.decisions, *chosen.decisions})
        elif chosen.is_new and not item.decisions and _is_part(item, chosen):
            item.removed = True


def _is_part(item: _Item, chosen: _Item) -> bool:
    """Is it most of its words that ``chosen`` has, without a cue or source of its own in them?"""
    cue = item.machine and (item.machine.cue or item.machine.source)
    if cue and _shared([(cue.start, cue.end)], chosen.spans):
        return False
    return 2 * _shared(item.spans, chosen.spans) > _size(item.spans)


def _name(items: Iterable[_Item], decisions: Sequence[Decision]) -> None:
    """Quotations that the machine does not find keep the ids that they were reviewed under."""
    by_id = {decision.id: decision.quote_id for decision in decisions}
    taken: set[int | None] = {item.id for item in items}
    for item in items:
        if item.id is None and not item.removed:
            known = (by_id[number] for number in reversed(item.decisions))
            item.id = next((id for id in known if id is not None and id not in taken), None)
            taken.add(item.id)


def _stated(text: str, finder: Finder, item: _Item) -> Stated:
    machine = item.machine
    if not item.decisions:
        assert machine is not None  # only decisions make quotations
        return Stated(item.id, machine, False, machine)
    base = _made(text, finder, item) if machine is None else machine
    speaker = base.speaker
    if item.speaker is not None and not _same(item.speaker[0], base.speaker, item.accepted):
        speaker = item.speaker[0]
    is_other = machine is None or speaker != machine.speaker or item.is_new
    type_ = item.type or (item.state.get("type") if item.is_new else None) or base.type
    act = item.act or (item.state.get("act") if item.is_new else None)
    cue, source = (
        None if item.is_new and one and _shared([(one.start, one.end)], item.spans) else one
        for one in (base.cue, base.source)
    )
    quotation = replace(
        base,
        type=type_,
        act=act or base.act,
        act_confidence=1.0 if act else base.act_confidence,
        text=_joined(text, item.spans),
        spans=item.spans,
        cue=cue,
        source=source,
        speaker=speaker,
        resolution=_resolution(source, speaker, base.resolution),
        confidence=1.0,
        linking=None if is_other else base.linking,
        evidence=Evidence(DECIDED) if is_other else base.evidence,
    )
    return Stated(item.id, quotation, True, machine, tuple(item.decisions))


def _made(text: str, finder: Finder, item: _Item) -> AttributedQuotation:
    """The quotation as the person left it."""
    state = item.state

    def mention(one: Mapping[str, Any] | None) -> Mention | None:
        if not one:
            return None
        start = one.get("start", 0) + item.shift
        selector = Selector(one["text"], one.get("prefix", ""), one.get("suffix", ""), start)
        place = finder.locate((selector,))
        if place is None or abs(place[0][0] - start) > _NEAR:
            return None
        return Mention.of(text, *place[0])

    return AttributedQuotation(
        type=state.get("type") or type_of(text, item.spans),
        act=state.get("act") or "statement",
        text="",
        spans=item.spans,
        cue=mention(state.get("cue")),
        source=mention(state.get("source")),
        confidence=1.0,
        speaker=_speaker(state.get("speaker")),
        resolution=state.get("resolution"),
    )


def _speaker(given: Mapping[str, Any] | None) -> Speaker | None:
    if not given:
        return None
    return Speaker(
        given["name"],
        given.get("kind") or "person",
        given.get("title"),
        tuple(given.get("aliases") or ()),
        tuple(given.get("titles") or ()),
        given.get("gender"),
    )


def _same(one: Speaker | None, other: Speaker | None, accepted: bool) -> bool:
    """Do a person's word and the machine's mean one speaker?

    What a person accepted was the machine's own: another of its names is as good.
    """
    if one is None or other is None:
        return one is other
    if other.kind != one.kind:
        return False
    return one.name == other.name or (
        accepted and (one.name in other.aliases or other.name in one.aliases)
    )


def _resolution(
    source: Mention | None, speaker: Speaker | None, known: Resolution | None
) -> Resolution | None:
    """How the source leads to the speaker, as far as the words tell it."""
    if speaker is None:
        return None
    if source is None:
        return "implicit"
    if known not in (None, "implicit"):
        return known
    words = source.text.casefold().split()
    if len(words) == 1 and words[0] in _PRONOUNS:
        return "pronoun"
    return "name" if set(words) & set(speaker.name.casefold().split()) else "nominal"


def _joined(text: str, spans: Iterable[Span]) -> str:
    return SPAN_SEPARATOR.join(text[start:end] for start, end in spans)


def _spans(given: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(sorted((int(start), int(end)) for start, end in given))


def _pairs(one: Iterable[Span], other: Sequence[Span]) -> Iterator[int]:
    for start, end in one:
        for other_start, other_end in other:
            yield max(0, min(end, other_end) - max(start, other_start))


def _shared(one: Iterable[Span], other: Sequence[Span]) -> int:
    return sum(_pairs(one, other))


def _size(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _mostly(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Do the two share more than half of each?"""
    return 2 * _shared(one, other) > max(_size(one), _size(other))


def _likeness(one: Sequence[Span], other: Sequence[Span]) -> float:
    shared = _shared(one, other)
    return shared / max(1, _size(one) + _size(other) - shared)
