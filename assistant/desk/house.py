"""What staff decided that changes answers, in memory: the stop and the fixed answers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.records.decisions import Curated, Decisions, Stop
from corpus.errors import RecordsProblem

log = logging.getLogger(__name__)

RETRY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one moment."""

    stop: Stop | None = None
    curated: tuple[Curated, ...] = ()


class House:
    """
    Holds the rules for the answers; read once, and again after each change. Thread-safe.

    While the records cannot be read, the last known rules hold; before that, none. What could
    not be read is tried again.
    """

    def __init__(self, decisions: Decisions) -> None:
        """Take the decisions; nothing is read yet."""
        self._decisions = decisions
        self._reading = threading.Lock()
        self._rules = Rules()
        self._stale = True
        self._retry_at = 0.0

    def rules(self) -> Rules:
        """Return the rules that hold now; never raises."""
        if self._stale and time.monotonic() >= self._retry_at:
            try:
                self.refresh()
            except RecordsProblem as problem:
                log.warning("the stop and the fixed answers could not be read: %s", problem)
        return self._rules

    def refresh(self) -> None:
        """Read the rules again, after a change; raises RecordsProblem."""
        with self._reading:
            self._stale, self._retry_at = True, time.monotonic() + RETRY_SECONDS
            stop, curated = self._decisions.stopped(), tuple(self._decisions.curated())
            self._rules, self._stale = Rules(stop, curated), False

    @contextmanager
    def changing(self) -> Iterator[Decisions]:
        """Give the decisions to change, and read the rules again whatever came of it."""
        try:
            yield self._decisions
        finally:
            self.refresh()
