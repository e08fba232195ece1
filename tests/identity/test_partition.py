"""Which facts are one speaker: whatever their order, and as people decided."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.identity import (
    Counted,
    Fact,
    Form,
    Link,
    blocks,
    form_of,
    is_own,
    outlet_of,
    partition,
    step,
)


def parted(facts: Sequence[Fact], links: Sequence[Link] = (), linked: Sequence[int] = ()):
    """The facts as sets of indexes, and of each set its candidates as indexes of facts."""
    forms: dict[Form, list[int]] = {}
    for i, fact in enumerate(facts):
        only = str(i) if is_own(fact) or i in linked else None
        forms.setdefault(form_of(fact, only), []).append(i)
    order = list(forms)
    clusters = partition([counted(form, [facts[i] for i in forms[form]]) for form in order], links)
    return {
        frozenset(i for m in one.members for i in forms[order[m]]): frozenset(
            i for c in one.candidates for i in forms[order[c]]
        )
        for one in clusters
    }


def counted(form: Form, facts: Sequence[Fact]) -> Counted:
    outlets = {outlet for fact in facts if (outlet := outlet_of(fact))}
    return Counted(form, len(facts), tuple(sorted(outlets)))


def person(name: str, *titles: str, **more: str) -> Fact:
    return Fact(name, "person", (name,), titles, **more)  # type: ignore[arg-type]


def body(name: str, *names: str, **more: str) -> Fact:
    return Fact(name, "organization", (name, *names), **more)  # type: ignore[arg-type]


def together(facts: Sequence[Fact]) -> bool:
    return len(parted(facts)) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"),
        ("Abdel Fattah el-Sisi", "Abdel Fattah Al Sisi", "Abdel-Fattah El-Sisi"),
        ("Joe Brandt", "Joe M. Brandt"),
        ("M.K. Stalin", "M. K. Stalin", "M.K.Stalin", "MK Stalin"),
        ("Andrés Manuel López Obrador", "Andres Manuel Lopez Obrador"),
        ("Enrique Peña Nieto", "Enrique Peña"),
        ("Ida Wasserman Brandt", "Wasserman Brandt"),
        ("Mohammed bin Tamir", "Mohamed bin Tamir"),
        ("Olaf Brandt", "Olaf Brandt‘s", "Brandt Olaf Brandt"),
        ("Kim Jong-un", "Kim Jong Un"),
    ],
)
def test_spellings_of_one_full_name_are_one(names):
    assert together([person(name) for name in names])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (person("Olaf Brandt"), person("Oskar Brandt")),
        (person("Olaf Brandt"), person("Olaf Brandt Jr.")),
        (person("J. J. Brandt"), person("Jonah Brandt")),
        (person("Iran Castell"), body("Iran")),
        (person("Hill"), body("The Hill")),
        (body("US embassy"), body("US embassy")),
        (body("Bank of Canada"), body("Bank of Japan")),
        (body("Ohio Senate"), body("Texas Senate")),
        (body("China"), body("Chinese embassy")),
        (
            person("Olaf Brandt", "farmer in Ohio"),
            person("Olaf Brandt", "banker from London"),
        ),
        (
            person("Olaf Brandt", "farmer", outlet="Coast Post"),
            person("Olaf Brandt", "Senator", outlet="Kenya Star"),
        ),
        (person("Brandt", "President"), person("Olaf Brandt", "Mayor")),
        (person("Brandt", "President of France"), person("Olaf Brandt", "President of Chile")),
        (body("Supreme Court", outlet="Times of India"), body("US Supreme Court")),
        (body("Court", outlet="The Korea Herald"), body("Court", outlet="The Korea Herald")),
        (Fact("the officials", "group"), Fact("the officials", "group")),
        (body("Subcommittee"), body("Subcommittee")),
        (body("Amendment"), body("Amendment")),
        (body("U.S. Senate Committee"), body("U.S. Senate Committee")),
        (body("U.S. Senate", "U.S.", outlet="x"), body("United States", outlet="x")),
    ],
)
def test_stay_apart(a, b):
    assert not together([a, b])


def test_a_nickname_is_enough_where_nothing_says_no():
    assert together([person("Mike Brandt"), person("Michael Brandt")])
    assert together([person("Joe Brandt", "Senator"), person("Joseph R. Brandt", "Sen.")])
    assert together(
        [person("Bill Brandt", "adviser", outlet="a"), person("William Brandt", outlet="b")]
    )
    assert not together([person("Joe Brandt", "Senator"), person("Joseph Brandt", "singer")])


@pytest.mark.parametrize(
    ("mike", "michael"),
    [
        # Nothing is known of where they are, and one of them is in office.
        (person("Mike Brandt", outlet="a"), person("Michael Brandt", "Justice", outlet="b")),
        # Both are in politics, which is little.
        (
            person("Mike Brandt", "Representative", outlet="a"),
            person("Michael Brandt", "Commissioner of Education", outlet="b"),
        ),
        # At two ends of the world.
        (
            person("Mike Brandt", outlet="Kenya Star"),
            person("Michael Brandt", outlet="Japan Post"),
        ),
        (
            person("Mike Brandt", "Governor", outlet="Kenya Star"),
            person("Michael Brandt", "Senator", outlet="Kenya Post"),
        ),
    ],
)
def test_a_nickname_is_not_enough_against_office_or_place(mike, michael):
    assert not together([mike, michael])
    same = "Coast Post"
    assert together([replace(mike, outlet=same, titles=()), replace(michael, outlet=same)])


def test_who_dominates_needs_no_office_beside_the_nickname():
    senator = [person("Mike Brandt", "Senator", outlet="a")] * 8
    assert together([*senator, person("Michael Brandt", outlet="b")])
    assert not together([*senator, person("Michael Brandt", "Justice", outlet="b")])


def test_a_trade_does_not_part_one_name_within_an_outlet():
    facts = [person("Olaf Brandt", title, outlet="x") for title in ("Senator", "grain farmer")]
    assert together(facts)


def test_initials_and_left_out_middle_names_need_something_else_in_common():
    assert together([person("J. D. Brandt", "Senator"), person("James Brandt", "Sen.")])
    assert not together([person("John Ward Brandt", outlet="a"), person("John Brandt", outlet="b")])
    assert together([person("John Ward Brandt", outlet="a"), person("John Brandt", outlet="a")])


def test_junior_is_dropped_of_who_has_the_same_office():
    assert together(
        [person("Joe Brandt Jr.", "Vice President"), person("Joe Brandt", "Vice President")]
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (body("U.S. Justice Department"), body("United States Department of Justice")),
        (body("US Navy"), body("United States Navy")),
        (body("Nicaraguan government"), body("Government of Nicaragua")),
        (body("Bank of Canada"), body("Bank of Canada")),
        (body("GOP", outlet="Wikinews"), body("Republican Party", outlet="Washington Post")),
        (body("FBI"), body("Federal Bureau of Investigation")),
        (body("World Health Organisation"), body("World Health Organization")),
        (body("Supreme Court", place="NEW DELHI"), body("Supreme Court of India")),
        (body("Senate", outlet="The Straits Times of Kenya"), body("Kenyan Senate")),
        (Fact("Republicans", "group"), body("Republicans")),
        (Fact("The Hill", "person"), body("The Hill")),
    ],
)
def test_one_body(a, b):
    assert together([a, b])


def test_acronyms_lead_to_the_name_that_any_article_pairs_them_with():
    facts = [body("TLB"), body("Tidewater Lifeboat Board", "TLB"), body("Tidewater Lifeboat Board")]
    assert together(facts)
    assert not together([facts[0], facts[2]])


def test_an_acronym_in_an_outlet_that_tells_no_country_leads_to_a_body_of_one():
    full = body("Kenyan Lifeboat Board", "KLB", outlet="Coast Post")
    assert together([body("KLB", outlet="Harbor Post"), full])
    assert together([body("KLB", outlet="Kenya Star"), full])
    assert not together([body("KLB", outlet="Japan Star"), full])


def test_an_acronym_that_two_bodies_share_stays_its_own_with_both_for_candidates():
    facts = [
        body("TLB"),
        body("Tidewater Lifeboat Board", "TLB"),
        body("Thornbury Library Board", "TLB"),
    ]
    assert parted(facts)[frozenset({0})] == {1, 2}


def test_a_surname_joins_the_bearer_who_dominates():
    facts = [person("Brandt")] + [person("Olaf Brandt")] * 8 + [person("Ida Brandt")]
    found = parted(facts)
    assert frozenset(range(9)) in found


def test_a_surname_of_several_stays_its_own_with_its_candidates():
    facts = [person("Brandt"), person("Olaf Brandt"), person("Ida Brandt")]
    assert parted(facts)[frozenset({0})] == {1, 2}


def test_a_surname_neither_parts_nor_joins_full_names():
    full = [person("Olaf Brandt")] * 3 + [person("Olaf M. Brandt"), person("Ida Brandt")]
    before = {frozenset(some) for some in parted(full)}
    stray = [*full, person("Brandt"), person("Brandt", "Judge"), person("Brandt", outlet="x")]
    after = {frozenset(i for i in some if i < len(full)) for some in parted(stray)} - {frozenset()}
    assert after == before


def test_a_surname_with_a_title_that_fits_joins_its_bearer():
    facts = [
        person("Brandt", "Mayor"),
        person("Olaf Brandt", "Mayor"),
        person("Ida Brandt", "Senator"),
    ]
    assert frozenset({0, 1}) in parted(facts)


def test_an_article_is_no_first_name_beside_a_full_name_that_has_it():
    facts = [person("Al Sarif")] + [person("Tamir Al Sarif")] * 4
    assert together(facts)
    assert not together([person("Al Brandt")] + [person("Olaf Brandt")] * 4)


def test_a_woman_is_not_joined_to_a_man():
    facts = [person("Brandt", gender="female")] + [person("Olaf Brandt", gender="male")] * 9
    assert frozenset({0}) in parted(facts)


def test_counts_matter_by_steps_alone():
    assert [step(n) for n in (0, 1, 2, 3, 4, 7, 8)] == [0, 1, 2, 2, 3, 3, 4]
    for fewer, more in ((2, 3), (4, 7), (8, 15)):
        forms = [form_of(person(name)) for name in ("Brandt", "Olaf Brandt", "Ida Brandt")]
        results = [
            partition([Counted(forms[0], 1), Counted(forms[1], n), Counted(forms[2], 1)])
            for n in (fewer, more)
        ]
        assert results[0] == results[1]


# ---------------------------------------------------------------- links


def test_people_join_what_no_name_joins_and_with_it_all_of_both():
    facts = [person("Olaf Brandt")] * 2 + [person("Ida Castell")] * 2
    assert set(parted(facts, [Link("0", "2", "same")], [0, 2])) == {frozenset(range(4))}


def test_who_is_not_the_same_leaves():
    facts = [person("Olaf Brandt")] * 4
    assert set(parted(facts, [Link("0", "3", "not the same")], [0, 3])) == {
        frozenset({0, 1, 2}),
        frozenset({3}),
    }


def test_not_the_same_blocks_paths_as_well():
    facts = [person("Olaf Brandt")] * 2 + [person("Ida Castell"), person("Ole Hamm")]
    links = [Link("0", "2", "same"), Link("2", "3", "same"), Link("1", "3", "not the same")]
    found = parted(facts, links, range(4))
    (with_1,) = (some for some in found if 1 in some)
    assert 3 not in with_1
    assert any({0, 2, 3} <= some for some in found)


def test_those_who_leave_together_stay_together():
    facts = [person("Olaf Brandt")] * 5
    links = [
        Link("0", "3", "not the same"),
        Link("0", "4", "not the same"),
        Link("3", "4", "same"),
    ]
    assert frozenset({3, 4}) in parted(facts, links, [0, 3, 4])


def test_an_unnamed_speaker_can_be_told_to_be_somebody():
    facts = [
        Fact("the spokesman", "unnamed"),
        person("Olaf Brandt"),
        Fact("the spokesman", "unnamed"),
    ]
    found = parted(facts, [Link("0", "1", "same")], [0, 1])
    assert set(found) == {frozenset({0, 1}), frozenset({2})}


# ---------------------------------------------------------------- orders

AMBIGUOUS = [
    person("Brandt"),
    person("Brandt", "President"),
    person("Brandt", "Mayor", outlet="Coast Post"),
    person("Brandt", gender="female"),
    person("Olaf Brandt", "Mayor", outlet="Coast Post"),
    person("Olaf Brandt", "farmer in Ohio"),
    person("Olaf Brandt", "banker from London"),
    person("Olaf Brandt", "police chief of Perth"),
    person("Olaf Brandt"),
    person("Ida Brandt", "President"),
    person("Ida M. Brandt"),
    person("I. Brandt"),
    person("Joe Brandt"),
    person("Joseph Brandt", outlet="Coast Post"),
    person("Joseph R. Brandt Jr.", "Senator"),
    person("Sen. Brandt", "Sen."),
    body("TLB"),
    body("Tidewater Lifeboat Board", "TLB"),
    body("Thornbury Library Board", "TLB"),
    body("Senate", outlet="Coast Post"),
    body("US Senate"),
    body("Supreme Court"),
    Fact("the officials", "group"),
    Fact("Republicans", "group"),
]


def test_ambiguous_articles_give_one_partition_in_every_order():
    assert len(AMBIGUOUS) == 24

    def result(order: Sequence[int]):
        found = parted([AMBIGUOUS[i] for i in order])
        return {
            frozenset(order[i] for i in some): frozenset(order[i] for i in candidates)
            for some, candidates in found.items()
        }

    expected = result(range(24))
    chance = random.Random(15)
    for _ in range(60):
        order = list(range(24))
        chance.shuffle(order)
        assert result(order) == expected


_names = st.sampled_from(
    "Brandt|Olaf Brandt|Olaf M. Brandt|O. Brandt|Ida Brandt|Brandt Jr.|Olaf Brandt Jr.|Joe Brandt|"
    "Joseph Brandt|Al Brandt|Castell|Ida Castell".split("|")
)
_persons = st.builds(
    Fact,
    name=_names,
    kind=st.just("person"),
    titles=st.lists(
        st.sampled_from(
            ["Senator", "Mayor", "French President", "President", "farmer in Ohio", "banker", "CEO"]
        ),
        max_size=2,
        unique=True,
    ).map(tuple),
    gender=st.sampled_from([None, "female", "male"]),
    outlet=st.sampled_from([None, "Coast Post", "Kenya Star"]),
)
_bodies = st.builds(
    Fact,
    name=st.sampled_from(["TLB", "Tidewater Lifeboat Board", "Senate", "US Senate", "Court", "UN"]),
    kind=st.just("organization"),
    names=st.sampled_from([(), ("TLB",)]),
    outlet=st.sampled_from([None, "Coast Post", "Kenya Star"]),
    place=st.sampled_from([None, "PARIS"]),
)
_facts = st.lists(st.one_of(_persons, _bodies), min_size=1, max_size=14)


@settings(max_examples=150, deadline=None)
@given(_facts, st.randoms(use_true_random=False), st.data())
def test_no_order_of_facts_and_links_matters(facts, chance, data):
    number = st.integers(0, len(facts) - 1).map(str)
    verdicts = st.sampled_from(["same", "not the same"])
    links = data.draw(st.lists(st.builds(Link, a=number, b=number, verdict=verdicts), max_size=3))
    linked = {only for link in links for only in (link.a, link.b)}
    forms: dict[Form, list[Fact]] = {}
    for i, fact in enumerate(facts):
        form = form_of(fact, str(i) if is_own(fact) or str(i) in linked else None)
        forms.setdefault(form, []).append(fact)
    found = [counted(form, some) for form, some in forms.items()]

    def result(some: list[Counted], told: list[Link]):
        return {
            (
                frozenset(some[i].form for i in one.members),
                tuple(sorted((repr(some[i].form), why) for i, why in one.reasons.items())),
                frozenset(some[i].form for i in one.candidates),
            )
            for one in partition(some, told)
        }

    expected = result(found, links)
    shuffled, told = found[:], links[:]
    chance.shuffle(shuffled)
    chance.shuffle(told)
    assert result(shuffled, told) == expected
    assert sorted(i for one in partition(found, links) for i in one.members) == list(
        range(len(found))
    )
    where = {
        form.only: number
        for number, one in enumerate(partition(found, links))
        for form in (found[i].form for i in one.members)
    }
    same = [link for link in links if link.verdict == "same"]
    assert all(where[link.a] == where[link.b] for link in same)
    if not same:
        apart = [link for link in links if link.a != link.b]
        assert all(where[link.a] != where[link.b] for link in apart)


@settings(max_examples=100, deadline=None)
@given(_facts)
def test_blocks_that_share_nothing_do_not_influence_each_other(facts):
    forms = list({form_of(f, str(i) if is_own(f) else None): None for i, f in enumerate(facts)})
    by_kind = [[f for f in forms if f.kind == kind] for kind in ("person", "organization")]

    def sets(some: list[Form]):
        found = partition([Counted(form, 1) for form in some])
        return {frozenset(some[i] for i in one.members) for one in found}

    assert sets(forms) == sets(by_kind[0]) | sets(by_kind[1])
    keys = [{block for form in some for block in blocks(form)} for some in by_kind]
    assert keys[0].isdisjoint(keys[1])
