"""``quotes review``."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from quotes.cli import completion, options, output
from quotes.cli.errors import Failed
from quotes.cli.output import legible
from quotes.types import Act, QuotationType, SpeakerKind

if TYPE_CHECKING:
    from sqlite_utils import Database

    from quotes.store import Filters

Command = TypeVar("Command", bound=Callable[..., Any])

_KINDS = click.Choice(get_args(SpeakerKind))
_TYPES = click.Choice(get_args(QuotationType))
_ACTS = click.Choice(get_args(Act))
_ID = click.IntRange(1, 2**63 - 1)


def user() -> str:
    """Who corrects where nobody else is named: whoever is logged in."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


_BY = click.option(
    "--by",
    "reviewer",
    metavar="NAME",
    envvar="QUOTES_REVIEWER",
    show_envvar=True,
    default=user,
    show_default="the name you are logged in by",
    help="Who says so.",
)
_NOTE = click.option(
    "--note", metavar="TEXT", type=options.a_text, help="Why, for whoever reads the log."
)


def _database(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--db``; what stands before the subcommand, of that and of ``--by``, counts as well."""

    @wraps(command)
    def with_database(**values: Any) -> Any:
        context = click.get_current_context()
        outer = context.parent
        given = click.core.ParameterSource.COMMANDLINE
        for name in ("db", "reviewer"):
            if (
                outer is not None
                and name in values
                and context.get_parameter_source(name) is not given
                and outer.get_parameter_source(name) is given
            ):
                values[name] = outer.params[name]
        return command(**values)

    return options.database(with_database)


def _by(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--by`` and ``--note``."""
    return _BY(_NOTE(command))


@click.group(invoke_without_command=True)
@options.unsorted_filters
@_BY
@options.database
@click.pass_context
def review(context: click.Context, filters: Filters, reviewer: str, db: Path) -> None:
    """Correct what the machine got wrong.

    Without a subcommand, on a terminal: walks through what was not reviewed yet, the least certain
    first, a key a decision. Each correction is kept with who made it and when, outlasts new
    versions of article and program, and can be undone.
    """
    if context.invoked_subcommand is not None:
        _refuse_outer(context)
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failed(
            "The walk needs a terminal. Without one: quotes review set ID --speaker NAME, --nobody,"
            " --not-a-quotation, --type, --words or --accept; add, merge, split, rename, title,"
            " kind, undo, log; export and import for a spreadsheet (quotes review --help)."
        )
    from quotes.cli.reviewing.walk import Walk
    from quotes.store import opened
    from quotes.store.review_queue import quote_ids

    with opened(db, write=True) as database:
        queue = quote_ids(database, filters, unreviewed=True, least_certain=True)
        if not queue:
            click.echo("Nothing is left to review.", err=True)
            return
        made = Walk(database, queue, reviewer).run()
    click.echo(f"{made:,} reviews." if made != 1 else "1 review.", err=True)


def _refuse_outer(context: click.Context) -> None:
    """Filters before a subcommand would do nothing."""
    given = click.core.ParameterSource.COMMANDLINE
    for parameter in context.command.params:
        name = parameter.name or ""
        if name not in ("db", "reviewer") and context.get_parameter_source(name) is given:
            raise click.UsageError(f"{parameter.opts[0]} goes behind {context.invoked_subcommand}.")


@review.command("set")
@click.argument("ids", metavar="ID...", nargs=-1, required=True, type=_ID)
@click.option("--accept", is_flag=True, help="Words, type and speaker are right as they are.")
@click.option(
    "--speaker",
    metavar="NAME",
    type=options.a_text,
    help="Who speaks: a known name, a number, a new name.",
    shell_complete=completion.speakers,
)
@click.option("--kind", type=_KINDS, help="What the speaker is; a new one is a person.")
@click.option("--nobody", is_flag=True, help="The article does not say who speaks.")
@click.option("--not-a-quotation", is_flag=True, help="These words are no quotation.")
@click.option("--type", "type_", type=_TYPES, help="The right type.")
@click.option("--act", type=_ACTS, help="Whether it was said, only believed or wanted, or unsaid.")
@click.option("--words", metavar="TEXT", help="The right words; “…” parts those of several spans.")
@_by
@_database
def set_(
    ids: tuple[int, ...],
    accept: bool,
    speaker: str | None,
    kind: str | None,
    nobody: bool,
    not_a_quotation: bool,
    type_: str | None,
    act: str | None,
    words: str | None,
    reviewer: str,
    note: str | None,
    db: Path,
) -> None:
    """Correct the quotation of number ID; several corrections at once are possible."""
    corrections = [
        *(accept, speaker is not None, nobody),
        *(bool(type_), bool(act), words is not None),
    ]
    if not_a_quotation and any(corrections):
        raise click.UsageError("--not-a-quotation leaves nothing else to correct.")
    if speaker is not None and nobody:
        raise click.UsageError("--speaker and --nobody cannot be used together.")
    if accept and any(corrections[1:]):
        raise click.UsageError("--accept is for what is right as it is.")
    if not not_a_quotation and not any(corrections):
        raise click.UsageError(
            "Say what is right: --speaker, --nobody, --not-a-quotation, --type, --act, --words,"
            " --accept."
        )
    if kind and speaker is None:
        raise click.UsageError("--kind goes with --speaker; quotes review kind is for a speaker.")
    if words is not None and len(ids) > 1:
        raise click.UsageError("--words goes with one ID.")

    from quotes.cli.reviewing import stored
    from quotes.store import opened, quotation
    from quotes.store.reviewing import review_quotation

    with opened(db, write=True) as database, stored.one_line_errors():
        planned: list[tuple[int, Any, dict[str, Any]]] = []
        for id in dict.fromkeys(ids):
            record = quotation(database, id)
            if record is None:
                raise Failed(f"{db}: there is no quotation {id}")
            article = record["article"]["id"]
            if words is not None:
                text = stored.text_of(database, article)
                spans = stored.words_in(text, words, record["spans"][0][0])
                planned.append((id, "words", {"spans": [list(span) for span in spans]}))
            if speaker is not None:
                found = stored.speaker_named(database, speaker, article, kind)
                planned.append((id, "speaker", {"speaker": found}))
            if type_:
                planned.append((id, "type", {"type": type_}))
            if act:
                planned.append((id, "act", {"act": act}))
            flags = {"nobody": nobody, "not-a-quotation": not_a_quotation, "accept": accept}
            planned += [(id, action, {}) for action, given in flags.items() if given]
        # All is looked up before anything is written: a wrong name changes nothing.
        made = [
            review_quotation(database, id, action, after, reviewer=reviewer, note=note)
            for id, action, after in planned
        ]
        for id in dict.fromkeys(ids):
            _tell(database, id)
    _told(made)


def _tell(database: Database, quote_id: int) -> None:
    """What a quotation is now, in a line."""
    from quotes.cli.reviewing.stored import described
    from quotes.store import quotation

    record = quotation(database, quote_id)
    if record is None:
        click.echo(f"{quote_id} is no quotation any more.", err=True)
        return
    speaker = record["speaker"]
    who = speaker["name"] if speaker else "nobody"
    click.echo(legible(f"{described(record)}, {record['type']}: {who}"), err=True)


def _told(made: list[int]) -> None:
    from quotes.cli.reviewing.stored import several

    noun = "Review" if len(made) == 1 else "Reviews"
    click.echo(
        f"{noun} {several(made)}; quotes review undo {' '.join(map(str, made))} takes"
        f" {'it' if len(made) == 1 else 'them'} back.",
        err=True,
    )


@review.command()
@click.argument("article", type=options.a_text)
@click.option(
    "--words", metavar="TEXT", required=True, help="What was said, as the article has it."
)
@click.option("--at", type=click.IntRange(0), help="Where the words begin, in characters.")
@click.option(
    "--speaker",
    metavar="NAME",
    type=options.a_text,
    help="Who speaks; nobody where it is not given.",
    shell_complete=completion.speakers,
)
@click.option("--kind", type=_KINDS, help="What the speaker is; a new one is a person.")
@click.option("--type", "type_", type=_TYPES, help="As the quotation marks tell, if not given.")
@_by
@_database
def add(
    article: str,
    words: str,
    at: int | None,
    speaker: str | None,
    kind: str | None,
    type_: str | None,
    reviewer: str,
    note: str | None,
    db: Path,
) -> None:
    """Add a quotation that was missed in ARTICLE: its number, title, path or URL."""
    from quotes.cli.reviewing import stored
    from quotes.reviews import type_of
    from quotes.store import opened
    from quotes.store.reviewing import add_quotation

    if kind and speaker is None:
        raise click.UsageError("--kind goes with --speaker.")
    with opened(db, write=True) as database, stored.one_line_errors():
        number = stored.one_article(database, article)
        text = stored.text_of(database, number)
        spans = stored.words_in(text, words, at)
        who = stored.speaker_named(database, speaker, number, kind) if speaker is not None else None
        kind_of = type_ or type_of(text, spans)
        made = add_quotation(database, number, spans, who, kind_of, reviewer=reviewer, note=note)
        for quote_id, _ in stored.quotes_of(database, number):
            _tell_added(database, quote_id, spans)
    _told([made])


def _tell_added(database: Database, quote_id: int, spans: tuple[tuple[int, int], ...]) -> None:
    from quotes.store import quotation

    record = quotation(database, quote_id)
    if record is not None and record["spans"] == [list(span) for span in spans]:
        _tell(database, quote_id)


# ------------------------------------------------------------------ speakers


@review.command()
@click.argument("a", type=options.a_text, shell_complete=completion.speakers)
@click.argument("b", type=options.a_text, shell_complete=completion.speakers)
@_by
@_database
def merge(a: str, b: str, reviewer: str, note: str | None, db: Path) -> None:
    """Say that speakers A and B, names or numbers, are one."""
    from quotes.store import reviewing

    _speaker_change(db, [a, b], reviewing.merge, reviewer=reviewer, note=note)


@review.command()
@click.argument("speaker", type=options.a_text, shell_complete=completion.speakers)
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True, type=options.a_text)
@_by
@_database
def split(
    speaker: str, articles: tuple[str, ...], reviewer: str, note: str | None, db: Path
) -> None:
    """Say that SPEAKER is somebody else in these articles."""
    from quotes.cli.reviewing import stored
    from quotes.store import opened, reviewing

    with opened(db) as database, stored.one_line_errors():
        ids = [stored.one_article(database, article) for article in articles]
    _speaker_change(db, [speaker], reviewing.split, ids, reviewer=reviewer, note=note)


