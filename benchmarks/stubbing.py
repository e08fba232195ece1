"""Which function decides what, and how often: each is put out of action in turn.

    python -m benchmarks.stubbing FOLDER... [--speakers FILE] [--room NAME] [--enough N]
                                  [--most N] [--json FILE] [--write NAME]

A FOLDER holds annotated articles as PolNeAR has them (text/, attributions/), and may hold a
speakers.json, or articles that nobody annotated. Every text is parsed once. Then, for each function
of the rooms that decide, the decisions about those articles in which it gives something are made
again while it does nothing: what gives yes or no, a number or a word gives the commonest of its
answers; what may give nothing, nothing; what makes a thing into another of its kind gives it back
unchanged; what collects, an empty collection. What gives none of these cannot be measured so, nor
can a function within a function, nor one whose work is done once while something is loaded.

A decision is all that a record tells: its spans, type, cue and source, the act, and the speaker's
name and kind and how the source leads there. Titles and aliases, evidence and confidence are
counted apart. With the gold annotation beside it, a gold attribution is right when its content is
found with its source and, where its speaker is known, with that speaker.

A function that changes nothing here may yet be needed by texts of another kind, or because
another function does the same beside it: the last line of the report tells what comes of all of
them together.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import json
import os
import pkgutil
import signal
import sys
import types
import typing
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args, get_origin

import click

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.speed import ONE_THREAD, with_block  # noqa: E402
from quotes.articles.reading import read as article_of  # noqa: E402
from quotes.evaluate.attributions import AnnotatedArticle  # noqa: E402
from quotes.evaluate.comparison import Comparison, right_source  # noqa: E402
from quotes.evaluate.metrics import rightly_attributed  # noqa: E402
from quotes.evaluate.polnear import read_folder, read_speakers  # noqa: E402
from quotes.evaluate.predictions import read_records  # noqa: E402
from quotes.tokens import Tokens  # noqa: E402
from quotes.types import (  # noqa: E402
    Article,
    AttributedQuotation,
    Mention,
    Quotation,
    as_record,
    in_words_of,
)
from quotes.wrapping import unwrapped  # noqa: E402

if TYPE_CHECKING:
    from spacy.language import Language

README = ROOT / "benchmarks/README.md"
ROOMS = ("quotation", "mentions", "coreference", "speakers")
#: So long an article may take while something is out of action, in seconds of the processor.
PATIENCE = 20.0
#: Of the room that finds quotations, what those that find speakers ask as well.
_MARKS = {"quotes.quotation.marks", "quotes.quotation.quoting"}
#: The name by which a function out of action finds what answers for it.
_ANSWER = "__answer_{}__"
_NUMBERS = count()
_SCALARS = (bool, int, float, str)

Answer: TypeAlias = "Callable[..., Any]"
Decision: TypeAlias = "tuple[Any, ...]"
#: What may come out differently: who is quoted (with it the rest), who is named, who is meant.
Touched = Literal["all", "quotations", "names", "choices"]


# ------------------------------------------------------------------ the functions


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """One function of the package that can be put out of action."""

    name: str
    """``coreference.described.Way.leads``."""
    room: str
    lines: int
    """From its first decorator to its end."""
    raw: types.FunctionType
    owner: type | None
    """The class that it is a method of."""

    @property
    def returns(self) -> Any:
        """What it gives, by its annotation; ``inspect.Parameter.empty`` where that is not clear."""
        return self.hints.get("return", inspect.Parameter.empty)

    @property
    def hints(self) -> dict[str, Any]:
        """Its annotations; none where one of them cannot be followed."""
        names = {**_classes(), **self.raw.__globals__}
        try:
            return typing.get_type_hints(self.raw, globalns=names)
        except (NameError, TypeError):
            return {}


@functools.cache
def _modules() -> tuple[types.ModuleType, ...]:
    found = []
    for room in ROOMS:
        package = importlib.import_module(f"quotes.{room}")
        found.append(package)
        found += [
            importlib.import_module(info.name)
            for info in pkgutil.walk_packages(package.__path__, f"quotes.{room}.")
        ]
    return tuple(found)


@functools.cache
def _classes() -> dict[str, Any]:
    """The classes of the rooms by name: some are imported for their type alone."""
    return {
        name: one
        for module in _modules()
        for name, one in vars(module).items()
        if isinstance(one, type) and one.__module__ == module.__name__
    }


def functions(modules: Iterable[types.ModuleType] | None = None) -> Iterator[Function]:
    """The functions and methods of modules, each once, in the order of their lines."""
    for module in _modules() if modules is None else modules:
        for name, one in list(vars(module).items()):
            if isinstance(one, type) and one.__module__ == module.__name__:
                for method, what in list(vars(one).items()):
                    yield from _function(f"{name}.{method}", what, module, one)
            else:
                yield from _function(name, one, module, None)


def _function(
    name: str, what: Any, module: types.ModuleType, owner: type | None
) -> Iterator[Function]:
    if isinstance(what, classmethod | staticmethod):
        what = what.__func__
    elif isinstance(what, property):
        what = what.fget
    elif isinstance(what, functools.cached_property):
        what = what.func
    what = inspect.unwrap(what) if callable(what) else what
    if not isinstance(what, types.FunctionType) or what.__module__ != module.__name__:
        return
    # What dataclasses write has no file; a cell, as super() needs one, cannot be put elsewhere.
    if what.__code__.co_filename != module.__file__ or what.__code__.co_freevars:
        return
    full = f"{module.__name__.removeprefix('quotes.')}.{name}"
    lines = len(inspect.getsourcelines(what)[0])
    yield Function(full, full.partition(".")[0], lines, what, owner)


@contextmanager
def answering(function: Function, answer: Answer) -> Iterator[None]:
    """Whoever calls the function within this gets what ``answer`` gives.

    The function stays the same object with other code, so it does not matter who imported it.
    """
    raw = function.raw
    name = _ANSWER.format(next(_NUMBERS))
    code = _TEMPLATE.__code__
    before = raw.__code__
    raw.__globals__[name] = answer
    raw.__code__ = code.replace(
        co_names=tuple(name if one == "_to_be_named" else one for one in code.co_names)
    )
    try:
        yield
    finally:
        raw.__code__ = before
        del raw.__globals__[name]


def _TEMPLATE(*given: Any, **named: Any) -> Any:
    return _to_be_named(*given, **named)  # type: ignore[name-defined]  # noqa: F821


def original(function: Function) -> Answer:
    """The function as it is now, also while something else answers for it later."""
    raw = function.raw
    copy = types.FunctionType(
        raw.__code__, raw.__globals__, raw.__name__, raw.__defaults__, raw.__closure__
    )
    copy.__kwdefaults__ = raw.__kwdefaults__
    return copy


# ------------------------------------------------------------------ doing nothing


@dataclass(frozen=True, slots=True)
class Nothing:
    """What a function gives while it does nothing."""

    how: Literal["commonest", "none", "unchanged", "empty"]
    value: Callable[[], Any] = lambda: None
    """Makes it anew each time. Not asked where the commonest answer is given."""
    place: int = 0
    """Which of its arguments is given back unchanged."""
    parameter: str = ""


def nothing(function: Function) -> Nothing | None:
    """How a function does nothing; ``None`` where there is no such thing."""
    returns = function.returns
    if returns is inspect.Parameter.empty:
        return None
    if returns is type(None) or _may_be_none(returns):
        return Nothing("none")
    if returns is bool:
        return Nothing("commonest")
    for place, name in enumerate(inspect.signature(function.raw).parameters):
        first = place == 0 and function.owner is not None
        if (function.owner if first and name == "self" else function.hints.get(name)) == returns:
            return Nothing("unchanged", place=place, parameter=name)
    if returns in _SCALARS or get_origin(returns) is Literal:
        return Nothing("commonest")
    make = _empty(returns)
    return None if make is None else Nothing("empty", make)


def _may_be_none(hint: Any) -> bool:
    return get_origin(hint) in (typing.Union, types.UnionType) and type(None) in get_args(hint)


_EMPTY: Mapping[Any, Callable[[], Any]] = {
    list: list,
    set: set,
    dict: dict,
    frozenset: frozenset,
    Counter: Counter,
    Mapping: dict,
    Sequence: tuple,
    Collection: tuple,
    Iterable: tuple,
    Iterator: lambda: iter(()),
}


def _empty(hint: Any) -> Callable[[], Any] | None:
    origin = get_origin(hint) or hint
    parts = get_args(hint)
    if origin is not tuple:
        return _EMPTY.get(origin)
    if not parts or parts[-1] is Ellipsis:
        return tuple
    made = [_part(part) for part in parts]
    if any(one is None for one in made):
        return None
    return lambda: tuple(one() for one in made if one is not None)


def _part(hint: Any) -> Callable[[], Any] | None:
    if hint is type(None) or _may_be_none(hint):
        return lambda: None
    if hint in _SCALARS:
        return typing.cast("Callable[[], Any]", hint)  # bool() is False, str() is ""
    return _empty(hint)


# ------------------------------------------------------------------ the articles


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """An article that the language room has read."""

    article: AnnotatedArticle
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided about one article."""

    quotations: tuple[AttributedQuotation, ...]
    """As the article has them, lines and all."""
    found: tuple[Quotation, ...]
    """As the quotation room found them, without speakers."""
    cast: Any
    """Who is named, as the mentions room found it; ``None`` where nobody is quoted."""


