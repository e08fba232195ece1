"""General names of bodies with the country that owns them: ``Norland's Cabinet``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from quotes.mentions.general import rank_of, spelt, without_country
from quotes.mentions.kinds import Name
from quotes.mentions.names import fold
from quotes.mentions.places import place
from quotes.tokens import Tokens

#: In words, of a country's name.
_LONGEST = 4
#: A name of so many words, ``Foreign Ministry``, tells by itself nothing of the body; one of more
#: does, as annotated news has it: ``National Police Agency``.
_SHORT = 2


def with_countries(tokens: Tokens, found: Sequence[Name], body: int = 0) -> list[Name]:
    """The names, where ``Cabinet`` in ``Norland's Cabinet`` is called so.

    It is the same body as the *Norlandic Cabinet* by the first of these names. Where an article
    has the cabinets of two countries, a bare one is that of the country told of last. If behind
    the headline, before the token ``body``, the first is a bare one, no country tells them apart.
    """
    called: dict[tuple[str, str], str] = {}
    last: dict[str, str] = {}
    countries: dict[str, set[str]] = defaultdict(set)
    bare: set[str] = set()
    parted = [_parted(tokens, name) for name in found]
    for one in parted:
        if one and one[1]:
            countries[one[0]].add(one[1])
    out: list[Name] = []
    for name, one in zip(found, parted, strict=True):
        key, country, text = one or ("", None, "")
        if one is None or key in bare:
            pass
        elif country:
            last[key] = called.setdefault((key, country), text)
            name = name._replace(text=last[key], label="organization")
        elif key in last and len(countries[key]) > 1:
            name = name._replace(text=last[key], label="organization")
        elif name.start >= body and key not in last:
            bare.add(key)
        out.append(name)
    return out


def _parted(tokens: Tokens, name: Name) -> tuple[str, str | None, str] | None:
    """A general name without its country, the country, the name with it; nothing of others."""
    if name.label not in {"organization", "unknown"}:
        return None
    key, country = without_country(spelt(name.text))
    if rank_of(key) not in {"national", "local"}:
        return None
    mark = name.start - 1
    if country or mark < 1 or tokens.tag[mark] != "POS":
        return key, country, name.text
    if len(key.split()) > _SHORT:
        return None
    for first in range(max(mark - _LONGEST, 0), mark):
        here = place(fold(tokens.between(first, mark)))
        if here and here.itself and tokens.word[first][0].isupper():
            return key, here.code, tokens.between(first, name.end)
    return None
