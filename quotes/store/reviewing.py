"""Corrections that people make, kept as rows and applied to the tables.

Each is one transaction. A review is never changed and never deleted: it is
undone by a mark of its own, and what it changed is computed again without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from sqlite_utils import Database

from quotes.mentions.names import fold
from quotes.reviews import Action, selectors, settled, state_of, type_of
from quotes.reviews.anchoring import to_json
from quotes.store.article_quotations import (
    live_quotations,
    machine_quotations,
    new_numbers,
    put_quotations,
    quotation_of,
)
from quotes.store.articles import stored_article
from quotes.store.clock import now
from quotes.store.finding import current_id
from quotes.store.identities import (
    StoredFact,
    facts_of_article,
    only_of,
    refit,
    show_again,
)
from quotes.store.opening import writing
from quotes.types import SPAN_SEPARATOR, AttributedQuotation, Span

Record = dict[str, Any]
#: Reviews of speakers that show one of these of them.
_SHOWN = {"rename": "name", "title": "title", "kind": "kind"}


class ReviewError(Exception):
    """A correction that cannot be made; the message says why in one line."""


# ---------------------------------------------------------------- quotations


def review_quotation(
    db: Database,
    quote_id: int,
    action: Action,
    after: Mapping[str, Any],
    *,
    reviewer: str,
    note: str | None = None,
) -> int:
    """What a person says of one quotation; the id of the review.

    ``after`` is ``{}`` for ``accept``, ``nobody`` and ``not-a-quotation``,
    ``{"type": …}``, ``{"act": …}``, ``{"spans": [[start, end], …]}`` for ``words``, and
    ``{"speaker": {"name", "kind", "title", "id"}}`` where an ``id`` is of a known
    speaker and the rest may then be lacking. Raises :class:`ReviewError`.
    """
    with writing(db):
        article_id, quotation = _quotation(db, quote_id)
        article = stored_article(db, article_id)
        given, target = _with_speaker(db, article_id, after)
        if action == "words":
            _check_spans(article.text, given.get("spans"))
        full = settled(article.text, action, given, quotation)
        review_id = _insert(
            db,
            action=action,
            article_id=article_id,
            quote_id=quote_id,
            anchor=to_json(selectors(article.text, quotation.spans)),
            start=quotation.spans[0][0],
            end=quotation.spans[-1][1],
            before=state_of(article.text, quotation),
            after=full,
            reviewer=reviewer,
            note=note,
        )
        _apply(db, article_id)
        if target is not None:
            _join_fact(db, article_id, given["speaker"], target, reviewer, review_id)
    return review_id


def add_quotation(
    db: Database,
    article_id: int,
    spans: Sequence[Span],
    speaker: Mapping[str, Any] | None,
    type: str | None = None,
    *,
    reviewer: str,
    note: str | None = None,
) -> int:
    """A quotation that the machine missed; the id of the review, whose ``quote_id`` it gets."""
    with writing(db):
        if db.execute("SELECT 1 FROM articles WHERE id = ?", [article_id]).fetchone() is None:
            raise ReviewError(f"there is no article {article_id}")
        article = stored_article(db, article_id)
        _check_spans(article.text, spans)
        chosen = tuple((start, end) for start, end in spans)
        after: Record = {
            "spans": [list(span) for span in chosen],
            "type": type or type_of(article.text, chosen),
            "speaker": dict(speaker) if speaker else None,
        }
        given, target = _with_speaker(db, article_id, after)
        quote_id = next(new_numbers(db))
        review_id = _insert(
            db,
            action="add",
            article_id=article_id,
            quote_id=quote_id,
            anchor=to_json(selectors(article.text, chosen)),
            start=chosen[0][0],
            end=chosen[-1][1],
            before=None,
            after=settled(article.text, "add", given, None),
            reviewer=reviewer,
            note=note,
        )
        _apply(db, article_id)
        if target is not None:
            _join_fact(db, article_id, given["speaker"], target, reviewer, review_id)
    return review_id


def _quotation(db: Database, quote_id: int) -> tuple[int, AttributedQuotation]:
    row = db.execute("SELECT article_id FROM quotes WHERE id = ?", [quote_id]).fetchone()
    if row is not None:
        for number, quotation, _ in live_quotations(db, row[0]):
            if number == quote_id:
                return row[0], quotation
    taken_out = db.execute(
        "SELECT article_id, record FROM _machine WHERE quote_id = ?", [quote_id]
    ).fetchone()
    if taken_out is None:
        raise ReviewError(f"there is no quotation {quote_id}")
    return taken_out[0], quotation_of(json.loads(taken_out[1]))


def _check_spans(text: str, spans: Any) -> None:
    pairs = list(spans or ())
    ordered = all(one[1] <= other[0] for one, other in pairwise(pairs))
    if not pairs or not ordered or not all(0 <= s < e <= len(text) for s, e in pairs):
        raise ReviewError("these are no words of the article")
    if not any(character.isalnum() for s, e in pairs for character in text[s:e]):
        raise ReviewError("a quotation needs at least one word")


def _with_speaker(
    db: Database, article_id: int, after: Mapping[str, Any]
) -> tuple[Record, int | None]:
    """``after`` with the speaker's name as the article has it, and the known speaker it means."""
    given = dict(after)
    speaker = given.get("speaker")
    if not speaker:
        return given, None
    target = speaker.get("id")
    if target is None:
        if not str(speaker.get("name") or "").strip():
            raise ReviewError("a speaker needs a name")
        given["speaker"] = {"kind": "person", "title": None, **speaker}
        return given, None
    target = current_id(db, int(target))
    row = db.execute("SELECT name, kind, title FROM speakers WHERE id = ?", [target]).fetchone()
    if row is None:
        raise ReviewError(f"there is no speaker {speaker['id']}")
    name, kind, title = row
    for stored in facts_of_article(db, article_id):
        if stored.speaker_id == target:
            fact = stored.fact
            aliases = [other for other in fact.names if other != fact.name]
            given["speaker"] = {
                "name": fact.name,
                "kind": fact.kind,
                "title": fact.titles[0] if fact.titles else None,
                "aliases": aliases,
                "titles": list(fact.titles),
                "gender": fact.gender,
            }
            return given, None
    given["speaker"] = {"name": name, "kind": kind, "title": title, "aliases": []}
    return given, target


