"""Tokens where no space stands beside a quotation mark: it was lost, or a dash stands there."""

from __future__ import annotations

from spacy.lang.char_classes import ALPHA
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex

_MARKS = '"“”'
_DASHES = "—–"
#: ``over,"Katie``: the stop that ends the quotation, and its mark, each by itself.
_INFIXES = (
    rf"(?<=[{ALPHA}0-9])[,.?!…](?=[{_MARKS}][{ALPHA}{_DASHES}])",
    rf"(?<=[,.?!…])[{_MARKS}](?=[{ALPHA}])",
    # safe”—Hill said; budget—“does
    rf"(?<=[{ALPHA}0-9,.?!…])[{_MARKS}](?=[{_DASHES}])",
    rf"(?<=[{_MARKS}])[{_DASHES}](?=[{ALPHA}])",
    rf"(?<=[{ALPHA}])[{_DASHES}](?=[{_MARKS}])",
    rf"(?<=[{_DASHES}])[{_MARKS}](?=[{ALPHA}])",
)


def part_glued_words(nlp: Language) -> None:
    """Teach the tokenizer of ``nlp``, spaCy's for English, to part ``over,"Katie`` in four
    and ``safe”—Hill`` as well.
    """
    assert isinstance(nlp.tokenizer, Tokenizer)
    infixes = [*_INFIXES, *(nlp.Defaults.infixes or ())]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
