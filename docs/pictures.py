"""Makes the pictures of the README from the sample articles: ``python docs/pictures.py``.

With a path, from the database of them that is there. Needs Chromium; with Pillow at hand the files
are a third as large.
"""

from __future__ import annotations

import base64
import importlib.util
import io
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import uvicorn

from quotes.browse.guarding import guarded
from quotes.browse.server import datasette
from quotes.store import Filters, opened, quotations

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
#: Shades are few on our pages.
COLOURS = 64


def driver() -> ModuleType:
    """What the browser tests drive Chromium with."""
    spec = importlib.util.spec_from_file_location("chromium", ROOT / "tests/browse/chromium.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def served(path: Path, reviewer: str | None = None) -> Iterator[str]:
    app = guarded(datasette(path, reviewer).app(), "127.0.0.1", reviewing=reviewer is not None)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def smaller(png: bytes) -> bytes:
    """The picture with a palette, where Pillow is installed."""
    try:
        from PIL import Image
    except ImportError:
        return png
    found = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(found, "PNG", optimize=True)
    return found.getvalue()


def main() -> None:
    chromium = driver()
    if chromium.CHROMIUM is None:
        sys.exit("there is no Chromium")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quotes.db"
        if sys.argv[1:]:
            shutil.copy(sys.argv[1], path)
        else:
            command = [sys.executable, "-m", "quotes", "ingest", "seeds", "--db", str(path)]
            subprocess.run(command, cwd=ROOT, check=True)
        with opened(path) as db:

            def one(words: str) -> tuple[int, int]:
                """A quotation with these words, and its article."""
                found = next(quotations(db, Filters(search=words, outlet="The Gulf Courier")))
                return found["id"], found["article"]["id"]

            pronoun, article = one("terrific cooperation")
            doubtful, _ = one("jurisdiction")

        with chromium.chromium(Path(folder) / "profile") as tab:

            def picture(name: str, url: str, size: tuple[int, int], ready: str) -> None:
                tab.size(*size)
                tab.go(url)
                tab.wait(ready)
                tab.run("window.scrollTo(0, 0)")
                png = base64.b64decode(tab.send("Page.captureScreenshot", format="png")["data"])
                (PICTURES / name).write_bytes(smaller(png))

            with served(path) as site:
                shown = f"document.querySelector({json.dumps(f'#q{pronoun}:target')})"
                page = f"{site}/quotes/articles/{article}#q{pronoun}"
                picture("article.png", page, (1000, 1130), shown)
            with served(path, "Ann") as site:
                # The keys are shown once the script runs.
                keyed = "document.documentElement.classList.contains('quotes-keyed')"
                page = f"{site}/quotes/-/review/{doubtful}"
                picture("review.png", page, (1120, 860), keyed)


if __name__ == "__main__":
    main()
