"""The part of the comparison with other tools that is ours; none of those is needed here."""

from __future__ import annotations

import pytest
import spacy
from click.testing import CliRunner
from spacy.tokens import Doc

from benchmarks import peers, peers_floor, peers_tools
from benchmarks.peers_published import PUBLISHED
from benchmarks.speed import README, with_block
from quotes.evaluate.attributions import AnnotatedArticle, Attribution


@pytest.fixture(scope="module")
def blank() -> spacy.Language:
    return spacy.blank("en")


def with_names(nlp: spacy.Language, text: str, names: dict[str, str]) -> Doc:
    doc = nlp(text)
    spans = [(doc.text.index(name), label, name) for name, label in names.items()]
    doc.ents = [doc.char_span(at, at + len(name), label) for at, label, name in spans]
    return doc


TEXT = (
    "Ada Lopez left. “We will build the bridge,” Tom Hill said.\nHarbor Trust read “Three Blind”."
)
NAMES = {"Ada Lopez": "PERSON", "Tom Hill": "PERSON", "Harbor Trust": "ORG"}


def test_the_floor_names_whoever_is_nearest(blank: spacy.Language) -> None:
    (found,) = peers_floor.nearest_names(with_names(blank, TEXT, NAMES))
    (content,) = found.spans["content"]
    assert TEXT[slice(*content)] == "“We will build the bridge,”"
    assert (found.speaker, found.kind) == ("Tom Hill", "person")


def test_the_floor_needs_no_names(blank: spacy.Language) -> None:
    (found,) = peers_floor.nearest_names(blank("“We will build the bridge.”"))
    assert (found.speaker, found.spans["source"]) == ("", ())


def test_the_floor_takes_no_name_out_of_a_quotation(blank: spacy.Language) -> None:
    text = "“Not before Tom Hill comes,” said the woman. Ada Lopez nodded."
    doc = with_names(blank, text, {"Tom Hill": "PERSON", "Ada Lopez": "PERSON"})
    assert [one.speaker for one in peers_floor.nearest_names(doc)] == ["Ada Lopez"]


def test_a_person_comes_before_an_organization(blank: spacy.Language) -> None:
    doc = with_names(blank, TEXT, NAMES)
    assert peers_tools.named(doc, doc) == ("Ada Lopez", "person")
    assert peers_tools.named(doc, list(doc)[-6:]) == ("", "")
    assert peers_tools.named(doc, [t for t in doc if t.text == "Trust"])[1] == "organization"


def test_neighbouring_tokens_make_one_span(blank: spacy.Language) -> None:
    doc = blank("one two three four")
    assert peers_tools.stretches([doc[3], doc[1], doc[0]]) == ((0, 7), (14, 18))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("as it was", "as it was"),
        ('He said:"No."', 'He said: "No."'),
        ('"Not closed', '"Not closed"'),
        ("''Two''", '"Two"'),
        ("  blanks  ", "blanks"),
        ("", '"'),
    ],
)
def test_characters_that_stay_lead_back_to_themselves(old: str, new: str) -> None:
    places = list(peers_tools.aligned(old, new))
    assert len(places) == len(new)
    assert places == sorted(places)
    for at, place in enumerate(places):
        assert place <= len(old)
        assert new[at] in ' "' or old[place] == new[at]


def test_a_prepared_text_leads_back_over_blank_lines() -> None:
    text = "One line\n\n  \nHe said:“No.”\n"
    prepared = peers_tools.prepared_by_paragraph(text, lambda line: line.replace(":", ": "))
    assert prepared.text == "One line\nHe said: “No.”"
    assert len(prepared.offsets) == len(prepared.text) + 1
    start = prepared.text.index("“")
    found = Attribution(
        {"content": ((start, len(prepared.text)),), "cue": ((16, 16),), "source": ((9, 11),)}
    )
    back = peers_tools.moved(found, prepared.offsets.__getitem__)
    assert [text[a:b] for a, b in back.spans["content"]] == ["“No.”"]
    assert [text[a:b] for a, b in back.spans["source"]] == ["He"]
    assert back.spans["cue"] == ()


