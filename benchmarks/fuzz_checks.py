"""What is fuzzed: how a case is made, and what must hold of it.

A target's ``check`` raises :class:`Broken` where something does not hold; any other exception is
a failure by itself.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, Protocol

from benchmarks.fuzz_files import File, any_file, wholes
from benchmarks.fuzz_texts import any_text, any_typed

#: Seconds of processor time that one case may take.
MOST_SECONDS = 5.0
#: Bytes that one case may add to the memory of the process.
MOST_MEMORY = 700_000_000
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
#: A line that is told is no longer than this and the name of the source.
_LONGEST_LINE = 1_500


class Broken(AssertionError):
    """Something that must hold of every case did not."""


class Target(Protocol):
    """One part of the program, and any input for it."""

    def case(self, random: Random) -> Any:
        """A case, the same for the same ``random``."""

    def check(self, case: Any) -> None:
        """Raise where something does not hold."""

    def written(self, case: Any) -> tuple[bytes, str]:
        """The case for a person: bytes, and the suffix of their file."""

    def smaller(self, case: Any, content: bytes) -> Any:
        """The case with other content."""

    def close(self) -> None:
        """Give back what it holds."""


@contextmanager
def bounded(seconds: float | None = None) -> Iterator[None]:
    """What is done inside takes so much processor time, and memory, at most."""
    before, began = _peak(), time.process_time()
    yield
    took = time.process_time() - began
    if took > (MOST_SECONDS if seconds is None else seconds):
        raise Broken(f"took {took:.1f} seconds")
    if _peak() - before > MOST_MEMORY:
        raise Broken(f"took {(_peak() - before) / 1e6:.0f} MB more")


def _peak() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _require(holds: object, what: str) -> None:
    if not holds:
        raise Broken(what)


def check_line(text: str, what: str) -> None:
    """``text`` can be printed as one line and stored."""
    odd = sorted({c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")})
    _require(not odd, f"{what} holds {''.join(odd)!r}: {text[:300]!r}")


class Readers:
    """Any bytes as a source: articles, or lines that say why not."""

    def __init__(self) -> None:
        self.files = wholes()
        self._texts: dict[str, list[str]] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="fuzz-")
        self._before = tempfile.tempdir
        # What is not cleared away is seen here.
        tempfile.tempdir = self._folder.name

    def close(self) -> None:
        """Give the folder for temporary files back."""
        tempfile.tempdir = self._before
        self._folder.cleanup()

    def case(self, random: Random) -> File:
        """A file, damaged or cut off."""
        return any_file(random, self.files)

    def written(self, case: File) -> tuple[bytes, str]:
        """The file itself."""
        return case.content, "-" + case.name

    def smaller(self, case: File, content: bytes) -> File:
        """The file with less in it; a beginning of a file is left as it is."""
        return File(case.name, content, None, case.columns, case.query)

    def check(self, case: File) -> None:
        """Read it and look at everything that comes."""
        with bounded():
            found = list(self._read(case))
        for item in found:
            check_item(item)
        left = os.listdir(self._folder.name)
        for name in left:
            os.unlink(os.path.join(self._folder.name, name))
        _require(not left, f"left {left} behind")
        if case.cut_from is not None:
            self._check_cut(case, found)

    def _read(self, case: File) -> Iterator[object]:
        from quotes.articles.formats import Settings
        from quotes.articles.reading import read_all

        path = os.path.join(self._folder.name, case.name)
        with open(path, "wb") as file:
            file.write(case.content)
        try:
            yield from read_all(
                path, Settings(columns=dict(case.columns), query=case.query), fetched=_fetched
            )
        finally:
            os.unlink(path)

    def _check_cut(self, case: File, found: list[object]) -> None:
        """A file that was cut off gives whole articles, and an error where one is missing."""
        from quotes.articles.errors import ArticleError
        from quotes.types import Article

        assert case.cut_from is not None
        whole = self._texts.get(case.name)
        if whole is None:
            uncut = File(case.name, case.cut_from.content)
            whole = [one.text for one in self._read(uncut) if isinstance(one, Article)]
            _require(whole, f"{case.name} gives no article even when it is whole")
            self._texts[case.name] = whole
        texts = [one.text for one in found if isinstance(one, Article)]
        told = any(isinstance(one, ArticleError) for one in found)
        if not told:
            _require(texts == whole, f"cut off after {len(case.content)} bytes, and not told")
        else:
            _require(set(texts) <= set(whole), f"cut off, and an article was made shorter: {texts}")


def _fetched(url: str) -> Any:
    from quotes.articles.errors import Refused

    raise Refused("is not fetched here", "nothing helps")


def check_item(item: object) -> None:
    """What a reader may say, and how."""
    from quotes.articles.errors import ArticleError, Refused
    from quotes.articles.items import Moved, Note, Seen
    from quotes.articles.limits import check
    from quotes.types import Article

    if isinstance(item, ArticleError):
        check_line(str(item), "an error")
        _require(item.path and item.problem and item.remedy, f"an error with a part empty: {item}")
        most = _LONGEST_LINE + len(item.path)
        _require(len(str(item)) <= most, f"an error of {len(str(item))} characters")
    elif isinstance(item, Note):
        check_line(item.message, "a note")
        check_line(item.path, "a note's path")
        _require(len(item.message) <= _LONGEST_LINE, f"a note of {len(item.message)} characters")
    elif isinstance(item, Article):
        _require("\0" not in item.text, "a text holds NUL")
        item.text.encode()
        try:
            check(item.text)
        except Refused as refusal:
            raise Broken(f"an article that {refusal.problem}") from refusal
        for name in ("title", "byline", "outlet", "place", "url", "path"):
            value = getattr(item, name)
            if value is not None:
                check_line(value, f"the {name}")
                _require(value, f"the {name} is empty, not None")
        _require(item.path or item.url, "an article of nowhere")
        day = item.published
        _require(day is None or _ISO.fullmatch(day), f"published on {day!r}")
    elif not isinstance(item, Seen | Moved):
        raise Broken(f"a {type(item).__name__} came out")


class Finder:
    """Any text through the bundled pipeline: spans that hold what is told."""

    #: Seconds of processor time for a text, and more for each thousand characters.
    SECONDS, SECONDS_PER_THOUSAND = 2.0, 0.25

    @cached_property
    def nlp(self) -> Any:
        """The bundled pipeline."""
        import quotes

        return quotes.load()

    def close(self) -> None:
        """It holds nothing."""

    def case(self, random: Random) -> str:
        """A text."""
        return any_text(random)

    def written(self, case: str) -> tuple[bytes, str]:
        """The text."""
        return case.encode("utf-8", "surrogatepass"), ".txt"

    def smaller(self, case: str, content: bytes) -> str:
        """Another text."""
        return content.decode("utf-8", "ignore")

    def check(self, case: str) -> None:
        """Find and attribute, and look at every span."""
        from quotes.pipeline import attribute
        from quotes.types import Article

        nlp = self.nlp
        article = Article(case)
        with bounded(self.SECONDS + self.SECONDS_PER_THOUSAND * len(case) / 1000):
            ((same, found),) = attribute([article], nlp)
        _require(same is article, "another article came out")
        for one in found:
            check_quotation(one, case)


def check_quotation(one: Any, text: str) -> None:
    """Every span lies in ``text`` and holds what is told of it; every share is one."""
    from quotes.types import SPAN_SEPARATOR, Article, as_record

    _require(one.spans, "a quotation without a span")
    for start, end in one.spans:
        _require(0 <= start < end <= len(text), f"the span {start}:{end} of {len(text)}")
    pairs = zip(one.spans, one.spans[1:], strict=False)
    _require(all(a[1] <= b[0] for a, b in pairs), f"spans out of order: {one.spans}")
    told = SPAN_SEPARATOR.join(text[start:end] for start, end in one.spans)
    _require(told == one.text, f"{one.text!r} is told where the spans hold {told!r}")
    _require(one.text.strip(), "a quotation without a word")
    mentions = [one.cue, one.source]
    shares = [one.confidence]
    if one.evidence is not None:
        mentions += [*one.evidence.chain, one.evidence.other_source]
        evidence = one.evidence
        shares += [evidence.linked, evidence.attributed]
        shares += [evidence.runner_up_share, evidence.other_source_share]
    for mention in mentions:
        if mention is not None:
            start, end = mention.start, mention.end
            _require(0 <= start < end <= len(text), f"the mention {mention} of {len(text)}")
            _require(text[start:end] == mention.text, f"{mention} is {text[start:end]!r}")
    for share in shares:
        _require(share is None or 0 <= share <= 1, f"a share of {share}")
    _require(one.type in ("direct", "indirect", "mixed"), f"the type {one.type}")
    if one.speaker is not None:
        _require(one.speaker.name.strip(), "a speaker without a name")
        _require(one.resolution, "a speaker without a resolution")
        _require(len(one.speaker.name.splitlines()) == 1, f"a name of lines {one.speaker.name!r}")
    json.dumps(as_record(one, Article(text)))


class _WithDatabase:
    """A target with a small database of quotations."""

    def __init__(self) -> None:
        from quotes.store import opened

        self._folder = tempfile.TemporaryDirectory(prefix="fuzz-")
        self.path = Path(self._folder.name) / "quotes.db"
        with opened(self.path, write=True) as db:
            fill(db)

    def close(self) -> None:
        """Give the database back."""
        self._folder.cleanup()


def fill(db: Any) -> None:
    """Articles and quotations with all kinds of letters."""
    from quotes.store.writing import write_article
    from quotes.types import Article, AttributedQuotation, Evidence, Mention, Speaker

    said = (
        *(
            "It was time",
            "Nobody thought that it could be done",
            "Ελλάδα και κόσμος",
            "北京 says no",
        ),
        *(
            "He called it 'a' \"b\" AND c OR d",
            "naïve café façade",
            "שלום to all",
            "100% of $5 (net)",
        ),
    )
    for number, words in enumerate(said * 3):
        name = ("Anna Holt", "Carl Roe", "Zoë O’Neil-Smith", "Ана Петрова")[number % 4]
        text = f"{number}. “{words},” {name} said in the harbour."
        start, at = text.index(words), text.index(name)
        article = Article(
            text,
            title=f"Bridge {number}",
            outlet=("Newton Herald", "The Post % _", None)[number % 3],
            published=("2021-03-04", "2022-01-01T10:00:00Z", None)[number % 3],
            path=f"news/{number}.txt",
        )
        source = Mention.of(text, at, at + len(name))
        one = AttributedQuotation(
            type="direct",
            text=words,
            spans=((start, start + len(words)),),
            cue=Mention.of(text, text.index(" said") + 1, text.index(" said") + 5),
            source=source,
            confidence=0.9,
            speaker=Speaker(name, "person", "mayor"),
            resolution="name",
            evidence=Evidence("the name itself", (source,)),
        )
        write_article(db, article, [one])


class Search(_WithDatabase):
    """Any string as words to search for, and as the value of every other filter."""

    def __init__(self) -> None:
        from quotes.store import opened

        super().__init__()
        self._opened = opened(self.path)
        self.db = self._opened.__enter__()

    def close(self) -> None:
        """Close the database."""
        self._opened.__exit__(None, None, None)
        super().close()

    def case(self, random: Random) -> str:
        """What somebody typed."""
        return any_typed(random)

    def written(self, case: str) -> tuple[bytes, str]:
        """What was typed."""
        return case.encode("utf-8", "surrogatepass"), ".txt"

    def smaller(self, case: str, content: bytes) -> str:
        """Something else that was typed."""
        return content.decode("utf-8", "surrogatepass")

    def check(self, case: str) -> None:
        """Search with it everywhere."""
        from quotes.store.filters import Filters
        from quotes.store.finding import AmbiguousSpeaker, find_speakers
        from quotes.store.fts import match_query
        from quotes.store.reading import articles, quotations

        with bounded():
            query = match_query(case)
            wanted = Filters(search=case)
            found = [one["id"] for one in quotations(self.db, wanted)]
            ranked = [one["id"] for one in quotations(self.db, wanted, by_rank=True)]
            list(articles(self.db, wanted))
            _require(query is not None or not found, "no word, and something was found")
            _require(sorted(ranked) == found, "ranked are others than unranked")
            # The commands read what is no UTF-8 in their arguments; see the target for them.
            value = case.encode("utf-8", "replace").decode()
            find_speakers(self.db, value)
            for filters in (Filters(outlet=value), Filters(article=value)):
                list(quotations(self.db, filters))
            try:
                list(quotations(self.db, Filters(speakers=(value,))))
            except AmbiguousSpeaker as error:
                check_line(str(error).replace("\n", " "), "an error")
        self._check_known(case, found)

    def _check_known(self, typed: str, found: list[int]) -> None:
        """A plain word of a stored quotation finds it."""
        if re.fullmatch(r"[A-Za-z]+", typed):
            texts = self.db.query("select id, text from quotes")
            word = re.compile(rf"\b{typed}\b", re.IGNORECASE)
            right = {row["id"] for row in texts if word.search(row["text"])}
            _require(right <= set(found), f"{typed!r} does not find {right - set(found)}")


class CommandLine(_WithDatabase):
    """Any arguments to the commands that read: an end as a command ends."""

    _COMMANDS = ("list", "search", "speakers", "articles", "show", "sources", "info", "review")
    _OPTIONS = (
        *("--speaker", "--type", "--resolution"),
        *("--article", "--outlet", "--since", "--until"),
        *("--search", "--kind", "--min-confidence", "--max-confidence", "--sort", "--limit"),
        *("--offset", "--ingested-since", "--json"),
        *("--nl", "--csv", "--tsv", "--table", "--view"),
        *("-n", "--act", "--context", "--help", "--by", "--evidence", "log", "export", "--"),
    )

    def case(self, random: Random) -> list[str]:
        """The arguments."""
        arguments = [random.choice(self._COMMANDS)]
        for _ in range(random.randrange(5)):
            kind = random.random()
            if kind < 0.55:
                arguments.append(random.choice(self._OPTIONS))
            if kind > 0.3:
                arguments.append(any_typed(random)[:400])
        return arguments

    def written(self, case: list[str]) -> tuple[bytes, str]:
        """As JSON."""
        return json.dumps(case).encode(), ".json"

    def smaller(self, case: list[str], content: bytes) -> list[str]:
        """Other arguments."""
        new = json.loads(content)
        if not (isinstance(new, list) and all(isinstance(one, str) for one in new)):
            raise ValueError("no arguments")
        return new

    def check(self, case: list[str]) -> None:
        """Run the command in this process."""
        from click.testing import CliRunner

        from quotes.cli import cli

        place = os.getcwd()
        os.chdir(self._folder.name)
        try:
            with bounded():
                environment = {"QUOTES_DB": str(self.path)}
                result = CliRunner().invoke(cli, case, env=environment, input="")
        finally:
            os.chdir(place)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        _require(result.exit_code in (0, 1, 2), f"ended with {result.exit_code}")
        _require("Traceback (most" not in result.output, "a traceback")
        if result.exit_code:
            _require(result.stderr.strip(), "failed without a word")
            odd = {c for c in result.stderr if unicodedata.category(c) == "Cc"} - {"\n", "\t"}
            _require(not odd, f"standard error holds {odd}")


TARGETS: dict[str, Callable[[], Target]] = {
    "readers": Readers,
    "finder": Finder,
    "search": Search,
    "cli": CommandLine,
}
