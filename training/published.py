"""What others publish about their own pipelines, for the model card; none of it is our measuring.

The three official English pipelines: ``performance`` in ``meta/NAME-3.8.0.json`` of
github.com/explosion/spacy-models, on their own evaluation data (OntoNotes 5), with the labels that
ours have as well. The web treebank: the page of ``explosion/en_udv25_englishewt_trf`` 0.0.1 on
Hugging Face, RoBERTa trained and measured on UD EWT 2.5 with Universal Dependencies labels and its
own tokens and sentences. Universal NER: XLM-R large (560 million parameters) as the authors of the
corpus fine-tuned it, persons, organizations and places together (Mayhew et al. 2024, Universal NER,
arXiv 2311.09122). Percent, rounded to one decimal.
"""

from __future__ import annotations

OFFICIAL_VERSION = "3.8.0"
#: Size of the package as its ``meta.json`` has it.
OFFICIAL_SIZE = {"en_core_web_sm": "12 MB", "en_core_web_lg": "382 MB", "en_core_web_trf": "436 MB"}
OFFICIAL: dict[str, dict[str, float]] = {
    "en_core_web_sm": {
        **{"tag": 97.3, "uas": 91.8, "las": 89.9, "sentences": 90.7},
        **{"PERSON": 88.0, "ORG": 80.5, "GPE": 90.4, "LOC": 66.8, "NORP": 90.3, "DATE": 86.7},
        **{"ROOT": 90.5, "nsubj": 95.1, "dobj": 93.1, "ccomp": 80.6, "advcl": 66.3},
        **{"parataxis": 52.3, "conj": 77.0, "relcl": 77.1, "appos": 67.6, "poss": 97.7},
        **{"prep": 85.9, "pobj": 96.4},
    },
    "en_core_web_lg": {
        **{"tag": 97.4, "uas": 92.0, "las": 90.2, "sentences": 90.6},
        **{"PERSON": 90.5, "ORG": 82.9, "GPE": 91.5, "LOC": 66.6, "NORP": 90.3, "DATE": 87.4},
        **{"ROOT": 90.8, "nsubj": 95.4, "dobj": 93.4, "ccomp": 80.8, "advcl": 66.6},
        **{"parataxis": 54.4, "conj": 77.0, "relcl": 77.2, "appos": 68.4, "poss": 97.6},
        **{"prep": 86.4, "pobj": 96.6},
    },
    "en_core_web_trf": {
        **{"tag": 98.1, "uas": 95.2, "las": 93.8, "sentences": 88.6},
        **{"PERSON": 94.6, "ORG": 89.8, "GPE": 94.9, "LOC": 83.3, "NORP": 93.0, "DATE": 89.7},
        **{"ROOT": 90.9, "nsubj": 98.1, "dobj": 97.3, "ccomp": 87.5, "advcl": 80.4},
        **{"parataxis": 61.2, "conj": 88.8, "relcl": 88.6, "appos": 81.2, "poss": 98.8},
        **{"prep": 92.4, "pobj": 98.4},
    },
}

WEB_TREEBANK_NAME = "en_udv25_englishewt_trf"
WEB_TREEBANK = {"tag": 96.4, "uas": 91.9, "las": 89.4, "sentences": 90.6}

UNIVERSAL_NER = {"uner_pud": 80.1}

#: Exact spans on which two annotators of PolNeAR agree, F1, on four articles that both annotated.
AGREEMENT = {"content": 75.0, "source": 80.0, "cue": 70.0}
