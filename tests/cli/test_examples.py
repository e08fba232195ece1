"""Every command shows examples, and each of them is one that the program takes."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator

import click
import pytest
from click.testing import Result

from quotes.cli import cli
from quotes.cli.examples import EXAMPLES

Run = Callable[..., Result]


def commands(
    group: click.Group = cli, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def test_every_command_has_examples(run: Run) -> None:
    names = [name for name, _ in commands()]
    assert {"list", "review set", "evaluate polnear"} <= set(names)
    assert set(EXAMPLES) == set(names)
    for name in names:
        help = run(*name.split(), "--help").stdout
        assert "\nExamples:\n" in help.replace("\n  Examples:\n", "\nExamples:\n"), name
        for example in EXAMPLES[name]:
            assert f"    {example}\n" in help, name
            assert len(example) <= 76, example


@pytest.mark.parametrize(
    "example", [(name, line) for name, lines in EXAMPLES.items() for line in lines], ids=str
)
def test_every_example_is_taken(example: tuple[str, str]) -> None:
    name, line = example
    words = shlex.split(line.split(" | quotes")[-1] if " | quotes" in line else line)
    for end in ("|", ">"):
        words = words[: words.index(end)] if end in words else words
    words = words[1:] if words[0] == "quotes" else words
    group: click.Command = cli
    context = click.Context(cli, info_name="quotes")
    taken: list[str] = []
    while isinstance(group, click.Group) and words:
        command = group.get_command(context, words[0])
        if command is None:
            break
        taken.append(words.pop(0))
        group = command
        options = words if not isinstance(group, click.Group) else []
        try:
            context = group.make_context(taken[-1], [*options], parent=context)
        except click.exceptions.NoArgsIsHelpError:
            context = click.Context(group, parent=context)
        except click.UsageError as error:
            # A path to read from is not here; all else has to be right.
            assert "does not exist" in error.format_message(), error.format_message()
    assert " ".join(taken).startswith(name) or name.startswith(" ".join(taken))
    assert taken, line
