"""Treebanks as training documents, on sentences of our own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from training.conllu import MultiwordToken, Sentence, Token
from training.treebanks import (
    ParsedDocument,
    ParsedSentence,
    curl,
    genre_of,
    join,
    load_treebank,
    parse_sentence,
    read_treebank,
    realign,
    spacy_tokenizer,
)

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def sentence(rows: str, **metadata: str) -> Sentence:
    """Rows of form, lemma, upos, xpos, head, relation and, where no space follows, a final `-`."""
    tokens = []
    for index, row in enumerate(rows.strip().splitlines(), start=1):
        form, lemma, upos, xpos, head, relation, *glued = row.split()
        misc = "SpaceAfter=No" if glued else "_"
        tokens.append(Token(index, form, lemma, upos, xpos, int(head), relation, "_", misc))
    return Sentence(metadata, tuple(tokens))


WONT = replace(
    sentence("""
        He   he   PRON  PRP  4 nsubj
        wo   will AUX   MD   4 aux
        n't  not  PART  RB   4 advmod
        go   go   VERB  VB   0 root   -
        .    .    PUNCT .    4 punct
    """),
    multiwords=(MultiwordToken(2, 3, "won't"),),
)
QUOTED = sentence("""
    "    "    PUNCT ``   2 punct  -
    Go   go   VERB  VB   0 root   -
    ,    ,    PUNCT ,    2 punct  -
    "    "    PUNCT ''   2 punct
    said say  VERB  VBD  2 parataxis
    Ana  Ana  PROPN NNP  8 nmod:poss -
    's   's   PART  POS  6 case
    aide aide NOUN  NN   5 nsubj  -
    .    .    PUNCT .    5 punct
