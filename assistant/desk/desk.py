"""What the web routes may ask of the desk, in one object beside the Service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.metrics import Metrics
from assistant.records.database import Database
from assistant.records.questions import QuestionLog

Mask = Callable[[str], str]


def unmasked(text: str) -> str:
    """Return the text as it is."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """
    The composition root builds one of these for a server.

    Args:

        mask: Takes personal data out of a text that is to be kept.
    """

    database: Database
    log: QuestionLog
    metrics: Metrics
    mask: Mask = unmasked

    def close(self) -> None:
        """Write what waits; nothing is kept after this."""
        self.database.close()
