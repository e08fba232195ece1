"""What a review has to know of the database: which quotation is next, and what a person may mean.

The terminal and the pages of a browser ask the same functions. What somebody typed and cannot be
understood is a :class:`quotes.store.reviewing.ReviewError`, whose message is for them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from quotes.mentions.names import fold
from quotes.reviews.anchoring import Finder, Selector
from quotes.store.filters import Filters, condition
from quotes.store.finding import current_id, find_speakers, row_id, speaker_ids
from quotes.store.reviewing import ReviewError
from quotes.types import SPAN_SEPARATOR, Span

Record = dict[str, Any]
Place = tuple[float, int]
"""A quotation's confidence and id: where it stands among those to review."""

#: Speakers that are offered at once: as many as there are digits to choose one by.
MOST_OFFERED = 9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A speaker who may be chosen."""

    id: int
    name: str
    kind: str
    title: str | None = None

    def __str__(self) -> str:
        return f"{self.name}, {self.title or self.kind}"


class SeveralPlaces(ReviewError):
    """The words stand in the article more than once: at ``places``, in characters."""

    def __init__(self, words: str, places: Sequence[int]) -> None:
        shown = ", ".join(map(str, places[:10]))
        super().__init__(f"“{words}” stands in the article {len(places)} times, at {shown}")
        self.places = tuple(places)


# ---------------------------------------------------------------- what is next


def quote_ids(
    db: Database, filters: Filters, *, unreviewed: bool = False, least_certain: bool = False
) -> list[int]:
    """The quotations that ``filters`` let through, by article and place.

    ``filters.limit`` takes the least certain ones; ``least_certain`` puts these first.
    """
    source, where, values = _wanted(db, filters, unreviewed)
    rows = db.execute(
        f"SELECT quotes.id, quotes.article_id, quotes.start FROM {source} WHERE {where}"
        " ORDER BY quotes.confidence, quotes.id LIMIT ?",
        [*values, -1 if filters.limit is None else filters.limit],
    ).fetchall()
    if not least_certain:
        rows.sort(key=lambda row: (row[1], row[2], row[0]))
    return [row[0] for row in rows]


def next_to_review(db: Database, filters: Filters, after: Place | None = None) -> Place | None:
    """The least certain quotation behind ``after`` that nobody reviewed yet.

    In the order of :func:`quote_ids`, but without reading them all.
    """
    source, where, values = _wanted(db, filters, True)
    if after is not None:
        where += " AND (quotes.confidence, quotes.id) > (?, ?)"
        values = [*values, *after]
    row = db.execute(
        f"SELECT quotes.confidence, quotes.id FROM {source} WHERE {where}"
        " ORDER BY quotes.confidence, quotes.id LIMIT 1",
        values,
    ).fetchone()
    return None if row is None else (float(row[0]), int(row[1]))


def left_to_review(db: Database, filters: Filters, most: int = 1000) -> int:
    """How many nobody reviewed yet; ``most`` where there are so many or more."""
    source, where, values = _wanted(db, filters, True)
    (count,) = db.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {where} LIMIT ?)", [*values, most]
    ).fetchone()
    return int(count)


def _wanted(db: Database, filters: Filters, unreviewed: bool) -> tuple[str, str, list[object]]:
    """The tables, the condition and its values."""
    wanted = condition(db, replace(filters, limit=None))
    narrow = (filters.speakers, filters.article, filters.outlet, filters.search)
    source = "quotes"
    if not any(narrow):
        # The order asked for is that of this index: the first row is found without sorting.
        source += " INDEXED BY idx_quotes_by_confidence"
    if "articles" in wanted.tables:
        source += " JOIN articles ON articles.id = quotes.article_id"
    if wanted.match:
        source += " JOIN quotes_fts ON quotes_fts.rowid = quotes.id"
    where = f"{wanted.sql} AND NOT quotes.reviewed" if unreviewed else wanted.sql
    return source, where, list(wanted.values)


# ---------------------------------------------------------------- articles


def text_of(db: Database, article_id: int) -> str:
    """The text of an article."""
    row = db.execute("SELECT text FROM articles WHERE id = ?", [article_id]).fetchone()
    if row is None:
        raise ReviewError(f"There is no article {article_id}.")
    return str(row[0])


def is_reviewed(db: Database, quote_id: int) -> bool:
    """Did a person decide on this quotation?"""
    row = db.execute("SELECT reviewed FROM quotes WHERE id = ?", [quote_id]).fetchone()
    return bool(row and row[0])


def is_quotation(db: Database, quote_id: int) -> bool:
    """Is there such a quotation, or has it been taken out?"""
    return db.execute("SELECT 1 FROM quotes WHERE id = ?", [quote_id]).fetchone() is not None


def quotes_of(db: Database, article_id: int) -> list[tuple[int, bool]]:
    """The quotations of an article, and whether a person decided on them."""
    rows = db.execute(
        "SELECT id, reviewed FROM quotes WHERE article_id = ? ORDER BY start, id", [article_id]
    )
    return [(number, bool(reviewed)) for number, reviewed in rows.fetchall()]


def one_article(db: Database, wanted: str) -> int:
    """The id of the one article that a number, or part of a title, path or address means."""
    if (number := row_id(wanted)) is not None:
        rows = db.execute("SELECT id, title FROM articles WHERE id = ?", [number]).fetchall()
    else:
        likes = " OR ".join(f"{name} LIKE :part ESCAPE '\\'" for name in ("title", "path", "url"))
        rows = db.execute(
            f"SELECT id, coalesce(title, path, url) FROM articles WHERE {likes} ORDER BY id",
            {"part": f"%{_literal(wanted)}%"},
        ).fetchall()
    if not rows:
        raise ReviewError(f"There is no article “{wanted}”.")
    if len(rows) > 1:
        shown = "\n".join(f"  {number}  {title or ''}" for number, title in rows[:20])
        more = f"\n  and {len(rows) - 20} more" if len(rows) > 20 else ""
        raise ReviewError(f"{len(rows)} articles have “{wanted}”; give a number:\n{shown}{more}")
    return int(rows[0][0])


def words_in(text: str, words: str, near: int | None) -> tuple[Span, ...]:
    """Where ``words`` stand in ``text``; those of several spans are parted by “…”.

    ``near`` is where they are looked for; without it they have to stand there once, else it raises
    :class:`SeveralPlaces`.
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
                raise SeveralPlaces(parts[0], places)
        found = finder.locate(anchor)
        if found:
            return found
    raise ReviewError(f"The article does not have these words: “{wanted}”")


