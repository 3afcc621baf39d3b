"""
How fast the search is at sizes that no desk has: `python -m evals.search_speed`.

Search only: words and vectors, filters, fusion and folding, over an index that is grown from a
real one. The questions are embedded beforehand, and late interaction is not in it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.local import embedder_of
from assistant.settings import from_environment
from corpus.errors import LoketError
from evals.benchmark import machine, numbers, some_questions
from evals.figures import percentile
from evals.growth import grow_searchable
from evals.load import disk_megabytes, resident_megabytes
from retrieval.dense import Dense
from retrieval.filters import Filters
from retrieval.index import Index, open_index, open_version
from retrieval.search import CANDIDATES, Retriever

WARM = 5
"""Questions that are asked before the clock runs."""

TODAY = date(2026, 11, 22)


class Given:
    """An embedder that knows its questions already."""

    def __init__(self, name: str, vectors: dict[str, np.ndarray]) -> None:
        """Take the name of the engine and question to unit vector, shape (d,)."""
        self.name, self._vectors = name, vectors
        self.dimensions = len(next(iter(vectors.values())))

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors of known questions; raises KeyError for another one."""
        return np.stack([self._vectors[text] for text in texts])

    def embed_passages(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        """Never asked in a search."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """
    One size: seconds of each search, plain and filtered, and of the dense leg done both ways.

    Args:

        share: Of the passages, what the filters let through.

        overlap: Of the exact nearest passages, how many the sieve finds, mean over the questions.

        memory: What the process holds after the searches, in MB; None where nobody tells.
    """

    passages: int
    plain: tuple[float, ...]
    filtered: tuple[float, ...]
    share: float
    exact: tuple[float, ...]
    sieved: tuple[float, ...]
    overlap: float
    opened: float
    memory: float | None


def searched(folder: Path, vectors: dict[str, np.ndarray]) -> Speed:
    """Open a version and search it for every question; in a process of its own for its memory."""
    started = time.perf_counter()
    index = open_version(folder)
    retriever = Retriever(index, Given(index.manifest.engine, vectors))
    opened = time.perf_counter() - started
    filters = some_filters(index)
    plain = _timed(retriever, list(vectors), Filters())
    filtered = _timed(retriever, list(vectors), filters)
    memory = resident_megabytes(os.getpid())
    mask = np.ones(len(index.passages), dtype=bool)
    exact = _nearest(Dense(index.vectors, exact=len(mask)), vectors, mask)
    sieved = _nearest(Dense(index.vectors, exact=0), vectors, mask)
    overlaps = [
        len(np.intersect1d(all_of_them, found)) / len(all_of_them)
        for (_, all_of_them), (_, found) in zip(exact, sieved, strict=True)
    ]
    return Speed(
        passages=len(mask),
        plain=plain,
        filtered=filtered,
        share=float(retriever.mask(filters).mean()),
        exact=tuple(seconds for seconds, _ in exact),
        sieved=tuple(seconds for seconds, _ in sieved),
        overlap=float(np.mean(overlaps)),
        opened=opened,
        memory=memory,
    )


def some_filters(index: Index) -> Filters:
    """Return filters as a visitor of one region has them: all four masks at once."""
    regions = sorted({region for each in index.documents.values() for region in each.regions})
    return Filters(region=tuple(regions[:1]), sector="vo", on=TODAY, audience="public")


def _timed(retriever: Retriever, questions: Sequence[str], filters: Filters) -> tuple[float, ...]:
    for question in questions[:WARM]:
        retriever.search(question, filters)
    taken = []
    for question in questions[WARM:]:
        started = time.perf_counter()
        retriever.search(question, filters)
        taken.append(time.perf_counter() - started)
    return tuple(taken)


def _nearest(
    dense: Dense, vectors: dict[str, np.ndarray], mask: np.ndarray
) -> list[tuple[float, np.ndarray]]:
    """Return seconds and rows for each question."""
    found = []
    for vector in vectors.values():
        started = time.perf_counter()
        rows = dense.asked(vector, mask).nearest(mask, CANDIDATES)
        found.append((time.perf_counter() - started, rows))
    return found[WARM:]


def main(arguments: Sequence[str] | None = None) -> int:
    """Grow, search and print a table, size by size; 2 when something cannot be measured."""
    options = _options(arguments)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(machine(), markup=False, highlight=False)
    try:
        with tempfile.TemporaryDirectory(prefix="loket-search-") as temporary:
            for size in options.passages:
                console.print(_told(*_measured(options, Path(temporary) / str(size), size)))
    except (LoketError, OSError) as problem:
        print(f"search speed: {problem}", file=sys.stderr)
        return 2
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.search_speed", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--index", type=Path, help="the index to grow from; else the settings'")
    parser.add_argument("--questions", type=int, default=105, help="of which five to warm up")
    parser.add_argument(
        "--passages", type=numbers, default=[10_000, 100_000], help="sizes: 100000,1000000"
    )
    options = parser.parse_args(arguments)
    if options.questions <= WARM or min(options.passages) < 1:
        parser.error(f"--questions must be more than {WARM}, and --passages at least 1")
    return options


def _measured(options: argparse.Namespace, folder: Path, size: int) -> tuple[Speed, float]:
    settings = from_environment()
    index = open_index(options.index or settings.index)
    grow_searchable(folder, index, size)
    questions = some_questions(options.questions)
    vectors = dict(zip(questions, embedder_of(settings).embed_queries(questions), strict=True))
    # A process that has grown nothing: its memory is that of the search.
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(searched, folder, vectors).result(), disk_megabytes(folder)


def _told(speed: Speed, disk: float) -> Table:
    table = Table(f"{speed.passages:,} passages")
    for column in ("p50", "p95", "p99"):
        table.add_column(column, justify="right")
    rows = {
        "search": speed.plain,
        f"search, filters that leave {speed.share:.0%}": speed.filtered,
        "nearest vectors, every cosine": speed.exact,
        "nearest vectors, sieved": speed.sieved,
    }
    for name, seconds in rows.items():
        cells = [1000 * (percentile(seconds, at).value or 0.0) for at in (50, 95, 99)]
        table.add_row(name, *(f"{each:.1f} ms" for each in cells))
    held = "unknown" if speed.memory is None else f"{speed.memory:.0f} MB"
    table.caption = (
        f"sieved finds {speed.overlap:.1%} of the {CANDIDATES} nearest; opened in "
        f"{speed.opened:.1f} s; memory {held}; on disk {disk:.0f} MB"
    )
    return table


if __name__ == "__main__":
    sys.exit(main())
