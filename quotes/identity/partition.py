"""Which forms are one speaker: the most frequent full names first, then what is short for them.

Nothing here depends on the order in which forms come. Persons: full names
gather, most frequent first; a family name alone never makes, joins or parts
full names, it only finds its bearer among them. Organizations: names of one
key gather, of one country where they need one; acronyms join the body that
articles pair them with. What people decided comes last and is never broken.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from quotes.identity.facts import Cluster, Counted, Form, Gender, Link
from quotes.identity.forms import NEAR, blocks, is_alone
from quotes.identity.offices import EXCLUSIVE, class_of
from quotes.mentions import persons
from quotes.mentions.names import gender as gender_of_name
from quotes.mentions.places import countries_in, country_of_outlet

#: So many times as frequent as the next of its name makes a bearer the one who is meant.
DOMINANCE = 4
#: An office is somebody's if so large a share of his articles tells it.
_SHARE = 0.04
#: No more candidates are told for a name that may be several.
_MOST_CANDIDATES = 8

#: An Arabic article inside a name.
_ARTICLE = re.compile(r"\w (?:al|el) \w")

#: Why a family name alone is a bearer's, wherever it stands.
_BY_TITLE = "with a title that fits"
_BY_FREQUENCY = "by far its most frequent bearer"

_Key = tuple[object, ...]

#: Genders that one person's forms can have beside each.
_MATCHING: dict[Gender | None, tuple[Gender | None, ...]] = {
    None: (None, "female", "male"),
    "female": (None, "female"),
    "male": (None, "male"),
}


def step(count: int) -> int:
    """All that identity looks at in a number of articles: 1, 2, 3 for 1, 2 to 3, 4 to 7."""
    return max(count, 0).bit_length()


def partition(forms: Sequence[Counted], links: Sequence[Link] = ()) -> list[Cluster]:
    """The speakers that forms are of, in no order that depends on that of the forms."""
    order = sorted(range(len(forms)), key=lambda i: _key(forms[i].form))
    sorted_forms = [forms[i] for i in order]
    made: list[_Made] = []
    for some in _components(sorted_forms):
        made += _component(sorted_forms, some)
    made = _linked(sorted_forms, made, links)
    made.sort(key=lambda one: min(one.members))
    return [
        Cluster(
            tuple(sorted(order[i] for i in one.members)),
            {order[i]: why for i, why in sorted(one.reasons.items())},
            tuple(order[i] for i in one.candidates),
        )
        for one in made
    ]


def _key(form: Form) -> _Key:
    return (
        form.kind,
        form.name,
        form.names,
        form.offices,
        form.countries,
        form.outlet or "",
        form.gender or "",
        form.only or "",
    )


@dataclass(slots=True)
class _Made:
    """A cluster in the making."""

    members: list[int]
    reasons: dict[int, str] = field(default_factory=dict)
    candidates: list[int] = field(default_factory=list)


class _Union:
    """Union-find; the smallest member stands for all."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def find(self, one: object) -> object:
        root = one
        while (up := self._parent.setdefault(root, root)) != root:
            root = up
        while self._parent[one] != root:
            self._parent[one], one = root, self._parent[one]
        return root

    def join(self, a: object, b: object) -> None:
        self._parent[self.find(b)] = self.find(a)


def _components(forms: Sequence[Counted]) -> list[list[int]]:
    """Forms that hang together by their blocks."""
    union = _Union()
    of_block: dict[str, list[int]] = defaultdict(list)
    for i, counted in enumerate(forms):
        of_form = blocks(counted.form)
        of_block[of_form[0]].append(i)
        for other in of_form[1:]:
            union.join(of_form[0], other)
    found: dict[object, list[int]] = defaultdict(list)
    for block, some in of_block.items():
        found[union.find(block)] += some
    return [sorted(some) for some in found.values()]


def _component(forms: Sequence[Counted], some: Sequence[int]) -> list[_Made]:
    alone: list[int] = []
    rest: list[int] = []
    for i in some:
        (alone if is_alone(forms[i].form) else rest).append(i)
    made = _equal(forms, alone)
    if rest and forms[rest[0]].form.kind == "person":
        return made + _persons(forms, rest)
    return made + _organizations(forms, rest)


