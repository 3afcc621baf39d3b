"""`loket routes`: the routes to teaching, and which of them fit someone's situation."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from assistant.cli import common
from corpus.routes import load_routes
from corpus.situation import Situation, situation_of, values


def fact_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for every fact of a situation, in the order of the facts."""
    for fact, choices in reversed(values().items()):
        option = click.option(
            f"--{fact.replace('_', '-')}", fact, type=click.Choice(choices), metavar="VALUE",
            help=", ".join(choices),
        )  # fmt: skip
        command = option(command)
    return command


@click.command("routes")
@click.argument("text", required=False)
@fact_options
@common.json_option
@common.index_option
def command(text: str | None, as_json: bool, index: Path | None, **facts: str | None) -> None:
    """
    List the routes to teaching; with a situation, tell which of them fit.

    TEXT is read for what it plainly says ("ik heb hbo en wil naar het vo"); an option is surer.
    """
    given = {fact: value for fact, value in facts.items() if value is not None}
    read = _read(text).known() if text is not None else {}
    situation = situation_of({**read, **given})
    service = common.service_for(index)
    from assistant.cli import route_lines
    from assistant.contacts import national
    from assistant.routes.report import list_routes, report

    book, today = load_routes(), service.today()
    version = service.status().version
    found: Any
    if text is None and not given:
        found = list_routes(book, service.document, on=today, index_version=version)
        lines = route_lines.list_lines(found)
    else:
        found = report(
            situation, book, service.document, on=today, contact=national(), index_version=version
        )
        lines = route_lines.report_lines(found, book, read=read)
    if as_json:
        common.print_json(dataclasses.asdict(found))
        return
    click.echo("\n".join(lines))


def _read(text: str) -> Situation:
    try:
        checked = common.checked_question(text)
    except ValueError as problem:
        raise click.UsageError(str(problem).replace("question", "text")) from problem
    from assistant.understanding.situation_text import situation_from_text

    return situation_from_text(checked)
