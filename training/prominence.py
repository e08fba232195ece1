"""Learns what the choice of a speaker weighs: who, of those mentioned before, stands out.

    python -m training.prominence --data ../shared/data [--out quotes/coreference/prominence.json]

The bundled pipeline reads texts in which it is annotated whom pronouns mean
(LitBank, GUM's open tier, GAP; the test parts of the last two are left out).
Every pronoun that leads to somebody found becomes one choice among those whom
it can mean, described by the statements of :mod:`quotes.coreference.prominence`,
and a log-linear model of choice is fitted. Whom a pronoun leads to is a mention
for those behind it, so a text is read again with what was learnt from it, and
the model learns from its own mistakes too (dataset aggregation, Ross et al.
2011).

No weight is learnt from who speaks a quotation: that is for measuring.
Deterministic.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from spacy.tokens import Doc

from quotes.coreference.discourse import read
from quotes.coreference.memory import Memory, Referent
from quotes.coreference.pronouns import candidates_of, evidence
from quotes.coreference.witness import nobody
from quotes.language import load
from quotes.mentions.entities import cast_of
from quotes.mentions.kinds import THIRD, Description, Name, Pronoun
from quotes.quotation import find
from quotes.speakers.scene import setting_of, sources_of
from quotes.tokens import Tokens
from training.coreference_corpora import Chain, PronounItem, gap, litbank, ontogum
from training.loglinear import Choosing, fit

OUT = Path(__file__).parents[1] / "quotes/coreference/prominence.json"
#: How much a pronoun counts: GUM has news and interviews, LitBank novels, and GAP was picked to be
#: hard.
GUM, LITBANK, GAP = 1.0, 0.3, 0.3
#: How often the texts are read, and from which reading on they are learnt from.
READINGS, FIRST = 5, 2
#: What these texts have too seldom to tell, in log-odds: only GUM comes with its paragraphs.
HELD = MappingProxyType({"last speaker, whom the paragraph left": -0.7, "was asked": 0.8})

_NOVEL = ", in a novel"

#: Head token of a mention -> the chain that it belongs to.
Chains = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as the pipeline reads it, and what is annotated of it."""

    doc: Doc
    chains: Chains
    asked: frozenset[int] | None
    """The pronouns to learn from; all when it is ``None``."""
    counts: float
    novel: bool = False


def choices(text: ReadText, weights: Mapping[str, float]) -> Iterator[Choosing]:
    """Of each pronoun among those whom it can mean, if one of them is right."""
    tokens, quotations = Tokens.of(text.doc), find(text.doc)
    cast = cast_of(tokens)
    sources = sources_of(tokens, cast, quotations)
    found: dict[int, Choosing] = {}

    def watch(mention: Name | Description | Pronoun, memory: Memory) -> None:
        wanted = text.chains.get(mention.head)
        if not isinstance(mention, Pronoun) or wanted is None:
            return
        if text.asked is not None and mention.head not in text.asked:
            return
        candidates = candidates_of(mention, memory)
        right = tuple(_is_right(one.referent, wanted, text, memory) for one in candidates)
        if len(candidates) > 1 and any(right):
            said = evidence(mention, candidates, memory)
            if text.novel:
                said = [[_of_novel(statement) for statement in one] for one in said]
            found[mention.head] = Choosing(tuple(map(tuple, said)), right, text.counts)

    read(tokens, cast, setting_of(tokens, quotations, sources, nobody, weights), watch)
    yield from found.values()


def _of_novel(statement: str) -> str:
    """Where people talk with each other, who spoke last is not who speaks now: that is learnt
    apart (Daumé III 2007)."""
    return f"{statement}{_NOVEL}" if statement.startswith("quoted last") else statement


def _is_right(referent: Referent, wanted: int, text: ReadText, memory: Memory) -> bool:
    """Is one of his names and descriptions so far annotated as the same?"""
    lower = memory.tokens.lower
    told = (seen.token for seen in memory.mentions[referent] if lower[seen.token] not in THIRD)
    return any(text.chains.get(token) == wanted for token in told)


def read_texts(data: Path) -> list[ReadText]:
    """All texts to learn from, read by the bundled pipeline."""
    nlp = load()
    out: list[ReadText] = []
    chained = [(text, GUM, False) for part in ("train", "dev") for text in ontogum(data, part)]
    chained += [(text, LITBANK, True) for text in litbank(data)]
    docs = nlp.pipe((text.text for text, _, _ in chained), batch_size=8)
    for doc, (text, counts, novel) in zip(docs, chained, strict=True):
        out.append(ReadText(doc, _heads(doc, text.chains), None, counts, novel))
    items = [one for part in ("development", "validation") for one in gap(data, part)]
    items = [one for one in items if one.is_first or one.is_second]
    for doc, item in zip(nlp.pipe(one.text for one in items), items, strict=True):
        chains = _heads(doc, _pair(item))
        asked = frozenset(_heads(doc, [(item.pronoun,)]))
        out.append(ReadText(doc, chains, asked, GAP))
    return out


def _pair(item: PronounItem) -> list[Chain]:
    """The pronoun with the name that it stands for, and the other name."""
    meant, other = (item.first, item.second) if item.is_first else (item.second, item.first)
    return [(meant, item.pronoun), (other,)]


def _heads(doc: Doc, chains: Sequence[Chain]) -> Chains:
    """Of mentions with one head the shortest counts."""
    spans = [(end - start, start, end, i) for i, one in enumerate(chains) for start, end in one]
    out: dict[int, int] = {}
    for _, start, end, i in sorted(spans, reverse=True):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            out[span.root.i] = i
    return out


def learn(texts: Sequence[ReadText]) -> dict[str, float]:
    """The weight of each statement."""
    weights: dict[str, float] = {}
    cases: list[Choosing] = []
    for reading in range(READINGS):
        if reading == FIRST:
            cases.clear()  # the earlier ones only found somewhere to begin
        cases += [case for text in texts for case in choices(text, weights)]
        learnt = fit(cases, HELD)
        weights = {name: one for name, one in learnt.items() if not name.endswith(_NOVEL)}
    return weights


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    weights = learn(read_texts(args.data))
    args.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n")
    print(f"{len(weights)} statements: {args.out}")


if __name__ == "__main__":
    main()
