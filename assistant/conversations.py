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

    def before(
        self, conversation: str, question: str, *, reopened: bool = False
    ) -> tuple[str, ...]:
        """Return the questions before one, oldest first; see `add`."""
        turns = self.turns(conversation)
        return turns[: _place(turns, question, reopened)]

    def add(self, conversation: str, question: str, *, reopened: bool = False) -> None:
        """
        Keep a question; asked again straight away, as by a page loaded again, it is the same.

        Args:

            reopened: Where an earlier page is opened again its question is not asked anew: it
                stands where it stood.
        """
        with self._lock:
            turns = self._kept.pop(conversation, ())
            if _place(turns, question, reopened) == len(turns):
                turns = (*turns, question)[-TURNS_KEPT:]
            self._kept[conversation] = turns
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _place(turns: tuple[str, ...], question: str, reopened: bool) -> int:
    """Return where a question stands among the turns: behind them, where it is new."""
    seen = turns if reopened else turns[-1:]
    if question not in seen:
        return len(turns)
    return len(turns) - 1 - turns[::-1].index(question)
