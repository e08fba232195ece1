"""The network as the runtime runs it gives what the network gives."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from training.graph import Graph  # noqa: E402

PIECES, WORDS = 19, [1, 2, 5, 6, 9, 10, 11, 15]


@pytest.mark.parametrize("mixed", [True, False])
def test_the_same_numbers(mixed, small_network):
    made = small_network(5, mixed=mixed)
    ids = torch.randint(0, 90, (1, PIECES))
    cs, first = torch.randint(0, 8, (1, PIECES)), torch.tensor([WORDS])
    with torch.no_grad():
        tag, sent, ner, quote, arc, dependent, governor, h, *constants = Graph(made)(ids, cs, first)
        words = made.words(ids, None, cs, first)
        arcs = made.arcs(words.syntax)
        gelu = torch.nn.functional.gelu
        expected = {
            "sent": (sent, made.sentence(words.syntax)),
            "ner": (ner, made.ner(words.names)),
            "quote": (quote, made.quote(words.roles)),
            "dependent": (dependent, gelu(made.label_dependent(words.syntax))),
            "governor": (governor, gelu(made.label_head(words.syntax))),
            "h": (h, words.names),
            # What is the same for all heads of a word is left out.
            "arc": (arc - arc.mean(-1, keepdim=True), arcs - arcs.mean(-1, keepdim=True)),
        }
    assert torch.equal(tag, made.tag(words.syntax).argmax(-1))
    for name, (found, wanted) in expected.items():
        assert found.shape == wanted.shape, name
        assert torch.allclose(found, wanted, atol=1e-4), name
    for found, wanted in zip(
        constants, (made.label, made.ner_moves, made.quote_moves), strict=True
    ):
        assert torch.equal(found, wanted)
