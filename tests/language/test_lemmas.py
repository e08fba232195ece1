"""The lemmas are spaCy's, however they are come by."""

from __future__ import annotations

import pickle

import pytest
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.tokens import Doc

WORDS = (
    "He saw saws , and SAW the best men saying it ; Saw said : “ better ones ” \n\n He saws ."
).split(" ")
TAGS = (
    "PRON VERB NOUN PUNCT CCONJ VERB DET ADJ NOUN VERB PRON PUNCT PROPN VERB PUNCT PUNCT ADJ NOUN "
    "PUNCT SPACE PRON VERB PUNCT".split()
)
MORPHS = {1: "Tense=Past|VerbForm=Fin", 2: "Number=Plur", 7: "Degree=Sup", 8: "Number=Plur"}


def tagged(vocab, lemmas=None) -> Doc:
    morphs = [MORPHS.get(i, "") for i in range(len(WORDS))]
    return Doc(vocab, words=WORDS, pos=TAGS, morphs=morphs, lemmas=lemmas)


@pytest.fixture(scope="module")
def lemmatizer(nlp):
    return nlp.get_pipe("quotes_lemmatizer")


def test_the_lemmas_are_spacys(nlp, lemmatizer):
    official = EnglishLemmatizer(nlp.vocab, None, mode="rule")
    official.initialize(lookups=lemmatizer.lookups)
    expected = [token.lemma_ for token in official(tagged(nlp.vocab))]
    assert [token.lemma_ for token in lemmatizer(tagged(nlp.vocab))] == expected
    assert [token.lemma_ for token in lemmatizer(tagged(nlp.vocab))] == expected, "once more"
    assert expected[1:3] == ["see", "saw"] and expected[8:10] == ["man", "say"]


def test_lemmas_that_a_text_has_are_kept(nlp, lemmatizer):
    given = ["mine"] + [""] * (len(WORDS) - 1)
    found = [token.lemma_ for token in lemmatizer(tagged(nlp.vocab, given))]
    assert found[0] == "mine" and found[1] == "see"


def test_an_empty_text(nlp, lemmatizer):
    assert len(lemmatizer(Doc(nlp.vocab))) == 0


def test_it_can_be_sent_to_other_processes(lemmatizer):
    again = pickle.loads(pickle.dumps(lemmatizer))
    assert [token.lemma_ for token in again(tagged(again.vocab))][1] == "see"
