"""What cells mean: units in headers and captions, 'idem', and the values that answer a kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence.answer_type import AnswerType
from assistant.evidence.cells import as_meant, goes_with, same_as
from assistant.evidence.extract import choose
from assistant.understanding.question import understand
from corpus.model import Passage
from retrieval.index import Index
from retrieval.query import Query
from tests.assistant.samples import candidate_of, index_of

TABLES = """# Overzicht

## Tarieven (in euro's)

| Onderdeel | Student | Aantal |
|---|---|---|
| Boeken | 420 | 12 |
| Toets | idem | 3 |

## Lasten

Bedragen x € 1.000, afgerond.

| Post | Begroot | Aandeel (%) |
|---|---|---|
| Werving | 480 | 19 |

## Toetsen

| Toets | Basis | Voortgezet |
|---|---|---|
| Scholing | € 900 | € 800 |
| Onderzoek | € 300 | idem |

## Adressen

- Adviseur po: Wubbo Kuiper
- Adviseur vo: idem
- Adviseur mbo: idem

## Tijden

De lessen zijn op maandag. Het gesprek begint om half acht. Een blok duurt 16 uur.

## Schouw

Wat de schouw kost, hebben we in geen bron gevonden. Wie die leidt, is nog niet bekend.

## Begrippen

Een starter is een leraar in de eerste jaren. Voor een starter is er een coach.
"""


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return index_of(tmp_path, overzicht=TABLES)


def place(index: Index, part: str) -> tuple[Passage, int]:
    """Return the passage with a unit that holds some text, and the unit's number."""
    found = candidate_of(index, part)
    return found.passage, found.number


@pytest.mark.parametrize(
    ("row", "meant", "not_meant"),
    [
        ("Boeken | 420", "€ 420", "€ 12"),
        ("Werving | 480", "€ 480", "€ 19"),
        ("Werving | 480", "19 procent", "480 procent"),
    ],
)
def test_a_figure_gets_the_unit_of_its_column_or_table(
    index: Index, row: str, meant: str, not_meant: str
) -> None:
    said = as_meant(*place(index, row))
    assert meant in said
    assert not_meant not in said


def test_the_caption_with_the_unit_goes_along(index: Index) -> None:
    passage, row = place(index, "Werving | 480")
    said = [passage.unit_text(passage.units[at]) for at in goes_with(passage, row)]
    assert said == ["Bedragen x € 1.000, afgerond."]
    assert goes_with(*place(index, "Boeken | 420")) == ()


@pytest.mark.parametrize(
    ("part", "same"),
    [("Toets | idem", "Boeken | 420 | 12"), ("Adviseur mbo", "Adviseur po: Wubbo Kuiper")],
)
def test_idem_brings_what_it_stands_for(index: Index, part: str, same: str) -> None:
    passage, number = place(index, part)
    assert [passage.unit_text(passage.units[at]) for at in same_as(passage, number)] == [same]
    chosen = choose(index, understand("Wie is de adviseur?"), [candidate_of(index, part)])
    assert same in [unit.text for unit in chosen]


def test_idem_beside_an_amount_is_in_doubt(index: Index) -> None:
    assert same_as(*place(index, "Onderzoek | € 300")) == ()


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Wat kost een boek?", "Boeken | 420", "Adviseur po"),
        ("Op welke dag zijn de lessen?", "De lessen zijn op maandag", "Een blok duurt"),
        ("Hoe laat begint het gesprek?", "om half acht", "Een blok duurt"),
        ("Wat is een starter?", "Een starter is een leraar", "Voor een starter is er"),
        ("Wat kost de schouw?", "Wat de schouw kost", "Een blok duurt"),
        ("Wie leidt de schouw?", "is nog niet bekend", "Een blok duurt"),
    ],
)
def test_a_unit_with_the_kind_of_value_asked_for_matches_best(
    index: Index, question: str, right: str, wrong: str
) -> None:
    asked = AnswerType(understand(question), Query(text=question, concepts=()))

    def match(part: str) -> float:
        passage, number = place(index, part)
        return asked.match(as_meant(passage, number), passage, number)

    assert match(right) > match(wrong)
