"""The measures of coreference, on examples counted by hand; and the readers of their corpora."""

from __future__ import annotations

import pytest
import spacy
from coreferee.data_model import Chain, ChainHolder, Mention
from coreferee.manager import CorefereeBroker
from spacy.tokens import Doc

from training.coreference_corpora import (
    ChainedText,
    PronounItem,
    _from_conllu,
    _from_parcorfull,
)
from training.measure_coreference import (
    Counts,
    Link,
    Resolved,
    count,
    count_document,
    resolutions,
    score_antecedents,
    score_chains,
    score_pronouns,
)

TEXT = "Maria Lopez met Tom. She thanked him. It rained on them."


def at(words: str, text: str = TEXT, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


GOLD = ChainedText(
    "gold", TEXT, ((at("Maria Lopez"), at("She")), (at("Tom"), at("him")), (at("them"),))
)


def never(*_: object) -> bool:
    return False


@pytest.fixture
def doc() -> Doc:
    CorefereeBroker.set_extensions()
    doc = spacy.blank("en")(TEXT)
    for place in (doc, *doc):
        place._.coref_chains = ChainHolder()
        place._.coref_chains.temp_dependent_siblings = []
    return doc


def chain(doc: Doc, *mentions: list[int]) -> None:
    """Puts one chain on a Doc, of mentions by the indexes of their heads."""
    made = []
    for heads in mentions:
        mention = Mention(doc[heads[0]], False)
        mention.token_indexes = heads
        made.append(mention)
    one = Chain(made, 0)
    doc._.coref_chains.chains.append(one)
    for index in {index for heads in mentions for index in heads}:
        doc[index]._.coref_chains.chains.append(one)


# ------------------------------------------------------------------ antecedents of pronouns


def test_right_wrong_and_beside_the_gold() -> None:
    found = [
        Resolved(at("She"), at("Lopez")),  # the head lies in the mention
        Resolved(at("him"), at("Lopez")),  # someone else
        Resolved(at("It"), at("Tom")),  # in no chain
        Resolved(at("them"), at("Tom")),  # in a chain that names nobody
    ]
    counts = count(GOLD, found, lambda head, mention: head[1] == mention[1])
    assert counts["he, she"] == Counts(right=1, at_head=1, resolved=2, gold=2)
    assert counts["it"] == Counts(resolved=1)
    assert counts["they"] == Counts(resolved=1)
    score = score_antecedents([counts])
    assert (score.gold, score.resolved, score.right) == (2, 4, 1)
    assert (score.precision, score.recall, score.f1) == (0.25, 0.5, 0.3333)


def test_a_head_in_the_mention_need_not_be_its_head() -> None:
    counts = count(GOLD, [Resolved(at("She"), at("Maria"))], never)
    assert counts["he, she"] == Counts(right=1, at_head=0, resolved=1, gold=2)


def test_a_pronoun_is_no_antecedent() -> None:
    text = "He said he ate. Tom slept. He woke."
    chain = (at("He", text), at("he", text), at("Tom", text), at("He", text, 1))
    found = [Resolved(at("He", text, 1), at("he", text))]
    counts = count(ChainedText("t", text, (chain,)), found, never)["he, she"]
    assert counts == Counts(right=0, resolved=1, gold=3)


def test_other_persons_stand_apart() -> None:
    text = "Tom said I won."
    gold = ChainedText("t", text, ((at("Tom", text), at("I", text)),))
    counts = count(gold, [], never)
    assert counts["other persons"] == Counts(gold=1)
    score = score_antecedents([counts])
    assert score.gold == 0 and score.groups["other persons"]["gold"] == 1


def test_the_interval_is_that_of_the_documents() -> None:
    good = {**count(GOLD, [], never), "he, she": Counts(2, 2, 2, 2)}
    bad = {**good, "he, she": Counts(0, 0, 2, 2)}
    assert score_antecedents([good] * 5).interval == (1.0, 1.0)
    low, high = score_antecedents([good] * 6 + [bad] * 2).interval
    assert low < 0.75 < high
    assert score_antecedents([]).interval == (0.0, 0.0)


def test_the_nearest_name_before_is_the_antecedent(doc: Doc) -> None:
    chain(doc, [1], [5], [9])  # Lopez, She, It
    assert resolutions(doc) == [
        Resolved(at("She"), at("Lopez")),
        Resolved(at("It"), at("Lopez")),
    ]


def test_a_name_after_will_do_and_a_pair_reaches_from_head_to_head(doc: Doc) -> None:
    chain(doc, [1, 3], [12])  # Lopez … Tom, them
    chain(doc, [5], [7])  # pronouns alone
    assert resolutions(doc) == [Resolved(at("them"), at("Lopez met Tom"))]
    doc._.coref_chains.chains.clear()
    for token in doc:
        token._.coref_chains.chains.clear()
    chain(doc, [0], [3])
    chain(doc, [9], [12])
    assert resolutions(doc) == []


def test_a_document_is_counted_by_its_own_parse(doc: Doc) -> None:
    chain(doc, [1], [5])
    for token in doc:  # no parse: the first word of a span is its root
        token.head = token
    counts = count_document(doc, GOLD)["he, she"]
    assert counts == Counts(right=1, at_head=0, resolved=1, gold=2)


# ------------------------------------------------------------------ the other measures


def test_links_are_looked_for_in_the_chains(doc: Doc) -> None:
    chain(doc, [1], [5])
    links = [Link(5, (1,)), Link(5, (3,)), Link(7, (3,))]
    score = score_chains([(doc, links)])
    assert (score.pronouns, score.accuracy, score.recall) == (3, 0.5, 0.3333)


def test_gap_asks_for_each_of_two_names(doc: Doc) -> None:
    chain(doc, [1], [5])
    item = PronounItem("p", TEXT, at("She"), at("Maria Lopez"), at("Tom"), True, False)
    other = PronounItem("q", TEXT, at("him"), at("Maria Lopez"), at("Tom"), False, True)
    score = score_pronouns([(doc, item), (doc, other)])
    assert (score.passages, score.precision, score.recall) == (2, 1.0, 0.5)
    assert (score.f1_feminine, score.f1_masculine) == (1.0, 0.0)


# ------------------------------------------------------------------ corpora


def test_chains_of_conllu_stand_at_their_words() -> None:
    def row(number: str, form: str, misc: str) -> str:
        return "\t".join((number, form, *"______", "_", misc))

    lines = [
        "# newpar",
        row("1-2", "Tom's", "_"),
        row("1", "Tom", "Entity=(1-person-new-1-coref)"),
        row("2", "'s", "_"),
        row("3", "dog", "Entity=(2-animal-new"),
        row("4", "slept", "SpaceAfter=No"),
        row("5", ".", "Entity=2)"),
        "# newpar",
        row("1", "He", "Entity=(1-person-giv-1-ana)(2-animal)"),
    ]
    text = _from_conllu("t", lines)
    assert text.text == "Tom's dog slept.\n\nHe"
    shown = [[text.text[slice(*span)] for span in spans] for spans in text.chains]
    assert shown == [["Tom", "He"], ["dog slept.", "He"]]


def test_sentences_of_parcorfull_end_and_headlines_stand_alone() -> None:
    record = {
        "id": "news/1",
        "tokens": ["Bank", "opens", "``", "It", "ca", "n't", "wait", ".", "''", "They", "left"],
        "sentences": [[0, 2], [2, 9], [9, 11]],
        "mentions": [
            {"coref_class": "a", "mention": "np", "spans": [[0, 1]]},
            {"coref_class": "a", "mention": "pronoun", "spans": [[3, 4]]},
            {"coref_class": "a", "mention": "clause", "spans": [[9, 11]]},
            {"mention": "np", "spans": [[9, 10]]},
        ],
    }
    text = _from_parcorfull(record)
    assert text.text == "Bank opens\n\n“It can't wait.” They left"
    assert [[text.text[slice(*s)] for s in c] for c in text.chains] == [["Bank", "It"]]
