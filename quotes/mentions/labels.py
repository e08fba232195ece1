"""What kind of name each one is, decided over the whole article.

Entity recognition errs, so a word that is a person's family name once is one
everywhere, and what is a place mostly is one always.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from quotes import lexicon
from quotes.mentions import uses, words
from quotes.mentions.kinds import Label, Name
from quotes.mentions.names import fold, is_acronym, is_first_name, parse_person
from quotes.mentions.titles import title_beside
from quotes.tokens import Tokens

#: Before the name of a place, mostly.
_LOCATES = lexicon.words("LOCATES")


def settled(tokens: Tokens, found: Sequence[Name]) -> list[Name]:
    """Labels that agree over the whole article, and persons cut out of longer names."""
    votes: dict[str, Counter[Label]] = defaultdict(Counter)
    for name in found:
        votes[fold(name.text)][name.label] += 1
    persons = uses.persons(tokens, found)
    located = {fold(n.text) for n in found if n.label == "place" and _is_located(tokens, n)}
    full = {n.text for n in found if " " in n.text and fold(n.text) in persons}
    families = {parse_person(text).key for text in full} | persons
    of_two = {fold(n.text) for n in found if _is_of_two(tokens, n)}
    of_two -= {fold(n.text) for n in found if not _is_of_two(tokens, n)}
    of_two -= {parse_person(text).key for text in full}
    out = []
    for whole in found:
        name = _cut_person(tokens, whole, families)
        key = fold(name.text)
        town = name.label == "place" and not name.title and key in located
        named = " " in name.text and name.label == "person"
        named = named and parse_person(name.text).key in persons
        if key in of_two:
            label: Label = "organization"
        elif name.gender or name is not whole or named or _holds_office(tokens, name):
            label = "person"
        elif key in families and (key in persons or not is_acronym(name.text)):
            label = "place" if town else "person"
        else:
            label = _no_person(tokens, name, votes.get(key) or Counter([name.label]))
        out.append(name if label == name.label else name._replace(label=label))
    return _with_initials(tokens, _with_family_names(tokens, out))


def _is_of_two(tokens: Tokens, name: Name) -> bool:
    """``the Hill-Marsh government``: of two persons, and no third one's name."""
    left, hyphen, right = name.text.replace("–", "-").partition("-")
    named = bool(hyphen) and left.isalpha() and right.isalpha() and right[0].isupper()
    behind = tokens.lower[name.end : name.end + 1]
    return named and bool(behind) and behind[0] in words.COLLECTIVES


def _holds_office(tokens: Tokens, name: Name) -> bool:
    """``the prison chief, Sven St Vrand,``: is it a name of some words behind an office?"""
    size = name.end - name.start
    if name.label != "organization" or size not in {2, 3, 4}:
        return False
    between = tokens.word[name.start - 1], "".join(tokens.word[name.end : name.end + 1])
    if between != (",", ",") or tokens.dep[name.head] != "appos":
        return False
    head = tokens.head[name.head]
    offices = words.TITLES | words.OFFICE_ENDINGS
    office = tokens.tag[head] == "NN" and tokens.lower[head] in offices
    plain = all(word.isalpha() and not is_acronym(word) for word in name.text.split())
    return office and plain and fold(tokens.word[name.end - 1]) not in words.ORGANIZATION_WORDS


def _no_person(tokens: Tokens, name: Name, labels: Counter[Label]) -> Label:
    """``U.S.`` is a place everywhere when it is one mostly."""
    if labels["organization"] != labels["place"]:
        return "organization" if labels["organization"] > labels["place"] else "place"
    if name.label != "person":
        return name.label
    return "place" if _is_located(tokens, name) else "organization"


def _is_located(tokens: Tokens, name: Name) -> bool:
    return name.start > 0 and tokens.lower[name.start - 1] in _LOCATES


