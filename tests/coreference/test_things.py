"""What "it" and "they" stand for, of all the nouns before them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from coreferee.manager import CorefereeBroker
from spacy.tokens import Doc

from quotes.coreference.nouns import Noun, Nouns
from quotes.coreference.rules import DocumentRules, word_lists
from quotes.coreference.things import Antecedents, Option, antecedents, bundled, chosen
from quotes.language.attributes import attributes
from quotes.mentions.kinds import Pronoun
from quotes.tokens import Tokens

WORDS = word_lists()


@pytest.fixture
def parsed(analysed: Callable[[str], Doc]) -> Callable[[str], Doc]:
    """A text of ``parses.txt`` with what coreferee wants to know as well."""
    CorefereeBroker.set_extensions()

    def read(title: str) -> Doc:
        doc = analysed(title)
        for token in doc:
            token.pos_, morph = attributes(token.tag_, token.text, token.dep_)
            token.set_morph(morph)
        return doc

    return read


def found(
    doc: Doc, known: Antecedents | None = None, choose: Callable[..., Noun | None] = chosen
) -> dict[str, list[str]]:
    """The pronouns of a text, and the words that each is led to."""
    nouns = Nouns(Tokens.of(doc))
    rules = DocumentRules(nouns, WORDS, 100_000)
    rules.initialize(doc)
    led = antecedents(nouns, rules, known or {}, choose)
    return {doc[i].text: [doc[head].text for head in heads] for i, heads in led.items()}


def options(doc: Doc, known: Antecedents | None = None) -> dict[str, Mapping[str, list[str]]]:
    """What is said of each noun that a pronoun may stand for; of nothing, ``""``."""
    out: dict[str, Mapping[str, list[str]]] = {}

    def look(pronoun: Pronoun, options: Sequence[Option]) -> None:
        assert options[0].noun is None
        out[doc[pronoun.head].text] = {
            " ".join(doc[i].text for i in one.noun.heads) if one.noun else "": one.said
            for one in options
        }

    found(doc, known, look)
    return out


def test_it_is_one_thing_and_they_are_several(parsed) -> None:
    doc = parsed("the bridge and the banks")
    asked = options(doc)
    assert set(asked["It"]) == {"", "bridge"}
    assert "bridge banks" in asked["They"] and "bridge" not in asked["They"]
    assert "several, a noun" in asked["They"]["bridge banks"]


def test_a_person_is_nobodys_it(parsed) -> None:
    doc = parsed("Brandt and the bridge")
    assert set(options(doc)["It"]) == {"", "bridge"}


def test_a_pronoun_stands_for_the_noun_that_tells_most_for_it(parsed) -> None:
    doc = parsed("the bridge and the banks")
    assert found(doc)["They"] == ["bridge", "banks"]


def test_it_may_stand_for_nothing(parsed) -> None:
    doc = parsed("clear that she left")
    assert "nothing: stands for none" in options(doc)["It"][""]
    assert found(doc) == {}


@pytest.mark.parametrize("led", ["council", "bridge"])
def test_what_an_earlier_pronoun_stood_for_is_near(parsed: Callable[[str], Doc], led: str) -> None:
    doc = parsed("it sank")
    said: list[Mapping[str, list[str]]] = []

    def choose(pronoun: Pronoun, options: Sequence[Option]) -> Noun | None:
        by_name = {doc[one.noun.head].text: one for one in options if one.noun}
        said.append({name: one.said for name, one in by_name.items()})
        return by_name[led].noun

    found(doc, choose=choose)
    assert "last as a pronoun" in said[1][led]
    assert "subject of the sentence before" in said[1][led]


def test_nouns_stand_near(parsed) -> None:
    assert set(options(parsed("a bridge long ago"))["It"]) == {""}


def test_the_subject_behind_a_phrase_at_the_front_is_a_candidate(parsed) -> None:
    doc = parsed("its report")
    asked = options(doc)["its"]
    assert "behind it" in asked["council"]


def test_the_choice_of_who_can_speak_tells_for_him(parsed) -> None:
    doc = parsed("Brandt and the bridge")
    it = next(t.i for t in doc if t.text == "It")
    bridge = next(t.i for t in doc if t.text == "bridge")
    says = "whom it means of those who can speak"
    assert says in options(doc, {it: (bridge,)})["It"]["bridge"]
    assert says not in options(doc)["It"]["bridge"]


def test_persons_pronouns_are_taken_as_known(parsed) -> None:
    doc = parsed("the council met Brandt")
    she = next(t.i for t in doc if t.text == "She")
    assert found(doc) == {}
    assert found(doc, {she: (4,)}) == {"She": ["Brandt"]}


def test_nothing_is_chosen_where_it_is_much_likelier() -> None:
    noun, it = Noun(1, (), "bridge"), Pronoun(5, "singular", None, False)
    asked = [Option(None, ["nothing"]), Option(noun, ["near"])]
    assert chosen(it, asked, {"singular": {"near": -0.5}}) == noun
    assert chosen(it, asked, {"singular": {"near": -2.0}}) is None
    assert chosen(it, asked[:1], {"singular": {}}) is None


def test_the_bundled_weights_are_of_statements_that_are_made(parsed) -> None:
    made = {
        statement
        for title in ("the bridge and the banks", "it sank", "its report")
        for of_nouns in options(parsed(title)).values()
        for said in of_nouns.values()
        for statement in said
    }
    assert set(bundled()) == {"singular", "plural"}
    for weights in bundled().values():
        assert len(made & weights.keys()) > len(made) / 2
