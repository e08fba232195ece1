"""The quotations of one article: as the machine found them, and as people corrected them.

What the tables hold is always the machine's quotations with the reviews of the
article applied (:func:`quotes.reviews.apply`), whatever came first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlite_utils import Database

from quotes.identity.article_facts import facts_of
from quotes.mentions.names import fold
from quotes.reviews import ACTIONS, Applied, Decision, Found, Stated, apply
from quotes.reviews.anchoring import from_json
from quotes.store.articles import remember_ids
from quotes.store.groups import before_group, fill_from_groups, join_groups, leave_groups
from quotes.store.identities import put_facts
from quotes.types import (
    SPAN_SEPARATOR,
    Article,
    AttributedQuotation,
    Evidence,
    Mention,
    Reason,
    Speaker,
)

_COLUMNS = (
    "article_id",
    "article_speaker_id",
    "speaker_id",
    "type",
    "text",
    "start",
    '"end"',
    "spans",
    "cue",
    "cue_start",
    "cue_end",
    "source",
    "source_start",
    "source_end",
    "resolution",
    "confidence",
    "evidence",
    "reviewed",
    "published",
    "outlet",
    "speaker_kind",
    "act",
    "act_confidence",
)


def check(quotation: AttributedQuotation, text: str) -> None:
    """Raise ``ValueError`` where a span does not hold the text that it claims."""
    words = SPAN_SEPARATOR.join(text[start:end] for start, end in quotation.spans)
    if words != quotation.text or not quotation.spans:
        raise ValueError(f"the spans {quotation.spans} do not hold {quotation.text!r}")
    evidence = quotation.evidence or Evidence("")
    for mention in (quotation.cue, quotation.source, evidence.other_source, *evidence.chain):
        if mention and text[mention.start : mention.end] != mention.text:
            raise ValueError(f"the article does not hold {mention}")


def put_quotations(
    db: Database, article_id: int, article: Article, found: Sequence[Found]
) -> Sequence[Stated]:
    """Make ``found``, with the article's reviews applied, its quotations."""
    decisions = decisions_of(db, article_id)
    applied = apply(article.text, found, decisions) if decisions else _as_found(found)
    if decisions:
        db.execute(
            "UPDATE reviews SET lost = id IN (SELECT value FROM json_each(?))"
            " WHERE article_id = ? AND undone_at IS NULL"
            " AND action IN (SELECT value FROM json_each(?))",
            [json.dumps(list(applied.lost)), article_id, json.dumps(ACTIONS)],
        )
    live = sorted(applied.live, key=lambda stated: stated.quotation.spans)
    facts = facts_of(article, [stated.quotation for stated in live])
    rows: dict[int, tuple[str, str, str]] = {
        number: (text, kind, act)
        for number, text, kind, act in db.execute(
            "SELECT id, text, type, act FROM quotes WHERE article_id = ?", [article_id]
        )
    }
    kept = {stated.id for stated in live}
    gone = [number for number in rows if number not in kept]
    changed = {
        number
        for stated in live
        if (number := stated.id) in rows and rows[number] != _words_and_type(stated.quotation)
    }
    if gone or changed:
        leave_groups(db, [*gone, *sorted(changed)])
    remember_ids(db, "last_quote", gone)
    db.conn.executemany("DELETE FROM quotes WHERE id = ?", [(number,) for number in gone])
    speakers = put_facts(db, article_id, dict.fromkeys(facts.values()))
    numbers = new_numbers(db)
    place = db.execute(
        "SELECT published, outlet FROM articles WHERE id = ?", [article_id]
    ).fetchone()
    kinds: dict[int, str] = dict(
        db.execute(
            "SELECT id, kind FROM speakers WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps([speaker_id for _, speaker_id in speakers.values()])],
        ).fetchall()
    )
    db.execute("DELETE FROM _machine WHERE article_id = ?", [article_id])
    groups: set[int] = set()
    for stated in live:
        number = stated.id if stated.id is not None else next(numbers)
        speaker = stated.quotation.speaker
        of = speakers[speaker.kind, fold(facts[speaker].name)] if speaker else (None, None)
        kind = kinds.get(of[1]) if of[1] is not None else None
        copies = (*place, kind, stated.quotation.act, stated.quotation.act_confidence)
        values = [article_id, *of, *_values(stated.quotation), int(stated.reviewed), *copies]
        _write(db, number, values, rows[number][0] if number in rows else None)
        if stated.quotation.act == "statement" and (number not in rows or number in changed):
            join_groups(db, number, article_id, stated.quotation.text)
        if stated.reviewed and stated.machine is not None:
            _keep_machine(db, number, article_id, stated.machine)
    for taken_out in applied.removed:
        number = taken_out.id if taken_out.id is not None else next(numbers)
        _keep_machine(db, number, article_id, taken_out.quotation)
    groups |= {
        row[0]
        for row in db.execute(
            "SELECT DISTINCT group_id FROM quotes WHERE article_id = ? AND group_id IS NOT NULL",
            [article_id],
        )
    }
    fill_from_groups(db, sorted(groups))
    return live


