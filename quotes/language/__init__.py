"""The English pipeline: a text is read once, everything after it reads annotations.

It has two encoders. The one in ``weights/encoder`` is read where no other is asked for. The one in
``weights/accurate``, a larger one, is :data:`ACCURATE`; what its folder does not have (word pieces,
labels) is as it is with the first one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

WEIGHTS = Path(__file__).parent / "weights"
#: How the bundled pipeline is called where people see it.
NAME = "quotes_en"
#: The name by which the larger encoder is asked for.
ACCURATE = "accurate"


def folders(name: str | None = None) -> tuple[Path, ...]:
    """Where the files of the encoder lie: each is in the first of these that has it.

    Args:
        name: :data:`ACCURATE`, or ``None`` for the encoder that is read where none is named.

    Raises:
        MissingWeights: the weights of that name are not installed.
    """
    if name is None:
        return (WEIGHTS / "encoder",)
    folder = WEIGHTS / name
    if not (folder / "model.onnx").is_file():
        raise MissingWeights(name, folder)
    return folder, WEIGHTS / "encoder"


class MissingWeights(OSError):
    """Weights that go with the program in some of its packages only are not in this one."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(
            f"the {name} weights are not installed: there is no {folder / 'model.onnx'};"
            f" do without --pipeline {name}, or put them there"
            f" (training/README.md, “The {name} weights”, says how they are made)"
        )


def load(name: str | None = None) -> Language:
    """The bundled pipeline up to lemmas: tags, sentences, dependencies, entities, roles.

    Args:
        name: which encoder, as :func:`folders` has it.

    Raises:
        MissingWeights: the weights of that name are not installed.
    """
    files = folders(name)
    import spacy
    from spacy.lookups import Lookups

    from quotes import __version__

    # they register their factories, also where there are no entry points
    from quotes.language import encoder, lemmas  # noqa: F401
    from quotes.language.tokenizer import part_glued_words

    nlp = spacy.blank("en")
    nlp.meta |= {
        "name": NAME if name is None else f"{NAME}_{name}",
        "version": __version__,
        "license": "CC BY-SA 4.0",
        "description": "Reads English news: tags, dependencies, entities, quotation roles.",
    }
    nlp.max_length = 5_000_000
    part_glued_words(nlp)
    nlp.add_pipe("quotes_encoder").from_folders(files)  # type: ignore[attr-defined]
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


def model_card(name: str | None = None) -> dict[str, Any]:
    """What the bundled weights are and what they scored, as ``quotes info`` prints it.

    Args:
        name: which encoder, as :func:`folders` has it.

    Raises:
        MissingWeights: the weights of that name are not installed.
        FileNotFoundError: their scores are not there.
    """
    folder = WEIGHTS if name is None else folders(name)[0]
    data: dict[str, Any] = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    return data
