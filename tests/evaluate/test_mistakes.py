"""The list of mistakes."""

import io

from quotes.evaluate.attributions import Attribution
from quotes.evaluate.comparison import Comparison
from quotes.evaluate.mistakes import Mistake, mistakes, write_mistakes

TEXT = "“We won,” said Ann\tLee. Bob Ray told us that it rained all day."


def span(words: str) -> tuple[tuple[int, int], ...]:
    return ((TEXT.index(words), TEXT.index(words) + len(words)),) if words else ()


def attribution(content: str, source: str, cue: str, **more: object) -> Attribution:
    spans = {"content": span(content), "source": span(source), "cue": span(cue)}
    return Attribution(spans, **more)  # type: ignore[arg-type]


WON = attribution(
    "“We won,”", "Ann\tLee", "said", speaker="Ann Lee", kind="person", resolved=True, identity="E1"
)
RAINED = attribution("that it rained all day", "Bob Ray", "told", identity="E2")


def found(gold: list[Attribution], predicted: list[Attribution]) -> list[Mistake]:
    return list(mistakes("x", TEXT, Comparison.of(TEXT, gold, predicted)))


def test_no_mistakes() -> None:
    right = attribution("We won", "Lee", "said", speaker="Lee", kind="person", label="direct")
    assert found([WON, RAINED], [right, RAINED]) == []


def test_missed_with_what_came_nearest() -> None:
    alone, near = found([WON, RAINED], [attribution("it rained", "", "")])[:2]
    assert (alone.what, alone.event, alone.type, alone.iou) == ("missed", "E1", "direct", "")
    assert (alone.gold_start, alone.gold_end, alone.gold_text) == ("0", "9", "“We won,”")
    assert alone.predicted_text == ""
    assert (near.what, near.event, near.predicted_text) == ("missed", "E2", "it rained")
    assert near.iou == "0.44"


def test_spurious() -> None:
    (one,) = found([], [attribution("Bob Ray", "", "", label="direct", confidence=0.25)])
    assert (one.what, one.type, one.predicted_type) == ("spurious", "indirect", "direct")
    assert (one.event, one.gold_text, one.confidence) == ("", "", "0.25")


def test_every_part_that_is_wrong_has_its_row() -> None:
    wrong = attribution("won", "Bob Ray", "told", speaker="Bob Ray", kind="person", label="mixed")
    rows = found([WON], [wrong])
    assert [row.what for row in rows] == ["boundary", "type", "cue", "source", "speaker wrong"]
    assert rows[-1].gold_speaker == "Ann Lee"
    assert rows[-1].predicted_speaker == "Bob Ray"


def test_speakers_that_are_missing_or_should_be() -> None:
    silent = attribution("“We won,”", "Ann\tLee", "said")
    assert [row.what for row in found([WON], [silent])] == ["speaker missing"]
    group = attribution("“We won,”", "Ann\tLee", "said", kind="group", resolved=True)
    named = attribution("“We won,”", "Ann\tLee", "said", speaker="Ann Lee", kind="person")
    assert [row.what for row in found([group], [named])] == ["named wrongly"]


def test_rows_are_in_the_order_of_the_text() -> None:
    rows = found([RAINED, WON], [attribution("said", "", "")])
    assert [row.gold_text or row.predicted_text for row in rows] == [
        "“We won,”",
        "said",
        "that it rained all day",
    ]


def test_a_row_is_one_line_whatever_stands_in_the_text() -> None:
    out = io.StringIO()
    write_mistakes(found([WON], []), out)
    heading, row, rest = out.getvalue().split("\n")
    assert rest == ""
    assert len(heading.split("\t")) == len(row.split("\t"))
    assert dict(zip(heading.split("\t"), row.split("\t"), strict=True))["gold_source"] == "Ann Lee"
