"""What an attribution reports: said, an attitude, or not said."""

from __future__ import annotations

import json

import numpy as np
import pytest
from spacy.language import Language

import quotes
from quotes.quotation.acts import Acts, Seen, Weights, bundled, seen, with_act
from quotes.types import Mention, Quotation, QuotationType

NOTHING = np.zeros(0)


def acts(read: dict[str, float], unread: dict[str, float] | None = None) -> Acts:
    """A model in which statements count for an attitude, and a vector's first number."""
    vector = np.array([1.0, 0.0])
    return Acts(
        {2: {"attitude": Weights(-1.0, read, vector), "unsaid": Weights(-9.0, {}, np.zeros(2))}},
        {
            "attitude": Weights(-1.0, unread or read, NOTHING),
            "unsaid": Weights(-9.0, {}, NOTHING),
        },
    )


def test_what_is_stated_adds_up() -> None:
    model = acts({"verb: hope": 3.0})
    assert model.of(Seen(("verb: hope",), np.zeros(2)))[0] == "attitude"
    act, chance = model.of(Seen(("verb: say",), np.zeros(2)))
    assert act == "statement" and 0.7 < chance < 0.74  # 1 / (1 + e^-1 + e^-9)


def test_a_statement_must_be_surer_than_not() -> None:
    model = acts({"verb: accept": 0.8})
    act, chance = model.of(Seen(("verb: accept",), np.zeros(2)))
    assert act == "attitude" and 0.4 < chance < 0.5  # a statement would be 0.55
    assert model.of(Seen((), np.zeros(2)))[0] == "statement"


def test_a_vector_counts_where_the_encoder_has_read() -> None:
    model = acts({"verb: hope": 0.5})
    assert model.of(Seen((), np.array([5.0, 0.0])))[0] == "attitude"
    assert model.of(Seen((), np.array([5.0, 0.0, 0.0])))[0] == "statement"  # of another pipeline
    assert model.of(Seen((), None))[0] == "statement"


def test_json_gives_the_model_again() -> None:
    model = bundled()
    again = Acts.from_json(json.loads(json.dumps(model.to_json())))
    one = Seen(("indirect", "verb: hope"), None)
    assert again.of(one) == model.of(one)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("“The weir is dry,” Olga Brandt said.", "statement"),
        ("Olga Brandt said the weir was dry.", "statement"),
        ("According to Olga Brandt, the weir is dry.", "statement"),
        ("Olga Brandt denied that the weir was dry.", "statement"),
        ("Olga Brandt asked whether the weir was dry.", "statement"),
        ("Olga Brandt believes that the weir is dry.", "attitude"),
        ("Olga Brandt hopes that the weir will open in May.", "attitude"),
        ("Olga Brandt wants the council to close the weir.", "attitude"),
        ("Olga Brandt defended her decision.", "attitude"),
        ("Olga Brandt did not say that the weir was dry.", "unsaid"),
        ("Olga Brandt declined to say whether the weir was dry.", "unsaid"),
        ("Olga Brandt would not say who paid for the weir.", "unsaid"),
        ("Most voters would say that the weir is too small.", "unsaid"),
        ("Olga Brandt could have said that the weir was dry.", "unsaid"),
        ("Olga Brandt had a message for the council: “Close the weir.”", "statement"),
        ("But Olga Brandt has a warning: “They will not pay for the weir.”", "statement"),
        ("A reader would now ask: “Who pays for the weir?”", "unsaid"),
        ("“Who pays for the weir?” a reader would now ask.", "unsaid"),
    ],
)
def test_plain_cases(nlp: Language, text: str, act: str) -> None:
    found = quotes.extract(text, nlp, act="all")
    assert [one.act for one in found] == [act]
    assert all(0.3 < (one.act_confidence or 0) <= 1 for one in found)


