"""What of an index its asker may see: the documents, and the regions that those know."""

from __future__ import annotations

from functools import lru_cache

from assistant.understanding.regions import aliases, named
from corpus.model import Audience, Document
from retrieval.filters import Filters
from retrieval.index import Index

AUDIENCES, FILTERS_KEPT = len(Audience) + 1, 64
"""What is looked up for each of them once an index; the documents of a version never change."""


class Visible:
    """Looks up what an audience may see of one index."""

    def __init__(self, index: Index) -> None:
        """Take the index."""
        self._index = index
        self.documents = lru_cache(AUDIENCES)(self._documents)
        self.regions = lru_cache(AUDIENCES)(self._regions)
        self.answering = lru_cache(FILTERS_KEPT)(self._answering)

    def named(self, text: str, context: str, audience: str | None) -> list[str]:
        """Return the regions that a question names, or else what it leans on."""
        known = self.regions(audience)
        return named(text, known) or named(context, known)

    def _documents(self, audience: str | None) -> list[Document]:
        return [each for each in self._index.documents.values() if each.shown_to(audience)]

    def _regions(self, audience: str | None) -> dict[str, set[str]]:
        """Return region -> the ways to write it."""
        return aliases(self.documents(audience))

    def _answering(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the documents that can answer someone."""
        return frozenset(each.id for each in self._index.documents.values() if filters.allow(each))
