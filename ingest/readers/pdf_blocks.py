"""From a PDF's lines to headings, paragraphs, list items and footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Block, BlockKind
from ingest.readers.listing import Marker, is_article, item_marker, numbered_depth
from ingest.readers.pdf_join import Joiner
from ingest.readers.pdf_layout import Line
from ingest.readers.pdf_levels import level_headings
from ingest.readers.pdf_notes import footnotes, with_notes
from ingest.readers.pdf_parts import LARGER, Measures, Part, beside, measures
from ingest.readers.pdf_tables import table_at

_MAX_HEADING = 120
_MAX_PLAIN_HEADING = 80
"""Characters; a heading that only its place sets apart must be short."""

_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_UNFINISHED = re.compile(r"(?:[.;,]|[-–—/&]|\b(?:en|of|de|het|een|van|voor|met|in|op|te|aan))$")
_VERB = re.compile(
    r"\b(?:is|zijn|was|wordt|worden|kan|kunnen|moet|moeten|mag|mogen|heeft|hebben|geldt|gelden|zal"
    r"|zullen|bestaat|bestaan|gaat|gaan|doen|doet|vindt|vragen|vraagt|volgt|volgen|betekent)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:de|het|een|er|we|wij|je|u|in|bij|voor|om|met|hier|waardoor|waarbij|waarmee|namelijk"
    r"|zoals|daarom|dus|want|omdat|als|hierbij|daarbij|dit|deze"
    r"|door|bijvoorbeeld)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"[‘“\"'].*[.!?…][’”\"']$")
_HYPHENATED = re.compile(r"[^\W_]{2}[-\u00ad]$")
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d+$")
_LINK = re.compile(r"mailto:(\S+@\S+)")


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Return the blocks of a document from its lines in reading order."""
    useful = _without_clutter(lines)
    if not useful:
        return []
    flow, notes = footnotes(useful, measures(useful))
    if not flow:
        return []
    joiner = Joiner(line.text for line in useful)
    parts = _Builder(flow, measures(flow)).parts()
    for part in parts + notes:
        if not part.cells:
            _write(part, joiner)
    return [_block(part) for part in with_notes(parts, notes) if part.text or part.cells]


def _without_clutter(lines: Sequence[Line]) -> list[Line]:
    """Leave out lines of a table of contents, and link targets printed after their text."""
    everything = "\n".join(line.text for line in lines if not _LINK.fullmatch(line.text))
    kept = []
    for line in lines:
        link = _LINK.fullmatch(line.text)
        if not _CONTENTS.search(line.text) and not (link and link[1] in everything):
            kept.append(line)
    return kept


def _write(part: Part, joiner: Joiner) -> None:
    """Join the lines of a part into its text."""
    text = part.marker.text if part.marker else part.lines[0].text
    for line in part.lines[1:]:
        text = joiner.join(text, line.text)
    text = re.sub(r"\s+([,;.!?])(?=\s|$)", r"\1", text.replace("\u00ad", "").strip())
    part.text = text.removesuffix(":").strip() if part.kind is BlockKind.HEADING else text


def _block(part: Part) -> Block:
    """Make a block of a finished part."""
    page = part.lines[0].page
    return Block(kind=part.kind, text=part.text, level=part.level, page=page, cells=part.cells)