def test_extract_gives_statements_unless_asked(nlp: Language) -> None:
    text = "Olga Brandt said the weir was dry. Nils Aker hopes that it will rain in May."
    assert [str(one.speaker) for one in quotes.extract(text, nlp)] == ["Olga Brandt"]
    assert [str(one.speaker) for one in quotes.extract(text, nlp, act="attitude")] == ["Nils Aker"]
    assert len(quotes.extract(text, nlp, act="all")) == 2
    with pytest.raises(ValueError, match="no act 'rumour'"):
        quotes.extract(text, nlp, act="rumour")  # type: ignore[arg-type]


def test_all_are_on_the_doc(nlp: Language) -> None:
    doc = nlp("Olga Brandt said the weir was dry. Nils Aker hopes that it will rain in May.")
    assert [one.act for one in doc._.quotations] == ["statement", "attitude"]
    assert type(doc)(nlp.vocab).from_bytes(doc.to_bytes())._.quotations == doc._.quotations


def test_what_is_seen(nlp: Language) -> None:
    text = "Olga Brandt has refused to say whether the weir is dry."
    doc = nlp(text)
    start = text.index("whether")
    cue, source = (Mention.of(text, 12, 30), Mention.of(text, 0, 11))
    one = seen(doc, ((start, len(text) - 1),), cue, source, "indirect")
    assert {"indirect", "content: a question", "verb: refuse", "also: say"} <= set(one.stated)
    assert one.vector is not None and len(one.vector) == doc.tensor.shape[1]


def stated(
    nlp: Language,
    text: str,
    cue: str,
    content: str,
    source: str = "",
    type: QuotationType = "indirect",
) -> set[str]:
    """What is stated of the attribution that these words of ``text`` make."""

    def mention(words: str) -> Mention | None:
        start = text.index(words)
        return Mention.of(text, start, start + len(words)) if words else None

    start = text.index(content)
    spans = ((start, start + len(content)),)
    return set(seen(nlp(text), spans, mention(cue), mention(source), type).stated)


def test_what_is_done_without_saying_is_denied(nlp: Language) -> None:
    text = "Olga Brandt left without saying who would run the weir."
    assert "negated" in stated(nlp, text, "saying", "who would run the weir")
    text = "Olga Brandt left after saying who would run the weir."
    assert "negated" not in stated(nlp, text, "saying", "who would run the weir")


def test_what_the_content_is(nlp: Language) -> None:
    topic = stated(nlp, "Olga Brandt announced the plan.", "announced", "the plan")
    clause = stated(
        nlp, "Olga Brandt announced that she would run.", "announced", "that she would run"
    )
    assert {"content: phrase, up to 3 words", "about: plan", "verb: announce, hangs: dobj"} <= topic
    assert {"content: that", "verb: announce, hangs: ccomp"} <= clause
    assert "about a noun" in topic and "about a noun" not in clause
    nothing = stated(nlp, "The police reported no deaths.", "reported", "no deaths")
    assert "content: nothing" in nothing


def test_what_the_source_is(nlp: Language) -> None:
    footage = "The footage showed a crane in the water."
    assert "source: footage" in stated(
        nlp, footage, "showed", "a crane in the water", "The footage"
    )
    name = stated(nlp, "Olga Brandt said so.", "said", "so", "Olga Brandt")
    assert "source: a name, PERSON" in name
    voters = "Most voters say the weir is dry."
    some = stated(nlp, voters, "say", "the weir is dry", "Most voters")
    assert "source: NNS behind most" in some


def test_who_does_it(nlp: Language) -> None:
    def by(text: str, cue: str, content: str, source: str) -> set[str]:
        some = stated(nlp, text, cue, content, source)
        return {one for one in some if one.startswith("by: ")}

    meeting = by(
        "The meeting discussed the price of sand.", "discussed", "the price", "The meeting"
    )
    assert meeting == {"by: a thing"}
    mayor = by("The mayor discussed the price of sand.", "discussed", "the price", "The mayor")
    assert mayor == {"by: a person"}
    assert by("The report shows a gap.", "shows", "a gap", "The report") == {"by: a document"}
    assert by("All of this shows a gap.", "shows", "a gap", "All of this") == {"by: pointing"}
    assert by("As we said, it is dry.", "said", "it is dry", "we") == {"by: the writer"}
    assert by("As she said, it is dry.", "said", "it is dry", "she") == {"by: a pronoun"}
    declared = "Olga Brandt was declared the winner."
    assert by(declared, "was declared", "the winner", "") == {"by: nobody, passive"}
    plain = "The court declared Olga Brandt the winner."
    assert by(plain, "declared", "the winner", "The court") == {"by: a body"}


