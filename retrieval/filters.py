"""Which passages a question may see: masks over documents, applied before ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.model import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """
    What a search is narrowed to; None means no narrowing.

    Args:

        region: A code, or several, any of which will do. A document without regions is national
            and stays.

        sector: A document without sectors is general and stays.

        type: The document's type, exactly.

        on: Only documents in force on that day.

        audience: Only documents that it may see: all of them for staff, and None.
    """

    region: str | tuple[str, ...] | None = None
    sector: str | None = None
    type: str | None = None
    on: date | None = None
    audience: str | None = None

    def allow(self, document: Document) -> bool:
        """Tell whether a document passes every filter."""
        return (
            self._in_region(document)
            and (not self.sector or not document.sectors or self.sector in document.sectors)
            and (not self.type or document.type == self.type)
            and (self.on is None or document.in_force(self.on))
            and document.shown_to(self.audience)
        )

    def _in_region(self, document: Document) -> bool:
        wanted = (self.region,) if isinstance(self.region, str) else self.region
        return not wanted or not document.regions or not set(wanted).isdisjoint(document.regions)
