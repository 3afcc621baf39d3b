"""Ranges of numbers in a text: '180 tot en met 219', '2025-2028', '380 of meer'. Rules only."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = r"(?:[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d*)"
_EACH = ("tot en met", "t/m", "-", "–")
_RANGE = re.compile(
    rf"(?<![\d.,/-])(?P<first>{_NUMBER})(?:\s*(?P<to>{'|'.join(_EACH)}|tot)\s*"
    rf"(?P<last>{_NUMBER})(?![\d/-]|[.,]\d)|\s+(?:of|en)\s+(?:meer|hoger|ouder)\b)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def numbers_within(text: str, numbers: Iterable[str]) -> frozenset[str]:
    """
    Return those of some whole numbers that lie in a range that a text tells.

    A year only in one that speaks of each of its years: not in '2025 tot 2050', nor in '100 of
    meer'. Numbers that have two digits more or fewer than the range are of another kind.
    """
    asked = set(numbers)
    spans = [found.groupdict() for found in _RANGE.finditer(text)] if asked else []
    return frozenset(number for number in asked if any(_within(number, span) for span in spans))


def _within(number: str, span: dict[str, str | None]) -> bool:
    first, last = ((span[key] or "").replace(".", "") for key in ("first", "last"))
    is_year, of_years = bool(_YEAR.fullmatch(number)), bool(_YEAR.fullmatch(first))
    if is_year != of_years or (is_year and span["to"] not in _EACH):
        return False
    if abs(len(first) - len(number)) > 1:
        return False
    return int(first) <= int(number) <= (int(last) if last else int(number))