def test_clauses_above(nlp: Language) -> None:
    text = "Nobody thinks that Olga Brandt said the weir was dry."
    assert "above: negated" in stated(nlp, text, "said", "the weir was dry")
    plain = "Nils Aker thinks that Olga Brandt said the weir was dry."
    assert "above: negated" not in stated(nlp, plain, "said", "the weir was dry")


def test_a_condition_by_the_order_of_words(nlp: Language) -> None:
    text = "Should Brandt say that the weir is dry, the council will act."
    assert "condition" in stated(nlp, text, "say", "that the weir is dry")
    plain = "Brandt should say that the weir is dry."
    assert "condition" not in stated(nlp, plain, "say", "that the weir is dry")


def test_quoted_words_without_a_cue(nlp: Language) -> None:
    def of(text: str) -> set[str]:
        start, end = text.index("“"), text.index("”") + 1
        return set(seen(nlp(text), ((start, end),), None, None, "mixed").stated)

    scare = {"no cue, mixed, begins small", "no cue, mixed, without a stop"}
    assert scare <= of("The council has a “weir for all” to pay for.")
    assert not scare & of("The weir was dry. “It has been dry for years.” Brandt left.")
    assert "no cue, mixed, begins a paragraph" in of("The weir was dry.\n\n“Years ago.”")
    assert "no cue, mixed, begins a paragraph" not in of("The weir was dry. “Years ago.”")


def test_without_a_cue_or_a_reader(nlp: Language) -> None:
    text = "“The weir is dry.”"
    doc = nlp(text)
    doc.tensor = np.zeros((0, 0), np.float32)
    quotation = Quotation("direct", text[1:-1], ((1, len(text) - 1),), None, None, 0.5)
    assert with_act(doc, quotation).act == "statement"
    assert "cue: none" in seen(doc, quotation.spans, None, None, "direct").stated


AROUND = (
    "The council met on Monday in the old hall to talk about the harbour. Mayor Ana Lopez said the "
    "bridge would be built in May. {} “We like it,” Ben Otto said after the meeting."
)


@pytest.mark.parametrize("text", ["{}", AROUND])
@pytest.mark.parametrize(
    ("sentence", "content", "act"),
    [
        ("Most voters would say that the bridge is ugly.", "that the bridge is ugly", "unsaid"),
        ("If Hill says that money is there, work can begin.", "that money is there", "unsaid"),
        ("Hill never said that the bridge was safe.", "that the bridge was safe", "unsaid"),
        ("Neither Hill nor Marsh said that it was safe.", "that it was safe", "unsaid"),
        ("None of the witnesses said that it was safe.", "that it was safe", "unsaid"),
        ("Few of them said that it was safe.", "that it was safe", "unsaid"),
        ("Hill not only said that it was safe.", "that it was safe", "statement"),
        ("A few of them said that it was safe.", "that it was safe", "statement"),
        ("Most voters said that the bridge was ugly.", "that the bridge was ugly", "statement"),
        ("No 10 said that the bridge was safe.", "that the bridge was safe", "statement"),
    ],
)
def test_what_a_cue_does_not_assert_is_no_statement_whatever_is_around(
    nlp: Language, text: str, sentence: str, content: str, act: str
) -> None:
    found = {q.text: q.act for q in nlp(text.format(sentence))._.quotations}
    assert found[content] == act


def test_the_weights_do_not_make_a_statement_of_what_is_not_asserted() -> None:
    act, chance = acts({}).of(Seen(("not asserted",), np.zeros(2)))
    assert act == "attitude" and chance > 0.99  # of what is left
    assert acts({}).of(Seen(("not asserted to be said",), np.zeros(2)))[0] == "unsaid"