def _equal(forms: Sequence[Counted], some: Sequence[int]) -> list[_Made]:
    """Equal forms are one speaker, whatever else they are."""
    by_form: dict[Form, list[int]] = defaultdict(list)
    for i in some:
        by_form[forms[i].form].append(i)
    return [_Made(members) for members in by_form.values()]


# ---------------------------------------------------------------- persons


@dataclass(slots=True)
class _Person:
    """Full names that are one person's."""

    members: list[int]
    names: dict[str, int] = field(default_factory=dict)
    """Canonical full name -> weight."""
    weight: int = 0
    offices: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    outlets: set[str] = field(default_factory=set)
    counted: list[Counted] = field(default_factory=list)
    doubtful: bool = False
    candidates: list[_Person] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    first: int = sys.maxsize
    """The smallest of the members that are full names."""

    def add(self, i: int, counted: Counted) -> None:
        form, weight = counted.form, counted.weight
        self.members.append(i)
        if i < self.first:
            self.first = i
        self.names[form.name] = self.names.get(form.name, 0) + weight
        self.weight += weight
        for office in form.offices:
            self.offices[office] += weight
        for country in _told(form):
            self.countries[country] += weight
        self.outlets.update(counted.outlets)
        if form.outlet:
            self.outlets.add(form.outlet)
        self.counted.append(counted)

    @property
    def gender(self) -> Gender | None:
        genders: Counter[Gender] = Counter()
        for one in self.counted:
            gender = one.form.gender or _gender_of_name(one.form.name)
            if gender:
                genders[gender] += one.weight
        most = genders.most_common(2)
        if len(most) > 1 and most[0][1] < DOMINANCE * most[1][1]:
            return None
        return most[0][0] if most else None

    @property
    def name(self) -> str:
        return min(self.names, key=lambda name: (-self.names[name], name))

    def has(self, office: str) -> bool:
        return self.offices.get(office, 0) >= max(1, self.weight * _SHARE)


def _told(form: Form) -> list[str]:
    """Countries of titles, not of the article."""
    return [c for c in form.countries if not c.startswith(NEAR)] if form.countries else []


_gender_of_name = lru_cache(maxsize=16384)(gender_of_name)


def _persons(forms: Sequence[Counted], some: Sequence[int]) -> list[_Made]:
    names = {forms[i].form.name for i in some}
    arabic = any(map(_ARTICLE.search, names))
    bare_names = {name for name in names if _is_bare(name, arabic)}
    bare: list[int] = []
    full: list[int] = []
    for i in some:
        (bare if forms[i].form.name in bare_names else full).append(i)
    found = _full_names(forms, full)
    mains = [one for one in found if not one.doubtful]
    joined: list[tuple[int, _Person, str]] = []
    left: list[tuple[int, list[_Person]]] = []
    bearers = {
        name: _ranked(one for one in mains if _bears(persons.read(name), one))
        for name in bare_names
    }
    # Names are taken apart for it: only where it is asked for.
    is_asked = any(forms[i].form.gender for i in bare)
    genders = {id(one): one.gender for one in mains} if is_asked else {}
    known: dict[_Key, _Bearer] = {}
    for i in bare:
        form = forms[i].form
        # Most of the many forms of a family name differ in nothing but their outlets.
        like = (*alike(form), min(forms[i].weight, 8))
        found_ = known.get(like) or _bearer(forms[i], bearers[form.name], genders)
        known[like] = found_
        bearer, why, candidates = _nearest(forms[i], bearers[form.name], found_)
        if bearer is None:
            left.append((i, candidates))
        else:
            joined.append((i, bearer, why))
    for i, bearer, why in joined:  # only now: no family name alone speaks for another
        bearer.members.append(i)
        bearer.reasons[i] = why
    made = [
        _Made(one.members, one.reasons, [_best(forms, c) for c in one.candidates]) for one in found
    ]
    return made + _left(forms, left)


def _is_bare(name: str, arabic: bool) -> bool:
    """Al Gore has a first name; Al Sisi has none where there is an Abdel Fattah Al Sisi."""
    told = persons.read(name)
    return told.bare or (arabic and told.given == ("al",))


def _best(forms: Sequence[Counted], person: _Person) -> int:
    return min(
        person.members,
        key=lambda i: (persons.read(forms[i].form.name).bare, -forms[i].weight, i),
    )


