import pytest
import spacy

from quotes.language.tokenizer import part_glued_words


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ('over,"Katie said', ["over", ",", '"', "Katie", "said"]),
        ("over,”Katie said", ["over", ",", "”", "Katie", "said"]),
        ("over!”After that", ["over", "!", "”", "After", "that"]),
        ("said,“Look", ["said", ",", "“", "Look"]),
        ('for 5."We know', ["for", "5", ".", '"', "We", "know"]),
        ("“safe”—Hill said", ["“", "safe", "”", "—", "Hill", "said"]),
        ("budget—“does not", ["budget", "—", "“", "does", "not"]),
        ("“Go!”–she", ["“", "Go", "!", "”", "–", "she"]),
        ('"Over," he said.', ['"', "Over", ",", '"', "he", "said", "."]),
        ("12,500 at 6'2\" and U.S. troops", ["12,500", "at", "6'2", '"', "and", "U.S.", "troops"]),
    ],
)
def test_a_lost_space_after_a_mark_parts_the_words(text, tokens):
    nlp = spacy.blank("en")
    part_glued_words(nlp)
    doc = nlp(text)
    assert [token.text for token in doc] == tokens
    assert doc.text == text


def test_plain_text_is_read_as_ever():
    nlp, plain = spacy.blank("en"), spacy.blank("en")
    part_glued_words(nlp)
    text = "He didn't say \"no\"; e.g. the well-known (and 1,200-page) report of 3.4.2020. It's it."
    assert [token.text for token in nlp(text)] == [token.text for token in plain(text)]
