"""The core data: what a document, a passage and a unit are. Frozen, and free of any library."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

SECTORS = ("po", "so", "vo", "mbo")
"""The sectors that a document, a term or a desk is for; none named: all of them."""

SIDECAR = ".meta.yaml"
"""What stands behind a file's name in the name of the file with its metadata."""

EXPIRES_SOON = timedelta(days=90)
"""A document that goes out of force within this time is about to."""


class BlockKind(StrEnum):
    """What a reader found."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """
    One piece of a document, in reading order.

    Args:

        text: The visible text, without markup. A row's cells are joined by ' | '.

        level: For a heading 1 (title) to 6, 0 where unknown; for an item its depth from 0.

        page: The page that it starts on, counted from 1; None where the format has no pages.

        header: For a row, the cells of the table's header, joined by ' | ', or ''.

        cells: For a TABLE, the rows of raw cells as the reader found them (header first where
            `header` says so); `ingest.tables` turns a TABLE into rows before anything else.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    header: str = ""
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWarning:
    """A page whose text is doubtful: reported, never silently used. `dropped` tells if it was."""

    page: int | None
    reason: str
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    """What a reader makes of one file: blocks, metadata found inside the file, and warnings."""

    blocks: tuple[Block, ...]
    metadata: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[PageWarning, ...] = ()


class Audience(StrEnum):
    """Whom a document is for."""

    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source as a reader knows it. `text` is what every quote is a literal part of."""

    id: str
    title: str
    publisher: str | None
    type: str | None
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    audience: str
    language: str
    published: str | None
    valid_from: date | None
    valid_to: date | None
    url: str | None
    checked_on: str | None
    sources: tuple[dict[str, Any], ...]
    path: str
    digest: str
    text: str

    def shown_to(self, audience: str | None) -> bool:
        """Tell whether an audience may see the document; staff, and None, may see all of them."""
        return audience in (None, Audience.STAFF) or self.audience == Audience.PUBLIC

    def expired(self, on: date) -> bool:
        """Tell whether the document's validity ended before `on`."""
        return self.valid_to is not None and self.valid_to < on

    def expires_soon(self, on: date) -> bool:
        """Tell whether the validity ends on `on` or shortly after."""
        return self.valid_to is not None and on <= self.valid_to <= on + EXPIRES_SOON

    def in_force(self, on: date) -> bool:
        """Tell whether `on` falls within the validity; an open end counts as in force."""
        return not self.expired(on) and (self.valid_from is None or self.valid_from <= on)


class UnitKind(StrEnum):
    """The smallest thing that an answer may quote."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """
    A sentence, list item or table row.

    Args:

        start, end: Character offsets into the document's text.

        page: The page it starts on, or None.

        lead: Index, within the passage, of the unit that introduces this item ("... zijn:"),
            or None.

        header: The table header that belongs to a row; of a unit without one, the text of a lead
            that stands in an earlier passage; or ''.

        depth: Nesting depth of an item, from 0.
    """

    kind: UnitKind
    start: int
    end: int
    page: int | None = None
    lead: int | None = None
    header: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """
    A run of units under one heading: what is retrieved and cited.

    Args:

        id: Document id, then a digest of heading path and text: stable while the text is.

        section: The heading path, outermost first, without the document's title.

        text: Literally `document.text[start:end]`.

        context: Title and heading path, embedded and indexed in front of the text.

        digest: Of context and text; what is embedded again when it changes.
    """

    id: str
    document_id: str
    ordinal: int
    section: tuple[str, ...]
    text: str
    start: int
    end: int
    page_from: int | None
    page_to: int | None
    units: tuple[Unit, ...]
    context: str
    digest: str

    @property
    def in_context(self) -> str:
        """The text below its title and headings: what is embedded and reranked."""
        return f"{self.context}\n{self.text}"

    def unit_text(self, unit: Unit) -> str:
        """Return the literal text of one of this passage's units."""
        return self.text[unit.start - self.start : unit.end - self.start]
