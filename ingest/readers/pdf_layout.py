"""From positioned pieces of text to lines in reading order, per page of a PDF."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

_LIGATURE = re.compile(r"[\ufb00-\ufb06]")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARK = re.compile(r"\(?(?:\d{1,3}|[*†‡])\)?")
_UNIT_BEFORE_POWER = re.compile(r"(?:^|[\s\d])[kcdm]?m$")
_SHORT_MARKER = re.compile(r"(?:\(?\w{1,3}[.)]|\d{1,2}(?:\.\d{1,2})*[a-z]?\.?|\W|o)$")

_PAGE_NUMBER = re.compile(
    r"(?:[-–—|]\s*)?(?:pagina|p\.|blz\.?)?\s*\d{1,4}(?:\s*(?:van|/|\|)\s*\d{1,4})?(?:\s*[-–—|])?"
)

WORD_GAP = 0.15
"""Of the font size; a wider gap between two pieces is a space."""

CELL_GAP = 1.5
"""Of the font size; a wider gap separates columns or cells."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text as drawn. Unit: points, from the lower left corner of the upright page."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    drawn: bool = False  # a shape that looks like a bullet, not a character


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    A line of text on a page.

    Args:

        left: Left edge of its column, 0 on a page without columns.

        column: Number of its region on the page, in reading order; lines of one share an edge.

        marks: Superscript footnote numbers that stood in it, left out of the text.

        label: The superscript that it starts with, '' without one.

        cells: Whether it is a table row, its cells joined by ' | '.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    page: int
    height: float
    left: float = 0.0
    column: int = 0
    marks: tuple[str, ...] = ()
    label: str = ""
    cells: bool = False


def clean(text: str) -> str:
    """Mend ligature code points, odd and doubled spaces, and invisible characters."""
    text = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _SPACES.sub(" ", _INVISIBLE.sub("", text))


def lines_of(
    spans: list[Span], *, width: float, height: float, page: int
) -> tuple[list[Line], list[str]]:
    """Return a page's lines in reading order, and the reasons to doubt that order."""
    inside = [one for one in spans if -5 < one.x0 < width + 5 and -5 < one.y < height + 5]
    rows = _rows(_without_shadows(inside))
    segments = [part for row in rows for part in _segments(_without_shapes(row)) if _says(part)]
    lines: list[Line] = []
    reasons: list[str] = []
    top, middle, bottom = _margins(segments, height)
    regions = [(top, False), *_regions(middle), (bottom, False)]
    if not any(is_column for _, is_column in regions):
        regions = [(segments, False)]
    for column, (region, is_column) in enumerate(one for one in regions if one[0]):
        left = min(part[0].x0 for part in region) if is_column else 0.0
        table = _table_rows(region)
        made = [_line(row, page, height, table=table.is_table) for row in table.rows]
        lines += [replace(line, left=left, column=column) for line in made if line.text]
        if table.is_table:
            reasons.append("table or loose columns: cells kept line by line, check the order")
    return lines, sorted(set(reasons))


Segment = list[Span]
"""Pieces of one row without a wide gap between them, from left to right."""


def _says(part: Segment) -> bool:
    """Tell whether a segment holds any visible text."""
    return any(span.text.strip() for span in part)


def _without_shadows(spans: list[Span]) -> list[Span]:
    """Leave out text that is drawn twice in (nearly) one place, to look bold."""
    kept: list[Span] = []
    seen: dict[str, list[Span]] = {}
    for span in spans:
        near = 0.15 * span.size
        twins = seen.setdefault(span.text, [])
        if span.text.strip() and any(
            abs(one.x0 - span.x0) < near and abs(one.y - span.y) < near for one in twins
        ):
            continue
        twins.append(span)
        kept.append(span)
    return kept


def _rows(spans: list[Span]) -> list[list[Span]]:
    """Group spans that share a baseline (a superscript's is a little higher), top to bottom."""
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda one: (-one.y, one.x0)):
        row = rows[-1] if rows else None
        if row and row[0].y - span.y < 0.45 * max(span.size, *(one.size for one in row)):
            row.append(span)
        else:
            rows.append([span])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def _without_shapes(row: list[Span]) -> list[Span]:
    """Leave out shapes that are no bullets: without text close behind, or with text before."""
    text = [span for span in row if not span.drawn and span.text.strip()]
    kept = []
    for span in row:
        after = [one for one in text if one.x0 > span.x0]
        near = bool(after) and after[0].x0 - span.x1 < 3 * after[0].size
        before = any(0 <= span.x0 - one.x1 < 2 * one.size for one in text)
        if not span.drawn or (near and not before):
            kept.append(span)
    return kept


def _segments(row: list[Span]) -> list[Segment]:
    """Split a row at wide gaps; a list marker or number stays with the text after it."""
    parts: list[Segment] = []
    for span in row:
        last = parts[-1] if parts else None
        room = CELL_GAP * max(span.size, last[-1].size) if last else 0.0
        if last and (_gap(last, span) <= room or _is_marker(last)):
            last.append(span)
        elif span.text.strip() or last:
            parts.append([span])
    return parts


