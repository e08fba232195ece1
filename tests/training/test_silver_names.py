"""Names that a machine found: what is kept, what is left open, and whose words they mark."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import spacy

from training.entities import ANYTHING, LABELS
from training.roles import Article, annotated, read_silver


def found(folder: Path, *articles: str) -> Path:
    """A file of CoreNLP's output. A word is written `word/tag/type`, sentences are parted by |."""
    path = folder / "silver.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for number, article in enumerate(articles):
            position = 0
            sentences = []
            for sentence in article.split(" | "):
                record: dict[str, list[object]] = {key: [] for key in ("w", "b", "e", "pos", "ner")}
                for token in sentence.split():
                    word, tag, entity = (*token.split("/"), "O", "O")[:3]
                    row = (word, position, position + len(word), tag, entity)
                    for column, value in zip(record.values(), row, strict=True):
                        column.append(value)
                    position += len(word) + 1
                sentences.append(record)
            out.write(json.dumps({"id": f"a{number}", "sents": sentences}) + "\n")
    return path


PERSON, ORG, PLACE = "PERSON", "ORGANIZATION", "LOCATION"


def kinds(folder: Path, article: str) -> list[str]:
    return [kind for _, _, kind in read_silver(found(folder, article))["a0"]]


def test_marks_are_characters_of_the_article(tmp_path: Path) -> None:
    path = found(tmp_path, "then/RB Ina/NNP/PERSON Holm/NNP/PERSON left/VBD Varn/NNP/LOCATION")
    assert read_silver(path) == {"a0": [(5, 13, "PERSON"), (19, 23, "PLACE")]}


def test_titles_are_no_part_of_persons(tmp_path: Path) -> None:
    path = found(tmp_path, "said/VBD Mr./NNP/PERSON Holm/NNP/PERSON today/NN/DATE")
    assert read_silver(path) == {"a0": [(9, 13, "PERSON")]}


@pytest.mark.parametrize(
    "article",
    [
        "the/DT upper/JJ/ORGANIZATION room/NN/ORGANIZATION is/VBZ empty/JJ",
        "and/CC Ina/NNP/PERSON Says/VBZ/PERSON that/IN it/PRP rains/VBZ",
        "the/DT Holm/NNP/PERSON Foundation/NNP/PERSON gave/VBD it/PRP",
        "the/DT Holm/NNP/PERSON Prize/NNP went/VBD there/RB today/NN",
        "all/DT Varnish/JJ/MISC people/NNS",
        "met/VBD Orvo/NNP there/RB",
        "saw/VBD Channel/NNP 4/CD/NUMBER there/RB",
        "Ina/NNP/PERSON Holm/NNP/PERSON Leaves/VBZ Varn/NNP/LOCATION For/IN Good/NN",
    ],
)
def test_what_is_in_doubt_is_left_open(tmp_path: Path, article: str) -> None:
    assert set(kinds(tmp_path, article)) == {"?"}


def test_a_rare_type_of_the_same_words_is_left_open(tmp_path: Path) -> None:
    article = " | ".join(
        f"there/RB went/VBD Holm/NNP/{kind} again/RB" for kind in (PERSON, PERSON, PLACE)
    )
    assert kinds(tmp_path, article) == ["PERSON", "PERSON", "?"]


def test_a_known_person_is_nothing_else(tmp_path: Path) -> None:
    article = (
        "so/RB Ina/NNP/PERSON Holm/NNP/PERSON left/VBD | but/CC Holm/NNP/ORGANIZATION came/VBD"
    )
    assert kinds(tmp_path, article) == ["PERSON", "?"]


def names(mask: int) -> set[str]:
    return {label for index, label in enumerate(LABELS) if mask >> index & 1}


def test_masks_join_the_roles_of_an_article(tmp_path: Path) -> None:
    silver = read_silver(
        found(
            tmp_path,
            "then/RB Ina/NNP/PERSON Holm/NNP/PERSON left/VBD New/NNP/LOCATION Varn/NNP/LOCATION"
            " in/IN March/NNP/DATE",
        )
    )
    nlp = spacy.blank("en")
    article = Article("a0", "then Ina Holm left New Varn in March", ())
    tasks = annotated(article, nlp, silver).tasks
    allowed = [names(mask) for mask in tasks["allowed"]]
    none = {"O", "B-DATE", "I-DATE", "B-NORP", "I-NORP"}
    assert allowed == [
        none,
        {"B-PERSON"},
        {"I-PERSON"},
        none,
        {"B-GPE", "B-LOC"},
        {"I-GPE", "I-LOC"},
        none,
        none,
    ]
    assert len(tasks["quote"]) == len(allowed)
    assert set(annotated(article, nlp).tasks) == {"quote"}


def test_words_that_a_mark_cuts_and_articles_without_marks_are_open(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    silver = {"a0": [(0, 3, "PERSON")]}
    cut = annotated(Article("a0", "Inas dog", ()), nlp, silver).tasks["allowed"]
    assert cut[0] == ANYTHING and cut[1] != ANYTHING
    other = annotated(Article("a1", "Inas dog", ()), nlp, silver).tasks["allowed"]
    assert set(other) == {ANYTHING}
