"""What kind of name each one is, decided over the whole article.

Entity recognition errs, so a word that is a person's family name once is one
everywhere, and what is a place mostly is one always.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from quotes import lexicon
from quotes.mentions import words
from quotes.mentions.kinds import Label, Name
from quotes.mentions.names import (
    acronyms,
    fold,
    is_acronym,
    is_first_name,
    organization_key,
    parse_person,
)
from quotes.mentions.phrases import organization_behind
from quotes.mentions.titles import title_beside
from quotes.tokens import Tokens

#: How many votes it is against a person that the name goes on with ``, which``, or stands behind
#: what only an organisation is.
_NOBODY = 4
_SURELY = 20
#: Before the name of a place, mostly.
_LOCATES = lexicon.words("LOCATES")
#: By so many votes a name that was taken for a person is an organisation's all the same.
_CLEAR = 2


def settled(tokens: Tokens, found: Sequence[Name]) -> list[Name]:
    """Labels that agree over the whole article, and persons cut out of longer names."""
    votes: dict[str, Counter[Label]] = defaultdict(Counter)
    for name in found:
        votes[fold(name.text)][name.label] += 1
        called = _is_called_one(tokens, name)
        if _has_article(tokens, name):
            votes[fold(name.text)]["organization"] += _NOBODY
        if called or tokens.lower[name.end : name.end + 2] == [",", "which"]:
            votes[fold(name.text)]["organization"] += _SURELY if called else _NOBODY
    full = [parse_person(n.text) for n in found if n.label == "person"]
    full = [parsed for parsed in full if len(parsed.words) > 1]
    surnames = Counter(parsed.key for parsed in full)
    first_names = Counter(parsed.first for parsed in full if parsed.first)
    singles = Counter(fold(n.text) for n in found if n.label == "person")
    located = {
        fold(n.text)
        for n in found
        if n.label == "place" and n.start and tokens.lower[n.start - 1] in _LOCATES
    }
    shouted = {fold(n.text) for n in found} - {fold(n.text) for n in found if not n.text.isupper()}
    family = surnames.keys()
    short = {a for n in found if n.label == "organization" for a in acronyms(n.text)}
    out = []
    for name in found:
        if is_acronym(name.text) and (
            organization_key(name.text) in short
            or (name.label == "person" and not name.title and fold(name.text) in shouted - family)
        ):
            out.append(name._replace(label="organization"))
            continue
        name = _cut_person(tokens, name, surnames.keys() | singles.keys())
        label = _label(name, votes, surnames, singles, first_names, located)
        out.append(name if label == name.label else name._replace(label=label))
    return _with_initials(tokens, _with_family_names(tokens, out))


def _is_called_one(tokens: Tokens, name: Name) -> bool:
    """``engine maker Pratt``, ``the daily Echo``, ``Aslef, the drivers' union``.

    More words may be a person's, ``tennis giant Ada Hill``, and so may the name before a noun,
    ``the daily Hill tour``.
    """
    if " " in name.text:
        return False
    before = name.start - 1
    return organization_behind(tokens, name.end) is not None or (
        before >= 0
        and tokens.lower[before] in words.MAKERS
        and tokens.tag[before] in {"NN", "JJ"}
        and tokens.dep[name.head] != "compound"
    )


def _has_article(tokens: Tokens, name: Name) -> bool:
    """``the Arapo said``, ``The Hill reported``: no person, though the recogniser has it for one.

    Not ``the Hill campaign``, ``the Donald``, ``the Hills``.
    """
    at = name.start - 1
    if name.label != "person" or name.title or " " in name.text:
        return False
    if is_first_name(name.text) and fold(name.text) not in words.OUTLETS_BEHIND_THE:
        return False
    alone = tokens.tag[name.head] == "NNP" and tokens.dep[name.head] != "compound"
    subject = tokens.dep[name.head] in {"nsubj", "pobj"}
    return at >= 0 and tokens.lower[at] == "the" and alone and subject


def _with_family_names(tokens: Tokens, found: Sequence[Name]) -> list[Name]:
    """``Ben and Ada Hill`` are two Hills, when nobody is called Ben otherwise."""
    people = [n for n in found if n.label == "person"]
    times = Counter(word for n in people for word in parse_person(n.text).words)
    bare = Counter(fold(n.text) for n in people if " " not in n.text and not n.title)
    following = {n.start: n for n in people}
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
        both = times[first.key] == bare[first.key] and bare[full.first or ""] and first.words
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


def _cut_person(tokens: Tokens, name: Name, known: Iterable[str]) -> Name:
    """``Homeland Security Alejandro Mayorkas`` -> ``Alejandro Mayorkas``, when he is known."""
    parts = name.text.split()
    if name.label == "person" or len(parts) < 3 or len(parts) != name.end - name.start:
        return name
    if fold(parts[-1]) not in known or not is_first_name(parts[-2]):
        return name
    start = name.end - 2
    title, told = title_beside(tokens, start, name.end)
    return Name(start, name.end, name.end - 1, " ".join(parts[-2:]), "person", title, told)


def _label(
    name: Name,
    votes: Mapping[str, Counter[Label]],
    surnames: Counter[str],
    singles: Counter[str],
    first_names: Counter[str],
    located: Collection[str],
) -> Label:
    folded = fold(name.text)
    parts = folded.split()
    mine = votes.get(folded) or Counter([name.label])
    if not parts or folded in words.OUTLETS:
        return "organization" if name.label in {"person", "organization"} else name.label
    if len(parts) == 1:
        return _label_single(name, parts[0], mine, surnames, first_names, located)
    if 2 * mine["person"] >= mine.total():
        return "person"
    if name.label == "person" and 2 * mine["organization"] - mine.total() > _CLEAR:
        return "organization"
    if not is_first_name(parts[0]) or len(parts) > 4:
        return name.label
    known = parts[-1] in surnames or parts[-1] in singles
    if known or name.label == "unknown":
        return "person"
    return _majority(name, mine)


def _majority(name: Name, mine: Counter[Label]) -> Label:
    """``U.S.`` is a place everywhere when it is one mostly."""
    if mine["organization"] == mine["place"]:
        return name.label
    return "organization" if mine["organization"] > mine["place"] else "place"


def _label_single(
    name: Name,
    word: str,
    mine: Counter[Label],
    surnames: Counter[str],
    first_names: Counter[str],
    located: Collection[str],
) -> Label:
    others = mine["organization"] + mine["place"]
    if surnames[word] and (
        mine["person"] or name.label != "place" or name.title or word not in located
    ):
        return "person"
    if mine["person"] >= mine["place"] and mine["person"] and 2 * mine["person"] >= others:
        return "person"
    if name.gender:
        return "person"
    if first_names[word] and name.label != "place":
        return "person"
    if name.label == "person":
        return "organization" if mine["organization"] >= mine["place"] else "place"
    return _majority(name, mine)
