"""Words to word pieces: what the encoder sees of a spaCy token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tokenizers import Tokenizer

#: A word of more pieces than this is a web address or noise; the rest of it is not read.
MOST_PIECES = 8

#: How a word is written, which the uncased encoder cannot see. The index is the
#: input of the casing embedding, so the order is part of the weights.
CASINGS = ("lower", "upper", "title", "digit", "mixed", "mark", "space")
_CASING = {name: i for i, name in enumerate(CASINGS)}
QUOTATION_MARKS = frozenset('"“”„«»')


def casing(word: str) -> int:
    """Index into :data:`CASINGS`."""
    if not word.strip():
        return _CASING["space"]
    if word in QUOTATION_MARKS:
        return _CASING["mark"]
    if word.isupper():
        return _CASING["upper"]
    if any(map(str.isdigit, word)):
        return _CASING["digit"]
    if word[0].isupper():
        return _CASING["title"]
    return _CASING["mixed"] if any(map(str.isupper, word)) else _CASING["lower"]


@dataclass(slots=True)
class PieceEncoder:
    """Splits each word by itself, so that a word is the same pieces in any text.

    Keeps the words it has split (news repeats itself), up to ``memory`` of them.
    """

    tokenizer: Tokenizer
    memory: int = 200_000
    _known: dict[str, tuple[tuple[int, ...], int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    @property
    def start(self) -> int:
        """Id of the piece that opens every window."""
        return self._id("[CLS]")

    @property
    def end(self) -> int:
        """Id of the piece that closes every window."""
        return self._id("[SEP]")

    def _id(self, piece: str) -> int:
        found = self.tokenizer.token_to_id(piece)
        if found is None:
            raise ValueError(f"the tokenizer knows no {piece}")
        return int(found)

    def encode(self, words: Sequence[str]) -> list[tuple[tuple[int, ...], int]]:
        """For each word its piece ids (1 to :data:`MOST_PIECES`) and its casing."""
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        if new:
            if len(self._known) + len(new) > self.memory:
                self._known.clear()
                new = list(dict.fromkeys(words))
            unknown = self._id("[UNK]")
            # A single "word" can be a whole hostile file: cut before splitting.
            short = [word[:200] for word in new]
            for word, split in zip(
                new, self.tokenizer.encode_batch(short, add_special_tokens=False), strict=True
            ):
                ids = tuple(split.ids[:MOST_PIECES]) or (unknown,)
                self._known[word] = (ids, casing(word))
        return [self._known[word] for word in words]
