"""The same words in several articles: groups of quotations, who said them, and who says otherwise.

A group is what hangs together by :func:`quotes.store.same_words.same_words`
between quotations of different articles; the order in which they came does not
matter. Quotations of one text compare alike, so all is done once for each text:
its first quotation carries the fingerprints by which others find it, and each
quotation the key of its text.

All functions that write do so inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from difflib import SequenceMatcher
from typing import Any, Literal

from sqlite_utils import Database

from quotes.mentions.names import fold
from quotes.store.same_words import (
    Words,
    fingerprints,
    resemblance,
    same_words,
    shingles,
    words_of,
)

#: Keys of texts are above, fingerprints below.
_KEYS_FROM = 1 << 62
#: So many texts are kept of a fingerprint. One that more have says little; what is the same words
#: in spite of that has other fingerprints, or is near one of these.
_MOST_TEXTS = 200

_OF_KEY = "SELECT quote_id FROM _quote_fingerprints WHERE hash = ? ORDER BY quote_id"

RULE = "the same words in another article"
#: How far another article's attribution of the same words holds for one that has none.
_CARRIES_OVER = 0.8
#: Speakers that have a name: of these alone can two contradict each other.
_NAMED = ("person", "organization")
#: From this share of their word sequences on, two articles are one that was published again.
_REPOST = 0.7

# ---------------------------------------------------------------- joining and leaving


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that quotations have, and where it stands."""

    words: Words
    article_id: int
    """That of its first quotation."""
    group_id: int | None


def join_groups(db: Database, quote_id: int, article_id: int, text: str) -> int | None:
    """Put a new quotation with those of other articles that say the same; returns the group."""
    (type_,) = db.execute("SELECT type FROM quotes WHERE id = ?", [quote_id]).fetchone()
    words = words_of(text, type_)
    marks = fingerprints(words)
    if not marks:
        return None
    known = _first_of(db, words.key)
    _mark(db, quote_id, [words.key])
    if known is None:
        _mark(db, quote_id, marks)
    elif known[2] is None and known[1] == article_id:
        return None  # Said twice in one article, and nowhere else.
    elif known[2] is not None and (
        known[1] == article_id or _is_elsewhere(db, words.key, known[1], quote_id)
    ):
        return _unite(db, quote_id, [words.key])  # All that could be compared has been.
    near = (
        one
        for one in _near(db, words, marks)
        if known is not None
        or one.article_id != article_id
        or _is_elsewhere(db, one.words.key, article_id, quote_id)
    )
    keys = [one.words.key for one in _matching(words, near)]
    # A text that says little is not the same words as itself, but may be part of another.
    if keys or (known is not None and same_words(words, words)):
        return _unite(db, quote_id, [words.key, *keys])
    return None


def leave_groups(db: Database, quote_ids: Sequence[int]) -> None:
    """Take quotations out of their groups, before they are deleted or their words change.

    What is left of a group may fall apart, or be in one article alone and no
    group any more. Speakers that were taken from a group follow.
    """
    if not quote_ids:
        return
    leaving = json.dumps(list(quote_ids))
    keys = _hand_on(db, set(quote_ids))
    db.execute(
        "DELETE FROM _quote_fingerprints WHERE quote_id IN (SELECT value FROM json_each(?))",
        [leaving],
    )
    rows = db.execute(
        "SELECT quotes.id, quotes.group_id, quotes.text = quote_groups.text FROM quotes"
        " JOIN quote_groups ON quote_groups.id = quotes.group_id"
        " WHERE quotes.id IN (SELECT value FROM json_each(?))",
        [leaving],
    ).fetchall()
    # Where a text stays in two articles, what hangs together by it still does.
    apart = {group_id for id_, group_id, _ in rows if not _is_in_two(db, keys.get(id_))}
    shown = {group_id for _, group_id, is_shown in rows if is_shown} - apart
    kept = {group_id for _, group_id, _ in rows} - apart
    _set_group(db, quote_ids, None)
    for group_id in sorted(shown):
        _set_text(db, group_id)
    touched = [group_id for old in sorted(apart) for group_id in _regroup(db, old)]
    take_back(db, quote_ids)
    fill_from_groups(db, [*kept, *touched])


