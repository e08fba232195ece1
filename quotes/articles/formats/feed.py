"""RSS, Atom and JSON feeds: entries in full are articles, the others lead to them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

from quotes.articles.blob import Blob
from quotes.articles.clean import clean
from quotes.articles.dates import iso_date
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.fetch import is_url
from quotes.articles.formats import Settings
from quotes.articles.html import read_html
from quotes.articles.items import Address
from quotes.articles.layout import heading
from quotes.articles.limits import MAX_CHARACTERS, bound
from quotes.types import Article

#: Entries of a feed; one of a newspaper has some fifty, its whole archive thousands.
MAX_ENTRIES = bound("MAX_FEED_ENTRIES", 20_000)
#: Attributes of one tag: parsers take the square of their number.
_MOST_ATTRIBUTES = bound("MAX_FEED_ATTRIBUTES", 200)
#: Tags of a feed, those of the pages in it too; the time for them grows faster than their number.
_MOST_TAGS = bound("MAX_FEED_TAGS", 500_000)
#: Words from which on what is named the content of an entry is the article, and what is named its
#: description may be.
_ENOUGH_IN_CONTENT = 60
_ENOUGH_IN_DESCRIPTION = 200
#: How a text ends that goes on elsewhere.
_GOES_ON = re.compile(
    r"(?:…|\.\.\.|[\[(](?:…|\.{3})[\])]|(?:read|see) (?:more|on|the (?:full|rest|whole)\b.{0,60})"
    r"|(?:continue|keep) reading\b.{0,120}|(?:full|whole) (?:story|article)(?: here)?)[\s.»>→]*$",
    re.IGNORECASE,
)
#: What WordPress puts under every entry, after that.
_SIGNATURE = re.compile(r"\s*The post\b.{1,400}\bappeared first on\b.{1,200}$", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")

_ATOM = re.compile(rb"http://(?:www\.w3\.org/2005/Atom|purl\.org/atom/)")
_RSS_1 = re.compile(rb"http://(?:purl\.org/rss/1\.0/|my\.netscape\.com/rdf/)")
_JSON = re.compile(rb'\s*\{[^{\[]{0,2000}"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(rss|feed|RDF)[\s>]")
#: What may stand before the root, and what ends it.
_BEFORE_ROOT = ((b"<?", b"?>"), (b"<!--", b"-->"), (b"<!", b">"), (b"]", b">"))
_ENTRY = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry)[\s>]")
#: What the feed ends with, by its root.
_ENDS = {b"rss": rb"(?:rss|channel)", b"feed": b"feed", b"RDF": b"RDF"}
_BUSY_TAG = re.compile(rb"<[^!?<>](?:[^<>=]*=){%d}" % _MOST_ATTRIBUTES)
#: RFC 2822, as RSS has it: ``Sat, 02 Mar 2024 23:30:00 -0500``.
_MAIL_DATE = re.compile(r"\s*(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\s+\d{1,2}:\d{2}")
_EMAIL = re.compile(r"\S+@\S+")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a feed, of whatever kind."""

    key: str | None
    title: str | None
    byline: str | None
    published: str | None
    url: str | None
    outlet: str | None
    content: str
    """What is named the content; HTML."""
    description: str


def recognizes(blob: Blob, head: bytes) -> bool:
    """By the root element, or by what a JSON feed says of its version."""
    if _JSON.match(head):
        return True
    root = _root(_narrow(head))
    if root == b"feed":
        return _ATOM.search(_narrow(head)) is not None
    return root == b"rss" or (root == b"RDF" and _RSS_1.search(_narrow(head)) is not None)


def read(blob: Blob, settings: Settings) -> Iterator[Article | Address | ArticleError]:
    """Its entries in order; one that is there in full is an article, another one its address."""
    data = blob.data()
    if _JSON.match(data):
        feed, entries, problem = _from_json(data, blob.url or "")
    else:
        feed, entries, problem = _from_xml(data, blob)
    if not entries and problem is None:
        raise Refused("is a feed without entries", "there is nothing to read in it")
    taken: set[str] = set()
    for number, entry in enumerate(entries[:MAX_ENTRIES], 1):
        key = entry.key or entry.url or ""
        if not key or key in taken:
            key = str(number)
        taken.add(key)
        outlet = entry.outlet or feed
        yield _item(f"{blob.name}#{key}", replace(entry, outlet=outlet))
    if len(entries) > MAX_ENTRIES:
        problem = f"has {len(entries):,} entries, more than the {MAX_ENTRIES:,} that are read"
    if problem:
        yield ArticleError(blob.name, problem, "what could be read of it is taken")