def _gap(part: Segment, span: Span) -> float:
    """Return the room between a segment's visible text and the next span's."""
    end = max((one.x1 for one in part if one.text.strip()), default=part[0].x0)
    return span.x0 - end if span.text.strip() else 0.0


def _is_marker(part: Segment) -> bool:
    """Tell whether a segment is only a list marker or a heading's number."""
    text = "".join(span.text for span in part).strip()
    return _SHORT_MARKER.match(text) is not None


def _x1(part: Segment) -> float:
    """Return the right end of a segment's visible text."""
    return max(span.x1 for span in part if span.text.strip())


def _y(part: Segment) -> float:
    """Return the baseline of a segment: that of its largest text."""
    return max((span for span in part if span.text.strip()), key=lambda one: one.size).y


def _margins(
    parts: list[Segment], height: float
) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """Part the segments in the outer sixths of a page that white space separates from the rest."""
    ordered = sorted(parts, key=lambda one: -_y(one))
    first, last = 0, len(ordered)
    gaps = [_y(one) - _y(two) for one, two in pairwise(ordered)]
    usual = median([gap for gap in gaps if gap > 1] or [0.0])
    for place in range(1, len(ordered)):
        above, below = ordered[place - 1], ordered[place]
        if _y(above) - _y(below) > max(2.2 * above[0].size, 2.2 * below[0].size, 1.6 * usual):
            if _y(above) > 5 / 6 * height and place <= 4:
                first = place
            if _y(below) < 1 / 6 * height and len(ordered) - place <= 4:
                last = min(last, place)
    last = max(first, last)
    return ordered[:first], ordered[first:last], ordered[last:]


def _regions(parts: list[Segment], depth: int = 0) -> list[tuple[list[Segment], bool]]:
    """
    Cut a page into regions in reading order, each with whether it is a column.

    Segments that cross the gutter between two columns cut the page into bands; within a band of
    two columns the left one comes first. A simple form of the recursive X-Y cut (Nagy and Seth,
    1984).
    """
    gutter = _gutter(parts) if depth < 3 else None
    if gutter is None:
        return [(parts, depth > 0)] if parts else []
    regions: list[tuple[list[Segment], bool]] = []
    whole: list[Segment] = []
    for band in _bands(parts, gutter):
        left, right, below = _sides(band, gutter)
        if not _is_pair(left, right):
            whole += band
            continue
        regions += [(whole, depth > 0)] if whole else []
        regions += _regions(left, depth + 1) + _regions(right, depth + 1)
        whole = below
    return [*regions, (whole, depth > 0)] if whole else regions


def _gutter(parts: list[Segment]) -> float | None:
    """Return the x of the gap between two columns with most running text, None without one."""
    if len(parts) < 8:
        return None
    start, end = min(part[0].x0 for part in parts), max(_x1(part) for part in parts)
    best: tuple[int, float] | None = None
    for x in sorted({round(part[0].x0) - 3.0 for part in parts}):
        if start + 0.25 * (end - start) < x < start + 0.75 * (end - start):
            pairs = [_sides(band, x)[:2] for band in _bands(parts, x)]
            size = sum(len(left) + len(right) for left, right in pairs if _is_pair(left, right))
            if size and (best is None or size > best[0]):
                best = (size, x)
    return best[1] if best else None


def _bands(parts: list[Segment], x: float) -> list[list[Segment]]:
    """Cut segments, from top to bottom, before and after each that crosses x."""
    bands: list[list[Segment]] = []
    crossed = True
    for part in sorted(parts, key=lambda one: -_y(one)):
        crosses = part[0].x0 < x < _x1(part)
        if crosses or crossed:
            bands.append([part])
        else:
            bands[-1].append(part)
        crossed = crosses
    return bands


def _sides(band: list[Segment], x: float) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """Return what is left of x, right of it, and (after white space) below both columns."""
    right = [part for part in band if part[0].x0 >= x]
    left: list[Segment] = []
    below: list[Segment] = []
    floor = min(map(_y, right), default=0.0)
    for part in (one for one in band if one[0].x0 < x):
        room = _y(left[-1]) - _y(part) if left else 0.0
        if below or (_y(part) < floor - part[0].size and room > 2 * left[-1][0].size):
            below.append(part)
        else:
            left.append(part)
    return left, right, below


def _is_pair(left: list[Segment], right: list[Segment]) -> bool:
    """Tell whether two sides are columns of running text next to each other."""
    if min(len(left), len(right)) < 4:
        return False
    low = max(min(map(_y, left)), min(map(_y, right)))
    high = min(max(map(_y, left)), max(map(_y, right)))
    beside = [sum(low - 3 <= _y(part) <= high + 3 for part in side) for side in (left, right)]
    return min(beside) >= 4 and _is_prose(left) and _is_prose(right)


