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

        region, sector: A document without regions (sectors) is national (general) and stays.

        type: The document's type, exactly.

        on: Only documents in force on that day.

        audience: 'public' hides documents for staff.
    """

    region: str | None = None
    sector: str | None = None
    type: str | None = None
    on: date | None = None
    audience: str | None = None

    def allow(self, document: Document) -> bool:
        """Tell whether a document passes every filter."""
        return (
            (not self.region or not document.regions or self.region in document.regions)
            and (not self.sector or not document.sectors or self.sector in document.sectors)
            and (not self.type or document.type == self.type)
            and (self.on is None or document.in_force(self.on))
            and (self.audience != "public" or document.audience == "public")
        )
