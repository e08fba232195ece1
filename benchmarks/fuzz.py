"""Inputs without end for what reads strangers' bytes and words, and what must hold of each.

    python -m benchmarks.fuzz [readers|finder|search|cli ...] --cases N --seed S --seconds T
                              [--first N] [--keep FOLDER] [--atheris]

Each case is told by its target, seed and number, and runs in a process of its own kind: one that
may not take more memory than is said, and is ended when a case does not end. Failing inputs are
made smaller and written to the folder that ``--keep`` names. ``--atheris`` lets that library make
the bytes for the readers, where it is installed.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.fuzz_checks import TARGETS, Broken, Target  # noqa: E402

#: Address space of the process that runs the cases. Libraries for vectors and tables map much
#: that they never touch.
MOST_ADDRESSES = 6_000_000_000
#: Seconds on the clock after which a case is taken for one that never ends.
MOST_WAITING = 60.0
#: Loading what a target needs may take so much longer.
_STARTING = 60.0
#: A copy of a process with threads may stand still.
_CONTEXT: Any = multiprocessing.get_context("spawn")
#: Seconds that making a failing input smaller may take.
_SHRINKING = 5.0
_CASES = 10_000


@dataclass(frozen=True, slots=True)
class Failure:
    """A case for which something does not hold."""

    target: str
    number: int
    problem: str
    place: str
    """Where it was raised: those of one place are one mistake."""
    content: bytes = b""
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.target} {self.number}: {self.problem} [{self.place}]"


@dataclass(slots=True)
class Tally:
    """What came of the cases."""

    cases: int = 0
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)
    """Seconds of processor time, and the number of the case."""


def made(target: Target, name: str, seed: int, number: int) -> Any:
    """The case of this number."""
    return target.case(Random(f"{seed}/{name}/{number}"))


def fuzz(name: str, numbers: Iterable[int], seed: int, target: Target | None = None) -> Tally:
    """Check the cases of these numbers, in this process."""
    tally = Tally()
    own = target is None
    target = target or TARGETS[name]()
    began = time.process_time()
    try:
        for number in numbers:
            start = time.process_time()
            failure = _failure(target, name, number, made(target, name, seed, number))
            took = time.process_time() - start
            tally.slowest = max(tally.slowest, (took, number))
            tally.cases += 1
            if failure is not None:
                tally.failures.append(failure)
    finally:
        if own:
            target.close()
    tally.seconds = time.process_time() - began
    return tally


def _failure(target: Target, name: str, number: int, case: Any) -> Failure | None:
    try:
        target.check(case)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        content, suffix = target.written(case)
        return Failure(name, number, _told(error), _place(error), content, suffix)
    return None


def _told(error: BaseException) -> str:
    text = str(error) if isinstance(error, Broken) else f"{type(error).__name__}: {error}"
    return " ".join(text.split())[:400]


def _place(error: BaseException) -> str:
    """The innermost line of this project that the error came through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/quotes/" in frame.filename] or list(frames)
    last = own[-1]
    kind = "" if isinstance(error, Broken) else type(error).__name__
    where = f"{Path(last.filename).name}:{last.lineno}"
    # What does not hold is seen in the check, wherever it was done.
    words = _told(error).split(":")[0] if isinstance(error, Broken) else ""
    return " ".join(filter(None, (where, kind, words[:40])))


def smaller(target: Target, failure: Failure, case: Any, seconds: float = _SHRINKING) -> Failure:
    """The failure with as much of its input taken out as time allows."""
    until = time.monotonic() + seconds
    data = failure.content
    size = len(data) // 2
    while size and time.monotonic() < until:
        at = 0
        while at < len(data) and time.monotonic() < until:
            less = data[:at] + data[at + size :]
            try:
                new = target.smaller(case, less)
            except ValueError:
                at += size
                continue
            again = _failure(target, failure.target, failure.number, new)
            if again is not None and again.place == failure.place:
                data = again.content
            else:
                at += size
        size //= 2
    return Failure(
        failure.target, failure.number, failure.problem, failure.place, data, failure.suffix
    )


