"""Documents in the JSON of the BBC's Citron."""

import json
from pathlib import Path
from typing import Any

import pytest

from quotes.evaluate.attributions import EvaluationError
from quotes.evaluate.citron import read_corpus, read_document
from quotes.evaluate.run import score

TEXT = "“We won,” said Ann Lee. “Again.”"


def span(words: str) -> dict[str, Any]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "text": words}


QUOTE = {
    "cue": span("said"),
    "sources": [span("Ann Lee")],
    "contents": [span("“We won,”"), span("“Again.”")],
    "confidence": 0.9,
}


def document(*quotes: Any, **more: Any) -> str:
    return json.dumps({"text": TEXT, "quotes": list(quotes), "coreference_groups": [], **more})


def test_a_document_scores_whole(tmp_path: Path) -> None:
    (tmp_path / "day").mkdir()
    (tmp_path / "day" / "win.json").write_text("\ufeff" + document(QUOTE), encoding="utf-8")
    corpus = read_corpus(tmp_path)
    (article,) = corpus.articles
    assert (article.name, article.text) == ("day-win", TEXT)
    record = {
        "spans": [[1, 8], [TEXT.index("Again"), TEXT.index("Again") + 6]],
        "cue": span("said"),
        "source": span("Ann Lee"),
        "article": {"path": "day-win.txt"},
    }
    figures = score(corpus, [record]).figures()
    assert figures["whole"]["all"] == {"p": 100.0, "r": 100.0, "f": 100.0}
    assert figures["linked"]["direct"]["gold"] == 1


def test_sources_and_cue_may_be_missing() -> None:
    quote = {"cue": None, "contents": [span("“Again.”")]}
    (one,) = read_document(document(quote), "a", "a.json").attributions
    assert (one.spans["cue"], one.spans["source"], one.identity) == ((), (), "1")
    (named,) = read_document(document({**QUOTE, "id": "q7"}), "a", "a.json").attributions
    assert named.identity == "q7"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "a.json: not JSON"),
        ("[" * 100_000, "a.json: not JSON"),
        ("[]", "as Citron has it"),
        ('{"text": "", "quotes": {}}', "as Citron has it"),
        (document({}), "a.json: quote 1: it has no contents"),
        (document(QUOTE, []), "quote 2: it has no contents"),
        (document({"contents": 3}), "lists of spans"),
        (document({"contents": [3]}), "a start and an end"),
        (document({"contents": [{"start": True, "end": 2}]}), "a start and an end"),
        (document({"contents": [{"start": 3, "end": 999}]}), "3 to 999 is not in the text"),
        (document({"contents": [{**span("Ann"), "text": "Bob"}]}), "not what stands there"),
    ],
)
def test_what_is_not_citrons(written: str, said: str) -> None:
    with pytest.raises(EvaluationError, match=said):
        read_document(written, "a", "a.json")
