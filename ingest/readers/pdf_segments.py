"""Pieces of text on a page: spans as drawn, and segments of a row without a wide gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SHORT_MARKER = re.compile(r"(?:\(?\w{1,3}[.)]|\d{1,2}(?:\.\d{1,2})*[a-z]?\.?|\W|o)$")

CELL_GAP = 1.5
"""Of the font size; a wider gap separates columns or cells."""

NARROW_GAP = 0.6
"""The same where the piece after it starts, or ends, as cells of other rows do."""

MARKER_GAP = 5.0
"""The same for what looks like a list marker: beyond it, it is a short cell of a table."""


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


Segment = list[Span]
"""Pieces of one row without a wide gap between them, from left to right."""


def says(part: Segment) -> bool:
    """Tell whether a segment holds any visible text."""
    return any(span.text.strip() for span in part)


def without_shadows(spans: list[Span]) -> list[Span]:
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


def span_rows(spans: list[Span]) -> list[list[Span]]:
    """Group spans that share a baseline (a superscript's is a little higher), top to bottom."""
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda one: (-one.y, one.x0)):
        row = rows[-1] if rows else None
        if row and row[0].y - span.y < 0.45 * max(span.size, *(one.size for one in row)):
            row.append(span)
        else:
            rows.append([span])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def without_shapes(row: list[Span]) -> list[Span]:
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


def row_segments(row: list[Span]) -> list[Segment]:
    """Split a row at wide gaps; a list marker or number stays with the text after it."""
    parts: list[Segment] = []
    for span in row:
        last = parts[-1] if parts else None
        size = max(span.size, last[-1].size) if last else 0.0
        gap = _gap(last, span) if last else 0.0
        if last and (gap <= CELL_GAP * size or (gap <= MARKER_GAP * size and _marks(last, span))):
            last.append(span)
        elif span.text.strip() or last:
            parts.append([span])
    return parts


def _gap(part: Segment, span: Span) -> float:
    """Return the room between a segment's visible text and the next span's."""
    end = max((one.x1 for one in part if one.text.strip()), default=part[0].x0)
    return span.x0 - end if span.text.strip() else 0.0


def _marks(part: Segment, span: Span) -> bool:
    """Tell whether a segment is only a list marker or a heading's number; no figure follows it."""
    text = "".join(one.text for one in part).strip()
    figures = text[-1:].isdigit() and span.text.strip()[:1].isdigit()
    return _SHORT_MARKER.match(text) is not None and not figures


def right_end(part: Segment) -> float:
    """Return the right end of a segment's visible text."""
    return max(span.x1 for span in part if span.text.strip())


def baseline(part: Segment) -> float:
    """Return the baseline of a segment: that of its largest text."""
    return max((span for span in part if span.text.strip()), key=lambda one: one.size).y


def in_rows(parts: list[Segment]) -> list[list[Segment]]:
    """Return segments by their baseline, top to bottom, each row from left to right."""
    rows: list[list[Segment]] = []
    for part in sorted(parts, key=lambda one: (-baseline(one), one[0].x0)):
        if rows and abs(baseline(rows[-1][0]) - baseline(part)) < 0.3 * part[0].size:
            rows[-1].append(part)
        else:
            rows.append([part])
    return [sorted(row, key=lambda part: part[0].x0) for row in rows]


def narrowly_parted(rows: list[list[Segment]]) -> list[list[Segment]]:
    """
    Part the cells of a table's rows that stand close together.

    The widest cell of a column nearly touches the next one: there it is the other rows that show
    where the next column starts, or, of figures, where it ends.
    """
    apart = [row for row in rows if len(row) > 1]
    starts = [part[0].x0 for row in apart for part in row[1:]]
    ends = [right_end(part) for row in apart for part in row[1:]]
    return [
        [
            piece
            for at, part in enumerate(row)
            for piece in _parted(part, starts, ends, alone=at > 0)
        ]
        for row in rows
    ]


def _parted(
    part: Segment, starts: Sequence[float], ends: Sequence[float], *, alone: bool
) -> list[Segment]:
    """
    Return a segment in pieces, cut at each narrow gap before a column of other rows.

    Args:

        alone: A bare figure that it starts with is a cell, and no number of a list or heading.
    """
    pieces: list[Segment] = [[part[0]]]
    for place in range(1, len(part)):
        span, last = part[place], pieces[-1]
        narrow = says(last) and _gap(last, span) >= NARROW_GAP * span.size
        column = _often(span.x0, starts) or _often(right_end(part), ends)
        if narrow and column and (not _marks(last, span) or (alone and _is_figure(last))):
            pieces.append([span])
        else:
            last.append(span)
    return pieces


def _often(x: float, others: Sequence[float]) -> bool:
    """Tell whether at least two of the others are at (nearly) this place."""
    return sum(abs(x - other) < 1.5 for other in others) >= 2


def _is_figure(part: Segment) -> bool:
    """Tell whether a segment is only digits."""
    return "".join(span.text for span in part).strip().isdigit()
