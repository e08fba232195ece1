"""Who gets to speak, counted: every quotation in one group of a measure, every speaker once."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes.store.filters import Filters
from quotes.store.sources import COUNTS, MEASURES, is_official, sources, wilson

Add = Callable[..., None]


@pytest.fixture
def add(db: Database) -> Add:
    """Add quotations of one speaker in one article; article, speaker and title as needed."""

    def quoted(
        article: int,
        speaker: int | None = None,
        kind: str = "person",
        *,
        words: Sequence[str] = ("It will never open.",),
        gender: str | None = None,
        title: str | None = None,
        outlet: str | None = None,
        published: str | None = None,
        type: str = "direct",
    ) -> None:
        db.execute(
            "INSERT OR IGNORE INTO articles (id, sha256, text, word_count, ingested_at, outlet,"
            " published) VALUES (?, ?, '', 0, '2024-01-01', ?, ?)",
            [article, str(article), outlet, published],
        )
        if speaker is not None:
            db.execute(
                "INSERT OR IGNORE INTO speakers (id, name, kind) VALUES (?, ?, ?)",
                [speaker, f"Ada Hill {speaker}", kind],
            )
            db.execute(
                "INSERT INTO article_speakers (article_id, speaker_id, name, kind, names, titles,"
                " gender, folded) VALUES (?, ?, 'Ada Hill', ?, '[]', ?, ?, 'ada hill')",
                [article, speaker, kind, json.dumps([title] if title else []), gender],
            )
        if title is not None:
            db.execute(
                "INSERT INTO speaker_titles (speaker_id, title, articles) VALUES (?, ?, 1)"
                " ON CONFLICT DO UPDATE SET articles = articles + 1",
                [speaker, title],
            )
        for text in words:
            db.execute(
                'INSERT INTO quotes (article_id, speaker_id, type, text, start, "end", spans,'
                " confidence) VALUES (?, ?, ?, ?, 0, 1, '[]', 0.9)",
                [article, speaker, type, text],
            )

    return quoted


def group(records: Sequence[dict[str, Any]], measure: str, name: str) -> dict[str, Any]:
    (record,) = [one for one in records if (one["measure"], one["group"]) == (measure, name)]
    return record


def counts(records: Sequence[dict[str, Any]], measure: str, name: str) -> list[int]:
    record = group(records, measure, name)
    return [record[count] for count in COUNTS]


def test_counts_of_each_kind(db: Database, add: Add) -> None:
    add(1, 1, words=["It will open.", "Nobody asked us … about the bridge."])
    add(2, 1, words=["No."])
    add(1, 2, "organization", words=["We agree."])
    add(1, None, words=["Somebody said so."])
    records = list(sources(db))
    assert counts(records, "kind", "person") == [3, 10, 2, 1]
    assert counts(records, "kind", "organization") == [1, 2, 1, 1]
    assert counts(records, "kind", "no speaker") == [1, 3, 0, 0]
    person = group(records, "kind", "person")
    assert person["of"] == {"quotations": 5, "words": 15, "appearances": 3, "speakers": 2}
    assert person["share"]["quotations"] == 0.6
    assert person["share"]["speakers"] == 0.5


def test_who_is_not_told_is_no_number_of_speakers(db: Database, add: Add) -> None:
    add(1, None)
    nobody = group(list(sources(db)), "kind", "no speaker")
    assert nobody["share"]["quotations"] == 1.0
    assert nobody["share"]["speakers"] is None
    assert nobody["interval"] is None


def test_named_and_not_named(db: Database, add: Add) -> None:
    for speaker, kind in enumerate(["person", "organization", "unnamed", "group", "document"], 1):
        add(1, speaker, kind)
    add(1, None)
    records = list(sources(db))
    assert counts(records, "named", "named")[0] == 2
    assert counts(records, "named", "not named")[0] == 2
    assert group(records, "named", "no speaker")["of"]["quotations"] == 5  # without the document


def test_gender_is_what_the_articles_tell(db: Database, add: Add) -> None:
    add(1, 1, gender="female")
    add(2, 1, gender=None)
    add(1, 2, gender="male")
    add(1, 3, gender=None)
    add(1, 4, "unnamed", gender="female")
    add(1, 5, "organization", gender="male")
    records = list(sources(db))
    assert counts(records, "gender", "women") == [2, 8, 2, 1]
    assert counts(records, "gender", "men")[0] == 1
    assert counts(records, "gender", "unknown")[0] == 1
    assert group(records, "gender where told", "women")["of"]["speakers"] == 2
    assert counts(records, "gender of unnamed people", "women")[0] == 1


def test_who_is_told_as_both_is_unknown(db: Database, add: Add) -> None:
    for article, gender in enumerate(["female"] * 5 + ["male"], 1):
        add(article, 1, gender=gender)
    assert counts(list(sources(db)), "gender", "unknown")[3] == 1


def test_one_article_in_many_does_not_make_unknown(db: Database, add: Add) -> None:
    for article, gender in enumerate(["female"] * 20 + ["male"], 1):
        add(article, 1, gender=gender)
    assert counts(list(sources(db)), "gender", "women") == [21, 84, 21, 1]


def test_role_is_that_of_most_articles_with_a_title(db: Database, add: Add) -> None:
    add(1, 1, title="mayor of Hillton", gender="female")
    add(2, 1, title="mayor of Hillton", gender="female")
    add(3, 1, title="author", gender="female")
    add(1, 2, title="baker", gender="male")
    add(1, 3, title="Mr")
    add(1, 4)
    records = list(sources(db))
    assert counts(records, "role", "official") == [3, 12, 3, 1]
    assert counts(records, "role", "other title")[3] == 1
    assert counts(records, "role", "no title")[3] == 2
    assert counts(records, "gender of officials", "women")[3] == 1
    assert counts(records, "gender of others with a title", "men")[3] == 1
    assert counts(records, "gender of those without title", "unknown")[3] == 2


def test_a_title_that_a_person_gave_stands_where_articles_have_none(db: Database, add: Add) -> None:
    add(1, 1)
    db.execute("UPDATE speakers SET title = 'Governor'")
    assert counts(list(sources(db)), "role", "official")[3] == 1


@pytest.fixture
def months(db: Database, add: Add) -> None:
    add(1, 1, outlet="Coast Herald", published="2024-02-03", words=["Yes."])
    add(2, 1, outlet="Daily Post", published="2024-01-31T08:00:00", words=["No.", "Never."])
    add(3, 2, outlet="Daily Post", published="2024-02-01", words=["So."], type="indirect")
    add(4, 2, words=["Then."])


def places(db: Database, filters: Filters, *by: Any) -> list[tuple[Any, ...]]:
    return [
        (one["outlet"], one["month"], one["of"]["quotations"])
        for one in sources(db, filters, by)
        if (one["measure"], one["group"]) == ("kind", "person")
    ]


@pytest.mark.usefixtures("months")
def test_by_outlet_and_month(db: Database) -> None:
    every = Filters()
    assert places(db, every) == [(None, None, 5)]
    assert places(db, every, "outlet") == [
        ("Daily Post", None, 3),
        ("Coast Herald", None, 1),
        (None, None, 1),
    ]
    assert places(db, every, "month") == [
        (None, "2024-01", 2),
        (None, "2024-02", 2),
        (None, None, 1),
    ]
    assert places(db, every, "outlet", "month")[:2] == [
        ("Daily Post", "2024-01", 2),
        ("Daily Post", "2024-02", 1),
    ]


@pytest.mark.usefixtures("months")
def test_filters_and_limit(db: Database) -> None:
    assert places(db, Filters(outlet="daily post")) == [(None, None, 3)]
    assert places(db, Filters(types=("indirect",))) == [(None, None, 1)]
    assert places(db, Filters(search="never")) == [(None, None, 1)]
    assert places(db, Filters(limit=1), "outlet") == [("Daily Post", None, 3)]
    dated = Filters(since="2024", limit=1)
    assert places(db, dated, "month") == [(None, "2024-02", 2)]


def test_nothing_is_a_report_too(db: Database) -> None:
    records = list(sources(db))
    assert {one["measure"] for one in records} == {measure.name for measure in MEASURES}
    assert all(one["share"]["quotations"] is None for one in records)


def test_no_class_is_in_two_groups_of_a_measure() -> None:
    for measure in MEASURES:
        classes = [class_ for some in measure.groups.values() for class_ in some]
        assert len(classes) == len(set(classes)), measure.name


def test_wilson_as_published() -> None:
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    assert wilson(81, 263) == pytest.approx([0.2553, 0.3662], abs=1e-4)
    assert wilson(15, 148) == pytest.approx([0.0624, 0.1605], abs=1e-4)
    assert wilson(0, 20) == pytest.approx([0.0, 0.1611], abs=1e-4)
    assert wilson(1, 29) == pytest.approx([0.0061, 0.1718], abs=1e-4)
    assert wilson(0, 0) is None


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(case: tuple[int, int]) -> None:
    part, whole = case
    low, high = wilson(part, whole) or (1.0, 0.0)
    assert 0 <= low <= round(part / whole, 4) <= high <= 1


@pytest.mark.parametrize(
    "title",
    [
        "President",
        "French President",
        "president of Brazil",
        "Prime Minister",
        "deputy mayor of Hillton",
        "Sen. (D-Ohio)",
        "(R-Ohio)",
        "Attorney General",
        "U.S. Attorney",
        "district attorney",
        "Secretary of State",
        "labour secretary",
        "White House press secretary",
        "spokesman for the council",
        "spokeswoman for President Hill",
        "Health Department spokeswoman",
        "Hillton police chief",
        "F.B.I. director",
        "chief of staff to the governor",
        "Brigadier-General",
        "ambassador to Peru",
        "United Nations High Commissioner",
        "author and senator",
        "chairwoman of the House Ways and Means Committee",
        "central bank governor",
        "President’s spokesman",
        "House Speaker",
        "head of Bolivia's armed forces",
    ],
)
def test_titles_of_officials(title: str) -> None:
    assert is_official(title)


@pytest.mark.parametrize(
    "title",
    [
        "former President",
        "ex-mayor of Hillton",
        "retired General",
        "former chairman and senator",
        "Republican presidential candidate",
        "candidate for governor",
        "president of Lumen",
        "Lumen president",
        "president and founder of the Lumen Institute",
        "vice president for research at Lumen",
        "campaign spokesman",
        "police union president",
        "senator’s wife",
        "lawyer for the police",
        "Democratic chair of Hill County",
        "spokesman",
        "executive director of the Hillton Museum",
        "chancellor of Hillton University",
        "Baptist minister",
        "secretary of the Hillton Chess Club",
        "news agency director",
        "president of the Labour Congress",
        "general secretary",
        "sociology professor",
        "tax attorney",
        "goodwill ambassador",
        "wife",
        "",
    ],
)
def test_titles_of_others(title: str) -> None:
    assert not is_official(title)
