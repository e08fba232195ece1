"""The coreference component: coreferee's chains, kept through every way a pipeline travels."""

from __future__ import annotations

import copy
import os
import pickle
import random
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import spacy
import srsly
from coreferee.annotation import Annotator
from coreferee.manager import CorefereeBroker
from coreferee.rules import RulesAnalyzerFactory
from spacy.language import Language
from spacy.tokens import Doc

import quotes
from quotes.annotation import set_quotations
from quotes.language import add_coreference, antecedents
from quotes.language.antecedents import PAIR_FEATURES, Question, resolve
from quotes.language.coreference import CoreferenceWarning, QuotesCoreference
from quotes.language.coreferring import DocumentRules, TooMuchWork, annotate, word_lists
from quotes.language.ranker import Network, Ranker
from quotes.language.reading import MENTION_FEATURES, PRONOUN_FEATURES, Reading

ROOT = Path(__file__).parents[2]
BUNDLED = ROOT / "quotes" / "language" / "weights" / "coreference"

# One word a row: text, tag, part of speech, morphology, label, offset of the head.
NAMES = {"Maria": "PERSON", "Lopez": "PERSON", "Tom": "PERSON", "Acme": "ORG"}
SHE = ("PRP", "PRON", "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs", "nsubj", 1)
HIM = ("PRP", "PRON", "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs", "dobj", -1)
THEY = ("PRP", "PRON", "Case=Nom|Number=Plur|Person=3|PronType=Prs", "nsubj", 1)
PAST = ("VBD", "VERB", "Tense=Past|VerbForm=Fin", "ROOT", 0)
STOP = (".", "PUNCT", "PunctType=Peri", "punct", -1)
SENTENCES = {
    "meeting": [
        ("Maria", "NNP", "PROPN", "Number=Sing", "compound", 1),
        ("Lopez", "NNP", "PROPN", "Number=Sing", "nsubj", 1),
        ("met", *PAST),
        ("Tom", "NNP", "PROPN", "Number=Sing", "dobj", -1),
        (".", ".", "PUNCT", "PunctType=Peri", "punct", -2),
    ],
    "thanks": [("She", *SHE), ("thanked", *PAST), ("him", *HIM), (".", ".", *STOP[1:4], -2)],
    "surname": [
        ("Lopez", "NNP", "PROPN", "Number=Sing", "nsubj", 1),
        ("smiled", *PAST),
        (".", *STOP),
    ],
    "pair": [
        ("Tom", "NNP", "PROPN", "Number=Sing", "nsubj", 3),
        ("and", "CC", "CCONJ", "ConjType=Cmp", "cc", -1),
        ("Maria", "NNP", "PROPN", "Number=Sing", "conj", -2),
        ("left", *PAST),
        (".", *STOP),
    ],
    "they": [("They", *THEY), ("laughed", *PAST), (".", *STOP)],
    "company": [
        ("Acme", "NNP", "PROPN", "Number=Sing", "nsubj", 1),
        ("grew", *PAST),
        (".", *STOP),
    ],
    "rain": [
        ("Rain", "NN", "NOUN", "Number=Sing", "nsubj", 1),
        ("fell", *PAST),
        (".", *STOP),
    ],
    "the company": [
        ("The", "DT", "DET", "Definite=Def|PronType=Art", "det", 1),
        ("company", "NN", "NOUN", "Number=Sing", "nsubj", 1),
        ("shrank", *PAST),
        (".", *STOP),
    ],
}
STORY = ("meeting", "thanks", "surname", "company", "the company", "pair", "they", "thanks")


def write(nlp: Language, *names: str) -> Doc:
    """A Doc of some of the sentences, annotated as the pipeline would."""
    rows = [row for name in names for row in SENTENCES[name]]
    starts = [i == 0 for name in names for i in range(len(SENTENCES[name]))]
    return Doc(
        nlp.vocab,
        words=[row[0] for row in rows],
        tags=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        morphs=[row[3] for row in rows],
        deps=[row[4] for row in rows],
        heads=[i + row[5] for i, row in enumerate(rows)],
        lemmas=[row[0] if row[0] in NAMES else row[0].lower() for row in rows],
        sent_starts=starts,
        ents=[f"B-{NAMES[row[0]]}" if row[0] in NAMES else "O" for row in rows],
    )


