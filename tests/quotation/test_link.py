"""Which cue and source are chosen, and how sure the choice is."""

from __future__ import annotations

from math import exp, isfinite

import pytest
import spacy
from spacy.tokens import Doc

from quotes.quotation.evidence import (
    statements_on_cue,
    statements_on_no_cue,
    statements_on_no_source,
    statements_on_source,
)
from quotes.quotation.link import Linker, Weights, bundled, reachable
from quotes.quotation.marks import quoted
from quotes.quotation.passage import Passage
from quotes.quotation.roles import Roles, RoleSpan


@pytest.fixture(scope="module")
def doc() -> Doc:
    """``“We agree,” Ann Poe said. Bob Ray says no.``"""
    words = "“ We agree , ” Ann Poe said . Bob Ray says no .".split()
    spaces = [False, True, False, False, True, True, True, False, True, True, True, True]
    return Doc(
        spacy.blank("en").vocab,
        words=words,
        spaces=[*spaces, False, False],
        heads=[2, 2, 7, 2, 2, 6, 7, 7, 7, 10, 11, 11, 11, 11],
        deps="punct nsubj ccomp punct punct compound nsubj ROOT punct "
        "compound nsubj ROOT dobj punct".split(),
        tags="`` PRP VBP , '' NNP NNP VBD . NNP NNP VBZ UH .".split(),
        pos="PUNCT PRON VERB PUNCT PUNCT PROPN PROPN VERB PUNCT "
        "PROPN PROPN VERB INTJ PUNCT".split(),
        lemmas="“ we agree , ” Ann Poe say . Bob Ray say no .".split(),
        sent_starts=[True] + [False] * 8 + [True] + [False] * 4,
    )


def at(doc: Doc, words: str) -> RoleSpan:
    start = doc.text.index(words)
    return RoleSpan(start, start + len(words), 0.9)


def passage(doc: Doc) -> Passage:
    sources = at(doc, "Ann Poe"), at(doc, "Bob Ray")
    cues = at(doc, "said"), at(doc, "says")
    contents = at(doc, "“We agree,”"), at(doc, "no")
    return Passage(doc, Roles(sources, cues, contents), quoted(doc.text))


def test_statements_say_what_the_text_shows(doc: Doc):
    here = passage(doc)
    we, no = here.roles.contents
    said, says = here.roles.cues
    about = statements_on_cue(here, we, said)
    assert {"after quoted", "after quoted words 2", "after reported", "leads to"} <= set(about)
    assert "after quoted sentences 0" in about and "after speaks" in about
    assert {"before plain", "before plain words 0", "before object"} <= set(
        statements_on_cue(here, no, says)
    )
    assert "after other sentence" in statements_on_cue(here, we, says)
    assert "none quoted length 2" in statements_on_no_cue(here, we)
    assert "none quoted opens paragraph" in statements_on_no_cue(here, we)


def test_statements_on_sources(doc: Doc):
    here = passage(doc)
    ann, bob = here.roles.sources
    said = here.roles.cues[0]
    subject = here.subject(said)
    mine = statements_on_source(here, said, ann, subject)
    assert {"subject", "before words 0", "before noun", "nearest before 0 0"} <= set(mine)
    other = statements_on_source(here, said, bob, subject)
    assert "another is the subject" in other and "after sentences 1" in other
    assert "none subject is a source" in statements_on_no_source(here, said, subject)


def test_the_heaviest_statements_win_and_the_shares_are_those_of_a_softmax(doc: Doc):
    weights = Weights({"after quoted": 2.0, "none": 1.0}, {"subject": 3.0})
    linker = Linker(passage(doc), weights)
    we, no = linker.passage.roles.contents
    first, second, *_ = linker.cues(we)
    assert {first.span, second.span} == set(linker.passage.roles.cues)
    assert sum(choice.probability for choice in linker.cues(we)) == pytest.approx(1)
    assert first.probability == pytest.approx(exp(2) / (2 * exp(2) + exp(1)))
    assert linker.cues(no)[0].span is None, "having none weighs most"
    said = linker.passage.roles.cues[0]
    chosen = linker.sources(said)[0]
    assert chosen.span == linker.passage.roles.sources[0]
    assert chosen.probability == pytest.approx(exp(3) / (exp(3) + 1 + 1))


