"""Quotations on a spaCy Doc.

They are kept in ``doc.user_data``. Where a Doc becomes bytes, as on the way between the processes
of ``nlp.pipe(n_process=...)``, they become dictionaries and lists; ``doc._.quotations`` makes them
again when it is read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import srsly
from spacy.tokens import Doc

from quotes.types import (
    AttributedQuotation,
    Evidence,
    Linking,
    Mention,
    Quotation,
    Reason,
    Speaker,
)

_KEY = "quotes.quotations"


def has_quotations(doc: Doc) -> bool:
    """Has a component looked for quotations in this Doc?"""
    return _KEY in doc.user_data


def set_quotations(doc: Doc, quotations: Sequence[Quotation]) -> None:
    """Replace the quotations of a Doc."""
    doc.user_data[_KEY] = tuple(map(_attributed, quotations))


def get_quotations(doc: Doc) -> tuple[AttributedQuotation, ...]:
    """The quotations of a Doc in the order of the text; none if nobody looked for them."""
    kept = doc.user_data.get(_KEY, ())
    if kept and isinstance(kept[0], dict):  # as bytes have them
        kept = doc.user_data[_KEY] = tuple(map(_from_plain, kept))
    return tuple(kept)


def register_extensions() -> None:
    """Make ``doc._.quotations`` known to spaCy."""
    if not Doc.has_extension("quotations"):
        Doc.set_extension("quotations", getter=get_quotations)


def _attributed(quotation: Quotation) -> AttributedQuotation:
    if isinstance(quotation, AttributedQuotation):
        return quotation
    return AttributedQuotation(**{name: getattr(quotation, name) for name in _FIELDS[Quotation]})


#: The names of the fields of everything that a quotation is made of.
_FIELDS = {
    kind: tuple(field.name for field in dataclasses.fields(kind))
    for kind in (Quotation, AttributedQuotation, Linking, Mention, Speaker, Evidence, Reason)
}


def encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """A part of a quotation as a dictionary, for what spaCy makes bytes with.

    Others are left to the next encoder of the ``chain``.
    """
    names = _FIELDS.get(type(value))
    if names is not None:
        return {name: getattr(value, name) for name in names}
    return value if chain is None else chain(value)


srsly.msgpack_encoders.register("quotes", func=encode)


def _mention(data: dict[str, Any] | None) -> Mention | None:
    return Mention(**data) if data else None


def _linking(data: dict[str, Any] | None) -> Linking | None:
    if not data:
        return None
    signals = tuple((name, value) for name, value in data["signals"])
    other = _mention(data["other_source"])
    return Linking(signals, other, data["other_share"], data["learned"], data.get("turn"))


def _evidence(data: dict[str, Any] | None) -> Evidence | None:
    if not data:
        return None
    return Evidence(
        **{
            **data,
            "chain": tuple(Mention(**mention) for mention in data["chain"]),
            "other_source": _mention(data.get("other_source")),
            "reasons": tuple(Reason(**reason) for reason in data.get("reasons", ())),
            "because": tuple(data.get("because", ())),
        }
    )


def _from_plain(data: dict[str, Any]) -> AttributedQuotation:
    speaker = data.get("speaker")
    return AttributedQuotation(
        type=data["type"],
        text=data["text"],
        spans=tuple((start, end) for start, end in data["spans"]),
        cue=_mention(data["cue"]),
        source=_mention(data["source"]),
        confidence=data["confidence"],
        linking=_linking(data.get("linking")),
        speaker=speaker
        and Speaker(
            **{
                **speaker,
                "aliases": tuple(speaker["aliases"]),
                "titles": tuple(speaker.get("titles", ())),
            }
        ),
        resolution=data.get("resolution"),
        evidence=_evidence(data.get("evidence")),
        act=data.get("act", "statement"),
        act_confidence=data.get("act_confidence"),
    )
