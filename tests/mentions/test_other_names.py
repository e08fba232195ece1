"""By what other name somebody is known."""

from __future__ import annotations

import pytest

from quotes.mentions.entities import cast_of
from quotes.tokens import Tokens


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Carlos Vega Marro, the forward known as Tinho, scored.", "Carlos Vega Marro"),
        ("Carlos Vega Marro, better known as Tinho, scored.", "Carlos Vega Marro"),
        ("Carlos Vega Marro – who is also known as Tinho – scored.", "Carlos Vega Marro"),
        ("Carlos Vega Marro beat a forward known as Tinho.", "Tinho"),
        ("Carlos Vega Marro, a friend of the forward known as Tinho, scored.", "Tinho"),
    ],
    ids=["a noun", "a comma", "a clause", "another", "a friend"],
)
def test_whose_another_name_is(nlp, text, name):
    (found,) = nlp(f"{text}\n\n“It was a great goal,” said Tinho.")._.quotations
    assert found.speaker.name == name


def test_a_name_is_not_used_where_it_is_told(nlp):
    doc = nlp("Ada Vega Marro, better known as Ada Brill, left.\n\n“It was late,” said Brill.")
    (entity,) = (e for e in cast_of(Tokens.of(doc)).entities if e.kind == "person")
    assert (entity.name, entity.aliases) == ("Ada Vega Marro", ("Ada Brill", "Brill"))
