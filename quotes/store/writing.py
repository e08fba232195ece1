"""One article and its quotations into the database, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from sqlite_utils import Database

from quotes.reviews import Found
from quotes.store.article_quotations import (
    check,
    live_quotations,
    machine_quotations,
    put_quotations,
    with_known_ids,
)
from quotes.store.articles import fill_in, insert_article, known, news_of, supersede
from quotes.store.opening import writing
from quotes.types import Article, AttributedQuotation

Status = Literal["new", "changed", "known"]


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What :func:`write_article` did; ``quotations`` is 0 for an article already there."""

    article_id: int
    status: Status
    quotations: int
    lost: int = 0
    """Corrections whose words are not in the article any more."""

    @property
    def new(self) -> bool:
        """Whether the article was not there before."""
        return self.status == "new"


def is_stored(db: Database, article: Article) -> bool:
    """Whether an article with the same words is in the database, and nothing is to be read."""
    found = known(db, article)
    return found is not None and found.same


def write_article(
    db: Database, article: Article, quotations: Sequence[AttributedQuotation]
) -> WriteResult:
    """Store ``article`` with its quotations in one transaction.

    An article whose words are already stored changes nothing, but may add what
    it says of itself. An edited text of a stored article takes its place; what
    people corrected is carried over. Raises ``ValueError`` when a span does not
    hold the text it claims, and ``sqlite3.Error``; in both cases nothing of the
    article is stored.
    """
    for quotation in quotations:
        check(quotation, article.text)
    found = known(db, article)
    if found is not None and found.same and not news_of(db, found.id, article):
        return WriteResult(found.id, "known", 0)
    with writing(db):
        # Again, for another program may have stored it just now.
        found = known(db, article)
        if found is not None and found.same:
            fill_in(db, found.id, article)
            return WriteResult(found.id, "known", 0)
        if found is None:
            number = insert_article(db, article)
            new = [Found(None, replace(one, linking=None)) for one in quotations]
        else:
            number = found.id
            records = [
                {"id": id_, "reviewed": reviewed, **asdict(one)}
                for id_, one, reviewed in live_quotations(db, number)
            ]
            new = with_known_ids(machine_quotations(db, number), quotations)
            supersede(db, number, article, records)
        live = put_quotations(db, number, article, new)
        (lost,) = db.execute(
            "SELECT count(*) FROM reviews WHERE article_id = ? AND lost AND undone_at IS NULL",
            [number],
        ).fetchone()
    return WriteResult(number, "new" if found is None else "changed", len(live), lost)
