"""Numbers that lie in a range of a text."""

from __future__ import annotations

import pytest

from assistant.understanding.ranges import numbers_within


@pytest.mark.parametrize(
    ("text", "asked", "within"),
    [
        ("180 tot en met 219 | € 320.000", {"200", "219", "220"}, {"200", "219"}),
        ("380 of meer", {"379", "380", "2027"}, {"380"}),
        ("Bij een score van 70 tot 103 mag je opnieuw", {"85", "69"}, {"85"}),
        ("€ 54.240.000 per jaar voor 2025 tot en met 2028", {"2027", "2029"}, {"2027"}),
        ("de RAP-periode 2019-2024", {"2022"}, {"2022"}),
        ("van € 100 tot 200", {"150"}, {"150"}),
        ("10.000 t/m 20.000 leerlingen", {"15000", "15"}, {"15000"}),
    ],
)
def test_a_number_between_the_ends_is_within(text: str, asked: set[str], within: set[str]) -> None:
    assert numbers_within(text, asked) == within


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("groei tussen 2025 tot 2050", "2030"),
        ("10 of meer studenten", "2027"),
        ("bel 030-1234567", "400"),
        ("op 1-2-2026 en 15-3-2026", "8"),
        ("van 1 t/m 28 april", "2026"),
    ],
)
def test_no_range_of_such_a_number(text: str, asked: str) -> None:
    assert numbers_within(text, {asked}) == frozenset()
