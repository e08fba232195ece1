"""The spaCy component that puts coreferee's chains on a Doc, with weights of our own.

Coreferee knows the official pipelines by name and loads their weights from
packages. This component brings its own: a folder of one file,

- ``ranker.msgpack``: the parameters of the ranker that finds the antecedents of
  pronouns, in half precision, see :mod:`quotes.language.antecedents`.

The result is coreferee's: ``doc._.coref_chains`` and ``token._.coref_chains``.
"""

from __future__ import annotations

import warnings
from typing import Any

from coreferee.data_model import ChainHolder
from coreferee.manager import CorefereeBroker
from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc

from quotes.annotation import has_quotations
from quotes.language.coreferring import TooMuchWork, annotate, word_lists
from quotes.language.files import FileComponent
from quotes.language.ranker import Ranker
from quotes.language.reading import Words

_RANKER = "ranker.msgpack"


class CoreferenceWarning(UserWarning):
    """A document was left without chains: too long, or coreferee failed on it."""


class QuotesCoreference(FileComponent):
    """See the module.

    With ``only_where_needed`` a Doc is passed by, with empty chains, when none
    of its quotations has a pronoun or a description as its source. A Doc of
    more than ``max_tokens`` tokens, one that would take more than
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
        ranker, words = self._load()
        if not len(doc) or (self.only_where_needed and not _needed(doc)):
            _clear(doc)
            return doc
        if len(doc) > self.max_tokens:
            _clear(doc)
            self._warn(f"it has {len(doc):,} tokens, more than {self.max_tokens:,}")
            return doc
        try:
            annotate(doc, words, ranker, self.max_comparisons)
        except TooMuchWork:
            self._give_up(doc, f"it takes more than {self.max_comparisons:,} comparisons")
        except Exception as error:  # an article is worth more than its chains
            self._give_up(doc, f"coreferee failed on it ({type(error).__name__}: {error})")
        return doc

    def _give_up(self, doc: Doc, reason: str) -> None:
        _clear(doc)
        self._warn(reason)

    def _warn(self, reason: str) -> None:
        warnings.warn(
            f"{self.name}: no coreference chains for a document: {reason}.",
            CoreferenceWarning,
            stacklevel=3,
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


def _clear(doc: Doc) -> None:
    """Empty chains on the document and on each of its tokens, which share one holder."""
    holder = ChainHolder()
    # what coreferee notes while it works, and takes away at the end
    del holder.temp_governing_sibling, holder.temp_has_or_coordination
    doc._.coref_chains = holder
    # Where spaCy keeps ``token._.coref_chains``, which takes eight times as long token by token.
    starts = doc.to_array(IDX).tolist()
    kept: dict[Any, Any] = doc.user_data
    kept.update({("._.", "coref_chains", start, None): holder for start in starts})


def _needed(doc: Doc) -> bool:
    """Whether a source needs chains; yes where nobody looked for quotations.

    Those that need none get their speakers at once: who finds that out has found them.
    """
    if not has_quotations(doc):
        return True
    from quotes.speakers.settle import settle

    return not settle(doc)


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
