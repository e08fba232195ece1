"""What is written in the layout of a corpus is read back the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quotes.evaluate.citron import read_corpus
from quotes.evaluate.polnear import read_folder, read_speakers
from quotes.reviews.corpora import Reviewed, citron, polnear

TEXT = "“We go,\r\nall of us,” Ann Lee said. “We stay.” \ud800 It rains."


def record(number: int, *spans: tuple[int, int], **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "spans": [list(span) for span in spans],
        "cue": None,
        "source": None,
        "speaker": None,
        "resolution": None,
        **more,
    }


def article(title: str | None = "A “new” day: Zürich", **more: Any) -> Reviewed:
    at = TEXT.index("Ann")
    said = record(
        1,
        (1, 19),
        (TEXT.index("We stay"), TEXT.index("”", 30)),
        source={"text": "Ann Lee", "start": at, "end": at + 7},
        cue={"text": "said", "start": at + 8, "end": at + 12},
        speaker={"name": "Ann Lee", "kind": "person"},
        resolution="name",
    )
    rain = record(2, (TEXT.index("It"), len(TEXT)))
    about = {"id": 9, "title": title, "outlet": "The Daily_Post", "published": "2024-05-01T10:00"}
    return Reviewed({**about, **more}, TEXT, [said, rain])


def write(files: dict[str, str], folder: Path) -> None:
    for place, content in files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(content.encode())


def test_polnear(tmp_path: Path) -> None:
    write(polnear([article()]), tmp_path)
    (read,) = read_folder(tmp_path, read_speakers(tmp_path / "speakers.json"))
    assert read.name == "the-daily-post_2024-05-01_a-new-day-zurich-9"
    assert read.text == TEXT.replace("\ud800", "\ufffd")
    first, second = read.attributions
    said, rain = article().quotations
    assert first.spans["content"] == tuple(map(tuple, said["spans"]))
    assert first.spans["source"] == ((said["source"]["start"], said["source"]["end"]),)
    assert first.spans["cue"] == ((said["cue"]["start"], said["cue"]["end"]),)
    assert (first.speaker, first.kind, first.how) == ("Ann Lee", "person", "name")
    assert second.spans == {"content": tuple(map(tuple, rain["spans"])), "cue": (), "source": ()}
    assert (second.speaker, second.resolved) == ("", True)


def test_citron(tmp_path: Path) -> None:
    write(citron([article()]), tmp_path)
    (read,) = read_corpus(tmp_path).articles
    said, _ = article().quotations
    first, second = read.attributions
    assert first.spans["content"] == tuple(map(tuple, said["spans"]))
    assert first.spans["source"] == ((said["source"]["start"], said["source"]["end"]),)
    assert (first.identity, second.spans["cue"]) == ("1", ())


def test_names_of_articles_that_say_little(tmp_path: Path) -> None:
    some = [
        article(title, id=id, outlet=None, published=None)
        for id, title in enumerate((None, "!", "../../etc"))
    ]
    files = polnear(some)
    assert sum(place.startswith("text/") for place in files) == 3
    assert not any(".." in place for place in files)
    write(files, tmp_path)
    assert len(read_folder(tmp_path)) == 3
