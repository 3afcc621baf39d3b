"""From positioned pieces of text to lines in reading order, per page of a PDF."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

from ingest.readers.pdf_columns import cut_regions, margins
from ingest.readers.pdf_segments import (
    Segment,
    Span,
    in_rows,
    narrowly_parted,
    right_end,
    row_segments,
    says,
    span_rows,
    without_shadows,
    without_shapes,
)

_LIGATURE = re.compile(r"[\ufb00-\ufb06]")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARK = re.compile(r"\(?(?:\d{1,3}|[*†‡])\)?")
_UNIT_BEFORE_POWER = re.compile(r"(?:^|[\s\d])[kcdm]?m$")

_PAGE_NUMBER = re.compile(
    r"(?:[-–—|]\s*)?(?:pagina|p\.|blz\.?)?\s*\d{1,4}(?:\s*(?:van|/|\|)\s*\d{1,4})?(?:\s*[-–—|])?"
)

WORD_GAP = 0.15
"""Of the font size; a wider gap between two pieces is a space."""


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

        extents: Left and right edge of each of its cells, of the whole line where it has none.
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
    extents: tuple[tuple[float, float], ...] = ()


def clean(text: str) -> str:
    """Mend ligature code points, odd and doubled spaces, and invisible characters."""
    text = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _SPACES.sub(" ", _INVISIBLE.sub("", text))


def lines_of(
    spans: list[Span], *, width: float, height: float, page: int
) -> tuple[list[Line], list[str]]:
    """Return a page's lines in reading order, and the reasons to doubt that order."""
    inside = [one for one in spans if -5 < one.x0 < width + 5 and -5 < one.y < height + 5]
    rows = span_rows(without_shadows(inside))
    segments = [part for row in rows for part in row_segments(without_shapes(row)) if says(part)]
    lines: list[Line] = []
    reasons: list[str] = []
    top, middle, bottom = margins(segments, height)
    regions = [(top, False), *cut_regions(middle), (bottom, False)]
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


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of segments, and whether they look like a table."""

    rows: list[list[Segment]]
    is_table: bool


def _table_rows(region: list[Segment]) -> _Rows:
    """Put the segments of a region back into rows; three with cells apart are a table."""
    rows = in_rows(region)
    is_table = sum(len(row) > 1 for row in rows) >= 3
    return _Rows(narrowly_parted(rows) if is_table else rows, is_table)


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
        extents=tuple((part[0].x0, right_end(part)) for part in row),
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
    for place, span in enumerate(part):
        if _takes_no_room(part, place):
            continue
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


def _takes_no_room(part: Segment, place: int) -> bool:
    """Tell whether a blank is none: the next letters are drawn over it, as over a soft hyphen."""
    span = part[place]
    if span.text.strip() or place + 1 == len(part):
        return False
    following = next((one for one in part[place + 1 :] if one.text.strip()), None)
    return following is not None and following.x0 - span.x0 < 0.5 * WORD_GAP * span.size


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
