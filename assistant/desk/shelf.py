"""The list of documents: narrowed by words, and sorted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from corpus.model import Document
from corpus.text import slug


class ShelfOrder(StrEnum):
    """How the documents are sorted; the first is how they come."""

    TITLE = "titel"
    ENDING = "geldig tot"
    CHECKED = "langst niet nagekeken"
    NEWEST = "nieuwste"


def with_words(documents: Iterable[Document], text: str) -> list[Document]:
    """Return the documents that have every word of a text in title, publisher, kind or region."""
    words = slug(text).split("-")
    return [each for each in documents if all(word in _said_of(each) for word in words)]


def _said_of(document: Document) -> str:
    parts = (document.title, document.publisher, document.type, *document.regions)
    return slug(" ".join(part for part in parts if part))


def in_order(documents: Iterable[Document], order: ShelfOrder) -> list[Document]:
    """Return documents that come by title in another order; what is not known stands last."""
    found = list(documents)
    if order is ShelfOrder.ENDING:
        found.sort(key=lambda each: each.valid_to or date.max)
    elif order is ShelfOrder.CHECKED:
        found.sort(key=lambda each: each.checked_on or "9999")
    elif order is ShelfOrder.NEWEST:
        found.sort(key=lambda each: str(each.published or each.valid_from or ""), reverse=True)
    return found
