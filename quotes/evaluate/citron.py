"""Reads quotations in the JSON of the BBC's Citron, one document a file.

Each file is an object with ``text`` and ``quotes``; a quote has ``cue`` (one span), ``sources``
and ``contents`` (lists of spans); a span has ``start``, ``end`` and ``text``. Coreference groups
and confidences are passed over: they do not say who the speaker is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from quotes.evaluate.attributions import (
    AnnotatedArticle,
    Attribution,
    Corpus,
    EvaluationError,
)
from quotes.evaluate.files import read_texts
from quotes.types import Span


def read_corpus(path: Path) -> Corpus:
    """Documents in Citron's format.

    :param path: a folder or tar archive of ``.json`` files, or one such file.
    :raises EvaluationError: when there are none, or one has another form.
    """
    articles = []
    for place, written in read_texts(path, ".json").items():
        # Files of the same name in different folders are different articles.
        name = "-".join(place.with_suffix("").parts)
        articles.append(read_document(written, name, f"{path}: {place}"))
    return Corpus("Citron's format", tuple(articles), "folder")


def read_document(written: str, name: str, file: str) -> AnnotatedArticle:
    """One document.

    :param written: the JSON.
    :param name: the article's.
    :param file: what to call the document in messages.
    :raises EvaluationError: when it has another form, or its spans are of another text.
    """
    try:
        document = json.loads(written.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise EvaluationError(f"{file}: not JSON: {error}") from None
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("text"), str)
        or not isinstance(document.get("quotes"), list)
    ):
        raise EvaluationError(f'{file}: not {{"text": …, "quotes": […]}}, as Citron has it')
    text = document["text"]
    attributions = []
    for number, quote in enumerate(document["quotes"], 1):
        try:
            attributions.append(_attribution(quote, text, number))
        except _Misfit as error:
            raise EvaluationError(f"{file}: quote {number}: {error}") from None
    return AnnotatedArticle(name, Path(f"{name}.txt"), text, tuple(attributions), "")


class _Misfit(Exception):
    """What is wrong with a quote."""


def _attribution(quote: Any, text: str, number: int) -> Attribution:
    if not isinstance(quote, dict) or not quote.get("contents"):
        raise _Misfit("it has no contents")
    cue = quote.get("cue")
    return Attribution(
        {
            "content": _spans(quote["contents"], text),
            "source": _spans(quote.get("sources") or [], text),
            "cue": _spans([cue] if cue else [], text),
        },
        identity=str(quote.get("id") or number),
    )


def _spans(given: Any, text: str) -> tuple[Span, ...]:
    if not isinstance(given, Iterable):
        raise _Misfit("sources and contents are lists of spans")
    return tuple(_span(one, text) for one in given)


def _span(given: Any, text: str) -> Span:
    start, end = (given.get(key) if isinstance(given, Mapping) else None for key in _ENDS)
    if type(start) is not int or type(end) is not int:
        raise _Misfit("a span needs a start and an end")
    if not 0 <= start < end <= len(text):
        raise _Misfit(f"the span from {start} to {end} is not in the text")
    words = given.get("text")
    if words is not None and words != text[start:end]:
        raise _Misfit(f"the text of the span at {start} is not what stands there")
    return start, end


_ENDS = ("start", "end")
