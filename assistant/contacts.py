"""The way to a person: the desk of the region a question is about, else the national one."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Contact
from corpus.model import Document

NATIONAL = Contact(
    name="het landelijke Onderwijsloket",
    url="https://www.onderwijsloket.com",
    email=None,
    phone=None,
    why="Het landelijke loket geeft gratis en onafhankelijk advies over werken in het onderwijs.",
)


def contact_for(regions: Iterable[str], documents: Iterable[Document]) -> Contact:
    """Return the contact of the one region named, where a document gives its website."""
    wanted = list(regions)
    if len(wanted) != 1:
        return NATIONAL
    for document in documents:
        if document.regions == (wanted[0],) and document.url and document.publisher:
            return Contact(
                name=document.publisher,
                url=document.url,
                email=None,
                phone=None,
                why="Je vraag gaat over deze regio.",
            )
    return NATIONAL