def _full_names(forms: Sequence[Counted], full: Sequence[int]) -> list[_Person]:
    by_name: dict[str, list[int]] = defaultdict(list)
    for i in full:
        by_name[forms[i].form.name].append(i)
    total = {name: sum(forms[i].weight for i in some) for name, some in by_name.items()}

    def rank(name: str) -> tuple[bool, int, str]:
        told = persons.read(name)
        return (told.given[0] in told.initials and len(told.given) == 1, -total[name], name)

    found: list[_Person] = []
    same_name: dict[str, list[_Person]] = defaultdict(list)
    index: dict[str, list[_Person]] = defaultdict(list)
    for name in sorted(by_name, key=rank):
        keys = persons.given_keys(persons.read(name))
        others = list({id(one): one for key in keys for one in index[key]}.values())
        told = persons.read(name)
        fitting = [
            one for one in others if all(persons.fits(told, persons.read(n)) for n in one.names)
        ]
        informed = by_name[name]
        if len(informed) > 1:
            informed.sort(key=lambda i: (not _informed(forms[i].form), -forms[i].weight, i))
        mine = same_name[name]
        for i in informed:
            form = forms[i].form
            options = [one for one in mine if not _conflict(forms[i], one, exact=True)]
            options = options or [
                one
                for other in form.names  # the article has two full names for one
                for one in same_name[other]
                if not _conflict(forms[i], one, exact=True)
            ]
            exact = bool(options)
            if not options:
                options = [one for one in fitting if _likely(told, forms[i], one)]
            person = _choose(forms[i], options)
            if person is None:
                person = _Person([], doubtful=len(options) > 1, candidates=options[:])
                found.append(person)
                for key in () if person.doubtful else keys:
                    index[key].append(person)
            elif not exact:
                person.reasons[i] = f"another spelling or a short form of “{_shown(person.name)}”"
            person.add(i, forms[i])
            if not person.doubtful and not any(person is one for one in mine):
                mine.append(person)
    for person in found:
        head = person.name
        person.reasons = {i: why for i, why in person.reasons.items() if forms[i].form.name != head}
    return found


def _informed(form: Form) -> bool:
    return bool(form.offices or _told(form))


def _likely(told: persons.Named, counted: Counted, one: _Person) -> bool:
    """Is a name that fits those of a person, but is none of them, likely his?"""
    form, weight = counted.form, counted.weight
    names = [persons.read(name) for name in one.names]
    ways = {persons.weakness(told, other) for other in names}
    if _conflict(counted, one, exact=None in ways):
        return False
    office = any(one.has(o) for o in form.offices if o in EXCLUSIVE or o == "head")
    if any(told.suffix != other.suffix for other in names) and not office:
        return False  # Ada Hill Jr. may be called without Jr., but not so her mother
    if None in ways:
        return True
    if "nickname" in ways:
        return _fits_nickname(counted, one)
    if office:
        return True
    if ways == {"initials"}:
        return one.weight >= 2 * DOMINANCE * weight
    shared = any(one.has(o) for o in form.offices if o != "ordinary")
    return (
        shared
        or _fits_outlet(counted, one)
        or _fits_country(counted, one)
        or one.weight >= DOMINANCE * max(weight, 2)
    )


def _fits_nickname(counted: Counted, one: _Person) -> bool:
    """Does more than a nickname say so, or nothing say no?

    A senator's Mike is no judge Michael at the other end of the world, nor a
    congressman's Bobby a Robert who is in politics as well.
    """
    form = counted.form
    shared = any(one.has(o) for o in form.offices if o not in {"ordinary", "politics"})
    if shared or _fits_country(counted, one) or _fits_outlet(counted, one):
        return True
    mine, home = _homes(_outlets(counted)), _homes(one.outlets)
    if mine and home and mine.isdisjoint(home):
        return False
    theirs = [office for office in one.offices if one.has(office)]
    in_office = [not EXCLUSIVE.isdisjoint(form.offices), not EXCLUSIVE.isdisjoint(theirs)]
    if mine and home:
        return not all(in_office)
    if not any(in_office):
        return True
    return not (form.offices and theirs) and one.weight >= DOMINANCE * max(counted.weight, 2)


def _homes(outlets: Iterable[str]) -> set[str]:
    """The countries of outlets, of those that tell one."""
    return {country for outlet in outlets if (country := country_of_outlet(outlet))}


