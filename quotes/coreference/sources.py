"""The word of a source that says who speaks: ``Hill`` of ``Ada Hill, the mayor of Coast,``."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from quotes import lexicon
from quotes.mentions import words
from quotes.mentions.entities import Cast
from quotes.mentions.kinds import Name
from quotes.mentions.names import fold
from quotes.mentions.nouns import is_person_noun, sort_of

#: What comes between a person and his town, party or paper.
_FROM = lexicon.words("FROM_WHERE")
_NAMING = lexicon.table("NAMING")
_MARKS = frozenset(",'\"‘’“”")
_GIVES_A_NAME = _NAMING["gives a name"]
_GOES_BY = _NAMING["goes by"]
_BY_THE_NAME = _NAMING["by the name"]
_SAYS_SO = _NAMING["says so"]
_BEFORE_A_NAME = _NAMING["before a name"]
_ONESELF = _NAMING["oneself"]
_COMMON = {"NN", "NNS"}
_JOINING = {"CC", ","}
_DETERMINERS = {"DT", "PRP$", "CD"}
NOMINAL = {"NN", "NNS", "NNP", "NNPS", "PRP"}


def head_of(doc: Doc, cast: Cast, source: Span) -> Token:
    """The word of a source that says who: the name it begins with, else its syntactic head."""
    root: Token = source.root
    names = _names_in(cast, source)
    officer = next((n for n in names if _holds_office(doc, cast, source, n)), None)
    someone = officer or _behind_another(doc, cast, source, names)
    someone = someone or _behind_long_title(doc, cast, source, names)
    if someone is not None:
        named: Token = doc[someone.head]
        return named
    if names and root.dep_ == "npadvmod":  # the Harbour Trust late today
        earlier: Token = doc[names[0].head]
        return earlier
    for name in names:
        behind = doc[name.end] if name.end < source.end else None
        person = cast.entities[cast.by_token[name.start]].kind == "person"
        if behind is not None and person and behind.lower_ in _FROM and source.root.i == name.head:
            # Ada Hill of the Coast Review
            return source.root
        if _leads(doc, cast, source, name.start, name.end):
            found: Token = doc[name.head]
            return found
    if root.tag_ in {"PRP", "PRP$", "WP"}:
        return root
    if root.tag_.startswith("VB"):
        subjects = [t for t in source if t.dep_ in {"nsubj", "nsubjpass"}]
        nouns = [t for t in source if t.tag_ in NOMINAL]
        acting = next(iter(subjects or nouns), root)
        first = next(iter(nouns), acting)
        # the man Hill beat
        clause = root.i == source.end - 1 and first.i < acting.i and first.tag_ in _COMMON
        root = first if clause else acting
    if root.i in cast.by_token:
        return _owned(doc, cast, source, root) or root
    several = _is_several(root)
    if is_person_noun(fold(root.lemma_)) and root.tag_ in {"NN", "NNS"} and not several:
        # not the mayor of Springfield, Illinois,
        people = [n for n in names if cast.entities[cast.by_token[n.start]].kind == "person"]
        beside = next((n for n in people if _stands_apart(doc, source, n)), None)
        if beside is not None:
            apart: Token = doc[beside.head]
            return apart
        if people or doc[root.i + 1].text != ",":  # the owner, Lumen Ships,
            names = people
    for name in names if not several else ():  # the president, Barack Obama,
        explains = doc[name.head].dep_ == "appos" and doc[name.head].head.i == root.i
        if explains and not _is_of_another(doc, root, name) and not _acts(doc, source, name):
            inner: Token = doc[name.head]
            return inner
    return root


def _behind_another(doc: Doc, cast: Cast, source: Span, names: list[Name]) -> Name | None:
    """The person behind a comma who alone is meant.

    ``One Aker native, Ada Hill``, ``one of the lawyers, Ada Hill``: an example of many. ``through
    his lawyer, Bo Finch, Ada Hill``: the first name explains what stands before the source.
    """
    last = names[-1] if names else None
    if last is None or cast.entities[cast.by_token[last.start]].kind != "person":
        return None
    ends = all(t.is_punct for t in doc[last.end : source.end])
    comma = last.start - 1
    while comma > source.start and _is_of_title(doc[comma]):
        comma -= 1
    if not ends or comma <= source.start or doc[comma].text != ",":
        return None
    if len(names) == 2 and (names[0].start, names[0].end) == (source.start, comma):
        return last if _explains(doc, source.start) else None
    before = doc[source.start + 1 : comma]
    alone = len(before) > 0 and not any(t.text in {",", "and"} for t in before)
    return last if alone and source[0].lower_ == "one" else None


def _behind_long_title(doc: Doc, cast: Cast, source: Span, names: list[Name]) -> Name | None:
    """The one who ends a source, behind a title that no other can have.

    ``planning and science manager Ada Hill``, ``a specialist in labour affairs Ada Hill``, ``the
    head of the Harbour Company (HC) Ada Hill``, ``investment and research firm Lumen Data``.
    """
    full = [n for n in names if doc[n.start - 1].text != "("]
    name = full[-1] if full else None
    if name is None or not _ends(doc, source, name):
        return None
    person = cast.entities[cast.by_token[name.start]].kind == "person"
    others = [n for n in names[:-1] if cast.entities[cast.by_token[n.start]].kind == "person"]
    holder = _holder(doc, cast, doc[source.start : name.start], person)
    if others or holder is None:
        return None
    last = name.start - 1
    while last > holder and fold(doc[last].text) in words.HONORIFICS:
        last -= 1
    if last == holder:
        return name if any(t.tag_ in _JOINING for t in doc[source.start : holder]) else None
    between = doc[holder + 1 : last + 1]
    if not person or between[0].tag_ != "IN" or any(t.text == "," for t in between):
        return None
    if any(t.tag_ == "CC" for t in between):
        bare = doc[source.start].tag_ not in _DETERMINERS
        return name if bare and _goes_on_to_another_title(doc, between) else None
    word = doc[last]
    acronym = word.text == ")"
    common = word.tag_ in _COMMON and not is_person_noun(fold(word.lemma_))
    return name if acronym or (common and doc[last - 1].tag_ != "HYPH") else None


def _ends(doc: Doc, source: Span, name: Name) -> bool:
    """Does nothing follow a name in its source but a clause behind a comma, or its acronym?"""
    return name.end >= source.end or doc[name.end].text in {",", "("}


def _holder(doc: Doc, cast: Cast, before: Span, person: bool) -> int | None:
    """The first noun that says what somebody is, or a body, if others only modify it.

    Not ``councillors and manager Ada Hill``, ``the Harbour Trust and manager Ada Hill``: others,
    who speak too.
    """
    for token in before:
        noun = fold(token.lemma_)
        if token.tag_ == "PRP":
            return None  # he and Ada Hill
        single = token.tag_ in {"NN", "NNP"} and noun not in words.HONORIFICS
        modifies = token.i + 1 < before.end and doc[token.i + 1].tag_ in _COMMON
        is_one = is_person_noun(noun) if person else noun in words.ORGANIZATION_NOUNS
        if single and is_one and not modifies:
            return token.i
        if token.tag_ in _JOINING and token.i > before.start:
            one = doc[token.i - 1]
            if one.i in cast.by_token or sort_of(fold(one.lemma_), _is_several(one)) is not None:
                return None
        if token.tag_ in {"IN", "TO", "VBD", "VBZ", "VBP"}:
            return None
    return None


def _goes_on_to_another_title(doc: Doc, between: Span) -> bool:
    """``of Aker and current Harbour Commissioner for Safety``: one who is both."""
    at = next(t.i for t in between if t.tag_ == "CC")
    behind = doc[at + 1 : between.end]
    if not behind or behind[0].tag_ not in {"JJ", "RB", "VBN"}:
        return False
    return any(is_person_noun(fold(t.lemma_)) and t.tag_ in {"NN", "NNP"} for t in behind)


def _is_of_title(word: Token) -> bool:
    """``Governor``, ``Chief (Mrs)`` before a name."""
    return word.text in {"(", ")", "."} or fold(word.text) in words.TITLES | words.HONORIFICS


def _explains(doc: Doc, start: int) -> bool:
    """``his lawyer,`` before a name."""
    if start < 2 or doc[start - 1].text != ",":
        return False
    noun = doc[start - 2]
    return noun.tag_ in _COMMON and is_person_noun(fold(noun.text))


def _holds_office(doc: Doc, cast: Cast, source: Span, name: Name) -> bool:
    """Is it behind a body, its acronym and a title: ``Harbour Union (HU) Director Ada Hill``?"""
    if cast.entities[cast.by_token[name.start]].kind != "person" or name.title is None:
        return False
    if name.end < source.end and not doc[name.end].is_punct:
        return False
    closing = next((i for i in range(name.start - 1, source.start, -1) if doc[i].text == ")"), 0)
    body = cast.name_at(closing - 3) if closing - 3 >= source.start else None
    if body is None or doc[closing - 2].text != "(" or closing + 1 == name.start:
        return False
    title = fold(doc[closing + 1 : name.start].text)
    named = cast.entities[cast.by_token[body.start]].kind == "organization"
    return named and fold(name.title.split(" (")[0]).endswith(title)


def _is_several(noun: Token) -> bool:
    """Not ``his pollster``, though the tagger take it for a plural."""
    word = noun.lower_
    return noun.tag_ in {"NNS", "NNPS"} and (word.endswith("s") or word != noun.lemma_.lower())


def _stands_apart(doc: Doc, source: Span, name: Name) -> bool:
    """``the minister of the economy, Mr. Guajardo,``, ``her producer, the late Sol Abrams,``."""
    before = name.start - 1
    while before > source.start and _is_before_name(doc[before]):
        before -= 1
    if before <= source.start or doc[before].text != ",":
        return False
    return name.end >= source.end or doc[name.end].text == ","


def _is_before_name(word: Token) -> bool:
    """``the``, ``late``, ``Mr.``, ``geologist``."""
    folded = fold(word.text)
    if folded in words.TITLES or folded in {"the", "late"}:
        return True
    return word.tag_ == "NN" and is_person_noun(folded)


def _is_of_another(doc: Doc, noun: Token, name: Name) -> bool:
    """``the mother of the teenager Ada Hill``, whatever the parse says."""
    between = doc[noun.i + 1 : name.start]
    return any(t.tag_ == "IN" for t in between) and all(t.text != "," for t in between)


def _acts(doc: Doc, source: Span, name: Name) -> bool:
    """``the lawyer Ada Hill hired``: is the name who does what the clause tells?"""
    return name.end < source.end and doc[name.end].dep_ == "relcl"


def _owned(doc: Doc, cast: Cast, source: Span, root: Token) -> Token | None:
    """The noun behind a name that the parse took for the head: ``Scott's wife``."""
    name = cast.name_at(root.i)
    if name is None or name.end >= source.end:
        return None
    if doc[name.end].tag_ not in {"POS", "NN", "NNS"}:
        return None
    noun = None
    for i in range(name.end, source.end):
        if doc[i].tag_ in NOMINAL:
            noun = doc[i]
        elif doc[i].tag_ != "POS" and (noun is not None or doc[i].tag_ in {"IN", ","}):
            break
    return noun


