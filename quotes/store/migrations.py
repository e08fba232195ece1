"""The schema, as a sequence of migrations that only ever grows.

A released migration is never edited: a change is a new function below it.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations
from sqlite_utils.db import Table

migrations = Migrations("quotes")

#: Words match whatever their ending, case and accents: ``border`` finds ``Borders``.
TOKENIZER = "porter unicode61 remove_diacritics 2"


def table(db: Database, name: str) -> Table:
    """The table (not view) called ``name``."""
    return db.table(name)


def is_newer(db: Database) -> bool:
    """Whether a later version of this program changed the schema of ``db``."""
    known = {migration.name for migration in migrations.pending(Database(memory=True))}
    return any(migration.name not in known for migration in migrations.applied(db))


@migrations()
def m001_articles(db: Database) -> None:
    """One row an article; ``sha256`` of the text is what makes two the same."""
    articles = table(db, "articles").create(
        {
            "id": int,
            "sha256": str,
            "title": str,
            "byline": str,
            "outlet": str,
            "published": str,
            "url": str,
            "path": str,
            "text": str,
            "word_count": int,
            "ingested_at": str,
        },
        pk="id",
        not_null={"sha256", "text", "word_count", "ingested_at"},
    )
    articles.create_index(["sha256"], unique=True)
    for column in ("outlet", "published", "path"):
        articles.create_index([column])
    articles.enable_fts(["title", "text"], create_triggers=True, tokenize=TOKENIZER)


@migrations()
def m002_speakers(db: Database) -> None:
    """Who speaks, across articles, under every name seen.

    ``speaker_names.folded`` is the name without case and accents, ``key`` the
    part of it that candidates for the same identity share (a person's surname).
    ``speakers.title_date`` is the date of the article that ``title`` is from.
    """
    speakers = table(db, "speakers").create(
        {"id": int, "name": str, "kind": str, "title": str, "title_date": str},
        pk="id",
        not_null={"name", "kind"},
    )
    speakers.create_index(["name"])
    speakers.create_index(["kind"])
    names = table(db, "speaker_names").create(
        {"speaker_id": int, "name": str, "folded": str, "key": str},
        pk=("speaker_id", "name"),
        not_null={"folded", "key"},
        foreign_keys=[("speaker_id", "speakers", "id")],
    )
    names.create_index(["folded"])
    names.create_index(["key"])


@migrations()
def m003_quotes(db: Database) -> None:
    """One row a quotation; offsets are in characters of ``articles.text``.

    ``spans`` is a JSON list of ``[start, end]``, ``start`` and ``end`` its first
    and last offset, ``evidence`` a JSON object (rule, chain, runner_up).
    """
    table(db, "quote_groups").create({"id": int, "text": str}, pk="id", not_null={"text"})
    quotes = table(db, "quotes").create(
        {
            "id": int,
            "article_id": int,
            "speaker_id": int,
            "group_id": int,
            "type": str,
            "text": str,
            "start": int,
            "end": int,
            "spans": str,
            "cue": str,
            "cue_start": int,
            "cue_end": int,
            "source": str,
            "source_start": int,
            "source_end": int,
            "resolution": str,
            "confidence": float,
            "evidence": str,
        },
        pk="id",
        not_null={"article_id", "type", "text", "start", "end", "spans", "confidence"},
        foreign_keys=[
            ("article_id", "articles", "id"),
            ("speaker_id", "speakers", "id"),
            ("group_id", "quote_groups", "id"),
        ],
    )
    quotes.create_index(["article_id", "start"])
    for column in ("speaker_id", "group_id", "type", "resolution", "confidence"):
        quotes.create_index([column])
    quotes.enable_fts(["text"], create_triggers=True, tokenize=TOKENIZER)


@migrations()
def m004_fingerprints(db: Database) -> None:
    """Hashes of word sequences, by which the same words are found in other articles."""
    db.execute(
        "CREATE TABLE _quote_fingerprints ("
        " hash INTEGER NOT NULL,"
        " quote_id INTEGER NOT NULL REFERENCES quotes(id),"
        " PRIMARY KEY (hash, quote_id)"
        ") WITHOUT ROWID"
    )
    table(db, "_quote_fingerprints").create_index(["quote_id"])


@migrations()
def m005_reviews(db: Database) -> None:
    """What people corrected; article and offsets outlast the row in ``quotes``.

    ``before`` and ``after`` are JSON objects of the columns that changed.
    """
    reviews = table(db, "reviews").create(
        {
            "id": int,
            "article_id": int,
            "quote_id": int,
            "start": int,
            "end": int,
            "action": str,
            "before": str,
            "after": str,
            "note": str,
            "reviewed_at": str,
        },
        pk="id",
        not_null={"article_id", "action", "reviewed_at"},
        foreign_keys=[("article_id", "articles", "id"), ("quote_id", "quotes", "id")],
    )
    for column in ("article_id", "quote_id", "action"):
        reviews.create_index([column])


@migrations()
def m006_quotations(db: Database) -> None:
    """One readable row a quotation."""
    db.create_view(
        "quotations",
        """
        SELECT
          quotes.id AS id,
          speakers.name AS speaker,
          speakers.title AS speaker_title,
          speakers.kind AS speaker_kind,
          quotes.type AS type,
          quotes.text AS text,
          quotes.source AS source,
          quotes.cue AS cue,
          quotes.resolution AS resolution,
          quotes.confidence AS confidence,
          coalesce(articles.title, articles.path, articles.url) AS article_title,
          articles.outlet AS outlet,
          articles.published AS date,
          quotes.article_id AS article_id,
          quotes.speaker_id AS speaker_id,
          quotes.group_id AS group_id
        FROM quotes
        JOIN articles ON articles.id = quotes.article_id
        LEFT JOIN speakers ON speakers.id = quotes.speaker_id
        """,
    )


@migrations()
def m007_doubtful(db: Database) -> None:
    """The view says which quotations are doubtful: more likely wrong than right.

    ``quotes.evidence`` has more keys than before: those of
    :class:`quotes.types.Evidence`. Rows that are older lack them.
    """
    (view,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'quotations'").fetchone()
    db.execute("DROP VIEW quotations")
    db.execute(
        view.replace(
            "quotes.confidence AS confidence,",
            "quotes.confidence AS confidence,\n          quotes.confidence < 0.5 AS doubtful,",
        )
    )
