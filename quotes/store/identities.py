"""Speakers as the database keeps them: computed from what articles say and people decided.

:mod:`quotes.identity` decides; here its forms and blocks are kept, so that an
article changes the blocks that it touches and nothing else. Everything runs
inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, cast

from sqlite_utils import Database

from quotes.identity import (
    Cluster,
    Counted,
    Fact,
    Form,
    Link,
    TitleUse,
    alike,
    blocks,
    form_of,
    is_for_all_outlets,
    is_own,
    outlet_of,
    partition,
    shown_name,
    shown_title,
    step,
)
from quotes.mentions import persons
from quotes.mentions.names import fold, name_key
from quotes.store.clock import now
from quotes.store.groups import fill_from_groups

RULE = "rule"
_decoded = json.JSONDecoder().raw_decode
#: Raised when :mod:`quotes.identity` decides otherwise than before: databases are then computed
#: again when they are next written to.
VERSION = "2"


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A row of ``article_speakers``."""

    id: int
    article_id: int
    speaker_id: int | None
    """``None`` only until its block is settled."""
    form_id: int | None
    fact: Fact


def only_of(article_id: int, kind: str, name: str) -> str:
    """By what a link names the fact of an article: its kind and folded name."""
    return f"{article_id}:{kind}:{fold(name)}"


def facts_of_article(db: Database, article_id: int) -> list[StoredFact]:
    """The facts of one article, by id."""
    return _facts(db, "article_id = ?", [article_id])


def _facts(db: Database, where: str, values: Sequence[object]) -> list[StoredFact]:
    rows = db.query(f"SELECT * FROM article_speakers WHERE {where} ORDER BY id", list(values))
    return [
        StoredFact(
            row["id"],
            row["article_id"],
            row["speaker_id"],
            row["form_id"],
            Fact(
                row["name"],
                row["kind"],
                tuple(json.loads(row["names"])),
                tuple(json.loads(row["titles"])),
                row["gender"],
                row["outlet"],
                row["date"],
                row["place"],
            ),
        )
        for row in rows
    ]


def put_facts(
    db: Database, article_id: int, facts: Iterable[Fact], *, again: bool = False
) -> dict[tuple[str, str], tuple[int, int]]:
    """Make ``facts`` those of the article: ``(kind, folded name)`` to fact and speaker id.

    What is there already stays as it is, unless it is to be computed ``again``;
    what is there and no longer told goes. Quotations that point to a fact that
    goes must point elsewhere by the end of the transaction.
    """
    wanted = {(fact.kind, fold(fact.name)): fact for fact in facts}
    touched: set[str] = set()
    known: dict[tuple[str, str], int] = {}
    changed: list[StoredFact] = []
    for stored in facts_of_article(db, article_id):
        key = (stored.fact.kind, fold(stored.fact.name))
        if wanted.get(key) == stored.fact and not again:
            known[key] = stored.id
        elif key in wanted:
            touched |= _leave(db, stored)
            touched |= _change(db, stored, wanted[key])
            known[key] = stored.id
            changed.append(stored)
        else:
            touched |= _leave(db, stored)
            db.execute(
                "UPDATE quotes SET article_speaker_id = NULL WHERE article_speaker_id = ?",
                [stored.id],
            )
            db.execute("DELETE FROM article_speakers WHERE id = ?", [stored.id])
            _forget_if_gone(db, stored.speaker_id, stored)
    # Those of whom nobody knows anything beyond this article come last, with the last numbers.
    new = {key: fact for key, fact in wanted.items() if key not in known}
    for own in (False, True):
        for key, fact in new.items():
            if is_own(fact) is own:
                known[key], blocks_touched = _insert(db, article_id, fact)
                touched |= blocks_touched
        if touched:
            settle(db, touched)
            touched.clear()
    _forget_left(db, changed)
    speakers = dict(
        db.execute(
            "SELECT id, speaker_id FROM article_speakers WHERE article_id = ?", [article_id]
        ).fetchall()
    )
    return {key: (number, speakers[number]) for key, number in known.items()}


