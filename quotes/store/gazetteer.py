"""Lists of people that somebody brings: names, and the numbers that others know them by."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import get_args

from sqlite_utils import Database

from quotes.mentions.names import fold
from quotes.store.clock import now
from quotes.store.opening import writing
from quotes.types import SpeakerKind

_OURS = ("name", "aliases", "kind", "gender")
_GENDERS = ("", "female", "male")


class GazetteerError(Exception):
    """A list that cannot be read; the message says where and why, in one line."""


@dataclass(frozen=True, slots=True)
class Person:
    """A row of a list: a speaker that may be quoted."""

    name: str
    kind: str = "person"
    gender: str | None = None
    aliases: tuple[str, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    """Under the name of the column: ``{"wikidata": "Q1"}``."""


def read_people(lines: Iterable[str]) -> list[Person]:
    """The rows of a CSV file with a header: ``name``, perhaps ``aliases`` (parted by ``;``),
    ``kind`` and ``gender``; every other column is an id. Raises :class:`GazetteerError`.
    """
    rows = csv.DictReader(lines)
    try:
        columns = [(name or "").strip() for name in rows.fieldnames or ()]
        rows.fieldnames = columns
        if "name" not in columns:
            raise GazetteerError("has no column called name")
        return [
            _person({key: value for key, value in row.items() if key}, rows.line_num)
            for row in rows
        ]
    except csv.Error as error:
        raise GazetteerError(f"line {rows.line_num}: {error}") from error


def _person(row: dict[str, str | list[str] | None], line: int) -> Person:
    values = {
        key: " ".join(value.split()) if isinstance(value, str) else "" for key, value in row.items()
    }
    kind, gender = values.get("kind") or "person", (values.get("gender") or "").lower()
    if not fold(values["name"]):
        raise GazetteerError(f"line {line}: has no name")
    if kind not in get_args(SpeakerKind):
        raise GazetteerError(
            f"line {line}: the kind {kind!r} is none of {', '.join(get_args(SpeakerKind))}"
        )
    if gender not in _GENDERS:
        raise GazetteerError(f"line {line}: the gender {gender!r} is neither female nor male")
    aliases = (alias.strip() for alias in values.get("aliases", "").split(";"))
    return Person(
        values["name"],
        kind,
        gender or None,
        tuple(dict.fromkeys(alias for alias in aliases if alias)),
        {key: value for key, value in values.items() if key not in _OURS and value},
    )


def import_people(db: Database, people: Sequence[Person]) -> int:
    """Keep a list; rows of the same name and kind that were there before go. How many there are."""
    with writing(db):
        (before,) = db.execute("SELECT coalesce(max(id), 0) FROM people").fetchone()
        db.conn.executemany(
            "DELETE FROM people WHERE name = ? AND kind = ? AND id <= ?",
            [(person.name, person.kind, before) for person in people],
        )
        moment = now()
        db.conn.executemany(
            "INSERT INTO people (name, kind, gender, aliases, ids, imported_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    person.name,
                    person.kind,
                    person.gender,
                    json.dumps(person.aliases, ensure_ascii=False),
                    json.dumps(person.ids, ensure_ascii=False),
                    moment,
                )
                for person in people
            ],
        )
    return len(people)


def known_as(db: Database, names: Collection[str], kind: str) -> Person | None:
    """The one row of that kind with any of these names; ``None`` where there are none or several.

    A name of one word is anybody's who has it: it counts where there is no other.
    """
    wanted = {fold(name) for name in names}
    wanted = {name for name in wanted if " " in name} or wanted
    found = [
        Person(name, kind, gender, tuple(json.loads(aliases)), json.loads(ids))
        for name, gender, aliases, ids in db.execute(
            "SELECT name, gender, aliases, ids FROM people WHERE kind = ? ORDER BY id", [kind]
        )
        if not wanted.isdisjoint(map(fold, (name, *json.loads(aliases))))
    ]
    return found[0] if len(found) == 1 else None