def chains(doc: Doc) -> list[list[list[int]]]:
    return [[list(mention) for mention in chain] for chain in doc._.coref_chains]


def heads(doc: Doc) -> list[list[str]]:
    return [[doc[mention.root_index].text for mention in chain] for chain in doc._.coref_chains]


@pytest.fixture(scope="module")
def nlp() -> Language:
    CorefereeBroker.set_extensions()
    return spacy.blank("en")


def network(width: int = 4, **biases: float) -> Network:
    """Likes nouns that are near, of a fitting name, or several; all else counts nothing."""
    features = PRONOUN_FEATURES + MENTION_FEATURES + PAIR_FEATURES
    shapes = {
        "pronoun": (width, 2),
        "head": (width, 2),
        "noun": (width, 4),
        "first": (features + 6, 1),
        "second": (1, 1),
        "third": (1, 1),
        "none": (PRONOUN_FEATURES + 4, 1),
        "last": (1, 1),
    }
    found = {}
    for name, shape in shapes.items():
        found[f"{name}.weight"] = np.zeros(shape, dtype=np.float32)
        found[f"{name}.bias"] = np.full(shape[1], biases.get(name, 0), dtype=np.float32)
    # more words between, a name of the other gender: a larger first layer, a smaller score
    found["first.weight"][PRONOUN_FEATURES + 11] = -50  # several joined by "and"
    found["first.weight"][PRONOUN_FEATURES + MENTION_FEATURES + 8] = 8
    found["first.weight"][PRONOUN_FEATURES + MENTION_FEATURES + 38] = 50
    found["second.weight"][:] = 1
    found["third.weight"][:] = -1
    return Network(found)


@pytest.fixture(scope="module")
def weights(nlp: Language) -> Ranker:
    """Takes the nearest noun that agrees."""
    return Ranker((network(last=-99),))


@pytest.fixture
def component(weights: Ranker) -> QuotesCoreference:
    component = QuotesCoreference(only_where_needed=False)
    component.set_weights(weights)
    return component


@pytest.fixture
def pipeline(weights: Ranker) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("quotes_coreference", config={"only_where_needed": False})
    nlp.get_pipe("quotes_coreference").set_weights(weights)
    return nlp


# ------------------------------------------------------------------ the chains


def test_pronouns_names_and_descriptions_are_chained(
    nlp: Language, component: QuotesCoreference
) -> None:
    doc = component(write(nlp, "meeting", "thanks", "surname", "company", "the company"))
    assert heads(doc) == [["Lopez", "She", "Lopez"], ["Tom", "him"], ["Acme", "company"]]


def test_they_are_the_two_who_were_named(nlp: Language, component: QuotesCoreference) -> None:
    doc = component(write(nlp, "pair", "they"))
    assert chains(doc) == [[[0, 2], [5]]]
    assert [token.text for token in doc._.coref_chains.resolve(doc[5])] == ["Tom", "Maria"]


NOUNS = [name for name in SENTENCES if name not in {"thanks", "they"}]


@pytest.mark.parametrize("seed", range(8))
def test_nouns_are_linked_as_coreferee_itself_links_them(
    nlp: Language, component: QuotesCoreference, seed: int
) -> None:
    names = random.Random(seed).choices(NOUNS, k=12)
    ours, theirs = component(write(nlp, *names)), write(nlp, *names)
    # without pronouns it asks neither its table of features nor its network
    Annotator(Language(nlp.vocab, meta={"lang": "en"}), nlp, None, None).annotate(theirs)
    assert chains(ours) == chains(theirs) != []
    assert [len(t._.coref_chains) for t in ours] == [len(t._.coref_chains) for t in theirs]


def test_word_lists_are_those_of_coreferee(nlp: Language) -> None:
    analyzer = RulesAnalyzerFactory.get_rules_analyzer(nlp)
    theirs = {k: frozenset(v) for k, v in vars(analyzer).items() if isinstance(v, list)}
    assert dict(word_lists()) == theirs


