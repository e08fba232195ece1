"""The texts that were annotated: free news, read where the corpora lie, never kept here.

A name leads to one text: ``wikinews/12`` (its line, from 0), ``releases/310`` (its place among the
press releases, from 0), ``gum/GUM_news_asylum``, ``newspapers/nm_3`` (its file in Worldwide
Newswire) or ``gmb/7`` (of the Groningen Meaning Bank, which has no articles, twenty sentences that
follow each other, a line each). Offsets count code points of the text as :func:`read_text` gives
it.
"""

from __future__ import annotations

import gzip
import json
import re
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from quotes.evaluate.gum import read_conllu
from training.entities import GMB_GROUP, GMB_TRAINS, read_gmb
from training.raw_text import RESERVED, RESERVED_NEWSPAPERS

_PARTS = ("train", "dev", "test")
#: Where a corpus that stands in words has a blank too many, and where in straight marks.
_UNSPACED = re.compile(r" (?=[.,;:?!)%]|['’](?:s|re|ve|ll|d|m)?\b|n't\b)|(?<=[($]) ")
_MARKED = re.compile(r'" (.*?) "')
#: GUM's own division of its news and interviews; the others are of its training part.
_GUM_PARTS: dict[str, Literal["dev", "test"]] = {
    "GUM_interview_cyclone": "dev",
    "GUM_interview_gaming": "dev",
    "GUM_news_homeopathic": "dev",
    "GUM_news_iodine": "dev",
    "GUM_interview_hill": "test",
    "GUM_interview_libertarian": "test",
    "GUM_news_nasa": "test",
    "GUM_news_sensitive": "test",
}


def read_text(name: str, data: Path) -> str:
    """The text called `name`, its line ends ``\\n`` and no blanks around it.

    A newspaper's is as it stands.

    :param data: the folder of corpora.
    :raises KeyError: when there is no such text, or it is kept for an examination.
    """
    collection, _, place = name.partition("/")
    text = _COLLECTIONS[collection](data)[place]
    return text if collection == "newspapers" else text.replace("\r\n", "\n").strip()


def names(collection: str, data: Path) -> tuple[str, ...]:
    """The names of all texts of ``wikinews``, ``releases``, ``gum`` or ``newspapers``."""
    return tuple(f"{collection}/{place}" for place in _COLLECTIONS[collection](data))


def gum_part(name: str) -> Literal["train", "dev", "test"] | None:
    """Where GUM's own division has one of its texts; ``None`` for other texts."""
    collection, _, place = name.partition("/")
    if collection != "gum":
        return None
    return _GUM_PARTS.get(place, "train")


@cache
def _wikinews(data: Path) -> dict[str, str]:
    texts = _json_lines(data / "wikinews_text/wikinews_2019_2020.jsonl.gz")
    return {str(i): text for i, text in enumerate(texts) if i not in RESERVED}


@cache
def _releases(data: Path) -> dict[str, str]:
    files = sorted((data / "gov_text").glob("senate_press_releases_*.jsonl.gz"))
    texts = (text for file in files for text in _json_lines(file))
    return {str(i): text for i, text in enumerate(texts)}


@cache
def _gum(data: Path) -> dict[str, str]:
    """The open news and interviews, from Wikinews."""
    texts = {}
    for part in _PARTS:
        path = data / f"gum/gum.open.{part}.conllu.gz"
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for article in read_conllu(file.read(), str(path)):
                if article.name.startswith(("GUM_news_", "GUM_interview_")):
                    texts[article.name] = article.text
    return texts


@cache
def _newspapers(data: Path) -> dict[str, str]:
    texts = {}
    with tarfile.open(data / "worldwide_newswire/original_articles.tar.gz") as archive:
        for member in archive.getmembers():
            name = Path(member.name)
            if name.suffix != ".txt" or name.stem in RESERVED_NEWSPAPERS | {"regions"}:
                continue
            if (file := archive.extractfile(member)) is not None:
                texts[name.stem] = file.read().decode(errors="replace")
    return texts


@cache
def _gmb(data: Path) -> dict[str, str]:
    sentences = read_gmb(data)
    sentences = sentences[: int(len(sentences) * GMB_TRAINS)]
    lines = [_MARKED.sub(r'"\1"', _UNSPACED.sub("", " ".join(one.words))) for one in sentences]
    starts = range(0, len(lines), GMB_GROUP)
    return {str(i): "\n".join(lines[at : at + GMB_GROUP]) for i, at in enumerate(starts)}


_COLLECTIONS = {
    "wikinews": _wikinews,
    "releases": _releases,
    "gum": _gum,
    "newspapers": _newspapers,
    "gmb": _gmb,
}


def _json_lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
