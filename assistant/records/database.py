"""The SQLite file: one thread writes, from a bounded queue; readers open their own connection."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from assistant.days import moment
from assistant.records.schema import migrate
from corpus.errors import RecordsProblem

log = logging.getLogger(__name__)

FILE = "records.db"
WAITING = 1000
"""Writes that may wait; with more, new ones are dropped and counted."""

WAIT_SECONDS = 5.0
RETRY_SECONDS = 5.0
"""What could not be opened is tried again after this."""

SWEEP_SECONDS = 3600.0
"""What is older than the retention period is deleted this often."""

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]


class Database:
    """
    The file with the records. Thread-safe; nothing is opened before the first use or `tend`.

    A file that cannot be written stops nothing: `put` counts the failure and `problem` tells it.
    """

    def __init__(self, folder: Path, retention_days: int) -> None:
        """Take the folder of the file, and how long questions are kept."""
        self.path = folder.resolve() / FILE
        self.problem: str | None = None
        self.failures = 0
        self._retention = timedelta(days=retention_days)
        self._queue: queue.Queue[tuple[Job[Any], Future[Any] | None] | None] = queue.Queue(WAITING)
        self._connection: sqlite3.Connection | None = None
        self._retry_at = 0.0
        self._sweep_at = 0.0
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def tend(self) -> None:
        """Delete what is too old from now on, also where nothing is ever written or read."""
        if self.path.is_file():
            self.put(_nothing)

    def put(self, job: Job[Any]) -> None:
        """Write soon, without waiting; what cannot be written is counted and told of."""
        if self._closed:
            return
        self._start()
        try:
            self._queue.put_nowait((job, None))
        except queue.Full:
            self._failed("too many writes are waiting")

    def run(self, job: Job[T]) -> T:
        """Write and wait for the outcome, after all that was put before; raises RecordsProblem."""
        if self._closed:
            raise RecordsProblem("the records are closed")
        self._start()
        done: Future[T] = Future()
        try:
            self._queue.put((job, done), timeout=WAIT_SECONDS)
            return done.result(timeout=WAIT_SECONDS)
        except (queue.Full, TimeoutError) as slow:
            raise RecordsProblem("the records are too slow to write") from slow

    def read(self, job: Job[T]) -> T:
        """
        Read what was written so far; SQL has `folded(text)`, for finding text in any case.

        Raises RecordsProblem where the file cannot be read.
        """
        self.run(_nothing)
        try:
            with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as connection:
                connection.row_factory = sqlite3.Row
                # SQLite's own lower() knows no letters beyond ASCII.
                connection.create_function("folded", 1, str.casefold, deterministic=True)
                return job(connection)
        except sqlite3.Error as problem:
            raise RecordsProblem(f"the records cannot be read: {problem}") from problem

    def close(self) -> None:
        """Write what waits, and stop; later writes are dropped."""
        self._closed = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(WAIT_SECONDS)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="records", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while (item := self._next()) is not None:
            job, done = item
            try:
                result = self._write(job, must=done is not None)
            except Exception as fault:  # noqa: BLE001  handed to the waiter; the thread goes on
                reason = _reason(fault)
                self._failed(reason)
                if done is not None:
                    known = isinstance(fault, sqlite3.Error | OSError)
                    done.set_exception(RecordsProblem(reason) if known else fault)
            else:
                self.problem = None
                if done is not None:
                    done.set_result(result)
                self._sweep()
        self._disconnect()

    def _next(self) -> tuple[Job[Any], Future[Any] | None] | None:
        """Return what is to be written next, None at the end; nothing at all when it is quiet."""
        try:
            return self._queue.get(timeout=SWEEP_SECONDS)
        except queue.Empty:
            return _nothing, None

    def _write(self, job: Job[T], must: bool) -> T:
        connection = self._open(must)
        try:
            with transaction(connection):
                return job(connection)
        except sqlite3.OperationalError:
            self._disconnect()  # the file may have been moved, or its disk come back
            raise

    def _open(self, must: bool) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        if not must and time.monotonic() < self._retry_at:
            raise OSError(self.problem or "the records cannot be opened")
        self._retry_at = time.monotonic() + RETRY_SECONDS
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # a deleted question is gone
            with transaction(connection):
                migrate(connection)
        except sqlite3.Error:
            connection.close()
            raise
        self._connection = connection
        self._retry_at = 0.0
        return connection

    def _sweep(self) -> None:
        """Delete what is older than the retention period, where that was not done lately."""
        connection = self._connection
        if connection is None or time.monotonic() < self._sweep_at:
            return
        oldest = moment(datetime.now(UTC) - self._retention)
        try:
            with transaction(connection):
                connection.execute("DELETE FROM questions WHERE at < ?", (oldest,))
            # What was deleted stands in the log beside the file until that is emptied.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as problem:
            self._failed(_reason(problem))
            self._sweep_at = time.monotonic() + RETRY_SECONDS
        else:
            self._sweep_at = time.monotonic() + SWEEP_SECONDS

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _failed(self, reason: str) -> None:
        self.failures += 1
        if self.problem != reason:
            log.warning("a record was not kept: %s", reason)
        self.problem = reason


def _nothing(_: sqlite3.Connection) -> None:
    """Write nothing."""


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what happens within, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _reason(fault: Exception) -> str:
    """Return what went wrong, without the path of the file."""
    return (getattr(fault, "strerror", None) or str(fault)) or type(fault).__name__
