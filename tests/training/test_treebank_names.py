"""Names in treebanks: from mentions, from Universal NER, and through all that is done to words."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from training.conllu import Sentence, Token
from training.entities import NamePool
from training.treebank_names import names_of_mentions, places_of
from training.treebanks import (
    ParsedDocument,
    ParsedSentence,
    curl,
    dressed,
    join,
    load_treebank,
    read_treebank,
    realign,
)


def mentions(rows: str) -> Sentence:
    """Rows of form, tag and, if there is one, the Entity field; the tree is flat."""
    tokens = []
    for index, row in enumerate(rows.strip().splitlines(), start=1):
        form, tag, *field = row.split()
        misc = f"SpaceAfter=No|Entity={field[0]}" if field else "_"
        head, relation = (0, "root") if index == 1 else (1, "dep")
        tokens.append(Token(index, form, form, "X", tag, head, relation, "_", misc))
    return Sentence({"global.Entity": "x"}, tuple(tokens))


def labels(rows: str) -> list[str]:
    sentence = mentions(rows)
    return list(names_of_mentions(sentence, places_of([sentence])))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # An organisation with a place inside, and words of the mention that are not its name.
        (
            """
            the DT (1-organization-new-nnnnn-cf1-2,3,4-sgl-University_of_Varn
            University NNP
            of IN
            Varn NNP (2-place-new-nnnnn-cf2-1-sgl-Varn)
            here RB 1)
            """,
            "O B-ORG I-ORG I-ORG O",
        ),
        # Employer and title leave the person.
        (
            """
            Orvo NNP (1-person-new-nnnnn-cf1-1,2,3,4-sgl-Ina_Holm(2-organization-new-n-c-1-sgl-Orvo)
            CEO NNP
            Ina NNP
            Holm NNP 1)
            spoke VBD
            """,
            "B-ORG O B-PERSON I-PERSON O",
        ),
        # No article: two names are a person, one is in doubt, and so are other proper nouns.
        (
            """
            Ina NNP (1-person-new-nnnnn-cf1-1,2-sgl
            Holm NNP 1)
            met VBD
            Bo NNP (2-person-new-nnnnn-cf1-1-sgl)
            at IN
            Zed NNP (3-organization-new-nnnnn-cf1-1-sgl)
            """,
            "B-PERSON I-PERSON O ? O ?",
        ),
        # A pronoun has the article of what it stands for, and is no name.
        ("She PRP (1-person-giv:act-nnnnn-cf1-1-ana-Ina_Holm)", "O"),
        # Part of a longer name that is not marked.
        (
            """
            in IN
            Varn NNP (2-place-new-nnnnn-cf2-1-sgl-Varn)
            Prize NNP
            """,
            "O ? ?",
        ),
        # Dates and nationalities are not known.
        (
            """
            Varnish JJ (1-person-new-nnnnn-cf1-2-sgl
            people NNS 1)
            in IN
            the DT (2-time-new-nnnnn-cf1-2-sgl
            spring NN 2)
            """,
            "? O O ? ?",
        ),
        # What is built, and the country that acts.
        ("Varn NNP (1-place-new-n-cf1-1,2-sgl-Varn_Bridge\nBridge NNP 1)", "? ?"),
        (
            """
            Varn NNP (1-place-new-n-cf1-1-sgl-Varn)
            says VBZ
            Varn NNP (2-organization-new-n-cf1-1-sgl-Varn)
            """,
            "B-GPE O ?",
        ),
    ],
)
def test_names_are_the_proper_nouns_of_mentions_with_an_article(rows: str, expected: str) -> None:
    assert labels(rows) == expected.split()


PLAIN = ParsedSentence(
    words=("Ina", "Holm-Vik", "'s", "aide", "left"),
    spaces=(True, False, True, True, True),
    tags=("NNP", "NNP", "POS", "NN", "VBD"),
    heads=(1, 3, 1, 4, 4),
    deps=("compound", "poss", "case", "nsubj", "ROOT"),
    lemmas=("Ina", "Holm-Vik", "'s", "aide", "leave"),
    entities=("B-PERSON", "I-PERSON", "O", "O", "O"),
)


def test_labels_follow_tokens_that_are_split() -> None:
    split = realign(PLAIN, lambda text: ["Ina", "Holm", "-", "Vik", "'s", "aide", "left"])
    assert split.entities == ("B-PERSON", *["I-PERSON"] * 3, "O", "O", "O")
    whole = realign(split, lambda text: ["Ina", "Holm-Vik", "'s", "aide", "left"])
    assert whole.entities == PLAIN.entities


def test_a_token_joined_of_a_name_and_more_is_unknown() -> None:
    joined = realign(PLAIN, lambda text: ["Ina", "Holm-Vik's", "aide", "left"])
    assert joined.entities == ("B-PERSON", "?", "O", "O")


def test_labels_stay_parallel_in_documents() -> None:
    second = ParsedSentence(("Go",), (True,), ("VB",), (0,), ("ROOT",), ("go",), ("?",), True)
    document = join([curl(PLAIN), second], doc_id="x")
    assert document.words[4:] == ("left", "\n\n", "Go")
    assert document.entities == (*PLAIN.entities, "O", "?")


def treebank(folder: Path) -> Path:
    """A document of 40 sentences about a woman and her town."""
    rows = [
        ("Ina", "PROPN", "NNP", 4, "nsubj", "_"),
        ("Holm", "PROPN", "NNP", 1, "flat", "_"),
        ("never", "ADV", "RB", 4, "advmod", "_"),
        ("left", "VERB", "VBD", 0, "root", "_"),
        ("Varn", "PROPN", "NNP", 4, "obj", "SpaceAfter=No"),
        (".", "PUNCT", ".", 4, "punct", "_"),
    ]
    lines = ["# newdoc id = d"]
    for number in range(40):
        lines.append(f"# sent_id = s{number}")
        for index, (form, upos, xpos, head, relation, misc) in enumerate(rows, start=1):
            fields = (index, form, form, upos, xpos, "_", head, relation, "_", misc)
            lines.append("\t".join(map(str, fields)))
        lines.append("")
    path = folder / "t.conllu"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def names(folder: Path) -> Path:
    """Universal NER for all sentences but the last, and with a word too few for the first."""
    tags = {"Ina": "B-PER", "Holm": "I-PER", "never": "O", "left": "O", "Varn": "B-LOC", ".": "O"}
    lines = []
    for number in range(39):
        lines.append(f"# sent_id = s{number}")
        rows = list(tags.items())[: None if number else 5]
        lines += [f"{index}\t{form}\t{tag}" for index, (form, tag) in enumerate(rows, start=1)]
        lines.append("")
    path = folder / "n.iob2.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write("\n".join(lines))
    return path


def labelled(document: ParsedDocument) -> list[tuple[str, str]]:
    return list(zip(document.words, document.entities, strict=True))


def test_universal_ner_gives_names_by_sentence_id(tmp_path: Path) -> None:
    path = treebank(tmp_path)
    (whole,) = read_treebank(path, seed=1, chunk=False, names=names(tmp_path))
    known = ("B-PERSON", "I-PERSON", "O", "O", "B-GPE", "O")
    assert whole.entities == ("?",) * 6 + known * 38 + ("?",) * 6
    (bare,) = read_treebank(path, seed=1, chunk=False)
    assert set(bare.entities) == {"?"}


def test_a_treebank_is_dressed_again_with_another_seed(tmp_path: Path) -> None:
    documents = load_treebank(treebank(tmp_path), names(tmp_path))
    first = list(dressed(documents, seed=1))
    assert first == list(read_treebank(tmp_path / "t.conllu", seed=1, names=names(tmp_path)))
    assert first == list(dressed(documents, seed=1))
    assert first != list(dressed(documents, seed=2))


def test_persons_get_other_names_and_keep_them_through_a_piece(tmp_path: Path) -> None:
    documents = load_treebank(treebank(tmp_path), names(tmp_path))
    pool = NamePool(("Adda", "Bela", "Cleo"), ("Quist", "Rask", "Soll"))
    pieces = list(dressed(documents, seed=4, swap=pool, swapped=0.5))
    assert [piece.entities for piece in pieces] == [
        piece.entities for piece in dressed(documents, seed=4)
    ]
    persons = [
        {word for word, label in labelled(piece) if label.endswith("PERSON")} for piece in pieces
    ]
    known = [found for found in persons if found]
    assert all(len(found) == 2 for found in known)
    assert {"Ina", "Holm"} in known and any(not found & {"Ina", "Holm"} for found in known)
    assert all(
        piece.lemmas[index] == word
        for piece in pieces
        for index, word in enumerate(piece.words)
        if piece.entities[index].endswith("PERSON")
    )


def test_headlines_are_short_and_in_capitals(tmp_path: Path) -> None:
    documents = load_treebank(treebank(tmp_path), names(tmp_path))
    pieces = list(dressed(documents, seed=4, capitals=0.5))
    loud = [piece for piece in pieces if "LEFT" in piece.words]
    quiet = [piece for piece in pieces if "left" in piece.words]
    assert loud and quiet and len(loud) + len(quiet) == len(pieces)
    assert all(sum(piece.sent_starts) <= 2 for piece in loud)
    assert ("VARN", "B-GPE") in {pair for piece in loud for pair in labelled(piece)}
    assert sum(sum(piece.sent_starts) for piece in pieces) == 40
