"""Two people who say different things of one quotation are shown."""

from __future__ import annotations

from typing import Any

from quotes.reviews.conflicts import conflicts


def review(number: int, action: str, reviewer: str, **after: Any) -> dict[str, Any]:
    return {
        "id": number,
        "action": action,
        "reviewer": reviewer,
        "quote_id": 4,
        "after": after,
        "undone_at": None,
    }


def speaker(name: str) -> dict[str, Any]:
    return {"name": name, "kind": "person"}


def test_two_speakers() -> None:
    one = review(1, "speaker", "Ann", speaker=speaker("Bob Roe"))
    other = review(2, "nobody", "Cat")
    (found,) = conflicts([other, one])
    assert (found.quote_id, found.point) == (4, "speaker")
    assert found.said == (("Ann", "Bob Roe", 1), ("Cat", "nobody", 2))


def test_who_agrees_later_or_changes_their_own_mind_has_no_conflict() -> None:
    one = review(1, "speaker", "Ann", speaker=speaker("Bob Roe"))
    other = review(2, "nobody", "Cat")
    assert list(conflicts([one, other, review(3, "nobody", "Ann")])) == []
    assert list(conflicts([one, {**other, "reviewer": "Ann"}])) == []
    assert list(conflicts([one, {**other, "undone_at": "2024-01-01"}])) == []
    assert list(conflicts([one, {**other, "quote_id": 5}])) == []


def test_what_is_accepted_is_what_was_seen() -> None:
    state = {"speaker": speaker("Bob Roe"), "type": "direct"}
    accepted = review(1, "accept", "Ann", state=state)
    named = review(2, "speaker", "Cat", speaker=speaker("bob roe"))
    assert list(conflicts([accepted, named])) == []
    (found,) = conflicts([accepted, review(2, "type", "Cat", type="mixed")])
    assert found.point == "type"


def test_a_quotation_or_none() -> None:
    kept = review(1, "type", "Ann", type="mixed")
    (found,) = conflicts([kept, review(2, "not-a-quotation", "Cat")])
    assert (found.point, [value for _, value, _ in found.said]) == ("a quotation", ["yes", "no"])


def test_other_words() -> None:
    def words(number: int, reviewer: str, exact: str) -> dict[str, Any]:
        return review(number, "words", reviewer, words=[{"exact": exact}])

    (found,) = conflicts([words(1, "Ann", "We go"), words(2, "Cat", "We go on")])
    assert (found.point, found.said[1]) == ("words", ("Cat", "We go on", 2))


def test_reviews_of_speakers_are_none_of_quotations() -> None:
    merged = {**review(1, "merge", "Ann"), "quote_id": None}
    assert list(conflicts([merged, {**merged, "id": 2, "reviewer": "Cat"}])) == []
