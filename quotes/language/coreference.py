"""The spaCy component that puts coreferee's chains on a Doc, with weights of our own.

Coreferee knows the official pipelines by name and loads their weights from
packages. This component brings its own: a folder of one file,

- ``ranker.msgpack``: the parameters of the ranker that finds the antecedents of
  pronouns, in half precision, see :mod:`quotes.language.antecedents`.

The result is coreferee's: ``doc._.coref_chains`` and ``token._.coref_chains``.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from coreferee.manager import CorefereeBroker
from spacy.language import Language
from spacy.tokens import Doc

from quotes.annotation import has_quotations
from quotes.language.antecedents import Choice, Question, resolve_one
from quotes.language.coreferring import TooMuchWork, annotate, chain, clear, word_lists
from quotes.language.files import FileComponent
from quotes.language.ranker import Ranker
from quotes.language.reading import PRONOUNS, Reading, Words
from quotes.tokens import Tokens

_RANKER = "ranker.msgpack"
_Result = TypeVar("_Result")


class CoreferenceWarning(UserWarning):
    """A document was left without chains: too long, or coreferee failed on it."""


class QuotesCoreference(FileComponent):
    """See the module.

    With ``only_where_needed``, where somebody has looked for quotations, nothing is
    looked at before it is asked for: :meth:`witness` answers for the pronouns that
    whoever finds the speakers is in doubt about, in nine articles of ten for none. These
    are chained; all other tokens have ``None`` for their chains. A
    Doc of more than ``max_tokens`` tokens, one that would take more than
    ``max_comparisons`` comparisons of two words, and one on which coreferee
    fails, keep empty chains and raise a :exc:`CoreferenceWarning`.
    """

    FILES = (_RANKER,)

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
        self._files: dict[str, bytes] = {}
        self._ranker: Ranker | None = None
        self._words: Words | None = None
        CorefereeBroker.set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc in place. Raises ValueError if no weights were loaded."""
        if self.only_where_needed and has_quotations(doc):
            chain(doc, {})
        else:
            ranker, words = self._load()
            clear(doc)
            self._try(doc, lambda: annotate(doc, words, ranker, self.max_comparisons))
        return doc

    def witness(self, doc: Doc | Tokens) -> Callable[[int], list[int]]:
        """Answers for single pronouns of a Doc; what it has answered is chained on the Doc.

        A pronoun is asked about by its token; the answer is the head of the noun that it stands
        for, none where that cannot be told. Raises ValueError if no weights were loaded.
        """
        ranker, words = self._load()
        tokens = Tokens.of(doc)
        doc = tokens.doc
        antecedents = _Antecedents(tokens, words, ranker, self.max_comparisons)
        chain(doc, {})

        def witness(token: int) -> list[int]:
            known = len(antecedents.found)
            heads = self._try(doc, lambda: antecedents.of(token)) or []
            if len(antecedents.found) > known:
                chain(doc, {i: found for i, found in antecedents.found.items() if found})
            return heads if len(heads) == 1 else []

        return witness

    def _try(self, doc: Doc, work: Callable[[], _Result]) -> _Result | None:
        """Do some work on a Doc; if it is too much or fails, the Doc is left without chains."""
        if not len(doc):
            return None
        if len(doc) > self.max_tokens:
            self._give_up(doc, f"it has {len(doc):,} tokens, more than {self.max_tokens:,}")
            return None
        try:
            return work()
        except TooMuchWork:
            self._give_up(doc, f"it takes more than {self.max_comparisons:,} comparisons")
        except Exception as error:  # an article is worth more than its chains
            self._give_up(doc, f"coreferee failed on it ({type(error).__name__}: {error})")
        return None

    def _give_up(self, doc: Doc, reason: str) -> None:
        clear(doc)
        warnings.warn(
            f"{self.name}: no coreference chains for the text that begins"
            f" “{' '.join(doc.text[:60].split())}”: {reason}.",
            CoreferenceWarning,
            stacklevel=4,
        )

    def _load(self) -> tuple[Ranker, Words]:
        if self._ranker is None:
            if not self._files:
                raise ValueError(f"{self.name} has no weights: load them with from_disk")
            self._ranker = Ranker.from_bytes(self._files[_RANKER])
        if self._words is None:
            self._words = word_lists()
        return self._ranker, self._words

    # -------------------------------------------------------- serialisation

    def set_weights(self, ranker: Ranker) -> None:
        """Take the weights that a training made."""
        self._set_files({_RANKER: ranker.to_bytes()})

    def _forget(self) -> None:
        self._ranker = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_ranker": None, "_words": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        CorefereeBroker.set_extensions()


class _Antecedents:
    """What pronouns of one document stand for, each found when it is asked for."""

    def __init__(self, tokens: Tokens, words: Words, ranker: Ranker, limit: int) -> None:
        self._tokens = tokens
        self._words = words
        self._ranker = ranker
        self._left = limit
        #: Of those that were asked for: the head of the noun, or of several.
        self.found: dict[int, list[int]] = {}

    def of(self, token: int) -> list[int]:
        """The heads of what a token stands for; none if it is no pronoun, or if nobody can tell.

        Raises :exc:`TooMuchWork` when all questions together come to more
        comparisons than allowed.
        """
        if self._tokens.lower[token] not in PRONOUNS:
            return []
        if token not in self.found:
            self.found[token] = self._heads(token)
        return self.found[token]

    def _heads(self, token: int) -> list[int]:
        reading = self._reading
        if token not in reading.pronouns:
            return []
        mention = resolve_one(reading, reading.pronouns[token], self._counted)
        return [] if mention is None else reading.heads(mention)

    def _counted(self, question: Question) -> int | None:
        self._left -= len(question.candidates)
        if self._left < 0:
            raise TooMuchWork
        return self._choose(question)

    @cached_property
    def _reading(self) -> Reading:
        return Reading(self._tokens, self._words)

    @cached_property
    def _choose(self) -> Choice:
        return self._ranker.choices(self._reading)


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
