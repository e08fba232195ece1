"""One article, one transaction; the same article again changes nothing."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlite_utils import Database

from quotes.store import delete_articles, opened, quotation, quotations, speakers, write_article
from quotes.types import Article, Evidence, Reason, Speaker

LONG = "additional enforcement actions are urgently needed so that ports can be reopened"


def content(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of ours, but for the hour."""
    hours = {"ingested_at", "made_at", "withdrawn_at"}
    found = {}
    for name in db.table_names():
        if "_fts" not in name and name != "_sqlite_migrations":
            columns = [f'"{one}"' for one in db.table(name).columns_dict if one not in hours]
            rows = db.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall()
            found[name] = sorted(rows, key=repr)
    return found


def groups(db: Database) -> set[frozenset[str]]:
    """The groups as sets of ``path: text``."""
    found: dict[int, set[str]] = {}
    for group, path, text in db.execute(
        "SELECT group_id, path, quotes.text FROM quotes JOIN articles ON articles.id = article_id"
        " WHERE group_id IS NOT NULL"
    ):
        found.setdefault(group, set()).add(f"{path}: {text}")
    return {frozenset(members) for members in found.values()}


def test_all_evidence_is_stored(db: Database, make: SimpleNamespace) -> None:
    article = Article("“We talk,” he said. Kirby nodded; Miller did not.")
    found = make.quote(article, "We talk,", cue="said", source="he", resolution="pronoun")
    he, kirby = make.mention(article, "he"), make.mention(article, "Kirby")
    miller = make.mention(article, "Miller")
    evidence = Evidence(
        "pronoun", (he, kirby), "Troy Miller", 0.31, miller, 0.12, 0.9, 0.8,
        (Reason("a cue stands beside it", 0.7), Reason("the source is a pronoun", -0.4)),
        ("gender agrees",),
    )  # fmt: skip
    write_article(db, article, [replace(found, evidence=evidence)])
    record = quotation(db, 1)
    assert record is not None
    assert record["evidence"] == {
        "rule": "the most prominent who agrees with the pronoun (gender agrees)",
        "way": "pronoun",
        "because": ["gender agrees"],
        "chain": [
            {"text": "he", "start": 11, "end": 13},
            {"text": "Kirby", "start": 20, "end": 25},
        ],
        "runner_up": "Troy Miller",
        "runner_up_share": 0.31,
        "other_source": {"text": "Miller", "start": 34, "end": 40},
        "other_source_share": 0.12,
        "linked": 0.9,
        "attributed": 0.8,
        "reasons": [
            {"text": "a cue stands beside it", "weight": 0.7},
            {"text": "the source is a pronoun", "weight": -0.4},
        ],
    }
    wrong = replace(evidence, other_source=replace(miller, text="Kirby"))
    with pytest.raises(ValueError, match="does not hold"):
        write_article(
            db, replace(article, text=f"{article.text} "), [replace(found, evidence=wrong)]
        )


def test_everything_is_stored_as_it_is(db: Database, make: SimpleNamespace) -> None:
    article = Article(
        "“We talk,” he said, “and stay.”", "T", "B", "O", "2023-12-21", "https://x.example", "a.txt"
    )
    quoted = make.quote(
        article, "We talk, … and stay.", cue="said", source="he", resolution="pronoun"
    )
    result = write_article(db, article, [quoted])
    assert (result.new, result.quotations) == (True, 1)
    (row,) = db.query("SELECT * FROM quotes")
    assert json.loads(row["spans"]) == [[1, 9], [21, 30]]
    assert (row["start"], row["end"]) == (1, 30)
    assert (row["cue"], row["cue_start"], row["cue_end"]) == ("said", 14, 18)
    assert (row["source"], row["source_start"], row["source_end"]) == ("he", 11, 13)
    assert (row["resolution"], row["confidence"]) == ("pronoun", 0.9)
    assert json.loads(row["evidence"])["way"] == "surname of a full name"
    (stored,) = db.query("SELECT * FROM articles")
    assert stored["sha256"] == article.sha256
    assert stored["word_count"] == article.word_count == 6
    for name in ("title", "byline", "outlet", "published", "url", "path", "text"):
        assert stored[name] == getattr(article, name)
    start, end = row["cue_start"], row["cue_end"]
    assert stored["text"][start:end] == row["cue"]