def test_the_bundled_weights_link_each_to_its_own(doc: Doc):
    found = [
        (a.contents[0], a.cue, a.source)
        for a in Linker(passage(doc)).link()
        if len(a.contents) == 1
    ]
    here = passage(doc).roles
    assert found == list(zip(here.contents, here.cues, here.sources, strict=True))


def test_a_cue_reaches_no_other_paragraph_unless_it_introduces_it():
    nlp = spacy.blank("en")

    def cues(text: str) -> list[RoleSpan]:
        doc = nlp(text)
        roles = Roles((), (at(doc, "said"),), (at(doc, "Taxes will rise."),))
        return reachable(Passage(doc, roles, ()), roles.contents[0])

    assert not cues("He said so.\n\nTaxes will rise.")
    assert cues("He said:\n\nTaxes will rise.")
    assert cues("He said so. Taxes will rise.")
    assert not cues("He said so.\n\nAda is at the gates:\n\nTaxes will rise.")


def test_plain_words_beside_quoted_ones_are_the_reporters():
    def links(text: str, *contents: str) -> list[list[str]]:
        doc = spacy.blank("en")(text)
        for token in doc:
            token.is_sent_start = token.i == 0
        roles = Roles((), (at(doc, "said"),), tuple(at(doc, one) for one in contents))
        always = Weights({"none": -9.0}, {})
        found = Linker(Passage(doc, roles, quoted(text)), always).link()
        return [[text[c.start : c.end] for c in a.contents] for a in found if a.cue]

    assert links("“We won,” she said, but Ray had left", "“We won,”", "but Ray had left") == [
        ["“We won,”"]
    ]
    news = "That will make news", "“I know it.”"
    assert links("That will make news, Poe said: “I know it.”", *news) == [["“I know it.”"]]
    assert links("That will make news, Poe said, “I know it.”", *news) == [list(news)]


def test_a_cue_whose_only_content_is_another_s_has_none():
    words = "Ann Poe said so . Bob Ray shrugged . “ Stop . ”".split()
    doc = Doc(
        spacy.blank("en").vocab,
        words=words,
        heads=[1, 2, 2, 2, 2, 6, 7, 7, 7, 10, 10, 10, 10],
        deps="compound nsubj ROOT advmod punct compound nsubj ROOT punct "
        "punct ROOT punct punct".split(),
        tags="NNP NNP VBD RB . NNP NNP VBD . `` VB . ''".split(),
        pos="PROPN PROPN VERB ADV PUNCT PROPN PROPN VERB PUNCT PUNCT VERB PUNCT PUNCT".split(),
        lemmas="Ann Poe say so . Bob Ray shrug . “ stop . ”".split(),
        sent_starts=[i in {0, 5, 9} for i in range(13)],
        ents=["B-PERSON", "I-PERSON", *["O"] * 3, "B-PERSON", "I-PERSON", *["O"] * 6],
    )
    roles = Roles((at(doc, "Ann Poe"),), (at(doc, "said"),), (at(doc, "“ Stop . ”"),))
    here = Passage(doc, roles, quoted(doc.text))
    weights = Weights({"none": -9.0}, {"none": 0.0})
    (content,) = roles.contents
    assert Linker(here, weights).cues(content)[0].span == roles.cues[0]
    (found,) = Linker(here, weights).link()
    assert found.contents == (content,) and found.cue is None


def test_a_text_without_cues_links_nothing(doc: Doc):
    content = at(doc, "no")
    (only,) = Linker(Passage(doc, Roles((), (), (content,)), ())).link()
    assert (only.contents, only.cue, only.source) == ((content,), None, None)


def test_the_bundled_weights_are_sound():
    weights = bundled()
    assert all(map(isfinite, [*weights.cue.values(), *weights.source.values()]))
    assert weights.cue["leads to"] > 0 and weights.source["subject"] > 0
