"""What staff decided that changes answers, in memory: the stop and the fixed answers."""

from __future__ import annotations

import logging
import threading
import time
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

    While the records cannot be read, the last known rules hold; before that, none.
    """

    def __init__(self, decisions: Decisions) -> None:
        """Take the decisions; nothing is read yet."""
        self._decisions = decisions
        self._reading = threading.Lock()
        self._rules: Rules | None = None
        self._retry_at = 0.0

    def rules(self) -> Rules:
        """Return the rules that hold now; never raises."""
        if self._rules is None and time.monotonic() >= self._retry_at:
            try:
                self.refresh()
            except RecordsProblem as problem:
                log.warning("the stop and the fixed answers could not be read: %s", problem)
        return self._rules or Rules()

    def refresh(self) -> None:
        """Read the rules again, after a change; raises RecordsProblem."""
        with self._reading:
            self._retry_at = time.monotonic() + RETRY_SECONDS
            stop, curated = self._decisions.stopped(), tuple(self._decisions.curated())
            self._rules = Rules(stop, curated)
