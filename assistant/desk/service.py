"""The Service of a server: what the inner one answers, noted in the log and the metrics."""

from __future__ import annotations

from datetime import date

from assistant.answer import Answer, Ask
from assistant.desk.desk import Desk
from assistant.service import IndexStatus, Service
from corpus.model import Document, Passage
from retrieval.filters import Filters
from retrieval.search import Hit


class DeskService:
    """A Service around another one. Thread-safe where that one is."""

    def __init__(self, inner: Service, desk: Desk) -> None:
        """Take the service that answers, and the desk that keeps record."""
        self._inner = inner
        self._desk = desk

    def answer(self, ask: Ask) -> Answer:
        """Answer one question, and note it; keeping record never stops an answer."""
        answer = self._inner.answer(ask)
        self._desk.metrics.answered(answer)
        self._desk.log.note(answer)
        return answer

    def search(self, query: str, filters: Filters, limit: int, offset: int = 0) -> list[Hit]:
        """Return passages, best first."""
        return self._inner.search(query, filters, limit, offset)

    def documents(self) -> list[Document]:
        """Return every document of the index, by title."""
        return self._inner.documents()

    def document(self, document_id: str) -> tuple[Document, list[Passage]] | None:
        """Return a document with its passages in order, or None."""
        return self._inner.document(document_id)

    def passage(self, passage_id: str) -> tuple[Document, Passage, list[Passage]] | None:
        """Return a passage with its document and its neighbours (before and after), or None."""
        return self._inner.passage(passage_id)

    def status(self) -> IndexStatus:
        """Tell whether an index is open and sound."""
        return self._inner.status()

    def today(self) -> date:
        """Return the date that validity is judged by."""
        return self._inner.today()
