"""Nexis and LexisNexis exports: split into articles, body only, each with its outlet and day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.articles.errors import ArticleError
from quotes.articles.formats.exports import split
from quotes.types import Article

COVER = """
Download Request: Select Items: 1-2
Time Of Request: Friday, January 12, 2024  16:51:31
Send To:
EXAMPLE UNIVERSITY LIBRARY

Terms: (bridge and mayor) and LENGTH: 100 words

"""
FIRST = """                               1 of 2 DOCUMENTS



                         The Example Times (London)

                            January 5, 2024 Friday
                                   Edition 1;
                               National Edition

Bridge opens after the flood;
Mayor promises an inquiry

BYLINE: By Jane Doe, Carl Roe jane.doe@times.example

SECTION: NEWS; Pg. 3

LENGTH: 120 words

DATELINE: NEWTON, Jan. 5

HIGHLIGHT: The bridge had been shut
for a year.


“It was time,” said Anna Holt, the mayor, on the bridge that had been closed
since last winter. Her deputy was less sure of it than she was, and he said
so.

SUBJECT: the first word of a paragraph that was in the letter from the mayor.

“We shall see,” he said.

GRAPHIC: Photo: Anna Holt on the bridge

LOAD-DATE: January 6, 2024

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                    Copyright 2024 Example Press Ltd
                              All Rights Reserved
"""
SECOND = """                               2 of 2 DOCUMENTS


                    Copyright 1996 The Herald Company
                          All Rights Reserved
                             The Example Herald

                     March 3, 1996, Sunday, Final Edition

SECTION: METRO; Pg. B1

LENGTH: 85 words

HEADLINE: No bridge for Newton

BYLINE: JOHN SMITH, STAFF WRITER

BODY:

   There will be no bridge, the council said. It had been promised for some ten
years.

   "Nobody asked us," a farmer said.

LOAD-DATE: March 4, 1996
"""
UNI = """
Date and Time: Friday, January 12, 2024 9:31:00 AM GMT
Job Number: 1
Documents (2)

1. Bridge opens after the flood
Client/Matter: -None-
Search Terms: bridge

2. No bridge for Newton
Client/Matter: -None-
Search Terms: bridge


Bridge opens after the flood
The Example Times (London)
January 5, 2024 Friday 9:20 AM GMT

Copyright 2024 Example Press Ltd All Rights Reserved

Section: NEWS; Version:2
Length: 120 words
Byline: Jane Doe in Newton
Highlight: The bridge had been shut.
Body


“It was time,” said Anna Holt, the mayor.

Notes from a friend: she was glad.

Graphic

Anna Holt on the bridge, Example Press

Classification


Language: ENGLISH

Publication-Type: Newspaper

Subject: MAYORS (90%); BRIDGES (78%)

Load-Date: January 6, 2024

End of Document

Page 2 of 3
No bridge for Newton

The Example Herald

5 March 1996 Tuesday

Copyright 1996 The Herald Company

Length: 85 words
Dateline: NEWTON

Body

There will be no bridge, the council said.

Load-Date: March 4, 1996

