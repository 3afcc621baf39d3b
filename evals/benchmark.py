"""How fast it is here: `python -m evals.benchmark` measures the real commands on this machine."""

from __future__ import annotations

import argparse
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from corpus.errors import LoketError
from evals.errors import EvalError
from evals.figures import percentile
from evals.indexes import BRONNEN
from evals.suites import load_suite, suite_names

LOKET = Path(sys.executable).with_name("loket")
PACKAGES = ("loketwijzer", "numpy", "onnxruntime", "tokenizers", "tantivy", "chromadb", "fastapi")
QUESTION = "Wat doet een regionaal loket voor zij-instromers?"
READY_SECONDS = 60
STOP_SECONDS = 15
POLL_SECONDS = 0.005


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure everything, print the table; 0 when done, 2 when something cannot be measured."""
    options = _options(arguments)
    console = Console()
    console.print(machine(), markup=False, highlight=False)
    try:
        with tempfile.TemporaryDirectory(prefix="loket-bench-") as temporary:
            timings = measure(options, Path(temporary), console)
    except (LoketError, OSError, httpx.HTTPError) as problem:
        print(f"benchmark: {problem}", file=sys.stderr)
        return 2
    console.print(_table(timings))
    console.print(f"load at the end: {_load()}", markup=False, highlight=False)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.benchmark", description=__doc__)
    parser.add_argument("--folder", type=Path, default=BRONNEN, help="documents to ingest")
    parser.add_argument("--questions", type=int, default=50, help="different ones, over HTTP")
    parser.add_argument("--repeats", type=int, default=5, help="of everything that is a process")
    parser.add_argument("--ingests", type=int, default=3, help="into a new index, each time")
    parser.add_argument("--loket", type=Path, default=LOKET, help="the loket command")
    options = parser.parse_args(arguments)
    if min(options.questions, options.repeats, options.ingests) < 1:
        parser.error("--questions, --repeats and --ingests must be at least 1")
    return options


def measure(options: argparse.Namespace, folder: Path, console: Console) -> list[Timing]:
    """Return every timing; the indexes are made below `folder`."""
    if not options.folder.is_dir():
        raise EvalError(f"there is no folder '{options.folder}'; name one with --folder")
    loket = _Loket(options.loket, folder / "index-1")
    questions = some_questions(options.questions)
    timings = []
    for step in (
        lambda: _ingest_fresh(options, folder, console),
        lambda: _repeat("ingest, nothing changed", options.repeats, loket.ingest),
        lambda: _repeat("ask, whole process, warm", options.repeats, loket.ask, warm=1),
        lambda: _repeat("serve, start to ready", options.repeats, loket.start_and_stop, warm=1),
        lambda: _requests(loket, questions),
    ):
        timings.append(step())
        console.print(f"measured: {timings[-1].what}", markup=False, highlight=False)
    return timings


def _repeat(what: str, times: int, act: Callable[[], float], warm: int = 0) -> Timing:
    """Time an act that returns its seconds; the first `warm` runs are not counted."""
    for _ in range(warm):
        act()
    return Timing(what=what, seconds=tuple(act() for _ in range(times)))


def _ingest_fresh(options: argparse.Namespace, folder: Path, console: Console) -> Timing:
    """Time an ingest of corpus/ and the folder into a new index each time, and tell its size."""
    seconds = []
    for number in range(1, options.ingests + 1):
        loket = _Loket(options.loket, folder / f"index-{number}")
        seconds.append(loket.ingest(options.folder))
    for line in loket.said.splitlines():
        if line.startswith(("documents:", "passages:")):
            console.print(line, markup=False, highlight=False)
    what = f"ingest, corpus/ and {options.folder.name}/, new index"
    return Timing(what=what, seconds=tuple(seconds))


class _Loket:
    """The loket command over one index, as a user runs it."""

    def __init__(self, command: Path, index: Path) -> None:
        self._command = command
        self._index = index
        self.said = ""
        """What the last command printed."""

    def ingest(self, *paths: Path) -> float:
        """Run an ingest and return its seconds."""
        return self._timed("ingest", *(str(path) for path in paths))

    def ask(self) -> float:
        """Ask one question in a process of its own and return its seconds."""
        return self._timed("ask", QUESTION, "--json")

    def start_and_stop(self) -> float:
        """Start a server, and return the seconds until it is ready."""
        with self.serving() as (_, seconds):
            return seconds

    @contextmanager
    def serving(self) -> Iterator[tuple[str, float]]:
        """Run a server on a free port; gives its address and the seconds until it was ready."""
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        started = time.perf_counter()
        with tempfile.TemporaryFile() as output:
            server = subprocess.Popen(
                self._line("serve", "--host", "127.0.0.1", "--port", str(port)),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                _wait_until_ready(address, server)
                yield address, time.perf_counter() - started
            finally:
                _stop(server)

    def _timed(self, *arguments: str) -> float:
        started = time.perf_counter()
        done = subprocess.run(self._line(*arguments), capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - started
        self.said = done.stdout
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip() or "nothing").splitlines()[-1]
            raise EvalError(f"loket {arguments[0]} ended with {done.returncode}: {said}")
        return seconds

    def _line(self, *arguments: str) -> list[str]:
        return [str(self._command), *arguments, "--index", str(self._index)]


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + READY_SECONDS
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() < end:
            if server.poll() is not None:
                raise EvalError(f"loket serve ended with {server.returncode}")
            if _is_ready(client, address):
                return
            time.sleep(POLL_SECONDS)
    raise EvalError(f"loket serve was not ready after {READY_SECONDS} s")


def _is_ready(client: httpx.Client, address: str) -> bool:
    try:
        return client.get(f"{address}/ready").status_code == 200
    except httpx.TransportError:
        return False


def _requests(loket: _Loket, questions: Sequence[str]) -> Timing:
    """Time one request a question, over one connection, after one request to warm up."""
    with (
        loket.serving() as (address, _),
        httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
    ):
        _request(client, QUESTION)
        seconds = tuple(_request(client, question) for question in questions)
    return Timing(what=f"HTTP answer, {len(questions)} different questions", seconds=seconds)


def _request(client: httpx.Client, question: str) -> float:
    started = time.perf_counter()
    client.post("/v1/answers", json={"question": question}).raise_for_status()
    return time.perf_counter() - started


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
    return (
        f"{platform.system()} {platform.machine()}, {_processor()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}\n"
        f"{', '.join(f'{name} {_version(name)}' for name in PACKAGES)}\n"
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


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


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