def _insert(db: Database, article_id: int, fact: Fact) -> tuple[int, set[str]]:
    cursor = db.execute(
        "INSERT INTO article_speakers (article_id, name, kind, names, titles, gender, outlet, date,"
        " place, folded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [article_id, *_values(fact)],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid, _join(db, cursor.lastrowid, article_id, fact)


def _values(fact: Fact) -> list[object]:
    return [
        fact.name,
        fact.kind,
        json.dumps(fact.names, ensure_ascii=False),
        json.dumps(fact.titles, ensure_ascii=False),
        fact.gender,
        fact.outlet,
        fact.date,
        fact.place,
        fold(fact.name),
    ]


def _change(db: Database, stored: StoredFact, fact: Fact) -> set[str]:
    db.execute(
        "UPDATE article_speakers SET name = ?, kind = ?, names = ?, titles = ?, gender = ?,"
        " outlet = ?, date = ?, place = ?, folded = ? WHERE id = ?",
        [*_values(fact), stored.id],
    )
    return _join(db, stored.id, stored.article_id, fact, stored.speaker_id)


def _join(
    db: Database, fact_id: int, article_id: int, fact: Fact, before: int | None = None
) -> set[str]:
    """Give a fact its form and, as far as that is known, its speaker; the blocks to settle."""
    only = only_of(article_id, fact.kind, fact.name)
    linked = is_linked(db, only)
    if is_own(fact) and not linked:
        speaker_id = (
            before if before and _is_free(db, before) else _new_speaker(db, fact, article_id)
        )
        _assign(db, fact_id, None, speaker_id)
        _count(db, speaker_id, fact, 1)
        _show(db, speaker_id)
        return set()
    form = form_of(fact, only if linked or is_own(fact) else None)
    form_id, articles, speaker_id_ = _form(db, form)
    like = None if articles or speaker_id_ is not None else _like(db, form)
    db.execute("UPDATE _identity_forms SET articles = articles + 1 WHERE id = ?", [form_id])
    # Identity looks at steps alone: while none changes, nothing is to be computed again.
    is_new = _count_outlet(db, form_id, fact, 1)
    known = articles > 0 and step(articles) == step(articles + 1)
    known = known and not (is_new and _meets(db, form_id, fact))
    if like is not None:
        speaker_id_, name, why = like
        db.execute("UPDATE _identity_forms SET speaker_id = ? WHERE id = ?", [speaker_id_, form_id])
    if speaker_id_ is None and before is not None and _is_there(db, before):
        # Whose it was until the block is settled, which this has a vote in.
        speaker_id_ = before
        db.execute("UPDATE _identity_forms SET speaker_id = ? WHERE id = ?", [before, form_id])
    _assign(db, fact_id, form_id, speaker_id_)
    if speaker_id_ is not None:
        _count(db, speaker_id_, fact, 1)
        _show(db, speaker_id_)
    if like is not None:
        _explain_form(db, form_id, name, why, None)
        return set()
    return set() if known else set(blocks(form))


def _leave(db: Database, stored: StoredFact) -> set[str]:
    """Take a fact out of its form and its speaker's counts; the blocks to settle."""
    if stored.speaker_id is not None:
        _count(db, stored.speaker_id, stored.fact, -1)
        _show(db, stored.speaker_id)
    if stored.form_id is None:
        return set()
    ((articles, signature),) = db.execute(
        "SELECT articles, signature FROM _identity_forms WHERE id = ?", [stored.form_id]
    ).fetchall()
    touched = set(blocks(_read_form(signature)))
    db.execute("UPDATE article_speakers SET form_id = NULL WHERE id = ?", [stored.id])
    is_gone = _count_outlet(db, stored.form_id, stored.fact, -1)
    if articles > 1:
        known = step(articles) == step(articles - 1)
        known = known and not (is_gone and _meets(db, stored.form_id, stored.fact, is_gone=True))
        db.execute(
            "UPDATE _identity_forms SET articles = articles - 1 WHERE id = ?", [stored.form_id]
        )
        return set() if known else touched
    db.execute("DELETE FROM _identity_blocks WHERE form_id = ?", [stored.form_id])
    db.execute("DELETE FROM _form_outlets WHERE form_id = ?", [stored.form_id])
    db.execute("DELETE FROM identity_links WHERE form_id = ?", [stored.form_id])
    db.execute("DELETE FROM _identity_forms WHERE id = ?", [stored.form_id])
    return touched


def _count_outlet(db: Database, form_id: int, fact: Fact, change: int) -> bool:
    """Count where a person's form stands; whether it is new in the outlet, or there no more."""
    outlet = outlet_of(fact)
    if outlet is None or fact.kind != "person":
        return False
    db.execute(
        "INSERT INTO _form_outlets (form_id, outlet, articles) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (form_id, outlet) DO UPDATE SET articles = articles + ?3",
        [form_id, outlet, change],
    )
    (articles,) = db.execute(
        "SELECT articles FROM _form_outlets WHERE form_id = ? AND outlet = ?", [form_id, outlet]
    ).fetchone()
    if articles == 0:
        db.execute("DELETE FROM _form_outlets WHERE form_id = ? AND outlet = ?", [form_id, outlet])
    return bool(articles == (1 if change > 0 else 0))


def _meets(db: Database, form_id: int, fact: Fact, *, is_gone: bool = False) -> bool:
    """Whether that a form is new in its fact's outlet, or there no more, can change who is who.

    It can where another of the same family name is there as well who is somebody else, and whose
    name could be this one's: that a person now shares an outlet with more of his own names only
    tells again whose they are. Where people's links join or part, more may hang on it.
    """
    mine, only, speaker_id = db.execute(
        "SELECT signature, only, speaker_id FROM _identity_forms WHERE id = ?", [form_id]
    ).fetchone()
    # Few others are in the outlet: of these alone the rest is read.
    others = db.execute(
        "SELECT theirs.id, theirs.signature, theirs.only, theirs.speaker_id"
        " FROM _identity_blocks AS met CROSS JOIN _identity_blocks AS others"
        " ON others.block = met.block AND others.form_id <> met.form_id"
        " CROSS JOIN _form_outlets AS there ON there.form_id = others.form_id"
        " AND there.outlet = ?2"
        " CROSS JOIN _identity_forms AS theirs ON theirs.id = others.form_id"
        " WHERE met.form_id = ?1",
        [form_id, outlet_of(fact)],
    ).fetchall()
    return any(
        is_gone
        or only
        or other_only
        or (
            other_speaker != speaker_id
            and _can_be_one(db, (mine, speaker_id), (id_, other, other_speaker))
        )
        for id_, other, other_only, other_speaker in others
    )


def _can_be_one(
    db: Database, mine: tuple[str, int | None], theirs: tuple[int, str, int | None]
) -> bool:
    """Whether that two forms of two speakers share an outlet could tell that they are one's.

    Outlets are asked only of names that fit, or that are one speaker's elsewhere, and of family
    names alone whose bearer nothing else tells.
    """
    (signature, speaker_id), (other_id, other_signature, other_speaker) = mine, theirs
    form, other = _read_form(signature), _read_form(other_signature)
    if form.outlet is not None or form.names or other.names:
        return True
    named = [persons.read(one.name) for one in (form, other)]
    if other.outlet is not None:
        why = db.execute(
            "SELECT why FROM identity_links WHERE form_id = ? AND made_by = ?"
            " AND withdrawn_at IS NULL",
            [other_id, RULE],
        ).fetchone()
        return why is None or not is_for_all_outlets(why[0])
    return (
        any(one.given == ("al",) for one in named)  # may stand for a family name alone
        or persons.fits(*named)
        or _is_name_of(db, form.name, other_speaker)
        or _is_name_of(db, other.name, speaker_id)
    )


def _is_name_of(db: Database, name: str, speaker_id: int | None) -> bool:
    """Whether a form of a speaker has this name."""
    start = json.dumps(["person", name], ensure_ascii=False, separators=(",", ":"))[:-1]
    return (
        db.execute(
            "SELECT 1 FROM _identity_forms WHERE signature > ?1 || ',' AND signature < ?1 || '-'"
            " AND speaker_id IS ?2 LIMIT 1",
            [start, speaker_id],
        ).fetchone()
        is not None
    )


def refit(db: Database, onlys: Collection[str]) -> None:
    """Compute these facts anew after links that name them were made or withdrawn."""
    touched: set[str] = set()
    refitted: list[StoredFact] = []
    for only in onlys:
        article_id, kind, folded = only.split(":", 2)
        refitted += _facts(
            db, "article_id = ? AND kind = ? AND folded = ?", [int(article_id), kind, folded]
        )
    # Whose speaker is the oldest comes first: the form that facts come to share is theirs.
    refitted.sort(key=lambda stored: (stored.speaker_id or 0, stored.id))
    for stored in refitted:
        touched |= _leave(db, stored)
        touched |= _join(db, stored.id, stored.article_id, stored.fact, stored.speaker_id)
        touched |= _blocks_of_fact(db, stored.id)
    if touched:
        settle(db, touched)
    _forget_left(db, refitted)


def _forget_left(db: Database, stored: Iterable[StoredFact]) -> None:
    """Forget the speakers that these facts had, if nobody is them any more."""
    for one in stored:
        (heir,) = db.execute(
            "SELECT speaker_id FROM article_speakers WHERE id = ?", [one.id]
        ).fetchone()
        _forget_if_gone(db, one.speaker_id, one, heir)


def _blocks_of_fact(db: Database, fact_id: int) -> set[str]:
    return {
        row[0]
        for row in db.execute(
            "SELECT block FROM _identity_blocks JOIN article_speakers"
            " ON article_speakers.form_id = _identity_blocks.form_id"
            " WHERE article_speakers.id = ?",
            [fact_id],
        )
    }


def is_linked(db: Database, only: str) -> bool:
    """Whether a person's link names this fact."""
    return bool(_links_of(db, only))


def _links_of(db: Database, only: str) -> list[Link]:
    article_id = int(only.split(":", 1)[0])
    rows = db.execute(
        "SELECT verdict, kind, a_article_id, a_name, b_article_id, b_name FROM identity_links"
        " WHERE withdrawn_at IS NULL AND made_by <> ?"
        " AND (a_article_id = ? OR b_article_id = ?) ORDER BY id",
        [RULE, article_id, article_id],
    ).fetchall()
    links = []
    for verdict, kinds, a_article, a_name, b_article, b_name in rows:
        a_kind, _, b_kind = kinds.partition("/")
        if a_article is None or b_article is None:
            continue
        link = Link(
            only_of(a_article, a_kind, a_name),
            only_of(b_article, b_kind or a_kind, b_name),
            verdict,
        )
        if only in (link.a, link.b):
            links.append(link)
    return links


def _form(db: Database, form: Form) -> tuple[int, int, int | None]:
    """Id, number of articles and speaker of a form, which is made when it is new."""
    signature = _signature(form)
    row = db.execute(
        "SELECT id, articles, speaker_id FROM _identity_forms WHERE signature = ?", [signature]
    ).fetchone()
    if row:
        return cast("tuple[int, int, int | None]", row)
    cursor = db.execute(
        "INSERT INTO _identity_forms (signature, only, articles) VALUES (?, ?, 0)",
        [signature, form.only],
    )
    assert cursor.lastrowid is not None
    db.conn.executemany(
        "INSERT INTO _identity_blocks (block, form_id) VALUES (?, ?)",
        [(block, cursor.lastrowid) for block in sorted(set(blocks(form)))],
    )
    return cursor.lastrowid, 0, None


def _like(db: Database, form: Form) -> tuple[int, str, str] | None:
    """Whose a new form is, the name that he is shown by, and why, where that is known already.

    Most of the many forms of a family name differ in nothing but where they stand. Nobody else
    hangs on a family name alone, so that its block need not be computed again for one more. Should
    something else of the article touch the block, this form is computed with the others.
    """
    if form.kind != "person" or form.only is not None or " " in form.name:
        return None
    # All signatures that begin so: of the same name and offices.
    start = json.dumps(_values_of(form)[:4], ensure_ascii=False, separators=(",", ":"))[:-1]
    for signature, speaker_id, name, why in db.execute(
        "SELECT signature, speaker_id, speakers.name, why FROM _identity_forms AS forms"
        " JOIN identity_links AS links ON links.form_id = forms.id"
        " JOIN speakers ON speakers.id = forms.speaker_id"
        " WHERE signature > ?1 || ',' AND signature < ?1 || '-'"
        " AND made_by = ?2 AND withdrawn_at IS NULL",
        [start, RULE],
    ):
        if is_for_all_outlets(why) and alike(_read_form(signature)) == alike(form):
            return None if _has_linked(db, form) else (speaker_id, name, why)
    return None


def _has_linked(db: Database, form: Form) -> bool:
    """Whether people's links name forms in the block of this one."""
    return any(
        db.execute(
            "SELECT 1 FROM _identity_forms AS forms WHERE only > '' AND EXISTS ("
            "SELECT 1 FROM _identity_blocks WHERE block = ? AND form_id = forms.id) LIMIT 1",
            [block],
        ).fetchone()
        for block in blocks(form)
    )


def _signature(form: Form) -> str:
    return json.dumps(_values_of(form), ensure_ascii=False, separators=(",", ":"))


def _values_of(form: Form) -> list[object]:
    return [getattr(form, field.name) for field in fields(form) if field.init]


@lru_cache(maxsize=50_000)
def _read_form(signature: str) -> Form:
    decoded: list[Any] = _decoded(signature)[0]
    values: list[Any] = [tuple(v) if isinstance(v, list) else v for v in decoded]
    return Form(*values)


# ---------------------------------------------------------------- settling


def settle(db: Database, touched: Collection[str]) -> None:
    """Compute who is who in these blocks, and in all that hang together with them."""
    forms, links = _component(db, touched)
    if not forms:
        return
    numbers = sorted(forms)
    outlets: dict[int, list[str]] = defaultdict(list)
    for number, outlet in db.execute(
        "SELECT form_id, outlet FROM _form_outlets"
        " WHERE form_id IN (SELECT value FROM json_each(?)) ORDER BY form_id, outlet",
        [json.dumps([number for number in numbers if _is_in_outlets(forms[number][0])])],
    ):
        outlets[number].append(outlet)
    counted = [
        Counted(forms[number][0], forms[number][1], tuple(outlets[number])) for number in numbers
    ]
    clusters = partition(counted, links)
    owners = _owners(clusters, numbers, forms, {link.b for link in links if link.verdict != "same"})
    changed: dict[int, set[int]] = defaultdict(set)
    # New numbers go by when a form was first seen, as the text has them.
    for cluster, owner in sorted(
        zip(clusters, owners, strict=True), key=lambda pair: min(pair[0].members)
    ):
        speaker_id = owner
        if speaker_id is None:
            speaker_id = _empty_speaker(db, [numbers[index] for index in cluster.members])
        for index in cluster.members:
            number = numbers[index]
            if forms[number][2] != speaker_id:
                changed[speaker_id].add(number)
    given = {number: new for new, some in changed.items() for number in some}
    left = {old: number for number in given if (old := forms[number][2]) is not None}
    last = {old: _facts(db, "form_id = ?", [number])[0] for old, number in left.items()}
    for number, speaker_id in sorted(given.items()):
        _move_form(db, number, speaker_id)
    final = {number: forms[number][2] or 0 for number in numbers} | given
    for old in sorted(left):
        heirs: Counter[int] = Counter()
        for number in given:
            if forms[number][2] == old:
                heirs[final[number]] += forms[number][1]
        _recount(db, old)
        _forget_if_gone(db, old, last[old], min(heirs, key=lambda id_: (-heirs[id_], id_)))
    for speaker_id in sorted({*left, *changed}):
        _show(db, speaker_id)
    _explain(db, clusters, numbers, final)
    _tell_groups(db, [number for number in given if forms[number][2] is not None])


def _is_in_outlets(form: Form) -> bool:
    """Whether the outlets of a form are counted beside it, not told by the form itself."""
    return form.kind == "person" and form.outlet is None


def _tell_groups(db: Database, forms: Sequence[int]) -> None:
    """Quotations that have their speaker from the same words elsewhere follow who it is."""
    if forms:
        rows = db.execute(
            "SELECT DISTINCT group_id FROM quotes WHERE group_id IS NOT NULL"
            " AND article_speaker_id IN (SELECT id FROM article_speakers"
            " WHERE form_id IN (SELECT value FROM json_each(?)))",
            [json.dumps(list(forms))],
        )
        fill_from_groups(db, [row[0] for row in rows.fetchall()])


def _component(
    db: Database, touched: Collection[str]
) -> tuple[dict[int, tuple[Form, int, int | None]], list[Link]]:
    """The forms, their numbers of articles and speakers, that blocks and links hang together."""
    forms: dict[int, tuple[Form, int, int | None]] = {}
    links: dict[Link, None] = {}
    seen: set[str] = set()
    waiting = sorted(touched)
    while waiting:
        block = waiting.pop()
        if block in seen:
            continue
        seen.add(block)
        rows = db.execute(
            "SELECT id, signature, articles, speaker_id, only FROM _identity_blocks"
            " CROSS JOIN _identity_forms ON id = form_id WHERE block = ?",
            [block],
        )
        for number, signature, articles, speaker_id, only in rows.fetchall():
            if number in forms:
                continue
            form = _read_form(signature)
            forms[number] = (form, articles, speaker_id)
            others = blocks(form) if form.names else ()
            if len(others) > 1:
                waiting += [other for other in others if other not in seen]
            for link in _links_of(db, only) if only else ():
                links[link] = None
                for end in (link.a, link.b):
                    waiting += [other for other in _blocks_of_only(db, end) if other not in seen]
    present = {form.only for form, _, _ in forms.values() if form.only}
    return forms, [link for link in links if link.a in present and link.b in present]


def _blocks_of_only(db: Database, only: str) -> list[str]:
    return [
        row[0]
        for row in db.execute(
            "SELECT block FROM _identity_blocks JOIN _identity_forms"
            " ON _identity_forms.id = form_id WHERE only = ?",
            [only],
        )
    ]


def _owners(
    clusters: Sequence[Cluster],
    numbers: Sequence[int],
    forms: dict[int, tuple[Form, int, int | None]],
    leaving: Collection[str],
) -> list[int | None]:
    """Which known speaker's id each cluster keeps: full names first, then most articles.

    Of two that are parted, the one that stays comes before the one that is ``leaving``.
    """
    shares: Counter[tuple[int, int]] = Counter()
    parted: Counter[int] = Counter()
    bare: dict[int, bool] = {}
    for place, cluster in enumerate(clusters):
        some = [forms[numbers[index]][0] for index in cluster.members]
        bare[place] = all(form.kind == "person" and " " not in form.name for form in some)
        for index in cluster.members:
            form, articles, speaker_id = forms[numbers[index]]
            parted[place] += form.only in leaving
            if speaker_id is not None:
                shares[place, speaker_id] += articles
    owners: list[int | None] = [None] * len(clusters)
    taken: set[int] = set()

    def rank(pair: tuple[int, int]) -> tuple[bool, int, int, int, int]:
        place, speaker_id = pair
        return (bare[place], -shares[pair], parted[place], speaker_id, place)

    for place, speaker_id in sorted(shares, key=rank):
        if owners[place] is None and speaker_id not in taken:
            owners[place] = speaker_id
            taken.add(speaker_id)
    return owners


def _move_form(db: Database, form_id: int, speaker_id: int) -> None:
    db.execute(
        "UPDATE quotes SET speaker_id = ? WHERE article_speaker_id IN"
        " (SELECT id FROM article_speakers WHERE form_id = ?)",
        [speaker_id, form_id],
    )
    db.execute(
        "UPDATE article_speakers SET speaker_id = ? WHERE form_id = ?", [speaker_id, form_id]
    )
    db.execute("UPDATE _identity_forms SET speaker_id = ? WHERE id = ?", [speaker_id, form_id])
    for stored in _facts(db, "form_id = ?", [form_id]):
        _count(db, speaker_id, stored.fact, 1)


def _assign(db: Database, fact_id: int, form_id: int | None, speaker_id: int | None) -> None:
    db.execute(
        "UPDATE article_speakers SET form_id = ?, speaker_id = ? WHERE id = ?",
        [form_id, speaker_id, fact_id],
    )
    db.execute(
        "UPDATE quotes SET speaker_id = ? WHERE article_speaker_id = ?", [speaker_id, fact_id]
    )


def _new_speaker(db: Database, fact: Fact, article_id: int) -> int:
    """A row for a fact that is nobody's across articles."""
    row = db.execute(
        "SELECT speaker_id FROM _speakers_gone WHERE article_id = ? AND kind = ? AND folded = ?",
        [article_id, fact.kind, fold(fact.name)],
    ).fetchone()
    return _make_speaker(db, row[0] if row else None)


def _empty_speaker(db: Database, forms: Sequence[int]) -> int:
    """A row for facts of these forms, with the id that one of them had before if there is one."""
    (before,) = db.execute(
        "SELECT min(gone.speaker_id) FROM article_speakers AS facts JOIN _speakers_gone AS gone"
        " ON gone.article_id = facts.article_id AND gone.kind = facts.kind"
        " AND gone.folded = facts.folded"
        " WHERE facts.form_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(forms))],
    ).fetchone()
    return _make_speaker(db, before)


def _make_speaker(db: Database, before: int | None) -> int:
    """A new row with the id ``before``, or one that nobody had: links to who is gone must not
    lead to somebody else."""
    if before is not None:
        db.execute("DELETE FROM _speakers_gone WHERE speaker_id = ?", [before])
        db.execute("DELETE FROM _speaker_moves WHERE old_id = ?", [before])
        number = before
    else:
        (number,) = db.execute(
            "SELECT 1 + max(coalesce((SELECT max(id) FROM speakers), 0),"
            " coalesce((SELECT max(speaker_id) FROM _speakers_gone), 0))"
        ).fetchone()
    db.execute("INSERT INTO speakers (id, name, kind) VALUES (?, '', 'person')", [number])
    return number


def _is_there(db: Database, speaker_id: int) -> bool:
    return db.execute("SELECT 1 FROM speakers WHERE id = ?", [speaker_id]).fetchone() is not None


def _is_free(db: Database, speaker_id: int) -> bool:
    """Whether no fact is of this speaker, but the row is still there."""
    (there,) = db.execute(
        "SELECT EXISTS (SELECT 1 FROM speakers WHERE id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM _identity_forms WHERE speaker_id = ?1)"
        " AND (SELECT count(*) FROM article_speakers WHERE speaker_id = ?1) <= 1",
        [speaker_id],
    ).fetchone()
    return bool(there)


def _forget_if_gone(
    db: Database, speaker_id: int | None, last: StoredFact | None, heir: int | None = None
) -> None:
    """Delete a speaker of whom no article speaks any more; links to it lead to ``heir``.

    Should ``last``, a fact that it had, come back, it gets this id again.
    """
    if speaker_id is None or heir == speaker_id:
        return
    (used,) = db.execute(
        "SELECT EXISTS (SELECT 1 FROM article_speakers WHERE speaker_id = ?1)"
        " OR EXISTS (SELECT 1 FROM _identity_forms WHERE speaker_id = ?1)"
        " OR NOT EXISTS (SELECT 1 FROM speakers WHERE id = ?1)",
        [speaker_id],
    ).fetchone()
    if used:
        return
    if last is not None:
        db.execute(
            "INSERT OR REPLACE INTO _speakers_gone (speaker_id, article_id, kind, folded)"
            " VALUES (?, ?, ?, ?)",
            [speaker_id, last.article_id, last.fact.kind, fold(last.fact.name)],
        )
    if heir is not None:
        db.execute(
            "INSERT OR REPLACE INTO _speaker_moves (old_id, new_id) VALUES (?, ?)",
            [speaker_id, heir],
        )
        db.execute("UPDATE _speaker_moves SET new_id = ? WHERE new_id = ?", [heir, speaker_id])
    # Those who have their speaker from the same words elsewhere.
    db.execute("UPDATE quotes SET speaker_id = ? WHERE speaker_id = ?", [heir, speaker_id])
    db.execute("DELETE FROM speaker_names WHERE speaker_id = ?", [speaker_id])
    db.execute("DELETE FROM speaker_titles WHERE speaker_id = ?", [speaker_id])
    db.execute("DELETE FROM speakers WHERE id = ?", [speaker_id])


# ---------------------------------------------------------------- names and titles shown


def _count(db: Database, speaker_id: int, fact: Fact, change: int) -> None:
    """Count the names and titles of a fact for its speaker, or take them out again."""
    names = list(dict.fromkeys((fact.name, *fact.names)))
    if change > 0:
        db.conn.executemany(
            "INSERT INTO speaker_names (speaker_id, name, folded, key, articles)"
            " VALUES (?, ?, ?, ?, 1)"
            " ON CONFLICT (speaker_id, name) DO UPDATE SET articles = articles + 1",
            [(speaker_id, name, fold(name), name_key(name, fact.kind)) for name in names],
        )
        db.conn.executemany(
            "INSERT INTO speaker_titles (speaker_id, title, articles, first, last)"
            " VALUES (?1, ?2, 1, ?3, ?3) ON CONFLICT (speaker_id, title) DO UPDATE SET"
            " articles = articles + 1, first = min(coalesce(first, ?3), coalesce(?3, first)),"
            " last = max(coalesce(last, ?3), coalesce(?3, last))",
            [(speaker_id, title, fact.date) for title in dict.fromkeys(fact.titles)],
        )
        return
    for counted, column, values in (
        ("speaker_names", "name", names),
        ("speaker_titles", "title", list(dict.fromkeys(fact.titles))),
    ):
        db.conn.executemany(
            f"UPDATE {counted} SET articles = articles - 1 WHERE speaker_id = ? AND {column} = ?",
            [(speaker_id, value) for value in values],
        )
        db.execute(f"DELETE FROM {counted} WHERE speaker_id = ? AND articles < 1", [speaker_id])


def _recount(db: Database, speaker_id: int) -> None:
    """Count all names and titles of a speaker from the facts."""
    db.execute("DELETE FROM speaker_names WHERE speaker_id = ?", [speaker_id])
    db.execute("DELETE FROM speaker_titles WHERE speaker_id = ?", [speaker_id])
    kinds: dict[str, tuple[str, int]] = {}
    for name, kind, articles in db.execute(
        "SELECT name, kind, count(DISTINCT id) FROM ("
        " SELECT json_each.value AS name, kind, article_speakers.id AS id FROM article_speakers,"
        " json_each(names) WHERE speaker_id = ?1"
        " UNION SELECT name, kind, id FROM article_speakers WHERE speaker_id = ?1"
        ") GROUP BY name, kind",
        [speaker_id],
    ):
        kinds[name] = (kind, kinds.get(name, ("", 0))[1] + articles)
    db.conn.executemany(
        "INSERT INTO speaker_names (speaker_id, name, folded, key, articles)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (speaker_id, name, fold(name), name_key(name, kind), articles)
            for name, (kind, articles) in kinds.items()
        ],
    )
    db.execute(
        "INSERT INTO speaker_titles (speaker_id, title, articles, first, last)"
        " SELECT ?1, json_each.value, count(DISTINCT article_speakers.id), min(date), max(date)"
        " FROM article_speakers, json_each(titles) WHERE speaker_id = ?1 GROUP BY json_each.value",
        [speaker_id],
    )


