"""
Do documents agree about amounts? Says what stands in several, and what differs.

Two statements are about the same thing when they share most of their words, each word weighed by
how rare it is (weighted Jaccard over inverse document frequency, Spärck Jones 1972), and have a
year in common, in the text or near it, or one of them has none. Two that each name a scale or a
group by a code ('LB', 'LC') are about the same thing only where they share one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby

from ingest.checks.amounts import Amount, amounts_in, in_context, without_amounts, years_in
from ingest.checks.finding import Finding, Severity
from ingest.checks.manuscript import Manuscript, Statement
from retrieval.dutch import terms

_CODE = re.compile(r"\b[A-Z]{2}\b")
SAME_SUBJECT = 0.4
"""Measured on our documents: above it were only pairs about one fact, from 0.37 down others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an amount stands."""

    file: str
    line: int | None
    text: str

    def __str__(self) -> str:
        """Write it as 'geld/salaris.md:12'."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """Amounts that stand in several documents; who changes one must change the others."""

    amounts: tuple[Amount, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    place: Place
    unit: str
    amounts: frozenset[Amount]
    subject: frozenset[str]
    years: frozenset[int]
    codes: frozenset[str]


def compare_amounts(
    manuscripts: Sequence[Manuscript], on: date, judged: Collection[str]
) -> tuple[list[Finding], list[Repeated]]:
    """
    Compare the amounts of all documents that are in force on the day `on`.

    Args:

        judged: The files to speak about; each pair has one of them.

    Returns: a finding for each pair of statements that give other amounts for the same subject,
    and the amounts that several documents give alike.
    """
    current = [each for each in manuscripts if each.document.in_force(on)]
    weights = _weights(current)
    claims = [claim for each in current for claim in _claims(each)]
    conflicts: list[Finding] = []
    alike: list[tuple[_Claim, _Claim]] = []
    claims.sort(key=lambda claim: claim.place.file not in judged)
    for one, other in combinations(claims, 2):
        if one.place.file not in judged or not _comparable(one, other):
            continue
        if _similarity(one, other, weights) < SAME_SUBJECT:
            continue
        if one.amounts == other.amounts:
            alike.append((one, other))
        elif not one.amounts & other.amounts:
            conflicts.append(_conflict(one, other))
    return conflicts, list(_groups(alike))


def _claims(manuscript: Manuscript) -> Iterator[_Claim]:
    for statement, context in in_context(manuscript):
        found = sorted(set(amounts_in(statement.text)))
        subject = _subject(statement)
        if not subject:
            continue
        years = next(filter(None, map(years_in, context)), frozenset())
        for unit, amounts in groupby(found, key=lambda amount: amount.unit):
            yield _Claim(
                place=Place(file=manuscript.file, line=statement.line, text=statement.shown()),
                unit=unit,
                amounts=frozenset(amounts),
                subject=subject,
                years=years,
                codes=frozenset(_CODE.findall(statement.text)),
            )


def _subject(statement: Statement) -> frozenset[str]:
    """Return the stems of a statement and of what introduces it, without any figures."""
    text = without_amounts(f"{statement.text} {statement.opens}")
    return frozenset(term for term in terms(text) if not term[0].isdigit())


def _weights(manuscripts: Sequence[Manuscript]) -> dict[str, float]:
    """Return stem -> inverse document frequency, each statement counted as a document."""
    subjects = [_subject(each) for manuscript in manuscripts for each in manuscript.statements]
    counts = Counter(stem for subject in subjects for stem in subject)
    return {stem: math.log(1 + len(subjects) / count) for stem, count in counts.items()}


def _comparable(one: _Claim, other: _Claim) -> bool:
    if one.place.file == other.place.file or one.unit != other.unit:
        return False
    if one.codes and other.codes and not one.codes & other.codes:
        return False
    return not one.years or not other.years or bool(one.years & other.years)


def _similarity(one: _Claim, other: _Claim, weights: dict[str, float]) -> float:
    shared = sum(weights[stem] for stem in one.subject & other.subject)
    return shared / sum(weights[stem] for stem in one.subject | other.subject)


def _conflict(one: _Claim, other: _Claim) -> Finding:
    mine, theirs = (", ".join(map(str, sorted(each.amounts))) for each in (one, other))
    return Finding(
        file=one.place.file,
        line=one.place.line,
        rule="amount-conflict",
        severity=Severity.WARNING,
        message=(
            f"{mine} in “{one.place.text}”, maar {theirs} in {other.place}: “{other.place.text}”"
        ),
    )


def _groups(pairs: Sequence[tuple[_Claim, _Claim]]) -> Iterator[Repeated]:
    """Yield one group for all claims that hang together by pairs of equal amounts."""
    groups: list[set[_Claim]] = []
    for pair in pairs:
        joined = {*pair}.union(*(group for group in groups if group & {*pair}))
        groups = [group for group in groups if not group & joined] + [joined]
    for group in groups:
        amounts = tuple(sorted(next(iter(group)).amounts))
        places = {claim.place for claim in group}
        ordered = sorted(places, key=lambda place: (place.file, place.line or 0))
        yield Repeated(amounts=amounts, places=tuple(ordered))
