"""What is wrong in a premise is found by its value, whatever the kind of value."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer

Asking = Callable[[str], Answer]


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("De zangproef heeft vier onderdelen, toch?", "drie onderdelen"),
        ("Voor het hoornfonds was er in 2025 toch 57.250.000 euro?", "54.240.000"),
        ("Met een fluitdiploma mag je toch in de bovenbouw lesgeven?", "fluitdiploma niet"),
        ("Bladmuziek in het Duits moet toch vertaald zijn?", "tenzij"),
        ("Een repetitiezaal mag toch bij meerdere orkesten horen?", "hooguit één"),
        ("De muziekraad verwacht al in 2028 een tekort aan hoornisten, toch?", "pas na 2035"),
        ("De blokfluitbeurs is toch vanaf 2026 afgeschaft?", "verlengd tot en met"),
        ("De verklaring mag maximaal een jaar oud zijn, toch?", "zes maanden"),
        ("Klopt het dat de verklaring niet ouder mag zijn dan drie maanden?", "zes maanden"),
        ("Een pauze mag nooit korter zijn dan twintig minuten, klopt dat?", "tien minuten"),
        ("Bij drie dagen in het poporkest krijg ik toch een volledig loon?", "60%"),
        ("Voor banjospel haal je een ongegradeerde bevoegdheid, toch?", "eerstegraads"),
        (
            "Omdat ik 4 jaar geleden een orkest heb verlaten mag ik niet in het stadskoor, toch?",
            "geen reden",
        ),
        ("Nu de bandklas nog bestaat: hoe meld ik me aan voor de bandklas?", "bestaat niet meer"),
    ],
)
def test_a_wrong_value_is_contradicted_by_the_sentence_that_has_it(
    ask: Asking, question: str, held: str
):
    first = ask(question).sentences[0]
    assert first.text.startswith("Nee, dat klopt niet.")
    assert held in ask(question).sources[first.citations[0] - 1].quote


@pytest.mark.parametrize(
    "question",
    [
        "Voor het hoornfonds was er in 2024 toch 57.250.000 euro?",
        "Met een koperdiploma mag je toch in de bovenbouw lesgeven?",
        "Bladmuziek in het Engels moet toch vertaald zijn?",
        "De muziekraad verwacht in 2040 een tekort aan hoornisten, toch?",
        "De blokfluitbeurs is in 2030 afgeschaft, toch?",
        "Klopt het dat de verklaring niet ouder mag zijn dan zes maanden?",
        "Een pauze mag nooit korter zijn dan tien minuten, klopt dat?",
        "Bij drie dagen in het poporkest krijg ik toch 60% van het loon?",
        "Voor banjospel heb je een eerstegraads bevoegdheid, toch?",
        "Omdat ik lang geleden een orkest heb verlaten mag ik bij het stadskoor, toch?",
        "Nu de bandklas niet meer bestaat: hoe meld ik me aan?",
    ],
)
def test_what_may_be_so_is_not_contradicted(ask: Asking, question: str):
    assert not ask(question).text.startswith("Nee")
