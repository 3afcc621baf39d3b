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

    def before(self, conversation: str, question: str) -> tuple[str, ...]:
        """Return the questions before one, oldest first; see `add`."""
        return _without_last(self.turns(conversation), question)

    def add(self, conversation: str, question: str) -> None:
        """Keep a question; asked again straight away, as by a page loaded again, it is the same."""
        with self._lock:
            turns = (*_without_last(self._kept.pop(conversation, ()), question), question)
            self._kept[conversation] = turns[-TURNS_KEPT:]
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _without_last(turns: tuple[str, ...], question: str) -> tuple[str, ...]:
    return turns[:-1] if turns[-1:] == (question,) else turns
