"""The footnotes of a PDF: taken out of the text, and put behind what refers to them."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.model import BlockKind
from ingest.readers.listing import item_marker
from ingest.readers.pdf_layout import Line
from ingest.readers.pdf_parts import Measures, Part, beside

_NOTE = re.compile(r"(\d{1,2})\s+(?=[A-ZÀ-Þ‘“(])")


def footnotes(lines: list[Line], usual: Measures) -> tuple[list[Line], list[Part]]:
    """Take the footnotes out of the lines, and their numbers out of the words before them."""
    flow: list[Line] = []
    notes: list[Part] = []
    open_note = False
    for index, line in enumerate(lines):
        number = _note_number(lines, index, usual)
        if number:
            text = line.text.removeprefix(number).strip()
            notes.append(Part(BlockKind.PARAGRAPH, [replace(line, text=text)], marks=(number,)))
            open_note = True
        elif open_note and _continues_note(notes[-1].lines[-1], line, usual):
            notes[-1].lines.append(line)
        else:
            open_note = False
            flow.append(line)
    for note in notes:
        flow = _unglued(flow, note)
    return flow, notes


def _note_number(lines: list[Line], index: int, usual: Measures) -> str:
    """Return the number of the footnote that a line opens, '' where it opens none."""
    line = lines[index]
    found = _NOTE.match(line.text)
    number = line.label or (found[1] if found else "")
    if not number or usual.styled(line):
        return ""
    before = lines[index - 1] if index else None
    near = [one for one in lines[:index] if line.page - 1 <= one.page]
    small = line.size <= 0.92 * usual.body and line.y < 0.6 * line.height
    referred = any(number in one.marks or _glued(number).search(one.text) for one in near)
    spaced = before is None or not beside(before, line) or usual.apart(before, line)
    return number if (small and (referred or line.label)) or (referred and spaced) else ""


def _glued(number: str) -> re.Pattern[str]:
    """Return what finds a footnote's number at the end of a word."""
    return re.compile(rf"(?<=[^\W\d_]{{3}}){re.escape(number)}(?=[\s.,;:)]|$)")


def _continues_note(before: Line, line: Line, usual: Measures) -> bool:
    """Tell whether a line belongs to the footnote of the line before it."""
    if not beside(before, line) or item_marker(line.text) or line.label:
        return False
    return abs(line.size - before.size) < 0.6 and not usual.apart(before, line)


def _unglued(lines: list[Line], note: Part) -> list[Line]:
    """Take a footnote's number off the last word before the note that it is glued to."""
    number, page = note.marks[0], note.lines[0].page
    pattern = _glued(number)
    if any(number in line.marks and page - 1 <= line.page <= page for line in lines):
        return lines
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if page - 1 <= line.page <= page and pattern.search(line.text):
            mended = replace(line, text=pattern.sub("", line.text, count=1), marks=(number,))
            return [*lines[:index], mended, *lines[index + 1 :]]
    return lines


def with_notes(parts: list[Part], notes: list[Part]) -> list[Part]:
    """Put each footnote at the end of the section that refers to it, else of its page's."""
    placed = list(parts)
    for note in reversed(notes):
        page = note.lines[0].page
        last = 0
        for index, part in enumerate(placed):
            refers = any(
                note.marks[0] in line.marks and page - 1 <= line.page <= page for line in part.lines
            )
            if refers:
                last = index
                break
            if part.lines[0].page <= page:
                last = index
        end = last + 1
        while end < len(placed) and placed[end].kind is not BlockKind.HEADING:
            if any(placed[end] is later for later in notes):
                break
            end += 1
        placed.insert(end, note)
    return placed
