"""Treebanks as training documents: Universal Dependencies in, spaCy's tokens and labels out.

Each sentence is converted by `training.clearnlp`, its words are realigned to spaCy's English
tokenizer, and the sentences of a document are joined to running text, paragraphs parted by a
"\\n\\n" token.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from training.clearnlp import ConversionError, convert
from training.conllu import Sentence, read_conllu

_log = logging.getLogger(__name__)

Tokenize = Callable[[str], list[str]]

_PARAGRAPH_BREAK = "\n\n"
_SENTENCES_IN_PIECE = (2, 9)
# Tags of the treebanks that the OntoNotes tag set of spaCy's English pipelines does not have.
_TAGS = {"GW": "XX", "_": "XX"}
_PUNCTUATION_TAGS = {
    **dict.fromkeys("-–", "HYPH"),
    **dict.fromkeys(".?!", "."),
    **dict.fromkeys(":;…", ":"),
    **dict.fromkeys("([{", "-LRB-"),
    **dict.fromkeys(")]}", "-RRB-"),
    ",": ",",
}
_PREFIXES = frozenset(
    {"anti", "co", "counter", "ex", "inter", "mid", "mini", "multi", "non", "over", "post", "pre"}
    | {"pro", "quasi", "re", "semi", "sub", "super", "ultra", "un", "under"}
)
_CLITICS = frozenset(["'s", "’s", "'", "’"])


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A text with its tokens, tags and dependencies; all tuples are parallel, one entry a token.

    `spaces[i]` says whether one space follows `words[i]`, so that the text is the words with those
    spaces. `heads` are indices within the document, a root's head is its own index. Paragraphs are
    parted by a token "\\n\\n" (tag `_SP`, label `dep`, head the token before it), which never
    starts a sentence.
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    sent_starts: tuple[bool, ...]
    lemmas: tuple[str, ...]
    genre: str
    doc_id: str


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """One converted sentence; `heads` are indices within it, the root's head is its own index."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    lemmas: tuple[str, ...]
    new_paragraph: bool = False

    @property
    def text(self) -> str:
        parts = zip(self.words, self.spaces, strict=True)
        return "".join(word + " " * space for word, space in parts).rstrip(" ")


def read_treebank(
    path: Path, *, seed: int, curly: float = 0.0, newlines: float = 0.7, chunk: bool = True
) -> Iterator[ParsedDocument]:
    """Yields the documents of a UD v2 treebank, in pieces of 2 to 9 sentences, or whole.

    `curly` is the share of pieces whose quotation marks and apostrophes become typographic ones,
    `newlines` the share that shows its paragraph breaks. The same `seed` gives the same pieces,
    whatever else is read. Sentences that cannot be converted are left out and counted in the log.
    """
    for doc_id, sentences in _read_documents(path):
        chance = random.Random(f"{seed} {doc_id}")
        for piece in _pieces(sentences, chance) if chunk else [sentences]:
            yield _dress(piece, doc_id, chance, curly, newlines)


def genre_of(doc_id: str) -> str:
    """The genre that a document's id names: "GUM_news_taxes" is news, "weblog-…" weblog, PUD's
    "n01001" news and "w01001" wiki; "" where it names none.
    """
    if doc_id.startswith(("GUM_", "GENTLE_")):
        return doc_id.split("_")[1]
    if "-" in doc_id:
        return doc_id.partition("-")[0]
    return {"n": "news", "w": "wiki"}.get(doc_id[:1], "") if doc_id[1:].isdigit() else ""


def _read_documents(path: Path) -> Iterator[tuple[str, list[ParsedSentence]]]:
    doc_id, sentences = "", list[ParsedSentence]()
    read = skipped = 0
    new_paragraph = False
    for sentence in read_conllu(path):
        if sentence.new_document is not None:
            if sentences:
                yield doc_id, sentences
            doc_id, sentences = sentence.new_document, []
        read += 1
        new_paragraph = new_paragraph or sentence.new_paragraph
        try:
            parsed = parse_sentence(sentence)
        except ConversionError as error:
            skipped += 1
            _log.info("%s: %s left out: %s", path.name, sentence.sent_id, error)
            continue
        sentences.append(replace(parsed, new_paragraph=new_paragraph))
        new_paragraph = False
    if sentences:
        yield doc_id, sentences
    if skipped:
        _log.warning("%s: %d of %d sentences left out", path.name, skipped, read)


def _pieces(
    sentences: Sequence[ParsedSentence], chance: random.Random
) -> Iterator[Sequence[ParsedSentence]]:
    start = 0
    while start < len(sentences):
        size = chance.randint(*_SENTENCES_IN_PIECE)
        yield sentences[start : start + size]
        start += size


