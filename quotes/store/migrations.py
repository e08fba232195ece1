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


def _columns(db: Database, name: str) -> set[str]:
    return {column.name for column in table(db, name).columns}


def _retrigger(db: Database, name: str, columns: str) -> None:
    """Have full text follow an update of its own columns alone."""
    trigger = f"{name}_au"
    (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", [trigger]).fetchone()
    db.execute(f"DROP TRIGGER {trigger}")
    db.execute(sql.replace("AFTER UPDATE ON", f"AFTER UPDATE OF {columns} ON"))


@migrations()
def m008_versions(db: Database) -> None:
    """Articles that change: what makes two the same, and what an article was before.

    ``articles.key`` is the address, else the file, else the words; ``text_key``
    a hash of the words, whatever the white space between them; ``place`` that
    of the dateline. ``article_versions`` keeps the texts that an article had,
    with their quotations as JSON records; ``replaced_at`` is when a newer text came.
    """
    from quotes.store.keys import article_key, text_key

    for column in ("key", "text_key", "place"):
        db.execute(f"ALTER TABLE articles ADD COLUMN {column} TEXT")
    for index in table(db, "articles").indexes:
        if index.columns == ["sha256"]:
            db.execute(f'DROP INDEX "{index.name}"')
    rows = db.execute("SELECT id, text, url, path FROM articles").fetchall()
    db.conn.executemany(
        "UPDATE articles SET key = ?, text_key = ? WHERE id = ?",
        [
            (article_key(text, url, path), text_key(text), number)
            for number, text, url, path in rows
        ],
    )
    for column in ("sha256", "key", "text_key", "url", "ingested_at"):
        table(db, "articles").create_index([column])
    table(db, "article_versions").create(
        {
            "id": int,
            "article_id": int,
            "sha256": str,
            "title": str,
            "byline": str,
            "outlet": str,
            "published": str,
            "text": str,
            "word_count": int,
            "ingested_at": str,
            "replaced_at": str,
            "quotations": str,
        },
        pk="id",
        not_null={"article_id", "sha256", "text", "ingested_at", "replaced_at", "quotations"},
        foreign_keys=[("article_id", "articles", "id")],
    )
    table(db, "article_versions").create_index(["article_id"])
    _retrigger(db, "articles", "title, text")


@migrations()
def m009_identity(db: Database) -> None:
    """What each article says of each speaker, and what people say of who is who.

    ``article_speakers`` are facts: ``names`` and ``titles`` are JSON lists. A
    row of ``_identity_forms`` is what facts have in common as far as identity
    looks (:class:`quotes.identity.Form`, as JSON), with the number of articles
    that have it; facts that are nobody's across articles have none.
    ``identity_links`` join two facts or names, or part them: made by a person,
    or the reading of a rule. What people said is withdrawn, never deleted.
    ``_speaker_moves`` leads from the id of a speaker that is gone to whom its
    quotations went; a fact named in ``_speakers_gone`` gives its speaker the id
    that it had, should it come back. ``speakers.candidates`` is a JSON list of the ids of those
    whom a bare surname or an acronym could mean as well.
    ``_state`` keeps what the program has to remember, by name.
    """
    speakers = table(db, "speakers")
    speakers.add_column("candidates", str)
    db.execute("ALTER TABLE speaker_names ADD COLUMN articles INTEGER NOT NULL DEFAULT 0")
    table(db, "speaker_titles").create(
        {"speaker_id": int, "title": str, "articles": int, "first": str, "last": str},
        pk=("speaker_id", "title"),
        not_null={"articles"},
        foreign_keys=[("speaker_id", "speakers", "id")],
    )
    forms = table(db, "_identity_forms").create(
        {"id": int, "signature": str, "only": str, "articles": int, "speaker_id": int},
        pk="id",
        not_null={"signature", "articles"},
        foreign_keys=[("speaker_id", "speakers", "id")],
    )
    forms.create_index(["signature"], unique=True)
    forms.create_index(["only"])
    forms.create_index(["speaker_id"])
    db.execute(
        "CREATE TABLE _identity_blocks ("
        " block TEXT NOT NULL,"
        " form_id INTEGER NOT NULL REFERENCES _identity_forms(id),"
        " PRIMARY KEY (block, form_id)"
        ") WITHOUT ROWID"
    )
    table(db, "_identity_blocks").create_index(["form_id"])
    db.execute(
        "CREATE TABLE _form_outlets ("
        " form_id INTEGER NOT NULL REFERENCES _identity_forms(id),"
        " outlet TEXT NOT NULL,"
        " articles INTEGER NOT NULL,"
        " PRIMARY KEY (form_id, outlet)"
        ") WITHOUT ROWID"
    )
    facts = table(db, "article_speakers").create(
        {
            "id": int,
            "article_id": int,
            "speaker_id": int,
            "form_id": int,
            "name": str,
            "kind": str,
            "names": str,
            "titles": str,
            "gender": str,
            "outlet": str,
            "date": str,
            "place": str,
            "folded": str,
        },
        pk="id",
        not_null={"article_id", "name", "kind", "names", "titles", "folded"},
        foreign_keys=[
            ("article_id", "articles", "id"),
            ("speaker_id", "speakers", "id"),
            ("form_id", "_identity_forms", "id"),
        ],
    )
    facts.create_index(["article_id"])
    facts.create_index(["speaker_id"])
    facts.create_index(["form_id"])
    links = table(db, "identity_links").create(
        {
            "id": int,
            "verdict": str,
            "kind": str,
            "a_name": str,
            "a_article_id": int,
            "a_article_key": str,
            "b_name": str,
            "b_article_id": int,
            "b_article_key": str,
            "form_id": int,
            "made_by": str,
            "why": str,
            "made_at": str,
            "withdrawn_at": str,
            "review_id": int,
        },
        pk="id",
        not_null={"verdict", "a_name", "b_name", "made_by", "made_at"},
    )
    links.create_index(["a_article_id"])
    links.create_index(["b_article_id"])
    for end in "ab":  # Of the links of people, whose article may come back.
        db.execute(
            f"CREATE INDEX idx_identity_links_{end}_gone ON identity_links ({end}_article_key)"
            f" WHERE {end}_article_id IS NULL AND {end}_article_key IS NOT NULL"
        )
    links.create_index(["form_id"])
    links.create_index(["review_id"])
    db.execute("CREATE TABLE _speaker_moves (old_id INTEGER PRIMARY KEY, new_id INTEGER NOT NULL)")
    db.execute("CREATE INDEX idx_speaker_moves_new ON _speaker_moves (new_id)")
    db.execute(
        "CREATE TABLE _speakers_gone (speaker_id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL,"
        " kind TEXT NOT NULL, folded TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX idx_speakers_gone ON _speakers_gone (article_id, kind, folded)")
    db.execute("CREATE TABLE _state (name TEXT PRIMARY KEY, value TEXT)")
    db.execute(
        "ALTER TABLE quotes ADD COLUMN article_speaker_id INTEGER REFERENCES article_speakers(id)"
    )
    table(db, "quotes").create_index(["article_speaker_id"])
    db.execute("CREATE INDEX idx_quotes_open ON quotes (group_id) WHERE article_speaker_id IS NULL")
    _retrigger(db, "quotes", "text")


@migrations()
def m010_reviews(db: Database) -> None:
    """Corrections that find their place again, and what the machine had said.

    A review of a quotation is anchored by ``anchor``, a JSON list of text-quote
    selectors (exact, prefix, suffix, start), one a span; one of a speaker by the
    article and the ``name`` that it has there. ``quote_id`` is no foreign key:
    the quotation may be gone. ``lost`` is 1 while the words are not to be found,
    ``undone_at`` is set when it was taken back. ``quotes.reviewed`` is 1 where a
    person decided; ``_machine`` has what the machine said of these quotations
    and of those that a person took out, as JSON.
    """
    db.execute("ALTER TABLE reviews RENAME TO _old_reviews")
    for index in table(db, "_old_reviews").indexes:
        db.execute(f'DROP INDEX IF EXISTS "{index.name}"')
    reviews = table(db, "reviews").create(
        {
            "id": int,
            "action": str,
            "article_id": int,
            "article_key": str,
            "quote_id": int,
            "name": str,
            "kind": str,
            "anchor": str,
            "start": int,
            "end": int,
            "before": str,
            "after": str,
            "note": str,
            "reviewer": str,
            "reviewed_at": str,
            "lost": int,
            "undone_at": str,
            "undone_by": str,
        },
        pk="id",
        not_null={"action", "reviewed_at", "lost"},
        defaults={"lost": 0},
        foreign_keys=[("article_id", "articles", "id")],
    )
    db.execute(
        'INSERT INTO reviews (id, action, article_id, quote_id, start, "end", before, after, note,'
        ' reviewed_at) SELECT id, action, article_id, quote_id, start, "end", before, after, note,'
        " reviewed_at FROM _old_reviews"
    )
    db.execute("DROP TABLE _old_reviews")
    for column in ("article_id", "article_key", "quote_id", "action"):
        reviews.create_index([column])
    db.execute("ALTER TABLE quotes ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "CREATE TABLE _machine ("
        " quote_id INTEGER PRIMARY KEY,"
        " article_id INTEGER NOT NULL REFERENCES articles(id),"
        " record TEXT NOT NULL)"
    )
    table(db, "_machine").create_index(["article_id"])
    (view,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'quotations'").fetchone()
    db.execute("DROP VIEW quotations")
    db.execute(
        view.replace(
            "quotes.confidence < 0.5 AS doubtful,",
            "quotes.confidence < 0.5 AS doubtful,\n          quotes.reviewed AS reviewed,",
        )
    )


@migrations()
def m011_people(db: Database) -> None:
    """People that somebody brought a list of: ``aliases`` a JSON list, ``ids`` a JSON object."""
    people = table(db, "people").create(
        {
            "id": int,
            "name": str,
            "kind": str,
            "gender": str,
            "aliases": str,
            "ids": str,
            "imported_at": str,
        },
        pk="id",
        not_null={"name", "kind", "aliases", "ids", "imported_at"},
    )
    people.create_index(["name"])


@migrations()
def m012_lookups(db: Database) -> None:
    """What is asked for each article must not be looked for in all rows."""
    for end in "ab":
        db.execute(
            f"CREATE INDEX idx_identity_links_{end}_lost ON identity_links ({end}_article_key)"
            f" WHERE {end}_article_id IS NULL AND {end}_article_key IS NOT NULL"
        )
    db.execute(
        "CREATE INDEX idx_reviews_lost ON reviews (article_key)"
        " WHERE article_id IS NULL AND article_key IS NOT NULL"
    )
    db.execute(
        "CREATE INDEX idx_reviews_of_speakers ON reviews (name)"
        " WHERE action IN ('rename', 'title', 'kind')"
    )
    db.execute("DROP INDEX IF EXISTS idx_article_speakers_speaker_id")
    table(db, "article_speakers").create_index(["speaker_id", "kind"])


@migrations()
def m013_journal(db: Database) -> None:
    """Runs of ``quotes ingest``, one row each, and what came of their sources."""
    table(db, "ingests").create(
        {
            "id": int,
            "started_at": str,
            "ended_at": str,
            "new": int,
            "changed": int,
            "known": int,
            "skipped": int,
            "failed": int,
            "quotations": int,
        },
        pk="id",
        not_null={"started_at"},
    )
    entries = table(db, "ingest_entries").create(
        {
            "id": int,
            "ingest_id": int,
            "source": str,
            "status": str,
            "reason": str,
            "article_id": int,
        },
        pk="id",
        not_null={"ingest_id", "source", "status"},
        foreign_keys=[("ingest_id", "ingests", "id")],
    )
    entries.create_index(["ingest_id"])
    entries.create_index(["status"])
    # Addresses of feeds and lists, as keys, that led to an article of another address.
    db.execute("CREATE TABLE _addresses (asked TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID")


@migrations()
def m014_counts(db: Database) -> None:
    """Totals kept with what they count, and indexes for every order of a list.

    ``quotes.published``, ``outlet`` and ``speaker_kind`` are copies from the article and the
    speaker. ``_counts`` has the quotations of each ``outlet`` and each ``month`` by type,
    resolution and kind of speaker, empty where there is none; ``_speaker_counts`` those of each
    speaker, ``_outlet_speakers`` those of each in each outlet. Triggers keep all of these.
    ``_group_counts`` are counted at the end of a transaction, for ``_groups_changed``.
    """
    for column in ("published TEXT", "outlet TEXT COLLATE NOCASE", "speaker_kind TEXT"):
        db.execute(f"ALTER TABLE quotes ADD COLUMN {column}")
    for index in table(db, "quotes").indexes:
        # Each begins one of those below.
        if index.columns in (["article_id", "start"], ["speaker_id"], ["type"], ["resolution"]) or (
            index.columns == ["confidence"]
        ):
            db.execute(f'DROP INDEX "{index.name}"')
    db.execute(
        "UPDATE quotes SET (published, outlet) ="
        " (SELECT published, outlet FROM articles WHERE articles.id = quotes.article_id),"
        " speaker_kind = (SELECT kind FROM speakers WHERE speakers.id = quotes.speaker_id)"
    )
    # With id where rows are in its order, and then what lists are narrowed by: a filter that lets
    # little through is looked up in the index alone.
    narrowing = "type, resolution, speaker_kind"
    for name, columns in (
        ("article", "article_id, speaker_id"),
        ("date", f"published DESC, id, {narrowing}, outlet, speaker_id, confidence"),
        ("confidence", f"confidence, id, {narrowing}, outlet, published"),
        ("speaker", f"speaker_id, published DESC, id, {narrowing}, outlet"),
        ("outlet", f"outlet, published DESC, id, {narrowing}"),
    ):
        db.execute(f"CREATE INDEX idx_quotes_by_{name} ON quotes ({columns})")
    db.execute("CREATE INDEX idx_speakers_sorted ON speakers (name COLLATE NOCASE, id)")
    db.execute("CREATE INDEX idx_articles_latest ON articles (published DESC, id DESC)")
    db.execute(
        "CREATE TABLE _counts (dimension TEXT NOT NULL, value TEXT NOT NULL, type TEXT NOT NULL,"
        " resolution TEXT NOT NULL, kind TEXT NOT NULL, quotations INTEGER NOT NULL,"
        " PRIMARY KEY (dimension, value, type, resolution, kind)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE _speaker_counts (speaker_id INTEGER PRIMARY KEY, quotations INTEGER NOT NULL,"
        " articles INTEGER NOT NULL, direct INTEGER NOT NULL, mixed INTEGER NOT NULL,"
        " indirect INTEGER NOT NULL, first TEXT, last TEXT)"
    )
    db.execute(
        "CREATE INDEX idx_speaker_counts_most ON _speaker_counts (quotations DESC, speaker_id)"
    )
    db.execute(
        "CREATE TABLE _outlet_speakers (outlet TEXT NOT NULL, speaker_id INTEGER NOT NULL,"
        " quotations INTEGER NOT NULL, articles INTEGER NOT NULL,"
        " PRIMARY KEY (outlet, speaker_id)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE INDEX idx_outlet_speakers_most ON _outlet_speakers"
        " (outlet, quotations DESC, speaker_id)"
    )
    db.execute(
        "CREATE TABLE _group_counts (group_id INTEGER PRIMARY KEY, quotations INTEGER NOT NULL,"
        " articles INTEGER NOT NULL, first TEXT, conflict INTEGER NOT NULL)"
    )
    db.execute("CREATE INDEX idx_group_counts_most ON _group_counts (articles DESC, group_id)")
    db.execute(
        "CREATE INDEX idx_group_counts_conflict ON _group_counts (articles DESC, group_id)"
        " WHERE conflict"
    )
    db.execute("CREATE TABLE _groups_changed (group_id INTEGER PRIMARY KEY)")
    _view_without_joins(db)


@migrations()
def m015_acts(db: Database) -> None:
    """What an attribution reports: ``statement``, ``attitude`` or ``unsaid``.

    What is there already counts as statements. ``_counts`` has acts apart; ``_speaker_counts`` and
    ``_outlet_speakers`` are of statements alone, as lists are where no act is asked for. Triggers
    keep all of these.
    """
    from quotes.store.counting import recount

    for column in ("act TEXT NOT NULL DEFAULT 'statement'", "act_confidence FLOAT"):
        db.execute(f"ALTER TABLE quotes ADD COLUMN {column}")
    for (trigger,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND (name GLOB '_quotes_*'"
        " OR name IN ('_articles_moved', '_speakers_kind', '_speakers_candidates'))"
    ).fetchall():
        db.execute(f"DROP TRIGGER {trigger}")
    narrowing = "act, type, resolution, speaker_kind"
    for name, columns in (
        ("article", "article_id, speaker_id, act"),
        ("date", f"published DESC, id, {narrowing}, outlet, speaker_id, confidence"),
        ("confidence", f"confidence, id, {narrowing}, outlet, published"),
        ("speaker", f"speaker_id, published DESC, id, {narrowing}, outlet"),
        ("outlet", f"outlet, published DESC, id, {narrowing}"),
    ):
        db.execute(f"DROP INDEX idx_quotes_by_{name}")
        db.execute(f"CREATE INDEX idx_quotes_by_{name} ON quotes ({columns})")
    db.execute("DROP TABLE _counts")
    db.execute(
        "CREATE TABLE _counts (dimension TEXT NOT NULL, value TEXT NOT NULL, act TEXT NOT NULL,"
        " type TEXT NOT NULL, resolution TEXT NOT NULL, kind TEXT NOT NULL,"
        " quotations INTEGER NOT NULL,"
        " PRIMARY KEY (dimension, value, act, type, resolution, kind)) WITHOUT ROWID"
    )
    recount(db)
    _count_by_triggers(db)
    (view,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'quotations'").fetchone()
    if "quotes.type" not in view:
        raise ValueError("the view quotations lacks 'quotes.type'")
    db.execute("DROP VIEW quotations")
    db.execute(view.replace("quotes.type", "quotes.act, quotes.type", 1))


def _count_by_triggers(db: Database) -> None:
    """Keep the tables of counts; of groups it is noted that they changed."""

    def cells(row: str, change: int) -> str:
        common = (
            f"{row}.act, {row}.type, coalesce({row}.resolution, ''),"
            f" coalesce({row}.speaker_kind, ''), {change}"
        )
        return (
            "INSERT INTO _counts (dimension, value, act, type, resolution, kind, quotations) VALUES"
            f" ('outlet', coalesce({row}.outlet, ''), {common}),"
            f" ('month', coalesce(substr({row}.published, 1, 7), ''), {common})"
            " ON CONFLICT (dimension, value, act, type, resolution, kind)"
            " DO UPDATE SET quotations = quotations + excluded.quotations;"
        )

    def emptied(row: str) -> str:
        """The cells of a row go when nothing is left in them."""
        return "".join(
            f"DELETE FROM _counts WHERE dimension = '{dimension}'"
            f" AND value = coalesce({value}, '') AND act = {row}.act AND type = {row}.type"
            f" AND resolution = coalesce({row}.resolution, '')"
            f" AND kind = coalesce({row}.speaker_kind, '') AND quotations = 0;"
            for dimension, value in (
                ("outlet", f"{row}.outlet"),
                ("month", f"substr({row}.published, 1, 7)"),
            )
        )

    def alone(row: str, outlet: bool) -> str:
        """Whether no other statement of the article is this speaker's."""
        return (
            f"NOT EXISTS (SELECT 1 FROM quotes WHERE article_id = {row}.article_id"
            f" AND speaker_id = {row}.speaker_id AND act = 'statement' AND id <> {row}.id"
            f"{f' AND outlet IS {row}.outlet COLLATE BINARY' if outlet else ''})"
        )

    added = f"""
        INSERT INTO _speaker_counts
          (speaker_id, quotations, articles, direct, mixed, indirect, first, last)
        SELECT NEW.speaker_id, 1, {alone("NEW", False)}, NEW.type = 'direct', NEW.type = 'mixed',
          NEW.type = 'indirect', NEW.published, NEW.published
          WHERE NEW.speaker_id IS NOT NULL AND NEW.act = 'statement'
        ON CONFLICT (speaker_id) DO UPDATE SET quotations = quotations + 1,
          articles = articles + excluded.articles, direct = direct + excluded.direct,
          mixed = mixed + excluded.mixed, indirect = indirect + excluded.indirect,
          first = min(coalesce(first, excluded.first), coalesce(excluded.first, first)),
          last = max(coalesce(last, excluded.last), coalesce(excluded.last, last));
        INSERT INTO _outlet_speakers (outlet, speaker_id, quotations, articles)
        SELECT coalesce(NEW.outlet, ''), NEW.speaker_id, 1, {alone("NEW", True)}
          WHERE NEW.speaker_id IS NOT NULL AND NEW.act = 'statement'
        ON CONFLICT (outlet, speaker_id) DO UPDATE SET quotations = quotations + 1,
          articles = articles + excluded.articles;
    """
    taken = f"""
        UPDATE _speaker_counts SET quotations = quotations - 1,
          articles = articles - {alone("OLD", False)}, direct = direct - (OLD.type = 'direct'),
          mixed = mixed - (OLD.type = 'mixed'), indirect = indirect - (OLD.type = 'indirect'),
          first = (SELECT min(published) FROM quotes
            WHERE speaker_id = OLD.speaker_id AND act = 'statement'),
          last = (SELECT max(published) FROM quotes
            WHERE speaker_id = OLD.speaker_id AND act = 'statement')
        WHERE speaker_id = OLD.speaker_id AND OLD.act = 'statement';
        DELETE FROM _speaker_counts WHERE speaker_id = OLD.speaker_id AND quotations = 0;
        UPDATE _outlet_speakers SET quotations = quotations - 1,
          articles = articles - {alone("OLD", True)}
        WHERE outlet = coalesce(OLD.outlet, '') AND speaker_id = OLD.speaker_id
          AND OLD.act = 'statement';
        DELETE FROM _outlet_speakers WHERE outlet = coalesce(OLD.outlet, '')
          AND speaker_id = OLD.speaker_id AND quotations = 0;
    """
    # Rows that were put in without their copies.
    filled = """
        UPDATE quotes SET (published, outlet) =
            (SELECT published, outlet FROM articles WHERE id = NEW.article_id),
          speaker_kind = (SELECT kind FROM speakers WHERE id = NEW.speaker_id)
        WHERE id = NEW.id AND coalesce(NEW.published, NEW.outlet, NEW.speaker_kind) IS NULL
          AND (NEW.speaker_id IS NOT NULL OR EXISTS (SELECT 1 FROM articles
            WHERE id = NEW.article_id AND coalesce(published, outlet) IS NOT NULL));
    """
    changed = "INSERT OR IGNORE INTO _groups_changed SELECT {0} WHERE {0} IS NOT NULL;"
    kind = "(SELECT kind FROM speakers WHERE id = NEW.speaker_id)"

    def differ(*columns: str) -> str:
        return " OR ".join(f"OLD.{column} IS NOT NEW.{column} COLLATE BINARY" for column in columns)

    in_cell = ("act", "type", "resolution", "published", "outlet", "speaker_kind")
    of_speaker = ("speaker_id", "act", "type", "published", "outlet")
    in_group = ("group_id", "speaker_id", "article_speaker_id", "speaker_kind", "published")
    for name, when, body in (
        ("added", "AFTER INSERT ON quotes", cells("NEW", 1) + added + filled),
        (
            "taken",
            "AFTER DELETE ON quotes",
            cells("OLD", -1) + emptied("OLD") + taken + changed.format("OLD.group_id"),
        ),
        (
            "cell",
            f"AFTER UPDATE OF {', '.join(in_cell)} ON quotes WHEN {differ(*in_cell)}",
            # With the kind, another trigger changes the row meanwhile: in which order is not said.
            cells("OLD", -1) + cells("NEW", 1) + emptied("OLD") + emptied("NEW"),
        ),
        (
            "moved",
            f"AFTER UPDATE OF {', '.join(of_speaker)} ON quotes WHEN {differ(*of_speaker)}",
            taken + added,
        ),
        (
            "kind",
            "AFTER UPDATE OF speaker_id ON quotes WHEN OLD.speaker_id IS NOT NEW.speaker_id",
            f"UPDATE quotes SET speaker_kind = {kind} WHERE id = NEW.id"
            f" AND speaker_kind IS NOT {kind};",
        ),
        (
            "regrouped",
            f"AFTER UPDATE OF {', '.join(in_group)} ON quotes"
            f" WHEN coalesce(OLD.group_id, NEW.group_id) IS NOT NULL AND ({differ(*in_group)})",
            changed.format("OLD.group_id") + changed.format("NEW.group_id"),
        ),
    ):
        db.execute(f"CREATE TRIGGER _quotes_{name} {when} BEGIN {body} END")
    db.execute(
        "CREATE TRIGGER _articles_moved AFTER UPDATE OF published, outlet ON articles"
        f" WHEN {differ('published', 'outlet')} BEGIN"
        " UPDATE quotes SET published = NEW.published, outlet = NEW.outlet"
        " WHERE article_id = NEW.id; END"
    )
    db.execute(
        "CREATE TRIGGER _speakers_kind AFTER UPDATE OF kind ON speakers"
        " WHEN OLD.kind IS NOT NEW.kind BEGIN"
        " UPDATE quotes SET speaker_kind = NEW.kind WHERE speaker_id = NEW.id; END"
    )
    db.execute(
        "CREATE TRIGGER _speakers_candidates AFTER UPDATE OF candidates ON speakers"
        " WHEN OLD.candidates IS NOT NEW.candidates BEGIN"
        " INSERT OR IGNORE INTO _groups_changed SELECT DISTINCT group_id FROM quotes"
        " WHERE speaker_id = NEW.id AND group_id IS NOT NULL; END"
    )


def _view_without_joins(db: Database) -> None:
    """The view looks up what is not in ``quotes`` where a column asks for it.

    So that its rows are counted, filtered and sorted by an index of ``quotes`` alone.
    """
    (view,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'quotations'").fetchone()
    db.execute("DROP VIEW quotations")
    of_article = "FROM articles WHERE articles.id = quotes.article_id)"
    of_speaker = "FROM speakers WHERE speakers.id = quotes.speaker_id)"
    title = "coalesce(articles.title, articles.path, articles.url)"
    for old, new in (
        ("speakers.name AS speaker", f"(SELECT speakers.name {of_speaker} AS speaker"),
        ("speakers.title AS", f"(SELECT speakers.title {of_speaker} AS"),
        ("speakers.kind AS", "quotes.speaker_kind AS"),
        (f"{title} AS", f"(SELECT {title} {of_article} AS"),
        ("articles.outlet AS", "quotes.outlet AS"),
        ("articles.published AS", "quotes.published AS"),
        ("JOIN articles ON articles.id = quotes.article_id", ""),
        ("LEFT JOIN speakers ON speakers.id = quotes.speaker_id", ""),
    ):
        if old not in view:
            raise ValueError(f"the view quotations lacks {old!r}")
        view = view.replace(old, new)
    db.execute(view)
