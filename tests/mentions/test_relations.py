"""Who is meant by what he is to somebody else."""

from __future__ import annotations

import pytest

from quotes.speakers.resolve import resolve


@pytest.mark.parametrize(
    ("title", "content", "source", "speaker", "kind"),
    [
        ("relation", "that the gates were open", "My father", "Paul Grant", "person"),
        # somebody else's father, and the lawyer is no husband
        ("relation", "that the gates were closed", "Her father", "Her father", "unnamed"),
        ("couple", "that the gates were open", "His mother", "Olive Hartwell", "person"),
        ("couple", "that the bridge was closed", "His father", "James Hartwell", "person"),
    ],
)
def test_a_relative_is_named_beside_the_word_once(
    analysed, quote, title, content, source, speaker, kind
):
    doc = analysed(title)
    (found,) = resolve(doc, [quote(doc, content, source)])
    assert (found.speaker.name, found.speaker.kind) == (speaker, kind)


def test_the_chain_leads_to_the_name(analysed, quote):
    doc = analysed("relation")
    (found,) = resolve(doc, [quote(doc, "that the gates were open", "My father")])
    assert found.evidence.way == "relation"
    assert [m.text for m in found.evidence.chain] == ["My father", "Paul Grant"]


def test_the_second_husband_is_not_the_first(one):
    assert one("second husband", "the bridge was closed", "Her second husband").speaker.kind == (
        "unnamed"
    )
    assert one("second husband", "it was late", "Her husband").speaker.name == "Paul Grant"
