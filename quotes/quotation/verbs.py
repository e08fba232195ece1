"""Words that attribute speech. What each list is for stands in ``quotes/lexicon.txt``."""

from __future__ import annotations

from quotes import lexicon

REPORTING = lexicon.words("REPORTING")
SPEAKING = lexicon.words("SPEAKING")
NOT_ONLY_SPEECH = lexicon.words("NOT_ONLY_SPEECH")
DEEDS = lexicon.words("DEEDS")
ASKED = lexicon.words("ASKED")
