"""Standard input and output as whoever started the program left them."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from io import TextIOWrapper

#: What goes wrong in writing to a stream: it is closed, full, or the device fails.
_THEIRS = frozenset((errno.EBADF, errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT))


def prepare() -> None:
    """Make the streams fit to use.

    A file opened in the place of a closed stream would be written to as if it
    were that, so what is closed is taken by a device: standard input has
    nothing to give, standard output cannot be written, standard error goes
    nowhere. What a stream has no way to encode is spelt out.
    """
    if sys.stdin is None:
        sys.stdin = _taken(0, os.O_RDONLY, "r")
    if sys.stdout is None:
        sys.stdout = _taken(1, os.O_RDONLY, "w")
    if sys.stderr is None:
        sys.stderr = _taken(2, os.O_WRONLY, "w")
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def is_theirs(error: OSError) -> bool:
    """Whether it was writing to a stream that failed, not a file or the network."""
    return error.errno in _THEIRS and error.filename is None


def let_go() -> None:
    """Let go of what a stream does not take, so that Python does not try again when it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


def _taken(descriptor: int, how: int, mode: str) -> TextIOWrapper:
    opened = os.open(os.devnull, how)
    if opened != descriptor:
        os.dup2(opened, descriptor)
        os.close(opened)
    stream = open(descriptor, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
    assert isinstance(stream, TextIOWrapper)
    return stream
