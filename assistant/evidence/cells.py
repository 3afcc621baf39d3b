"""What the cells of a table mean: the unit in a header or caption, and 'idem'."""

from __future__ import annotations

import re

from corpus.model import Passage, UnitKind

LONGEST_CAPTION = 160
"""Characters; a longer sentence before a table is text."""

_IDEM = re.compile(r"\b(?:idem|ibidem)\b|^(?:id\.|〃|,,|''|\")$", re.I)
_FIGURE = re.compile(r"[-–]?\s?\d+(?:[.,]\d+)*")
_COUNTED = re.compile(
    r"\b(?:aantal(?:len)?|fte|uren|uur|trede|jaar|leeftijd|nr|nummer|plaatsen|personen"
    r"|leerlingen|studenten|leraren|deelnemers|scholen)\b",
    re.I,
)
_UNITS = (
    (re.compile(r"%|\bprocent|\bpercentage|\baandeel", re.I), "{} procent"),
    (
        re.compile(
            r"€|\beuro|\bbedrag(?:en)?\b|\w*prij(?:s|zen)\b|\w*tarie(?:f|ven)\b|\w*kosten\b"
            r"|\bsalaris|\w*toelage|\w*vergoeding",
            re.I,
        ),
        "€ {}",
    ),
)


def as_meant(passage: Passage, number: int) -> str:
    """
    Return the text of a unit with what its cells mean beside what they say.

    A bare figure gets the unit of its column, or else of the caption or heading of its table;
    'idem' what it stands for. For judging only: it is not literal.
    """
    text = passage.unit_text(passage.units[number])
    told = [passage.unit_text(passage.units[at]) for at in same_as(passage, number)]
    if passage.units[number].kind == UnitKind.ROW:
        told += [form.format(figure) for figure, form, _ in _figures(passage, number)]
    return " ".join([text, *told])


def goes_with(passage: Passage, number: int) -> tuple[int, ...]:
    """Return the units that a row or item needs: what 'idem' stands for, the caption's unit."""
    caption = _caption(passage, number)
    needed = [caption] if caption is not None and _leans(passage, number) else []
    return (*needed, *same_as(passage, number))


def same_as(passage: Passage, number: int) -> tuple[int, ...]:
    """
    Return the units above that hold what a unit calls 'idem'; none where that is in doubt.

    In a row it may also mean the cell to its left, where both are amounts: then it is in doubt.
    """
    unit = passage.units[number]
    if unit.kind == UnitKind.SENTENCE:
        return ()
    text = passage.unit_text(unit)
    if not _IDEM.search(text):
        return ()
    column = next((at for at, cell in enumerate(text.split(" | ")) if _IDEM.search(cell)), None)
    for above in range(number - 1, -1, -1):
        other = passage.units[above]
        said = passage.unit_text(other)
        if other.kind != unit.kind or said == other.header:
            return ()
        if unit.kind == UnitKind.ITEM:
            if not _IDEM.search(said):
                return (above,)
        elif column is None or not _IDEM.search(_cell(said, column)):
            left = _cell(text, (column or 0) - 1) if column else ""
            in_doubt = "€" in left and "€" in _cell(said, column or 0)
            return () if in_doubt else (above,)
    return ()


def _cell(row: str, column: int) -> str:
    cells = row.split(" | ")
    return cells[column] if 0 <= column < len(cells) else ""


def _figures(passage: Passage, number: int) -> list[tuple[str, str, bool]]:
    """Return each bare figure of a row, the form of its unit, and whether its column tells it."""
    unit = passage.units[number]
    names = unit.header.split(" | ")
    caption = _caption(passage, number)
    around = " ".join(passage.section[-1:])
    if caption is not None:
        around += " " + passage.unit_text(passage.units[caption])
    found = []
    for at, cell in enumerate(passage.unit_text(unit).split(" | ")):
        if not at or not _FIGURE.fullmatch(cell.strip()):
            continue
        name = names[at] if at < len(names) else ""
        own, table = _form(name), None if _COUNTED.search(name) else _form(around)
        if form := own or table:
            found.append((cell.strip(), form, own is not None))
    return found


def _form(text: str) -> str | None:
    return next((form for pattern, form in _UNITS if pattern.search(text)), None)


def _leans(passage: Passage, number: int) -> bool:
    """Tell whether figures of a row have their unit from the caption, and not from a column."""
    return any(not own for _, _, own in _figures(passage, number))


def _caption(passage: Passage, number: int) -> int | None:
    """Return the sentence right above the rows that a row is one of, where it may name them."""
    first = number
    while first and passage.units[first - 1].kind == UnitKind.ROW:
        first -= 1
    if passage.units[number].kind != UnitKind.ROW or not first:
        return None
    above = passage.units[first - 1]
    short = above.end - above.start <= LONGEST_CAPTION
    return first - 1 if short and _form(passage.unit_text(above)) else None