def _join_fact(
    db: Database,
    article_id: int,
    speaker: Mapping[str, Any],
    target: int,
    reviewer: str,
    review_id: int,
) -> None:
    """Where the article's new fact did not come out as the speaker chosen, a link makes it so."""
    here = _fact_named(db, article_id, speaker["kind"], fold(speaker["name"]))
    if here is None or here.speaker_id == current_id(db, target):
        return
    other = _representative(db, current_id(db, target))
    if other is not None:
        _link(db, "same", other, here, reviewer, "chosen as the speaker of a quotation", review_id)
        refit(db, [_only(other), _only(here)])


def _apply(db: Database, article_id: int) -> None:
    found = machine_quotations(db, article_id)
    put_quotations(db, article_id, stored_article(db, article_id), found)


# ---------------------------------------------------------------- speakers


def merge(db: Database, a_id: int, b_id: int, *, reviewer: str, note: str | None = None) -> int:
    """Two speakers are one, in all articles; the id of the review."""
    with writing(db):
        a_id, b_id = _speaker(db, a_id), _speaker(db, b_id)
        if a_id == b_id:
            raise ReviewError("these are one speaker already")
        a, b = _representative(db, a_id), _representative(db, b_id)
        if a is None or b is None:
            raise ReviewError("one of these speakers is in no article")
        review_id = _insert(
            db,
            action="merge",
            article_id=a.article_id,
            name=fold(a.fact.name),
            kind=a.fact.kind,
            before={"speakers": [_described(db, a_id), _described(db, b_id)]},
            after={"same": [_described(db, a_id)["name"], _described(db, b_id)["name"]]},
            reviewer=reviewer,
            note=note,
        )
        touched = _withdraw_parting(db, a_id, b_id, review_id)
        _link(db, "same", a, b, reviewer, note or "merged", review_id)
        refit(db, {_only(a), _only(b), *touched})
    return review_id


