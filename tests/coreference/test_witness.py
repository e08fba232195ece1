"""When a coreference component is asked, and what its answer is worth."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from spacy.tokens import Doc, Token

from quotes.coreference.witness import chained
from quotes.speakers.resolve import resolve


class Asked:
    """A witness that names one word, and remembers for whom it was asked."""

    def __init__(self, answer: int | None = None) -> None:
        self.answer = answer
        self.tokens: list[str] = []

    def about(self, doc: Doc):
        def witness(token: int) -> list[int]:
            if doc[token].tag_ == "PRP":
                self.tokens.append(doc[token].text)
            return [] if self.answer is None else [self.answer]

        return witness


def test_nobody_asks_about_names_and_clear_pronouns(analysed, quote):
    for example, source in (("surname", "Weiss"), ("pronoun", "she")):
        doc, asked = analysed(example), Asked()
        resolve(doc, [quote(doc, "We will open the gates,", source, "direct")], asked.about(doc))
        assert asked.tokens == []


def test_nobody_asks_about_a_pronoun_that_is_no_source(analysed, quote):
    doc, asked = analysed("named within"), Asked()
    resolve(doc, [], asked.about(doc))
    assert asked.tokens == []


def test_of_two_who_stand_out_alike_the_witness_chooses(analysed, quote):
    doc = analysed("two alike")
    grant = next(t.i for t in doc if t.text == "Grant")
    quotation = quote(doc, "the gates were open", "He")
    silent, telling = Asked(), Asked(grant)
    (alone,) = resolve(doc, [quotation], silent.about(doc))
    (told,) = resolve(doc, [quotation], telling.about(doc))
    assert silent.tokens[0] == telling.tokens[0] == "He"
    assert (alone.speaker.name, told.speaker.name) == ("Adam Stone", "Paul Grant")


@pytest.fixture
def extension():
    """Makes ``token._.coref_chains`` give what a function says, for one test."""
    before = Token.get_extension("coref_chains") if Token.has_extension("coref_chains") else None
    yield lambda getter: Token.set_extension("coref_chains", getter=getter, force=True)
    Token.remove_extension("coref_chains")
    if before is not None:  # the pipeline's own, for the tests that come after
        default, _, getter, setter = before
        options = {"getter": getter, "setter": setter} if getter else {"default": default}
        Token.set_extension("coref_chains", **options)


def test_chains_on_the_document_are_a_witness(analysed, quote, extension):
    doc = analysed("named within")
    he = next(t.i for t in doc if t.text == "he")
    stone = next(t.i for t in doc if t.text == "Stone" and t.i < he - 10)
    places = [[stone], [he - 1, he + 1], [he], [he + 2]]
    chain = SimpleNamespace(mentions=[SimpleNamespace(token_indexes=place) for place in places])
    extension(lambda token: [chain] if token.i == he else None)
    assert list(chained(doc)(he)) == [stone]
    assert list(chained(doc)(he + 1)) == []
    (told,) = resolve(doc, [quote(doc, "a friend,", "he", "direct")])
    assert told.speaker.name == "Adam Stone"


def test_a_document_without_chains_tells_nothing(analysed):
    doc = analysed("named within")
    assert [i for token in doc for i in chained(doc)(token.i)] == []
