"""Dates, each with its place in time."""

from __future__ import annotations

import pytest

from assistant.understanding.dates import FROM, ON, UNTIL, asking_when, dates, without_dates


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("loopt tot en met schooljaar 2027-2028", [({"year": 2027, "next": 28}, UNTIL)]),
        (
            "sinds 2025 van 1 februari (18.00 uur) tot en met 15 maart",
            [
                ({"year": 2025}, FROM),
                ({"month": 2, "day": 1}, FROM),
                ({"month": 3, "day": 15}, UNTIL),
            ],
        ),
        (
            "tussen 1 mei en 1 juni",
            [({"month": 5, "day": 1}, FROM), ({"month": 6, "day": 1}, UNTIL)],
        ),
        ("uiterlijk in december 2026", [({"year": 2026, "month": 12}, UNTIL)]),
        ("voor 2026 konden scholen", [({"year": 2026}, ON)]),
        ("dat kost € 2.060 en duurt 4 jaar", []),
    ],
)
def test_dates_are_read_with_their_place(text: str, found: list[tuple[dict[str, int], str]]):
    assert [(dict(date.parts), date.role) for date in dates(text)] == found


def test_dates_agree_as_far_as_both_give_them():
    (december,) = dates("in december 2026")
    (year,) = dates("in 2026")
    (june,) = dates("in juni 2026")
    assert december.agrees(year)
    assert not december.agrees(june)
    (day,) = dates("op 1 mei")
    assert not day.shares(year)


def test_a_claimed_bound_becomes_a_question():
    assert asking_when("De regeling loopt tot 2030") == "De regeling loopt tot wanneer"
    assert asking_when("In 2026 loopt de regeling") == "In 2026 loopt de regeling"


def test_a_year_alone_stays():
    assert without_dates("in juni 2026 klaar").split() == ["klaar"]
    assert without_dates("in 2026 klaar") == "in 2026 klaar"
