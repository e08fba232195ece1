"""Sources with the name that explains them: ``her co-author, the geologist Marcus Hein``.

Where the encoder takes such a name for the source of its own, or for the first of the words, the
tree knows better.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from quotes.quotation.roles import Roles, RoleSpan

#: An apposition begins no further behind the source than this, in tokens.
_FAR = 8
_VERBS = ("VERB", "AUX")
_NOUNS = ("NOUN", "PROPN")
_SUBJECTS = ("nsubj", "nsubjpass")
_RELATIVE = ("WP", "WDT")


def with_appositions(doc: Doc, roles: Roles) -> Roles:
    """Sources up to the name behind their comma; what was within is no role of its own."""
    grown = {source: _explained(doc, source) for source in roles.sources}
    names = [(source.end, end) for source, end in grown.items() if end > source.end]
    if not names:
        return roles
    sources = (source._replace(end=end) for source, end in grown.items())
    return Roles(
        _outside(tuple(sources), names),
        _outside(roles.cues, names),
        _outside(roles.contents, names),
    )


def _outside(spans: tuple[RoleSpan, ...], names: list[tuple[int, int]]) -> tuple[RoleSpan, ...]:
    return tuple(s for s in spans if not any(a <= s.start and s.end <= b for a, b in names))


def _explained(doc: Doc, source: RoleSpan) -> int:
    """Where the source ends with the name that explains it, in characters."""
    span = doc.char_span(source.start, source.end, alignment_mode="contract")
    if span is None or span.end + 1 >= len(doc) or doc[span.end].text != ",":
        return source.end
    if span.root.ent_type_ == "PERSON" or span.root.pos_ not in _NOUNS:
        return source.end
    behind = doc[span.end + 1 : span.end + 1 + _FAR]
    name = next((t for t in behind if t.ent_type_ == "PERSON" or _ends(t)), None)
    if name is None or name.ent_type_ != "PERSON":
        return source.end
    last = name
    while last.i + 1 < len(doc) and last.nbor().ent_iob_ == "I":
        last = last.nbor()
    of_source = any(t.dep_ == "appos" and t.head == span.root for t in doc[name.i : last.i + 1])
    return last.idx + len(last) if of_source or _stands_apart(last) else source.end


def _stands_apart(last: Token) -> bool:
    """Does a whole clause follow the comma behind a name: ``…, Marcus Hein, the mud dried``?"""
    if last.i + 2 >= len(last.doc) or last.nbor().text != ",":
        return False
    clause = last.nbor(2)
    verb = next((t for t in clause.sent[clause.i - clause.sent.start :] if t.pos_ in _VERBS), None)
    if verb is None or clause.tag_ in _RELATIVE:
        return False
    return any(c.dep_ in _SUBJECTS and c.left_edge == clause for c in verb.lefts)


def _ends(token: Token) -> bool:
    return token.pos_ in _VERBS or token.is_quote or token.is_punct or "\n" in token.text
