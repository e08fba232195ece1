"""Reviewed articles in the layouts of annotated corpora, as training data.

What is written here, :mod:`quotes.evaluate.polnear` and
:mod:`quotes.evaluate.citron` read.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]
"""A quotation as the JSON of ``quotes list`` has it."""

#: Of the headline in a file's name.
_LONGEST = 60
#: The annotator of all our files: the layout has one file an annotator.
_ANNOTATOR = "reviewed"
_NO_DAY = "0000-00-00"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One article and its quotations after review."""

    article: Mapping[str, Any]
    """``id``, ``title``, ``outlet``, ``published``."""
    text: str
    quotations: Sequence[Record]

    @property
    def name(self) -> str:
        """Outlet, day and headline, as PolNeAR names its articles; the id keeps names apart."""
        day = (self.article.get("published") or "")[:10]
        day = day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else _NO_DAY
        outlet = _plain(self.article.get("outlet") or "unknown") or "unknown"
        title = _plain(self.article.get("title") or "")[:_LONGEST].rstrip("-")
        return f"{outlet}_{day}_{title or 'article'}-{self.article['id']}"


def polnear(articles: Iterable[Reviewed]) -> dict[str, str]:
    """Files by their place: texts, brat annotations, and ``speakers.json`` with who speaks."""
    files: dict[str, str] = {}
    speakers: dict[str, Any] = {}
    for one in articles:
        annotation = f"{one.name}_{_ANNOTATOR}.ann"
        files[f"text/{one.name}.txt"] = _encodable(one.text)
        files[f"attributions/{annotation}"] = _encodable(_brat(one))
        speakers[one.name] = {
            "ann": annotation,
            "speakers": {
                f"E{number}": {
                    "speaker": (record["speaker"] or {}).get("name") or "",
                    "kind": (record["speaker"] or {}).get("kind") or "",
                    "how": record["resolution"] or "",
                }
                for number, record in enumerate(one.quotations, 1)
            },
        }
    files["speakers.json"] = _encodable(json.dumps(speakers, indent=1, ensure_ascii=False) + "\n")
    return files


def citron(articles: Iterable[Reviewed]) -> dict[str, str]:
    """Files by their place: one JSON document an article."""
    files = {}
    for one in articles:
        document = {
            "text": one.text,
            "quotes": [_quote(record, one.text) for record in one.quotations],
            "coreference_groups": [],
        }
        files[f"{one.name}.json"] = json.dumps(document, indent=1) + "\n"
    return files


def _brat(one: Reviewed) -> str:
    lines: list[str] = []
    number = 0

    def entity(label: str, spans: Iterable[Sequence[int]]) -> str:
        nonlocal number
        number += 1
        places = ";".join(f"{start} {end}" for start, end in spans)
        words = " ".join(" ".join(one.text[start:end].split()) for start, end in spans)
        lines.append(f"T{number}\t{label} {places}\t{words}")
        return f"T{number}"

    for event, record in enumerate(one.quotations, 1):
        arguments = [f"Content:{entity('Content', record['spans'])}"]
        for label in ("cue", "source"):
            if mention := record[label]:
                name = label.capitalize()
                span = [(mention["start"], mention["end"])]
                arguments.append(f"{name}:{entity(name, span)}")
        trigger = record["cue"] or {"start": record["spans"][0][0], "end": record["spans"][0][1]}
        attribution = entity("Attribution", [(trigger["start"], trigger["end"])])
        lines.append(f"E{event}\tAttribution:{attribution} {' '.join(arguments)}")
    return "".join(f"{line}\n" for line in lines)


def _quote(record: Record, text: str) -> dict[str, Any]:
    def span(start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "text": text[start:end]}

    cue, source = record["cue"], record["source"]
    return {
        "id": str(record["id"]),
        "cue": cue and span(cue["start"], cue["end"]),
        "sources": [span(source["start"], source["end"])] if source else [],
        "contents": [span(start, end) for start, end in record["spans"]],
        "confidence": 1.0,
    }


def _plain(words: str) -> str:
    ascii_ = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-")


def _encodable(words: str) -> str:
    """Half of a surrogate pair cannot be written; a replacement keeps all offsets."""
    return re.sub("[\ud800-\udfff]", "\ufffd", words)
