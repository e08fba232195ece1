"""Raw news: articles that nobody annotated, for a network to be taught on by another one."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from training.annotated import Annotated

#: The lines of Wikinews, from 0, that are kept for an examination: nothing is learnt from them.
RESERVED = frozenset({41, 121, 164, 212, 229, 256})
_NEWSPAPERS = """
    alg_africanews_3 aus_abc_5 aus_newscomaus_2 canada_indig_17 chile_chiletoday_3
    cosric_ticotimes_13 eg_today_17 guyana_kaieteurnews_2 hond_hondurasnews_13 in_gazette_3
    kr_jgdaily_4 mauritius_lematinal_8 my_star_5 oman_timesofoman_9 sa_iol_10 saud_daily_7
    saud_gazette_6 th_thenation_4
"""
#: The files of Worldwide Newswire that are kept for the same one.
RESERVED_NEWSPAPERS = frozenset(_NEWSPAPERS.split())
#: One press release in so many: those of one senator resemble each other.
RELEASES_STEP = 4


def read_news(data: Path, nlp: Language) -> list[Annotated]:
    """Wikinews, 2019 and 2020, without what is :data:`RESERVED`."""
    texts = _texts(data / "wikinews_text/wikinews_2019_2020.jsonl.gz")
    return [unannotated(text, nlp) for i, text in enumerate(texts) if i not in RESERVED]


def read_releases(data: Path, nlp: Language) -> list[Annotated]:
    """Every fourth of the press releases of United States senators, 2005 to 2007."""
    files = sorted((data / "gov_text").glob("senate_press_releases_*.jsonl.gz"))
    texts = [text for file in files for text in _texts(file)]
    return [unannotated(text, nlp) for text in texts[::RELEASES_STEP]]


def unannotated(text: str, nlp: Language) -> Annotated:
    """The words of a text, of which nothing else is known."""
    lines = text.replace("\r\n", "\n").strip()
    return Annotated(tuple(token.text for token in nlp.make_doc(lines)))


def _texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
