"""``quotes sources`` says the same to a person and to a program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quotes.cli.sources import sources
from quotes.store import opened

Ask = Callable[..., Result]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """``quotes sources`` on six quotations of a woman, a man, an office, and nobody."""
    path = tmp_path / "quotes.db"
    with opened(path, write=True) as db:
        for id_, outlet, day in [
            (1, "Daily Post", "2024-01-02"),
            (2, "Coast Herald", "2024-02-03"),
        ]:
            db.execute(
                "INSERT INTO articles (id, sha256, text, word_count, ingested_at, outlet,"
                " published) VALUES (?, ?, '', 0, '2024', ?, ?)",
                [id_, str(id_), outlet, day],
            )
        for id_, name, kind, gender in [
            (1, "Ada Hill", "person", "female"),
            (2, "Olaf Brandt", "person", "male"),
            (3, "Harbour Office", "organization", None),
        ]:
            db.execute("INSERT INTO speakers (id, name, kind) VALUES (?, ?, ?)", [id_, name, kind])
            db.execute(
                "INSERT INTO article_speakers (article_id, speaker_id, name, kind, names, titles,"
                " gender, folded) VALUES (1, ?, ?, ?, '[]', '[]', ?, '')",
                [id_, name, kind, gender],
            )
            db.execute(
                "INSERT INTO speaker_names (speaker_id, name, folded, key) VALUES (?, ?, ?, '')",
                [id_, name, name.lower()],
            )
        db.execute(
            "INSERT INTO speaker_titles (speaker_id, title, articles) VALUES (1, 'Mayor', 1)"
        )
        for article, speaker in [(1, 1), (1, 1), (1, 2), (2, 2), (2, 3), (2, None)]:
            db.execute(
                'INSERT INTO quotes (article_id, speaker_id, type, text, start, "end", spans,'
                " confidence) VALUES (?, ?, 'direct', 'It will open.', 0, 1, '[]', 0.9)",
                [article, speaker],
            )
        db.conn.commit()

    def invoke(*arguments: str, terminal: bool = False) -> Result:
        with monkeypatch.context() as patch:
            if terminal:
                patch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda self: True)
            return CliRunner().invoke(sources, [*arguments, "--db", str(path)])

    return invoke


def test_json_when_not_on_a_terminal(ask: Ask) -> None:
    result = ask()
    assert result.exit_code == 0, result.output
    (women,) = [
        one
        for one in json.loads(result.stdout)
        if (one["measure"], one["group"]) == ("gender", "women")
    ]
    assert women["speakers"] == 1
    assert women["of"]["quotations"] == 4
    assert women["share"]["quotations"] == 0.5


def test_csv_has_denominators_and_intervals(ask: Ask) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("--csv").stdout)))
    (row,) = [one for one in rows if (one["measure"], one["group"]) == ("role", "official")]
    assert (row["quotations"], row["of_quotations"], row["of_speakers"]) == ("2", "4", "2")
    assert float(row["speakers_low"]) < float(row["share_speakers"]) < float(row["speakers_high"])


def test_by_both(ask: Ask) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("--csv", "--by", "outlet,month").stdout)))
    assert {(row["outlet"], row["month"]) for row in rows} == {
        ("Daily Post", "2024-01"),
        ("Coast Herald", "2024-02"),
    }


@pytest.mark.parametrize("by", ["year", "outlet,", "month,month"])
def test_by_something_else_is_wrong_usage(ask: Ask, by: str) -> None:
    result = ask("--by", by)
    assert result.exit_code == 2
    assert "outlet,month" in result.stderr


def test_a_person_sees_charts_and_denominators(ask: Ask) -> None:
    lines = ask(terminal=True).stdout.splitlines()
    assert lines[0] == "6 quotations, 18 words quoted; 17% of them without a speaker"
    women = next(line for line in lines if line.startswith("women"))
    assert "█" in women
    assert women.split()[-5:] == ["2", "6", "1", "50%", "(9–91%)"]
    assert any(line.split() == ["of", "4", "12", "2"] for line in lines)
    assert any(line.startswith("unknown") for line in lines)


def test_a_person_sees_a_line_for_each_outlet(ask: Ask) -> None:
    lines = ask("--by", "outlet", terminal=True).stdout.splitlines()
    (post,) = [line for line in lines if line.startswith("Daily Post")]
    assert post.split()[-5:] == ["(9–91%)", "3", "2", "0%", "50%"]
    assert all(len(line) <= 100 for line in lines)


def test_filters_count(ask: Ask) -> None:
    lines = ask("--speaker", "Olaf Brandt", terminal=True).stdout.splitlines()
    assert lines[0].startswith("2 quotations")
    assert "Nobody quoted goes by “Eve Moss”." in ask("--speaker", "Eve Moss").stderr


def test_nothing_matches(ask: Ask) -> None:
    result = ask("--since", "2030", terminal=True)
    assert (result.stdout, result.stderr) == ("", "No quotation matches.\n")