def split(
    db: Database,
    speaker_id: int,
    article_ids: Sequence[int],
    *,
    reviewer: str,
    note: str | None = None,
) -> int:
    """Who speaks in these articles is somebody else; the id of the review."""
    with writing(db):
        speaker_id = _speaker(db, speaker_id)
        stored = [
            fact
            for article in dict.fromkeys(article_ids)
            for fact in facts_of_article(db, article)
            if fact.speaker_id == speaker_id
        ]
        name = _described(db, speaker_id)["name"]
        if not stored:
            raise ReviewError(f"{name} does not speak in these articles")
        rest = _representative(db, speaker_id, but=[fact.article_id for fact in stored])
        if rest is None:
            raise ReviewError(f"{name} speaks in no other article: nothing would be left")
        review_id = _insert(
            db,
            action="split",
            article_id=stored[0].article_id,
            name=fold(stored[0].fact.name),
            kind=stored[0].fact.kind,
            before={"speaker": _described(db, speaker_id)},
            after={"articles": [fact.article_id for fact in stored]},
            reviewer=reviewer,
            note=note,
        )
        touched = {_only(rest)}
        for fact in stored:
            touched |= _withdraw_joining(db, rest, fact)
            _link(db, "not the same", rest, fact, reviewer, note or "split", review_id)
            touched.add(_only(fact))
        for fact in stored[1:]:
            _link(db, "same", stored[0], fact, reviewer, note or "split together", review_id)
        refit(db, touched)
    return review_id


def rename(
    db: Database, speaker_id: int, name: str, *, reviewer: str, note: str | None = None
) -> int:
    """Show a speaker under this name; the id of the review."""
    return _show_as(db, "rename", speaker_id, name, reviewer, note)


def retitle(
    db: Database, speaker_id: int, title: str, *, reviewer: str, note: str | None = None
) -> int:
    """Show a speaker with this title, or with none where it is empty."""
    return _show_as(db, "title", speaker_id, title, reviewer, note)


def set_kind(
    db: Database, speaker_id: int, kind: str, *, reviewer: str, note: str | None = None
) -> int:
    """Say that a speaker is a person, an organization, a group, unnamed or a document."""
    return _show_as(db, "kind", speaker_id, kind, reviewer, note)


def _show_as(
    db: Database, action: str, speaker_id: int, value: str, reviewer: str, note: str | None
) -> int:
    value = " ".join(value.split())
    if not value and action != "title":
        raise ReviewError(f"the {_SHOWN[action]} is empty")
    with writing(db):
        speaker_id = _speaker(db, speaker_id)
        stored = _representative(db, speaker_id)
        if stored is None:
            raise ReviewError("this speaker is in no article")
        before = _described(db, speaker_id)
        review_id = _insert(
            db,
            action=action,
            article_id=stored.article_id,
            name=fold(stored.fact.name),
            kind=stored.fact.kind,
            before={_SHOWN[action]: before[_SHOWN[action]]},
            after={_SHOWN[action]: value},
            reviewer=reviewer,
            note=note,
        )
        show_again(db, speaker_id)
    return review_id


def _speaker(db: Database, speaker_id: int) -> int:
    current = current_id(db, speaker_id)
    if db.execute("SELECT 1 FROM speakers WHERE id = ?", [current]).fetchone() is None:
        raise ReviewError(f"there is no speaker {speaker_id}")
    return current


def _described(db: Database, speaker_id: int) -> Record:
    (row,) = db.query("SELECT id, name, kind, title FROM speakers WHERE id = ?", [speaker_id])
    return dict(row)


def _representative(db: Database, speaker_id: int, but: Sequence[int] = ()) -> StoredFact | None:
    """The fact that stands for a speaker in a link: of its own name, and the first there was."""
    row = db.execute(
        "SELECT facts.id, facts.article_id FROM article_speakers AS facts"
        " JOIN speakers ON speakers.id = facts.speaker_id WHERE facts.speaker_id = ?"
        " AND facts.article_id NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY facts.name <> speakers.name, facts.id LIMIT 1",
        [speaker_id, json.dumps(list(but))],
    ).fetchone()
    if row is None:
        return None
    return next(fact for fact in facts_of_article(db, row[1]) if fact.id == row[0])


def _fact_named(db: Database, article_id: int, kind: str, folded: str) -> StoredFact | None:
    for stored in facts_of_article(db, article_id):
        if stored.fact.kind == kind and fold(stored.fact.name) == folded:
            return stored
    return None


def _only(stored: StoredFact) -> str:
    return only_of(stored.article_id, stored.fact.kind, stored.fact.name)


