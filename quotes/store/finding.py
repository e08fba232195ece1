"""Which speakers a name on the command line means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from sqlite_utils import Database

from quotes.mentions.names import fold, split_title

_MOST_SHOWN = 20
#: Of the most quoted speakers so many are compared with a name that may be misspelt.
_MOST_COMPARED = 20_000
#: How alike a misspelt name is, of 1; and a name shorter than this is alike to too many.
_ALIKE = 0.75
_SHORTEST_COMPARED = 3
_LONGEST_COMPARED = 80
#: Kinds that are the same within one article only: "the spokesman" of two is not one man.
ONE_ARTICLE_KINDS = frozenset(("unnamed", "group", "document"))


@dataclass(frozen=True, slots=True)
class FoundSpeaker:
    """A speaker that goes by a name asked for."""

    id: int
    name: str
    kind: str
    title: str | None
    quotations: int = 0
    """Where they were counted."""

    def __str__(self) -> str:
        return f"{self.name} ({self.title or self.kind}, {self.id})"


def row_id(text: str) -> int | None:
    """The id that ``text`` is, if it is a number; one too large for a row is nobody's, 0."""
    text = text.strip()
    if not text.isdecimal():
        return None
    return int(text) if len(text) < 19 else 0


class AmbiguousSpeaker(Exception):
    """A name that several speakers go by; the message lists them with their ids and how often
    they are quoted.
    """

    def __init__(self, name: str, candidates: Sequence[FoundSpeaker]) -> None:
        shown = "\n".join(f"  {_counted(one)}" for one in candidates[:_MOST_SHOWN])
        more = len(candidates) - _MOST_SHOWN
        if more > 0:
            shown += f"\n  and {more} more"
        super().__init__(
            f"{len(candidates)} speakers go by “{name}”; give a full name, or one of these numbers:"
            f"\n{shown}"
        )
        self.name = name
        self.candidates = tuple(candidates)


def _counted(one: FoundSpeaker) -> str:
    return f"{one}, {one.quotations:,} quotation{'' if one.quotations == 1 else 's'}"


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
            raise AmbiguousSpeaker(name, most_quoted(db, named))
        named = exact
    return [speaker.id for speaker in named or found]


def most_quoted(db: Database, found: Sequence[FoundSpeaker]) -> list[FoundSpeaker]:
    """The same speakers with their quotations counted, those of most first."""
    sql = "SELECT coalesce(sum(quotations), 0) FROM _speaker_counts WHERE speaker_id = ?"
    counted = [replace(one, quotations=db.execute(sql, [one.id]).fetchone()[0]) for one in found]
    return sorted(counted, key=lambda one: (-one.quotations, one.id))


def near_speakers(db: Database, name: str, most: int = 5) -> list[FoundSpeaker]:
    """Who may be meant by a name that nobody goes by: people and organizations that are quoted.

    First those with a word that begins as ``name`` does, a first name perhaps,
    the most quoted first; then those whose name is spelt much like it.
    """
    wanted = fold(split_title(name)[1]) or fold(name)
    if not wanted or row_id(name) is not None:
        return []
    ids = dict.fromkeys(_beginning(db, wanted, most))
    if len(ids) < most and _SHORTEST_COMPARED <= len(wanted) <= _LONGEST_COMPARED:
        ids |= dict.fromkeys(_spelt_like(db, wanted, most))
    found = [one for id_ in [*ids][:most] for one in _where(db, "id = :id", {"id": id_})]
    return [
        replace(one, quotations=counted.quotations)
        for one in found
        for counted in most_quoted(db, [one])
    ]


def _beginning(db: Database, wanted: str, most: int) -> list[int]:
    # Every name is looked at; whose it is, only where it fits.
    rows = db.execute(
        "SELECT speakers.id FROM speaker_names"
        " CROSS JOIN _speaker_counts AS found ON found.speaker_id = speaker_names.speaker_id"
        " CROSS JOIN speakers ON speakers.id = found.speaker_id"
        " AND speakers.kind IN ('person', 'organization')"
        " WHERE substr(folded, 1, length(:name)) = :name OR instr(folded, ' ' || :name) > 0"
        " GROUP BY speakers.id ORDER BY max(found.quotations) DESC, speakers.id LIMIT :most",
        {"name": wanted, "most": most},
    )
    return [id_ for (id_,) in rows]


def _spelt_like(db: Database, wanted: str, most: int) -> list[int]:
    """Whole names are compared with whole ones; one word with every word of a name."""
    # Along the index of the most quoted.
    rows = db.execute(
        "SELECT folded, found.speaker_id FROM _speaker_counts AS found"
        " CROSS JOIN speakers ON speakers.id = found.speaker_id"
        " AND speakers.kind IN ('person', 'organization')"
        " CROSS JOIN speaker_names ON speaker_names.speaker_id = found.speaker_id"
        " WHERE length(folded) <= ?"
        " ORDER BY found.quotations DESC, found.speaker_id LIMIT ?",
        [2 * _LONGEST_COMPARED, _MOST_COMPARED],
    )
    bearers: dict[str, list[int]] = {}
    for folded, id_ in rows:
        for form in (folded,) if " " in wanted else {folded, *folded.split()}:
            # A letter or two are missing, too many or others.
            if abs(len(form) - len(wanted)) <= 2:
                bearers.setdefault(form, []).append(id_)
    alike = get_close_matches(wanted, bearers, n=most, cutoff=_ALIKE)
    return list(dict.fromkeys(id_ for form in alike for id_ in bearers[form]))


def _where(db: Database, condition: str, values: dict[str, object]) -> list[FoundSpeaker]:
    rows = db.query(
        f"SELECT id, name, kind, title FROM speakers WHERE {condition} ORDER BY id", values
    )
    return [FoundSpeaker(**row) for row in rows]
