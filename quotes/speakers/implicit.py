"""Quotations without a source: whose words they are, of those who stand around them.

Each of them is described by statements, and so is *nobody*: a title, a slogan, words that nobody
in the article says. What a statement weighs is learnt from quotations of which it is annotated
whose they are (``implicit.json``, by ``training.implicit``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple, TypeAlias

from spacy.tokens import Token

from quotes import lexicon
from quotes.coreference.prominence import NAMED_IN_WORDS, advantage
from quotes.decisions import Way
from quotes.loglinear import probabilities, read_weights, score
from quotes.speakers.certainty import certainty
from quotes.speakers.decision import Decision, OfHead
from quotes.speakers.scene import Scene
from quotes.types import Quotation, Speaker

#: Quotations with their speakers, in the order of the text.
Decided: TypeAlias = Sequence[tuple[Quotation, Decision]]

#: How many quotations back the other one of two who talk is looked for.
_EXCHANGE = 4
_ASKED = lexicon.words("ASK_FORMS")
#: What stands about words without being one of them.
_MARKS = " \t\"'“”‘’«»"
#: What a paragraph stands between.
_EDGES = frozenset(("", "\n", "\r"))
#: How words end that are a sentence; the stop may stand behind the mark: ``“We are ready”.``
_STOPS = re.compile(rf"[.?!…,][{_MARKS}]*\Z")
_STOPS_BEHIND = re.compile(r"[\"'”’»]+[.?!…]")
_NOBODY = Decision(None, None, "no source", certainty("no source", False))
#: Of 15 whom nothing else spoke for than that he acts in the paragraph above, 10 said the words.
_ABOVE = 0.67
#: So few words are seldom a statement.
_FEW = 4
#: Words of so many letters are small in titles as well.
_SMALL = 3


class Option(NamedTuple):
    """Somebody whose words they may be, or nobody, and what is true of him."""

    decision: Decision
    said: list[str]


@cache
def bundled() -> Mapping[str, float]:
    """What each statement weighs, in log-odds."""
    weights: Mapping[str, float] = read_weights("quotes.speakers", "implicit.json")
    return weights


def quotation_start(quotation: Quotation) -> int:
    """Where a quotation begins in the text."""
    return min((s for s, _ in quotation.spans), default=0)


def implicit(scene: Scene, of: OfHead, quotation: Quotation, before: Decided) -> Decision:
    """Of those around it who most likely speaks, or nobody; an indirect one is nobody's."""
    start = quotation_start(quotation)
    around = [d for q, d in before if any(s <= start < e for s, e in q.spans)]
    if around and quotation.cue is None:
        return around[-1]
    if quotation.type == "indirect":
        return _NOBODY
    if (named := signed(scene, quotation)) is not None:
        return named
    found = options(scene, of, quotation, before)
    weights = bundled()
    chances = probabilities([score(one.said, weights) for one in found])
    chance, best = max(zip(chances, found, strict=True), key=lambda pair: pair[0])
    if best.decision.speaker is None:
        return best.decision
    because = advantage(best.said, found[-1].said, weights)
    sure = min(chance, best.decision.certainty)
    return replace(best.decision, certainty=sure, because=because)


def options(scene: Scene, of: OfHead, quotation: Quotation, before: Decided) -> list[Option]:
    """Whose words a quotation without a source may be, and nobody, the last one."""
    start = quotation_start(quotation)
    earlier = [(q, d) for q, d in before if not any(s <= start < e for s, e in q.spans)]
    found: dict[Speaker, Option] = {}
    for decided, way, said in (
        *_speaking(scene, quotation, earlier),
        *acting(scene, of, quotation),
        *_speaking_on(scene, of, quotation, earlier),
    ):
        speaker = decided.speaker
        if speaker is None:
            continue
        if speaker not in found:
            one = replace(decided, resolution="implicit", way=way, because=())
            found[speaker] = Option(one, list(_on_speaker(scene, quotation, speaker)))
        found[speaker].said.extend(said)
    return [*found.values(), Option(_NOBODY, ["nobody", *_on_words(scene, quotation)])]


