"""What a review has to know of the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from quotes.cli.errors import Failed
from quotes.reviews.anchoring import Finder, Selector
from quotes.types import SPAN_SEPARATOR, Span

if TYPE_CHECKING:
    from quotes.store import Filters

_FROM = """
    quotes
    JOIN articles ON articles.id = quotes.article_id
    LEFT JOIN speakers ON speakers.id = quotes.speaker_id
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A speaker who may be chosen."""

    id: int
    name: str
    kind: str
    title: str | None = None

    def __str__(self) -> str:
        return f"{self.name}, {self.title or self.kind}"


@contextmanager
def one_line_errors() -> Iterator[None]:
    """A correction that cannot be made is told in a line."""
    from quotes.store.reviewing import ReviewError

    try:
        yield
    except ReviewError as error:
        raise Failed(str(error)) from error


def quote_ids(
    db: Database, filters: Filters, *, unreviewed: bool = False, least_certain: bool = False
) -> list[int]:
    """The quotations that ``filters`` let through, by article and place.

    ``filters.limit`` takes the least certain ones; ``least_certain`` puts these first.
    """
    from quotes.store.filters import condition

    wanted = condition(db, replace(filters, limit=None))
    tables = _FROM
    if wanted.match:
        tables += "JOIN quotes_fts ON quotes_fts.rowid = quotes.id"
    sql = f"SELECT quotes.id, quotes.article_id, quotes.start FROM {tables} WHERE {wanted.sql}"
    if unreviewed:
        sql += " AND NOT quotes.reviewed"
    rows = db.execute(
        f"{sql} ORDER BY quotes.confidence, quotes.id LIMIT ?",
        [*wanted.values, -1 if filters.limit is None else filters.limit],
    ).fetchall()
    if not least_certain:
        rows.sort(key=lambda row: (row[1], row[2], row[0]))
    return [row[0] for row in rows]


def text_of(db: Database, article_id: int) -> str:
    """The text of an article."""
    row = db.execute("SELECT text FROM articles WHERE id = ?", [article_id]).fetchone()
    if row is None:
        raise Failed(f"There is no article {article_id}.")
    return str(row[0])


def is_reviewed(db: Database, quote_id: int) -> bool:
    """Did a person decide on this quotation?"""
    row = db.execute("SELECT reviewed FROM quotes WHERE id = ?", [quote_id]).fetchone()
    return bool(row and row[0])


def quotes_of(db: Database, article_id: int) -> list[tuple[int, bool]]:
    """The quotations of an article, and whether a person decided on them."""
    rows = db.execute(
        "SELECT id, reviewed FROM quotes WHERE article_id = ? ORDER BY start, id", [article_id]
    )
    return [(number, bool(reviewed)) for number, reviewed in rows.fetchall()]


def speakers_of(db: Database, article_id: int) -> list[Candidate]:
    """Who is in an article, the most quoted first."""
    return _candidates(
        db,
        "SELECT speakers.id, speakers.name, speakers.kind, speakers.title FROM speakers"
        " JOIN (SELECT speaker_id FROM article_speakers WHERE article_id = :article UNION ALL"
        " SELECT speaker_id FROM quotes WHERE article_id = :article) AS seen"
        " ON seen.speaker_id = speakers.id"
        " GROUP BY speakers.id ORDER BY count(*) DESC, speakers.id",
        {"article": article_id},
    )


def speakers_like(db: Database, typed: str, most: int) -> list[Candidate]:
    """Who goes by a name with a word that begins as ``typed`` does, the most quoted first."""
    from quotes.speakers.names import fold

    wanted = fold(typed).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if not wanted:
        return []
    return _candidates(
        db,
        "SELECT speakers.id, speakers.name, speakers.kind, speakers.title FROM speakers"
        " WHERE speakers.kind <> 'unnamed' AND speakers.id IN (SELECT speaker_id FROM speaker_names"
        " WHERE folded LIKE :begins ESCAPE '\\' OR folded LIKE :within ESCAPE '\\')"
        " ORDER BY (SELECT count(*) FROM quotes WHERE speaker_id = speakers.id) DESC, speakers.id"
        " LIMIT :most",
        {"begins": f"{wanted}%", "within": f"% {wanted}%", "most": most},
    )


def _candidates(db: Database, sql: str, values: dict[str, Any]) -> list[Candidate]:
    return [Candidate(*row) for row in db.execute(sql, values).fetchall()]


def speaker_named(
    db: Database, name: str, article_id: int | None, kind: str | None
) -> dict[str, Any]:
    """Whom ``name`` means, as a review has it: somebody of the article, of any, or somebody new.

    Raises :class:`quotes.store.AmbiguousSpeaker`.
    """
    from quotes.speakers.names import fold
    from quotes.store.finding import find_speakers, row_id, speaker_ids

    name = " ".join(name.split())
    if not name:
        raise Failed("A speaker needs a name.")
    found = {one.id: one for one in find_speakers(db, name)}
    if row_id(name) is not None and not found:
        raise Failed(f"There is no speaker {name}.")
    here = set()
    if article_id is not None:
        here = {one.id for one in speakers_of(db, article_id)}
    known = [one for one in found.values() if kind in (None, one.kind)]
    near = [one for one in known if one.id in here]
    if len(near) == 1:
        chosen = near[0]
    elif not known:
        return {"name": name, "kind": kind or "person", "title": None}
    else:
        # Whom every article has its own of (the unnamed) is nobody elsewhere.
        ids = [id for id in speaker_ids(db, name) if id in {one.id for one in known}]
        chosen_id = ids[0] if len(ids) == 1 else None
        if chosen_id is None:
            fitting = [one for one in known if fold(one.name) == fold(name)]
            return {"name": name, "kind": kind or (fitting or known)[0].kind, "title": None}
        chosen = found[chosen_id]
        if chosen.kind in ("unnamed", "group") and chosen.id not in here:
            return {"name": chosen.name, "kind": chosen.kind, "title": chosen.title}
    return {"id": chosen.id, "name": chosen.name, "kind": chosen.kind, "title": chosen.title}


def one_speaker(db: Database, name: str) -> int:
    """The id of the one speaker that goes by ``name``.

    Raises :class:`quotes.store.AmbiguousSpeaker`.
    """
    from quotes.store.finding import current_id, find_speakers, row_id, speaker_ids

    if (number := row_id(name)) is not None:
        number = current_id(db, number)
        if not find_speakers(db, str(number)):
            raise Failed(f"There is no speaker {name}.")
        return number
    ids = speaker_ids(db, name)
    if not ids:
        raise Failed(f"Nobody goes by “{name}”.")
    if len(ids) > 1:
        shown = ", ".join(map(str, ids[:20]))
        raise Failed(f"{len(ids)} speakers go by “{name}”; give one of these numbers: {shown}")
    return ids[0]


def one_article(db: Database, wanted: str) -> int:
    """The id of the one article that a number, or part of a title, path or address means."""
    from quotes.store.finding import row_id

    if (number := row_id(wanted)) is not None:
        rows = db.execute("SELECT id, title FROM articles WHERE id = ?", [number]).fetchall()
    else:
        part = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        likes = " OR ".join(f"{name} LIKE :part ESCAPE '\\'" for name in ("title", "path", "url"))
        rows = db.execute(
            f"SELECT id, coalesce(title, path, url) FROM articles WHERE {likes} ORDER BY id",
            {"part": f"%{part}%"},
        ).fetchall()
    if not rows:
        raise Failed(f"There is no article “{wanted}”.")
    if len(rows) > 1:
        shown = "\n".join(f"  {number}  {title or ''}" for number, title in rows[:20])
        more = f"\n  and {len(rows) - 20} more" if len(rows) > 20 else ""
        raise Failed(f"{len(rows)} articles have “{wanted}”; give a number:\n{shown}{more}")
    return int(rows[0][0])


def words_in(text: str, words: str, near: int | None) -> tuple[Span, ...]:
    """Where ``words`` stand in ``text``; those of several spans are parted by “…”.

    ``near`` is where they are looked for; without it they have to stand there once.
    """
    wanted = words.strip()
    tries = [[wanted]]
    if (bare := wanted.strip('“”„«»"')) != wanted:
        tries.append([bare.strip()])
    for mark in (SPAN_SEPARATOR.strip(), "..."):
        if mark in wanted:
            tries.append([part.strip().strip('“”„«»"') for part in wanted.split(mark)])
    finder = Finder(text)
    for parts in tries:
        anchor = [Selector(part, start=near or 0) for part in parts if part]
        if not anchor:
            continue
        if near is None:
            places = [one.start for one in finder.occurrences(anchor[0])]
            if len(places) > 1:
                raise Failed(
                    f"“{parts[0]}” stands in the article {len(places)} times, at "
                    f"{', '.join(map(str, places[:10]))}; say which with --at."
                )
        found = finder.locate(anchor)
        if found:
            return found
    raise Failed(f"The article does not have these words: “{wanted}”")


def described(record: dict[str, Any], longest: int = 60) -> str:
    """A quotation in a line: ``12 “We will talk …”``."""
    text = " ".join(record["text"].split())
    shown = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return f"{record['id']} “{shown}”"


def several(numbers: Sequence[int]) -> str:
    """``3``, or ``3 and 4``, or ``3, 4 and 5``."""
    shown = [str(number) for number in numbers]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
