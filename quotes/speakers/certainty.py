"""How sure a speaker is by the way it was decided: the share of such decisions that were right.

Counted on PolNeAR's development articles and the annotated news (training and development part):
the decisions on a found attribution with the right source, or without one, whose speaker the
annotation tells. A way with few cases is drawn towards its family: with as much weight as
:data:`_WEIGHT` decisions of which the family's share is right. Cross-validated by article, 16 is
the best of 2, 4, 8 and 16: what the confidence makes of it then ranks right and wrong decisions
as well as with numbers set by hand (area under the curve 0.841 and 0.839, log loss 0.199 and
0.195, 1,263 decisions).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from quotes.decisions import Way

#: Family -> way -> right and all.
MEASURED: Mapping[str, Mapping[Way, tuple[int, int]]] = MappingProxyType(
    {
        "name": {
            "named": (402, 414),
            "short name": (279, 282),
            "one of several with the name": (10, 10),
            "named before what it is": (2, 3),
            "several together": (12, 15),
            # of two articles of PolNeAR's training part: the others have none
            "signs": (7, 7),
            # 24 of 24 in articles that do not count here
            "says it elsewhere": (0, 0),
        },
        "pronoun": {
            "pronoun": (127, 139),
            "only one who agrees": (3, 3),
            "relative pronoun": (6, 10),
            "writer": (8, 8),
            "around": (0, 0),
        },
        "description": {
            "described": (248, 274),
            "several": (9, 9),
            "document": (0, 0),
            "named in full elsewhere": (7, 9),
            "owner of the body": (2, 3),
            "author of the document": (10, 12),
            "interview": (0, 0),
        },
        "nobody": {
            "no source": (7, 18),
            "reader": (0, 2),
            "writer": (0, 5),
            "nobody agrees": (0, 0),
            "relative pronoun without antecedent": (0, 0),
            "relative pronoun of a thing": (0, 0),
            "around, not found": (0, 0),
        },
    }
)
_WEIGHT = 16
#: No link of coreference is surer than so: the share of names in full that were right.
MOST = 0.97
#: Nor is a name that nothing but capital letters tells surer than so; none could be judged.
ONLY_CAPITALS = 0.75


def certainty(way: Way, somebody: bool = True) -> float:
    """The share of a way's decisions, for somebody or for nobody, drawn towards its family's.

    Raises KeyError for the ways of :mod:`quotes.coreference`, whose links bring their own, and
    of :mod:`quotes.speakers.implicit`, which are weighed.
    """
    return _CERTAINTY[way, somebody]


def no_surer(than: float, way: Way) -> float:
    """The certainty of what a way makes of another decision."""
    return min(than, certainty(way))


def _shares() -> Mapping[tuple[Way, bool], float]:
    found: dict[tuple[Way, bool], float] = {}
    for family, ways in MEASURED.items():
        right, counted = (sum(column) for column in zip(*ways.values(), strict=True))
        for way, (mine, cases) in ways.items():
            drawn = (mine + _WEIGHT * right / counted) / (cases + _WEIGHT)
            found[way, family != "nobody"] = round(drawn, 3)
    return found


_CERTAINTY = MappingProxyType(_shares())
