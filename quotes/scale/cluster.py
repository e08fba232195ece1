"""Partitions over the workers of a Dask cluster, and their results to disk as they come.

The articles are read here and sent to the workers, and the results come back as the bytes of their
files: workers need no disk and no folder that all of them see. A partition that was with a worker
that is lost goes to another one. One that several workers ended over is taken apart when all the
rest is done: its articles go out one by one, with nothing else under way, so that what ends a
worker then is the article itself.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quotes import __version__
from quotes.articles import Article
from quotes.scale import parquet, task
from quotes.scale.interrupts import Interrupts, blocked
from quotes.scale.partitions import Partition, partitions
from quotes.scale.records import Failure, ScaleError
from quotes.scale.task import Attribute, Done
from quotes.scale.workers import cores, reason

DEFAULT_PARTITION = 200
#: A worker of a local cluster that ends is started again. A partition that was with as many that
#: ended, and one more, is taken apart. Elsewhere the scheduler's own setting counts (Dask's is 3).
LOCAL_FAILURES = 2
#: How long a scheduler may take to write its file, and to answer, in seconds.
MAX_WAIT = 30.0
#: An error in a task that is nobody's fault may be gone the second time.
_RETRIES = 1
#: Partitions on their way for each thread of a worker: one is read, and one is there already.
_ON_THE_WAY = 2
#: How long Ctrl-C may go unheeded while workers are at work, in seconds.
_HEEDED = 0.5
#: How often it is told how far the work is, in seconds.
TELL_EVERY = 60.0

_LOCAL = re.compile(r"local(?::([1-9]\d{0,3}))?")
_SCHEDULER = re.compile(r"[a-z]+://\S+")

Say = Callable[[str], None]


@dataclass(slots=True)
class Summary:
    """What came of all partitions."""

    partitions: int = 0
    skipped: int = 0
    """Partitions that were finished before."""
    articles: int = 0
    quotations: int = 0
    words: int = 0
    seconds: float = 0.0
    """Processor time of the workers."""
    failures: list[Failure] = field(default_factory=list)
    others: int = 0
    """Finished partitions in the folder that are not of these sources."""


def extract(
    articles: Iterable[Article | Failure],
    out: Path,
    address: str,
    *,
    about: int = DEFAULT_PARTITION,
    pipeline: str | None = None,
    say: Say = lambda line: None,
    tell_every: float = TELL_EVERY,
    attribute: Attribute = task.attributed,
    done: Callable[[Any, Done], None] = lambda client, done: None,
    interrupts: Interrupts | None = None,
) -> Summary:
    """The quotations of ``articles`` into ``out``, by the cluster at ``address``.

    Args:
        articles: as :func:`quotes.scale.partitions.articles_in` gives them.
        address: ``local`` (as many processes as there are processors), ``local:4``, a scheduler's
            address, or a file that a scheduler wrote (``--scheduler-file``).
        about: so many articles make a partition, more or less.
        say: told of what cannot be parsed, and of how far the work is.
        attribute: what finds the quotations, on a worker.
        done: told of each partition when it is on disk.
        interrupts: where Ctrl-C is noted, when it is.

    Raises:
        ScaleError: nothing can go on. What is finished stays, and is skipped the next time.
    """
    interrupts = interrupts or Interrupts()
    parquet.require()
    with connected(address, interrupts) as client:
        with interrupts.at_once():
            _check_versions(client)
        parquet.prepare(out)
        work = _Work(client, out, pipeline, say, tell_every, attribute, done, interrupts)
        with _told(address):
            work.run(partitions(interrupts.each(articles), about, pipeline))
    return work.summary


# ------------------------------------------------------------------ the cluster


@contextmanager
def connected(address: str, interrupts: Interrupts) -> Iterator[Any]:
    """A client of the cluster at ``address``. Raises :class:`ScaleError`."""
    local = _LOCAL.fullmatch(address)
    file = address.endswith(".json") or os.path.isfile(address)
    if not (local or file or _SCHEDULER.fullmatch(address)):
        raise ScaleError(
            f"--cluster {address}",
            "is no cluster",
            "give local, local:4, a scheduler's address (tcp://HOST:8786) or its file",
        )
    distributed = _dask()
    interrupts.check()
    if local:
        with _local(int(local[1] or cores()), interrupts) as client:
            yield client
        return
    try:
        with interrupts.at_once():
            if file:
                _wait_for(Path(address))
            given = {"scheduler_file": address} if file else {"address": address}
            client = distributed.Client(**given, timeout=MAX_WAIT)
    except (OSError, TimeoutError, distributed.TimeoutError, ValueError, TypeError) as error:
        raise ScaleError(
            address,
            f"no scheduler answers ({reason(error)})",
            "check that it runs and can be reached",
        ) from error
    with client:
        yield client


def _wait_for(file: Path) -> None:
    """A scheduler that was started just now writes its file any moment."""
    until = time.monotonic() + MAX_WAIT
    while not file.is_file():
        if time.monotonic() > until:
            raise ScaleError(str(file), "is not there", "start a scheduler with --scheduler-file")
        time.sleep(0.1)


@contextmanager
def _local(workers: int, interrupts: Interrupts) -> Iterator[Any]:
    """Processes on this machine. Their keys are made for the occasion: whoever else can reach a
    scheduler without any can run what he likes. They are deaf to Ctrl-C from their first moment:
    it is for us to end them.
    """
    distributed = _dask()
    import dask

    try:
        security = distributed.Security.temporary()
    except ImportError as error:
        raise ScaleError(
            "--cluster local", "needs cryptography", "pip install 'quotes[cluster]'"
        ) from error
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": LOCAL_FAILURES}),
        _deaf_loop() as loop,
    ):
        cluster = distributed.LocalCluster(
            loop=loop,
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            security=security,
            preload=[task.__name__],
            silence_logs=logging.CRITICAL,
        )
        with _ended(cluster, interrupts), distributed.Client(cluster) as client:
            yield client


@contextmanager
def _ended(cluster: Any, interrupts: Interrupts) -> Iterator[None]:
    """End the cluster in good order, unless somebody cannot wait for that."""
    try:
        yield
    finally:
        try:
            if not interrupts.repeated:
                cluster.close()
        finally:
            if interrupts.repeated:
                cluster.shutdown_on_close = False  # Or Dask waits for it when Python ends.
                for process in multiprocessing.active_children():
                    process.kill()


@contextmanager
def _deaf_loop() -> Iterator[Any]:
    """An event loop of Dask in a thread of its own, from which Dask will begin its processes."""
    from multiprocessing import resource_tracker

    from distributed.utils import LoopRunner

    # The first process would have it begun in its thread, which would hear Ctrl-C from then on.
    resource_tracker.ensure_running()
    runner: Any = LoopRunner()
    with blocked():
        runner.start()
    try:
        yield runner.loop
    finally:
        runner.stop()


def _dask() -> Any:
    """dask.distributed, which has no types."""
    try:
        import distributed
    except ImportError as error:
        raise ScaleError(
            "--cluster", "needs dask.distributed", "pip install 'quotes[cluster]'"
        ) from error
    return distributed


def _check_versions(client: Any) -> None:
    """Raise :class:`ScaleError` unless all workers that are there have this version of quotes."""
    try:
        versions: dict[str, str] = client.run(task.version)
    except Exception as error:
        raise ScaleError(
            "the workers",
            f"cannot run quotes ({reason(error)})",
            "install the same quotes on all of them",
        ) from error
    for address, version in versions.items():
        if version != __version__:
            raise ScaleError(
                f"the worker at {address}",
                f"has quotes {version}, not {__version__}",
                "install the same everywhere",
            )


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Turn the loss of the scheduler into an error that says so."""
    distributed = _dask()

    try:
        yield
    except (distributed.CancelledError, distributed.comm.CommClosedError) as error:
        raise ScaleError(
            address,
            "the scheduler is gone",
            "run the same command again: what is finished is skipped",
        ) from error


