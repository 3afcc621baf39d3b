"""What a document is called, and whose it is, where nobody said so."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from corpus.model import Block, BlockKind
from ingest.document import read_document
from ingest.readers.metadata import complete
from ingest.readers.naming import derived_title, is_letterhead, owner_of
from ingest.sources import find_files

PATH = Path("stuk-7.pdf")


def heading(text: str, level: int = 1) -> Block:
    """Return a heading."""
    return Block(kind=BlockKind.HEADING, text=text, level=level)


def line(text: str) -> Block:
    """Return a paragraph."""
    return Block(kind=BlockKind.PARAGRAPH, text=text)


@pytest.mark.parametrize(
    ("blocks", "title"),
    [
        ([heading("Jaarplan"), line("Onderwijsregio Zandkust")], "Jaarplan"),
        (
            [line("Kader voor begeleiding"), line("Versie 2, mei 2026"), heading("Inhoud", 2)],
            "Kader voor begeleiding",
        ),
        (
            [
                heading("Stichting Leskracht Postbus 12 1234 AB Meer"),
                line("Geachte heer"),
                line("Onderwerp: subsidie voor begeleiding"),
            ],
            "Subsidie voor begeleiding",
        ),
        (
            [line("Datum: 3 mei 2026 Onderwerp: verlening subsidie Kenmerk: 12")],
            "Verlening subsidie",
        ),
        ([line("Datum 9 mei 2026"), line("Betreft aanpak tekorten")], "Aanpak tekorten"),
        ([heading("Inhoud", 2), line("Een hele zin die niets noemt.")], "Inhoud"),
        ([line("Een hele zin die niets noemt.")], "Stuk 7"),
    ],
)
def test_a_title_comes_from_the_opening(blocks: list[Block], title: str) -> None:
    assert derived_title(blocks, PATH)[0] == title


def test_an_owner_is_named_by_the_opening_not_by_the_text() -> None:
    cover = [heading("Jaarverslag 2025"), line("Samenwerken in onderwijsregio De Zandkust")]
    text = [heading("1 Over ons", 2), line("Penvoerder is stichting Duinschool.")]
    assert owner_of([*cover, *text]) == "onderwijsregio De Zandkust"
    assert owner_of([cover[0], *text]) is None
    sender = line("Scholengroep De Akkers Personeelszaken Postbus 77")
    assert owner_of([sender, line("Geachte heer")]) == "Scholengroep De Akkers"


def test_the_top_of_a_letter_is_no_heading_and_its_bold_lines_are(tmp_path: Path) -> None:
    letter = docx.Document()
    for text in ("Regiofonds De Es, 7571 AB Oldenzaal", "Ons kenmerk: RF-26", "Geachte heer,"):
        letter.add_paragraph(text)
    letter.add_paragraph("Onderwerp: toekenning subsidie 2026")
    letter.add_paragraph("Wij kennen u ten hoogste € 212.000 toe.")
    letter.add_paragraph().add_run("Niet eens met dit besluit?").bold = True
    letter.add_paragraph("Maak dan binnen zes weken bezwaar.")
    letter.save(str(tmp_path / "brief.docx"))
    (file,) = find_files([tmp_path])
    read = read_document(file, "digest")
    assert read.document.title == "Toekenning subsidie 2026"
    assert [passage.section for passage in read.passages] == [(), ("Niet eens met dit besluit?",)]


@pytest.mark.parametrize("text", ["Begroting 2027 PO", "Betrokken scholen", "3 Datums"])
def test_a_heading_with_a_year_is_no_letterhead(text: str) -> None:
    assert not is_letterhead(text)


def test_a_list_of_regions_belongs_to_none_of_them() -> None:
    parts = [heading(f"Regio {name}", 2) for name in ("Noordbos", "Zuidbos", "Oostbos")]
    assert owner_of([heading("Adressen"), *parts, line("Bel ons.")]) is None


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ({}, "Jaarplan – Onderwijsregio Zandkust"),
        ({"title": "Plan voor Zandkust"}, "Plan voor Zandkust"),
        ({"publisher": "Leerhuis Zandkust"}, "Jaarplan – Leerhuis Zandkust"),
        ({"publisher": "zandkust.example"}, "Jaarplan – Onderwijsregio Zandkust"),
        ({"regions": ["zandkust"]}, "Jaarplan"),
        ({"type": "jaarplan"}, "Jaarplan"),
    ],
)
def test_the_owner_joins_a_title_that_does_not_name_it(raw: dict[str, object], title: str) -> None:
    blocks = [heading("Jaarplan"), line("Onderwijsregio Zandkust")]
    assert complete(dict(raw), blocks, PATH)[0]["title"] == title


def test_the_site_in_the_head_of_a_web_page_is_its_owner(tmp_path: Path) -> None:
    text = "<p>" + "Je kunt twee keer per jaar starten met de opleiding tot leraar. " * 8 + "</p>"
    (tmp_path / "faq.html").write_text(
        "<html><head><title>Veelgestelde vragen | Hogeschool Aa</title></head><body><main>"
        f"<h1>Veelgestelde vragen</h1>{text}</main></body></html>",
        encoding="utf-8",
    )
    (file,) = find_files([tmp_path])
    read = read_document(file, "digest")
    assert read.document.title == "Veelgestelde vragen – Hogeschool Aa"
    assert read.document.publisher == "Hogeschool Aa"
    assert read.passages[0].context.startswith(read.document.title)
