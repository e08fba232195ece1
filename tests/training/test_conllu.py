"""The CoNLL-U reader, on text of our own."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from training.conllu import MultiwordToken, parse_conllu, read_conllu

TEXT = """\
# newdoc id = weblog-1
# newpar
# sent_id = weblog-1-1
# text = Don't go.
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\tVB\t_\t3\taux\t3:aux\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t3:advmod\t_
3\tgo\tgo\tVERB\tVB\t_\t0\troot\t0:root\tSpaceAfter=No
3.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t3:conj\t_
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t3:punct\t_

# sent_id = weblog-1-2
1\tStay\tstay\tVERB\tVB\t_\t0\troot\t0:root\tEntity=(1)|SpaceAfter=No"""


def test_sentences_and_their_metadata() -> None:
    first, second = parse_conllu(TEXT.splitlines())
    assert (first.new_document, first.new_paragraph, first.sent_id) == (
        "weblog-1",
        True,
        "weblog-1-1",
    )
    assert (second.new_document, second.new_paragraph) == (None, False)
    assert first.metadata["text"] == "Don't go."
    assert first.multiwords == (MultiwordToken(1, 2, "Don't"),)
    assert [token.form for token in first.tokens] == ["Do", "n't", "go", "."]
    assert [token.head for token in first.tokens] == [3, 3, 0, 3]
    assert [token.space_after for token in first.tokens] == [True, True, False, True]
    assert not second.tokens[0].space_after


def test_files_plain_and_packed(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.conllu", tmp_path / "a.conllu.gz"
    plain.write_text(TEXT, encoding="utf-8")
    packed.write_bytes(gzip.compress(TEXT.encode()))
    assert (
        list(read_conllu(plain))
        == list(read_conllu(packed))
        == list(parse_conllu(TEXT.splitlines()))
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [("1\tGo", "line 2: 2 columns"), ("x\tGo\t_\t_\t_\t_\t0\troot\t_\t_", "line 2: invalid")],
)
def test_a_broken_line_is_named(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(parse_conllu(["# sent_id = 1", line]))
