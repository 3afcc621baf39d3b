"""`loket ask`: one answer, or one for each line of a file."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from assistant.answer import Ask
from assistant.cli import common
from assistant.cli.batch import read_batch


@click.command("ask")
@click.argument("question", required=False)
@click.option(
    "--batch",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True),
    metavar="FILE.jsonl",
    help='Answer each line {"id": …, "question": …} or {"id": …, "turns": […]}; needs --json.',
)
@common.json_option
@common.region_option
@common.sector_option
@common.on_option("Answer as of this day; else today.")
@common.index_option
def command(
    question: str | None,
    batch: Path | None,
    as_json: bool,
    region: str | None,
    sector: str | None,
    on: date | None,
    index: Path | None,
) -> None:
    """Answer one QUESTION from the documents, with its sources."""
    if batch is not None:
        if question is not None or not as_json:
            raise click.UsageError("--batch takes no QUESTION and needs --json")
        _answer_all(batch, {"region": region, "sector": sector, "on": on}, index)
        return
    if question is None:
        raise click.UsageError("give a QUESTION, or --batch FILE.jsonl --json")
    try:
        text = common.checked_question(question)
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    ask = Ask(question=text, region=region, sector=sector, on=on)
    answer = common.service_for(index).answer(ask)
    if as_json:
        common.print_json(answer.to_json())
        return
    from assistant.cli.show import answer_lines

    click.echo("\n".join(answer_lines(answer)))


def _answer_all(batch: Path, narrowed: dict[str, Any], index: Path | None) -> None:
    """Print an Answer a line, in order, as soon as it is there; nothing if a line is bad."""
    asks = read_batch(batch, narrowed)
    service = common.service_for(index)
    for given_id, ask in asks:
        record = service.answer(ask).to_json() | {"id": given_id}
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        sys.stdout.flush()