def _with_family_names(tokens: Tokens, found: Sequence[Name]) -> list[Name]:
    """``Ben and Ada Hill`` are two Hills, when nobody is called Ben otherwise."""
    people = [n for n in found if n.label == "person"]
    times = Counter(word for n in people for word in parse_person(n.text).words)
    bare = Counter(fold(n.text) for n in people if " " not in n.text and not n.title)
    following = {n.start: n for n in people}
    first_uses: dict[str, int] = {}
    for n in people:
        for word in parse_person(n.text).words:
            first_uses.setdefault(word, n.start)
    out = []
    for name in found:
        other = following.get(name.end + 1)
        joined = other is not None and tokens.lower[name.end] in {"and", "&"}
        if other is None or not joined or name.label != "person" or name.title or name.gender:
            out.append(name)
            continue
        first, full = parse_person(name.text), parse_person(other.text)
        alone = len(first.words) == 1 and times[first.key] == 1 and is_first_name(name.text)
        # Ben said, Ada said: both are on first-name terms
        mine = times[first.key] == bare[first.key] or first_uses.get(first.key) == name.start
        both = mine and bare[full.first or ""] and first.words
        alone = alone or (bool(both) and len(first.words) == 1 and is_first_name(name.text))
        couple = full.first is not None and not other.title and not full.family_first
        if alone and couple and is_first_name(full.first or ""):
            family = other.text.partition(" ")[2]
            name = name._replace(text=f"{name.text} {family}")
        out.append(name)
    return out


def _with_initials(tokens: Tokens, found: list[Name]) -> list[Name]:
    """``AHB: What next?`` is Ada Hill Brandt's, where no other person has these initials.

    Where no person has them in his, those in double parentheses are of the one body that has these
    letters in its name: ``((HW))`` is Harbourwire.
    """
    times = Counter(n.text for n in found if is_acronym(n.text) and _opens_line(tokens, n))
    if not times:
        return found
    held = {n.text for n in found if n.text in times and _is_held(tokens, n)}
    people: dict[str, str] = {}
    bodies: dict[str, str] = {}
    for name in found:
        if name.text not in times and name.label in {"person", "organization"}:
            (people if name.label == "person" else bodies)[fold(name.text)] = name.text
    initials = {who: "".join(w[0] for w in parse_person(who).words) for who in people.values()}
    told: dict[str, tuple[str, Label]] = {}
    for label in times:
        mine = fold(label)
        exact = [who for who, letters in initials.items() if letters == mine]
        if len(exact) == 1:
            told[label] = exact[0], "person"
        elif label in held:
            if any(_has_letters(letters, mine) for letters in initials.values()):
                continue
            named = [body for body in bodies.values() if _has_letters(fold(body), mine)]
            if len(named) == 1:
                told[label] = named[0], "organization"
    return [
        n._replace(text=told[n.text][0], label=told[n.text][1]) if n.text in told else n
        for n in found
    ]


def _has_letters(word: str, letters: str) -> bool:
    """Are they in the word in this order, its first letter being the first?"""
    rest = iter(word)
    return word[:1] == letters[:1] and all(letter in rest for letter in letters)


def _opens_line(tokens: Tokens, name: Name) -> bool:
    """``AHB:``, ``(AHB):``, ``((AHB))`` at the beginning of a line."""
    start, end = name.start, name.end
    while end < len(tokens) and tokens.word[end] in {")", "]"}:
        end += 1
    if not _is_held(tokens, name) and (end >= len(tokens) or tokens.word[end] != ":"):
        return False
    while start > 0 and tokens.word[start - 1] in {"(", "["}:
        start -= 1
    return start == 0 or "\n" in tokens.word[start - 1]


def _is_held(tokens: Tokens, name: Name) -> bool:
    """``((AHB))``"""
    return tokens.word[name.end : name.end + 2] == [")", ")"]


def _cut_person(tokens: Tokens, name: Name, known: Collection[str]) -> Name:
    """``Homeland Security Alejandro Mayorkas`` -> ``Alejandro Mayorkas``, when he is known."""
    parts = name.text.split()
    if name.label == "person" or len(parts) < 3 or len(parts) != name.end - name.start:
        return name
    if fold(parts[-1]) not in known or not is_first_name(parts[-2]):
        return name
    start = name.end - 2
    title, told = title_beside(tokens, start, name.end)
    return Name(start, name.end, name.end - 1, " ".join(parts[-2:]), "person", title, told)
