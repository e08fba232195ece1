"""Lists of people: read, replaced, and found by one name alone."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from quotes.store.gazetteer import GazetteerError, Person, import_people, known_as, read_people

LIST = """\
name,aliases,kind,gender,wikidata,note
Ada Hill, A. Hill ; Countess Hill,person,Female,Q1,
Bo Hill,,,male,,tall
Dunmore Council,DC,organization,,Q2,
"""


def test_rows() -> None:
    assert read_people(LIST.splitlines(keepends=True)) == [
        Person("Ada Hill", "person", "female", ("A. Hill", "Countess Hill"), {"wikidata": "Q1"}),
        Person("Bo Hill", "person", "male", (), {"note": "tall"}),
        Person("Dunmore Council", "organization", None, ("DC",), {"wikidata": "Q2"}),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no column called name"),
        ("title\nMayor\n", "no column called name"),
        ("name,kind\nAda,alien\n", "line 2: the kind 'alien'"),
        ("name,gender\nAda,x\n", "line 2: the gender 'x'"),
        ("name,kind\nAda,person\n ,person\n", "line 3: has no name"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message):
        read_people(text.splitlines(keepends=True))


def test_one_row_alone_is_who_it_is(db: Database) -> None:
    import_people(db, read_people(LIST.splitlines(keepends=True)))
    found = known_as(db, ["ADA HILL", "Hill"], "person")
    assert found is not None
    assert found.ids == {"wikidata": "Q1"}
    assert known_as(db, ["Countess Hill"], "person") == found
    assert known_as(db, ["Ada Hill"], "organization") is None
    assert known_as(db, ["Ada Hill", "Bo Hill"], "person") is None
    assert known_as(db, ["Hill"], "person") is None


def test_a_list_again_replaces_its_rows_and_no_others(db: Database) -> None:
    import_people(db, read_people(LIST.splitlines(keepends=True)))
    import_people(db, [Person("Ada Hill", ids={"wikidata": "Q7"})])
    found = known_as(db, ["Ada Hill"], "person")
    assert found is not None and found.ids == {"wikidata": "Q7"}
    assert db.execute("SELECT count(*) FROM people").fetchone() == (3,)
    # Two of one name in one list are two.
    import_people(db, [Person("Ada Hill", ids={"x": "1"}), Person("Ada Hill", ids={"x": "2"})])
    assert known_as(db, ["Ada Hill"], "person") is None