class Reader:
    """Makes the decisions about a parsed article, all of them or those that may be different."""

    def __init__(self) -> None:
        (self._cast_of,) = (f for f in functions() if f.name == "mentions.entities.cast_of")

    def __call__(
        self, parsed: Parsed, before: Outcome | None = None, touched: Touched = "all"
    ) -> Outcome:
        """The decisions.

        :param before: what was decided before.
        :param touched: what may be different now; the rest is taken from before.
        """
        from quotes.quotation import find
        from quotes.speakers.resolve import resolve

        tokens = parsed.tokens
        if before and touched in ("names", "choices"):
            found = before.found
        else:
            found = find(tokens.doc)
            if before and touched == "quotations" and found == before.found:
                return before
        cast_of = original(self._cast_of)  # or what answers for it already
        casts = [before.cast] if before and touched == "choices" else []

        def kept(tokens: Tokens) -> Any:
            if not casts:
                casts.append(cast_of(tokens))
            return casts[0]

        with answering(self._cast_of, kept):
            resolved = resolve(tokens, found)
        text = parsed.article.text
        own = resolved
        if tokens.text != text:
            own = tuple(in_words_of(text, one) for one in resolved)
        return Outcome(own, tuple(found), casts[0] if casts else None)


def _unannotated(folder: Path) -> tuple[AnnotatedArticle, ...]:
    """Articles of which nothing is known but their texts."""
    paths = sorted(folder.glob("*.txt"))
    return tuple(AnnotatedArticle(p.stem, p, article_of(p).text, ()) for p in paths)


