"""Who is the source of a cue in the passive."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import quotes
from quotes.quotation.link import Attribution
from quotes.quotation.passage import Passage
from quotes.quotation.roles import Roles, RoleSpan
from quotes.quotation.sources_by_syntax import with_subject

VOCAB = spacy.blank("en").vocab
_POS = {"V": "VERB", "N": "NOUN", "P": "PRON", "J": "ADJ"}


def source_of(text: str, cue: tuple[int, int], source: tuple[int, int] | None) -> str | None:
    """The source as it is found by the syntax; tokens are ``word|tag|head|dependency|lemma``."""
    parts = [item.split("|") for item in text.split()]
    words, tags, heads, deps, lemmas = zip(*(p[:5] for p in parts), strict=True)
    pos = [
        "AUX" if dep.startswith("aux") else _POS.get(tag[0], "X")
        for tag, dep in zip(tags, deps, strict=True)
    ]
    doc = Doc(
        VOCAB, words, tags=tags, pos=pos, heads=list(map(int, heads)), deps=deps, lemmas=lemmas
    )

    def span(first: int, last: int) -> RoleSpan:
        return RoleSpan(doc[first:last].start_char, doc[first:last].end_char, 0.9)

    seen = None if source is None else span(*source)
    cues, content = span(*cue), span(cue[1], len(doc))
    passage = Passage(doc, Roles((seen,) if seen else (), (cues,), (content,)), ())
    found = with_subject(passage, Attribution((content,), cues, seen)).source
    return None if found is None else doc.text[found.start : found.end]


CONSIDERED = (
    "The|DT|1|det|the bridge|NN|3|nsubjpass|bridge is|VBZ|3|auxpass|be {0}|VBN|3|ROOT|{1} "
    "safe|JJ|3|oprd|safe"
)


@pytest.mark.parametrize("verb", ["considered consider", "deemed deem", "told tell"])
@pytest.mark.parametrize("seen", [(0, 2), None])
def test_of_whom_it_is_said_is_no_source(verb, seen):
    assert source_of(CONSIDERED.format(*verb.split()), (2, 4), seen) is None


def test_what_is_said_in_another_clause_before_the_passive_is_no_source():
    text = (
        "The|DT|1|det|the efforts|NNS|2|nsubj|effort failed|VBD|2|ROOT|fail and|CC|2|cc|and "
        "ships|NNS|6|nsubjpass|ship were|VBD|6|auxpass|be known|VBN|2|conj|know "
        "to|TO|8|aux|to sail|VB|6|xcomp|sail"
    )
    assert source_of(text, (5, 7), (0, 2)) is None


@pytest.mark.parametrize("verb", ["quoted quote", "surprised surprise", "filmed film"])
def test_who_is_quoted_or_feels_is_the_source(verb):
    assert source_of(CONSIDERED.format(*verb.split()), (2, 4), (0, 2)) == "The bridge"


def test_another_that_the_encoder_saw_stays():
    text = (
        "The|DT|1|det|the plan|NN|3|nsubjpass|plan was|VBD|3|auxpass|be rejected|VBN|3|ROOT|reject "
        "by|IN|3|agent|by critics|NNS|4|pobj|critic as|IN|3|prep|as late|JJ|6|amod|late"
    )
    assert source_of(text, (2, 5), (5, 6)) == "critics"


def test_whose_verb_of_thinking_stands_behind_the_passive_is_the_source():
    text = (
        "Many|NNS|3|nsubjpass|many have|VBP|3|aux|have been|VBN|3|auxpass|be left|VBN|3|ROOT|leave "
        "wondering|VBG|3|xcomp|wonder why|WRB|4|ccomp|why"
    )
    assert source_of(text, (1, 5), (0, 1)) == "Many"


FOLLOWED = (
    "They|PRP|2|nsubjpass|they were|VBD|2|auxpass|be followed|VBN|2|ROOT|follow and|CC|2|cc|and "
    "{}|VBD|2|conj|{} "
)


@pytest.mark.parametrize(
    ("verb", "behind", "source"),
    [
        ("ordered", "to|TO|6|aux|to leave|VB|4|xcomp|leave", None),
        ("ordered", "a|DT|6|det|a round|NN|4|dobj|round", "They"),
        ("claimed", "they|PRP|6|nsubj|they won|VBD|4|ccomp|win", "They"),
    ],
)
def test_a_passive_may_be_that_of_the_verb_before(verb, behind, source):
    text = FOLLOWED.format(verb, verb) + behind
    assert source_of(text, (4, 5), (0, 1)) == source


def test_in_the_active_the_subject_is_the_source():
    text = "The|DT|1|det|the port|NN|2|nsubj|port considers|VBZ|2|ROOT|consider it|PRP|2|dobj|it"
    assert source_of(text, (2, 3), None) == "The port"


HEARD = (
    "The|DT|1|det|the board|NN|2|nsubj|board heard|VBD|2|ROOT|hear {} that|IN|{}|mark|that "
    "it|PRP|{}|nsubj|it rained|VBD|2|ccomp|rain"
)


def test_who_hears_it_is_no_source():
    assert source_of(HEARD.format("today|NN|2|npadvmod|today", 6, 6), (2, 3), (0, 2)) is None


def test_from_whom_one_hears_it_is_the_source(nlp: Language) -> None:
    (found,) = quotes.extract("The board heard from Ada Hill that the fund was empty.", nlp)
    assert str(found.speaker) == "Ada Hill"


def test_a_participle_behind_who_said_it_is_of_the_same_source(nlp: Language) -> None:
    text = (
        "Army bases would be closed, the Harbor Ministry said, expressing its wish to comply with"
        " the law."
    )
    assert [str(one.speaker) for one in quotes.extract(text, nlp)] == ["Harbor Ministry"] * 2


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("In response to claims that the old bridge was unsafe, Ada Hill laughed.", None),
        ("Mayor Ada Hill resigned after reports that she had closed the old bridge.", None),
        (
            "Mayor Ada Hill resigned after the announcement by Governor Bo Marsh that the old "
            "bridge was unsafe.",
            "Bo Marsh",
        ),
        ("Mayor Ada Hill repeated the claim that the old bridge was unsafe.", "Ada Hill"),
    ],
)
def test_what_others_say_is_not_whoever_answers_it(text: str, speaker: str | None) -> None:
    (found,) = quotes.extract(text, act="all")
    assert (found.speaker and found.speaker.name) == speaker