@review.command()
@click.argument("speaker", type=options.a_text, shell_complete=completion.speakers)
@click.argument("name", type=options.a_text)
@_by
@_database
def rename(speaker: str, name: str, reviewer: str, note: str | None, db: Path) -> None:
    """Show SPEAKER under another NAME."""
    from quotes.store import reviewing

    _speaker_change(db, [speaker], reviewing.rename, name, reviewer=reviewer, note=note)


@review.command()
@click.argument("speaker", type=options.a_text, shell_complete=completion.speakers)
@click.argument("title", type=options.a_text)
@_by
@_database
def title(speaker: str, title: str, reviewer: str, note: str | None, db: Path) -> None:
    """Show SPEAKER with another TITLE; an empty one takes it away."""
    from quotes.store import reviewing

    _speaker_change(db, [speaker], reviewing.retitle, title, reviewer=reviewer, note=note)


@review.command()
@click.argument("speaker", type=options.a_text, shell_complete=completion.speakers)
@click.argument("kind", type=_KINDS)
@_by
@_database
def kind(speaker: str, kind: str, reviewer: str, note: str | None, db: Path) -> None:
    """Say what SPEAKER is: a person, an organization, a group, unnamed, a document."""
    from quotes.store import reviewing

    _speaker_change(db, [speaker], reviewing.set_kind, kind, reviewer=reviewer, note=note)


