"""Structure that files mark in their own ways: chapters, labels, tables, numbered items."""

from __future__ import annotations

from pathlib import Path

from corpus.model import Passage, UnitKind
from ingest.document import read_document
from ingest.sources import find_files


def read(folder: Path, name: str, text: str) -> list[Passage]:
    """Write a file and return its passages."""
    (folder / name).write_text(text, encoding="utf-8")
    (file,) = find_files([folder])
    return list(read_document(file, "digest").passages)


def units(passage: Passage) -> list[str]:
    """Return the texts of a passage's units."""
    return [passage.unit_text(unit) for unit in passage.units]


def test_chapters_of_the_first_level_are_headings_and_only_a_title_is_none(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        "a.md",
        "# 1. Doel\n\nDe regio werft leraren.\n\n## 1.1 Hoe\n\nMet een campagne in maart.\n\n"
        "# 2. Loket\n\nHet loket geeft advies.\n",
    )
    assert [passage.section for passage in made] == [
        ("1. Doel",),
        ("1. Doel", "1.1 Hoe"),
        ("2. Loket",),
    ]


def test_a_title_is_left_out_where_chapters_share_its_level(tmp_path: Path) -> None:
    text = "# Regioplan\n\nDit is het plan.\n\n# Loket\n\nHet loket geeft advies.\n"
    assert [passage.section for passage in read(tmp_path, "a.md", text)] == [(), ("Loket",)]


def test_markdown_reads_the_remains_of_html_and_pandoc(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        "a.md",
        "# Plan {#plan .unnumbered}\n\nDe manager werkt 0,8 fte.[^1]\n\n"
        "<table>\n<tr><th>Wat</th><th>Budget</th></tr>\n\n"
        "<tr><td>Campagne <em>Veen</em></td><td>€ 64.000</td></tr>\n</table>\n\n"
        "&gt; Let op: dit is een raming.\n\n[^1]: Tot eind 2027 is dat zo.\n",
    )
    assert units(made[0]) == [
        "De manager werkt 0,8 fte.",
        "Tot eind 2027 is dat zo.",
        "Wat | Budget",
        "Campagne Veen | € 64.000",
        "Let op: dit is een raming.",
    ]


def test_numbered_paragraphs_do_not_introduce_each_other(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        "a.html",
        "<main><h1>Wet</h1><h2>Artikel 4</h2><ol><li>Het plan bevat:<ol type=a>"
        "<li>een raming;</li></ol></li><li>Het plan is openbaar.</li></ol></main>",
    )
    (passage,) = made
    assert [unit.lead for unit in passage.units] == [None, 0, None]


def test_a_table_of_keys_and_values_has_no_header(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        "a.html",
        "<main><h1>Vacature</h1><table><tr><td>Salaris</td><td>€ 3.622 per maand</td></tr>"
        "<tr><td>Contract</td><td>een jaar</td></tr></table></main>",
    )
    assert [unit.header for unit in made[0].units] == ["", ""]
    assert {unit.kind for unit in made[0].units} == {UnitKind.ROW}


def test_a_table_with_an_empty_corner_keeps_its_header(tmp_path: Path) -> None:
    text = "# T\n\n|  | 2026 | 2027 |\n|---|---|---|\n| Coaches | € 412 | € 438 |\n"
    assert [unit.header for unit in read(tmp_path, "a.md", text)[0].units] == [" | 2026 | 2027"] * 2


def test_labels_of_minutes_are_kept_as_text(tmp_path: Path) -> None:
    text = "Verslag\n\nDatum: 24 september\n\nPlaats: Hellevoort\n\nOpening\n\nHet begint nu pas.\n"
    said = [unit for passage in read(tmp_path, "a.txt", text) for unit in units(passage)]
    assert said[:2] == ["Datum: 24 september", "Plaats: Hellevoort"]


def test_what_follows_a_table_is_no_part_of_its_caption(tmp_path: Path) -> None:
    text = (
        "# Verslag\n\n## 4 Geld\n\nDe regio kreeg geld.\n\n### Tabel 2. Lasten (x € 1.000)\n\n"
        "| Post | Bedrag |\n|---|---|\n| Loket | 534 |\n| Werving | 12 |\n\n"
        "Het overschot gaat naar de reserve.\n"
    )
    made = read(tmp_path, "a.md", text)
    assert [passage.section for passage in made] == [
        ("4 Geld",),
        ("4 Geld", "Tabel 2. Lasten (x € 1.000)"),
        ("4 Geld",),
    ]