def _words_and_type(quotation: AttributedQuotation) -> tuple[str, str, str]:
    """What the same words are looked for by; only statements are."""
    return quotation.text, quotation.type, quotation.act


def _as_found(found: Sequence[Found]) -> Applied:
    live = [Stated(one.id, one.quotation, False, one.quotation) for one in found]
    return Applied(tuple(live), (), (), {})


def _write(db: Database, number: int, values: Sequence[object], text: str | None) -> None:
    if text is None:
        marks = ", ".join("?" for _ in values)
        db.execute(
            f"INSERT INTO quotes (id, {', '.join(_COLUMNS)}) VALUES (?, {marks})",
            [number, *values],
        )
        return
    # Full text follows every update that names its column.
    pairs = [
        (column, value)
        for column, value in zip(_COLUMNS, values, strict=True)
        if column != "text" or value != text
    ]
    db.execute(
        f"UPDATE quotes SET {', '.join(f'{column} = ?' for column, _ in pairs)} WHERE id = ?",
        [*(value for _, value in pairs), number],
    )


def new_numbers(db: Database) -> Iterator[int]:
    """Ids that no quotation ever had."""
    (last,) = db.execute(
        "SELECT max(coalesce((SELECT max(id) FROM quotes), 0),"
        " coalesce((SELECT max(quote_id) FROM _machine), 0),"
        " coalesce((SELECT CAST(value AS INTEGER) FROM _state WHERE name = 'last_quote'), 0))"
    ).fetchone()
    while True:
        last += 1
        yield last


def _keep_machine(
    db: Database, number: int, article_id: int, quotation: AttributedQuotation
) -> None:
    db.execute(
        "INSERT OR REPLACE INTO _machine (quote_id, article_id, record) VALUES (?, ?, ?)",
        [number, article_id, json.dumps(asdict(quotation), ensure_ascii=False)],
    )


def _values(quotation: AttributedQuotation) -> list[object]:
    evidence = quotation.evidence
    return [
        quotation.type,
        quotation.text,
        quotation.spans[0][0],
        quotation.spans[-1][1],
        json.dumps([list(span) for span in quotation.spans]),
        *_mention_columns(quotation.cue),
        *_mention_columns(quotation.source),
        quotation.resolution,
        quotation.confidence,
        None if evidence is None else json.dumps(asdict(evidence), ensure_ascii=False),
    ]


def _mention_columns(mention: Mention | None) -> tuple[str | None, int | None, int | None]:
    return (mention.text, mention.start, mention.end) if mention else (None, None, None)


# ---------------------------------------------------------------- reading back


def decisions_of(db: Database, article_id: int) -> list[Decision]:
    """What people decided on the quotations of an article, and did not take back."""
    rows = db.query(
        "SELECT * FROM reviews WHERE article_id = ? AND undone_at IS NULL"
        " AND anchor IS NOT NULL ORDER BY id",
        [article_id],
    )
    return [
        Decision(
            row["id"],
            row["action"],
            row["quote_id"],
            from_json(row["anchor"]),
            json.loads(row["after"] or "{}"),
        )
        for row in rows
        if row["action"] in ACTIONS
    ]


def machine_quotations(db: Database, article_id: int) -> list[Found]:
    """What the machine found in an article, whatever people made of it."""
    kept = dict(
        db.execute(
            "SELECT quote_id, record FROM _machine WHERE article_id = ?", [article_id]
        ).fetchall()
    )
    found = [Found(number, quotation_of(json.loads(record))) for number, record in kept.items()]
    found += [
        Found(number, quotation)
        for number, quotation, reviewed in live_quotations(db, article_id)
        if number not in kept and not reviewed
    ]
    return sorted(found, key=lambda one: one.quotation.spans)