def _work(name: str, numbers: range, seed: int, until: float, at: Any, out: Connection) -> None:
    """In a process of its own: check cases, tell failures, count in ``at``."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    target = TARGETS[name]()
    seen: set[str] = set()
    slowest = (0.0, 0)
    began = time.process_time()
    try:
        for number in numbers:
            at.value = number
            if time.monotonic() > until:
                break
            start = time.process_time()
            case = made(target, name, seed, number)
            failure = _failure(target, name, number, case)
            slowest = max(slowest, (time.process_time() - start, number))
            if failure is not None:
                if failure.place not in seen:
                    seen.add(failure.place)
                    failure = smaller(target, failure, case)
                out.send(failure)
        else:
            at.value = numbers.stop
    finally:
        target.close()
        out.send((time.process_time() - began, slowest))


def run(
    name: str, cases: int, seed: int, *, first: int = 0, seconds: float = float("inf")
) -> Iterator[Failure | Tally]:
    """Failures as they are found, in other processes; in the end, what came of all."""
    tally = Tally()
    until = time.monotonic() + seconds
    number, last = first, first + cases
    while number < last and time.monotonic() < until:
        at = _CONTEXT.Value("q", number)
        into, out = _CONTEXT.Pipe(duplex=False)
        arguments = (name, range(number, last), seed, until, at, out)
        process = _CONTEXT.Process(target=_work, args=arguments, daemon=True)
        process.start()
        out.close()
        problem = ""
        since, before = time.monotonic(), at.value
        while True:
            try:
                if into.poll(0.2):
                    message = into.recv()
                    if isinstance(message, Failure):
                        tally.failures.append(message)
                        yield message
                    else:
                        tally.seconds += message[0]
                        tally.slowest = max(tally.slowest, message[1])
                    continue
            except EOFError:
                process.join()
                if process.exitcode:
                    problem = f"the process ended with {process.exitcode}"
                break
            now = time.monotonic()
            if at.value != before:
                since, before = now, at.value
            if now - since > MOST_WAITING + (_STARTING if before == number else _SHRINKING):
                problem = f"did not end in {MOST_WAITING:.0f} seconds"
                break
        if process.is_alive():
            process.terminate()
            process.join(5)
            if process.is_alive():
                process.kill()
        into.close()
        tally.cases += at.value - number
        number = at.value
        if problem:
            failure = _of_the_dead(name, number, seed, problem)
            tally.failures.append(failure)
            yield failure
            number += 1
            tally.cases += 1
    yield tally


def _of_the_dead(name: str, number: int, seed: int, problem: str) -> Failure:
    target = TARGETS[name]()
    try:
        content, suffix = target.written(made(target, name, seed, number))
    finally:
        target.close()
    return Failure(name, number, problem, problem, content, suffix)


def keep(failure: Failure, folder: Path) -> Path:
    """Write the failing input, and beside it what the matter is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{failure.target}-{failure.number}{failure.suffix}"
    path.write_bytes(failure.content)
    path.with_name(path.name + ".why").write_text(str(failure) + "\n", encoding="utf-8")
    return path


def _with_atheris(cases: int, seed: int, folder: Path) -> None:
    """Bytes that reach ever more lines of the readers, grown from the whole files in ``folder``."""
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

    with atheris.instrument_imports(include=["quotes"]):
        from quotes.articles import reading
        from quotes.articles.formats import known_formats

        known_formats()
        assert reading
    from benchmarks.fuzz_checks import Readers
    from benchmarks.fuzz_files import File

    target = Readers()
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, whole in enumerate(target.files):
        (corpus / whole.name).write_bytes(bytes((number,)) + whole.content)

    def one(data: bytes) -> None:
        if data:
            name = target.files[data[0] % len(target.files)].name
            target.check(File(name, data[1:]))

    options = (f"-runs={cases}", f"-seed={seed}", "-max_len=100000", "-timeout=60")
    where = (f"-artifact_prefix={folder}/", str(corpus))
    atheris.Setup([sys.argv[0], *options, *where], one)
    atheris.Fuzz()


@click.command(help=(__doc__ or "").partition("\n\n")[0])
@click.argument("targets", nargs=-1, type=click.Choice(list(TARGETS)))
@click.option("--cases", default=_CASES, show_default=True, help="Of each target.")
@click.option("--first", default=0, help="Number of the first case.")
@click.option("--seed", default=0, show_default=True)
@click.option("--seconds", default=float("inf"), help="For each target, at most.")
@click.option("--keep", "folder", type=click.Path(path_type=Path), help="For failing inputs.")
@click.option("--atheris", is_flag=True, help="Bytes for the readers made by atheris.")
def main(
    targets: tuple[str, ...],
    cases: int,
    first: int,
    seed: int,
    seconds: float,
    folder: Path | None,
    atheris: bool,
) -> None:
    """Run the targets, all where none is named."""
    if atheris:
        _with_atheris(cases, seed, folder or Path(tempfile.mkdtemp(prefix="fuzz-")))
        return
    failed = False
    for name in targets or tuple(TARGETS):
        places: Counter[str] = Counter()
        began = time.monotonic()
        for found in run(name, cases, seed, first=first, seconds=seconds):
            if isinstance(found, Failure):
                places[found.place] += 1
                if places[found.place] == 1:
                    click.echo(f"  {found}")
                    if folder is not None:
                        click.echo(f"    {keep(found, folder)}")
                continue
            slowest, number = found.slowest
            click.echo(
                f"{name}: {found.cases:,} cases, {found.seconds:,.0f} s of processor time, "
                f"{time.monotonic() - began:,.0f} s; {len(found.failures)} failed in "
                f"{len(places)} ways; slowest {slowest:.2f} s (case {number:,})"
            )
            failed = failed or bool(found.failures)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
