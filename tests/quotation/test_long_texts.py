"""A long text takes as much longer as it is longer."""

from __future__ import annotations

import time

import pytest

from quotes.quotation import find
from quotes.quotation.index import SpanIndex, Taken
from quotes.quotation.marks import quoted
from quotes.quotation.roles import RoleSpan


@pytest.mark.parametrize("unit", ["‘ ", '"a ', "’' ", "'a ‘b “c ", "“a”\n"])
def test_marks_of_a_hostile_text(unit):
    def seconds(times):
        start = time.process_time()
        quoted(unit * times)
        return time.process_time() - start

    seconds(500)
    short, long = max(seconds(3_000), 0.005), seconds(24_000)
    assert long < 40 * short


def test_many_quotations(nlp):
    sentence = "“We are ready to go now,” the mayor Maria Lopez said on Monday. "
    with nlp.select_pipes(enable=["quotes_encoder", "quotes_lemmatizer"]):
        docs = [nlp(sentence * times) for times in (100, 800)]
    seconds = []
    for doc in docs:
        start = time.process_time()
        found = find(doc)
        seconds.append(time.process_time() - start)
        assert len(found) > len(doc) / 30
    assert seconds[1] < 30 * seconds[0]


def test_span_index():
    spans = [RoleSpan(0, 5, 1.0), RoleSpan(8, 12, 1.0), RoleSpan(20, 30, 1.0)]
    index = SpanIndex(reversed(spans))
    assert list(index.touching(4, 9)) == spans[:2]
    assert list(index.touching(5, 8)) == []
    assert list(index.near(5, 8, 0)) == spans[:2]
    assert list(index.near(14, 15, 4)) == [spans[1]]


def test_nothing_is_taken_twice():
    taken = Taken()
    assert taken.take(5, 10)
    assert not taken.take(9, 12)
    assert not taken.take(0, 6)
    assert not taken.take(6, 7)
    assert taken.take(10, 12)
    assert taken.take(0, 5)
