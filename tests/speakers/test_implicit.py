"""Quotations without a source, and pronouns that answer."""

from __future__ import annotations

from quotes.speakers.resolve import resolve


def test_in_an_exchange_the_two_take_turns(analysed, quote):
    doc = analysed("exchange")
    told = [quote(doc, "Where is the boat?", "Anna Weiss", "direct", cue="asked")]
    told += [quote(doc, "At the pier,", "Paul Grant", "direct")]
    lines = "Which pier?", "The old one.", "Is it safe?", "It is.", "Then we go.", "Now?"
    rest = [quote(doc, line, type="direct") for line in lines]
    found = resolve(doc, told + rest)
    assert [one.speaker.name for one in found] == ["Anna Weiss", "Paul Grant"] * 4
    assert {one.resolution for one in found[2:]} == {"implicit"}


def test_in_news_a_paragraph_goes_on_from_the_one_before(analysed, quote):
    doc = analysed("exchange")
    told = [quote(doc, "Where is the boat?", "Anna Weiss", "direct", cue="asked")]
    told += [quote(doc, "At the pier,", "Paul Grant", "direct")]
    found = resolve(doc, [*told, quote(doc, "Which pier?", type="direct")])
    assert found[-1].speaker.name == "Paul Grant"
    assert found[-1].evidence.rule == "follows on from the quotation before"


def test_the_name_behind_a_dash_signs(analysed, quote):
    doc = analysed("signed below")
    (found,) = resolve(doc, [quote(doc, "The bridge is a disgrace.", type="direct")])
    assert (found.speaker.name, found.resolution) == ("Anna Weiss", "implicit")
    assert found.evidence.rule == "signs it"


def test_who_answers_was_asked(analysed, quote):
    doc = analysed("asked")
    (found,) = resolve(doc, [quote(doc, "that the gates were open", "He", cue="answered")])
    assert found.speaker.name == "Peter Marsh"
    assert found.evidence.runner_up == "Tom Grant"


def test_who_is_a_person_rather_than_a_body(analysed, quote):
    doc = analysed("which body")
    (found,) = resolve(doc, [quote(doc, "that the gates were open", "who")])
    assert found.speaker.name == "Anna Weiss"


def test_a_headline_without_articles_is_no_antecedent(analysed, quote):
    doc = analysed("bare headline")
    (found,) = resolve(doc, [quote(doc, "that the gates were open", "The website")])
    assert found.speaker.name != "Website"


def test_who_speaks_elsewhere_is_likelier_to_speak(analysed, quote):
    doc = analysed("speaks elsewhere")
    gates = quote(doc, "that the gates were open", "He")
    bridge = quote(doc, "that the bridge was closed", "Peter Marsh")
    (alone,) = resolve(doc, [gates])
    _, beside = resolve(doc, [bridge, gates])
    assert (alone.speaker.name, beside.speaker.name) == ("Tom Grant", "Peter Marsh")


def test_a_paragraph_that_turns_to_somebody_tells_who_is_quoted_below_it(analysed, quote):
    doc = analysed("turned before")
    quotations = [
        quote(doc, "The bridge is closed,", "Peter Marsh", "direct"),
        quote(doc, "The gates are open,", "he", "direct"),
    ]
    found = resolve(doc, quotations)[1]
    assert found.speaker.name == "Tom Grant"
    assert found.evidence.runner_up == "Peter Marsh"
