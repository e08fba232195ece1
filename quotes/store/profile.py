"""One speaker across articles: titles, times, places, words, company, and why it is one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from quotes.mentions.names import fold
from quotes.store.filters import Filters
from quotes.store.finding import current_id
from quotes.store.gazetteer import known_as
from quotes.store.reading import quotations_by_id, selected

Record = dict[str, Any]

_MOST_BESIDE = 10
_MOST_WORDS = 15
#: So many quotations, the latest, are read for the words that are repeated.
_MOST_READ = 2_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: What everybody says.
_STOP_WORDS = frozenset(
    """
    a about above across after again against all almost also although always am among an and
    another any anybody anyone anything are aren't around as ask asked at away back be because
    been before being below between both but by came can can't cannot come comes coming could
    couldn't day did didn't do does doesn't doing don't done down during each either else enough
    even ever every everybody everyone everything far few first for from further gave get gets
    getting give given go goes going gone gonna good got great had hadn't has hasn't have haven't
    having he he'd he'll he's her here here's hers herself him himself his how however i i'd i'll
    i'm i've if in into is isn't it it'd it'll it's its itself just keep kind know knew last least
    less let let's like little long look lot made make makes making man many may maybe me mean
    might mine more most much must my myself need needs never new next no nobody none nor not
    nothing now of off often oh ok okay on once one ones only or other others our ours ourselves
    out over own part people per perhaps place put quite rather really right said same saw say
    saying says see seen several shall she she'd she'll she's should shouldn't since so some
    somebody someone something sometimes soon still such sure take taken takes taking talk tell
    than that that's the their theirs them themselves then there there's these they they'd they'll
    they're they've thing things think this those though thought through time to today together
    told too took toward towards try trying two under until up upon us use used very want wanted
    wants was wasn't way we we'd we'll we're we've well went were weren't what what's when where
    whether which while who who's whole whom whose why will with within without won't work would
    wouldn't year years yes yet you you'd you'll you're you've your yours yourself yourselves
    """.split()
)


def profile(db: Database, record: Record, filters: Filters | None = None) -> Record:
    """``record``, one of :func:`quotes.store.speakers`, with all that is known of the speaker.

    Added are ``titles``, ``months``, ``by_outlet``, ``beside`` (who is quoted
    in the same articles), ``words`` (the most repeated,
    of the latest quotations), ``first_quotation``,
    ``latest_quotation``, ``candidates`` (who else a bare surname or an acronym
    could be) and ``ids`` of a list that was imported. ``filters`` say which
    quotations count.
    """
    filters = replace(
        filters or Filters(), speakers=(str(record["id"]),), sort=None, limit=None, offset=None
    )
    months = _counted(db, filters, "substr(quotes.published, 1, 7)")
    outlets = _counted(db, filters, "coalesce(quotes.outlet, '') COLLATE BINARY")
    months.pop(None, None)
    words: Counter[str] = Counter()
    for (text,) in selected(
        db, filters, "quotes.text", f"ORDER BY quotes.published DESC LIMIT {_MOST_READ}"
    ):
        words.update(content_words(text))
    articles = {row[0] for row in selected(db, filters, "DISTINCT quotes.article_id")}
    # Of one day the first that came in, or the last.
    first, latest = (
        next(
            selected(
                db,
                filters,
                "quotes.id",
                f"AND quotes.published IS NOT NULL ORDER BY quotes.published {way}, quotes.id {way}"
                " LIMIT 1",
            ),
            None,
        )
        for way in ("ASC", "DESC")
    )
    one_known = known_as(db, [record["name"], *record["aliases"]], record["kind"])
    return {
        **record,
        "titles": list(_titles(db, record["id"])),
        "months": [{"month": month, "quotations": months[month]} for month in sorted(months)],
        "by_outlet": [
            {"outlet": outlet or None, "quotations": count}
            for outlet, count in sorted(outlets.items(), key=lambda item: (-item[1], item[0]))
        ],
        "beside": list(_beside(db, record["id"], articles)),
        "words": [
            {"word": word, "count": count}
            for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0]))
            if count > 1
        ][:_MOST_WORDS],
        "first_quotation": _quotation(db, first),
        "latest_quotation": _quotation(db, latest),
        "candidates": list(_candidates(db, record["id"])),
        "ids": one_known.ids if one_known else {},
    }


def content_words(text: str) -> Iterator[str]:
    """The words of ``text`` that say what it is about, in small letters."""
    for match in _WORD.finditer(text.replace("’", "'").lower()):
        word = match[0].removesuffix("'s")
        if len(word) > 2 and match[0] not in _STOP_WORDS and word not in _STOP_WORDS:
            yield word


def _titles(db: Database, speaker_id: int) -> Iterator[Record]:
    yield from db.query(
        "SELECT title, articles, first, last FROM speaker_titles WHERE speaker_id = ?"
        " ORDER BY first IS NULL, first, last, articles DESC, title",
        [speaker_id],
    )


def _beside(db: Database, speaker_id: int, articles: set[int]) -> Iterator[Record]:
    yield from db.query(
        "SELECT speakers.id, speakers.name, speakers.kind, found.articles FROM ("
        " SELECT speaker_id, count(DISTINCT article_id) AS articles FROM quotes"
        " WHERE article_id IN (SELECT value FROM json_each(?)) AND speaker_id <> ?"
        " AND act = 'statement'"
        " GROUP BY speaker_id) AS found JOIN speakers ON speakers.id = found.speaker_id"
        " WHERE speakers.kind IN ('person', 'organization')"
        " ORDER BY found.articles DESC, speakers.name, speakers.id LIMIT ?",
        [json.dumps(sorted(articles)), speaker_id, _MOST_BESIDE],
    )


def _counted(db: Database, filters: Filters, by: str) -> dict[Any, int]:
    return dict(selected(db, filters, f"{by}, count(*)", "GROUP BY 1"))


def _quotation(db: Database, row: tuple[Any, ...] | None) -> Record | None:
    return next(iter(quotations_by_id(db, row)), None) if row else None


def _candidates(db: Database, speaker_id: int) -> Iterator[Record]:
    (candidates,) = db.execute(
        "SELECT candidates FROM speakers WHERE id = ?", [speaker_id]
    ).fetchone()
    ids = [current_id(db, number) for number in json.loads(candidates or "[]")]
    yield from db.query(
        "SELECT id, name, kind, title FROM speakers"
        " WHERE id IN (SELECT value FROM json_each(?)) AND id <> ? ORDER BY name, id",
        [json.dumps(ids), speaker_id],
    )


def why(db: Database, speaker_id: int) -> list[Record]:
    """Why each name is this speaker's, or is not: the links that hold, a rule's and people's.

    Each has ``verdict`` (``same`` or ``not the same``), ``name`` and ``other``
    with the ids of their articles where a person linked these, ``why``,
    ``made_by`` and ``made_at``.
    """
    rows = db.query(
        """
        SELECT verdict, a_name AS name, a_article_id AS article_id, b_name AS other,
          b_article_id AS other_article_id, why, made_by, made_at
        FROM identity_links WHERE withdrawn_at IS NULL AND id IN (
          SELECT links.id FROM identity_links AS links
          JOIN _identity_forms AS forms ON forms.id = links.form_id WHERE forms.speaker_id = ?1
          UNION SELECT links.id FROM article_speakers AS facts
          JOIN identity_links AS links
            ON links.a_article_id = facts.article_id AND links.a_name = facts.name
          WHERE facts.speaker_id = ?1
          UNION SELECT links.id FROM article_speakers AS facts
          JOIN identity_links AS links
            ON links.b_article_id = facts.article_id AND links.b_name = facts.name
          WHERE facts.speaker_id = ?1
        ) ORDER BY made_by <> 'rule', verdict DESC, id
        """,
        [speaker_id],
    )
    links: dict[tuple[object, ...], Record] = {}
    for row in rows:
        # A rule has the same reason for every form of a name.
        key = tuple(row[part] for part in ("verdict", "name", "other", "why", "made_by"))
        same_place = (row["article_id"], row["other_article_id"])
        links.setdefault((*(fold(str(part)) for part in key), *same_place), dict(row))
    return list(links.values())