def _dress(
    piece: Sequence[ParsedSentence],
    doc_id: str,
    chance: random.Random,
    curly: float,
    newlines: float,
) -> ParsedDocument:
    """Draws the piece's typography and joins its sentences."""
    curled, broken = chance.random() < curly, chance.random() < newlines
    dressed = [curl(sentence) for sentence in piece] if curled else piece
    tokenize = spacy_tokenizer()
    aligned = [realign(sentence, tokenize) for sentence in dressed]
    return join(aligned, doc_id=doc_id, newlines=broken)


# --- One sentence ---------------------------------------------------------------------------------


def parse_sentence(sentence: Sentence) -> ParsedSentence:
    """Converts a UD sentence and restores its text. Raises ConversionError as `convert` does.

    "don't" stays two tokens, "do" and "n't", as UD's words spell it out; where the words of a
    multiword token do not, the token is kept whole, under the head that its words have outside it.
    """
    tree = convert(sentence.tokens)
    spaces = [token.space_after for token in sentence.tokens]
    groups = [(index, index + 1, [token.form]) for index, token in enumerate(sentence.tokens)]
    for multiword in sentence.multiwords:
        first, last = multiword.first - 1, multiword.last
        forms = [token.form for token in sentence.tokens[first:last]]
        spaces[first:last] = [False] * (last - first - 1) + [multiword.space_after]
        if "".join(forms) != multiword.form:
            groups = [g for g in groups if not first <= g[0] < last]
            groups.append((first, last, [multiword.form]))
    parsed = ParsedSentence(
        words=tuple(token.form for token in sentence.tokens),
        spaces=tuple(spaces),
        tags=tuple(_TAGS.get(token.xpos, token.xpos) for token in sentence.tokens),
        heads=tree.heads,
        deps=tree.labels,
        lemmas=tuple(token.lemma for token in sentence.tokens),
    )
    if len(groups) == len(sentence.tokens):
        return parsed
    return _regroup(parsed, sorted(groups))


_CURLY_BY_TAG = {
    ('"', "``"): "“",
    ('"', "''"): "”",
    ("'", "``"): "‘",
    ("'", "''"): "’",
    ("'", "POS"): "’",
}


def curl(sentence: ParsedSentence) -> ParsedSentence:
    """The sentence with typographic quotation marks, by their tags, and apostrophes."""
    words = tuple(
        _CURLY_BY_TAG.get((word, tag), word.replace("'", "’") if len(word) > 1 else word)
        for word, tag in zip(sentence.words, sentence.tags, strict=True)
    )
    return replace(sentence, words=words)


def realign(sentence: ParsedSentence, tokenize: Tokenize) -> ParsedSentence:
    """The sentence in the tokens that `tokenize` makes of its text, or as it is when these cut
    across its own tokens. Tokens that are joined take the place of their topmost one; of a token
    that is split, the last piece with a letter or digit (but not "'s") keeps the place, and the
    others hang on it.
    """
    pieces = tokenize(sentence.text)
    if pieces == list(sentence.words):
        return sentence
    groups = _align(sentence.words, pieces)
    return sentence if groups is None else _regroup(sentence, groups)


_Group = tuple[int, int, list[str]]  # tokens from, to (excluded), and the words that replace them


def _align(words: Sequence[str], pieces: Sequence[str]) -> list[_Group] | None:
    """The smallest stretches of `words` and `pieces` with the same characters, spaces aside; None
    when the texts differ or several words would meet several pieces.
    """
    squeezed = ["".join(word.split()) for word in words]
    groups: list[_Group] = []
    start, taken = 0, 0
    while start < len(words) and taken < len(pieces):
        stop, until = start + 1, taken + 1
        left, right = squeezed[start], pieces[taken]
        while left != right:
            if len(left) < len(right) and stop < len(words):
                left += squeezed[stop]
                stop += 1
            elif len(right) < len(left) and until < len(pieces):
                right += pieces[until]
                until += 1
            else:
                return None
        if stop - start > 1 and until - taken > 1:
            return None
        groups.append((start, stop, list(pieces[taken:until])))
        start, taken = stop, until
    return groups if start == len(words) and taken == len(pieces) else None