def test_nothing_is_prepared_of_nothing() -> None:
    assert peers_tools.prepared_by_paragraph("\n \n", str.upper) == peers_tools.Prepared("", [0])


def annotated(tmp_path, text: str, content: str, source: str) -> AnnotatedArticle:
    spans = {}
    for role, words in (("content", content), ("source", source)):
        at = text.index(words)
        spans[role] = ((at, at + len(words)),)
    gold = Attribution(
        {**spans, "cue": ()}, speaker=source, kind="person", resolved=True, identity="E1"
    )
    return AnnotatedArticle("one", tmp_path / "one.txt", text, (gold,))


def test_a_tool_that_gives_up_has_found_nothing(tmp_path, blank: spacy.Language) -> None:
    article = annotated(tmp_path, TEXT, "“We will build the bridge,”", "Tom Hill")

    def reads_well(doc: Doc):
        yield Attribution(article.attributions[0].spans, speaker="Hill", kind="person")

    def gives_up(doc: Doc):
        yield Attribution(article.attributions[0].spans)
        raise TypeError("ord() expected a character")

    tools = [peers.Peer("good", reads_well), peers.Peer("bad", gives_up)]
    good, bad = peers.run([article], tools, blank)
    assert peers.figures(good)["linked F"] == 100
    assert peers.figures(good)["speaker right, direct+mixed"] == 100
    assert peers.figures(good)["gave up"] == 0
    assert peers.figures(good, bootstrap=5)["linked F interval"] == [100, 100]
    assert peers.figures(bad)["quotations"] == 0
    assert peers.figures(bad)["linked F"] == 0
    assert peers.figures(bad)["gave up"] == 1


def test_what_is_found_in_a_prepared_text_is_scored_in_the_article(
    tmp_path, blank: spacy.Language
) -> None:
    text = "Ada Lopez left.\n\n\nTom Hill said we win."
    article = annotated(tmp_path, text, "we win", "Tom Hill")

    def prepare(text: str) -> peers_tools.Prepared:
        return peers_tools.prepared_by_paragraph(text, lambda line: f"> {line}")

    def find(doc: Doc):
        words = {token.text: token for token in doc}
        content = doc[words["we"].i : words["win"].i + 1]
        yield peers_tools.attribution(doc, content, [words["said"]], [words["Tom"]])

    (result,) = peers.run([article], [peers.Peer("one", find, prepare)], blank, prepare)
    assert peers.figures(result)["linked F"] == 100


def test_a_row_has_a_cell_for_every_heading(tmp_path, blank: spacy.Language) -> None:
    article = annotated(tmp_path, TEXT, "“We will build the bridge,”", "Tom Hill")
    results = peers.run([article], peers_floor.peers(), blank)
    table = peers.measured_table({one.title: peers.figures(one, 5) for one in results})
    assert len({line.count("|") for line in table.splitlines()}) == 1
    assert table.splitlines()[-1].startswith("| floor: marks and the nearest name | 1 | 100.0 /")


def test_missing_tools_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = peers.import_module

    def no_others(name: str):
        if name.endswith(tuple(peers.OPTIONAL)):
            raise ModuleNotFoundError("No module named 'other'")
        return real(name)

    monkeypatch.setattr(peers, "import_module", no_others)
    found, missing = peers.others()
    assert [one.title for one in found] == ["floor: marks and the nearest name"]
    assert set(missing) == set(peers.OPTIONAL)


def test_a_folder_without_articles_is_an_error(tmp_path) -> None:
    result = CliRunner().invoke(peers.main, [str(tmp_path)])
    assert result.exit_code == 1
    assert "no articles" in result.output


def test_the_page_has_a_place_for_both_tables_and_shows_what_is_published() -> None:
    page = README.read_text(encoding="utf-8")
    with_block(page, "peers", "")
    assert peers.published_table(PUBLISHED) in page
