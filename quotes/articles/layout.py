"""What in an article's text is furniture, not reporting.

Headline, section label, byline, dateline, photo captions and credits, found by
their form and their place. What is not surely one of these is body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from quotes.articles.dates import iso_date
from quotes.articles.words import words

Kind = Literal["headline", "section", "byline", "dateline", "caption", "credit"]


@dataclass(frozen=True, slots=True)
class Block:
    """``text[start:end]`` is furniture of this kind: a whole line, or one end of it."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head of an article says of it."""

    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    """ISO 8601 date, when a dateline has day, month and year."""
    place: str | None = None
    """Where a dateline says that it was written."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, without white space around; ``after_blank``: a blank one before."""

    start: int
    end: int
    text: str
    after_blank: bool


#: The head of an article: so many lines from the top may be byline and dateline.
_HEAD_LINES = 12
_TAIL_LINES = 6
#: The first report is one of these lines.
_OPENING_LINES = 5
_LONGEST_DATELINE = 80
_LONGEST_HEADLINE = 200
_LONGEST_CAPTION = 1200
_LONGEST_CREDIT = 300

_SECTIONS = words(
    """
    africa americas analysis arts asia asia+pacific australia books breaking breaking+news
    business canada china climate comment commentary congress crime culture economy editorial
    education elections entertainment environment europe exclusive explainer fact+check features
    foreign+affairs headlines health home immigration india international justice latest
    latest+news law letters lifestyle live local local+news markets metro middle+east money
    national national+security nation news news+analysis obituaries opinion pacific politics
    press+release region regional science security society special+report sport sports state
    tech technology the+latest top+stories travel uk uk+news united+states us us+news
    us+politics weather world world+news
    """
)

