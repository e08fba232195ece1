"""What ``it`` and ``they`` stand for: of all the nouns before them, for coreference chains.

Whoever finds the speakers asks who is meant of those who can speak
(:mod:`quotes.coreference.pronouns`). A chain may be of a bridge as well, and many an ``it`` stands
for nothing. So every noun that agrees by coreferee's rules is a candidate, and so is nothing; each
is described by statements, and what these weigh is learnt (``things.json``, by
``training.things``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from quotes.coreference.memory import Place, place_of
from quotes.coreference.nouns import SUBJECTS, Noun, Nouns
from quotes.coreference.rules import DocumentRules
from quotes.loglinear import probabilities, read_weights, score
from quotes.mentions.kinds import Pronoun
from quotes.mentions.phrases import pronouns

#: How far back a noun is looked for, in sentences, and how many of those that agree are weighed.
WINDOW, CANDIDATES = 5, 30
#: How far behind the pronoun the subject of its sentence is looked for, in nouns.
AHEAD = 40
#: A noun is taken if it is this much as probable as that there is none. Between 0.25 and 0.5 F1 is
#: about the same; the lower, the more nouns are found and the fewer are right.
RELUCTANCE = 0.35
_FEW = ("0", "1", "2", *["3 or 4"] * 2, *["5 to 8"] * 4, "9 or more")
#: Clauses and words beside a pronoun that tell that it may stand for nothing.
_BESIDE = ("ccomp", "xcomp", "advcl", "acomp", "attr")

#: Head of a pronoun -> the heads of the noun, or of the several, that it stands for.
Antecedents = Mapping[int, Sequence[int]]


class Option(NamedTuple):
    """What a pronoun may stand for, or nothing, and what is said of it."""

    noun: Noun | None
    said: list[str]


Choose = Callable[[Pronoun, Sequence[Option]], "Noun | None"]


@cache
def bundled() -> Mapping[str, Mapping[str, float]]:
    """The weights that come with the package, by the number of the pronoun."""
    found: Mapping[str, Mapping[str, float]] = read_weights("quotes.coreference", "things.json")
    return found


def chosen(
    found: Pronoun,
    options: Sequence[Option],
    weights: Mapping[str, Mapping[str, float]] | None = None,
) -> Noun | None:
    """The best of the options, the first of which is nothing."""
    own = (weights or bundled())[str(found.number)]
    shares = probabilities([score(one.said, own) for one in options])
    best = max(range(1, len(shares)), key=shares.__getitem__, default=0)
    return options[best].noun if shares[best] > RELUCTANCE * shares[0] else None


def antecedents(
    nouns: Nouns, rules: DocumentRules, known: Antecedents, choose: Choose = chosen
) -> dict[int, Sequence[int]]:
    """The pronouns of a text, and the heads of what each stands for.

    Of ``known``, what persons' pronouns stand for is taken as it is; of others it tells for a noun.
    """
    history = _History(nouns, rules, known)
    found: dict[int, Sequence[int]] = {}
    for pronoun in pronouns(nouns.tokens):
        history.advance(pronoun.head)
        if pronoun.human:
            if pronoun.head in known:
                found[pronoun.head] = known[pronoun.head]
            continue
        noun = choose(pronoun, history.options(pronoun))
        if noun is not None:
            found[pronoun.head] = noun.heads
            history.note(pronoun.head, noun.key)
    return found


class _History:
    """The nouns of a text before a pronoun, by what they are called."""

    def __init__(self, nouns: Nouns, rules: DocumentRules, known: Antecedents) -> None:
        self._nouns = nouns
        self._rules = rules
        self._known = known
        self._all = list(nouns)
        self._next = 0
        self._last: dict[str, Noun] = {}
        #: Where each was mentioned; in the order in which each was mentioned last.
        self._seen: dict[str, list[int]] = {}

    def advance(self, token: int) -> None:
        """Take note of the nouns before a token."""
        while self._next < len(self._all) and self._all[self._next].head < token:
            noun = self._all[self._next]
            self._last[noun.key] = noun
            self.note(noun.head, noun.key)
            self._next += 1

    def note(self, token: int, key: str) -> None:
        """Take note of a mention."""
        seen = self._seen.pop(key, [])
        seen.append(token)
        self._seen[key] = seen

    def options(self, found: Pronoun) -> list[Option]:
        """Nothing, and the nouns that agree, the one mentioned last first."""
        sentence, now = self._nouns.sentence, self._nouns.sentence[found.head]
        above = self._nouns.above(found.head)
        out: list[Option] = []
        for key, seen in reversed(self._seen.items()):
            if now - sentence[seen[-1]] > WINDOW or len(out) == CANDIDATES:
                break
            noun = self._last[key]
            agreement = self._rules.agreement(noun.heads, found.head)
            if agreement:
                said = self._on_noun(noun, agreement)
                said += self._on_mentions(found, noun, seen, above, len(out))
                out.append(Option(noun, said))
        # In its speech, the council said
        for noun in islice(self._all, self._next, self._next + AHEAD):
            if sentence[noun.head] != now:
                break
            tokens = self._nouns.tokens
            if tokens.dep[noun.head] in SUBJECTS and tokens.head[noun.head] in above:
                agreement = self._rules.agreement(noun.heads, found.head)
                if agreement and noun.key not in {one.noun.key for one in out if one.noun}:
                    out.append(Option(noun, [*self._on_noun(noun, agreement), "behind it"]))
        return [Option(None, self._on_nothing(found, len(out))), *out]

    def _on_noun(self, noun: Noun, agreement: int) -> list[str]:
        tokens, i = self._nouns.tokens, noun.head
        number = "several" if noun.others else "singular"
        if not noun.others and tokens.tag[i] in {"NNS", "NNPS"}:
            number = "plural"
        said = [f"{number}, {'a name' if tokens.pos[i] == 'PROPN' else 'a noun'}"]
        if agreement == 1:
            said.append("may not agree")
        before = {tokens.lower[c] for c in tokens.children[i] if tokens.dep[c] == "det"}
        said.append(f"{min(before)} before it" if before else "no article")
        return said

    def _on_mentions(
        self, found: Pronoun, noun: Noun, seen: Sequence[int], above: Sequence[int], rank: int
    ) -> list[str]:
        nouns, tokens, i, last = self._nouns, self._nouns.tokens, found.head, seen[-1]
        now = nouns.sentence[i]
        ago = now - nouns.sentence[last]
        said = [
            f"sentences ago: {_FEW[min(ago, 3)]}",
            f"mentioned since: {_FEW[min(rank, 9)]}",
            f"{self._place(last)}, now {self._place(i)}",
        ]
        if last != noun.head:
            said.append("last as a pronoun")
        subject_of = {now - nouns.sentence[one] for one in seen if tokens.dep[one] in SUBJECTS}
        if 0 in subject_of:
            said.append("subject of this sentence")
        if 1 in subject_of:
            said.append("subject of the sentence before")
        if not ago and nouns.clause(last) == nouns.clause(i):
            own = "owner" if tokens.tag[i] == "PRP$" else "argument"
            said.append(f"{self._place(last)} of the clause whose {own} it is")
        if last in above:
            said.append("above it")
        known = tuple(self._known.get(i, ()))
        if known == noun.heads or (len(known) == 1 and known[0] in seen):
            said.append("whom it means of those who can speak")
        return said

    def _on_nothing(self, found: Pronoun, candidates: int) -> list[str]:
        tokens, i = self._nouns.tokens, found.head
        said = ["nothing", f"nothing: of {_FEW[min(candidates, 9)]}", f"nothing: {self._place(i)}"]
        if self._rules.is_weather(i):
            said.append("nothing: stands for none")
        if tokens.dep[i] in SUBJECTS:
            beside = {tokens.dep[c] for c in tokens.children[tokens.head[i]]}
            said += [f"nothing: beside {dep}" for dep in _BESIDE if dep in beside]
        return said

    def _place(self, i: int) -> Place:
        """Of several, that of the first; of an apposition, that of what it explains."""
        dep, head = self._nouns.tokens.dep, self._nouns.tokens.head
        while dep[i] in {"conj", "appos"} and head[i] < i:
            i = head[i]
        return place_of(dep[i])
