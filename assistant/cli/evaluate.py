"""`loket eval`: scores answers against the thresholds."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli import common


@click.command("eval")
@click.argument("suite", required=False)
@common.json_option
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the report there.",
)
@common.index_option
def command(suite: str | None, as_json: bool, report: Path | None, index: Path | None) -> int:
    """Score the answers to a SUITE of questions, or to all; exits 1 under the thresholds."""
    from evals.command import run

    return int(run(suite, as_json, report, index))
