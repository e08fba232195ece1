"""One source to its articles: the format by content, containers opened, addresses fetched."""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from quotes.articles.blob import Blob
from quotes.articles.discovering import STANDARD_INPUT
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.fetch import Page, fetch, is_url
from quotes.articles.formats import Format, Settings, known_formats
from quotes.articles.formats.streams import MAX_DEPTH
from quotes.articles.items import Address, Moved, Note, Seen
from quotes.articles.limits import bound, check
from quotes.articles.name_dates import day_in_name
from quotes.types import Article

#: Standard input and pipes are read into a file; so much of them.
MAX_INPUT = bound("MAX_INPUT", 4_000_000_000)
_CHUNK = 1 << 20


#: What :func:`read_all` yields: articles, what could not be read, what a person should know.
Reading: TypeAlias = Article | ArticleError | Note | Seen | Moved


def read(source: str | Path, *, fetched: Callable[[str], Page] = fetch) -> Article:
    """The article in a file, at a web address, or on standard input (``-``).

    Raises :class:`ArticleError` with one line that names the source when it
    cannot be read, is no text, is empty, too long, not in English, or holds
    several articles (see :func:`read_all`).
    """
    name = legible(os.fspath(source))
    first: Article | None = None
    for item in read_all(source, fetched=fetched):
        if isinstance(item, ArticleError):
            raise item
        if isinstance(item, Article):
            if first is not None:
                raise ArticleError(name, "holds several articles", "use quotes.articles.read_all")
            first = item
    if first is None:
        raise ArticleError(name, "holds no article", "there is nothing to read in it")
    return first


def read_all(
    source: str | Path,
    settings: Settings | None = None,
    *,
    is_known: Callable[[str], bool] = lambda url: False,
    fetched: Callable[[str], Page] = fetch,
) -> Iterator[Reading]:
    """All articles of a file, a web address or standard input (``-``), one after the other.

    What could not be read is an :class:`ArticleError` in its place, and the rest
    goes on. Addresses that a list or a feed names are fetched by ``fetched``
    unless ``is_known``.
    """
    reader = _Reader(settings or Settings(), is_known, fetched, set())
    name = os.fspath(source)
    try:
        if name == STANDARD_INPUT:
            with _standard_input() as stream, _kept(stream) as file:
                yield from reader.articles(Blob(STANDARD_INPUT, file.name))
        elif is_url(name):
            yield from reader.page(Address(name))
        elif stat.S_ISREG(os.stat(name).st_mode):
            yield from reader.articles(Blob(legible(name), name))
        else:
            with open(name, "rb") as stream, _kept(stream) as file:
                yield from reader.articles(Blob(legible(name), file.name))
    except (Refused, OSError) as error:
        yield _failed(legible(name), error)


