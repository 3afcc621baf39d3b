"""Whether a passage says ja or nee to a question: small rules, silent in every doubt."""

from __future__ import annotations

import re

from assistant.evidence.candidates import Candidate
from assistant.understanding.claims import Claim
from assistant.understanding.predicates import Predicate
from assistant.verdict.agreement import Values
from assistant.verdict.amounts import Amounts
from assistant.verdict.clauses import is_past
from assistant.verdict.deeds import by_deed
from assistant.verdict.kinds import Kinds
from assistant.verdict.limits import (
    by_aim,
    by_exception,
    by_goal,
    by_limit,
    by_more,
    by_no_bar,
    by_one,
    by_order,
    by_share,
    same_order,
)
from assistant.verdict.moments import Moments
from assistant.verdict.opening import Verdict, verdict_on
from assistant.verdict.statements import by_clause, by_heading
from assistant.verdict.subject import Subject
from retrieval.dutch import plain
from retrieval.index import Index
from retrieval.query import Query
from retrieval.small_words import SAYS_ONLY

_POINTS = re.compile(r"(?:kan|mag|moet|is|geldt|telt|hoeft|krijg ik|lukt) (?:dat|dit|die|het)\b")
"""What is claimed stands in the sentence before."""

_FORBIDS = re.compile(r"\b(?:verbied\w*|weiger\w*|verhinder\w*)\b")
_MORE_THAN_ONE = re.compile(r"[;:]|, (?:maar|dus|omdat) ")
"""A claim in two parts: of which of them ja or nee would be said, cannot be told."""

BEST = 40
"""Units that are read, best first."""


class Judge:
    """Reads the units that were found for one yes/no question."""

    def __init__(self, index: Index, claim: Claim, query: Query) -> None:
        """Take what the question claims, and its analysis."""
        self._claim = claim
        self._subject = Subject(index, claim, query)
        self._amounts = Amounts(claim, self._subject)
        self._moments = Moments(claim, self._subject)
        self._kinds = Kinds(claim, self._subject)
        self._values = Values(claim)
        self._past = is_past(claim.text)

    def verdict(self, ranked: list[Candidate]) -> Verdict | None:
        """Return ja or nee where a unit in force plainly carries it, else None."""
        if not self._subject.concepts or _is_unclear(self._claim):
            return None
        found = [each for each in ranked if self._past or not each.feature("outdated")]
        for candidate in found[:BEST]:
            given = self._amounts.given_by(candidate) if self._amounts else None
            if given:
                truth = self._amounts.compared(given, found)
                if truth and not self._values.held(candidate, given.clause):
                    continue
                if truth is not None:
                    return verdict_on(self._claim, truth, candidate)
                if not self._subject.extra(given.clause):
                    # The first unit that gives the number of just this leaves it open.
                    return None
                continue
            truth = self._by_value(candidate, found)
            if truth is not None and (not truth or self._values.held(candidate)):
                return verdict_on(self._claim, truth, candidate)
            truth = self._truth(candidate)
            if truth is not None:
                against = self._against(candidate, truth, ranked)
                return verdict_on(self._claim, truth, candidate, against)
        return None

    def _against(
        self, decisive: Candidate, truth: bool, ranked: list[Candidate]
    ) -> Candidate | None:
        """Return a unit in force of another document that says the opposite, or None."""
        for other in ranked[:BEST]:
            elsewhere = other.hit.document.id != decisive.hit.document.id
            if elsewhere and not other.feature("outdated") and self._truth(other) is (not truth):
                return other
        return None

    def _by_value(self, candidate: Candidate, found: list[Candidate]) -> bool | None:
        """Tell whether one unit gives the claimed date or kind, or another; None in doubt."""
        truth = self._moments.compared(candidate, found)
        if truth and self._claim.exclusive:
            return None
        if truth is None and self._kinds:
            truth = self._kinds.compared(candidate, found)
        return truth

    def _truth(self, candidate: Candidate) -> bool | None:
        """Tell whether one unit says that the claim is so, or that it is not; None in doubt."""
        claim, subject = self._claim, self._subject
        if self._amounts and not self._amounts.all_in(candidate):
            # What is not got at all is not got in that number either; so with what is no bar.
            gets = claim.predicate == Predicate.GET
            denied = gets and by_clause(claim, subject, candidate) is False
            return False if denied else by_no_bar(claim, subject, candidate)
        truth = by_share(claim, subject, candidate)
        if truth is None and candidate.number == 0:
            truth = by_heading(claim, subject, candidate)
        for read in (
            by_no_bar,
            by_aim,
            by_order,
            by_clause,
            by_deed,
            by_limit,
            by_more,
            by_goal,
            by_exception,
            by_one,
        ):
            truth = read(claim, subject, candidate) if truth is None else truth
        if truth and claim.exclusive and not SAYS_ONLY.search(plain(candidate.text)):
            return None
        if truth and not (self._moments.all_in(candidate) and same_order(claim, candidate)):
            return None
        return None if truth and not self._values.held(candidate) else truth


def _is_unclear(claim: Claim) -> bool:
    """Tell whether a claim is too much, or too little, to say ja or nee to."""
    text = plain(claim.text)
    points = bool(claim.before) and _POINTS.match(text)
    forbids = claim.predicate == Predicate.MAY and _FORBIDS.search(text)
    return bool(points or forbids or _MORE_THAN_ONE.search(claim.text))
