"""What is quoted by somebody else is the quoted one's."""

from __future__ import annotations

import pytest

from quotes.quotation import find


def told(nlp, text):
    """Words and source of each quotation."""
    return [(q.text, q.source and q.source.text) for q in find(nlp(text))]


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        ("The Courier quoted Ada Hill as saying “I am done.”", "I am done.", "Ada Hill"),
        (
            "Hill was quoted by the BBC as saying that the report was wrong.",
            "that the report was wrong",
            "Hill",
        ),
        ("“I am not going,” Ada Hill was quoted as saying.", "I am not going", "Ada Hill"),
        ("“I am not going,” the agency quoted her as saying.", "I am not going", "her"),
        ("Grant is reported to have said that he was tired.", "that he was tired", "Grant"),
        ("“You are a liar,” Hill can be heard telling Grant.", "You are a liar", "Hill"),
        ("A video shows Peter Marsh shouting “Get out!”", "Get out!", "Peter Marsh"),
        (
            "According to the Courier, Ada Hill said that the gate was shut.",
            "that the gate was shut",
            "Ada Hill",
        ),
        (
            "According to the agency, the port's director, Ben Marsh, said the “gate” was shut.",
            "the “gate” was shut",
            "the port's director, Ben Marsh",
        ),
        (
            "“Who shut the gate?” Ada Hill said at a fair on Monday, according to the Courier.",
            "Who shut the gate?",
            "Ada Hill",
        ),
    ],
)
def test_the_words_are_whose_they_are(nlp, text, words, source):
    found = told(nlp, text)
    assert (words, source) in found
    assert {one for _, one in found} == {source}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The Courier said that Ada Hill was done.", "The Courier"),
        ("The report said that Hill was seen at the gates.", "The report"),
        ("A video shows that Hill said no to the plan.", "A video"),
    ],
)
def test_who_only_reports_it_is_the_source(nlp, text, source):
    assert [one for _, one in told(nlp, text)][:1] == [source]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Courier, citing two people familiar with it, reported that it was off.", []),
        ("The Courier quoted Ada Hill, the mayor, and two aides.", []),
        ("Hill cited a lack of engineers and the price of steel.", ["a lack of engineers"]),
        (
            "Hill cited engineers who had warned that the dam was weak.",
            ["engineers who had warned"],
        ),
    ],
)
def test_who_is_cited_is_none_of_the_words(nlp, text, words):
    found = [one for one, _ in told(nlp, text) if one != "that it was off"]
    assert len(found) == len(words)
    assert all(one.startswith(begin) for one, begin in zip(found, words, strict=True))