def _show(db: Database, speaker_id: int) -> None:
    """Name, kind and title of a speaker, as most articles and then people have it."""
    names: dict[str, int] = dict(
        db.execute(
            "SELECT name, articles FROM speaker_names WHERE speaker_id = ?", [speaker_id]
        ).fetchall()
    )
    if not names:
        return
    kind, other = db.execute(  # each by one look into the index, however many facts there are
        "SELECT (SELECT min(kind) FROM article_speakers WHERE speaker_id = ?1),"
        " (SELECT max(kind) FROM article_speakers WHERE speaker_id = ?1)",
        [speaker_id],
    ).fetchone()
    if kind != other:
        (kind,) = db.execute(
            "SELECT kind FROM article_speakers WHERE speaker_id = ?"
            " GROUP BY kind ORDER BY count(*) DESC, kind LIMIT 1",
            [speaker_id],
        ).fetchone()
    titles = [
        TitleUse(*row)
        for row in db.execute(
            "SELECT title, articles, first, last FROM speaker_titles WHERE speaker_id = ?"
            " ORDER BY title",
            [speaker_id],
        )
    ]
    said = _overridden(db, speaker_id)
    title = said.get("title", shown_title(titles))
    uses = {use.title: use.last for use in titles}
    db.execute(
        "UPDATE speakers SET name = ?, kind = ?, title = ?, title_date = ? WHERE id = ?",
        [
            said.get("name") or shown_name(names, kind),
            said.get("kind") or kind,
            title or None,
            uses.get(title or ""),
            speaker_id,
        ],
    )


