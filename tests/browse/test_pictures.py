"""The pictures of the README, which ``docs/pictures.py`` makes."""

from __future__ import annotations

import struct
from pathlib import Path

from lxml import html

ROOT = Path(__file__).parents[2]
LARGEST = 150_000


def test_pictures_are_there_small_and_told() -> None:
    pictures = list(html.fromstring((ROOT / "README.md").read_text("utf-8")).iter("img"))
    assert len(pictures) == 2
    script = (ROOT / "docs" / "pictures.py").read_text("utf-8")
    for picture in pictures:
        path = ROOT / picture.get("src")
        content = path.read_bytes()
        assert len(content) <= LARGEST and f'"{path.name}"' in script
        kind, width, height = struct.unpack(">8s8xII", content[:24])
        assert kind == b"\x89PNG\r\n\x1a\n" and 800 <= width <= 1300 and height <= 1300
        assert len(picture.get("alt")) > 80
        assert picture.getparent().get("href") == picture.get("src")
    folder = {one.name for one in (ROOT / "docs" / "pictures").iterdir()}
    assert folder == {Path(one.get("src")).name for one in pictures}
