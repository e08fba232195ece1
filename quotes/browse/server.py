"""Datasette, started by us for one database."""

from __future__ import annotations

import errno
import socket
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from quotes.store.details import holds_quotations

from .configuration import settings
from .guarding import guarded, host_name, is_this_machine


class ServeError(Exception):
    """The pages cannot be served; the message says why in one line."""


def datasette(db_path: Path, reviewer: str | None = None) -> Any:
    """A ``datasette.app.Datasette`` for the database, with our plugin and settings.

    With a ``reviewer``, it takes corrections, from this machine and in that name.
    Raises :class:`ServeError` when the file is missing or not a database of quotations.
    """
    _check(db_path)
    from datasette.app import Datasette
    from datasette.plugins import pm

    from . import plugin
    from .review.allowing import Reviewing

    # An installed package is known by its entry point; a source tree is not.
    if not pm.is_registered(plugin):
        pm.register(plugin, name="quotes")
    site = Datasette([str(db_path)], settings=settings())
    if reviewer is not None:
        site._quotes_reviewing = Reviewing(reviewer)
    return site


def serve(
    db_path: Path,
    host: str,
    port: int,
    allowed_hosts: Iterable[str] = (),
    reviewer: str | None = None,
) -> None:
    """Show the database in Datasette at ``http://host:port/`` until interrupted.

    Port 0 takes any free one; the address is printed on standard error. Only requests for
    ``host``, this machine's own names for itself and ``allowed_hosts`` are answered. With a
    ``reviewer`` the pages take corrections in that name; ``host`` then has to be this machine.
    Raises :class:`ServeError` when the database, the port or a name of a host cannot be used.
    """
    allowed = tuple(allowed_hosts)
    for name in allowed:
        if host_name(name) is None:
            raise ServeError(f"{name!r} is not the name of a host, such as news.example")
    if reviewer is not None and not is_this_machine(host):
        raise ServeError(
            f"corrections are taken from this machine alone: serve them on 127.0.0.1, not on {host}"
        )
    site = datasette(db_path, reviewer)
    # The pages say so where they offer CSV.
    site._quotes_defuses_csv = True
    app = guarded(site.app(), host, allowed, reviewing=reviewer is not None)
    with _listening(host, port) as listener:
        import uvicorn

        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listener.getsockname()[1]}/"
        what = "Browse" if reviewer is None else "Browse and correct"
        print(f"{what} {db_path} at {address} (Ctrl+C stops it)", file=sys.stderr, flush=True)
        config = uvicorn.Config(app, log_level="warning", lifespan="on")
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            print(file=sys.stderr)
        finally:
            if reviewer is not None:
                _leave_one_file(site, db_path)


def _leave_one_file(site: Any, db_path: Path) -> None:
    """What was written last goes from the log ahead of the file into it."""
    from quotes.store import StoreError, opened

    for database in site.databases.values():
        database.close()
    with suppress(StoreError, sqlite3.Error), opened(db_path):
        pass


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound here and now, so that a port in use is found before anything starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OverflowError:
        raise ServeError(f"{port} is not a port: it has to be between 0 and 65535") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = "something else uses it already; choose another with --port"
        elif error.errno == errno.EACCES:
            why = "this user may not; choose one above 1023 with --port"
        else:
            why = str(error.strerror or error)
        raise ServeError(f"cannot listen on {host} port {port}: {why}") from error


def _check(db_path: Path) -> None:
    if not db_path.is_file():
        raise ServeError(f"{db_path}: no such database; make it with quotes ingest")
    try:
        found = holds_quotations(db_path)
    except sqlite3.Error as error:
        raise ServeError(f"{db_path}: cannot be read as a database: {error}") from error
    if not found:
        raise ServeError(f"{db_path}: holds no quotations; fill it with quotes ingest")
