"""Amounts of money and percentages: what they are, and of which year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.model import UnitKind
from ingest.checks.finding import Finding, Severity
from ingest.checks.manuscript import Manuscript, Statement

BEFORE, AFTER = 2, 1
"""Statements of the same section whose year counts for an amount."""

_NUMBER = r"\d+(?:\.\d{3})*(?:,\d+)?"
_SCALE = r"(?:\s*(?P<{}>miljoen|miljard|mln|mld)\b)?"
_AMOUNT = re.compile(
    rf"(?:€|\bEUR\b)\s*(?P<euro>{_NUMBER}){_SCALE.format('scale')}"
    rf"|\b(?P<written>{_NUMBER}){_SCALE.format('times')}\s*euro\b"
    rf"|\b(?P<share>{_NUMBER})\s*(?:%|procent\b)"
)
_TIMES = {"miljoen": 1e6, "mln": 1e6, "miljard": 1e9, "mld": 1e9}
_YEAR = re.compile(
    r"(?<![\d.,])((?:19|20)\d\d)(?:\s?[-/–]\s?((?:19|20)?\d\d)(?![\d-]))?(?![\d.]\d)"
)
_OF_WORKING_TIME = re.compile(r"\bfte\b")
"""'0,4 fte is 40%': a share by arithmetic, which no year changes."""

_UNDATED = re.compile(
    r"\b(?:datum|jaar|jaartal|peiljaar)\b[^.;]{0,40}\bonbekend\b|\bonbekend[^.;]{0,10}\bjaar\b"
    r"|\bzonder (?:datum|jaartal)\b|\bongedateerd\b",
    re.IGNORECASE,
)
"""Says that the source has no date: then that is what is known."""


@dataclass(frozen=True, slots=True, order=True)
class Amount:
    """A sum in euros, or a percentage."""

    unit: str
    value: float

    def __str__(self) -> str:
        """Write it as Dutch text does: '€ 25.000', '€ 12,50', '12,5%'."""
        if self.unit == "%":
            return f"{self.value:.10g}%".replace(".", ",")
        number = f"{self.value:,.2f}".removesuffix(".00")
        return "€ " + number.translate(str.maketrans(",.", ".,"))


def amounts_in(text: str) -> list[Amount]:
    """Return the amounts of money and the percentages in a text, in order."""
    found = []
    for match in _AMOUNT.finditer(text):
        digits = match["euro"] or match["written"] or match["share"]
        times = _TIMES.get(match["scale"] or match["times"] or "", 1)
        value = float(digits.replace(".", "").replace(",", ".")) * times
        found.append(Amount("%" if match["share"] else "€", value))
    return found


def without_amounts(text: str) -> str:
    """Return a text without its amounts, so that '€ 2000' is no year and no subject."""
    return _AMOUNT.sub(" ", text)


def years_in(text: str) -> frozenset[int]:
    """Return the years that a text names; a study year ('2025/26') by the year it begins in."""
    years = set()
    for first, last in _YEAR.findall(without_amounts(text)):
        years.add(int(first))
        end = int(last) if len(last) == 4 else int(first[:2] + last) if last else 0
        if end > int(first) + 1:
            years.add(end)
    return frozenset(years)


def in_context(manuscript: Manuscript) -> Iterator[tuple[Statement, tuple[str, ...]]]:
    """
    Yield each statement with the texts that may date it, nearest first.

    They are: itself with what introduces it; its neighbours in the section, for a table row the
    text above the table as well; the headings and the title.
    """
    for section, group in groupby(manuscript.statements, key=lambda each: each.section):
        headings = " ".join([*section, manuscript.document.title])
        statements = list(group)
        for at, statement in enumerate(statements):
            near = " ".join(_near(statements, at))
            yield statement, (f"{statement.text} {statement.opens}", near, headings)


def check_amounts(manuscript: Manuscript) -> Iterator[Finding]:
    """
    Yield each amount that no year goes with.

    The year stands in the sentence or one close to it, in the table's introduction, in a heading
    above it, or in the document's validity. A text may also say that its source has no date.
    """
    if manuscript.document.valid_from or manuscript.document.valid_to:
        return
    for statement, context in in_context(manuscript):
        found = _dated_by_a_year(statement)
        if found and not any(map(_is_dated, context)):
            yield _undated(manuscript, statement, found)


def _dated_by_a_year(statement: Statement) -> list[Amount]:
    """Return the amounts of a statement that hold for some time only."""
    found = amounts_in(statement.text)
    if _OF_WORKING_TIME.search(statement.text):
        return [amount for amount in found if amount.unit != "%"]
    return found


def _near(statements: Sequence[Statement], at: int) -> Iterator[str]:
    yield from (each.text for each in statements[max(0, at - BEFORE) : at + AFTER + 1])
    if statements[at].kind == UnitKind.ROW:
        yield from (each.text for each in statements[:at] if each.kind != UnitKind.ROW)


def _undated(manuscript: Manuscript, statement: Statement, found: Sequence[Amount]) -> Finding:
    message = f"bij {', '.join(map(str, found))} staat geen jaar: “{statement.shown()}”"
    return Finding(
        file=manuscript.file,
        line=statement.line,
        rule="amount-without-year",
        severity=Severity.ERROR,
        message=message,
    )


def _is_dated(text: str) -> bool:
    return bool(years_in(text) or _UNDATED.search(text))
