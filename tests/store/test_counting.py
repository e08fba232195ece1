"""The totals that the database keeps are those that counting gives, whatever was done to it."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from sqlite_utils import Database

from quotes.store import ReviewError, change_article, delete_articles, write_article
from quotes.store.counting import recount
from quotes.store.groups import group
from quotes.store.reviewing import merge, review_quotation, reviews, set_kind, split, undo
from quotes.types import Article, AttributedQuotation, Mention, Speaker

TABLES = ("_counts", "_speaker_counts", "_outlet_speakers", "_group_counts", "_groups_changed")
VOICES = (
    Speaker("Ada Lindqvist", "person", "harbour master", ("Lindqvist",)),
    Speaker("Bo Lindqvist", "person", "mayor", ("Lindqvist",)),
    Speaker("Lindqvist", "person"),
    Speaker("Harbour Trust", "organization", None, ("the trust",)),
    Speaker("a fisherman", "unnamed"),
    None,
)
WORDS = (
    "The harbour will stay open all night until the last of the boats is home",
    "Nobody was asked about the new ferry, and nobody will be asked about it now",
    "We shall pay for every lamp on that quay, and for the people who light them",
    "It was the coldest spring that anybody on these islands has ever written down",
)
OUTLETS = (None, "Coast Herald", "coast herald", "Daily Lamp")
DAYS = (None, "2023-12-31", "2024-01-01", "2024-01-01T08:00:00", "2024")


def contents(db: Database) -> dict[str, list[Any]]:
    return {
        name: sorted(map(repr, db.execute(f"SELECT * FROM {name}").fetchall())) for name in TABLES
    }


def check(db: Database) -> None:
    kept = contents(db)
    wrong = db.execute(
        "SELECT quotes.id FROM quotes JOIN articles ON articles.id = quotes.article_id"
        " LEFT JOIN speakers ON speakers.id = quotes.speaker_id"
        " WHERE quotes.published IS NOT articles.published"
        " OR quotes.outlet IS NOT articles.outlet COLLATE BINARY"
        " OR quotes.speaker_kind IS NOT speakers.kind"
    ).fetchall()
    assert wrong == []
    recount(db)
    assert contents(db) == kept
    db.conn.rollback()
    for group_id, conflict in db.execute("SELECT group_id, conflict FROM _group_counts"):
        found = group(db, group_id)
        assert found is not None and found.conflict == bool(conflict)


def article(rng: random.Random, number: int) -> tuple[Article, list[AttributedQuotation]]:
    said = rng.sample(WORDS, rng.randint(1, 3))
    voices = [rng.choice(VOICES) for _ in said]
    names = [voice.name if voice else "someone" for voice in voices]
    text = f"News {number}. " + " ".join(
        f"“{words},” {name} said." for words, name in zip(said, names, strict=True)
    )
    found = []
    for words, voice in zip(said, voices, strict=True):
        start = text.index(words)
        found.append(
            AttributedQuotation(
                rng.choice(("direct", "mixed", "indirect")),
                words,
                ((start, start + len(words)),),
                None,
                Mention.of(text, 0, 4) if voice else None,
                0.7,
                None,
                voice,
                rng.choice(("name", "pronoun", None)),
                None,
            )
        )
    place = {"outlet": rng.choice(OUTLETS), "published": rng.choice(DAYS)}
    return Article(text, path=f"{number}.txt", **place), found


def do_something(db: Database, rng: random.Random) -> str:
    """One thing that a person or a program does to a database, as it may come."""

    def any_of(sql: str) -> int | None:
        rows = db.execute(sql).fetchall()
        return rng.choice(rows)[0] if rows else None

    what = rng.choice(("write", "write", "delete", "place", "review", "kind", "merge", "undo"))
    number = any_of("SELECT id FROM articles ORDER BY id")
    quote = any_of("SELECT id FROM quotes ORDER BY id")
    one = any_of("SELECT id FROM speakers ORDER BY id")
    other = any_of("SELECT id FROM speakers ORDER BY id")
    if what == "write" or number is None or quote is None or one is None or other is None:
        # Often one that is there, with other words or of another place.
        write_article(db, *article(rng, rng.randint(1, 12)))
    elif what == "delete":
        delete_articles(db, [number])
    elif what == "place":
        change_article(db, number, outlet=rng.choice(OUTLETS[1:]), published=rng.choice(DAYS[1:]))
    elif what == "review":
        action, after = rng.choice(
            (
                ("accept", {}),
                ("nobody", {}),
                ("not-a-quotation", {}),
                ("type", {"type": "mixed"}),
                ("speaker", {"speaker": {"id": one}}),
            )
        )
        with suppress(ReviewError):
            review_quotation(db, quote, action, after, reviewer="Eve")  # type: ignore[arg-type]
    elif what == "kind":
        set_kind(db, one, rng.choice(("person", "organization", "group")), reviewer="Eve")
    elif what == "merge":
        with suppress(ReviewError):
            merge(db, one, other, reviewer="Eve")
        with suppress(ReviewError):
            split(db, one, [number], reviewer="Eve")
    else:
        done = [row["id"] for row in reviews(db, undone=False)]
        with suppress(ReviewError):
            undo(db, rng.choice(done or [0]), reviewer="Eve")
    return what


@pytest.mark.parametrize("seed", range(6))
def test_totals_are_those_of_a_count(db: Database, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(8):
        write_article(db, *article(rng, rng.randint(1, 12)))
    check(db)
    for _ in range(60):
        do_something(db, rng)
        check(db)
    delete_articles(db, [row[0] for row in db.execute("SELECT id FROM articles")])
    assert not any(contents(db).values())


def test_a_row_put_in_without_its_copies_gets_them(db: Database) -> None:
    write_article(db, *article(random.Random(1), 1))
    db.execute("UPDATE articles SET outlet = 'Daily Lamp', published = '2024-02-03'")
    db.execute("INSERT INTO speakers (id, name, kind) VALUES (77, 'Cy Olsen', 'person')")
    db.execute(
        'INSERT INTO quotes (id, article_id, speaker_id, type, text, start, "end", spans,'
        " confidence) VALUES (99, 1, 77, 'direct', 'So.', 0, 3, '[[0, 3]]', 0.5)"
    )
    assert db.execute(
        "SELECT outlet, published, speaker_kind FROM quotes WHERE id = 99"
    ).fetchone() == (
        "Daily Lamp",
        "2024-02-03",
        "person",
    )
    check_now = contents(db)
    recount(db)
    assert contents(db) == check_now
