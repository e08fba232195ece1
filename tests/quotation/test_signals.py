"""What is measured of an attribution."""

from __future__ import annotations

from math import log

import pytest
import spacy
from spacy.tokens import Doc

from quotes.quotation.link import Attribution, Linker
from quotes.quotation.passage import Passage
from quotes.quotation.roles import Roles, RoleSpan
from quotes.quotation.signals import NAMES, Contents, Surroundings, linking


@pytest.fixture(scope="module")
def doc() -> Doc:
    """``We agree, Ann Poe said. Bob Ray left.``"""
    words = "We agree , Ann Poe said . Bob Ray left .".split()
    spaces = [True, False, True, True, True, False, True, True, True, False, False]
    return Doc(
        spacy.blank("en").vocab,
        words=words,
        spaces=spaces,
        heads=[1, 5, 5, 4, 5, 5, 5, 8, 9, 9, 9],
        deps="nsubj ccomp punct compound nsubj ROOT punct compound nsubj ROOT punct".split(),
        tags="PRP VBP , NNP NNP VBD . NNP NNP VBD .".split(),
        pos="PRON VERB PUNCT PROPN PROPN VERB PUNCT PROPN PROPN VERB PUNCT".split(),
        lemmas="we agree , Ann Poe say . Bob Ray leave .".split(),
        sent_starts=[True] + [False] * 6 + [True] + [False] * 3,
    )


def span(doc: Doc, words: str, score: float) -> RoleSpan:
    start = doc.text.index(words)
    return RoleSpan(start, start + len(words), score)


def measured(doc: Doc, source: bool = True, cue: bool = True, double: bool = False):
    content = span(doc, "We agree", 0.9)
    said, ann, bob = span(doc, "said", 0.8), span(doc, "Ann Poe", 0.5), span(doc, "Bob Ray", 0.7)
    mine = Attribution((content,), said if cue else None, ann if source else None)
    all_ = [mine] + [Attribution((span(doc, "agree", 0.5),), None, None)] * double
    linker = Linker(Passage(doc, Roles((ann, bob), (said,), (content,)), []))
    found = linking(mine, "indirect", Surroundings(linker, Contents(all_), learned=True))
    return found, dict(found.signals)


def test_all_that_is_named_is_measured(doc: Doc):
    found, signals = measured(doc)
    assert list(signals) == list(NAMES)
    assert found.learned


def test_scores_become_log_odds(doc: Doc):
    signals = measured(doc)[1]
    assert signals["content"] == pytest.approx(log(9), abs=1e-4)
    assert signals["cue"] == pytest.approx(log(4), abs=1e-4)
    assert signals["source"] == 0.0


def test_syntax_and_distance(doc: Doc):
    signals = measured(doc)[1]
    assert (signals["speaks"], signals["subject"], signals["reported"]) == (1.0, 1.0, 1.0)
    assert signals["near source"] == 0.0, "no word between"
    # the two words of the name stand between
    assert signals["near cue"] == pytest.approx(-log(1 + 2), abs=1e-4)
    assert signals["length"] == pytest.approx(log(3), abs=1e-4)


def test_the_runner_up_is_the_other_source(doc: Doc):
    found, signals = measured(doc)
    assert found.other_source is not None and found.other_source.text == "Bob Ray"
    assert found.other_share is not None and 0 < found.other_share < 0.2
    assert signals["unrivalled"] == pytest.approx(1 - 2 * found.other_share, abs=0.01)


def test_what_is_missing_counts_as_nothing(doc: Doc):
    found, signals = measured(doc, source=False, cue=False)
    assert (signals["has cue"], signals["has source"]) == (0.0, 0.0)
    assert (signals["cue"], signals["source"], signals["subject"]) == (0.0, 0.0, 0.0)
    assert found.other_source is None and signals["unrivalled"] == 1.0


def test_quotations_that_share_words(doc: Doc):
    assert measured(doc)[1]["alone"] == 1.0
    assert measured(doc, double=True)[1]["alone"] == 0.0
