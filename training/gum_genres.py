"""Which documents of GUM may train weights that are shipped, beyond the genres it calls open.

GUM's licence file does not name the genres of these documents. Its authors do, where they say how
to cite it (gucorpling.org/gum, "License and attribution information"): textbooks (OpenStax and
others of that kind), vlogs (found by YouTube's filter for Creative Commons) and conversations (the
Santa Barbara Corpus, by leave of its editor) are under CC BY. Of speeches they say that some state
no licence and stand on official sites that call them public; taken are only those that officers of
the United States made as such, which are in the public domain by law (17 U.S.C. 105).
"""

from __future__ import annotations

from training.treebanks import genre_of

_STATED = frozenset({"conversation", "textbook", "vlog"})
_PUBLIC_DOMAIN = frozenset(
    f"GUM_speech_{name}" for name in ("floyd", "maiden", "nixon", "remarks", "telescope")
)
#: Held in court, but of the Santa Barbara Corpus too.
_CONVERSATIONS = frozenset({"GUM_court_carpet"})


def may_train(doc_id: str) -> bool:
    """Whether a document of a genre that the licence file does not name is free all the same."""
    return genre_of(doc_id) in _STATED or doc_id in _PUBLIC_DOMAIN | _CONVERSATIONS
