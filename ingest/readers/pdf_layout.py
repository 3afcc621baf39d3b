"""From positioned pieces of text to lines in reading order, per page of a PDF."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from statistics import median

_LIGATURE = re.compile(r"[\ufb00-\ufb06]")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARK = re.compile(r"\(?(?:\d{1,3}|[*†‡])\)?")
_UNIT_BEFORE_POWER = re.compile(r"(?:^|[\s\d])[kcdm]?m$")
_SHORT_MARKER = re.compile(r"(?:\(?\w{1,3}[.)]|\d{1,2}(?:\.\d{1,2})*[a-z]?\.?|\W|o)$")

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
    segments = [
        part for row in _rows(_without_shadows(inside)) for part in _segments(row) if _says(part)
    ]
    lines: list[Line] = []
    reasons: list[str] = []
    for column, (region, is_column) in enumerate(_regions(segments)):
        left = min(part[0].x0 for part in region) if is_column else 0.0
        rows = _table_rows(region)
        made = [_line(row, page, height, table=rows.is_table) for row in rows.rows]
        lines += [replace(line, left=left, column=column) for line in made if line.text]
        if rows.is_table:
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


def _segments(row: list[Span]) -> list[Segment]:
    """Split a row at wide gaps; a list marker or number stays with the text after it."""
    parts: list[Segment] = []
    for span in row:
        last = parts[-1] if parts else None
        if last and _gap(last, span) <= CELL_GAP * max(span.size, last[-1].size):
            last.append(span)
        elif last and _is_marker(last):
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


def _regions(parts: list[Segment], depth: int = 0) -> list[tuple[list[Segment], bool]]:
    """
    Cut a page into regions in reading order, each with whether it is a column.

    Segments that cross the gutter between two columns cut the page into bands; within a band
    the left column comes first. A simple form of the recursive X-Y cut (Nagy and Seth, 1984).
    """
    gutter = _gutter(parts) if depth < 3 else None
    if gutter is None:
        return [(parts, depth > 0)] if parts else []
    regions: list[tuple[list[Segment], bool]] = []
    band: list[Segment] = []
    whole: list[Segment] = []
    for part in [*sorted(parts, key=lambda one: -_y(one)), None]:
        crosses = part is not None and part[0].x0 < gutter - 2 and _x1(part) > gutter + 2
        if (part is None or crosses) and band:
            regions += _columns(band, gutter, depth)
            band = []
        if part is not None and crosses:
            whole.append(part)
        elif part is not None:
            if whole:
                regions.append((whole, False))
                whole = []
            band.append(part)
    return [*regions, (whole, False)] if whole else regions


def _columns(
    band: list[Segment], gutter: float, depth: int
) -> list[tuple[list[Segment], bool]]:
    """Return the regions left of the gutter, then those right of it."""
    left = [part for part in band if part[0].x0 < gutter - 1]
    right = [part for part in band if part[0].x0 >= gutter - 1]
    return _regions(left, depth + 1) + _regions(right, depth + 1)


def _gutter(parts: list[Segment]) -> float | None:
    """Return the x of the gap between two columns of running text, None without one."""
    if len(parts) < 10:
        return None
    start, end = min(part[0].x0 for part in parts), max(_x1(part) for part in parts)
    best: tuple[int, float] | None = None
    for x in sorted({part[0].x0 - 3 for part in parts}):
        if not start + 0.25 * (end - start) < x < start + 0.75 * (end - start):
            continue
        crossing = sum(part[0].x0 < x and _x1(part) > x for part in parts)
        if (best is None or crossing < best[0]) and _is_gutter(parts, x, crossing):
            best = (crossing, x)
    return best[1] if best else None


def _is_gutter(parts: list[Segment], x: float, crossing: int) -> bool:
    """Tell whether both sides of x hold running text, next to each other."""
    left = [part for part in parts if _x1(part) <= x]
    right = [part for part in parts if part[0].x0 >= x]
    if min(len(left), len(right)) < 4 or crossing > 0.5 * (len(left) + len(right)):
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
        **{"text": text.strip(), "x0": shown[0].x0, "x1": max(span.x1 for span in shown)},
        **{"y": base.y, "size": size, "bold": bold > 0.9 * letters, "page": page},
        **{"height": height, "marks": marks, "cells": cells},
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
    if span.size > 0.8 * size or _MARK.fullmatch(span.text.strip()) is None:
        return False
    base = [one.y for one in row if one.size > 0.8 * size]
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
    often = max(2, (filled + 1) // 2)
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
    return re.sub(r"\d+|\b[ivxl]+\b", "#", line.text.lower()), round(line.y / 6)


def _is_page_number(line: Line) -> bool:
    """Tell whether a line in the margin is only a page number."""
    pattern = r"(?:[-–—|]\s*)?(?:pagina|p\.|blz\.?)?\s*\d{1,4}(?:\s*(?:van|/|\|)\s*\d{1,4})?(?:\s*[-–—|])?"
    margin = line.y < 0.1 * line.height or line.y > 0.93 * line.height
    return margin and re.fullmatch(pattern, line.text.lower()) is not None