def _names_in(cast: Cast, source: Span) -> list[Name]:
    found: list[Name] = []
    for i in range(source.start, source.end):
        name = cast.name_at(i)
        if name and name not in found and name.end <= source.end:
            found.append(name)
    return found


def _leads(doc: Doc, cast: Cast, source: Span, start: int, end: int) -> bool:
    """Is the name at ``doc[start:end]`` who the source is, rather than a part of a description?

    It begins the source, but for a title, and is followed by its end, a comma
    or a parenthesis.
    """
    if end < source.end and doc[end].text not in {",", "(", "—", "–", "-"}:
        return False
    if end < source.end and doc[end].text == "-" and not doc[end - 1].whitespace_:
        return False  # Post Editor-in-Chief Ada Hill
    told = [
        doc[i]
        for i in range(source.start, start)
        if doc[i].dep_ in {"acl", "relcl"} and doc[i].lower_ != "turned"  # an actor turned senator
    ]
    if told:
        return is_named_by(doc, told[-1], start)  # the woman accusing Ada Hill
    name = doc[end - 1]
    if name.dep_ == "dobj" and source.start <= name.head.i < start:
        return False  # whoever shot Ada Hill
    for i in range(source.start, start):
        if i in cast.by_token:
            continue  # Institute for Tides analyst Ada Hill
        if doc[i].text == "Under" and fold(doc[i + 1].text) == "secretary":
            continue  # Under Secretary Ada Hill
        if doc[i].tag_ in {"IN", "TO", "CC", ",", "-LRB-"}:
            title = _goes_on_in_title(doc, i) and _ends_title(doc, start)
            # Ambassador to Germany Ada Hill, but not adviser to President Ada Hill
            title = title or (doc[i].lower_ == "to" and doc[start - 1].ent_type_ in {"GPE", "ORG"})
            if not title or i == source.start or doc[source.start].lower_ in {"a", "an", "one"}:
                return False
            if fold(doc[i - 1].lemma_) in words.SPEAKS_FOR:
                return False
    return start == source.start or doc[start - 1].tag_ != "POS"


