"""Learns what "it" and "they" stand for: what the statements on nouns weigh.

    python -m training.things --data ../shared/data [--out quotes/coreference/things.json]

The bundled pipeline reads the train part of GUM's open tier, whose chains are
complete, of things as well as of persons. Each pronoun becomes one choice among
the nouns that agree with it and nothing (:mod:`quotes.coreference.things`). What
a pronoun stands for is a mention for those behind it: in the first reading what
is annotated, in the later ones what was learnt from the one before. To be made
again after ``training.choices``, whose answer is one of the statements.
Deterministic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc

from quotes.coreference.chains import Article
from quotes.coreference.nouns import Noun, Nouns
from quotes.coreference.rules import DocumentRules, Words, word_lists
from quotes.coreference.things import Option, antecedents, chosen
from quotes.language import load
from quotes.mentions.kinds import THIRD, Pronoun
from quotes.quotation import find
from training.coreference_corpora import ChainedText, Offsets, ontogum
from training.loglinear import Choosing, command, fit
from training.measure_coreference import NO_NAMES

OUT = Path(__file__).parents[1] / "quotes/coreference/things.json"
READINGS = 3
#: More comparisons than any text takes.
LIMIT = 10**9

#: Token of a pronoun -> what the nouns are called that it stands for; none where it is of nothing.
Right = Mapping[int, frozenset[str]]
Weights = Mapping[str, Mapping[str, float]]


class ReadText(NamedTuple):
    """A text as the pipeline reads it, and what its pronouns stand for."""

    doc: Doc
    article: Article
    right: Right


def right_of(text: ChainedText, doc: Doc, nouns: Nouns) -> Right:
    """What is annotated: each noun at the head of a mention of the pronoun's chain is right."""
    lower = nouns.tokens.lower
    token_at = {token.idx: token.i for token in doc}
    found = {i: frozenset[str]() for i, word in enumerate(lower) if word in THIRD}
    every = list(nouns)
    for chain in text.chains:
        named = [s for s in chain if text.text[slice(*s)].lower() not in NO_NAMES]
        for start, end in chain if named else ():
            word, token = text.text[start:end].lower(), token_at.get(start)
            if word in THIRD and token is not None:
                plural = THIRD[word][0] == "plural"
                keys = (n.key for s in named for n in _nouns_at(every, doc, s, plural))
                found[token] = frozenset(keys)
    return found


def _nouns_at(nouns: Sequence[Noun], doc: Doc, offsets: Offsets, plural: bool) -> Iterator[Noun]:
    """What a gold mention means: its head, an apposition, or the several that it joins."""
    span = doc.char_span(*offsets, alignment_mode="expand")
    if span is None:
        return
    root = span.root
    beside = {c.i for c in root.children if c.dep_ == "appos" and c.i < span.end}
    within = [noun for noun in nouns if span.start <= noun.head < span.end]
    joined = any(n.others and n.head == root.i and n.others[-1] < span.end for n in within)
    for noun in within:
        if noun.others:
            if noun.head == root.i and joined:
                yield noun
        elif (noun.head in beside or noun.head == root.i) and not (plural and joined):
            yield noun  # of several that are joined, "they" are all


def choices(text: ReadText, words: Words, weights: Weights | None) -> dict[str, list[Choosing]]:
    """The pronouns whose answer is known, by their number."""
    found: dict[str, list[Choosing]] = {"singular": [], "plural": []}
    nouns = text.article.nouns
    rules = DocumentRules(nouns, words, LIMIT)
    rules.initialize(text.doc)

    def choose(pronoun: Pronoun, options: Sequence[Option]) -> Noun | None:
        names = text.right.get(pronoun.head, frozenset())
        right = [one.noun is not None and one.noun.key in names for one in options]
        best = next((one.noun for one, good in zip(options, right, strict=True) if good), None)
        right[0] = best is None
        if len(options) > 1:
            said = tuple(tuple(one.said) for one in options)
            found[str(pronoun.number)].append(Choosing(said, tuple(right)))
        return best if weights is None else chosen(pronoun, options, weights)

    antecedents(nouns, rules, text.article.antecedents(), choose)
    return found


def learn(texts: Sequence[ReadText]) -> Weights:
    """The weight of each statement, by the number of the pronoun."""
    words = word_lists()
    weights: Weights | None = None
    cases: dict[str, list[Choosing]] = {}
    for reading in range(READINGS):
        if reading < 2:
            cases = {"singular": [], "plural": []}  # the first only found somewhere to begin
        for text in texts:
            for number, more in choices(text, words, weights).items():
                cases[number] += more
        weights = {number: fit(some) for number, some in cases.items()}
    assert weights is not None
    return weights


def read_texts(data: Path) -> list[ReadText]:
    """All texts to learn from, read by the bundled pipeline."""
    texts = ontogum(data, "train")
    out = []
    for doc, text in load().pipe(((text.text, text) for text in texts), as_tuples=True):
        article = Article.of(doc, find(doc))
        out.append(ReadText(doc, article, right_of(text, doc, article.nouns)))
    return out


def main() -> None:
    """The command line."""
    command(__doc__.split("\n")[0], OUT, lambda data: learn(read_texts(data)))


if __name__ == "__main__":
    main()
