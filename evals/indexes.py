"""The index that a suite is asked on: that which serves, or one of the evaluation's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.service import Service
from assistant.settings import BRONNEN, Settings
from corpus.errors import IndexProblem
from evals.errors import EvalError
from evals.suites import Item

if TYPE_CHECKING:
    from assistant.local import LocalService


class NoDocuments(EvalError):
    """The documents that a suite asks about are not in the index: it cannot be asked here."""


def own_index(settings: Settings) -> Settings:
    """Return the settings with an index of the evaluation's own, below the cache."""
    return dataclasses.replace(settings, index=settings.cache / "evals" / "index")


class Indexes:
    """Makes, refreshes and opens indexes; each at most once in a run."""

    def __init__(self, settings: Settings, index: Path | None, bronnen: Path = BRONNEN) -> None:
        """
        Take the settings.

        Args:

            index: Ask this index only; None asks that of the settings and, where it lacks a
                suite's documents, an index of the evaluation's own with `bronnen` added.
        """
        self._main = dataclasses.replace(settings, index=index) if index else settings
        self._own = None if index else own_index(settings)
        self._bronnen = bronnen
        self._opened: dict[Path, LocalService] = {}

    def service_for(self, items: Sequence[Item], documents: Path | None = None) -> LocalService:
        """
        Return a service whose index holds the items' documents; raises NoDocuments.

        A suite that brings `documents` along is asked on an index of these alone.
        """
        if documents is not None and self._own is not None:
            own = self._own.index.with_name(documents.name)
            alone = dataclasses.replace(self._own, index=own, corpus=documents)
            return self._open(alone, ())
        service = self._open(self._main, ())
        absent = _absent(service, items)
        if absent and self._own is not None and self._bronnen.is_dir():
            service = self._open(self._own, (self._bronnen,))
            absent = _absent(service, items)
        if absent:
            raise NoDocuments(_reason(absent, self._bronnen))
        return service

    def _open(self, settings: Settings, sources: Sequence[Path]) -> LocalService:
        if settings.index not in self._opened:
            self._opened[settings.index] = _opened(settings, sources)
        return self._opened[settings.index]


def _opened(settings: Settings, sources: Sequence[Path]) -> LocalService:
    """Bring an index up to date and open it; raises IndexProblem where it cannot."""
    from assistant.loket import build_service, run_ingest  # slow to import
    from ingest.progress import Silent

    run_ingest(settings, sources, Silent())
    service = build_service(settings)
    status = service.status()
    if not status.ready:
        raise IndexProblem(status.problem or f"the index in '{settings.index}' is not open")
    return service


def _absent(service: Service, items: Sequence[Item]) -> list[str]:
    named = {entry.document for item in items for entry in item.evidence}
    return sorted(named - {document.id for document in service.documents()})


def _reason(absent: Sequence[str], bronnen: Path) -> str:
    more = f" and {len(absent) - 1} more" if len(absent) > 1 else ""
    where = "" if bronnen.is_dir() else f"; there is no folder '{bronnen}'"
    return f"not in the index: '{absent[0]}'{more}{where}"