def legible(path: str) -> str:
    """``path`` as text that can be stored, whatever bytes the file system has."""
    try:
        return os.fsencode(path).decode("utf-8", "replace")
    except UnicodeEncodeError:
        # Half a character in a name that no file system gave.
        return path.encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class _Reader:
    settings: Settings
    is_known: Callable[[str], bool]
    fetched: Callable[[str], Page]
    asked: set[str]
    """Addresses that this source has led to; a list may name itself."""

    def articles(self, blob: Blob) -> Iterator[Reading]:
        """What is in a blob, and in what is in it."""
        if blob.depth > MAX_DEPTH:
            yield ArticleError(
                blob.name, f"lies in more than {MAX_DEPTH} containers", "take it out of them"
            )
            return
        try:
            head = blob.head()
            for item in _format_of(blob, head).read(blob, self.settings):
                yield from self._item(item, blob)
        except (Refused, OSError) as error:
            yield _failed(blob.name, error)
        except MemoryError:
            yield _failed(blob.name, Refused("takes more memory than there is", "split it"))

    def page(self, address: Address, depth: int = 0) -> Iterator[Reading]:
        """The articles at an address; what it says of itself goes before what led there."""
        if address.url in self.asked:
            return
        self.asked.add(address.url)
        try:
            page = self.fetched(address.url)
        except Refused as refusal:
            yield _failed(address.url, refusal)
            return
        blob = Blob(
            address.url,
            content=page.data,
            media_type=page.media_type,
            charset=page.charset,
            url=page.url or address.url,
            depth=depth,
        )
        for item in self.articles(blob):
            if isinstance(item, Article):
                item = replace(
                    item,
                    title=item.title or address.title,
                    published=item.published or address.published,
                    outlet=item.outlet or address.outlet,
                )
                if item.url is not None and item.path is None and item.url != address.url:
                    yield Moved(address.url, item.url)
            yield item

    def _item(self, item: object, blob: Blob) -> Iterator[Reading]:
        if isinstance(item, Blob):
            yield from self.articles(replace(item, name=_within(blob, item.name)))
        elif isinstance(item, Address):
            item = replace(item, url=legible(item.url))
            if self.is_known(item.url):
                yield Seen(item.url)
            else:
                yield from self.page(item, blob.depth + 1)
        elif isinstance(item, Article):
            yield self._checked(item, blob)
        elif isinstance(item, ArticleError):
            yield ArticleError(_line(item.path), _line(item.problem), _line(item.remedy))
        elif isinstance(item, Note):
            yield Note(_line(item.path), _line(item.message))

    def _checked(self, article: Article, blob: Blob) -> Article | ArticleError:
        name = article.path or blob.name
        try:
            check(article.text)
        except Refused as refusal:
            return _failed(name, refusal)
        # A page is known by its address; one of several articles there by its own, if it has one.
        at_address = blob.url is not None and name == blob.name
        published = article.published
        if published is None and self.settings.date_from_name:
            published = day_in_name(name)
        return replace(
            article,
            path=None if at_address else _within(blob, name),
            url=_address(article.url) or (blob.url if at_address else None),
            published=published,
            title=_shown(article.title),
            byline=_shown(article.byline),
            outlet=_shown(article.outlet),
            place=_shown(article.place),
        )


#: They turn the direction of what follows, are not to be seen, or steer a terminal.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
#: In a line for people a mark stands for them: a name is not to look like another.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+"
)


def _shown(value: str | None) -> str | None:
    """A title or a name without what could make it look like another."""
    return " ".join(_INVISIBLE.sub("", value or "").split()) or None


def _within(blob: Blob, name: str) -> str:
    """The name of something in ``blob``: a file keeps its own, a record's is made one line."""
    known = blob.name if name.startswith(blob.name) else ""
    return legible(known) + _line(legible(name[len(known) :]))


def _address(value: str | None) -> str | None:
    """An address as it stands; with what no address has in it, none."""
    return None if value is None or _UNPRINTABLE.search(value) else value or None


def _line(text: str) -> str:
    """``text`` as part of one line, whatever a file has as its name or its columns' names."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _format_of(blob: Blob, head: bytes) -> Format:
    return next(format for format in known_formats() if format.recognizes(blob, head))


def _failed(name: str, error: Refused | OSError) -> ArticleError:
    if isinstance(error, Refused):
        return ArticleError(_line(name), _line(error.problem), _line(error.remedy))
    problem = f"cannot be read ({_line(error.strerror or str(error))})"
    return ArticleError(_line(name), problem, "check the file")


def _standard_input() -> AbstractContextManager[BinaryIO]:
    if sys.stdin is None:
        raise Refused("is closed", "name files instead")
    return nullcontext(sys.stdin.buffer)


@contextmanager
def _kept(stream: BinaryIO) -> Iterator[BinaryIO]:
    """What comes out of a pipe as a file, for formats that are read more than once."""
    with tempfile.NamedTemporaryFile(prefix="quotes-") as file:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > MAX_INPUT:
                raise Refused(f"is larger than {MAX_INPUT:,} bytes", "save it to files")
            file.write(chunk)
        file.flush()
        yield cast(BinaryIO, file)