# ---------------------------------------------------------------- links


def _link(
    db: Database,
    verdict: str,
    a: StoredFact,
    b: StoredFact,
    reviewer: str,
    why: str,
    review_id: int,
) -> None:
    db.execute(
        "INSERT INTO identity_links (verdict, kind, a_name, a_article_id, a_article_key, b_name,"
        " b_article_id, b_article_key, made_by, why, made_at, review_id)"
        " VALUES (?, ?, ?, ?, (SELECT key FROM articles WHERE id = ?),"
        " ?, ?, (SELECT key FROM articles WHERE id = ?), ?, ?, ?, ?)",
        [
            verdict,
            f"{a.fact.kind}/{b.fact.kind}",
            a.fact.name,
            a.article_id,
            a.article_id,
            b.fact.name,
            b.article_id,
            b.article_id,
            reviewer,
            why,
            now(),
            review_id,
        ],
    )


def _withdraw_parting(db: Database, a_id: int, b_id: int, review_id: int) -> set[str]:
    """Take back what parts two speakers that are merged now; the facts that this touches."""
    return _withdraw(
        db,
        "verdict = 'not the same' AND id IN (SELECT links.id FROM identity_links AS links"
        " JOIN article_speakers AS a ON a.article_id = links.a_article_id"
        " JOIN article_speakers AS b ON b.article_id = links.b_article_id"
        " WHERE links.withdrawn_at IS NULL AND a.name = links.a_name AND b.name = links.b_name"
        " AND a.speaker_id IN (?1, ?2) AND b.speaker_id IN (?1, ?2))",
        [a_id, b_id],
    )


def _withdraw_joining(db: Database, a: StoredFact, b: StoredFact) -> set[str]:
    """Take back a person's earlier word that these two facts are one."""
    return _withdraw(
        db,
        "verdict = 'same' AND ((a_article_id = ?1 AND a_name = ?2 AND b_article_id = ?3"
        " AND b_name = ?4) OR (a_article_id = ?3 AND a_name = ?4 AND b_article_id = ?1"
        " AND b_name = ?2))",
        [a.article_id, a.fact.name, b.article_id, b.fact.name],
    )


def _withdraw(db: Database, where: str, values: Sequence[object]) -> set[str]:
    rows = db.execute(
        "SELECT id, kind, a_article_id, a_name, b_article_id, b_name FROM identity_links"
        f" WHERE withdrawn_at IS NULL AND made_by <> 'rule' AND {where}",
        list(values),
    ).fetchall()
    touched: set[str] = set()
    for link_id, kinds, a_article, a_name, b_article, b_name in rows:
        db.execute("UPDATE identity_links SET withdrawn_at = ? WHERE id = ?", [now(), link_id])
        a_kind, _, b_kind = kinds.partition("/")
        if a_article is not None:
            touched.add(only_of(a_article, a_kind, a_name))
        if b_article is not None:
            touched.add(only_of(b_article, b_kind or a_kind, b_name))
    return touched


# ---------------------------------------------------------------- rows


