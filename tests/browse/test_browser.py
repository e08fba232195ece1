"""Every page in a real browser: wide and narrow, light and dark, on paper, in forced colours.

One browser and one server for all of them; a page is loaded once and looked at four times.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn

from quotes.browse.guarding import guarded
from quotes.browse.server import datasette

from .chromium import CHROMIUM, Page, chromium
from .conftest import PAYLOADS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]

WIDE, NARROW = 1280, 390
LAST = len(PAYLOADS)
#: What is served: corrections are taken of one database, and one is hostile through and through.
PAGES = {
    "home": "/",
    "quotations": "/corrected/-/quotations",
    "quotations filtered": "/corrected/-/quotations?type=direct&resolution=name&speaker=ada&sort=-date",
    "quotations, none": "/corrected/-/quotations?search=nothing+of+the+kind",
    "articles": "/corrected/-/articles",
    "speakers": "/corrected/-/speakers",
    "speakers, who is meant": "/corrected/-/quotations?speaker=a",
    "outlets": "/corrected/-/outlets",
    "same words": "/corrected/-/groups",
    "sources": "/corrected/-/sources",
    "questions": "/corrected/-/questions",
    "a question": "/corrected/most-quoted",
    "search": "/corrected/-/search?search=bridge",
    "search, none": "/corrected/-/search?search=nothing+of+the+kind",
    "search, empty": "/corrected/-/search",
    "article": "/corrected/articles/1",
    "article, all acts": "/corrected/articles/1?act=all",
    "article, earlier text": "/corrected/article_versions/1",
    "quotation": "/corrected/quotes/1",
    "speaker": "/corrected/speakers/1",
    "group": "/corrected/quote_groups/1",
    "reviews": "/corrected/-/reviews",
    "review": "/corrected/-/review/1",
    "review, a speaker": "/corrected/-/review/speakers/1",
    "review, a missed one": "/corrected/-/review/add?article=1&spans=[[0,9]]",
    "review, the end": "/corrected/-/review?end=1",
    "no such page": "/corrected/-/nothing",
    "no such row": "/corrected/articles/99",
    "hostile article": "/attacked/articles/1",
    "long words, article": f"/attacked/articles/{2 * LAST}",
    "long words, speaker": f"/attacked/speakers/{LAST}",
    "long words, group": f"/attacked/quote_groups/{LAST}",
    "long words, quotation": f"/attacked/quotes/{2 * LAST}",
    "long words, quotations": "/attacked/-/quotations",
    "long words, articles": "/attacked/-/articles",
    "long words, speakers": "/attacked/-/speakers",
    "long words, same words": "/attacked/-/groups",
    "long words, outlets": "/attacked/-/outlets",
    "long words, sources": "/attacked/-/sources?by=outlet",
    "long words, search": "/attacked/-/search?search=alert",
    "long words, home": "/",
}  # fmt: skip


def _axe() -> str | None:
    """The script of axe-core, by which accessibility is checked; ``None`` where there is none."""
    found = importlib.util.find_spec("axe_core_python")
    if found is None or not found.submodule_search_locations:
        return None
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text("utf-8")


AXE = _axe()


def _serve(path: Path, reviewer: str | None) -> Iterator[str]:
    app = guarded(datasette(path, reviewer).app(), "127.0.0.1", reviewing=reviewer is not None)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def corrected_site(
    reviewed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    yield from _serve(
        Path(shutil.copy(reviewed, tmp_path_factory.mktemp("browser") / "corrected.db")), "Ann"
    )


@pytest.fixture(scope="module")
def attacked_site(attacked: Path) -> Iterator[str]:
    yield from _serve(attacked, None)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(tmp_path_factory.mktemp("profile")) as page:
        yield page


def opened(tab: Page, site: str, path: str, width: int = WIDE) -> None:
    tab.size(width)
    tab.console.clear()
    tab.requested.clear()
    tab.go(f"{site}{path}")


@pytest.mark.parametrize("name", PAGES)
def test_a_page(tab: Page, corrected_site: str, attacked_site: str, name: str) -> None:
    path = PAGES[name]
    site = attacked_site if "attacked" in path or name.startswith("long") else corrected_site
    opened(tab, site, path)
    if AXE is not None:
        tab.run(f"{AXE}; 1")
    troubles = []
    for width in (WIDE, NARROW):
        for scheme in ("light", "dark"):
            tab.size(width, scheme=scheme)
            troubles += [f"{width} {scheme}: {one}" for one in [*wider(tab), *inaccessible(tab)]]
    assert troubles == []
    missing = name.startswith("no such")
    assert [one for one in tab.console if not (missing and "status of 404" in one)] == []
    assert {urlsplit(one).netloc for one in tab.requested} <= {urlsplit(site).netloc, ""}


def wider(tab: Page) -> list[str]:
    """What makes the page wider than the window."""
    found: list[str] = tab.run(
        "(() => { const width = document.documentElement.scrollWidth;"
        " if (width <= innerWidth) return [];"
        " return [`${width} wide: ` + [...document.querySelectorAll('main *, header *, footer *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth)"
        ".map(e => `${e.tagName}.${e.className}`).slice(0, 5)]; })()"
    )
    return found


def inaccessible(tab: Page) -> list[str]:
    """What axe finds serious or critical."""
    if AXE is None:
        return []
    found: list[str] = tab.run(
        "axe.run({resultTypes: ['violations']}).then(found => found.violations"
        ".filter(one => one.impact === 'serious' || one.impact === 'critical')"
        ".map(one => `${one.id}: ` + one.nodes.slice(0, 3).map("
        "node => `${node.html.slice(0, 160)} (${node.failureSummary})`).join(' | ')))"
    )
    return found


@pytest.mark.skipif(AXE is None, reason="there is no axe-core: pip install axe-core-python")
def test_axe_finds_what_is_wrong(tab: Page) -> None:
    """So that a page without troubles has none."""
    tab.size(WIDE)
    tab.go("data:text/html,<html lang=en><title>x</title><main><h1>x</h1>"
           "<input><p style='color:%23ccc;background:%23fff'>pale</p></main>")  # fmt: skip
    tab.run(f"{AXE}; 1")
    assert [one.partition(":")[0] for one in inaccessible(tab)] == ["color-contrast", "label"]
    tab.go("data:text/html,<p style='width:9000px'>wide</p>")
    assert len(wider(tab)) == 1
