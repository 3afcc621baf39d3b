"""
Times of the set-ups that people would otherwise use: `python -m evals.peers_speed`.

All with the packaged embedding engine, as a user would have it; ours also as it comes. An ingest
of a few whole documents, and questions over an index that is grown to a size: theirs as a search
alone, inside the process; ours as whole answers with verification, over HTTP. Their vectors at
that size are made up: embedding them changes no search time. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.local import embedder_of
from assistant.loket import run_ingest
from assistant.settings import Settings, from_environment
from corpus.errors import LoketError
from corpus.model import Document
from evals.benchmark import LOKET, machine, some_questions
from evals.engines import PACKAGED
from evals.figures import percentile
from evals.growth import SEED, Copies, grow
from evals.load import ask_all
from evals.peers import OURS, PEERS
from evals.processes import QUESTION, Loket
from evals.search_table import Find
from ingest.progress import Silent
from retrieval.embedding.base import Embedder, EmbeddingSettings, load_embedder
from retrieval.index import Index, open_index

CLIENTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """
    What was timed of one set-up, in seconds.

    Args:

        ingest: Of the documents, end to end.

        questions: One question after the other; empty where not asked.

        throughput: Questions a second, by eight threads or clients at once.
    """

    name: str
    ingest: float
    questions: tuple[float, ...] = ()
    throughput: float = 0.0


class MadeUp:
    """The packaged engine for questions; passages get unit vectors at random."""

    def __init__(self, real: Embedder) -> None:
        """Take the engine that embeds the questions."""
        self._real, self._chance = real, np.random.default_rng(SEED)
        self.name, self.dimensions = real.name, real.dimensions

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Return unit vectors, shape (len(texts), d)."""
        return self._real.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        """Return unit vectors that mean nothing, shape (len(texts), d)."""
        made = self._chance.standard_normal((len(texts), self.dimensions))
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def main(arguments: Sequence[str] | None = None) -> int:
    """Time ours and every peer, and print a table; 2 where that cannot be done."""
    options = _options(arguments)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(machine(), markup=False, highlight=False)
    try:
        with tempfile.TemporaryDirectory(prefix="loket-peers-") as temporary:
            console.print(_told(measure(options, Path(temporary)), options))
    except (LoketError, ImportError, OSError) as problem:
        print(f"peers: {problem}", file=sys.stderr)
        return 2
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.peers_speed", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--index", type=Path, help="the index to take and grow from")
    parser.add_argument("--documents", type=int, default=12, help="to ingest")
    parser.add_argument("--passages", type=int, default=10_000, help="to search in")
    parser.add_argument("--questions", type=int, default=60, help="different ones")
    parser.add_argument("--peer", choices=PEERS, action="append", help="else all")
    parser.add_argument("--loket", type=Path, default=LOKET, help="the loket command")
    options = parser.parse_args(arguments)
    if min(options.documents, options.passages, options.questions) < 1:
        parser.error("--documents, --passages and --questions must be at least 1")
    return options


def measure(options: argparse.Namespace, folder: Path) -> list[Times]:
    """Return the times of ours, ours with the packaged engine (ingest only), and each peer."""
    settings = from_environment()
    index = open_index(options.index or settings.index)
    packaged = load_embedder(EmbeddingSettings(engine=PACKAGED), settings.cache)
    documents = list(islice(index.documents.values(), options.documents))
    questions = some_questions(options.questions)
    texts = {each.id: each.text for each in documents}
    many = {each.id: each.text for each, _ in Copies(index, options.passages).of_documents()}
    slow = replace(settings, embedding=PACKAGED)
    found = [
        _ours(options, settings, index, documents, questions, folder / "ours"),
        Times(name=f"{OURS}, {PACKAGED}", ingest=_ingested(slow, documents, folder / "packaged")),
    ]
    for name in options.peer or PEERS:
        _, build = PEERS[name]
        started = time.perf_counter()
        build(texts, packaged)
        ingest = time.perf_counter() - started
        asked = _asked(build(many, MadeUp(packaged)), questions)
        found.append(replace(asked, name=name, ingest=ingest))
        print(f"{name}: done", file=sys.stderr, flush=True)
    return found


def _ours(
    options: argparse.Namespace,
    settings: Settings,
    index: Index,
    documents: Sequence[Document],
    questions: Sequence[str],
    folder: Path,
) -> Times:
    ingest = _ingested(settings, documents, folder / "few")
    grow(folder / "grown", index, embedder_of(settings), options.passages, Silent())
    loads = []
    for clients in (1, CLIENTS):
        with Loket(options.loket, folder / "grown").serving() as (address, _):
            ask_all(address, [QUESTION], 1)
            loads.append(ask_all(address, questions, clients))
    alone, together = loads
    return Times(name=OURS, ingest=ingest, questions=alone.seconds, throughput=together.throughput)


def _ingested(settings: Settings, documents: Sequence[Document], folder: Path) -> float:
    """Return the seconds of a first ingest of these documents alone, as Markdown files."""
    texts = folder / "texts"
    texts.mkdir(parents=True)
    for number, document in enumerate(documents):
        (texts / f"{number}.md").write_text(f"# {document.title}\n\n{document.text}\n")
    started = time.perf_counter()
    run_ingest(replace(settings, index=folder / "index", corpus=texts), [], Silent())
    return time.perf_counter() - started


def _asked(find: Find, questions: Sequence[str]) -> Times:
    """Search for each question, first one by one, then by eight threads at once."""
    find(QUESTION)
    taken = []
    for question in questions:
        started = time.perf_counter()
        find(question)
        taken.append(time.perf_counter() - started)
    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=CLIENTS) as pool:
        list(pool.map(find, questions))
    throughput = len(questions) / (time.perf_counter() - started)
    return Times(name="", ingest=0.0, questions=tuple(taken), throughput=throughput)


def _told(found: Sequence[Times], options: argparse.Namespace) -> Table:
    ours = found[0]
    table = Table(f"{options.documents} documents, {options.passages:,} passages")
    for column in ("ingest", "ratio", "p50", "p95", "ratio", "8 at once", "ratio"):
        table.add_column(column, justify="right")
    first = _median(ours)
    for each in found:
        cells = [f"{each.ingest:.2f} s", f"{each.ingest / ours.ingest:.1f}"]
        if each.questions:
            median, high = _median(each), percentile(each.questions, 95).value or 0.0
            cells += [f"{1000 * median:.1f} ms", f"{1000 * high:.1f} ms", f"{median / first:.2f}"]
            cells += [f"{each.throughput:.1f}/s", f"{each.throughput / ours.throughput:.2f}"]
        table.add_row(each.name, *cells)
    table.caption = "ours: whole answers over HTTP; the others: search alone, in the process"
    return table


def _median(times: Times) -> float:
    return percentile(times.questions, 50).value or 0.0


if __name__ == "__main__":
    sys.exit(main())
