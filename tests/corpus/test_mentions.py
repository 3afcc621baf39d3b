"""Places and regions in running text, and the ordinary words that look like them."""

from __future__ import annotations

import pytest

from corpus.mentions import places_in, regions_in
from corpus.places import gazetteer
from corpus.regions import load_regions


def names_in(text: str) -> list[str]:
    return [meanings[0].name for meanings in places_in(text, gazetteer())]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ik woon in Almere, waar moet ik zijn?", ["Almere"]),
        ("basisschool assen", ["Assen"]),
        ("zij-instromen in leiden", ["Leiden"]),
        ("zij-instromen in de leidse buurt, bij wie moet ik dan zijn?", ["Duin- en Bollenstreek"]),
        ("Met wie kan ik praten over mijn situatie in regio Den Haag?", ["Den Haag"]),
        ("Is there a programme for internationals in Brabant?", ["Brabant"]),
        ("waar kan ik terecht in de haag", ["Den Haag"]),
        ("welk loket voor leiden", ["Leiden"]),
        ("ik wil in 's-Hertogenbosch of Den Bosch werken", ["'s-Hertogenbosch"]),
        ("van Roden naar Best en de buurt van Well", ["Roden", "Best", "Well"]),
        ("mijn postcode is 9401 AB", ["9401"]),
        ("ik woon in 9401ab", ["9401"]),
        ("postcode 8011", ["8011"]),
        ("mijn postcode is 8011", ["8011"]),
        ("ik woon in 8011", ["8011"]),
        ("Ik kom uit Amstredam", ["Amsterdam"]),
        ("de wijk in De Wijk", ["De Wijk"]),
        ("Noord-Holland Noord", ["Noord-Holland Noord"]),
        ("Alkmaar, Noord-Holland", ["Alkmaar", "Noord-Holland"]),
        ("Zwolle Zwolle zwolle", ["Zwolle"]),
    ],
)
def test_places_are_found(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Kan ik leiden in het onderwijs, of is dat niet het best voor mij?",
        "Wat krijgt een school om mij tot leraar op te leiden?",
        "Wat zijn de beste routes voor een heel leven in Nederland?",
        "Loon en salaris: hoeveel rijen staan er in de tabel van een mbo?",
        "Wie is Rianne de Vries van de regiegroep?",
        "Ik studeer aan de Hogeschool Rotterdam en de Universiteit van Amsterdam.",
        "De subsidie was in 2025 1250 euro en in 2026 ook.",
        "In 2026 en 2027 kost dat 1500 of meer.",
        "Subsidie 2026 VO of 2025 PO",
        "Woont u in een huis? Huizen zijn duur, en houten huizen ook.",
        "Veel scholen kampen met een tekort.",
        "Ik kom uit Parijs en werk in Leuven.",
        "Ik wil de handel in en geen winkel",
        "",
        "?!",
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert names_in(text) == []


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Wie is de penvoerder van PO Noord?", ["noord-nederland"]),
        ("wat doet hak?", ["hak"]),
        ("Helpt schoolpleinnoord mij ook?", ["loket-schoolpleinnoord"]),
        ("De Rode Loper of Pool West?", ["loket-rode-loper", "loket-pool-west"]),
        ("lesgeven in het groen onderwijs", ["landelijk-groen"]),
        ("Wat doet Onderwijsregio PO Noord-Limburg?", ["po-noord-limburg"]),
        ("Zwolle of Groningen, vo?", []),
        ("Ben ik welkom in het onderwijs?", []),
        ("Welke stappen in het onderwijs zijn er?", []),
        ("What is the scope of this?", []),
        ("Ik wil in Twente werken", []),
    ],
)
def test_regions_are_found(text: str, ids: list[str]) -> None:
    found = [each.id for each in regions_in(text, load_regions())]
    assert [each for each in found if each != "loket-noorderwijzer"] == ids
