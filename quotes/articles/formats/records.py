"""Records to articles: the rows of a table, the objects of JSON, the rows of a database.

Which column holds what is said by a person (``Settings.columns``) or guessed from the names, and
then told: a :class:`Note` comes before the first article.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timezone
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from quotes.articles.clean import clean
from quotes.articles.dates import iso_date
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats.streams import begun, legible
from quotes.articles.html import looks_like_html, read_html
from quotes.articles.items import Note
from quotes.articles.layout import heading
from quotes.articles.words import words
from quotes.types import Article

if TYPE_CHECKING:
    from quotes.articles.formats import Settings


Row: TypeAlias = Mapping[str, Any]
Found: TypeAlias = Article | ArticleError | Note

FIELDS = ("text", "title", "byline", "outlet", "published", "url", "id")

#: Names of columns without case, blanks and punctuation, the surest first.
_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        *("fulltext", "articletext", "articlebody", "bodytext", "storytext", "maintext"),
        *("plaintext", "cleantext", "contenttext", "textcontent", "articlecontent", "fullarticle"),
        *("newstext", "storybody", "rawtext", "articlefulltext", "fullcontent", "documenttext"),
        *("body", "text", "content", "story", "contenthtml", "bodyhtml", "html", "articlehtml"),
        *("contentelements", "paragraphs", "article"),
    ),
    "title": (
        *("headline", "title", "hed", "articletitle", "webtitle", "storytitle", "headlinemain"),
        *("articleheadline", "newsheadline", "newstitle", "headlinetext", "heading"),
    ),
    "byline": (
        *("byline", "author", "authors", "authorname", "authornames", "writer", "writers"),
        *("reporter", "reporters", "journalist", "creator", "dccreator", "bylines", "writtenby"),
    ),
    "outlet": (
        *("outlet", "publication", "newspaper", "medianame", "publisher", "sourcename", "source"),
        *("sitename", "site", "publicationname", "outletname", "newssource", "publishername"),
        *("newsoutlet", "paper", "journal", "sourcedomain", "domain"),
    ),
    "published": (
        *("published", "publishedat", "datepublished", "publisheddate", "publishdate", "pubdate"),
        *("publicationdate", "datepublish", "webpublicationdate", "publishedon", "publishedtime"),
        *("dateofpublication", "articledate", "firstpublished", "firstpublicationdate"),
        *("displaydate", "date", "datetime", "seendate", "timestamp"),
    ),
    "url": (
        *("url", "link", "permalink", "weburl", "articleurl", "storyurl", "canonicalurl"),
        *("sourceurl", "href", "uri", "pageurl", "newsurl"),
    ),
    "id": (
        *("id", "guid", "articleid", "uuid", "storyid", "storiesid", "docid", "documentid"),
        *("accessionnumber", "accessionno", "recordid", "newsid", "identifier"),
    ),
}
#: Objects around the fields of a record, in what interfaces of newspapers answer.
_AROUND = words("attributes article data doc document fields meta metadata post story")
#: What an object says in the place of a text, the surest first.
_INSIDE = (
    *("name", "rendered", "original", "main", "basic", "text", "body", "plain", "html", "content"),
    *("value", "full", "title", "@value", "#text", "$t"),
)
_INSIDE_TEXT = ("text", "plain", "body", "html", "rendered", "content", "value", "@value", "#text")

#: Objects and lists within a value; a record of newspapers has four.
_DEEPEST = 12
#: Columns that are looked at and named when none of them fits.
_MOST_COLUMNS = 2000
_NAMED_COLUMNS = 12
_LONGEST_COLUMN = 40
_LONGEST_ID = 200
#: So many records tell whether days or months come first in the dates of a column.
_SAMPLE = 200

_NOTHING = words("nan none null n/a na nil <na> nat -")
_TAGS = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|blockquote|article|section|figure|table|img|iframe|script|style)"
    r"(?:\s[^<>]{0,2000})?\s?/?>|<!--",
    re.IGNORECASE,
)
_ESCAPED_TAGS = re.compile(r"&lt;(?:/p|p|br|div)\s?/?&gt;", re.IGNORECASE)
_WRITTEN_BREAK = re.compile(r"(?<=[.!?:\"”’'])(?:\\r)?\\n")
_CUT_OFF = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+?(\d+) char(?:acter)?s\]\s*$")
_WRITTEN_LIST = re.compile(r"\[\s*(['\"]).*\1\s*\]", re.DOTALL)
_LISTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_BY = re.compile(r"by:?\s+(?=\S)", re.IGNORECASE)
_NUMBERS_ONLY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b[ ,T]*(\d{1,2}:\d{2}(?::\d{2})?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})(Z?)")
#: ``04-Mar-2021``, as databases write it.
_DASHED = re.compile(r"^(\d{1,2})-([A-Za-z]{3,9})-(\d{4})")
_MAIL_DATE = re.compile(r"(?:\w{3,9}, )?\d{1,2} [A-Za-z]{3,9} \d{4} \d")
#: What programs write where they know no date.
_NO_MOMENT = datetime(1970, 1, 1)
#: Seconds since 1970 of the years 1990 to 2100, and the same in thousandths.
_EPOCH = range(631_152_000, 4_102_444_800)


# Which column is what.


def guessed(columns: Sequence[str], settings: Settings) -> dict[str, str]:
    """Field of an article to the one of ``columns`` that holds it: as told, else by its name.

    Raises :class:`Refused` when there is none for the text, or not the one that was told.
    """
    columns = columns[:_MOST_COLUMNS]
    fields: dict[str, str] = {}
    for field, column in settings.columns.items():
        found = _told(column, columns)
        if found is None:
            raise Refused(
                f"has no column '{column}' for the {field} (it has {listed(columns)})",
                f"name one of them with --map {field}=COLUMN",
            )
        fields[field] = found
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(_bare(column), column)
    for field in FIELDS:
        if field in fields:
            continue
        free = (by_name[name] for name in _NAMES[field] if name in by_name)
        if guess := next((column for column in free if column not in fields.values()), None):
            fields[field] = guess
    if "text" not in fields:
        raise Refused(
            f"has no column that is known to hold the text (it has {listed(columns)})",
            "say which with --map text=COLUMN",
        )
    if columns.count(fields["text"]) > 1:
        raise Refused(f"has two columns named '{fields['text']}'", "give one another name")
    return {field: fields[field] for field in FIELDS if field in fields}


def _told(column: str, columns: Sequence[str]) -> str | None:
    if column in columns:
        return column
    return next((known for known in columns if _bare(known) == _bare(column)), None)


def _bare(column: str) -> str:
    """``Full Text`` and ``fields.full_text`` are both ``fulltext``; ``image.url`` is no ``url``."""
    *around, last = [
        "".join(c for c in part if c.isalnum())
        for part in unicodedata.normalize("NFKC", column).casefold().split(".")
    ]
    return last if last and all(part in _AROUND for part in around) else "".join([*around, last])


def listed(columns: Sequence[str]) -> str:
    """The names of ``columns`` for a message, so many and so much of them as a line holds."""
    named = ["'" + legible(" ".join(column.split()))[:_LONGEST_COLUMN] + "'" for column in columns]
    shown = ", ".join(named[:_NAMED_COLUMNS]) or "none"
    return f"{shown} and {len(named) - _NAMED_COLUMNS:,} more" if len(named) > 12 else shown


def told(path: str, fields: Mapping[str, str], settings: Settings) -> Iterator[Note]:
    """What was guessed, if anything was."""
    guesses = [f"{f} from '{c}'" for f, c in fields.items() if f not in settings.columns]
    if guesses:
        yield Note(path, ", ".join(guesses))


def paths(record: Row) -> list[str]:
    """The keys of ``record``, and of well-known objects in it as paths: ``fields.body``."""
    found = [key for key in record if isinstance(key, str)]
    for key in found[:_MOST_COLUMNS]:
        value = record[key]
        if isinstance(value, Mapping) and _bare(key) in _AROUND:
            found += [f"{key}.{inner}" for inner in value if isinstance(inner, str)]
    return found


# From a record to an article.


def articles(
    path: str,
    rows: Iterable[Row | ArticleError | Note | None],
    fields_of: Callable[[Row], Mapping[str, str]],
) -> Iterator[Found]:
    """An article for each of ``rows``, numbered from 1 with those that failed or are ``None``."""
    sample, rest = begun(iter(rows), _SAMPLE)
    days_first = _days_first(sample, fields_of)
    seen: set[int] = set()
    dateless = 0
    unread = ""
    number = 0
    for row in chain(sample, rest):
        number += not isinstance(row, Note)
        if isinstance(row, Note | ArticleError):
            yield row
        if row is None or isinstance(row, Note | ArticleError):
            continue
        place = f"{path}#{number}"
        try:
            fields = fields_of(row)
            place = f"{path}#{_record(row, fields, number, seen)}"
            found, date_given = _article(place, row, fields, days_first)
        except Refused as refusal:
            yield ArticleError(place, refusal.problem, refusal.remedy)
            continue
        if date_given:
            dateless += 1
            unread = unread or date_given
        yield found
    if unread:
        yield Note(path, f"the dates of {dateless:,} were not understood, such as '{unread}'")


def always(fields: Mapping[str, str]) -> Callable[[Row], Mapping[str, str]]:
    """For records that all have the same columns."""
    return lambda _: fields


def article(path: str, row: Row, fields: Mapping[str, str]) -> Article:
    """The article in a single record. Raises :class:`Refused` when it has none."""
    return _article(path, row, fields, None)[0]


def _record(row: Row, fields: Mapping[str, str], number: int, seen: set[int]) -> str:
    """The record's own name, its number where it has none or another has it too."""
    own = _line(value_at(row, fields["id"])) if "id" in fields else None
    if not own:
        return str(number)
    own = own[:_LONGEST_ID]
    if hash(own) in seen:
        return f"{own}~{number}"
    seen.add(hash(own))
    return own


