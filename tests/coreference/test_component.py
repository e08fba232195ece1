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

import pytest
import spacy
from coreferee.annotation import Annotator
from coreferee.manager import CorefereeBroker
from coreferee.rules import RulesAnalyzerFactory
from spacy.language import Language
from spacy.tokens import Doc

import quotes
from quotes.annotation import set_quotations
from quotes.coreference.chains import Article, annotate
from quotes.coreference.component import CoreferenceWarning, QuotesCoreference
from quotes.coreference.rules import DocumentRules, TooMuchWork, word_lists
from quotes.types import Mention, Quotation

ROOT = Path(__file__).parents[2]

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


@pytest.fixture
def component() -> QuotesCoreference:
    return QuotesCoreference(only_where_needed=False)


@pytest.fixture
def pipeline() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("quotes_coreference", config={"only_where_needed": False})
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
def test_nouns_of_which_the_choice_tells_nothing_are_linked_as_coreferee_links_them(
    nlp: Language, component: QuotesCoreference, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Article, "before", lambda self: {})
    names = random.Random(seed).choices(NOUNS, k=12)
    ours, theirs = component(write(nlp, *names)), write(nlp, *names)
    # without pronouns it asks neither its table of features nor its network
    Annotator(Language(nlp.vocab, meta={"lang": "en"}), nlp, None, None).annotate(theirs)
    assert chains(ours) == chains(theirs) != []
    assert [len(t._.coref_chains) for t in ours] == [len(t._.coref_chains) for t in theirs]


def test_names_are_chained_however_far_apart(nlp: Language, component: QuotesCoreference) -> None:
    far = ["rain"] * 20
    doc = component(write(nlp, "meeting", *far, "surname", "thanks"))
    assert ["Lopez", "Lopez", "She"] in heads(doc)


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
import quotes.coreference.component

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
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    )
    assert done.returncode == 0, done.stderr
    expected = [str(chains(pipeline(write(nlp, *story)))) for story in stories]
    assert done.stdout.splitlines() == expected


def test_a_chained_document_can_be_stored(nlp: Language, component: QuotesCoreference) -> None:
    doc = component(write(nlp, *STORY))
    assert chains(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == chains(doc)
    assert chains(pickle.loads(pickle.dumps(doc))) == chains(doc)


def test_a_folder_of_an_earlier_version_is_read(nlp: Language, tmp_path: Path) -> None:
    """It had a file of weights in it."""
    (tmp_path / "ranker.msgpack").write_bytes(b"x")
    component = QuotesCoreference(only_where_needed=False).from_disk(tmp_path).from_bytes(b"x")
    assert heads(component(write(nlp, "meeting", "thanks")))


# ------------------------------------------------------------------ when it holds back


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
def test_too_much_work_is_left(nlp: Language, settings: dict[str, int], reason: str) -> None:
    component = QuotesCoreference(only_where_needed=False, **settings)
    with pytest.warns(CoreferenceWarning, match=reason):
        doc = component(write(nlp, *STORY))
    assert_no_chains(doc)
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes()).text == doc.text


def test_work_is_counted(nlp: Language) -> None:
    doc = write(nlp, *STORY * 3)
    with pytest.raises(TooMuchWork):
        annotate(doc, [], word_lists(), 10)


def test_a_name_of_a_thousand_words_is_work(nlp: Language) -> None:
    words = ["Smith"] * 3_000
    heads = [max(i - 1, 0) for i in range(len(words))]
    deps = ["ROOT"] + ["conj"] * (len(words) - 1)
    tags, pos = ["NNP"] * len(words), ["PROPN"] * len(words)
    doc = Doc(nlp.vocab, words=words, tags=tags, pos=pos, heads=heads, deps=deps, lemmas=words)
    with pytest.raises(TooMuchWork):
        annotate(doc, [], word_lists(), 100_000)


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


def test_where_somebody_looked_for_quotations_their_sources_are_chained(nlp: Language) -> None:
    said, unread = write(nlp, *STORY), write(nlp, *STORY)
    source = Mention("She", said[5].idx, said[5].idx + 3)
    set_quotations(said, [Quotation("indirect", "x", ((0, 5),), None, source, 0.5)])
    component = QuotesCoreference()
    assert chains(component(said)) == [[[1], [5]]]
    assert [t.i for t in said if t._.coref_chains] == [1, 5]
    assert [t.text for t in said._.coref_chains.resolve(said[5])] == ["Lopez"]
    assert chains(Doc(nlp.vocab).from_bytes(said.to_bytes())) == chains(said)
    # where nobody looked for quotations, nobody can say that chains are not needed
    assert heads(component(unread))[0][:3] == ["Lopez", "She", "Lopez"]


# ------------------------------------------------------------------ on the bundled pipeline


@pytest.fixture(scope="module")
def bundled() -> Language:
    nlp = quotes.load()
    nlp.add_pipe("quotes_coreference", config={"only_where_needed": False})
    return nlp


@pytest.fixture(scope="module")
def articles() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return [text[:1500] for text in texts[:2]]


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
