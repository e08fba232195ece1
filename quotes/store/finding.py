"""Which speakers a name on the command line means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from quotes.speakers.names import fold, split_title

_MOST_SHOWN = 20
#: Kinds that are the same within one article only: "the spokesman" of two is not one man.
ONE_ARTICLE_KINDS = frozenset(("unnamed", "group", "document"))


@dataclass(frozen=True, slots=True)
class FoundSpeaker:
    """A speaker that goes by a name asked for."""

    id: int
    name: str
    kind: str
    title: str | None

    def __str__(self) -> str:
        return f"{self.name} ({self.title or self.kind}, {self.id})"


def row_id(text: str) -> int | None:
    """The id that ``text`` is, if it is a number; one too large for a row is nobody's, 0."""
    text = text.strip()
    if not text.isdecimal():
        return None
    return int(text) if len(text) < 19 else 0


class AmbiguousSpeaker(Exception):
    """A name that several speakers go by; the message lists them with their ids."""

    def __init__(self, name: str, candidates: Sequence[FoundSpeaker]) -> None:
        shown = "\n".join(f"  {candidate}" for candidate in candidates[:_MOST_SHOWN])
        more = len(candidates) - _MOST_SHOWN
        if more > 0:
            shown += f"\n  and {more} more"
        super().__init__(
            f"{len(candidates)} speakers go by “{name}”; give a full name, or one of these numbers:"
            f"\n{shown}"
        )
        self.name = name
        self.candidates = tuple(candidates)


def find_speakers(db: Database, name: str) -> list[FoundSpeaker]:
    """All speakers that go by ``name``, by id.

    Any known name or alias, case and accents ignored, or a person's surname
    alone; where none is, the end of a name, and the name without its title. A
    number is a speaker's id; that of one who is gone leads to whom it became.
    """
    if (number := row_id(name)) is not None:
        return _where(db, "id = :id", {"id": current_id(db, number)})
    for wanted in dict.fromkeys((fold(name), fold(split_title(name)[1]))):
        if not wanted:
            continue
        found = _where(
            db,
            "id IN (SELECT speaker_id FROM speaker_names WHERE folded = :name"
            " UNION SELECT speaker_id FROM speaker_names WHERE key = :name)",
            {"name": wanted},
        ) or _where(
            db,
            # Folded names are compared as they are, which no index helps with, but which is
            # several times as quick as LIKE.
            "id IN (SELECT speaker_id FROM speaker_names"
            " WHERE substr(folded, -length(:name) - 1) = ' ' || :name)",
            {"name": wanted},
        )
        if found:
            return found
    return []


def current_id(db: Database, speaker_id: int) -> int:
    """The id of whom a speaker became who is gone; of any other the id itself."""
    seen = {speaker_id}
    while row := db.execute(
        "SELECT new_id FROM _speaker_moves WHERE old_id = ?", [speaker_id]
    ).fetchone():
        speaker_id = int(row[0])
        if speaker_id in seen:
            break
        seen.add(speaker_id)
    return speaker_id


def speaker_ids(db: Database, name: str) -> list[int]:
    """The ids of the one speaker that ``name`` means.

    Several only for the unnamed, whom every article has its own of; none when
    nobody goes by that name. Raises :class:`AmbiguousSpeaker`.
    """
    found = find_speakers(db, name)
    named = [speaker for speaker in found if speaker.kind not in ONE_ARTICLE_KINDS]
    if len(named) > 1:
        wanted = fold(name)
        exact = [speaker for speaker in named if fold(speaker.name) == wanted]
        # A full name is somebody's own; a bare surname may be anybody's who has it.
        if len(exact) != 1 or " " not in wanted:
            raise AmbiguousSpeaker(name, named)
        named = exact
    return [speaker.id for speaker in named or found]


def _where(db: Database, condition: str, values: dict[str, object]) -> list[FoundSpeaker]:
    rows = db.query(
        f"SELECT id, name, kind, title FROM speakers WHERE {condition} ORDER BY id", values
    )
    return [FoundSpeaker(**row) for row in rows]
