"""Pages, totals and facets are those of the whole list, however they are found."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from sqlite_utils import Database

from quotes.store import Filters, listing, quotations, write_article
from quotes.store import speakers as stored_speakers
from quotes.types import Article, AttributedQuotation, Speaker

VOICES = (
    Speaker("Ada Lindqvist", "person", "harbour master"),
    Speaker("Bo Hagen", "person"),
    Speaker("Harbour Trust", "organization"),
    Speaker("government", "organization"),
    Speaker("a fisherman", "unnamed"),
    None,
)
SUBJECTS = ("harbour", "ferry", "lamp", "quay", "school")
MANY = 60


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Sixty articles of a quotation or two each."""
    from quotes.store import opened

    rng = random.Random(3)
    with opened(tmp_path_factory.mktemp("many") / "many.db", write=True) as db:
        for number in range(MANY):
            said = [
                f"The {rng.choice(SUBJECTS)} number {number}{end} is not for sale" for end in "ab"
            ][: rng.randint(1, 2)]
            text = " ".join(f"“{words},” it was said." for words in said)
            found = [
                AttributedQuotation(
                    rng.choice(("direct", "mixed", "indirect")),
                    words,
                    ((text.index(words), text.index(words) + len(words)),),
                    None,
                    None,
                    rng.choice((0.2, 0.4, 0.8)),
                    None,
                    rng.choice(VOICES),
                    rng.choice(("name", "pronoun", None)),
                    None,
                )
                for words in said
            ]
            place = {
                "outlet": rng.choice((None, "Coast Herald", "Daily Lamp")),
                "published": rng.choice((None, "2023-12-31", "2024-01-01", "2024-02-01T08:00:00")),
            }
            write_article(db, Article(text, path=f"{number}.txt", **place), found)
        yield db


def some_filters() -> Sequence[Filters]:
    rng = random.Random(5)
    found = []
    for _ in range(60):
        chosen: dict[str, Any] = {}
        for name, values in (
            ("types", (("direct",), ("mixed", "indirect"))),
            ("resolutions", (("pronoun",), ("name",))),
            ("kinds", (("person",), ("unnamed", "organization"))),
            ("outlet", ("coast herald", "lamp")),
            ("since", ("2024", "2024-01", "2024-01-01")),
            ("until", ("2023", "2024-01", "2024-01-01")),
            ("search", ("harbour", "sale", "quay")),
            ("speakers", (("Hagen",), ("Harbour Trust",))),
            ("max_confidence", (0.4,)),
            ("min_confidence", (0.3,)),
        ):
            if rng.random() < 0.25:
                chosen[name] = rng.choice(values)
        found.append(Filters(**chosen))
    return found


