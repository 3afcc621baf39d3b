"""Columns, text boxes and margins: cuts a page into regions in reading order."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from ingest.readers.pdf_segments import Segment, baseline, in_rows, right_end

MOST_CUTS = 3
"""How deep columns may lie within columns."""

BELOW, BELOW_LAST = 2.0, 4.0
"""Of the size; more white space parts what stands below two columns from the left one."""


def margins(
    parts: list[Segment], height: float
) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """Part the segments in the outer sixths of a page that white space separates from the rest."""
    ordered = sorted(parts, key=lambda one: -baseline(one))
    first, last = 0, len(ordered)
    gaps = [baseline(one) - baseline(two) for one, two in pairwise(ordered)]
    usual = median([gap for gap in gaps if gap > 1] or [0.0])
    for place in range(1, len(ordered)):
        above, below = ordered[place - 1], ordered[place]
        if baseline(above) - baseline(below) > max(
            2.2 * above[0].size, 2.2 * below[0].size, 1.6 * usual
        ):
            if baseline(above) > 5 / 6 * height and place <= 4:
                first = place
            if baseline(below) < 1 / 6 * height and len(ordered) - place <= 4:
                last = min(last, place)
    last = max(first, last)
    return ordered[:first], ordered[first:last], ordered[last:]


def cut_regions(parts: list[Segment], depth: int = 0) -> list[tuple[list[Segment], bool]]:
    """
    Cut a page into regions in reading order, each with whether it is a column.

    Segments that cross the gutter between two columns cut the page into bands; within a band of
    two columns the left one comes first. A simple form of the recursive X-Y cut (Nagy and Seth,
    1984).
    """
    gutter = _gutter(parts) if depth < MOST_CUTS else None
    if gutter is None:
        return [(parts, depth > 0)] if parts else []
    regions: list[tuple[list[Segment], bool]] = []
    whole: list[Segment] = []
    bands = _bands(parts, gutter)
    for band in bands:
        left, right, below = _sides(band, gutter, last=band is bands[-1])
        if not _is_pair(left, right):
            whole += band
            continue
        regions += [(whole, depth > 0)] if whole else []
        regions += cut_regions(left, depth + 1) + cut_regions(right, depth + 1)
        whole = below
    return [*regions, (whole, depth > 0)] if whole else regions


def _gutter(parts: list[Segment], depth: int = 0) -> float | None:
    """Return the x of the gap between two columns with most running text, None without one."""
    if len(parts) < 8:
        return None
    start, end = min(part[0].x0 for part in parts), max(right_end(part) for part in parts)
    best: tuple[int, float] | None = None
    for x in sorted({round(part[0].x0) - 3.0 for part in parts}):
        if start + 0.2 * (end - start) < x < start + 0.8 * (end - start):
            pairs = [_sides(band, x)[:2] for band in _bands(parts, x)]
            size = sum(
                len(left) + len(right) for left, right in pairs if _is_pair(left, right, depth)
            )
            if size and (best is None or size > best[0]):
                best = (size, x)
    return best[1] if best else None


def _bands(parts: list[Segment], x: float) -> list[list[Segment]]:
    """Cut segments, from top to bottom, before and after each that crosses x."""
    bands: list[list[Segment]] = []
    crossed = True
    for part in sorted(parts, key=lambda one: -baseline(one)):
        crosses = part[0].x0 < x < right_end(part)
        if crosses or crossed:
            bands.append([part])
        else:
            bands[-1].append(part)
        crossed = crosses
    return bands


def _sides(
    band: list[Segment], x: float, *, last: bool = False
) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """
    Return what is left of x, right of it, and (after white space) below both columns.

    In the `last` band nothing wide follows: there only much white space parts text from the left
    column, which may just be the longer one.
    """
    least = BELOW_LAST if last else BELOW
    right = [part for part in band if part[0].x0 >= x]
    left: list[Segment] = []
    below: list[Segment] = []
    floor = min(map(baseline, right), default=0.0)
    for part in (one for one in band if one[0].x0 < x):
        beneath = bool(left) and baseline(part) < floor - part[0].size
        if below or (beneath and baseline(left[-1]) - baseline(part) > least * left[-1][0].size):
            below.append(part)
        else:
            left.append(part)
    return left, right, below


def _is_pair(left: list[Segment], right: list[Segment], depth: int = 0) -> bool:
    """
    Tell whether two sides are columns of running text next to each other.

    Long ones may lie beside each other for a line or two only, as text boxes do.
    """
    fewest = min(len(left), len(right))
    if fewest < 4:
        return False
    low = max(min(map(baseline, left)), min(map(baseline, right)))
    high = min(max(map(baseline, left)), max(map(baseline, right)))
    room = left[0][0].size if fewest >= 6 else 3
    beside = [
        sum(low - room <= baseline(part) <= high + room for part in side) for side in (left, right)
    ]
    if min(beside) < (1 if fewest >= 6 else 4):
        return False
    if _is_prose(left, depth):
        return _is_prose(right, depth) or _is_table_beside(right, left)
    return _is_prose(right, depth) and _is_table_beside(left, right)


def _is_table_beside(side: list[Segment], prose: list[Segment]) -> bool:
    """
    Tell whether a side that is no prose is a table in a column of its own.

    The cells of one table over both sides would share their baselines with what looks like prose.
    """
    rows, lines = in_rows(side), [baseline(part) for part in prose]
    if sum(len(row) > 1 for row in rows) < 0.4 * len(rows) or len(rows) < 0.4 * len(lines):
        return False
    shared = sum(any(abs(baseline(row[0]) - y) < 0.5 for y in lines) for row in rows)
    return shared < 0.4 * len(rows)


def _is_prose(side: list[Segment], depth: int) -> bool:
    """Tell whether segments are lines of running text, most of them, or columns of it."""
    rows = in_rows(side)
    usual = 1.3 * median(part[0].size for part in side)
    alone = [row[0] for row in rows if len(row) == 1 and row[0][0].size < usual]
    if len(alone) < 0.6 * len(rows):
        return depth == 0 and _gutter(side, depth + 1) is not None
    lengths = [len("".join(span.text for span in part).strip()) for part in alone]
    widths = [right_end(part) - part[0].x0 for part in alone]
    return median(lengths) >= 18 and median(widths) >= 0.6 * max(widths)
