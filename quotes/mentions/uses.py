"""Whether a name is a person's, by all that the article does with it.

A recogniser reads a stretch at a time: it may have ``Paratus`` for a person and ``Paratus Group``
for a company. What a name is, all of its mentions say: a title or *the* before it, *in* or *at*,
*who* or *which* behind it, brackets, what else is joined to it, longer names that it is a part of.
Each is a statement, true of a mention or of the name as such, and so is what the recogniser has it
for. What a statement weighs is learnt (``uses.json``, by ``training.uses``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from quotes import lexicon
from quotes.loglinear import read_weights, score
from quotes.mentions import words
from quotes.mentions.kinds import THIRD, Name
from quotes.mentions.names import acronyms, fold, is_acronym, is_first_name, parse_person
from quotes.mentions.nouns import is_person_noun
from quotes.mentions.phrases import organization_behind
from quotes.tokens import Tokens

#: How often a statement on the mentions of one name counts at most.
_OFTEN = 2
#: A pronoun stands for a name no further behind it, in tokens.
_NEAR = 15
_PREPOSITIONS = lexicon.words("PREPOSITIONS")
_FAMILIES = lexicon.words("FAMILIES")
#: Whoever has such a title may be called so: the Emir.
_TITLES = words.TITLES | lexicon.words("MORE_TITLES")
#: Before a name, beside "the".
_DETERMINERS = frozenset("a an this that our its their his her my your".split())
#: With these what stands before a name belongs to the noun behind it: "the Hill plan".
_WITHIN = {"compound", "poss", "nmod", "amod"}
_ROLES = {"nsubj": "acts", "nsubjpass": "is acted on", "dobj": "object", "dative": "object"}
_JOINS = {"and", "or", "&"}
#: Of a name's longest form more words are not counted.
_MANY_WORDS = 4

#: What every statement weighs for a person, in log-odds.
Weights = Mapping[str, float]


@cache
def bundled() -> Weights:
    """What was learnt."""
    weights: Weights = read_weights("quotes.mentions", "uses.json")
    return weights


def persons(tokens: Tokens, found: Sequence[Name]) -> frozenset[str]:
    """Which names are persons', folded."""
    weights = bundled()
    said = statements(tokens, found, weights)
    return frozenset(key for key, some in said.items() if score(some, weights) > 0)


def statements(
    tokens: Tokens, found: Sequence[Name], weights: Weights | None
) -> dict[str, list[str]]:
    """What is true of each name, by its folded form.

    Longer names go first, because a word is told by the persons in whose names it is: those by
    ``weights``, or by the recogniser alone where there are none.
    """
    groups: dict[str, list[Name]] = defaultdict(list)
    for name in found:
        groups[fold(name.text)].append(name)
    groups.pop("", None)
    article = _Article(tokens, found)
    out: dict[str, list[str]] = {}
    for key, group in sorted(groups.items(), key=lambda pair: -len(pair[0].split())):
        counted = Counter(one for name in group for one in article.on_mention(name))
        said = [one for one, times in counted.items() for _ in range(min(times, _OFTEN))]
        said += article.on_name(key, Counter(n.text for n in group).most_common(1)[0][0])
        recognised = by_recogniser(group)
        out[key] = [*said, recognised]
        if score(out[key], weights) > 0 if weights else recognised.startswith(PERSON):
            article.add_person(group[0].text)
    return out


#: How the statement begins that the recogniser has a name for a person's.
PERSON = "recogniser: a person"


def by_recogniser(group: Sequence[Name]) -> str:
    """What the recogniser has a name for, and how often."""
    labels = Counter(name.label for name in group)
    count, total = labels["person"], labels.total()
    if 0 < count < total:
        share = "mostly" if 2 * count > total else "half" if 2 * count == total else "seldom"
        return f"recogniser: {share} a person"
    label, most = labels.most_common(1)[0]
    if label == "unknown":
        return "recogniser: nothing"
    form = "more words" if " " in group[0].text else "one word"
    said = PERSON if label == "person" else f"recogniser: {label}"
    return f"{said}, {form}, {most if most < 3 else 'often'}"


