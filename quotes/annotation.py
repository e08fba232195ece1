"""Quotations on a spaCy Doc.

They are kept in ``doc.user_data`` as plain lists and dictionaries, so that they
survive ``doc.to_bytes`` and the processes of ``nlp.pipe(n_process=...)``;
``doc._.quotations`` builds the dataclasses when it is read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

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


def has_speakers(doc: Doc) -> bool:
    """Has a component looked for the speakers of all of its quotations?"""
    return all(data.get("evidence") for data in doc.user_data.get(_KEY, ()))


def set_quotations(doc: Doc, quotations: Sequence[Quotation]) -> None:
    """Replace the quotations of a Doc."""
    doc.user_data[_KEY] = [_plain(quotation) for quotation in quotations]


def get_quotations(doc: Doc) -> tuple[AttributedQuotation, ...]:
    """The quotations of a Doc in the order of the text; none if nobody looked for them."""
    return tuple(_from_plain(data) for data in doc.user_data.get(_KEY, ()))


def register_extensions() -> None:
    """Make ``doc._.quotations`` known to spaCy."""
    if not Doc.has_extension("quotations"):
        Doc.set_extension("quotations", getter=get_quotations)


#: The names of the fields of everything that a quotation is made of.
_FIELDS = {
    kind: tuple(field.name for field in dataclasses.fields(kind))
    for kind in (Quotation, AttributedQuotation, Linking, Mention, Speaker, Evidence, Reason)
}


def _plain(value: Any) -> Any:
    """As :func:`dataclasses.asdict`, which copies every string and takes ten times as long."""
    names = _FIELDS.get(type(value))
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple) and value and type(value[0]) in _FIELDS:
        return tuple([_plain(item) for item in value])
    return value


def _mention(data: dict[str, Any] | None) -> Mention | None:
    return Mention(**data) if data else None


def _linking(data: dict[str, Any] | None) -> Linking | None:
    if not data:
        return None
    signals = tuple((name, value) for name, value in data["signals"])
    other = _mention(data["other_source"])
    return Linking(signals, other, data["other_share"], data["learned"])


def _evidence(data: dict[str, Any] | None) -> Evidence | None:
    if not data:
        return None
    return Evidence(
        **{
            **data,
            "chain": tuple(Mention(**mention) for mention in data["chain"]),
            "other_source": _mention(data.get("other_source")),
            "reasons": tuple(Reason(**reason) for reason in data.get("reasons", ())),
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
        speaker=speaker and Speaker(**{**speaker, "aliases": tuple(speaker["aliases"])}),
        resolution=data.get("resolution"),
        evidence=_evidence(data.get("evidence")),
    )