def _insert(db: Database, **values: Any) -> int:
    values["reviewed_at"] = now()
    for column in ("before", "after"):
        if values.get(column) is not None:
            values[column] = json.dumps(values[column], ensure_ascii=False)
    values["article_key"] = db.execute(
        "SELECT key FROM articles WHERE id = ?", [values["article_id"]]
    ).fetchone()[0]
    columns = ", ".join(f'"{column}"' for column in values)
    cursor = db.execute(
        f"INSERT INTO reviews ({columns}) VALUES ({', '.join('?' for _ in values)})",
        list(values.values()),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def undo(db: Database, review_id: int, *, reviewer: str) -> None:
    """Take a review back: what it changed is as if it had never been made."""
    with writing(db):
        row = next(iter(db.query("SELECT * FROM reviews WHERE id = ?", [review_id])), None)
        if row is None:
            raise ReviewError(f"there is no correction {review_id}")
        if row["undone_at"] is not None:
            raise ReviewError(f"correction {review_id} was undone already")
        db.execute(
            "UPDATE reviews SET undone_at = ?, undone_by = ?, lost = 0 WHERE id = ?",
            [now(), reviewer, review_id],
        )
        refit(db, _withdraw(db, "review_id = ?", [review_id]))
        if row["article_id"] is None:
            return
        if row["anchor"] is not None:
            _apply(db, row["article_id"])
        elif row["action"] in _SHOWN:
            stored = _fact_named(db, row["article_id"], row["kind"], row["name"])
            if stored is not None and stored.speaker_id is not None:
                show_again(db, stored.speaker_id)


def reviews(
    db: Database,
    *,
    lost: bool | None = None,
    undone: bool = True,
    before: int | None = None,
    only: int | None = None,
) -> Iterator[Record]:
    """What people corrected, the latest first.

    ``before`` keeps those that are older than that one, ``only`` that one.
    """
    where, values = ["1"], []
    if lost is not None:
        # Of an article that is gone nothing is to be found either.
        where.append(f"(reviews.lost OR reviews.article_id IS NULL) = {int(lost)}")
    if not undone:
        where.append("reviews.undone_at IS NULL")
    for number, condition in ((before, "reviews.id < ?"), (only, "reviews.id = ?")):
        if number is not None:
            where.append(condition)
            values.append(number)
    rows = db.query(
        "SELECT reviews.*, articles.title AS article_title, articles.path AS article_path,"
        " articles.url AS article_url FROM reviews"
        " LEFT JOIN articles ON articles.id = reviews.article_id"
        f" WHERE {' AND '.join(where)} ORDER BY reviews.id DESC",
        values,
    )
    for row in rows:
        article = None
        if row["article_id"] is not None:
            article = {
                "id": row["article_id"],
                "title": row["article_title"] or row["article_path"] or row["article_url"],
            }
        yield {
            "id": row["id"],
            "action": row["action"],
            "reviewer": row["reviewer"],
            "reviewed_at": row["reviewed_at"],
            "quote_id": row["quote_id"],
            "text": _words(row["anchor"]),
            "article": article,
            "article_key": row["article_key"],
            "before": json.loads(row["before"]) if row["before"] else None,
            "after": json.loads(row["after"]) if row["after"] else None,
            "note": row["note"],
            "lost": bool(row["lost"]) or row["article_id"] is None,
            "undone_at": row["undone_at"],
            "undone_by": row["undone_by"],
        }


#: Characters of words that are told in a line.
_LONGEST = 70


def in_words(record: Mapping[str, Any]) -> str:
    """What a record of :func:`reviews` says, in a line: ``speaker John Kirby → Troy Miller``."""
    action, before, after = record["action"], record["before"] or {}, record["after"] or {}
    if action in ("speaker", "nobody"):
        return f"speaker {_name(before.get('speaker'))} → {_name(after.get('speaker'))}"
    if action == "type":
        return f"type {before.get('type')} → {after.get('type')}"
    if action == "act":
        return f"act {before.get('act') or 'statement'} → {after.get('act')}"
    if action == "words":
        words = SPAN_SEPARATOR.join(one["exact"] for one in after.get("words", ()))
        return f"words → “{shortened(words)}”"
    if action == "add":
        return f"a missed quotation of {_name(after.get('speaker'))}"
    if action == "merge":
        return f"one speaker: {' and '.join(map(str, after.get('same', ())))}"
    if action == "split":
        articles = ", ".join(map(str, after.get("articles", ())))
        return f"somebody else than {_name(before.get('speaker'))} in article {articles}"
    if action in _SHOWN:
        key = _SHOWN[action]
        return f"{key} {before.get(key) or 'none'} → {after.get(key) or 'none'}"
    return {"accept": "right as it is", "not-a-quotation": "no quotation"}.get(action, str(action))


def shortened(words: str) -> str:
    """``words`` on one line, cut where they are long."""
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _name(speaker: Mapping[str, Any] | None) -> str:
    return str(speaker["name"]) if speaker else "nobody"


def _words(anchor: str | None) -> str | None:
    if anchor is None:
        return None
    return SPAN_SEPARATOR.join(one["exact"] for one in json.loads(anchor))


def machine_record(db: Database, quote_id: int) -> Record | None:
    """What the machine had said of a quotation that a person decided on, as JSON."""
    row = db.execute("SELECT record FROM _machine WHERE quote_id = ?", [quote_id]).fetchone()
    return asdict(quotation_of(json.loads(row[0]))) if row else None
