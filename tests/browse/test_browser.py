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
from urllib.parse import urlsplit

import pytest
import uvicorn

from quotes.browse.guarding import guarded
from quotes.browse.server import datasette
from quotes.browse.standalone import standalone
from quotes.store import opened

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
    "quotations filtered": "/corrected/-/quotations?type=direct&speaker=ada&sort=-date",
    "quotations, none": "/corrected/-/quotations?search=nothing+of+the+kind",
    "articles": "/corrected/-/articles",
    "speakers": "/corrected/-/speakers",
    "speakers, who is meant": "/corrected/-/quotations?speaker=a",
    "outlets": "/corrected/-/outlets",
    "same words": "/corrected/-/groups",
    "sources": "/corrected/-/sources",
    "questions": "/corrected/-/questions",
    "a question": "/corrected/most_quoted",
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
    """The script of axe-core, by which accessibility is checked; ``None`` where there is none.

    The other package has a later one, but wants Playwright; it does without when installed alone.
    """
    for package in ("axe_playwright_python", "axe_core_python"):
        found = importlib.util.find_spec(package)
        for folder in (found and found.submodule_search_locations) or ():
            return (Path(folder) / "axe.min.js").read_text("utf-8")
    return None


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
def corrected_site(reviewed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
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


def visit(tab: Page, site: str, path: str, width: int = WIDE) -> None:
    tab.size(width)
    tab.console.clear()
    tab.requested.clear()
    tab.go(f"{site}{path}")


@pytest.mark.parametrize("name", PAGES)
def test_a_page(tab: Page, corrected_site: str, attacked_site: str, name: str) -> None:
    path = PAGES[name]
    site = attacked_site if "attacked" in path or name.startswith("long") else corrected_site
    visit(tab, site, path)
    assert troubles(tab) == []
    missing = name.startswith("no such")
    assert [one for one in tab.console if not (missing and "status of 404" in one)] == []
    assert {urlsplit(one).netloc for one in tab.requested} <= {urlsplit(site).netloc, ""}


def troubles(tab: Page) -> list[str]:
    """What is wrong with the page that is open, wide or narrow, light or dark."""
    if AXE is not None:
        # Policies keep scripts out of pages, but not those of the browser's own tools.
        tab.run(f"{AXE}; 1")
    found = []
    for width in (WIDE, NARROW):
        for scheme in ("light", "dark"):
            tab.size(width, scheme=scheme)
            found += [f"{width} {scheme}: {one}" for one in [*wider(tab), *inaccessible(tab)]]
    return found


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


@pytest.mark.parametrize("number", [1, 2 * LAST])
def test_a_file_to_keep(tab: Page, attacked: Path, tmp_path: Path, number: int) -> None:
    """The file of an article fetches nothing; what it is written down here for is checked too."""
    with opened(attacked) as db:
        document = standalone(db, number)
    assert document is not None
    (tmp_path / "kept.html").write_text(document, "utf-8")
    visit(tab, (tmp_path / "kept.html").as_uri(), "")
    assert troubles(tab) == [] and tab.console == []
    assert {urlsplit(one).scheme for one in tab.requested} == {"file"}


# On paper, and in colours of the reader's own.


def styles(tab: Page, selector: str, *properties: str) -> list[list[str]]:
    """Of all the elements there, what these properties are in the end."""
    found: list[list[str]] = tab.run(
        f"[...document.querySelectorAll({json.dumps(selector)})].map(one => "
        f"{json.dumps(properties)}.map(name => getComputedStyle(one).getPropertyValue(name)))"
    )
    return found


def test_an_article_on_paper(tab: Page, corrected_site: str) -> None:
    """Marks keep their colour and a line, notes are there; what cannot be pressed is not."""
    visit(tab, corrected_site, "/corrected/articles/1")
    tab.send("Emulation.setEmulatedMedia", media="print", features=[])
    marks = styles(tab, "mark.quotes-hue", "print-color-adjust", "border-bottom-style",
                   "border-bottom-width", "background-color", "box-shadow")  # fmt: skip
    assert len(marks) >= 3
    for adjust, style, width, background, shadow in marks:
        assert (adjust, style in ("solid", "dashed"), width) == ("exact", True, "1px")
        assert background != "rgba(0, 0, 0, 0)" or shadow != "none"
    notes = styles(tab, ".quotes-notes .quotes-name", "display", "visibility")
    assert len(notes) >= 3 and all(one == ["inline", "visible"] for one in notes)
    for selector in ("header.quotes-top", "footer", ".quotes-forms", ".quotes-correct"):
        hidden = styles(tab, selector, "display")
        assert hidden and all(one == ["none"] for one in hidden), selector
    assert styles(tab, "body", "color") == [["rgb(0, 0, 0)"]]


def test_an_article_on_paper_out_of_the_dark(tab: Page, corrected_site: str) -> None:
    """Who reads on a dark screen prints on white paper all the same."""
    visit(tab, corrected_site, "/corrected/articles/1")

    def colours() -> list[list[str]]:
        return [
            *styles(tab, "body, mark.quotes-hue, .quotes-notes a, .quotes-meta > *", "color"),
            *styles(tab, "body, mark.quotes-hue, .quotes-notes li", "background-color"),
            *styles(tab, "mark.quotes-hue", "box-shadow"),
        ]

    found = []
    for scheme in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        tab.send("Emulation.setEmulatedMedia", media="print", features=features)
        found.append(colours())
    assert found[0] == found[1]


def test_an_article_in_forced_colours(tab: Page, corrected_site: str) -> None:
    """Backgrounds are gone there: each mark has a line, each speaker a number and a frame."""
    visit(tab, corrected_site, "/corrected/articles/1")
    features = [{"name": "forced-colors", "value": "active"}]
    tab.send("Emulation.setEmulatedMedia", features=features)
    assert tab.run("matchMedia('(forced-colors: active)').matches")
    marks = styles(tab, "mark.quotes-hue", "border-bottom-style", "border-bottom-width")
    assert len(marks) >= 3
    assert all(style in ("solid", "dashed") and width == "2px" for style, width in marks)
    badges = styles(tab, ".quotes-badge, .quotes-legend a", "border-bottom-style")
    assert len(badges) >= 3 and all(one == ["solid"] for one in badges)
    assert tab.run("document.querySelectorAll('mark[data-n]').length") >= 2
