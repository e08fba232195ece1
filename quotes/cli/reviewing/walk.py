"""The walk through what is least certain: a quotation, a key, the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import click
from sqlite_utils import Database

from quotes.cli import output, views
from quotes.cli.output import legible
from quotes.cli.reviewing.choosing import choose_speaker, choose_type
from quotes.cli.reviewing.extents import choose_words
from quotes.cli.reviewing.screen import Left, key, typed
from quotes.store import quotation, review_queue
from quotes.store.reviewing import ReviewError, review_quotation, undo

KEYS = (
    "a accept · s speaker · n nobody · x no quotation · t type · w words · m note\n"
    "c said · v attitude · z not said · k or space skip · b back · u undo · ? help · q quit"
)
HELP = """\
  a      accept: words, type and speaker are right
  s      choose another speaker: of this article, or any by typing
  n      nobody: the article does not say who speaks
  x      these words are no quotation
  t      another type: direct, indirect, mixed
  c v z  it was said (claimed); a view, an attitude; it was not said
  w      other words: move the start or the end
  m      a note that goes with the next correction of this quotation
  k, ␣   skip it for now
  b      back to the one before
  u      undo the last correction of this walk
  q      quit; what you did is kept

After t, c, v, z and w the quotation is shown as it is now: a or space goes on.\
"""

#: By key: the act, and how it is told.
_ACTS = {
    "c": ("statement", "it was said"),
    "v": ("attitude", "an attitude"),
    "z": ("unsaid", "not said"),
}


@dataclass
class Walk:
    """One person's way through some quotations."""

    db: Database
    queue: Sequence[int]
    reviewer: str
    at: int = 0
    made: list[tuple[int, int]] = field(default_factory=list)
    """Reviews of this walk, and the places in the queue where they were made."""
    note: str | None = None

    def run(self) -> int:
        """Until the end of the queue or until the person leaves; how many reviews there are."""
        try:
            while self.at < len(self.queue):
                if (record := self._record()) is None:
                    self.at += 1  # another correction has taken it out
                    continue
                self._show(record)
                while not self._answer(record, key()):
                    pass
        except Left:
            pass
        return len(self.made)

    def _record(self) -> dict[str, Any] | None:
        return quotation(self.db, self.queue[self.at])

    def _show(self, record: dict[str, Any]) -> None:
        reviewed = ", reviewed" if review_queue.is_reviewed(self.db, record["id"]) else ""
        head = f"── {self.at + 1} of {len(self.queue)} · quotation {record['id']}{reviewed} ──"
        click.echo(f"\n{click.style(head, dim=True)}\n")
        click.echo(views.shown(record, output.in_colour()))
        click.echo(f"\n{click.style(KEYS, dim=True)}")

    def _answer(self, record: dict[str, Any], pressed: str) -> bool:
        """Do what a key says; whether a quotation is to be shown next."""
        if pressed == "q":
            raise Left
        if pressed in ("k", " "):
            return self._go(1)
        if pressed == "b":
            return self._back()
        if pressed == "u":
            return self._undo()
        if pressed == "a":
            return self._decide(record, "accept", {}, "accepted")
        if pressed == "n":
            return self._decide(record, "nobody", {}, "nobody is named as the speaker")
        if pressed == "x":
            return self._decide(record, "not-a-quotation", {}, "no quotation")
        if pressed == "s":
            return self._speaker(record)
        if pressed == "t":
            chosen = choose_type()
            if chosen is None:
                return False
            return self._decide(record, "type", {"type": chosen}, f"{chosen}", stay=True)
        if pressed in _ACTS:
            act, told = _ACTS[pressed]
            return self._decide(record, "act", {"act": act}, told, stay=True)
        if pressed == "w":
            return self._words(record)
        if pressed == "m":
            self.note = typed("Note: ", self.note or "") or None
            click.echo(legible(f"  note: {self.note}" if self.note else "  no note"))
        elif pressed == "?":
            click.echo(HELP)
        return False

    def _go(self, step: int) -> bool:
        self.at += step
        self.note = None
        return True

    def _back(self) -> bool:
        before = self.at - 1
        while before >= 0 and quotation(self.db, self.queue[before]) is None:
            before -= 1
        if before < 0:
            click.echo("  this is the first one (u takes back the last correction)")
            return False
        return self._go(before - self.at)

    def _undo(self) -> bool:
        if not self.made:
            click.echo("  nothing to undo in this walk; quotes review undo N takes any back")
            return False
        review, place = self.made.pop()
        try:
            undo(self.db, review, reviewer=self.reviewer)
        except ReviewError as error:
            click.echo(legible(f"  {error}"))
            return False
        click.echo(f"  review {review} is undone")
        return self._go(place - self.at)

    def _speaker(self, record: dict[str, Any]) -> bool:
        chosen = choose_speaker(
            review_queue.speakers_of(self.db, record["article"]["id"]),
            lambda typed, most: review_queue.speakers_like(self.db, typed, most),
        )
        if chosen is None:
            return False
        return self._decide(record, "speaker", {"speaker": chosen}, chosen["name"])

    def _words(self, record: dict[str, Any]) -> bool:
        text = review_queue.text_of(self.db, record["article"]["id"])
        spans = [(start, end) for start, end in record["spans"]]
        chosen = choose_words(text, spans)
        if chosen is None:
            return False
        after = {"spans": [list(span) for span in chosen]}
        return self._decide(record, "words", after, "other words", stay=True)

    def _decide(
        self,
        record: dict[str, Any],
        action: Any,
        after: dict[str, Any],
        said: str,
        *,
        stay: bool = False,
    ) -> bool:
        """Write it down and go on; with ``stay`` the quotation is shown again as it is now."""
        try:
            review = review_quotation(
                self.db, record["id"], action, after, reviewer=self.reviewer, note=self.note
            )
        except ReviewError as error:
            click.echo(legible(f"  {error}"))
            return False
        self.made.append((review, self.at))
        click.echo(legible(f"  {said} (review {review})"))
        return self._go(0 if stay else 1)