def _overridden(db: Database, speaker_id: int) -> dict[str, Any]:
    """The name, title or kind that a person gave a speaker; the latest word counts."""
    said: dict[str, Any] = {}
    for (after,) in db.execute(
        "SELECT reviews.after FROM"
        " (SELECT DISTINCT folded FROM speaker_names WHERE speaker_id = ?1) AS names"
        " CROSS JOIN reviews ON reviews.name = names.folded"
        " AND reviews.action IN ('rename', 'title', 'kind') AND reviews.undone_at IS NULL"
        " CROSS JOIN article_speakers AS facts ON facts.article_id = reviews.article_id"
        " AND facts.kind = reviews.kind AND facts.folded = reviews.name"
        " AND facts.speaker_id = ?1 ORDER BY reviews.id",
        [speaker_id],
    ):
        said |= json.loads(after)
    return said


def show_again(db: Database, speaker_id: int) -> None:
    """Name, title and kind of a speaker after a person changed or took back one of them."""
    _show(db, speaker_id)


# ---------------------------------------------------------------- reasons


def _explain(
    db: Database, clusters: Sequence[Cluster], numbers: Sequence[int], speakers: dict[int, int]
) -> None:
    """Keep why each form is where it is as links, and whom an ambiguous one could be."""
    heads: dict[int, tuple[str, str | None]] = {
        id_: (name, candidates)
        for id_, name, candidates in db.execute(
            "SELECT id, name, candidates FROM speakers"
            " WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(sorted(set(speakers.values())))],
        )
    }
    known: dict[int, tuple[int, str, str]] = {
        form_id: (id_, name, why)
        for id_, form_id, name, why in db.execute(
            "SELECT id, form_id, b_name, why FROM identity_links WHERE made_by = ?"
            " AND withdrawn_at IS NULL AND form_id IN (SELECT value FROM json_each(?))",
            [RULE, json.dumps(list(numbers))],
        )
    }
    for cluster in clusters:
        speaker_id = speakers[numbers[cluster.members[0]]]
        name, before = heads[speaker_id]
        others = sorted({speakers[numbers[index]] for index in cluster.candidates} - {speaker_id})
        candidates = json.dumps(others) if others else None
        if candidates != before:
            db.execute("UPDATE speakers SET candidates = ? WHERE id = ?", [candidates, speaker_id])
        for index in cluster.members:
            number = numbers[index]
            if index in cluster.reasons or number in known:
                _explain_form(db, number, name, cluster.reasons.get(index), known.get(number))


