"""Speakers as the database keeps them: found again, renamed to their fullest name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from quotes.speakers.identity import KnownSpeaker, identify, name_key
from quotes.speakers.names import fold
from quotes.types import Speaker

_LEANING = re.compile(r"(?:the )?[a-z]\w*['’]s?\s|(?:his|her|its|their|our) ")
#: Kinds that are the same within one article only: "the spokesman" of two is not one man.
ONE_ARTICLE_KINDS = frozenset(("unnamed", "document"))


def store_speaker(db: Database, speaker: Speaker, published: str | None) -> int:
    """The id of ``speaker``: of the known one that it is, or of a new row."""
    names = _names(speaker)
    known = None
    if speaker.kind not in ONE_ARTICLE_KINDS:
        keys = {name_key(name, speaker.kind) for name in names} - {""}
        known = identify(speaker, _candidates(db, speaker.kind, sorted(keys)))
    if known is None:
        speaker_id = _insert(db, speaker, published)
    else:
        speaker_id = known.id
        _update(db, known, speaker, published)
    db.conn.executemany(
        "INSERT OR IGNORE INTO speaker_names (speaker_id, name, folded, key) VALUES (?, ?, ?, ?)",
        [(speaker_id, name, fold(name), name_key(name, speaker.kind)) for name in names],
    )
    return speaker_id


def _names(speaker: Speaker) -> Sequence[str]:
    return list(dict.fromkeys((speaker.name, *speaker.aliases)))


def _candidates(db: Database, kind: str, keys: Sequence[str]) -> list[KnownSpeaker]:
    marks = ", ".join("?" for _ in keys)
    rows = db.query(
        f"""
        SELECT speakers.id, speakers.name, speakers.title, all_names.name AS known_as
        FROM speakers JOIN speaker_names AS all_names ON all_names.speaker_id = speakers.id
        WHERE speakers.kind = ? AND speakers.id IN (
          SELECT speaker_id FROM speaker_names WHERE key IN ({marks})
        )
        ORDER BY speakers.id
        """,
        [kind, *keys],
    )
    heads: dict[int, tuple[str, str | None]] = {}
    names: dict[int, set[str]] = {}
    for row in rows:
        heads[row["id"]] = (row["name"], row["title"])
        names.setdefault(row["id"], set()).add(row["known_as"])
    return [
        KnownSpeaker(id=id_, name=name, kind=kind, names=frozenset(names[id_]), title=title)  # type: ignore[arg-type]
        for id_, (name, title) in heads.items()
    ]


def _insert(db: Database, speaker: Speaker, published: str | None) -> int:
    cursor = db.execute(
        "INSERT INTO speakers (name, kind, title, title_date) VALUES (?, ?, ?, ?)",
        [speaker.name, speaker.kind, speaker.title, published if speaker.title else None],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _update(db: Database, known: KnownSpeaker, speaker: Speaker, published: str | None) -> None:
    name = fullest((known.name, speaker.name))
    if name != known.name:
        db.execute("UPDATE speakers SET name = ? WHERE id = ?", [name, known.id])
    if not speaker.title:
        return
    row = db.execute("SELECT title_date FROM speakers WHERE id = ?", [known.id]).fetchone()
    old = _title_rank(known.title, row[0])
    if _title_rank(speaker.title, published) > old:
        db.execute(
            "UPDATE speakers SET title = ?, title_date = ? WHERE id = ?",
            [speaker.title, published, known.id],
        )


def fullest(names: Iterable[str]) -> str:
    """The name with most words, then letters, then accents; the same in any order."""
    return max(names, key=lambda name: (len(name.split()), len(name), not name.isascii(), name))


def _title_rank(title: str | None, published: str | None) -> tuple[bool, str, int, str]:
    """A title of several words before a bare ``Mr``; then the latest year's, then the longest.

    One of more than a dozen words is a description rather than a title, and
    "the agency's chief" says little outside its article.
    """
    title = title or ""
    words = len(title.split())
    return (
        words > 1 and not _LEANING.match(title),
        (published or "")[:4],
        len(title) if words <= 12 else 0,
        title,
    )
