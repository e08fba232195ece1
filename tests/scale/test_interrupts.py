"""Ctrl-C is heeded wherever it comes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import FrameType

import pytest

from quotes.scale.interrupts import Interrupts, blocked, noted


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.fixture(autouse=True)
def pythons_own() -> Iterator[None]:
    """Python's own handler before, whatever this process was begun with."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_the_first_waits_until_it_is_asked_for() -> None:
    with pytest.raises(KeyboardInterrupt), noted() as interrupts:
        interrupts.check()
        press()
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()
        assert not interrupts.repeated


def test_it_is_raised_at_the_end_at_the_latest_and_the_former_handler_is_back() -> None:
    went_on = False
    with pytest.raises(KeyboardInterrupt), noted():
        press()
        went_on = True
    assert went_on
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_second_strikes_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), noted() as interrupts:
        press()
        with pytest.raises(KeyboardInterrupt):
            press()
        assert interrupts.repeated


def test_what_may_take_long_is_stopped_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), noted() as interrupts:
        with interrupts.at_once(), pytest.raises(KeyboardInterrupt):
            press()
        raise AssertionError("it was dropped, and at the end of the block it is known")


def test_items_are_made_so_that_it_stops_them() -> None:
    made = []

    def items() -> Iterator[int]:
        for number in range(4):
            made.append(number)
            if number == 2:
                press()
                made.append(-1)
            yield number

    got: list[int] = []
    with pytest.raises(KeyboardInterrupt), noted() as interrupts:
        got.extend(interrupts.each(items()))
    assert made == [0, 1, 2]


def test_items_end_with_their_source() -> None:
    assert list(Interrupts().each("ab")) == ["a", "b"]


def test_where_it_is_ignored_it_stays_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with noted() as interrupts:
        press()
        press()
        interrupts.check()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_a_handler_of_somebody_else_is_called_for_the_second() -> None:
    called: list[int] = []

    def theirs(number: int, frame: FrameType | None) -> None:
        called.append(number)

    signal.signal(signal.SIGINT, theirs)
    with pytest.raises(KeyboardInterrupt), noted():
        press()
        assert not called
        press()
        assert called == [signal.SIGINT]


def test_other_threads_do_without() -> None:
    checked: list[Interrupts] = []

    def work() -> None:
        with noted() as interrupts:
            interrupts.check()
        checked.append(interrupts)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert checked
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="there are no masks")
def test_a_process_of_a_deaf_thread_is_deaf() -> None:
    script = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('here')"
    results: list[subprocess.CompletedProcess[str]] = []

    def begin() -> None:
        results.append(
            subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
        )

    with blocked():
        thread = threading.Thread(target=begin)
        thread.start()
    thread.join()
    assert results[0].stdout == "here\n"
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
