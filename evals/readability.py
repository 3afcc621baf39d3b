"""How hard a Dutch answer is to read: Flesch-Douma, as our own documents are checked."""

from __future__ import annotations

from typing import Any

from evals.citations import spoken
from ingest.checks.readability import flesch_douma


def readability(answer: dict[str, Any]) -> float | None:
    """Return the Flesch-Douma score (about 0 hard, 100 easy) of what an answer says, or None."""
    found = flesch_douma([spoken(sentence["text"]) for sentence in answer["sentences"]])
    return found.score if found else None
