"""Sectors in texts: which are named, and whether a text is only for others."""

from __future__ import annotations

import pytest

from assistant.understanding.choices import choices_in
from assistant.understanding.sectors import only_for_others, sector_in, sector_spans, sectors_in


def test_every_sector_that_is_named_is_found_but_no_diploma() -> None:
    text = "Met mbo-4 kun je op een middelbare school en in het basisonderwijs werken."
    assert sectors_in(text) == {"po", "vo"}


@pytest.mark.parametrize(
    ("text", "sector", "said"),
    [
        ("Wie helpt met mbo?", "mbo", ["mbo"]),
        ("Ik wil werken met vmbo leerlingen", "vo", ["vmbo"]),
        ("Mag ik les met havo-klassen ruilen?", "vo", ["havo"]),
        ("Wie helpt mij met mbo naar de pabo?", "po", ["pabo"]),
        ("Mag ik met mbo lesgeven?", None, []),
        ("Kan ik met havo leraar worden?", None, []),
        ("Mag ik zonder vwo naar de universiteit?", None, []),
        ("En als je geen vwo of havo hebt?", None, []),
        ("Wat als ik de havo nooit heb gehaald?", None, []),
        ("Ik had vmbo, havo en mbo-4 gedaan", None, []),
        ("Welk mbo heeft een loket?", "mbo", ["mbo"]),
        ("Zijn er op het vmbo geen vakken over?", "vo", ["vmbo"]),
        ("Wat als ik geen mbo-klas wil?", "mbo", ["mbo"]),
    ],
)
def test_all_readings_of_a_text_find_the_same_sector(
    text: str, sector: str | None, said: list[str]
) -> None:
    assert sector_in(text) == sector
    assert sectors_in(text) == ({sector} if sector else set())
    assert [text[start:end] for start, end in sector_spans(text)] == said


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("lesgeven in het praktijkonderwijs", "vo"),
        ("werken op een gymnasium", "vo"),
        ("in het middelbaar onderwijs", "vo"),
        ("op een roc", "mbo"),
        ("op een mbo-school", "mbo"),
        ("in het so", "so"),
        ("in het so en sbo", "so"),
        ("op de basisschool", "po"),
        ("so what do i need", None),
    ],
)
def test_a_sector_is_called_the_same_wherever_it_is_read(text: str, sector: str | None) -> None:
    assert sector_in(text) == sector
    assert set(choices_in(text).get("sector", {})) == ({sector} if sector else set())


def test_what_only_tells_of_a_sector_is_no_value_to_compare() -> None:
    assert sector_in("Hoe word ik juf?") == "po"
    assert "sector" not in choices_in("Hoe word ik juf?")


@pytest.mark.parametrize(
    ("texts", "others"),
    [
        (["In het basisonderwijs was dat € 3.463."], {"po"}),
        (["In het basisonderwijs was dat € 3.463.", "In het vo is dat meer."], set()),
        (["Je salaris spreek je af.", "In het basisonderwijs was dat € 3.463."], set()),
        ([], set()),
    ],
)
def test_an_answer_is_for_others_where_its_first_text_is_and_none_is_for_the_one_asked(
    texts: list[str], others: set[str]
) -> None:
    assert only_for_others("vo", texts) == others
