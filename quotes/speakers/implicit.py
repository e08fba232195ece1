"""Quotations without a source: whose words they are by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from quotes import lexicon
from quotes.decisions import Way
from quotes.speakers.certainty import certainty, no_surer
from quotes.speakers.decision import Decision, OfHead
from quotes.speakers.scene import Scene
from quotes.types import Quotation

#: How many quotations back the other one of two who talk is looked for.
_EXCHANGE = 4
_ASKED = lexicon.words("ASK_FORMS")


def quotation_start(quotation: Quotation) -> int:
    """Where a quotation begins in the text."""
    return min((s for s, _ in quotation.spans), default=0)


def implicit(
    scene: Scene, of: OfHead, quotation: Quotation, before: Sequence[tuple[Quotation, Decision]]
) -> Decision:
    """No source: the speaker before, when the quotation follows on."""
    start = quotation_start(quotation)
    around = [d for q, d in before if any(s <= start < e for s, e in q.spans)]
    earlier = [(q, d) for q, d in before if not any(s <= start < e for s, e in q.spans)]
    if around and quotation.cue is None:
        return around[-1]
    if quotation.type != "indirect" and (signed := _signed(scene, quotation)) is not None:
        return signed
    subject = _acting_before(scene, of, start)
    subject = _acting_around(scene, of, start) or subject
    if quotation.type != "indirect" and subject is not None:
        return subject
    if quotation.type == "indirect" or not earlier:
        return Decision(None, None, "no source", certainty("no source", False))
    previous, decided = earlier[-1]
    end = max(e for _, e in previous.spans)
    gap = scene.tokens.text[end:start]
    paragraphs = len(re.findall(r"\n\s*", gap))
    if decided.speaker is None or decided.speaker.kind == "document" or paragraphs > 1:
        return Decision(None, None, "no source", certainty("no source", False))
    other = _other_one(earlier)
    named = _is_named(scene, quotation, decided)
    if named and other is None:
        way: Way = "named in the words"
        return Decision(None, None, way, certainty(way, False))
    turns = named or _answers(scene, previous, start) or _is_answered(scene, quotation)
    if other is not None and turns:
        sure = no_surer(other.certainty, "answers")
        return replace(other, resolution="implicit", way="answers", certainty=sure)
    return Decision(
        decided.speaker,
        "implicit",
        "follows on",
        no_surer(decided.certainty, "follows on"),
        decided.chain,
        decided.runner_up,
        decided.runner_up_share,
    )


def _answers(scene: Scene, previous: Quotation, start: int) -> bool:
    """``“When?” asked Hill. ⏎ “In May.” ⏎ “Why not now?”``: does another one speak here?

    Behind a question that somebody ``asked``, and where people talk with each other, so that many
    quotations need no source; else a paragraph of quotation in news goes on from the one before.
    """
    end = max(e for _, e in previous.spans)
    if not re.fullmatch(r"[^\n]{0,80}\n\s*[^\w\s]{1,2}", scene.tokens.text[end:start]):
        return False
    cue = previous.cue.text.lower() if previous.cue else ""
    return scene.exchanges or (previous.text.endswith("?") and cue in _ASKED)


def _is_answered(scene: Scene, quotation: Quotation) -> bool:
    """``“I did not,” he said. “Then who did?” “Ask her,” he said.``: other marks right behind."""
    end = max(e for _, e in quotation.spans)
    return re.match(r"[^\w\s]{0,2} [“\"‘]\w", scene.tokens.text[end : end + 5]) is not None


def _other_one(earlier: Sequence[tuple[Quotation, Decision]]) -> Decision | None:
    """The other one of two who talk with each other."""
    mine = earlier[-1][1].speaker
    for quotation, one in earlier[-2 : -_EXCHANGE - 1 : -1]:
        if quotation.type == "indirect" or one.speaker is None or mine is None:
            continue
        if one.speaker != mine and one.speaker.kind in {"person", "unnamed"}:
            return one
    return None


def _is_named(scene: Scene, quotation: Quotation, decided: Decision) -> bool:
    """``“Mr. Hill, that’s no answer.”``: is the person named in the words?"""
    if decided.speaker is None or decided.speaker.kind != "person":
        return False
    within = (i for span in quotation.spans for i in range(*scene.tokens.covering(*span)))
    people = (scene.cast.by_token[i] for i in within if i in scene.cast.by_token)
    return any(scene.speakers[one] == decided.speaker for one in people)


def _acting_before(scene: Scene, of: OfHead, start: int) -> Decision | None:
    """Who acts in the sentence right before, in the same paragraph: ``She paused. "…"``.

    Or in the one above, if a colon ends it: ``Hill is at the gates:``.
    """
    at = scene.doc.char_span(start, start + 1, alignment_mode="expand")
    if at is None or at.start == 0:
        return None
    i = at.start - 1
    while i > 0 and (scene.doc[i].is_quote or scene.doc[i].text == " "):
        i -= 1
    if i > 0 and scene.doc[i].is_space and scene.doc[i - 1].text == ":":
        i -= 1
    if scene.doc[i].is_space or scene.doc[i].text not in {".", ":"} or scene.quoted[i]:
        return None
    sentence = scene.doc[i].sent
    if scene.quoted[sentence.start]:
        return None
    subject = _acting(scene, sentence.root)
    link = scene.links.get(subject.i) if subject is not None else None
    if subject is None or link is None or not link.referent.person:
        return None
    if link.referent.entity is None:
        return None
    decided = of(subject, scene.doc[subject.i : subject.i + 1])
    return Decision(
        decided.speaker,
        "implicit",
        "acts before",
        no_surer(decided.certainty, "acts before"),
        decided.chain,
        decided.runner_up,
        decided.runner_up_share,
    )


def _acting(scene: Scene, root: Token) -> Token | None:
    """The subject of a verb, or who explains it: ``His opposite number, Ben Pike, was blunt``."""
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.i in scene.links:
        return subject
    return next((c for c in subject.children if c.dep_ == "appos" and c.i in scene.links), subject)


def _signed(scene: Scene, quotation: Quotation) -> Decision | None:
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


def _acting_around(scene: Scene, of: OfHead, start: int) -> Decision | None:
    """Who acts in the sentence that the quotation stands in: ``Grant sang “Rain”``."""
    at = scene.doc.char_span(start, start + 1, alignment_mode="expand")
    if at is None or scene.quoted[at.root.sent.root.i]:
        return None
    subject = _acting(scene, at.root.sent.root)
    link = scene.links.get(subject.i) if subject is not None else None
    if subject is None or link is None or scene.quoted[subject.i] or subject.i > at.start:
        return None
    if link.referent.entity is None or not link.referent.person:
        return None
    decided = of(subject, scene.doc[subject.i : subject.i + 1])
    return replace(
        decided,
        resolution="implicit",
        way="acts around",
        certainty=no_surer(decided.certainty, "acts around"),
    )