def _choose(counted: Counted, options: Sequence[_Person]) -> _Person | None:
    """The only one, the only one that fits best, or one that dominates; else ``None``."""
    if len(options) < 2:
        return options[0] if options else None
    for fits in (_fits_office, _fits_country, _fits_outlet):
        fitting = [one for one in options if fits(counted, one)]
        if len(fitting) == 1:
            return fitting[0]
    return _dominant(_ranked(options))


def _fits_office(counted: Counted, one: _Person) -> bool:
    form = counted.form
    shared = any(one.has(office) for office in form.offices)
    told = _told(form)
    return shared and not (told and one.countries and not any(one.countries[c] for c in told))


def _fits_country(counted: Counted, one: _Person) -> bool:
    return any(one.countries[c] for c in _told(counted.form))


def _fits_outlet(counted: Counted, one: _Person) -> bool:
    return not one.outlets.isdisjoint(_outlets(counted))


def _outlets(counted: Counted) -> set[str]:
    return {*counted.outlets, *filter(None, [counted.form.outlet])}


def _ranked(people: Iterable[_Person]) -> list[_Person]:
    """The most frequent first."""
    return sorted(people, key=lambda one: (-one.weight, one.first))


def _dominant(ranked: Sequence[_Person]) -> _Person | None:
    """The first of those :func:`_ranked`, if it is by far the most frequent."""
    if len(ranked) == 1 or ranked[0].weight >= DOMINANCE * ranked[1].weight:
        return ranked[0]
    return None


def _conflict(counted: Counted, one: _Person, *, exact: bool) -> bool:
    """Do office and place say that they are two persons, though the names could be one's?

    Of the very same name both must differ, unless one is nobody public and
    the other in office, in other outlets; of names that only fit each other,
    one is enough.
    """
    form = counted.form
    mine = {class_of(office) for office in form.offices} - {"head"}
    theirs = {class_of(office) for office in one.offices} - {"head"} if mine else set[str]()
    other_trade = bool(mine and theirs) and not mine & theirs
    if exact and not other_trade:
        return False
    told = _told(form)
    elsewhere = bool(told and one.countries) and not any(one.countries[c] for c in told)
    if exact:
        some = [set(form.offices), set(one.offices)]
        unlike = ({"ordinary"} in some) and any(EXCLUSIVE & offices for offices in some)
        return elsewhere or (unlike and not _fits_outlet(counted, one))
    unshared = not any(one.offices[office] for office in form.offices)
    return other_trade or (elsewhere and unshared)


_Bearer = tuple[_Person | None, str, list[_Person]]
"""Who a family name alone is, why, and who else it could be, the most frequent first."""


def _bearer(
    counted: Counted, people: Sequence[_Person], genders: Mapping[int, Gender | None]
) -> _Bearer:
    """Who of ``people``, the most frequent first, a family name alone is by its title or because
    nobody comes near. ``genders`` has those of all people, by the ``id`` of each."""
    form, weight = counted.form, counted.weight
    exclusive = EXCLUSIVE.intersection(form.offices)
    other = "male" if form.gender == "female" else "female" if form.gender else None
    options = [
        one
        for one in people
        if not (other and genders[id(one)] == other)
        and not (exclusive and _other_office(form, one))
    ]
    if not options:
        return None, "", []
    strong = [
        one
        for one in options
        if exclusive and _is_exclusive(form, one) and _fits_office(counted, one)
    ]
    if strong and (found := _dominant(strong)) and found.weight * DOMINANCE > options[0].weight:
        return found, f"the surname of “{_shown(found.name)}”, {_BY_TITLE}", []
    dominant = _dominant(options)
    if dominant and dominant.weight >= DOMINANCE * min(weight, 8):
        why = f"the surname of “{_shown(dominant.name)}”, {_BY_FREQUENCY}"
        return dominant, why, []
    return None, "", options


def _nearest(counted: Counted, people: Sequence[_Person], found: _Bearer) -> _Bearer:
    """``found``, or the only bearer there is where the name stands in his country or outlet."""
    bearer, _, options = found
    if bearer is not None:
        return found
    if len(people) == 1 and options and counted.form.offices != ("ordinary",):
        for fits, where in (
            (_fits_country, "of the same country"),
            (_fits_outlet, "in the same outlet"),
        ):
            if fits(counted, options[0]):
                return options[0], f"the surname of “{_shown(options[0].name)}”, {where}", []
    return None, "", options[:_MOST_CANDIDATES]


