"""What others score elsewhere, and what each of the figures counts.

Few of the published ones can be set beside each other: they differ in the texts, in what a
quotation is, and in when one counts as found.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """One figure, or a few of a kind."""

    system: str
    data: str
    score: str
    """In percent; F1 where nothing else is said."""
    counts: str
    """What has to agree for a quotation to be right."""
    source: str


POLNEAR_TEST = "PolNeAR test"
_COFENET = "CofeNet repository, detailed results"
_COFENET_COUNTS = (
    "each content, source and cue by itself, to the letter; who said what is not asked"
)
_BEFORE = "run for this project, November 2026"
_BEFORE_DATA = "PolNeAR test, 84 articles, through an earlier pipeline of ours"
_BEFORE_COUNTS = "as in the table above; speakers with our coreference added, in 28 of the articles"
_CITRON = "Citron repository, model card 2021-11-15"
_GAP = "Gender Gap Tracker repository, evaluation of version 7.0"
_GAP_DATA = "98 Canadian news articles, not public"

PUBLISHED = (
    Published(
        "Citron, retrained on PolNeAR train",
        _BEFORE_DATA,
        "linked 53.6 (50.8 to 56.6), detection 58.9; exact content 47.9, source 68.4, cue 57.3; "
        "speaker right: direct and mixed 47.7%, indirect 28.9%",
        _BEFORE_COUNTS,
        _BEFORE,
    ),
    Published(
        "Gender Gap Tracker, quotation extractor",
        _BEFORE_DATA,
        "linked 42.3 (38.9 to 45.4), detection 49.3; exact content 45.2, source 55.3, cue 49.1; "
        "speaker right: direct and mixed 48.7%, indirect 17.6%",
        _BEFORE_COUNTS,
        _BEFORE,
    ),
    Published(
        "textacy 0.13, paragraph by paragraph",
        _BEFORE_DATA,
        "linked 25.9, detection 28.0; exact content 30.3, source 28.3, cue 32.7; "
        "speaker right: direct and mixed 40.5%, indirect 0.0%",
        _BEFORE_COUNTS,
        _BEFORE,
    ),
    Published(
        "sayswho 0.1.4, quote finder",
        _BEFORE_DATA,
        "linked 26.9 (24.2 to 29.5), detection 30.0; exact content 32.4, source 28.3, cue 32.4; "
        "speaker right: direct and mixed 46.1%, indirect 0.0%",
        _BEFORE_COUNTS,
        _BEFORE,
    ),
    Published(
        "JournalismAI, regular expressions",
        _BEFORE_DATA,
        "linked 19.3, detection 21.9; exact content 27.9, source 20.3, cue 1.6",
        "as in the table above; direct quotations in curly marks are all that it looks for",
        _BEFORE,
    ),
    Published(
        "a second annotator",
        "four articles of PolNeAR dev and test, twenty pairs of readings",
        "linked 75.0, detection 76.9; exact content 75.1, source 79.7, cue 69.8",
        "as in the table above, against the first annotator",
        _BEFORE,
    ),
    Published(
        "Rules (CofeNet's baseline)",
        POLNEAR_TEST,
        "content 5.6, source 10.7, cue 22.8",
        _COFENET_COUNTS,
        _COFENET,
    ),
    Published("CoreNLP", POLNEAR_TEST, "content 17.5, source 13.9", _COFENET_COUNTS, _COFENET),
    Published(
        "Conditional random field",
        POLNEAR_TEST,
        "content 28.6, source 50.6, cue 53.4",
        _COFENET_COUNTS,
        _COFENET,
    ),
    Published(
        "BERT", POLNEAR_TEST, "content 68.9, source 81.1, cue 74.0", _COFENET_COUNTS, _COFENET
    ),
    Published(
        "CofeNet (BERT)",
        POLNEAR_TEST,
        "content 72.9, source 83.2, cue 75.3",
        _COFENET_COUNTS,
        _COFENET,
    ),
    Published(
        "Citron",
        "PARC 3.0 test (Wall Street Journal)",
        "56.7",
        "the whole quotation: cue, sources and contents all identical token for token",
        _CITRON,
    ),
    Published(
        "Citron",
        "PARC 3.0 test (Wall Street Journal)",
        "content 83.3, source 85.3, cue 76.8",
        "tokens shared, summed over all pairs; an almost right span counts almost fully",
        _CITRON,
    ),
    Published(
        "Gender Gap Tracker",
        _GAP_DATA,
        "83.7; at a stricter threshold 76.1",
        "more than 0.3 (0.8) of the true quotation is covered; covering too much is free",
        _GAP,
    ),
    Published(
        "Gender Gap Tracker",
        _GAP_DATA,
        "speakers 86.5% right",
        "of the quotations found at 0.3: one character of the speaker's words is shared; who he "
        "is, is not asked",
        _GAP,
    ),
    Published(
        "Guardian and AFP, named entity recognizer",
        "more than 800 Guardian articles",
        "content 93, source 84, cue 86",
        "entity by entity; whether to the letter could not be found out",
        "The Guardian, 25 November 2021, as summarized by others",
    ),
    Published(
        "Muzny and others 2017, basis of CoreNLP",
        "three novels (QuoteLi3)",
        "87.5",
        "who speaks, for direct quotations that are given; fiction",
        "ACL Anthology E17-1044",
    ),
    Published(
        "BookNLP, big and small model",
        "LitBank (novels)",
        "89.9 and 86.4",
        "B³: how well quotations fall into groups of one speaker each; fiction",
        "BookNLP repository",
    ),
    Published(
        "Large language models of 2024 and 2025",
        "43 news articles, 646 attributions",
        "statement 64.9 to 83.7% right, name of its source 79.9 to 89.8%",
        "each part as a reader judges it against a list that students made; no recall of spans",
        "Santa Clara University, Markkula Center, March 2026",
    ),
)
