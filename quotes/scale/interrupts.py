"""Ctrl-C, heeded between two steps of the work.

Python raises :class:`KeyboardInterrupt` wherever the program happens to be. Where that is a
``__del__``, a callback of a weak reference or of the garbage collector, it is dropped after a line
on standard error, and the program goes on to its end. A future of Dask has such a ``__del__``, and
it writes to a socket, where a busy machine keeps the program waiting. So the first Ctrl-C is noted
here, and raised where we ask for it; the second one strikes at once.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

T = TypeVar("T")


class Interrupts:
    """Whether somebody pressed Ctrl-C."""

    def __init__(self) -> None:
        self.repeated = False
        """Whether it was pressed again: who does so cannot wait."""
        self._noted = False
        self._at_once = False

    def note(self) -> bool:
        """One was pressed. Returns whether it is to be raised now."""
        self.repeated = self._noted
        self._noted = True
        return self.repeated or self._at_once

    def check(self) -> None:
        """Raise :class:`KeyboardInterrupt` if one was pressed."""
        if self._noted:
            raise KeyboardInterrupt

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Within this, one is raised where it comes: for what may take long and is ours to stop."""
        before, self._at_once = self._at_once, True
        try:
            self.check()
            yield
            self.check()  # It may have been dropped all the same.
        finally:
            self._at_once = before

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """``items``, whose making can be stopped at once."""
        source = iter(items)
        while True:
            with self.at_once():
                try:
                    item = next(source)
                except StopIteration:
                    return
            yield item


@contextmanager
def noted() -> Iterator[Interrupts]:
    """Have Ctrl-C noted until the end of this, where it is raised at the latest.

    Nothing changes where it is ignored, or outside of the main thread, which alone can be told.
    """
    interrupts = Interrupts()
    former = signal.getsignal(signal.SIGINT)
    if not callable(former) or threading.current_thread() is not threading.main_thread():
        yield interrupts
        return

    def note(number: int, frame: FrameType | None) -> None:
        if interrupts.note():
            former(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, former)
    interrupts.check()


@contextmanager
def blocked() -> Iterator[None]:
    """Within this, threads and processes that begin are deaf to Ctrl-C, and so are theirs."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
