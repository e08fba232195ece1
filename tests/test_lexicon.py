"""The lists of words: how they are written, and what holds of the ones that are bundled."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from quotes import lexicon
from quotes.lexicon import Lexicon, LexiconError
from quotes.mentions.names import fold

ROOT = Path(lexicon.__file__).parent
BUNDLED = lexicon.read("quotes", "lexicon.txt")
FIRST_NAMES = lexicon.read("quotes.mentions", "first_names.txt")
SECTIONS = [section for section in BUNDLED.sections.values() if section.name != "SOURCES"]
#: These are asked for marks as they stand in a text.
UNFOLDED = {"n't", "&"}
CODE = {
    path: path.read_text(encoding="utf-8")
    for path in ROOT.rglob("*.py")
    if path.name != "lexicon.py"
}

START = """\
[SOURCES: short]
own: made up
"""
LIST = """\
for: What is at sea.
from: own
"""


def written(*sections: str) -> Lexicon:
    """Each section as its name and its lines."""
    made = [START]
    for section in sections:
        name, _, lines = section.partition("\n")
        made.append(f"[{name}]\n{LIST}{lines}\n")
    return Lexicon("\n".join(made), "sea.txt")


def test_words_are_parted_by_blanks_over_lines():
    assert written("SHIPS\nbrig  cutter\n# a comment\n\nsloop").words("SHIPS") == {
        "brig",
        "cutter",
        "sloop",
    }


def test_phrases_are_parted_by_commas():
    found = written("SHIPS: phrases\nlight ship, tug,\nship  of the line").words("SHIPS")
    assert found == {"light ship", "tug", "ship of the line"}


def test_a_phrase_that_a_line_breaks_is_refused():
    with pytest.raises(LexiconError, match=r"sea\.txt, line 7, \[SHIPS\]: no comma at the end"):
        written("SHIPS: phrases\ntug, light\nship").words("SHIPS")


def test_another_section_is_taken_in_and_left_out_in_turn():
    sea = written(
        "SAIL\nbrig sloop", "STEAM\nsteamer", "ALL\n+SAIL +STEAM tug", "FEW\n+ALL -SAIL sloop"
    )
    assert sea.words("ALL") == {"brig", "sloop", "steamer", "tug"}
    assert sea.words("FEW") == {"sloop", "steamer", "tug"}
    assert sea.referred("FEW") == {"ALL", "SAIL"}


def test_a_word_with_a_hyphen_is_no_section():
    assert written("SHIPS\ntug -sail +sail").words("SHIPS") == {"tug", "-sail", "+sail"}


def test_rows_of_a_table_share_words_and_go_on_below():
    sea = written("SAIL\nbrig sloop", "BY: table\nfast, swift: +SAIL\n  cutter\nslow: barge")
    assert sea.table("BY") == {
        "fast": {"brig", "sloop", "cutter"},
        "swift": {"brig", "sloop", "cutter"},
        "slow": {"barge"},
    }


def test_what_is_short_stands_for_a_phrase():
    assert written("RANKS: short\nab: able  seaman\ncapt, cpt: captain").short("RANKS") == {
        "ab": "able seaman",
        "capt": "captain",
        "cpt": "captain",
    }


def test_groups_keep_their_order():
    assert written("SPELT: groups\nship shipp\nbrig brigg").groups("SPELT") == (
        ("ship", "shipp"),
        ("brig", "brigg"),
    )


def test_what_a_list_is_for_and_from_is_kept():
    (section,) = (s for s in written("SHIPS\ntug").sections.values() if s.name == "SHIPS")
    assert (section.purpose, section.sources, section.line) == ("What is at sea.", ("own",), 4)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            START + "[SHIPS]\nfrom: own\ntug",
            "line 3, [SHIPS]: says not what it is for, or from where",
        ),
        (
            START + "[SHIPS]\nfor: Sea.\ntug",
            "line 3, [SHIPS]: says not what it is for, or from where",
        ),
        (START + "[SHIPS]\nfor: Sea.\nfrom: hearsay\ntug", "line 3, [SHIPS]: no source 'hearsay'"),
        (START + f"[SHIPS]\n{LIST}", "line 3, [SHIPS]: is empty"),
        (START + f"[SHIPS]\n{LIST}tug\n" * 2, "line 7, [SHIPS]: twice"),
        (START + f"[SHIPS: boats]\n{LIST}tug", "line 3: no heading of a section: '[SHIPS: boats]'"),
        (START + f"[ships]\n{LIST}tug", "line 3: no heading of a section: '[ships]'"),
        ("tug\n" + START, "line 1: before the first section"),
    ],
)
def test_a_file_that_is_wrong_is_refused_where_it_is_wrong(text: str, error: str):
    with pytest.raises(LexiconError) as found:
        Lexicon(text, "sea.txt")
    assert str(found.value) == f"sea.txt, {error}"


@pytest.mark.parametrize(
    ("sections", "error"),
    [
        (["SHIPS\nbrig tug", "ALL\nbrig\ntug brig"], "line 13, [ALL]: 'brig' twice"),
        (["SHIPS\nbrig", "ALL\n+SHIPS\nbrig"], "line 13, [ALL]: 'brig' twice"),
        (["ALL\ntug\n+SHIPS"], "line 8, [ALL]: no section SHIPS"),
        (["ALL\n+SHIPS", "SHIPS\n+ALL"], "line 4, [ALL]: in a circle: ALL, SHIPS, ALL"),
        (["ALL: table\nfast: brig"], "line 4, [ALL]: is read as table, not words"),
    ],
)
def test_a_list_that_is_wrong_is_refused_where_it_is_wrong(sections: list[str], error: str):
    sea = written(*sections)
    for _ in range(2):  # asked again, it is as wrong
        with pytest.raises(LexiconError) as found:
            sea.words("ALL")
        assert str(found.value) == f"sea.txt, {error}"


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ("fast brig", "line 7, [BY]: no “key: words”: 'fast brig'"),
        ("fast:", "line 7, [BY]: no “key: words”: 'fast:'"),
        ("fast: brig\nslow, fast: tug", "line 8, [BY]: 'fast' twice"),
    ],
)
def test_a_table_that_is_wrong_is_refused_where_it_is_wrong(rows: str, error: str):
    with pytest.raises(LexiconError) as found:
        written(f"BY: table\n{rows}").table("BY")
    assert str(found.value) == f"sea.txt, {error}"


def test_a_section_that_is_not_there_is_told():
    with pytest.raises(LexiconError, match=r"sea\.txt: no section BOATS"):
        written("SHIPS\ntug").words("BOATS")


def entries(section: lexicon.Section) -> list[str]:
    """All that a section of the bundled file has, keys and words, without what it takes in."""
    if section.kind in ("words", "phrases"):
        joined = [text for _, text in section.lines]
        parts = (
            " ".join(joined).split(",") if section.kind == "phrases" else " ".join(joined).split()
        )
        return [part.strip() for part in parts if part.strip() and part.strip()[0] not in "+-"]
    if section.kind == "groups":
        return [word for group in BUNDLED.groups(section.name) for word in group]
    if section.kind == "short":
        return [one for row in BUNDLED.short(section.name).items() for one in row]
    rows = BUNDLED.table(section.name).items()
    return [one for key, words in rows for one in (key, *words)]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_list_can_be_read_and_is_folded(section: lexicon.Section):
    found = entries(section)
    assert found
    # "the" at the beginning is left out of a name, and is a word of some lists
    assert [one for one in found if fold(f"x {one}") != f"x {one}" and one not in UNFOLDED] == []


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_list_says_what_it_is_for_and_whence(section: lexicon.Section):
    assert section.purpose[:1].isupper() and section.purpose.endswith((".", 'says".'))
    assert section.sources


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_words_stand_in_the_order_of_the_alphabet(section: lexicon.Section):
    if section.kind in ("words", "phrases"):
        found = entries(section)
        assert found == sorted(found)


def test_every_list_is_asked_or_taken_in():
    taken = {name for section in SECTIONS for name in BUNDLED.referred(section.name)}
    asked = {
        name
        for text in CODE.values()
        for name in re.findall(r'lexicon\.\w+\(\s*["\']([A-Z_]+)["\']\s*\)', text)
    }
    assert {section.name for section in SECTIONS} - asked - taken == set()
    assert asked - {section.name for section in SECTIONS} == set()


def test_every_name_that_words_has_is_used():
    """A list that stands in ``words`` and that no rule looks at decides nothing."""
    (path,) = (path for path in CODE if path.parts[-2:] == ("mentions", "words.py"))
    named = re.findall(r"^([A-Z_]+) = ", CODE[path], re.MULTILINE)
    others = "\n".join(text for other, text in CODE.items() if other != path)
    assert [name for name in named if not re.search(rf"\b{name}\b", others)] == []


def test_sources_are_all_used():
    used = {source for section in SECTIONS for source in section.sources}
    assert used == set(BUNDLED.short("SOURCES"))


def test_lines_are_no_longer_than_those_of_code():
    for name in ("lexicon.txt",):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if len(line) > 100] == []


def test_a_first_name_has_one_gender():
    others = {"SOURCES", "ELSEWHERE"}
    lists = [FIRST_NAMES.words(name) for name in FIRST_NAMES.sections if name not in others]
    assert len(lists) == 4
    assert sum(map(len, lists)) == len(frozenset().union(*lists)) > 20_000


def test_a_pattern_matches_each_entry_whole():
    pattern = re.compile(lexicon.pattern("NAME_GIVEN"))
    for entry in lexicon.words("NAME_GIVEN"):
        assert pattern.fullmatch(entry)
    assert not pattern.search("put on it")


def test_of_lists_are_parts_of_what_they_name():
    """``Of DEGREES, what somebody is.``"""
    parts = [
        (section.name, found[1])
        for section in SECTIONS
        if (found := re.match(r"Of ([A-Z_]+),", section.purpose))
    ]
    assert len(parts) >= 6
    for part, whole in parts:
        assert BUNDLED.words(part) <= BUNDLED.words(whole), part


def test_spellings_are_of_one_name_each():
    spelt = sorted(word for group in lexicon.groups("SPELLINGS") for word in group)
    assert [word for word, some in groupby(spelt) if len(list(some)) > 1] == []
