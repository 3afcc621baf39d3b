"""Finding a passage in text that was drawn."""

from __future__ import annotations

import pytest

from assistant.originals.placing import Letters, place


def found(units: list[str], drawn: str) -> list[list[str]]:
    """Return what was found of each unit, as it is drawn."""
    return [[drawn[a:b] for a, b in each.spans] for each in place(units, drawn)]


@pytest.mark.parametrize(
    ("unit", "drawn", "expected"),
    [
        ("Je vraagt een vergoeding aan.", "x Je  vraagt\r\neen vergoeding\taan. y", 1.0),
        ("De financiële opleiding duurt lang.", "De ﬁnanciële oplei\x02ding duurt lang.", 1.0),
        ("De opleiding aan een hogeschool", "DE OPLEI-\nDING AAN EEN HOGE\u00adSCHOOL", 1.0),
        ("Hij krijgt € 20.000 per jaar", "Hij krijgt €20.000,- per jaar", 1.0),
        ("Dit staat er zeker niet in", "Een heel andere tekst over iets anders", 0.0),
        ("", "Een tekst", 0.0),
    ],
)
def test_layout_makes_no_difference(unit: str, drawn: str, expected: float):
    [placed] = place([unit], drawn)
    assert placed.found == expected * placed.letters
    assert bool(placed.spans) == bool(expected)


def test_what_is_found_is_the_drawn_text_with_its_full_stop():
    drawn = "Kop\r\nDe oplei\x02\r\nding duurt lang. De school\r\nbetaalt haar (altijd). Voet"
    units = ["De opleiding duurt lang.", "De school betaalt haar (altijd)."]
    assert found(units, drawn) == [
        ["De oplei\x02\r\nding duurt lang."],
        ["De school\r\nbetaalt haar (altijd)."],
    ]


def test_a_short_text_counts_only_behind_the_one_before_it():
    drawn = "Ja, dat mag. Wat heb je nodig voor deze route? • een VOG; Ja, en een diploma."
    units = ["Wat heb je nodig voor deze route?", "een VOG;", "ja"]
    assert found(units, drawn)[1:] == [["een VOG;"], ["Ja,"]]
    assert found(["Ja"], "Wat mag je? Ja.") == [[]]


def test_the_order_of_the_passage_tells_twins_apart():
    twin = "De school vraagt de subsidie aan."
    drawn = f"{twin} Eerst iets. Voor het voortgezet onderwijs geldt dit: {twin} Slot."
    second = place(["Voor het voortgezet onderwijs geldt dit:", twin], drawn)[1]
    assert second.spans[0][0] > 60


def test_a_row_is_found_by_its_cells():
    drawn = "Kosten\r\nBedrag\r\nGeschiktheidsonderzoek\r\nde school\r\n€ 1.850,00 per keer"
    units = ["Geschiktheidsonderzoek | € 1.850,00 per keer | de school"]
    assert found(units, drawn) == [["Geschiktheidsonderzoek", "€ 1.850,00 per keer"]]


def test_a_unit_that_a_footer_cuts_is_found_in_two_parts():
    unit = "De begeleiding is in handen van een collega die daarvoor uren krijgt van het bestuur."
    drawn = (
        "De begeleiding is in handen van een collega\r\nblad 3\r\ndie daarvoor uren krijgt "
        "van het bestuur."
    )
    [placed] = place([unit], drawn)
    assert len(placed.spans) == 2
    assert placed.found == placed.letters
    assert "blad" not in "".join(drawn[a:b] for a, b in placed.spans)


def test_letters_know_where_they_come_from():
    letters = Letters.of("A-ﬁ ß")
    assert letters.text == "afiss"
    assert letters.at == (0, 2, 2, 4, 4)
