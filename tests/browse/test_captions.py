"""What stands above an article is not said again in its body, and captions look like captions."""

from __future__ import annotations

from pathlib import Path

from quotes.browse.article import article
from quotes.store import opened, write_article
from quotes.types import Article

TEXT = (
    "World\n\nEnvoys leave for the northern harbour\n\n"
    "Envoys at the harbour gate on Monday, in a file photo.\n(Ivy Stone/Ellery Post)\n\n"
    "By Jane Hill Ellery Post\n\n"
    "The envoys left on Monday for the northern harbour, where they are to stay for a week.\n\n"
    "They will meet the harbour master, and nobody else, before they come back to the town.\n"
)


def test_labels_bylines_and_captions(tmp_path: Path) -> None:
    with opened(tmp_path / "quotes.db", write=True) as db:
        entry = Article(TEXT, title="Envoys leave for the northern harbour", byline="Jane Hill")
        number = write_article(db, entry, ()).article_id
        row = next(iter(db.query("SELECT * FROM articles WHERE id = ?", [number])))
        page = article(db, row)
    assert page is not None
    lines = [(line.text.strip(), line.is_caption) for line in page.paragraphs]
    assert not any("Jane Hill" in text or text == entry.title for text, _ in lines)
    assert next(text for text, aside in lines if aside) == "World"
    assert ("(Ivy Stone/Ellery Post)", True) in lines
    assert [aside for text, aside in lines if text.startswith(("The envoys", "They will"))] == [
        False,
        False,
    ]