def parse(articles: Iterable[AnnotatedArticle], nlp: Language) -> Iterator[Parsed]:
    """The language room's part of the work, done once."""
    names = ("quotes_quotations", "quotes_speakers")
    with nlp.select_pipes(disable=list(names)):
        pairs = ((unwrapped(one.text), one) for one in articles)
        for doc, article in nlp.pipe(pairs, as_tuples=True, batch_size=8):
            yield Parsed(article, Tokens(doc))


def _place(mention: Mention | None) -> tuple[int, int] | None:
    return None if mention is None else (mention.start, mention.end)


def decision(one: AttributedQuotation) -> Decision:
    """All that a record tells, but titles, evidence and confidence."""
    speaker = one.speaker
    return (
        one.spans,
        one.type,
        _place(one.cue),
        _place(one.source),
        one.act,
        speaker and speaker.name,
        speaker and speaker.kind,
        one.resolution,
    )


def _beside(one: AttributedQuotation) -> Decision:
    """What is told of the speaker besides, and the evidence."""
    speaker, evidence = one.speaker, one.evidence
    told = speaker and (speaker.title, speaker.titles, frozenset(speaker.aliases))
    why = evidence and (evidence.rule, evidence.chain, evidence.runner_up)
    return decision(one), told, why


def _confidence(one: AttributedQuotation) -> Decision:
    return (
        decision(one),
        round(one.confidence, 2),
        one.act_confidence and round(one.act_confidence, 2),
    )


