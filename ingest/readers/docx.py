"""Word files (DOCX): headings by style, lists by style or numbering, tables in document order."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from corpus.errors import RejectedFile
from corpus.model import Block, BlockKind, ParsedFile
from ingest.readers.docx_notes import notes_of
from ingest.readers.docx_numbers import Numbers
from ingest.readers.listing import broken_lines, item_marker

_HEADING = re.compile(r"(?:heading|kop)\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"(?:list|lijst)(?!\s*(?:continue|voortzetting)).*?(\d)?$", re.IGNORECASE)
LOWEST = 6
"""The level of a heading that is only bold: below any that has a style."""

LONGEST_BOLD = 80
"""Characters; a longer bold line is text."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(path: Path) -> ParsedFile:
    """
    Read a Word file.

    Raises:

        RejectedFile: For a file that is empty, encrypted, damaged, not a DOCX, or without text.
    """
    document = _open(path)
    blocks = tuple(_Reader(document).blocks())
    if not any(block.text or block.cells for block in blocks):
        raise RejectedFile("no text found in the Word file")
    return ParsedFile(blocks=blocks, metadata=_metadata(document))


def _open(path: Path) -> Document:
    """Open a Word file, or reject it with a reason."""
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise RejectedFile("the file is empty")
    if head == _OLE:
        raise RejectedFile("an encrypted or old (.doc) Word file; save it as DOCX without password")
    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, EOFError) as error:
        raise RejectedFile("damaged Word file, it cannot be opened") from error
    except (KeyError, ValueError, AttributeError, LxmlError) as error:
        raise RejectedFile("not a Word document inside, or a damaged one") from error


class _Reader:
    """Reads one document from its first paragraph to its last: numbers count on the way."""

    def __init__(self, document: Document) -> None:
        """Take an open document."""
        self._document = document
        self._numbers = Numbers(document)
        self._notes = notes_of(document)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the document in order."""
        for part in _parts(self._document.element.body, self._document):
            yield from self._blocks(part)

    def _blocks(self, part: Paragraph | Table) -> Iterator[Block]:
        """Yield the blocks of one paragraph (none where it is empty) or table, and its notes."""
        if isinstance(part, Table):
            yield from self._table(part)
        else:
            yield from self._paragraph(part)
        for reference in part._element.iter(qn("w:footnoteReference"), qn("w:endnoteReference")):
            text = self._notes.get((reference.tag, reference.get(qn("w:id"))), "")
            if text:
                yield Block(kind=BlockKind.PARAGRAPH, text=text)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Block]:
        """Yield a heading, an item, or what its line breaks part in paragraphs."""
        lines = broken_lines(_visible(paragraph))
        if not lines:
            return
        level = _heading_level(paragraph)
        numbered = _numbering(paragraph, self._numbers)
        label = self._numbers.label(*numbered) if numbered else ""
        text = " ".join(lines)
        if label and not item_marker(text):
            text = f"{label} {text}"
        depth = _list_level(paragraph, numbered)
        if level is not None:
            yield Block(kind=BlockKind.HEADING, text=text, level=level)
        elif depth is not None:
            yield Block(kind=BlockKind.ITEM, text=text, level=depth)
        elif len(lines) == 1 and _is_bold_line(paragraph, text):
            yield Block(kind=BlockKind.HEADING, text=text, level=LOWEST)
        else:
            for line in lines:
                yield Block(kind=BlockKind.PARAGRAPH, text=line)

    def _table(self, table: Table) -> Iterator[Block]:
        """Yield a table; one of a single column is only layout, so its content is yielded."""
        rows = [_row(row) for row in table.rows]
        if max((len(row) for row in rows), default=0) <= 1:
            for row in table.rows:
                for cell in row.cells[:1]:
                    for part in _parts(cell._tc, cell):
                        yield from self._blocks(part)
            return
        filled = tuple(row for row in rows if any(row))
        if filled:
            yield Block(kind=BlockKind.TABLE, text="", header=_header(table, filled), cells=filled)


def _parts(container: Any, parent: Any) -> Iterator[Paragraph | Table]:
    """Yield paragraphs and tables in order, those within content controls too."""
    for child in container:
        if child.tag == qn("w:p"):
            yield Paragraph(child, parent)
        elif child.tag == qn("w:tbl"):
            yield Table(child, parent)
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None and not _is_contents(child):
                yield from _parts(content, parent)
        elif child.tag in (qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
            yield from _parts(child, parent)


def _is_contents(control: Any) -> bool:
    """Tell whether a content control is the table of contents that Word makes."""
    gallery = control.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and "contents" in gallery.get(qn("w:val"), "").lower()


def _visible(paragraph: Paragraph) -> str:
    """Return a paragraph's text with inserted text and fields, without deleted text."""
    pieces: list[str] = []
    for node in paragraph._p.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif node.tag == qn("w:br") and node.get(qn("w:type")) not in ("page", "column"):
            pieces.append("\n")
        else:
            pieces.append(" ")
    return "".join(pieces)


