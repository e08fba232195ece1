"""Furniture is found by form and place; what is not surely furniture is body."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.articles.layout import furniture, heading

BODY = (
    "The envoys left on Wednesday for two days of talks that nobody expected to be short.\n\n"
    "“We are glad they came,” the mayor said.\n\n"
    "He spoke to reporters at the bridge.\n\nMore people came.\n\nThey stayed.\n\nIt rained.\n\n"
    "It rained again.\n"
)


def found(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in furniture(text)]


def kinds(text: str) -> set[str]:
    return {block.kind for block in furniture(text)}


def test_section_headline_caption_and_credit() -> None:
    caption = "Secretary Ann Blane speaks in Tokyo, Wednesday, Nov. 8, 2023."
    photograph = f"{caption} (Jo Ernst/Pool Photo via AP)"
    text = f"International\n\nEnvoys leave for talks\n\n{photograph}\n\n{BODY}"
    assert found(text) == [
        ("section", "International"),
        ("headline", "Envoys leave for talks"),
        ("caption", caption),
        ("credit", "(Jo Ernst/Pool Photo via AP)"),
    ]
    assert heading(text).title == "Envoys leave for talks"


def test_a_standfirst_that_ends_in_a_byline() -> None:
    standfirst = "Meetings follow closure of bridges that slowed a record influx"
    text = (
        f"Envoys Leave for Talks\n\n{standfirst} By Tom Kenan Wall Street Journal\n\n"
        f"WASHINGTON—{BODY}\nAlicia B. Cold contributed to this article."
    )
    assert found(text) == [
        ("headline", "Envoys Leave for Talks"),
        ("byline", "By Tom Kenan Wall Street Journal"),
        ("dateline", "WASHINGTON—"),
        ("credit", "Alicia B. Cold contributed to this article."),
    ]
    head = heading(text)
    assert (head.byline, head.outlet) == ("Tom Kenan", "Wall Street Journal")


@pytest.mark.parametrize(
    ("line", "byline", "outlet"),
    [
        ("By JANE DOE", "JANE DOE", None),
        ("By Jane Doe, Staff Writer", "Jane Doe", None),
        ("By Jane Doe and John Q. Public", "Jane Doe and John Q. Public", None),
        ("By Jane Doe, John Roe and Ann Poe", "Jane Doe, John Roe and Ann Poe", None),
        ("BY JANE DOE AND JOHN ROE", "JANE DOE AND JOHN ROE", None),
        ("by Jane Doe", "Jane Doe", None),
        ("By Jane Doe in Mexico City", "Jane Doe", None),
        ("By Jane Doe | The Daily News", "Jane Doe", "The Daily News"),
        ("By Jane Doe, CNN", "Jane Doe", "CNN"),
        ("By Jane Doe Harbor Herald", "Jane Doe", "Harbor Herald"),
        ("By Jane van der Doe, Associated Press", "Jane van der Doe", "Associated Press"),
        ("Jane Doe, Associated Press", "Jane Doe", "Associated Press"),
    ],
)
def test_bylines(line: str, byline: str, outlet: str | None) -> None:
    text = f"Envoys leave for talks\n{line}\n\n{BODY}"
    assert ("byline", line) in found(text)
    head = heading(text)
    assert (head.byline, head.outlet) == (byline, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday, the White House had changed its mind.",
        "By then the bridge was shut",
        "By Friday",
        "By the River",
        "Trump Impeached By House Democrats In Evening Vote",
        "By voting now, Congress would help, Mr. Doe said.",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert "byline" not in kinds(f"Envoys leave for talks\n\n{line}\n\n{BODY}")


@pytest.mark.parametrize(
    "dateline",
    [
        "MEXICO CITY (AP) —",
        "LONDON, Dec. 21 (Reuters) -",
        "WASHINGTON —",
        "WASHINGTON—",
        "NEW DELHI, July 25:",
        "CAIRO – 26 July 2022:",
        "NAIROBI, Kenya —",
        "DAKAR, Senegal, Jul 25 2022 (IPS) -",
        "EAGLE PASS, Texas (AP) --",
        "Mexico City (CNN) —",
        "SÃO PAULO (AFP) –",
        "(Reuters) -",
        "CAIRO, July 19 (MENA) –",
        "Bridgeton, NJ -",
        "Bridgeton, N.J. --",
        "Port Ellen, Wash. —",
    ],
)
def test_datelines(dateline: str) -> None:
    text = f"Envoys leave for talks\n\n{dateline} {BODY}"
    assert found(text) == [("headline", "Envoys leave for talks"), ("dateline", dateline)]


def test_a_dateline_with_a_colon() -> None:
    report = (
        "The court on Monday told the State to report on the marsh, as “we cannot wait for it”."
    )
    text = f"Envoys leave for talks\n\nNEW DELHI: {report}\n\n{BODY}"
    assert ("dateline", "NEW DELHI:") in found(text)
    assert "dateline" not in kinds(text + "\n\nDELHI: A second place speaks.")
    assert "dateline" not in kinds(text.replace("The court", "We"))
    assert "dateline" not in kinds(f"Envoys leave for talks\n\nHILL: The gates are open.\n\n{BODY}")


@pytest.mark.parametrize("dateline", ["Port Ellen -", "Bridgeton-", "Bridgeton –"])
def test_a_place_in_small_letters_before_a_dash(dateline: str) -> None:
    report = (
        "Mayor Ada Hill on Monday told the council that the marsh could not wait for it any longer."
    )
    text = f"Envoys leave for talks\n\n{dateline} {report}\n\n{BODY}"
    assert ("dateline", dateline) in found(text)
    assert "dateline" not in kinds(text + "\n\nPort Ellen - A second place has something to say.")
    assert "dateline" not in kinds(text.replace("told the", "told our"))
    assert "dateline" not in kinds(text.replace("that the", "– again – that the"))
    assert "dateline" not in kinds(text.replace(dateline, f"Hill International {dateline[-1]}"))


@pytest.mark.parametrize(
    "start",
    [
        "NATO — the alliance — said it would wait.",
        "UNICEF — the children's fund — said it would wait.",
        "National Police Agency (NPA) Director Lee said so.",
        "KIRBY: We are proud of that.",
        "Mr. Kirby - a spokesman - said so.",
        "Tom Kirby, Jr. - a spokesman - said so.",
        "Tom Kirby, MP - a spokesman - said so.",
        "The White House (and others) — said so.",
    ],
)
def test_what_is_no_dateline(start: str) -> None:
    assert "dateline" not in kinds(f"Envoys leave for talks\n\n{start}\n\n{BODY}")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Photo: Twitter", "credit caption"),
        ("Photo: Migrants wait at the bridge.", "caption"),
        ("(Photo by Jo Ernst/Getty Images)", "credit"),
        ("Jo Ernst/Reuters", "credit"),
        ("REUTERS/Jo Ernst", "credit"),
        ("Migrants wait at the bridge. Photo: Jo Ernst/AP", "caption credit"),
        ("Migrants wait at the bridge. (AP Photo/Jo Ernst)", "caption credit"),
        ("Migrants wait at the bridge. Jo Ernst/The New York Times", "caption credit"),
        ("Migrants wait at the bridge. [Jo Ernst/Reuters]", "caption credit"),
        ("FILE - In this Jan. 5, 2020, file photo, migrants wait at the bridge.", "caption"),
    ],
)
def test_captions_and_credits(line: str, wanted: str) -> None:
    text = f"Envoys leave for talks\n\n{BODY}\n{line}\n\n{BODY}"
    marked = [(kind, words) for kind, words in found(text) if kind != "headline"]
    assert {kind for kind, _ in marked} <= set(wanted.split())
    covered = sum(len(words) for _, words in marked)
    assert len(line) - 1 <= covered <= len(line)


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Jane Doe in London; Editing by John Roe",
        "(Reporting by Jane Doe; editing by John Roe)",
        "Additional reporting by Jane Doe.",
        "Associated Press writer Jane Doe in London contributed to this report.",
        "Jane Doe contributed reporting from London.",
        "Copyright 2023 The Harbor Herald. All rights reserved.",
    ],
)
def test_credits_at_the_foot(line: str) -> None:
    assert ("credit", line) in found(f"Envoys leave for talks\n\n{BODY}\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "Also read: Harbour Day: Minister Hill extends wishes, says ‘symbol of…’",
        "READ MORE: Hill says the bridge is safe",
        "Related: Hill ‘shocked’ by news of the bridge",
        "Watch: Mayor Hill opens the bridge, says ‘at last’",
    ],
)
def test_a_line_that_leads_to_another_article(line: str) -> None:
    text = BODY.replace("More people came.", line)
    assert found(text) == [("section", line)]


def test_what_is_no_line_that_leads_to_another_article() -> None:
    for line in ("Also read: the will of Ann Blane, which left all to the bridge.", "Related:"):
        assert found(BODY.replace("More people came.", line)) == []


def test_a_sentence_about_contributing_in_the_middle_is_body() -> None:
    line = "The mayor contributed to this report."
    assert "credit" not in kinds(f"Envoys leave for talks\n\n{line}\n\n{BODY}\n{BODY}")


@pytest.mark.parametrize(
    "first",
    [
        "“We are glad they came,” the mayor said.",
        "The mayor said he was glad that they came and would stay.",
        "He came. He saw. She left",
        "“We won.” He left the room",
        "WASHINGTON (AP) — The mayor spoke",
        "“What is left to talk about?”",
    ],
)
def test_what_is_no_headline(first: str) -> None:
    assert "headline" not in kinds(f"{first}\n\n{BODY}")


def test_headline_in_title_case_may_end_in_a_stop() -> None:
    line = "Mayor Welcomes Envoys at Crowded Border Bridge."
    assert found(f"{line}\n\n{BODY}")[0] == ("headline", line)


def test_one_line_is_no_furniture() -> None:
    assert furniture("Kirby said he was “proud”") == ()
    assert furniture("By Jane Doe") == ()
    assert furniture("") == ()


@pytest.mark.parametrize("dateline", ["BRIDGETON, N.J. (AP) —", "PORT ELLEN, Ohio —"])
def test_a_paragraph_alone_may_begin_with_a_dateline(dateline: str) -> None:
    text = f"{dateline} Ada Hill, the mayor, said on Monday that she would resign."
    assert found(text) == [("dateline", dateline)]


def test_a_paragraph_broken_into_lines_has_no_headline() -> None:
    text = (
        "The mayor said on Tuesday that he was\nglad to see them come, and that they\ncould stay.\n"
    )
    assert furniture(text) == ()


def test_headline_above_lines_without_blank_ones() -> None:
    long = "The mayor said on Tuesday that he was glad to see them come. " * 3
    assert found(f"Envoys leave for talks\n{long}\n{long}") == [
        ("headline", "Envoys leave for talks")
    ]


def test_a_date_line_dates_the_article() -> None:
    text = f"Envoys leave for talks\n\nPublished: Dec. 21, 2023\n\n{BODY}"
    assert ("dateline", "Published: Dec. 21, 2023") in found(text)
    assert heading(text).published == "2023-12-21"


def test_an_address_above_the_headline() -> None:
    text = f"https://news.example/a?b=c\n\nEnvoys leave for talks\n\n{BODY}"
    assert heading(text).url == "https://news.example/a?b=c"
    assert heading(text).title == "Envoys leave for talks"


lines = st.sampled_from(
    [
        "",
        "World",
        "Envoys leave for talks",
        "By Jane Doe",
        "PARIS (AP) — He spoke.",
        "He spoke. (AP Photo/Jo Ernst)",
        "Photo: Jo",
        "“Yes,” he said.",
        "x" * 300,
        "(",
        "\u200b",
        "By",
    ]
)


@given(st.lists(lines, max_size=20), st.sampled_from(["\n", "\r\n", "\n\n", "\u2028"]))
def test_blocks_are_in_order_trimmed_and_apart(parts: list[str], newline: str) -> None:
    text = newline.join(parts)
    end = 0
    for block in furniture(text):
        assert end <= block.start < block.end <= len(text)
        piece = text[block.start : block.end]
        assert piece == piece.strip()
        end = block.end


@given(st.text(max_size=400))
def test_any_text_has_a_layout(text: str) -> None:
    assert all(text[block.start : block.end] for block in furniture(text))


def test_hostile_lines_are_quick() -> None:
    start = time.process_time()
    for line in (
        "By " + "A" * 1000,
        "A " * 600,
        "A-" * 600,
        "(" * 1000,
        "Photo: " * 150,
        "A/" * 500,
    ):
        furniture("\n".join([line] * 800))
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("LONDON — ", "LONDON"),
        ("WASHINGTON (AP) — ", "WASHINGTON"),
        ("Paris (AFP) – ", "Paris"),
        ("DURBAN, May 20 2022 (IPS) - ", "DURBAN"),
        ("BEDFORD, N.H. (AP) — ", "BEDFORD, N.H."),
        ("KUWAIT CITY, July 25: ", "KUWAIT CITY"),
        ("(Reuters) - ", None),
        ("HARBOR NEWS — ", None),
        ("EXCLUSIVE — ", None),
        ("", None),
    ],
)
def test_the_place_of_a_dateline(opening: str, place: str | None) -> None:
    assert heading(f"Envoys leave for talks\n\n{opening}{BODY}").place == place
    assert heading(f"Envoys leave for talks\n\nMay 4, 2023\n\n{opening}{BODY}").place == place


def test_the_place_below_a_headline_with_a_full_stop_and_of_one_paragraph() -> None:
    report = f"CAPE HILL — {BODY.splitlines()[0]}"
    assert heading(f"Envoys leave for talks.\n\n{report}\n\n{BODY}").place == "CAPE HILL"
    assert heading(report).place == "CAPE HILL"
    assert heading(f"By Ada Hill\n\nMay 4, 2023\n\n{BODY}").place is None