def live_quotations(
    db: Database, article_id: int
) -> Iterator[tuple[int, AttributedQuotation, bool]]:
    """The rows of an article: id, quotation, and whether a person decided."""
    rows = db.query(
        "SELECT quotes.*, facts.name AS fact_name, facts.kind AS fact_kind,"
        " facts.names AS fact_names, facts.titles AS fact_titles, facts.gender AS fact_gender"
        " FROM quotes LEFT JOIN article_speakers AS facts ON facts.id = quotes.article_speaker_id"
        " WHERE quotes.article_id = ? ORDER BY quotes.id",
        [article_id],
    )
    for row in rows:
        # Where the speaker is from the same words elsewhere, what the article itself says.
        own = before_group(row["evidence"]) or {
            "confidence": row["confidence"],
            "resolution": row["resolution"],
            "evidence": json.loads(row["evidence"]) if row["evidence"] else None,
        }
        record = {
            "type": row["type"],
            "text": row["text"],
            "spans": json.loads(row["spans"]),
            "act": row["act"],
            "act_confidence": row["act_confidence"],
            **own,
        }
        for part in ("cue", "source"):
            if row[part] is not None:
                record[part] = {
                    "text": row[part],
                    "start": row[f"{part}_start"],
                    "end": row[f"{part}_end"],
                }
        if row["fact_name"] is not None:
            names = json.loads(row["fact_names"])
            titles = json.loads(row["fact_titles"])
            record["speaker"] = {
                "name": row["fact_name"],
                "kind": row["fact_kind"],
                "title": titles[0] if titles else None,
                "aliases": [name for name in names if name != row["fact_name"]],
                "titles": titles,
                "gender": row["fact_gender"],
            }
        yield row["id"], quotation_of(record), bool(row["reviewed"])


def quotation_of(record: Mapping[str, Any]) -> AttributedQuotation:
    """A quotation out of its JSON, as :func:`dataclasses.asdict` gives it."""

    def mention(one: Mapping[str, Any] | None) -> Mention | None:
        return Mention(**one) if one else None

    evidence = record.get("evidence")
    if evidence is not None:
        known = {name: evidence[name] for name in Evidence.__slots__ if name in evidence}
        known.setdefault("way", evidence.get("rule", ""))  # as older versions stored it
        known["because"] = tuple(evidence.get("because", ()))
        known["chain"] = tuple(Mention(**one) for one in evidence.get("chain", ()))
        known["other_source"] = mention(evidence.get("other_source"))
        known["reasons"] = tuple(Reason(**one) for one in evidence.get("reasons", ()))
        evidence = Evidence(**known)
    speaker = record.get("speaker")
    if speaker is not None:
        speaker = Speaker(
            speaker["name"],
            speaker["kind"],
            speaker.get("title"),
            tuple(speaker.get("aliases", ())),
            tuple(speaker.get("titles", ())),
            speaker.get("gender"),
        )
    return AttributedQuotation(
        record["type"],
        record["text"],
        tuple((start, end) for start, end in record["spans"]),
        mention(record.get("cue")),
        mention(record.get("source")),
        record["confidence"],
        None,
        speaker,
        record.get("resolution"),
        evidence,
        act=record.get("act", "statement"),
        act_confidence=record.get("act_confidence"),
    )


def with_known_ids(old: Sequence[Found], new: Sequence[AttributedQuotation]) -> list[Found]:
    """New quotations of an edited article, with the ids of those that say the same words.

    Equal words are taken in the order of the text, so that links to a
    quotation hold as long as it is there.
    """
    free: dict[str, list[int]] = {}
    for one in old:
        if one.id is not None:
            free.setdefault(_bare(one.quotation.text), []).append(one.id)
    found = []
    for quotation in sorted(new, key=lambda one: one.spans):
        same = free.get(_bare(quotation.text))
        found.append(Found(same.pop(0) if same else None, replace(quotation, linking=None)))
    return found


def _bare(text: str) -> str:
    return " ".join(text.split())
