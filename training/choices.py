"""Learns whom a pronoun and a description mean: what the statements on those it may mean weigh.

    python -m training.choices --data ../shared/data [--out quotes/coreference/choices.json]

The bundled pipeline reads texts in which it is annotated whom pronouns and
descriptions mean (LitBank, GUM's open tier, GAP, the annotated news; their test
parts are left out). Each pronoun that leads to somebody found, and each
description, becomes one choice among those whom it can mean and, of a
description, somebody new, described by the statements of
:mod:`quotes.coreference.prominence` and :mod:`quotes.coreference.described`, and
a log-linear model of choice is fitted to each kind. Whom a word leads to is a
mention for those behind it, so a text is read again with what was learnt from
it, and the model learns from its own mistakes too (dataset aggregation, Ross et
al. 2011). Deterministic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from spacy.tokens import Doc, Span

from quotes.coreference.clues import by_apposition
from quotes.coreference.described import OCCUPATION, UNTOLD, options
from quotes.coreference.discourse import read
from quotes.coreference.memory import Memory, Referent, Setting, Weights
from quotes.coreference.pronouns import candidates_of, evidence
from quotes.coreference.setting import setting_of, sources_of
from quotes.coreference.witness import nobody
from quotes.language import load
from quotes.mentions.entities import Cast, cast_of
from quotes.mentions.kinds import THIRD, Description, Name, Pronoun
from quotes.quotation import find
from quotes.tokens import Tokens
from training.annotations.reading import AnnotatedNews, read_described
from training.annotations.reading import read as read_news
from training.coreference_corpora import Chain, Offsets, PronounItem, gap, litbank, ontogum
from training.loglinear import Choosing, command, fit

OUT = Path(__file__).parents[1] / "quotes/coreference/choices.json"
#: How much a word counts: GUM has news and interviews, LitBank novels, and GAP was picked to be
#: hard.
GUM, LITBANK, GAP, NEWS = 1.0, 0.3, 0.3, 1.0
#: The same of a description that is a source in annotated news: that is what is asked for.
SOURCES_IN_NEWS = 4.0
#: How often the texts are read, and from which reading on they are learnt from.
READINGS, FIRST = 5, 2
#: What these texts have too seldom to tell, in log-odds: only GUM comes with its paragraphs, none
#: with chains of a component, and they have none of the words that news has for politicians (*the
#: Republican*, *the nominee*: judged on PolNeAR dev). Somebody named as a subject behind whoever
#: was quoted last goes before him by a hair: learnt, the two are even, and of 5,354 quotations in
#: dev parts and newspapers none turns between 0.4 and 0.6. Of occupations of whom nothing says that
#: they are somebody's (*the author*, *the customs broker*) only nine are sources here, and in
#: newspapers of other countries whoever was just quoted is called so: judged on 310 of those and on
#: dev parts (26 of 30 decisions are better). Nothing else is learnt from the nine.
#: Of whom as many as a description says were named together (*both officers*) GUM has no chain.
#: That *the company*, which was only called so, is one that was named: 23 decisions of 2,070
#: articles turn, 16 for the better and 4 for the worse.
HELD = Weights(
    MappingProxyType(
        {
            "last speaker, whom the paragraph left": -0.7,
            "was asked": 1.6,
            "named as the subject since somebody else was quoted": 0.6,
        }
    ),
    MappingProxyType(
        {
            "coreference names him": 1.4,
            "new: an epithet": -1.4,
            "nothing says so: an epithet": 1.0,
            OCCUPATION: -1.5,
            "an occupation, of whoever was quoted last": 2.7,
            "named together, as many": 3.0,
            UNTOLD: -3.5,
        }
    ),
)
#: What a clue to whom a description means is expected to weigh, as far as these texts do not tell
#: otherwise: they have few officials.
EXPECTED = MappingProxyType(
    {
        "title, with all that is said": 3.0,
        "title, and no more is said": 2.5,
        "title, with some of what is said": 1.5,
        "title, of another rank": -0.5,
        "relation to the same one": 4.0,
        "relation": 3.0,
        "age": 4.0,
        "part of the name": 2.0,
        "is said to be one": 3.0,
        "is called one": 1.5,
        "same noun": 2.0,
    }
)

_NOVEL = ", in a novel"

#: Head token of a mention -> the chain that it belongs to.
Chains = Mapping[int, int]


@dataclass(frozen=True)
class ReadText:
    """A text as the pipeline reads it, and what is annotated of it."""

    doc: Doc
    chains: Chains
    asked: frozenset[int] | None
    """The words to learn from; all when it is ``None``."""
    counts: float
    novel: bool = False
    descriptions: bool = True
    """Is anything learnt from those as well?"""
    by_name: bool = False
    """Is of each speaker only one name annotated?"""

    @cached_property
    def found(self) -> tuple[Tokens, Cast, Callable[[Weights], Setting]]:
        """What is found out about it before it is read."""
        tokens, quotations = Tokens.of(self.doc), find(self.doc)
        cast = cast_of(tokens)
        sources = sources_of(tokens, cast, quotations)
        return tokens, cast, partial(setting_of, tokens, quotations, sources, nobody)


class Choices(NamedTuple):
    """What there is to learn from, by the kind of the word that means somebody."""

    pronouns: list[Choosing]
    descriptions: list[Choosing]


def choices(text: ReadText, weights: Weights) -> Choices:
    """Each pronoun and description among those whom it can mean, if one of them is right."""
    tokens, cast, setting = text.found
    pronouns: dict[int, Choosing] = {}
    descriptions: dict[int, Choosing] = {}

    def watch(mention: Name | Description | Pronoun, memory: Memory) -> None:
        if text.asked is not None and mention.head not in text.asked:
            return
        if isinstance(mention, Pronoun) and (chosen := _of_pronoun(mention, text, memory)):
            pronouns[mention.head] = chosen
        if isinstance(mention, Description) and (chosen := _of_description(mention, text, memory)):
            descriptions[mention.head] = chosen

    read(tokens, cast, setting(weights), watch)
    return Choices(list(pronouns.values()), list(descriptions.values()))


def _of_pronoun(mention: Pronoun, text: ReadText, memory: Memory) -> Choosing | None:
    wanted = text.chains.get(mention.head)
    if wanted is None:
        return None
    candidates = candidates_of(mention, memory)
    right = tuple(_is_right(one.referent, wanted, text, memory) for one in candidates)
    if len(candidates) < 2 or not any(right):
        return None
    said = evidence(mention, candidates, memory)
    return Choosing(_as_learnt(said, text), right, text.counts)


def _of_description(mention: Description, text: ReadText, memory: Memory) -> Choosing | None:
    """Somebody new is right where no candidate is, but for one who is annotated as mentioned
    before and is no candidate: there is nothing to learn from that.
    """
    if not text.descriptions:
        return None
    wanted = text.chains.get(mention.head)
    considered = options(mention, memory)
    if len(considered) < 2 or by_apposition(mention, memory) is not None:
        return None
    if any(OCCUPATION in one.said for one in considered):
        return None
    right = [
        one.referent is not None
        and wanted is not None
        and _is_right(one.referent, wanted, text, memory)
        for one in considered
    ]
    if not any(right):
        if wanted is not None and any(text.chains[i] == wanted for i in _before(mention, text)):
            return None
        # whom news does not name is somebody new or was described before
        nameless = text.by_name and wanted is None
        right = [
            one.referent is None or (nameless and one.referent.entity is None) for one in considered
        ]
    quoted = mention.head in memory.setting.contents
    counts = SOURCES_IN_NEWS if text.by_name and quoted else text.counts
    return Choosing(_as_learnt([one.said for one in considered], text), tuple(right), counts)


def _before(mention: Description, text: ReadText) -> list[int]:
    return [i for i in text.chains if i < mention.head]


def _as_learnt(said: Iterable[Iterable[str]], text: ReadText) -> tuple[tuple[str, ...], ...]:
    if text.novel:
        return tuple(tuple(map(_of_novel, one)) for one in said)
    return tuple(map(tuple, said))


def _of_novel(statement: str) -> str:
    """Where people talk with each other, who spoke last is not who speaks now: that is learnt
    apart (Daumé III 2007)."""
    return f"{statement}{_NOVEL}" if statement.startswith("quoted last") else statement


def _is_right(referent: Referent, wanted: int, text: ReadText, memory: Memory) -> bool:
    """Is one of his names and descriptions so far annotated as the same? One of his names anywhere,
    if he was not mentioned yet.
    """
    lower = memory.tokens.lower
    seen = (one.token for one in memory.mentions.get(referent, ()))
    told = [token for token in seen if lower[token] not in THIRD]
    if referent.entity is not None and (not told or text.by_name):
        told += [name.head for name in referent.entity.mentions]
    return any(text.chains.get(token) == wanted for token in told)


def read_texts(data: Path) -> list[ReadText]:
    """All texts to learn from, read by the bundled pipeline."""
    nlp = load()
    out: list[ReadText] = []
    chained = [(text, GUM, False) for part in ("train", "dev") for text in ontogum(data, part)]
    chained += [(text, LITBANK, True) for text in litbank(data)]
    docs = nlp.pipe((text.text for text, _, _ in chained), batch_size=8)
    for doc, (text, counts, novel) in zip(docs, chained, strict=True):
        chains = _heads(doc, text.chains)
        # of descriptions in novels nothing is learnt that helps in news
        out.append(ReadText(doc, chains, None, counts, novel, descriptions=not novel))
    items = [one for part in ("development", "validation") for one in gap(data, part)]
    items = [one for one in items if one.is_first or one.is_second]
    for doc, item in zip(nlp.pipe(one.text for one in items), items, strict=True):
        chains = _heads(doc, _pair(item))
        asked = frozenset(_heads(doc, [(item.pronoun,)]))
        out.append(ReadText(doc, chains, asked, GAP, descriptions=False))
    news = list(read_news(data, "train"))
    known = {article.name for article in news}
    news += [article for article in read_described(data) if article.name not in known]
    for doc, article in zip(nlp.pipe(one.text for one in news), news, strict=True):
        out.append(_of_news(doc, article))
    return out


def _of_news(doc: Doc, article: AnnotatedNews) -> ReadText:
    """The sources and descriptions of annotated news, each in one chain with the name it means.

    A source that leads to nobody with a name is in no chain. One that has the name in it (*the
    secretary of the union, Ada Hill*) is not learnt from: whom its description means is told by
    the name and not chosen, and where the parse has lost the name it would pass for somebody new.
    """
    named: dict[str, list[Offsets]] = {}
    unnamed: list[Offsets] = []
    for one in article.attributions:
        if one.source is None:
            continue
        if one.how != "name":
            unnamed.append(one.source)
        if one.kind in {"person", "organization"} and "|" not in one.speaker:
            named.setdefault(one.speaker, []).append(one.source)
    for start, end, name in article.descriptions:
        unnamed.append((start, end))
        if name:
            named.setdefault(name, []).append((start, end))
    for name, spans in named.items():
        spans += [found.span() for found in re.finditer(re.escape(name), article.text)]
    chains = _heads(doc, [tuple(spans) for spans in named.values()])
    asked = frozenset(_heads(doc, [(span,) for span in unnamed]))
    return ReadText(doc, chains, asked, NEWS, by_name=True)


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
            out[_token_of(span)] = i
    return out


def _token_of(span: Span) -> int:
    """The head of a mention; of several who are named together the word that joins them."""
    head = span.root
    others = [t for t in head.conjuncts if span.start <= t.i < span.end]
    if any(t.pos_ == "PROPN" or any(c.dep_ in {"det", "poss"} for c in t.children) for t in others):
        joins = (c for t in (head, *others) for c in t.children if c.lower_ in {"and", "&"})
        return next((c.i for c in joins if head.i < c.i < others[-1].i), head.i)
    return head.i


def learn(texts: Sequence[ReadText]) -> Weights:
    """The weight of each statement."""
    weights = Weights({}, {})
    cases = Choices([], [])
    for reading in range(READINGS):
        if reading == FIRST:
            cases = Choices([], [])  # the earlier ones only found somewhere to begin
        for text in texts:
            found = choices(text, weights)
            cases.pronouns.extend(map(_shared, found.pronouns))
            cases.descriptions.extend(map(_shared, found.descriptions))
        weights = Weights(
            _of_news_alone(fit(cases.pronouns, HELD.pronouns)),
            _of_news_alone(fit(cases.descriptions, HELD.descriptions, EXPECTED)),
        )
    return weights


def _shared(case: Choosing) -> Choosing:
    """A choice is seen once in each reading that is learnt from, and counts once in all."""
    return replace(case, counts=case.counts / (READINGS - FIRST))


def _of_news_alone(learnt: Mapping[str, float]) -> dict[str, float]:
    return {name: one for name, one in learnt.items() if not name.endswith(_NOVEL)}


def main() -> None:
    """The command line."""
    command(__doc__.split("\n")[0], OUT, lambda data: learn(read_texts(data))._asdict())


if __name__ == "__main__":
    main()