def differing(
    before: Sequence[AttributedQuotation],
    after: Sequence[AttributedQuotation],
    what: Callable[[AttributedQuotation], Decision] = decision,
) -> int:
    """How many records have no equal in the other list; a changed one counts once."""
    theirs, mine = Counter(map(what, before)), Counter(map(what, after))
    return max(sum((theirs - mine).values()), sum((mine - theirs).values()))


def verdicts(
    article: AnnotatedArticle, quotations: Iterable[AttributedQuotation]
) -> tuple[tuple[bool, ...], int]:
    """Of each gold attribution whether it is right; and how many records match none."""
    source = Article(article.text, path=f"{article.name}.txt")
    records = [as_record(one, source) for one in quotations]
    predicted = read_records(records, {article.name: article.text}).by_article
    comparison = Comparison.of(article.text, article.attributions, predicted.get(article.name, ()))
    right = []
    for index, gold in enumerate(comparison.gold):
        found = comparison.detected.get(index)
        mine = None if found is None else comparison.predicted[found]
        right.append(
            mine is not None
            and right_source(gold, mine)
            and rightly_attributed(gold, mine) is not False
        )
    return tuple(right), len(comparison.predicted) - len(comparison.detected)


# ------------------------------------------------------------------ counting calls


@dataclass(slots=True)
class Trace:
    """How a function was called."""

    nothing: Nothing | None
    calls: int = 0
    articles: set[int] = field(default_factory=set)
    answers: Counter[Any] = field(default_factory=Counter)
    """What it gave, where that is what it is told by; else whether it was more than nothing."""
    places: defaultdict[Any, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Answer to the articles in which it was given."""

    def note(self, answer: Any, article: int) -> None:
        """Count a call."""
        self.calls += 1
        self.articles.add(article)
        self.answers[answer] += 1
        self.places[answer].add(article)

    @property
    def doing_nothing(self) -> Any:
        """Which of the answers it gives while it does nothing."""
        if self.nothing and self.nothing.how == "commonest":
            ((commonest, _),) = self.answers.most_common(1)
            return commonest
        return False

    @property
    def decided(self) -> int:
        """Calls that gave something else than doing nothing gives."""
        return self.calls - self.answers[self.doing_nothing] if self.calls else 0

    @property
    def deciding(self) -> set[int]:
        """The articles that have such a call."""
        if not self.calls:
            return set()
        nothing = self.doing_nothing
        return {i for one, some in self.places.items() if one != nothing for i in some}

    @property
    def answer(self) -> Answer:
        """What answers for the function while it does nothing. Raises ValueError if nothing can."""
        if self.nothing is None:
            raise ValueError("there is no way of doing nothing")
        if self.nothing.how == "commonest":
            commonest = self.doing_nothing
            return lambda *given, **named: commonest
        if self.nothing.how == "unchanged":
            return functools.partial(_unchanged, self.nothing)
        make = self.nothing.value
        return lambda *given, **named: make()


def _unchanged(how: Nothing, *given: Any, **named: Any) -> Any:
    return given[how.place] if how.place < len(given) else named[how.parameter]


def traced(
    chosen: Sequence[Function], parsed: Sequence[Parsed], read: Reader
) -> dict[Function, Trace]:
    """How each function is called while the decisions about some articles are made."""
    traces = {one: Trace(nothing(one)) for one in chosen}
    forget()  # which looks for the caches while functions are still what they are
    current = 0

    def recorder(function: Function) -> Answer:
        call, trace = original(function), traces[function]
        how = trace.nothing
        lazy = get_origin(function.returns) is Iterator

        def record(*given: Any, **named: Any) -> Any:
            result = call(*given, **named)
            if lazy:
                result = tuple(result)
            if how is None or how.how == "commonest":
                told = result if how else True
            elif function.returns is type(None):
                told = True
            elif how.how == "none":
                told = result is not None
            elif how.how == "unchanged":
                told = not _same(result, _unchanged(how, *given, **named))
            else:
                told = not _same(result, () if lazy else how.value())
            trace.note(told, current)
            return iter(result) if lazy else result

        return record

    with ExitStack() as stack:
        for function in chosen:
            stack.enter_context(answering(function, recorder(function)))
        for current, one in enumerate(parsed):  # noqa: B007  (the recorders read it)
            forget()
            read(one)
    forget()
    return traces


def _same(one: Any, other: Any) -> bool:
    try:
        return bool(one == other)
    except (TypeError, ValueError):
        return False


@functools.cache
def _caches() -> tuple[Any, ...]:
    """The caches of the rooms, but for those of what is loaded once, which takes no argument."""
    found = [
        one
        for module in _modules()
        for one in vars(module).values()
        if hasattr(one, "cache_clear") and inspect.signature(one).parameters
    ]
    return tuple(found)


def forget() -> None:
    """Empty the caches of the rooms."""
    for one in _caches():
        one.cache_clear()


# ------------------------------------------------------------------ stubbing


class TooLong(BaseException):
    """An article takes too long. No Exception, so that nobody on the way makes a warning of it."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raises TooLong when that much processor time has passed, where the system can."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@dataclass(slots=True)
class Effect:
    """What came of one function, or several, doing nothing."""

    changed: int = 0
    """Decisions."""
    beside: int = 0
    """Records with the same decision, but other titles, aliases or evidence."""
    confidence: int = 0
    """Records with the same decision, but another confidence."""
    lost: int = 0
    """Gold attributions that were right and are not."""
    won: int = 0
    """... that were not and are."""
    false_records: int = 0
    """Records that match no gold attribution, more (or less) than before."""
    failed: str = ""
    """The error that it ended with."""

    @property
    def idle(self) -> bool:
        """Nothing changed at all."""
        return not (
            self.changed or self.beside or self.confidence or self.false_records or self.failed
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One function in the report."""

    name: str
    room: str
    lines: int
    how: str
    """How it does nothing; empty where that cannot be measured."""
    calls: int
    decided: int
    articles: int
    effect: Effect


def effect(
    answers: Mapping[Function, Answer],
    places: Iterable[int],
    parsed: Sequence[Parsed],
    before: Sequence[Outcome],
    read: Reader,
    enough: int | None = None,
) -> Effect:
    """What comes of it when other answers are given for functions.

    :param places: the articles to look at.
    :param enough: after so many changed decisions the other articles are not looked at.
    """
    result = Effect()
    touched = _touched(answers)
    with ExitStack() as stack:
        forget()
        for one, answer in answers.items():
            stack.enter_context(answering(one, answer))
        for place in sorted(places):
            old = before[place]
            try:
                with patience(PATIENCE):
                    new = read(parsed[place], old, touched)
            except (Exception, TooLong) as error:
                result.failed = type(error).__name__
                break
            _compare(parsed[place].article, old.quotations, new.quotations, result)
            if enough is not None and result.changed >= enough:
                break
    forget()
    return result


def _touched(functions: Iterable[Function]) -> Touched:
    """What depends on functions, as no room asks those above it."""
    functions = tuple(functions)
    rooms = {one.room for one in functions}
    if rooms <= {"coreference", "speakers"}:
        return "choices"
    if "quotation" not in rooms:
        return "names"
    shared = {one.raw.__module__ for one in functions} & _MARKS
    return "all" if shared or rooms != {"quotation"} else "quotations"


def _compare(
    article: AnnotatedArticle,
    old: Sequence[AttributedQuotation],
    new: Sequence[AttributedQuotation],
    result: Effect,
) -> None:
    """Add what is different about one article."""
    changed = differing(old, new)
    result.changed += changed
    result.beside += differing(old, new, _beside) - changed
    result.confidence += differing(old, new, _confidence) - changed
    if changed:
        (theirs, false_before), (mine, false_after) = verdicts(article, old), verdicts(article, new)
        result.lost += sum(a and not b for a, b in zip(theirs, mine, strict=True))
        result.won += sum(b and not a for a, b in zip(theirs, mine, strict=True))
        result.false_records += false_after - false_before


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run."""

    articles: int
    decisions: int
    right: int
    gold: int
    rows: tuple[Row, ...]
    together: Effect
    """All that change nothing, out of action at once."""


def measure(
    articles: Sequence[AnnotatedArticle],
    nlp: Language,
    rooms: Collection[str] = ROOMS,
    progress: Callable[[str], None] = lambda line: None,
    *,
    enough: int | None = None,
    most: int | None = None,
) -> Report:
    """Put every function of some rooms out of action in turn.

    :param enough: so many changed decisions show that a function decides.
    :param most: of the articles in which it gives something, no more are looked at, evenly spread.
    """
    parsed = tuple(parse(articles, nlp))
    progress(f"{len(parsed)} articles parsed")
    read = Reader()
    before = [read(one) for one in parsed]
    chosen = [one for one in functions() if one.room in rooms]
    traces = traced(chosen, parsed, read)
    progress(f"{len(chosen)} functions, {sum(bool(t.calls) for t in traces.values())} called")
    rows = []
    idle: dict[Function, Answer] = {}
    for function, trace in traces.items():
        how = trace.nothing
        done = Effect()
        if trace.calls and how and trace.decided:
            places = _evenly(sorted(trace.deciding), most)
            done = effect({function: trace.answer}, places, parsed, before, read, enough)
        if trace.calls and how and done.idle:
            idle[function] = trace.answer
        rows.append(
            Row(
                function.name,
                function.room,
                function.lines,
                how.how if how else "",
                trace.calls,
                trace.decided if how else 0,
                len(trace.articles),
                done,
            )
        )
        progress(_line(rows[-1]))
    judged = [
        verdicts(one.article, outcome.quotations)[0]
        for one, outcome in zip(parsed, before, strict=True)
    ]
    return Report(
        len(parsed),
        sum(len(one.quotations) for one in before),
        sum(map(sum, judged)),
        sum(map(len, judged)),
        tuple(rows),
        effect(idle, range(len(parsed)), parsed, before, read),
    )


def _evenly(places: Sequence[int], most: int | None) -> Sequence[int]:
    if most is None or len(places) <= most:
        return places
    return [places[at * len(places) // most] for at in range(most)]


# ------------------------------------------------------------------ telling


def _line(row: Row) -> str:
    effect = row.effect
    return f"{row.name} ({row.lines}): {row.calls:,} calls, {row.decided:,} told; " + (
        effect.failed or f"{effect.changed} changed, -{effect.lost} +{effect.won}"
    )


def groups(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The functions by what came of them, each in one group."""
    found: dict[str, list[Row]] = {
        name: [] for name in ("uncalled", "unmeasured", "failed", "idle", "slight", "deciding")
    }
    for row in rows:
        effect = row.effect
        if not row.calls:
            name = "uncalled"
        elif not row.how:
            name = "unmeasured"
        elif effect.failed:
            name = "failed"
        elif effect.changed:
            name = "deciding"
        else:
            name = "idle" if effect.idle else "slight"
        found[name].append(row)
    return found


def summary(report: Report, most: int = 25) -> str:
    """The report as Markdown: the rooms, and the functions that most hangs on."""
    together = report.together
    idle = groups(report.rows)["idle"]
    lines = [
        f"{report.articles} articles, {report.decisions:,} records; "
        f"{report.right:,} of {report.gold:,} gold attributions right.",
        "",
        "| room | functions | never called | not to be measured | end in an error "
        "| change nothing | titles, evidence or confidence alone | decide |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for room in dict.fromkeys(row.room for row in report.rows):
        rows = [row for row in report.rows if row.room == room]
        cells = [_cell(some) for some in groups(rows).values()]
        lines.append(f"| {room} | {_cell(rows)} | {' | '.join(cells)} |")
    lines += [
        "",
        f"In brackets: lines. The {len(idle)} functions that change nothing, "
        f"{sum(row.lines for row in idle)} lines, out of action together: "
        + (
            together.failed
            or f"{together.changed} decisions change, {together.lost} gold attributions are no "
            f"longer right, {together.won} become so."
        ),
        "",
        "| function | lines | calls | told | decisions changed | right to wrong | wrong to right "
        "| records that match nothing |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    deciding = sorted(groups(report.rows)["deciding"], key=lambda row: -row.effect.changed)
    for row in deciding[:most]:
        one = row.effect
        lines.append(
            f"| `{row.name}` | {row.lines} | {row.calls:,} | {row.decided:,} | {one.changed} "
            f"| {one.lost} | {one.won} | {one.false_records:+} |"
        )
    return "\n".join(lines)


def _cell(rows: Collection[Row]) -> str:
    return f"{len(rows)} ({sum(row.lines for row in rows):,})"


@click.command(help=__doc__, context_settings={"max_content_width": 100})
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--speakers", type=click.Path(path_type=Path, exists=True), help="Who the speakers are."
)
@click.option("--room", "rooms", multiple=True, type=click.Choice(ROOMS), help="These alone.")
@click.option("--articles", type=int, help="No more than so many of each folder.")
@click.option("--enough", type=int, help="So many changed decisions of a function are enough.")
@click.option("--most", type=int, help="Look at so many articles for each function at most.")
@click.option("--json", "to", type=click.Path(path_type=Path), help="Every function, to a file.")
@click.option("--write", metavar="NAME", help="Put the summary into benchmarks/README.md.")
def main(
    folders: tuple[Path, ...],
    speakers: Path | None,
    rooms: tuple[str, ...],
    articles: int | None,
    enough: int | None,
    most: int | None,
    to: Path | None,
    write: str | None,
) -> None:
    os.environ.update(ONE_THREAD)
    warnings.simplefilter("ignore")
    import quotes

    chosen: list[AnnotatedArticle] = []
    for folder in folders:
        own = folder / "speakers.json"
        known = own if own.exists() else speakers
        if (folder / "attributions").is_dir():
            read = read_folder(folder, read_speakers(known) if known else None)
        else:
            read = _unannotated(folder)
        chosen += read[:articles]
    report = measure(
        chosen,
        quotes.load(),
        rooms or ROOMS,
        lambda line: click.echo(line, err=True),
        enough=enough,
        most=most,
    )
    if to:
        to.write_text(json.dumps(asdict(report), indent=1), encoding="utf-8")
    click.echo(summary(report))
    if write:
        page = README.read_text(encoding="utf-8")
        README.write_text(with_block(page, write, summary(report)), encoding="utf-8")


if __name__ == "__main__":
    main()