def alike(form: Form) -> _Key:
    """All of a family name alone that :func:`_bearer` looks at, but for its number of articles."""
    return (form.name, form.gender, form.offices, *_told(form))


def is_for_all_outlets(why: str) -> bool:
    """Whether a family name alone that is a bearer's for this reason would be his in any outlet.

    A form that is :func:`alike`, and is in no more articles, is then his as well.
    """
    return why.endswith((_BY_TITLE, _BY_FREQUENCY))


def _bears(bare: persons.Named, one: _Person) -> bool:
    return any(persons.fits_bare(bare, persons.read(name)) for name in one.names)


def _other_office(form: Form, one: _Person) -> bool:
    """President Brandt is not Mayor Olaf Brandt, nor the President of France that of Chile."""
    mine = {office for office in form.offices if office in EXCLUSIVE}
    if not mine:
        return False
    theirs = {office for office in one.offices if office in EXCLUSIVE and one.has(office)}
    if theirs and not mine & theirs:
        return True
    told = _told(form)
    return bool(told and one.countries) and not any(one.countries[c] for c in told)


def _is_exclusive(form: Form, one: _Person) -> bool:
    return any(office in EXCLUSIVE and one.has(office) for office in form.offices)


def _left(forms: Sequence[Counted], left: Sequence[tuple[int, list[_Person]]]) -> list[_Made]:
    """Family names alone that found nobody: one where title and country or outlet agree."""
    made: list[_Made] = []
    founded: dict[Form, int] = {}
    """Where the form stands that begins a cluster."""
    near: dict[_Key, int] = {}
    """The first form of a name, an exclusive office, a country or outlet, and a gender."""
    for i, candidates in left:
        form = forms[i].form
        keys = [
            (form.name, office, where)
            for office in EXCLUSIVE.intersection(form.offices)
            for where in (*form.countries, *([("outlet", form.outlet)] if form.outlet else ()))
        ]
        options = [near.get((*key, gender)) for key in keys for gender in _MATCHING[form.gender]]
        place = min(
            (at for at in (founded.get(form), *options) if at is not None), default=len(made)
        )
        if place < len(made):
            made[place].members.append(i)
            if form not in founded:
                made[place].reasons[i] = "the same surname and title"
            continue
        made.append(_Made([i], {}, [_best(forms, c) for c in candidates]))
        founded[form] = place
        for key in keys:
            near.setdefault((*key, form.gender), place)
    return made


def _shown(name: str) -> str:
    """A folded name in capitals, for a reason to be read."""
    return " ".join(w if w in {"de", "la", "of", "and"} else w.title() for w in name.split())


# ---------------------------------------------------------------- organizations


@dataclass(slots=True)
class _Body:
    members: list[int]
    key: str
    weight: int = 0
    countries: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    """Acronyms that articles pair it with."""
    reasons: dict[int, str] = field(default_factory=dict)
    candidates: list[_Body] = field(default_factory=list)
    first: int = sys.maxsize
    """The smallest of the members."""

    def add(self, i: int, form: Form, weight: int) -> None:
        self.members.append(i)
        if i < self.first:
            self.first = i
        self.weight += weight
        self.countries |= _all_countries(form)
        self.short.update(form.names)
        if form.outlet:
            self.outlets.add(form.outlet)


def _all_countries(form: Form) -> set[str]:
    return {c.removeprefix(NEAR) for c in form.countries} if form.countries else set()


def _organizations(forms: Sequence[Counted], some: Sequence[int]) -> list[_Made]:
    by_key: dict[str, list[int]] = defaultdict(list)
    for i in some:
        by_key[forms[i].form.name].append(i)
    found: list[_Body] = []
    for key in sorted(by_key):
        found += _of_one_key(forms, by_key[key], key)
    paired: dict[str, list[_Body]] = defaultdict(list)
    for one in found:
        for short in one.short:
            paired[short].append(one)
    joined: set[int] = set()
    for one in [one for one in found if one.key in paired]:
        options = [
            other
            for other in paired[one.key]
            if other.key not in paired and _may_be_short_for(one, other)
        ]
        full = _full_body(one, options)
        if full is None:
            one.candidates = options[:_MOST_CANDIDATES]
            continue
        full.members += one.members
        full.first = min(full.first, one.first)
        full.reasons |= {i: f"articles pair it with “{_shown(full.key)}”" for i in one.members}
        joined.add(id(one))
    return [
        _Made(
            one.members,
            one.reasons,
            [min(c.members, key=lambda i: (-forms[i].weight, i)) for c in one.candidates],
        )
        for one in found
        if id(one) not in joined
    ]