def _on_words(scene: Scene, quotation: Quotation) -> Iterator[str]:
    """What says that nobody says them."""
    text = quotation.text
    words = re.findall(r"[^\W\d_]['’\w]*", text)
    if len(words) <= _FEW:
        yield "nobody: few words"
    end = max(e for _, e in quotation.spans)
    stops = _STOPS.search(text) or _STOPS_BEHIND.match(scene.tokens.text, end)
    if not stops or text.lstrip(_MARKS)[:1].islower():
        yield "nobody: no sentence"
    if len(words) > 1 and all(w[0].isupper() for w in words if len(w) > _SMALL):
        yield "nobody: a title"


def _on_speaker(scene: Scene, quotation: Quotation, speaker: Speaker) -> Iterator[str]:
    if speaker.kind != "person":
        return
    yield "a person with a name"
    if _is_named(scene, quotation, speaker):
        yield NAMED_IN_WORDS


def _is_named(scene: Scene, quotation: Quotation, speaker: Speaker) -> bool:
    """``“Mr. Hill, that’s no answer.”``: is the person named in the words?"""
    within = (i for span in quotation.spans for i in range(*scene.tokens.covering(*span)))
    people = (scene.cast.by_token[i] for i in within if i in scene.cast.by_token)
    return any(scene.speakers[one] == speaker for one in people)


def _speaking(
    scene: Scene, quotation: Quotation, earlier: Decided
) -> Iterator[tuple[Decision, Way, list[str]]]:
    """Who spoke before, and the other one of two who talk with each other."""
    if not earlier:
        return
    (previous, last), text = earlier[-1], scene.tokens.text
    start, end = quotation_start(quotation), max(e for _, e in previous.spans)
    lines = len(re.findall(r"\n\s*", text[end:start]))
    on = ["spoke last"]
    if not lines:
        on.append("spoke last, in this paragraph")
    right_before = lines < 2 and not _sentence_between(scene, previous, start)
    below = right_before and lines == 1
    if right_before:
        on.append("spoke last, right before")
    alone = _is_paragraph(scene, quotation)
    if below and alone:
        on.append("spoke last, and this is the next paragraph")
    if lines > 1 and alone and not _is_another_named(scene, last.speaker, end, start):
        on.append("spoke last, and nobody else is named in the paragraphs between")
    asked = previous.cue is not None and previous.cue.text.lower() in _ASKED
    behind = text[max(e for _, e in quotation.spans) :][:5]
    turns = {
        "other one, and the last is named": last.speaker is not None
        and _is_named(scene, quotation, last.speaker),
        "other one, and people talk": below and scene.exchanges,
        "other one, and it was a question": below and asked and previous.text.endswith("?"),
        "other one, and other words follow": re.match(r"[^\w\s]{0,2} [“\"‘]\w", behind) is not None,
    }
    yield last, "follows on", on
    other = _other_one(earlier) if any(turns.values()) else None
    if other is not None:
        yield other, "answers", ["other one", *(name for name in turns if turns[name])]


def _speaking_on(
    scene: Scene, of: OfHead, quotation: Quotation, earlier: Decided
) -> Iterator[tuple[Decision, Way, list[str]]]:
    """The person who spoke last, if the first source behind the words is his name."""
    end = max(e for _, e in quotation.spans)
    people = (one for _, one in reversed(earlier) if one.speaker and one.speaker.kind == "person")
    person = next(people, None)
    behind = ((word, span) for span, word in scene.sources if span and word and word.idx >= end)
    word, source = min(behind, key=lambda pair: pair[0].i, default=(None, None))
    if person is None or word is None or source is None or scene.cast.at(word.i) is None:
        return
    if len(re.findall(r"\n\s*", scene.tokens.text[end : word.idx])) > 1:
        return
    if of(word, source).speaker == person.speaker:
        yield person, "follows on", ["spoke before, and is named as the next to speak"]


def _other_one(earlier: Decided) -> Decision | None:
    """The other one of two who talk with each other."""
    mine = earlier[-1][1].speaker
    for quotation, one in earlier[-2 : -_EXCHANGE - 1 : -1]:
        if quotation.type == "indirect" or one.speaker is None or mine is None:
            continue
        if one.speaker != mine and one.speaker.kind in {"person", "unnamed"}:
            return one
    return None


def _sentence_between(scene: Scene, previous: Quotation, start: int) -> bool:
    """Does a sentence begin between two quotations that does not attribute the first?"""
    parts = [span for span in (previous.cue, previous.source) if span and span.end <= start]
    end = max([*(e for _, e in previous.spans), *(span.end for span in parts)])
    between = (scene.doc[i] for i in range(*scene.tokens.covering(end, start)))
    return any(t.is_sent_start and t.is_alpha and end <= t.idx < start for t in between)


