"""``quotes export``."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotes.cli import options
from quotes.cli.errors import Failed
from quotes.cli.output import legible

if TYPE_CHECKING:
    from sqlite_utils import Database

    from quotes.reviews.corpora import Reviewed

Record = Mapping[str, Any]
Files = dict[str, str]
"""What is to be written, by the ending of each file's name: ``.html``, ``.txt``."""

#: Of the headline in a file's name.
_LONGEST = 60


#: Endings by which --out is a file and no folder.
_ENDINGS = frozenset((".html", ".htm", ".json", ".txt", ".ann"))


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, type=click.IntRange(min=0))
@click.option(
    "--html",
    "layout",
    flag_value="html",
    help="A page by itself: no script, nothing from elsewhere.  [default]",
)
@click.option("--citron", "layout", flag_value="citron", help="Citron JSON.")
@click.option("--brat", "layout", flag_value="brat", help="The text, and brat's .ann beside it.")
@click.option(
    "--act",
    type=click.Choice(["statement", "all"]),
    default="statement",
    show_default=True,
    help="Statements alone, or attitudes and what was not said as well.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder, made when missing; for one article also a file, such as talks.html."
    "  [default: standard output]",
)
@options.database
def export(ids: tuple[int, ...], layout: str | None, act: str, out: Path | None, db: Path) -> None:
    """Write articles with their quotations to files, to keep, to send or to annotate.

    ID is the number of an article, as quotes articles has it. In a folder, a file is named by that
    number and the title. Of --brat, standard output has the .ann alone.
    """
    from quotes.store import opened

    numbers = list(dict.fromkeys(ids))
    to_stdout = out is None or str(out) == "-"
    if to_stdout and len(numbers) > 1:
        raise click.UsageError("Several articles need a folder: --out FOLDER.")
    write = _LAYOUTS[layout or "html"]
    with opened(db) as database:
        # All are looked up before the first is written.
        found = [_article(database, number) for number in numbers]
        if out is None or to_stdout:
            _print(list(write(database, found[0], act == "all").values())[-1])
            return
        for one in found:
            files = write(database, one, act == "all")
            if len(found) == 1 and _is_file(out):
                _put(out.parent, _named_as(out, files))
            else:
                _put(out, {f"{_name(one)}{ending}": files[ending] for ending in files})
    click.echo(f"{out}: {len(found):,} article{'' if len(found) == 1 else 's'}.", err=True)


def _article(db: Database, number: int) -> Record:
    from quotes.store.reading import find_articles

    found = find_articles(db, str(number))
    if not found:
        raise _missing(number)
    return found[0]


def _missing(number: int) -> Failed:
    return Failed(f"There is no article {number}; quotes articles lists those that there are.")


# ------------------------------------------------------------------ layouts


def _html(db: Database, article: Record, all_acts: bool) -> Files:
    from quotes.browse.standalone import standalone

    document = standalone(db, article["id"], all_acts=all_acts)
    if document is None:
        raise _missing(article["id"])
    return {".html": document}


def _citron(db: Database, article: Record, all_acts: bool) -> Files:
    from quotes.reviews.corpora import citron

    one = _annotated(db, article, all_acts)
    (written,) = citron([one]).values()
    document = json.loads(written)
    # There every quotation is a reviewed one, and certain.
    for quote, record in zip(document["quotes"], one.quotations, strict=True):
        if not record["reviewed"]:
            quote["confidence"] = record["confidence"]
    return {".json": json.dumps(document, indent=1) + "\n"}


def _brat(db: Database, article: Record, all_acts: bool) -> Files:
    from quotes.reviews.corpora import polnear

    one = _annotated(db, article, all_acts)
    files = polnear([one])
    (text,) = (content for place, content in files.items() if place.endswith(".txt"))
    (annotations,) = (content for place, content in files.items() if place.endswith(".ann"))
    return {".txt": text, ".ann": annotations + "".join(_notes(one.quotations))}


def _notes(quotations: Sequence[Record]) -> Iterator[str]:
    """Whose each quotation is: brat has no place for that but a note on the attribution."""
    for number, record in enumerate(quotations, 1):
        speaker, sure = record["speaker"], record["confidence"]
        parts = [
            f"{speaker['name']} ({speaker['kind']})" if speaker else "no speaker",
            record["type"],
            record["resolution"],
            "reviewed" if record["reviewed"] else sure is not None and f"{sure:.0%}",
        ]
        note = " ".join("; ".join(part for part in parts if part).split())
        yield f"#{number}\tAnnotatorNotes E{number}\t{_encoded(note).decode()}\n"


_LAYOUTS: Mapping[str, Callable[[Database, Record, bool], Files]] = {
    "html": _html,
    "citron": _citron,
    "brat": _brat,
}


def _annotated(db: Database, article: Record, all_acts: bool) -> Reviewed:
    """The article's text with its quotations, in the order of the text."""
    from quotes.cli.reviewing.stored import text_of
    from quotes.reviews.corpora import Reviewed
    from quotes.store import Filters, quotations

    found = sorted(
        quotations(db, Filters(article=str(article["id"]), acts=()), evidence=True),
        key=lambda record: (record["spans"][0][0], record["id"]),
    )
    return Reviewed(
        article,
        text_of(db, article["id"]),
        [one for one in found if all_acts or one["act"] == "statement"],
    )


# ------------------------------------------------------------------ files


def _name(article: Record) -> str:
    """The number, and of the title what every file system can have: ``21-talks-begin``."""
    title = unicodedata.normalize("NFKD", article["title"] or "").encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:_LONGEST].rstrip("-")
    return f"{article['id']}-{slug}" if slug else str(article["id"])


def _is_file(out: Path) -> bool:
    """Whether ``out`` is or is to be a file rather than a folder."""
    return out.is_file() or (out.suffix.lower() in _ENDINGS and not out.is_dir())


def _named_as(out: Path, files: Files) -> Files:
    """One file has the name that was asked for; of two, each has its ending in place of that's."""
    if len(files) == 1:
        return dict(zip([out.name], files.values(), strict=True))
    return {f"{out.stem}{ending}": content for ending, content in files.items()}


def _put(folder: Path, files: Files) -> None:
    from quotes.cli.reviewing.sheets import write_files

    write_files({name: _encoded(content).decode() for name, content in files.items()}, folder)


def _print(content: str) -> None:
    if sys.stdout.isatty():
        click.echo(legible(content), nl=False)
    else:
        # In UTF-8 whatever the terminal's encoding, as the document itself says that it is.
        click.echo(_encoded(content), nl=False)


def _encoded(content: str) -> bytes:
    return content.encode("utf-8", "replace")