# ---------------------------------------------------------------- speakers


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
    wanted = fold(typed)
    if not wanted:
        return []
    return _candidates(
        db,
        "SELECT speakers.id, speakers.name, speakers.kind, speakers.title FROM speakers"
        " LEFT JOIN _speaker_counts AS counted ON counted.speaker_id = speakers.id"
        " WHERE speakers.kind <> 'unnamed' AND speakers.id IN (SELECT speaker_id FROM speaker_names"
        " WHERE folded LIKE :begins ESCAPE '\\' OR folded LIKE :within ESCAPE '\\')"
        " ORDER BY coalesce(counted.quotations, 0) DESC, speakers.id LIMIT :most",
        {"begins": f"{_literal(wanted)}%", "within": f"% {_literal(wanted)}%", "most": most},
    )


def _literal(typed: str) -> str:
    """``typed`` as ``LIKE … ESCAPE '\\'`` takes it for what it is."""
    return typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _candidates(db: Database, sql: str, values: dict[str, Any]) -> list[Candidate]:
    return [Candidate(*row) for row in db.execute(sql, values).fetchall()]


def matching(
    typed: str,
    of_article: Sequence[Candidate],
    search: Callable[[str, int], Sequence[Candidate]],
) -> list[Candidate]:
    """Who fits what was typed: those of the article first, then all."""
    wanted = fold(typed)
    if not wanted:
        return list(of_article[:MOST_OFFERED])
    near = [one for one in of_article if _begins(wanted, one)]
    known = {one.id for one in near}
    if len(near) < MOST_OFFERED:
        near += [one for one in search(typed, 2 * MOST_OFFERED) if one.id not in known]
    return near[:MOST_OFFERED]


def _begins(wanted: str, one: Candidate) -> bool:
    name = fold(one.name)
    return name.startswith(wanted) or f" {wanted}" in name


def speaker_named(
    db: Database, name: str, article_id: int | None, kind: str | None
) -> dict[str, Any]:
    """Whom ``name`` means, as a review has it: somebody of the article, of any, or somebody new.

    Raises :class:`quotes.store.AmbiguousSpeaker`.
    """
    name = " ".join(name.split())
    if not name:
        raise ReviewError("A speaker needs a name.")
    found = {one.id: one for one in find_speakers(db, name)}
    if row_id(name) is not None and not found:
        raise ReviewError(f"There is no speaker {name}.")
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
    if (number := row_id(name)) is not None:
        number = current_id(db, number)
        if not find_speakers(db, str(number)):
            raise ReviewError(f"There is no speaker {name}.")
        return number
    ids = speaker_ids(db, name)
    if not ids:
        raise ReviewError(f"Nobody goes by “{name}”.")
    if len(ids) > 1:
        shown = ", ".join(map(str, ids[:20]))
        raise ReviewError(f"{len(ids)} speakers go by “{name}”; give one of these numbers: {shown}")
    return ids[0]


def articles_of_speaker(db: Database, speaker_id: int, limit: int, offset: int = 0) -> list[Record]:
    """The articles that say something of a speaker, by day: what each calls them, and how often
    it quotes them.
    """
    rows = db.query(
        "SELECT facts.article_id AS id, coalesce(articles.title, articles.path, articles.url)"
        " AS title, articles.outlet, articles.published, group_concat(facts.name, ', ') AS name,"
        " max(facts.titles) AS titles, (SELECT count(*) FROM quotes WHERE quotes.article_id ="
        " facts.article_id AND quotes.speaker_id = ?1) AS quotations"
        " FROM article_speakers AS facts JOIN articles ON articles.id = facts.article_id"
        " WHERE facts.speaker_id = ?1 GROUP BY facts.article_id"
        " ORDER BY articles.published DESC, facts.article_id LIMIT ?2 OFFSET ?3",
        [speaker_id, limit, offset],
    )
    return [{**row, "titles": json.loads(row["titles"] or "[]")} for row in rows]
