"""Treebanks as training documents: Universal Dependencies in, spaCy's tokens and labels out.

Each sentence is converted by `training.clearnlp`, its words are realigned to spaCy's English
tokenizer, and the sentences of a document are joined to running text, paragraphs parted by a
"\\n\\n" token. The names of a sentence come along, as far as its treebank knows them.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from training import entities
from training.clearnlp import ConversionError, convert
from training.conllu import Sentence, read_conllu
from training.treebank_names import UNKNOWN, names_of, names_of_mentions, places_of

_log = logging.getLogger(__name__)

Tokenize = Callable[[str], list[str]]

_PARAGRAPH_BREAK = "\n\n"
_SENTENCES_IN_PIECE = (2, 9)
_SENTENCES_IN_HEADLINE = (1, 2)
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
    starts a sentence. `entities` are "B-PERSON", "I-PERSON" and so on (`training.entities`), "O"
    where the treebank calls a word no name, and "?" where it does not say.
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    sent_starts: tuple[bool, ...]
    lemmas: tuple[str, ...]
    entities: tuple[str, ...]
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
    entities: tuple[str, ...]
    new_paragraph: bool = False

    @property
    def text(self) -> str:
        parts = zip(self.words, self.spaces, strict=True)
        return "".join(word + " " * space for word, space in parts).rstrip(" ")


@dataclass(frozen=True, slots=True)
class Source:
    """The sentences of one document of a treebank, as they stand there."""

    doc_id: str
    sentences: tuple[ParsedSentence, ...]


def read_treebank(
    path: Path,
    *,
    seed: int,
    curly: float = 0.0,
    newlines: float = 0.7,
    chunk: bool = True,
    names: Path | None = None,
) -> Iterator[ParsedDocument]:
    """`load_treebank`, then `dressed`: to read a treebank once."""
    documents = load_treebank(path, names)
    return dressed(documents, seed=seed, curly=curly, newlines=newlines, chunk=chunk)


def load_treebank(
    path: Path, names: Path | None = None, only: Callable[[str], bool] | None = None
) -> list[Source]:
    """Reads and converts the documents of a UD v2 treebank: the slow part.

    `names` is a file of Universal NER for the same sentences (persons, organisations and places:
    what it calls "O" may still be a nationality or a date). Without it, names are taken from the
    mentions of a treebank that has them, as GUM does, and are unknown in any other. Sentences that
    cannot be converted are left out and counted in the log, and documents that are not wanted by
    `only`, which is asked with their ids.
    """
    by_id = entities.read_uner_by_id(names) if names else {}
    return [
        Source(doc_id, tuple(part))
        for doc_id, part in _read_documents(path, by_id)
        if only is None or only(doc_id)
    ]


def dressed(
    documents: Iterable[Source],
    *,
    seed: int,
    curly: float = 0.0,
    newlines: float = 0.7,
    chunk: bool = True,
    swap: entities.NamePool | None = None,
    swapped: float = 0.0,
    capitals: float = 0.0,
) -> Iterator[ParsedDocument]:
    """Yields the documents in pieces of 2 to 9 sentences, or whole.

    `curly` is the share of pieces whose quotation marks and apostrophes become typographic ones,
    `newlines` the share that shows its paragraph breaks, `swapped` the share whose persons of one
    to three words get other names, from `swap`. A share `capitals` is cut to 1 or 2 sentences and
    set in capitals, as headlines are (not where documents are left whole). The same `seed` gives
    the same pieces, whatever else is read.
    """
    for document in documents:
        chance = random.Random(f"{seed} {document.doc_id}")
        # Shares of nought draw nothing, so that they leave the other draws as they are.
        variety = random.Random(f"{seed} {document.doc_id} variety")
        if chunk:
            pieces = _pieces(document.sentences, chance, variety, capitals)
        else:
            pieces = iter([(document.sentences, False)])
        for piece, headline in pieces:
            varied = piece
            if swap and variety.random() < swapped:
                varied = _renamed(varied, swap, variety)
            if headline:
                varied = [_in_capitals(sentence) for sentence in varied]
            yield _dress(varied, document.doc_id, chance, curly, newlines)


def genre_of(doc_id: str) -> str:
    """The genre that a document's id names: "GUM_news_taxes" is news, "weblog-…" weblog, PUD's
    "n01001" news and "w01001" wiki; "" where it names none.
    """
    if doc_id.startswith(("GUM_", "GENTLE_")):
        return doc_id.split("_")[1]
    if "-" in doc_id:
        return doc_id.partition("-")[0]
    return {"n": "news", "w": "wiki"}.get(doc_id[:1], "") if doc_id[1:].isdigit() else ""


def _read_documents(
    path: Path, names: Mapping[str, entities.Sentence]
) -> Iterator[tuple[str, list[ParsedSentence]]]:
    doc_id, sentences = "", list[ParsedSentence]()
    read = skipped = 0
    new_paragraph = False
    everything = list(read_conllu(path))
    has_mentions = any("global.Entity" in sentence.metadata for sentence in everything)
    places = places_of(everything) if has_mentions else frozenset[str]()
    for sentence in everything:
        if sentence.new_document is not None:
            if sentences:
                yield doc_id, sentences
            doc_id, sentences = sentence.new_document, []
        read += 1
        new_paragraph = new_paragraph or sentence.new_paragraph
        if has_mentions and not names:
            labels = names_of_mentions(sentence, places)
        else:
            labels = names_of(sentence, names)
        try:
            parsed = parse_sentence(sentence, labels)
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
    sentences: Sequence[ParsedSentence],
    chance: random.Random,
    variety: random.Random,
    capitals: float,
) -> Iterator[tuple[Sequence[ParsedSentence], bool]]:
    """Neighbouring sentences, and whether they are to be a headline."""
    start = 0
    while start < len(sentences):
        headline = capitals > 0 and variety.random() < capitals
        bounds = _SENTENCES_IN_HEADLINE if headline else _SENTENCES_IN_PIECE
        size = (variety if headline else chance).randint(*bounds)
        yield sentences[start : start + size], headline
        start += size


def _renamed(
    piece: Sequence[ParsedSentence], names: entities.NamePool, chance: random.Random
) -> list[ParsedSentence]:
    """The piece with other persons; a lemma that was the name becomes the new name."""
    plain = [entities.Sentence(sentence.words, sentence.entities) for sentence in piece]
    out = []
    for sentence, other in zip(piece, names.swap(plain, chance), strict=True):
        changes = zip(sentence.words, other.words, sentence.lemmas, strict=True)
        lemmas = tuple(lemma if old == new else new for old, new, lemma in changes)
        out.append(replace(sentence, words=other.words, lemmas=lemmas))
    return out


def _in_capitals(sentence: ParsedSentence) -> ParsedSentence:
    return replace(sentence, words=tuple(word.upper() for word in sentence.words))


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


def parse_sentence(sentence: Sentence, names: Sequence[str] | None = None) -> ParsedSentence:
    """Converts a UD sentence and restores its text. Raises ConversionError as `convert` does.

    `names` are the entity labels of its tokens, unknown ones when it is None.

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
        entities=tuple(names or [UNKNOWN] * len(sentence.tokens)),
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
    labels: list[str] = []
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
        labels.extend(_split_name(_joined_name(sentence.entities[start:stop]), words))
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
        entities=tuple(labels),
    )


def _joined_name(labels: Sequence[str]) -> str:
    """The label of the token that takes the place of several: unknown where these disagree."""
    first, *rest = labels
    same = all(label == ("O" if first == "O" else f"I{first[1:]}") for label in rest)
    return first if same else UNKNOWN


def _split_name(label: str, pieces: Sequence[str]) -> Iterator[str]:
    """The labels of the pieces of a token; a clitic at its end is no part of a name."""
    for index, piece in enumerate(pieces):
        if piece in _CLITICS and index and index == len(pieces) - 1 and label != UNKNOWN:
            yield "O"
        else:
            yield f"I{label[1:]}" if index and label.startswith("B-") else label


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
    labels: list[str] = []
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
            labels.append("O")
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
        labels.extend(sentence.entities)
    return ParsedDocument(
        words=tuple(words),
        spaces=tuple(spaces),
        tags=tuple(tags),
        heads=tuple(heads),
        deps=tuple(deps),
        sent_starts=tuple(starts),
        lemmas=tuple(lemmas),
        entities=tuple(labels),
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
