"""Numbers of a visitor's own story are left out; those that are asked about stay."""

from __future__ import annotations

import pytest

from assistant.understanding.background import (
    without_own_numbers,
    without_own_place,
    without_story,
)

CASES = {
    "Ik ben gestopt als leraar in 2010, kan ik terugkomen?": (
        "Ik ben gestopt als leraar, kan ik terugkomen?"
    ),
    "Ik werk al 12 jaar bij een bank. Wat kost de pabo?": "Ik werk bij een bank. Wat kost de pabo?",
    "Mijn diploma is uit 1998. Is dat nog geldig?": "Mijn diploma is. Is dat nog geldig?",
    "Ik ben kok, ik heb 20 jaar ervaring en mbo 4. Mag ik lesgeven?": (
        "Ik ben kok, ik heb ervaring en mbo 4. Mag ik lesgeven?"
    ),
    "I have taught for 8 years. Can I teach here?": "I have taught. Can I teach here?",
}
SAME = [
    "Hoe hoog was de subsidie in 2021?",
    "Ik ben in 2019 gestopt",
    "Ik ben zij-instromer: hoeveel subsidie was er in 2024?",
    "Ik heb mbo niveau 4. Mag ik naar de pabo?",
    "Ik hoorde dat de subsidie in 2024 € 25.000 is, klopt dat?",
    "Ik wil in 2027 beginnen. Wanneer vraag ik subsidie aan?",
    "",
]


@pytest.mark.parametrize(("text", "left"), CASES.items())
def test_own_numbers_are_left_out(text: str, left: str):
    assert without_own_numbers(text) == left


@pytest.mark.parametrize("text", SAME)
def test_what_is_asked_stays(text: str):
    assert without_own_numbers(text) == text


PLACES = {
    "Kan ik in Zwolle een dag meelopen?": ("Kan ik een dag meelopen?", "Zwolle"),
    "hoe regel ik meelopen in Zwolle?": ("hoe regel ik meelopen ?", "Zwolle"),
    "Ik woon in Deventer. Waar kan ik advies krijgen?": ("Waar kan ik advies krijgen?", "Deventer"),
    "Waar kan ik in de buurt van Almere stage lopen?": ("Waar kan ik stage lopen?", "Almere"),
    "Hoeveel scholen heeft Zwolle?": None,
    "Welke school in Utrecht zoekt mensen?": None,
    "Kan ik een dag meelopen?": None,
}


@pytest.mark.parametrize(("text", "left"), PLACES.items())
def test_someones_own_place_can_be_left_out(text: str, left: tuple[str, str] | None):
    assert without_own_place(text) == left


def test_a_question_stands_without_its_story():
    told = "Ik werk bij een bank die krimpt. Ben ik te oud om leraar te worden?"
    assert without_story(told) == "Ben ik te oud om leraar te worden?"


@pytest.mark.parametrize(
    "text",
    [
        "Ben ik te oud om leraar te worden?",
        "Ik ben leraar Duits. Hoe pak ik dat aan?",
        "Ik geef les in Kyiv. Is mijn akte hier geldig?",
        "Ik ben 40. Wat nu?",
        "Kan ik leraar worden? Ik ben 40 en werk bij een bank.",
        "",
    ],
)
def test_a_question_that_leans_on_its_story_keeps_it(text: str):
    assert without_story(text) is None
