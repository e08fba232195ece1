from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from quotes.browse import ServeError, serve


def test_the_pages_are_served_and_stop_quietly(filled: Path) -> None:
    code = f"from pathlib import Path; import quotes.browse as b; b.serve(Path({str(filled)!r}), '127.0.0.1', 0)"  # noqa: E501
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", line)
        with urlopen(address, timeout=30) as answer:
            assert b"Ada Lindqvist" in answer.read()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert out == ""
    assert "Traceback" not in err


def test_a_port_in_use_is_said_so(filled: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=rf"port {port}: .*--port"):
            serve(filled, "127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("256.0.0.1", 0)])
def test_an_address_that_is_none_is_said_so(filled: Path, host: str, port: int) -> None:
    with pytest.raises(ServeError, match=str(port)) as caught:
        serve(filled, host, port)
    assert "\n" not in str(caught.value)


def test_a_missing_database_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match=r"none\.db: no such database"):
        serve(tmp_path / "none.db", "127.0.0.1", 0)
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("plain text, long enough to be taken for a header" * 100)
    with pytest.raises(ServeError, match=r"text\.db: cannot be read as a database"):
        serve(path, "127.0.0.1", 0)


def test_a_database_of_something_else_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(ServeError, match=r"other\.db: holds no quotations"):
        serve(path, "127.0.0.1", 0)