def _item(path: str, entry: _Entry) -> Article | Address | ArticleError:
    """The entry as an article if it is all there or leads nowhere, else what it leads to."""
    found = _full(entry)
    if found is None and entry.url and is_url(entry.url):
        return Address(entry.url, entry.title, entry.published, entry.outlet)
    markup = found or entry.content or entry.description
    length = len(_plain(markup))
    if not length:
        return ArticleError(path, "has neither text nor a web address", "it is left out")
    if length > MAX_CHARACTERS:
        # Said before the page is built, which takes a minute.
        problem = f"has more than {MAX_CHARACTERS:,} characters, the most of one article"
        return ArticleError(path, problem, "split it into its articles")
    try:
        article = read_html(_page(markup), "utf-8")
    except Refused as refusal:
        return ArticleError(path, refusal.problem, refusal.remedy)
    # Of what an entry's text says of itself, the dateline alone is surely about this article.
    return replace(
        article,
        title=entry.title or article.title,
        byline=entry.byline or article.byline,
        outlet=entry.outlet or article.outlet,
        published=entry.published or heading(article.text).published,
        url=entry.url,
        path=path,
    )


def _full(entry: _Entry) -> str | None:
    """The HTML of the whole article, if the entry has it."""
    for markup, enough in (
        (entry.content, _ENOUGH_IN_CONTENT),
        (entry.description, _ENOUGH_IN_DESCRIPTION),
    ):
        text = _SIGNATURE.sub("", _plain(markup))
        if len(text.split()) >= enough and not _GOES_ON.search(text[-200:]):
            return markup
    return None


def _page(markup: str) -> bytes:
    page = f'<html><head><meta charset="utf-8"></head><body><article>{markup}</article></body>'
    return f"<!doctype html>{page}</html>".encode("utf-8", "replace")


