"""What is said of sources that hold no more, or not yet; and which go first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from assistant.answer import Ask, Source
from assistant.evidence.candidates import Candidate
from assistant.evidence.chosen import Chosen
from assistant.messages import Messages
from assistant.wording.whereabouts import spoken_title
from corpus.model import Document


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
    made: dict[str, str] = {}
    for source in sources:
        document = documents[source.document_id]
        title = spoken_title(document)
        if document.valid_to is not None and document.expired(on):
            made[document.id] = messages.expired.format(
                title=title, until=plain_date(document.valid_to)
            )
        elif document.valid_from is not None and not document.in_force(on):
            made[document.id] = messages.not_yet.format(
                title=title, since=plain_date(document.valid_from)
            )
    return tuple(dict.fromkeys(made.values()))


def plain_date(day: date) -> str:
    """Return a date as every language here reads it: 31-12-2025."""
    return f"{day.day}-{day.month}-{day.year}"


def dated(document: Document) -> str:
    """Return from when a document is: its validity, else its publication, else when checked."""
    if document.valid_from is not None:
        return plain_date(document.valid_from)
    return document.published or document.checked_on or "?"
