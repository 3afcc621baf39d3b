"""`loket corpus`: for the editors of our own documents. What they read is Dutch."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli import common
from assistant.days import today
from assistant.settings import BRONNEN, Settings
from corpus.errors import RejectedFile

if TYPE_CHECKING:
    from ingest.checks.run import Checked

existing = click.Path(path_type=Path, exists=True)


@click.group("corpus", no_args_is_help=False)
def command() -> None:
    """Check our own documents, or preview what ingest makes of one."""


@command.command("check")
@click.argument("path", required=False, type=existing)
@common.json_option
@common.on_option("Judge dates and validity as of this day; else today.")
@click.option(
    "--compare",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with documents of others; long runs of the same words are errors."
    " Else ../shared/bronnen beside the project, where it is.",
)
def check_command(path: Path | None, as_json: bool, on: date | None, compare: Path | None) -> int:
    """Check every document, or the file or folder PATH; exits 1 if there is an error."""
    settings = common.settings_for(None)
    on = on or _today(settings)
    checked = _checked(settings, path, on, compare)
    from assistant.cli.corpus_lines import check_lines
    from ingest.checks.finding import Severity

    if as_json:
        common.print_json(_record(checked, on))
    else:
        click.echo(common.shown("\n".join(check_lines(checked))))
    return 1 if checked.count(Severity.ERROR) else 0


@command.command("preview")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def preview_command(file: Path) -> None:
    """Show FILE as ingest reads it: metadata, passages, and what the checks find."""
    settings = common.settings_for(None)
    checked = _checked(settings, file, _today(settings), None)
    if not checked.manuscripts:
        raise RejectedFile(checked.findings[0].message)
    from assistant.cli.corpus_lines import preview_lines

    click.echo(common.shown("\n".join(preview_lines(checked))))


def _today(settings: Settings) -> date:
    return settings.today or today()


def _checked(settings: Settings, path: Path | None, on: date, compare: Path | None) -> Checked:
    from ingest.checks.run import check

    beside = BRONNEN if BRONNEN.is_dir() else None
    return check(settings.corpus, on=on, only=path, compare=compare or beside)


def _record(checked: Checked, on: date) -> dict[str, Any]:
    """Return the outcome as JSON: findings, repeated amounts, readability per file."""
    from dataclasses import asdict

    from ingest.checks.finding import Severity

    return {
        "on": on,
        "documents": len(checked.manuscripts),
        "errors": checked.count(Severity.ERROR),
        "warnings": checked.count(Severity.WARNING),
        "findings": [asdict(finding) for finding in checked.findings],
        "repeated_amounts": [
            {
                "amounts": [str(amount) for amount in each.amounts],
                "places": [asdict(place) for place in each.places],
            }
            for each in checked.repeated
        ],
        "readability": {file: asdict(each) for file, each in checked.readability.items()},
        "skipped": list(checked.skipped),
    }