def _styles(paragraph: Paragraph) -> Iterator[Any]:
    """Yield a paragraph's style and those that it is based on."""
    style = paragraph.style
    for _ in range(10):
        if style is None:
            return
        yield style
        style = style.base_style


def _heading_level(paragraph: Paragraph) -> int | None:
    """Return 1 to 6 by style name or outline level (a title is 1), None for other text."""
    for style in _styles(paragraph):
        name = style.name or ""
        if name.lower() in ("title", "titel"):
            return 1
        found = _HEADING.match(name)
        if found:
            return min(max(int(found[1]), 1), 6)
    outline = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    level = int(outline.get(qn("w:val"), "9")) if outline is not None else 9
    return min(level + 1, 6) if level < 9 else None


def _is_bold_line(paragraph: Paragraph, text: str) -> bool:
    """Tell whether a paragraph is a short line that is bold from end to end, as a heading is."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    return (
        len(text) <= LONGEST_BOLD
        and not re.search(r"[.:;,]$", text)
        and bool(runs)
        and all(run.bold for run in runs)
    )


def _numbering(paragraph: Paragraph, numbers: Numbers) -> tuple[str, int] | None:
    """Return the list that a paragraph, or its style, belongs to, and its level in it."""
    properties: list[Any] = [paragraph._p.find(qn("w:pPr"))]
    properties += [style.element.find(qn("w:pPr")) for style in _styles(paragraph)]
    for one in properties:
        numbering: Any = one.find(qn("w:numPr")) if one is not None else None
        number = numbering.find(qn("w:numId")) if numbering is not None else None
        if number is None:
            continue
        identifier = number.get(qn("w:val"), "0")
        if identifier == "0":  # switches off what a style would give
            return None
        level = numbering.find(qn("w:ilvl"))
        style = paragraph.style.style_id if paragraph.style is not None else ""
        by_style = numbers.level_of_style(identifier, style or "")
        depth = int(level.get(qn("w:val"), "0")) if level is not None else by_style or 0
        return identifier, min(max(depth, 0), 8)
    return None


def _list_level(paragraph: Paragraph, numbered: tuple[str, int] | None) -> int | None:
    """Return an item's depth from 0 by its numbering or style name, None for other text."""
    if numbered is None:
        off = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        return None if off is not None else _named_level(paragraph)
    return numbered[1] or _named_level(paragraph) or 0


def _named_level(paragraph: Paragraph) -> int | None:
    """Return the depth in a style name: 'List Bullet' 0, 'List Bullet 2' 1."""
    for style in _styles(paragraph):
        found = _LIST.match(style.name or "")
        if found and style.name != "List Paragraph":
            return int(found[1] or 1) - 1
    return None


def _row(row: Any) -> tuple[str, ...]:
    """Return a row's cells as text; the parts of a merged cell repeat its text."""
    return tuple(_cell(cell) for cell in row.cells)


def _cell(cell: Any) -> str:
    """Return a cell's paragraphs and inner tables as one line."""
    texts = []
    for part in _parts(cell._tc, cell):
        if isinstance(part, Table):
            texts += [" ".join(_row(row)) for row in part.rows]
        else:
            texts.append(_visible(part))
    return " ".join(" ".join(texts).split())


def _header(table: Table, rows: tuple[tuple[str, ...], ...]) -> str:
    """Return the first row as header where Word marks it so or it looks like one."""
    marked = table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    look = table._tbl.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    styled = look is not None and _first_row(look)
    return " | ".join(rows[0]) if (marked or styled) and len(rows) > 1 else ""


def _first_row(look: Any) -> bool:
    """Tell whether a w:tblLook gives the first row the header's formatting."""
    if look.get(qn("w:firstRow")) is not None:
        return look.get(qn("w:firstRow")) in ("1", "true", "on")
    return bool(int(look.get(qn("w:val"), "0"), 16) & 0x20)


def _metadata(document: Document) -> dict[str, Any]:
    """
    Return title and language of the core properties.

    The author is a private person, and the dates tell when a file (or its template) was saved,
    not when the text was published; so neither is taken over.
    """
    core = document.core_properties
    found = {"title": core.title.strip(), "language": core.language.strip()}
    return {key: value for key, value in found.items() if value}
