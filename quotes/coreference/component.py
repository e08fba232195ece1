"""The spaCy component that puts coreferee's chains on a Doc.

Coreferee knows the official pipelines by name and loads their weights from
packages. This component takes its rules, and who is meant from the learnt choice
that finds the speakers (:mod:`quotes.coreference.chains`); it has no weights of
its own and works on any English pipeline. The result is coreferee's:
``doc._.coref_chains`` and ``token._.coref_chains``.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from coreferee.manager import CorefereeBroker
from spacy.language import Language
from spacy.tokens import Doc

from quotes.annotation import get_quotations, has_quotations
from quotes.coreference.chains import annotate, annotate_sources, clear
from quotes.coreference.rules import TooMuchWork, Words, word_lists
from quotes.quotation import find

_Self = TypeVar("_Self", bound="QuotesCoreference")


class CoreferenceWarning(UserWarning):
    """A document was left without chains: too long, or coreferee failed on it."""


class QuotesCoreference:
    """See the module.

    With ``only_where_needed``, where somebody has looked for quotations, the pronouns that are
    their sources are chained and no others. A Doc of more than ``max_tokens`` tokens, one that
    would take more than ``max_comparisons`` comparisons of two words, and one on which coreferee
    fails, keep empty chains and raise a :exc:`CoreferenceWarning`.
    """

    def __init__(
        self,
        name: str = "quotes_coreference",
        *,
        only_where_needed: bool = True,
        max_tokens: int = 12_000,
        max_comparisons: int = 200_000,
    ) -> None:
        self.name = name
        self.only_where_needed = only_where_needed
        self.max_tokens = max_tokens
        self.max_comparisons = max_comparisons
        self._words: Words | None = None
        CorefereeBroker.set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc in place."""
        clear(doc)
        if not len(doc):
            return doc
        if len(doc) > self.max_tokens:
            self._give_up(doc, f"it has {len(doc):,} tokens, more than {self.max_tokens:,}")
            return doc
        try:
            self._annotate(doc)
        except TooMuchWork:
            self._give_up(doc, f"it takes more than {self.max_comparisons:,} comparisons")
        except Exception as error:  # an article is worth more than its chains
            self._give_up(doc, f"coreferee failed on it ({type(error).__name__}: {error})")
        return doc

    def _annotate(self, doc: Doc) -> None:
        if not has_quotations(doc):
            annotate(doc, find(doc), self._lists(), self.max_comparisons)
        elif self.only_where_needed:
            annotate_sources(doc, get_quotations(doc))
        else:
            annotate(doc, get_quotations(doc), self._lists(), self.max_comparisons)

    def _give_up(self, doc: Doc, reason: str) -> None:
        clear(doc)
        warnings.warn(
            f"{self.name}: no coreference chains for the text that begins"
            f" “{' '.join(doc.text[:60].split())}”: {reason}.",
            CoreferenceWarning,
            stacklevel=3,
        )

    def _lists(self) -> Words:
        if self._words is None:
            self._words = word_lists()
        return self._words

    # -------------------------------------------------------- serialisation

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Nothing: there is nothing to keep beside the settings."""
        return b""

    def from_bytes(self: _Self, data: bytes, *, exclude: Iterable[str] = ()) -> _Self:
        """Undo :meth:`to_bytes`; what earlier versions kept is left."""
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing."""

    def from_disk(self: _Self, path: str | Path, *, exclude: Iterable[str] = ()) -> _Self:
        """Read nothing; what earlier versions kept there is left."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_words": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        CorefereeBroker.set_extensions()


@Language.factory(
    "quotes_coreference",
    assigns=["doc._.coref_chains", "token._.coref_chains"],
    requires=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.dep",
        "token.head",
        "token.lemma",
        "token.ent_type",
        "doc.sents",
    ],
    default_config={
        "only_where_needed": True,
        "max_tokens": 12_000,
        "max_comparisons": 200_000,
    },
)
def make_coreference(
    nlp: Language, name: str, only_where_needed: bool, max_tokens: int, max_comparisons: int
) -> QuotesCoreference:
    """The factory that spaCy calls. Raises ValueError for a language other than English."""
    if nlp.lang != "en":
        raise ValueError(f"{name} knows English alone, not {nlp.lang!r}")
    return QuotesCoreference(
        name,
        only_where_needed=only_where_needed,
        max_tokens=max_tokens,
        max_comparisons=max_comparisons,
    )
