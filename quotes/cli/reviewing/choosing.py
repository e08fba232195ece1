"""Another speaker, chosen from a numbered list that shrinks as a name is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from quotes.cli.output import legible
from quotes.cli.reviewing.screen import ENTER, ESCAPE, TAB, Lines, edited, key
from quotes.mentions.names import fold
from quotes.store.review_queue import MOST_OFFERED, Candidate, matching

KINDS = {
    "p": "person",
    "o": "organization",
    "g": "group",
    "u": "unnamed",
    "d": "document",
}


def choose_speaker(
    of_article: Sequence[Candidate], search: Callable[[str, int], Sequence[Candidate]]
) -> dict[str, Any] | None:
    """A speaker as a review has it, somebody new included; ``None`` where none was chosen.

    ``search`` finds speakers of all articles by what was typed.
    """
    lines = Lines()
    typed = ""
    while True:
        found = matching(typed, of_article, search)
        lines.show(_shown(typed, found, len(of_article)))
        pressed = key()
        if pressed == ESCAPE:
            lines.clear()
            return None
        if pressed.isdecimal() and 1 <= int(pressed) <= len(found):
            lines.clear()
            return _of(found[int(pressed) - 1])
        if pressed == TAB:
            typed = completed(typed, [one.name for one in found])
        elif pressed in ENTER and (exact := _exact(typed, found)):
            lines.clear()
            return _of(exact)
        elif pressed in ENTER and typed.strip():
            lines.clear()
            name = " ".join(typed.split())
            kind = _kind(name)
            if kind is not None:
                return {"name": name, "kind": kind, "title": None}
        else:
            typed = edited(typed, pressed)


def completed(typed: str, names: Sequence[str]) -> str:
    """``typed`` with what all ``names`` that begin so go on with, else the first name."""
    if not names:
        return typed
    begin = [name for name in names if name.casefold().startswith(typed.casefold())]
    shared = 0
    for letters in zip(*map(str.casefold, begin), strict=False):
        if len(set(letters)) > 1:
            break
        shared += 1
    if shared > len(typed):
        return begin[0][:shared]
    return next((name for name in names if name.casefold() != typed.casefold()), typed)


def _exact(typed: str, found: Sequence[Candidate]) -> Candidate | None:
    """The one whose whole name was typed."""
    wanted = fold(typed)
    whole = [one for one in found if fold(one.name) == wanted] if wanted else []
    return whole[0] if len(whole) == 1 else None


def _of(one: Candidate) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "kind": one.kind, "title": one.title}


def _shown(typed: str, found: Sequence[Candidate], of_article: int) -> list[str]:
    lines = [legible(f"Speaker: {typed}▏")]
    lines += [legible(f"  {number}  {one}") for number, one in enumerate(found, 1)]
    if not typed and of_article > MOST_OFFERED:
        lines.append(f"     and {of_article - MOST_OFFERED} more of this article: type a name")
    number = "number: choose · " if found else ""
    enter = "Enter: somebody new of this name · " if typed.strip() else "type: search · "
    lines.append(f"  {number}{enter}Tab: complete · Esc: leave")
    return lines


def _kind(name: str) -> str | None:
    letters = " · ".join(f"{letter} {kind}" for letter, kind in KINDS.items())
    lines = Lines()
    lines.show([legible(f"“{name}” is new. What is it?  {letters} · Esc: back")])
    while True:
        pressed = key()
        if pressed == ESCAPE or pressed in KINDS or pressed in ENTER:
            lines.clear()
            return KINDS.get("p" if pressed in ENTER else pressed)


def choose_type() -> str | None:
    """A type of quotation by its letter."""
    letters = {"d": "direct", "i": "indirect", "m": "mixed"}
    lines = Lines()
    lines.show([f"Type:  {' · '.join(f'{x} {name}' for x, name in letters.items())} · Esc: leave"])
    while True:
        pressed = key()
        if pressed == ESCAPE or pressed in letters:
            lines.clear()
            return letters.get(pressed)


def confirm(question: str) -> bool:
    """Yes or no by a key."""
    click.echo(f"{question} (y/n)")
    return key() in "yY"
