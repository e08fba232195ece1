"""The stream of the benchmarks: what it is made of, and how a database is compared with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import stream
from benchmarks.stream import Made, agreement, invented, zipf
from quotes.store import opened
from quotes.store.article_quotations import check


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return list(stream.stream(300, seed=3))


def test_the_same_seed_makes_the_same_stream_and_another_another(made: list[Made]) -> None:
    assert list(stream.stream(300, seed=3)) == made
    other = next(stream.stream(300, seed=4))
    assert other.article.text != made[0].article.text


def test_every_span_holds_its_words_and_every_quotation_has_its_truth(made: list[Made]) -> None:
    for one in made:
        assert len(one.quotations) == len(one.speakers) == len(one.statements)
        for quotation in one.quotations:
            check(quotation, one.article.text)
    mean = sum(len(one.quotations) for one in made) / len(made)
    assert mean == pytest.approx(stream.QUOTATIONS_IN_ARTICLE, abs=1.5)


def test_in_one_article_a_name_is_one_speaker_s(made: list[Made]) -> None:
    for one in made:
        names = defaultdict(set)
        for quotation, who in zip(one.quotations, one.speakers, strict=True):
            if quotation.speaker is not None:
                names[quotation.speaker.name].add(who)
        assert all(len(several) == 1 for several in names.values())


def test_there_are_bare_surnames_copies_reposts_and_words_of_nobody(made: list[Made]) -> None:
    statements = Counter(number for one in made for number in set(one.statements) if number)
    assert max(statements.values()) > 2
    words = [set(one.statements) - {0} for one in made]
    reposts = [at for at, one in enumerate(made) if "First published" in one.article.text]
    assert 0 < len(reposts) < 20
    assert all(any(words[at] == other for other in words[:at]) for at in reposts)
    pairs = [pair for one in made for pair in zip(one.quotations, one.speakers, strict=True)]
    assert any(q.speaker is None and who is None for q, who in pairs)
    assert any(q.speaker is None and who is not None for q, who in pairs)
    persons = [q.speaker.name for q, _ in pairs if q.speaker and q.speaker.kind == "person"]
    bare = sum(" " not in name for name in persons) / len(persons)
    assert 0.005 < bare < 0.2


def test_invented_words_differ_and_few_are_frequent() -> None:
    assert len({invented(number, stream.WORD_ENDS) for number in range(12_000)}) == 12_000
    drawn = Counter(zipf(at / 10_000, 1_000, 5) for at in range(10_000))
    assert drawn[0] > 10 * drawn[100] > 0
    assert max(drawn) < 1_000


def test_pairs_are_counted() -> None:
    # True: a a a b; found: 1 1 2 2. Pairs: three true, two found, one both.
    found = agreement([("a", 1), ("a", 1), ("a", 2), ("b", 2)])
    assert (found.true_pairs, found.found_pairs, found.both) == (3, 2, 1)
    assert (found.precision, found.recall, found.jaccard) == (1 / 2, 1 / 3, 1 / 4)
    # Precision of the members: 1, 1, 1/2, 1/2; recall: 2/3, 2/3, 1/3, 1.
    assert found.member_precision == pytest.approx(3 / 4)
    assert found.member_recall == pytest.approx(2 / 3)
    same = agreement([("a", 1), ("a", 1), ("b", 2)])
    assert (same.precision, same.recall, same.jaccard) == (1, 1, 1)


def test_a_stored_stream_is_compared_with_the_truth(tmp_path: Path) -> None:
    path = tmp_path / "stream.db"
    articles = 60
    parts = stream.store(stream.stream(articles, 3), articles, path)
    assert len(parts) == stream.PARTS
    assert parts[-1].articles == articles
    scores = stream.score(path, articles, 3)
    assert scores.persons.members > articles
    assert scores.statements.precision > 0.9 and scores.statements.recall > 0.5
    assert scores.persons.precision > 0.9 and scores.persons.recall > 0.5
    # One speaker that everybody is: the recall is perfect, the precision is not.
    with opened(path, write=True) as db:
        db.execute("UPDATE article_speakers SET speaker_id = (SELECT min(id) FROM speakers)")
        db.execute("UPDATE quotes SET group_id = NULL")
        db.conn.commit()
    spoilt = stream.score(path, articles, 3)
    assert spoilt.persons.recall == 1 and spoilt.persons.precision < 0.1
    assert spoilt.statements.recall == 0


def test_the_command_tells_time_memory_and_agreement(tmp_path: Path) -> None:
    path = tmp_path / "stream.db"
    args = ["--articles", "40", "--orders", "20", "--db", str(path)]
    result = CliRunner().invoke(stream.main, args)
    assert result.exit_code == 0, result.output
    assert "late : early" in result.stdout and "| persons |" in result.stdout
    assert path.exists()
    again = CliRunner().invoke(stream.main, args)
    assert again.exit_code == 1 and "is there already" in again.output


def test_the_page_has_a_place_for_the_result() -> None:
    page = stream.README.read_text(encoding="utf-8")
    assert stream.with_block(page, "stream", "") != page
