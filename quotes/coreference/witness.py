"""What a coreference component says of a word: for the speakers it is one witness among others.

A witness is asked about one pronoun or noun, by its token, and names the nouns
before it that mean the same, nearest first, each by the token at its head;
none where it cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Doc, Token

Witness = Callable[[int], Sequence[int]]


def nobody(token: int) -> Sequence[int]:
    """The witness that cannot tell."""
    return ()


def chained(doc: Doc) -> Witness:
    """What the chains on a Doc say (``token._.coref_chains``, as coreferee makes them)."""
    if not Token.has_extension("coref_chains"):
        return nobody

    def witness(token: int) -> list[int]:
        chains = doc[token]._.coref_chains or ()
        heads = [mention.token_indexes for chain in chains for mention in chain.mentions]
        single = {tokens[0] for tokens in heads if len(tokens) == 1}
        return sorted(
            (i for i in single if i < token and not doc[i].tag_.startswith("PRP")), reverse=True
        )

    return witness
