"""Annotations: words found again as offsets, files well formed, parts kept apart."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from training import roles
from training.acts import READ
from training.annotations.placing import ACTS, HOWS, KINDS, SheetError, paragraphs, place
from training.annotations.reading import (
    DESCRIPTIONS,
    FILE,
    NEWSPAPERS,
    AnnotatedNews,
    Part,
    part_of,
    to_row,
)
from training.annotations.texts import gum_part, names, read_text
from training.raw_text import RESERVED, RESERVED_NEWSPAPERS

TEXT = (
    "Anna Brandt met the press.\n\n"
    "“The dam holds,” she said. “It will hold in May, and in June,” she said.\n\n"
    "She did not say when."
)


def line(**changed: Any) -> dict[str, Any]:
    return {
        "p": 2,
        "content": ["“The dam holds,”"],
        "cue": "said",
        "source": "she",
        "act": "statement",
        "speaker": "Anna Brandt",
        "kind": "person",
        "how": "pronoun",
        **changed,
    }


def words(span: tuple[int, int] | None) -> str:
    assert span is not None
    return TEXT[slice(*span)]


def test_words_are_joined_to_a_text_where_a_corpus_has_no_other(tmp_path: Path) -> None:
    (tmp_path / "gmb").mkdir()
    words = [
        "Brandt",
        "'s",
        "dam",
        "(",
        "dry",
        ")",
        "was",
        '"',
        "safe",
        '"',
        ",",
        "she",
        "said",
        ".",
    ]
    rows = "\n".join(f"{word}\tNN\tO" for word in words)
    with gzip.open(tmp_path / "gmb/gmb_kaggle.iob2.gz", "wt", encoding="utf-8") as file:
        file.write("\n\n".join([rows] * 30))
    first, second = names("gmb", tmp_path)
    lines = read_text(first, tmp_path).split("\n")
    assert (first, len(lines)) == ("gmb/0", 20)
    assert set(lines) == {'Brandt\'s dam (dry) was "safe", she said.'}
    assert len(read_text(second, tmp_path).split("\n")) == 8  # the last twentieth measures


def test_paragraphs_are_lines_that_are_not_blank() -> None:
    assert [TEXT[a:b][:4] for a, b in paragraphs(TEXT)] == ["Anna", "“The", "She "]


def test_words_are_found_again() -> None:
    placed = place(TEXT, line())
    assert [words(span) for span in placed.content] == ["“The dam holds,”"]
    assert words(placed.cue) == "said" and placed.cue == (
        TEXT.index("said"),
        TEXT.index("said") + 4,
    )


def test_first_and_last_words_stand_for_a_long_content() -> None:
    placed = place(TEXT, line(content=["“It will ~~ June,”"]))
    assert words(placed.content[0]) == "“It will hold in May, and in June,”"


def test_a_side_can_be_told() -> None:
    second = ["“It will ~~ June,”"]
    assert place(TEXT, line(content=second, source="<she")).source == (
        TEXT.index("she"),
        TEXT.index("she") + 3,
    )
    assert place(TEXT, line(content=second, source=">she")).source == (
        TEXT.rindex("she"),
        TEXT.rindex("she") + 3,
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"p": 9}, "no paragraph 9"),
        ({"content": ["“The bridge”"]}, "not in its paragraph"),
        ({"content": ["“The dam ~~ July"]}, "does not end"),
        ({"cue": "shouted"}, "not near"),
        ({"speaker": "Anna Brand"}, None),
        ({"speaker": "Olga Brandt"}, "not in the text"),
        ({"act": "thought"}, "act is"),
        ({"kind": "woman"}, "kind is"),
        ({"how": "guess"}, "how is"),
    ],
)
def test_what_does_not_fit_is_told(changed: dict[str, Any], message: str | None) -> None:
    if message is None:  # part of a name that is there
        assert place(TEXT, line(**changed)).speaker == "Anna Brand"
        return
    with pytest.raises(SheetError, match=message):
        place(TEXT, line(**changed))


def test_rows_keep_what_was_placed() -> None:
    row = to_row("invented/1", "Europe", TEXT, [place(TEXT, line())])
    assert json.loads(json.dumps(row))["attributions"][0][3:] == [
        "statement",
        "Anna Brandt",
        "person",
        "pronoun",
        "",
    ]


def rows(file: Path = FILE) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("file", "more"), [(FILE, set()), (NEWSPAPERS, {"part"})])
def test_the_files_are_well_formed_and_hold_no_text(file: Path, more: set[str]) -> None:
    for row in rows(file):
        assert set(row) == {"name", "sha256", "region", "attributions"} | more
        for content, cue, source, act, speaker, kind, how, note in row["attributions"]:
            assert content and all(0 <= start < end for start, end in content)
            assert all(span is None or 0 <= span[0] < span[1] for span in (cue, source))
            assert act in ACTS and kind in KINDS and how in HOWS
            assert len(speaker) < 200 and len(note) < 200
            assert kind not in ("person", "organization") or speaker


def test_records_that_were_read_are_of_the_training_part() -> None:
    read = rows(READ)
    assert len({row["name"] for row in read}) == len(read)
    for row in read:
        assert part_of(row["name"]) == "train" and row["name"].startswith(("gmb/", "releases/"))
        for content, *_, act, speaker, kind, how, note in row["attributions"]:
            assert content and act in ACTS and not (speaker or kind or how or note)


def test_examined_texts_are_not_among_them() -> None:
    read = {row["name"] for row in rows()}
    assert len(read) == len(rows())
    assert read.isdisjoint(f"wikinews/{number}" for number in RESERVED)


def test_newspapers_are_measured_on_and_never_learnt_from() -> None:
    read = {row["name"] for row in rows(NEWSPAPERS)}
    assert len(read) == len(rows(NEWSPAPERS))
    assert read.isdisjoint(f"newspapers/{name}" for name in RESERVED_NEWSPAPERS)
    assert {row["part"] for row in rows(NEWSPAPERS)} == {"dev", "test"}


def test_texts_of_newspapers_are_as_they_stand_and_without_what_is_examined(tmp_path: Path) -> None:
    folder = tmp_path / "worldwide_newswire"
    folder.mkdir()
    words = "Anna Brandt left.\r\n\r\n“Why?” she asked.\n".encode()
    with tarfile.open(folder / "original_articles.tar.gz", "w:gz") as archive:
        for name in ("regions", "nm_3", next(iter(RESERVED_NEWSPAPERS))):
            member = tarfile.TarInfo(f"original_articles/{name}.txt")
            member.size = len(words)
            archive.addfile(member, io.BytesIO(words))
    assert names("newspapers", tmp_path) == ("newspapers/nm_3",)
    assert read_text("newspapers/nm_3", tmp_path).encode() == words


def test_descriptions_are_of_the_training_part_and_stand_in_order() -> None:
    for line in DESCRIPTIONS.read_text("utf-8").splitlines():
        row = json.loads(line)
        assert part_of(row["name"]) == "train"
        collection, _, number = row["name"].partition("/")
        assert collection != "wikinews" or int(number) not in RESERVED
        spans = [(start, end) for start, end, _ in row["descriptions"]]
        assert spans == sorted(set(spans)) and all(start < end for start, end in spans)


@pytest.mark.parametrize(
    ("name", "part"), [("gum/GUM_news_nasa", "test"), ("gum/GUM_news_iodine", "dev")]
)
def test_gum_keeps_its_own_division(name: str, part: Part) -> None:
    assert gum_part(name) == part_of(name) == part


def test_a_third_is_kept() -> None:
    parts = [part_of(row["name"]) for row in rows()]
    assert 0.3 < 1 - parts.count("train") / len(parts) < 0.45


def test_roles_are_learnt_of_what_is_marked_and_of_no_words_inside_another_s() -> None:
    text = "Anna Brandt said: “Cal Dorn told me to wait.”\n\nWhy did you wait?"
    found = [
        place(text, line(p=1, content=["“Cal ~~ wait.”"], cue="said", source="Anna Brandt")),
        place(
            text,
            {**line(p=1, content=["to wait"], cue="told", source="Cal Dorn"), "kind": "unknown"},
        ),
        place(text, line(p=2, content=["Why ~~ wait?"], cue="", source="", how="implicit")),
    ]
    article = roles.of_news(AnnotatedNews("a", "US", text, tuple(found)))
    (one,) = article.attributions
    assert [text[a:b] for a, b in one["content"]] == ["“Cal Dorn told me to wait.”"]
    assert [text[a:b] for a, b in one["cue"]] == ["said"]
    assert [text[a:b] for a, b in one["source"]] == ["Anna Brandt"]
