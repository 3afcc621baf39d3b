"""`loket eval`: ask the suites, show how it went, and say in the exit code if it was enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from assistant.service import Service
from assistant.settings import from_environment
from evals.errors import EvalError
from evals.indexes import Indexes, NoDocuments
from evals.report import dumps, print_run, to_json, write_report
from evals.run import Run, Tick, run_suite
from evals.score import summarise
from evals.suites import Item, load_suite, of_split, suite_names
from evals.thresholds import Threshold, load_thresholds, shortfalls

OK, SHORT = 0, 1
WIDTH = 140
"""Columns of a table that goes to a file or a pipe."""

Opener = Callable[[Sequence[Item]], Service]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A run with what it had to reach."""

    run: Run
    thresholds: list[Threshold]

    @property
    def short(self) -> list[Threshold]:
        """The thresholds that were not met."""
        return shortfalls(summarise(self.run.scores), self.thresholds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A suite that could not be asked here, with why."""

    suite: str
    reason: str


def run(
    suite: str | None,
    as_json: bool,
    report: Path | None,
    index: Path | None,
    split: str = "dev",
) -> int:
    """
    Evaluate one suite, or every suite for None.

    Args:

        report: Folder for the report files, or None for none.

        index: The index to ask; None takes that of the settings.

        split: 'dev', 'test' or 'all'.

    Returns: 0 when every threshold is met, 1 when one is not.

    Raises EvalError for an unknown suite or when no suite could be asked, other LoketErrors
    where the settings or the index cannot be used.
    """
    settings = from_environment()
    indexes = Indexes(settings, index)
    names = [suite] if suite else suite_names()
    results = evaluate(names, split, indexes.service_for, settings.public())
    return finish(results, as_json, report)


def evaluate(
    names: Sequence[str], split: str, opener: Opener, settings: dict[str, Any] | None = None
) -> list[Judged | Skipped]:
    """Ask the suites; `opener` returns the service for a suite's items or raises NoDocuments."""
    # Every file is read before the first question: a typing error shows at once.
    suites = {name: load_suite(name) for name in names}
    thresholds = {name: load_thresholds(name) for name in names}
    return [
        _evaluate(name, of_split(suites[name], split), split, opener, thresholds[name], settings)
        for name in names
    ]


def _evaluate(
    name: str,
    items: Sequence[Item],
    split: str,
    opener: Opener,
    thresholds: list[Threshold],
    settings: dict[str, Any] | None,
) -> Judged | Skipped:
    if not items:
        return Skipped(suite=name, reason=f"no items in the split '{split}'")
    try:
        service = opener(items)
    except NoDocuments as reason:
        return Skipped(suite=name, reason=str(reason))
    with _bar(name, len(items)) as tick:
        run = run_suite(service, name, split, items, tick, settings)
    return Judged(run=run, thresholds=thresholds)


@contextmanager
def _bar(name: str, total: int) -> Iterator[Tick]:
    """Show a progress bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(name, total=total)
        yield lambda: bar.advance(task)


def finish(results: Sequence[Judged | Skipped], as_json: bool, report: Path | None) -> int:
    """Show and write the results, and return the exit code."""
    judged = [result for result in results if isinstance(result, Judged)]
    skipped = [result for result in results if isinstance(result, Skipped)]
    places = [_write(report, each) for each in judged] if report else []
    if as_json:
        print(dumps(_json(judged, skipped)))
    else:
        _print(judged, skipped, places)
    if not judged:
        raise EvalError("; ".join(f"suite '{each.suite}': {each.reason}" for each in skipped))
    return SHORT if any(each.short for each in judged) else OK


def _write(folder: Path, judged: Judged) -> Path:
    try:
        return write_report(folder, judged.run, judged.thresholds)
    except OSError as problem:
        raise EvalError(f"cannot write the report in '{folder}': {problem}") from problem


def _json(judged: Sequence[Judged], skipped: Sequence[Skipped]) -> dict[str, Any]:
    return {
        "passed": bool(judged) and not any(each.short for each in judged),
        "suites": [to_json(each.run, each.thresholds) for each in judged],
        "skipped": [{"suite": each.suite, "reason": each.reason} for each in skipped],
    }


def _print(judged: Sequence[Judged], skipped: Sequence[Skipped], places: Sequence[Path]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    for each in judged:
        print_run(console, each.run, each.thresholds)
        for threshold in each.short:
            console.print(f"below: {each.run.suite}: {threshold}", markup=False)
    for skip in skipped:
        console.print(f"skipped: {skip.suite}: {skip.reason}", markup=False)
    for place in places:
        console.print(f"report: {place}", markup=False, soft_wrap=True)