End of Document
Page 3 of 3
"""


def articles(text: str) -> list[Article]:
    found = split(text, "x.txt")
    assert found is not None
    return [one for one in found if isinstance(one, Article)]


def test_the_classic_form() -> None:
    first, second = articles(COVER + FIRST + SECOND)
    assert first.path == "x.txt#1"
    assert first.title == "Bridge opens after the flood; Mayor promises an inquiry"
    assert first.byline == "Jane Doe, Carl Roe"
    assert first.outlet == "The Example Times (London)"
    assert (first.published, first.place) == ("2024-01-05", "NEWTON")
    assert first.text == (
        "“It was time,” said Anna Holt, the mayor, on the bridge that had been closed since last "
        "winter. Her deputy was less sure of it than she was, and he said so.\n\n"
        "SUBJECT: the first word of a paragraph that was in the letter from the mayor.\n\n"
        "“We shall see,” he said."
    )
    assert second.title == "No bridge for Newton"
    assert second.outlet == "The Example Herald"
    assert second.published == "1996-03-03"
    assert second.byline == "JOHN SMITH, STAFF WRITER"
    assert second.text == (
        "There will be no bridge, the council said. It had been promised for some ten years.\n\n"
        '"Nobody asked us," a farmer said.'
    )


def test_line_ends_of_windows_and_lost_indents_change_nothing() -> None:
    text = COVER + FIRST + SECOND
    assert articles(text.replace("\n", "\r\n")) == articles(text)
    flat = "\n".join(line.strip() for line in text.splitlines())
    assert [one.outlet for one in articles(flat)] == [one.outlet for one in articles(text)]
    assert [one.text[:40] for one in articles(flat)] == [one.text[:40] for one in articles(text)]


def test_documents_without_their_numbers_are_told_by_their_labels() -> None:
    bare = "\n".join(line for line in (FIRST + SECOND).splitlines() if "DOCUMENTS" not in line)
    assert [one.outlet for one in articles(bare)] == [
        "The Example Times (London)",
        "The Example Herald",
    ]


def test_words_behind_the_label_of_the_body_are_kept() -> None:
    text = SECOND.replace("BODY:\n\n   There", "BODY: There")
    assert articles(text)[0].text.startswith("There will be no bridge")


def test_a_label_without_a_value_takes_nothing_of_the_body() -> None:
    text = SECOND.replace("BYLINE: JOHN SMITH, STAFF WRITER", "BYLINE:").replace("BODY:\n", "")
    read = articles(text)[0]
    assert read.byline is None
    assert read.text.startswith("There will be no bridge")


def test_long_lines_and_many_take_time_in_proportion() -> None:
    for text in ("A" * 300_000, " " * 300_000, "-" * 300_000, "LENGTH: 5 words\n" * 20_000):
        assert split(text, "x.txt") is None
    long = FIRST.replace("NEWTON, Jan. 5", "-" * 300_000).replace("By Jane Doe", "," * 300_000)
    assert len(articles(long + SECOND)) == 2


def test_the_form_of_nexis_uni() -> None:
    first, second = articles(UNI)
    assert first.title == "Bridge opens after the flood"
    assert (first.outlet, first.published) == ("The Example Times (London)", "2024-01-05")
    assert first.byline == "Jane Doe in Newton"
    assert first.text == (
        "“It was time,” said Anna Holt, the mayor.\n\nNotes from a friend: she was glad."
    )
    assert second.title == "No bridge for Newton"
    assert (second.outlet, second.published) == ("The Example Herald", "1996-03-05")
    assert (second.place, second.path) == ("NEWTON", "x.txt#2")
    assert second.text == "There will be no bridge, the council said."


def test_one_document_copied_from_the_screen() -> None:
    one = UNI[UNI.rindex("Bridge opens") : UNI.index("End of Document")]
    assert articles(one)[0].text.startswith("“It was time,”")


@pytest.mark.parametrize(
    "text",
    [
        COVER + FIRST + SECOND.replace("BODY:", "").split("   There")[0],
        UNI.replace("Body\n\nThere will be no bridge, the council said.\n", ""),
    ],
)
def test_a_document_without_a_body_is_named_and_the_others_go_on(text: str) -> None:
    found = split(text, "x.txt")
    assert found is not None
    first, second = found
    assert isinstance(first, Article)
    assert isinstance(second, ArticleError)
    assert second.path == "x.txt#2"
    assert "document 2 (“No bridge for Newton”)" in second.problem


@pytest.mark.parametrize(
    "text",
    [
        "The report had a line LENGTH: 512 words and that was it.\n\nNo more was said.",
        "LENGTH: 512 words\n\nBYLINE: none\n\n“It was a label,” she said.",
        "BODY: the word was written there.\n\nGRAPHIC: and another one.",
        "He was 1 of 25 DOCUMENTS\n\nwriters, he said.",
        "1 of 2 DOCUMENTS\n\nA first one.\n\n2 of 2 DOCUMENTS\n\nA second one.",
        "She said.\n\nBody\n\nIt was found.\n\nEnd of Document\n\nNo more.",
        "Jane Doe: The Body. The end of document was near.",
        "",
    ],
)
def test_a_text_that_only_mentions_labels_is_no_export(text: str) -> None:
    assert split(text, "x.txt") is None


@given(
    st.lists(
        st.sampled_from(
            [
                *(COVER + FIRST + SECOND + UNI).splitlines(),
                "End of Document",
                "HD",
                "LP",
                "Document EXTT000020240105ek150001x",
            ]
        ),
        max_size=60,
    )
)
def test_no_order_of_lines_breaks_it(lines: list[str]) -> None:
    for one in split("\n".join(lines), "x.txt") or ():
        assert isinstance(one, Article | ArticleError)
        assert not (isinstance(one, Article) and "LOAD-DATE: " in one.text[:10])
