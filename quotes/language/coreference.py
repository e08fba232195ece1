"""The spaCy component that puts coreferee's chains on a Doc, with weights of our own.

Coreferee knows the official pipelines by name and loads their weights from
packages. This component brings its own: a folder of two files,

- ``features.json``: coreferee's feature table, the annotations it has met in training;
- ``model.msgpack``: the parameters of coreferee's network, as thinc writes them
  (numbers that half precision holds exactly are stored in half precision).

The result is coreferee's: ``doc._.coref_chains`` and ``token._.coref_chains``.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import srsly
from coreferee.data_model import ChainHolder, FeatureTable
from coreferee.manager import CorefereeBroker
from coreferee.tendencies import create_thinc_model
from spacy.language import Language
from spacy.tokens import Doc
from thinc.model import Model

from quotes.annotation import has_quotations
from quotes.language.coreferring import TooMuchWork, Words, annotator_for, word_lists
from quotes.language.files import FileComponent

_FEATURES, _MODEL = "features.json", "model.msgpack"


class CoreferenceWarning(UserWarning):
    """A document was left without chains: too long, or coreferee failed on it."""


@dataclass(frozen=True, slots=True)
class CoreferenceWeights:
    """What training makes: coreferee's feature table and network."""

    table: FeatureTable
    model: Model[Any, Any]

    def to_files(self) -> dict[str, bytes]:
        """The two files of the bundled folder, by name."""
        return {
            _FEATURES: (json.dumps(vars(self.table), indent=1) + "\n").encode("utf-8"),
            _MODEL: _pack(self.model),
        }

    @classmethod
    def from_files(cls, files: dict[str, bytes]) -> CoreferenceWeights:
        """Undo :meth:`to_files`. Raises ValueError, KeyError or TypeError for other files."""
        model = create_thinc_model()
        model.from_dict(_unpack(files[_MODEL]))
        return cls(FeatureTable(**json.loads(files[_FEATURES])), model)


def _pack(model: Model[Any, Any]) -> bytes:
    state = srsly.msgpack_loads(model.to_bytes())
    state["params"] = [_each(node, _halved) for node in state["params"]]
    return bytes(srsly.msgpack_dumps(state))


def _unpack(data: bytes) -> dict[str, Any]:
    state: dict[str, Any] = srsly.msgpack_loads(data)
    state["params"] = [_each(node, lambda a: a.astype(np.float32)) for node in state["params"]]
    return state


def _each(
    node: dict[str, Any], change: Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]
) -> dict[str, Any]:
    return {name: None if a is None else change(np.asarray(a)) for name, a in node.items()}


def _halved(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    half = array.astype(np.float16)
    return half if np.array_equal(half.astype(array.dtype), array) else array


class QuotesCoreference(FileComponent):
    """See the module.

    With ``only_where_needed`` a Doc is passed by, with empty chains, when none
    of its quotations has a pronoun or a description as its source. A Doc of
    more than ``max_tokens`` tokens, one that would take more than
    ``max_comparisons`` comparisons of two words, and one on which coreferee
    fails, keep empty chains and raise a :exc:`CoreferenceWarning`.
    """

    FILES = (_FEATURES, _MODEL)

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
        self._weights: CoreferenceWeights | None = None
        self._words: Words | None = None
        CorefereeBroker.set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc in place. Raises ValueError if no weights were loaded."""
        weights, words = self._load()
        if not len(doc) or (self.only_where_needed and not _needed(doc)):
            _clear(doc)
            return doc
        if len(doc) > self.max_tokens:
            _clear(doc)
            self._warn(f"it has {len(doc):,} tokens, more than {self.max_tokens:,}")
            return doc
        try:
            annotator_for(doc, words, weights.table, weights.model, self.max_comparisons).annotate(
                doc
            )
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

    def _load(self) -> tuple[CoreferenceWeights, Words]:
        if self._weights is None:
            if not self._files:
                raise ValueError(f"{self.name} has no weights: load them with from_disk")
            self._weights = CoreferenceWeights.from_files(self._files)
        if self._words is None:
            self._words = word_lists()
        return self._weights, self._words

    # -------------------------------------------------------- serialisation

    def set_weights(self, weights: CoreferenceWeights) -> None:
        """Take the weights that a training made."""
        self._set_files(weights.to_files())

    def _forget(self) -> None:
        self._weights = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_weights": None, "_words": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        CorefereeBroker.set_extensions()


def _clear(doc: Doc) -> None:
    """Empty chains on the document and on each of its tokens, which share one holder."""
    holder = ChainHolder()
    # what coreferee notes while it works, and takes away at the end
    del holder.temp_governing_sibling, holder.temp_has_or_coordination
    for place in (doc, *doc):
        place._.coref_chains = holder


def _needed(doc: Doc) -> bool:
    """Whether a source needs chains; yes where nobody looked for quotations."""
    if not has_quotations(doc):
        return True
    from quotes.speakers.need import needs_coreference

    return needs_coreference(doc)


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