def _plain(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


# XML.


def _narrow(head: bytes) -> bytes:
    """``head`` with one byte a character, as far as its markup goes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:4].count(0) == 2:
        return head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    return head.removeprefix(b"\xef\xbb\xbf")


def _root(head: bytes) -> bytes | None:
    """The name of the root element if it is one of a feed."""
    at = 0
    while True:
        while at < len(head) and head[at : at + 1].isspace():
            at += 1
        for start, end in _BEFORE_ROOT:
            if head.startswith(start, at):
                found = head.find(end, at)
                if found < 0:
                    return None
                at = found + len(end)
                break
        else:
            match = _ROOT.match(head, at)
            return match[1] if match else None


def _from_xml(data: bytes, blob: Blob) -> tuple[str | None, list[_Entry], str | None]:
    """The title of the feed, its entries, and what is wrong with it."""
    narrow = _narrow(data)
    if narrow.count(b"<") > _MOST_TAGS:
        raise Refused(f"has more than {_MOST_TAGS:,} tags", "split it")
    if _BUSY_TAG.search(narrow):
        raise Refused(f"has a tag of more than {_MOST_ATTRIBUTES} attributes", "check what it is")
    parsed = _parsed(data, blob)
    entries = list(parsed.entries)
    problem = None
    if not _is_whole(narrow):
        problem = "was cut off: the end of the feed is missing"
        # Nobody knows how much of an entry is missing, unless its end is there.
        ended = max(narrow.rfind(b"</item"), narrow.rfind(b"</entry"))
        if entries and _last(_ENTRY, narrow) > ended:
            entries.pop()
    elif parsed.bozo:
        there = len(_ENTRY.findall(narrow))
        if there > len(entries):
            problem = f"is damaged: {there - len(entries):,} of its {there:,} entries are not read"
    if not entries and problem is None and parsed.bozo and not parsed.get("version"):
        raise Refused("is no feed that can be read", "check what it is")
    base = blob.url or _link(parsed.feed.get("link"), "") or ""
    return _line(parsed.feed.get("title")), [_xml_entry(e, base) for e in entries], problem


def _is_whole(data: bytes) -> bool:
    """Whether the end of the root stands behind all entries."""
    end = _ENDS.get(_root(data) or b"", b"(?:rss|feed|RDF|channel)")
    return _last(re.compile(rb"</(?:[A-Za-z][\w.-]{0,30}:)?" + end + rb"\s*>"), data) > _last(
        _ENTRY, data
    )


def _last(pattern: re.Pattern[bytes], data: bytes) -> int:
    return max((match.start() for match in pattern.finditer(data)), default=-1)


def _parsed(data: bytes, blob: Blob) -> Any:
    import feedparser

    headers = {"content-location": blob.url} if blob.url else {}
    if blob.charset:
        headers["content-type"] = f"application/xml; charset={blob.charset}"
    try:
        # From a stream: of a text, feedparser would open the file or the address of that name.
        return feedparser.parse(
            io.BytesIO(data),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:
        # Half a dozen parsers under it, each with errors of its own.
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise Refused(f"is a feed that cannot be read ({reason})", "check what it is") from error


def _xml_entry(entry: Mapping[str, Any], base: str) -> _Entry:
    contents = [_markup(one) for one in entry.get("content") or ()]
    description = _markup(entry.get("summary_detail") or {"value": entry.get("summary")})
    source = entry.get("source") or {}
    return _Entry(
        key=_line(entry.get("id")),
        title=_line(entry.get("title")),
        byline=_names(entry),
        published=_moment(entry, "published") or _moment(entry, "updated"),
        url=_link(entry.get("feedburner_origlink") or entry.get("link"), base),
        outlet=_line(source.get("title")),
        content=max(contents, key=len, default=""),
        description=description,
    )


def _markup(detail: Mapping[str, Any]) -> str:
    value = detail.get("value")
    if not isinstance(value, str):
        return ""
    return _paragraphs(value) if detail.get("type") == "text/plain" else value


def _paragraphs(text: str) -> str:
    """Plain text as HTML; but what has tags is HTML, whatever it is said to be."""
    if re.search(r"<(?:p|br|div|a|em|strong|blockquote)\b[^<>]*>", text, re.IGNORECASE):
        return text
    return "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


def _names(entry: Mapping[str, Any]) -> str | None:
    people = [_person(one.get("name")) for one in entry.get("authors") or () if one]
    names = list(dict.fromkeys(name for name in people if name))
    # Of a single one, what was written: the library takes mail addresses for names.
    return ", ".join(names) if len(names) > 1 else _person(entry.get("author"))


def _person(name: object) -> str | None:
    """A name without the address of its mail, and not the address for a name."""
    line = _line(name)
    return (" ".join(_EMAIL.sub("", line).split()).strip("()<> ") or None) if line else None


def _moment(entry: Mapping[str, Any], name: str) -> str | None:
    """A date as it stands, with its zone: the day of publication is that of the paper."""
    # "in", because feedparser gives a missing date as another one.
    written = entry.get(name) if name in entry else None
    if found := _date(written):
        return found
    moment = entry.get(f"{name}_parsed") if f"{name}_parsed" in entry else None
    if not moment:
        return None
    year, month, day, hour, minute, second = moment[:6]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


def _date(written: object) -> str | None:
    if not isinstance(written, str):
        return None
    if _MAIL_DATE.match(written):
        try:
            return parsedate_to_datetime(written).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    return iso_date(written)


def _link(value: object, base: str) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return urljoin(base, "".join(value.split()))
    except ValueError:
        return None


def _line(value: object) -> str | None:
    """A title or a name in one line, without markup."""
    if not isinstance(value, str):
        return None
    return " ".join(clean(_TAG.sub("", value)).split()) or None


# JSON: https://www.jsonfeed.org/version/1.1/


def _from_json(data: bytes, base: str) -> tuple[str | None, list[_Entry], str | None]:
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as error:
        reason = (str(error).splitlines() or [""])[0][:200]
        raise Refused(f"is a JSON feed that cannot be read ({reason})", "save it again") from error
    items = feed.get("items")
    if not isinstance(items, list):
        return _line(feed.get("title")), [], None
    entries = [_json_entry(item, base) for item in items if isinstance(item, dict)]
    left = len(items) - len(entries)
    problem = f"has {left:,} entries that are none" if left else None
    return _line(feed.get("title")), entries, problem


def _json_entry(item: Mapping[str, Any], base: str) -> _Entry:
    html, text, summary = (item.get(f) for f in ("content_html", "content_text", "summary"))
    key = item.get("id")
    return _Entry(
        key=str(key) if isinstance(key, (int, float)) else _line(key),
        title=_line(item.get("title")),
        byline=_json_names(item),
        published=_date(item.get("date_published")) or _date(item.get("date_modified")),
        url=_link(item.get("url") or item.get("external_url"), base),
        outlet=None,
        content=html if isinstance(html, str) else _escaped(text),
        description=_escaped(summary),
    )


def _escaped(text: object) -> str:
    if not isinstance(text, str):
        return ""
    return "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


def _json_names(item: Mapping[str, Any]) -> str | None:
    listed = item.get("authors")
    people: Iterable[Any] = listed if isinstance(listed, list) else (item.get("author"),)
    names = [_person(one.get("name")) for one in people if isinstance(one, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None