def _explain_form(
    db: Database, form_id: int, name: str, why: str | None, known: tuple[int, str, str] | None
) -> None:
    if known and known[1:] == (name, why):
        return
    if known:
        # A reading of the rules: the next one takes its place. What people said is kept.
        db.execute("DELETE FROM identity_links WHERE id = ?", [known[0]])
    if why is None:
        return
    row = db.execute(
        "SELECT name, kind FROM article_speakers WHERE form_id = ? ORDER BY name LIMIT 1", [form_id]
    ).fetchone()
    if row and row[0] != name:
        db.execute(
            "INSERT INTO identity_links (verdict, kind, a_name, b_name, form_id, made_by, why,"
            " made_at) VALUES ('same', ?, ?, ?, ?, ?, ?, ?)",
            [row[1], row[0], name, form_id, RULE, why, now()],
        )


# ---------------------------------------------------------------- all of it


def is_computed(db: Database) -> bool:
    """Whether the speakers are as this version of the program computes them."""
    row = db.execute("SELECT value FROM _state WHERE name = 'identity'").fetchone()
    return row is not None and row[0] == VERSION


def compute_all(db: Database) -> None:
    """Compute the identity of every fact anew; ids stay where the speakers do."""
    rows = db.execute("SELECT id FROM article_speakers ORDER BY id").fetchall()
    db.execute("DELETE FROM identity_links WHERE made_by = ?", [RULE])
    db.execute("UPDATE article_speakers SET form_id = NULL")
    db.execute("DELETE FROM _identity_blocks")
    db.execute("DELETE FROM _form_outlets")
    db.execute("DELETE FROM _identity_forms")
    alone: Counter[int] = Counter()
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for (number,) in rows:
        (stored,) = _facts(db, "id = ?", [number])
        only = only_of(stored.article_id, stored.fact.kind, stored.fact.name)
        linked = is_linked(db, only)
        if is_own(stored.fact) and not linked:
            # Its row may be shared with others, in a database of before: the first keeps it.
            speaker_id = stored.speaker_id or _new_speaker(db, stored.fact, stored.article_id)
            alone[speaker_id] += 1
            if alone[speaker_id] > 1:
                speaker_id = _new_speaker(db, stored.fact, stored.article_id)
            _assign(db, number, None, speaker_id)
            continue
        form = form_of(stored.fact, only if linked or is_own(stored.fact) else None)
        form_id, _, _ = _form(db, form)
        db.execute("UPDATE _identity_forms SET articles = articles + 1 WHERE id = ?", [form_id])
        _count_outlet(db, form_id, stored.fact, 1)
        db.execute("UPDATE article_speakers SET form_id = ? WHERE id = ?", [form_id, number])
        if stored.speaker_id is not None:
            votes[form_id][stored.speaker_id] += 1
    for form_id, speakers in votes.items():
        # Facts of one form may come from several rows: the one with most of them is kept.
        best = min(speakers, key=lambda id_: (-speakers[id_], id_))
        _move_form(db, form_id, best)
    touched = {row[0] for row in db.execute("SELECT DISTINCT block FROM _identity_blocks")}
    while touched:
        block = min(touched)
        forms, _ = _component(db, [block])
        settle(db, [block])
        touched -= {other for form, _, _ in forms.values() for other in blocks(form)} | {block}
    for (speaker_id,) in db.execute("SELECT id FROM speakers ORDER BY id").fetchall():
        (used,) = db.execute(
            "SELECT EXISTS (SELECT 1 FROM article_speakers WHERE speaker_id = ?)", [speaker_id]
        ).fetchone()
        if used:
            _recount(db, speaker_id)
            _show(db, speaker_id)
        else:
            _forget_if_gone(db, speaker_id, None)
    db.execute("INSERT OR REPLACE INTO _state (name, value) VALUES ('identity', ?)", [VERSION])
