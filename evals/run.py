"""Asking a system every question of a suite, and keeping what came back. Nothing is judged here."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from evals.runfile import Header, Outcome, RunFile, Texts
from evals.suites import Item
from evals.systems.base import System

Tick = Callable[[], None]
PACKAGES = ("loketwijzer", "numpy", "onnxruntime", "tokenizers", "tantivy", "chromadb")
VOLATILE = frozenset({"id", "conversation_id", "timings_ms"})
"""What differs when the same question is asked again."""


def run_suite(
    system: System,
    suite: str,
    split: str,
    items: Sequence[Item],
    tick: Tick | None = None,
    repeats: int = 1,
) -> RunFile:
    """Ask every item, one after the other, in order; `tick` is called after each."""
    started, clock = datetime.now(UTC), time.perf_counter()
    outcomes = []
    for item in items:
        outcomes.append(ask_one(system, item, repeats))
        if tick is not None:
            tick()
    seconds = time.perf_counter() - clock
    header = Header(
        suite=suite,
        split=split,
        system=system.name,
        started=started.isoformat(timespec="seconds"),
        seconds=round(seconds, 2),
        answers=system.answers,
        searches=system.searches,
        repeats=repeats,
        versions=versions(),
        **system.described(),
    )
    return RunFile(header=header, outcomes=outcomes, texts=_cited_texts(system, outcomes))


def ask_one(system: System, item: Item, repeats: int = 1) -> Outcome:
    """Ask one item; a breakdown becomes an outcome, so that it is scored as wrong."""
    answer, hits, same, error = None, None, None, None
    started = time.perf_counter()
    ms = 0.0
    try:
        if system.answers:
            answer = system.answer(item)
            ms = _since(started)
        if system.searches:
            hits = tuple(system.search(item))
            ms = ms or _since(started)
        if system.answers and repeats > 1:
            again = (_afresh(system, item) for _ in range(repeats - 1))
            same = all(_lasting(each) == _lasting(answer or {}) for each in again)
    except Exception as fault:  # noqa: BLE001  one broken answer must not hide the others
        answer, hits, same = None, None, None
        error = f"{type(fault).__name__}: {fault}"
    return Outcome(
        id=item.id, answer=answer, hits=hits, same=same, ms=ms or _since(started), error=error
    )


def _afresh(system: System, item: Item) -> dict[str, Any]:
    """Return another answer; a kept one would be the same whatever the system does."""
    system.forget()
    return system.answer(item)


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _lasting(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in VOLATILE}


def _cited_texts(system: System, outcomes: Iterable[Outcome]) -> Texts:
    """Return the texts of every document and passage that an answer cites."""
    sources = [
        source
        for outcome in outcomes
        for source in (outcome.answer or {}).get("sources") or ()
        if isinstance(source, dict)
    ]
    texts = system.texts({str(source.get("document_id")) for source in sources})
    cited = {str(source.get("passage_id")) for source in sources}
    passages = {name: text for name, text in texts.passages.items() if name in cited}
    return Texts(documents=texts.documents, passages=passages)


def versions() -> dict[str, str]:
    """Return the versions that answers and times may depend on."""
    found = {"python": platform.python_version(), "machine": platform.machine()}
    return found | {package: version_of(package) for package in PACKAGES}


def version_of(package: str) -> str:
    """Return the version of a package that is installed, else 'absent'."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
