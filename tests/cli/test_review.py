"""What people correct at the terminal, on the command line and in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from quotes.cli.reviewing.choosing import completed
from quotes.cli.reviewing.extents import moved
from quotes.cli.reviewing.screen import cut
from quotes.evaluate.citron import read_corpus as read_citron
from quotes.evaluate.polnear import read_folder, read_speakers
from quotes.store import opened

Run = Callable[..., Result]

KIRBY = "We will talk to everybody who wants to talk to us about it,"


@pytest.fixture(autouse=True)
def ann(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTES_REVIEWER", "Ann")


@pytest.fixture
def filled(run: Run, folder: Path) -> Path:
    """The default database: of a.txt the quotations 1 and 2, of b.txt 3 and 4."""
    result = run("ingest", "news", "--outlet", "Daily Post", "--published", "2023-12-21")
    assert result.exit_code == 0, result.output
    return Path("db/quotes.db").absolute()


def ok(result: Result) -> Result:
    assert result.exit_code == 0, result.output
    return result


def shown(run: Run, number: int) -> dict[str, Any]:
    return dict(json.loads(ok(run("show", number, "--json")).stdout))


def ids(run: Run) -> list[int]:
    return [record["id"] for record in json.loads(ok(run("list")).stdout)]


def log(run: Run, *options: str) -> list[dict[str, Any]]:
    return list(json.loads(ok(run("review", "log", *options)).stdout))


# set


def test_set_a_known_speaker(run: Run, filled: Path) -> None:
    result = ok(run("review", "set", 3, "--speaker", "Kirby", "--note", "see the video"))
    assert result.stdout == ""
    assert "3 “They came,”, direct: " in result.stderr
    assert "Kirby\nReview 1; quotes review undo 1 takes it back." in result.stderr
    record = shown(run, 3)
    assert record["speaker"]["name"] == shown(run, 4)["speaker"]["name"]
    assert record["evidence"]["rule"] == "a person decided"
    assert record["confidence"] == 1.0
    (entry,) = log(run)
    assert (entry["reviewer"], entry["note"], entry["action"]) == (
        "Ann",
        "see the video",
        "speaker",
    )


def test_set_a_new_speaker(run: Run, filled: Path) -> None:
    ok(run("review", "set", 3, "--speaker", "Harbour Board", "--kind", "organization"))
    speaker = shown(run, 3)["speaker"]
    assert (speaker["name"], speaker["kind"]) == ("Harbour Board", "organization")


def test_set_several_points_at_once(run: Run, filled: Path) -> None:
    words = "everybody who wants to talk"
    ok(run("review", "set", 1, "--nobody", "--type", "mixed", "--words", words))
    record = shown(run, 1)
    assert (record["speaker"], record["type"], record["text"]) == (None, "mixed", words)
    assert [entry["action"] for entry in log(run)] == ["nobody", "type", "words"]


def test_no_quotation_and_back(run: Run, filled: Path) -> None:
    result = ok(run("review", "set", 2, "--not-a-quotation"))
    assert "2 is no quotation any more." in result.stderr
    assert ids(run) == [1, 3, 4]
    ok(run("review", "undo", 1))
    assert ids(run) == [1, 2, 3, 4]
    (entry,) = log(run)
    assert entry["undone_at"] and entry["undone_by"] == "Ann"


def test_several_quotations_and_another_reviewer(run: Run, filled: Path) -> None:
    ok(run("review", "set", 1, 2, "--accept", "--by", "Ben"))
    assert {(entry["quote_id"], entry["reviewer"]) for entry in log(run)} == {
        (1, "Ben"),
        (2, "Ben"),
    }
    assert shown(run, 1)["evidence"]["rule"] == "the name itself"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("1",), "Say what is right"),
        (("1", "--nobody", "--speaker", "X"), "cannot be used together"),
        (("1", "--not-a-quotation", "--type", "mixed"), "nothing else"),
        (("1", "--accept", "--nobody"), "--accept"),
        (("1", "--kind", "group", "--nobody"), "--kind goes with --speaker"),
        (("1", "2", "--words", "talk"), "one ID"),
    ],
)
def test_set_misused(run: Run, filled: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run("review", "set", *arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert log(run) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("99", "--nobody"), "there is no quotation 99"),
        (("1", "--speaker", "77"), "There is no speaker 77"),
        (("1", "--speaker", "  "), "needs a name"),
        (("1", "--words", "we shall talk"), "does not have these words"),
        (("1", "99", "--nobody"), "there is no quotation 99"),
    ],
)
def test_set_what_is_not_there(
    run: Run, filled: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run("review", "set", *arguments)
    assert result.exit_code == 1
    assert said in result.stderr
    assert log(run) == []


def test_an_ambiguous_name_lists_who_goes_by_it(run: Run, folder: Path) -> None:
    (folder / "c.txt").write_text("Vote\n\n“Yes,” Ann Lee said. “No,” Bob Lee said.\n")
    (folder / "d.txt").write_text("Rain\n\n“It rains,” Cara Poole said.\n")
    ok(run("ingest", "news"))
    (rain,) = [r["id"] for r in json.loads(run("list").stdout) if r["text"] == "It rains,"]
    result = run("review", "set", rain, "--speaker", "Lee")
    assert result.exit_code == 1
    assert "Ann Lee" in result.stderr and "Bob Lee" in result.stderr
    ok(run("review", "set", rain, "--speaker", "Bob Lee"))
    assert shown(run, rain)["speaker"]["name"] == "Bob Lee"


def test_the_database_may_stand_before_the_subcommand(run: Run, filled: Path) -> None:
    moved = filled.rename(filled.with_name("other.db"))
    ok(run("review", "--db", moved, "--by", "Ben", "set", 1, "--nobody"))
    entries = json.loads(run("review", "log", "--db", moved).stdout)
    assert [entry["reviewer"] for entry in entries] == ["Ben"]
    assert not filled.exists()


def test_filters_before_a_subcommand_are_refused(run: Run, filled: Path) -> None:
    result = run("review", "--type", "direct", "log")
    assert result.exit_code == 2
    assert "--type goes behind log" in result.output


# add


def test_add_what_was_missed(run: Run, filled: Path) -> None:
    result = ok(run("review", "add", "a.txt", "--words", "Envoys leave", "--speaker", "John Kirby"))
    assert "“Envoys leave”, indirect:" in result.stderr
    (added,) = [r for r in json.loads(run("list").stdout) if r["text"] == "Envoys leave"]
    assert added["spans"] == [[0, 12]]
    ok(run("review", "undo", 1))
    assert ids(run) == [1, 2, 3, 4]


def test_add_needs_words_that_stand_there_once(run: Run, filled: Path) -> None:
    result = run("review", "add", "a.txt", "--words", "talk")
    assert result.exit_code == 1
    assert "2 times" in result.stderr and "--at" in result.stderr
    ok(run("review", "add", "a.txt", "--words", "talk", "--at", 110))
    (added,) = [r for r in json.loads(run("list").stdout) if r["text"] == "talk"]
    assert added["spans"][0][0] > 60
    result = run("review", "add", "news", "--words", "They")
    assert result.exit_code == 1 and "2 articles have “news”" in result.stderr
    assert run("review", "add", "zzz", "--words", "They").exit_code == 1


# speakers


def test_speakers_are_merged_renamed_and_split(run: Run, filled: Path) -> None:
    kirby, miller = (shown(run, number)["speaker"]["id"] for number in (1, 3))
    ok(run("review", "rename", miller, "Troy A. Miller"))
    ok(run("review", "title", miller, "commissioner"))
    ok(run("review", "kind", miller, "group"))
    speaker = shown(run, 3)["speaker"]
    assert (speaker["name"], speaker["title"], speaker["kind"]) == (
        "Troy A. Miller",
        "commissioner",
        "group",
    )
    result = ok(run("review", "undo", 1, 2, 3))
    assert result.stderr.splitlines()[0] == "Review 3 is undone."
    ok(run("review", "merge", kirby, miller))
    assert shown(run, 1)["speaker"]["id"] == shown(run, 3)["speaker"]["id"]
    assert log(run)[0]["said"].startswith("one speaker: ")
    assert run("review", "merge", kirby, "Nobody At All").exit_code == 1


def test_a_speaker_of_one_article_is_somebody_else(run: Run, filled: Path, folder: Path) -> None:
    (folder / "c.txt").write_text("Rain\n\n“It rains,” Troy Miller said.\n")
    ok(run("ingest", "news/c.txt"))
    before = {number: shown(run, number)["speaker"]["id"] for number in (3, 5)}
    assert before[3] == before[5]
    ok(run("review", "split", before[3], "c.txt", "--note", "the farmer"))
    assert shown(run, 3)["speaker"]["id"] != shown(run, 5)["speaker"]["id"]
    assert log(run)[0]["said"] == "somebody else than Troy Miller in article 3"
    ok(run("review", "undo", 1))
    assert shown(run, 3)["speaker"]["id"] == shown(run, 5)["speaker"]["id"]
    after = shown(run, 3)["speaker"]["id"]
    assert "does not speak in these articles" in run("review", "split", after, 1).stderr


def test_tab_completes() -> None:
    assert completed("tr", ["Troy Miller", "Troy Sand"]) == "Troy "
    assert completed("Troy ", ["Troy Miller", "Troy Sand"]) == "Troy Miller"
    assert completed("mill", ["Troy Miller"]) == "Troy Miller"
    assert completed("x", []) == "x"


def test_edges_move_by_a_word_and_never_over_each_other() -> None:
    text = "One two, three-four. Five"
    assert moved(text, [(4, 7)], 1, 1) == ((4, 19),)
    assert moved(text, [(4, 19)], 1, -1) == ((4, 7),)
    assert moved(text, [(4, 7)], 0, -1) == ((0, 7),)
    assert moved(text, [(4, 7)], 0, 1) == ((4, 7),)
    assert moved(text, [(0, 7)], 0, -1) == ((0, 7),)
    assert moved(text, [(0, 3), (9, 19)], 1, 1) == ((0, 7), (9, 19))
    assert moved(text, [(0, 7), (9, 19)], 1, 1) == ((0, 7), (9, 19))
    assert moved(text, [(0, 7), (9, 19)], 2, -1) == ((0, 7), (9, 19))


# the log


def test_the_log_in_its_formats(run: Run, filled: Path) -> None:
    ok(run("review", "set", 3, "--nobody"))
    view = ok(run("review", "log", terminal=True)).stdout
    assert "speaker Troy Miller → nobody" in view and "“They came,”" in view and "Ann" in view
    rows = list(csv.DictReader(io.StringIO(ok(run("review", "log", "--csv")).stdout)))
    assert rows[0]["said"] == "speaker Troy Miller → nobody"
    assert log(run, "--lost") == []


def test_lost_reviews_are_listed(run: Run, filled: Path, folder: Path) -> None:
    ok(run("review", "set", 3, "--nobody"))
    text = (folder / "b.txt").read_text(encoding="utf-8")
    (folder / "b.txt").write_text(text.replace("They came", "They all left"), encoding="utf-8")
    ok(run("ingest", "news"))
    (entry,) = log(run, "--lost")
    assert (entry["id"], entry["text"]) == (1, "They came,")
    assert "lost" in ok(run("review", "log", "--lost", terminal=True)).stdout


# sheets


def sheet(run: Run, *options: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ok(run("review", "export", *options)).stdout)))


def save(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_there_and_back(run: Run, filled: Path, tmp_path: Path, delimiter: str) -> None:
    ok(run("review", "export", "sheet.csv"))
    assert (tmp_path / "sheet.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    rows = sheet(run)
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    rows[0].update(correct_speaker="Troy Miller", correct_type="mixed", note="heard it")
    rows[1].update(not_a_quotation="x", reviewer="Ben")
    rows[2].update(correct_speaker="Nobody")
    rows[3].update(reviewer="Ben")
    path = save(tmp_path / "filled.csv", rows, delimiter)
    result = ok(run("review", "import", path))
    assert result.stderr.splitlines()[-1] == "5 reviews of 4 rows."
    entries = {(e["quote_id"], e["action"], e["reviewer"]) for e in log(run)}
    assert entries == {
        (1, "speaker", "Ann"),
        (1, "type", "Ann"),
        (2, "not-a-quotation", "Ben"),
        (3, "nobody", "Ann"),
        (4, "accept", "Ben"),
    }
    assert shown(run, 1)["speaker"]["name"] == "Troy Miller"
    again = ok(run("review", "import", path))
    assert again.stderr.splitlines()[-1] == "0 reviews of 0 rows, 4 said before."
    assert len(log(run)) == 5


def test_an_empty_sheet_says_nothing(run: Run, filled: Path, tmp_path: Path) -> None:
    path = save(tmp_path / "s.csv", sheet(run))
    assert "4 not filled in" in ok(run("review", "import", path)).stderr
    assert log(run) == []


def test_a_sheet_has_the_least_certain_and_takes_filters(run: Run, filled: Path) -> None:
    assert [row["id"] for row in sheet(run, "--search", "came")] == ["3"]
    assert len(sheet(run, "--limit", "2")) == 2


def test_rows_that_fit_no_more_are_named_and_passed_over(
    run: Run, filled: Path, folder: Path, tmp_path: Path
) -> None:
    rows = sheet(run)
    for row in rows:
        row["correct_speaker"] = "Zoe Quist"
    rows[1]["correct_type"] = "loud"
    rows[3]["id"] = "x"
    text = (folder / "b.txt").read_text(encoding="utf-8")
    (folder / "b.txt").write_text(text.replace("They came", "They all left"), encoding="utf-8")
    ok(run("ingest", "news"))
    result = run("review", "import", save(tmp_path / "s.csv", rows))
    assert result.exit_code == 1
    assert "Row 3: correct_type is direct, indirect, mixed, not 'loud'" in result.stderr
    assert "Row 4 (quotation 3): " in result.stderr and "“They came,”" in result.stderr
    assert "Row 5: its id is no number" in result.stderr
    assert "1 reviews of 1 rows, 3 passed over." in result.stderr
    assert [entry["quote_id"] for entry in log(run)] == [1]


def test_two_reviewers_who_disagree_are_shown(run: Run, filled: Path, tmp_path: Path) -> None:
    rows = sheet(run)
    rows[2].update(correct_speaker="Zoe Quist", reviewer="Ben")
    ok(run("review", "import", save(tmp_path / "ben.csv", rows)))
    rows[2].update(correct_speaker="nobody", reviewer="Cat")
    result = ok(run("review", "import", save(tmp_path / "cat.csv", rows)))
    assert "Ben: Zoe Quist (review 1)" in result.stderr
    assert "Cat: nobody (review 2, which stands)" in result.stderr
    (conflict,) = log(run, "--conflicts")
    assert (conflict["quote_id"], conflict["point"]) == (3, "speaker")
    view = ok(run("review", "log", "--conflicts", terminal=True)).stdout
    assert "Cat: nobody" in view
    ok(run("review", "set", 3, "--speaker", "Zoe Quist", "--by", "Cat"))
    assert log(run, "--conflicts") == []


def test_cells_that_a_spreadsheet_computes_are_neutral(run: Run, folder: Path) -> None:
    (folder / "c.txt").write_text(
        "=1+1\n\n“=HYPERLINK(here) and more words,” Ann Lee said. “'-3 it is,” Ann Lee said.\n",
        encoding="utf-8",
    )
    ok(run("ingest", "news/c.txt"))
    rows = sheet(run)
    assert [row["text"][:3] for row in rows] == ["'=H", "''-"]
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
        row["anchor"] = ""
        row["reviewer"] = "Ben"
    path = save(Path("s.csv"), rows)
    assert "2 reviews of 2 rows." in ok(run("review", "import", path)).stderr


def test_what_is_no_sheet(run: Run, filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n1,2\n")
    assert "no column id" in run("review", "import", path).stderr
    path.write_bytes(b"id,text\n1,\xff\n")
    assert "not UTF-8" in run("review", "import", path).stderr
    assert run("review", "import", tmp_path / "none.csv").exit_code == 1


# training data


def test_reviewed_articles_become_polnear(run: Run, filled: Path, tmp_path: Path) -> None:
    assert run("review", "export", "--format", "polnear", "out").exit_code == 1
    ok(run("review", "set", 1, "--accept"))
    ok(run("review", "set", 2, "--speaker", "Zoe Quist"))
    ok(run("review", "set", 3, "--accept"))
    result = ok(run("review", "export", "--format", "polnear", "out"))
    assert "1 articles are reviewed in part" in result.stderr
    (article,) = read_folder(tmp_path / "out", read_speakers(tmp_path / "out" / "speakers.json"))
    with opened(filled) as db:
        (text,) = db.execute("SELECT text FROM articles WHERE id = 1").fetchone()
    assert article.text == text
    records = [shown(run, 1), shown(run, 2)]
    assert [one.spans["content"] for one in article.attributions] == [
        tuple(map(tuple, record["spans"])) for record in records
    ]
    assert [one.spans["source"] for one in article.attributions] == [
        ((record["source"]["start"], record["source"]["end"]),) for record in records
    ]
    assert [one.speaker for one in article.attributions] == [
        record["speaker"]["name"] for record in records
    ]
    assert article.group == "daily-post"
    ok(run("review", "export", "--format", "polnear", "--partly", "out2"))
    assert [len(one.attributions) for one in read_folder(tmp_path / "out2")] == [2, 1]


def test_reviewed_articles_become_citrons(run: Run, filled: Path, tmp_path: Path) -> None:
    ok(run("review", "set", 1, 2, 3, 4, "--accept"))
    ok(run("review", "export", "--format", "citron", "out"))
    corpus = read_citron(tmp_path / "out")
    assert [len(one.attributions) for one in corpus.articles] == [2, 2]
    first = next(one for one in corpus.articles if "Envoys" in one.text)
    record = shown(run, 1)
    assert first.attributions[0].spans["content"] == tuple(map(tuple, record["spans"]))
    assert first.attributions[0].spans["cue"] == ((record["cue"]["start"], record["cue"]["end"]),)


# the walk


def walk(run: Run, keys: str, *options: object) -> Result:
    return ok(run("review", *options, terminal=True, input=keys.encode()))


def test_without_a_terminal_it_says_how(run: Run, filled: Path) -> None:
    result = run("review")
    assert result.exit_code == 1
    assert "review set ID" in result.stderr


def test_keys_decide(run: Run, filled: Path) -> None:
    result = walk(run, "anxkq")
    assert "1 of 4" in result.stdout and "4 of 4" in result.stdout
    assert [(e["quote_id"], e["action"]) for e in reversed(log(run))] == [
        (1, "accept"),
        (2, "nobody"),
        (3, "not-a-quotation"),
    ]
    assert "1 of 1" in walk(run, "q").stdout


def test_the_least_certain_come_first(run: Run, filled: Path) -> None:
    with opened(filled, write=True) as db:
        db.execute("UPDATE quotes SET confidence = 0.2 WHERE id = 3")
        db.conn.commit()
    assert "quotation 3 " in walk(run, "q").stdout
    assert "quotation 4 " in walk(run, "q", "--search", "everybody", "--article", "b.txt").stdout


def test_another_speaker_by_number_and_by_typing(run: Run, filled: Path) -> None:
    walk(run, "sTroy\r" + "p" + "q")
    assert shown(run, 1)["speaker"]["name"] == "Troy"
    walk(run, "sTroy\t\rq", "--search", "stay")
    assert shown(run, 2)["speaker"]["name"] == "Troy Miller"
    walk(run, "s1q", "--search", "came")
    assert shown(run, 3)["speaker"]["id"] in {shown(run, n)["speaker"]["id"] for n in (2, 4)}


def test_back_undo_note_and_help(run: Run, filled: Path) -> None:
    result = walk(run, "mbecause\rnb?uq")
    assert "undo the last correction" in result.stdout
    (entry,) = log(run)
    assert entry["note"] == "because" and entry["undone_at"]
    assert shown(run, 1)["speaker"] is not None


def test_type_and_words_show_the_quotation_again(run: Run, filled: Path) -> None:
    walk(run, "tm" + "whh\r" + "w\t\x1b" + "q")
    record = shown(run, 1)
    assert record["type"] == "mixed"
    assert record["text"] == "We will talk to everybody who wants to talk to us about"


def test_an_act_can_be_set(run: Run, filled: Path) -> None:
    def numbers(*options: str) -> list[int]:
        return [record["id"] for record in json.loads(run("list", *options).stdout)]

    before = numbers()
    ok(run("review", "set", 1, "--act", "attitude"))
    assert shown(run, 1)["act"] == "attitude" and shown(run, 1)["act_confidence"] == 1.0
    assert numbers() == [number for number in before if number != 1]
    assert numbers("--act", "attitude") == [1]
    assert numbers("--act", "all") == before
    assert log(run)[-1]["action"] == "act"
    ok(run("review", "undo", 1))
    assert numbers() == before


@pytest.mark.parametrize(("pressed", "act"), [("v", "attitude"), ("z", "unsaid")])
def test_a_key_sets_the_act_and_shows_the_quotation_again(
    run: Run, filled: Path, pressed: str, act: str
) -> None:
    told = walk(run, f"{pressed}q").stdout
    assert shown(run, 1)["act"] == act
    assert {"attitude": "an attitude, no words", "unsaid": "not said, or only"}[act] in told
    walk(run, "q")
    ok(run("review", "undo", 1))
    walk(run, "vcq")
    assert shown(run, 1)["act"] == "statement"


def test_words_may_be_typed(run: Run, filled: Path) -> None:
    walk(run, "we" + "\x15" + "wants to talk to us" + "\r\rq")
    assert shown(run, 1)["text"] == "wants to talk to us"


def test_nothing_left(run: Run, filled: Path) -> None:
    ok(run("review", "set", 1, 2, 3, 4, "--accept"))
    assert "Nothing is left to review." in walk(run, "").stderr


def test_the_end_of_input_leaves(run: Run, filled: Path) -> None:
    walk(run, "a")
    assert len(log(run)) == 1


def test_long_lines_break_between_words() -> None:
    assert cut("one two three four", 10) == ["one two", "three", "four"]
    assert cut("x" * 12, 10) == ["x" * 9, "x" * 3]
    assert cut("日本語日本語", 8) == ["日本語", "日本語"]
    assert cut("short", 10) == ["short"]