class _Builder:
    """Walks over the lines of a document and groups them into parts."""

    def __init__(self, lines: list[Line], usual: Measures) -> None:
        self._lines = lines
        self._usual = usual
        self._parts: list[Part] = []
        self._list: list[tuple[float, str]] = []
        self._has_styles = False

    def parts(self) -> list[Part]:
        """Return the parts in reading order, headings with their levels."""
        self._has_styles = any(self._styled_heading(i) for i in range(len(self._lines)))
        index = 0
        while index < len(self._lines):
            index = self._take(index)
        level_headings(self._parts, self._usual, styled=self._has_styles)
        return self._parts

    def _take(self, index: int) -> int:
        """Add the line at an index to the parts; return the index of the next one to take."""
        line = self._lines[index]
        table = table_at(self._lines, index) if line.cells else None
        if table is not None:
            self._start(BlockKind.TABLE, table.lines)
            self._parts[-1].cells = table.cells
            return index + len(table.lines)
        marker = item_marker(line.text)
        count = self._styled_heading(index)
        if line.cells:
            self._start(BlockKind.PARAGRAPH, [line])
        elif count:
            self._start(BlockKind.HEADING, self._lines[index : index + count])
        elif self._is_plain_heading(index, marker):
            self._start(BlockKind.HEADING, [line])
        elif marker and not self._continues_number(index, marker):
            self._start_item(line, marker)
        elif self._parts and self._continues(index):
            self._parts[-1].lines.append(line)
        else:
            self._start(BlockKind.PARAGRAPH, [line])
        return index + max(count if not line.cells else 1, 1)

    def _start(self, kind: BlockKind, lines: list[Line]) -> None:
        """Start a heading or paragraph; either ends a list."""
        self._list = []
        self._parts.append(Part(kind, list(lines)))

    def _start_item(self, line: Line, marker: Marker) -> None:
        """Start a list item at the depth that its indentation, or else its marker, gives it."""
        x = line.x0 - line.left
        while self._list and x < self._list[-1][0] - 3:
            self._list.pop()
        same = [kind for place, kind in self._list if abs(place - x) <= 3]
        if marker.kind in same:
            while self._list[-1][1] != marker.kind:
                self._list.pop()
        else:
            self._list.append((x, marker.kind))
        level = len(self._list) - 1
        self._parts.append(Part(BlockKind.ITEM, [line], marker=marker, level=level))

    def _styled_heading(self, index: int) -> int:
        """Return how many lines from here are a heading by their font, 0 where they are none."""
        lines, usual = self._lines, self._usual
        if not usual.styled(lines[index]) or lines[index].cells:
            return 0
        end = index + 1
        while end < len(lines) and self._same_heading(lines[end - 1], lines[end]):
            end += 1
        text = " ".join(line.text for line in lines[index:end])
        larger = lines[index].size >= LARGER * usual.body
        marker = item_marker(text)
        if end - index > 3 or len(text) > _MAX_HEADING * (2 if larger else 1):
            return 0
        if (
            _SPOKEN.match(text)
            or (marker and not marker.ordinal)
            or not re.search(r"[^\W\d_]", text)
        ):
            return 0
        if re.search(r"[.;,]$", text) and not (is_article(text) or (larger and len(text) < 60)):
            return 0
        if text.endswith(":") and not larger and self._is_lead(text):
            return 0
        return end - index

    def _same_heading(self, one: Line, two: Line) -> bool:
        """Tell whether two styled lines are one heading that runs over."""
        alike = abs(one.size - two.size) < 0.3 and one.bold == two.bold
        close = beside(one, two) and one.y - two.y < 1.5 * one.size
        fresh = numbered_depth(two.text) or item_marker(two.text) or is_article(two.text)
        return alike and close and not fresh and not two.cells

    def _is_lead(self, text: str) -> bool:
        """Tell whether a line that ends in a colon leads in a list, rather than titles it."""
        return bool(_VERB.search(text) or _LEADS.match(text))

    def _is_plain_heading(self, index: int, marker: Marker | None) -> bool:
        """Tell whether a line is a heading by its number or place only."""
        line, usual = self._lines[index], self._usual
        following = self._lines[index + 1] if index + 1 < len(self._lines) else None
        before = self._lines[index - 1] if index else None
        if following is None or line.cells or len(line.text) > _MAX_HEADING:
            return False
        if not usual.stops_short(line, following) or _UNFINISHED.search(line.text):
            return is_article(line.text) and len(line.text) < 20
        if item_marker(following.text) is None and following.text[:1].islower():
            return False
        if before is not None and not self._closed(before, line):
            return False
        if is_article(line.text) or self._is_numbered(line, following, marker):
            return not self._has_styles or before is None or usual.apart(before, line)
        return marker is None and not self._has_styles and self._stands_apart(before, line)

    def _closed(self, before: Line, line: Line) -> bool:
        """Tell whether the text before a line had come to an end."""
        heading = self._parts and self._parts[-1].kind is BlockKind.HEADING
        apart = self._usual.apart(before, line) and self._usual.stops_short(before, line)
        return bool(heading or apart or _ENDS.search(before.text) or before.cells)

    def _is_numbered(self, line: Line, following: Line, marker: Marker | None) -> bool:
        """Tell whether a numbered line is a heading: it has no neighbour in a numbered list."""
        if not numbered_depth(line.text):
            return False
        if marker is None:
            return True
        after = item_marker(following.text)
        if after and after.kind == marker.kind:
            return False
        current = self._parts[-1].marker if self._parts else None
        return current is None or current.kind != marker.kind

    def _stands_apart(self, before: Line | None, line: Line) -> bool:
        """Tell whether only its place and shape make an unstyled line a heading."""
        text = line.text
        if len(text) > _MAX_PLAIN_HEADING or not text[:1].isupper():
            return False
        if text.endswith(":") and self._is_lead(text):
            return False
        if before is None or before.page != line.page or self._usual.apart(before, line):
            return True
        return self._parts[-1].kind is BlockKind.HEADING

    def _continues_number(self, index: int, marker: Marker) -> bool:
        """Tell whether a line only looks like an item: a wrapped sentence that starts so."""
        if not index or not self._parts or self._parts[-1].kind is BlockKind.HEADING:
            return False
        before, line = self._lines[index - 1], self._lines[index]
        wrapped = not self._usual.stops_short(before, line) and not _ENDS.search(before.text)
        listed = any(kind == marker.kind for _, kind in self._list)
        ordinary = marker.ordinal > 1 or marker.kind in ("–", "—", "-", "*")
        return wrapped and ordinary and not listed and not self._usual.apart(before, line)

    def _continues(self, index: int) -> bool:
        """Tell whether a line belongs to the paragraph or item before it."""
        before, line, part = self._lines[index - 1], self._lines[index], self._parts[-1]
        usual = self._usual
        if part.kind is BlockKind.HEADING or before.cells or line.label:
            return False
        if abs(before.size - line.size) > 0.15 * usual.body:
            return False
        if _HYPHENATED.search(before.text):
            return True
        ended = _ENDS.search(before.text) is not None
        if not ended and (line.text[:1].islower() or not usual.stops_short(before, line)):
            return True
        if line.text[:1].islower():
            return not before.text.endswith((";", ":")) or not usual.stops_short(before, line)
        if not beside(before, line) or usual.apart(before, line):
            return False
        return not usual.stops_short(before, line) and not self._indented(part, before, line)

    def _indented(self, part: Part, before: Line, line: Line) -> bool:
        """Tell whether a line's indentation starts a new paragraph."""
        if part.kind is BlockKind.ITEM and self._usual.hanging:
            return line.x0 <= part.lines[0].x0 + 2
        first = before is part.lines[0]
        return line.x0 > before.x0 + 0.8 * line.size and not first