def _article(
    path: str, row: Row, fields: Mapping[str, str], days_first: bool | None
) -> tuple[Article, str | None]:
    """The article, and its date if that could not be read."""
    inner = _text(value_at(row, fields["text"]))
    text = inner.text
    if not text.strip():
        raise Refused("has no text", f"fill its '{fields['text']}' or leave it out")
    if cut := _CUT_OFF.search(text[-100:]):
        raise Refused(
            f"has only the beginning of its text ({int(cut[1]):,} characters are missing)",
            "get the whole text from its address",
        )

    def of(field: str) -> Any:
        return value_at(row, fields[field]) if field in fields else None

    date_given = of("published")
    published = day(date_given, days_first)
    byline = _names(of("byline"))
    head = heading(text)
    return (
        Article(
            text,
            title=_title(of("title")) or inner.title or head.title,
            byline=byline or inner.byline or head.byline,
            outlet=_line(of("outlet")) or inner.outlet or head.outlet,
            published=published or inner.published or head.published,
            url=_line(of("url")) or inner.url or head.url,
            path=path,
            place=head.place,
        ),
        None if published else (_line(date_given) or "")[:_LONGEST_COLUMN] or None,
    )


def value_at(row: Any, path: str) -> Any:
    """The value of a column, or at the end of a dotted path through objects and lists."""
    if isinstance(row, Mapping) and path in row:
        return row[path]
    here, rest = row, path
    for _ in range(_DEEPEST):
        if isinstance(here, list) and not rest.partition(".")[0].isdecimal():
            return [value_at(item, rest) for item in here if isinstance(item, Mapping)]
        key, _, rest = rest.partition(".")
        if isinstance(here, Mapping) and key in here:
            here = here[key]
        elif isinstance(here, list) and key.isdecimal() and int(key) < len(here):
            here = here[int(key)]
        else:
            return None
        if not rest:
            return here
    return None