def _goes_on_in_title(doc: Doc, i: int) -> bool:
    """``of``, ``Senator from``, ``student at``, ``and Chairman``: what a title goes on with."""
    if doc[i].lower_ in {"of", "for"}:
        return True
    if doc[i].lower_ == "and":
        return doc[i + 1].text[:1].isupper() and is_person_noun(fold(doc[i + 1].text))
    before = doc[i - 1]
    role = is_person_noun(fold(before.lemma_)) or fold(before.text) in words.TITLES
    return doc[i].lower_ in {"from", "at", "in", "on"} and role and before.tag_ in {"NN", "NNP"}


def _ends_title(doc: Doc, start: int) -> bool:
    """``Secretary of State Ada Hill``, ``chief of staff Ada Hill``, ``head of the Fund Ada Hill``.

    Not ``the aide of Mayor Hill``, ``of actress Ada Hill``, ``the head of software firm Lumen``,
    ``the mother of six-year-old Ada Hill``.
    """
    while start > 1 and fold(doc[start - 1].text) in words.HONORIFICS:
        start -= 1  # Undersecretary for Education Mr. Hill
    word = doc[start - 1]
    noun = fold(word.text)
    if noun in words.TITLES - words.ALSO_OFFICES or word.tag_ not in NOMINAL - {"PRP"}:
        return False
    if word.tag_ in {"NNP", "NNPS"} and word.text[:1].isupper():
        return True
    told = [c.lower_ for c in word.lefts if c.dep_ == "det"]
    body = noun in words.ORGANIZATION_NOUNS and "the" not in told
    return not body and not is_person_noun(fold(word.lemma_)) and doc[start - 2].tag_ != "HYPH"


def is_named_by(doc: Doc, verb: Token, start: int) -> bool:
    """``a woman named Ada Hill``, ``a man calling himself Hill``, ``the singer known as Hill``.

    ``the commander who goes by the name Hill``, ``who calls himself Hill``, ``who gave only her
    surname, Hill``.
    """
    behind = [doc[i].lower_ for i in range(verb.i + 1, start)]
    behind = [word for word in behind if word not in words.TITLES and word not in _MARKS]
    between = set(behind)
    if verb.dep_ in {"acl", "relcl"} and fold(verb.lemma_) in _GOES_BY:
        says = behind[:-1] if behind[-1:] == ["of"] else behind
        return not _SAYS_SO.isdisjoint(says[-1:]) and between <= _BY_THE_NAME
    # by its tag, "surnamed" may be anything
    of_oneself = verb.tag_ not in {"VB", "VBG"} or bool(between & _ONESELF)
    gives = verb.dep_ == "acl" and fold(verb.lemma_) in _GIVES_A_NAME
    return gives and of_oneself and between <= _ONESELF | _BEFORE_A_NAME
