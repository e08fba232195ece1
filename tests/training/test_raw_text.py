"""Articles that nobody annotated."""

from __future__ import annotations

import gzip
import json

import spacy

from training.raw_text import RESERVED, read_news, read_releases


def written(path, *texts):
    path.parent.mkdir(exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in texts)


def test_words_without_labels_and_lines_as_everywhere(tmp_path):
    written(tmp_path / "wikinews_text/wikinews_2019_2020.jsonl.gz", " The gates.\r\nOpen. ")
    (article,) = read_news(tmp_path, spacy.blank("en"))
    assert article.words == ("The", "gates", ".", "\n", "Open", ".")
    assert article.tasks == {}


def test_articles_that_are_kept_for_an_examination_are_not_read(tmp_path):
    texts = [f"number{i}" for i in range(300)]
    written(tmp_path / "wikinews_text/wikinews_2019_2020.jsonl.gz", *texts)
    read = {"".join(article.words) for article in read_news(tmp_path, spacy.blank("en"))}
    assert set(texts) - read == {f"number{i}" for i in RESERVED}
    assert len(RESERVED) == 6


def test_one_release_in_four_over_all_files(tmp_path):
    for number, names in enumerate(("abcde", "fgh"), 1):
        file = tmp_path / f"gov_text/senate_press_releases_2005_2007.0{number}.jsonl.gz"
        written(file, *names)
    releases = read_releases(tmp_path, spacy.blank("en"))
    assert [release.words for release in releases] == [("a",), ("e",)]
