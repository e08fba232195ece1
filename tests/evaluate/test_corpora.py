"""The real corpora, where they are at hand: everything that they hold is read."""

from pathlib import Path

import pytest

from quotes.evaluate import gum, litbank, pdnc
from quotes.evaluate.attributions import Corpus

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def there(*parts: str) -> Path:
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"there is no {path.name} beside the project")
    return path


def sound(corpus: Corpus) -> bool:
    """Is every span in its text, and are no two articles called the same?"""
    names = [article.name for article in corpus.articles]
    return len(set(names)) == len(names) and all(
        0 <= start < end <= len(article.text)
        for article in corpus.articles
        for one in article.attributions
        for spans in one.spans.values()
        for start, end in spans
    )


def test_litbank() -> None:
    corpus = litbank.read_corpus(there("litbank", "litbank_coref_quotations_entities.tar.gz"))
    assert sound(corpus)
    assert len(corpus.articles) == 100
    stretches = [
        article.text[start:end]
        for article in corpus.articles
        for one in article.attributions
        for start, end in one.spans["content"]
    ]
    assert len(stretches) == 1765  # as its authors count them
    marked = sum(stretch[0] in "“‘\"'" for stretch in stretches)
    assert marked > 0.9 * len(stretches)


def test_gum() -> None:
    corpus = gum.read_corpus(there("gum", "gum.open.dev.conllu.gz"))
    assert sound(corpus)
    assert len(corpus.articles) == 12
    assert {article.group for article in corpus.articles} >= {"news", "interview"}
    attributions = [one for article in corpus.articles for one in article.attributions]
    assert len(attributions) > 50
    assert all(one.spans["source"] for one in attributions)


@pytest.mark.slow
def test_pdnc() -> None:
    corpus = pdnc.read_corpus(there("pdnc", "pdnc.tar.gz"))
    assert sound(corpus)
    assert len({article.group for article in corpus.articles}) == 28
    quotations = [one for article in corpus.articles for one in article.attributions]
    assert len(quotations) == 37_131  # as its authors count them
    located = [bool(one.spans["source"]) for one in quotations if one.how not in ("", "implicit")]
    assert sum(located) > 0.95 * len(located)