def _is_another_named(scene: Scene, speaker: Speaker | None, end: int, start: int) -> bool:
    """Is somebody else named between, outside the marks, who may be the next to speak?"""
    unquoted = (i for i in range(*scene.tokens.covering(end, start)) if not scene.quoted[i])
    named = ((i, entity) for i in unquoted if (entity := scene.cast.at(i)))
    return any(not entity.place and scene.speaker_at(i) != speaker for i, entity in named)


def _is_paragraph(scene: Scene, quotation: Quotation) -> bool:
    """Is there nothing else in its paragraph, but a stop behind the mark?"""
    before = scene.tokens.text[: quotation_start(quotation)].rstrip(_MARKS)
    behind = scene.tokens.text[max(e for _, e in quotation.spans) :].lstrip(f"{_MARKS}.,")
    return before[-1:] in _EDGES and behind[:1] in _EDGES


def acting(
    scene: Scene, of: OfHead, quotation: Quotation
) -> Iterator[tuple[Decision, Way, list[str]]]:
    """Who acts in the sentence with the words, or in the one before in the same paragraph, or in
    the one above a paragraph of nothing else: ``Grant sang “Rain”``, ``She paused. “…”``.
    """
    start = quotation_start(quotation)
    first, _ = scene.tokens.covering(start, start + 1)
    i = first - 1
    while i > 0 and (scene.doc[i].is_quote or scene.doc[i].text == " "):
        i -= 1
    said = "acts beside the words"
    if i > 0 and scene.doc[i].is_space:
        i -= 1
        if scene.doc[i].text != ":":
            said = "acts in the paragraph above"
            if not _is_paragraph(scene, quotation):
                return
    if i < 0 or scene.doc[i].is_space or scene.quoted[i]:
        return
    verb = scene.doc[i].sent.root
    way: Way = "acts around" if first < scene.doc[i].sent.end else "acts before"
    for word, what in ((_subject(scene, verb), said), (asked_by(verb), "was asked")):
        if word is None or word.i >= first or scene.quoted[word.i]:
            continue
        link = scene.links.get(word.i)
        if link is None or link.referent.entity is None:
            continue
        if what == "was asked" and "?" in quotation.text:
            continue
        decided = of(word, scene.doc[word.i : word.i + 1])
        if what == "acts in the paragraph above":
            decided = replace(decided, certainty=min(decided.certainty, _ABOVE))
        yield decided, way, [what]


def asked_by(verb: Token) -> Token | None:
    """Whom somebody asks: ``The Herald asked Mayor Hill about the cost.``"""
    if verb.lower_ not in _ASKED:
        return None
    return next((c for c in verb.children if c.dep_ in ("dobj", "dative", "nsubjpass")), None)


def _subject(scene: Scene, root: Token) -> Token | None:
    """The subject of a verb, or who explains it: ``His opposite number, Ben Pike, was blunt``."""
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.i in scene.links:
        return subject
    return next((c for c in subject.children if c.dep_ == "appos" and c.i in scene.links), subject)


def signed(scene: Scene, quotation: Quotation) -> Decision | None:
    """``“The bridge is a disgrace.” — Ada Hill, engineer``: the name behind a dash."""
    end = max(e for _, e in quotation.spans)
    found = re.match(
        r"[^\w\s]{0,3}\s*(?:—|―|–|--|-)\s*(?=[A-Z@])", scene.tokens.text[end : end + 12]
    )
    at = end + found.end() if found else len(scene.tokens.text)
    behind = scene.doc.char_span(at, at + 1, alignment_mode="expand")
    if found is None or behind is None:
        return None
    start = behind.start
    name = next((n for i in range(start, start + 6) if (n := scene.cast.name_at(i))), None)
    entity = scene.cast.at(name.head) if name else None
    if name is None or entity is None or entity.kind != "person":
        return None
    before = scene.doc[start : name.start]
    if any(t.is_alpha and not t.text[0].isupper() for t in before):
        return None
    mine = scene.mention(name.start, name.end)
    sure = certainty("signs")
    return Decision(scene.speaker_at(name.head), "implicit", "signs", sure, (mine,))
