"""From a PDF's lines to headings, paragraphs, list items and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from corpus.model import Block, BlockKind
from ingest.readers.listing import Marker, is_article, item_marker, numbered_depth
from ingest.readers.pdf_join import Joiner
from ingest.readers.pdf_layout import Line
from ingest.readers.pdf_tables import table_at

_LARGER = 1.1
"""Times the body size: from here a line's size makes it a heading."""

_SPACIOUS = 1.2
"""Times the usual distance of lines: from here there is white space between two lines."""

_MAX_HEADING = 120
_MAX_PLAIN_HEADING = 80
"""Characters; a heading that only its place sets apart must be short."""

_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_UNFINISHED = re.compile(r"(?:[.;,]|[-–—/&]|\b(?:en|of|de|het|een|van|voor|met|in|op|te|aan))$")
_LABELLED = re.compile(
    r"(?P<label>fase|stap|hoofdstuk|deel|bijlage|paragraaf|module|thema|route|spoor)\s+"
    r"(?:\d+|[a-z]|[ivx]+)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|zijn|was|wordt|worden|kan|kunnen|moet|moeten|mag|mogen|heeft|hebben|geldt|gelden|zal"
    r"|zullen|bestaat|bestaan|gaat|gaan|doen|doet|vindt|vragen|vraagt|volgt|volgen|betekent)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:de|het|een|er|we|wij|je|u|in|bij|voor|om|met|hier|waardoor|waarbij|waarmee|namelijk|zoals|daarom|dus|want|omdat|als|hierbij|daarbij|dit|deze"
    r"|door|bijvoorbeeld)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"[‘“\"'].*[.!?…][’”\"']$")
_HYPHENATED = re.compile(r"[^\W_]{2}[-\u00ad]$")
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d+$")
_LINK = re.compile(r"mailto:(\S+@\S+)")
_NOTE = re.compile(r"(\d{1,2})\s+(?=[A-ZÀ-Þ‘“(])")


@dataclass(slots=True)
class _Part:
    """A block in the making."""

    kind: BlockKind
    lines: list[Line]
    marker: Marker | None = None
    level: int = 0
    text: str = ""
    marks: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Measures:
    """
    What is usual in a document.

    Args:

        body: The size of most text, in points.

        bold: Whether most text is bold.

        distance: Between the baselines of successive lines, in points.

        hanging: Whether the text of list items hangs to the right of their markers.
    """

    body: float
    bold: bool
    distance: float
    hanging: bool
    edges: dict[int, float] = field(default_factory=dict)

    def styled(self, line: Line) -> bool:
        """Tell whether a line's font sets it apart from the body text, as a heading's does."""
        return line.size >= _LARGER * self.body or (
            line.bold and not self.bold and line.size > 0.95 * self.body
        )

    def apart(self, before: Line, line: Line) -> bool:
        """Tell whether there is more than the usual room between two lines of one page."""
        return _beside(before, line) and before.y - line.y > _SPACIOUS * self.distance

    def stops_short(self, line: Line, following: Line) -> bool:
        """Tell whether the next line's first word would have fitted: the line break is meant."""
        first = following.text.split(" ", 1)[0]
        letter = (following.x1 - following.x0) / max(len(following.text), 1)
        return line.x1 + letter * (len(first) + 1.5) < self.edges[id(line)]


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Return the blocks of a document from its lines in reading order."""
    useful = _without_clutter(lines)
    if not useful:
        return []
    flow, notes = _footnotes(useful, _measures(useful))
    if not flow:
        return []
    joiner = Joiner(line.text for line in useful)
    parts = _Builder(flow, _measures(flow)).parts()
    for part in parts + notes:
        if not part.cells:
            _write(part, joiner)
    return [_block(part) for part in _with_notes(parts, notes) if part.text or part.cells]


def _without_clutter(lines: Sequence[Line]) -> list[Line]:
    """Leave out lines of a table of contents, and link targets printed after their text."""
    everything = "\n".join(line.text for line in lines if not _LINK.fullmatch(line.text))
    kept = []
    for line in lines:
        link = _LINK.fullmatch(line.text)
        if not _CONTENTS.search(line.text) and not (link and link[1] in everything):
            kept.append(line)
    return kept


def _measures(lines: Sequence[Line]) -> _Measures:
    """Measure what is usual in a document."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    body = sizes.most_common(1)[0][0]
    letters = sum(len(line.text) for line in lines)
    bold = sum(len(line.text) for line in lines if line.bold) > 0.5 * letters
    pairs = [(one, two) for one, two in pairwise(lines) if _beside(one, two)]
    distances = [round(one.y - two.y, 1) for one, two in pairs if abs(two.size - body) < 0.6]
    hanging = sum(
        two.x0 > one.x0 + 3
        for one, two in pairs
        if item_marker(one.text) and two.text[:1].islower()
    )
    edges = {id(line): _edge(lines, index) for index, line in enumerate(lines)}
    return _Measures(body, bold, median(distances or [body * 1.2]), hanging >= 1, edges)


def _beside(one: Line, two: Line) -> bool:
    """Tell whether two lines follow each other in one column of one page."""
    return one.page == two.page and one.column == two.column and one.y > two.y


def _edge(lines: Sequence[Line], index: int) -> float:
    """Return the right edge of the text around a line, less a little for ragged margins."""
    line = lines[index]
    near = lines[max(0, index - 8) : index + 9]
    same = [one.x1 for one in near if one.page == line.page and one.column == line.column]
    wide = [one.x1 for one in near if one.left == line.left and abs(one.x0 - line.x0) < 60]
    return max(same + wide) - 0.2 * line.size


def _footnotes(lines: list[Line], usual: _Measures) -> tuple[list[Line], list[_Part]]:
    """Take the footnotes out of the lines, and their numbers out of the words before them."""
    flow: list[Line] = []
    notes: list[_Part] = []
    open_note = False
    for index, line in enumerate(lines):
        number = _note_number(lines, index, usual)
        if number:
            text = line.text.removeprefix(number).strip()
            notes.append(_Part(BlockKind.PARAGRAPH, [replace(line, text=text)], marks=(number,)))
            open_note = True
        elif open_note and _continues_note(notes[-1].lines[-1], line, usual):
            notes[-1].lines.append(line)
        else:
            open_note = False
            flow.append(line)
    for note in notes:
        flow = _unglued(flow, note)
    return flow, notes


def _note_number(lines: list[Line], index: int, usual: _Measures) -> str:
    """Return the number of the footnote that a line opens, '' where it opens none."""
    line = lines[index]
    found = _NOTE.match(line.text)
    number = line.label or (found[1] if found else "")
    if not number or usual.styled(line):
        return ""
    before = lines[index - 1] if index else None
    near = [one for one in lines[:index] if line.page - 1 <= one.page]
    small = line.size <= 0.92 * usual.body and line.y < 0.6 * line.height
    referred = any(number in one.marks or _glued(number).search(one.text) for one in near)
    spaced = before is None or not _beside(before, line) or usual.apart(before, line)
    return number if (small and (referred or line.label)) or (referred and spaced) else ""


def _glued(number: str) -> re.Pattern[str]:
    """Return what finds a footnote's number at the end of a word."""
    return re.compile(rf"(?<=[^\W\d_]{{3}}){re.escape(number)}(?=[\s.,;:)]|$)")


def _continues_note(before: Line, line: Line, usual: _Measures) -> bool:
    """Tell whether a line belongs to the footnote of the line before it."""
    if not _beside(before, line) or item_marker(line.text) or line.label:
        return False
    return abs(line.size - before.size) < 0.6 and not usual.apart(before, line)


def _unglued(lines: list[Line], note: _Part) -> list[Line]:
    """Take a footnote's number off the last word before the note that it is glued to."""
    number, page = note.marks[0], note.lines[0].page
    pattern = _glued(number)
    if any(number in line.marks and page - 1 <= line.page <= page for line in lines):
        return lines
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if page - 1 <= line.page <= page and pattern.search(line.text):
            mended = replace(line, text=pattern.sub("", line.text, count=1), marks=(number,))
            return [*lines[:index], mended, *lines[index + 1 :]]
    return lines


def _with_notes(parts: list[_Part], notes: list[_Part]) -> list[_Part]:
    """Put each footnote at the end of the section that refers to it, else of its page's."""
    placed = list(parts)
    for note in reversed(notes):
        page = note.lines[0].page
        last = 0
        for index, part in enumerate(placed):
            refers = any(
                note.marks[0] in line.marks and page - 1 <= line.page <= page for line in part.lines
            )
            if refers:
                last = index
                break
            if part.lines[0].page <= page:
                last = index
        end = last + 1
        while end < len(placed) and placed[end].kind is not BlockKind.HEADING:
            if any(placed[end] is later for later in notes):
                break
            end += 1
        placed.insert(end, note)
    return placed


def _write(part: _Part, joiner: Joiner) -> None:
    """Join the lines of a part into its text."""
    text = part.marker.text if part.marker else part.lines[0].text
    for line in part.lines[1:]:
        text = joiner.join(text, line.text)
    text = re.sub(r"\s+([,;.!?])(?=\s|$)", r"\1", text.replace("\u00ad", "").strip())
    part.text = text.removesuffix(":").strip() if part.kind is BlockKind.HEADING else text


def _block(part: _Part) -> Block:
    """Make a block of a finished part."""
    page = part.lines[0].page
    return Block(kind=part.kind, text=part.text, level=part.level, page=page, cells=part.cells)


class _Builder:
    """Walks over the lines of a document and groups them into parts."""

    def __init__(self, lines: list[Line], usual: _Measures) -> None:
        self._lines = lines
        self._usual = usual
        self._parts: list[_Part] = []
        self._list: list[tuple[float, str]] = []
        self._has_styles = False

    def parts(self) -> list[_Part]:
        """Return the parts in reading order, headings with their levels."""
        self._has_styles = any(self._styled_heading(i) for i in range(len(self._lines)))
        index = 0
        while index < len(self._lines):
            index = self._take(index)
        _level_headings(self._parts, self._usual, styled=self._has_styles)
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
        self._parts.append(_Part(kind, list(lines)))

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
        self._parts.append(_Part(BlockKind.ITEM, [line], marker=marker, level=level))

    def _styled_heading(self, index: int) -> int:
        """Return how many lines from here are a heading by their font, 0 where they are none."""
        lines, usual = self._lines, self._usual
        if not usual.styled(lines[index]) or lines[index].cells:
            return 0
        end = index + 1
        while end < len(lines) and self._same_heading(lines[end - 1], lines[end]):
            end += 1
        text = " ".join(line.text for line in lines[index:end])
        larger = lines[index].size >= _LARGER * usual.body
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
        close = _beside(one, two) and one.y - two.y < 1.5 * one.size
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
        if not _beside(before, line) or usual.apart(before, line):
            return False
        return not usual.stops_short(before, line) and not self._indented(part, before, line)

    def _indented(self, part: _Part, before: Line, line: Line) -> bool:
        """Tell whether a line's indentation starts a new paragraph."""
        if part.kind is BlockKind.ITEM and self._usual.hanging:
            return line.x0 <= part.lines[0].x0 + 2
        first = before is part.lines[0]
        return line.x0 > before.x0 + 0.8 * line.size and not first


def _level_headings(parts: list[_Part], usual: _Measures, *, styled: bool) -> None:
    """Give every heading its level."""
    headings = [part for part in parts if part.kind is BlockKind.HEADING]
    if styled:
        _level_by_style(headings, parts, usual)
    else:
        _level_by_number(headings, parts)


def _level_by_style(headings: list[_Part], parts: list[_Part], usual: _Measures) -> None:
    """Level headings by the rank of their font; the title is a single largest one, in front."""
    style: Callable[[_Part], tuple[float, bool]] = lambda part: (  # noqa: E731
        round(part.lines[0].size),
        part.lines[0].bold,
    )
    fonts = [part for part in headings if usual.styled(part.lines[0])]
    ranks = sorted({style(part) for part in fonts}, reverse=True)
    largest = [part for part in fonts if style(part) == ranks[0]]
    titled = len(largest) == 1 and largest[0] is parts[0]
    level = 2
    for part in headings:
        if part in fonts:
            level = ranks.index(style(part)) + (1 if titled else 2)
            depth = numbered_depth(part.lines[0].text)
            part.level = min(max(level, depth + 1), 6)
        else:
            part.level = min(level + max(numbered_depth(part.lines[0].text), 1), 6)


def _level_by_number(headings: list[_Part], parts: list[_Part]) -> None:
    """Level headings without a style by their numbers, labels and the headings before them."""
    numbered = 0
    labels: dict[str, int] = {}
    for part in headings:
        text = part.lines[0].text
        depth = 1 if is_article(text) else numbered_depth(text)
        place = next(index for index, one in enumerate(parts) if one is part)
        above = parts[place - 1] if place and parts[place - 1].kind is BlockKind.HEADING else None
        label = _LABELLED.match(text)
        if place == 0 and not depth:
            part.level = 1
            continue
        if depth:
            part.level, numbered, labels = depth + 1, depth + 1, {}
        elif label and label["label"].lower() in labels:
            part.level = labels[label["label"].lower()]
        else:
            part.level = max(numbered + 1, 2, above.level + 1 if above else 0)
        part.level = min(part.level, 6)
        if label:
            labels[label["label"].lower()] = part.level
