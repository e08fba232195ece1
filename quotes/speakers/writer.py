"""Whose text it is: who says "I" outside quotation marks.

News tells of others, but much of what a newspaper prints has a writer who says
"I": opinion, letters, tweets that readers sent, answers in an interview. Where
the text itself names the writer, it does so in one of four places:

- before the words, in capitals or in full, with a colon: ``HILL: I think …``;
- right below them, alone in a paragraph, as letters and tweets are signed;
- at the end of the article, in a paragraph on the author: ``Ada Hill is a
  playwright …``, who is named nowhere else in it;
- above the article: ``By Ada Hill``.

In an interview ``Q:`` is the author, and ``A:`` the one person whom the text names before it; or
it says who met whom: ``Jon Abbey spoke to Anna Weiss``, ``She was interviewed by Harbour Wire``. So
are questions and answers without a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from spacy.tokens import Token

from quotes import lexicon
from quotes.mentions.entities import Cast
from quotes.mentions.kinds import Name
from quotes.tokens import Tokens
from quotes.types import Quotation

#: A byline stands in one of the first paragraphs and is no longer than this, in tokens.
_BYLINE_PARAGRAPHS, _BYLINE_TOKENS = 4, 12
#: A letter has no more paragraphs than this.
_LETTER_PARAGRAPHS = 12
#: From so many paragraphs with a label on, it is a transcript.
_TRANSCRIPT = 4
#: Who asks and who answers in an interview.
INTERVIEW = ("Q", "A")
_MEETS = lexicon.words("MEETS")
_MET_BY = ("by", "to", "with")
#: How a name hangs on what is named for somebody or is his: ``the Hill Bridge``, ``Hill's bridge``.
_OF_A_THING = ("compound", "poss")
_LETTERS = frozenset(f"{letter}." for letter in INTERVIEW)
#: What stands before a colon is no longer than this, in tokens.
_LABEL_TOKENS = 6

_Paragraph = tuple[int, int]


class Writers:
    """Who writes which part of an article, as far as it says so."""

    def __init__(self, tokens: Tokens, cast: Cast, quotations: Sequence[Quotation]) -> None:
        self._doc = tokens.doc
        self._cast = cast
        starts = (start for q in quotations if q.turn for start, _ in q.spans)
        self._turns_begin = min(starts, default=None)

    def at(self, token: int) -> int | None:
        """The head word of the name of whoever says "I" at a token, if the text names him."""
        here = self._paragraph_of(token)
        label = self._label_of(here)
        if label is not None:
            start, colon = label
            name = self._only_name(start, colon)
            if name is None and colon == start + 1:
                return self.in_interview(self._doc[start].text)
            return name.head if name and token > colon else None
        signed = self._signed_below(here)
        if signed is not None:
            return signed
        return self._author

    def in_interview(self, label: str) -> int | None:
        """The head word of the name of whoever speaks behind ``Q:`` or ``A:``."""
        asks, answers = self._meeting
        if label == "Q":
            return self._author if asks is None else asks
        if label == "A":
            return self._only_other if answers is None else answers
        return None

    @cached_property
    def _meeting(self) -> tuple[int | None, int | None]:
        """Who asks and who answers, as far as the text above the questions says who met whom.

        ``Jon Abbey spoke to Anna Weiss``, ``sat down with``, ``interviewed``. Of other people's
        meetings an author only tells. Of a person and a body that spoke, the body asks.
        """
        for verb in self._doc[: self._first_turn]:
            if verb.lemma_ not in _MEETS:
                continue
            asks, met = self._parties(verb)
            if asks is None or not self._may_ask(asks):
                continue
            people = [one for one in met if self._is_person(one)]
            if people or not self._is_person(asks):  # of several nobody knows which one answers
                return asks.head, people[0].head if len(people) == 1 else None
        return None, None

    def _parties(self, verb: Token) -> tuple[Name | None, list[Name]]:
        """The name of who asks, and those whom he met."""
        by = [(child.dep_, child) for child in verb.children]
        passive = any(dep == "nsubjpass" for dep, _ in by)
        subjects = [child for dep, child in by if dep in ("nsubj", "nsubjpass")]
        of = [verb, *(child for _, child in by if child.lower_ in _MET_BY)]
        met = [child for one in of for child in one.children if child.dep_ in ("dobj", "pobj")]
        one, other = (
            [n for t in some for i in (t, *t.conjuncts) if (n := self._named(i.i))]
            for some in (subjects, met)
        )
        bodies = any(not self._is_person(name) for name in other)
        if passive or (bodies and verb.lemma_ != "interview"):
            one, other = other, one
        return next(iter(one), None), other

    def _named(self, token: int) -> Name | None:
        """The name of a person or a body that covers a token; no place asks anybody."""
        entity = self._cast.at(token)
        return None if entity is None or entity.place else self._cast.name_at(token)

    def _is_person(self, name: Name) -> bool:
        return self._person_at(name.head) is not None

    def _may_ask(self, name: Name) -> bool:
        if not self._is_person(name):
            return True
        return self._author is None or self._cast.at(self._author) is self._cast.at(name.head)

    @cached_property
    def _first_turn(self) -> int:
        """The first token of the questions and answers."""
        labelled = (self._paragraphs[at][0] for at in self._labels)
        begin = self._turns_begin
        if begin is None:
            return min(labelled, default=0)
        return next(token.i for token in self._doc if token.idx >= begin)

    @cached_property
    def _only_other(self) -> int | None:
        """The one person beside the author whom the text above the questions names.

        Of several the one in the headline, ``Ada Hill tells the Herald about her bridges``, unless
        somebody without a name is said to have been met, or it is a thing that has the name.
        """
        above = self._others(self._first_turn)
        if len(above) > 1 and self._meeting[0] is None:
            first = self._others(min(self._paragraphs[0][1], self._first_turn))
            above = [name for name in first if self._doc[name.head].dep_ not in _OF_A_THING]
        return above[0].head if len(above) == 1 else None

    def _others(self, end: int) -> list[Name]:
        """The people beside the author who are named before a token, each once."""
        author = None if self._author is None else self._cast.at(self._author)
        named = (self._person_at(i) for i in range(end))
        people = {self._cast.by_token[name.head]: name for name in named if name}
        return [n for one, n in people.items() if self._cast.entities[one] is not author]

    @cached_property
    def _paragraphs(self) -> Sequence[_Paragraph]:
        """First token of each and the one behind its last, without white space."""
        found: list[_Paragraph] = []
        start: int | None = None
        for token in self._doc:
            breaks = token.is_space and "\n" in token.text
            if not breaks and start is None:
                start = token.i
            elif breaks and start is not None:
                found.append((start, token.i))
                start = None
        if start is not None:
            found.append((start, len(self._doc)))
        return found

    def _paragraph_of(self, token: int) -> int:
        return next(i for i, (_, end) in enumerate(self._paragraphs) if token < end)

    def _label_of(self, paragraph: int) -> tuple[int, int] | None:
        """First token and colon of what stands before it; in a transcript, before the ones above.

        Whoever was named last in a transcript goes on in paragraphs without a label.
        """
        for at in range(paragraph, -1, -1):
            if (colon := self._labels.get(at)) is not None:
                return self._paragraphs[at][0], colon
            if len(self._labels) < _TRANSCRIPT:
                return None
        return None

    @cached_property
    def _labels(self) -> dict[int, int]:
        """Paragraph -> the colon behind its label, for those that have one."""
        ends = (self._label_end(*paragraph) for paragraph in self._paragraphs)
        return {at: colon for at, colon in enumerate(ends) if colon is not None}

    @cached_property
    def _has_letters(self) -> bool:
        """Are there questions and answers? A paragraph may begin with somebody's initial."""
        return {self._doc[start].text for start, _ in self._paragraphs} >= _LETTERS

    def _label_end(self, start: int, end: int) -> int | None:
        """Where the colon behind ``HILL:``, ``Q:`` or ``Mayor Ada Hill:`` stands.

        Of ``((Ada Hill))`` the parenthesis that closes, ``Q.`` itself.
        """
        if self._has_letters and self._doc[start].text in _LETTERS:
            return start
        held = self._doc[start].text.startswith("(")
        for i in range(start + 1, min(start + _LABEL_TOKENS, end - 1)):
            if self._doc[i].text == ":" or (held and self._doc[i].text.startswith(")")):
                words = [t.text for t in self._doc[start:i] if t.is_alpha]
                return i if words and all(w[0].isupper() for w in words) else None
        return None

    def _only_name(self, start: int, end: int) -> Name | None:
        """The person's name that is all that there is, but for titles and marks."""
        names = {n.start: n for i in range(start, end) if (n := self._person_at(i))}
        if len(names) != 1:
            return None
        (name,) = names.values()
        before = (self._doc[i] for i in range(start, name.start))
        behind = (self._doc[i] for i in range(name.end, end))
        if any(t.is_alpha and not t.text[0].isupper() for t in before):
            return None
        return None if any(t.is_alpha for t in behind) else name

    def _person_at(self, token: int) -> Name | None:
        entity = self._cast.at(token)
        return self._cast.name_at(token) if entity and entity.kind == "person" else None

    def _signed_below(self, here: int) -> int | None:
        """The name below a letter: alone, and below it nothing, or where the writer lives.

        Below a tweet it begins with ``@``.
        """
        for at in range(here + 1, min(here + _LETTER_PARAGRAPHS, len(self._paragraphs))):
            name = self._only_name(*self._paragraphs[at])
            if name is not None and name.text.startswith("@"):
                return name.head
            if name is None or name.end - name.start < 2:
                continue
            last = at + 1 == len(self._paragraphs)
            return name.head if last or self._is_place(*self._paragraphs[at + 1]) else None
        return None

    def _is_place(self, start: int, end: int) -> bool:
        entities = [self._cast.at(t.i) for t in self._doc[start:end] if t.is_alpha]
        return bool(entities) and all(e is not None and e.place for e in entities)

    @cached_property
    def _author(self) -> int | None:
        """Of the whole article: whom its last lines present, else who stands above it."""
        for start, end in self._paragraphs[:-3:-1] if len(self._paragraphs) > 2 else ():
            name = self._presented(start, end)
            if name is not None:
                return name.head
        for start, end in self._paragraphs[:_BYLINE_PARAGRAPHS]:
            if self._doc[start].lower_ == "by" and end - start <= _BYLINE_TOKENS:
                named = self._person_at(start + 1) if start + 1 < end else None
                several = any(t.lower_ in {"and", "&"} for t in self._doc[start:end])
                return named.head if named and not several else None
        return None

    def _presented(self, start: int, end: int) -> Name | None:
        """``Ada Hill is a playwright``: a person, met here first, whose present is told."""
        name = next(
            (n for i in range(start, min(start + 4, end)) if (n := self._person_at(i))), None
        )
        if name is None or not all(t.text[:1].isupper() for t in self._doc[start : name.start]):
            return None
        entity = self._cast.at(name.head)
        if entity is None or entity.mentions[0].start != name.start:
            return None
        head = self._doc[name.head]
        return name if head.dep_ == "nsubj" and head.head.tag_ == "VBZ" else None