def regroup(db: Database) -> None:
    """All groups anew: for a database whose fingerprints an older version made."""
    db.execute("DELETE FROM _quote_fingerprints")
    db.execute("UPDATE quotes SET group_id = NULL WHERE group_id IS NOT NULL")
    db.execute("DELETE FROM quote_groups")
    for quote_id, article_id, text in db.execute(
        "SELECT id, article_id, text FROM quotes ORDER BY id"
    ).fetchall():
        join_groups(db, quote_id, article_id, text)
    borrowed = _borrowed(db, "group_id IS NULL", [])
    take_back(db, borrowed)
    fill_from_groups(db, [row[0] for row in db.execute("SELECT id FROM quote_groups")])


def _first_of(db: Database, key: int) -> tuple[int, int, int | None] | None:
    """Id, article and group of the first quotation of a text."""
    row: tuple[int, int, int | None] | None = db.execute(
        "SELECT quotes.id, quotes.article_id, quotes.group_id FROM _quote_fingerprints AS marks"
        " JOIN quotes ON quotes.id = marks.quote_id WHERE marks.hash = ?"
        " ORDER BY marks.quote_id LIMIT 1",
        [key],
    ).fetchone()
    return row


def _is_elsewhere(db: Database, key: int, article_id: int, besides: int) -> bool:
    """Whether a quotation of this text is in another article than that one."""
    return (
        db.execute(
            "SELECT 1 FROM _quote_fingerprints AS marks JOIN quotes ON quotes.id = marks.quote_id"
            " WHERE marks.hash = ? AND quotes.article_id != ? AND quotes.id != ? LIMIT 1",
            [key, article_id, besides],
        ).fetchone()
        is not None
    )


def _mark(db: Database, quote_id: int, hashes: Iterable[int]) -> None:
    db.conn.executemany(
        "INSERT OR IGNORE INTO _quote_fingerprints (hash, quote_id) SELECT ?, ?"
        " WHERE ? OR (SELECT count(*) FROM (SELECT 1 FROM _quote_fingerprints WHERE hash = ?"
        " LIMIT ?)) < ?",
        [
            (mark, quote_id, mark >= _KEYS_FROM, mark, _MOST_TEXTS, _MOST_TEXTS)
            for mark in sorted(hashes)
        ],
    )


def _near(db: Database, words: Words, marks: Iterable[int]) -> list[_Text]:
    """Texts that share a fingerprint, those that share most first."""
    shared: defaultdict[int, int] = defaultdict(int)
    for mark in sorted(marks):
        for (quote_id,) in db.execute(
            "SELECT quote_id FROM _quote_fingerprints WHERE hash = ? LIMIT ?",
            [mark, _MOST_TEXTS],
        ):
            shared[quote_id] += 1
    if not shared:
        return []
    rows = {
        row[0]: row
        for row in db.execute(
            "SELECT id, article_id, group_id, type, text FROM quotes"
            " WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(shared))],
        )
    }
    texts = (
        _Text(words_of(text, type_), article_id, group_id)
        for _, article_id, group_id, type_, text in (
            rows[one] for one in sorted(shared, key=lambda one: (-shared[one], one))
        )
    )
    return [one for one in texts if one.words.key != words.key]


def _matching(words: Words, near: Iterable[_Text]) -> Iterator[_Text]:
    """Those that say the same; of a group, one is enough."""
    groups: set[int] = set()
    for one in near:
        if one.group_id not in groups and same_words(words, one.words):
            if one.group_id is not None:
                groups.add(one.group_id)
            yield one


def _unite(db: Database, quote_id: int, keys: Iterable[int]) -> int:
    """Make one group of a quotation, those of these texts, and the groups that they are in."""
    groups: set[int] = set()
    alone = [quote_id]
    for key in keys:
        first = _first_of(db, key)
        # Quotations of one text are in one group, all of them.
        if first is not None and first[2] is not None:
            groups.add(first[2])
        else:
            alone += [row[0] for row in db.execute(_OF_KEY, [key]) if row[0] != quote_id]
    group_id = min(groups) if groups else _new_group(db)
    for other in sorted(groups - {group_id}):
        db.execute("UPDATE quotes SET group_id = ? WHERE group_id = ?", [group_id, other])
        db.execute("DELETE FROM quote_groups WHERE id = ?", [other])
    _set_group(db, alone, group_id)
    if len(groups) == 1 and len(alone) == 1:
        _offer_text(db, quote_id, group_id)
    else:
        _set_text(db, group_id)
    return group_id


def _new_group(db: Database) -> int:
    cursor = db.execute("INSERT INTO quote_groups (text) VALUES ('')")
    assert cursor.lastrowid is not None
    return int(cursor.lastrowid)


