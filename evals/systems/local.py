"""This pipeline, in this process, behind the Service that every front uses."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from assistant.answer import Ask
from assistant.service import Service
from evals.runfile import Retrieved, Texts
from evals.suites import Item
from evals.systems.base import HITS, search_text
from retrieval.filters import Filters


class LocalSystem:
    """Asks a Service."""

    answers = True
    searches = True

    def __init__(
        self,
        service: Service,
        settings: dict[str, Any] | None = None,
        name: str = "pipeline",
        forget: Callable[[], None] | None = None,
    ) -> None:
        """
        Take an open service.

        Args:

            settings: What it was built from, nothing secret.

            forget: Drops the answers that it keeps.
        """
        self.name = name
        self._forget = forget
        self._service = service
        self._settings = settings or {}

    def answer(self, item: Item) -> dict[str, Any]:
        """Return the service's answer, in a conversation of its own."""
        ask = Ask(
            question=item.question,
            earlier=item.turns[:-1],
            region=item.region,
            sector=item.sector,
            on=item.on,
        )
        return self._service.answer(ask).to_json()

    def search(self, item: Item) -> list[Retrieved]:
        """Return what the search for staff gives."""
        filters = Filters(region=item.region, sector=item.sector, on=item.on)
        return [
            Retrieved(
                document=hit.document.id,
                text=hit.passage.text,
                section=" › ".join(hit.passage.section) or None,
                score=hit.score,
            )
            for hit in self._service.search(search_text(item), filters, HITS)
        ]

    def forget(self) -> None:
        """Drop the answers that the service keeps."""
        if self._forget is not None:
            self._forget()

    def texts(self, document_ids: Collection[str]) -> Texts:
        """Return the texts of documents and their passages."""
        texts = Texts()
        for document_id in sorted(document_ids):
            found = self._service.document(document_id)
            if found is not None:
                document, passages = found
                texts.documents[document_id] = document.text
                texts.passages.update((passage.id, passage.text) for passage in passages)
        return texts

    def described(self) -> dict[str, Any]:
        """Return the version and the model of the index that was asked."""
        status = self._service.status()
        return {
            "index_version": status.version,
            "model": status.model,
            "settings": self._settings,
        }
