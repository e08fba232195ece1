"""Attribution relations out of CoNLL-U."""

import gzip
from pathlib import Path

import pytest

from quotes.evaluate.attributions import AnnotatedArticle, Attribution, EvaluationError, Role
from quotes.evaluate.gum import Relation, attributed, read_conllu, read_corpus


def token(number: int, form: str, tag: str, *extra: str) -> str:
    return "\t".join([str(number), form, "_", tag, *"_____", "|".join(extra) or "_"])


NO_BLANK = "SpaceAfter=No"
#: Units: 1 “It works, 2 she said, 3 “and it lasts.” 4 Don’t ask 5 Ann Lee told.
LINES = [
    "# newdoc id = GUM_news_bridge",
    "# newpar",
    token(1, "“", "PUNCT", NO_BLANK, "Discourse=ROOT:1:0"),
    token(2, "It", "PRON"),
    token(3, "works", "VERB", NO_BLANK),
    token(4, ",", "PUNCT"),
    token(5, "she", "PRON", "Discourse=attribution-positive:2->1:1:sem-atsrc-5-_+lex-indwd-6-_"),
    token(6, "said", "VERB", NO_BLANK),
    token(7, ",", "PUNCT"),
    token(8, "“", "PUNCT", NO_BLANK, "Discourse=joint-list_m:3->1:0:_"),
    token(9, "and", "CCONJ"),
    token(10, "it", "PRON"),
    token(11, "lasts", "VERB", NO_BLANK),
    token(12, ".", "PUNCT", NO_BLANK),
    token(13, "”", "PUNCT"),
    "",
    "# newpar",
    "1-2\tDon’t\t_\t_\t_\t_\t_\t_\t_\t_",
    token(1, "Do", "AUX", "Discourse=elaboration-additional:4->1:2:_"),
    token(2, "n’t", "PART"),
    token(3, "ask", "VERB"),
    token(4, "Ann", "PROPN", "Discourse=attribution-negative:5->4:0:sem-atsrc-17-18-gold"),
    token(5, "Lee", "PROPN"),
    "5.1\tsaid\t_\tVERB\t_\t_\t_\t_\t_\tCopyOf=6",
    token(6, "told", "VERB", NO_BLANK),
    token(7, ".", "PUNCT"),
]
CONLLU = "\n".join(LINES) + "\n\n"


@pytest.fixture
def article() -> AnnotatedArticle:
    (one,) = read_conllu(CONLLU, "a.conllu")
    return one


def words(article: AnnotatedArticle, attribution: Attribution, role: Role) -> list[str]:
    return [article.text[start:end] for start, end in attribution.spans[role]]


def test_text_is_put_together(article: AnnotatedArticle) -> None:
    assert article.text == "“It works, she said, “and it lasts.”\nDon’t ask Ann Lee told."
    assert (article.name, article.group) == ("GUM_news_bridge", "news")
    assert article.path.stem == article.name


def test_content_is_what_hangs_closer_than_the_attribution(article: AnnotatedArticle) -> None:
    said, told = article.attributions
    assert words(article, said, "content") == ["“It works,", "“and it lasts.”"]
    assert words(article, said, "source") == ["she"]
    assert words(article, said, "cue") == ["said"]
    assert said.how == "pronoun"
    assert words(article, told, "content") == ["Don’t ask"]
    assert words(article, told, "source") == ["Ann Lee"]
    assert words(article, told, "cue") == []
    assert told.how == "name"


def test_bylines_and_credits_are_left_out() -> None:
    # "Ann Lee told." without a verb names a photographer, not a speaker.
    (credit,) = read_conllu(CONLLU.replace("told\t_\tVERB", "photo\t_\tNOUN"), "a.conllu")
    assert len(credit.attributions) == 1
    # Both paragraphs hers, and no word that says so: the author of the text.
    written = CONLLU.replace("4->1:2", "4->1:0").replace("+lex-indwd-6-_", "")
    (byline,) = read_conllu(written, "a.conllu")
    assert [one.identity for one in byline.attributions] == ["5"]


def test_units_attached_outside_are_not_content() -> None:
    said = Relation("attribution-positive", 9, 1, 1, "")
    tree = {
        1: [Relation("a", 2, 1, 0, ""), said, Relation("b", 3, 1, 2, "")],
        2: [Relation("c", 4, 2, 7, "")],
        9: [Relation("d", 5, 9, 0, "")],
    }
    assert attributed(said, tree) == {1, 2, 4}


def test_relations_in_a_circle_come_to_an_end() -> None:
    said = Relation("attribution-positive", 9, 1, 1, "")
    tree = {1: [Relation("a", 2, 1, 0, "")], 2: [Relation("a", 1, 2, 0, "")]}
    assert attributed(said, tree) == {1, 2}


def test_without_a_signal_the_whole_unit_is_the_source() -> None:
    changed = CONLLU.replace("sem-atsrc-5-_+lex-indwd-6-_", "_")
    (one,) = read_conllu(changed, "a.conllu")
    assert words(one, one.attributions[0], "source") == ["she said,"]
    assert one.attributions[0].how == ""


def test_signals_beyond_the_text_are_passed_over() -> None:
    (one,) = read_conllu(CONLLU.replace("sem-atsrc-17-18", "sem-atsrc-17-9999"), "a.conllu")
    assert words(one, one.attributions[1], "source") == ["Ann Lee told."]


def test_a_corpus_from_a_compressed_file(tmp_path: Path) -> None:
    path = tmp_path / "dev.conllu.gz"
    path.write_bytes(gzip.compress(CONLLU.encode()))
    corpus = read_corpus(path)
    assert (corpus.title, corpus.grouped_by, len(corpus.articles)) == ("GUM", "genre", 1)
    assert corpus.scope.sources
    assert corpus.scope.exact == {"content", "source"}


def test_what_is_not_gum_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text("# newdoc id = a\nnonsense\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"a.conllu, line 2"):
        read_corpus(path)
    path.write_text("# newdoc id = a\n" + token(1, "No", "INTJ") + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="Discourse="):
        read_corpus(path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(EvaluationError, match=r"no files that end in .conllu"):
        read_corpus(tmp_path / "empty")
