"""Rules that hold no more or not yet, answers as of a date, and sources that disagree."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Ask, Status
from assistant.loket import run_ingest
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from ingest.progress import Silent
from retrieval.embedding.base import Embedder
from retrieval.index import open_index
from retrieval.search import Retriever
from tests.conftest import write_documents

ON = date(2026, 11, 22)


def document(title: str, text: str, **metadata: str) -> str:
    fields = {"title": title, "publisher": "Voorbeeldloket", "type": "regeling"} | metadata
    front = "\n".join(f"{key}: {value}" for key, value in fields.items())
    return f"---\n{front}\n---\n# {title}\n\n{text}\n"


DOCUMENTS = {
    "oud.md": document(
        "Regeling reiskosten eerste versie",
        "## Hoeveel reiskosten krijgt een student?\n\n"
        "De vergoeding voor reiskosten van een student is € 350 per jaar.",
        valid_from="2024-01-01",
        valid_to="2025-12-31",
    ),
    "nieuw.md": document(
        "Regeling reiskosten tweede versie",
        "## Hoeveel reiskosten krijgt een student?\n\n"
        "De vergoeding voor reiskosten van een student is € 425 per jaar.",
        valid_from="2026-01-01",
        valid_to="2027-12-31",
    ),
    "poster.md": document(
        "Regeling posters",
        "## Hoeveel krijgt een school voor posters?\n\n"
        "De vergoeding voor posters is € 75 per school. In 2025 was er geld voor 40 scholen.",
        valid_from="2025-01-01",
        valid_to="2025-12-31",
    ),
    "krijt.md": document(
        "Wegwijzer krijt",
        "## Wat kost een doos krijt?\n\nEen doos krijt kostte in 2024 € 4.",
        published="2026-02",
    ),
    "later.md": document(
        "Besluit leesbeurs",
        "## Wat is de leesbeurs?\n\nDe leesbeurs is geld om boeken te kopen voor de klas.",
        valid_from="2027-08-01",
    ),
    "zomer-een.md": document(
        "Wegwijzer zomercursus",
        "## Kosten\n\nDe zomercursus rekenen kost een deelnemer € 120.",
        published="2026-03",
    ),
    "zomer-twee.md": document(
        "Folder zomercursus",
        "## Kosten\n\nDe zomercursus rekenen kost een deelnemer € 150.",
        published="2026-05",
    ),
    "taal-een.md": document(
        "Wegwijzer taalklas", "De taalklas vraagt van een leraar taalniveau B2 Nederlands."
    ),
    "taal-twee.md": document(
        "Folder taalklas", "De taalklas vraagt van een leraar taalniveau C1 Nederlands."
    ),
    "fiets-een.md": document("Wegwijzer fiets", "De fietssubsidie vraagt de school aan."),
    "fiets-twee.md": document("Folder fiets", "De fietssubsidie vraagt de leraar zelf aan."),
    "tuin-een.md": document("Wegwijzer tuin", "Een tuinhulp werkt hooguit zes uur per week."),
    "tuin-twee.md": document("Folder tuin", "Een tuinhulp werkt per week hooguit acht uur."),
    "zwem-een.md": document("Wegwijzer zwemmen", "De zwemcursus duurt twee weken."),
    "zwem-twee.md": document("Folder zwemmen", "De zwemcursus duurt 14 dagen."),
    "kop-een.md": document("Wegwijzer koken", "Jaar één van de kookroute heeft 40 stagedagen."),
    "kop-twee.md": document("Folder koken", "Jaar twee van de kookroute heeft 60 stagedagen."),
    "kaart-po.md": document(
        "Schoolkaart basisonderwijs",
        "## Kosten\n\nDe schoolkaart kost een leraar € 20.",
        sectors="[po]",
    ),
    "kaart-mbo.md": document(
        "Schoolkaart mbo",
        "## Kosten\n\nDe schoolkaart kost een leraar € 35.",
        sectors="[mbo]",
    ),
}
TRAVEL = "Hoeveel euro reiskosten krijgt een student?"
SUMMER = "Hoeveel kost de zomercursus rekenen?"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory, cache: Path, embedder: Embedder) -> Pipeline:
    folder = tmp_path_factory.mktemp("rules")
    corpus = write_documents(folder / "corpus", DOCUMENTS)
    settings = Settings(index=folder / "index", corpus=corpus, cache=cache)
    run_ingest(settings, [], Silent())
    return Pipeline(Retriever(open_index(settings.index), embedder))


def ask(rules: Pipeline, question: str, day: date = ON, **more: Any) -> Answer:
    answer = rules.answer(Ask(question=question, **more), day)
    assert answer.status == Status.ANSWERED
    return answer


def test_what_is_in_force_goes_before_what_has_expired(rules: Pipeline):
    answer = ask(rules, TRAVEL)
    assert "€ 425" in answer.sentences[0].text
    expired = [s for s in answer.sentences if "€ 350" in s.text]
    assert expired
    assert all("(niet meer geldig)" in sentence.text for sentence in expired)


def test_an_expired_source_is_told_with_its_date(rules: Pipeline):
    answer = ask(rules, TRAVEL)
    assert any(source.expired for source in answer.sources)
    assert [note for note in answer.notes if "31-12-2025" in note and "niet meer geldig" in note]


def test_as_of_a_date_only_what_held_then_is_used(rules: Pipeline):
    day = date(2025, 6, 1)
    answer = ask(rules, TRAVEL, day, on=day)
    assert "€ 350" in answer.text
    assert "€ 425" not in answer.text
    assert not any(source.expired for source in answer.sources)
    assert answer.notes == ("Dit antwoord gaat uit van 1-6-2025.",)


NEWER = "Iets nieuwers vond ik hierover niet."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hoeveel is de vergoeding voor posters?", True),
        ("Hoeveel was de vergoeding voor posters in 2025?", False),
        ("Wat kost een doos krijt dit jaar?", True),
        ("Wat kost een doos krijt?", False),
        ("Wat kost een doos krijt in 2024?", False),
        (TRAVEL, False),
    ],
)
def test_it_is_told_where_nothing_newer_is_known(rules: Pipeline, question: str, told: bool):
    assert (NEWER in ask(rules, question).notes) is told


def test_as_of_the_time_of_a_document_it_is_new(rules: Pipeline):
    day = date(2025, 6, 1)
    assert NEWER not in ask(rules, "Hoeveel is de vergoeding voor posters?", day, on=day).notes


def test_what_does_not_hold_yet_says_from_when(rules: Pipeline):
    answer = ask(rules, "Wat is de leesbeurs?")
    assert "(nog niet geldig)" in answer.text
    assert any("1-8-2027" in note for note in answer.notes)


def test_sources_that_disagree_are_both_shown_and_told(rules: Pipeline):
    answer = ask(rules, SUMMER)
    assert "€ 120" in answer.text
    assert "€ 150" in answer.text
    (note,) = [note for note in answer.notes if "hierover niet hetzelfde" in note]
    assert "2026-03" in note
    assert "2026-05" in note


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("Welk taalniveau vraagt de taalklas van een leraar?", ("B2", "C1")),
        ("Wie vraagt de fietssubsidie aan?", ("de school aan", "de leraar zelf aan")),
        ("Hoeveel uur per week werkt een tuinhulp?", ("zes uur", "acht uur")),
    ],
)
def test_levels_parties_and_counts_can_disagree_too(
    rules: Pipeline, question: str, held: tuple[str, str]
):
    answer = ask(rules, question)
    assert all(each in answer.text for each in held)
    assert [note for note in answer.notes if "hierover niet hetzelfde" in note]


def test_the_same_time_in_another_unit_or_another_stage_is_no_disagreement(rules: Pipeline):
    for question in (
        "Hoe lang duurt de zwemcursus?",
        "Hoeveel stagedagen heeft jaar één van de kookroute?",
    ):
        assert not [note for note in ask(rules, question).notes if "niet hetzelfde" in note]


def test_amounts_of_other_sectors_or_times_are_no_disagreement(rules: Pipeline):
    for question in (TRAVEL, "Hoeveel kost de schoolkaart voor een leraar?"):
        assert not [
            note for note in ask(rules, question).notes if "hierover niet hetzelfde" in note
        ]


def test_another_language_gets_its_own_note(rules: Pipeline):
    answer = ask(rules, "Wie viel kostet die zomercursus rekenen?")
    assert answer.language == "de"
    assert "Niederländisch" in answer.notes[0]
    assert "De zomercursus rekenen kost een deelnemer € 1" in answer.text
