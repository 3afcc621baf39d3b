"""Lines of cells to the table that they were drawn as: its columns, and rows that run over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_layout import Line

_FEWEST_ROWS = 3
_REGULAR = 0.6
"""Of its lines with cells, the share that must have as many cells as the table has columns."""

_LONGEST_CELL = 60
"""Letters, in the middle; longer ones are columns of text that stand side by side."""

_ROOM = 1.45
"""Times the size: from here the distance of two lines shows that a new row begins."""

_BESIDE = 4.0
"""Points that a cell may stick out of its column."""

Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PdfTable:
    """The lines that a table takes, and its cells row by row; all rows have one width."""

    lines: list[Line]
    cells: tuple[tuple[str, ...], ...]


def table_at(lines: Sequence[Line], start: int) -> PdfTable | None:
    """
    Return the table that starts at a line with cells; None where the columns are too loose.

    A line with fewer cells belongs to the table where it fits within the columns; whether it
    starts a row or goes on with the one above is told by the room above it, or by its first cell.
    """
    run = _run(lines, start)
    columns = _columns(run)
    filled = [line for line in run if line.cells]
    if len(filled) < _FEWEST_ROWS or len(columns) < 2:
        return None
    regular = sum(len(line.extents) == len(columns) for line in filled)
    lengths = [len(cell) for line in filled for cell in line.text.split(" | ")]
    if regular < _REGULAR * len(filled) or median(lengths) > _LONGEST_CELL:
        return None
    while not run[-1].cells and not _is_within(run[-1], run[-2], columns):
        run.pop()
    return PdfTable(lines=run, cells=_rows(run, columns))


def _run(lines: Sequence[Line], start: int) -> list[Line]:
    """Return the lines from here that may be of one table: cells, and short lines among them."""
    run = [lines[start]]
    for line in lines[start + 1 :]:
        last = run[-1]
        same = line.page == last.page and line.column == last.column and last.y > line.y
        columns = _columns(run)
        if not same or not (line.cells or _is_within(line, last, columns)):
            break
        run.append(line)
    return run


def _columns(run: Sequence[Line]) -> list[Extent]:
    """Return the columns' extents: those of the lines that have the usual number of cells."""
    counts = Counter(len(line.extents) for line in run if line.cells)
    usual = max(counts, key=lambda count: (counts[count], count))
    rows = [line.extents for line in run if line.cells and len(line.extents) == usual]
    return [
        (min(x0 for x0, _ in cells), max(x1 for _, x1 in cells))
        for cells in zip(*rows, strict=True)
    ]


def _is_within(line: Line, before: Line, columns: Sequence[Extent]) -> bool:
    """Tell whether a line without cells runs on in a column, close below the line before it."""
    close = before.y - line.y < _ROOM * max(line.size, before.size)
    return close and any(x0 - _BESIDE <= line.x0 and line.x1 <= x1 + _BESIDE for x0, x1 in columns)


def _rows(run: Sequence[Line], columns: Sequence[Extent]) -> tuple[tuple[str, ...], ...]:
    """Return the cells of each row, those of lines that go on joined with the ones above."""
    gaps = [(one.y - two.y) / max(one.size, two.size) for one, two in pairwise(run)]
    spaced = any(gap >= _ROOM for gap in gaps) and any(gap < _ROOM for gap in gaps)
    rows: list[list[str]] = []
    for place, line in enumerate(run):
        cells = _placed(line, columns)
        fresh = gaps[place - 1] >= _ROOM if spaced and place else line.cells and bool(cells[0])
        if place == 0 or fresh:
            rows.append(cells)
        else:
            rows[-1] = [
                f"{above} {below}".strip() for above, below in zip(rows[-1], cells, strict=True)
            ]
    return tuple(tuple(row) for row in rows)


def _placed(line: Line, columns: Sequence[Extent]) -> list[str]:
    """Return a line's cells, each in the column that it overlaps most, or else is nearest to."""
    texts = line.text.split(" | ") if line.cells else [line.text]
    extents = line.extents if line.cells else ((line.x0, line.x1),)
    cells = [""] * len(columns)
    for text, extent in zip(texts, extents, strict=False):
        place = max(range(len(columns)), key=lambda at: _overlap(columns[at], extent))
        cells[place] = f"{cells[place]} {text}".strip()
    return cells


def _overlap(one: Extent, other: Extent) -> float:
    """Return how far two extents overlap; the room between them, negative, where they do not."""
    return min(one[1], other[1]) - max(one[0], other[0])