def _offer_text(db: Database, quote_id: int, group_id: int) -> None:
    """Show a new member's text for the group, if :func:`_set_text` would: without a look at all."""
    type_, text, now = db.execute(
        "SELECT quotes.type, quotes.text, quote_groups.text FROM quotes, quote_groups"
        " WHERE quotes.id = ? AND quote_groups.id = ?",
        [quote_id, group_id],
    ).fetchone()
    if text == now:
        return
    is_direct = type_ == "direct"
    was_direct = _first_of(db, words_of(now, "direct").key) is not None
    if (is_direct, len(text)) > (was_direct, len(now)) or (
        (is_direct, len(text)) == (was_direct, len(now)) and text < now
    ):
        db.execute("UPDATE quote_groups SET text = ? WHERE id = ?", [text, group_id])


def _set_group(db: Database, quote_ids: Sequence[int], group_id: int | None) -> None:
    db.conn.executemany(
        "UPDATE quotes SET group_id = ? WHERE id = ? AND group_id IS NOT ?",
        [(group_id, quote_id, group_id) for quote_id in quote_ids],
    )


def _set_text(db: Database, group_id: int) -> None:
    """The words themselves rather than a report of them, and the most of them."""
    db.execute(
        "UPDATE quote_groups SET text = (SELECT text FROM quotes WHERE group_id = :id"
        " ORDER BY type = 'direct' DESC, length(text) DESC, text LIMIT 1) WHERE id = :id",
        {"id": group_id},
    )


def _hand_on(db: Database, leaving: set[int]) -> dict[int, int]:
    """Give the fingerprints of those that leave to others of the same text.

    Returns the keys of their texts, by id.
    """
    keys: dict[int, int] = dict(
        db.execute(
            "SELECT quote_id, hash FROM _quote_fingerprints WHERE hash >= ?"
            " AND quote_id IN (SELECT value FROM json_each(?))",
            [_KEYS_FROM, json.dumps(sorted(leaving))],
        ).fetchall()
    )
    for quote_id, key in sorted(keys.items()):
        of_text = (row[0] for row in db.execute(_OF_KEY, [key]))
        heir = next((other for other in of_text if other not in leaving), None)
        if heir is not None:
            db.execute(
                "UPDATE OR IGNORE _quote_fingerprints SET quote_id = ?"
                " WHERE quote_id = ? AND hash < ?",
                [heir, quote_id, _KEYS_FROM],
            )
    return keys


def _is_in_two(db: Database, key: int | None) -> bool:
    """Whether two articles have this text."""
    first = None if key is None else _first_of(db, key)
    return (
        key is not None and first is not None and _is_elsewhere(db, key, first[1], besides=first[0])
    )


def _regroup(db: Database, group_id: int) -> list[int]:
    """Compare the members of a group again; returns the groups that it is now."""
    members = db.execute(
        "SELECT id, article_id, type, text FROM quotes WHERE group_id = ? ORDER BY id", [group_id]
    ).fetchall()
    parts = components(members)
    together = {quote_id for part in parts for quote_id in part}
    alone = [quote_id for quote_id, *_ in members if quote_id not in together]
    _set_group(db, alone, None)
    take_back(db, alone)
    if not parts:
        db.execute("DELETE FROM quote_groups WHERE id = ?", [group_id])
        return []
    # The largest part keeps the id.
    _, *others = sorted(parts, key=lambda part: (-len(part), part))
    found = [group_id]
    for part in others:
        new = _new_group(db)
        _set_group(db, part, new)
        _set_text(db, new)
        found.append(new)
    _set_text(db, group_id)
    return found


def components(quotations: Iterable[tuple[int, int, str, str]]) -> list[list[int]]:
    """The groups among quotations (id, article, type, text): ids, of two articles at least."""
    ids: defaultdict[Words, list[int]] = defaultdict(list)
    articles: defaultdict[Words, set[int]] = defaultdict(set)
    for quote_id, article_id, type_, text in quotations:
        one = words_of(text, type_)
        ids[one].append(quote_id)
        articles[one].add(article_id)
    texts = list(ids)
    parent = list(range(len(texts)))

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    meet: defaultdict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(texts):
        for mark in fingerprints(one):
            for other in meet[mark]:
                if (
                    root(at) != root(other)
                    and len(articles[one] | articles[texts[other]]) > 1
                    and same_words(one, texts[other])
                ):
                    parent[root(at)] = root(other)
            meet[mark].append(at)
    parts: defaultdict[int, list[Words]] = defaultdict(list)
    for at, one in enumerate(texts):
        parts[root(at)].append(one)
    return [
        sorted(quote_id for one in part for quote_id in ids[one])
        for part in parts.values()
        if len(part) > 1 or (len(articles[part[0]]) > 1 and same_words(part[0], part[0]))
    ]


