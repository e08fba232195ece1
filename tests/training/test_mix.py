"""From annotated words to windows and batches."""

from __future__ import annotations

import pytest

pytest.importorskip("torch")

import torch

from training.annotated import Annotated
from training.examples import batches, collate, masked, to_examples
from training.mix import Corpus, plan, straightened, with_syntax
from training.network import IGNORE, LabelSets
from training.treebanks import ParsedDocument


class OnePieceAWord:
    """In place of the tokenizer of the encoder."""

    start, end = 1, 2

    def encode(self, words):
        return [([10 + len(word)], 0) for word in words]


def window(words, **tasks):
    return next(to_examples(OnePieceAWord(), Annotated(words, tasks)))


def test_a_document_keeps_its_labels_and_leaves_open_what_nobody_knows():
    document = ParsedDocument(
        words=("Ann", "Lee", "spoke"),
        spaces=(True, True, False),
        tags=("NNP", "NNP", "NEW"),
        heads=(1, 2, 2),
        deps=("compound", "nsubj", "ROOT"),
        sent_starts=(True, False, False),
        lemmas=("Ann", "Lee", "speak"),
        entities=("B-PERSON", "I-PERSON", "O"),
        genre="news",
        doc_id="news-1",
    )
    labels = LabelSets(("NNP",), ("compound", "nsubj", "ROOT"), ("O", "B-PERSON"), ("O",))
    tasks = with_syntax(document, labels, unknown=["DATE"]).tasks
    assert tasks["tag"] == (0, 0, IGNORE)
    assert tasks["dep"] == (0, 1, 2)
    assert tasks["sent"] == (1, 0, 0)
    known, inside, open_word = tasks["allowed"]
    assert bin(known).count("1") == bin(inside).count("1") == 1
    assert bin(open_word).count("1") == 3  # O, B-DATE or I-DATE


def test_heads_outside_the_window_are_unknown():
    examples = list(
        to_examples(
            OnePieceAWord(),
            Annotated(("One", ".", "Two", "."), {"head": (0, 0, 0, 2)}),
            size=2,
        )
    )
    assert [list(example.tasks["head"]) for example in examples] == [[0, 0], [IGNORE, 0]]


def test_padding_has_no_label():
    batch = collate([window(("a", "b"), tag=(3, 4)), window(("c",), tag=(5,))])
    assert batch["tag"].tolist() == [[3, 4], [5, IGNORE]]
    assert batch["words"].tolist() == [[1, 1], [1, 0]]
    assert batch["attention"].tolist() == [[1, 1, 1, 1], [1, 1, 1, 0]]


def test_lengths_can_be_rounded_up():
    batch = collate([window(("a", "b", "c"), tag=(3, 4, 5))], 4)
    assert batch["ids"].shape == (1, 8)  # with the pieces that open and close it
    assert batch["attention"].tolist() == [[1, 1, 1, 1, 1, 0, 0, 0]]
    assert batch["words"].tolist() == [[1, 1, 1, 0]]
    assert batch["tag"].tolist() == [[3, 4, 5, IGNORE]]


def test_each_reading_is_drawn_anew_and_parts_of_a_reading_count():
    seen = []

    def draw(k):
        seen.append(k)
        return [window(("w",) * (k + 1), tag=(k,) * (k + 1)) for _ in range(10)]

    planned = plan([Corpus("c", 2.5, draw)], size=2, seed=1)
    assert seen == [0, 1, 2]
    assert len(planned) == 5 + 5 + 2
    again = plan([Corpus("c", 2.5, draw)], size=2, seed=1)
    assert [b[0].tasks["tag"][0] for b in planned] == [b[0].tasks["tag"][0] for b in again]


def test_a_later_round_repeats_no_reading():
    seen = []

    def draw(k):
        seen.append(k)
        return [window(("w",), tag=(k,))]

    plan([Corpus("c", 2.5, draw)], size=2, seed=2, passes=0.5, before=1.0)
    assert seen == [3, 4]


def test_after_so_many_readings_the_first_one_comes_again():
    seen = []

    def draw(k):
        seen.append(k)
        return [window(("w",), tag=(k,))]

    plan([Corpus("c", 5.0, draw)], size=2, seed=1, readings=2)
    assert seen == [0, 1, 0, 1, 0]


def test_a_round_may_read_a_corpus_more_often():
    seen = {"c": [], "d": []}

    def corpus(name):
        def draw(k):
            seen[name].append(k)
            return [window(("w",), tag=(k,))]

        return Corpus(name, 1.0, draw)

    plan([corpus("c"), corpus("d")], size=2, seed=1, before=2.0, of={"c": 3.0})
    assert seen == {"c": [6, 7, 8], "d": [2]}


def test_raw_text_is_read_where_a_teacher_has_labels_for_it():
    raw = Corpus("raw", 1.0, lambda k: [window(("w",))], raw=True)
    assert plan([raw], size=2, seed=1) == []
    assert len(plan([raw], size=2, seed=1, taught=True)) == 1


def test_masked_words_are_hidden_whole_and_nothing_else():
    torch.manual_seed(1)
    # a window of three words, of one, two and one pieces, and a shorter one
    batch = {
        "ids": torch.tensor([[1, 5, 6, 7, 8, 2], [1, 9, 2, 0, 0, 0]]),
        "first": torch.tensor([[1, 2, 4], [1, 0, 0]]),
        "words": torch.tensor([[1, 1, 1], [1, 0, 0]]),
    }
    seen = set()
    for _ in range(200):
        ids = masked(batch, 0.5, mask=3, end=2)["ids"]
        hidden = ids == 3
        assert torch.equal(ids[~hidden], batch["ids"][~hidden])
        assert not hidden[:, 0].any() and not hidden[batch["ids"] == 2].any()
        assert hidden[0, 2] == hidden[0, 3]  # one word
        seen.add(tuple(hidden[0, 1:5].tolist()))
    assert len(seen) == 8
    assert masked(batch, 0.0, mask=3, end=2) is batch


def test_batches_hold_every_window_once():
    examples = [window(("w",) * n, tag=(n,) * n) for n in (3, 1, 2, 5, 4)]
    sizes = [len(e.first) for batch in batches(examples, 2) for e in batch]
    assert sizes == [1, 2, 3, 4, 5]


def test_typewriter_marks():
    assert straightened("“") == '"'
    assert straightened("don’t") == "don't"
