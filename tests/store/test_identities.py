"""Who is who, as article by article tells it: the same as all of them computed at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes.identity import Fact
from quotes.store import identities
from quotes.store.identities import compute_all, put_facts
from quotes.store.migrations import migrations

OUTLETS = ("The Times", "BBC News", "The Age", "Le Monde", None)
TITLES: tuple[tuple[str, ...], ...] = ((), (), ("President",), ("Mayor",), ("farmer",))

facts = st.builds(
    Fact,
    st.sampled_from(("Brandt", "Brandt", "Brandt", "Olaf Brandt", "Ada Brandt", "A. Brandt")),
    st.just("person"),
    titles=st.sampled_from(TITLES),
    gender=st.sampled_from((None, None, "female", "male")),
    outlet=st.sampled_from(OUTLETS),
)


def opened_in_memory() -> Database:
    db = Database(memory=True)
    migrations.apply(db)
    return db


def tell(db: Database, told: Sequence[Fact]) -> None:
    """One article for each of these facts."""
    for fact in told:
        cursor = db.execute(
            "INSERT INTO articles (sha256, text, word_count, ingested_at) VALUES ('', '', 0, '')"
        )
        assert cursor.lastrowid is not None
        put_facts(db, cursor.lastrowid, [fact])


def who_is_who(db: Database) -> set[frozenset[int]]:
    """The facts that are one speaker."""
    some: dict[int, set[int]] = defaultdict(set)
    for fact_id, speaker_id in db.execute("SELECT id, speaker_id FROM article_speakers"):
        some[speaker_id].add(fact_id)
    return {frozenset(one) for one in some.values()}


def reasons(db: Database) -> set[tuple[object, ...]]:
    return set(
        db.execute(
            "SELECT form_id IN (SELECT form_id FROM article_speakers WHERE id = facts.id),"
            " facts.id, why FROM identity_links JOIN article_speakers AS facts USING (form_id)"
        ).fetchall()
    )


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(facts, min_size=2, max_size=14), st.integers(0, 10))
def test_article_by_article_is_as_all_at_once(told: list[Fact], often: int) -> None:
    db = opened_in_memory()
    tell(db, [Fact("Olaf Brandt", "person", titles=("President",))] * often + told)
    found, why = who_is_who(db), reasons(db)
    compute_all(db)
    assert found == who_is_who(db)
    assert why == reasons(db)


full_names = ("Mike Brandt", "Michael Brandt", "M. Brandt", "Ada Brandt", "Al Brandt", "Brandt")
with_nicknames = st.builds(
    lambda name, other, titles, outlet: Fact(
        name, "person", names=(name, other), titles=titles, outlet=outlet
    ),
    st.sampled_from(full_names),
    st.sampled_from((*full_names[:2], *[None] * 20)).map(lambda name: name or "Brandt"),
    st.sampled_from(TITLES),
    st.sampled_from(("Alpha Post", "Beta News", None)),
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(with_nicknames, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_outlets_that_names_share_count_as_all_at_once(told: list[Fact], chance: Random) -> None:
    told = told * 2
    chance.shuffle(told)
    db = opened_in_memory()
    tell(db, told)
    found = who_is_who(db)
    compute_all(db)
    assert found == who_is_who(db)


def computed(db: Database, fact: Fact, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often a block is computed for one more article."""
    calls = []
    partition = identities.partition
    with monkeypatch.context() as patched:
        patched.setattr(identities, "partition", lambda *args: calls.append(1) or partition(*args))
        tell(db, [fact])
    return len(calls)


@pytest.mark.parametrize(
    ("other", "titles", "times"),
    [
        ("Ada Brandt", ("President",), 0),  # is nobody's short form
        ("M. Brandt", ("President",), 1),
        ("Mike Brandt", ("President",), 1),
        ("Brandt", ("President",), 0),  # Olaf Brandt's, wherever it stands
        ("Brandt", (), 1),
    ],
)
def test_a_full_name_in_one_more_outlet_computes_a_block_for_names_that_fit(
    other: str, titles: tuple[str, ...], times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = opened_in_memory()
    michael = [
        Fact("Michael Brandt", "person", titles=("Mayor",), outlet="Alpha Post"),
        Fact("Michael Brandt", "person", titles=("Mayor",), outlet="Beta News"),
    ]
    tell(db, [michael[0]] * 4)
    tell(db, [Fact("Olaf Brandt", "person")] * 4)
    tell(db, [Fact(other, "person", titles=titles, outlet="Beta News")])
    assert computed(db, michael[1], monkeypatch) == times
    assert computed(db, michael[1], monkeypatch) == 0  # new there no more


@pytest.fixture
def brandts() -> Database:
    """A family name alone in an outlet, which is the one by far most frequent bearer's."""
    db = opened_in_memory()
    tell(db, [Fact("Olaf Brandt", "person")] * 8 + [Fact("Brandt", "person", outlet="BBC News")])
    return db


def test_a_family_name_in_one_more_outlet_computes_no_block(
    brandts: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identities, "partition", None)
    tell(brandts, [Fact("Brandt", "person", outlet="Le Monde")])
    assert len(who_is_who(brandts)) == 1
    whys = [why for (why,) in brandts.execute("SELECT why FROM identity_links")]
    assert whys == ["the surname of “Olaf Brandt”, by far its most frequent bearer"] * 2
    ((articles,),) = brandts.execute("SELECT articles FROM speaker_names WHERE name = 'Brandt'")
    assert articles == 2


def test_another_title_of_a_family_name_computes_its_block(brandts: Database) -> None:
    tell(brandts, [Fact("Brandt", "person", outlet="Le Monde", gender="female")])
    assert len(who_is_who(brandts)) == 2


def test_where_people_decided_a_block_is_always_computed(
    brandts: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    brandts.execute(
        "INSERT INTO identity_links (verdict, kind, a_name, a_article_id, b_name, b_article_id,"
        " made_by, made_at) VALUES ('not the same', 'person', 'Olaf Brandt', 1, 'Brandt', 9, 'Ada',"
        " 'now')"
    )
    identities.refit(brandts, ["1:person:olaf brandt", "9:person:brandt"])
    calls = []
    partition = identities.partition
    monkeypatch.setattr(
        identities, "partition", lambda *given: calls.append(1) or partition(*given)
    )
    tell(brandts, [Fact("Brandt", "person", outlet="BBC News")])
    tell(brandts, [Fact("Brandt", "person", outlet="Le Monde")])
    assert len(calls) == 2
