"""Whether a sentence gives the claimed number, or another one of the same kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.evidence.candidates import Candidate
from assistant.understanding.claims import Claim, statement_of
from assistant.understanding.predicates import Predicate
from assistant.understanding.quantities import Quantity, quantities
from assistant.understanding.values import NUMBER_WORD
from assistant.verdict.agreement import in_time, years_of
from assistant.verdict.clauses import around, clauses, heading_of, is_past
from assistant.verdict.rules import rules
from assistant.verdict.subject import HELD, WHOLE, Subject
from corpus.model import UnitKind
from retrieval.dutch import plain

MORE_WITH_VALUES = 2
"""Words beside those of the question that a clause with a number may have."""

_TAIL = re.compile(r"\s(?:nadat|sinds dat|doordat|zodat)\s.*$")
"""What a clause adds about its moment or its reason."""

_GIVEN = re.compile(
    r"\b(?:de|deze|mijn|onze|beide|na|op|om|over|bij)\s+(?:de |het )?(?:€ ?|euro )?"
    rf"(?:\d|(?!een\b)(?:{NUMBER_WORD})\b|een (?:jaar|maand|week)\b)"
)
"""A number that a question takes as known: 'de twee dagen', 'na een jaar'."""

_THAN = re.compile(
    r"(?<!\bniet )(?<!\bnooit )\b(?:(?P<more>hoger|meer|langer|ouder|groter)"
    r"|(?:lager|minder|korter|jonger|kleiner)) (?:\w+ ){0,2}?dan\b"
)

_OF_A_NUMBER = frozenset({Predicate.MAY, Predicate.MUST, Predicate.GET, Predicate.ENOUGH})
"""What a number may be: a clause that says another of these of it confirms nothing."""

_SPANS = frozenset({"time", "hour"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """
    What a clause gives of the claimed kind.

    Args:

        beside: Whether the rest of its sentence gives another: 'een andere bron noemt twee jaar'.
    """

    clause: str
    values: list[Quantity]
    beside: bool = False


class Amounts:
    """The numbers of one claim."""

    def __init__(self, claim: Claim, subject: Subject) -> None:
        """Take what a question claims, and what that is about."""
        self._claim = claim
        self._subject = subject
        self._values = quantities(claim.text)
        self._given = bool(_GIVEN.search(plain(claim.text)))
        self._counted = frozenset(value.kind for value in self._values)
        self._years = years_of(claim.text)

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._values)

    def given_by(self, candidate: Candidate) -> Given | None:
        """Return the clause of a unit that gives the claimed kind of number of the same thing."""
        known = self._given or self._claim.predicate == Predicate.EXISTS
        if known or self._claim.negated or len(self._values) != 1:
            return None
        is_row = candidate.unit.kind == UnitKind.ROW
        for clause in _said_by(candidate):
            values = self._of_kind(clause)
            if not values or rules().silent.search(plain(clause)):
                continue
            if statement_of(clause).negated or not self._at_that_time(clause):
                continue
            if self._of_the_same(clause, candidate):
                whole = [] if is_row else self._of_kind(candidate.text)
                beside = any(not each.agrees(values[0]) for each in whole)
                return Given(clause=clause, values=values, beside=beside)
        return None

    def _of_kind(self, text: str) -> list[Quantity]:
        asked = self._values[0]
        return [each for each in quantities(text, self._counted) if each.same_kind(asked)]

    def _at_that_time(self, clause: str) -> bool:
        """Tell whether a clause speaks of the claimed years, or of now where none is claimed."""
        if self._years and years_of(clause):
            return all(in_time(date, clause) for date in self._years)
        return not is_past(clause) or is_past(self._claim.text)

    def _of_the_same(self, clause: str, candidate: Candidate) -> bool:
        subject, title = self._subject, candidate.hit.document.title
        near = f"{around(candidate)} {title}"
        own, whole = subject.terms(f"{candidate.text} {clause}"), subject.terms(near)
        named = sum(concept.covered(own) >= WHOLE for concept in subject.concepts)
        return (
            2 * named >= len(subject.concepts)
            and all(concept.covered(whole) >= WHOLE for concept in subject.concepts)
            and not subject.extra(_TAIL.sub("", clause), MORE_WITH_VALUES)
            and not subject.narrowed(clause)
        )

    def compared(self, given: Given, ranked: list[Candidate]) -> bool | None:
        """
        Tell whether the number that a unit gives is the claimed one, or another one.

        Another one only where no unit about the same thing has the claimed number.
        """
        asked, said = self._values[0], statement_of(given.clause)
        only = given.values[0] if len(given.values) == 1 else None
        if than := _THAN.search(plain(self._claim.text)):
            return _by_comparison(asked, only, more=bool(than["more"]))
        if only and only.bound and asked.bound and not only.same_limit(asked):
            return self._of_limits(asked, only, ranked)
        if self._claim.allowed and only and only.bound:
            within = only.within(asked)
            return within if said.allowed or not within else None
        if any(value.agrees(asked) for value in given.values):
            sure = only and not given.beside and self._fits(said, only)
            return self._holds_for_all(given) if sure else None
        if any(value.overlaps(asked) for value in given.values):
            return None
        if only and only.bound and not asked.bound and asked.kind in _SPANS and only.within(asked):
            return None  # 'hooguit drie jaar' may be two
        if self._claim.allowed:
            return None  # what it is, is no limit to what may be
        least, most = (f(v.amount for v in given.values) for f in (min, max))
        if len(given.values) > 1 and least < asked.amount < most:
            return None
        return None if any(self._repeated(other, asked) for other in ranked) else False

    def _of_limits(self, asked: Quantity, only: Quantity, ranked: list[Candidate]) -> bool | None:
        """Compare a claimed limit with another one: 'hooguit een jaar' with 'hooguit twee'."""
        if asked.bound == only.bound:
            # Who asks whether five is allowed at most, may be content with six.
            open_still = self._claim.allowed and not self._claim.premise and only.within(asked)
            repeated = any(self._repeated(other, asked) for other in ranked)
            return None if open_still or repeated else False
        least, most = (asked, only) if asked.bound == "least" else (only, asked)
        return False if most.amount <= least.amount else None

    def _fits(self, said: Claim, value: Quantity) -> bool:
        """Tell whether a clause with the right number says it of the same: may, must, get."""
        mine = self._claim.predicate
        needed = mine == Predicate.MUST and value.bound == "least"
        return needed or mine not in _OF_A_NUMBER or said.predicate in (mine, "")

    def _holds_for_all(self, given: Given) -> bool | None:
        """The number is right, but where it is claimed of all, it may be so of some only."""
        if not self._claim.universal:
            return True
        if rules().partly.search(plain(given.clause)):
            return False
        return True if statement_of(given.clause).universal else None

    def _repeated(self, other: Candidate, asked: Quantity) -> bool:
        """Tell whether another unit about the same thing has the claimed number."""
        title = other.hit.document.title
        for clause in _said_by(other):
            there = self._of_kind(clause)
            if self._years and not self._at_that_time(clause):
                continue
            near = clause if other.unit.kind == UnitKind.ROW else f"{around(other)} {title}"
            named = clause if other.unit.kind == UnitKind.ROW else other.text
            if self._subject.extra(clause, 1) or not self._subject.about(named):
                continue
            if any(each.overlaps(asked) for each in there):
                return self._subject.covered(f"{near} {heading_of(other.passage)}", HELD)
        return False

    def all_in(self, candidate: Candidate) -> bool:
        """Tell whether a unit holds every number of the claim."""
        there = quantities(candidate.text, self._counted)
        return all(
            any(value.same_kind(other) and value.agrees(other) for other in there)
            for value in self._values
        )


def _by_comparison(asked: Quantity, only: Quantity | None, *, more: bool) -> bool | None:
    """Tell whether a number is more, or less, than the claimed one; a limit may forbid it."""
    if only is not None and only.bound == ("most" if more else "least"):
        beyond = only.amount <= asked.amount if more else only.amount >= asked.amount
        return False if beyond else None
    if only is None or only.bound or only.about or only.low is not None:
        return None
    return only.amount > asked.amount if more else only.amount < asked.amount


def _said_by(candidate: Candidate) -> list[str]:
    """Return the clauses of a unit; of a row each cell, with its column and the row's name."""
    if candidate.unit.kind != UnitKind.ROW:
        return clauses(candidate.text)
    columns, cells = candidate.unit.header.split(" | "), candidate.text.split(" | ")
    pairs = zip(columns[1:], cells[1:], strict=False)
    return [
        f"{cells[0]} {column.lower()} {part}" for column, cell in pairs for part in cell.split("; ")
    ]
