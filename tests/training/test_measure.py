"""What is counted when the encoder is measured; the texts are invented."""

from __future__ import annotations

import gzip
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from training import compare, held_out, measure
from training.entities import Sentence
from training.metrics import f_score, total
from training.roles import Article
from training.treebanks import ParsedDocument

GOLD = ParsedDocument(
    words=("Ada", "spoke", ".", "\n\n", "They", "heard", "her", "."),
    spaces=(True, False, False, False, True, True, False, False),
    tags=("NNP", "VBD", ".", "_SP", "PRP", "VBD", "PRP", "."),
    heads=(1, 1, 1, 2, 5, 5, 5, 5),
    deps=("nsubj", "ROOT", "punct", "dep", "nsubj", "ROOT", "dobj", "punct"),
    sent_starts=(True, False, False, False, True, False, False, False),
    lemmas=("Ada", "speak", ".", "\n\n", "they", "hear", "she", "."),
    entities=("B-PERSON", "O", "O", "O", "O", "O", "O", "O"),
    genre="news",
    doc_id="news-1",
)


def doc_of(document: ParsedDocument) -> Doc:
    return Doc(
        spacy.blank("en").vocab,
        words=list(document.words),
        spaces=list(document.spaces),
        tags=list(document.tags),
        heads=list(document.heads),
        deps=list(document.deps),
    )


def test_everything_is_right_against_itself():
    tally = measure.compare_trees(GOLD, doc_of(GOLD))
    assert tally.group == "news"
    for what, number in {"tag": 7, "uas": 5, "las": 5, "sentences": 2, "dep nsubj": 2}.items():
        for kind in ("right", "gold", "predicted"):
            assert total([tally], what, kind) == number, what


def test_what_is_wrong_in_a_tree():
    wrong = replace(
        GOLD,
        tags=("NN", "VBD", ".", "_SP", "PRP", "VBD", "PRP", "."),
        heads=(1, 1, 1, 2, 6, 5, 5, 5),
        deps=("dobj", "ROOT", "punct", "dep", "nsubj", "ROOT", "dobj", "punct"),
    )
    tally = measure.compare_trees(GOLD, doc_of(wrong))
    assert total([tally], "tag", "right") == 6
    assert total([tally], "uas", "right") == 4  # "They" hangs elsewhere
    assert total([tally], "las", "right") == 3  # "Ada" is no object
    nsubj, dobj = f_score([tally], "dep nsubj"), f_score([tally], "dep dobj")
    assert (nsubj["p"], nsubj["r"]) == (0.0, 0.0)
    assert (dobj["p"], dobj["r"]) == (50.0, 100.0)


def test_entities_with_places_as_one_and_the_unknown_left_out():
    #         0        1        2    3        4    5        6
    labels = ["B-GPE", "I-GPE", "O", "B-ORG", "?", "I-LOC", "B-LOC"]
    assert list(measure.spans(["O" if x == "?" else x for x in labels])) == [
        (0, 2, "GPE"),
        (3, 4, "ORG"),
        (5, 6, "LOC"),
        (6, 7, "LOC"),
    ]
    found = [(0, 2, "LOC"), (3, 5, "ORG"), (5, 6, "PERSON"), (6, 7, "GPE")]
    tally = measure.compare_names(labels, found, "Oceania")
    assert f_score([tally], "PLACE")["r"] == 66.7
    assert [total([tally], "ORG", k) for k in ("right", "gold", "predicted")] == [0, 1, 0]
    assert total([tally], "ORG missed") == 1  # what was found touches the unknown token
    assert total([tally], "PLACE type") == 1
    of_types = [total([tally], kind, "right") for kind in ("PERSON", "ORG", "PLACE")]
    assert total([tally], "together", "right") == sum(of_types) > 0
    assert total([tally], "together", "predicted") < len(found)  # not what touches the unknown
    assert total([tally], "tokens") == 7


