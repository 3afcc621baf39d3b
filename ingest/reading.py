"""Many files to documents: in this process, or in several where there are enough files."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from corpus.errors import RejectedFile
from ingest.document import Ingested, file_digest, read_document
from ingest.sources import SourceFile

PARALLEL_FROM = 400
"""Files; a process takes about a second to start, a page of Markdown 20 ms to read."""

MOST_PROCESSES = 8
AT_ONCE = 8

Work = tuple[SourceFile, str]


def read_each(work: Sequence[Work]) -> Iterator[Ingested | str]:
    """Yield, for each file with its digest, in order, its document or why it was rejected."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    if len(work) < PARALLEL_FROM or processes < 2:
        yield from map(outcome, work)
        return
    done = 0
    # Fresh processes: a fork would copy this one's threads and locks.
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            for made in pool.map(outcome, work, chunksize=AT_ONCE):
                yield made
                done += 1
    except BrokenProcessPool:
        yield from map(outcome, work[done:])


def outcome(work: Work) -> Ingested | str:
    """Read one file to a document, or to the reason why it cannot become one."""
    try:
        return read_file(*work)
    except RejectedFile as reason:
        return str(reason)


def read_file(file: SourceFile, digest: str | None = None) -> Ingested:
    """
    Read one file; raises RejectedFile, whatever goes wrong, with the reason.

    Args:

        digest: Of the file, where it is known.
    """
    try:
        return read_document(file, digest or file_digest(file))
    except RejectedFile:
        raise
    except OSError as problem:
        raise RejectedFile(str(problem)) from problem
    except Exception as fault:  # a parser may raise anything on a bad file
        raise RejectedFile(f"the reader failed: {type(fault).__name__}: {fault}") from fault
