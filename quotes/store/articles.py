"""Articles as the database keeps them: which one comes again, its earlier texts, taking it out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from quotes.mentions.names import fold
from quotes.store.clock import now
from quotes.store.groups import leave_groups
from quotes.store.identities import facts_of_article, put_facts
from quotes.store.keys import SAME_ARTICLE, address, article_key, shared, text_key
from quotes.store.opening import writing
from quotes.types import Article

_COLUMNS = ("title", "byline", "outlet", "published", "url", "path", "place")


@dataclass(frozen=True, slots=True)
class Known:
    """A stored article that an incoming one is, or is a new text of."""

    id: int
    same: bool
    """Whether the words are the same, so that there is nothing to read."""


def known(db: Database, article: Article) -> Known | None:
    """The stored article that ``article`` is; ``None`` when it is a new one.

    The same words are the same article, unless they stand at another address or
    in another outlet: those are reprints. At the same address or path a text
    that shares most of its words with the stored one is a new version of it.
    """
    key = article_key(article.text, article.url, article.path)
    rows = db.query(
        "SELECT id, key, url, outlet FROM articles WHERE text_key = ?1 ORDER BY key <> ?2, id",
        [text_key(article.text), key],
    )
    for row in rows:
        moved = article.url and row["url"] and address(article.url) != address(row["url"])
        other = article.outlet and row["outlet"] and fold(article.outlet) != fold(row["outlet"])
        at_one_address = article.url and row["url"] and not moved
        if row["key"] == key or at_one_address or not (moved or other):
            return Known(row["id"], same=True)
    for row in db.query("SELECT id, text FROM articles WHERE key = ? ORDER BY id DESC", [key]):
        if shared(row["text"], article.text) >= SAME_ARTICLE:
            return Known(row["id"], same=False)
    return None


def is_known_address(db: Database, url: str) -> bool:
    """Whether an article of this address is stored, or of the one that it led to."""
    return (
        db.execute(
            "SELECT 1 FROM articles WHERE key = ?1 OR key ="
            " (SELECT key FROM _addresses WHERE asked = ?1) LIMIT 1",
            [article_key("", url, None)],
        ).fetchone()
        is not None
    )


def note_address(db: Database, asked: str, url: str) -> None:
    """Remember that what is at ``asked`` is the article of the address ``url``."""
    keys = [article_key("", asked, None), article_key("", url, None)]
    if keys[0] != keys[1]:
        with writing(db):
            db.execute("INSERT OR REPLACE INTO _addresses (asked, key) VALUES (?, ?)", keys)


def insert_article(db: Database, article: Article) -> int:
    """A new row; what people said of an article at this place before, finds it again."""
    columns = ("id", "sha256", "text", "word_count", "ingested_at", "key", "text_key", *_COLUMNS)
    key = article_key(article.text, article.url, article.path)
    cursor = db.execute(
        f"INSERT INTO articles ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})",
        [
            _new_number(db),
            article.sha256,
            article.text,
            article.word_count,
            now(),
            key,
            text_key(article.text),
            *(getattr(article, column) for column in _COLUMNS),
        ],
    )
    number = cursor.lastrowid
    assert number is not None
    keys = (key, f"text:{text_key(article.text)}")
    for table, column, lost in (
        ("reviews", "article", "idx_reviews_lost"),
        ("identity_links", "a_article", "idx_identity_links_a_lost"),
        ("identity_links", "b_article", "idx_identity_links_b_lost"),
    ):
        db.execute(
            f"UPDATE {table} INDEXED BY {lost} SET {column}_id = ? WHERE {column}_id IS NULL"
            f" AND {column}_key IS NOT NULL AND {column}_key IN (?, ?)",
            [number, *keys],
        )
    return number


def _new_number(db: Database) -> int:
    """An id that no article ever had."""
    (number,) = db.execute(
        "SELECT 1 + max(coalesce((SELECT max(id) FROM articles), 0),"
        " coalesce((SELECT CAST(value AS INTEGER) FROM _state WHERE name = 'last_article'), 0))"
    ).fetchone()
    return int(number)


def news_of(db: Database, number: int, article: Article) -> dict[str, object]:
    """What an article that came again says of itself and did not say before, by column."""
    (stored,) = db.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM articles WHERE id = ?", [number]
    ).fetchall()
    return {
        column: value
        for column, old in zip(_COLUMNS, stored, strict=True)
        if old is None and (value := getattr(article, column)) is not None
    }


def fill_in(db: Database, number: int, article: Article) -> None:
    """Add what :func:`news_of` tells."""
    news = news_of(db, number, article)
    if news:
        _set(db, number, news)
        url, path, text = db.execute(
            "SELECT url, path, text FROM articles WHERE id = ?", [number]
        ).fetchone()
        _set(db, number, {"key": article_key(text, url, path)})
        _tell_facts(db, number)


def supersede(db: Database, number: int, article: Article, records: Sequence[object]) -> None:
    """Keep the text that the article had, with its quotations, and give it the new one."""
    db.execute(
        "INSERT INTO article_versions (article_id, sha256, title, byline, outlet, published, text,"
        " word_count, ingested_at, replaced_at, quotations) SELECT id, sha256, title, byline,"
        " outlet, published, text, word_count, ingested_at, ?, ? FROM articles WHERE id = ?",
        [now(), json.dumps(list(records), ensure_ascii=False), number],
    )
    values = {
        column: value for column in _COLUMNS if (value := getattr(article, column)) is not None
    }
    values |= {
        "sha256": article.sha256,
        "text": article.text,
        "word_count": article.word_count,
        "text_key": text_key(article.text),
        "ingested_at": now(),
    }
    _set(db, number, values)


def stored_article(db: Database, number: int) -> Article:
    """The article as it came in, out of its row."""
    (row,) = db.query("SELECT * FROM articles WHERE id = ?", [number])
    return Article(row["text"], **{column: row[column] for column in _COLUMNS})


def change_article(
    db: Database, number: int, *, outlet: str | None = None, published: str | None = None
) -> bool:
    """Give a stored article another outlet or day; whether that changed anything."""
    with writing(db):
        row = db.execute("SELECT outlet, published FROM articles WHERE id = ?", [number]).fetchone()
        values = {"outlet": outlet or row[0], "published": published or row[1]}
        if (values["outlet"], values["published"]) == tuple(row):
            return False
        _set(db, number, values)
        _tell_facts(db, number)
        return True


def _set(db: Database, number: int, values: dict[str, object]) -> None:
    setting = ", ".join(f"{column} = ?" for column in values)
    db.execute(f"UPDATE articles SET {setting} WHERE id = ?", [*values.values(), number])


def _tell_facts(db: Database, number: int) -> None:
    """Outlet, date and place of the article's speakers are those of the article."""
    article = stored_article(db, number)
    put_facts(
        db,
        number,
        [
            replace(stored.fact, outlet=article.outlet, date=article.published, place=article.place)
            for stored in facts_of_article(db, number)
        ],
    )