def strings(value: Any, inside: Sequence[str] = _INSIDE, depth: int = 0) -> list[str]:
    """What ``value`` says, whether it is a text, a number, an object, or a list of these."""
    if depth > _DEEPEST or value is None or isinstance(value, bool):
        return []
    if isinstance(value, str):
        return [legible(value)]
    if isinstance(value, int | float):
        return [] if isinstance(value, float) and not math.isfinite(value) else [_number(value)]
    if isinstance(value, Mapping):
        for key in inside:
            if key in value and (found := strings(value[key], inside, depth + 1)):
                return found
        return []
    if isinstance(value, list | tuple):
        return [found for item in value for found in strings(item, inside, depth + 1)]
    if isinstance(value, datetime | date):
        return [value.isoformat()]
    if isinstance(value, bytes):
        from quotes.articles.decode import decode

        return [legible(decode(value))]
    return [legible(str(value))]


def _number(value: int | float) -> str:
    # A table that was a DataFrame has 1202.0 for the number 1202.
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(value) if abs(value) < 1e300 else ""


def _line(value: Any) -> str | None:
    """``value`` on one line, ``None`` for what stands for nothing."""
    line = " ".join(" ".join(strings(value)[:1]).split())
    return None if not line or line.casefold() in _NOTHING else line


def _title(value: Any) -> str | None:
    line = _line(value)
    return " ".join(clean(line).split()) or None if line else None


def _names(value: Any) -> str | None:
    """A byline from a text, a list of names or of objects with names, written out or not."""
    if isinstance(value, str) and _WRITTEN_LIST.fullmatch(value.strip()):
        value = [one or other for one, other in _LISTED.findall(value)]
    names: list[str] = []
    for name in strings(value):
        line = _line(clean(name))
        line = _BY.sub("", line, count=1) if line and _BY.match(line) else line
        if line and line not in names:
            names.append(line)
    return ", ".join(names) or None