def _regroup(sentence: ParsedSentence, groups: Sequence[_Group]) -> ParsedSentence:
    """Joins and splits tokens as `groups` say; they cover the sentence in order."""
    anchors: list[int] = []  # for each group, which of its new tokens stands for the old ones
    moved: dict[int, int] = {}  # old token -> new token
    size = 0
    for start, stop, words in groups:
        anchors.append(size + _main_piece(words))
        moved.update(dict.fromkeys(range(start, stop), anchors[-1]))
        size += len(words)
    words_out: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    lemmas: list[str] = []
    for (start, stop, words), anchor in zip(groups, anchors, strict=True):
        top = _topmost(sentence, start, stop)
        for word in words:
            here = len(words_out)
            words_out.append(word)
            if here == anchor:
                tags.append(sentence.tags[top])
                heads.append(here if sentence.heads[top] == top else moved[sentence.heads[top]])
                deps.append(sentence.deps[top])
                whole = len(words) == 1 and stop - start == 1
                lemmas.append(sentence.lemmas[top] if whole else word.lower())
            else:
                tag, label = _name_piece(word, sentence.tags[top], any(map(_is_wordy, words)))
                tags.append(tag)
                heads.append(anchor)
                deps.append(label)
                lemmas.append(word.lower())
        spaces.extend(_spaces_between(words, sentence.words[start]))
        spaces.append(sentence.spaces[stop - 1])
    return replace(
        sentence,
        words=tuple(words_out),
        spaces=tuple(spaces),
        tags=tuple(tags),
        heads=tuple(heads),
        deps=tuple(deps),
        lemmas=tuple(lemmas),
    )


def _topmost(sentence: ParsedSentence, start: int, stop: int) -> int:
    """The token of a stretch that is nearest the root; so the joined token cannot hang below
    itself.
    """
    return min(range(start, stop), key=lambda index: _depth(sentence.heads, index))


def _depth(heads: Sequence[int], index: int) -> int:
    depth = 0
    while heads[index] != index:
        index = heads[index]
        depth += 1
    return depth


def _main_piece(words: Sequence[str]) -> int:
    wordy = [i for i, word in enumerate(words) if _is_wordy(word) and word not in _CLITICS]
    return wordy[-1] if wordy else len(words) - 1


def _is_wordy(word: str) -> bool:
    return any(char.isalnum() for char in word)


def _spaces_between(pieces: Sequence[str], whole: str) -> Iterator[bool]:
    """Whether a space of `whole` ("1 000") follows each of its pieces but the last."""
    position = 0
    for piece in pieces[:-1]:
        position += len(piece)
        space = whole[position : position + 1].isspace()
        position += space
        yield space


def _name_piece(word: str, tag: str, wordy: bool) -> tuple[str, str]:
    """Tag and label of a piece of a split token that is not its main one; `tag` is the whole
    token's, and `wordy` says whether that has letters or digits.
    """
    if word in _CLITICS:
        return "POS", "case"
    if not _is_wordy(word):
        return (_PUNCTUATION_TAGS.get(word, "SYM") if wordy else tag), "punct"
    if word[0].isdigit():
        return "CD", "nummod"
    return ("AFX", "amod") if word.lower() in _PREFIXES else (tag, "compound")


# --- Documents ------------------------------------------------------------------------------------


def join(
    sentences: Iterable[ParsedSentence], *, doc_id: str, newlines: bool = True
) -> ParsedDocument:
    """Joins sentences with spaces, and paragraphs with "\\n\\n" tokens if `newlines`."""
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    starts: list[bool] = []
    lemmas: list[str] = []
    for sentence in sentences:
        if words and sentence.new_paragraph and newlines:
            spaces[-1] = False
            heads.append(len(words) - 1)
            words.append(_PARAGRAPH_BREAK)
            spaces.append(False)
            tags.append("_SP")
            deps.append("dep")
            starts.append(False)
            lemmas.append(_PARAGRAPH_BREAK)
        elif words:
            spaces[-1] = True
        offset = len(words)
        words.extend(sentence.words)
        spaces.extend(sentence.spaces)
        tags.extend(sentence.tags)
        heads.extend(offset + head for head in sentence.heads)
        deps.extend(sentence.deps)
        starts.extend(index == 0 for index in range(len(sentence.words)))
        lemmas.extend(sentence.lemmas)
    return ParsedDocument(
        words=tuple(words),
        spaces=tuple(spaces),
        tags=tuple(tags),
        heads=tuple(heads),
        deps=tuple(deps),
        sent_starts=tuple(starts),
        lemmas=tuple(lemmas),
        genre=genre_of(doc_id),
        doc_id=doc_id,
    )


@cache
def spacy_tokenizer() -> Tokenize:
    """The tokenizer of spaCy's English pipelines, as a function from text to words."""
    from spacy.lang.en import English

    tokenizer = English().tokenizer

    def tokenize(text: str) -> list[str]:
        return [token.text for token in tokenizer(text)]

    return tokenize