def _of_one_key(forms: Sequence[Counted], some: Sequence[int], key: str) -> list[_Body]:
    """One body, or one of each country; what tells no country is of the most frequent one."""
    if not any(forms[i].form.countries for i in some):
        one = _Body([], key)
        for i in some:
            one.add(i, forms[i].form, forms[i].weight)
        return [one]
    ranked = sorted(some, key=lambda i: (not forms[i].form.countries, -forms[i].weight, i))
    found: list[_Body] = []
    for i in ranked:
        form, weight = forms[i].form, forms[i].weight
        mine = _all_countries(form)
        options = [one for one in found if not mine or not one.countries or mine & one.countries]
        if len(options) > 1:
            options.sort(key=lambda one: (-one.weight, one.first))
        if len(options) > 1 and options[0].weight < DOMINANCE * options[1].weight:
            found.append(_Body([], key, candidates=options[:_MOST_CANDIDATES]))
        elif not options:
            found.append(_Body([], key))
        (options[0] if options and not found[-1].candidates else found[-1]).add(i, form, weight)
    return found


def _may_be_short_for(short: _Body, full: _Body) -> bool:
    """Not the acronym of a body elsewhere: of Somalia's bank, in the papers of Ohio."""
    if short.outlets & full.outlets:
        return True
    mine = _homes(short.outlets)
    named = countries_in(full.key.title()) | {c for c in full.countries if not c.startswith("@")}
    if named and mine:
        return bool(named & mine)
    theirs = _homes(full.outlets)
    return len(short.key) > 2 and (not mine or not theirs or bool(mine & theirs))


def _full_body(short: _Body, options: Sequence[_Body]) -> _Body | None:
    if len(options) < 2:
        return options[0] if options else None
    for told in ([o for o in options if o.countries & short.countries],):
        if len(told) == 1:
            return told[0]
    ranked = sorted(options, key=lambda one: (-one.weight, one.first))
    return ranked[0] if ranked[0].weight >= DOMINANCE * ranked[1].weight else None


# ---------------------------------------------------------------- what people decided


def _linked(forms: Sequence[Counted], made: Sequence[_Made], links: Iterable[Link]) -> list[_Made]:
    """Clusters joined where people say *same*; parted, whatever led there, where they say *not*."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for i, counted in enumerate(forms):
        if counted.form.only is not None:
            numbers[counted.form.only].append(i)
    if not numbers:
        return list(made)
    home = {i: place for place, one in enumerate(made) for i in one.members}
    known = sorted(
        {(one.verdict, one.a, one.b) for one in links if one.a in numbers and one.b in numbers}
    )
    clusters, must = _Union(), _Union()
    told: dict[int, str] = {}
    for verdict, a, b in known:
        if verdict == "same":
            must.join(a, b)
            one, other = home[numbers[a][0]], home[numbers[b][0]]
            if clusters.find(one) != clusters.find(other):
                clusters.join(*sorted((clusters.find(one), clusters.find(other)), key=str))
            told |= dict.fromkeys((*numbers[a], *numbers[b]), "people said that they are one")
    where: dict[int, object] = {i: ("made", clusters.find(place)) for i, place in home.items()}
    for verdict, a, b in known:
        if verdict == "same" or must.find(a) == must.find(b):
            continue  # a contradiction: what joins comes first
        if where[numbers[a][0]] == where[numbers[b][0]]:
            leaving = must.find(b)
            for only, some in numbers.items():
                if must.find(only) == leaving:
                    where |= dict.fromkeys(some, ("apart", leaving))
    groups: dict[object, list[int]] = defaultdict(list)
    for i in sorted(where):
        groups[where[i]].append(i)
    out: list[_Made] = []
    for members in groups.values():
        reasons: dict[int, str] = {}
        candidates: list[int] = []
        inside = set(members)
        for place in sorted({home[i] for i in members}):
            reasons |= {i: why for i, why in made[place].reasons.items() if i in inside}
            candidates += [c for c in made[place].candidates if c not in inside]
        names = Counter(forms[i].form.name for i in members)
        reasons |= {i: why for i, why in told.items() if i in inside and len(names) > 1}
        out.append(_Made(members, reasons, list(dict.fromkeys(candidates))))
    return out
