"""How a speaker was decided: each way by a name that is stored, and in the words that people read.

A stored database keeps the names, so that a sentence can be reworded here alone. What databases
of before have in place of a name is a sentence, and is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

Way = Literal[
    "named",
    "short name",
    "one of several with the name",
    "named before what it is",
    "named in full elsewhere",
    "several together",
    "several",
    "document",
    "described",
    "pronoun",
    "only one who agrees",
    "nobody agrees",
    "reader",
    "writer",
    "title",
    "same description",
    "age",
    "relation",
    "what it is",
    "part of the name",
    "chain",
    "prominent",
    "named later",
    "named together",
    "owner of the body",
    "author of the document",
    "interview",
    "relative pronoun",
    "relative pronoun without antecedent",
    "relative pronoun of a thing",
    "around",
    "around, not found",
    "no source",
    "follows on",
    "answers",
    "acts before",
    "acts around",
    "signs",
    "says it elsewhere",
]

SENTENCES: Mapping[Way | str, str] = {
    "named": "named in the source",
    "short name": "short for a fuller name in the article",
    "one of several with the name": "one of several with this name, the more prominent one",
    "named before what it is": "named before what it is",
    "named in full elsewhere": "named in full elsewhere in the article",
    "several together": "several who are quoted together",
    "several": "several, kept as they are described",
    "document": "a document, kept as it is",
    "described": "a description, kept as it is",
    "pronoun": "the most prominent who agrees with the pronoun",
    "only one who agrees": "the only one who agrees with the pronoun",
    "nobody agrees": "a pronoun that leads to nobody",
    "reader": "whoever reads it",
    "writer": "the writer of the article",
    "title": "has the title that the description uses",
    "same description": "was described so before",
    "age": "is as old as the description says",
    "relation": "named elsewhere beside the same description",
    "what it is": "the organization named before that is one",
    "part of the name": "the description is a part of the name",
    "chain": "coreference leads from the description to the name",
    "prominent": "the most prominent whom the description fits",
    "named later": "named in one of the next sentences as the one who speaks",
    "named together": "those who were named together",
    "owner of the body": "whose organisation it is",
    "author of the document": "whose words the document is",
    "interview": "asks or answers in an interview",
    "relative pronoun": "the antecedent of the relative pronoun",
    "relative pronoun without antecedent": "a relative pronoun without antecedent",
    "relative pronoun of a thing": "a relative pronoun of what cannot speak",
    "around": "the speaker of the quotation around it",
    "around, not found": "the speaker of a quotation that was not found",
    "no source": "no source in the text",
    "follows on": "follows on from the quotation before",
    "answers": "answers the quotation before, as the other one of two",
    "acts before": "acts in the sentence before the quotation",
    "acts around": "acts in the sentence with the quotation",
    "signs": "signs it",
    "says it elsewhere": "says the same words elsewhere in the article",
}


def in_words(way: str, because: Sequence[str] = ()) -> str:
    """What a person reads of a decision, with the statements that weighed most for it."""
    sentence = SENTENCES.get(way, way)
    return f"{sentence} ({'; '.join(because)})" if because else sentence
