"""Datasette's own tables, for who wants rows and SQL: cells that lead to pages, and labels."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from . import wording

#: Characters of a cell that is a link.
_LONGEST_LABEL = 2000

#: The fields of Datasette's filters, which have no labels of their own.
_FIELDS = (
    ('<select name="_filter_column', "Column"),
    ('<select name="_filter_op', "Comparison"),
    ('<input type="text" name="_filter_value', "Value"),
    ('<select name="_sort"', "Order"),
)


def labelled(page: Markup) -> Markup:
    """The page of a table, its filters with labels for those who do not see them."""
    text = str(page)
    for field, label in _FIELDS:
        tag, _, rest = field.partition(" ")
        text = text.replace(field, f'{tag} aria-label="{label}" {rest}')
    return Markup(text.replace("<h3>", "<h2>").replace("</h3>", "</h2>"))


def cell(
    datasette: Any, database: str, table: str | None, row: Any, column: str, value: Any
) -> Markup | None:
    """A cell as a reader has it: names and words lead to their pages; ``None`` leaves it."""
    if value is None or isinstance(value, dict):
        return None
    columns = set(row.keys())
    if column == "confidence" and isinstance(value, float):
        return Markup('<span title="{}">{}</span>').format(value, wording.percent(value))
    if column == "reviewed":
        return escape("by a person" if value in (1, "1") else "")
    if column in ("date", "first_date", "published") and isinstance(value, str):
        return escape(wording.readable_date(value))
    if column == "speaker" and "speaker_id" in columns:
        return _link(datasette, database, "speakers", row["speaker_id"], value)
    if (table, column) in (("articles", "title"), ("speakers", "name")):
        return _link(datasette, database, str(table), row["id"], value)
    if column == "article_title" and "article_id" in columns:
        return _link(datasette, database, "articles", row["article_id"], value)
    if (table, column) == ("quote_groups", "text"):
        return _link(datasette, database, "quote_groups", row["id"], value)
    if (table, column) == ("article_versions", "title"):
        return _link(datasette, database, "article_versions", row["id"], value)
    if column == "words" and "group_id" in columns:
        return _link(datasette, database, "quote_groups", row["group_id"], value)
    if column == "text" and {"id", "article_id"} <= columns:
        return _link(
            datasette, database, "articles", row["article_id"], value, fragment=f"#q{row['id']}"
        )
    return None


def _link(
    datasette: Any, database: str, table: str, number: object, label: object, fragment: str = ""
) -> Markup | None:
    if isinstance(number, dict):  # a foreign key that Datasette has given its label
        number = number["value"]
    if not isinstance(number, int):
        return None
    href = f"{datasette.urls.row(database, table, number)}{fragment}"
    text = str(label)
    shown = text if len(text) <= _LONGEST_LABEL else text[:_LONGEST_LABEL] + "…"
    return Markup('<a href="{}">{}</a>').format(href, shown)
