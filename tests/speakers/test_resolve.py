"""All quotations of an article with their speakers, and the evidence."""

from __future__ import annotations

import pytest

from quotes.speakers.resolve import resolve

GATES = "the gates were open"


def test_i_within_a_quotation_is_its_speaker(analysed, quote, told):
    doc = analysed("first person")
    inner = quote(doc, "the gates were open", "I")
    outer = quote(
        doc, "My mother told me, and I said that the gates were open,", "Paul Grant", "direct"
    )
    found = resolve(doc, [inner, outer])
    assert told(found[0]) == ("Paul Grant", "person", "pronoun")
    assert told(found[1]) == ("Paul Grant", "person", "name")


def test_documents_groups_and_the_unnamed(analysed, quote, told):
    doc = analysed("documents")
    report, many, doctor, owned = resolve(
        doc,
        [
            quote(doc, "the gates were open", "A report"),
            quote(doc, "they were shut", "Many residents"),
            quote(doc, "it was late", "A doctor"),
            quote(doc, "more would come", "Paul Grant’s statement"),
        ],
    )
    assert told(report) == ("A report", "document", "nominal")
    assert told(many) == ("Many residents", "group", "nominal")
    assert told(doctor) == ("A doctor", "unnamed", "nominal")
    assert told(owned) == ("Paul Grant", "person", "nominal")


@pytest.mark.parametrize("title", ["surname", "pronoun", "spokesman", "campaign", "implicit"])
def test_evidence_confidence_and_order(analysed, quote, title):
    """Always filled, always within bounds, in the order given; mentions are the text's."""
    doc = analysed(title)
    sources = [t for t in doc if t.dep_ == "nsubj" and not t.is_space]
    quotations = [quote(doc, t.sent.text.strip(), t.text) for t in reversed(sources)]
    found = resolve(doc, quotations)
    assert [(f.text, f.source) for f in found] == [(q.text, q.source) for q in quotations]
    for f in found:
        assert f.evidence is not None and f.evidence.rule
        assert 0 < f.confidence < 1
        for m in f.evidence.chain:
            assert doc.text[m.start : m.end] == m.text
        assert (f.speaker is None) or f.speaker.name.strip()


def test_no_quotations(analysed):
    assert resolve(analysed("surname"), []) == ()


def test_nobody_is_the_reader(one, told):
    found = one("reader", GATES, "You", cue="know")
    assert told(found) == (None, None, None)


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("title before the name, and a clause", "Ada Hill"),
        ("manager, and a clause", "the manager of the mill"),
    ],
)
def test_who_behind_a_title_and_a_name_is_the_one_named(title, speaker, one):
    assert one(title, "that the gates were open", "who").speaker.name == speaker
