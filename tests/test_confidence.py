"""How sure to be: the arithmetic by hand, and what the bundled weights promise."""

from __future__ import annotations

import json
import math
import pickle
from dataclasses import replace

import numpy as np
import pytest

from quotes.annotation import get_quotations, set_quotations
from quotes.confidence import (
    DOUBTFUL,
    LEAST,
    MOST,
    Calibration,
    Logistic,
    assess,
    bundled,
    is_doubtful,
    of_both,
)
from quotes.quotation.signals import NAMES as LINK_SIGNALS
from quotes.speakers.signals import NAMES as SPEAKER_SIGNALS
from quotes.types import AttributedQuotation, Evidence, Linking, Mention, Quotation, Reason

#: What may speak either way: the kind of case, not what speaks for it.
EITHER_WAY = {
    *("has cue", "has source", "direct", "mixed", "length"),
    *("named", "pronoun", "described", "person", "in marks"),
}
HALF = Logistic(0.0, {}, {})
BOTH = Logistic(-1.0, {"linked": 1.0, "attributed": 0.5}, {"linked": 0.0, "attributed": 0.0})
SIMPLE = Logistic(-1.0, {"content": 2.0, "length": -0.5}, {"content": 0.5, "length": 2.0})


def quotation(**signals: float) -> Quotation:
    linking = Linking(tuple(signals.items()), Mention("Poe", 20, 23), 0.25)
    return Quotation("direct", "We agree", ((1, 9),), None, None, 0.3, linking)


TEXT_OF_ONE = "Maria Lopez said on Monday that the bridge would close in May."


def test_a_probability_by_hand():
    # -1 + 2 * 1 - 0.5 * 3 = -0.5
    assert SIMPLE.probability({"content": 1.0, "length": 3.0}) == pytest.approx(0.3775407)
    # what is missing is average: -1 + 2 * 1 - 0.5 * 2 = 0
    assert SIMPLE.probability({"content": 1.0}) == pytest.approx(0.5)
    assert SIMPLE.probability({"content": 1.0, "unknown": 9.0}) == pytest.approx(0.5)


def test_nothing_is_certain():
    assert SIMPLE.probability({"content": 1e6}) == MOST
    assert SIMPLE.probability({"content": -1e6}) == LEAST
    sure = Calibration(*[Logistic(9.0, {}, {})] * 4)
    assert assess(quotation(), {}, sure).confidence == pytest.approx(MOST)
    never = Calibration(*[Logistic(-9.0, {}, {})] * 4)
    assert assess(quotation(), {}, never).confidence == LEAST


def test_what_nothing_attributes_is_as_sure_as_the_choice_of_its_speaker():
    models = Calibration(SIMPLE, SIMPLE, SIMPLE, BOTH)
    chosen = {"certainty": 1.0, "somebody": 1.0}
    sure = assess(quotation(content=-9.0), chosen, models)
    assert sure.linked == sure.attributed == sure.confidence == pytest.approx(0.7311)
    nobody = assess(quotation(content=-9.0), {**chosen, "somebody": 0.0}, models)
    assert nobody.confidence == LEAST
    with_cue = replace(quotation(content=-9.0), cue=Mention("says", 12, 16))
    assert assess(with_cue, chosen, models).confidence == LEAST


def test_both_have_to_be_right():
    models = Calibration(SIMPLE, HALF, Logistic(math.log(4), {}, {}), BOTH)
    found = assess(quotation(content=1.0, length=3.0), {}, models)
    assert (found.linked, found.attributed) == (0.3775, 0.8)
    # the log-odds are -0.5 and ln 4: -1 - 0.5 + 0.5 * 1.3863 = -0.8069
    assert found.confidence == pytest.approx(0.3085, abs=1e-4)
    certain = replace(models, together=Logistic(9.0, {}, {}))
    found = assess(quotation(content=1.0, length=3.0), {}, certain)
    assert found.confidence == 0.3775, "no surer than the words and the source"


def test_without_an_encoder_other_weights_hold():
    models = Calibration(SIMPLE, HALF, HALF, BOTH)
    learnt = quotation(content=5.0)
    assert learnt.linking is not None
    syntax = replace(learnt, linking=replace(learnt.linking, learned=False))
    assert assess(learnt, {}, models).linked == MOST
    assert assess(syntax, {}, models).linked == 0.5


def test_a_quotation_that_somebody_else_made_is_as_sure_as_it_says():
    made = replace(quotation(), linking=None)
    assert assess(made, {}, Calibration(SIMPLE, HALF, HALF, BOTH)).linked == 0.3


def test_reasons_are_told_the_strongest_first():
    model = Logistic(
        0.0,
        {"has cue": 1.0, "speaks": 1.0, "content": 1.0, "cue": 0.1, "direct": 2.0},
        {"has cue": 0.5, "speaks": 0.5, "content": 2.0, "cue": 2.0, "direct": 0.5},
    )
    with_cue = {"has cue": 1.0, "speaks": 0.0, "content": 4.0, "cue": 2.5, "direct": 0.0}
    reasons = assess(quotation(**with_cue), {}, Calibration(model, HALF, HALF, BOTH)).reasons
    assert reasons == (
        Reason("the model is sure of the words", 2.0),
        Reason("the cue is no verb of speaking", -0.5),
        Reason("there is a cue", 0.5),
    ), "what moves little is left out, and so is what is said by nothing"
    without = model.reasons({**with_cue, "has cue": 0.0})
    assert "the cue is no verb of speaking" not in [text for _, text in without]


