"""The lists of words that the rooms go by, read from ``lexicon.txt``.

The file has a section a list: what it is for, where its entries come from, the entries. ::

    [TITLES]
    for: Words of titles that stand right before a person's name.
    from: own, polnear
    +HONORIFICS
    ambassador archbishop assistant

``+NAME`` takes in what another section has, ``-NAME`` leaves it out again; they are read in the
order in which they stand. Behind the name may stand how the section is to be read:

==============  ===================================================================================
``words``       parted by blanks; so is a section that says nothing
``phrases``     parted by commas
``table``       ``key, key: words`` on each line
``short``       ``key, key: one word or phrase that it stands for`` on each line
``groups``      words that belong together on each line
==============  ===================================================================================

A line that begins with blanks goes on with the one above it. ``#`` begins a comment. The section
``SOURCES`` says what the words behind ``from`` mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Kind = Literal["words", "phrases", "table", "short", "groups"]

_KINDS: tuple[Kind, ...] = get_args(Kind)
_HEADING = re.compile(r"\[(?P<name>[A-Z][A-Z_]*)(?:: (?P<kind>[a-z]+))?\]")
_SOURCES = "SOURCES"


class LexiconError(ValueError):
    """A list cannot be read as it stands; says in which line and section."""


@dataclass(slots=True)
class Section:
    """One list, as it stands in the file."""

    name: str
    kind: Kind
    line: int
    purpose: str = ""
    sources: tuple[str, ...] = ()
    lines: tuple[tuple[int, str], ...] = ()
    """Its entries, each line with its number; lines that go on are joined."""


class Lexicon:
    """Lists of words by name. Each is read when it is first asked for, and kept."""

    def __init__(self, text: str, file: str = "lexicon") -> None:
        self._file = file
        self._found: dict[str, frozenset[str]] = {}
        self.sections: Mapping[str, Section] = self._parsed(text)

    def words(self, name: str) -> frozenset[str]:
        """The entries of a section of words or phrases, with those that it takes in."""
        return self._words(name, ())

    def table(self, name: str) -> dict[str, frozenset[str]]:
        """Words by what they belong to."""
        section = self._section(name, "table")
        found: dict[str, frozenset[str]] = {}
        for line, keys, text in self._rows(section):
            entries: set[str] = set()
            self._take(section, line, text, entries)
            found.update(dict.fromkeys(keys, frozenset(entries)))
        return found

    def short(self, name: str) -> dict[str, str]:
        """What each entry stands for."""
        return {
            key: " ".join(text.split())
            for _, keys, text in self._rows(self._section(name, "short"))
            for key in keys
        }

    def groups(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Words that belong together, in the order in which they stand."""
        section = self._section(name, "groups")
        for line, text in section.lines:
            self._take(section, line, text, set())
        return tuple(tuple(text.split()) for _, text in section.lines)

    def referred(self, name: str) -> frozenset[str]:
        """The sections that a section takes in or leaves out."""
        words = (word for _, text in self.sections[name].lines for word in text.split())
        return frozenset(word[1:] for word in words if _refers(word))

    def _section(self, name: str, *kinds: Kind) -> Section:
        section = self.sections.get(name)
        if section is None:
            raise LexiconError(f"{self._file}: no section {name}")
        if section.kind not in kinds:
            raise self._error(section, section.line, f"is read as {section.kind}, not {kinds[0]}")
        return section

    def _words(self, name: str, within: tuple[str, ...]) -> frozenset[str]:
        found = self._found.get(name)
        if found is None:
            section = self._section(name, "words", "phrases")
            within = (*within, name)
            if name in within[:-1]:
                raise self._error(section, section.line, f"in a circle: {', '.join(within)}")
            entries: set[str] = set()
            for line, text in section.lines:
                if (
                    section.kind == "phrases"
                    and text[-1] != ","
                    and text is not section.lines[-1][1]
                ):
                    raise self._error(section, line, "no comma at the end")
                self._take(section, line, text, entries, within)
            found = self._found[name] = frozenset(entries)
        return found

    def _take(
        self,
        section: Section,
        line: int,
        text: str,
        entries: set[str],
        within: tuple[str, ...] = (),
    ) -> None:
        """Add what a line has to ``entries``."""
        if section.kind == "phrases":
            parts = [" ".join(part.split()) for part in text.split(",") if part.strip()]
        else:
            parts = text.split()
        if "+" not in text and "-" not in text:  # nearly always: all at once
            new = frozenset(parts)
            if len(new) == len(parts) and new.isdisjoint(entries):
                entries.update(new)
                return
        for entry in parts:
            if _refers(entry):
                if entry[1:] not in self.sections:
                    raise self._error(section, line, f"no section {entry[1:]}")
                other = self._words(entry[1:], within)
                entries.update(other) if entry[0] == "+" else entries.difference_update(other)
            elif entry in entries:
                raise self._error(section, line, f"{entry!r} twice")
            else:
                entries.add(entry)

    def _rows(self, section: Section) -> Iterator[tuple[int, list[str], str]]:
        seen: set[str] = set()
        for line, text in section.lines:
            before, colon, behind = text.partition(":")
            keys = [" ".join(key.split()) for key in before.split(",")]
            if not colon or not all(keys) or not behind.strip():
                raise self._error(section, line, f"no “key: words”: {text!r}")
            for key in keys:
                if key in seen:
                    raise self._error(section, line, f"{key!r} twice")
                seen.add(key)
            yield line, keys, behind

    def _parsed(self, text: str) -> dict[str, Section]:
        sections: dict[str, Section] = {}
        section: Section | None = None
        lines: list[tuple[int, str]] = []
        for number, line in enumerate(text.splitlines(), 1):
            if not line or line.startswith("#") or line.isspace():
                continue
            if line.startswith("["):
                if section is not None:
                    section.lines = tuple(lines)
                section, lines = self._headed(line, number), []
                if section.name in sections:
                    raise self._error(section, number, "twice")
                sections[section.name] = section
            elif section is None:
                raise LexiconError(f"{self._file}, line {number}: before the first section")
            elif line.startswith("for: "):
                section.purpose = line[5:].strip()
            elif line.startswith("from: "):
                section.sources = tuple(one.strip() for one in line[6:].split(","))
            elif line[0].isspace() and lines:
                lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line.strip()}")
            elif line[0].isspace() and section.purpose and not section.sources:
                section.purpose += f" {line.strip()}"
            else:
                lines.append((number, line.strip()))
        if section is not None:
            section.lines = tuple(lines)
        self._check(sections)
        return sections

    def _headed(self, line: str, number: int) -> Section:
        heading = _HEADING.fullmatch(line.rstrip())
        kind = heading["kind"] or "words" if heading else ""
        known = next((one for one in _KINDS if one == kind), None)
        if heading is None or known is None:
            raise LexiconError(f"{self._file}, line {number}: no heading of a section: {line!r}")
        return Section(heading["name"], known, number)

    def _check(self, sections: Mapping[str, Section]) -> None:
        """Does every section say what it is for and where it comes from, and has it entries?"""
        known: set[str] = set()
        if _SOURCES in sections:
            known = {key for _, keys, _ in self._rows(sections[_SOURCES]) for key in keys}
        for section in sections.values():
            if not section.lines:
                raise self._error(section, section.line, "is empty")
            if section.name == _SOURCES:
                continue
            if not section.purpose or not section.sources:
                raise self._error(section, section.line, "says not what it is for, or from where")
            for source in section.sources:
                if source not in known:
                    raise self._error(section, section.line, f"no source {source!r}")

    def _error(self, section: Section, line: int, what: str) -> LexiconError:
        return LexiconError(f"{self._file}, line {line}, [{section.name}]: {what}")


def _refers(word: str) -> bool:
    return word[:1] in ("+", "-") and word[1:2].isupper()


@cache
def read(package: str, file: str) -> Lexicon:
    """A file of lists that a package brings with it."""
    return Lexicon(files(package).joinpath(file).read_text(encoding="utf-8"), file)


def words(name: str) -> frozenset[str]:
    """A list of ``lexicon.txt``, as :meth:`Lexicon.words` gives it; so the others."""
    return read("quotes", "lexicon.txt").words(name)


def table(name: str) -> dict[str, frozenset[str]]:
    return read("quotes", "lexicon.txt").table(name)


def short(name: str) -> dict[str, str]:
    return read("quotes", "lexicon.txt").short(name)


def groups(name: str) -> tuple[tuple[str, ...], ...]:
    return read("quotes", "lexicon.txt").groups(name)


def pattern(name: str) -> str:
    """What matches any of a list's entries, the longest first, as part of a regular expression."""
    entries = sorted(words(name), key=lambda entry: (-len(entry), entry))
    return f"(?:{'|'.join(map(re.escape, entries))})"
