"""The PDF reader, on files made here."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate

from corpus.errors import RejectedFile
from corpus.model import Block, BlockKind, ParsedFile
from ingest.readers.pdf import read

WIDTH, HEIGHT = A4
SENTENCES = (
    "De school begeleidt de nieuwe leraar in het eerste jaar bij het werk in de klas en bij het "
    "contact met ouders. De begeleider komt elke week langs en bespreekt de lessen."
)
PROSE = SENTENCES.split()


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., ParsedFile]:
    """Return a function that draws pages with a canvas and reads the file."""

    def make(*pages: Callable[[Canvas], None]) -> ParsedFile:
        path = tmp_path / "gemaakt.pdf"
        canvas = Canvas(str(path), pagesize=A4)
        for page in pages:
            page(canvas)
            canvas.showPage()
        canvas.save()
        return read(path)

    return make


def put(canvas: Canvas, lines: list[str], x: float = 72, y: float = 700, **font: float) -> float:
    """Draw lines of 10 points, 14 apart; return the y below them."""
    canvas.setFont("Helvetica", font.get("size", 10))
    for line in lines:
        canvas.drawString(x, y, line)
        y -= 14
    return y


def wrapped(words: list[str], per_line: int) -> list[str]:
    """Return words as lines of so many words."""
    return [" ".join(words[i : i + per_line]) for i in range(0, len(words), per_line)]


def texts(parsed: ParsedFile, kind: BlockKind) -> list[str]:
    """Return the texts of all blocks of a kind."""
    return [block.text for block in parsed.blocks if block.kind is kind]


def headings(parsed: ParsedFile) -> list[tuple[int, str]]:
    """Return level and text of all headings."""
    return [(b.level, b.text) for b in parsed.blocks if b.kind is BlockKind.HEADING]


def items(parsed: ParsedFile) -> list[tuple[int, str]]:
    """Return depth and text of all list items."""
    return [(b.level, b.text) for b in parsed.blocks if b.kind is BlockKind.ITEM]


def platypus(path: Path, story: list[object]) -> ParsedFile:
    """Build a PDF of flowing text and read it."""
    SimpleDocTemplate(str(path), pagesize=A4).build(story)
    return read(path)


BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=8)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=22, leading=26, spaceAfter=12)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=14, leading=18, spaceAfter=6)
SUB = ParagraphStyle("sub", fontName="Helvetica-Bold", fontSize=10, leading=14, spaceAfter=4)


def test_headings_by_size_and_weight_get_levels_by_rank(tmp_path: Path) -> None:
    prose = " ".join(PROSE)
    parsed = platypus(
        tmp_path / "a.pdf",
        [
            Paragraph(
                "Leraar worden in de regio: alles over de routes naar een bevoegdheid", TITLE
            ),
            Paragraph(prose, BODY),
            Paragraph("Wat kost het?", HEAD),
            Paragraph(prose, BODY),
            Paragraph("Collegegeld", SUB),
            Paragraph(prose, BODY),
            Paragraph("Wie helpt mij?", HEAD),
            Paragraph(f"Let op: <b>de school betaalt</b>. {prose}", BODY),
        ],
    )
    assert headings(parsed) == [
        (1, "Leraar worden in de regio: alles over de routes naar een bevoegdheid"),
        (2, "Wat kost het?"),
        (3, "Collegegeld"),
        (2, "Wie helpt mij?"),
    ]
    assert texts(parsed, BlockKind.PARAGRAPH) == [prose] * 3 + [
        f"Let op: de school betaalt. {prose}"
    ]


def test_a_bold_paragraph_is_no_heading(tmp_path: Path) -> None:
    warning = ParagraphStyle("bold", parent=BODY, fontName="Helvetica-Bold")
    parsed = platypus(
        tmp_path / "a.pdf",
        [Paragraph(" ".join(PROSE * 2), warning), *[Paragraph("Tekst. " * 99, BODY)]],
    )
    assert headings(parsed) == []


def test_numbered_headings_without_a_style_and_numbered_lists(
    draw: Callable[..., ParsedFile],
) -> None:
    def page(canvas: Canvas) -> None:
        y = put(canvas, ["1. Procesvoorstel", *wrapped(PROSE, 14)])
        y = put(canvas, ["1.1 Aantrekken (werving)", *wrapped(PROSE, 14)], y=y - 14)
        y = put(
            canvas, ["De stappen zijn:", "1. Meld je aan", "2. Kom praten", "3. Begin"], y=y - 14
        )
        put(canvas, ["12 maart is de open dag van de opleiding."], y=y - 14)

    parsed = draw(page)
    assert headings(parsed) == [(2, "1. Procesvoorstel"), (3, "1.1 Aantrekken (werving)")]
    assert items(parsed) == [(0, "1. Meld je aan"), (0, "2. Kom praten"), (0, "3. Begin")]
    assert "12 maart is de open dag van de opleiding." in texts(parsed, BlockKind.PARAGRAPH)


def test_words_broken_at_a_line_end_are_mended(draw: Callable[..., ParsedFile]) -> None:
    lines = [
        "De leraar werkt in het on-",
        "derwijs en kent de havo-",
        "educatie, de losse SO&P-",
        "regelingen, de werk-",
        "en leertijd, en Noord-",
        "Nederland. De zij-instroom is voor zij-",
        "instromers. Zie ook havo-educatie.",
    ]
    parsed = draw(lambda canvas: put(canvas, lines))
    assert texts(parsed, BlockKind.PARAGRAPH) == [
        "De leraar werkt in het onderwijs en kent de havo-educatie, de losse SO&P-regelingen, de "
        "werk- en leertijd, en Noord-Nederland. De zij-instroom is voor zij-instromers. Zie ook "
        "havo-educatie."
    ]


def test_ligatures_and_odd_spaces_are_mended(tmp_path: Path) -> None:
    import reportlab
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    pdfmetrics.registerFont(TTFont("Vera", str(font)))
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Vera", 10)
    canvas.drawString(72, 700, "De ofﬁciële  kosten\u00a0zijn € 25.000 per jaar.")
    canvas.save()
    assert texts(read(path), BlockKind.PARAGRAPH) == ["De officiële kosten zijn € 25.000 per jaar."]


def two_columns(canvas: Canvas) -> None:
    """Draw a title over two columns, row by row, as some programs do."""
    canvas.setFont("Helvetica", 10)
    canvas.drawString(
        72, 760, "Een inleiding die over de hele breedte van de bladzijde loopt, " * 1
    )
    canvas.drawString(
        72, 746, "want zo zetten veel folders de eerste alinea boven hun twee kolommen."
    )
    for row in range(12):
        canvas.drawString(72, 700 - 14 * row, f"links staat regel nummer {row} van de tekst")
        canvas.drawString(320, 700 - 14 * row, f"rechts staat regel nummer {row} van de tekst")


def test_two_columns_are_read_column_by_column(draw: Callable[..., ParsedFile]) -> None:
    parsed = draw(two_columns)
    whole = " ".join(block.text for block in parsed.blocks)
    left = " ".join(f"links staat regel nummer {row} van de tekst" for row in range(12))
    right = " ".join(f"rechts staat regel nummer {row} van de tekst" for row in range(12))
    assert whole.endswith(f"{left} {right}")
    assert whole.startswith("Een inleiding die over de hele breedte")
    assert parsed.warnings == ()


def test_columns_between_full_lines_and_above_a_footer(draw: Callable[..., ParsedFile]) -> None:
    full = "Deze regel loopt over de hele breedte van de bladzijde, want zo lang is de tekst."

    def page(canvas: Canvas) -> None:
        y = put(canvas, [full] * 20, y=760)
        for row in range(6):
            put(canvas, [f"links staat regel nummer {row} van de tekst"], y=y - 20 - 14 * row)
            put(
                canvas,
                [f"rechts staat regel nummer {row} van de tekst"],
                x=320,
                y=y - 20 - 14 * row,
            )
        put(canvas, ["Korte regel."], y=y - 130)
        put(canvas, [full] * 3, y=y - 150)
        put(canvas, ["voorbeeld.nl/adres"], y=30)
        put(canvas, ["1/2"], x=500, y=30)

    whole = " ".join(block.text for block in draw(page).blocks)
    left = " ".join(f"links staat regel nummer {row} van de tekst" for row in range(6))
    right = " ".join(f"rechts staat regel nummer {row} van de tekst" for row in range(6))
    assert f"{full} {left} {right} Korte regel. {full}" in whole
    assert whole.endswith("voorbeeld.nl/adres 1/2")


def test_bullets_that_are_drawn_as_circles(draw: Callable[..., ParsedFile]) -> None:
    def page(canvas: Canvas) -> None:
        y = put(canvas, ["Je hebt nodig", "", "een diploma", "een school"])
        canvas.circle(66, y + 31, 1.8, stroke=0, fill=1)
        canvas.circle(66, y + 17, 1.8, stroke=0, fill=1)
        canvas.circle(300, 300, 1.8, stroke=0, fill=1)
        put(canvas, ["En daarna begint het."], y=y - 30)

    parsed = draw(page)
    assert items(parsed) == [(0, "een diploma"), (0, "een school")]
    assert "•" not in "".join(block.text for block in parsed.blocks)


def running(number: int, lines: list[str]) -> Callable[[Canvas], None]:
    """Return a page with a running header, footer and page number around the lines."""

    def page(canvas: Canvas) -> None:
        put(canvas, ["Beleidsplan Onderwijsregio 2025"], y=800)
        put(canvas, lines)
        put(canvas, [f"Pagina {number} van 4"], x=270, y=40)
        put(canvas, ["Vastgesteld door het bestuur"], y=60)

    return page


def test_running_lines_are_dropped_and_sentences_joined_over_pages(
    draw: Callable[..., ParsedFile],
) -> None:
    parsed = draw(
        running(1, ["De regio wil dat elke nieuwe leraar op elke school van de regio een goede"]),
        running(2, ["begeleider krijgt. Dat staat vast.", "", "De begeleider heeft", "tijd."]),
        running(3, ["Deze derde bladzijde telt ook."]),
        running(4, ["Deze vierde bladzijde telt ook."]),
    )
    whole = " ".join(block.text for block in parsed.blocks)
    assert parsed.blocks[0] == Block(
        kind=BlockKind.PARAGRAPH,
        text="De regio wil dat elke nieuwe leraar op elke school van de regio een goede begeleider "
        "krijgt. Dat staat vast.",
        page=1,
    )
    assert "Pagina" not in whole
    assert "Beleidsplan" not in whole
    assert "Vastgesteld" not in whole
    assert [block.page for block in parsed.blocks] == [1, 2, 3, 4]


def test_a_line_that_returns_in_the_text_is_kept(draw: Callable[..., ParsedFile]) -> None:
    pages = [lambda canvas: put(canvas, ["De school betaalt."], y=500)] * 3
    assert texts(draw(*pages), BlockKind.PARAGRAPH) == ["De school betaalt."] * 3


def test_a_list_item_goes_on_over_a_page_break_and_nests(draw: Callable[..., ParsedFile]) -> None:
    def first(canvas: Canvas) -> None:
        put(canvas, ["Je hebt nodig:", "• een diploma van de", "  hogeschool;"], y=120)
        put(canvas, ["o in Nederland gehaald, of in een ander land en daarna door de"], x=90, y=78)

    def second(canvas: Canvas) -> None:
        put(canvas, ["dienst gewaardeerd;"], x=98, y=760)
        put(canvas, ["• een school die jou wil."], y=746)
        put(canvas, ["Daarna begint het onderzoek."], y=710)

    parsed = draw(first, second)
    assert items(parsed) == [
        (0, "een diploma van de hogeschool;"),
        (1, "in Nederland gehaald, of in een ander land en daarna door de dienst gewaardeerd;"),
        (0, "een school die jou wil."),
    ]
    assert [b.page for b in parsed.blocks] == [1, 1, 1, 2, 2]
    assert parsed.blocks[-1].text == "Daarna begint het onderzoek."


def test_lists_with_the_bullets_of_a_word_processor(tmp_path: Path) -> None:
    inner = ListFlowable([ListItem(Paragraph("Binnen", BODY))], bulletType="bullet", start="–")
    story = ListFlowable(
        [ListItem(Paragraph("Eerste", BODY)), ListItem([Paragraph("Tweede", BODY), inner])],
        bulletType="bullet",
        start="•",
    )
    parsed = platypus(tmp_path / "a.pdf", [Paragraph("Er zijn drie zaken:", BODY), story])
    assert items(parsed) == [(0, "Eerste"), (0, "Tweede"), (1, "Binnen")]


def test_footnotes_stand_apart_and_their_numbers_leave_the_sentence(
    draw: Callable[..., ParsedFile],
) -> None:
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.setFont("Helvetica", 10)
        text.textOut("Het bestuur besluit op 23 maart")
        text.setFont("Helvetica", 6)
        text.setRise(4)
        text.textOut("1")
        text.setFont("Helvetica", 10)
        text.setRise(0)
        text.textOut(" over het lokaal van 50 m")
        text.setFont("Helvetica", 6)
        text.setRise(4)
        text.textOut("2")
        text.setFont("Helvetica", 10)
        text.setRise(0)
        text.textOut(" en gaat daarna")
        canvas.drawText(text)
        put(canvas, ["1 In het bestuur zitten scholen en bonden."], y=90, size=7)

    parsed = draw(
        page, lambda canvas: put(canvas, ["verder met de volgende zaak.", *["Tekst hier."] * 3])
    )
    assert [(block.page, block.text) for block in parsed.blocks][:1] == [
        (
            1,
            "Het bestuur besluit op 23 maart over het lokaal van 50 m² en gaat daarna verder met "
            "de volgende zaak.",
        ),
    ]
    assert parsed.blocks[-1].text == "In het bestuur zitten scholen en bonden."
    assert parsed.blocks[-1].page == 1


def test_a_table_is_kept_row_by_row_with_a_warning(draw: Callable[..., ParsedFile]) -> None:
    rows = [("Schaal", "Begin", "Einde"), ("LB", "3.000", "4.500"), ("LC", "3.100", "5.200")]

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for column, x in enumerate((72, 250, 400)):
            for row, cells in enumerate(rows):
                canvas.drawString(x, 700 - 14 * row, cells[column])

    parsed = draw(page)
    assert [block.cells for block in parsed.blocks] == [tuple(rows)]
    assert [(w.page, w.dropped) for w in parsed.warnings] == [(1, False)]
    assert "table" in parsed.warnings[0].reason


def scan(canvas: Canvas) -> None:
    """Draw a page that is only an image."""
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "grey")), 0, 0, WIDTH, HEIGHT)


def test_a_scanned_page_is_reported_and_dropped(draw: Callable[..., ParsedFile]) -> None:
    parsed = draw(lambda canvas: put(canvas, ["De tekst van bladzijde een."]), scan)
    assert [(w.page, w.dropped) for w in parsed.warnings] == [(2, True)]
    assert "scan" in parsed.warnings[0].reason


def test_glued_words_are_reported(draw: Callable[..., ParsedFile]) -> None:
    glued = ["".join(PROSE[i : i + 6]).replace(".", "") for i in range(0, 24, 6)] * 4
    parsed = draw(
        lambda canvas: put(canvas, ["De tekst van deze bladzijde is goed."]),
        lambda canvas: put(canvas, glued),
    )
    assert [(w.page, w.dropped) for w in parsed.warnings] == [(2, True)]
    assert "glued" in parsed.warnings[0].reason
    assert [block.page for block in parsed.blocks] == [1]


def test_broken_words_are_reported(draw: Callable[..., ParsedFile]) -> None:
    parsed = draw(
        lambda canvas: put(canvas, ["De tekst van deze bladzijde is goed."]),
        lambda canvas: put(canvas, [" ".join("".join(PROSE))[:120]] * 2),
    )
    assert [(w.page, w.dropped) for w in parsed.warnings] == [(2, True)]
    assert "single letters" in parsed.warnings[0].reason


def test_pieces_of_a_word_drawn_apart_are_one_word(draw: Callable[..., ParsedFile]) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        x = 72.0
        for piece in ("Het onder", "wijs", "|", "in de regio", "."):
            x += 2.8 if piece == "|" else 0
            if piece != "|":
                canvas.drawString(x, 700, piece)
                x += canvas.stringWidth(piece, "Helvetica", 10)

    assert texts(draw(page), BlockKind.PARAGRAPH) == ["Het onderwijs in de regio."]


def test_text_inside_a_form_is_read(draw: Callable[..., ParsedFile]) -> None:
    def page(canvas: Canvas) -> None:
        canvas.beginForm("vorm")
        put(canvas, ["De tekst staat in een vorm."], x=0, y=0)
        canvas.endForm()
        canvas.translate(72, 600)
        canvas.doForm("vorm")

    assert texts(draw(page), BlockKind.PARAGRAPH) == ["De tekst staat in een vorm."]


def test_a_page_that_is_turned_is_read_upright(draw: Callable[..., ParsedFile]) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        put(canvas, wrapped(PROSE, 10), x=72, y=400)

    assert texts(draw(page), BlockKind.PARAGRAPH) == [" ".join(PROSE)]


def test_title_and_language_come_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4, lang="nl-NL")
    canvas.setTitle("Leraar worden in Noord")
    canvas.setAuthor("J. Jansen")
    put(canvas, ["Een regel tekst."])
    canvas.save()
    assert read(path).metadata == {"title": "Leraar worden in Noord", "language": "nl-NL"}


def written(path: Path, *, password: str | None = None, pages: int = 1) -> Path:
    """Write a PDF of some pages of text, encrypted where a password is given."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    put(canvas, ["Een regel tekst."])
    canvas.save()
    writer = PdfWriter()
    for page in PdfReader(buffer).pages[:pages]:
        writer.add_page(page)
    if password is not None:
        writer.encrypt(user_password=password, owner_password="eigenaar", algorithm="AES-256")
    writer.write(path)
    return path


