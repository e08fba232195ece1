"""A small database, written as the schema has it, with hostile text in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from datasette.version import __version_info__
from sqlite_utils import Database

from quotes.store.counting import recount
from quotes.store.migrations import migrations

from .alphas import expected


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the alphas of Datasette 1.0 some tests here are known to fail; all others are to pass."""
    if int(__version_info__[0]) < 1:
        return
    for item in items:
        reason = expected(item.name) if item.path.parent == Path(__file__).parent else None
        if reason is not None:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=False))


HARBOR = (
    "“The harbour will stay open,” said Ada Lindqvist, the harbour master.\n\n"
    "She said that no ship had been turned away. “We asked,” she added, “for more time.”\n\n"
    "“Time is short.”\n"
)
EVENING = (
    "The council called the plan “reckless & late.”\n"
    "“The harbour will stay open,” Lindqvist told the council.\n"
)
HOSTILE = (
    "<script>alert(1)</script> & <b>bold</b>\n"
    "“<img src=x onerror=alert(2)>,” said <script>Mallory</script>.\n"
    '“It was "quoted" & ‘nested’,” a source said.\n'
)
MALLORY = "<script>Mallory</script>"


class Writer:
    """Rows by hand, so that these tests need neither the pipeline nor the store's writer."""

    def __init__(self, path: Path) -> None:
        self.db = Database(path)
        migrations.apply(self.db)

    def article(self, text: str, **columns: str | None) -> int:
        row = {
            "sha256": str(hash(text)),
            "text": text,
            "word_count": len(text.split()),
            "ingested_at": "2024-03-02T10:00:00",
            **columns,
        }
        return int(self.db["articles"].insert(row).last_pk)

    def speaker(self, name: str, kind: str, title: str | None, *aliases: str) -> int:
        row = {"name": name, "kind": kind, "title": title}
        number = int(self.db["speakers"].insert(row).last_pk)
        for alias in (name, *aliases):
            self.db["speaker_names"].insert(
                {"speaker_id": number, "name": alias, "folded": alias.lower(), "key": "key"}
            )
        return number

    def quote(
        self,
        article: int,
        speaker: int | None,
        kind: str,
        *stretches: str,
        cue: str | None = None,
        source: str | None = None,
        resolution: str | None = None,
        confidence: float = 0.9,
        group: int | None = None,
        evidence: dict[str, object] | None = None,
    ) -> int:
        text = str(self.db["articles"].get(article)["text"])
        spans = [[text.index(s), text.index(s) + len(s)] for s in stretches]
        row: dict[str, object] = {
            "article_id": article,
            "speaker_id": speaker,
            "group_id": group,
            "type": kind,
            "text": " … ".join(stretches),
            "start": spans[0][0],
            "end": spans[-1][1],
            "spans": json.dumps(spans),
            "resolution": resolution,
            "confidence": confidence,
            "evidence": json.dumps(evidence or {}),
        }
        for name, words in (("cue", cue), ("source", source)):
            if words:
                # The mention nearest to the content, as a reader would point at it.
                places = [i for i in range(len(text)) if text.startswith(words, i)]
                at = min(places, key=lambda i: min(abs(i - spans[0][0]), abs(i - spans[0][1])))
                row |= {name: words, f"{name}_start": at, f"{name}_end": at + len(words)}
        return int(self.db["quotes"].insert(row).last_pk)

    def close(self) -> None:
        recount(self.db)
        self.db.conn.commit()
        self.db.conn.close()


