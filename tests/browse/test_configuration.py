from __future__ import annotations

from pathlib import Path
from shutil import copy

from datasette.app import Datasette
from datasette.utils import parse_metadata

from quotes.browse import configuration

ROOT = Path(__file__).parents[2]
BROWSE = ROOT / "quotes" / "browse"


def test_the_db_folder_has_the_same_configuration() -> None:
    for name in ("metadata.yml", "settings.json"):
        assert (ROOT / "db" / name).read_bytes() == (BROWSE / name).read_bytes(), name


def test_metadata_is_a_fresh_copy_under_the_names_asked_for() -> None:
    first = configuration.metadata(["a", "b"])
    assert set(first["databases"]) == {"a", "b"}
    first["databases"]["a"]["tables"].clear()
    assert first["databases"]["b"]["tables"]
    assert configuration.metadata(["a"])["databases"]["a"]["tables"]


async def test_the_db_folder_serves_without_our_program(filled: Path, tmp_path: Path) -> None:
    """`datasette db/`: Datasette alone reads the folder's own configuration."""
    folder = tmp_path / "db"
    folder.mkdir()
    for name in ("metadata.yml", "settings.json"):
        copy(ROOT / "db" / name, folder / name)
    copy(filled, folder / "quotes.db")
    site = Datasette(config_dir=folder)
    assert site.metadata("title") == "Who said what"
    assert site.setting("sql_time_limit_ms") == 3000
    data = (await site.client.get("/quotes/quotations.json?_search=turned")).json()
    assert data["filtered_table_rows_count"] == 1
    assert set(data["facet_results"]) == {"speaker", "type", "resolution", "outlet"}
    labels = (await site.client.get("/quotes/quotes.json?_labels=on&_shape=array")).json()
    assert labels[0]["article_id"]["label"] == "<script>alert(3)</script>"


def test_what_is_configured_exists(filled: Path) -> None:
    """A table, column, facet or sort in the file that the schema lacks is a mistake."""
    from sqlite_utils import Database

    database = Database(filled)
    known = parse_metadata((BROWSE / "metadata.yml").read_text("utf-8"))
    tables = known["databases"]["quotes"]["tables"]
    for name, table in tables.items():
        columns = {column.name for column in database[name].columns}
        used = {*table.get("columns", {}), *table.get("facets", [])}
        used |= {table[key] for key in ("sort", "sort_desc", "label_column") if key in table}
        assert columns and used <= columns, name
    database.conn.close()
