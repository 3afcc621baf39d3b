"""The sources behind routes: each citation as a passage of the index, numbered as it is used."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Source
from corpus.errors import IndexProblem
from corpus.model import Document, Passage
from corpus.routes import Citation, Route, RouteBook, Statement

FindDocument = Callable[[str], tuple[Document, list[Passage]] | None]
"""A document's id to the document with its passages, or None where it may not be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A Dutch sentence, with the numbers of the sources that carry it."""

    text: str
    citations: tuple[int, ...]


class RouteSources:
    """Finds citations in the index, and numbers those that are used in the order of use."""

    def __init__(self, find: FindDocument, on: date) -> None:
        """Take the way to a document, and the day that validity is judged by."""
        self._find = find
        self._on = on
        self._found: dict[Citation, Source | None] = {}
        self._numbers: dict[Citation, int] = {}
        self.cited: list[Source] = []

    def backed(self, book: RouteBook) -> tuple[RouteBook, tuple[str, ...]]:
        """
        Return the routes whose every statement has its source, and the ids of the others.

        Raises IndexProblem where no route has.
        """
        routes = tuple(route for route in book.routes if self._backs(route))
        withheld = tuple(route.id for route in book.routes if route not in routes)
        if not routes:
            raise IndexProblem("the index holds no document that a route cites; run: loket ingest")
        return replace(book, routes=routes), withheld

    def say(self, statement: Statement) -> Said:
        """Return a statement with the number of its source."""
        return Said(text=statement.say, citations=(self._number(statement.citation),))

    def _backs(self, route: Route) -> bool:
        return all(self._source(each.citation) is not None for each in route.statements())

    def _number(self, citation: Citation) -> int:
        if citation not in self._numbers:
            source = self._source(citation)
            assert source is not None, "only routes that are backed are shown"
            self._numbers[citation] = len(self.cited) + 1
            self.cited.append(replace(source, number=len(self.cited) + 1))
        return self._numbers[citation]

    def _source(self, citation: Citation) -> Source | None:
        if citation not in self._found:
            self._found[citation] = self._locate(citation)
        return self._found[citation]

    def _locate(self, citation: Citation) -> Source | None:
        """Return the citation as a source, its quote as it stands in the passage; or None."""
        found = self._find(citation.document)
        literal = re.compile(r"\s+".join(map(re.escape, citation.quote.split())))
        document, passages = found or (None, [])
        for passage in passages:
            match = literal.search(passage.text)
            if document and match:
                return Source.of(document, passage, match[0], self._on)
        return None
