"""How fast it is here: `python -m evals.benchmark` measures this machine, side by side.

Figures of a busy machine are slow; ratios to the packaged engine, taken in turn, hold there too.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.local import embedder_of
from assistant.loket import run_ingest
from assistant.settings import BRONNEN, Settings, from_environment
from corpus.errors import LoketError
from evals import roofline
from evals.engines import PACKAGED, compare
from evals.errors import EvalError
from evals.figures import percentile
from evals.growth import grow
from evals.load import Load, ask_all, disk_megabytes, resident_megabytes
from evals.processes import QUESTION, Loket
from evals.run import PACKAGES, version_of
from evals.suites import load_suite, suite_names
from ingest.progress import Silent
from retrieval.index import Index, open_index

LOKET = Path(sys.executable).with_name("loket")
SAMPLE = 12
"""Passages that the engines are compared on, evenly from the index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """One row of the table: what was timed, and each time it took in seconds."""

    what: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The 95th percentile, in seconds."""
        return percentile(self.seconds, 95).value or 0.0


class Stages:
    """Keeps when each stage of an ingest began."""

    def __init__(self) -> None:
        """Start the clock."""
        self._began = [("start", time.perf_counter())]

    def stage(self, name: str, total: int) -> None:
        """Note a stage."""
        self._began.append((name, time.perf_counter()))

    def done(self, count: int) -> None:
        """Ignore a step."""

    def timings(self) -> list[Timing]:
        """Return how long each stage took until now."""
        ends = [began for _, began in self._began[1:]] + [time.perf_counter()]
        return [
            Timing(what=f"ingest, {name}", seconds=(end - began,))
            for (name, began), end in zip(self._began, ends, strict=True)
            if name != "start"
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure everything, print the tables; 0 when done, 2 when something cannot be measured."""
    options = _options(arguments)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(machine(), markup=False, highlight=False)
    try:
        with tempfile.TemporaryDirectory(prefix="loket-bench-") as temporary:
            measure(options, Path(temporary), console)
    except (LoketError, OSError) as problem:
        print(f"benchmark: {problem}", file=sys.stderr)
        return 2
    console.print(f"load at the end: {_load()}", markup=False, highlight=False)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.benchmark", description=__doc__)
    parser.add_argument("--folder", type=Path, default=BRONNEN, help="documents to ingest")
    parser.add_argument("--index", type=Path, help="measure over this index, and ingest nothing")
    parser.add_argument("--questions", type=int, default=50, help="different ones, over HTTP")
    parser.add_argument("--repeats", type=int, default=3, help="of everything that is a process")
    parser.add_argument(
        "--passages", type=numbers, default=[1_000, 10_000], help="sizes to grow to: 1000,10000"
    )
    parser.add_argument("--clients", type=numbers, default=[1, 8], help="at once, over HTTP: 1,8")
    parser.add_argument("--loket", type=Path, default=LOKET, help="the loket command")
    options = parser.parse_args(arguments)
    if min(options.questions, options.repeats, *options.clients, *options.passages) < 1:
        parser.error("--questions, --repeats, --clients and --passages must be at least 1")
    return options


def numbers(text: str) -> list[int]:
    """Return the whole numbers of a list with commas."""
    return [int(each) for each in text.split(",") if each]


def measure(options: argparse.Namespace, folder: Path, console: Console) -> None:
    """Measure and print table after table; the indexes are made below `folder`."""
    settings = replace(from_environment(), index=options.index or folder / "index")
    if options.index is None:
        if not options.folder.is_dir():
            raise EvalError(f"there is no folder '{options.folder}'; name one with --folder")
        console.print(_table(_ingested(settings, options.folder)))
    index = open_index(settings.index)
    console.print(_engines(settings, index))
    questions = some_questions(options.questions)
    for passages in options.passages:
        grown = replace(settings, index=folder / f"grown-{passages}")
        grow(grown.index, index, embedder_of(settings), passages, Silent())
        loket = Loket(options.loket, grown.index)
        console.print(_processes(loket, options, f"{passages:,} passages"))
        console.print(_served(loket, options, questions, grown.index, f"{passages:,} passages"))


def _ingested(settings: Settings, folder: Path) -> list[Timing]:
    """Time the stages of a first ingest, and an ingest that finds nothing new."""
    stages = Stages()
    started = time.perf_counter()
    report = run_ingest(settings, [folder], stages)
    what = f"ingest, {report.passages:,} passages, new index"
    whole = Timing(what=what, seconds=(time.perf_counter() - started,))
    started = time.perf_counter()
    run_ingest(settings, [], Silent())
    again = Timing(what="ingest, nothing changed", seconds=(time.perf_counter() - started,))
    return [*stages.timings(), whole, again]


