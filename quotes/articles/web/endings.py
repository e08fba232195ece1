"""Paragraphs of an article that its place and form, not the tree, tell from reporting."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.articles.web.paragraphs import Paragraph, key


def _one_of(forms: str, before: str = r"\W{0,3}", behind: str = "") -> re.Pattern[str]:
    """A pattern for any of ``forms``, regular expressions one a line, in whatever case."""
    listed = "|".join(form.strip() for form in forms.strip().splitlines())
    return re.compile(f"{before}(?:{listed}){behind}", re.IGNORECASE)


#: Labels before a colon, a bar or a dash, behind which another article is named.
_TEASER = _one_of(
    r"""
    (?:read|see|learn|find out)(?: also| more| next| now| this)?
    also read|read our.{2,40}
    related(?: (?:articles?|content|coverage|news|reading|story|stories|topics?|videos?))?
    more (?:from|on|about) .{2,40}?|more(?: news| stories| coverage)?|see also
    (?:watch|listen)(?: live| now| more| also| below| here)?
    in (?:photos|pictures|case you missed it)|don[’']t miss|trending(?: now)?|recommended
    you (?:may|might) also like|must[- ]read|up next|live updates|go deeper|further reading
    editor[’']s picks?|opinion|exclusive|photos|gallery|podcast|subscribe|sign up|newsletter
    """,
    behind=r"\s?(?:[:|»>]|\s[-–—])\s?",
)
#: Labels in capitals that no sentence of an article begins with, colon or not.
_CAPITAL_TEASER = re.compile(
    r"\W{0,3}(?:READ MORE|ALSO READ|READ ALSO|READ NEXT|RELATED|WATCH|SEE ALSO|SIGN UP|MORE FROM|"
    r"MORE ON|TRENDING|DON[’']T MISS|LISTEN|LIVE UPDATES)\b"
)
_WANT = r"(?:have|purchase|buy|enjoyed|would like|want to|see)"
_PEOPLE = r"[\w .’']{3,60}"
#: What asks the reader to do something, or says how the article came to be here.
_CALL = _one_of(
    rf"""
    sign up (?:for|to|here)|subscribe (?:to|now|here|for)
    get (?:the latest|our|breaking|updates)\b|(?:click|tap) here|like us on|join (?:our|us on)
    follow (?:us|@|him on|her on|them on|live)
    follow {_PEOPLE} on (?:twitter|x|facebook|instagram|linkedin)
    download (?:the|our) .{{0,30}}app|have (?:a|any) (?:tip|news tip|story|question)
    got a (?:tip|story)
    do you have (?:a|any|information)|share (?:your|this)|comments? (?:are|is) closed
    this (?:article|story|post|report|piece) (?:was|has been|is|originally|first)\b
    this (?:article|story|post|report|piece) (?:appeared|contains)\b
    this (?:content|video|material) (?:was|is|may|has)\b
    the (?:associated press|press association|conversation) (?:contributed|is an? )
    originally published|republished|reprinted|support (?:our|independent|local)
    if you {_WANT}\b.{{0,80}}(?:story|link|e-?mail|contact|commission|subscri|newsl)
    thank you for (?:reading|subscribing)|our standards|for more (?:information|news|stories|on)
    (?:you can )?(?:contact|e-?mail|reach|tweet|write to) (?:the |our )?{_PEOPLE} (?:at|on|via|by)\b
    (?:contact|e-?mail|write to) (?:him|her|them|us|me) (?:at|on|via|by)\b
    report a (?:typo|correction)|stay (?:up|informed|tuned)|visit (?:our|us)
    to (?:comment|subscribe|read more|get)|editing by|reporting by|copyright|©|\(c\) ?\d
    all rights reserved|distributed by|(?:image|photo) credits?|photos? (?:by|via|courtesy)
    (?:listen to|watch) (?:the|our|this|more)|read more|more information:
    like this (?:story|article)\?|you may also like
    """
)
_RIGHTS = _one_of(
    r"""
    all rights reserved|may not be (?:published|reproduced|copied)
    \bcopyright (?:©|\(c\)|\d{4})|©\s?\d{4}|terms of (?:use|service)|privacy policy
    by (?:signing up|subscribing|submitting|clicking)
    """,
    before="",
)
#: Lines that the machinery of a page writes, whole.
_MACHINE = _one_of(
    r"""
    https?://\S+|advertisement|loading|thank you|share|comments?|\[/?[a-z_]+(?: [^\]]*)?\].{0,200}
    (?:this|the) (?:slideshow|video|content|page|audio)[^.]{0,40} requires javascript
    an error (?:has )?occurred.{0,60}|(?:story|article) continues (?:below|after).{0,40}
    scroll (?:down )?to continue.{0,40}|(?:please )?enable javascript.{0,80}|skip advert\w*
    this copy is for your personal, non-?commercial use only.{0,300}
    """,
    before="",
    behind=r"[.!…\s]{0,4}",
)
_PICTURE = r"(?:photo(?:graph)?s?|pictures?|pics?|images?|video|illustrations?|composite)"
_CREDIT = _one_of(
    rf"""
    (?:file |handout )?{_PICTURE}(?: credits?)?\s?(?::|by\b|via\b|courtesy\b|/)
    credits?\s?:
    (?:ap|afp|epa|getty|reuters|pa) (?:photo|images?|wire)\b
    """,
    before=r"[(\[]?",
    behind=r".{2,150}[)\]]?",
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]{0,2} )?"
_CLOCK = r"(?:,? (?:at )?\d{1,2}[:.]\d{2}.{0,20})?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
#: A line that is nothing but a day, a time, or how long the article takes to read.
_STAMP = _one_of(
    rf"""
    {_WEEKDAY}(?:{_ORDINAL} )?(?:{_MONTH} )?(?:{_ORDINAL},? )?\d{{4}}{_CLOCK}
    \d{{1,2}}[:.]\d{{2}}(?: ?[ap]\.?m\.?)?(?: [a-z]{{2,4}})?|\d{{4}}-\d\d-\d\d\S{{0,20}}
    {_WEEKDAY}(?:{_ORDINAL} {_MONTH}|{_MONTH} {_ORDINAL}){_CLOCK}
    \d{{1,2}} (?:minutes?|hours?|days?|mins?|hrs?) ago|(?:\d{{1,2}}|\w+)[ -]min(?:ute)?s? read
    """,
    before=r"(?:(?:(?:first )?published|(?:last )?(?:updated|modified)|posted|on|at)\b[:\s]*)*",
)
_BY = re.compile(r"(?:(?:written|story|words|text|analysis) )?by:? \S.{2,120}", re.IGNORECASE)
#: What is told of writers below their articles.
_TELLS = _one_of(
    r"""
    reporter|correspondent|columnist|editor|writer|journalist|author of|contributor|professor
    fellow|covers|covering|writes (?:about|for)|producer|critic|freelance|blogger|newsletter
    follow (?:him|her|them)|reached at|contributed (?:to|from|reporting)|@\w+
    """,
    before=r"(?:\b|(?=@))",
    behind=r"\b",
)
_MARKS = re.compile(r"[“”\"]")
_SAYS = re.compile(r"[“”\"‘]|\bsaid\b|\btold\b")
_HEAD = 6
_FOOT = 8
_SHORT_WORDS = 45
#: Letters of a sentence that no other paragraph has by chance.
_ECHO = 30
#: Letters to search, times paragraphs to search for.
_MOST_COMPARED = 3_000_000_000
_MOSTLY_LINK = 0.85
_ALL_STRESSED = 0.9


def reporting(
    chosen: Sequence[Paragraph], titles: Sequence[str], byline: str | None
) -> tuple[Paragraph, ...]:
    """``chosen`` without what is no reporting.

    At the head the headline (``titles``) and the standfirst again, byline and day; anywhere
    links that are whole paragraphs, teasers and credits; at the foot calls to subscribe, rights,
    who the writers (``byline``) are, and headings under which nothing stands.
    """
    headlines = frozenset(key(title) for title in titles if title)
    names = tuple(name for name in (byline or "").split(", ") if name)
    kept = [
        paragraph
        for place, paragraph in enumerate(chosen)
        if not _is_furniture(paragraph)
        and not (place < _HEAD and _is_head(paragraph, headlines, names))
    ]
    return tuple(_without_foot(_without_echoes(kept), names))


def _without_echoes(kept: Sequence[Paragraph]) -> list[Paragraph]:
    """Without headings and set-off sentences whose words stand in a longer paragraph as well."""
    everything = "|".join(one.key for one in kept if one.kind in ("text", "quote", "item"))
    if len(kept) * len(everything) > _MOST_COMPARED:
        return list(kept)
    return [
        one
        for one in kept
        if one.kind not in ("heading", "standfirst", "quote")
        or len(one.key) < _ECHO
        or everything.count(one.key) < (1 if one.kind != "quote" else 2)
    ]


def _is_furniture(paragraph: Paragraph) -> bool:
    """Whether its form alone says so: a link, a teaser, a credit, a time."""
    text = paragraph.text
    if paragraph.kind == "post":
        return False
    if len(text) <= 400 and len(text.split()) <= _SHORT_WORDS:
        if paragraph.linked >= _MOSTLY_LINK and paragraph.kind != "heading":
            return True
        if _CAPITAL_TEASER.match(text):
            return True
        teaser = _TEASER.match(text)
        if teaser and (paragraph.linked > 0.3 or paragraph.stressed > 0.8):
            return True
        if any(form.fullmatch(text) for form in (_CREDIT, _STAMP, _MACHINE)):
            return True
    return False


def _is_head(paragraph: Paragraph, headlines: frozenset[str], names: Sequence[str]) -> bool:
    text = paragraph.text
    return (
        paragraph.top
        or paragraph.kind == "standfirst"
        or paragraph.key in headlines
        or (len(text) < 150 and _BY.fullmatch(text) is not None and not text.endswith("."))
        or text in names
    )


def _without_foot(kept: list[Paragraph], names: Sequence[str]) -> list[Paragraph]:
    """Without furniture among the last paragraphs; reporting may stand between it."""
    first = max(len(kept) // 2, len(kept) - _FOOT)
    lines = kept[:first] + [one for one in kept[first:] if not _is_foot(one, names)]
    while len(lines) > 1 and lines[-1].kind == "heading":
        lines.pop()
    return lines


def _is_foot(paragraph: Paragraph, names: Sequence[str]) -> bool:
    text = paragraph.text
    if paragraph.kind == "post" or len(text.split()) > 90:
        return False
    if _RIGHTS.search(text) and not _SAYS.search(text):
        return True
    if _MARKS.search(text):
        return False
    if _CALL.match(text):
        return True
    # Who the writers are begins with a name; what is in italics to its end is a note.
    named = any(text.startswith(name) for name in names)
    return (named or paragraph.stressed > _ALL_STRESSED) and _TELLS.search(text) is not None
