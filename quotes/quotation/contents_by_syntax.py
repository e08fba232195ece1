"""Contents by the syntax of the cue's clause, where the encoder saw none, or not its verb."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from quotes.quotation.clauses import noun_phrase, reported_clause
from quotes.quotation.index import SpanIndex
from quotes.quotation.link import Attribution, Linker
from quotes.quotation.passage import Passage
from quotes.quotation.roles import RoleSpan
from quotes.quotation.spans import touches

_VERBS = ("VERB", "AUX")
_SUBJECTS = ("nsubj", "nsubjpass")
#: Tags of a relative pronoun, which is the subject of its clause and none of what it says.
_RELATIVE = ("WP", "WDT")
#: What leads to a clause, and is none of it.
_LEADS = ("CCONJ", "SPACE")
#: Fewer words are no clause.
_FEWEST = 4
#: What stands before one of these is the head of a list or a dateline.
_APART = (":", "-", "–", "—")
_SCORE = 0.6


def with_clauses(
    linker: Linker, linked: Iterable[Attribution], kept: Sequence[Attribution]
) -> list[Attribution]:
    """The attributions that are ``kept`` of the ``linked`` ones, and the clauses that none has."""
    passage = linker.passage
    whole = [_with_whole_clause(passage, one, kept) for one in kept]
    claimed = {one.cue for one in linked if one.cue is not None}
    return whole + list(_of_free_cues(linker, claimed, whole))


def _of_free_cues(
    linker: Linker, claimed: Collection[RoleSpan], kept: Sequence[Attribution]
) -> Iterator[Attribution]:
    """What is said by a cue that no content was linked to: ``The ferry may sail, Hill told them.``

    Of 64 such cues in 750 articles six have a clause that nobody else is given.
    """
    passage = linker.passage
    free = [one for one in passage.cues.spans if one not in claimed and _is_of_speech(passage, one)]
    if not free:
        return
    stretches, taken = SpanIndex(passage.stretches), [span.span for span in _parts(kept)]
    for cue in free:
        source = linker.sources(cue)[0].span
        if source is None or stretches.touching(*cue.span):
            continue
        clause = _clause(passage, cue, source)
        if clause is None or len(clause) < _FEWEST or "\n" in clause.text:
            continue
        content = RoleSpan(clause.start_char, clause.end_char, _SCORE)
        if not touches(content.span, [source.span, *taken]):
            yield Attribution((content,), cue, source)


def _is_of_speech(passage: Passage, cue: RoleSpan) -> bool:
    kind = passage.kind(cue)
    return kind == "speaks" or (kind == "according" and _preposition(passage, cue) is not None)


def _preposition(passage: Passage, cue: RoleSpan) -> Token | None:
    """``according``; in parentheses it is said of a word or two."""
    words = passage.tokens(cue)
    bracketed = passage.text[: cue.start].endswith("(")
    return None if words is None or words[0].lower_ != "according" or bracketed else words[0]


def _clause(passage: Passage, cue: RoleSpan, source: RoleSpan) -> Span | None:
    """What the cue's clause tells."""
    verb = passage.verb(cue)
    clause = _around(passage, cue, source) if verb is None else reported_clause(verb)
    return None if clause is None else _trimmed(clause)


def _around(passage: Passage, cue: RoleSpan, source: RoleSpan) -> Span | None:
    """The clause before *according to*, or behind it; not one whose subject is parted from it."""
    preposition = _preposition(passage, cue)
    verb = _verb_above(preposition) if preposition is not None else None
    if preposition is None or verb is None:
        return None
    phrase = {token.i for token in preposition.subtree}
    rest = [token for token in verb.subtree if token.i not in phrase]
    before = [token for token in rest if token.i < preposition.i]
    behind = [token for token in rest if token.idx >= source.end]
    leading = [token for token in before if not token.is_punct]
    if leading and leading[-1].pos_ == "CCONJ":
        before = []  # ``and, according to Hill, safe``: it is said of what follows
    subject = _subject(verb)
    parted = subject is not None and subject in before
    clause = before if verb in before else behind if verb in behind and not parted else []
    return passage.doc[clause[0].i : clause[-1].i + 1] if clause else None


def _verb_above(preposition: Token) -> Token | None:
    """The verb of the clause that the phrase stands in."""
    here = preposition.head
    while here.pos_ not in _VERBS and here.head.i != here.i:
        here = here.head
    return here if here.pos_ in _VERBS else None


def _subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in _SUBJECTS and c.tag_ not in _RELATIVE), None)


def _trimmed(words: Span) -> Span:
    """Without commas at their ends, and the conjunction before them; quotation marks stay."""
    while len(words) > 1 and _is_loose(words[0]):
        words = words[1:]
    while len(words) > 1 and _is_loose(words[-1]):
        words = words[:-1]
    return words


def _is_loose(token: Token) -> bool:
    return token.pos_ in _LEADS or (token.is_punct and not token.is_quote)


def _parts(attributions: Iterable[Attribution]) -> Iterator[RoleSpan]:
    for one in attributions:
        yield from (span for span in (*one.contents, one.cue, one.source) if span is not None)


def _with_whole_clause(
    passage: Passage, attribution: Attribution, kept: Sequence[Attribution]
) -> Attribution:
    """``Hill, who left early, missed the vote, according to her staff``: it tells of Hill.

    A content beside *according to* without the subject, or without the verb, of its clause: five
    of 370 such contents in 750 articles.
    """
    cue, source, contents = attribution.cue, attribution.source, attribution.contents
    preposition = _preposition(passage, cue) if cue is not None else None
    verb = _verb_above(preposition) if preposition is not None else None
    subject = _subject(verb) if verb is not None else None
    if cue is None or source is None or verb is None or subject is None:
        return attribution
    text, first, last = passage.text, contents[0], contents[-1]
    if last.end <= cue.start and subject.idx < first.start and verb.idx < last.end:
        lost, apart = (noun_phrase(subject).start_char, first.start), text[last.end : cue.start]
    elif source.end <= first.start <= subject.idx < last.end <= verb.idx:
        clause = _trimmed(verb.doc[verb.i : max(token.i for token in verb.subtree) + 1])
        lost, apart = (last.end, clause.end_char), text[source.end : first.start]
    else:
        return attribution
    words = text[slice(*lost)]
    if apart.strip(" ,") or "\n" in words or words.rstrip().endswith(_APART):
        return attribution
    others = [span.span for span in _parts(one for one in kept if one is not attribution)]
    if touches(lost, others) or any(passage.stretch_of(one) for one in contents):
        return attribution
    whole = first._replace(start=min(first.start, lost[0]), end=max(last.end, lost[1]))
    return replace(attribution, contents=(whole,))
