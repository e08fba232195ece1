"""One key at a time, and a few lines that change as keys are pressed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import click

from quotes.cli.output import legible

ENTER = frozenset("\r\n")
ESCAPE = "\x1b"
LEFT = frozenset(("\x1b[D", "\x1bOD", "\xe0K", "\x00K"))
RIGHT = frozenset(("\x1b[C", "\x1bOC", "\xe0M", "\x00M"))
TAB = "\t"
BACKSPACE = frozenset(("\x7f", "\x08"))
#: Ctrl-C and Ctrl-D: where a terminal hands them on, they end the walk.
LEAVE = frozenset(("\x03", "\x04"))


class Left(Exception):
    """The person leaves."""


def key() -> str:
    """The next key; a special one is a sequence that begins with an escape."""
    try:
        pressed = click.getchar()
    except (EOFError, KeyboardInterrupt):
        raise Left from None
    if not pressed or pressed in LEAVE:
        raise Left
    return pressed


class Lines:
    """Lines at the end of the screen that are written anew as they change."""

    def __init__(self) -> None:
        self._shown = 0

    def show(self, lines: Sequence[str]) -> None:
        """Put ``lines`` in the place of those that were there."""
        if self._shown:
            click.echo(f"\x1b[{self._shown}A\x1b[J", nl=False)
        width = max(20, click.get_current_context().terminal_width or _columns())
        shown = [line for whole in lines for line in cut(whole, width)]
        click.echo("\n".join(shown))
        self._shown = len(shown)

    def clear(self) -> None:
        """Take them away."""
        if self._shown:
            click.echo(f"\x1b[{self._shown}A\x1b[J", nl=False)
        self._shown = 0


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def cut(line: str, width: int) -> list[str]:
    """``line`` in pieces that take one line of the terminal each; styled ones stay whole."""
    plain = click.unstyle(line)
    if plain != line or _width(plain) < width:
        return [line]
    pieces, piece = [], ""
    for character in plain:
        if _width(piece) + _width(character) >= width:
            whole, blank, word = piece.rpartition(" ")
            pieces.append(whole if blank else piece)
            piece = word if blank else ""
        piece += character
    return [*pieces, piece]


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text)


def typed(label: str, given: str = "") -> str | None:
    """A line of text that a person types; ``None`` where they leave it with Escape."""
    lines = Lines()
    text = given
    while True:
        lines.show([legible(f"{label}{text}▏")])
        pressed = key()
        if pressed in ENTER:
            lines.clear()
            return text
        if pressed == ESCAPE:
            lines.clear()
            return None
        text = edited(text, pressed)


def edited(text: str, pressed: str) -> str:
    """``text`` after a key that types or deletes; other keys leave it."""
    if pressed in BACKSPACE:
        return text[:-1]
    if pressed == "\x15":  # Ctrl-U
        return ""
    return text + pressed if pressed.isprintable() else text
