"""Text that was exported from pages: what the pages left behind, and tables drawn with blanks."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import BlockKind
from ingest.readers import read
from ingest.readers.aligned import aligned_rows
from ingest.readers.running import without_running_lines

PAGES = """Kader voor de start

- Een starter geeft les aan ten hoogste

Kader voor de start 4

  twee groepen.

Elke school heeft een coach.

Kader voor de start 5

4

# Bezoek

Een commissie komt langs.
"""


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_footer_between_two_pages_is_left_out_and_its_sentence_whole(
    tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"kader{suffix}"
    file.write_text(PAGES, encoding="utf-8")
    said = [block.text for block in read(file).blocks]
    assert "Een starter geeft les aan ten hoogste twee groepen." in said
    assert not {"Kader voor de start 4", "Kader voor de start 5", "4"} & set(said)
    assert "Kader voor de start" in said


@pytest.mark.parametrize(
    "text",
    [
        "Stap 1\n\nBel ons.\n\nStap 2\n\nKom langs.\n\nStap 3\n\nBegin.",
        "Gesprek met de coach 1\n\nDat is in mei.\n\nGesprek met de coach 2\n\nDat is in juni.",
        "1. Eerste punt\n\n2. Tweede punt\n\n3. Derde punt",
        "Aantal\n\n12\n\nBedrag\n\n7",
    ],
)
def test_numbered_headings_and_numbers_of_the_text_stay(text: str) -> None:
    assert without_running_lines(text) == text


def test_a_table_drawn_with_blanks_keeps_its_cells(tmp_path: Path) -> None:
    file = tmp_path / "prijzen.txt"
    file.write_text(
        "Prijslijst\n\nTarieven per dag\n"
        "Dienst                   Tarief      Wanneer\n"
        "Proefles begeleiden      € 120       hele jaar\n"
        "Assessment, inclu-       € 1.180     april en\n"
        "  sief verslag                       oktober\n"
        "Coaching                 € 95        hele jaar\n"
        "Alle bedragen zijn zonder btw.\n",
        encoding="utf-8",
    )
    blocks = read(file).blocks
    (table,) = (block for block in blocks if block.kind is BlockKind.TABLE)
    assert table.cells[2] == ("Assessment, inclusief verslag", "€ 1.180", "april en oktober")
    assert [row[0] for row in table.cells[:2]] == ["Dienst", "Proefles begeleiden"]
    assert [block.text for block in blocks if block.kind is BlockKind.PARAGRAPH] == [
        "Prijslijst",
        "Tarieven per dag",
        "Alle bedragen zijn zonder btw.",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["Wat  Wie", "Gesprek  Jan"],
        ["een zin die  wat blanks", "te veel  heeft en dan", "weer een  regel  meer"],
        ["Naam: Jan", "Plaats: Meer", "Datum: mei"],
    ],
)
def test_lines_that_do_not_line_up_are_no_table(lines: list[str]) -> None:
    assert aligned_rows(lines) is None