_NAME_WORD = r"[^\W\d_a-z][\w.'’\-]*"
_NAME_PARTICLE = r"(?:de|del|della|der|da|dos|du|van|von|den|ter|al|el|bin|ibn|la|le|y)"
_PERSON = re.compile(rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|{_NAME_PARTICLE})){{0,4}} {_NAME_WORD}")
_NOT_NAMES = words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december mid-day noon midnight contrast
    comparison law far then now the a an this that his her their its
    """
)
_OUTLETS = re.compile(
    r"(?:^|\s)((?:The )?(?:Wall Street Journal|(?:New York|Los Angeles|Washington|Financial|Japan|"
    r"Irish|Seattle|Straits|Korea|Moscow|Brussels|Sunday|Tampa Bay) (?:Times|Post|Examiner)|"
    r"Associated Press|AP|Reuters|AFP|Agence France-Presse|Bloomberg(?: News)?|BBC(?: News)?|"
    r"CNN|NBC News|CBS News|ABC News|Fox News|NPR|Politico|Axios|USA Today|"
    r"(?:[A-Z][\w.'’]+ ){0,2}"
    r"(?:Times|Post|Journal|News|Herald|Tribune|Press|Star|Guardian|Chronicle|Gazette|"
    r"Globe|Today|Mail|Express|Mirror|Telegraph|Independent|Observer|Standard|Sun|Bulletin|"
    r"Sentinel|Inquirer|Examiner|Dispatch|Courier|Republic|Record|Register|Review|Agency|Network|"
    r"Magazine|Tribune|Weekly|Daily|Mercury|Argus|Age|Hindu|Nation|Dawn|Citizen|Monitor)))$"
)
_BYLINE = re.compile(
    r"(?:(?:Written|Story|Article|Text|Analysis) )?by:? (?P<rest>\S.*)", re.IGNORECASE
)
_STANDFIRST_BYLINE = re.compile(r"(?<=[^\s:,;—–-])\s+(?P<byline>By (?P<rest>[^\W\d_a-z].*))$")
_ROLE = re.compile(
    r"(?:staff|senior|chief|special|national|foreign|political|white house|washington|bureau|"
    r"business|contributing|guest|deputy|associate|managing|executive|diplomatic|health|science|sports?)?\s*"
    r"(?:staff )?(?:writers?|reporters?|correspondents?|editors?|columnists?|bureau chief|"
    r"contributors?|journalists?|producers?|analysts?)\b.*",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"(?P<name>{_PERSON.pattern}),? "
    r"(?P<role>(?:Staff |Senior |Special )?(?:Writer|Reporter|Correspondent)"
    r"|(?:The )?Associated Press|Reuters|AFP)"
)

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_WHOLE_DATE = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|(?:{_MONTH} \d{{1,2}},? |\d{{1,2}} {_MONTH},? )\d{{4}}"
)
_AGENCY = (
    r"\((?:AP|Reuters|REUTERS|AFP|CNN|UPI|PTI|ANI|IANS|IPS|BBC|CBS|NBC|ABC|CP|PA|dpa|DPA|EFE|TASS|"
    r"Xinhua|Kyodo|Bloomberg|Yonhap|Anadolu|The Canadian Press|CNN Business|"
    r"Tribune News Service|TNS)\)"
)
_BRACKETS = r"\([A-Z][\w.]*(?: [A-Z][\w.]*){0,3}\)"
_CAPITALS = r"[^\W\d_a-z][^\W\d_a-z.'’\-]+(?:[ \-][^\W\d_a-z][^\W\d_a-z.'’\-]+){0,3}"
_REGION = r"(?:, [A-Z][\w.]*(?: [A-Z][\w.]*){0,2}?)?"
_DASH = r"\s?(?:—|–|--)\s?|\s-{1,2}\s|\.-\s"
_PLACE = rf"(?:{_CAPITALS}|[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){{0,3}})"
_FULL_DATELINE = re.compile(
    rf"{_PLACE}{_REGION}(?:/[A-Z][\w ]+)?(?:,? {_DAY})?,? ?{_AGENCY}"
    rf"(?:{_DASH}|\s?:\s|\s(?=[A-Z“\"]))"
    rf"|{_CAPITALS}{_REGION}(?:,? {_DAY})?,? {_BRACKETS}(?:{_DASH})"
    rf"|{_PLACE}{_REGION},? {_DAY},? {_BRACKETS}(?:{_DASH})"
    rf"|{_CAPITALS}{_REGION}(?:,|\s[—–-])? {_DAY}(?:{_DASH}|:\s)"
    rf"|{_AGENCY}(?:{_DASH})"
)
#: "Boston, MA", "Newark, N.J.": in small letters a place is known by its state.
_STATE = (
    r"(?:A[KLRZ]|C[AOT]|D\.?C\.?|DE|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|"
    r"RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|[A-Z]\. ?[A-Z]\.|(?!Jr|Sr|Esq)[A-Z][a-z]{1,4}\.)"
)
_IN_STATE = rf"[A-Z][a-z.'’\-]+(?: [A-Z][a-z.'’\-]+){{0,2}}(?=, {_STATE}(?:{_DASH}))"
_BARE_DATELINE = re.compile(
    rf"(?P<city>{_CAPITALS}|{_IN_STATE}){_REGION}(?:{_DASH})(?=[^\W\d_a-z\d“\"‘'])"
)
#: "CHENNAI: The court ...", as Indian newspapers have it; a transcript's turns look alike.
_COLON_DATELINE = re.compile(rf"(?P<city>{_CAPITALS}){_REGION}:(?= [A-Z\d])")
#: "Cape Town - The court", "Srinagar- The court", in small letters and without a state.
_SMALL_DATELINE = re.compile(
    r"(?P<city>[A-Z][a-z]{3,}(?: [A-Z][a-z]+){0,2})(?:\s?[—–]\s|\s?-{1,2}\s)(?=[A-Z\d“\"‘'])"
)
#: The place of a dateline: all before a day, an agency, a mark.
_DATELINE_PLACE = re.compile(rf"{_PLACE}(?:, (?!{_DAY})[^\W\d_a-z][\w.]*(?: [A-Z][\w.]*){{0,2}})?")
_NO_PLACES = _SECTIONS - words("africa americas asia australia canada china europe india") | words(
    "watch"
)
#: In no name of a place: of outlets, and of what is told of an article.
_NO_PLACE_WORDS = words(
    """
    afp analysis ap bureau correction correspondent desk editor editorial exclusive international
    interview news opinion post press report reporter reuters staff times today tribune update
    updated video
    """
)
_LABELLED = re.compile(r"[^\W\d_a-z][\w.'’\- ]{0,40}:\s")
_IN_PERSON = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]e|[Uu]s|[Mm]y|[Oo]ur|[Yy]our)\b")
_IN_MARKS = re.compile(r"[“\"][^“”\"]*[”\"]")
#: Characters of a paragraph that reports: what somebody says behind his label is often shorter.
_SHORTEST_REPORT = 80
_TIMESTAMP = re.compile(
    r"(?:(?:Published|Updated|Posted|Last updated|Last modified|First published|Date|Issued)\b:?"
    r"(?: on| at)? ?)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? |(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?"
    rf"(?:{_DAY}|\d{{4}}-\d{{2}}-\d{{2}})"
    r"(?:,? (?:at )?\d{1,2}[:.]\d{2}.{0,20}| \d{4})?",
    re.IGNORECASE,
)

_CREDIT_WORDS = (
    r"(?:AP|A\.P\.|Associated Press|Reuters|REUTERS|AFP|Getty(?: Images)?|EPA|EPA-EFE|"
    r"Bloomberg|Shutterstock|Alamy|Pool(?: Photo)?|The New York Times|"
    r"The Washington Post|Zuma(?: Press)?|UPI|Xinhua|"
    r"PA(?: Wire)?|Rex|Sipa(?: USA)?|Redux|Corbis|iStock|TNS|Anadolu(?: Agency)?|NurPhoto|"
    r"Press Association|Agence France-Presse)"
)
_SLASHED = rf"(?:{_NAME_WORD} ){{1,3}}{_NAME_WORD}\s?/\s?[A-Z][\w.\- /]*"
_PHOTO_WORD = (
    r"(?:photos?|photographs?|photography|images?|pictures?|illustrations?|graphics?|video)"
)
_PHOTO_CREDIT = (
    rf"(?i:{_PHOTO_WORD}\s?(?:by|via|courtesy|credit|:|/))[^()]*"
    rf"|[^()]*\b(?:via|/)\s?{_CREDIT_WORDS}[^()]*"
    rf"|(?:{_CREDIT_WORDS}\s?[/-]|Getty Images|AP Photo)[^()]*"
    rf"|{_SLASHED}"
    rf"|(?i:(?:photo )?(?:credit|courtesy))(?:\s?:| of) [^()]*"
    rf"|[^()]*\b(?i:file photo)"
)
_CREDIT_IN_BRACKETS = re.compile(rf"[(\[](?:{_PHOTO_CREDIT})[)\]]\.?$")
_CREDIT_AT_END = re.compile(
    rf"(?<=[.!?”\"’])\s+(?:(?i:{_PHOTO_WORD}|credit)\s?(?::|by|\.\.\.|…)\s?[^.]{{2,80}}|"
    rf"(?:{_NAME_WORD} ){{1,3}}{_NAME_WORD}\s?/\s?{_CREDIT_WORDS}[^.]{{0,60}}|"
    rf"{_CREDIT_WORDS}\s?/[^.]{{2,60}})\.?$"
)
_CREDIT_LINE = re.compile(
    rf"(?i:{_PHOTO_WORD}\s?(?:by|via|courtesy(?: of)?|credit)\b:?\s?).{{2,120}}"
    rf"|(?i:(?:photo |image |picture )?(?:credit|courtesy)s?)\s?(?::|of|\.\.\.|…)\s?\S.{{1,120}}"
    rf"|{_CREDIT_WORDS}\s?/\s?{_NAME_WORD}.{{0,80}}"
    rf"|(?:AP Photo|Getty Images|AFP via Getty Images)\b.{{0,80}}"
    rf"|(?:{_NAME_WORD} ){{1,3}}{_NAME_WORD}\s?/\s?{_CREDIT_WORDS}.{{0,60}}"
)
_CAPTION_LINE = re.compile(
    rf"(?i:(?:{_PHOTO_WORD}|caption|photo caption|image caption|file photo|pictured)\s?[:|])\s?\S"
    r"|(?:FILE|FILE PHOTO|File photo|File)\s?(?:[-–—:]|--)\s?\S"
    r"|(?:Image|Media) caption,? \S"
)
_CREDIT_AT_FOOT = re.compile(
    r"\(?(?:additional |with )?(?:reporting|writing|editing|compiling|compiled|graphics?|research|"
    r"data analysis|photography)(?: contributed)? (?:and (?:writing|editing) )?by:? [A-Z].*"
    r"|.{3,250} contributed "
    r"(?:to this (?:report|article|story|dispatch|post)|(?:reporting|research)\b.{0,80})\W*"
    r"|(?:copyright|©|\(c\))\s.*"
    r"|.{0,200}all rights reserved\.?"
    r"|this material may not be published, broadcast.*"
    r"|follow \S+ \S+(?: \S+)? on (?:twitter|x|facebook|instagram)\b.{0,80}",
    re.IGNORECASE,
)
#: "Also read: Harbour opens anew", in the middle of an article.
_LINK = re.compile(
    r"(?:(?:also|must) (?:read|see|watch)|(?:read|see|watch) (?:also|more|next)|related"
    r"(?: (?:articles?|news|stor(?:y|ies)))?|watch)\s?:\s?\S.{2,200}(?<![.:;,])",
    re.IGNORECASE,
)
_SENTENCE_INSIDE = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?][”\"’')]*\s+[“\"‘(]?[A-Z]"
)
_QUOTED_SPEECH = re.compile(r"[,.!?][”\"]")
#: Words that a headline in title case writes small.
_SMALL_WORDS = words(
    """
    about after against along amid among around as at before between beyond down during from
    into like near onto over past since than that their this through under until upon versus
    were what when which while with within without your
    """
)


_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}")


def furniture(text: str) -> tuple[Block, ...]:
    """The furniture of ``text`` in order, without overlap; offsets in characters."""
    lines = list(_lines(text))
    if not lines:
        return ()
    if len(lines) == 1:  # a report of one paragraph: nothing else of it is surely furniture
        return tuple(_dateline(lines[0], _ends_sentence(lines[0].text)))
    blocks: dict[int, list[Block]] = {}
    first = _label_head(lines, blocks)
    in_reporting = False
    for number, line in enumerate(lines):
        if number in blocks:
            continue
        in_head = number < _HEAD_LINES
        begins = in_head and not in_reporting and number >= first and _ends_sentence(line.text)
        if found := _photo(line) or _link(line) or _foot(line, number, len(lines)):
            blocks[number] = found
        elif in_head and (byline := _byline(line)):
            blocks[number] = [byline]
        elif in_head and _TIMESTAMP.fullmatch(line.text):
            blocks[number] = [Block(line.start, line.end, "dateline")]
        else:
            in_reporting = in_reporting or begins
            found = _dateline(line, begins) or (_lone_dateline(line, lines) if begins else [])
            if found:
                blocks[number] = found
    return tuple(block for number in sorted(blocks) for block in blocks[number])


def heading(text: str, blocks: Sequence[Block] | None = None) -> Heading:
    """Title, writer and outlet as the head of ``text`` gives them."""
    title = byline = outlet = url = published = place = None
    for block in furniture(text) if blocks is None else blocks:
        if block.kind == "headline" and title is None:
            title = " ".join(text[block.start : block.end].split())
        elif block.kind == "byline" and byline is None:
            byline, outlet = _signature(text[block.start : block.end])
        elif block.kind == "credit" and title is None and url is None:
            match = _ADDRESS.fullmatch(text[block.start : block.end])
            url = match[0] if match else None
        elif block.kind == "dateline":
            match = _WHOLE_DATE.search(text, block.start, block.end)
            published = published or (iso_date(match[0]) if match else None)
            place = place or _place(text[block.start : block.end])
    return Heading(title, byline, outlet, url, published, place or _opening_place(text))


def _lines(text: str) -> Iterator[_Line]:
    after_blank = True
    position = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip().strip("\u200b\ufeff").strip()
        if stripped:
            start = position + raw.index(stripped)
            yield _Line(start, start + len(stripped), stripped, after_blank)
        after_blank = not stripped
        position += len(raw)


# The head: section label, headline, and what stands between it and the first paragraph.


def _label_head(lines: Sequence[_Line], blocks: dict[int, list[Block]]) -> int:
    """Label section and headline; the number of the line after them."""
    number = 0
    while number < min(3, len(lines) - 1):
        line = lines[number]
        if _is_section(line.text):
            blocks[number] = [Block(line.start, line.end, "section")]
        elif _ADDRESS.fullmatch(line.text):
            blocks[number] = [Block(line.start, line.end, "credit")]
        else:
            break
        number += 1
    # A byline or a date above the headline.
    while number < min(4, len(lines) - 1) and (byline := _byline(lines[number])):
        blocks[number] = [byline]
        number += 1
    if _is_headline(lines, number):
        line = lines[number]
        blocks[number] = [Block(line.start, line.end, "headline")]
        number += 1
    return number


def _is_section(text: str) -> bool:
    parts = re.split(r"\s*[|/>›»]\s*", text.strip(" :"))
    return all(part.replace(".", "").lower() in _SECTIONS for part in parts)


def _is_headline(lines: Sequence[_Line], number: int) -> bool:
    line, following = lines[number], lines[number + 1] if number + 1 < len(lines) else None
    if following is None or len(line.text) > _LONGEST_HEADLINE:
        return False
    if not any(character.isalpha() for character in line.text):
        return False
    if _SENTENCE_INSIDE.search(line.text) or _QUOTED_SPEECH.search(line.text):
        return False
    if _photo(line) or _dateline(line, True):
        return False
    if not following.after_blank and _is_wrapped(lines, number):
        return False
    last = line.text.rstrip("”\"’')")[-1:]
    if last == ".":
        return _is_title_case(line.text)
    return last not in ":,;"


def _is_wrapped(lines: Sequence[_Line], number: int) -> bool:
    """Whether line ``number`` may be the beginning of a paragraph broken into lines."""
    following = lines[number + 1]
    if _byline(following) or _TIMESTAMP.fullmatch(following.text) or _dateline(following, True):
        return False
    return following.text[0].islower() or len(following.text) <= 110


def _is_title_case(text: str) -> bool:
    return 4 <= len(text.split()) <= 18 and _capitalised_share(text) >= 0.99


def _capitalised_share(text: str) -> float:
    """Of the words of four letters and more, the share that begins with a capital."""
    bare = [re.sub(r"^\W+|\W+$", "", word) for word in text.split()]
    telling = [
        word
        for word in bare
        if len(word) >= 4 and word[0].isalpha() and (word[0].isupper() or word not in _SMALL_WORDS)
    ]
    if not telling:
        return 0.0
    return sum(1 for word in telling if word[0].isupper()) / len(telling)


def _ends_sentence(text: str) -> bool:
    return text.rstrip("”\"’')").endswith((".", "!", "?", ":"))


# Bylines.


def _byline(line: _Line) -> Block | None:
    """A line that is a byline, or the byline that a standfirst ends in."""
    text = line.text
    if len(text) <= 150:
        match = _BYLINE.fullmatch(text)
        if match and _is_signature(match["rest"]):
            return Block(line.start, line.end, "byline")
        if _SIGNED.fullmatch(text):
            return Block(line.start, line.end, "byline")
    if len(text) <= 500 and not _ends_sentence(text):
        match = _STANDFIRST_BYLINE.search(text)
        if (
            match
            and _is_signature(match["rest"])
            and len(match["rest"].split()) <= 10
            and _capitalised_share(text[: match.start()]) < 0.5
        ):
            return Block(line.start + match.start("byline"), line.end, "byline")
    return None


def _is_signature(rest: str) -> bool:
    """Whether what follows ``By`` is names and nothing that reports."""
    if rest.endswith((".", "!", "?", ":")) and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", rest):
        return False
    parts = _parts(rest)
    if not parts:
        return False
    first = parts[0].split()
    if first[0].lower().strip(",.") in _NOT_NAMES or not first[0][0].isupper():
        return False
    return all(_is_name_list(part) or _ROLE.fullmatch(part) for part in parts)


def _is_name_list(part: str) -> bool:
    names = re.split(r" (?:and|&|AND|for|FOR|in|IN|of|OF|with|at) ", part)
    allowed = rf"(?:{_NAME_WORD}|{_NAME_PARTICLE}|the|The|of)"
    return all(re.fullmatch(rf"{allowed}(?: {allowed})*", name.strip()) for name in names) and (
        len(part.split()) >= 2 or part.isupper() or part in ("Reuters", "Bloomberg")
    )


def _parts(rest: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s*[,|•·/]\s*|\s+[-–—]\s+", rest) if part.strip()]


def _signature(line: str) -> tuple[str | None, str | None]:
    """Names and outlet in a byline."""
    match = _BYLINE.fullmatch(line)
    if not match and (signed := _SIGNED.fullmatch(line)):
        role = signed["role"]
        return signed["name"], role if _OUTLETS.search(role) else None
    parts = _parts(match["rest"]) if match else []
    names: list[str] = []
    outlet = None
    for part in parts:
        if names and _ROLE.fullmatch(part):
            continue
        part = re.split(r" (?:in|IN|at) ", part)[0]
        part, _, employer = part.partition(" for ")
        name, found = _name_and_outlet(part)
        outlet = outlet or employer or found
        if name and (not names or (_PERSON.match(name) and not found)):
            names.append(name)
    return ", ".join(names) or None, outlet or None


def _name_and_outlet(part: str) -> tuple[str | None, str | None]:
    """``Ken Thomas Wall Street Journal`` as a name and an outlet."""
    # The longest outlet that leaves a name of two words or more, or none at all.
    for match in re.finditer(r"\s+|^", part):
        rest = part[match.end() :]
        before = part[: match.start()].strip()
        if len(before.split()) == 1 and rest:
            continue
        found = _OUTLETS.search(rest)
        if found and found.start(1) == 0:
            return before or None, rest
    return part, None


# Datelines.


def _dateline(line: _Line, is_first_paragraph: bool) -> list[Block]:
    text = line.text[:160]
    match = _FULL_DATELINE.match(text)
    if not match and is_first_paragraph:
        match = _BARE_DATELINE.match(text)
        # "NATO — the alliance — said": a pair of dashes belongs to the sentence.
        if match and (len(match["city"]) < 5 or re.search(r"[—–]|--", text[match.end() :])):
            match = None
    if not match or not match[0].strip():
        return []
    return [Block(line.start, line.start + len(match[0].rstrip()), "dateline")]


def _place(dateline: str) -> str | None:
    """``LONDON, Jan. 5 (Reuters) —`` -> ``LONDON``; a day or an agency alone is no place."""
    if _TIMESTAMP.fullmatch(dateline):
        return None
    match = _DATELINE_PLACE.match(dateline)
    if match is None:
        return None
    place = match[0].rstrip(" ,")
    if "," not in place:
        place = place.rstrip(".")  # MADRID.-
    city = place.split(",")[0].lower()
    is_other = city in _NO_PLACES or not _NO_PLACE_WORDS.isdisjoint(city.split())
    return None if is_other or _OUTLETS.search(place) or re.match(_DAY, place) else place


def _opening_place(text: str) -> str | None:
    """The place before the first report, where it is not surely furniture.

    That is so below a headline with a full stop.
    """
    for line in islice(_lines(text), _OPENING_LINES):
        match = _BARE_DATELINE.match(line.text[:_LONGEST_DATELINE])
        if match and len(line.text) >= _SHORTEST_REPORT and _ends_sentence(line.text):
            in_pair = re.search(r"[—–]|--", line.text[match.end() : 160])
            return None if in_pair and "," not in match[0] else _place(match[0])
    return None


def _lone_dateline(line: _Line, lines: Sequence[_Line]) -> list[Block]:
    """A place and a colon or a dash before a report: the only such label of the text, and nobody's
    words.

    With a dash and in small letters 27 of 831 newspaper articles begin so.
    """
    head = line.text[:160]
    for dateline, labelled in (
        (_COLON_DATELINE, _LABELLED),
        (_SMALL_DATELINE, _SMALL_DATELINE),
    ):
        match = dateline.match(head)
        if not match or len(match["city"]) < 4 or len(line.text) < _SHORTEST_REPORT:
            continue
        if dateline is _SMALL_DATELINE and _place(match[0]) is None:
            continue
        reported = _IN_MARKS.sub("", line.text[match.end() :])
        labels = sum(labelled.match(other.text) is not None for other in lines)
        in_pair = dateline is _SMALL_DATELINE and re.search(r"[—–]|--| - ", head[match.end() :])
        if labels < 2 and not in_pair and not _IN_PERSON.search(reported):
            return [Block(line.start, line.start + len(match[0].rstrip()), "dateline")]
    return []


# Photographs, links to other articles, and credits at the foot.


def _photo(line: _Line) -> list[Block]:
    """Caption and credit of a photograph, if the line is one."""
    text = line.text
    if len(text) > _LONGEST_CAPTION:
        return []
    if len(text) <= _LONGEST_CREDIT and (
        _CREDIT_LINE.fullmatch(text) or _CREDIT_IN_BRACKETS.fullmatch(text)
    ):
        return [Block(line.start, line.end, "credit")]
    tail_start = max(0, len(text) - 160)
    tail = text[tail_start:]
    credit = _CREDIT_IN_BRACKETS.search(tail) or _CREDIT_AT_END.search(tail)
    if credit:
        start = line.start + tail_start + credit.start()
        start += len(credit[0]) - len(credit[0].lstrip())
        before = text[: start - line.start].rstrip()
        return [
            Block(line.start, line.start + len(before), "caption"),
            Block(start, line.end, "credit"),
        ]
    if _CAPTION_LINE.match(text):
        return [Block(line.start, line.end, "caption")]
    return []


def _link(line: _Line) -> list[Block]:
    """The headline of another article, behind the words that lead there."""
    return [Block(line.start, line.end, "section")] if _LINK.fullmatch(line.text) else []


def _foot(line: _Line, number: int, total: int) -> list[Block]:
    """Who else worked on the article, in its last lines."""
    if number < total - _TAIL_LINES or len(line.text) > _LONGEST_CREDIT:
        return []
    if _CREDIT_AT_FOOT.fullmatch(line.text.rstrip(")")) or _CREDIT_AT_FOOT.fullmatch(line.text):
        return [Block(line.start, line.end, "credit")]
    return []
