"""The questions in one text, each with what it is read after."""

from __future__ import annotations

import pytest

from assistant.understanding.parts import Asked, questions_in


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Wat is een VOG en wat kost die?", ["Wat is een VOG?", "wat kost een VOG?"]),
        (
            "wat is een PDG en moet ik dat zelf betalen",
            ["wat is een PDG?", "moet ik een PDG zelf betalen"],
        ),
        (
            "Wat is de pabo? Hoe lang duurt de stage?",
            ["Wat is de pabo?", "Hoe lang duurt de stage?"],
        ),
        ("How much is it and who pays for that?", ["How much is it?", "who pays for that?"]),
    ],
)
def test_two_questions_are_told_apart(text: str, asked: list[str]) -> None:
    assert [each.text for each in questions_in(text)] == asked


@pytest.mark.parametrize(
    "text",
    [
        "Wat is het verschil tussen hbo en wo?",
        "Wie betaalt de opleiding bij zij-instroom en wie bij deeltijd?",
        "Wie doet wat en waar?",
        "Wat moet ik doen en laten als zij-instromer?",
        "Hoe meld ik me aan? ik ben ib'er in Assen en heb tijd op dinsdag",
        "Ik heb de pabo en wil lesgeven. Wat nu?",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert [each.text for each in questions_in(text)] == [text]


def test_the_next_question_is_read_after_the_one_before_it() -> None:
    text = "Hoeveel geld krijgt mijn school en bij welk bureau moet dat gevraagd worden?"
    first, second = questions_in(text, "Wat is zij-instroom?")
    assert first.context == "Wat is zij-instroom?"
    assert second.context == first.text == "Hoeveel geld krijgt mijn school?"


def test_one_question_keeps_its_own_context() -> None:
    assert questions_in("Hoe lang duurt dat?", "Wat is de pabo?") == [
        Asked(text="Hoe lang duurt dat?", context="Wat is de pabo?")
    ]