""")


def text_of(document: ParsedDocument | ParsedSentence) -> str:
    return "".join(
        word + " " * space for word, space in zip(document.words, document.spaces, strict=True)
    )


def test_contractions_are_split_as_spacy_splits_them() -> None:
    parsed = parse_sentence(WONT)
    assert parsed.words == ("He", "wo", "n't", "go", ".")
    assert parsed.spaces == (True, False, True, False, True)
    assert parsed.deps == ("nsubj", "aux", "neg", "ROOT", "punct")
    assert parsed.text == "He won't go."
    assert realign(parsed, spacy_tokenizer()) == parsed


def test_a_contraction_its_words_do_not_spell_is_kept_whole() -> None:
    text = replace(
        sentence("""
            It    it    PRON  PRP  4 nsubj
            is    be    AUX   VBZ  4 cop
            not   not   PART  RB   4 advmod
            true  true  ADJ   JJ   0 root
        """),
        multiwords=(MultiwordToken(2, 3, "aint"),),
    )
    parsed = parse_sentence(text)
    assert parsed.words == ("It", "aint", "true")
    assert parsed.heads == (1, 1, 1)
    assert parsed.deps == ("nsubj", "ROOT", "acomp")
    assert parsed.tags == ("PRP", "VBZ", "JJ")


def test_typographic_marks_follow_the_tags() -> None:
    curled = curl(parse_sentence(QUOTED))
    assert curled.text == "“Go,” said Ana’s aide."
    assert realign(curled, spacy_tokenizer()).words == curled.words


@pytest.mark.parametrize(
    ("words", "tags", "pieces", "heads", "deps", "new_tags"),
    [
        # joined: both hang elsewhere, the one nearer the root counts
        (("10", "am"), ("CD", "NN"), ["10am"], (2, 2, 2), ("npadvmod", "punct", "ROOT"), ["NN"]),
        # split: the word keeps the place, the rest hangs on it
        (
            ("e-mail",),
            ("NN",),
            ["e", "-", "mail"],
            (2, 2, 4, 4, 4),
            ("compound", "punct", "npadvmod", "punct", "ROOT"),
            ["NN", "HYPH", "NN"],
        ),
        (
            ("etc.",),
            ("FW",),
            ["etc", "."],
            (3, 0, 3, 3),
            ("npadvmod", "punct", "punct", "ROOT"),
            ["FW", "."],
        ),
    ],
)
def test_tokens_are_joined_and_split(
    words: tuple[str, ...],
    tags: tuple[str, ...],
    pieces: list[str],
    heads: tuple[int, ...],
    deps: tuple[str, ...],
    new_tags: list[str],
) -> None:
    size = len(words)
    root = size + 1
    parsed = ParsedSentence(
        words=(*words, ",", "left"),
        spaces=(*[False] * size, True, True),
        tags=(*tags, ",", "VBD"),
        heads=(*range(1, size), root, root, root),
        deps=(*["nummod"] * (size - 1), "npadvmod", "punct", "ROOT"),
        lemmas=(*words, ",", "leave"),
        entities=("O",) * (size + 2),
    )
    aligned = realign(parsed, lambda text: [*pieces, ",", "left"])
    assert aligned.words == (*pieces, ",", "left")
    assert text_of(aligned) == text_of(parsed)
    assert list(aligned.tags[: len(pieces)]) == new_tags
    assert aligned.heads == heads
    assert aligned.deps == deps


def test_joined_tokens_never_hang_below_themselves() -> None:
    # a <- c, c <- b, b is the root: joining a and b must take b's place.
    parsed = ParsedSentence(
        words=("a", "b", "c"),
        spaces=(False, True, True),
        tags=("NN", "NN", "NN"),
        heads=(2, 1, 1),
        deps=("amod", "ROOT", "dobj"),
        lemmas=("a", "b", "c"),
        entities=("?", "?", "?"),
    )
    aligned = realign(parsed, lambda text: ["ab", "c"])
    assert (aligned.words, aligned.heads, aligned.deps) == (
        ("ab", "c"),
        (0, 0),
        ("ROOT", "dobj"),
    )


@pytest.mark.parametrize("pieces", [["H", "ewo", "n't", "go", "."], ["He", "will", "go"], []])
def test_a_sentence_that_cannot_be_aligned_keeps_its_tokens(pieces: list[str]) -> None:
    parsed = parse_sentence(WONT)
    assert realign(parsed, lambda text: pieces) == parsed


def test_paragraph_breaks_are_tokens_that_start_nothing() -> None:
    first = parse_sentence(WONT)
    second = replace(parse_sentence(QUOTED), new_paragraph=True)
    document = join([first, second], doc_id="GUM_news_x", newlines=True)
    assert text_of(document) == "He won't go.\n\n\"Go,\" said Ana's aide. "
    at = document.words.index("\n\n")
    assert (document.tags[at], document.deps[at], document.heads[at]) == ("_SP", "dep", at - 1)
    assert [i for i, start in enumerate(document.sent_starts) if start] == [0, at + 1]
    assert document.words[document.heads[at + 2]] == "said"
    assert document.genre == "news"
    plain = join([first, second], doc_id="GUM_news_x", newlines=False)
    assert text_of(plain) == "He won't go. \"Go,\" said Ana's aide. "


@pytest.mark.parametrize(
    ("doc_id", "genre"),
    [
        ("GUM_interview_cyclone", "interview"),
        ("weblog-blogspot.com_x", "weblog"),
        ("n01001", "news"),
        ("w01001", "wiki"),
        ("nobody", ""),
        ("", ""),
    ],
)
def test_genres(doc_id: str, genre: str) -> None:
    assert genre_of(doc_id) == genre


def conllu(sentences: int) -> str:
    row = "{}\t{}\t{}\t{}\t{}\t_\t{}\t{}\t_\t{}\n"
    lines = []
    for number in range(sentences):
        if number % 20 == 0:
            lines.append(f"# newdoc id = GUM_news_d{number // 20}\n")
        if number % 3 == 0:
            lines.append("# newpar\n")
        lines.append(f"# sent_id = s{number}\n")
        lines.append(row.format(1, "'", "'", "PUNCT", "``", 2, "punct", "SpaceAfter=No"))
        lines.append(row.format(2, "Go", "go", "VERB", "VB", 0, "root", "SpaceAfter=No"))
        lines.append(row.format(3, "'", "'", "PUNCT", "''", 2, "punct", "_"))
        lines.append("\n")
    return "".join(lines)


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "t.conllu"
    path.write_text(conllu(60), encoding="utf-8")
    return path


def test_pieces_cover_each_document_once(treebank: Path) -> None:
    whole = list(read_treebank(treebank, seed=1, chunk=False, newlines=1.0))
    assert [document.doc_id for document in whole] == ["GUM_news_d0", "GUM_news_d1", "GUM_news_d2"]
    assert [sum(document.sent_starts) for document in whole] == [20, 20, 20]
    assert all(document.words.count("\n\n") in {6, 7} for document in whole)
    pieces = list(read_treebank(treebank, seed=1))
    assert sum(sum(piece.sent_starts) for piece in pieces) == 60
    assert max(sum(piece.sent_starts) for piece in pieces) <= 9
    assert all(piece.sent_starts[0] for piece in pieces)


def test_only_the_documents_that_are_wanted(treebank: Path) -> None:
    found = load_treebank(treebank, only=lambda name: not name.endswith("1"))
    assert [source.doc_id for source in found] == ["GUM_news_d0", "GUM_news_d2"]


def test_the_seed_decides(treebank: Path) -> None:
    first = list(read_treebank(treebank, seed=1, curly=0.5))
    assert first == list(read_treebank(treebank, seed=1, curly=0.5))
    assert first != list(read_treebank(treebank, seed=2, curly=0.5))
    curled = ["’" in piece.words for piece in first]
    assert any(curled) and not all(curled)
    assert all("'" not in piece.words for piece in read_treebank(treebank, seed=1, curly=1.0))


def test_a_sentence_that_is_no_tree_is_left_out(
    treebank: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = treebank.read_text(encoding="utf-8").replace("\t0\troot", "\t3\tdep", 1)
    treebank.write_text(broken, encoding="utf-8")
    documents = list(read_treebank(treebank, seed=1, chunk=False))
    assert sum(sum(document.sent_starts) for document in documents) == 59
    assert "1 of 60 sentences left out" in caplog.text


def test_documents_load_into_spacy() -> None:
    import spacy
    from spacy.tokens import Doc

    sentences = [parse_sentence(WONT), replace(parse_sentence(QUOTED), new_paragraph=True)]
    document = join(sentences, doc_id="GUM_news_x")
    doc = Doc(
        spacy.blank("en").vocab,
        words=list(document.words),
        spaces=list(document.spaces),
        tags=list(document.tags),
        heads=list(document.heads),
        deps=list(document.deps),
        lemmas=list(document.lemmas),
    )
    assert [span.text for span in doc.sents] == ["He won't go.\n\n", '"Go," said Ana\'s aide.']
    assert [token.is_sent_start for token in doc] == list(document.sent_starts)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpora are not here")
@pytest.mark.parametrize("name", ["ud_ewt/en_ewt-ud-dev", "gum/gum.open.dev"])
def test_real_treebanks(name: str) -> None:
    documents = list(read_treebank(SHARED / f"{name}.conllu.gz", seed=3, curly=0.3))
    tokenize = spacy_tokenizer()
    tokens = sum(len(document.words) for document in documents)
    as_spacy = sum(
        len(document.words)
        for document in documents
        if tokenize(text_of(document).rstrip(" ")) == list(document.words)
    )
    assert tokens > 10_000
    assert as_spacy > 0.98 * tokens
    for document in documents:
        roots = sum(head == index for index, head in enumerate(document.heads))
        assert roots == sum(document.sent_starts) == document.deps.count("ROOT")
