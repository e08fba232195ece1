"""What a noun can stand for: one person, an organisation, a group, a document."""

from __future__ import annotations

from typing import Literal

from quotes.mentions import words

Sort = Literal["person", "organization", "group", "document"]


def is_person_noun(noun: str) -> bool:
    """Does the noun say what one person is?"""
    if noun in words.PERSON_NOUNS or noun in words.TITLES or noun in words.TITLE_NOUNS:
        return True
    return len(noun) > 5 and noun.endswith(words.PERSON_ENDINGS)


def sort_of(noun: str, plural: bool) -> Sort | None:
    """What a noun (folded, singular) can stand for as a source."""
    if noun in words.GROUP_NOUNS or noun in words.PARTISANS:
        return "group"
    if is_person_noun(noun):
        return "group" if plural else "person"
    if noun in words.ORGANIZATION_NOUNS:
        return "group" if plural else "organization"
    if noun in words.DOCUMENT_NOUNS:
        return "document"
    return None
