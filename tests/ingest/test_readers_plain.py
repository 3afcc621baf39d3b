"""The reader of plain text, and the choice of a reader."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import ingest.readers
from corpus.errors import RejectedFile
from ingest.readers.plain import read

ROOT = Path(__file__).resolve().parents[2]


def kinds(path: Path, text: str | bytes) -> list[tuple[str, int, str]]:
    """Write a text, read it, and return kind, level and text of its blocks."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(block.kind.value, block.level, block.text) for block in read(path).blocks]


def test_paragraphs_items_and_numbered_headings(tmp_path: Path) -> None:
    text = """Plan van aanpak

8. Regionale loketfunctie

Het loket geeft
advies.

3.1.2 Aantrekken (werving)
Dit is de tekst:
- eerste punt
  loopt door
  - tweede punt
- derde punt

Artikel 12a Bevoegdheid

Een leraar is bevoegd.
"""
    assert kinds(tmp_path / "a.txt", text) == [
        ("heading", 1, "Plan van aanpak"),
        ("heading", 2, "8. Regionale loketfunctie"),
        ("paragraph", 0, "Het loket geeft advies."),
        ("heading", 4, "3.1.2 Aantrekken (werving)"),
        ("paragraph", 0, "Dit is de tekst:"),
        ("item", 0, "eerste punt loopt door"),
        ("item", 1, "tweede punt"),
        ("item", 0, "derde punt"),
        ("heading", 2, "Artikel 12a Bevoegdheid"),
        ("paragraph", 0, "Een leraar is bevoegd."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1. Meld je aan\n2. Kom praten",
            [("item", 0, "1. Meld je aan"), ("item", 0, "2. Kom praten")],
        ),
        (
            "12 maart is de open dag\n\nTot dan.",
            [("paragraph", 0, "12 maart is de open dag"), ("paragraph", 0, "Tot dan.")],
        ),
        (
            "Artikel 3 van de wet zegt dat\ndit mag.",
            [("paragraph", 0, "Artikel 3 van de wet zegt dat dit mag.")],
        ),
        (
            "1. Meld je aan\n\n2. Kom praten\n\nTot dan.",
            [
                ("item", 0, "1. Meld je aan"),
                ("item", 0, "2. Kom praten"),
                ("paragraph", 0, "Tot dan."),
            ],
        ),
        ("8. Regionale loketfunctie", [("item", 0, "8. Regionale loketfunctie")]),
    ],
)
def test_what_only_looks_like_a_heading(
    tmp_path: Path, text: str, expected: list[tuple[str, int, str]]
) -> None:
    assert kinds(tmp_path / "a.txt", text) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "Eén coördinator kost € 100.\r\nDat is “veel”."
    assert kinds(tmp_path / "a.txt", text.encode(encoding)) == [
        ("paragraph", 0, "Eén coördinator kost € 100. Dat is “veel”.")
    ]


def test_doubly_encoded_text_is_repaired(tmp_path: Path) -> None:
    broken = "justitiële gegevens".encode().decode("cp1252").encode()
    assert kinds(tmp_path / "a.txt", broken) == [("paragraph", 0, "justitiële gegevens")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"PK\x03\x04\x00\x00", "NUL"),
        (b"a\x01\x02\x03\x04\x05b", "control characters"),
        (b"caf\x81\x8d\x8f\xe9", "unknown text encoding"),
    ],
)
def test_what_is_no_text_is_rejected(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(RejectedFile, match=reason):
        read(path)


def test_the_suffix_chooses_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "A.TXT"
    path.write_text("Tekst.")
    assert ingest.readers.read(path).blocks[0].text == "Tekst."
    with pytest.raises(RejectedFile, match=r"unsupported file type '\.xlsx'"):
        ingest.readers.read(tmp_path / "a.xlsx")
    assert " ".join(sorted(ingest.readers.SUFFIXES)) == ".docx .htm .html .markdown .md .pdf .txt"


def test_no_reader_is_loaded_before_it_is_used() -> None:
    code = "import sys, ingest.readers; print({'pypdf', 'trafilatura', 'docx'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_underlined_headings_rules_and_indented_items(tmp_path: Path) -> None:
    text = """NIEUWSBRIEF HEUVELRAND
Nummer 7

-------------------------------------

SUBSIDIE
========

De ronde sluit op
12 februari.

Nieuwe collega
--------------
Wouter begint.

AGENDA
======

  * 2 december, lunch
  * 14 januari, netwerkdag
"""
    assert kinds(tmp_path / "a.txt", text) == [
        ("heading", 1, "NIEUWSBRIEF HEUVELRAND"),
        ("paragraph", 0, "Nummer 7"),
        ("heading", 2, "SUBSIDIE"),
        ("paragraph", 0, "De ronde sluit op 12 februari."),
        ("heading", 3, "Nieuwe collega"),
        ("paragraph", 0, "Wouter begint."),
        ("heading", 2, "AGENDA"),
        ("item", 0, "2 december, lunch"),
        ("item", 0, "14 januari, netwerkdag"),
    ]
