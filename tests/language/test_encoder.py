"""The component that reads a text: annotations that make sense, the same however they are made."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from spacy.language import Language

import quotes
from quotes.language.attributes import attributes
from quotes.language.encoder import (
    ROLES,
    QuotesEncoder,
    Reading,
    relations,
    sentence_starts,
    trees,
)
from quotes.language.windows import Window

TEXT = (
    "WASHINGTON—President Biden will meet Andrés Manuel López Obrador on Friday.\n\n"
    "“We agreed that more is needed,” John Kirby, a spokesman, told reporters. He added that "
    "the White House would wait.\n\n“There is more to come,” he said."
)
OTHER = "Customs and Border Protection said it was short of officers."


def annotations(doc):
    return (
        [(t.text, t.tag_, t.pos_, str(t.morph), t.dep_, t.head.i, t.lemma_) for t in doc],
        [(e.start_char, e.end_char, e.label_) for e in doc.ents],
        [[(s.start, s.end) for s in doc.spans[role]] for role in ROLES],
        [doc.spans[role].attrs["scores"] for role in ROLES],
    )


@pytest.fixture(scope="module")
def reader(nlp):
    with nlp.select_pipes(enable=["quotes_encoder", "quotes_lemmatizer"]):
        yield nlp


def test_one_root_a_sentence_and_no_cycle(reader):
    doc = reader(TEXT)
    for sentence in doc.sents:
        assert sum(token.head == token for token in sentence) == 1
    for token in doc:
        assert sum(1 for _ in token.ancestors) < len(doc)


def test_paragraphs_begin_sentences(reader):
    doc = reader(TEXT)
    after = [doc[t.i + 1] for t in doc if t.text == "\n\n"]
    assert after and all(token.is_sent_start for token in after)


def test_what_news_is_made_of(reader):
    doc = reader(TEXT)
    people = {e.text for e in doc.ents if e.label_ == "PERSON"}
    assert {"Biden", "John Kirby"} <= people
    verb = next(t for t in doc if t.text == "added")
    assert verb.lemma_ == "add" and verb.tag_ == "VBD"
    assert [c.text for c in verb.children if c.dep_ == "nsubj"] == ["He"]
    assert "told" in {s.text for s in doc.spans["cue"]}
    assert any("We agreed" in s.text for s in doc.spans["content"])


def test_the_same_in_any_company(reader):
    alone = [annotations(reader(t)) for t in (TEXT, OTHER)]
    together = [annotations(d) for d in reader.pipe([OTHER, TEXT, OTHER], batch_size=3)]
    assert together == [alone[1], alone[0], alone[1]]


def test_the_same_in_other_processes(nlp):
    expected = [annotations(nlp(t)) for t in (TEXT, OTHER)]
    assert [annotations(d) for d in nlp.pipe([TEXT, OTHER], n_process=2)] == expected
    quotations = [d._.quotations for d in nlp.pipe([TEXT], n_process=2)]
    assert quotations == [nlp(TEXT)._.quotations]


def test_survives_disk_and_pickle(nlp, tmp_path):
    expected = annotations(nlp(TEXT)), nlp(TEXT)._.quotations
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert (annotations(again(TEXT)), again(TEXT)._.quotations) == expected
    encoder = pickle.loads(pickle.dumps(nlp.get_pipe("quotes_encoder")))
    doc = encoder(nlp.make_doc(TEXT))
    assert [t.tag_ for t in doc] == [t.tag_ for t in nlp(TEXT)]


def test_any_order_and_any_batch_is_the_same(reader):
    texts = [TEXT, OTHER, "", " \n", "Kirby said no. " * 60, OTHER]
    expected = [annotations(reader(t)) for t in texts]
    backwards = [annotations(d) for d in reader.pipe(texts[::-1], batch_size=2)][::-1]
    assert backwards == expected
    vectors = [d.tensor for d in reader.pipe(texts, batch_size=6)]
    for text, vector in zip(texts, vectors, strict=True):
        if text.strip():
            assert np.array_equal(reader(text).tensor, vector)


def test_a_long_text_is_read_window_by_window(reader):
    paragraph = "Kirby said that the road would be closed for weeks. " * 14
    alone = reader(paragraph.strip())
    twice = reader(f"{paragraph.strip()}\n\n{paragraph.strip()}")
    n = len(alone)
    assert [t.tag_ for t in twice[:n]] == [t.tag_ for t in alone]
    assert [t.head.i for t in twice[:n]] == [t.head.i for t in alone]
    assert [t.tag_ for t in twice[n + 1 :]] == [t.tag_ for t in alone]


def test_bytes_and_pickle(nlp):
    encoder = nlp.get_pipe("quotes_encoder")
    expected = annotations(encoder(nlp.make_doc(TEXT)))
    other = QuotesEncoder(nlp.vocab).from_bytes(encoder.to_bytes())
    assert annotations(other(nlp.make_doc(TEXT))) == expected
    again = pickle.loads(pickle.dumps(other))
    assert annotations(again(nlp.make_doc(TEXT))) == expected


def test_without_weights_it_says_so(nlp):
    with pytest.raises(ValueError, match="no weights"):
        QuotesEncoder(nlp.vocab)(nlp.make_doc(TEXT))


@st.composite
def scored_documents(draw):
    """Which tokens are white space and which begin sentences, and arcs in one or two windows."""
    n = draw(st.integers(1, 9))
    flags = st.lists(st.booleans(), min_size=n, max_size=n).map(np.array)
    spaces, starts = draw(flags), draw(flags)
    cut = draw(st.integers(0, n))
    arcs = []
    for first, last in ((0, cut), (cut, n)):
        start, end = max(0, first - 1), min(n, last + 1)
        if first < last:
            size = end - start
            scores = draw(hnp.arrays(np.float32, (size, size), elements=st.integers(-9, 9)))
            arcs.append((Window(start, end, first, last), scores))
    return spaces, starts & ~spaces, arcs


@given(scored_documents())
def test_trees_of_any_scores(case):
    spaces, starts, arcs = case
    heads, roots = trees(arcs, starts, spaces)
    n = len(spaces)
    # A sentence goes from one start to the next, and never beyond a window.
    sentence = (starts | np.isin(np.arange(n), [w.first for w, _ in arcs])).cumsum()
    words = np.flatnonzero(~spaces)
    for number in set(sentence[words].tolist()):
        inside = words[sentence[words] == number]
        assert roots[inside].sum() == 1
        assert set(heads[inside].tolist()) <= set(inside.tolist())
    assert not roots[spaces].any()
    top = heads
    for _ in range(n):
        top = heads[top]
    # Whoever goes up arrives, at a root or, where there is nothing else, at white space.
    assert (top == heads[top]).all()
    assert roots[top].all() or spaces.all()


@given(
    hnp.arrays(np.float32, (6, 3), elements=st.integers(-3, 3)),
    hnp.arrays(np.float32, (6, 3), elements=st.integers(-3, 3)),
    hnp.arrays(np.float32, (5, 4, 4), elements=st.integers(-3, 3)),
    st.lists(st.integers(0, 5), min_size=6, max_size=6).map(np.array),
)
def test_relations_are_scored_for_the_chosen_heads(dependents, governors, weights, heads):
    nothing = np.zeros((6, 1), np.float32)
    reading = Reading(
        ["x"] * 6,
        np.zeros(6, bool),
        np.zeros(6, np.int64),
        *(nothing,) * 3,
        [],
        dependents,
        governors,
        nothing,
    )
    root = 2
    found = relations(reading, heads, weights.transpose(1, 0, 2).reshape(4, -1), root)
    for i, head in enumerate(heads):
        dependent, governor = np.append(dependents[i], 1), np.append(governors[head], 1)
        scores = [float(dependent @ w @ governor) for w in weights]
        others = [score for k, score in enumerate(scores) if k != root]
        assert found[i] != root
        assert scores[found[i]] == max(others)


def test_vectors_are_there(reader):
    doc = reader(TEXT)
    assert doc.tensor.shape == (len(doc), 384)
    assert np.isfinite(doc.tensor).all()
    assert not np.allclose(doc.tensor[1], doc.tensor[5])


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=300))
def test_reads_anything(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    for q in doc._.quotations:
        assert q.text == " … ".join(text[a:b] for a, b in q.spans)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "a", "\n\nLeading lines.", "💥" * 50, "x" * 5000, "a " * 3000]
)
def test_odd_texts(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    assert all(token.tag_ for token in doc)


@pytest.mark.parametrize(
    ("tag", "word", "dep", "pos", "feature"),
    [
        ("PRP", "she", "nsubj", "PRON", "Gender=Fem"),
        ("PRP$", "her", "poss", "PRON", "Poss=Yes"),
        ("VBZ", "is", "ROOT", "AUX", "Person=3"),
        ("VBD", "said", "ROOT", "VERB", "Tense=Past"),
        ("IN", "that", "mark", "SCONJ", ""),
        ("NNPS", "Democrats", "nsubj", "PROPN", "Number=Plur"),
        ("never seen", "x", "dep", "X", ""),
    ],
)
def test_attributes(tag, word, dep, pos, feature):
    found = attributes(tag, word, dep)
    assert found[0] == pos
    assert feature in found[1]


def test_a_reporting_clause_begins_no_sentence():
    words = ["“", "Go", ",", "”", "she", "said", ".", "“", "No", ".", "”", "He"]
    scores = np.zeros((len(words), 2), np.float32)
    scores[[0, 4, 7, 11], 1] = 1
    starts = sentence_starts(words, scores, np.zeros(len(words), bool), [])
    assert np.flatnonzero(starts).tolist() == [0, 7, 11]


def test_the_pipeline_says_what_it_is(nlp: Language) -> None:
    assert nlp.meta["version"] == quotes.__version__
    assert nlp.meta["license"] == "CC BY-SA 4.0"


def test_components_go_by_the_names_that_add_pipe_takes(nlp: Language) -> None:
    assert [nlp.get_pipe_meta(name).factory for name in nlp.pipe_names] == nlp.pipe_names


@pytest.mark.parametrize("wrong", [None, 7, b"x", ["a"]])
def test_what_is_no_text_is_told(wrong: object) -> None:
    with pytest.raises(TypeError, match=f"not {type(wrong).__name__}"):
        quotes.extract(wrong)  # type: ignore[arg-type]
