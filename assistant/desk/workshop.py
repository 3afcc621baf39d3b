"""Reading and ingesting documents for staff, each in a process of its own."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from corpus.errors import IndexProblem, LoketError, RejectedFile
from corpus.model import Document, PageWarning, Passage

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """
    A file as ingest would read it.

    Args:

        notes: What of its metadata was derived or could not be used.
    """

    document: Document
    passages: tuple[Passage, ...]
    warnings: tuple[PageWarning, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What the last ingest did.

    Args:

        at: Its end, UTC, ISO 8601.

        rejected: (file, reason): nothing of it is in the index.

        warnings: (file, page or None, reason, dropped): the rest of the file is in the index.
    """

    at: str
    version: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    rejected: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, int | None, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """
    What the composition root lends; the first two run in another process, so they are pickled.

    Args:

        preview: Reads a file; raises RejectedFile.

        ingest: Brings the index up to date with the corpus, its sources and these paths; raises
            LoketError.

        last: Returns the outcome of the last ingest, None where none is known.

        previous: Returns a document as the previous version of the index has it, or None.
    """

    preview: Callable[[Path], Preview]
    ingest: Callable[[Sequence[Path]], None]
    last: Callable[[], Outcome | None]
    previous: Callable[[str], Document | None]


class Workshop:
    """
    Runs one ingest at a time, beside the answering. Thread-safe.

    A process of its own keeps a hostile or huge file away from the memory of the server, and its
    time limit works there.
    """

    def __init__(self, tools: Tools) -> None:
        """Take the tools; nothing runs yet."""
        self._tools = tools
        self._lock = threading.Lock()
        self._running = False
        self._again: list[Path] | None = None
        self.failure: str | None = None

    @property
    def running(self) -> bool:
        """Tell whether an ingest runs."""
        return self._running

    def preview(self, file: Path) -> Preview:
        """Read a file as ingest does; raises RejectedFile with the reason."""
        try:
            return _elsewhere(self._tools.preview, file)
        except BrokenProcessPool as crash:
            raise RejectedFile("the reader crashed on this file") from crash

    def start(self, paths: Sequence[Path]) -> None:
        """Start an ingest; while one runs, another follows it."""
        with self._lock:
            if self._running:
                self._again = list(paths)
                return
            self._running = True
        threading.Thread(target=self._work, args=(list(paths),), daemon=True).start()

    def _work(self, paths: list[Path]) -> None:
        while True:
            self.failure = self._ingested(paths)
            with self._lock:
                if self._again is None:
                    self._running = False
                    return
                paths, self._again = self._again, None

    def _ingested(self, paths: list[Path]) -> str | None:
        try:
            _elsewhere(self._tools.ingest, paths)
        except BrokenProcessPool:
            log.exception("an ingest that staff started crashed")
            return "the ingest crashed"
        except LoketError as problem:
            log.warning("an ingest that staff started failed: %s", problem)
            return str(problem)
        except Exception as fault:
            # A full disk, a library: whatever it was, the next ingest must still run.
            log.exception("an ingest that staff started failed")
            return f"the ingest failed: {type(fault).__name__}"
        return None

    def last(self) -> Outcome | None:
        """Return the outcome of the last ingest, None where none is known."""
        return self._tools.last()

    def previous(self, document_id: str) -> Document | None:
        """Return a document as the previous version of the index has it, or None."""
        try:
            return self._tools.previous(document_id)
        except IndexProblem:
            return None


def _elsewhere(job: Callable[..., T], *arguments: object) -> T:
    """Run a job in a new process, and return or raise what it does."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(job, *arguments).result()
