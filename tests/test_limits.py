"""The page of limits tells of mistakes that are made, and of none that are mended."""

from __future__ import annotations

import re

import pytest

import quotes
from benchmarks import limits

PAGE = limits.PAGE.read_text(encoding="utf-8")
EXAMPLES = list(limits.examples(PAGE))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text[:40])
def test_the_mistake_is_still_made(example: limits.Example, nlp) -> None:
    now = limits.reading(quotes.extract(example.text, nlp))
    assert not limits.same(now, example.right), (
        "read rightly now; python benchmarks/limits.py --write takes it off docs/limits.md"
    )


def test_the_page_says_what_is_wrong_of_every_example() -> None:
    assert len(EXAMPLES) >= 10
    assert not [one for one in EXAMPLES if limits.same(one.right, one.read_as)]


def test_the_shares_make_a_whole_and_lead_to_their_sections() -> None:
    shares = re.findall(r"^\|.*\| (\d+)% \|$", PAGE, re.MULTILINE)
    assert sum(map(int, shares)) == 100
    headings = re.findall(r"^## (.*)", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w ]", "", one.lower()).replace(" ", "-") for one in headings}
    links = re.findall(r"\]\(#([^)]*)\)", PAGE)
    assert links and set(links) <= anchors


def test_names_and_words_decide_not_marks_and_case() -> None:
    assert limits.same("Ada: We won. / nobody: “No!”", "ADA: “we won” / nobody: No")
    assert limits.same("", "")
    assert not limits.same("Ada: We won", "Ada Hill: We won")
    assert not limits.same("Ada: We won", "")
    assert not limits.same("Ada: one two", "Ada: one / Ada: two")


def test_mended_examples_leave_the_page_and_others_are_read_again() -> None:
    page = (
        f"# Title\n\n{limits._HEADING}\n{limits._RULE}\n"
        "| Ada won.<br>Ben said so. | Ben: Ada won | |\n"
        "| Ada lost. | nobody: Ada lost | Ada: lost |\n\n| other | table |\n"
    )
    found = quotes.AttributedQuotation("indirect", "Ada\nlost", (), None, None, 1.0)
    read = {"Ada won.\nBen said so.": [], "Ada lost.": [found]}
    new, mended = limits.reread(page, read.__getitem__)
    assert [one.text for one in mended] == ["Ada lost."]
    assert [one.read_as for one in limits.examples(new)] == [""]
    assert "Ada lost" not in new and "| other | table |" in new

    read["Ada won.\nBen said so."] = [found]
    new, _ = limits.reread(page, read.__getitem__)
    assert "| Ada won.<br>Ben said so. | Ben: Ada won | nobody: Ada lost |\n" in new
