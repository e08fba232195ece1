"""The same words in several articles.

Two quotations of different articles are the same words when they are equal but
for case, accents, punctuation and white space (five words at least), or when
they share a run of eight words or more that is most of the shorter one. Groups
are what hangs together by that; the order of the articles does not matter.

Candidates are found by fingerprints of the words (winnowing, Schleimer,
Wilkerson and Aiken 2003: of every few word sequences in a row, the one with the
smallest hash), which any run of eight words leaves in both.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from difflib import SequenceMatcher

from sqlite_utils import Database

from quotes.speakers.names import fold

_FEWEST_WORDS = 5
_RUN = 8
_SHARE_OF_SHORTER = 0.6
_SHINGLE = 5
_WINDOW = _RUN - _SHINGLE + 1
#: A longer quotation is compared by its first words.
_MOST_WORDS = 1000


def compared_words(text: str) -> tuple[str, ...]:
    """The words of a quotation as they are compared."""
    return tuple(word for part in text.split() for word in fold_words(part))[:_MOST_WORDS]


def fold_words(part: str) -> Sequence[str]:
    """The comparable words in one white-space separated part; none in bare punctuation."""
    return fold(part).split()


def fingerprints(words: Sequence[str]) -> frozenset[int]:
    """Hashes (32 bits) by which quotations with the same words meet."""
    if len(words) < _FEWEST_WORDS:
        return frozenset()
    hashes = [
        zlib.crc32(" ".join(words[at : at + _SHINGLE]).encode())
        for at in range(len(words) - _SHINGLE + 1)
    ]
    last = max(1, len(hashes) - _WINDOW + 1)
    chosen = {min(hashes[at : at + _WINDOW]) for at in range(last)}
    return frozenset(chosen | {zlib.crc32(" ".join(words).encode())})


def same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two quotations say the same words; symmetric."""
    if min(len(one), len(other)) < _FEWEST_WORDS:
        return False
    if one == other:
        return True
    a, b = sorted((tuple(one), tuple(other)))
    run = SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size
    return run >= _RUN and run >= _SHARE_OF_SHORTER * min(len(a), len(b))


def join_groups(db: Database, quote_id: int, article_id: int, text: str) -> None:
    """Fingerprint a new quotation, and put it with those of other articles that say the same."""
    words = compared_words(text)
    marks = sorted(fingerprints(words))
    if not marks:
        return
    matching = _matching(db, words, marks, article_id)
    db.conn.executemany(
        "INSERT INTO _quote_fingerprints (hash, quote_id) VALUES (?, ?)",
        [(mark, quote_id) for mark in marks],
    )
    if matching:
        _unite(db, [quote_id, *matching])


def _matching(
    db: Database, words: Sequence[str], marks: Sequence[int], article_id: int
) -> list[int]:
    """Quotations of other articles with the same words; one for each group is enough."""
    candidates: dict[int, tuple[int | None, str]] = {}
    for mark in marks:
        for quote_id, group_id, text in db.execute(
            "SELECT quotes.id, quotes.group_id, quotes.text FROM _quote_fingerprints"
            " JOIN quotes ON quotes.id = _quote_fingerprints.quote_id"
            " WHERE _quote_fingerprints.hash = ? AND quotes.article_id != ?",
            [mark, article_id],
        ):
            candidates[quote_id] = (group_id, text)
    found: list[int] = []
    groups: set[int] = set()
    compared: dict[str, bool] = {}
    for quote_id, (group_id, text) in sorted(candidates.items()):
        if group_id in groups:
            continue
        if text not in compared:
            compared[text] = same_words(words, compared_words(text))
        if compared[text]:
            found.append(quote_id)
            if group_id is not None:
                groups.add(group_id)
    return found


def _unite(db: Database, quote_ids: Sequence[int]) -> None:
    """Make one group of these quotations and of the groups that they are in."""
    marks = ", ".join("?" for _ in quote_ids)
    old = [
        row[0]
        for row in db.execute(
            "SELECT DISTINCT group_id FROM quotes"
            f" WHERE id IN ({marks}) AND group_id IS NOT NULL ORDER BY group_id",
            list(quote_ids),
        )
    ]
    if old:
        group_id = old[0]
    else:
        cursor = db.execute("INSERT INTO quote_groups (text) VALUES ('')")
        assert cursor.lastrowid is not None
        group_id = cursor.lastrowid
    db.execute(f"UPDATE quotes SET group_id = ? WHERE id IN ({marks})", [group_id, *quote_ids])
    for other in old[1:]:
        db.execute("UPDATE quotes SET group_id = ? WHERE group_id = ?", [group_id, other])
        db.execute("DELETE FROM quote_groups WHERE id = ?", [other])
    # The words themselves rather than a report of them, and the most of them.
    db.execute(
        "UPDATE quote_groups SET text = (SELECT text FROM quotes WHERE group_id = :id"
        " ORDER BY type = 'direct' DESC, length(text) DESC, text LIMIT 1) WHERE id = :id",
        {"id": group_id},
    )