class _Article:
    """What is named in an article, by which the mentions of one name are judged."""

    def __init__(self, tokens: Tokens, found: Sequence[Name]) -> None:
        self.tokens = tokens
        self.starting = {name.start: name for name in found}
        self.ending = {name.end: name for name in found}
        self.of_known: set[str] = set()
        self.of_persons: set[str] = set()
        self.first_names: set[str] = set()
        self.short: set[str] = set()
        self.begins: set[str] = set()
        self.ends: set[str] = set()
        self.letters: set[str] = set()
        for text in {n.text for n in found if n.label in {"organization", "place"}}:
            self._add_body(text)

    def add_person(self, text: str) -> None:
        """A person is called so, perhaps in full."""
        parsed = parse_person(text)
        if len(parsed.words) < 2:
            return
        parts = self.of_known if is_first_name(parsed.first or "") else self.of_persons
        parts.update(" ".join(parsed.words[i:]) for i in range(1, len(parsed.words)))
        parts.update((parsed.key, *parsed.words[1:]))
        if parsed.first:
            self.first_names.add(parsed.first)

    def _add_body(self, text: str) -> None:
        parts = fold(text).split()
        self.letters |= acronyms(text)
        if not parts or parts[-1] in words.COLLECTIVES:
            return  # the Hill campaign
        for i in range(1, len(parts)):
            sort = words.ORGANIZATION_WORDS.issuperset(parts[i:])
            (self.short if sort else self.begins).add(" ".join(parts[:i]))
            self.ends.add(" ".join(parts[i:]))

    def on_name(self, key: str, text: str) -> Iterator[str]:
        """What is true of a name wherever it stands."""
        parts = key.split()
        yield f"words: {min(len(parts), _MANY_WORDS)}"
        if is_first_name(parts[0]) and parts[0] not in words.PARTICLES:
            yield "begins with a first name" if len(parts) > 1 else "is a first name"
        if parts[-1] in words.ORGANIZATION_WORDS:
            yield "ends like a body"
        elif words.ORGANIZATION_WORDS.intersection(parts):
            yield "has a word of bodies"
        if is_acronym(text):
            yield "letters"
            if key.replace(" ", "") in self.letters:
                yield "letters of a body"
        elif any(_has_capitals_within(word) for word in text.split()):
            yield "capitals within a word"
        if any(ch.isdigit() or ch in "&/" for ch in text):
            yield "digits or marks"
        if words.SMALL.intersection(parts):
            yield "a preposition or the like in it"
        if words.PARTICLES.intersection(parts[:-1]):
            yield "a particle in it"
        if key in self.of_known:
            yield "part of a person's name that has a usual first name"
        elif key in self.of_persons:
            yield "part of a person's name"
        if key in self.first_names:
            yield "somebody's first name"
        if key in self.short:
            yield "a body's name, but for what sort of body it is"
        elif key in self.begins:
            yield "beginning of a body's name"
        if key in self.ends:
            yield "end of a body's name"
        if key in words.OUTLETS:
            yield "an outlet"

    def on_mention(self, name: Name) -> Iterator[str]:
        """What is true of one mention."""
        if name.gender:
            yield "gender told"
        if name.title:
            yield "title"
        yield from self._before(name)
        yield from self._around(name)
        yield from self._behind(name)
        yield from self._pronoun(name)
        yield from self._joined(name)

    def _before(self, name: Name) -> Iterator[str]:
        tokens, start = self.tokens, name.start
        if not start:
            return
        before = tokens.lower[start - 1]
        noun = fold(before)
        if not (tokens.dep[name.head] in _WITHIN and tokens.head[name.head] >= name.end):
            if before == "the":
                if fold(name.text) not in _TITLES:
                    yield "behind the"
                before = tokens.lower[start - 2] if start > 1 else ""
            elif before in _DETERMINERS:
                yield "behind another determiner"
            if before in _PREPOSITIONS:
                yield f"behind {before}"
        if _may_be_body(name) and noun in words.ORGANIZATION_NOUNS | words.MAKERS:
            if tokens.word[start - 1].islower():
                yield "behind a noun for bodies"
        elif is_person_noun(noun) and tokens.tag[start - 1] in {"NN", "NNP"}:
            yield "behind a noun for persons"

    def _around(self, name: Name) -> Iterator[str]:
        """Of what it is a part in the sentence."""
        tokens = self.tokens
        dep, head = tokens.dep[name.head], tokens.head[name.head]
        lemma = fold(tokens.lemma[head])
        if dep == "compound" and head >= name.end:
            if lemma in _FAMILIES:
                yield "before family"
            elif is_person_noun(lemma):
                yield "before a noun for persons"
            elif lemma in words.NAMED_AFTER:
                yield "before government"
            elif lemma not in words.NAMED_BY:
                yield "before another noun"
        elif dep == "poss":
            yield "owns somebody" if is_person_noun(lemma) else "owns"
        elif dep in _ROLES:
            says = dep == "nsubj" and tokens.lemma[head] in words.SAYS
            yield "says" if says else _ROLES[dep]
        elif dep == "appos":
            yield "apposition"

    def _behind(self, name: Name) -> Iterator[str]:
        tokens, end = self.tokens, name.end
        if end >= len(tokens):
            return
        behind, next_one = (*tokens.lower[end : end + 2], "")[:2]
        if _may_be_body(name) and organization_behind(tokens, end) is not None:
            yield "is said to be a body"
        if behind in words.NAMED_BY and tokens.word[end].islower():
            yield "before a noun for bodies"
        relative = next_one if behind == "," else behind
        if relative in {"who", "whom", "whose"}:
            yield "goes on with who"
        elif relative == "which":
            yield "goes on with which"
        if behind == ")" and name.start and tokens.lower[name.start - 1] == "(":
            other = self.ending.get(name.start - 1)
            if other is not None and " " in other.text:
                yield "in brackets behind a name"

    def _pronoun(self, name: Name) -> Iterator[str]:
        """The next pronoun of the sentence, if no other name stands before it."""
        tokens = self.tokens
        for i in range(name.end, min(name.end + _NEAR, len(tokens))):
            if tokens.starts_sentence[i] or i in self.starting:
                return
            if tokens.lower[i] in THIRD:
                number, _, human = THIRD[tokens.lower[i]]
                plural = "they" if number == "plural" else "it"
                yield f"{'he or she' if human else plural} behind"
                return

    def _joined(self, name: Name) -> Iterator[str]:
        """What "and" joins to it is of its kind."""
        tokens, start, end = self.tokens, name.start, name.end
        other = None
        if end < len(tokens) and tokens.lower[end] in _JOINS:
            other = self.starting.get(end + 1)
        elif start and tokens.lower[start - 1] in _JOINS:
            other = self.ending.get(start - 1)
        if other is not None and other.label != "unknown":
            yield f"joined with a {'person' if other.label == 'person' else 'body'}"


def _may_be_body(name: Name) -> bool:
    """Can a noun for bodies beside it be of it? Not in ``tennis giant Ada Hill``."""
    first, *others = name.text.split()
    return not others or fold(first) in words.PARTICLES or not is_first_name(first)


def _has_capitals_within(word: str) -> bool:
    """``BoG``, ``FedEx``; not ``McHill``."""
    letters = word.removeprefix("Mc").removeprefix("Mac")
    return letters.isalpha() and not letters.isupper() and any(map(str.isupper, letters[1:]))
