"""What "it" and "they" are learnt from: what is annotated, and the choices that it makes."""

from __future__ import annotations

import pytest
import spacy
from coreferee.manager import CorefereeBroker
from spacy.tokens import Doc

from quotes.coreference.chains import Article
from quotes.coreference.nouns import Nouns
from quotes.coreference.rules import word_lists
from quotes.tokens import Tokens
from training.coreference_corpora import ChainedText
from training.things import ReadText, choices, learn, right_of

TEXT = "Bridges fell on Roe and Bell . They broke . They swam ."
BRIDGES, ROE_AND_BELL, FIRST, SECOND = (0, 7), (16, 28), (31, 35), (44, 48)


@pytest.fixture(scope="module")
def doc() -> Doc:
    CorefereeBroker.set_extensions()
    they = "Case=Nom|Number=Plur|Person=3|PronType=Prs"
    none = [""] * 7
    return Doc(
        spacy.blank("en").vocab,
        words=TEXT.split(),
        tags="NNS VBD IN NNP CC NNP . PRP VBD . PRP VBD .".split(),
        pos="NOUN VERB ADP PROPN CCONJ PROPN PUNCT PRON VERB PUNCT PRON VERB PUNCT".split(),
        morphs=["Number=Plur", *none[1:], they, "", "", they, "", ""],
        deps="nsubj ROOT prep pobj cc conj punct nsubj ROOT punct nsubj ROOT punct".split(),
        heads=[1, 1, 1, 2, 3, 3, 1, 8, 8, 8, 11, 11, 11],
        lemmas=TEXT.lower().split(),
        sent_starts=[i in {0, 7, 10} for i in range(13)],
    )


def read(doc: Doc, *chains: tuple[tuple[int, int], ...]) -> ReadText:
    article = Article.of(doc, [])
    return ReadText(doc, article, right_of(ChainedText("t", TEXT, chains), doc, article.nouns))


def test_each_noun_of_the_chain_is_right_and_several_count_together(doc: Doc) -> None:
    nouns = Nouns(Tokens.of(doc))
    text = ChainedText("t", TEXT, ((BRIDGES, FIRST), (ROE_AND_BELL, SECOND)))
    assert right_of(text, doc, nouns) == {7: {"bridges"}, 10: {"roe+bell"}}


def test_a_pronoun_in_no_chain_stands_for_nothing(doc: Doc) -> None:
    found = choices(read(doc, (BRIDGES, FIRST)), word_lists(), None)
    first, second = found["plural"]
    assert found["singular"] == []
    assert first.right.count(True) == 1 and not first.right[0]
    assert second.right[0] and second.right.count(True) == 1
    assert "nothing" in second.statements[0]


def test_what_is_always_right_is_learnt(doc: Doc) -> None:
    weights = learn([read(doc, (BRIDGES, FIRST, SECOND))] * 8)
    plural = weights["plural"]
    assert plural["nothing"] < 0 < plural["plural, a noun"]
    assert learn([read(doc, (BRIDGES, FIRST, SECOND))] * 8) == weights