def _text(value: Any) -> Article:
    """The text in ``value`` as paragraphs, with what a whole page says of itself."""
    text = "\n\n".join(strings(value, _INSIDE_TEXT))
    if not text.strip() or text.strip().casefold() in _NOTHING:
        return Article("")
    if looks_like_html(text[:512].encode("utf-8", "replace")):
        return read_html(text.encode("utf-8", "replace"), "utf-8")
    if _ESCAPED_TAGS.search(text) and not _TAGS.search(text):
        from html import unescape

        text = unescape(text)
    if _TAGS.search(text):
        return Article(paragraphs(text))
    if "\n" not in text and _WRITTEN_BREAK.search(text):
        text = text.replace("\\r\\n", "\n").replace("\\n", "\n")
    return Article(clean(text))


def paragraphs(source: str) -> str:
    """All paragraphs of a piece of a web page.

    Unlike a page, a piece has nothing around it that is not the article.
    """
    from quotes.articles.quoting import quoted
    from quotes.articles.web.paragraphs import paragraphs as all_paragraphs
    from quotes.articles.web.tree import parse, too_deep

    tree = parse(f"<html><body>{source}</body></html>")
    if tree is None or too_deep(tree):
        raise Refused("has markup that cannot be read", "give its text without it")
    return "\n\n".join(quoted([(one.text, one.quote) for one in all_paragraphs(tree)]))


# Dates.


def day(value: Any, days_first: bool | None = None) -> str | None:
    """``value`` as ISO 8601: a date, seconds or thousandths since 1970, or a date in words.

    ``3/4/2021`` is none unless ``days_first`` says which is the month.
    """
    if isinstance(value, datetime | date):
        return _cell(value)
    if isinstance(value, Mapping):
        # MongoDB writes {"$date": …}.
        value = value.get("$date", value.get("iso", value.get("@value")))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value)
    line = _line(value)
    if line is None or len(line) > 60:
        return None
    # Dots between numbers are taken out in words.
    return (
        _in_numbers(line, days_first) or _in_mail(line) or iso_date(_DASHED.sub(r"\1 \2 \3", line))
    )


def _cell(value: datetime | date) -> str | None:
    if isinstance(value, datetime):
        if value.replace(tzinfo=None) == _NO_MOMENT:
            return None
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        # A cell with a day is a time at midnight to most programs.
        if midnight and not value.tzinfo:
            return value.date().isoformat()
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat()


def _since_1970(value: int | float) -> str | None:
    if not math.isfinite(value):
        return None
    for scale in (1, 1000, 1_000_000, 1_000_000_000):
        if int(value // scale) in _EPOCH:
            moment = datetime.fromtimestamp(int(value // scale), timezone.utc)
            return moment.isoformat().replace("+00:00", "Z")
    number = str(int(value))
    return iso_date(number) if len(number) == 8 else None


def _in_numbers(line: str, days_first: bool | None) -> str | None:
    if line.isdecimal() and len(line) in (10, 13):
        return _since_1970(int(line))
    if match := _COMPACT.fullmatch(line):
        year, month, day_, hour, minute, second, zone = match.groups()
        return _valid(f"{year}-{month}-{day_}", f"T{hour}:{minute}:{second}{zone}")
    if match := _NUMBERS_ONLY.match(line):
        first, second_, year = int(match[1]), int(match[3]), match[4]
        if first > 12 or second_ > 12:
            days_first = first > 12
        # 3.4.2021 is written where days come first.
        elif first == second_ or (days_first is None and match[2] == "."):
            days_first = True
        if days_first is None:
            return None
        month_, day_of = (second_, first) if days_first else (first, second_)
        return _valid(f"{year}-{month_:02}-{day_of:02}", "")
    return None


def _valid(iso: str, rest: str) -> str | None:
    return iso + rest if iso_date(iso) else None


def _in_mail(line: str) -> str | None:
    """A date as mail and feeds write it, with its time."""
    if not _MAIL_DATE.match(line):
        return None
    try:
        return parsedate_to_datetime(line).isoformat().replace("+00:00", "Z")
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _days_first(
    rows: Iterable[Row | ArticleError | Note | None],
    fields_of: Callable[[Row], Mapping[str, str]],
) -> bool | None:
    """Whether ``13/4`` or ``4/13`` is among the dates; ``None`` for both, or neither."""
    found: set[bool] = set()
    for row in rows:
        if row is None or isinstance(row, Note | ArticleError):
            continue
        try:
            column = fields_of(row).get("published")
        except Refused:
            continue
        line = _line(value_at(row, column)) if column else None
        match = _NUMBERS_ONLY.match(line) if line else None
        if match and (int(match[1]) > 12) != (int(match[3]) > 12):
            found.add(int(match[1]) > 12)
    return found.pop() if len(found) == 1 else None
