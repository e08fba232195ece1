"""Measures coreference chains on texts that they were not learnt from.

    python -m training.measure_coreference [--pipeline PATH] --data ../shared/data

Reads the corpora with the pipeline at PATH (the bundled one when it is left
out) and chains them. Prints a table to standard error and JSON to standard
output. Of what chooses the antecedents, that of persons' pronouns was learnt
from GUM's train and dev parts and LitBank too, that of others from GUM's train part.
Three measures:

**Coreferee's own**, as its documentation reports it: of the pronouns that stand
in a chain and for which its rules allow a marked antecedent, the share whose
chain has that antecedent (:class:`ChainScore`).

**Antecedents of pronouns** (:class:`AntecedentScore`). A *gold* pronoun is a
mention that is nothing but a third-person pronoun (personal, possessive or
reflexive; see :data:`GROUPS`) in a chain that also has a mention that is no
pronoun. A pronoun of the text is *resolved* when it stands in one of our
chains that has a mention that is no pronoun; the nearest of those before it,
or else the nearest after it, is its antecedent. It is *right* when the head
of the antecedent (of a coordination, from the first head to the last) lies in
a mention that is no pronoun of the same gold chain. Precision is right of
resolved, whether the gold chains know the pronoun or not: an ``it`` of the
weather that is resolved counts against it. Recall is right of gold; F1 is of
the two. ``head_f1`` is stricter: the head must be the head of the gold
mention in our own parse. The interval is of F1: 95%, of 1,000 samples of the
documents with replacement.

**GAP's**: each of two names is in the pronoun's chain or not.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from coreferee.data_model import Mention
from coreferee.lang.en.language_specific_rules import LanguageSpecificRulesAnalyzer
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

import quotes.language
import quotes.language.encoder  # its factory, in a checkout that is not installed
from quotes.coreference.component import QuotesCoreference
from quotes.coreference.rules import Words, word_lists
from training.coreference_corpora import (
    ChainedText,
    Offsets,
    PronounItem,
    gap,
    gum,
    litbank,
    ontogum,
    parcorfull_news,
)

SEED = 0
SAMPLES = 1_000

THIRD_PERSON = {
    "he, she": "he him his himself she her hers herself",
    "they": "they them their theirs themselves themself",
    "it": "it its itself",
}
OTHER_PERSONS = (
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves ’s 's"
)
#: Third-person pronouns by group.
GROUPS = {word: group for group, words in THIRD_PERSON.items() for word in words.split()}
_RELATIVES = "who whom whose which that this these those one each other another"
#: What is no name and no description: a mention of one of these words does not say who is meant.
NO_NAMES = {*GROUPS, *OTHER_PERSONS.split(), *_RELATIVES.split()}


def litbank_parts(data: Path) -> tuple[list[ChainedText], list[ChainedText], list[ChainedText]]:
    """LitBank for training, tuning and measuring: 70, 10 and 20 novels by a fixed shuffle."""
    novels = litbank(data)
    random.Random(SEED).shuffle(novels)
    tenth = len(novels) // 10
    return novels[3 * tenth :], novels[2 * tenth : 3 * tenth], novels[: 2 * tenth]


# ------------------------------------------------------------------ coreferee's own measure


@dataclass(frozen=True, slots=True)
class Link:
    """A pronoun, by its token, and the tokens of the mention that it stands for."""

    pronoun: int
    antecedent: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChainScore:
    """Of the pronouns whose antecedent coreferee's rules allow.

    ``accuracy`` is coreferee's own measure: the share, of those that are in a
    chain, whose antecedent is in it. ``recall`` is the share of all of them.
    """

    pronouns: int
    accuracy: float
    recall: float


def marked_links(doc: Doc, text: ChainedText, words: Words) -> list[Link]:
    """What each pronoun stands for: the nearest mention before it in its gold chain.

    A pronoun with no candidate before it takes the nearest one after it.
    Candidates are those of coreferee's rules, which are run on the Doc.
    """
    rules = LanguageSpecificRulesAnalyzer()
    vars(rules).update(words)
    rules.initialize(doc)
    links = []
    for chain in text.chains:
        mentions = [m for span in chain if (m := _mention(doc, rules, span)) is not None]
        for mention in mentions:
            token = doc[mention.root_index]
            candidates = getattr(token._.coref_chains, "temp_potential_referreds", ())
            same = [m for m in candidates if m in mentions and m.root_index != token.i]
            before = [m for m in same if m.root_index < token.i]
            if same:
                nearest = max if before else min
                right = nearest(before or same, key=lambda m: (m.root_index, len(m)))
                links.append(Link(token.i, tuple(right.token_indexes)))
    return links


def _mention(doc: Doc, rules: LanguageSpecificRulesAnalyzer, offsets: Offsets) -> Mention | None:
    """Coreferee's mention at a pair of offsets; None if its rules see none there."""
    span = doc.char_span(*offsets, alignment_mode="expand")
    if span is None:
        return None
    root = span.root
    if not (rules.is_independent_noun(root) or rules.is_potential_anaphor(root)):
        return None
    siblings = root._.coref_chains.temp_dependent_siblings
    return Mention(root, bool(siblings) and siblings[-1].i < span.end)