# ---------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a version beside the group's text."""

    text: str
    kind: Literal["same", "added", "left out"]


@dataclass(frozen=True, slots=True)
class Version:
    """A quotation of a group, as one article has it."""

    quote_id: int
    article_id: int
    article_title: str | None
    outlet: str | None
    published: str | None
    type: str
    text: str
    speaker_id: int | None
    speaker: str | None
    speaker_kind: str | None
    titles: tuple[str, ...]
    """What the speaker is called in this article and in others."""
    names: tuple[str, ...]
    """All names of the speaker."""
    candidates: tuple[int, ...]
    """Ids of other speakers that it may be: a bare surname's."""
    own: bool
    """Whether the speaker is this article's own word, not taken from the group."""
    resolution: str | None
    confidence: float
    pieces: tuple[Piece, ...] = ()
    """The version beside the group's text."""
    repost_of: int | None = None
    """The article that this one is another publication of."""

    @property
    def named(self) -> bool:
        """Whether the article itself gives the words to somebody with a name."""
        return self.own and self.speaker_id is not None and self.speaker_kind in _NAMED


@dataclass(frozen=True, slots=True)
class Group:
    """The same words in several articles."""

    id: int
    text: str
    versions: tuple[Version, ...]
    """In the order of publication, those without a date last."""
    first: Version | None
    """The first to publish; ``None`` where no article has a date."""
    conflict: bool
    """Whether two articles give the words to different named speakers."""


def group(db: Database, group_id: int) -> Group | None:
    """The group with its versions, their differences, and which articles are reposts."""
    row = db.execute("SELECT text FROM quote_groups WHERE id = ?", [group_id]).fetchone()
    if row is None:
        return None
    versions = _versions(db, "quotes.group_id = ?", group_id)
    reposts = _reposts(db, [version.article_id for version in versions])
    return _group(
        group_id,
        row[0],
        [
            _with(version, pieces_of(row[0], version.text), reposts.get(version.article_id))
            for version in versions
        ],
    )


def conflicts(db: Database) -> Iterator[Group]:
    """The groups in which articles differ on who spoke, without differences and reposts."""
    for group_id, text in db.execute(
        "SELECT quote_groups.id, quote_groups.text FROM quote_groups WHERE id IN ("
        " SELECT quotes.group_id FROM quotes JOIN speakers ON speakers.id = quotes.speaker_id"
        " WHERE quotes.group_id IS NOT NULL AND quotes.article_speaker_id IS NOT NULL"
        " AND speakers.kind IN ('person', 'organization')"
        " GROUP BY quotes.group_id HAVING count(DISTINCT quotes.speaker_id) > 1) ORDER BY id"
    ).fetchall():
        found = _group(group_id, text, _versions(db, "quotes.group_id = ?", group_id))
        if found.conflict:
            yield found


def group_speaker(versions: Iterable[Version]) -> tuple[int, str] | None:
    """Who spoke, for a version that names nobody: whom all others name.

    In a conflict of a person with the organization that he speaks for it is
    the person; in any other it is nobody.
    """
    found = _speakers(version for version in versions if version.named)
    persons = [one for one in found if one.speaker_kind == "person"]
    if len(found) == 1:
        (one,) = found
    elif len(persons) == 1 and all(
        _speaks_for(persons[0], other) for other in found if other is not persons[0]
    ):
        (one,) = persons
    else:
        return None
    assert one.speaker_id is not None and one.speaker is not None
    return one.speaker_id, one.speaker


def pieces_of(text: str, version: str) -> tuple[Piece, ...]:
    """The words of ``version`` beside ``text``: which are the same, added and left out."""
    ours, theirs = text.split(), version.split()
    matcher = SequenceMatcher(
        None, [_bare(word) for word in ours], [_bare(word) for word in theirs], autojunk=False
    )
    pieces: list[Piece] = []
    for _, i, j, k, m in matcher.get_opcodes():
        same = ours[i:j] and [_bare(w) for w in ours[i:j]] == [_bare(w) for w in theirs[k:m]]
        if same:
            pieces.append(Piece(" ".join(theirs[k:m]), "same"))
            continue
        if i < j:
            pieces.append(Piece(" ".join(ours[i:j]), "left out"))
        if k < m:
            pieces.append(Piece(" ".join(theirs[k:m]), "added"))
    return tuple(pieces)


