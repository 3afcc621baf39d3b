"""`loket eval` and its steps: run asks, score judges, compare holds two runs together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from assistant.settings import from_environment
from evals import attacks
from evals.compare import compare
from evals.errors import EvalError
from evals.indexes import Indexes, NoDocuments
from evals.judged import Judged, judge
from evals.model_judge import load_judge, opinion
from evals.ragas_export import write_samples
from evals.report.files import write_report
from evals.report.record import comparison_json, dumps, to_json
from evals.report.terminal import print_comparison, print_run
from evals.run import Tick, run_suite
from evals.runfile import RunFile, read_run, write_run
from evals.score import Scored, score_run
from evals.suites import Item, documents_of, load_suite, of_split, suite_names
from evals.systems.base import System
from evals.systems.local import LocalSystem
from evals.thresholds import load_thresholds

if TYPE_CHECKING:
    from assistant.generate.chat import ChatSettings

OK, SHORT = 0, 1
WIDTH = 150
"""Columns of a table that goes to a file or a pipe."""

TWICE = 2
"""Times that our own pipeline is asked, to see that it gives the same answer again."""

Opener = Callable[[str, Sequence[Item]], System]
"""Returns the system for a suite by its name and items, or raises NoDocuments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A suite that could not be asked here, with why."""

    suite: str
    reason: str


# --- loket eval [SUITE] -------------------------------------------------------------------------


def evaluate(
    suite: str | None,
    as_json: bool,
    report: Path | None,
    index: Path | None,
    split: str = "dev",
) -> int:
    """
    Ask and score one suite, or every suite for None.

    Args:

        report: Folder for the report files, or None for none.

        index: The index to ask; None takes that of the settings.

        split: 'dev', 'test' or 'all'.

    Returns: 0 when every threshold is met, 1 when one is not.

    Raises EvalError for an unknown suite or when no suite could be asked, other LoketErrors
    where the settings or the index cannot be used.
    """
    if suite == attacks.NAME:
        return attacks.run(Indexes(from_environment(), index).service_for(()), as_json=as_json)
    names = [suite] if suite else suite_names()
    return finish(ask_and_judge(names, split, local_opener(index)), as_json, report)


def local_opener(index: Path | None) -> Opener:
    """Return what opens this pipeline over an index, by the settings of the environment."""
    settings = from_environment()
    indexes = Indexes(settings, index)

    def opened(suite: str, items: Sequence[Item]) -> System:
        service = indexes.service_for(items, documents_of(suite))
        return LocalSystem(service, settings.public(), forget=service.forget)

    return opened


def ask_and_judge(names: Sequence[str], split: str, opener: Opener) -> list[Judged | Skipped]:
    """Ask and judge suites, one after the other."""
    # Every file is read before the first question: a typing error shows at once.
    suites = {name: load_suite(name) for name in names}
    thresholds = {name: load_thresholds(name) for name in names}
    results: list[Judged | Skipped] = []
    for name in names:
        items = of_split(suites[name], split)
        asked = ask(name, items, split, opener, TWICE)
        results.append(
            asked if isinstance(asked, Skipped) else judge(asked, items, thresholds[name])
        )
    return results


def ask(
    suite: str, items: Sequence[Item], split: str, opener: Opener, repeats: int
) -> RunFile | Skipped:
    """Ask one suite; Skipped where it has no items, or the index lacks its documents."""
    if not items:
        return Skipped(suite=suite, reason=f"no items in the split '{split}'")
    try:
        system = opener(suite, items)
    except NoDocuments as reason:
        return Skipped(suite=suite, reason=str(reason))
    with _bar(suite, len(items)) as tick:
        return run_suite(system, suite, split, items, tick, repeats)


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
    places = [write_report(report, each) for each in judged] if report else []
    if as_json:
        print(dumps(_json(judged, skipped)))
    else:
        _print(judged, skipped, places)
    if not judged:
        raise EvalError("; ".join(f"suite '{each.suite}': {each.reason}" for each in skipped))
    return SHORT if any(each.short for each in judged) else OK


def _json(judged: Sequence[Judged], skipped: Sequence[Skipped]) -> dict[str, Any]:
    return {
        "passed": bool(judged) and not any(each.short for each in judged),
        "suites": [to_json(each) for each in judged],
        "skipped": [{"suite": each.suite, "reason": each.reason} for each in skipped],
    }


def _print(judged: Sequence[Judged], skipped: Sequence[Skipped], places: Sequence[Path]) -> None:
    console = _console()
    for each in judged:
        print_run(console, each)
        for verdict in each.short:
            console.print(f"below: {each.header.suite}: {verdict.threshold}", markup=False)
    for skip in skipped:
        console.print(f"skipped: {skip.suite}: {skip.reason}", markup=False)
    for place in places:
        console.print(f"report: {place}", markup=False, soft_wrap=True)


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=WIDTH)


# --- its steps ----------------------------------------------------------------------------------


def run_step(suite: str, split: str, opener: Opener, repeats: int, out: Path) -> int:
    """Ask a suite and write the run; raises EvalError where it could not be asked."""
    asked = ask(suite, of_split(load_suite(suite), split), split, opener, repeats)
    if isinstance(asked, Skipped):
        raise EvalError(f"suite '{suite}': {asked.reason}")
    write_run(out, asked)
    failed = sum(outcome.error is not None for outcome in asked.outcomes)
    print(f"{len(asked.outcomes)} questions asked, {failed} failed: {out}")
    return OK


def score_step(
    file: Path, as_json: bool, report: Path | None, judge_model: ChatSettings | None = None
) -> int:
    """
    Score a run that was written; the same file and suite give the same figures.

    A judge's opinion comes beside them, where its model is given; it decides nothing.
    """
    run = read_run(file)
    items = _items_of(run)
    result = judge(run, items, load_thresholds(run.header.suite))
    if judge_model is not None:
        result = replace(result, opinion=opinion(load_judge(judge_model), result.scored))
    return finish([result], as_json, report)


def export_step(file: Path, out: Path) -> int:
    """Write a run as a RAGAS dataset."""
    run = read_run(file)
    print(f"{write_samples(out, run, _items_of(run))} samples: {out}")
    return OK


def compare_step(first: Path, second: Path, as_json: bool) -> int:
    """Compare two runs of a suite; returns 1 where the second is worse by more than chance."""
    scored = [_scored(read_run(path)) for path in (first, second)]
    if len({each.header.suite for each in scored}) > 1:
        raise EvalError("the two runs are of different suites")
    found = compare(*scored)
    if as_json:
        print(dumps(comparison_json(found)))
    else:
        print_comparison(_console(), found)
    return SHORT if found.worse else OK


def _scored(run: RunFile) -> Scored:
    return score_run(run, _items_of(run))


def _items_of(run: RunFile) -> list[Item]:
    """Return the items that a run was to answer: those of its suite and split, as they are now."""
    return of_split(load_suite(run.header.suite), run.header.split)
