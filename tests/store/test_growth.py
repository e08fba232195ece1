"""What an article costs does not grow with what the database holds.

Counted in steps of SQLite's virtual machine, which are the same on every machine.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlite_utils import Database

from quotes.store import write_article

TEXT = "“We will open the bridge when the engineers have tested it,” John Kirby said. It is {} now."
MANY = 3_000


def steps(db: Database, make: SimpleNamespace, number: int) -> int:
    """So many steps (in tens) it takes to store one more article of John Kirby."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    article, found = make.entry(
        TEXT.format(number),
        ("We will open the bridge when the engineers have tested it,", make.kirby),
    )
    db.conn.set_progress_handler(count, 10)
    try:
        write_article(db, article, found)
    finally:
        db.conn.set_progress_handler(None, 0)
    return counted


@pytest.mark.parametrize(
    "rows",
    [
        "INSERT INTO identity_links (verdict, kind, a_name, b_name, made_by, why, made_at)"
        " SELECT 'same', 'person', 'x', 'y', 'rule', 'r', 'now' FROM numbers",
        "INSERT INTO article_speakers (article_id, name, kind, names, titles, folded, speaker_id)"
        " SELECT 1, 'John Kirby', 'person', '[]', '[]', 'k' || n, 1 FROM numbers",
        "INSERT INTO reviews (action, article_id, kind, name, after, reviewed_at)"
        " SELECT 'rename', 1, 'person', 'n' || n, '{}', 'now' FROM numbers",
        'INSERT INTO quotes (article_id, speaker_id, type, text, start, "end", spans, confidence)'
        " SELECT 1, 1, 'direct', 'x' || n, 0, 1, '[[0, 1]]', 0.5 FROM numbers",
    ],
    ids=["links", "facts of the speaker", "renamed speakers", "quotations of the speaker"],
)
def test_what_an_article_costs_does_not_grow(
    db: Database, make: SimpleNamespace, rows: str
) -> None:
    # Between the fourth article and the eighth no count crosses a power of two, which is when
    # it is asked again who is who.
    before = [steps(db, make, number) for number in range(1, 6)][-1]
    db.execute(
        f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers"
        f" WHERE n < {MANY}) {rows}"
    )
    db.conn.commit()
    assert steps(db, make, 6) < 1.2 * before
