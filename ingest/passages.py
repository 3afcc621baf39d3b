"""Blocks to a document's text, and to passages that follow its structure."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.model import Block, BlockKind, Passage, Unit, UnitKind
from corpus.text import fold, sentence_spans
from ingest.readers.listing import item_marker, numbered_depth

CHARACTERS_PER_TOKEN = 4.0
"""Measured on Dutch policy text with the embedder's own tokenizer (see docs/adr/0005)."""

MAX_CHARACTERS = int(300 * CHARACTERS_PER_TOKEN)
LONG_ITEM = 350
"""Characters; a longer list item is quoted sentence by sentence."""

LONGEST_HEADING_IN_CONTEXT = 80
SMALL_REST = MAX_CHARACTERS // 4
"""A rest shorter than this joins the passage before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A block with its place in the document's text and its heading path."""

    block: Block
    start: int
    end: int
    section: tuple[str, ...]


def place(blocks: Iterable[Block]) -> tuple[str, list[Placed]]:
    """Return the document's text and where each block that is not a heading stands in it."""
    blocks = list(blocks)
    text, placed, path = "", [], _HeadingPath(_title_of(blocks))
    for block in blocks:
        if block.kind == BlockKind.HEADING and not block.text:
            path.enter(block)
            continue
        separator = "\n" if block.kind in (BlockKind.ITEM, BlockKind.ROW) else "\n\n"
        text += separator if text else ""
        start = len(text)
        text += block.text
        if block.kind == BlockKind.HEADING:
            path.enter(block)
        elif block.text.strip():
            placed.append(Placed(block=block, start=start, end=len(text), section=path.titles()))
    return text, placed


def _title_of(blocks: Sequence[Block]) -> Block | None:
    """
    Return the heading that is the document's title: the first of level 1, if it is.

    A document may name its chapters on level 1 too: a numbered one is no title then.
    """
    first = [b for b in blocks if b.kind == BlockKind.HEADING and b.level <= 1 and b.text]
    if len(first) > 1 and numbered_depth(first[0].text):
        return None
    return first[0] if first else None


class _HeadingPath:
    """The headings above a place; a heading closes those of its own level and deeper."""

    def __init__(self, title: Block | None) -> None:
        self.title = title
        self.stack: list[tuple[int, str]] = []

    def enter(self, heading: Block) -> None:
        level = heading.level or 1
        self.stack = [entry for entry in self.stack if entry[0] < level]
        self.stack.append((level, "" if heading is self.title else fold(heading.text)))

    def titles(self) -> tuple[str, ...]:
        """Return the path without the document's title."""
        return tuple(title for _, title in self.stack if title)


def passages(document_id: str, title: str, text: str, placed: list[Placed]) -> list[Passage]:
    """
    Cut a document into passages.

    A passage stays within one heading path, holds whole sentences, items and rows, and at most
    about 300 tokens; a list stays with the sentence that introduces it where that fits.

    Returns: passages in reading order; `passage.text == text[passage.start:passage.end]`.
    """
    made: list[Passage] = []
    seen: set[str] = set()
    for section, group in _sections(placed):
        for units, above in _packed(_units(text, group), text):
            context = _context(title, section, above)
            passage = _passage(document_id, section, context, text, units, len(made))
            while passage.id in seen:
                passage = replace(passage, id=passage.id + "x")
            seen.add(passage.id)
            made.append(passage)
    return made


def _sections(placed: list[Placed]) -> Iterator[tuple[tuple[str, ...], list[Placed]]]:
    group: list[Placed] = []
    for item in placed:
        if group and item.section != group[-1].section:
            yield group[-1].section, group
            group = []
        group.append(item)
    if group:
        yield group[-1].section, group


def _units(text: str, group: list[Placed]) -> list[Unit]:
    """Return the group's units; `lead` counts from the start of the group."""
    units: list[Unit] = []
    for item in group:
        for unit in _block_units(text, item):
            units.append(replace(unit, lead=_lead(text, units, unit)))
    return units


