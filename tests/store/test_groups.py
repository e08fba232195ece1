"""Groups in the database: who joins, what is left when some leave, who is taken to speak."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes.store import groups
from quotes.store.groups import (
    Group,
    before_group,
    components,
    conflicts,
    fill_from_groups,
    group,
    group_speaker,
    join_groups,
    leave_groups,
    pieces_of,
    regroup,
)
from quotes.store.migrations import migrations

BRIDGE = "We will open the bridge as soon as the engineers have tested every cable twice"
CELLARS = "nobody has promised to rebuild the flooded cellars behind the harbour hall"


@pytest.fixture
def store() -> Store:
    return Store()


class Store:
    """A database in memory, to which quotations are added with no article around them."""

    def __init__(self) -> None:
        self.db = Database(memory=True)
        migrations.apply(self.db)
        self.db.execute("PRAGMA foreign_keys = on")

    def article(self, id: int, text: str = "", **fields: str) -> None:
        self.db.table("articles").insert(
            {
                "id": id,
                "sha256": str(id),
                "text": text,
                "word_count": 1,
                "ingested_at": "",
                **fields,
            },
            ignore=True,
        )

    def speaker(self, id: int, name: str, kind: str = "person", title: str | None = None) -> None:
        self.db.table("speakers").insert({"id": id, "name": name, "kind": kind, "title": title})

    def add(
        self,
        article: int,
        text: str,
        speaker: int | None = None,
        *,
        type: str = "direct",
        **fields: object,
    ) -> int:
        self.article(article)
        fact = None
        if speaker is not None:
            name, kind = self.db.execute(
                "SELECT name, kind FROM speakers WHERE id = ?", [speaker]
            ).fetchone()
            fact = self.db.execute(
                "INSERT INTO article_speakers (article_id, speaker_id, name, kind, names, titles,"
                " folded) VALUES (?, ?, ?, ?, '[]', '[]', '')",
                [article, speaker, name, kind],
            ).lastrowid
        row = {
            "article_id": article,
            "speaker_id": speaker,
            "article_speaker_id": fact,
            "type": type,
            "text": text,
            "start": 0,
            "end": len(text),
            "spans": "[]",
            "confidence": 0.9,
            "resolution": "name" if speaker else None,
            **fields,
        }
        quote_id = self.db.table("quotes").insert(row).last_pk
        assert isinstance(quote_id, int)
        join_groups(self.db, quote_id, article, text)
        return quote_id

    def take_out(self, *quote_ids: int) -> None:
        leave_groups(self.db, quote_ids)
        for quote_id in quote_ids:
            self.db.execute("DELETE FROM quotes WHERE id = ?", [quote_id])

    def groups(self) -> list[list[int]]:
        rows = self.db.execute(
            "SELECT group_concat(id) FROM (SELECT * FROM quotes ORDER BY id)"
            " WHERE group_id IS NOT NULL GROUP BY group_id"
        ).fetchall()
        (count,) = self.db.execute("SELECT count(*) FROM quote_groups").fetchone()
        assert count == len(rows)
        return sorted(sorted(map(int, ids.split(","))) for (ids,) in rows)

    def texts(self) -> list[str]:
        return sorted(row[0] for row in self.db.execute("SELECT text FROM quote_groups"))

    def one(self) -> Group:
        (group_id,) = self.db.execute("SELECT id FROM quote_groups").fetchone()
        found = group(self.db, group_id)
        assert found is not None
        return found

    def row(self, quote_id: int) -> tuple[int | None, str | None, float, str | None]:
        found: tuple[int | None, str | None, float, str | None] = self.db.execute(
            "SELECT speaker_id, resolution, confidence, evidence FROM quotes WHERE id = ?",
            [quote_id],
        ).fetchone()
        return found

    def fill(self) -> None:
        fill_from_groups(
            self.db, [row[0] for row in self.db.execute("SELECT id FROM quote_groups")]
        )


# ---------------------------------------------------------------- joining and leaving


def test_the_same_words_of_two_articles_are_a_group(store: Store) -> None:
    one, other = store.add(1, BRIDGE), store.add(2, "Yes. " + BRIDGE)
    store.add(2, CELLARS)
    assert store.groups() == [[one, other]]
    assert store.one().text == "Yes. " + BRIDGE


def test_one_article_alone_is_no_group(store: Store) -> None:
    twice = [store.add(1, BRIDGE), store.add(1, BRIDGE)]
    trimmed = store.add(1, BRIDGE[:-6])
    assert store.groups() == []
    other = store.add(2, BRIDGE)
    assert store.groups() == [[*twice, trimmed, other]]


def test_a_text_that_comes_to_a_second_article_brings_what_is_like_it(store: Store) -> None:
    """Two texts of one article are no pair until one of them is in another."""
    ids = [store.add(1, BRIDGE), store.add(1, BRIDGE[:-6]), store.add(2, BRIDGE[:-6])]
    assert store.groups() == [ids]


def test_the_text_of_a_group_is_the_longest_in_quotation_marks(store: Store) -> None:
    store.add(1, "he hopes that " + CELLARS, type="indirect")
    store.add(2, CELLARS, type="indirect")
    assert store.one().text == "he hopes that " + CELLARS
    store.add(3, CELLARS)
    assert store.one().text == CELLARS


def test_joining_does_not_touch_rows_that_stay_as_they_are(store: Store) -> None:
    store.add(1, BRIDGE)
    store.add(2, BRIDGE)
    store.db.execute(
        "CREATE TEMP TRIGGER told AFTER UPDATE ON quotes WHEN old.group_id IS new.group_id"
        " BEGIN SELECT raise(ABORT, 'for nothing'); END"
    )
    store.add(3, BRIDGE)
    store.add(4, BRIDGE[:-6])
    assert len(store.groups()[0]) == 4


def test_what_leaves_takes_a_group_of_two_with_it(store: Store) -> None:
    one, other = store.add(1, BRIDGE), store.add(2, BRIDGE)
    store.take_out(one)
    assert store.groups() == []
    # The fingerprints went to the one that stays: it is found again.
    assert store.groups() == [] and store.add(3, BRIDGE[:-6]) and len(store.groups()[0]) == 2
    assert other in store.groups()[0]


def test_what_leaves_may_part_a_group(store: Store) -> None:
    left = [store.add(1, BRIDGE), store.add(2, BRIDGE)]
    right = [store.add(3, CELLARS), store.add(4, CELLARS), store.add(5, CELLARS)]
    both = store.add(6, f"{BRIDGE}. But {CELLARS}.")
    (together,) = store.groups()
    assert len(together) == 6
    id_before = store.one().id
    store.take_out(both)
    assert store.groups() == [left, right]
    assert store.db.execute(
        "SELECT DISTINCT group_id FROM quotes WHERE id = ?", [right[0]]
    ).fetchone() == (id_before,)
    assert {row[0] for row in store.db.execute("SELECT text FROM quote_groups")} == {
        BRIDGE,
        CELLARS,
    }


def test_a_changed_quotation_leaves_and_joins(store: Store) -> None:
    one, other, third = store.add(1, BRIDGE), store.add(2, BRIDGE), store.add(3, CELLARS)
    leave_groups(store.db, [one])
    store.db.execute("UPDATE quotes SET text = ? WHERE id = ?", [CELLARS, one])
    join_groups(store.db, one, 1, CELLARS)
    assert store.groups() == [[one, third]]
    assert other not in store.groups()[0]


def test_nothing_is_left_of_a_database_that_is_emptied(store: Store) -> None:
    ids = [store.add(at % 3, text) for at, text in enumerate([BRIDGE, CELLARS] * 4)]
    store.take_out(*ids)
    assert store.groups() == []
    assert store.db.execute("SELECT count(*) FROM _quote_fingerprints").fetchone() == (0,)


def test_a_common_fingerprint_does_not_grow_without_bound(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "_MOST_TEXTS", 3)
    for at in range(8):
        store.add(at, f"{BRIDGE} {'x' * at}")
    (most,) = store.db.execute(
        "SELECT max(n) FROM (SELECT count(*) AS n FROM _quote_fingerprints GROUP BY hash)"
    ).fetchone()
    assert most == 3
    assert len(store.groups()[0]) == 8  # Like the first three, and so in their group.


TEXTS = [
    BRIDGE,
    BRIDGE[:-6],
    "Yes. " + BRIDGE,
    f"{BRIDGE}. But {CELLARS}.",
    CELLARS,
    "he hopes “to rebuild the flooded cellars behind the harbour hall”",
    "Our thoughts and prayers are with them",
    "former Vice President Olaf Brandt of the United States",
]
ENTRIES = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(TEXTS), st.sampled_from(["direct", "indirect"])),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(ENTRIES, st.randoms(use_true_random=False))
def test_no_order_of_coming_and_going_matters(
    entries: Sequence[tuple[int, str, str]], shuffler: random.Random
) -> None:
    """Groups are the connected components of the pairs, whatever came first or left since."""
    store = Store()
    order = list(range(len(entries)))
    shuffler.shuffle(order)
    ids = {}
    for at in order:
        article, text, type = entries[at]
        ids[at] = store.add(article, text, type=type)
        if shuffler.random() < 0.2:
            store.take_out(store.add(article % 4 + 1, shuffler.choice(TEXTS)))
    gone = [at for at in order if shuffler.random() < 0.3]
    store.take_out(*(ids[at] for at in gone))
    rows = [
        (ids[at], article, type, text)
        for at, (article, text, type) in enumerate(entries)
        if at not in gone
    ]
    assert store.groups() == sorted(components(rows))
    before = store.groups(), store.texts()
    regroup(store.db)
    assert (store.groups(), store.texts()) == before


# ---------------------------------------------------------------- reading


def test_versions_differences_and_the_first(store: Store) -> None:
    store.speaker(1, "Olaf Brandt", title="harbour master")
    store.article(1, title="Late", outlet="Evening Post", published="2024-05-02T10:00:00+02:00")
    store.article(2, title="Early", outlet="Morning Sun", published="2024-05-02T07:00:00Z")
    late = store.add(1, BRIDGE, 1)
    early = store.add(2, BRIDGE.replace("every cable", "each new cable"), resolution="pronoun")
    undated = store.add(3, BRIDGE)
    found = store.one()
    assert [version.quote_id for version in found.versions] == [early, late, undated]
    assert found.first is not None and found.first.outlet == "Morning Sun"
    version = found.versions[1]
    assert (version.speaker, version.article_title, version.own) == ("Olaf Brandt", "Late", True)
    assert version.titles == ("harbour master",)
    assert "".join(piece.kind[0] for piece in found.versions[0].pieces) == "s"
    assert [(p.text, p.kind) for p in version.pieces if p.kind != "same"] == [
        ("each new", "left out"),
        ("every", "added"),
    ]
    assert not found.conflict
    assert group(store.db, found.id + 1) is None


def test_no_date_no_first(store: Store) -> None:
    store.add(1, BRIDGE)
    store.add(2, BRIDGE)
    assert store.one().first is None


def test_pieces_compare_words_and_keep_marks() -> None:
    pieces = pieces_of("The bridge is open, he said", "the bridge isn’t open")
    assert [(piece.text, piece.kind) for piece in pieces] == [
        ("the bridge", "same"),
        ("is", "left out"),
        ("isn’t", "added"),
        ("open", "same"),
        ("he said", "left out"),
    ]


def test_a_repost_is_told(store: Store) -> None:
    text = f"A storm came. “{BRIDGE}”, said Brandt. The ferries lay still until the evening tide."
    store.article(1, text + " Staff reported.", published="2024-05-03")
    store.article(2, text, published="2024-05-02")
    store.article(3, f"Another report has it too: “{BRIDGE}”. Nobody knows when.")
    for article in (1, 2, 3):
        store.add(article, BRIDGE)
    assert [(v.article_id, v.repost_of) for v in store.one().versions] == [
        (2, None),
        (1, 2),
        (3, None),
    ]


def test_conflicts_are_of_named_speakers(store: Store) -> None:
    store.speaker(1, "Olaf Brandt", title="spokesman for the Harbour Board")
    store.speaker(2, "Harbour Board", "organization")
    store.speaker(3, "officials", "group")
    store.speaker(4, "Vera Lind")
    store.add(1, BRIDGE, 1)
    store.add(2, BRIDGE, 3)
    store.add(3, BRIDGE)
    assert not store.one().conflict and list(conflicts(store.db)) == []
    assert group_speaker(store.one().versions) == (1, "Olaf Brandt")
    store.add(4, BRIDGE, 2)
    assert store.one().conflict
    assert [found.id for found in conflicts(store.db)] == [store.one().id]
    # He speaks for it.
    assert group_speaker(store.one().versions) == (1, "Olaf Brandt")
    store.add(5, BRIDGE, 4)
    assert group_speaker(store.one().versions) is None


def test_an_organization_that_he_does_not_speak_for_is_a_rival(store: Store) -> None:
    store.speaker(1, "Olaf Brandt", title="harbour master")
    store.speaker(2, "Board", "organization")
    store.add(1, BRIDGE, 1)
    store.add(2, BRIDGE, 2)
    assert group_speaker(store.one().versions) is None


def test_a_bare_surname_is_no_conflict_with_its_bearer(store: Store) -> None:
    store.speaker(1, "Olaf Brandt")
    store.speaker(2, "Brandt")
    store.db.execute("UPDATE speakers SET candidates = '[1, 7]' WHERE id = 2")
    store.add(1, BRIDGE, 1)
    store.add(2, BRIDGE, 2)
    assert not store.one().conflict
    assert group_speaker(store.one().versions) == (1, "Olaf Brandt")


# ---------------------------------------------------------------- group evidence


def test_a_version_that_names_nobody_takes_the_speaker_of_the_group(store: Store) -> None:
    store.speaker(1, "Olaf Brandt")
    surest = store.add(1, BRIDGE, 1)
    store.add(2, BRIDGE, 1, confidence=0.6)
    open_ = store.add(3, BRIDGE, confidence=0.4, evidence='{"rule": "no source"}')
    store.fill()
    speaker, resolution, confidence, evidence = store.row(open_)
    assert (speaker, resolution, confidence) == (1, "implicit", pytest.approx(0.72))
    told = json.loads(evidence or "")
    assert told["group"] is True and told["quote_id"] == surest
    assert before_group(evidence) == {
        "resolution": None,
        "confidence": 0.4,
        "evidence": {"rule": "no source"},
    }
    store.fill()
    assert store.row(open_) == (speaker, resolution, confidence, evidence)
    # What was taken from the group says nothing in it.
    assert group_speaker(v for v in store.one().versions if v.quote_id == open_) is None


def test_a_speaker_is_taken_back_when_nobody_says_so_any_more(store: Store) -> None:
    store.speaker(1, "Olaf Brandt")
    store.speaker(2, "Vera Lind")
    says = store.add(1, BRIDGE, 1)
    open_ = store.add(2, BRIDGE, confidence=0.4)
    before = store.row(open_)
    store.fill()
    assert store.row(open_)[0] == 1
    rival = store.add(3, BRIDGE, 2)
    store.fill()
    assert store.row(open_) == before
    store.take_out(rival)
    assert store.row(open_)[0] == 1
    store.take_out(says)
    assert store.row(open_) == before


def test_the_articles_own_word_and_a_persons_stay(store: Store) -> None:
    store.speaker(1, "Olaf Brandt")
    store.speaker(2, "officials", "group")
    store.add(1, BRIDGE, 1)
    kept = [
        store.add(2, BRIDGE, 2),
        store.add(3, BRIDGE, reviewed=1),
        store.add(4, BRIDGE, source="he", resolution="pronoun"),
    ]
    before = [store.row(quote_id) for quote_id in kept]
    store.fill()
    assert [store.row(quote_id) for quote_id in kept] == before
