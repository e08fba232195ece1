"""A cluster of processes on this machine, and what may happen to it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from quotes.cli.cluster import run
from quotes.scale import Failure, ScaleError, cluster, parquet
from quotes.scale.task import Done
from quotes.types import Article

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture(scope="module")
def shared() -> Iterator[str]:
    """The address of a cluster that nothing bad happens to."""
    import distributed

    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, host="127.0.0.1", dashboard_address=None
    ) as running:
        yield running.scheduler_address


def extract(
    found: SimpleNamespace, articles: Sequence[Article | Failure], out: Path, **options: Any
) -> tuple[cluster.Summary, list[str]]:
    """The results in ``out``, and what was said."""
    said: list[str] = []
    summary = cluster.extract(
        articles,
        out,
        options.pop("address", "local:2"),
        about=options.pop("about", 4),
        say=said.append,
        attribute=found.attribute,
        **options,
    )
    return summary, said


def texts(out: Path) -> list[str]:
    """The texts of all articles in ``out``, in the order in which they are loaded."""
    parts = [one for one in parquet.stored(out) if isinstance(one, parquet.Stored)]
    return [row["text"] for one in parts for row, _ in parquet.articles(one)]


def test_a_worker_is_killed_and_its_partitions_are_done_by_others_once_each(
    found: SimpleNamespace, out: Path
) -> None:
    articles = found.articles(24, "SLOW")
    killed: list[int] = []
    had: list[str] = []

    def kill_one(client: Any, done: Done) -> None:
        if killed:
            return
        busy = {address: keys for address, keys in client.processing().items() if keys}
        address = next(iter(busy))
        had.extend(busy[address])
        killed.append(client.run(os.getpid, workers=[address])[address])
        os.kill(killed[0], signal.SIGKILL)

    summary, said = extract(found, articles, out, done=kill_one)
    assert killed and had  # It was in the middle of something.
    assert not said
    assert not summary.failures
    assert (summary.articles, summary.quotations) == (24, 48)
    assert texts(out) == [one.text for one in articles]


def test_an_article_that_ends_its_workers_is_named_and_the_rest_goes_on(
    found: SimpleNamespace, out: Path
) -> None:
    articles = found.articles(10)
    articles[5] = replace(articles[5], text=articles[5].text + "DEADLY\n")
    summary, said = extract(found, articles, out)
    (failure,) = summary.failures
    assert (failure.path, failure.stage) == ("in/5.txt", "worker")
    assert "3 workers ended" in failure.reason
    assert any(line.startswith("in/5.txt: 3 workers ended") for line in said)
    assert any("one by one" in line for line in said)
    assert texts(out) == [one.text for one in articles if "DEADLY" not in one.text]
    parts = [one for one in parquet.stored(out) if isinstance(one, parquet.Stored)]
    (row,) = parquet.all_failures(parts)
    assert (row["path"], row["stage"]) == ("in/5.txt", "worker")


def test_what_fails_is_in_the_results_and_finished_partitions_are_skipped(
    found: SimpleNamespace, out: Path, shared: str
) -> None:
    articles = found.articles(12)
    articles[3] = replace(articles[3], text=articles[3].text + "EXPLODE\n")
    articles[7] = replace(articles[7], title="\ud800")
    unread = Failure("in/x.pdf", "reading", "has no text; scan it")
    summary, said = extract(found, [*articles[:6], unread, *articles[6:]], out, address=shared)
    assert {(one.path, one.stage) for one in summary.failures} == {
        ("in/3.txt", "parsing"),
        ("in/7.txt", "parsing"),
        ("in/x.pdf", "reading"),
    }
    assert "in/3.txt: could not be parsed (the parser fell over); it is left out" in said
    assert "in/7.txt: has characters that are no Unicode text; it is left out" in said
    assert summary.articles == 10
    before = {file: file.stat().st_mtime_ns for file in out.rglob("*.parquet")}
    first = sorted(out.glob("articles/*"))[0]
    first.unlink()

    again, _ = extract(found, [*articles[:6], unread, *articles[6:]], out, address=shared)
    assert (again.partitions, again.skipped) == (1, summary.partitions - 1)
    assert set(again.failures) == set(summary.failures)  # Those of before count as well.
    assert first.exists()
    kept = {file for file in before if file.name != first.name}
    assert kept and all(file.stat().st_mtime_ns == before[file] for file in kept)
    assert again.others == 0

    sorted(out.glob("quotations/*"))[1].write_bytes(b"PAR1")
    again, _ = extract(found, [*articles[:6], unread, *articles[6:]], out, address=shared)
    assert (again.partitions, again.skipped) == (1, summary.partitions - 1)

    third, _ = extract(found, articles[:2], out, address=shared)
    assert third.others > 0


@pytest.mark.slow
def test_a_scheduler_elsewhere_and_its_loss(
    found: SimpleNamespace, out: Path, tmp_path: Path
) -> None:
    file = tmp_path / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen([*command, *options, "--scheduler-file", str(file)], **quiet)
    worker = None
    try:
        command = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1"]
        options = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
        options += ["--local-directory", str(tmp_path / "worker")]
        worker = subprocess.Popen([*command, *options], **quiet)
        # The worker comes later than the work.
        summary, _ = extract(found, found.articles(6), out, address=str(file))
        assert summary.articles == 6
        with pytest.raises(ScaleError, match="the scheduler is gone; run the same command again"):
            extract(
                found,
                found.articles(40, "SLOW"),
                out,
                address=str(file),
                done=lambda client, done: scheduler.kill(),
            )
    finally:
        for process in (worker, scheduler):
            if process is not None:
                process.terminate()
                process.wait(30)
    assert len(texts(out)) > 6  # What was finished stays.


@pytest.mark.parametrize("address", ["", "local:0", "locally", "127.0.0.1", "local:-1"])
def test_what_is_no_address_is_told(found: SimpleNamespace, out: Path, address: str) -> None:
    with pytest.raises(ScaleError, match="is no cluster; give local"):
        extract(found, [], out, address=address)
    assert not out.exists()


def test_a_scheduler_that_is_not_there_is_told(
    found: SimpleNamespace, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "MAX_WAIT", 0.5)
    with pytest.raises(ScaleError, match=r"tcp://127.0.0.1:9: no scheduler answers"):
        extract(found, [], out, address="tcp://127.0.0.1:9")


def test_a_scheduler_s_file_that_does_not_come_is_told(
    found: SimpleNamespace, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "MAX_WAIT", 0.3)
    with pytest.raises(ScaleError, match=r"s\.json: is not there; start a scheduler with"):
        extract(found, [], out, address=str(tmp_path / "s.json"))


def test_another_version_on_the_workers_is_told(
    found: SimpleNamespace, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Client:
        def run(self, function: object) -> dict[str, str]:
            return {"tcp://10.0.0.1:3000": "0.0.9"}

    with pytest.raises(ScaleError, match=r"worker at tcp://10.0.0.1:3000: has quotes 0.0.9, not"):
        cluster._check_versions(Client())


_SCRIPT = """
import sys
import time
from pathlib import Path
from quotes.cli.cluster import run

