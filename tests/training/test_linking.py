"""What the linker learns from."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

pytest.importorskip("scipy")

from quotes.quotation.passage import Passage
from quotes.quotation.roles import Roles, RoleSpan
from training.linking import choices


def test_the_annotation_tells_which_candidate_is_right():
    text = "Poe said no . Ray wept "
    starts = [True, False, False, False, True, False]
    deps = ["nsubj", "ROOT", "dobj", "punct", "nsubj", "ROOT"]
    heads = [1, 1, 1, 1, 5, 5]
    vocab = spacy.blank("en").vocab
    doc = Doc(vocab, words=text.split(), heads=heads, deps=deps, sent_starts=starts)

    def at(words: str) -> RoleSpan:
        return RoleSpan(text.index(words), text.index(words) + len(words), 1.0)

    roles = Roles((at("Poe"), at("Ray")), (at("said"),), (at("no"), at("wept")))
    gold = {"content": [at("no").span], "cue": [at("said").span], "source": [at("Poe").span]}
    of_contents, of_cues = choices(Passage(doc, roles, ()), [gold])
    assert [case.right for case in of_contents] == [(True, False), (False, True)]
    assert [case.right for case in of_cues] == [(True, False, False)]
