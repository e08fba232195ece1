"""The names in a treebank's sentences, from Universal NER's layer or from GUM's mentions.

GUM marks every mention, nominal ones as well, with a type and, where it is or refers to something
that Wikipedia has an article on, the title of that article (Zeldes 2017, The GUM Corpus, and Lin
and Zeldes 2021, WikiGUM). A name is the proper nouns at the head of such a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from training import entities
from training.conllu import Sentence, Token

#: The label of a word of which it is not known whether it is part of a name.
UNKNOWN = "?"

_KINDS = frozenset(["person", "organization", "place"])
_PROPER = frozenset(["NNP", "NNPS"])
_INNER_OF_PERSONS = frozenset(["the", "de", "la", "del", "-", "–"])
_INNER = _INNER_OF_PERSONS | {"of", "and", "&", "for", "'s", "’s"}
# Kinds of word of which a capitalised one may be (in) a name or a nationality.
_NAMING = ("JJ", "NN", "FW", "ADD", "AFX", "CD", "SYM")
# What a text may call an institution for short, which is no name everywhere.
_GENERIC = frozenset(
    "agency army authority board bureau church city college commission committee company congress"
    " constitution council court department government house institute ministry navy office"
    " parliament party police press school senate society state team university".split()
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """Tokens from `start` to `stop` (excluded); `head` is the first of the least span's tokens,
    `article` the title of the Wikipedia article or "".
    """

    start: int
    stop: int
    kind: str
    head: int
    article: str


def names_of(sentence: Sentence, names: Mapping[str, entities.Sentence]) -> tuple[str, ...]:
    """The labels that `names` has for the sentence's id; unknown where it has other tokens."""
    known = names.get(sentence.sent_id)
    if known is None or known.words != tuple(token.form for token in sentence.tokens):
        return (UNKNOWN,) * len(sentence.tokens)
    return known.labels


def places_of(sentences: Iterable[Sentence]) -> frozenset[str]:
    """The Wikipedia articles of all that is called a place somewhere."""
    return frozenset(
        mention.article
        for sentence in sentences
        for mention in _mentions(sentence.tokens)
        if mention.kind == "place" and mention.article
    )


def names_of_mentions(sentence: Sentence, places: frozenset[str]) -> tuple[str, ...]:
    """Labels from the mentions in the MISC column; `places` is what `places_of` gave.

    Persons, organisations and places that have a Wikipedia article are named, and so are persons of
    two or more names. Other proper nouns, capitalised adjectives (nationalities, most of them) and
    expressions of time are unknown, and the rest is no name. A country that acts is an
    organisation in GUM, a place in other corpora: unknown too.
    """
    tokens = sentence.tokens
    mentions = list(_mentions(tokens))
    labels = [UNKNOWN if _may_be_name(token) else "O" for token in tokens]
    for mention in mentions:
        if mention.kind == "time":
            for index in range(mention.start, mention.stop):
                labels[index] = UNKNOWN
    taken = [False] * len(tokens)
    for mention in sorted(mentions, key=lambda m: (m.start - m.stop, m.start)):
        start, stop = _name_in(mention, mentions, tokens)
        if start == stop or any(taken[start:stop]):
            continue
        kind = _kind(mention, tokens, start, stop)
        if kind == "ORG" and (mention.article in places or "_national_" in mention.article):
            kind = UNKNOWN
        for index in range(start, stop):
            position = "I" if index > start else "B"
            labels[index] = UNKNOWN if kind == UNKNOWN else f"{position}-{kind}"
            taken[index] = True
        before = start - 1
        while kind == "PERSON" and before >= 0 and _is_title(tokens[before]) and not taken[before]:
            labels[before] = "O"
            before -= 1
    return tuple(labels)


def _kind(mention: _Mention, tokens: Sequence[Token], start: int, stop: int) -> str:
    """The type of the name at `start` to `stop`, unknown where there is a doubt about it."""
    words = [token.form for token in tokens[start:stop]]
    if _goes_on(tokens, start, stop) or not _is_called_so(mention, words):
        return UNKNOWN
    if mention.kind == "person":
        plural = tokens[stop - 1].xpos == "NNPS" and stop - start == 1
        return UNKNOWN if plural else "PERSON"
    if len(words) == 1 and words[0].lower() in _GENERIC:
        return UNKNOWN
    if mention.kind == "organization":
        return "ORG"
    return UNKNOWN if words[-1].lower() in entities.BUILT else entities.place(words)