def _block_units(text: str, item: Placed) -> Iterator[Unit]:
    block = item.block
    if block.kind == BlockKind.ROW:
        yield Unit(
            kind=UnitKind.ROW, start=item.start, end=item.end, page=block.page, header=block.header
        )
        return
    whole = block.kind == BlockKind.ITEM and item.end - item.start <= LONG_ITEM
    spans = [(0, len(block.text))] if whole else sentence_spans(block.text)
    for n, (start, end) in enumerate(spans):
        kind = UnitKind.ITEM if block.kind == BlockKind.ITEM and n == 0 else UnitKind.SENTENCE
        yield Unit(
            kind=kind,
            start=item.start + start,
            end=item.start + end,
            page=block.page,
            depth=block.level if block.kind == BlockKind.ITEM else 0,
        )


def _lead(text: str, before: list[Unit], unit: Unit) -> int | None:
    """Find the unit that introduces this one: the nearest above it that ends with a colon."""
    if unit.kind == UnitKind.SENTENCE:
        previous = len(before) - 1
        ends_open = before and text[before[-1].end - 1] == ":"
        return previous if ends_open else None
    for i in range(len(before) - 1, -1, -1):
        other = before[i]
        opens = text[other.end - 1] == ":"
        if other.kind == UnitKind.ITEM and other.depth < unit.depth:
            return i
        if other.kind == UnitKind.ITEM and _are_siblings(text, other, unit):
            continue
        if opens and other.kind != UnitKind.ROW:
            return i
        if other.kind == UnitKind.SENTENCE:
            return None
    return None


def _are_siblings(text: str, one: Unit, two: Unit) -> bool:
    """Tell whether two items are numbered alike: then neither introduces the other."""
    first, second = (item_marker(text[unit.start : unit.end]) for unit in (one, two))
    if first is None or second is None:
        return one.depth > two.depth
    return first.kind == second.kind and bool(first.ordinal and second.ordinal)


def _packed(units: list[Unit], text: str) -> Iterator[tuple[list[Unit], str]]:
    """
    Fill passages up to the maximum; never part a lead from its first item.

    Yields each passage's units with the lead or header that stands above its first one.
    """
    cuts = [0]
    for i, unit in enumerate(units):
        if i > cuts[-1] and unit.end - units[cuts[-1]].start > MAX_CHARACTERS:
            cuts.append(i - 1 if unit.lead == i - 1 and i - 1 > cuts[-1] else i)
    if len(cuts) > 1 and units[-1].end - units[cuts[-1]].start < SMALL_REST:
        cuts.pop()
    for start, end in pairwise([*cuts, len(units)]):
        yield _relative(units, start, end, text), _above(units[start], units, start, text)


def _relative(units: list[Unit], start: int, end: int, text: str) -> list[Unit]:
    """Return units[start:end], leads counted from `start`; one left behind is kept as header."""
    made = []
    for unit in units[start:end]:
        lead = unit.lead - start if unit.lead is not None and unit.lead >= start else None
        header = unit.header or _above(unit, units, start, text)
        made.append(replace(unit, lead=lead, header=header))
    return made


def _above(unit: Unit, units: list[Unit], start: int, text: str) -> str:
    """Return the lead that a cut at `start` leaves behind, or else the unit's header."""
    if unit.lead is None or unit.lead >= start:
        return unit.header
    lead = units[unit.lead]
    return fold(text[lead.start : lead.end])


def _passage(
    document_id: str,
    section: tuple[str, ...],
    context: str,
    text: str,
    units: list[Unit],
    ordinal: int,
) -> Passage:
    start, end = units[0].start, units[-1].end
    body = text[start:end]
    digest = hashlib.sha256(f"{context}\n{body}".encode()).hexdigest()
    pages = [unit.page for unit in units if unit.page is not None]
    return Passage(
        id=f"{document_id}-{digest[:12]}",
        document_id=document_id,
        ordinal=ordinal,
        section=section,
        text=body,
        start=start,
        end=end,
        page_from=min(pages) if pages else None,
        page_to=max(pages) if pages else None,
        units=tuple(units),
        context=context,
        digest=digest,
    )


def _context(title: str, section: tuple[str, ...], above: str) -> str:
    """Return title, heading path and the header or lead that a cut left behind."""
    width = LONGEST_HEADING_IN_CONTEXT
    short = [textwrap.shorten(heading, width, placeholder=" …") for heading in section]
    return " › ".join([title, *short]) + (f"\n{above}" if above else "")
