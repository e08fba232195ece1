"""What one network learns from another where a corpus says nothing."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from training.examples import Example  # noqa: E402
from training.network import half_precision  # noqa: E402
from training.teacher import (  # noqa: E402
    lesson,
    lesson_loss,
    mean_of,
    taught_by,
    with_syntax_of,
)


def window():
    """Two windows, the second of two words and padding."""
    torch.manual_seed(3)
    return {
        "ids": torch.randint(4, 90, (2, 8)),
        "casings": torch.randint(0, 8, (2, 8)),
        "attention": torch.tensor([[1] * 8, [1] * 4 + [0] * 4]),
        "first": torch.tensor([[1, 2, 4, 5], [1, 2, 0, 0]]),
        "words": torch.tensor([[1, 1, 1, 1], [1, 1, 0, 0]]),
    }


def loss(student, teacher, batch, beside_gold=0.0):
    words = student.words(batch["ids"], batch["attention"], batch["casings"], batch["first"])
    return lesson_loss(student, words, batch, lesson(teacher, batch), beside_gold)


def test_nobody_says_what_the_teacher_says_better_than_the_teacher(small_network):
    teacher, batch = small_network(1), window()
    alike = loss(teacher, teacher, batch)
    alike.backward()
    # at its least, what is left is the teacher's own doubt
    assert all(p.grad is None or p.grad.abs().max() < 1e-5 for p in teacher.parameters())
    assert loss(small_network(2), teacher, batch) > alike > 0


def test_what_is_padding_teaches_nothing(small_network):
    teacher, student, batch = small_network(1), small_network(2), window()
    others = {**batch, "ids": batch["ids"].clone()}
    others["ids"][1, 4:] = 7
    assert torch.isclose(loss(student, teacher, batch), loss(student, teacher, others))


def test_where_the_corpus_knows_the_labels_it_alone_counts(small_network):
    teacher, student, batch = small_network(1), small_network(2), window()
    labels = torch.zeros(2, 4, dtype=torch.long)
    whole = loss(student, teacher, batch)
    known = {**batch, "head": labels, "allowed": labels, "quote": labels}
    assert loss(student, teacher, known) == 0
    assert torch.isclose(loss(student, teacher, known, beside_gold=0.5), whole / 2)
    parts = [
        loss(student, teacher, {**batch, **{task: labels for task in known if task in named}})
        for named in (("allowed", "quote"), ("head", "quote"), ("head", "allowed"))
    ]
    assert torch.isclose(sum(parts), whole)


def test_off_the_treebanks_another_says_the_syntax(small_network):
    teacher, other, batch = small_network(1), small_network(2), window()
    both = with_syntax_of(taught_by(other), taught_by(teacher))
    empty = np.zeros(0, np.int32)

    def examples(*tasks: str) -> list[Example]:
        return [Example(empty, empty, empty, dict.fromkeys(tasks, empty))] * 2

    mine, theirs = lesson(teacher, batch), lesson(other, batch)
    news = both(examples("quote"), batch)
    for name in ("arcs", "heads", "labels", "tags", "sentences"):
        assert torch.equal(getattr(news, name), getattr(theirs, name)), name
        assert not torch.equal(getattr(mine, name), getattr(theirs, name)), name
    assert torch.equal(news.names, mine.names) and torch.equal(news.roles, mine.roles)
    parsed = both(examples("head", "tag"), batch)
    assert torch.equal(parsed.arcs, mine.arcs) and torch.equal(parsed.tags, mine.tags)


def test_what_two_teachers_say_together(small_network):
    teacher, other, batch = small_network(1), small_network(2), window()
    mine, theirs = lesson(teacher, batch), lesson(other, batch)
    both = mean_of(taught_by(teacher), taught_by(other), 0.25)([], batch)
    for name in ("arcs", "tags", "sentences", "names", "roles"):
        mean = 0.75 * getattr(mine, name) + 0.25 * getattr(theirs, name)
        assert torch.allclose(getattr(both, name), mean, atol=1e-6), name
    assert torch.equal(both.heads, mine.heads)
    alike = mine.heads == theirs.heads
    assert alike.any() and not alike.all()
    assert torch.equal(both.labels[~alike], mine.labels[~alike])
    mean = 0.75 * mine.labels + 0.25 * theirs.labels
    assert torch.allclose(both.labels[alike], mean[alike], atol=1e-6)


@pytest.mark.parametrize("able", [True, False])
def test_bf16_only_where_there_are_instructions_for_it(monkeypatch, able):
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: able)
    with half_precision("cpu"):
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype == (torch.bfloat16 if able else torch.float32)
