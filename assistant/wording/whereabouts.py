"""Says in an answer where its passages stand: the document, and the heading in it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from datetime import date

from assistant.messages import Messages
from assistant.understanding.values import FULL_MONTH, numbers
from corpus.model import Document, Passage
from corpus.text import fold

_NUMBERS_IN_TITLE = re.compile(
    r"\s*\([^)]*\)|\s*\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d(?:\d\d)?)?\b"
    rf"|\s*\b(?:{FULL_MONTH})\b|\s*\d+"
)
_NUMBERING = re.compile(r"^(?:artikel\s+)?[\d.]+[a-z]?[.:)]?\s+", re.I)
LONGEST_HEADING = 90
"""Characters; a longer one tells a reader nothing at a glance."""


class Whereabouts:
    """Says where the passages of one answer stand, each thing once."""

    def __init__(self, messages: Messages, on: date) -> None:
        """Take the texts of the visitor's language, and the date."""
        self._messages = messages
        self._on = on
        self._named = ""
        self._told: dict[str, set[str]] = {}

    def of(self, passage: Passage, document: Document) -> str:
        """Return what to say before a passage: its document, its heading in that, or ''."""
        told = self._told.setdefault(document.id, set())
        if document.id != self._named:
            said = self._document(document)
        else:
            heading = "" if document.sources else spoken_heading(passage, told)
            said = self._messages.from_section.format(title=heading) if heading else ""
        self._named = document.id
        told.update(passage.section)
        return said

    def _document(self, document: Document) -> str:
        if document.expired(self._on):
            form = self._messages.from_expired
        elif not document.in_force(self._on):
            form = self._messages.from_future
        else:
            form = self._messages.from_document
        return form.format(title=spoken_title(document))


def spoken_title(document: Document) -> str:
    """Return a document's title without years, numbers and what stands between brackets."""
    return fold(_NUMBERS_IN_TITLE.sub("", document.title)).rstrip(" -–:,") or (
        document.publisher or document.id
    )


def spoken_heading(passage: Passage, told: AbstractSet[str]) -> str:
    """
    Return the nearest heading of a passage that is not among those that were told, or ''.

    Its number, and numbers that the passage does not carry, are left out.
    """
    if not set(passage.section) - told:
        return ""
    nearest = next(heading for heading in reversed(passage.section) if heading not in told)
    heading = _NUMBERING.sub("", fold(nearest)).rstrip(" -–:,")
    if numbers(heading) - numbers(passage.text):
        heading = fold(_NUMBERS_IN_TITLE.sub("", heading))
    return heading if len(heading) <= LONGEST_HEADING else ""
