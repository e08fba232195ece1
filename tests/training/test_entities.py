"""Readers of entity corpora, on invented sentences in the corpora's formats."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from training.entities import Sentence, read_btc, read_meantime, read_re3d, read_uner, trimmed


def pairs(sentence: Sentence) -> str:
    """Words with their labels, "O" left out."""
    both = zip(sentence.words, sentence.labels, strict=True)
    return " ".join(word if label == "O" else f"{word}/{label}" for word, label in both)


def write_gzip(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(text)


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("the Orvo Group", "Orvo Group"),
        ("aircraft maker Orvo", "Orvo"),
        ("Bank of Varn", "Bank of Varn"),
        ("Orvo 's", "Orvo"),
        ("the company", None),
        ("Orvo head Ina Holm", None),
        ("She", None),
    ],
)
def test_mentions_are_trimmed_to_names(mention: str, name: str | None) -> None:
    words = mention.split()
    found = trimmed(words)
    assert (found and " ".join(words[found[0] : found[1]])) == name


def meantime(folder: Path) -> list[str]:
    sentences = [
        ("Varn buys planes from the Orvo Group", [("ORG", 4, 7), ("LOC", 0, 1)]),
        ("On Monday the company paid Varn", [("ORG", 2, 4), ("LOC", 5, 6)]),
        ("Orvo CEO Ina Holm praised the Varnian government", [("PER", 0, 4), ("ORG", 0, 1)]),
        ("The Orvo CEO flew to Varn", [("PER", 0, 3), ("LOC", 5, 6)]),
        ("Then Orvo and Quist agreed with Orvo", [("ORG", 1, 4), ("ORG", 6, 7)]),
        ("It rains", []),
        ("Nobody marks Varn here", []),
    ]
    document: dict[str, list[object]] = {"tokens": [], "sent": [], "entities": []}
    for number, (text, mentions) in enumerate(sentences, start=1):
        first = len(document["tokens"])
        document["tokens"] += text.split()
        document["sent"] += [number] * len(text.split())
        document["entities"] += [
            {"type": kind, "start": first + start, "end": first + end}
            for kind, start, end in mentions
        ]
    write_gzip(folder / "meantime_wikinews/meantime_en.jsonl.gz", json.dumps(document) + "\n")
    return [pairs(sentence) for sentence in read_meantime(folder)]


def test_meantime(tmp_path: Path) -> None:
    assert meantime(tmp_path) == [
        "Varn/B-GPE buys planes from the Orvo/B-ORG Group/I-ORG",
        "On/? Monday/? the company paid Varn/B-GPE",
        "Orvo/B-ORG CEO/? Ina/B-PERSON Holm/I-PERSON praised the Varnian/? government",
        "The Orvo/? CEO/? flew to Varn/B-GPE",
        "Then/? Orvo/? and/? Quist/? agreed with Orvo/B-ORG",
        "It rains",
    ]


def test_re3d(tmp_path: Path) -> None:
    text = (
        "Gen. Ina Holm left Varn in May. The Varnian soldiers of the Army of Varn\n\nVarn Hospital"
    )
    mentions = [
        ("Person", "Gen. Ina Holm"),
        ("Location", "Varn"),
        ("Temporal", "May"),
        ("Organisation", "The Varnian soldiers"),
        ("Nationality", "Varnian"),
        ("Organisation", "the Army of Varn"),
        ("Location", "Varn Hospital"),
        ("Quantity", "left"),
    ]
    entities: list[dict[str, object]] = [
        {"documentId": "d", "type": kind, "begin": text.index(m), "end": text.index(m) + len(m)}
        for kind, m in mentions
    ]
    files: dict[str, list[dict[str, object]]] = {
        "X/documents.json": [{"_id": "d", "text": text}],
        "X/entities.json": entities,
    }
    (tmp_path / "re3d").mkdir()
    with tarfile.open(tmp_path / "re3d/re3d_open.tar.gz", "w:gz") as archive:
        for name, records in files.items():
            content = "\n".join(json.dumps(record) for record in records).encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    assert [pairs(sentence) for sentence in read_re3d(tmp_path)] == [
        "Gen./? Ina/B-PERSON Holm/I-PERSON left Varn/B-GPE in May/? .",
        "The Varnian/B-NORP soldiers of the Army/B-ORG of/I-ORG Varn/I-ORG",
        "Varn/? Hospital/?",
    ]


def test_broad_twitter(tmp_path: Path) -> None:
    rows = [
        ("#Holm", "B-PER"),
        ("in", "O"),
        ("#NewVarn", "B-LOC"),
        ("says", "O"),
        ("@", "B-PER"),
        ("ina_h", "B-PER"),
        ("British", "B-LOC"),
        ("Orvo:", "B-ORG"),
        ("Varn", "B-LOC"),
    ]
    text = "".join(f"{word}\t{label}\n" for word, label in rows)
    write_gzip(tmp_path / "btc/g.conll.gz", text)
    (sentence,) = read_btc(tmp_path)
    assert pairs(sentence) == (
        "Holm/B-PERSON in NewVarn/? says @/? ina_h/? British/? Orvo:/? Varn/B-GPE"
    )


def test_universal_ner_leaves_titles_out(tmp_path: Path) -> None:
    first = "# sent_id = s1\n1\tMr.\tB-PER\n2\tHolm\tI-PER\n3\tleft\tO\n"
    write_gzip(tmp_path / "u.gz", f"{first}\n# sent_id = s2\n1\tVarn\tB-LOC")
    found = [pairs(sentence) for sentence in read_uner(tmp_path / "u.gz")]
    assert found == ["Mr. Holm/B-PERSON left", "Varn/B-GPE"]
