"""Parses the texts of ``parses.txt`` again, with the bundled pipeline.

    python -m tests.make_parses [FILE] [--check]

The texts are taken from ``parses.txt`` itself, and so are titles, order and comments. To add a
text, write its title and its words, one sentence a line: ``## title``, then plain words that have
no strokes in them. What is made goes to FILE, or to standard output. With ``--check`` nothing is
written: it says how many words differ from what stands there, and in what.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

PARSES = Path(__file__).with_name("parses.txt")
_LINE_BREAK = "⏎"
_FIELDS = ("tag", "head", "dependency", "lemma", "entity")


def read(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Titles and sentences; comments have an empty title."""
    title = ""
    for is_head, group in groupby(lines, key=lambda line: line.startswith(("## ", "# "))):
        if not is_head:
            yield title, list(group)
            title = ""
            continue
        for line in group:
            if line.startswith("## "):
                if title:
                    raise ValueError(f"{title!r} has no text")
                title = line.removeprefix("## ")
            else:
                yield "", [line]


def text_of(sentences: Sequence[str]) -> str:
    """The text that analysed sentences were made of, or plain ones are."""
    parts = []
    for sentence in sentences:
        if "|" not in sentence:
            parts.append(f"{sentence} ")
            continue
        for item in sentence.split(" "):
            word = item.partition("|")[0]
            parts.append(word.removesuffix("_") + ("" if word.endswith("_") else " "))
    return "".join(parts).replace(_LINE_BREAK, "\n").rstrip(" ")


def written(doc: Doc) -> list[str]:
    """A Doc as ``parses.txt`` has it, sentence by sentence."""
    return [" ".join(_item(token, sentence) for token in sentence) for sentence in doc.sents]


def _item(token: Token, sentence: Span) -> str:
    if "|" in token.text or " " in token.text:
        raise ValueError(f"{token.text!r} cannot be written: it has a stroke or a blank in it")
    parts = [
        token.text.replace("\n", _LINE_BREAK) + ("" if token.whitespace_ else "_"),
        token.tag_,
        str(token.head.i - sentence.start),
        token.dep_,
        "" if token.lemma_ == token.text else token.lemma_.replace("\n", _LINE_BREAK),
    ]
    if token.ent_type_:
        parts.append(f"{token.ent_iob_}-{token.ent_type_}")
    return "|".join(parts)


def made(lines: Sequence[str], nlp: Language) -> list[str]:
    """The lines of the file, parsed again."""
    texts = list(read(lines))
    docs = nlp.pipe([text_of(sentences) for title, sentences in texts if title])
    result: list[str] = []
    for title, sentences in texts:
        result += [f"## {title}", *written(next(docs))] if title else sentences
    return result


def differences(before: Iterable[str], after: Iterable[str]) -> Counter[str]:
    """How many words differ in what: ``words`` in all, by field, and ``sentences``."""
    found: Counter[str] = Counter()
    for (title, old), (_, new) in zip(read(before), read(after), strict=True):
        if not title:
            continue
        found["texts with another tokenization"] += _words(old) != _words(new)
        found["texts with other sentences"] += list(map(_words_of, old)) != list(
            map(_words_of, new)
        )
        for one, other in zip(_absolute(old), _absolute(new), strict=False):
            fields = [
                name for name, a, b in zip(_FIELDS, one[1:], other[1:], strict=True) if a != b
            ]
            found.update(fields)
            found["words that differ"] += bool(fields)
        found["words"] += len(_words(old))
    return found


def _words_of(sentence: str) -> list[str]:
    return [item.partition("|")[0] for item in sentence.split(" ")]


def _words(sentences: Iterable[str]) -> list[str]:
    return [word for sentence in sentences for word in _words_of(sentence)]


def _absolute(sentences: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The words of a text with their fields, heads counted within the text."""
    first = 0
    for sentence in sentences:
        items = sentence.split(" ")
        for item in items:
            text, tag, head, dependency, lemma, *entity = item.split("|")
            name = entity[0] if entity else ""
            yield text, tag, str(first + int(head)), dependency, lemma, name
        first += len(items)


def main() -> int:
    """Write the file; with ``--check`` 1 where something differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, help="where it goes; else standard output")
    parser.add_argument("--check", action="store_true", help="only say what differs")
    asked = parser.parse_args()

    from quotes import language

    lines = PARSES.read_text(encoding="utf-8").splitlines()
    new = made(lines, language.load())
    if asked.check:
        found = differences(lines, new)
        for name, count in found.items():
            print(f"{name}: {count}")
        return 1 if lines != new else 0
    text = "\n".join(new) + "\n"
    if asked.file:
        asked.file.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