def test_nothing_of_the_work_stays_on_the_document(
    nlp: Language, component: QuotesCoreference
) -> None:
    doc = component(write(nlp, *STORY))
    holders = [place._.coref_chains for place in (doc, *doc)]
    mentions = [mention for chain in doc._.coref_chains for mention in chain]
    assert mentions
    assert not [name for x in (*holders, *mentions) for name in vars(x) if name.startswith("temp")]


def test_installed_library_stays_as_it_is(nlp: Language, component: QuotesCoreference) -> None:
    before = dict(vars(RulesAnalyzerFactory.get_rules_analyzer(nlp)))
    component(write(nlp, *STORY))
    assert vars(RulesAnalyzerFactory.get_rules_analyzer(nlp)) == before
    assert isinstance(before["person_words"], list)


# ------------------------------------------------------------------ what a pronoun may stand for


def asked(nlp: Language, *names: str) -> dict[str, list[str]]:
    """The candidates of each pronoun, when every pronoun stands for the nearest of them."""
    reading = Reading(write(nlp, *names), word_lists())
    found: dict[str, list[str]] = {}

    def nearest(question: Question) -> int:
        mentions = [reading.heads(int(n)) for n in question.candidates]
        pronoun = reading.lower[question.pronoun.token]
        found[pronoun] = [" ".join(reading.lower[i] for i in m) for m in mentions]
        assert len(question.own) == PRONOUN_FEATURES
        assert question.pairs.shape == (len(mentions), PAIR_FEATURES)
        assert reading.rows.shape[1] == MENTION_FEATURES
        return len(mentions) - 1

    resolve(reading, nearest)
    return found


def test_candidates_agree_in_number_and_are_people(nlp: Language) -> None:
    found = asked(nlp, "meeting", "company", "rain", "pair", "thanks", "they")
    assert found["she"] == ["lopez", "tom", "acme", "tom", "maria"]
    assert found["they"] == ["lopez", "tom", "acme", "rain", "tom", "tom maria", "maria"]


def test_candidates_stand_near_unless_a_pronoun_keeps_them_near(nlp: Language) -> None:
    far = ["rain"] * antecedents.WINDOW
    assert "she" not in asked(nlp, "surname", *far, "thanks")
    assert asked(nlp, "surname", "thanks", *far[1:], "thanks")["she"] == ["lopez"]


def test_a_pronoun_is_left_alone_where_none_is_likely(nlp: Language) -> None:
    component = QuotesCoreference(only_where_needed=False)
    component.set_weights(Ranker((network(last=99),)))
    assert heads(component(write(nlp, "meeting", "thanks"))) == []


def test_vectors_of_another_width_are_left_out(nlp: Language, weights: Ranker) -> None:
    with_vectors, without = write(nlp, *STORY), write(nlp, *STORY)
    with_vectors.tensor = np.ones((len(without), 7), dtype=np.float32)
    for doc in (with_vectors, without):
        annotate(doc, word_lists(), weights, 10**6)
    assert chains(with_vectors) == chains(without)


def test_shares_are_those_of_the_network_written_out(nlp: Language) -> None:
    random_ = np.random.default_rng(3)
    parameters = {
        name: random_.normal(size=array.shape).astype(np.float32) / 4
        for name, array in network().parameters.items()
    }
    doc = write(nlp, "meeting", "thanks")
    doc.tensor = random_.normal(size=(len(doc), 4)).astype(np.float32)
    reading = Reading(doc, word_lists())
    scores = Network(parameters).scores(reading)
    p, vectors = parameters, doc.tensor / np.linalg.norm(doc.tensor, axis=1, keepdims=True)

    def layer(name: str, x: np.ndarray) -> np.ndarray:
        return x @ p[f"{name}.weight"] + p[f"{name}.bias"]

    def check(question: Question) -> int | None:
        i = question.pronoun.token
        pronoun, head = layer("pronoun", vectors[i]), layer("head", vectors[doc[i].head.i])
        own, expected = np.array(question.own), []
        alone = np.concatenate((own, np.maximum(pronoun, 0), np.maximum(head, 0)))
        expected.append(layer("last", np.maximum(layer("none", alone), 0))[0])
        for n, pair in zip(question.candidates, question.pairs, strict=True):
            near, far = np.split(layer("noun", vectors[reading.mention[n]]), 2)
            parts = (own, reading.rows[n], pair, pronoun * near, head * far, np.maximum(near, 0))
            hidden = np.maximum(layer("first", np.concatenate(parts)), 0)
            expected.append(layer("third", np.maximum(layer("second", hidden), 0))[0])
        shares = np.exp(expected) / np.exp(expected).sum()
        assert np.allclose(scores(question), shares, atol=1e-5)
        return None

    assert resolve(reading, check) == {}