# ------------------------------------------------------------------ the work


class _Work:
    """The partitions of one run."""

    def __init__(
        self,
        client: Any,
        out: Path,
        pipeline: str | None,
        say: Say,
        tell_every: float,
        attribute: Attribute,
        done: Callable[[Any, Done], None],
        interrupts: Interrupts,
    ) -> None:
        self.client = client
        self.out = out
        self.pipeline = pipeline
        self.say = say
        self.tell_every = tell_every
        self.attribute = attribute
        self.done = done
        self.interrupts = interrupts
        self.summary = Summary()
        self._run = uuid.uuid4().hex[:8]
        self._under_way: dict[Any, Partition] = {}
        self._suspects: list[Partition] = []
        self._finished = parquet.finished(out)
        self._told = time.monotonic()
        self._begun = time.monotonic()

    def run(self, cut: Iterable[Partition]) -> None:
        """Have all of them read, and those first that nothing speaks against."""
        mine = set()
        try:
            for partition in cut:
                mine.add(partition.digest)
                if self._is_finished(partition):
                    continue
                while len(self._under_way) >= self._room():
                    self._collect()
                self._submit(partition)
            while self._under_way:
                self._collect()
            for partition in self._suspects:
                self._take_apart(partition)
        finally:
            # Also when it is stopped: nobody waits for these any more.
            with suppress(Exception):
                self.client.cancel(list(self._under_way), force=True)
        self.summary.others = len(self._finished.keys() - mine)

    def _is_finished(self, partition: Partition) -> bool:
        """Whether its files are there and whole; what failed then is counted as well."""
        name = self._finished.get(partition.digest)
        before = parquet.whole(self.out, name) if name else None
        if before is None:
            return False
        try:
            failures = [
                Failure(row["path"], row["stage"], row["reason"], row["number"])
                for row in parquet.rows(before, "errors")
            ]
        except ScaleError:
            return False
        self.summary.skipped += 1
        self.summary.failures += failures
        return True

    def _room(self) -> int:
        """How many partitions may be on their way: workers come and go."""
        threads: int = sum(self.client.nthreads().values())
        return max(_ON_THE_WAY * threads, 1)

    def _submit(self, partition: Partition) -> None:
        future = self.client.submit(
            task.read,
            partition,
            self.pipeline,
            __version__,
            self.attribute,
            key=f"quotes-partition-{partition.name}-{self._run}",
            retries=_RETRIES,
            pure=False,
        )
        self._under_way[future] = partition

    def _collect(self) -> None:
        """Wait until some are done, and put them on disk."""
        for future in self._wait(list(self._under_way)):
            partition = self._under_way.pop(future)
            error = self._error(future)
            if error is None:
                self._put(future.result())
            else:
                self.say(
                    f"partition {partition.name}: {error};"
                    " its articles are tried one by one at the end"
                )
                self._suspects.append(partition)
        self._tell()

    def _wait(self, futures: list[Any]) -> list[Any]:
        distributed = _dask()
        while True:
            self.interrupts.check()
            try:
                ended = distributed.wait(futures, timeout=_HEEDED, return_when="FIRST_COMPLETED")
            except (TimeoutError, distributed.TimeoutError):
                self._tell()
                continue
            return list(ended.done)

    def _error(self, future: Any) -> str | None:
        """Why a task failed, when it did; raised where none can succeed."""
        if future.status == "cancelled":
            future.result()  # It raises: the scheduler does not know of it any more.
        error = future.exception() if future.status != "finished" else None
        if error is None:
            return None
        if isinstance(error, _dask().KilledWorker):
            return f"{error.allowed_failures + 1} workers ended while they had it"
        if isinstance(error, ScaleError):
            raise error
        if isinstance(error, ImportError):
            raise ScaleError(
                "a worker",
                f"cannot run quotes ({reason(error)})",
                "install the same quotes everywhere",
            ) from error
        return f"failed on a worker ({reason(error)})"

    def _take_apart(self, partition: Partition) -> None:
        """Its articles one by one, with nothing else under way."""
        outcomes: list[task.Outcome] = []
        for number, article in enumerate(partition.articles):
            future = self.client.submit(
                task.read_one,
                article,
                number,
                self.pipeline,
                __version__,
                self.attribute,
                key=f"quotes-article-{partition.name}-{number}-{self._run}",
                pure=False,
            )
            self._under_way[future] = partition
            self._wait([future])
            self._under_way.pop(future)
            error = self._error(future)
            outcomes.append(
                future.result() if error is None else task.killed(article, number, error)
            )
            self._tell()
        self._put(task.done(partition, outcomes, self.pipeline))

    def _put(self, result: Done) -> None:
        parquet.write(self.out, result.packed)
        summary = self.summary
        summary.partitions += 1
        summary.articles += result.stamp.articles
        summary.quotations += result.stamp.quotations
        summary.words += result.words
        summary.seconds += result.seconds
        summary.failures += result.failures
        for failure in result.failures:
            if failure.stage != "reading":  # Those were told when they were read.
                self.say(str(failure))
        self.done(self.client, result)

    def _tell(self) -> None:
        if time.monotonic() - self._told < self.tell_every:
            return
        self._told = time.monotonic()
        workers = len(self.client.nthreads())
        if not workers:
            self.say("no worker is there; waiting for one")
            return
        one = self.summary
        rate = one.words / (self._told - self._begun)
        self.say(
            f"{one.partitions:,} partitions done, {one.skipped:,} were there:"
            f" {one.articles:,} articles, {one.quotations:,} quotations,"
            f" {rate:,.0f} words a second on {workers:,} worker{'s' * (workers != 1)}"
        )
