"""Passages: whatever the document, they are literal, whole, and lose nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from assistant.settings import PROJECT
from corpus.model import Block, BlockKind, Passage, UnitKind
from corpus.text import fold
from ingest.document import Ingested, file_digest, read_document
from ingest.passages import MAX_CHARACTERS, SMALL_REST, passages, place
from ingest.readers import read
from ingest.sources import find_files
from ingest.structure import structured
from tests.conftest import DOCUMENTS, write_documents

CORPUS = PROJECT / "corpus" / "documents"
WORDS = ("leraar", "school", "loket", "route", "subsidie", "gesprek", "regio", "student")


def ingested(root: Path) -> list[Ingested]:
    return [read_document(file, file_digest(file)) for file in find_files([root])]


def random_blocks(seed: int) -> list[Block]:
    """Return a document of headings, paragraphs, nested lists and tables, of any length."""
    chance = random.Random(seed)
    blocks = [Block(kind=BlockKind.HEADING, text="Titel van het stuk", level=1)]
    for _ in range(chance.randint(1, 25)):
        make = chance.choice([_heading, _paragraph, _paragraph, _list, _table])
        blocks += make(chance)
    return [*blocks, *_paragraph(chance)]


def _sentence(chance: random.Random, end: str = ".") -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(4, 40))]
    return " ".join(words).capitalize() + end


def _heading(chance: random.Random) -> list[Block]:
    text = " ".join(chance.choices(WORDS, k=3)).capitalize()
    return [Block(kind=BlockKind.HEADING, text=text, level=chance.randint(2, 4))]


def _paragraph(chance: random.Random) -> list[Block]:
    text = " ".join(_sentence(chance) for _ in range(chance.randint(1, 12)))
    return [Block(kind=BlockKind.PARAGRAPH, text=text, page=chance.randint(1, 9))]


def _list(chance: random.Random) -> list[Block]:
    lead = Block(kind=BlockKind.PARAGRAPH, text=_sentence(chance, ":"))
    items = [
        Block(kind=BlockKind.ITEM, text=_sentence(chance, ";"), level=chance.randint(0, 2))
        for _ in range(chance.randint(1, 15))
    ]
    return [lead, *items]


def _table(chance: random.Random) -> list[Block]:
    rows = tuple(
        (chance.choice(WORDS), f"€ {chance.randint(1, 900)}", _sentence(chance))
        for _ in range(chance.randint(2, 30))
    )
    header = ("Onderdeel", "Bedrag", "Uitleg")
    text = " | ".join(header)
    return [Block(kind=BlockKind.TABLE, text=text, header=text, cells=(header, *rows))]


def check(text: str, made: list[Passage]) -> None:
    """Hold every promise that `Passage` and `Unit` make."""
    end_before = 0
    for number, passage in enumerate(made):
        assert passage.ordinal == number
        assert passage.text == text[passage.start : passage.end]
        assert passage.start >= end_before, "passages overlap or are out of order"
        end_before = passage.end
        check_units(passage)
    ids = [passage.id for passage in made]
    assert len(set(ids)) == len(ids)


def check_units(passage: Passage) -> None:
    assert passage.units
    assert passage.units[0].start == passage.start
    assert passage.units[-1].end == passage.end
    end_before = passage.start
    for number, unit in enumerate(passage.units):
        between = passage.text[end_before - passage.start : unit.start - passage.start]
        assert between.strip() == "", "text between units belongs to none"
        assert passage.unit_text(unit).strip() == passage.unit_text(unit) != ""
        assert unit.lead is None or 0 <= unit.lead < number
        end_before = unit.end


@pytest.mark.parametrize("seed", range(60))
def test_any_document_keeps_the_promises(seed: int):
    blocks = structured(random_blocks(seed))
    text, placed = place(blocks)
    made = passages("doc", "Titel", text, placed)
    check(text, made)
    assert passages("doc", "Titel", text, placed) == made
    kept = fold(" ".join(passage.text for passage in made))
    for item in placed:
        assert fold(item.block.text) in kept, "a block was lost or cut"
        assert text[item.start : item.end] == item.block.text


@pytest.mark.parametrize("seed", range(60))
def test_no_passage_is_longer_than_it_must_be(seed: int):
    text, placed = place(structured(random_blocks(seed)))
    for passage in passages("doc", "Titel", text, placed):
        longest = max(unit.end - unit.start for unit in passage.units)
        assert len(passage.text) <= MAX_CHARACTERS + SMALL_REST + longest


def test_the_corpus_itself_keeps_the_promises():
    documents = ingested(CORPUS)
    assert len(documents) >= 10
    for each in documents:
        check(each.document.text, list(each.passages))


def test_the_small_documents_keep_the_promises(tmp_path: Path):
    for each in ingested(write_documents(tmp_path)):
        check(each.document.text, list(each.passages))


def test_a_passage_keeps_to_one_heading_path(tmp_path: Path):
    write_documents(tmp_path, {"zij-instroom.md": DOCUMENTS["zij-instroom.md"]})
    (document,) = ingested(tmp_path)
    assert [passage.section for passage in document.passages] == [
        ("Wat is zij-instroom?",),
        ("Wat heb je nodig?",),
        ("Wat kost het?",),
    ]
    assert all("Zij-instroom in het" in passage.context for passage in document.passages)


def test_items_know_the_sentence_that_introduces_them(tmp_path: Path):
    write_documents(tmp_path, {"zij-instroom.md": DOCUMENTS["zij-instroom.md"]})
    (document,) = ingested(tmp_path)
    passage = document.passages[1]
    lead, *items = passage.units
    assert passage.unit_text(lead) == "Voor zij-instroom heb je drie dingen nodig:"
    assert [item.kind for item in items] == [UnitKind.ITEM] * 3
    assert [item.lead for item in items] == [0, 0, 0]
    assert passage.unit_text(items[2]) == "een school die je in dienst neemt."


def test_rows_keep_their_header(tmp_path: Path):
    write_documents(tmp_path, {"zij-instroom.md": DOCUMENTS["zij-instroom.md"]})
    (document,) = ingested(tmp_path)
    passage = document.passages[2]
    header, *rows = passage.units
    assert passage.unit_text(header) == "Kosten | Bedrag | Wie betaalt"
    assert [unit.kind for unit in rows] == [UnitKind.ROW] * 2
    assert {unit.header for unit in rows} == {"Kosten | Bedrag | Wie betaalt"}
    assert passage.unit_text(rows[1]) == "Scholing | € 12.000 | de school"
    assert "Kosten | Bedrag" in passage.context


def test_a_long_table_keeps_its_header_in_every_passage(tmp_path: Path):
    rows = "\n".join(f"| School {n} | Adres nummer {n} in Groningen | po |" for n in range(80))
    table = f"| School | Adres | Sector |\n|---|---|---|\n{rows}\n"
    write_documents(tmp_path, {"t.md": f"# Scholen\n\n## Lijst\n\n{table}"})
    (document,) = ingested(tmp_path)
    assert len(document.passages) > 1
    for passage in document.passages:
        assert "School | Adres | Sector" in passage.context
        assert {unit.header for unit in passage.units} == {"School | Adres | Sector"}
    whole = "\n".join(passage.text for passage in document.passages)
    assert all(whole.count(f"School {n} |") == 1 for n in range(80))


LEAD = Block(kind=BlockKind.PARAGRAPH, text="De bedragen per maand zijn:")


@pytest.mark.parametrize(
    ("first", "headers"),
    [
        ("Ervaring | Bedrag per maand", {"Ervaring | Bedrag per maand"}),
        ("Geen ervaring | € 2.000 bruto", {"", LEAD.text}),
    ],
)
def test_a_cut_that_leaves_the_lead_of_a_table_behind_keeps_its_header(
    first: str, headers: set[str]
):
    rows = [(f"{n} jaar ervaring", f"€ {2000 + n} bruto") for n in range(1, 121)]
    table = Block(kind=BlockKind.TABLE, text="", cells=(tuple(first.split(" | ")), *rows))
    text, placed = place(structured([LEAD, table]))
    made = passages("doc", "Titel", text, placed)
    check(text, made)
    assert len(made) > 2
    found = {u.header for passage in made for u in passage.units if u.kind == UnitKind.ROW}
    assert found == headers
    assert all(LEAD.text in passage.in_context for passage in made)


def test_a_list_that_is_cut_takes_its_lead_along(tmp_path: Path):
    items = "\n".join(f"- onderdeel {n} met een toelichting van enige lengte;" for n in range(60))
    text = f"# Lijst\n\n## Nodig\n\nJe hebt dit nodig:\n\n{items}\n"
    write_documents(tmp_path, {"l.md": text})
    (document,) = ingested(tmp_path)
    first, *later = document.passages
    assert first.unit_text(first.units[0]) == "Je hebt dit nodig:"
    assert later
    for passage in later:
        assert "Je hebt dit nodig:" in passage.context
        assert {unit.header for unit in passage.units} == {"Je hebt dit nodig:"}


def test_articles_are_their_own_passages(tmp_path: Path):
    plain = "\n\n".join(
        f"Artikel {n}. Onderwerp {n}\n\n1. Het eerste lid van artikel {n} gaat over geld.\n\n"
        f"2. Het tweede lid van artikel {n} gaat over tijd."
        for n in (1, 2, 3)
    )
    write_documents(tmp_path, {"regeling.txt": f"Regeling voorbeeld\n\n{plain}\n"})
    (document,) = ingested(tmp_path)
    articles = [passage for passage in document.passages if passage.section]
    assert [passage.section[-1].split(".")[0] for passage in articles] == [
        "Artikel 1",
        "Artikel 2",
        "Artikel 3",
    ]
    for passage, number in zip(articles, (1, 2, 3), strict=True):
        assert f"eerste lid van artikel {number}" in passage.text
        assert f"tweede lid van artikel {number}" in passage.text


def test_records_become_sections_with_their_keys(tmp_path: Path):
    cells = tuple(
        row
        for n in (1, 2, 3)
        for row in (
            (f"Activiteit {n}", f"Open dag nummer {n}"),
            ("Doel", f"Bekendheid met de route nummer {n} vergroten"),
            ("Planning", f"Najaar {2025 + n}"),
        )
    )
    blocks = [
        Block(kind=BlockKind.HEADING, text="Plan", level=1),
        Block(kind=BlockKind.TABLE, text="", cells=cells),
        Block(kind=BlockKind.PARAGRAPH, text="Dit staat na de tabel en hoort er niet bij."),
    ]
    text, placed = place(structured(blocks))
    made = passages("doc", "Plan", text, placed)
    check(text, made)
    for n in (1, 2, 3):
        (own,) = [passage for passage in made if f"route nummer {n}" in passage.text]
        assert f"Najaar {2025 + n}" in own.text, "a record stays in one passage"
        where = " ".join((*own.section, own.text))
        assert f"nummer {n}" in where
        assert "Doel" in where
    assert all("nummer" not in " ".join(p.section) for p in made if "na de tabel" in p.text)


def test_a_table_of_rising_numbers_is_not_taken_for_a_table_of_contents(tmp_path: Path) -> None:
    rows = "\n".join(f"| Trede {n} | salaris per maand | {n}00 |" for n in range(1, 8))
    file = tmp_path / "schaal.md"
    table = f"| Trede | Wat | Euro |\n|---|---|---|\n{rows}"
    file.write_text(f"# Salaris\n\n## Schaal\n\n{table}\n", encoding="utf-8")
    blocks = structured(read(file).blocks)
    assert "Trede 7 | salaris per maand | 700" in [block.text for block in blocks]
