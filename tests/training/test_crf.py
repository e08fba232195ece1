"""The chain's sums against every label sequence written out."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

torch = pytest.importorskip("torch")


def enumerated(logits, allowed, moves):
    """The same loss from all label sequences, one by one."""
    total = 0.0
    for scores, masks in zip(torch.log_softmax(logits, -1), allowed, strict=True):
        words = [i for i, mask in enumerate(masks.tolist()) if mask >= 0]
        every, right = [], []
        for path in product(range(logits.shape[-1]), repeat=len(words)):
            value = sum(scores[i, k] for i, k in enumerate(path))
            value = value + sum(moves[a, b] for a, b in pairwise(path))
            every.append(value)
            if all(int(masks[i]) >> k & 1 for i, k in enumerate(path)):
                right.append(value)
        total = total + torch.stack(every).logsumexp(0) - torch.stack(right).logsumexp(0)
    return total / (allowed >= 0).sum()


@pytest.mark.parametrize("words", [1, 2, 3, 5])
def test_the_loss_and_its_slope(words):
    from training.crf import crf_loss

    torch.manual_seed(words)
    logits = torch.randn(2, words, 3, requires_grad=True)
    moves = torch.randn(3, 3, requires_grad=True)
    allowed = torch.randint(1, 8, (2, words))
    allowed[1, 1:] = -100  # padding
    ours, slow = crf_loss(logits, allowed, moves), enumerated(logits, allowed, moves)
    assert ours.item() == pytest.approx(slow.item(), abs=1e-5)
    for a, b in zip(
        torch.autograd.grad(ours, [logits, moves], allow_unused=True),
        torch.autograd.grad(slow, [logits, moves], allow_unused=True),
        strict=True,
    ):
        if a is not None and b is not None:
            assert torch.allclose(a, b, atol=1e-5)


def test_single_labels_as_masks():
    from training.crf import single

    assert single(torch.tensor([[0, 2, -100]])).tolist() == [[1, 4, -100]]


def test_words_that_the_network_is_sure_to_get_wrong_have_a_finite_loss():
    from training.crf import crf_loss

    logits = torch.tensor([[[500.0, 0.0], [500.0, 0.0]]])
    loss = crf_loss(logits, torch.tensor([[2, 2]]), torch.zeros(2, 2))
    assert 40 < loss.item() < 500
