"""The reader of Word files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.errors import RejectedFile
from corpus.model import Block, BlockKind
from ingest.readers.docx import read


def saved(document: Any, path: Path) -> list[Block]:
    """Save a document and read it back."""
    document.save(str(path))
    return list(read(path).blocks)


def kinds(blocks: list[Block]) -> list[tuple[str, int, str]]:
    """Return kind, level and text."""
    return [(block.kind.value, block.level, block.text) for block in blocks]


def test_structure_comes_in_document_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Loket", 0)
    document.add_heading("Routes", 1)
    document.add_paragraph("Er zijn twee routes:")
    document.add_paragraph("pabo", style="List Bullet")
    document.add_paragraph("deeltijd", style="List Bullet 2")
    document.add_paragraph("zij-instroom", style="List Number")
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    for cell, text in zip(table._cells, ("Route", "Duur", "pabo", "4 jaar"), strict=True):
        cell.text = text
    document.add_paragraph("  ")
    document.add_heading("Kosten", 2)
    document.add_paragraph("Slot.")
    blocks = saved(document, tmp_path / "a.docx")
    assert kinds(blocks) == [
        ("heading", 1, "Loket"),
        ("heading", 1, "Routes"),
        ("paragraph", 0, "Er zijn twee routes:"),
        ("item", 0, "pabo"),
        ("item", 1, "deeltijd"),
        ("item", 0, "zij-instroom"),
        ("table", 0, ""),
        ("heading", 2, "Kosten"),
        ("paragraph", 0, "Slot."),
    ]
    assert blocks[6].cells == (("Route", "Duur"), ("pabo", "4 jaar"))
    assert blocks[6].header == "Route | Duur"


def test_direct_numbering_gives_the_level_of_an_item(tmp_path: Path) -> None:
    document = docx.Document()
    for level, number in ((1, 1), (0, 0)):
        properties = document.add_paragraph(f"punt {number}")._p.get_or_add_pPr()
        numbering = properties.get_or_add_numPr()
        numbering.get_or_add_ilvl().val = level
        numbering.get_or_add_numId().val = number
    blocks = saved(document, tmp_path / "a.docx")
    assert kinds(blocks) == [("item", 1, "punt 1"), ("paragraph", 0, "punt 0")]


def test_dutch_and_derived_heading_styles_and_outline_levels(tmp_path: Path) -> None:
    document = docx.Document()
    styles = document.styles
    styles.add_style("Kop 2", 1)
    styles.add_style("Eigen stijl", 1).base_style = styles["Heading 3"]
    document.add_paragraph("Dutch", style="Kop 2")
    document.add_paragraph("Derived", style="Eigen stijl")
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), "3")
    document.add_paragraph("Outline")._p.get_or_add_pPr().append(outline)
    assert kinds(saved(document, tmp_path / "a.docx")) == [
        ("heading", 2, "Dutch"),
        ("heading", 3, "Derived"),
        ("heading", 4, "Outline"),
    ]


def test_deleted_text_is_left_out_and_linked_text_kept(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Je krijgt ")
    for tag, text_tag, text in (
        ("w:del", "w:delText", "niets"),
        ("w:hyperlink", "w:t", "subsidie"),
    ):
        outer, run, inner = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        inner.text = text
        run.append(inner)
        outer.append(run)
        paragraph._p.append(outer)
    assert [b.text for b in saved(document, tmp_path / "a.docx")] == ["Je krijgt subsidie"]


def test_a_table_of_one_column_is_layout(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "In een kader."
    assert kinds(saved(document, tmp_path / "a.docx")) == [("paragraph", 0, "In een kader.")]


def test_core_properties_without_the_author(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Tekst.")
    document.core_properties.title = " Regioplan "
    document.core_properties.language = "nl-NL"
    document.core_properties.author = "J. Jansen"
    document.save(str(tmp_path / "a.docx"))
    parsed = read(tmp_path / "a.docx")
    assert parsed.metadata == {"title": "Regioplan", "language": "nl-NL"}
    assert parsed.blocks[0].kind is BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 geen zip", "damaged"),
        (b"gewone tekst", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ole", "encrypted or old"),
    ],
)
def test_what_is_no_word_file_is_rejected(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(RejectedFile, match=reason):
        read(path)


def test_truncated_and_empty_documents_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    docx.Document().save(str(path))
    with pytest.raises(RejectedFile, match="no text"):
        read(path)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(RejectedFile, match="damaged"):
        read(path)