def test_the_same_article_changes_nothing(db: Database, make: SimpleNamespace) -> None:
    article, quoted = make.entry("“We talk,” Kirby said.", ("We talk,", make.kirby), path="a.txt")
    first = write_article(db, article, quoted)
    before = content(db)
    again = write_article(db, replace(article, path="b.txt"), ())
    assert (again.new, again.article_id, again.quotations) == (False, first.article_id, 0)
    assert content(db) == before


def test_an_article_without_quotations_is_stored(db: Database) -> None:
    assert write_article(db, Article("Nobody spoke."), ()).new


def test_spans_that_do_not_hold_their_text_are_refused(db: Database, make: SimpleNamespace) -> None:
    article, (quoted,) = make.entry("“We talk,” Kirby said.", ("We talk,", make.kirby))
    with pytest.raises(ValueError, match="do not hold"):
        write_article(db, article, [replace(quoted, spans=((0, 3),))])
    with pytest.raises(ValueError, match="does not hold"):
        wrong = replace(make.mention(article, "said"), start=0)
        write_article(db, article, [replace(quoted, cue=wrong)])
    assert content(db)["articles"] == []


def test_killed_at_any_statement_and_run_again(tmp_path: Path, make: SimpleNamespace) -> None:
    entries = [
        make.entry(f"“We say {LONG},” Kirby said.", (f"We say {LONG},", make.kirby), path="a"),
        make.entry(
            f"“They say {LONG},” he said. “No,” Miller said.",
            (f"They say {LONG},", Speaker("Kirby", "person")),
            ("No,", make.miller),
            path="b",
        ),
    ]
    with opened(tmp_path / "once.db", write=True) as db:
        for article, quoted in entries:
            write_article(db, article, quoted)
        wanted = content(db)

    class Killed(BaseException):
        pass

    def killed_at(path: Path, statement: int) -> bool:
        """Write both articles, and die at a statement of the second one if it has so many."""
        remaining = statement

        def kill(sql: str, values: object) -> None:
            nonlocal remaining
            remaining -= 1
            if remaining == 0:
                raise Killed

        try:
            with opened(path, write=True) as db:
                write_article(db, *entries[0])
                with db.tracer(kill):
                    write_article(db, *entries[1])
        except Killed:
            return True
        return False

    statement = 1
    while killed_at(path := tmp_path / f"{statement}.db", statement):
        with opened(path, write=True) as db:
            assert len(content(db)["articles"]) == 1
            for article, quoted in entries:
                write_article(db, article, quoted)
            assert content(db) == wanted
            assert list(db.query("PRAGMA integrity_check")) == [{"integrity_check": "ok"}]
            assert not list(db.query("PRAGMA foreign_key_check"))
        statement += 1
    assert statement > 10


def test_full_text_follows_the_rows(db: Database, make: SimpleNamespace) -> None:
    article, quoted = make.entry("“We talk,” Kirby said.", ("We talk,", make.kirby))
    write_article(db, article, quoted)

    def hits(word: str) -> int:
        sql = "SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH ?"
        return int(db.execute(sql, [word]).fetchone()[0])

    assert hits("talking") == 1
    db.execute("UPDATE quotes SET text = 'They walk'")
    assert (hits("talk"), hits("walk")) == (0, 1)
    db.execute("DELETE FROM _quote_fingerprints")
    db.execute("DELETE FROM quotes")
    assert hits("walk") == 0
    db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")


# Speakers across articles.


def test_a_surname_joins_the_full_name(db: Database, make: SimpleNamespace) -> None:
    for words, who in (
        ("A,", Speaker("Kirby", "person")),
        ("B,", make.kirby),
        ("C,", Speaker("kirby", "person")),
    ):
        write_article(db, *make.entry(f"“{words}” he said.", (words, who), outlet="Herald"))
    (kirby,) = speakers(db)
    assert kirby["name"] == "John Kirby"
    assert kirby["title"] == "White House spokesperson"
    assert kirby["quotations"] == 3
    assert kirby["aliases"] == ["Kirby", "kirby"]


def test_two_of_one_surname_in_two_offices_stay_apart(db: Database, make: SimpleNamespace) -> None:
    governor = Speaker("Stokes", "person", "Governor")
    cousin = Speaker("Dale Stokes", "person", "Representative")
    text = "“A,” he said. “B,” he said."
    write_article(db, *make.entry(text, ("A,", governor), ("B,", cousin)))
    assert {one["name"]: one["quotations"] for one in speakers(db)} == {
        "Stokes": 1,
        "Dale Stokes": 1,
    }


