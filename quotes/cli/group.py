"""The group of commands; each is imported when it is called for."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import warnings
from importlib import import_module
from typing import Any

import click

from quotes import __version__
from quotes.cli import streams
from quotes.cli.errors import Failed
from quotes.cli.examples import show_examples
from quotes.cli.output import colour, cut, legible

#: Command to module and attribute, in the order of the help page.
_COMMANDS = {
    "ingest": "quotes.cli.ingest:ingest",
    "load": "quotes.cli.load:load",
    "list": "quotes.cli.listing:list_",
    "search": "quotes.cli.listing:search",
    "speakers": "quotes.cli.speakers:speakers",
    "show": "quotes.cli.show:show",
    "new": "quotes.cli.new:new",
    "sources": "quotes.cli.sources:sources",
    "articles": "quotes.cli.articles:articles",
    "export": "quotes.cli.export:export",
    "delete": "quotes.cli.delete:delete",
    "review": "quotes.cli.review:review",
    "extract": "quotes.cli.extract:extract",
    "serve": "quotes.cli.serve:serve",
    "evaluate": "quotes.evaluate.command:evaluate",
    "info": "quotes.cli.info:info",
}

_SHOWN = 60


class Commands(click.Group):
    """Commands by name, and what their errors look like."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which they are used."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now, with its examples."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        show_examples(command, cmd_name)
        return command

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run, whatever the streams are: closed, full, or unable to write a character."""
        streams.prepare()
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            if not streams.is_theirs(error):
                raise
            Failed(f"Standard output cannot be written ({error.strerror}).").show()
            sys.exit(1)
        finally:
            streams.let_go()

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """The context, which knows whether to colour."""
        try:
            return super().make_context(*arguments, **{"color": colour(), **options})
        except click.ClickException as error:
            raise _legible(error) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a person can act on is one line and exit status 1."""
        try:
            with warnings.catch_warnings():
                warnings.showwarning = _show_warning
                result = super().invoke(ctx)
            # Here, where a closed pipe is still handled, rather than when Python ends.
            sys.stdout.flush()
            return result
        except KeyboardInterrupt:
            raise Failed("Stopped. What was stored until now stays.") from None
        except click.ClickException as error:
            raise _legible(error) from error.__cause__
        except (click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except UnicodeEncodeError as error:
            # Python has lone surrogates in the place of bytes that are not UTF-8.
            if not re.search("[\ud800-\udfff]", str(error.object)):
                raise
            shown = ascii(cut(str(error.object), _SHOWN))
            raise Failed(f"{shown} is not in UTF-8, as words and names must be.") from error
        except Exception as error:
            if isinstance(error, OSError) and streams.is_theirs(error):
                raise
            if _is_told(error):
                raise Failed(str(error)) from error
            raise


def _legible(error: click.ClickException) -> click.ClickException:
    """The error, or where its message could disturb a terminal, one that spells that out."""
    message = error.format_message()
    if isinstance(error, Failed) or legible(message) == message:
        return error
    if isinstance(error, click.UsageError):
        return click.UsageError(legible(message), error.ctx)
    return Failed(message)


def _show_warning(
    message: Warning | str, category: type[Warning], *_where: Any, **_line: Any
) -> None:
    """One line for what concerns the person at the terminal, nothing for what concerns us."""
    context = click.get_current_context(silent=True)
    silent = context is not None and context.params.get("silent")
    if issubclass(category, UserWarning) and not silent:
        click.echo(legible(" ".join(f"Warning: {message}".split())), err=True)


def _is_told(error: Exception) -> bool:
    """Whether the message of ``error`` is meant for the person at the terminal."""
    if isinstance(error, sqlite3.Error):
        return True
    # Looked up by name: an error of a room that was never imported cannot have come from it.
    told = (
        ("quotes.articles", "ArticleError"),
        ("quotes.articles.errors", "BoundError"),
        ("quotes.store", "StoreError"),
        ("quotes.store", "AmbiguousSpeaker"),
        ("quotes.store", "ReviewError"),
        ("quotes.browse", "ServeError"),
    )
    return any(
        module in sys.modules and isinstance(error, getattr(sys.modules[module], name, ()))
        for module, name in told
    )


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with: quotes ingest PATH, then quotes list. Each command shows examples with"
    " --help. docs/terminal.md: the TAB key, the pager, colours.",
)
@click.version_option(__version__, "-V", "--version", prog_name="quotes")
def cli() -> None:
    """Who said what: the quotations in news articles and the people who spoke them."""


if "_QUOTES_COMPLETE" in os.environ:
    from quotes.cli import completion

    completion.prepare()
