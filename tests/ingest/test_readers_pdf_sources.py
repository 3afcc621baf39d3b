"""The PDF reader on the two policy documents that the project was given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.model import BlockKind, ParsedFile
from ingest.readers.pdf import read

SOURCES = Path(__file__).resolve().parents[2].parent / "shared" / "bronnen"


def parsed(name: str) -> ParsedFile:
    """Read a source, or skip the test."""
    if not (SOURCES / name).is_file():
        pytest.skip(f"{SOURCES / name} is not here (the sources are outside the repository)")
    return read(SOURCES / name)


@pytest.fixture(scope="module")
def note() -> ParsedFile:
    """The policy note of March 2023: eight pages, nested lists, a footnote."""
    return parsed("notitie-onderwijsregios-maart-2023.pdf")


@pytest.fixture(scope="module")
def folder() -> ParsedFile:
    """The folder of PO Noord: five pages with short headings."""
    return parsed("po-noord-wat-is-een-onderwijsregio.pdf")


def headings(file: ParsedFile) -> list[tuple[int, int | None, str]]:
    """Return level, page and text of all headings."""
    return [(b.level, b.page, b.text) for b in file.blocks if b.kind is BlockKind.HEADING]


def test_every_heading_of_the_folder(folder: ParsedFile) -> None:
    assert headings(folder) == [
        (1, 1, "Wat is een Onderwijsregio?"),
        (2, 2, "We zijn op zoek naar jou!"),
        (2, 2, "Imago"),
        (2, 2, "Basis bekwaam PO"),
        (2, 3, "Werving & matching"),
        (2, 4, "Samen opleiden & professionaliseren"),
        (3, 4, "Noordelijke samenwerking van de 5 partnerschappen SO&P"),
        (2, 5, "Professionaliseren"),
    ]


def test_every_heading_of_the_note(note: ParsedFile) -> None:
    assert headings(note) == [
        (1, 1, "Notitie Onderwijsregio’s maart 2023"),
        (2, 1, "Algemeen"),
        (2, 1, "1. Procesvoorstel"),
        (3, 1, "Werkwijze voorlopers"),
        (3, 3, "Fasering tot aan de start van de voorlopersfase"),
        (4, 3, "Fase 1: vaststellen criteria en proces voorlopers (tot eind maart 2023)"),
        (4, 3, "Fase 2: planvorming voorlopers (tot half mei 2023)"),
        (4, 3, "Fase 3: voorlopers aan de slag (vanaf half mei 2023)"),
        (4, 4, "Fase 4: vervolg"),
        (2, 4, "2. Voorwaarden voorlopers"),
        (3, 7, "Overige uitgangspunten"),
        (2, 7, "3. Afwegingskader"),
    ]


def test_words_broken_at_line_ends_are_whole(folder: ParsedFile, note: ParsedFile) -> None:
    text = "\n".join(block.text for file in (folder, note) for block in file.blocks)
    for whole in (
        *(
            "meer leraren in het onderwijs, Versneld voor de klas",
            "nieuwe doelgroepen, schoolleiders",
        ),
        *("opleidingsscholen in Noord-Nederland meer", "losse RAP- en SO&P-regelingen"),
        *("de 100%-ambitie", "stedelijk/niet-stedelijk/krimpregio's"),
    ):
        assert whole in text
    assert not re.search(
        r"\w- \w",
        text.replace("RAP- en", "").replace("onderwijs- en", "").replace("vakbonden- en", ""),
    )


def test_lists_of_the_note_nest(note: ParsedFile) -> None:
    levels = {b.text[:24]: b.level for b in note.blocks if b.kind is BlockKind.ITEM}
    assert len(levels) == 44
    assert levels["Om duidelijk te maken wa"] == 0
    assert levels["Dat regio’s die geen voo"] == 1
    assert levels["In hoeverre regio’s onde"] == 1
    assert levels["a) Formuleer de maatscha"] == 0
    assert levels["Kenschets van de onderwi"] == 1
    assert levels["c) Formuleer samenwerkin"] == 0
    assert levels["Plan van aanpak voor het"] == 1
    assert levels["De selectie kent voldoen"] == 0
    assert levels["Zowel doorontwikkeling b"] == 1


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (1, "duurzaam financieringsinstrument voor de onderwijsregio’s. Dat is een bundeling"),
        (4, "begeleiden van zij-instromers in beroep (incl. schoolleiders)."),
    ],
)
def test_sentences_go_on_over_a_page_break(note: ParsedFile, page: int, text: str) -> None:
    assert [block.page for block in note.blocks if text in block.text] == [page]


def test_the_footnote_stands_apart(note: ParsedFile) -> None:
    found = [
        (b.page, b.kind, b.text) for b in note.blocks if b.text.startswith("Aan het bestuurlijk")
    ]
    assert found == [
        (
            4,
            BlockKind.PARAGRAPH,
            "Aan het bestuurlijk overleg nemen deel: OCW, PO-Raad, VO-raad, MBO Raad, AOb, CNV, "
            "FvOv, AVS, PVVVO, BVMBO, VH en UNL",
        )
    ]
    assert any(b.text.endswith("vastgesteld op BO van 23 maart;") for b in note.blocks)
    position = [b.text for b in note.blocks].index(found[0][2])
    assert note.blocks[position + 1].text.startswith("Fase 2")


def test_an_introduction_is_followed_by_its_list(note: ParsedFile, folder: ParsedFile) -> None:
    for file, lead, item in (
        (note, "van de volgende elementen:", "a) Formuleer"),
        (note, "op basis van de volgende afwegingen:", "Plan van aanpak van de voorloper"),
        (folder, "Waardoor:", "alle studenten opgeleid worden"),
        (folder, "Dit kunnen we realiseren als:", "er overeenstemming komt"),
    ):
        place = next(i for i, b in enumerate(file.blocks) if b.text.endswith(lead))
        assert file.blocks[place + 1].kind is BlockKind.ITEM
        assert file.blocks[place + 1].text.startswith(item)


def test_both_are_read_without_warnings(note: ParsedFile, folder: ParsedFile) -> None:
    assert (note.warnings, folder.warnings) == ((), ())
