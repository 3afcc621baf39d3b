"""What is said of sources that hold no more, or not yet; and which go first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.answer import Ask, Source
from assistant.evidence.candidates import Candidate
from assistant.evidence.chosen import Chosen
from assistant.messages import Messages
from assistant.understanding.dates import FROM, dates
from assistant.wording.whereabouts import spoken_title
from corpus.model import Document

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOW = re.compile(
    r"\b(?:(?:dit|komend|volgend) (?:school|studie|kalender)?jaar|nu (?:nog|ook)|nog steeds"
    r"|op dit moment|momenteel|tegenwoordig|vandaag|this year|right now|still|currently"
    r"|dieses jahr|zurzeit|aktuell|noch immer)\b",
    re.I,
)
"""Asks for what holds today, without a date."""


def in_force_first(chosen: list[Chosen], ranked: Iterable[Candidate]) -> list[Chosen]:
    """
    Return the units with those of expired documents behind the others, each in their order.

    An expired document that the question asks for, by its year or its region, keeps its place.
    """
    outdated = {c.passage.id for c in ranked if c.feature("outdated") > 0}
    return sorted(chosen, key=lambda unit: unit.passage.id in outdated)


def as_of(ask: Ask, messages: Messages) -> tuple[str, ...]:
    """Return a sentence for the date that was asked for, where one was."""
    return (messages.as_of.format(on=plain_date(ask.on)),) if ask.on is not None else ()


def notes_of(
    sources: Iterable[Source],
    documents: Mapping[str, Document],
    messages: Messages,
    on: date,
) -> tuple[str, ...]:
    """Return a sentence for every cited document that is not in force, with its date."""
    made: list[str] = []
    for source in sources:
        document = documents[source.document_id]
        if document.expired(on):
            made.append(_ended(document, messages))
        elif not document.in_force(on):
            made.append(_to_come(document, messages))
    return tuple(dict.fromkeys(made))


def told_of(document: Document, messages: Messages) -> tuple[str, str]:
    """Return the sentences that `notes_of` may say of a document: it has ended, or is to come."""
    return _ended(document, messages), _to_come(document, messages)


def _ended(document: Document, messages: Messages) -> str:
    if document.valid_to is None:
        return ""
    return messages.expired.format(
        title=spoken_title(document), until=plain_date(document.valid_to)
    )


def _to_come(document: Document, messages: Messages) -> str:
    if document.valid_from is None:
        return ""
    return messages.not_yet.format(
        title=spoken_title(document), since=plain_date(document.valid_from)
    )


def nothing_newer(
    asked: str, quoted: Sequence[Chosen], documents: Mapping[str, Document], on: date
) -> bool:
    """
    Tell whether what is quoted is of the past, while the question is not about that time.

    It is where every document has expired; and where the question is about now, if every year
    that is told has gone by, the first passage tells one, and none is only where something began.

    Args:

        asked: The question with what it leans on.

        on: The date that validity is judged by.
    """
    years = [int(year) for year in _YEAR.findall(asked)]
    if not quoted or any(year < on.year for year in years):
        return False
    if all(documents[unit.passage.document_id].expired(on) for unit in quoted):
        return True
    if not years and not _NOW.search(asked):
        return False
    opening = [unit.text for unit in quoted if unit.passage.id == quoted[0].passage.id]
    if any(int(year) >= on.year for unit in quoted for year in _YEAR.findall(unit.text)):
        return False
    told = [date for text in opening for date in dates(text) if dict(date.parts).get("year")]
    return bool(told) and all(date.role != FROM for date in told)


def plain_date(day: date) -> str:
    """Return a date as every language here reads it: 31-12-2025."""
    return f"{day.day}-{day.month}-{day.year}"


def dated(document: Document) -> str:
    """Return from when a document is: its validity, else its publication, else when checked."""
    if document.valid_from is not None:
        return plain_date(document.valid_from)
    return document.published or document.checked_on or "?"
