"""What the web routes may ask of the desk, in one object beside the Service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.desk.house import House
from assistant.desk.uploads import Uploads
from assistant.desk.workshop import Tools, Workshop
from assistant.metrics import Metrics
from assistant.records.database import Database
from assistant.records.decisions import Decisions
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

        decisions: A fixed answer or the stop is changed through `house.changing`.

        mask: Takes personal data out of a text that is to be kept.

        workshop: Reads and ingests documents; None where staff cannot.

        password: Of the staff pages, plain or hashed; None for a server without them.
    """

    database: Database
    log: QuestionLog
    decisions: Decisions
    house: House
    metrics: Metrics
    uploads: Uploads
    mask: Mask = unmasked
    password: str | None = None
    workshop: Workshop | None = None

    @classmethod
    def over(
        cls,
        database: Database,
        mask: Mask = unmasked,
        password: str | None = None,
        tools: Tools | None = None,
    ) -> Desk:
        """Return a desk over a database."""
        decisions = Decisions(database)
        return cls(
            database=database,
            log=QuestionLog(database),
            decisions=decisions,
            house=House(decisions),
            metrics=Metrics(),
            mask=mask,
            password=password,
            uploads=Uploads(database.path.parent),
            workshop=Workshop(tools) if tools else None,
        )

    def open(self) -> None:
        """Begin to delete questions that are older than the retention period."""
        self.database.tend()

    def close(self) -> None:
        """Write what waits; nothing is kept after this."""
        self.database.close()
