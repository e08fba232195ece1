"""What a teacher said, kept on disk."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from training.examples import Example, collate  # noqa: E402
from training.lessons import LIKELIEST, Lessons, file_for, key, packed, unpacked  # noqa: E402
from training.network import LabelSets  # noqa: E402
from training.teacher import Lesson, lesson  # noqa: E402

LABELS = LabelSets(
    tags=("NN", "VB", "."),
    deps=("ROOT", "nsubj", "dobj", "punct"),
    ner=("O", "B-ORG", "I-ORG"),
    quote=("O", "B-CUE", "I-CUE"),
)


def window(*words):
    """A window of words of one piece each."""
    ids = np.array([1, *words, 2], np.int32)
    return Example(ids, np.zeros_like(ids), np.arange(1, len(words) + 1, dtype=np.int32), {})


BATCH = [window(5, 6, 7, 8, 9, 10), window(11, 12), window(5, 6, 7)]


class Asked:
    """Counts the windows that a network reads."""

    def __init__(self, network):
        self.network, self.windows = network, 0
        network.encoder.register_forward_hook(self._count)

    def _count(self, _, inputs, __):
        self.windows += len(inputs[0])


def test_the_likeliest_labels_come_back(small_network):
    teacher = small_network(1)
    whole = collate(BATCH, 8)
    said = lesson(teacher, whole)
    kept = packed(said, [6, 2, 3])
    sizes = {"labels": 4, "tags": 3, "sentences": 2, "names": 3, "roles": 3}
    back = unpacked(kept, 8, sizes)
    present = whole["words"] > 0
    for field in fields(Lesson):
        before, after = getattr(said, field.name), getattr(back, field.name)
        assert before.shape == after.shape, field.name
        if field.name == "heads":
            assert torch.equal(before[present], after[present])
            continue
        assert torch.allclose(after[present].sum(-1), torch.ones(int(present.sum())))
        assert not after[~present].any()
        top = before[present].topk(min(LIKELIEST[field.name], before.shape[-1])).values.sum(-1)
        # what is lost is what was not among the likeliest, and the rounding
        lost = (before[present] - after[present]).abs().amax(-1)
        assert (lost <= 1 - top + 0.02).all(), field.name


def test_a_window_is_read_once(small_network, tmp_path):
    asked = Asked(small_network(1))
    lessons = Lessons(asked.network, LABELS, tmp_path / "lessons.db")
    whole = collate(BATCH, 8)
    said = lessons(BATCH, whole)
    assert asked.windows == 3 and said.arcs.shape == (3, 8, 8)
    again = Lessons(asked.network, LABELS, tmp_path / "lessons.db")
    assert torch.equal(again(BATCH, whole).names, said.names)
    assert asked.windows == 3
    labelled = replace(window(20, 21, 22), tasks={"quote": np.zeros(3, np.int32)})
    more = [BATCH[1], labelled]
    assert again.missing(BATCH + more + more) == [more[1]]
    again(more, collate([more[0], window(20, 21, 22)]))
    assert asked.windows == 4
    again.prepare([labelled, *BATCH])  # of several corpora
    assert again.missing(BATCH + more) == []


def test_windows_of_other_words_or_casings_are_others():
    one = window(5, 6, 7)
    joined = Example(one.ids, one.casings, one.first[:2], {})
    titled = Example(one.ids, one.casings + 1, one.first, {})
    assert len({key(one), key(joined), key(titled), key(window(5, 6, 8))}) == 4
    assert key(one) == key(window(5, 6, 7))


def test_each_network_has_lessons_of_its_own(tmp_path):
    (tmp_path / "network.pt").write_bytes(b"one")
    first = file_for(tmp_path)
    (tmp_path / "network.pt").write_bytes(b"other")
    assert file_for(tmp_path) != first and first.parent == tmp_path