def _bare(word: str) -> str:
    return "".join(words_of(word).folded) or word


def _with(version: Version, pieces: tuple[Piece, ...], repost_of: int | None) -> Version:
    return replace(version, pieces=pieces, repost_of=repost_of)


def _group(group_id: int, text: str, versions: Sequence[Version]) -> Group:
    ordered = tuple(sorted(versions, key=lambda one: (_moment(one.published), one.quote_id)))
    first = ordered[0] if ordered and ordered[0].published else None
    named = _speakers(version for version in ordered if version.named)
    return Group(group_id, text, ordered, first, len(named) > 1)


def _moment(published: str | None) -> tuple[bool, str]:
    """Sorts by time, whatever the time zone; a day comes before its hours, no date last."""
    if not published:
        return True, ""
    try:
        moment = datetime.fromisoformat(published.replace("Z", "+00:00"))
    except ValueError:
        return False, published
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return False, published if len(published) <= 10 else moment.isoformat()


def _speakers(versions: Iterable[Version]) -> list[Version]:
    """One version of each speaker, but for a bare surname whose bearer is among them."""
    by_id = {version.speaker_id: version for version in versions}
    return [
        version
        for version in by_id.values()
        if sum(candidate in by_id for candidate in version.candidates) != 1
    ]


def _speaks_for(person: Version, other: Version) -> bool:
    titles = [f" {fold(title)} " for title in person.titles]
    return any(f" {fold(name)} " in title for name in other.names if fold(name) for title in titles)


def _versions(db: Database, where: str, of: object) -> list[Version]:
    rows = list(
        db.query(
            "SELECT quotes.id, quotes.article_id, quotes.type, quotes.text, quotes.speaker_id,"
            " quotes.article_speaker_id, quotes.resolution, quotes.confidence,"
            " coalesce(articles.title, articles.path, articles.url) AS article_title,"
            " articles.outlet, articles.published, speakers.name AS speaker,"
            " speakers.kind AS speaker_kind, speakers.title AS speaker_title,"
            " speakers.candidates, facts.titles AS own_titles"
            " FROM quotes JOIN articles ON articles.id = quotes.article_id"
            " LEFT JOIN speakers ON speakers.id = quotes.speaker_id"
            " LEFT JOIN article_speakers AS facts ON facts.id = quotes.article_speaker_id"
            f" WHERE {where} ORDER BY quotes.id",
            [of],
        )
    )
    ids = json.dumps(sorted({row["speaker_id"] for row in rows if row["speaker_id"] is not None}))
    titles: defaultdict[int, list[str]] = defaultdict(list)
    names: defaultdict[int, list[str]] = defaultdict(list)
    for found, column, table in ((titles, "title", "titles"), (names, "name", "names")):
        for speaker_id, value in db.execute(
            f"SELECT speaker_id, {column} FROM speaker_{table}"
            f" WHERE speaker_id IN (SELECT value FROM json_each(?)) ORDER BY 1, 2",
            [ids],
        ):
            found[speaker_id].append(value)
    return [_version(row, titles, names) for row in rows]


def _version(
    row: Mapping[str, Any], titles: Mapping[int, list[str]], names: Mapping[int, list[str]]
) -> Version:
    speaker_id = row["speaker_id"]
    own = [title for title in json.loads(row["own_titles"] or "[]") if title]
    told = [*own, *([row["speaker_title"]] if row["speaker_title"] else [])]
    return Version(
        quote_id=row["id"],
        article_id=row["article_id"],
        article_title=row["article_title"],
        outlet=row["outlet"],
        published=row["published"],
        type=row["type"],
        text=row["text"],
        speaker_id=speaker_id,
        speaker=row["speaker"],
        speaker_kind=row["speaker_kind"],
        titles=tuple(dict.fromkeys([*told, *titles.get(speaker_id, [])])),
        names=tuple(
            name for name in dict.fromkeys([row["speaker"], *names.get(speaker_id, [])]) if name
        ),
        candidates=tuple(json.loads(row["candidates"] or "[]")),
        own=row["article_speaker_id"] is not None,
        resolution=row["resolution"],
        confidence=row["confidence"],
    )