def test_roles_are_trimmed_and_contents_have_a_type():
    text = "“We won,” said Ada. She thought that it was late."
    spans = {
        word: (text.index(word), text.index(word) + len(word))
        for word in ("“We won,”", "said", "Ada", "She", "thought", "that it was late.", "We won")
    }
    article = Article(
        "daily_1",
        text,
        (
            {"content": [spans["“We won,”"]], "cue": [spans["said"]], "source": [spans["Ada"]]},
            {
                "content": [spans["that it was late."]],
                "cue": [spans["thought"]],
                "source": [spans["She"]],
            },
        ),
    )
    found = {"content": {spans["We won"]}, "cue": {spans["said"], spans["Ada"]}, "source": set()}
    tally = measure.compare_roles(article, found)
    assert tally.group == "daily"
    content, cue, source = (f_score([tally], role) for role in ("content", "cue", "source"))
    assert (content["p"], content["r"]) == (100.0, 50.0)
    assert (cue["p"], cue["r"]) == (50.0, 50.0)
    assert (source["r"], source["gold"]) == (0.0, 2)
    assert f_score([tally], "content direct")["r"] == 100.0
    assert f_score([tally], "content indirect")["r"] == 0.0
    assert total([tally], "content mixed", "gold") == 0


def test_two_readings_are_compared_where_there_is_something_to_find():
    trees = [measure.compare_trees(GOLD, doc_of(GOLD))]
    worse = [measure.compare_trees(GOLD, doc_of(replace(GOLD, heads=(1, 1, 1, 2, 6, 5, 5, 5))))]
    persons = [measure.compare_names(["B-PERSON"], [(0, 1, "PERSON")])]
    old = measure.Tallies({"trees": trees}, {"names": persons}, {})
    new = measure.Tallies({"trees": worse}, {"names": persons}, {})
    assert [line.split() for line in compare.lines(old, new)] == [
        ["trees", "tag", "100.0", "100.0", "+0.0"],
        ["trees", "uas", "100.0", "80.0", "-20.0"],
        ["trees", "las", "100.0", "80.0", "-20.0"],
        ["trees", "sentences", "100.0", "100.0", "+0.0"],
        ["names", "PERSON", "100.0", "100.0", "+0.0"],
    ]


# ------------------------------------------------------------------ which documents


def sentence(*words: str) -> Sentence:
    return Sentence(words, ("O",) * len(words))


def test_sentences_go_to_their_documents(tmp_path: Path):
    path = tmp_path / "names.gz"
    lines = "# newdoc id = a\nAda\tO\n\nleft\tO\tout\n\n# newdoc id = b\nshe\tO\nran\tO\n\nso\tO\n"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(lines)
    found = held_out.by_document(path, [sentence("Ada"), sentence("she", "ran"), sentence("so")], 0)
    assert [(name, [" ".join(s.words) for s in part]) for name, part in found] == [
        ("a", ["Ada"]),
        ("b", ["she ran", "so"]),
    ]
    with pytest.raises(ValueError, match="sentence 2"):
        held_out.by_document(path, [sentence("Ada"), sentence("elsewhere")], 0)


def test_a_place_that_acts_is_a_place():
    acts = Sentence(("New", "Elbe", "paid", "Acme"), ("B-ORG", "I-ORG", "O", "B-ORG"))
    lies = Sentence(("in", "New", "Elbe"), ("O", "B-GPE", "I-GPE"))
    once = Sentence(("by", "Acme"), ("O", "B-LOC"))
    ((document,), more) = [held_out.Names((acts, lies), "north")], [lies, once]
    (found,) = held_out.with_places_that_act([document], more)
    assert found.group == "north"
    assert found.sentences[0].labels == ("B-GPE", "I-GPE", "O", "B-ORG")
    assert found.sentences[1] == lies


def test_test_and_dev_documents_are_apart():
    documents = [(str(i), [sentence("so")] * 1500) for i in range(10)]
    test = [name for name, _ in held_out.split_worldwide(documents, "test")]
    dev = [name for name, _ in held_out.split_worldwide(documents, "dev")]
    assert test == ["0", "1", "2"]  # 4,500 sentences: whole documents
    assert dev == ["3", "6", "9"]


def test_measuring_needs_no_torch():
    script = "import sys; sys.modules['torch'] = None; import training.measure"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
