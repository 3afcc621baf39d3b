"""Typed values: what each pattern takes, and what it leaves."""

from __future__ import annotations

import re

import pytest

from assistant.understanding import values


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (values.DAY, "Meld je voor 1 april 2026 aan.", ["1 april"]),
        (values.DAY, "Het begint op 01-09-2026.", ["01-09-2026"]),
        (values.DAY, "Het begint in april 2026.", []),
        (values.DATE, "Het begint in april 2026.", ["april 2026"]),
        (values.DATE, "Het loopt van 2024-2027.", ["2024-2027"]),
        (values.DATE, "Dat is eind september klaar.", ["eind september"]),
        (values.DATE, "Het kost 20000 euro.", []),
        (values.WEEKDAY, "De les is op maandag of vrijdagmiddag.", ["maandag", "vrijdagmiddag"]),
        (values.WEEKDAY, "Dat is elke dag zo.", []),
        (values.HOURS, "Open van 14 tot 17 uur.", ["van 14 tot 17 uur"]),
        (values.HOURS, "Van 8.30 - 12.00 en om half acht.", ["8.30", "12.00", "om half acht"]),
        (values.HOURS, "Het kost € 12.000 en 16 uur per week.", []),
        (values.PLACE, "Bezoekadres: Venne 90, Winschoten", ["Venne 90, Winschoten"]),
        (values.PLACE, "Zie Tabel 3, Kosten per school.", []),
        (values.MONEY, "Je krijgt € 25.000 per jaar.", ["€ 25.000"]),
        (values.MONEY, "Je betaalt 350 euro.", ["350 euro"]),
        (values.MONEY, "Er is 2,5 miljoen beschikbaar.", ["2,5 miljoen"]),
        (values.MONEY, "Er zijn 350 scholen.", []),
        (values.PERCENT, "Dat is 22,6% van de scholen.", ["22,6%"]),
        (values.PERCENT, "Dat is tien procent.", ["tien procent"]),
        (values.PERCENT, "Dat zijn tien scholen.", []),
        (values.COUNT, "Bijna 60 besturen en vijf scholen.", ["60", "vijf"]),
        (values.COUNT, "Alle besturen doen mee.", []),
        (values.DURATION, "De opleiding duurt hooguit twee jaar.", ["twee jaar"]),
        (values.DURATION, "Binnen 13 weken hoor je meer.", ["13 weken"]),
        (values.DURATION, "Dat is elk jaar zo.", []),
        (
            values.FREQUENCY,
            "De groep komt vier keer per jaar bij elkaar.",
            ["vier keer", "per jaar"],
        ),
        (values.FREQUENCY, "Het overleg is maandelijks.", ["maandelijks"]),
        (values.FREQUENCY, "Het overleg is in maart.", []),
        (values.EMAIL, "Mail vraag@loket.example of bel.", ["vraag@loket.example"]),
        (values.PHONE, "Bel 030 227 0374 op werkdagen.", ["030 227 0374"]),
        (values.PHONE, "Het kost € 25.000 in 2026.", []),
        (values.WEB, "Kijk op www.onderwijsloket.com voor meer.", ["www.onderwijsloket.com"]),
        (values.ARTICLE, "Dat staat in artikel 4a van de wet.", ["artikel 4a"]),
        (values.PLACE, "Het loket is in Groningen.", ["in Groningen"]),
        (values.PLACE, "Het loket is in de buurt.", []),
        (values.PLACE, "Bezoek: Kadeplein 14, Oosterhaven", ["Kadeplein 14"]),
        (values.PLACE, "Er zijn 20 plaatsen op de weg naar 2027.", []),
    ],
)
def test_pattern(pattern: re.Pattern[str], text: str, found: list[str]) -> None:
    assert [match.group() for match in pattern.finditer(text)] == found


@pytest.mark.parametrize(
    "name",
    [
        "Rianne de Vries",
        "Jan Jansen",
        "J.P. de Boer",
        "Bakker, A.",
        "mevrouw Smit",
        "Ida Mulder-Bos",
    ],
)
def test_persons(name: str) -> None:
    match = values.PERSON.search(f"De penvoerder is {name} in dit plan.")
    assert match is not None
    assert name.startswith(match.group())
    assert len(match.group()) > 5


@pytest.mark.parametrize(
    "text",
    [
        "Het bestuur komt bijeen.",
        "Dit doet Onderwijsregio Utrecht.",
        "Dat zegt Hogeschool Rotterdam.",
    ],
)
def test_institutions_are_no_persons(text: str) -> None:
    assert values.PERSON.search(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("€ 20.000 en 1.000.000", {"20000", "1000000"}),
        ("22,6 procent, versie 3.14", {"22,6", "3.14"}),
        ("20.000 is 20000", {"20000"}),
        ("twintig", set()),
        ("artikel 4a, 2024-2025", {"4a", "2024", "2025"}),
        ("de 2e keer, artikel 35A", {"2", "35a"}),
        ("op 1.5.2026", {"1.5.2026"}),
    ],
)
def test_numbers(text: str, found: set[str]) -> None:
    assert values.numbers(text) == found
