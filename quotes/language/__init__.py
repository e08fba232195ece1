"""The English pipeline: a text is read once, everything after it reads annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

WEIGHTS = Path(__file__).parent / "weights"
#: How the bundled pipeline is called where people see it.
NAME = "quotes_en"


def load() -> Language:
    """The bundled pipeline up to lemmas: tags, sentences, dependencies, entities, roles."""
    import spacy
    from spacy.lookups import Lookups

    from quotes import __version__

    # they register their factories, also where there are no entry points
    from quotes.language import encoder, lemmas  # noqa: F401
    from quotes.language.tokenizer import part_glued_words

    nlp = spacy.blank("en")
    nlp.meta |= {
        "name": NAME,
        "version": __version__,
        "license": "CC BY-SA 4.0",
        "description": "Reads English news: tags, dependencies, entities, quotation roles.",
    }
    nlp.max_length = 5_000_000
    part_glued_words(nlp)
    nlp.add_pipe("quotes_encoder").from_disk(WEIGHTS / "encoder")  # type: ignore[attr-defined]
    lemmatizer = nlp.add_pipe("quotes_lemmatizer")
    lookups = Lookups()
    lookups.from_disk(WEIGHTS, filename="lemmas.bin")
    lemmatizer.initialize(lookups=lookups)  # type: ignore[attr-defined]
    return nlp


def load_other(name: str) -> Language:
    """An installed pipeline, with coreferee appended when that knows it.

    Written against the documented interfaces of spaCy and coreferee; the
    official English models could not be had where this was developed.

    Raises:
        OSError: spaCy knows no pipeline of that name.
    """
    import spacy

    nlp = spacy.load(name)
    if "coreferee" not in nlp.pipe_names:
        try:
            nlp.add_pipe("coreferee")
        except Exception as error:  # coreferee raises its own errors for what it lacks
            import warnings

            warnings.warn(f"{name} runs without coreferee: {error}", stacklevel=2)
    return nlp


def model_card() -> dict[str, Any]:
    """What the bundled weights are and what they scored, as ``quotes info`` prints it."""
    data: dict[str, Any] = json.loads((WEIGHTS / "scores.json").read_text(encoding="utf-8"))
    return data
