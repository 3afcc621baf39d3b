"""The reader of Word files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

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
        ("item", 0, "1. zij-instroom"),
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


def test_numbers_that_word_only_shows_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    levels = ("Artikel %1", "%2.", "%3.")
    formats = ("decimal", "decimal", "lowerLetter")
    root = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (text, kind) in enumerate(zip(levels, formats, strict=True))
    )
    root.insert(
        0,
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{shown}</w:abstractNum>'),
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )

    def add(text: str, level: int, *, heading: bool = False) -> None:
        paragraph = document.add_heading(text, 2) if heading else document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            )
        )

    add("Doel", 0, heading=True)
    add("Elke student krijgt:", 1)
    add("een begeleider;", 2)
    add("een opleider.", 2)
    add("Dat kost niets.", 1)
    add("Duur", 0, heading=True)
    add("Een jaar.", 1)
    assert kinds(saved(document, tmp_path / "a.docx")) == [
        ("heading", 2, "Artikel 1 Doel"),
        ("item", 1, "1. Elke student krijgt:"),
        ("item", 2, "a. een begeleider;"),
        ("item", 2, "b. een opleider."),
        ("item", 1, "2. Dat kost niets."),
        ("heading", 2, "Artikel 2 Duur"),
        ("item", 1, "1. Een jaar."),
    ]


def test_line_breaks_part_labels_and_sentences_only(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Datum: 3 juni\nPlaats: gemeentehuis\nHet gaat over een\nlange zin.")
    assert [block.text for block in saved(document, tmp_path / "a.docx")] == [
        "Datum: 3 juni",
        "Plaats: gemeentehuis",
        "Het gaat over een lange zin.",
    ]


def test_text_within_a_content_control_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Voor.")
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Binnen.</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, control)
    assert [block.text for block in saved(document, tmp_path / "a.docx")] == ["Voor.", "Binnen."]


def test_a_footnote_follows_the_paragraph_that_refers_to_it(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Een starter krijgt 120 uur.")
    reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    paragraph._p.append(parse_xml(reference))
    document.add_paragraph("Daarna 80 uur.")
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Naar rato van de baan.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert [block.text for block in saved(document, tmp_path / "a.docx")] == [
        "Een starter krijgt 120 uur.",
        "Naar rato van de baan.",
        "Daarna 80 uur.",
    ]
