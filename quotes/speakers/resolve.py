"""Who speaks each quotation of one article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from quotes.confidence import Calibration, assess, bundled
from quotes.coreference.witness import Witness, chained
from quotes.decisions import Way
from quotes.speakers.certainty import certainty, no_surer
from quotes.speakers.deciding import decide
from quotes.speakers.decision import SPEAKER_OF_OUTER, Decision
from quotes.speakers.implicit import quotation_start
from quotes.speakers.repeated import repeated
from quotes.speakers.scene import Scene
from quotes.speakers.signals import signals
from quotes.tokens import Tokens
from quotes.types import AttributedQuotation, Evidence, Quotation

#: How many quotations back an implicit one looks.
_MEMORY = 40


def resolve(
    doc: Doc | Tokens, quotations: Sequence[Quotation], witness: Witness | None = None
) -> tuple[AttributedQuotation, ...]:
    """Give every quotation of a document its speaker.

    ``doc`` needs tags, dependencies, sentences and entities; its tokens do as well. ``witness`` is
    asked about the sources that nothing else tells of; the chains on ``doc``,
    if it has any, when it is left out. The quotations come back in the order
    they were given, each with the probability that all of it is right
    (:mod:`quotes.confidence`).
    """
    vectors = Tokens.of(doc).doc.tensor
    models = bundled(vectors.shape[1] if vectors.ndim > 1 else 0)
    return tuple(
        attributed(quotation, decision, models)
        for quotation, decision in zip(quotations, decisions(doc, quotations, witness), strict=True)
    )


def decisions(
    doc: Doc | Tokens, quotations: Sequence[Quotation], witness: Witness | None = None
) -> tuple[Decision, ...]:
    """The speaker of each quotation of a document, in the order that they were given.

    For the arguments see :func:`resolve`.
    """
    if not quotations:
        return ()
    tokens = Tokens.of(doc)
    scene = Scene.of(tokens, quotations, witness or chained(tokens.doc))
    decided: dict[int, Decision] = {}
    order = sorted(range(len(quotations)), key=lambda i: (quotation_start(quotations[i]), i))
    said = repeated(quotations)
    order = [i for i in order if i not in said]
    for place, index in enumerate(order):
        recent = order[max(0, place - _MEMORY) : place]
        before = [(quotations[i], decided[i]) for i in recent]
        decided[index] = decide(scene, index, quotations[index], before)
    for index in order:
        if decided[index].way == SPEAKER_OF_OUTER:
            decided[index] = _of_outer(quotations, index, decided)
    decided.update((index, _as_there(decided[other])) for index, other in said.items())
    return tuple(_legible(decided[i]) for i in range(len(quotations)))


#: Controls, and what is not to be seen or turns the direction of a line.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    "|\u200d\\Z"  # a joiner with nothing behind it
)


def _legible(decision: Decision) -> Decision:
    """The names and titles of the speaker without what could make them look like others'."""
    speaker = decision.speaker
    if speaker is None:
        return decision
    told = (speaker.name, speaker.title or "", *speaker.aliases, *speaker.titles)
    if not any(map(_INVISIBLE.search, told)):
        return decision

    def shown(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (_INVISIBLE.sub("", name) for name in names))))

    legible = replace(
        speaker,
        name=_INVISIBLE.sub("", speaker.name),
        title=_INVISIBLE.sub("", speaker.title or "") or None,
        aliases=shown(speaker.aliases),
        titles=shown(speaker.titles),
    )
    return replace(decision, speaker=legible)


def _of_outer(
    quotations: Sequence[Quotation], index: int, decided: Mapping[int, Decision]
) -> Decision:
    """``I`` inside a quotation: its speaker."""
    source = quotations[index].source
    assert source is not None
    around = [
        i
        for i, q in enumerate(quotations)
        if i != index and any(s <= source.start and source.end <= e for s, e in q.spans)
    ]
    inner = min(around, key=lambda i: _length(quotations[i]), default=None)
    mention = decided[index].chain
    if inner is None or decided[inner].way == SPEAKER_OF_OUTER:
        lost: Way = "around, not found"
        return Decision(None, None, lost, certainty(lost, False))
    outer = decided[inner]
    return Decision(
        outer.speaker,
        "pronoun",
        SPEAKER_OF_OUTER,
        no_surer(outer.certainty, SPEAKER_OF_OUTER),
        (*mention, *outer.chain),
        outer.runner_up,
        outer.runner_up_share,
    )


def _as_there(other: Decision) -> Decision:
    """Whoever says the same words where they have a source."""
    way: Way = "says it elsewhere"
    sure = no_surer(other.certainty, way)
    return replace(other, resolution="implicit" if other.speaker else None, way=way, certainty=sure)


def _length(quotation: Quotation) -> int:
    return sum(e - s for s, e in quotation.spans)


def attributed(
    quotation: Quotation, decision: Decision, models: Calibration
) -> AttributedQuotation:
    """The quotation with its speaker, the evidence and the confidence."""
    sure = assess(quotation, signals(decision, quotation.type), models)
    linking = quotation.linking
    evidence = Evidence(
        decision.way,
        decision.chain,
        decision.runner_up,
        decision.runner_up_share,
        linking.other_source if linking else None,
        linking.other_share if linking else None,
        sure.linked,
        sure.attributed,
        sure.reasons,
        decision.because,
    )
    return AttributedQuotation(
        quotation.type,
        quotation.text,
        quotation.spans,
        quotation.cue,
        quotation.source,
        sure.confidence,
        quotation.linking,
        decision.speaker,
        decision.resolution,
        evidence,
        act=quotation.act,
        act_confidence=quotation.act_confidence,
    )
