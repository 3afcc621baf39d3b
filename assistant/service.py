"""What every front (command line, HTTP, pages) may ask of the assistant, in one object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.answer import Answer, Ask
from corpus.model import Document, Passage
from retrieval.filters import Filters
from retrieval.search import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatus:
    """What `loket status` and `/ready` tell about the open index."""

    ready: bool
    version: str | None
    documents: int
    passages: int
    model: str | None
    problem: str | None = None


class Service(Protocol):
    """The composition root builds one of these; a server has the desk and the originals beside."""

    def answer(self, ask: Ask, heard: Callable[[Answer], None] | None = None) -> Answer:
        """
        Answer one question; never raises for what a visitor may type.

        Args:

            heard: Told what there is of an answer that takes time, each time that a verified
                sentence is ready. Those sentences are the first of the answer.
        """
        ...

    def search(self, query: str, filters: Filters, limit: int, offset: int = 0) -> list[Hit]:
        """Return passages, best first."""
        ...

    def documents(self) -> list[Document]:
        """Return every document of the index, by title."""
        ...

    def document(self, document_id: str) -> tuple[Document, list[Passage]] | None:
        """Return a document with its passages in order, or None."""
        ...

    def passage(self, passage_id: str) -> tuple[Document, Passage, list[Passage]] | None:
        """Return a passage with its document and its neighbours (before and after), or None."""
        ...

    def status(self) -> IndexStatus:
        """Tell whether an index is open and sound."""
        ...

    def today(self) -> date:
        """Return the date that validity is judged by."""
        ...
