"""`loket ingest`: build or update the index, and report what happened."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli import common

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

    from ingest.progress import Progress

SECONDS_BETWEEN_LINES = 10.0


@click.command("ingest")
@click.argument(
    "paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]..."
)
@click.option(
    "--forget",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Let a PATH that was given before be a source no longer.",
)
@click.option("--rollback", is_flag=True, help="Serve the previous version of the index again.")
@common.index_option
def command(
    paths: tuple[Path, ...], forget: tuple[Path, ...], rollback: bool, index: Path | None
) -> None:
    """
    Build or update the index from the corpus and every PATH, a file or a folder.

    A PATH stays a source of the index, and is read again by the next ingest.
    """
    if rollback and (paths or forget):
        raise click.UsageError("--rollback takes no PATH and no --forget")
    settings = common.settings_for(index)
    if rollback:
        _roll_back(settings.index)
        return
    from assistant.loket import run_ingest

    with _progress() as progress:
        report = run_ingest(settings, paths, progress, forget)
    for line in report.lines():
        click.echo(common.shown(line))


def _roll_back(index: Path) -> None:
    from ingest.build import rollback
    from ingest.run import locked

    if not index.is_dir():
        raise click.UsageError(f"there is no index in '{index}'")
    with locked(index):
        version = rollback(index)
    click.echo(f"index {version} serves again; the next ingest goes by the sources as they are")


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show a bar on a terminal, and plain lines anywhere else."""
    if not sys.stdout.isatty():
        yield Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn()) as bars:
        yield Bar(bars)


class Bar:
    """A bar for each stage."""

    def __init__(self, bars: Bars) -> None:
        """Take the bars, which are on the screen already."""
        self._bars = bars
        self._task = bars.add_task("", visible=False, total=1)

    def stage(self, name: str, total: int) -> None:
        """Begin a bar; a stage with nothing to do is complete at once."""
        self._task = self._bars.add_task(f"{name:<20}", total=max(total, 1), completed=not total)

    def done(self, count: int) -> None:
        """Move the bar."""
        self._bars.update(self._task, completed=count)


class Lines:
    """A line for each stage, and one now and then while a stage lasts."""

    def __init__(self) -> None:
        """Begin before any stage."""
        self._name, self._total, self._told = "", 0, 0.0

    def stage(self, name: str, total: int) -> None:
        """Begin a stage; one with nothing to do is told of at once."""
        self._name, self._total, self._told = name, total, time.monotonic()
        if not total:
            self.done(0)

    def done(self, count: int) -> None:
        """Tell how far it is, where it is time to."""
        now = time.monotonic()
        if count >= self._total or now - self._told >= SECONDS_BETWEEN_LINES:
            self._told = now
            click.echo(f"{self._name}: {count} of {self._total}")