def test_an_encrypted_file_needs_a_password_unless_it_is_empty(tmp_path: Path) -> None:
    with pytest.raises(RejectedFile, match="encrypted and needs a password"):
        read(written(tmp_path / "a.pdf", password="geheim"))
    parsed = read(written(tmp_path / "b.pdf", password=""))
    assert [block.text for block in parsed.blocks] == ["Een regel tekst."]


def test_a_file_without_pages_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(RejectedFile, match="0 pages"):
        read(written(tmp_path / "a.pdf", pages=0))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"gewone tekst", "not a PDF"),
        (b"%PDF-1.7\nrommel\n%%EOF\n", "corrupt"),
    ],
)
def test_what_is_no_pdf_is_rejected(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(RejectedFile, match=reason):
        read(path)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_file_is_rejected(tmp_path: Path, share: float) -> None:
    path = written(tmp_path / "a.pdf")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(RejectedFile, match="truncated"):
        read(path)


def test_a_damaged_page_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=written(tmp_path / "a.pdf"))
    page = writer.add_blank_page(width=WIDTH, height=HEIGHT)
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 10 Tf (a) Tj")
    page[NameObject("/Contents")] = writer._add_object(stream)
    page[NameObject("/Resources")] = ArrayObject()
    writer.write(tmp_path / "b.pdf")
    parsed = read(tmp_path / "b.pdf")
    assert [block.text for block in parsed.blocks] == ["Een regel tekst."]
    assert [(w.page, w.dropped) for w in parsed.warnings] == [(2, True)]
    assert "damaged" in parsed.warnings[0].reason


def test_a_file_of_scans_is_rejected(draw: Callable[..., ParsedFile]) -> None:
    with pytest.raises(RejectedFile, match="probably a scan; OCR it first"):
        draw(scan, scan)


def test_a_larger_line_that_is_not_bold_is_a_heading(draw: Callable[..., ParsedFile]) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, ["Kosten en subsidie voor wie", "leraar wil worden in de regio"], size=16)
        put(canvas, wrapped(PROSE, 10), y=670)
        put(canvas, ["Wat betaalt de school"], y=600, size=12)
        put(canvas, wrapped(PROSE, 10), y=580)

    assert headings(draw(page)) == [
        (1, "Kosten en subsidie voor wie leraar wil worden in de regio"),
        (2, "Wat betaalt de school"),
    ]


def test_a_single_page_number_in_the_margin_is_dropped(draw: Callable[..., ParsedFile]) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, ["De school betaalt.", "2024"], y=500)
        put(canvas, ["- 17 -"], x=290, y=40)

    whole = " ".join(block.text for block in draw(page).blocks)
    assert whole == "De school betaalt. 2024"