def fill(path: Path) -> None:
    write = Writer(path)
    harbor = write.article(
        HARBOR,
        title="Harbour to stay open",
        byline="By Nils Aro",
        outlet="Harbour Post",
        published="2024-03-01",
        url="https://harbour-post.example/open",
    )
    evening = write.article(
        EVENING, title="Council divided", outlet="Evening Mail", published="2024-03-02T08:00:00"
    )
    hostile = write.article(
        HOSTILE,
        title="<script>alert(3)</script>",
        outlet="<i>Outlet</i>",
        published="<u>soon</u>",
        url="javascript:alert(4)",
    )
    ada = write.speaker("Ada Lindqvist", "person", "harbour master", "Lindqvist")
    council = write.speaker("the council", "organization", None)
    mallory = write.speaker(MALLORY, "person", "<b>title</b>", "<script>M</script>")
    write.db["quote_groups"].insert({"id": 1, "text": "The harbour will stay open,"})
    open_words = "The harbour will stay open,"
    write.quote(
        harbor, ada, "direct", open_words,
        cue="said", source="Ada Lindqvist, the harbour master", resolution="name", group=1,
    )  # fmt: skip
    write.quote(
        harbor, ada, "indirect", "no ship had been turned away",
        cue="said", source="She", resolution="pronoun", confidence=0.81,
        evidence={
            "rule": "the only woman named before",
            "chain": [{"text": "She", "start": 71, "end": 74}, {"text": "Ada Lindqvist"}],
            "runner_up": MALLORY,
            "runner_up_share": 0.31,
            "other_source": {"text": "the council", "start": 3, "end": 9},
            "other_source_share": 0.12,
            "linked": 0.9,
            "attributed": 0.9,
            "reasons": [
                {"text": "there is a cue", "weight": 0.7},
                {"text": "the source is a <b>pronoun</b>", "weight": -0.4},
            ],
        },
    )  # fmt: skip
    write.quote(
        harbor, ada, "direct", "We asked,", "for more time.",
        cue="added", source="she", resolution="pronoun",
    )  # fmt: skip
    write.quote(harbor, ada, "direct", "Time is short.", resolution="implicit", confidence=0.41)
    write.quote(
        evening, council, "mixed", "the plan “reckless & late.”",
        cue="called", source="The council", resolution="name",
    )  # fmt: skip
    write.quote(
        evening, ada, "direct", open_words,
        cue="told", source="Lindqvist", resolution="name", group=1,
    )  # fmt: skip
    write.quote(
        hostile, mallory, "direct", "<img src=x onerror=alert(2)>,",
        cue="said", source=MALLORY, resolution="name",
    )  # fmt: skip
    write.quote(
        hostile, None, "direct", 'It was "quoted" & ‘nested’,',
        cue="said", source="a source", resolution="nominal", confidence=0.3,
    )  # fmt: skip
    write.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of three articles, four of whose quotations are Ada Lindqvist's own."""
    path = tmp_path_factory.mktemp("browse") / "harbour news.db"
    fill(path)
    return path


BRIDGE = "The new bridge across the river will be open to everybody before the first snow falls"