def _reposts(db: Database, article_ids: Iterable[int]) -> dict[int, int]:
    """Article -> the one published before, among these, that it is another publication of."""
    rows = db.execute(
        "SELECT id, published, text FROM articles WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(set(article_ids)))],
    ).fetchall()
    rows.sort(key=lambda row: (_moment(row[1]), row[0]))
    originals: list[tuple[int, frozenset[int]]] = []
    found: dict[int, int] = {}
    for article_id, _, text in rows:
        told = shingles(text)
        for original, other in originals:
            if resemblance(told, other) >= _REPOST:
                found[article_id] = original
                break
        else:
            originals.append((article_id, told))
    return found


# ---------------------------------------------------------------- group evidence


def fill_from_groups(db: Database, group_ids: Iterable[int]) -> None:
    """Give quotations without attribution the speaker of their group, or take him back.

    Those alone that have no source in their article and that no person
    decided on. The evidence says so (``group`` is true in it), and keeps what
    stood there before. The confidence is that of the surest other version,
    times 0.8: that the words are the same and the other article right.
    """
    for group_id in sorted(set(group_ids)):
        open_ids = [
            row[0]
            for row in db.execute(
                "SELECT id FROM quotes WHERE group_id = ? AND article_speaker_id IS NULL"
                " AND NOT reviewed AND source IS NULL ORDER BY id",
                [group_id],
            )
        ]
        if not open_ids:
            continue
        versions = _sayers(db, group_id)
        speaker = group_speaker(versions)
        if speaker is None:
            take_back(db, open_ids)
            continue
        (best,) = (one for one in versions if one.speaker_id == speaker[0])
        for quote_id in open_ids:
            _lend(db, quote_id, speaker[0], best)


def _sayers(db: Database, group_id: int) -> list[Version]:
    """Of each speaker that the articles of a group name, the surest version."""
    ids = [
        row[0]
        for row in db.execute(
            "SELECT id FROM (SELECT id, row_number() OVER"
            " (PARTITION BY speaker_id ORDER BY confidence DESC, id) AS rank FROM quotes"
            " WHERE group_id = ? AND article_speaker_id IS NOT NULL AND speaker_id IS NOT NULL)"
            " WHERE rank = 1",
            [group_id],
        )
    ]
    return _versions(db, "quotes.id IN (SELECT value FROM json_each(?))", json.dumps(ids))


def take_back(db: Database, quote_ids: Iterable[int]) -> None:
    """Undo :func:`fill_from_groups` on these quotations, where it did anything."""
    for quote_id in quote_ids:
        row = db.execute(
            "SELECT evidence FROM quotes WHERE id = ? AND NOT reviewed"
            " AND article_speaker_id IS NULL",
            [quote_id],
        ).fetchone()
        before = before_group(row[0]) if row else None
        if before is not None:
            db.execute(
                "UPDATE quotes SET speaker_id = NULL, resolution = ?, confidence = ?, evidence = ?"
                " WHERE id = ?",
                [
                    before["resolution"],
                    before["confidence"],
                    _json(before["evidence"]),
                    quote_id,
                ],
            )


def before_group(evidence: str | None) -> dict[str, Any] | None:
    """What a quotation had before it took its group's speaker; ``None`` where it did not.

    ``resolution``, ``confidence`` and ``evidence`` (the JSON value, not its text).
    """
    told = json.loads(evidence) if evidence else None
    if not isinstance(told, dict) or not told.get("group"):
        return None
    before: dict[str, Any] = told["before"]
    return before


def _lend(db: Database, quote_id: int, speaker_id: int, of: Version) -> None:
    speaker, resolution, confidence, evidence = db.execute(
        "SELECT speaker_id, resolution, confidence, evidence FROM quotes WHERE id = ?", [quote_id]
    ).fetchone()
    before = before_group(evidence) or {
        "resolution": resolution,
        "confidence": confidence,
        "evidence": json.loads(evidence) if evidence else None,
    }
    lent = _json(
        {"rule": RULE, "group": True, "quote_id": of.quote_id, "chain": [], "before": before}
    )
    sure = round(_CARRIES_OVER * of.confidence, 6)
    if (speaker, resolution, confidence, evidence) != (speaker_id, "implicit", sure, lent):
        db.execute(
            "UPDATE quotes SET speaker_id = ?, resolution = 'implicit', confidence = ?,"
            " evidence = ? WHERE id = ?",
            [speaker_id, sure, lent, quote_id],
        )


def _borrowed(db: Database, where: str, values: Sequence[object]) -> list[int]:
    return [
        row[0]
        for row in db.execute(
            "SELECT id FROM quotes WHERE article_speaker_id IS NULL AND speaker_id IS NOT NULL"
            f" AND {where}",
            list(values),
        )
    ]


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