if __name__ == "__main__":
    run("local:2", [sys.argv[1]], sys.argv[2], partition=2)
"""


def _hear_interrupts() -> None:
    """What a shell began in the background ignores Ctrl-C, and so would what it begins."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def begun(source: Path, out: Path) -> subprocess.Popen[str]:
    """The script at work in a group of processes of its own."""
    script = source.with_name("run.py")
    script.write_text(_SCRIPT)
    return subprocess.Popen(
        [sys.executable, str(script), str(source), str(out)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hear_interrupts,
    )


def assert_nothing_is_left_of(process: subprocess.Popen[str]) -> None:
    with pytest.raises(ProcessLookupError):
        for _ in range(50):
            os.killpg(process.pid, 0)
            time.sleep(0.1)


@pytest.mark.slow
def test_stopped_at_the_keyboard_it_ends_with_its_workers(
    found: SimpleNamespace, out: Path, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for number, article in enumerate(found.articles(60)):
        (tmp_path / "in" / f"{number}.txt").write_text(article.text * 200, encoding="utf-8")
    process = begun(tmp_path / "in", out)
    while not list(out.glob("articles/*.parquet")) and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # As a terminal does: to all of them.
    _, errors = process.communicate(timeout=30)
    assert process.returncode != 0
    assert "spawn" not in errors and "nanny" not in errors
    done = len(list(out.glob("articles/*.parquet")))
    assert 0 < done < 30
    assert_nothing_is_left_of(process)


@pytest.mark.slow
def test_stopped_while_its_workers_begin_it_ends_with_them_and_without_a_word_of_theirs(
    found: SimpleNamespace, out: Path, tmp_path: Path
) -> None:
    psutil = pytest.importorskip("psutil")
    (tmp_path / "in.txt").write_text(found.articles(1)[0].text, encoding="utf-8")
    process = begun(tmp_path / "in.txt", out)

    def beginning() -> list[str]:
        children = psutil.Process(process.pid).children()
        return [line for child in children if "spawn_main" in (line := " ".join(child.cmdline()))]

    while process.poll() is None and len(beginning()) < 2:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert errors.count("Traceback") == 1, errors  # The script's own, which has no command line.
    assert errors.endswith("KeyboardInterrupt\n")
    assert_nothing_is_left_of(process)


def test_stopped_where_python_drops_what_is_raised_it_ends_all_the_same(
    found: SimpleNamespace,
    out: Path,
    tmp_path: Path,
    shared: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import distributed

    class Dropping:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)

    def put(work: Any, result: Done) -> None:
        written(work, result)
        if work.summary.partitions == 2:
            Dropping()

    (tmp_path / "in").mkdir()
    for number, article in enumerate(found.articles(30)):
        (tmp_path / "in" / f"{number}.txt").write_text(article.text, encoding="utf-8")
    written = cluster._Work._put
    monkeypatch.setattr(cluster._Work, "_put", put)
    monkeypatch.setattr(cluster, "extract", partial(cluster.extract, attribute=found.attribute))
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    level = logging.getLogger(distributed.__name__).level
    try:
        with pytest.raises(KeyboardInterrupt):
            run(shared, [str(tmp_path / "in")], out, partition=1)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
        logging.getLogger(distributed.__name__).setLevel(level)
    assert 2 <= len(list(out.glob("articles/*.parquet"))) < 10