def corrected(path: Path) -> None:
    """What people and other articles add, through the store's own functions.

    Article 1 was edited once and has all the corrections; article 2 gives its
    words to somebody else, article 3 to nobody, and article 5 has the words of
    article 4, whose speaker it is given. Speaker 5 was merged into speaker 1.
    """
    from quotes.store import opened, write_article
    from quotes.store.reviewing import merge, review_quotation
    from quotes.types import Article, AttributedQuotation, Evidence, Mention, Speaker

    def quoted(text: str, words: str, name: str | None, title: str | None) -> AttributedQuotation:
        start = text.index(words)
        source = Mention.of(text, text.index(name), text.index(name) + len(name)) if name else None
        return AttributedQuotation(
            "direct", words, ((start, start + len(words)),), None, source, 0.8,
            speaker=Speaker(name, "person", title, (), (title,) if title else ()) if name else None,
            resolution="name" if name else None,
            evidence=Evidence("a full name in the article", (source,)) if source else None,
        )  # fmt: skip

    def article(
        number: int, text: str, *said: tuple[str, str | None, str | None]
    ) -> tuple[Article, list[AttributedQuotation]]:
        at = Article(
            text,
            title=f"<i>Article {number}</i>",
            outlet=f"Paper {number}",
            published=f"2026-03-0{number}",
            url=f"https://paper{number}.example/",
        )
        return at, [quoted(text, *one) for one in said]

    ada = ("Ada Lindqvist", "harbour master")
    first = (
        f"“{BRIDGE},” said Ada Lindqvist. “We asked for more time,” she said."
        " “It is late,” she said. “No more questions,” read the sign.{}"
    )
    road = "Peace is a long road and we have only begun to walk on it"
    rest = (
        ("We asked for more time", *ada),
        ("It is late", *ada),
        ("No more questions", None, None),
    )
    with opened(path, write=True) as db:
        for at, said in (
            article(1, first.format(""), (BRIDGE, *ada), *rest),
            article(1, first.format(" Nobody else spoke."), (BRIDGE, *ada), *rest),
            article(
                2, f"“{BRIDGE}, too,” said Olaf Brandt.",
                (f"{BRIDGE}, too", "Olaf Brandt", "mayor of Elverum"),
            ),
            article(3, f"People were told: “{BRIDGE}.”", (BRIDGE, None, None)),
            article(4, f"“{road},” said Cora Vale.", (road, "Cora Vale", "<b>envoy</b>")),
            article(5, f"It ended: “{road}.”", (road, None, None)),
            article(
                6, "“A fine summer,” said Ada Lindqvist-Aro.",
                ("A fine summer", "Ada Lindqvist-Aro", "port director"),
            ),
        ):  # fmt: skip
            write_article(db, at, said)
        ids = {
            row[1]: row[0] for row in db.execute("SELECT id, text FROM quotes WHERE article_id = 1")
        }
        nils = {"speaker": {"name": "Nils Aro", "kind": "person"}}
        who = "Mia <b>K</b>"
        review_quotation(db, ids["We asked for more time"], "speaker", nils, reviewer=who)
        review_quotation(db, ids["It is late"], "accept", {}, reviewer=who)
        review_quotation(db, ids["No more questions"], "not-a-quotation", {}, reviewer=who)
        one, other = (
            db.execute("SELECT id FROM speakers WHERE name = ?", [name]).fetchone()[0]
            for name in ("Ada Lindqvist", "Ada Lindqvist-Aro")
        )
        merge(db, one, other, reviewer=who, note="married")


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that people corrected, with an edited article and the same words twice."""
    path = tmp_path_factory.mktemp("browse") / "corrected.db"
    corrected(path)
    return path


LONG = "Long" * 2500
#: What must never be more than text, wherever it comes from.
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% include 'x' %}",
    "\u202egnirts a",
    "=HYPERLINK(1)",
    "</style></title><script>alert(1)</script>",
    LONG,
)


def hostile(path: Path) -> None:
    """Articles, a speaker, quotations and a group for each payload, in all their fields."""
    write = Writer(path)
    for number, payload in enumerate(PAYLOADS, 1):
        text = f"{payload} said “{payload}, yes” and {payload} left.\n"
        article = write.article(
            text,
            title=payload,
            byline=payload,
            outlet=payload,
            published=payload,
            url=payload,
            path=payload,
        )
        speaker = write.speaker(payload, "person", payload, f"{payload}x")
        write.db["quote_groups"].insert({"id": number, "text": payload})
        write.db["speaker_titles"].insert(
            {"speaker_id": speaker, "title": payload, "articles": 1, "first": payload,
             "last": payload}
        )  # fmt: skip
        evidence: dict[str, object] = {
            "rule": payload,
            "chain": [{"text": payload, "start": 0, "end": 1}],
            "runner_up": payload,
            "runner_up_share": 0.4,
            "reasons": [{"text": payload, "weight": 1}],
        }
        again = write.article(f"{text} Again.", title=payload, outlet=payload, published=payload)
        for at in (again, article):
            quote = write.quote(
                at, speaker, "direct", f"{payload}, yes", cue=payload, source=payload,
                resolution="name", group=number, evidence=evidence,
            )  # fmt: skip
        write.db["reviews"].insert(
            {"action": "speaker", "article_id": article, "quote_id": quote, "reviewer": payload,
             "reviewed_at": payload, "note": payload, "name": payload,
             "anchor": json.dumps([{"exact": payload}]),
             "before": json.dumps({"speaker": {"name": payload}})}
        )  # fmt: skip
        write.db["quotes"].update(quote, {"reviewed": 1})
        write.db["identity_links"].insert(
            {"verdict": "not the same", "a_name": payload, "a_article_id": article,
             "b_name": payload, "made_by": payload, "why": payload, "made_at": payload}
        )  # fmt: skip
        write.db["article_speakers"].insert(
            {"article_id": article, "speaker_id": speaker, "name": payload, "kind": "person",
             "names": "[]", "titles": "[]", "folded": payload}
        )  # fmt: skip
        write.db["article_versions"].insert(
            {"article_id": article, "sha256": "x", "title": payload, "byline": payload,
             "outlet": payload, "published": payload, "text": text, "word_count": 3,
             "ingested_at": payload, "replaced_at": payload,
             "quotations": json.dumps([{"id": 1, "type": "direct", "spans": [[0, 3]],
                                        "speaker": {"name": payload}}])}
        )  # fmt: skip
    write.close()


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every payload in every field."""
    path = tmp_path_factory.mktemp("browse") / "attacked.db"
    hostile(path)
    return path
