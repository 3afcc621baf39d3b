"""The PDF reader on pages as designers lay them out: columns, tables in them, boxes, notes."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table, TableStyle

from corpus.model import Block, BlockKind, Passage
from ingest.document import read_document
from ingest.readers.pdf import read
from ingest.sources import find_files

WIDTH, HEIGHT = A4
BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=9.5, leading=12, spaceAfter=5, alignment=4,
    hyphenationLang="nl_NL", embeddedHyphenation=1,
)  # fmt: skip
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=14)
HEAD = ParagraphStyle("head", fontName="Times-Bold", fontSize=11, leading=14, spaceBefore=7)
CELL = ParagraphStyle("cell", fontName="Times-Roman", fontSize=8.5, leading=10)
SENTENCE = "De aanvrager toont aan dat de kandidaat een arbeidsovereenkomst van 0,5 fte heeft."


def two_columns(path: Path, story: list[object]) -> None:
    """Lay flowing text out in two columns a page."""
    column = (WIDTH - 120) / 2
    frames = [Frame(50 + at * (column + 20), 45, column, HEIGHT - 95) for at in (0, 1)]
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build(story)


def passages_of(folder: Path) -> list[Passage]:
    """Return the passages of the one file in a folder."""
    (file,) = find_files([folder])
    return list(read_document(file, "digest").passages)


def test_a_regulation_in_two_columns_keeps_articles_and_a_table_over_pages(tmp_path: Path) -> None:
    story: list[object] = []
    for number in range(1, 13):
        story.append(Paragraph(f"Artikel {number}. Voorwaarde", HEAD))
        for part in (1, 2):
            text = f"{SENTENCE} Dat is regel {number}.{part}."
            story.append(Paragraph(text, ITEM, bulletText=f"{part}."))
    rows = [("Traject", "0,5 fte", "1,0 fte")]
    rows += [(f"Tweedegraads vak nummer {n}", f"€ {n}.100", f"€ {n}.200") for n in range(1, 28)]
    cells = [[Paragraph(cell, CELL) for cell in row] for row in rows]
    style = TableStyle(
        [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]
    )
    story += [Paragraph("Tabel 1. Bedragen", HEAD)]
    story += [Table(cells, colWidths=[85, 60, 60], repeatRows=1, style=style)]
    two_columns(tmp_path / "regeling.pdf", story)
    made = passages_of(tmp_path)
    for number in range(1, 13):
        (passage,) = (one for one in made if one.section == (f"Artikel {number}. Voorwaarde",))
        assert [passage.unit_text(unit)[:2] for unit in passage.units] == ["1.", "2."]
        assert f"regel {number}.2." in passage.text
    units = [
        (unit, passage.unit_text(unit))
        for passage in made
        for unit in passage.units
        if passage.section == ("Tabel 1. Bedragen",)
    ]
    expected = [" | ".join(row) for row in rows]
    assert [text for _, text in units if text != expected[0]] == expected[1:]
    assert {unit.header for unit, _ in units} == {expected[0]}
    assert units[0][0].page != units[-1][0].page


def box(canvas: Canvas, x: float, y: float, title: str, lines: list[str]) -> None:
    """Draw a text box: a heading, and lines below it."""
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(x, y, title)
    canvas.setFont("Helvetica", 10)
    for place, line in enumerate(lines):
        canvas.drawString(x, y - 24 - 15 * place, line)


def test_boxes_beside_each_other_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "folder.pdf"
    canvas = Canvas(str(path), pagesize=(842, 595))
    # Drawn in any order, on baselines of their own, as layout programs do.
    words = {
        "Verdienen": [
            "Je verdient in het eerste jaar een",
            "salaris van € 2.684 bruto per maand",
            "bij een volledige baan. Na je diploma",
            "start je in schaal LB met € 3.391",
            "bruto per maand bij een hele baan.",
        ],
        "Past dit?": [
            "Je werkt graag met kinderen van vier",
            "tot en met twaalf jaar en je hebt een",
            "diploma van het hbo. Je wilt binnen",
            "twee jaar bevoegd zijn als leraar op",
            "een basisschool in onze eigen regio.",
        ],
        "De overstap": [
            "Je voert eerst een gesprek bij het",
            "loket. Daarna loop je drie dagen mee",
            "op een school. Dan doe je het onderzoek",
            "bij de hogeschool en leer je het vak",
            "in twee jaar op een vaste school.",
        ],
    }
    for x, y, title in ((578, 525, "Verdienen"), (34, 437, "Past dit?"), (300, 437, "De overstap")):
        box(canvas, x, y, title, words[title])
    canvas.setFont("Helvetica-Bold", 26)
    canvas.drawString(34, 534, "Voor de klas in Zuiderdelta")
    canvas.save()
    blocks = read(path).blocks
    for title, lines in words.items():
        place = next(i for i, block in enumerate(blocks) if block.text == title)
        assert blocks[place + 1].text == " ".join(lines)


def test_a_numbered_heading_is_no_footnote_and_notes_keep_their_order(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "notitie.pdf"), pagesize=A4)

    def line(text: str, y: float, size: float = 11, font: str = "Helvetica") -> None:
        canvas.setFont(font, size)
        canvas.drawString(72, y, text)

    line("1 Aanleiding", 760, 15, "Helvetica-Bold")
    said = ("In 2025 stopte 17 procent van de starters.", "Een starter werkt minder dan 3 jaar.")
    for place, text in enumerate(said):
        line(text, 730 - 15 * place)
        end = 72 + canvas.stringWidth(text, "Helvetica", 11)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(end, 734 - 15 * place, str(place + 1))
    line("2 Wat krijgt een starter?", 680, 15, "Helvetica-Bold")
    line("Een starter krijgt 120 klokuren begeleiding in het eerste jaar.", 655)
    for number, text in (("1", "Bron: eigen onderzoek."), ("2", "Invallers tellen niet mee.")):
        y = 115 - 12 * int(number)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(72, y + 3, number)
        canvas.setFont("Helvetica", 8.5)
        canvas.drawString(78, y, text)
    canvas.save()
    blocks = read(tmp_path / "notitie.pdf").blocks
    assert [b.text for b in blocks if b.kind is BlockKind.HEADING] == [
        "1 Aanleiding",
        "2 Wat krijgt een starter?",
    ]
    read_as = [block.text for block in blocks]
    first = read_as.index("Bron: eigen onderzoek.")
    assert read_as[first + 1 : first + 3] == [
        "Invallers tellen niet mee.",
        "2 Wat krijgt een starter?",
    ]


def test_a_blank_that_takes_no_room_does_not_part_a_word(tmp_path: Path) -> None:
    """Browsers print a soft hyphen so: a blank with the next letter drawn over it."""
    canvas = Canvas(str(tmp_path / "zacht.pdf"), pagesize=A4)
    text = canvas.beginText(72, 700)
    text.setFont("Helvetica", 11)
    canvas.drawText(text)
    x = 72.0
    for piece in ("De on", "der", "wijs", "re", "gio betaalt."):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(x, 700, piece)
        x += canvas.stringWidth(piece, "Helvetica", 11)
        canvas.drawString(x, 700, " ")
    canvas.save()
    blocks: tuple[Block, ...] = read(tmp_path / "zacht.pdf").blocks
    assert [block.text for block in blocks] == ["De onderwijsregio betaalt."]


def salary_table(path: Path, rows: list[list[str]], widths: list[float]) -> tuple[Passage, ...]:
    """Print a sentence and a table of figures, aligned right; return the passages read."""
    style = TableStyle([("FONTSIZE", (0, 0), (-1, -1), 9), ("ALIGN", (1, 0), (-1, -1), "RIGHT")])
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=[Frame(56, 50, WIDTH - 112, HEIGHT - 100)])])
    story = [Paragraph("Tabel 2. Salarissen", HEAD), Paragraph(SENTENCE, BODY)]
    document.build([*story, Table(rows, colWidths=widths, style=style)])
    return tuple(passages_of(path.parent))


def test_a_table_of_figures_below_text_keeps_its_page_and_its_cells(tmp_path: Path) -> None:
    rows = [["Trede", "S1", "S2", "S3"]]
    rows += [[str(n), f"3.{200 + n}", f"3.{400 + n}", f"3.{900 + n}"] for n in range(1, 12)]
    made = salary_table(tmp_path / "cao.pdf", rows, [80, 110, 110, 110])
    units = [passage.unit_text(unit) for passage in made for unit in passage.units]
    assert "4 | 3.204 | 3.404 | 3.904" in units
    assert {unit.header for unit in made[-1].units if unit.header} == {"Trede | S1 | S2 | S3"}


def test_the_widest_cell_of_a_column_is_parted_from_the_next(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "vacatures.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 9)
    rows = [("Gemeente", "Vacatures po", "Vacatures vo"), ("Deurne", "14", "9")]
    rows += [("Asten", "6", "3"), ("Someren", "8", "idem"), ("Horst aan de Maas", "17", "21")]
    first = 60 + canvas.stringWidth("Horst aan de Maas", "Helvetica", 9) + 7
    second = first + canvas.stringWidth("Vacatures po", "Helvetica", 9) + 7
    for place, row in enumerate(rows):
        for x, cell in zip((60, first, second), row, strict=True):
            canvas.drawString(x, 700 - 16 * place, cell)
    canvas.save()
    (passage,) = passages_of(tmp_path)
    assert [passage.unit_text(unit) for unit in passage.units] == [" | ".join(row) for row in rows]