def delete_articles(db: Database, numbers: Sequence[int]) -> int:
    """Take articles out whole, each in one transaction; how many there were.

    With them go their quotations, their earlier texts, and speakers and groups
    that no other article has. What people corrected in them is kept, and holds
    again if the article comes back.
    """
    return sum(_delete(db, number) for number in numbers)


def _delete(db: Database, number: int) -> int:
    with writing(db):
        row = db.execute("SELECT key FROM articles WHERE id = ?", [number]).fetchone()
        if row is None:
            return 0
        quotes = [
            id_ for (id_,) in db.execute("SELECT id FROM quotes WHERE article_id = ?", [number])
        ]
        leave_groups(db, quotes)
        remember_ids(db, "last_quote", quotes)
        remember_ids(db, "last_article", [number])
        db.execute("DELETE FROM quotes WHERE article_id = ?", [number])
        db.execute("DELETE FROM _machine WHERE article_id = ?", [number])
        put_facts(db, number, [])
        for table, column in (
            ("reviews", "article"),
            ("identity_links", "a_article"),
            ("identity_links", "b_article"),
        ):
            db.execute(
                f"UPDATE {table} SET {column}_key = ?, {column}_id = NULL WHERE {column}_id = ?",
                [row[0], number],
            )
        db.execute("DELETE FROM article_versions WHERE article_id = ?", [number])
        db.execute("DELETE FROM articles WHERE id = ?", [number])
        return 1


def remember_ids(db: Database, name: str, numbers: Sequence[int]) -> None:
    """Ids of what goes are not given to others."""
    if numbers:
        db.execute(
            "INSERT INTO _state (name, value) VALUES (?1, ?2) ON CONFLICT (name)"
            " DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(?2 AS INTEGER))",
            [name, max(numbers)],
        )
