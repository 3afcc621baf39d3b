"""Ja is said only where the passage holds every value of what is claimed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from assistant.verdict.agreement import is_of_another


@pytest.mark.parametrize(
    "question",
    [
        "In 2024 had de stemclub vijftig leden, toch?",
        "De school zet de datum van je eerste les op de koorkaart, toch?",
        "De zangklas is er voor wie minstens taalniveau B1 in het Nederlands heeft, toch?",
        "Bij de fluitclub volg je minstens twee proeflessen, toch?",
        "Klopt het dat de verklaring niet ouder mag zijn dan zes maanden?",
        "Een pauze mag nooit korter zijn dan tien minuten, klopt dat?",
        "Een nieuwe zanger is iemand die drie jaar niet in een kerkkoor heeft gezongen, toch?",
        "Een nieuwe harpist is iemand die vier jaar niet in een kerkkoor heeft gespeeld, toch?",
        "De klokkenzaal verhuurt de gemeente uitsluitend aan koren, toch?",
    ],
)
def test_a_sentence_confirms_itself(ask: Callable[[str], Answer], question: str):
    assert ask(question).text.startswith("Ja, dat klopt.")


@pytest.mark.parametrize(
    "question",
    [
        "In 2031 had de stemclub vijftig leden, toch?",
        "De zanger zelf zet de datum van je eerste les op de koorkaart, toch?",
        "De zij-instromer zet de datum van je eerste les op de koorkaart, toch?",
        "De zangklas is er voor wie minstens taalniveau C1 in het Nederlands heeft, toch?",
        "Bij de fluitclub volg je hooguit twee proeflessen, toch?",
        "Notengeld krijg je voor hetzelfde instrument, toch?",
        "Een nieuwe zanger is iemand die drie jaar in een kerkkoor heeft gezongen, toch?",
        "Een nieuwe harpist is iemand die vier jaar in een kerkkoor heeft gespeeld, toch?",
        "De luitcursus duurt zes jaar, toch?",
        "De koordirectie kan een zanger schorsen als die betaalt, toch?",
        "Bij drie dagen in het poporkest krijg ik toch een volledig loon?",
        "Kan ik nu de harpbeurs aanvragen?",
        "Vraag je de harpbeurs op dit moment aan?",
        "Zangkring Noord is voor het voortgezet onderwijs, toch?",
        "Een zanglening is mogelijk, toch?",
    ],
)
def test_a_sentence_with_another_value_confirms_nothing(
    ask: Callable[[str], Answer], question: str
):
    assert not ask(question).text.startswith("Ja")


def test_what_is_over_a_limit_is_not_within_it(ask: Callable[[str], Answer]):
    answer = ask("De verklaring mag ouder zijn dan zes maanden, toch?")
    assert answer.text.startswith("Nee, dat klopt niet.")


@pytest.mark.parametrize(
    ("claim", "text", "other"),
    [
        ("je schrijft zelf in", "De school schrijft je in; een leerling kan dat niet zelf.", True),
        ("je schrijft zelf in", "Je schrijft zelf in; de school doet dat niet.", False),
        ("je schrijft niet zelf in", "De school schrijft in; jij kan dat niet zelf.", False),
        ("je wordt dirigent", "Daarmee word je dirigent.", True),
        ("de proef is voor een koor", "De proef is voor wie een koor wil zijn.", True),
        ("wie een koor wil zijn, doet de proef", "De proef is voor wie een koor wil zijn.", False),
        ("de proef bestaat", "De proef bestaat niet meer; de laatste proef was in 2023.", False),
    ],
)
def test_a_sentence_may_say_its_thing_of_something_else(claim: str, text: str, other: bool):
    assert is_of_another(claim, text) is other