def _is_prose(side: list[Segment]) -> bool:
    """Tell whether segments are lines of running text rather than cells of a table."""
    lengths = [len("".join(span.text for span in part).strip()) for part in side]
    widths = [_x1(part) - part[0].x0 for part in side]
    return median(lengths) >= 18 and median(widths) >= 0.6 * max(widths)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of segments, and whether they look like a table."""

    rows: list[list[Segment]]
    is_table: bool


def _table_rows(region: list[Segment]) -> _Rows:
    """Put the segments of a region back into rows; three with cells apart are a table."""
    rows: list[list[Segment]] = []
    for part in sorted(region, key=lambda one: (-_y(one), one[0].x0)):
        if rows and abs(_y(rows[-1][0]) - _y(part)) < 0.3 * part[0].size:
            rows[-1].append(part)
        else:
            rows.append([part])
    ordered = [sorted(row, key=lambda part: part[0].x0) for row in rows]
    return _Rows(ordered, sum(len(row) > 1 for row in ordered) >= 3)


def _line(row: list[Segment], page: int, height: float, *, table: bool) -> Line:
    """Make a line of one row."""
    spans = [span for part in row for span in part]
    shown = [span for span in spans if span.text.strip()]
    size = Counter(dict(_sizes(shown))).most_common(1)[0][0]
    label = _is_raised(shown[0], shown, size) and len(shown) > 1
    marks = tuple(
        span.text.strip() for span in shown[int(label) :] if _is_raised(span, shown, size)
    )
    cells = table and len(row) > 1
    joint = " | " if cells else " "
    text = joint.join(clean(_text(part, shown, size)).strip() for part in row)
    base = max(shown, key=lambda one: one.size)
    letters = sum(len(span.text.strip()) for span in shown)
    bold = sum(len(span.text.strip()) for span in shown if span.bold)
    return Line(
        text=text.strip(),
        x0=shown[0].x0,
        x1=max(span.x1 for span in shown),
        y=base.y,
        size=size,
        bold=bold > 0.9 * letters,
        page=page,
        height=height,
        marks=marks,
        cells=cells,
        label=shown[0].text.strip() if label else "",
    )


def _sizes(spans: list[Span]) -> Counter[float]:
    """Count the letters of each font size, rounded to tenths of a point."""
    counts: Counter[float] = Counter()
    for span in spans:
        counts[round(span.size, 1)] += len(span.text.strip())
    return counts


def _is_raised(span: Span, row: list[Span], size: float) -> bool:
    """Tell whether a span is a footnote mark: small, raised, and only a number or sign."""
    if span.size > 0.87 * size or _MARK.fullmatch(span.text.strip()) is None:
        return False
    base = [one.y for one in row if one.size > 0.87 * size]
    return bool(base) and span.y > min(base) + 0.12 * size


def _text(part: Segment, row: list[Span], size: float) -> str:
    """Join a segment's spans, with spaces where there is room, without footnote marks."""
    pieces: list[str] = []
    end: float | None = None
    for span in part:
        if _is_raised(span, row, size):
            if not pieces:
                pieces.append(span.text.strip() + " ")
            elif _UNIT_BEFORE_POWER.search("".join(pieces)) and span.text.strip() in "23":
                pieces.append(unicodedata.normalize("NFC", "²" if "2" in span.text else "³"))
            end = span.x1
            continue
        if end is not None and span.x0 - end > WORD_GAP * span.size:
            pieces.append(" ")
        pieces.append(span.text)
        end = span.x1 if end is None or span.text.strip() else max(end, span.x1)
    return "".join(pieces)


def without_running_lines(pages: list[list[Line]]) -> list[Line]:
    """
    Return all lines without running headers, footers and page numbers.

    Dropped are lines at the top or bottom of a page that return, but for their numbers, at the
    same height on at least half of the pages, and lone page numbers in the margins.
    """
    counts = Counter(key for page in pages for key in {_key(line) for line in _outer(page)})
    filled = sum(bool(page) for page in pages)
    often = min(max(2, (filled + 1) // 2), 3)
    kept: list[Line] = []
    for page in pages:
        drop = {
            id(line)
            for line in _outer(page)
            if counts[_key(line)] >= often or _is_page_number(line)
        }
        kept += [line for line in page if id(line) not in drop]
    return kept


def _outer(page: list[Line]) -> list[Line]:
    """Return the three highest and three lowest lines, within the outer sixths of the page."""
    ordered = sorted(page, key=lambda line: -line.y)
    high = [line for line in ordered[:3] if line.y > 5 / 6 * line.height]
    low = [line for line in ordered[-3:] if line.y < 1 / 6 * line.height]
    return high + [line for line in low if line not in high]


def _key(line: Line) -> tuple[str, int]:
    """Return what a running line keeps from page to page: its words and height."""
    return re.sub(r"\d+|\b[ivxl]+\b", "#", line.text.lower().replace(" |", "")), round(line.y / 6)


def _is_page_number(line: Line) -> bool:
    """Tell whether a line in the margin is only a page number."""
    margin = line.y < 0.12 * line.height or line.y > 0.88 * line.height
    return margin and _PAGE_NUMBER.fullmatch(line.text.lower()) is not None
