"""What the choice of whom a word means is learnt from."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

pytest.importorskip("scipy")

from quotes.coreference.memory import Weights
from training.annotations.placing import Placed
from training.annotations.reading import AnnotatedNews, Described
from training.choices import ReadText, _heads, _of_news, _of_novel, _pair, choices, learn
from training.coreference_corpora import PronounItem

WORDS = "Anna Weiss met Olive Grant . She waved .".split()


@pytest.fixture(scope="module")
def doc():
    return Doc(
        spacy.blank("en").vocab,
        words=WORDS,
        tags=["NNP", "NNP", "VBD", "NNP", "NNP", ".", "PRP", "VBD", "."],
        deps=["compound", "nsubj", "ROOT", "compound", "dobj", "punct", "nsubj", "ROOT", "punct"],
        heads=[1, 2, 2, 4, 2, 2, 7, 7, 7],
        lemmas=[word.lower() for word in WORDS],
        ents=["B-PERSON", "I-PERSON", "O", "B-PERSON", "I-PERSON", "O", "O", "O", "O"],
        sent_starts=[True, False, False, False, False, False, True, False, False],
    )


def at(words: str) -> tuple[int, int]:
    start = " ".join(WORDS).index(words)
    return start, start + len(words)


NOTHING = Weights({}, {})


def text(doc: Doc, *chains, **more) -> ReadText:
    return ReadText(doc, _heads(doc, chains), more.get("asked"), 1.0)


def test_the_chain_tells_which_candidate_is_right(doc):
    (case,) = choices(text(doc, (at("Anna Weiss"), at("She"))), NOTHING).pronouns
    nearest, farther = case.statements
    assert "object, now subject" in nearest and "subject, now subject" in farther
    assert case.right == (False, True)
    (other,) = choices(text(doc, (at("Olive Grant"), at("She"))), NOTHING).pronouns
    assert other.right == (True, False)


def test_nothing_is_learnt_where_nobody_found_is_right_or_nobody_asked(doc):
    assert choices(text(doc, (at("met"), at("She"))), NOTHING).pronouns == []
    chain = (at("Anna Weiss"), at("She"))
    assert choices(text(doc, chain, asked=frozenset()), NOTHING).pronouns == []
    assert len(choices(text(doc, chain, asked=frozenset({6})), NOTHING).pronouns) == 1


def test_a_pair_of_names(doc):
    item = PronounItem("x", doc.text, at("She"), at("Anna Weiss"), at("Olive Grant"), False, True)
    assert _heads(doc, _pair(item)) == {4: 0, 6: 0, 1: 1}


def test_what_is_right_gains_weight(doc):
    weights = learn([text(doc, (at("Anna Weiss"), at("She")))] * 20).pronouns
    assert weights["subject, now subject"] > 0 > weights["object, now subject"]
    assert weights["was asked"] == 1.6  # held


def test_who_spoke_last_is_learnt_apart_in_novels(doc):
    assert _of_novel("quoted last") != "quoted last"
    assert _of_novel("quoted by name") == "quoted by name"
    novel = ReadText(doc, _heads(doc, [(at("Anna Weiss"), at("She"))]), None, 1.0, novel=True)
    assert not any("novel" in name for name in learn([novel] * 20).pronouns)


# ------------------------------------------------------------------ descriptions

PLACED = "Anna Weiss , a senator , met Olive Grant . The senator waved .".split()


@pytest.fixture(scope="module")
def placed():
    return Doc(
        spacy.blank("en").vocab,
        words=PLACED,
        tags="NNP NNP , DT NN , VBD NNP NNP . DT NN VBD .".split(),
        deps=(
            "compound nsubj punct det appos punct ROOT compound dobj punct det nsubj ROOT punct"
        ).split(),
        heads=[1, 6, 1, 4, 1, 1, 6, 8, 6, 6, 11, 12, 12, 12],
        lemmas=[word.lower() for word in PLACED],
        ents="B-PERSON I-PERSON O O O O O B-PERSON I-PERSON O O O O O".split(),
        sent_starts=[i in (0, 10) for i in range(14)],
    )


def in_placed(words: str) -> tuple[int, int]:
    start = " ".join(PLACED).index(words)
    return start, start + len(words)


def described(doc: Doc, *chains) -> ReadText:
    return ReadText(doc, _heads(doc, chains), frozenset({11}), 1.0)


def test_whom_a_description_means_is_learnt_from_its_chain(placed):
    chain = (in_placed("Anna Weiss"), in_placed("The senator"))
    (case,) = choices(described(placed, chain), NOTHING).descriptions
    new, *others = case.statements
    assert "somebody new" in new and case.right[0] is False
    right = others[case.right.index(True) - 1]
    assert "title, and no more is said" in right
    assert sum(case.right) == 1


def test_whoever_is_in_no_chain_is_somebody_new(placed):
    (case,) = choices(described(placed, (in_placed("Anna Weiss"),)), NOTHING).descriptions
    assert case.right[0] is True and not any(case.right[1:])


def test_an_antecedent_that_is_no_candidate_teaches_nothing(placed):
    chain = (in_placed("waved"), in_placed("The senator"))
    earlier = (in_placed("met"), in_placed("The senator"))
    assert choices(described(placed, earlier), NOTHING).descriptions == []
    assert len(choices(described(placed, chain), NOTHING).descriptions) == 1


@pytest.mark.parametrize(("how", "asked"), [("nominal", {11}), ("name", set())])
def test_a_source_that_has_the_name_in_it_is_not_learnt_from(placed, how, asked):
    source = in_placed("The senator")
    one = Placed(((0, 4),), None, source, "statement", "Anna Weiss", "person", how, "")
    read = _of_news(placed, AnnotatedNews("x", "Europe", " ".join(PLACED), (one,)))
    assert read.asked == asked
    assert {read.chains[1], read.chains[11]} == {0}  # they are in one chain all the same


@pytest.mark.parametrize("name", ["Anna Weiss", ""])
def test_whom_a_description_means_that_is_no_source_is_learnt_as_well(placed, name):
    start, end = in_placed("The senator")
    told = Described(start + len("The "), end, name)
    read = _of_news(placed, AnnotatedNews("x", "", " ".join(PLACED), (), (told,)))
    (case,) = choices(read, NOTHING).descriptions
    assert case.right[0] is (not name)


def test_a_choice_counts_once_however_often_it_is_read(doc, monkeypatch):
    told: list[float] = []

    def fitted(cases, *_):
        told.append(sum(case.counts for case in cases))
        return {}

    monkeypatch.setattr("training.choices.fit", fitted)
    learn([text(doc, (at("Anna Weiss"), at("She")))])
    assert told[-2] == pytest.approx(1.0)  # of pronouns, after the last reading


def test_several_who_are_named_together_are_one_mention(placed):
    words = "Anna Weiss and Olive Grant left .".split()
    doc = Doc(
        spacy.blank("en").vocab,
        words=words,
        tags="NNP NNP CC NNP NNP VBD .".split(),
        pos="PROPN PROPN CCONJ PROPN PROPN VERB PUNCT".split(),
        deps="compound nsubj cc compound conj ROOT punct".split(),
        heads=[1, 5, 1, 4, 1, 5, 5],
    )
    both, one = (0, len("Anna Weiss and Olive Grant")), (0, len("Anna Weiss"))
    assert _heads(doc, [(both,), (one,)]) == {2: 0, 1: 1}
