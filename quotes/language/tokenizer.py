"""Tokens where the space after a quotation mark was lost, as on pages copied from the web."""

from __future__ import annotations

from spacy.lang.char_classes import ALPHA
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex

_MARKS = '"“”'
#: ``over,"Katie``: the stop that ends the quotation, and its mark, each by itself.
_INFIXES = (
    rf"(?<=[{ALPHA}0-9])[,.?!…](?=[{_MARKS}][{ALPHA}])",
    rf"(?<=[,.?!…])[{_MARKS}](?=[{ALPHA}])",
)


def part_glued_words(nlp: Language) -> None:
    """Teach the tokenizer of ``nlp``, spaCy's for English, to part ``over,"Katie`` in four."""
    assert isinstance(nlp.tokenizer, Tokenizer)
    infixes = [*_INFIXES, *(nlp.Defaults.infixes or ())]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