def test_accents_do_not_part_a_speaker(db: Database, make: SimpleNamespace) -> None:
    bare = Speaker("Lopez Obrador", "person")
    write_article(db, *make.entry("“A,” he said.", ("A,", bare), outlet="Herald"))
    full = Speaker("Andrés Manuel López Obrador", "person", "President", ("López Obrador",))
    write_article(db, *make.entry("“B,” he said.", ("B,", full), outlet="Herald"))
    (speaker,) = speakers(db)
    assert speaker["name"] == "Andrés Manuel López Obrador"


def test_different_people_stay_apart(db: Database, make: SimpleNamespace) -> None:
    for number, name in enumerate(("John Kirby", "Mark Kirby", "Mary Kirby")):
        write_article(
            db, *make.entry(f"“{number},” he said.", (f"{number},", Speaker(name, "person")))
        )
    assert len(list(speakers(db))) == 3


def test_kinds_stay_apart(db: Database, make: SimpleNamespace) -> None:
    for number, kind in enumerate(("person", "organization", "group")):
        who = Speaker("Border", kind)  # type: ignore[arg-type]
        write_article(db, *make.entry(f"“{number},” he said.", (f"{number},", who)))
    assert len(list(speakers(db))) == 3


def test_the_unnamed_are_one_an_article(db: Database, make: SimpleNamespace) -> None:
    unnamed = Speaker("a spokesman", "unnamed")
    write_article(db, *make.entry("“A,” he said. “B,” he said.", ("A,", unnamed), ("B,", unnamed)))
    write_article(db, *make.entry("“C,” he said.", ("C,", unnamed)))
    assert sorted(row["quotations"] for row in speakers(db)) == [1, 2]


def test_of_the_usual_titles_the_latest_is_shown(db: Database, make: SimpleNamespace) -> None:
    titled = [
        ("Vice President", "2016-01-01"),
        ("Vice President", "2016-02-01"),
        ("Vice President", "2016-03-01"),
        ("President", "2021-01-01"),
        ("President", "2021-02-01"),
        ("President", "2021-03-01"),
        ("party donor", "2023-01-01"),
        ("Mr.", "2023-01-02"),
    ]
    for order in (titled, titled[::-1], titled[3:] + titled[:3]):
        delete_articles(db, [number for (number,) in db.execute("SELECT id FROM articles")])
        for number, (title, published) in enumerate(order):
            who = Speaker("Joe Biden", "person", title)
            write_article(
                db,
                *make.entry(f"“{number},” he said.", (f"{number},", who), published=published),
            )
        (biden,) = speakers(db)
        assert biden["title"] == "President"


def test_a_quotation_without_a_speaker(db: Database, make: SimpleNamespace) -> None:
    write_article(db, *make.entry("“A,” it said.", ("A,", None)))
    (row,) = quotations(db)
    assert row["speaker"] is None


# The same words in several articles.


def test_words_repeated_within_one_article_are_no_group(
    db: Database, make: SimpleNamespace
) -> None:
    text = f"“{LONG},” he said. He said {LONG}!"
    article = Article(text)
    second = replace(
        make.quote(article, LONG), spans=((text.rindex("add"), text.rindex("add") + len(LONG)),)
    )
    write_article(db, article, [make.quote(article, LONG), second])
    assert groups(db) == set()
    write_article(db, *make.entry(f"“{LONG},” they said.", (LONG, make.kirby), path="b"))
    (members,) = db.execute("SELECT count(*) FROM quotes WHERE group_id IS NOT NULL").fetchone()
    assert members == 3


def test_a_broken_transaction_leaves_the_lock(path: Path, make: SimpleNamespace) -> None:
    article, quoted = make.entry("“A,” he said.", ("A,", make.kirby))
    with opened(path, write=True) as db:
        with pytest.raises(UnicodeEncodeError):
            write_article(db, Article("\ud800"), ())
        assert not db.conn.in_transaction
        write_article(db, article, quoted)
    assert sqlite3.connect(path).execute("SELECT count(*) FROM quotes").fetchone() == (1,)