# ------------------------------------------------------------------ the ways it travels


def test_disk_round_trip(nlp: Language, pipeline: Language, tmp_path: Path) -> None:
    pipeline.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert loaded.get_pipe("quotes_coreference").only_where_needed is False
    story = chains(pipeline(write(nlp, *STORY)))
    assert story and chains(loaded(write(nlp, *STORY))) == story


def test_bytes_round_trip(nlp: Language, pipeline: Language) -> None:
    other = spacy.blank("en")
    other.add_pipe("quotes_coreference", config={"only_where_needed": False})
    other.from_bytes(pipeline.to_bytes())
    assert chains(other(write(nlp, *STORY))) == chains(pipeline(write(nlp, *STORY)))


@pytest.mark.parametrize("used", [False, True])
def test_pickle_and_copy(nlp: Language, component: QuotesCoreference, used: bool) -> None:
    if used:
        component(write(nlp, "thanks"))
    story = chains(component(write(nlp, *STORY)))
    for other in (pickle.loads(pickle.dumps(component)), copy.deepcopy(component)):
        assert chains(other(write(nlp, *STORY))) == story


def test_two_processes_give_the_same_chains(nlp: Language, pipeline: Language) -> None:
    stories = [random.Random(seed).choices(sorted(SENTENCES), k=10) for seed in range(6)]
    one = [chains(doc) for doc in pipeline.pipe([write(nlp, *story) for story in stories])]
    docs = pipeline.pipe([write(nlp, *story) for story in stories], n_process=2, batch_size=2)
    assert [chains(doc) for doc in docs] == one


SPAWN = """
import multiprocessing, sys
import spacy
from spacy.tokens import Doc, DocBin
import quotes.language.coreference

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    nlp = spacy.load(sys.argv[1])
    docs = [Doc(nlp.vocab).from_disk(path) for path in sys.argv[2:]]
    for doc in nlp.pipe(docs, n_process=2, batch_size=1):
        print([[list(mention) for mention in chain] for chain in doc._.coref_chains])
"""