def score_chains(documents: Iterable[tuple[Doc, Sequence[Link]]]) -> ChainScore:
    """Looks for the marked links of each annotated Doc in its chains."""
    pronouns = right = wrong = 0
    for doc, links in documents:
        for link in links:
            pronouns += 1
            for chain in doc[link.pronoun]._.coref_chains:
                members = [tuple(mention) for mention in chain]
                if (link.pronoun,) in members:
                    right += link.antecedent in members
                    wrong += link.antecedent not in members
    return ChainScore(
        pronouns, round(right / max(right + wrong, 1), 4), round(right / max(pronouns, 1), 4)
    )


# ------------------------------------------------------------------ antecedents of pronouns


@dataclass(frozen=True, slots=True)
class Resolved:
    """A pronoun and the head of its antecedent, as offsets of the text."""

    pronoun: Offsets
    antecedent: Offsets


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pronouns; they add up."""

    right: int = 0
    at_head: int = 0
    resolved: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right,
            self.at_head + other.at_head,
            self.resolved + other.resolved,
            self.gold + other.gold,
        )

    @property
    def f1(self) -> float:
        return 2 * self.right / max(self.resolved + self.gold, 1)

    @property
    def head_f1(self) -> float:
        return 2 * self.at_head / max(self.resolved + self.gold, 1)


@dataclass(frozen=True, slots=True)
class AntecedentScore:
    """See the module."""

    documents: int
    gold: int
    resolved: int
    right: int
    precision: float
    recall: float
    f1: float
    head_f1: float
    interval: tuple[float, float]
    groups: dict[str, dict[str, float]]


def resolutions(doc: Doc) -> list[Resolved]:
    """The pronouns of an annotated Doc and where its chains lead them."""
    found = []
    for token in doc:
        antecedent = _antecedent(token) if token.lower_ in GROUPS else None
        if antecedent is not None:
            found.append(Resolved((token.idx, token.idx + len(token)), antecedent))
    return found


def _antecedent(pronoun: Token) -> Offsets | None:
    doc = pronoun.doc
    mentions = [
        sorted(mention)
        for chain in pronoun._.coref_chains
        if any(list(mention) == [pronoun.i] for mention in chain)
        for mention in chain
        if len(mention) > 1 or doc[mention.root_index].lower_ not in NO_NAMES
    ]
    if not mentions:
        return None
    before = [mention for mention in mentions if mention[0] < pronoun.i]
    heads = max(before) if before else min(mentions)
    return doc[heads[0]].idx, doc[heads[-1]].idx + len(doc[heads[-1]])


def count(
    text: ChainedText, found: Iterable[Resolved], is_head: Callable[[Offsets, Offsets], bool]
) -> dict[str, Counts]:
    """Holds what was found against the gold chains, by group of pronoun.

    ``is_head(antecedent, mention)`` says whether a head is the head of a mention.
    """
    nominal: dict[Offsets, list[Offsets]] = {}
    counts = dict.fromkeys((*THIRD_PERSON, "other persons"), Counts())
    for chain in text.chains:
        named = [span for span in chain if text.text[slice(*span)].lower() not in NO_NAMES]
        for span in chain if named else ():
            word = text.text[slice(*span)].lower()
            if word in GROUPS:
                nominal[span] = named
                counts[GROUPS[word]] += Counts(gold=1)
            elif word in NO_NAMES and word in OTHER_PERSONS.split():
                counts["other persons"] += Counts(gold=1)
    for item in found:
        around = [m for m in nominal.get(item.pronoun, ()) if _lies_in(item.antecedent, m)]
        counts[GROUPS[text.text[slice(*item.pronoun)].lower()]] += Counts(
            right=bool(around),
            at_head=any(is_head(item.antecedent, mention) for mention in around),
            resolved=1,
        )
    return counts


def _lies_in(inner: Offsets, outer: Offsets) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def count_document(doc: Doc, text: ChainedText) -> dict[str, Counts]:
    """:func:`count` for an annotated Doc of the text."""

    def is_head(antecedent: Offsets, mention: Offsets) -> bool:
        span = doc.char_span(*mention, alignment_mode="expand")
        return span is not None and span.root.idx == antecedent[0]

    return count(text, resolutions(doc), is_head)


def score_antecedents(documents: Sequence[Mapping[str, Counts]]) -> AntecedentScore:
    """Sums up documents; third person alone makes the figures over all groups."""
    each = [sum((counts[group] for group in THIRD_PERSON), Counts()) for counts in documents]
    total = sum(each, Counts())
    groups = {
        group: sum((counts[group] for counts in documents), Counts())
        for group in (*THIRD_PERSON, "other persons")
    }
    return AntecedentScore(
        documents=len(each),
        gold=total.gold,
        resolved=total.resolved,
        right=total.right,
        precision=round(total.right / max(total.resolved, 1), 4),
        recall=round(total.right / max(total.gold, 1), 4),
        f1=round(total.f1, 4),
        head_f1=round(total.head_f1, 4),
        interval=_interval(each),
        groups={
            group: {
                "gold": counts.gold,
                "precision": round(counts.right / max(counts.resolved, 1), 4),
                "recall": round(counts.right / max(counts.gold, 1), 4),
                "f1": round(counts.f1, 4),
            }
            for group, counts in groups.items()
        },
    )


def _interval(documents: Sequence[Counts]) -> tuple[float, float]:
    if not documents:
        return 0.0, 0.0
    table = np.array([(c.right, c.resolved + c.gold) for c in documents], dtype=float)
    picks = np.random.default_rng(SEED).integers(len(table), size=(SAMPLES, len(table)))
    right, both = table[picks].sum(axis=1).T
    low, high = np.percentile(2 * right / np.maximum(both, 1), (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)


# ------------------------------------------------------------------ GAP's measure


@dataclass(frozen=True, slots=True)
class PronounScore:
    """GAP's measure: each of two names is in the pronoun's chain or not."""

    passages: int
    precision: float
    recall: float
    f1: float
    f1_feminine: float
    f1_masculine: float


def score_pronouns(documents: Iterable[tuple[Doc, PronounItem]]) -> PronounScore:
    """Looks in the chains of each annotated Doc for the two names of its passage."""
    counts = {True: np.zeros(3), False: np.zeros(3)}  # hit, found, true; by gender
    passages = 0
    for doc, item in documents:
        passages += 1
        chained = {
            index
            for i in tokens_at(doc, item.pronoun)
            for chain in doc[i]._.coref_chains
            for mention in chain
            for index in mention.token_indexes
        }
        for offsets, truth in ((item.first, item.is_first), (item.second, item.is_second)):
            found = not chained.isdisjoint(tokens_at(doc, offsets))
            counts[item.feminine] += (found and truth, found, truth)

    def f1(hit: float, found: float, true: float) -> float:
        return round(float(2 * hit / max(found + true, 1)), 4)

    hit, found, true = counts[True] + counts[False]
    return PronounScore(
        passages,
        round(float(hit / max(found, 1)), 4),
        round(float(hit / max(true, 1)), 4),
        f1(hit, found, true),
        f1(*counts[True]),
        f1(*counts[False]),
    )


def tokens_at(doc: Doc, offsets: Offsets) -> range:
    """The tokens that touch a pair of offsets."""
    span: Span | None = doc.char_span(*offsets, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)


# ------------------------------------------------------------------ all of them


def chained(
    nlp: Language, component: QuotesCoreference, texts: Iterable[ChainedText]
) -> Iterator[tuple[Doc, ChainedText]]:
    for doc, text in nlp.pipe(((text.text, text) for text in texts), as_tuples=True):
        yield component(doc), text


def measure(
    nlp: Language, component: QuotesCoreference, data: Path, *, seen: bool = True
) -> dict[str, Any]:
    """All figures by name of corpus; those on texts of the training with ``seen`` alone."""
    words = word_lists()

    def own(texts: Iterable[ChainedText]) -> Iterator[tuple[Doc, list[Link]]]:
        for doc, text in nlp.pipe(((text.text, text) for text in texts), as_tuples=True):
            links = marked_links(doc, text, words)
            yield component(doc), links

    def passages(items: Iterable[PronounItem]) -> Iterator[tuple[Doc, PronounItem]]:
        for doc, item in nlp.pipe(((item.text, item) for item in items), as_tuples=True):
            yield component(doc), item

    def antecedents(texts: Iterable[ChainedText]) -> list[dict[str, Counts]]:
        return [count_document(doc, text) for doc, text in chained(nlp, component, texts)]

    def of_gum(split: str) -> tuple[list[dict[str, Counts]], list[dict[str, Counts]]]:
        """By OntoNotes' guidelines, and by GUM's own."""
        own_chains = {text.name: text for text in gum(data, split)}
        found = list(chained(nlp, component, news(data, split)))
        return (
            [count_document(doc, text) for doc, text in found],
            [count_document(doc, own_chains[text.name]) for doc, text in found],
        )

    *_, novels = litbank_parts(data)
    dev, test = of_gum("dev"), of_gum("test")
    scores: dict[str, Any] = {
        "litbank": asdict(score_chains(own(novels))),
        "gum_open_test": asdict(score_chains(own(gum(data, "test")))),
        "gap_test": asdict(score_pronouns(passages(gap(data, "test")))),
        "news_pronouns_gum_dev": asdict(score_antecedents(dev[0])),
        "news_pronouns_gum_test": asdict(score_antecedents(test[0])),
        "news_pronouns_gum_dev_test": asdict(score_antecedents([*dev[0], *test[0]])),
        "news_pronouns_gum_own_dev_test": asdict(score_antecedents([*dev[1], *test[1]])),
        "news_pronouns_parcorfull": asdict(score_antecedents(antecedents(parcorfull_news(data)))),
    }
    if seen:
        scores["news_pronouns_gum_train"] = asdict(score_antecedents(of_gum("train")[0]))
    return scores


def news(data: Path, split: str) -> list[ChainedText]:
    """The news and interviews of a split of GUM's open tier, with chains as OntoNotes has them."""
    return [text for text in ontogum(data, split) if text.name.split("_")[1] in NEWS]


