"""The way of a question to its answer, as one readable list of steps."""

from __future__ import annotations

from datetime import date

from assistant.answer import Answer, Ask, Contact, Status
from retrieval.search import Retriever


class Pipeline:
    """Answers questions over one open index."""

    def __init__(self, retriever: Retriever) -> None:
        """Take the retriever of the index that is to be asked."""
        self._retriever = retriever

    def answer(self, ask: Ask, on: date) -> Answer:
        """Return the answer to one question, judged as of a date."""
        contact = Contact(name="Onderwijsloket", url="https://www.onderwijsloket.com", email=None,
                          phone=None, why="")
        return Answer(id="", conversation_id="", question=ask.question, status=Status.NOT_FOUND,
                      text="", contact=contact, index_version=self._retriever.index.manifest.version)
