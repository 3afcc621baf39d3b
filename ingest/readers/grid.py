"""A table as a grid: merged cells stand in every place they cover, a header in one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.model import Block, BlockKind

MOST_HEADER_ROWS = 3
LARGEST_SPAN = 200
"""Rows or columns; a cell that claims more is cut."""


class Grid:
    """Collects the cells of a table, row by row and from left to right."""

    def __init__(self) -> None:
        """Start without rows."""
        self._cells: dict[tuple[int, int], str] = {}
        self._named: list[bool] = []

    def start_row(self, *, named: bool) -> None:
        """Start a row; `named` where the format marks it as part of the header."""
        self._named.append(named)

    def add(self, text: str, *, down: int = 1, across: int = 1) -> None:
        """Add a cell in the first free place of the row; it covers `down` rows of `across`."""
        row, column = len(self._named) - 1, 0
        while (row, column) in self._cells:
            column += 1
        for below in range(min(down, LARGEST_SPAN)):
            for beside in range(min(across, LARGEST_SPAN)):
                self._cells.setdefault((row + below, column + beside), text)

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows that were started, all of one width."""
        width = max((column for _, column in self._cells), default=-1) + 1
        return [
            tuple(self._cells.get((row, column), "") for column in range(width))
            for row in range(len(self._named))
        ]

    def header_rows(self) -> int:
        """Return how many of the first rows are the header by their marks."""
        count = 0
        while count < len(self._named) and self._named[count]:
            count += 1
        return count if count < len(self._named) else 0


def table_block(grid: Grid) -> Iterator[Block]:
    """Yield a table's block, its header as the first row; nothing for an empty table."""
    rows, count = grid.rows(), grid.header_rows()
    header = one_row(rows[:count]) if 0 < count <= MOST_HEADER_ROWS else None
    body = [row for row in (rows[count:] if header else rows) if any(row)]
    if not body:
        return
    cells = (header, *body) if header else tuple(body)
    yield Block(kind=BlockKind.TABLE, text="", header=" | ".join(header or ()), cells=cells)


def one_row(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return header rows as one: what stands above each column, from general to particular."""
    columns = zip(*rows, strict=True)
    return tuple(" ".join(dict.fromkeys(part for part in column if part)) for column in columns)