def _speaker_change(
    db: Path, speakers: list[str], change: Callable[..., int], *values: Any, **who: Any
) -> None:
    """Look the speakers up, change, and say what was done."""
    from quotes.cli.reviewing import stored
    from quotes.store import opened

    with opened(db, write=True) as database, stored.one_line_errors():
        ids = [stored.one_speaker(database, speaker) for speaker in speakers]
        made = change(database, *ids, *values, **who)
        _tell_review(database, made)
    _told([made])


def _tell_review(database: Database, made: int) -> None:
    from quotes.store.reviewing import in_words, reviews

    for record in reviews(database, only=made):
        click.echo(legible(in_words(record)), err=True)


# ------------------------------------------------------------------ the log


@review.command()
@click.argument("numbers", metavar="N...", nargs=-1, required=True, type=_ID)
@_BY
@_database
def undo(numbers: tuple[int, ...], reviewer: str, db: Path) -> None:
    """Take review N of the log back; the log keeps it, as undone."""
    from quotes.cli.reviewing import stored
    from quotes.store import opened
    from quotes.store import reviewing as store

    with opened(db, write=True) as database, stored.one_line_errors():
        for number in sorted(set(numbers), reverse=True):
            store.undo(database, number, reviewer=reviewer)
            click.echo(f"Review {number} is undone.", err=True)


