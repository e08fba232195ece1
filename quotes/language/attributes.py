"""Coarse part of speech and morphology, which follow from the Penn tag, the word and its relation.

The values are those of the official English pipelines of spaCy (Universal
Dependencies names), so that rules written for one serve the other.
"""

from __future__ import annotations

_BY_TAG: dict[str, tuple[str, str]] = {
    ".": ("PUNCT", "PunctType=Peri"),
    ",": ("PUNCT", "PunctType=Comm"),
    ":": ("PUNCT", ""),
    "``": ("PUNCT", "PunctSide=Ini|PunctType=Quot"),
    "''": ("PUNCT", "PunctSide=Fin|PunctType=Quot"),
    "-LRB-": ("PUNCT", "PunctSide=Ini|PunctType=Brck"),
    "-RRB-": ("PUNCT", "PunctSide=Fin|PunctType=Brck"),
    "HYPH": ("PUNCT", "PunctType=Dash"),
    "NFP": ("PUNCT", ""),
    "$": ("SYM", ""),
    "#": ("SYM", ""),
    "SYM": ("SYM", ""),
    "ADD": ("X", ""),
    "GW": ("X", ""),
    "XX": ("X", ""),
    "FW": ("X", "Foreign=Yes"),
    "LS": ("X", "NumType=Ord"),
    "AFX": ("ADJ", "Hyph=Yes"),
    "CC": ("CCONJ", "ConjType=Cmp"),
    "CD": ("NUM", "NumType=Card"),
    "DT": ("DET", ""),
    "PDT": ("DET", ""),
    "WDT": ("PRON", ""),
    "WP": ("PRON", ""),
    "WP$": ("DET", "Poss=Yes"),
    "EX": ("PRON", ""),
    "IN": ("ADP", ""),
    "RP": ("ADP", ""),
    "JJ": ("ADJ", "Degree=Pos"),
    "JJR": ("ADJ", "Degree=Cmp"),
    "JJS": ("ADJ", "Degree=Sup"),
    "RB": ("ADV", ""),
    "RBR": ("ADV", "Degree=Cmp"),
    "RBS": ("ADV", "Degree=Sup"),
    "WRB": ("SCONJ", ""),
    "MD": ("AUX", "VerbForm=Fin"),
    "NN": ("NOUN", "Number=Sing"),
    "NNS": ("NOUN", "Number=Plur"),
    "NNP": ("PROPN", "Number=Sing"),
    "NNPS": ("PROPN", "Number=Plur"),
    "POS": ("PART", ""),
    "TO": ("PART", ""),
    "PRP": ("PRON", "PronType=Prs"),
    "PRP$": ("PRON", "Poss=Yes|PronType=Prs"),
    "UH": ("INTJ", ""),
    "VB": ("VERB", "VerbForm=Inf"),
    "VBD": ("VERB", "Tense=Past|VerbForm=Fin"),
    "VBG": ("VERB", "Aspect=Prog|Tense=Pres|VerbForm=Part"),
    "VBN": ("VERB", "Aspect=Perf|Tense=Past|VerbForm=Part"),
    "VBP": ("VERB", "Tense=Pres|VerbForm=Fin"),
    "VBZ": ("VERB", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"),
    "_SP": ("SPACE", ""),
}

_SINGULAR, _PLURAL = "Number=Sing", "Number=Plur"
_PRONOUNS: dict[str, str] = {
    "i": f"Case=Nom|{_SINGULAR}|Person=1",
    "me": f"Case=Acc|{_SINGULAR}|Person=1",
    "we": f"Case=Nom|{_PLURAL}|Person=1",
    "us": f"Case=Acc|{_PLURAL}|Person=1",
    "you": "Person=2",
    "he": f"Case=Nom|Gender=Masc|{_SINGULAR}|Person=3",
    "him": f"Case=Acc|Gender=Masc|{_SINGULAR}|Person=3",
    "she": f"Case=Nom|Gender=Fem|{_SINGULAR}|Person=3",
    "her": f"Case=Acc|Gender=Fem|{_SINGULAR}|Person=3",
    "it": f"Gender=Neut|{_SINGULAR}|Person=3",
    "they": f"Case=Nom|{_PLURAL}|Person=3",
    "them": f"Case=Acc|{_PLURAL}|Person=3",
    "mine": f"{_SINGULAR}|Person=1|Poss=Yes",
    "ours": f"{_PLURAL}|Person=1|Poss=Yes",
    "yours": "Person=2|Poss=Yes",
    "his": f"Gender=Masc|{_SINGULAR}|Person=3|Poss=Yes",
    "hers": f"Gender=Fem|{_SINGULAR}|Person=3|Poss=Yes",
    "theirs": f"{_PLURAL}|Person=3|Poss=Yes",
    "myself": f"{_SINGULAR}|Person=1|Reflex=Yes",
    "ourselves": f"{_PLURAL}|Person=1|Reflex=Yes",
    "yourself": "Person=2|Reflex=Yes",
    "yourselves": "Person=2|Reflex=Yes",
    "himself": f"Case=Acc|Gender=Masc|{_SINGULAR}|Person=3|Reflex=Yes",
    "herself": f"Case=Acc|Gender=Fem|{_SINGULAR}|Person=3|Reflex=Yes",
    "itself": f"Case=Acc|Gender=Neut|{_SINGULAR}|Person=3|Reflex=Yes",
    "themselves": f"Case=Acc|{_PLURAL}|Person=3|Reflex=Yes",
}
_POSSESSIVES: dict[str, str] = {
    "my": f"{_SINGULAR}|Person=1",
    "our": f"{_PLURAL}|Person=1",
    "your": "Person=2",
    "his": f"Gender=Masc|{_SINGULAR}|Person=3",
    "her": f"Gender=Fem|{_SINGULAR}|Person=3",
    "its": f"Gender=Neut|{_SINGULAR}|Person=3",
    "their": f"{_PLURAL}|Person=3",
}
_BE = frozenset("be am is are was were been being 's ’s 're ’re 'm ’m".split())
#: Tags with which the word itself can decide, not the tag and the relation alone.
WORD_DECIDES = frozenset(
    ["PRP", "PRP$", *(tag for tag, (pos, _) in _BY_TAG.items() if pos == "VERB")]
)
_NOUN_RELATIONS = frozenset("nsubj nsubjpass dobj pobj attr conj ROOT dative".split())


def attributes(tag: str, word: str, dep: str) -> tuple[str, str]:
    """The coarse part of speech and the morphological features of a token."""
    pos, morph = _BY_TAG.get(tag, ("X", ""))
    lower = word.lower()
    if tag == "PRP" and lower in _PRONOUNS:
        return "PRON", f"{_PRONOUNS[lower]}|PronType=Prs"
    if tag == "PRP$" and lower in _POSSESSIVES:
        return "PRON", f"{_POSSESSIVES[lower]}|Poss=Yes|PronType=Prs"
    if pos == "VERB" and (dep in ("aux", "auxpass") or lower in _BE):
        return "AUX", morph
    if tag == "IN" and dep == "mark":
        return "SCONJ", morph
    if tag == "DT" and dep in _NOUN_RELATIONS:
        return "PRON", morph
    return pos, morph