def _goes_on(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether a proper noun stands right beside the name, titles aside: then the name may be part
    of one that is not marked.
    """
    beside = [*tokens[max(0, start - 1) : start], *tokens[stop : stop + 1]]
    return any(token.xpos in _PROPER and not _is_title(token) for token in beside)


def _is_title(token: Token) -> bool:
    return token.form.lower() in entities.TITLES


def _is_called_so(mention: _Mention, words: Sequence[str]) -> bool:
    """Whether the words are in the title of the mention's article, or abbreviate it. People
    without an article count where they have at least two names.
    """
    if not mention.article:
        return len(words) > 1
    title = mention.article.replace("_", " ").lower()
    return any(len(word) > 2 and word.lower() in title for word in words) or words[0].isupper()


def _may_be_name(token: Token) -> bool:
    if token.xpos in _PROPER:
        return True
    return token.xpos.startswith(_NAMING) and any(char.isupper() for char in token.form)


_OPENING_OR_CLOSING = re.compile(
    r"\((?P<opened>\d+)(?:\[[^\]]*\])?-(?P<fields>[^()]*)(?P<whole>\))?"
    r"|(?P<closed>\d+)(?:\[[^\]]*\])?\)"
)


def _mentions(tokens: Sequence[Token]) -> Iterator[_Mention]:
    """The mentions of a sentence, each when it closes."""
    opened: dict[str, list[tuple[int, str]]] = {}
    for index, token in enumerate(tokens):
        field = _entity_field(token.misc)
        for mark in _OPENING_OR_CLOSING.finditer(field):
            if mark["closed"]:
                if opened.get(mark["closed"]):
                    start, fields = opened[mark["closed"]].pop()
                    yield _mention(start, index + 1, fields)
            elif mark["whole"]:
                yield _mention(index, index + 1, mark["fields"])
            else:
                opened.setdefault(mark["opened"], []).append((index, mark["fields"]))


def _entity_field(misc: str) -> str:
    for field in misc.split("|"):
        if field.startswith("Entity="):
            return field
    return ""


def _mention(start: int, stop: int, fields: str) -> _Mention:
    """`fields` are type, information status, salience, centring, least span, link, article."""
    kind, _, _, _, least, _, *article = fields.split("-", 6)
    first = least.partition(",")[0]
    head = start + int(first) - 1 if first.isdigit() else start
    return _Mention(start, stop, kind, min(head, stop - 1), "".join(article))


def _name_in(
    mention: _Mention, mentions: Iterable[_Mention], tokens: Sequence[Token]
) -> tuple[int, int]:
    """The stretch of proper nouns around the mention's head, without a person's titles and
    without what stands before these ("Apple" in "Apple CEO Tim Cook"); empty where there is none.
    """
    head = mention.head
    can_be_name = mention.kind == "person" or (mention.kind in _KINDS and mention.article)
    if not can_be_name or tokens[head].xpos not in _PROPER:
        return head, head
    inner = _INNER_OF_PERSONS if mention.kind == "person" else _INNER
    start, stop = head, head + 1
    while start > mention.start and tokens[start - 1].xpos in _PROPER:
        start -= 1
    last = stop
    while last < mention.stop:
        last += 1
        if tokens[last - 1].xpos in _PROPER:
            stop = last
        elif tokens[last - 1].form.lower() not in inner:
            break
    if mention.kind == "person":
        for other in mentions:
            if start <= other.start and other.stop < stop and other.kind != "person":
                start = max(start, other.stop)
        titles = [i for i in range(start, stop) if _is_title(tokens[i])]
        start = max([start, *(i + 1 for i in titles if i + 1 < stop)])
        if stop - start == 1 and titles and titles[-1] == start:
            return head, head
    return start, stop
