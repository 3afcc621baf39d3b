"""What was asked before in each conversation, in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict

TURNS_KEPT = 50
CONVERSATIONS_KEPT = 10_000


class Conversations:
    """The last questions of each conversation, in memory; the longest unused one goes first."""

    def __init__(self, most: int = CONVERSATIONS_KEPT) -> None:
        """Keep at most so many conversations."""
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def turns(self, conversation: str) -> tuple[str, ...]:
        """Return the questions so far, oldest first."""
        with self._lock:
            return self._kept.get(conversation, ())

    def add(self, conversation: str, question: str) -> None:
        """Keep a question."""
        with self._lock:
            turns = (*self._kept.pop(conversation, ()), question)
            self._kept[conversation] = turns[-TURNS_KEPT:]
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
