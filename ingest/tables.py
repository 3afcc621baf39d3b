"""Tables to blocks: rows with their header, records of key and value, and cells that hold lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.model import Block, BlockKind

LONG_CELL = 200
"""Characters; a table with a longer cell, or one with a list in it, is read cell by cell."""

LONGEST_NAME = 60
"""Characters; a longer cell does not name a column."""

RECORD_LEVEL = 7
ROW_LEVEL = 5

Row = Sequence[str]

_VALUE = re.compile(r"€\s?\d|\d\s?(?:%|procent\b)|[\w.]@\w|\w\.$")


def table_blocks(table: Block) -> list[Block]:
    """
    Return a TABLE block as headings, paragraphs, items and rows. Cells stay literal.

    An empty heading closes the table's own headings, so that text after it is not read under them.
    """
    rows = _whole_rows(table.cells)
    if not rows:
        return []
    if _is_records(rows):
        made = _records(rows)
    elif any("\n" in cell or len(cell) > LONG_CELL for row in rows for cell in row):
        made = _wide(rows) if max(map(len, rows)) > 2 or len(rows) > 2 else _layout(rows)
    else:
        made = _rows(rows, marked=bool(table.header))
    blocks = [replace(block, page=table.page) for block in made]
    depth = [block.level for block in blocks if block.kind == BlockKind.HEADING]
    end = [Block(kind=BlockKind.HEADING, text="", level=min(depth))] if depth else []
    return blocks + end


def _whole_rows(cells: Sequence[Row]) -> list[Row]:
    """
    Drop empty rows, and join a row that goes on after a page break with the one before.

    Such a row has no first cell, in a table where the first cells are names of three columns or
    more; a cell that starts in lower case goes on with the sentence above it.
    """
    rows: list[Row] = []
    for row in cells:
        if not any(cell.strip(" -–\n") for cell in row):
            continue
        if rows and len(row) >= 3 and not row[0].strip() and rows[-1][0].strip():
            rows[-1] = [_joined_cell(*pair) for pair in zip_longest(rows[-1], row, fillvalue="")]
        else:
            rows.append(row)
    return rows


def _joined_cell(above: str, below: str) -> str:
    goes_on = below[:1].islower() and above.rstrip()[-1:] not in ".!?:;"
    return (above + (" " if goes_on else "\n") + below).strip()


def page_numbers(table: Block) -> dict[str, int] | None:
    """Return title -> page when the table may be a table of contents, else None."""
    rows = [row for row in table.cells if any(cell.strip() for cell in row)]
    entries = [
        (row[0].strip(" .…"), int(row[-1]))
        for row in rows
        if len(row) >= 2 and row[-1].strip().isdigit()
    ]
    if len(rows) < 5 or len(entries) < 0.8 * len(rows):
        return None
    pages = [page for _, page in entries]
    return dict(entries) if pages == sorted(pages) else None


def _key(cell: str) -> str:
    return re.sub(r"[\dIVX]+$", "", cell.strip()).strip().lower()


def _is_records(rows: Sequence[Row]) -> bool:
    """Two columns whose keys come back in turn (Activiteit 1, Doel, Periode, Activiteit 2, ...)."""
    if max(map(len, rows)) != 2:
        return False
    keys = Counter(_key(row[0]) for row in rows if len(row) == 2 and row[1].strip())
    return sum(n for n in keys.values() if n > 1) >= 0.6 * len(rows) and len(keys) > 1


def _records(rows: Sequence[Row]) -> Iterator[Block]:
    repeated = Counter(_key(row[0]) for row in rows if row[1].strip())
    first = next(_key(row[0]) for row in rows if row[1].strip() and repeated[_key(row[0])] > 1)
    for row in rows:
        key, value = row[0].strip(), row[1].strip()
        if not value and len(key) < 60:
            yield Block(kind=BlockKind.HEADING, text=key, level=RECORD_LEVEL - 1)
        elif not value:
            yield Block(kind=BlockKind.PARAGRAPH, text=key)
        else:
            if _key(key) == first:
                yield Block(kind=BlockKind.HEADING, text=f"{key}: {value}", level=RECORD_LEVEL)
            yield Block(kind=BlockKind.ROW, text=f"{key} | {value}")


def _rows(rows: Sequence[Row], *, marked: bool) -> Iterator[Block]:
    """
    A plain table: the first row is its header unless that holds values itself.

    The header is a row too, whose own text is its header: so it can be quoted.
    """
    has_header = len(rows) > 1 and _names_columns(rows[0], marked=marked)
    header = _joined(rows[0]) if has_header else ""
    if header:
        yield Block(kind=BlockKind.ROW, text=header, header=header)
    for row in rows[1:] if has_header else rows:
        if _joined(row) != header:  # a header that returns on the next page
            yield Block(kind=BlockKind.ROW, text=_joined(row), header=header)


def _names_columns(row: Row, *, marked: bool) -> bool:
    """Tell whether a first row names the columns; the corner above names of rows may be empty."""
    if any(_VALUE.search(cell) or len(cell) > LONGEST_NAME for cell in row[1:]):
        return False
    named = [bool(cell.strip()) for cell in row]
    return all(named) or (len(row) > 2 and all(named[1:])) or (marked and sum(named) > 1)


def _joined(row: Row) -> str:
    return " | ".join(" ".join(cell.split()) for cell in row)


def _wide(rows: Sequence[Row]) -> Iterator[Block]:
    """
    Cells that hold paragraphs and lists: the row's first cell becomes a heading, each next cell
    is read under its column's name. A row without a first cell goes on with the one before.
    """
    header = rows[0]
    for row in rows[1:]:
        if row[0].strip():
            yield Block(kind=BlockKind.HEADING, text=_joined([row[0]]), level=ROW_LEVEL)
        for column, cell in enumerate(row[1:], start=1):
            if cell.strip():
                name = header[column].strip() if column < len(header) else ""
                if name:
                    yield Block(kind=BlockKind.HEADING, text=name, level=ROW_LEVEL + 1)
                yield from cell_blocks(cell)


def _layout(rows: Sequence[Row]) -> Iterator[Block]:
    for row in rows:
        for cell in row:
            yield from cell_blocks(cell)


def cell_blocks(cell: str) -> Iterator[Block]:
    """Yield the paragraphs and items of one cell (a line each; items start with '- ' or '1.')."""
    for line in filter(None, (line.strip() for line in cell.splitlines())):
        item = re.match(r"-\s+", line)
        numbered = re.match(r"(?:\d+|[a-z])[.)]\s*", line)
        if item or numbered:
            text = line[item.end() :] if item else line
            yield Block(kind=BlockKind.ITEM, text=text)
        else:
            yield Block(kind=BlockKind.PARAGRAPH, text=line)