NEWS = {"news", "interview"}


def table(scores: Mapping[str, Any]) -> str:
    """The scores as lines for people."""
    lines = ["coreferee's own measure       pronouns  accuracy  recall"]
    for name in ("litbank", "gum_open_test"):
        s = scores[name]
        lines.append(f"  {name:28}{s['pronouns']:8}{s['accuracy']:10.1%}{s['recall']:8.1%}")
    s = scores["gap_test"]
    lines.append(
        f"GAP test: F1 {s['f1']:.1%} (precision {s['precision']:.1%}, recall {s['recall']:.1%}; "
        f"feminine {s['f1_feminine']:.1%}, masculine {s['f1_masculine']:.1%})"
    )
    lines.append(
        "antecedents of pronouns           gold       P       R      F1  head F1  95% of F1"
    )
    for name, s in scores.items():
        if not name.startswith("news_pronouns_"):
            continue
        low, high = s["interval"]
        seen = "  (in the training)" if name.endswith("_train") else ""
        lines.append(
            f"  {name.removeprefix('news_pronouns_'):28}{s['gold']:8}{s['precision']:8.1%}"
            f"{s['recall']:8.1%}{s['f1']:8.1%}{s['head_f1']:9.1%}  {low:.1%} to {high:.1%}{seen}"
        )
        for group, g in s["groups"].items():
            lines.append(
                f"    {group:26}{g['gold']:8}{g['precision']:8.1%}{g['recall']:8.1%}{g['f1']:8.1%}"
            )
    return "\n".join(lines)


def sentence_level(path: Path | None) -> Language:
    """The pipeline at a path, or the bundled one, without what stands after the lemmas."""
    if path is None:
        return quotes.language.load()
    return spacy.load(path, exclude=["quotes_quotations", "quotes_coreference", "quotes_speakers"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pipeline", type=Path, help="folder of a pipeline; else the bundled one")
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    options = parser.parse_args()

    component = QuotesCoreference(only_where_needed=False)
    scores = measure(sentence_level(options.pipeline), component, options.data)
    print(table(scores), file=sys.stderr)
    print(json.dumps(scores, indent=2))


if __name__ == "__main__":
    main()
