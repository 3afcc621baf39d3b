"""Tables that blanks draw in plain text: cells under each other, two blanks or more between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_join import Joiner

FEWEST_ROWS = 3
REGULAR = 0.6
"""Of the rows, the share that must have as many cells as the table has columns."""

LONGEST_CELL = 45
"""Characters, in the middle; longer ones are columns of text that stand side by side."""

_CELL = re.compile(r"\S+(?:\s\S+)*")

Cell = tuple[int, int, str]
"""Where it starts and ends in its line, and its text."""


def aligned_rows(lines: Sequence[str]) -> tuple[int, int, tuple[tuple[str, ...], ...]] | None:
    """
    Return the table that lines draw with blanks: its first line, the one past it, and its cells.

    None where too few lines have cells, or they do not line up. A line that is indented and
    fills fewer columns goes on with the row above it.
    """
    cells = [_cells(line) for line in lines]
    apart = [place for place, found in enumerate(cells) if len(found) > 1]
    if len(apart) < FEWEST_ROWS:
        return None
    first, last = apart[0], apart[-1] + 1
    rows = [cells[place] for place in apart]
    width, many = Counter(map(len, rows)).most_common(1)[0]
    lengths = [len(text) for row in rows for _, _, text in row]
    if many < REGULAR * len(rows) or median(lengths) > LONGEST_CELL:
        return None
    columns = _columns([row for row in rows if len(row) == width])
    if columns is None:
        return None
    joiner = Joiner(lines)
    made: list[list[str]] = []
    for found in cells[first:last]:
        row = [""] * width
        for cell in found:
            place = max(range(width), key=lambda at: _overlap(columns[at], cell))
            row[place] = f"{row[place]} {cell[2]}".strip()
        indented = len(found) < width and bool(found) and found[0][0] > columns[0][0]
        if made and indented:
            above = made[-1]
            made[-1] = [joiner.join(one, two).strip() for one, two in zip(above, row, strict=True)]
        else:
            made.append(row)
    return first, last, tuple(tuple(row) for row in made)


def _cells(line: str) -> list[Cell]:
    return [(found.start(), found.end(), found.group()) for found in _CELL.finditer(line)]


def _columns(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, int]] | None:
    """Return the extent of each column; None where columns run into each other."""
    extents = [
        (min(start for start, _, _ in column), max(end for _, end, _ in column))
        for column in zip(*rows, strict=True)
    ]
    apart = all(one[1] < two[0] for one, two in pairwise(extents))
    return extents if apart else None


def _overlap(column: tuple[int, int], cell: Cell) -> int:
    return min(column[1], cell[1]) - max(column[0], cell[0])
