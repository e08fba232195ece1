"""What identity sees of a fact, and the blocks in which forms meet."""

from __future__ import annotations

from functools import lru_cache

from quotes.identity import bodies
from quotes.identity.facts import Fact, Form, Gender
from quotes.identity.naming import is_title
from quotes.identity.offices import offices_in
from quotes.mentions import persons, words
from quotes.mentions.names import fold, gender, is_acronym, parse_person
from quotes.mentions.places import countries_in, country_of_outlet, is_of_the_world
from quotes.types import SpeakerKind

#: Before a country that the dateline or the outlet tells, not the titles or the name.
NEAR = "~"


def form_of(fact: Fact, only: str | None = None) -> Form:
    """What identity sees of a fact; ``only`` where it is by itself, see :func:`is_own`."""
    kind, name = _kind_and_name(fact)
    if kind == "person":
        return _person(fact, name, only)
    if kind == "organization":
        return _organization(fact, name, only)
    return Form(kind, fold(name), only=only)


def is_own(fact: Fact) -> bool:
    """Is the fact nobody's across articles: a description, or a name that is too vague?"""
    kind, name = _kind_and_name(fact)
    if kind == "person":
        form = _person(fact, name, None)
        return not form.name or _is_nobody(form)
    if kind == "organization":
        form = _organization(fact, name, None)
        return not form.name or is_vague(form)
    return True


def is_vague(form: Form) -> bool:
    """Is an organization's form the name of another body in each article?"""
    rank = bodies.read(form.name).rank
    if rank == "vague":
        return True
    told = [c for c in form.countries if not c.startswith(NEAR)]
    return (rank == "local" and not told) or (rank == "national" and not form.countries)


def _is_nobody(form: Form) -> bool:
    """One first name, or the word for an office: another person in each article."""
    if form.offices and persons.read(form.name).key:
        return form.name in words.TITLES | words.ROYAL
    return persons.is_only_first_name(form.name) or (
        form.name in words.TITLES | words.ROYAL | words.PERSON_NOUNS - words.ALSO_SURNAMES
    )


def is_alone(form: Form) -> bool:
    """Does a form never join another by its name?"""
    if form.kind == "person":
        return not form.name or (form.only is not None and _is_nobody(form))
    if form.kind == "organization":
        return not form.name or is_vague(form)
    return True


@lru_cache(maxsize=50_000)
def blocks(form: Form) -> tuple[str, ...]:
    """The keys by which forms meet: those of no common block never influence each other."""
    if is_alone(form):
        return (f"only:{form.only or form.kind + ':' + form.name}",)
    if form.kind == "person":
        return (f"person:{persons.read(form.name).key}",)
    return tuple(dict.fromkeys(f"organization:{name}" for name in (form.name, *form.names)))


def _kind_and_name(fact: Fact) -> tuple[SpeakerKind, str]:
    """Kind and name as identity takes them: named parties are bodies, so is *The Hill*."""
    if fact.kind == "group" and bodies.is_party(fact.name):
        return "organization", fact.name
    if fact.kind == "person" and fact.name.strip() in {"The Hill", "the Hill"}:
        return "organization", "The Hill"
    return fact.kind, fact.name


def outlet_of(fact: Fact) -> str | None:
    """The outlet of a fact as outlets are compared."""
    return fact.outlet.lower() if fact.outlet else None


def _person(fact: Fact, name: str, only: str | None) -> Form:
    canonical = persons.canonical(name)
    told = persons.read(canonical)
    royal = [w for title in fact.titles for w in fold(title).split()[-1:] if w in words.ROYAL]
    if told.bare and royal and " " not in canonical and "-" not in canonical:
        canonical = f"{royal[0]} {canonical}"
        told = persons.read(canonical)
    offices = frozenset[str]().union(*(offices_in(title) for title in fact.titles))
    countries = {c for title in fact.titles if is_title(title) for c in countries_in(title)}
    if told.bare and not countries:
        countries = {NEAR + code for code in _near(fact)}
    others = {
        other
        for raw in fact.names
        if len(parse_person(raw).words) > 1
        for other in (persons.canonical(raw),)
        if not persons.read(other).bare
        and persons.read(other).key == told.key
        and not told.bare
        and not persons.fits(persons.read(other), told)
    }
    return Form(
        "person",
        canonical,
        tuple(sorted(others)),
        tuple(sorted(offices)),
        tuple(sorted(countries)),
        # Of a full name outlets are counted beside the form: facts would share few forms else.
        outlet_of(fact) if told.bare else None,
        _gender(fact, canonical, told.bare),
        only,
    )


def _gender(fact: Fact, name: str, bare: bool) -> Gender | None:
    """Only where the name does not tell it, so that more facts share one form."""
    return fact.gender if bare or gender(name) is None else None


def _organization(fact: Fact, name: str, only: str | None) -> Form:
    full = name
    if is_acronym(name) or " " not in name:
        paired = [other for other in fact.names if bodies.acronym_of(name, other)]
        full = max(paired, key=lambda other: (len(other), other), default=name)
    body = bodies.read(full)
    short = {
        bodies.read(other).key
        for other in (name, *fact.names)
        if other != full and bodies.acronym_of(other, full)
    } - {body.key}
    countries: tuple[str, ...] = (body.country,) if body.country else ()
    if not countries and body.rank == "national":
        countries = tuple(sorted(NEAR + code for code in _near(fact)))
    acronym = is_acronym(full) and " " not in body.key
    return Form(
        "organization",
        body.key,
        tuple(sorted(short)),
        (),
        countries,
        fact.outlet.lower() if fact.outlet and (acronym or short) else None,
        None,
        only,
    )


def _near(fact: Fact) -> tuple[str, ...]:
    """Where the article was written, else where its outlet is."""
    if fact.place:
        found = countries_in(fact.place.title())
        if found:
            return tuple(sorted(found))
    country = country_of_outlet(fact.outlet)
    if country is None and not is_of_the_world(fact.outlet):
        country = f"@{(fact.outlet or '').lower()}"  # some country, the same in all its articles
    return (country,) if country else ()


__all__ = ["NEAR", "blocks", "form_of", "is_alone", "is_own", "is_vague"]
