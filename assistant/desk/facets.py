"""A staff search: hits narrowed and sorted, with counts for what they can be narrowed by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.model import Document
from retrieval.search import Hit

DEPTH = 200
"""Hits that are looked at; the counts are of these."""


class Validity(StrEnum):
    """Where a day stands in a document's validity; an open end counts as in force."""

    IN_FORCE = "geldig"
    EXPIRED = "verlopen"
    FUTURE = "toekomst"


class Order(StrEnum):
    """How the hits are sorted."""

    RELEVANCE = "relevantie"
    NEWEST = "nieuwste"
    OLDEST = "oudste"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to narrow by, with the number of hits that have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Narrowed:
    """
    The hits of a search.

    Args:

        facets: Name of a filter -> its choices, most hits first.
    """

    hits: list[Hit]
    facets: dict[str, list[Choice]]


_VALUES: dict[str, Callable[[Document], Iterable[str]]] = {
    "regio": lambda document: document.regions,
    "sector": lambda document: document.sectors,
    "soort": lambda document: filter(None, [document.type]),
    "uitgever": lambda document: filter(None, [document.publisher]),
    "jaar": lambda document: filter(None, [day_of(document)[:4]]),
}


def narrowed(hits: Iterable[Hit], wanted: dict[str, str], on: date, order: Order) -> Narrowed:
    """
    Return the hits that have every wanted value, sorted, with counts of what is left.

    Args:

        wanted: Facet name -> value; 'regio' and 'sector' keep what is national or general.
    """
    kept = [hit for hit in hits if _has_all(hit.document, wanted, on)]
    facets = {name: _choices(kept, values) for name, values in _VALUES.items()}
    facets["geldig"] = _choices(kept, lambda document: [validity(document, on)])
    if order != Order.RELEVANCE:
        kept.sort(key=lambda hit: day_of(hit.document), reverse=order == Order.NEWEST)
        kept.sort(key=lambda hit: not day_of(hit.document))
    return Narrowed(kept, facets)


def validity(document: Document, on: date) -> Validity:
    """Return how a document stands on a day."""
    if document.expired(on):
        return Validity.EXPIRED
    return Validity.IN_FORCE if document.in_force(on) else Validity.FUTURE


def day_of(document: Document) -> str:
    """Return the date that a document is sorted by, as text: published, else valid from, or ''."""
    start = document.valid_from.isoformat() if document.valid_from else ""
    return document.published or start


def _has_all(document: Document, wanted: dict[str, str], on: date) -> bool:
    for name, value in wanted.items():
        if name == "geldig":
            if validity(document, on) != value:
                return False
            continue
        own = list(_VALUES[name](document))
        general = name in ("regio", "sector") and not own
        if not general and value not in own:
            return False
    return True


def _choices(hits: list[Hit], values: Callable[[Document], Iterable[str]]) -> list[Choice]:
    counts = Counter(str(value) for hit in hits for value in values(hit.document))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Choice(value, count) for value, count in ordered]
