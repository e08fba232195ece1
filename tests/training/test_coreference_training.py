"""What the training of coreference learns from: marks, rounds, and the same weights again."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

torch = pytest.importorskip("torch")

from quotes.language.antecedents import Question, resolve  # noqa: E402
from quotes.language.coreferring import word_lists  # noqa: E402
from quotes.language.reading import Reading  # noqa: E402
from training.coreference import (  # noqa: E402
    Example,
    Mark,
    Source,
    chain_marks,
    examples,
    learn,
    pronoun_marks,
    train,
)
from training.coreference_corpora import ChainedText, PronounItem  # noqa: E402

WORDS = word_lists()
TEXT = "Maria met Tom and Bill . She thanked them ."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


def write(nlp: Language) -> Doc:
    doc = Doc(
        nlp.vocab,
        words=TEXT.split(),
        tags=["NNP", "VBD", "NNP", "CC", "NNP", ".", "PRP", "VBD", "PRP", "."],
        pos=["PROPN", "VERB", "PROPN", "CCONJ", "PROPN", "PUNCT", "PRON", "VERB", "PRON", "PUNCT"],
        deps="nsubj ROOT dobj cc conj punct nsubj ROOT dobj punct".split(),
        heads=[1, 1, 1, 2, 2, 1, 7, 7, 7, 7],
        lemmas=TEXT.lower().split(),
        sent_starts=[i in {0, 6} for i in range(10)],
        ents=["B-PERSON", "O", "B-PERSON", "O", "B-PERSON", "O", "O", "O", "O", "O"],
    )
    doc.tensor = np.random.default_rng(1).normal(size=(10, 4)).astype(np.float32)
    return doc


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


CHAINS = ChainedText("t", TEXT, ((at("Maria"), at("She")), (at("Tom and Bill"), at("them"))))
SHE, THEM = 6, 8


def named(reading: Reading, mark: Mark) -> list[str]:
    return sorted(" ".join(reading.lower[i] for i in reading.heads(n)) for n in mark.right)


def source(nlp: Language, name: str = "t", *, complete: bool = True) -> Source:
    return Source(name, write(nlp), chain_marks(CHAINS, complete=complete), 1.0)


# ------------------------------------------------------------------ marks


def test_chains_mark_the_name_and_the_two_together(nlp: Language) -> None:
    doc = write(nlp)
    reading = Reading(doc, WORDS)
    marks = chain_marks(CHAINS, complete=True)(reading, doc)
    assert named(reading, marks[SHE]) == ["maria"]
    assert named(reading, marks[THEM]) == ["tom bill"]


@pytest.mark.parametrize("complete", [True, False])
def test_a_pronoun_in_no_chain_teaches_where_the_chains_are_complete(
    nlp: Language, complete: bool
) -> None:
    doc = write(nlp)
    text = ChainedText("t", TEXT, (CHAINS.chains[0],))
    marks = chain_marks(text, complete=complete)(Reading(doc, WORDS), doc)
    assert (marks.get(THEM) == Mark()) is complete


def test_gap_marks_both_names(nlp: Language) -> None:
    doc = write(nlp)
    reading = Reading(doc, WORDS)
    item = PronounItem("p", TEXT, at("She"), at("Maria"), at("Tom"), True, False)
    (mark,) = pronoun_marks(item)(reading, doc).values()
    assert named(reading, mark) == ["maria"]
    assert named(reading, Mark(mark.wrong)) == ["tom"]


# ------------------------------------------------------------------ examples


def test_right_rows_are_those_of_the_marked_candidates(nlp: Language) -> None:
    she, them = examples(source(nlp), WORDS, None)
    assert [she.token, them.token] == [SHE, THEM]
    # Maria is the first candidate of both; "they" may be any, or the two together
    assert she.answers == [1]
    assert [int(them.tokens[row - 1]) for row in them.answers] == [2]
    assert she.features.shape[0] == len(she.tokens)


def test_none_of_two_names_leaves_all_others_right(nlp: Language) -> None:
    item = PronounItem("p", TEXT, at("She"), at("Maria"), at("Tom"), False, False)
    (found,) = examples(Source("p", write(nlp), pronoun_marks(item), 0.3), WORDS, None)
    wrong = {int(found.tokens[row - 1]) for row in range(1, len(found.tokens) + 1)} - {
        int(found.tokens[row - 1]) for row in found.answers if row
    }
    assert 0 in found.answers and wrong == {0, 2}


def test_examples_follow_the_answers_that_are_given(nlp: Language) -> None:
    """What the first pronoun was found to mean is in the features of the second."""

    class Never:
        def choices(self, reading: Reading) -> object:
            return lambda question: None

    after_right = examples(source(nlp), WORDS, None)[1]
    after_none = examples(source(nlp), WORDS, Never())[1]  # type: ignore[arg-type]
    assert after_right.answers == after_none.answers
    assert not np.array_equal(after_right.features, after_none.features)


# ------------------------------------------------------------------ training


def test_the_network_in_use_is_the_one_that_was_trained(nlp: Language) -> None:
    from training.coreference import Scorer

    torch.manual_seed(0)
    scorer = Scorer(4).eval()
    network = scorer.network()
    with torch.no_grad():  # to the precision in which it is kept
        for value in scorer.state_dict().values():
            value.copy_(value.half().float())
    doc = write(nlp)
    batch = examples(Source("t", doc, chain_marks(CHAINS, complete=True), 1.0), WORDS, None)
    expected = scorer(batch).exp().detach().numpy()
    reading = Reading(doc, WORDS)
    answer = network.scores(reading)
    shares: list[np.ndarray] = []

    def right(question: Question) -> int | None:
        shares.append(answer(question))
        return {SHE: 0, THEM: None}[question.pronoun.token]

    resolve(reading, right)
    for row, found in zip(expected, shares, strict=True):
        assert np.allclose(row[: len(found)], found, atol=5e-3)
        assert np.allclose(row[len(found) :], 0)


def test_training_learns_and_gives_the_same_again(nlp: Language) -> None:
    learned: list[Example] = examples(source(nlp), WORDS, None) * 40
    one, two = train(learned, 3), train(learned, 3)
    for name, array in one.parameters.items():
        assert np.array_equal(array, two.parameters[name])
    reading = Reading(write(nlp), WORDS)
    answer = one.scores(reading)
    first: list[int] = []

    def see(question: Question) -> int | None:
        first.append(int(answer(question).argmax()))
        return None

    resolve(reading, see)
    assert first[0] == learned[0].answers[0]


def test_rounds_end_in_a_ranker(nlp: Language) -> None:
    ranker = learn([source(nlp, name) for name in "abcdefgh"], WORDS)
    assert len(ranker.networks) == 3
    reading = Reading(write(nlp), WORDS)
    assert resolve(reading, ranker.choices(reading)).keys() <= {SHE, THEM}