def _engines(settings: Settings, index: Index) -> Table:
    """Compare the bundled engines, each with one thread, in turn."""
    rows = range(0, len(index.passages), max(1, len(index.passages) // SAMPLE))[:SAMPLE]
    texts = [index.passages[row].in_context for row in rows]
    rates = compare(settings.cache, QUESTION, texts)
    slow = next(rate for rate in rates if rate.engine == PACKAGED)
    done, most = _work_of(index, rows), roofline.peak()
    table = Table("engine, one thread", "question", "ratio", f"{len(texts)} passages", "ratio")
    table.add_column("GFLOP/s", justify="right")
    table.add_column("of the peak", justify="right")
    for rate in rates:
        cells = [_seconds(rate.query), f"{slow.query / rate.query:.1f}"]
        cells += [_seconds(rate.passages), f"{slow.passages / rate.passages:.1f}"]
        if done:
            reached = done / rate.passages
            cells += [f"{reached / 1e9:.0f}", f"{reached / most:.0%}"]
        table.add_row(rate.engine, *cells)
    table.caption = f"peak: {most / 1e9:.0f} GFLOP/s, a matrix product in float32"
    return table


def _work_of(index: Index, rows: Sequence[int]) -> int:
    """Return the operations for passages, or 0 where the index does not hold their tokens."""
    if index.tokens is None:
        return 0
    return roofline.work([len(index.tokens.tokens(row).scales) for row in rows])


def _processes(loket: Loket, options: argparse.Namespace, size: str) -> Table:
    """Time a process that answers one question and a server's start, the first apart."""
    timings = []
    for what, act in (("ask, whole process", loket.ask), ("serve to ready", loket.start_and_stop)):
        timings.append(Timing(what=f"{size}: {what}, first", seconds=(act(),)))
        timings.append(_repeat(f"{size}: {what}, again", options.repeats, act))
    return _table(timings)


def _repeat(what: str, times: int, act: Callable[[], float]) -> Timing:
    return Timing(what=what, seconds=tuple(act() for _ in range(times)))


def _served(
    loket: Loket, options: argparse.Namespace, questions: Sequence[str], index: Path, size: str
) -> Table:
    """Ask over HTTP: questions that are new to the server, then the same ones again."""
    table = Table(size, "clients", "p50", "p95", "p99", "answers/s")
    for clients in options.clients:
        with loket.serving() as (address, _):
            ask_all(address, [QUESTION], 1)
            for what in ("unseen", "repeated"):
                _add_load(table, what, ask_all(address, questions, clients))
            memory = resident_megabytes(loket.process or 0)
    held = "unknown" if memory is None else f"{memory:.0f} MB"
    table.caption = f"memory of the server {held}, index on disk {disk_megabytes(index):.0f} MB"
    return table


def _add_load(table: Table, what: str, load: Load) -> None:
    cells = [_seconds(load.quantile(percent)) for percent in (50, 95, 99)]
    table.add_row(what, str(load.clients), *cells, f"{load.throughput:.1f}")


def some_questions(count: int) -> list[str]:
    """Return so many different questions, evenly from the suites; raises EvalError if too few."""
    questions = list(
        dict.fromkeys(
            item.question
            for name in suite_names()
            for item in load_suite(name)
            if len(item.turns) == 1 and item.question != QUESTION
        )
    )
    if len(questions) < count:
        raise EvalError(f"the suites hold {len(questions)} questions, not {count}")
    return [questions[number * len(questions) // count] for number in range(count)]


def machine() -> str:
    """Return what the figures depend on: processor, load, versions."""
    versions = (f"{name} {version_of(name)}" for name in (*PACKAGES, "fastapi"))
    return (
        f"{platform.system()} {platform.machine()}, {_processor()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}\n"
        f"{', '.join(versions)}\n"
        f"{time.strftime('%Y-%m-%d %H:%M %Z')}, load at the start: {_load()}"
    )


def _processor() -> str:
    """Return the processor's name; Linux only tells it in /proc."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "unknown processor"


def _load() -> str:
    """Return the load averages over 1, 5 and 15 minutes."""
    try:
        return " ".join(f"{load:.2f}" for load in os.getloadavg())
    except OSError:
        return "unknown"


def _table(timings: Sequence[Timing]) -> Table:
    table = Table("what")
    for column in ("median", "p95", "fastest", "slowest", "n"):
        table.add_column(column, justify="right")
    for each in timings:
        spread = (each.median, each.p95, min(each.seconds), max(each.seconds))
        # Of a handful of processes a 95th percentile says no more than the slowest.
        cells = [_seconds(value) for value in spread]
        cells[1] = cells[1] if len(each.seconds) >= 20 else "–"
        table.add_row(each.what, *cells, str(len(each.seconds)))
    return table


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


if __name__ == "__main__":
    sys.exit(main())
