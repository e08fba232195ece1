"""A linear-chain conditional random field over labels of which several may be right.

Lafferty, McCallum and Pereira (2001); with sets of labels in place of single ones, Tsuboi et al.
(2008). A word scores each label, and each pair of neighbours scores the move from one label to the
next, so that a span is learned as a whole and not a word at a time.
"""

from __future__ import annotations

import torch
from torch import Tensor


def crf_loss(logits: Tensor, allowed: Tensor, moves: Tensor) -> Tensor:
    """Minus the log probability of the allowed label sequences, a word.

    ``logits`` is (batch, words, labels); ``allowed`` (batch, words), a bit mask over the labels
    that may be right, negative for padding, which stands at the end; ``moves`` (labels, labels),
    from a word's label to the next word's.
    """
    with torch.autocast(logits.device.type, enabled=False):
        # Never nought, whose logarithm would spoil the whole batch.
        weights = torch.softmax(logits.float(), -1).clamp(min=1e-20)
        bits = torch.arange(logits.shape[-1], device=logits.device)
        inside = (allowed.clamp(min=0)[..., None] >> bits) & 1
        words = allowed >= 0
        # Both sums at once: over all sequences, and over the allowed ones.
        both = torch.cat([weights, weights * inside])
        everything, right = log_partition(both, words.repeat(2, 1), moves.float()).chunk(2)
    return (everything - right).sum() / words.sum().clamp(min=1)


def log_partition(weights: Tensor, words: Tensor, moves: Tensor) -> Tensor:
    """(batch,): the log of the sum over all label sequences of the product of their weights.

    ``weights`` is (batch, words, labels), not negative, some label above 0 for every word;
    ``words`` is true where there is a word. The chain of matrix products is halved at each step,
    so it takes as many steps as the logarithm of its length.
    """
    batch, count, labels = weights.shape
    identity = torch.eye(labels, device=weights.device)
    step = weights[:, :, None, :] * moves.exp()
    step = torch.cat([(weights[:, :1, :, None] * identity), step[:, 1:]], 1)
    step = torch.where(words[:, :, None, None], step, identity)
    length = 1 << max(0, count - 1).bit_length()
    if length > count:
        step = torch.cat([step, identity.expand(batch, length - count, -1, -1)], 1)
    logs = weights.new_zeros(batch, length)
    while True:
        # A constant to the gradient: it is divided out here and added back below.
        largest = step.detach().amax((-1, -2)).clamp(min=1e-30)
        step = step / largest[..., None, None]
        logs = logs + largest.log()
        if step.shape[1] == 1:
            return step[:, 0].sum((-1, -2)).log() + logs[:, 0]
        left, right = step[:, 0::2], step[:, 1::2]
        shape = left.shape
        product = torch.bmm(left.reshape(-1, labels, labels), right.reshape(-1, labels, labels))
        step = product.view(shape)
        logs = logs[:, 0::2] + logs[:, 1::2]


def single(gold: Tensor) -> Tensor:
    """Bit masks of single labels: ``gold`` is (batch, words), negative for padding."""
    return torch.where(gold < 0, gold, torch.ones_like(gold) << gold.clamp(min=0))
