"""One article and its quotations into the database, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone

from sqlite_utils import Database

from quotes.store.groups import join_groups
from quotes.store.opening import writing
from quotes.store.people import store_speaker
from quotes.types import SPAN_SEPARATOR, Article, AttributedQuotation, Evidence, Mention, Speaker


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What :func:`write_article` did; ``quotations`` is 0 for an article already there."""

    article_id: int
    new: bool
    quotations: int


def is_stored(db: Database, article: Article) -> bool:
    """Whether an article with the same text is in the database."""
    return _stored_id(db, article) is not None


def _stored_id(db: Database, article: Article) -> int | None:
    row = db.execute("SELECT id FROM articles WHERE sha256 = ?", [article.sha256]).fetchone()
    return row[0] if row else None


def write_article(
    db: Database, article: Article, quotations: Sequence[AttributedQuotation]
) -> WriteResult:
    """Store ``article`` with its quotations in one transaction.

    An article whose text is already stored changes nothing. Raises
    ``ValueError`` when a span does not hold the text it claims, and
    ``sqlite3.Error``; in both cases nothing of the article is stored.
    """
    for quotation in quotations:
        _check(quotation, article)
    if (known := _stored_id(db, article)) is not None:
        return WriteResult(known, new=False, quotations=0)
    with writing(db):
        # Again, for another program may have stored it just now.
        if (known := _stored_id(db, article)) is not None:
            return WriteResult(known, new=False, quotations=0)
        article_id = _insert_article(db, article)
        speakers: dict[Speaker, int] = {}
        in_order = sorted(quotations, key=lambda quotation: quotation.spans)
        for quotation in in_order:
            speaker = quotation.speaker
            if speaker is not None and speaker not in speakers:
                speakers[speaker] = store_speaker(db, speaker, article.published)
            quote_id = _insert_quotation(
                db, article_id, speakers[speaker] if speaker else None, quotation
            )
            join_groups(db, quote_id, article_id, quotation.text)
    return WriteResult(article_id, new=True, quotations=len(in_order))


def _check(quotation: AttributedQuotation, article: Article) -> None:
    text = SPAN_SEPARATOR.join(article.text[start:end] for start, end in quotation.spans)
    if text != quotation.text or not quotation.spans:
        raise ValueError(f"the spans {quotation.spans} do not hold {quotation.text!r}")
    evidence = quotation.evidence or Evidence("")
    for mention in (quotation.cue, quotation.source, evidence.other_source, *evidence.chain):
        if mention and article.text[mention.start : mention.end] != mention.text:
            raise ValueError(f"the article does not hold {mention}")


def _insert_article(db: Database, article: Article) -> int:
    cursor = db.execute(
        "INSERT INTO articles (sha256, title, byline, outlet, published, url, path,"
        " text, word_count, ingested_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            article.sha256,
            article.title,
            article.byline,
            article.outlet,
            article.published,
            article.url,
            article.path,
            article.text,
            article.word_count,
            datetime.now(timezone.utc).isoformat(timespec="seconds"),
        ],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _insert_quotation(
    db: Database, article_id: int, speaker_id: int | None, quotation: AttributedQuotation
) -> int:
    cue, source = quotation.cue, quotation.source
    cursor = db.execute(
        'INSERT INTO quotes (article_id, speaker_id, type, text, start, "end", spans,'
        " cue, cue_start, cue_end, source, source_start, source_end,"
        " resolution, confidence, evidence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            article_id,
            speaker_id,
            quotation.type,
            quotation.text,
            quotation.spans[0][0],
            quotation.spans[-1][1],
            json.dumps([list(span) for span in quotation.spans]),
            *_columns(cue),
            *_columns(source),
            quotation.resolution,
            quotation.confidence,
            _evidence_json(quotation.evidence),
        ],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _columns(mention: Mention | None) -> tuple[str | None, int | None, int | None]:
    return (mention.text, mention.start, mention.end) if mention else (None, None, None)


def _evidence_json(evidence: Evidence | None) -> str | None:
    """A JSON object with the names of :class:`quotes.types.Evidence`, each mention with offsets."""
    return None if evidence is None else json.dumps(asdict(evidence), ensure_ascii=False)
