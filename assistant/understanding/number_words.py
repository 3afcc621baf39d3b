"""Dutch numbers in words. Plain ones: without accents."""

from __future__ import annotations

CARDINALS: dict[str, float] = {
    **{"nul": 0, "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7},
    **{"acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13},
    **{"veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18},
    **{"negentien": 19, "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50},
    **{"zestig": 60, "honderd": 100, "duizend": 1000},
}
PARTS: dict[str, float] = {"anderhalf": 1.5, "half": 0.5}

ORDINALS = (
    *("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende"),
    *("tiende", "elfde", "twaalfde"),
)
"""In order, from the first."""


def up_to(number: int) -> list[str]:
    """Return the cardinals from one to a number, in words."""
    return [word for word, value in CARDINALS.items() if 0 < value <= number]
