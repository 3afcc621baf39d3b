"""Whether a sentence gives the claimed date, or another one for the same thing."""

from __future__ import annotations

import re

from assistant.evidence.candidates import Candidate
from assistant.understanding.claims import Claim, main_of, statement_of
from assistant.understanding.dates import ON, UNTIL, Date, dates
from assistant.understanding.predicates import Predicate
from assistant.verdict.clauses import around, clauses, heading_of, is_past
from assistant.verdict.rules import rules
from assistant.verdict.subject import Subject
from retrieval.dutch import plain

_OPENS = re.compile(r"(?:na|voor|sinds|vanaf|in|tot|tussen) ")
"""'Na 2005 mag ik ...': when the rest is claimed of, not what is claimed."""

_RUNS = re.compile(r"\b(?:loopt|lopen|geldt|verlengd|bestaat|duurt|beschikbaar)\b")
_ONLY_AFTER = re.compile(r"\bpas (?:na|vanaf|in)\b")

MORE_WITH_DATES = 1
"""Words beside those of the question that a clause with a date may have."""


class Moments:
    """The dates of one claim."""

    def __init__(self, claim: Claim, subject: Subject) -> None:
        """Take what a question claims, and what that is about."""
        self._claim = claim
        self._subject = subject
        self._dates = dates(claim.text)
        self._ended = claim.predicate == Predicate.EXISTS and not claim.positive
        self._opens = bool(_OPENS.match(plain(claim.text)))

    def compared(self, candidate: Candidate, ranked: list[Candidate]) -> bool | None:
        """
        Tell whether a clause of a unit gives the claimed dates, or others in the same place.

        A year without 'tot' or 'vanaf' only tells what a claim is about, and is not compared.
        """
        if self._ended and self._still(candidate):
            return False
        if not self._dates or self._claim.negated or self._opens:
            return None
        for clause in clauses(candidate.text):
            there = dates(clause)
            if self._too_early(clause, there, candidate):
                return False
            if not there or not self._of_the_same(clause, candidate):
                continue
            held = [each for date in self._dates if (each := _held(date, there)) is not None]
            if held and not all(held):
                return None if any(map(self._repeated, ranked)) else False
            if held and statement_of(clause).predicate:
                return True
        return None

    def _still(self, candidate: Candidate) -> bool:
        """Tell whether a unit has a thing run on to after it is claimed to have ended."""
        since = [dict(date.parts)["year"] for date in self._dates if "year" in dict(date.parts)]
        for clause in clauses(candidate.text):
            ends = [dict(date.parts) for date in dates(clause) if date.role == UNTIL]
            last = max((each.get("year", 0) for each in ends), default=0)
            if (
                since
                and last > max(since)
                and _RUNS.search(plain(clause))
                and self._of_the_same(clause, candidate)
            ):
                return True
        return False

    def _of_the_same(self, clause: str, candidate: Candidate) -> bool:
        if statement_of(clause).negated or rules().silent.search(plain(clause)):
            return False
        if is_past(clause) and not is_past(self._claim.text):
            return False
        near = f"{around(candidate)} {candidate.hit.document.title}"
        return self._subject.framed(clause, near, most=MORE_WITH_DATES)

    def _too_early(self, clause: str, there: list[Date], candidate: Candidate) -> bool:
        """Tell whether a clause has only after a year ('pas na 2035') what is claimed before it."""
        if not _ONLY_AFTER.search(plain(clause)) or len(there) != 1 or len(self._dates) != 1:
            return False
        mine, other = (dict(date.parts).get("year", 0) for date in (self._dates[0], there[0]))
        early = bool(mine) and mine < other and self._dates[0].role != UNTIL
        return early and self._of_the_same(main_of(clause), candidate)

    def _repeated(self, other: Candidate) -> bool:
        """Tell whether another unit about the same thing has the claimed date."""
        near = f"{around(other)} {other.hit.document.title}"
        there = dates(other.text)
        held = [any(date.repeated_by(each) for each in there) for date in self._dates]
        return all(held) and self._subject.covered(near)

    def all_in(self, candidate: Candidate) -> bool:
        """Tell whether a unit, or the heading above it, holds every date of the claim."""
        there = dates(f"{heading_of(candidate.passage)}. {candidate.text}")
        return all(any(date.agrees(each) for each in there) for date in self._dates)


def _held(date: Date, there: list[Date]) -> bool | None:
    """Tell whether a claimed date stands among others, in its place; None where that is open."""
    months = dict(date.parts).keys() & {"month", "day"}
    if date.role == ON and not (months and len(there) == 1):
        return None
    same = [each for each in there if date.role == ON or date.role == each.role]
    same = [each for each in same if date.shares(each)]
    return any(date.agrees(each) for each in same) if same else None
