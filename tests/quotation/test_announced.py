"""What announces quoted words, and whose verb a participle is."""

from __future__ import annotations

import pytest

from quotes.quotation import find
from quotes.quotation.finding import passage_of
from quotes.quotation.index import SpanIndex
from quotes.quotation.marks import quoted
from quotes.quotation.proposals import _stopped
from quotes.quotation.roles import Roles, RoleSpan


def told(nlp, text):
    """Words, cue and source of each quotation."""
    return [(q.text, q.cue and q.cue.text, q.source and q.source.text) for q in find(nlp(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("says, “Don’t you do it,” until they are gone.", "“Don’t you do it,”"),
        ("says: “Don’t you do it,” until they are gone.", "“Don’t you do it,”"),
        ("calls it “a deal,” and a bad one.", "“a deal,” and a bad one"),
    ],
)
def test_a_comma_ends_a_quoted_sentence_that_was_announced(text, words):
    start = text.index("“")
    content = RoleSpan(start, len(text) - 1, 0.9)
    end = _stopped(text, content, SpanIndex(quoted(text))).end
    assert text[start:end] == words


def test_who_was_asked_did_not_ask(nlp):
    for text in (
        "Asked whether she trusted the figures, Ada Hill said: “No. Do you?”",
        "Asked if he agreed with the court, Ben Marsh laughed. “I’m not a judge,” he said.",
    ):
        found = told(nlp, text)
        assert "Asked" in {cue for _, cue, _ in found}
        for _, cue, source in found:
            assert cue != "Asked" or source is None


def test_a_plain_clause_before_an_announced_sentence_is_the_reporters(nlp):
    found = told(nlp, "Asked to describe the device, Ada Hill said, “Not going to go into that.”")
    assert ("Not going to go into that.", "said", "Ada Hill") in found


def test_what_a_colon_announces_is_no_part_of_the_sentence_before(nlp):
    text = (
        "When my father mentioned the devil, I laughed and said, “I don’t believe in him.” He "
        "became so upset that I had to change my answer: “Of course I believe in him.”"
    )
    found = [words for words, _, _ in told(nlp, text)]
    assert "I don’t believe in him." in found
    assert not any("…" in words for words in found)


def test_the_words_of_somebody_are_his_who_posted_them(nlp):
    text = "The trumpeter Marcus Hale left a wreath on the stage with the words: “Save me a seat.”"
    ((words, cue, source),) = told(nlp, text)
    assert (words, cue) == ("Save me a seat.", "the words")
    assert "Marcus Hale" in source


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        (
            "Weiss said the fall of the party is due to greed, vowing to end it.",
            "to end it",
            "vowing",
            "Weiss",
        ),
        (
            "Weiss said the engineer had resigned on Monday, citing the cost of the bridge.",
            "the cost of the bridge",
            "citing",
            "the engineer",
        ),
    ],
)
def test_a_participle_behind_what_somebody_said(nlp, text, content, cue, source):
    def at(words):
        start = text.index(words)
        return RoleSpan(start, start + len(words), 0.9)

    said = text[text.index("the") : text.index(",")]
    roles = Roles((at("Weiss"),), (at("said"), at(cue)), (at(said), at(content)))
    found = {q.text: q.source.text for q in find(nlp(text), roles)}
    assert found == {said: "Weiss", content: source}


@pytest.mark.parametrize(
    ("text", "content", "taken", "source"),
    [
        ("The party led by Ada Hill said it would fight.", "it would fight", "Hill", "The party"),
        ("The union that Grant leads said it would go.", "it would go", "Grant leads", "The union"),
        ("The man, who Hill said was ill, was not.", "was ill", "Hill", "Hill"),
        ("A singer, Ada Hill, said that it was late.", "that it was late", "Hill", "Hill"),
    ],
)
def test_a_name_in_a_clause_of_the_source_is_not_it(nlp, text, content, taken, source):
    def at(words):
        start = text.index(words)
        return RoleSpan(start, start + len(words), 0.9)

    roles = Roles((at(taken),), (at("said"),), (at(content),))
    (found,) = find(nlp(text), roles)
    assert found.source is not None and found.source.text == source


def test_what_the_same_one_answers_is_not_his(nlp):
    text = "“I did not,” he said. “Then who did?” “Ask her,” he said, pointing at the door."
    found = told(nlp, text)
    assert ("I did not", "said", "he") in found
    assert ("Then who did?", None, None) in found
    goes_on = "“I did not,” he said. “I was in Oslo.” “You were not,” said Ada Hill."
    assert any(
        "I was in Oslo." in words and source == "he" for words, _, source in told(nlp, goes_on)
    )


@pytest.mark.parametrize("ends", ["\n\n", "\r\n\r\n"])
def test_words_below_a_colon_are_announced_however_lines_end(nlp, ends):
    text = f"Ada Hill, who owns the pier, said on Monday:{ends}“We open in May. Nobody pays.”"
    passage = passage_of(nlp(text))
    (cue,), (content,) = passage.roles.cues, passage.roles.contents
    assert passage.introduces(cue, content)
