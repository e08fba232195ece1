"""Examples for the help of each command, as one would type them."""

from __future__ import annotations

from collections.abc import Mapping

import click

#: By the words that lead to a command; each example as a shell would have it.
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "ingest": (
        "quotes ingest news/",
        "quotes ingest https://example.org/story.html feeds.txt",
        "quotes ingest rows.csv --map text=body,title=headline",
        "quotes ingest archive.zip --date-from name --report report.jsonl",
        "quotes ingest monday/ --outlet 'Daily Post' --date 2024-05-06",
        "curl -s https://example.org/story.html | quotes ingest -",
    ),
    "load": (
        "quotes load results/",
        "quotes load results/ --db archive.db",
    ),
    "list": (
        "quotes list kirby",
        "quotes list --outlet 'Daily Post' --since 7d --sort=-date -n 20",
        "quotes list --speaker Miller --speaker Hill --type direct --csv > quotes.csv",
        "quotes list kirby --view | less",
    ),
    "search": (
        "quotes search ceasefire talks",
        "quotes search '\"shared values\"' --speaker kirby",
        "quotes search 'migra*' --since 2023 --json",
    ),
    "speakers": (
        "quotes speakers --outlet 'Daily Post' -n 10",
        "quotes speakers John Kirby",
        "quotes speakers kirby --why",
        "quotes speakers import people.csv",
    ),
    "show": (
        "quotes show 12",
        "quotes show 12 --context 5",
        "quotes show 12 --whole --no-pager",
        "quotes show 12 --json",
    ),
    "new": (
        "quotes new --speaker kirby",
        "quotes new --name desk --outlet 'Daily Post' --format md",
        "quotes new --ingested-since yesterday --csv",
    ),
    "sources": (
        "quotes sources",
        "quotes sources --by outlet --since 2024",
        "quotes sources --by outlet,month --csv > sources.csv",
    ),
    "articles": (
        "quotes articles",
        "quotes articles harbour strike --since 2024",
        "quotes articles --sort=-quotations -n 10 --table",
        "quotes articles --versions",
    ),
    "delete": (
        "quotes delete 12",
        "quotes delete 'Talks begin' --yes",
    ),
    "export": (
        "quotes export 12 > talks.html",
        "quotes export 12 13 --out pages/",
        "quotes export 12 --citron",
        "quotes export 12 13 --brat --out annotated/",
    ),
    "extract": (
        "quotes extract story.txt",
        "quotes extract news/ --type direct --csv > quotes.csv",
        "curl -s https://example.org/story.html | quotes extract - --nl",
        "quotes extract --cluster local articles/ results/",
    ),
    "serve": (
        "quotes serve",
        "quotes serve --db news.db --port 8002",
    ),
    "info": (
        "quotes info",
        "quotes info --json",
    ),
    "review": (
        "quotes review",
        "quotes review --speaker kirby --max-confidence 0.5",
        "quotes review set 12 --speaker 'Ann Poe'",
    ),
    "review set": (
        "quotes review set 12 --accept",
        "quotes review set 12 --speaker 'Ann Poe' --note 'see the third paragraph'",
        "quotes review set 12 13 --not-a-quotation",
    ),
    "review add": ("quotes review add 'Talks begin' --words 'we will stay' --speaker Miller",),
    "review merge": ("quotes review merge 'John Kirby' 'J. Kirby'",),
    "review split": ("quotes review split Kirby 'Talks begin'",),
    "review rename": ("quotes review rename Kirby 'John F. Kirby'",),
    "review title": ("quotes review title Kirby spokesman",),
    "review kind": ("quotes review kind 'Harbour Office' organization",),
    "review undo": ("quotes review undo 3",),
    "review log": ("quotes review log --limit 10", "quotes review log --lost --csv"),
    "review export": (
        "quotes review export sheet.csv --max-confidence 0.6 --limit 200",
        "quotes review export training/ --format polnear",
    ),
    "review import": ("quotes review import sheet.csv --by 'Ann Poe'",),
    "evaluate": ("quotes evaluate polnear dev/",),
    "evaluate polnear": ("quotes evaluate polnear dev/ --articles 50",),
    "evaluate gum": ("quotes evaluate gum gum/dep",),
    "evaluate litbank": ("quotes evaluate litbank litbank/",),
    "evaluate pdnc": ("quotes evaluate pdnc pdnc/ --json",),
    "evaluate citron": ("quotes evaluate citron corpus/",),
    "evaluate reviews": ("quotes evaluate reviews --json",),
}


def show_examples(command: click.Command, name: str) -> None:
    """Put the examples at the end of the help of a command and of those below it."""
    if examples := EXAMPLES.get(name):
        lines = "\n".join(f"  {example}" for example in examples)
        command.epilog = f"\b\nExamples:\n{lines}"
    if isinstance(command, click.Group):
        for below, subcommand in command.commands.items():
            show_examples(subcommand, f"{name} {below}")