@review.command()
@click.option(
    "--lost", is_flag=True, help="Only those whose words are not in the article any more."
)
@click.option("--conflicts", "only_conflicts", is_flag=True, help="Where two people disagree.")
@options.LIMIT
@output.options
@_database
def log(
    lost: bool, only_conflicts: bool, limit: int | None, format: output.Format, db: Path
) -> None:
    """List what was corrected, by whom and when, the latest first."""
    from itertools import islice

    from quotes.cli.reviewing import log as shown
    from quotes.reviews.conflicts import conflicts
    from quotes.store import opened
    from quotes.store.reviewing import reviews

    if lost and only_conflicts:
        raise click.UsageError("--lost and --conflicts cannot be used together.")
    with opened(db) as database:
        if only_conflicts:
            made = list(reviews(database, undone=False))
            texts = {one["quote_id"]: one.get("text") for one in made}
            found = (shown.conflict_record(one, texts.get(one.quote_id)) for one in conflicts(made))
            count = output.emit(
                islice(found, limit), format, shown.CONFLICT_COLUMNS, shown.conflict_view
            )
        else:
            wanted = reviews(database, lost=True, undone=False) if lost else reviews(database)
            records = map(shown.with_said, islice(wanted, limit))
            count = output.emit(records, format, shown.COLUMNS, shown.view)
    if not count and format == "view":
        nothing = "disagrees" if only_conflicts else "is lost" if lost else "was corrected"
        click.echo(f"{'Nobody' if only_conflicts else 'Nothing'} {nothing}.", err=True)


# ------------------------------------------------------------------ sheets and corpora


@review.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "layout",
    type=click.Choice(["csv", "polnear", "citron"]),
    default="csv",
    show_default=True,
    help="A sheet to fill in, or reviewed articles as training data.",
)
@click.option(
    "--partly",
    is_flag=True,
    help="As training data, also articles reviewed in part, without their other quotations.",
)
@options.unsorted_filters
@_database
def export(path: Path | None, layout: str, partly: bool, filters: Filters, db: Path) -> None:
    """Write quotations to PATH: a sheet (or to standard output), or a folder of training data.

    Of a sheet, fill in correct_speaker (a name, a number, or nobody), correct_type,
    not_a_quotation (x), reviewer and note, and give it to quotes review import. A row with a
    reviewer and nothing else was found right. With --limit, the least certain quotations.
    """
    from quotes.cli.reviewing import sheets, stored
    from quotes.reviews import corpora
    from quotes.store import opened

    if layout != "csv" and path is None:
        raise click.UsageError(f"--format {layout} needs the PATH of a folder.")
    if layout == "csv" and partly:
        raise click.UsageError("--partly is for training data.")
    with opened(db) as database:
        ids = stored.quote_ids(database, filters)
        if layout == "csv":
            _export_sheet(database, ids, path)
            return
        assert path is not None
        articles, left_out = sheets.reviewed_articles(database, ids, partly)
    if left_out:
        click.echo(
            f"{left_out:,} articles are reviewed in part and left out; --partly takes them.",
            err=True,
        )
    if not articles:
        raise Failed("No article is reviewed whole.")
    write = corpora.polnear if layout == "polnear" else corpora.citron
    sheets.write_files(write(articles), path)
    quotations = sum(len(one.quotations) for one in articles)
    click.echo(f"{path}: {len(articles):,} articles with {quotations:,} quotations.", err=True)


def _export_sheet(database: Database, ids: list[int], path: Path | None) -> None:
    from quotes.cli.reviewing import sheets

    if path is None or str(path) == "-":
        sheets.write_sheet(database, ids, sys.stdout)
        return
    try:
        # With a mark by which spreadsheets know UTF-8.
        with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
            count = sheets.write_sheet(database, ids, file)
    except OSError as error:
        raise Failed(f"{path}: {error.strerror}") from error
    click.echo(f"{path}: {count:,} quotations.", err=True)


@review.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@_BY
@_database
def import_(path: Path, reviewer: str, db: Path) -> None:
    """Make the corrections that people filled in on a sheet of quotes review export.

    A row whose words are not those of a quotation any more is told and passed over, and so is one
    that cannot be understood. Where two people disagree the later word stands, and both are told.
    """
    from quotes.cli.reviewing import log as shown
    from quotes.cli.reviewing import sheets
    from quotes.store import opened

    with opened(db, write=True) as database:
        done = sheets.read_sheet(database, path, reviewer)
    for message in done.passed_over:
        click.echo(legible(message), err=True)
    for conflict in done.conflicts:
        click.echo(shown.conflict_view(shown.conflict_record(conflict, None)), err=True)
    parts = [f"{len(done.reviews):,} reviews of {done.rows:,} rows"]
    for count, what in (
        (done.known, "said before"),
        (done.empty, "not filled in"),
        (len(done.passed_over), "passed over"),
        (len(done.conflicts), "conflicts"),
    ):
        if count:
            parts.append(f"{count:,} {what}")
    click.echo(f"{', '.join(parts)}.", err=True)
    if done.passed_over:
        sys.exit(1)