def test_that_something_is_missing_is_no_reason_for_it():
    model = Logistic(0.0, {"has source": -1.0, "has cue": 1.0}, {"has source": 0.9, "has cue": 0.9})
    told = model.reasons({"has source": 0.0, "has cue": 0.0})
    assert [text for _, text in told] == ["no cue attributes it"]


def test_the_bundled_weights_are_those_of_the_signals():
    models = bundled()
    for model, names in (
        (models.linked, LINK_SIGNALS),
        (models.by_syntax, LINK_SIGNALS),
        (models.attributed, SPEAKER_SIGNALS),
        (models.together, ("linked", "attributed")),
    ):
        assert list(model.weights) == list(model.means) == list(names)


def test_what_speaks_for_a_quotation_never_lowers_its_confidence():
    models = bundled()
    for model in (models.linked, models.by_syntax, models.attributed, models.together):
        for name in model.weights.keys() - EITHER_WAY:
            less = model.probability({**model.means, name: model.means[name] - 1})
            more = model.probability({**model.means, name: model.means[name] + 1})
            assert less <= more, name


def test_every_reason_of_the_bundled_weights_has_words():
    for model in (bundled().linked, bundled().by_syntax, bundled().attributed):
        for change in (-9.0, 9.0):
            signals = {name: mean + change for name, mean in model.means.items()}
            for weight, text in model.reasons(signals):
                assert text and weight


def test_json_keeps_the_models():
    models = bundled()
    assert Calibration.from_json(json.loads(json.dumps(models.to_json()))) == models
    with pytest.raises(KeyError):
        Calibration.from_json({"linked": models.to_json()["linked"]})


def test_doubtful_is_more_likely_wrong_than_right():
    assert DOUBTFUL == 0.5
    assert [is_doubtful(share) for share in (0.49, 0.5, 1.0, None)] == [True, False, False, False]


def test_a_doc_keeps_all_evidence():
    import spacy
    from spacy.tokens import DocBin

    doc = spacy.blank("en")("“We agree,” Ann Poe said.")
    made = AttributedQuotation(
        "direct",
        "We agree,",
        ((1, 10),),
        Mention("said", 20, 24),
        Mention("Ann Poe", 12, 19),
        0.8,
        Linking((("content", 1.5),), Mention("We", 1, 3), 0.125, learned=False, turn="answer"),
        resolution="name",
        evidence=Evidence(
            "named in the source",
            (Mention("Ann Poe", 12, 19),),
            "Bob Ray",
            0.4,
            Mention("We", 1, 3),
            0.125,
            0.9,
            0.89,
            (Reason("there is a cue", 0.5),),
        ),
    )
    set_quotations(doc, [made])
    copy = spacy.blank("en")("").from_bytes(doc.to_bytes())
    assert get_quotations(copy) == (made,)
    many = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (other,) = DocBin().from_bytes(many).get_docs(doc.vocab)
    assert get_quotations(other) == (made,)
    assert get_quotations(pickle.loads(pickle.dumps(doc))) == (made,)


def test_the_pipeline_gives_its_reasons(nlp):
    text = "Anna Weiss spoke to Bob Ray. “We need more time,” she said."
    (found,) = get_quotations(nlp(text))
    evidence, linking = found.evidence, found.linking
    assert linking is not None and linking.learned
    assert evidence is not None and evidence.linked and evidence.attributed and evidence.reasons
    both = bundled().together.probability(of_both(evidence.linked, evidence.attributed))
    assert found.confidence == pytest.approx(
        min(both, evidence.linked, evidence.attributed), abs=1e-3
    )
    assert evidence.linked == round(bundled().linked.probability(dict(linking.signals)), 4)


def test_without_roles_the_other_weights_are_used(nlp):
    with nlp.select_pipes(enable=["quotes_encoder", "quotes_lemmatizer"]):
        doc = nlp("“We need more time,” Maria Lopez said.")
    for name in ("source", "cue", "content"):
        del doc.spans[name]
    (found,) = nlp.get_pipe("quotes_speakers")(nlp.get_pipe("quotes_quotations")(doc))._.quotations
    assert found.linking is not None and not found.linking.learned
    signals = dict(found.linking.signals)
    assert found.evidence.linked == round(bundled().by_syntax.probability(signals), 4)


def test_the_larger_encoder_has_weights_of_its_own(nlp):
    (before,) = get_quotations(nlp(TEXT_OF_ONE))
    doc = nlp.make_doc(TEXT_OF_ONE)
    for name in ("quotes_encoder", "quotes_lemmatizer", "quotes_quotations"):
        doc = nlp.get_pipe(name)(doc)
    doc.tensor = np.zeros((len(doc), 768), np.float32)  # as wide as that one's
    (after,) = get_quotations(nlp.get_pipe("quotes_speakers")(doc))
    assert after.speaker == before.speaker
    assert after.confidence != before.confidence
    assert bundled(768) != bundled() == bundled(96)