def test_a_denial_within_quoted_words_is_none_of_the_cue(nlp: Language) -> None:
    text = "“No,” Gil Marsh answered."
    assert "negated" not in stated(nlp, text, "answered", "No", type="direct")
    assert [one.act for one in quotes.extract(text, nlp, act="all")] == ["statement"]
    other = "Gil Marsh answered nothing about the gates."
    assert "negated" in stated(nlp, other, "answered", "nothing about the gates")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The video showed the crowd at the gates.", "attitude"),
        ("Footage from the scene shows that the gates were open.", "attitude"),
        ("The report showed that the gates were open.", "statement"),
        ("In the video the mayor said that the gates were open.", "statement"),
    ],
)
def test_what_is_seen_is_said_by_nobody(text, act):
    assert [q.act for q in quotes.extract(text, act="all")] == [act]


@pytest.mark.parametrize(
    ("text", "content", "act"),
    [
        (
            "Asked whether the gates were open, Marsh grinned.",
            "whether the gates were open",
            "unsaid",
        ),
        ("“No,” Marsh said when asked if she would stay.", "if she would stay", "unsaid"),
        (
            "Ms. Marsh, asked about the deaths of four miners, said she was sorry.",
            "the deaths of four miners",
            "unsaid",
        ),
        ("Marsh asked whether the gates were open.", "whether the gates were open", "statement"),
        (
            "Asked by a reporter whether the gates were open, Marsh grinned.",
            "whether the gates were open",
            "statement",
        ),
    ],
)
def test_a_question_that_nobody_is_told_to_put_is_no_statement(nlp, text, content, act):
    assert {q.text: q.act for q in quotes.extract(text, nlp, act="all")}[content] == act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Minister Marsh stopped short of saying the flood was over.", "unsaid"),
        ("Marsh noticeably refrained from mentioning whether he would join the board.", "unsaid"),
        ("Marsh has so far avoided describing the dam as “unsafe”.", "unsaid"),
        ("Coach Marsh denied ever telling his players to “go for the ankles”.", "unsaid"),
        ("Marsh denied having said that the dam would break.", "unsaid"),
        ("Marsh was unable to say when the dam would open.", "unsaid"),
        ("Marsh struggled to explain why the dam was shut.", "unsaid"),
        ("Marsh declined to comment, saying that the dam was safe.", "statement"),
        ("Marsh said she refused to say sorry.", "statement"),
    ],
)
def test_what_somebody_refrains_from_saying_is_unsaid(nlp, text, act):
    assert quotes.extract(text, nlp, act="all")[-1].act == act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Marsh denied that the dam would break.", "statement"),
        ("Marsh denied that the engineers had said that the dam would break.", "statement"),
        ("Marsh denied that she had paid the engineers.", "statement"),
    ],
)
def test_a_denial_is_said(nlp, text, act):
    assert [q.act for q in quotes.extract(text, nlp, act="all")] == [act]


@pytest.mark.parametrize(
    ("text", "content", "act"),
    [
        (
            "A guard, who asked not to be named because he feared losing his job, said the gate "
            "was open.",
            "not to be named because he feared losing his job",
            "attitude",
        ),
        (
            "The gate was open, said an analyst, who asked not to be identified.",
            "not to be identified",
            "attitude",
        ),
        ("A guard asked the mayor to close the gate.", "the mayor to close the gate", "statement"),
        (
            "In this meeting Olga Brandt referred to the signing of a pact between the two towns "
            "on fishing.",
            "the signing of a pact between the two towns on fishing",
            "attitude",
        ),
        (
            "The minister referred to the mayor as “a liar.”",
            "the mayor as “a liar.”",
            "statement",
        ),
        (
            "During a rally on Tuesday, Olga Brandt remarked upon a story in which sources said "
            "that Hill would stay.",
            "a story in which sources said that Hill would stay",
            "attitude",
        ),
        (
            "Olga Brandt commented that the new pact was too short.",
            "that the new pact was too short",
            "statement",
        ),
    ],
)
def test_who_will_not_be_named_and_what_somebody_meant_are_no_statements(nlp, text, content, act):
    assert {q.text: q.act for q in quotes.extract(text, nlp, act="all")}[content] == act
