"""Totals that the database keeps, so that no page has to count a million rows.

Triggers (migration ``m015_acts``) hold all but those of groups, within the transaction of
whatever changes a quotation, an article's outlet or day, or a speaker's kind. They note which
groups changed; :func:`settle` counts these at the end of the transaction.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from sqlite_utils import Database

#: Speakers that have a name: of these alone can two contradict each other.
_NAMED = "('person', 'organization')"

_FILL = f"""
DELETE FROM _counts;
INSERT INTO _counts (dimension, value, act, type, resolution, kind, quotations)
  SELECT 'outlet', coalesce(outlet, ''), act, type, coalesce(resolution, ''),
    coalesce(speaker_kind, ''), count(*)
  FROM quotes GROUP BY 2, 3, 4, 5, 6;
INSERT INTO _counts (dimension, value, act, type, resolution, kind, quotations)
  SELECT 'month', coalesce(substr(published, 1, 7), ''), act, type, coalesce(resolution, ''),
    coalesce(speaker_kind, ''), count(*)
  FROM quotes GROUP BY 2, 3, 4, 5, 6;
DELETE FROM _speaker_counts;
INSERT INTO _speaker_counts
    (speaker_id, quotations, articles, direct, mixed, indirect, first, last)
  SELECT speaker_id, count(*), count(DISTINCT article_id), sum(type = 'direct'),
    sum(type = 'mixed'), sum(type = 'indirect'), min(published), max(published)
  FROM quotes WHERE speaker_id IS NOT NULL AND act = 'statement' GROUP BY speaker_id;
DELETE FROM _outlet_speakers;
INSERT INTO _outlet_speakers (outlet, speaker_id, quotations, articles)
  SELECT coalesce(outlet, ''), speaker_id, count(*), count(DISTINCT article_id)
  FROM quotes WHERE speaker_id IS NOT NULL AND act = 'statement' GROUP BY 1, 2;
DELETE FROM _group_counts;
DELETE FROM _groups_changed;
INSERT INTO _group_counts (group_id, quotations, articles, first, conflict)
  SELECT group_id, count(*), count(DISTINCT article_id), min(published),
    count(DISTINCT iif(article_speaker_id IS NOT NULL AND speaker_kind IN {_NAMED},
      speaker_id, NULL)) > 1
  FROM quotes WHERE group_id IS NOT NULL GROUP BY group_id;
"""


def recount(db: Database) -> None:
    """Count everything from the quotations themselves."""
    for statement in _FILL.split(";\n"):
        if statement.strip():
            db.execute(statement)
    contested = [row[0] for row in db.execute("SELECT group_id FROM _group_counts WHERE conflict")]
    _mark_conflicts(db, contested)


def settle(db: Database) -> None:
    """Count the groups that changed since they were counted last."""
    changed = [row[0] for row in db.execute("SELECT group_id FROM _groups_changed")]
    if not changed:
        return
    ids = json.dumps(changed)
    db.execute(
        "DELETE FROM _group_counts WHERE group_id IN (SELECT value FROM json_each(?))", [ids]
    )
    db.execute(
        "INSERT INTO _group_counts (group_id, quotations, articles, first, conflict)"
        " SELECT group_id, count(*), count(DISTINCT article_id), min(published),"
        " count(DISTINCT iif(article_speaker_id IS NOT NULL"
        f" AND speaker_kind IN {_NAMED}, speaker_id, NULL)) > 1"
        " FROM quotes WHERE group_id IN (SELECT value FROM json_each(?)) GROUP BY group_id",
        [ids],
    )
    contested = db.execute(
        "SELECT group_id FROM _group_counts WHERE conflict"
        " AND group_id IN (SELECT value FROM json_each(?))",
        [ids],
    )
    _mark_conflicts(db, [row[0] for row in contested.fetchall()])
    db.execute("DELETE FROM _groups_changed")


def _mark_conflicts(db: Database, contested: Iterable[int]) -> None:
    """Of groups with several named speakers, those of whom two are really others.

    As :attr:`quotes.store.groups.Group.conflict`: a surname alone is nobody else beside the one
    of the group whose it can be.
    """
    ids = list(contested)
    if not ids:
        return
    named: defaultdict[int, dict[int, list[int]]] = defaultdict(dict)
    # The joins are in the order in which they are to be made: there are very many persons.
    for group_id, speaker_id, candidates in db.execute(
        "SELECT DISTINCT quotes.group_id, speakers.id, speakers.candidates"
        " FROM json_each(?) AS contested CROSS JOIN quotes ON quotes.group_id = contested.value"
        " CROSS JOIN speakers ON speakers.id = quotes.speaker_id"
        f" WHERE quotes.article_speaker_id IS NOT NULL AND +speakers.kind IN {_NAMED}",
        [json.dumps(ids)],
    ):
        named[group_id][speaker_id] = json.loads(candidates or "[]")
    for group_id, speakers in named.items():
        others = sum(
            sum(candidate in speakers for candidate in candidates) != 1
            for candidates in speakers.values()
        )
        if others < 2:
            db.execute("UPDATE _group_counts SET conflict = 0 WHERE group_id = ?", [group_id])
