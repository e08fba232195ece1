"""What pages set off as blocks and posts is attributed to whom the page names."""

import pytest

import quotes
from quotes.articles.html import read_html

FILLING = "".join(
    f"<p>{line}</p>"
    for line in (
        "The harbour board of Port Ellery met on Tuesday to decide what becomes of the old pier.",
        "Nobody at the meeting could say what the repairs would cost, or who was to pay for them.",
        "The ferry company has promised to keep its winter timetable whatever the board decides.",
        "A vote is expected before the end of the month, once the engineers have sent a report.",
    )
    * 4
)


def speakers(markup: str) -> dict[str, str | None]:
    page = f"<html><body><article><div>{FILLING}{markup}{FILLING}</div></article></body></html>"
    found = quotes.extract(read_html(page.encode()).text)
    return {
        one.text: one.speaker.name if one.speaker else None for one in found if one.type == "direct"
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("markup", "said", "speaker"),
    [
        (
            "<p>Ada Marsh, who chairs the board, wrote in a letter:</p><blockquote><p>We will not"
            " wait another year.</p></blockquote>",
            "We will not wait another year.",
            "Ada Marsh",
        ),
        (
            '<blockquote class="twitter-tweet"><p lang="en">We will not wait another year.</p>'
            "&mdash; Ada Marsh (@adamarsh) <a href=#>March 3, 2020</a></blockquote>",
            "We will not wait another year.",
            "Ada Marsh",
        ),
        (
            '<div class="fb-post"><blockquote class="fb-xfbml-parse-ignore"><p>We will not wait'
            " another year.</p>Posted by <a href=#>Ellery Harbour Board</a> on <a href=#>3 March"
            " 2020</a></blockquote></div>",
            "We will not wait another year.",
            "Ellery Harbour Board",
        ),
        (
            "<p>Ada Marsh told the board: <q>We will not wait another year.</q></p>",
            "We will not wait another year.",
            "Ada Marsh",
        ),
        (
            "<p>&amp;ldquo;We will not wait another year,&amp;rdquo; said Ada Marsh.</p>",
            "We will not wait another year",
            "Ada Marsh",
        ),
    ],
    ids=["blockquote", "tweet", "facebook", "q", "entities"],
)
def test_speakers(markup: str, said: str, speaker: str) -> None:
    assert speakers(markup) == {said: speaker}
