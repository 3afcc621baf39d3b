"""Dates in text, each with its place in time: until, from, or on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.understanding.values import FULL_MONTH, MONTHS
from retrieval.dutch import plain

UNTIL, FROM, ON = "until", "from", "on"

_YEAR = r"(?:19|20)\d\d"
_BOUND = (
    r"(?P<until>tot en met|t/m|tot|uiterlijk|voor|loopt af|verloopt|en met)"
    r"|(?P<from>vanaf|sinds|van|per|na|tussen|pas|ingaande)"
)
_DATE = re.compile(
    rf"(?:\b(?:{_BOUND})\s+)?(?:(?:in|op|het|de|eind|begin|half)\s+){{0,3}}"
    r"(?:(?P<school>(?:school|studie)jaar)\s+)?"
    r"(?<![\w€.,-])(?<!€ )"
    rf"(?:(?P<day>\d{{1,2}})\s+(?P<dmonth>{FULL_MONTH})(?:\s+(?P<dyear>{_YEAR}))?"
    rf"|(?P<month>{FULL_MONTH})\s+(?P<myear>{_YEAR})"
    rf"|(?P<only>{FULL_MONTH})"
    rf"|(?P<year>{_YEAR})(?:\s*[-/]\s*(?P<next>(?:20)?\d\d))?)(?![\w%€]|[.,]\d)"
)
_SECOND = re.compile(r"^\s*(?:\([^)]*\)\s*)?(?:en|tot)\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """
    A date as far as a text gives it.

    Args:

        parts: Of 'year', 'month', 'day' and 'next' (the second year of a school year) those that
            it gives.

        role: UNTIL, FROM or ON.
    """

    parts: tuple[tuple[str, int], ...]
    role: str = ON

    def shares(self, other: Date) -> bool:
        """Tell whether both give the same part: a year, a month, a day."""
        return bool(dict(self.parts).keys() & dict(other.parts).keys())

    def repeated_by(self, other: Date) -> bool:
        """Tell whether another gives every part of this one, in no other place."""
        same_place = self.role == other.role or ON in (self.role, other.role)
        return same_place and set(self.parts) <= set(other.parts)

    def agrees(self, other: Date) -> bool:
        """Tell whether all parts that both give are the same, and there is one."""
        mine, theirs = dict(self.parts), dict(other.parts)
        shared = mine.keys() & theirs.keys()
        return bool(shared) and all(mine[part] == theirs[part] for part in shared)


def dates(text: str) -> list[Date]:
    """Return the dates of a text; the second of 'tussen 1 mei en 1 juni' is an end."""
    low = plain(text)
    found: list[Date] = []
    end = 0
    for match in _DATE.finditer(low):
        role = _role(match)
        follows = bool(found) and found[-1].role == FROM
        if role == ON and follows and _SECOND.match(low[end : match.start()] + match[0]):
            role = UNTIL
        found.append(Date(parts=_parts(match), role=role))
        end = match.end()
    return found


def asking_when(text: str) -> str:
    """Return a text that asks for its bounds in time: 'loopt tot 2030' as 'loopt tot wanneer'."""

    def asked(match: re.Match[str]) -> str:
        if _role(match) == ON:
            return match[0]
        return f"{match['until'] or match['from']} wanneer"

    return _replaced(text, asked)


def without_dates(text: str) -> str:
    """Return a text without the dates that are more than a year."""
    return _replaced(text, lambda match: match[0] if _is_year(match) else "")


def _is_year(match: re.Match[str]) -> bool:
    return [name for name, _ in _parts(match)] == ["year"]


def _replaced(text: str, by: Callable[[re.Match[str]], str]) -> str:
    """Replace the dates of a text; of one with accents or capitals only where that keeps it."""
    low = plain(text)
    if len(low) != len(text):
        return _DATE.sub(by, low)
    made, at = "", 0
    for match in _DATE.finditer(low):
        new = by(match)
        made += text[at : match.start()] + (
            text[match.start() : match.end()] if new == match[0] else new
        )
        at = match.end()
    return made + text[at:]


def _role(match: re.Match[str]) -> str:
    if match["until"] == "voor" and not match["day"]:
        return ON  # 'voor 2026' is about that year
    return UNTIL if match["until"] else FROM if match["from"] else ON


def _parts(match: re.Match[str]) -> tuple[tuple[str, int], ...]:
    month = match["dmonth"] or match["month"] or match["only"]
    year = match["dyear"] or match["myear"] or match["year"]
    parts = {
        "year": int(year) if year else 0,
        "next": int(match["next"]) % 100 if match["next"] else 0,
        "month": MONTHS.index(month) + 1 if month else 0,
        "day": int(match["day"] or 0),
    }
    return tuple((name, value) for name, value in parts.items() if value)