@pytest.mark.parametrize("most", [10_000, 7], ids=["all ranked", "few ranked"])
@pytest.mark.parametrize("filters", some_filters(), ids=str)
def test_pages_totals_and_facets(
    many: Database, filters: Filters, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MOST_RANKED", "_MOST_SORTED"):
        monkeypatch.setattr(listing, name, most)
    monkeypatch.setattr(listing, "_DEEP", 20)
    whole = {record["id"]: record for record in quotations(many, filters)}
    for sort in (
        "id",
        "-date",
        "date",
        "confidence",
        "-confidence",
        "outlet",
        "-outlet",
        "speaker",
    ):
        asked = replace(filters, sort=sort, limit=9)
        pages = [
            listing.page_of_quotations(many, replace(asked, offset=offset))
            for offset in range(0, len(whole) + 9, 9)
        ]
        listed = [record for page in pages for record in page]
        assert [len(page) for page in pages[:-1]] == [9] * (len(whole) // 9) + (
            [len(whole) % 9] if len(pages) - 1 > len(whole) // 9 else []
        )
        assert Counter(record["id"] for record in listed) == Counter(dict.fromkeys(whole, 1))
        assert all(whole[record["id"]] == record for record in listed)
        check_order(sort, listed)
    count, exact = listing.count_of_quotations(many, filters)
    assert count == len(whole) if exact else count <= len(whole)
    if not exact:
        assert filters.search is not None and most == 7
        return
    spread = listing.facets(many, filters)
    for name, value in (
        ("type", lambda one: one["type"]),
        ("resolution", lambda one: one["resolution"]),
        ("kind", lambda one: (one["speaker"] or {}).get("kind")),
        ("outlet", lambda one: one["article"]["outlet"]),
    ):
        counted = Counter(value(one) for one in whole.values())
        del counted[None]
        assert {found: number for found, _, number in spread[name]} == counted
    times = spread.get("month") or spread.get("year") or []
    assert sum(number for *_, number in times) == sum(
        one["article"]["published"] is not None for one in whole.values()
    )


def check_order(sort: str, listed: Sequence[dict[str, Any]]) -> None:
    of = {
        "id": lambda one: one["id"],
        "date": lambda one: one["article"]["published"],
        "confidence": lambda one: one["confidence"],
        "outlet": lambda one: one["article"]["outlet"],
        "speaker": lambda one: (one["speaker"] or {}).get("name", None),
    }[sort.removeprefix("-")]
    values = [of(one) for one in listed]
    known = [value.casefold() if isinstance(value, str) else value for value in values]
    told = [value for value in known if value is not None]
    assert told == sorted(told, reverse=sort.startswith("-"))
    assert None not in known[: len(told)], "what is unknown comes last"


def test_a_search_gives_the_best_first(many: Database) -> None:
    asked = Filters(search="harbour", limit=5)
    best = [record["id"] for record in quotations(many, asked, by_rank=True)]
    found = [record["id"] for record in listing.page_of_quotations(many, asked, by_rank=True)]
    assert set(found) & set(best)
    assert all("harbour" in one["text"] for one in listing.page_of_quotations(many, asked))
    assert listing.page_of_quotations(many, Filters(search="?!"), by_rank=True) == []


def test_speakers_are_those_of_the_whole_list(many: Database) -> None:
    by_id = {one["id"]: one for one in stored_speakers(many)}
    # With a filter that lets all through, they are counted one by one.
    counted = {one["id"]: one for one in stored_speakers(many, None, Filters(min_confidence=0.0))}
    assert by_id == counted
    for sort in ("-quotations", "speaker", "-articles", "-date", "id"):
        page = listing.speakers_page(many, sort=sort)
        assert {one["id"]: one for one in page} == by_id
    assert [one["name"] for one in listing.speakers_page(many, words="lind")] == ["Ada Lindqvist"]
    assert listing.count_of_speakers(many, kind="unnamed") == sum(
        one["kind"] == "unnamed" for one in by_id.values()
    )
    with pytest.raises(ValueError, match="cannot sort by"):
        listing.speakers_page(many, sort="beauty")


def test_the_most_quoted_have_a_name(many: Database) -> None:
    names = {one["name"] for one in listing.most_quoted(many)}
    assert names == {"Ada Lindqvist", "Bo Hagen", "Harbour Trust"}
    assert "government" in {one["name"] for one in listing.most_quoted(many, named=False)}
    since = listing.most_quoted(many, since="2024-02")
    assert sum(one["quotations"] for one in since) > 0
    assert all(one["articles"] <= one["quotations"] for one in since)


def test_outlets_months_and_articles(many: Database) -> None:
    total = many.execute("SELECT count(*) FROM quotes").fetchone()[0]
    assert sum(one["quotations"] for one in listing.outlets(many)) == total
    assert sum(one["articles"] for one in listing.outlets(many)) == MANY
    assert [one["month"] for one in listing.months(many)] == ["2023-12", "2024-01", "2024-02"]
    page = listing.page_of_articles(many, outlet="Daily Lamp", limit=100)
    assert len(page) == listing.count_of_articles(many, outlet="Daily Lamp")
    dates = [one["published"] for one in page if one["published"]]
    assert dates == sorted(dates, reverse=True)
    found = listing.page_of_articles(many, words="harbour", sort="rank")
    assert len(found) == min(50, listing.count_of_articles(many, words="harbour"))


def test_the_latest_articles_show_their_best(db: Database, make: SimpleNamespace) -> None:
    title = "Nobody will sleep"
    full = "We have waited for this ferry for eleven years, and it is here at last"
    for number in range(3):
        text = f"“{title},” somebody said. “{full},” Kirby said on day {number}."
        article = Article(
            text, title=title, path=f"{number}.txt", published=f"2024-01-0{number + 1}"
        )
        write_article(
            db, article, [make.quote(article, title, None), make.quote(article, full, make.kirby)]
        )
    found = listing.latest_articles(db, 2)
    assert [one["published"] for one in found] == ["2024-01-03", "2024-01-02"]
    assert {one["quotation"]["text"] for one in found} == {full}


def test_groups_tell_who_is_in_conflict(db: Database, make: SimpleNamespace) -> None:
    said = "We have waited for this ferry for eleven years, and it is here at last"
    other = "No lamp on the long quay was ever lit by those who own the quay itself"
    for number, (words, speaker) in enumerate(
        ((said, make.kirby), (said, make.miller), (other, make.kirby), (other, make.kirby))
    ):
        text = f"Day {number}: “{words},” said {speaker.name}."
        write_article(db, *make.entry(text, (words, speaker), path=f"{number}.txt"))
    groups = listing.page_of_groups(db)
    assert {(one["text"], one["conflict"]) for one in groups} == {(said, True), (other, False)}
    assert [one["text"] for one in listing.page_of_groups(db, conflicts=True)] == [said]
    assert [listing.count_of_groups(db, conflicts=one) for one in (None, True, False)] == [2, 1, 1]
    (conflict,) = listing.page_of_groups(db, conflicts=True)
    assert {one["name"] for one in conflict["speakers"]} == {"John Kirby", "Troy Miller"}