@pytest.mark.slow
def test_processes_that_start_afresh(nlp: Language, pipeline: Language, tmp_path: Path) -> None:
    pipeline.to_disk(tmp_path / "pipeline")
    (tmp_path / "script.py").write_text(SPAWN)
    stories, paths = [STORY, STORY[::-1]], [tmp_path / "a", tmp_path / "b"]
    for story, path in zip(stories, paths, strict=True):
        write(nlp, *story).to_disk(path)
    done = subprocess.run(
        [sys.executable, tmp_path / "script.py", tmp_path / "pipeline", *paths],
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    expected = [str(chains(pipeline(write(nlp, *story)))) for story in stories]
    assert done.stdout.splitlines() == expected


def test_a_chained_document_can_be_stored(nlp: Language, component: QuotesCoreference) -> None:
    doc = component(write(nlp, *STORY))
    assert chains(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == chains(doc)
    assert chains(pickle.loads(pickle.dumps(doc))) == chains(doc)


# ------------------------------------------------------------------ the files


def test_the_file_is_msgpack_in_half_precision(component: QuotesCoreference) -> None:
    (file,) = srsly.msgpack_loads(component.to_bytes()).values()
    for parameters in srsly.msgpack_loads(file):
        assert {array.dtype for array in parameters.values()} == {np.dtype(np.float16)}


def test_the_file_keeps_every_number(weights: Ranker) -> None:
    read = Ranker.from_bytes(weights.to_bytes())
    for ours, theirs in zip(weights.networks, read.networks, strict=True):
        assert list(ours.parameters) == list(theirs.parameters)
        for name, array in ours.parameters.items():
            assert np.array_equal(array, theirs.parameters[name])


def test_loading_never_unpickles(
    pipeline: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.to_disk(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("unpickled")

    monkeypatch.setattr(pickle, "load", refuse)
    monkeypatch.setattr(pickle, "loads", refuse)
    component = QuotesCoreference(only_where_needed=False)
    component.from_disk(tmp_path / "quotes_coreference")
    assert heads(component(write(spacy.blank("en"), "meeting", "thanks")))
    # and there is nothing in them for pickle
    for file in (tmp_path / "quotes_coreference").iterdir():
        with pytest.raises(Exception):  # noqa: B017
            pickle._loads(file.read_bytes())  # type: ignore[attr-defined]


# ------------------------------------------------------------------ when it holds back


def test_without_weights_it_says_so(nlp: Language) -> None:
    with pytest.raises(ValueError, match="has no weights"):
        QuotesCoreference()(write(nlp, "thanks"))


def test_other_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="English"):
        spacy.blank("de").add_pipe("quotes_coreference")


def assert_no_chains(doc: Doc) -> None:
    assert list(doc._.coref_chains) == [] and len(doc._.coref_chains) == 0
    assert all(token._.coref_chains is doc._.coref_chains for token in doc)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [({"max_tokens": 5}, "tokens"), ({"max_comparisons": 3}, "comparisons")],
)
def test_too_much_work_is_left(
    nlp: Language, weights: Ranker, settings: dict[str, int], reason: str
) -> None:
    component = QuotesCoreference(only_where_needed=False, **settings)
    component.set_weights(weights)
    with pytest.warns(CoreferenceWarning, match=reason):
        doc = component(write(nlp, *STORY))
    assert_no_chains(doc)
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes()).text == doc.text


def test_work_is_counted(nlp: Language, weights: Ranker) -> None:
    doc = write(nlp, *STORY * 3)
    with pytest.raises(TooMuchWork):
        annotate(doc, word_lists(), weights, 10)


def test_a_name_of_a_thousand_words_is_work(nlp: Language, weights: Ranker) -> None:
    words = ["Smith"] * 3_000
    heads = [max(i - 1, 0) for i in range(len(words))]
    deps = ["ROOT"] + ["conj"] * (len(words) - 1)
    tags, pos = ["NNP"] * len(words), ["PROPN"] * len(words)
    doc = Doc(nlp.vocab, words=words, tags=tags, pos=pos, heads=heads, deps=deps, lemmas=words)
    with pytest.raises(TooMuchWork):
        annotate(doc, word_lists(), weights, 100_000)


def test_an_error_inside_costs_the_chains_alone(
    nlp: Language, component: QuotesCoreference, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(DocumentRules, "get_propn_subtree", fail)
    with pytest.warns(CoreferenceWarning, match="too deep"):
        doc = component(write(nlp, *STORY))
    assert_no_chains(doc)


def test_a_document_nobody_parsed(nlp: Language, component: QuotesCoreference) -> None:
    with pytest.warns(CoreferenceWarning):
        doc = component(nlp.make_doc("She said so. He did not."))
    assert_no_chains(doc)


def test_empty_document(nlp: Language, component: QuotesCoreference) -> None:
    assert_no_chains(component(Doc(nlp.vocab)))


# ------------------------------------------------------------------ where it is needed


def test_only_what_is_asked_about_is_chained(nlp: Language, weights: Ranker) -> None:
    component = QuotesCoreference()
    component.set_weights(weights)
    doc = write(nlp, *STORY)
    witness = component.witness(doc)
    assert list(doc._.coref_chains) == []
    (she, *_), him = (
        [t.i for t in doc if t.lower_ == "she"],
        next(t.i for t in doc if t.text == "him"),
    )
    assert [doc[i].text for i in witness(him)] == ["Tom"]
    assert heads(doc) == [["Tom", "him"]]
    assert [doc[i].text for i in witness(she)] == ["Lopez"]
    assert heads(doc) == [["Lopez", "She"], ["Tom", "him"]]
    assert [t.i for t in doc if t._.coref_chains] == [1, 3, she, him]
    assert [t.text for t in doc._.coref_chains.resolve(doc[him]) or ()] == ["Tom"]
    assert list(witness(1)) == [], "a name"
    assert chains(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == chains(doc)


def test_two_who_are_meant_are_chained_and_no_answer(nlp: Language, weights: Ranker) -> None:
    component = QuotesCoreference()
    component.set_weights(weights)
    doc = write(nlp, "pair", "they")
    assert component.witness(doc)(5) == []
    assert chains(doc) == [[[0, 2], [5]]]


def test_a_witness_of_too_much_gives_up(nlp: Language, weights: Ranker) -> None:
    doc = write(nlp, *STORY)
    he = next(t.i for t in doc if t.text == "him")
    for settings in ({"max_tokens": 5}, {"max_comparisons": 1}):
        component = QuotesCoreference(**settings)
        component.set_weights(weights)
        with pytest.warns(CoreferenceWarning, match="more than"):
            assert component.witness(doc)(he) == []
        assert_no_chains(doc)


def test_it_waits_to_be_asked_where_somebody_looked_for_quotations(
    nlp: Language, weights: Ranker
) -> None:
    component = QuotesCoreference()
    component.set_weights(weights)
    said, unread = write(nlp, *STORY), write(nlp, *STORY)
    set_quotations(said, [])
    assert list(component(said)._.coref_chains) == []
    # where nobody looked for quotations, nobody can say that chains are not needed
    assert heads(component(unread))[0][:3] == ["Lopez", "She", "Lopez"]


# ------------------------------------------------------------------ the bundled pipeline


@pytest.fixture(scope="module")
def bundled() -> Language:
    nlp = quotes.load()
    add_coreference(nlp)
    nlp.get_pipe("quotes_coreference").only_where_needed = False
    return nlp


@pytest.fixture(scope="module")
def articles() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return [text[:1500] for text in texts[:2]]


def test_bundled_file_is_small_and_safe() -> None:
    for parameters in srsly.msgpack_loads((BUNDLED / "ranker.msgpack").read_bytes()):
        assert all(isinstance(array, np.ndarray) for array in parameters.values())
    assert not list(BUNDLED.glob("*.pkl")) + list(BUNDLED.glob("*.bin"))
    assert sum(file.stat().st_size for file in BUNDLED.iterdir()) < 5_000_000


def test_bundled_chains_lead_a_pronoun_to_a_name(bundled: Language) -> None:
    text = (
        "John Kirby spoke to reporters at the White House on Tuesday. "
        "He said the president was pleased with the talks."
    )
    assert ["Kirby", "He"] in [links[:2] for links in heads(bundled(text))]


def test_bundled_pipeline_travels(bundled: Language, articles: list[str], tmp_path: Path) -> None:
    expected = [chains(doc) for doc in bundled.pipe(articles)]
    bundled.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    # what a setting of the component was changed to after it was made is not in the configuration
    loaded.get_pipe("quotes_coreference").only_where_needed = False
    assert [chains(doc) for doc in loaded.pipe(articles)] == expected
    assert [chains(doc) for doc in bundled.pipe(articles, n_process=2, batch_size=1)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n \t\n",
        "a",
        "she",
        ".",
        "“",
        "😀",
        "😀 she 😀 him 😀",
        "\u200b\u200b",
        "他说她说",
    ],
)
def test_bundled_pipeline_takes_odd_texts(bundled: Language, text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", CoreferenceWarning)
        doc = bundled(text)
    assert doc.text == text
    assert len(list(doc._.coref_chains)) <= 1
