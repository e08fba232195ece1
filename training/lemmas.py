"""The lemma tables that are bundled: WordNet's, as spacy-lookups-data has them.

python -m training.lemmas quotes/language/weights
"""

from __future__ import annotations

import sys
from pathlib import Path

from spacy.lookups import Lookups, load_lookups

#: Auxiliaries and contractions, which WordNet's verb table does not hold.
AUXILIARIES = {
    **dict.fromkeys("am is are was were been being be 's ’s 're ’re 'm ’m ai".split(), "be"),
    **dict.fromkeys("has had have having 've ’ve".split(), "have"),
    **dict.fromkeys("does did do doing done".split(), "do"),
    **dict.fromkeys("will wo 'll ’ll".split(), "will"),
    **dict.fromkeys("would 'd ’d".split(), "would"),
    "ca": "can",
}


def build() -> Lookups:
    """Rules, exceptions and index for the ``rule`` mode of spaCy's lemmatizer."""
    tables = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    exceptions = tables.get_table("lemma_exc")
    own = {word: [lemma] for word, lemma in AUXILIARIES.items()}
    exceptions["aux"] = {**exceptions["verb"], **own}
    exceptions["adv"] = {**exceptions["adv"], "n't": ["not"], "n’t": ["not"]}
    for name in ("lemma_rules", "lemma_index"):
        table = tables.get_table(name)
        table["aux"] = table["verb"]
    # Looked up by word: a dictionary, not a list, which the lemmatizer would walk each time.
    index = tables.get_table("lemma_index")
    for pos in list(index):
        index[pos] = dict.fromkeys(index[pos], True)
    return tables


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    build().to_disk(folder, filename="lemmas.bin")
