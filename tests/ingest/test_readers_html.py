"""The reader of web pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import RejectedFile
from corpus.model import Block, BlockKind, ParsedFile
from ingest.readers.html import read

PAGE = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>Zij-instroom | Loket</title>
<meta property="og:site_name" content="Onderwijsloket">
<meta property="article:published_time" content="2025-03-01T10:00:00+01:00">
<link rel="canonical" href="https://loket.example/zij-instroom"></head><body>
<nav><ul><li><a href="/">Startpagina</a></li><li><a href="/c">Contact</a></li></ul></nav>
<div class="cookie-banner" id="cookie-consent"><p>Wij gebruiken cookies om de site te
verbeteren. Accepteer alle cookies of pas je keuze aan.</p></div>
<main><article><h1>Zij-instroom in het beroep</h1>
<p>Je kunt via zij-instroom leraar worden. Daarvoor heb je een hbo-diploma nodig, en je moet
geschikt zijn voor het werk.</p>
<h2>Wat heb je nodig?</h2><p>Je hebt <b>drie</b> zaken nodig:</p>
<ul><li>een diploma<ul><li>hbo</li><li>wo, met een <a href="/m">master</a></li></ul></li>
<li><p>een school</p></li></ul>
<h3>Bedragen</h3>
<table><tr><th>Soort</th><th>Bedrag</th></tr><tr><td>Subsidie</td><td>€ 25.000</td></tr>
<tr><td>Onderzoek</td><td>€ 500</td></tr></table>
<p>Dat is de eerste regel van het slot,<br>en dit is de tweede.</p></article></main>
<aside><h2>Lees ook</h2><p>Nieuws over vakanties en feestdagen in de regio.</p></aside>
<footer><p>Colofon, privacy en toegankelijkheid</p></footer></body></html>
"""


@pytest.fixture
def page(tmp_path: Path) -> ParsedFile:
    """The page above, read."""
    path = tmp_path / "zij-instroom.html"
    path.write_text(PAGE, encoding="utf-8")
    return read(path)


def test_headings_lists_and_text_keep_their_order_and_depth(page: ParsedFile) -> None:
    assert [(b.kind.value, b.level, b.text) for b in page.blocks] == [
        ("heading", 1, "Zij-instroom in het beroep"),
        (
            "paragraph",
            0,
            "Je kunt via zij-instroom leraar worden. Daarvoor heb je een hbo-diploma nodig, en je "
            "moet geschikt zijn voor het werk.",
        ),
        ("heading", 2, "Wat heb je nodig?"),
        ("paragraph", 0, "Je hebt drie zaken nodig:"),
        ("item", 0, "een diploma"),
        ("item", 1, "hbo"),
        ("item", 1, "wo, met een master"),
        ("item", 0, "een school"),
        ("heading", 3, "Bedragen"),
        ("table", 0, ""),
        ("paragraph", 0, "Dat is de eerste regel van het slot, en dit is de tweede."),
    ]


def test_a_table_keeps_its_cells_and_header(page: ParsedFile) -> None:
    assert [block for block in page.blocks if block.kind is BlockKind.TABLE] == [
        Block(
            kind=BlockKind.TABLE,
            text="",
            header="Soort | Bedrag",
            cells=(("Soort", "Bedrag"), ("Subsidie", "€ 25.000"), ("Onderzoek", "€ 500")),
        )
    ]


@pytest.mark.parametrize("clutter", ["Startpagina", "cookies", "vakanties", "Colofon"])
def test_what_is_no_main_text_is_left_out(page: ParsedFile, clutter: str) -> None:
    assert not any(clutter in block.text for block in page.blocks)


def test_metadata_comes_from_the_page(page: ParsedFile) -> None:
    assert page.metadata == {
        "title": "Zij-instroom in het beroep",
        "publisher": "Onderwijsloket",
        "published": "2025-03-01",
        "url": "https://loket.example/zij-instroom",
        "language": "nl",
    }


def test_a_date_in_the_text_is_not_that_of_publication(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    text = "<p>De wet geldt sinds 1 augustus 2019 voor alle leraren op alle scholen.</p>" * 3
    path.write_text(f"<html><body><main><h1>Wet</h1>{text}</main></body></html>")
    assert "published" not in read(path).metadata


def test_a_windows_1252_page_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    text = "<p>De financiële reële kosten bedragen € 500 per begeleider en per school.</p>"
    page = (
        f'<html><head><meta charset="windows-1252"></head><body><main>{text}</main></body></html>'
    )
    path.write_bytes(page.encode("cp1252"))
    assert "financiële reële kosten bedragen € 500" in read(path).blocks[0].text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\x00\x00\x00", "binary"),
        (b"zomaar wat tekst zonder opmaak", "no HTML"),
        (b"<html><body><script>1</script></body></html>", "no main text"),
    ],
)
def test_what_is_no_page_is_rejected(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(content)
    with pytest.raises(RejectedFile, match=reason):
        read(path)
