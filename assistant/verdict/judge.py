"""Whether a passage says ja or nee to a question: small rules, silent in every doubt."""

from __future__ import annotations

from assistant.evidence.candidates import Candidate
from assistant.understanding.claims import Claim
from assistant.understanding.roles import deed_in
from assistant.verdict.amounts import Amounts
from assistant.verdict.clauses import is_past
from assistant.verdict.deeds import by_deed
from assistant.verdict.opening import Verdict, verdict_on
from assistant.verdict.statements import by_clause, by_heading
from assistant.verdict.subject import Subject
from retrieval.index import Index
from retrieval.query import Query

BEST = 40
"""Units that are read, best first."""


class Judge:
    """Reads the units that were found for one yes/no question."""

    def __init__(self, index: Index, claim: Claim, query: Query) -> None:
        """Take what the question claims, and its analysis."""
        self._claim = claim
        self._subject = Subject(index, claim, query)
        self._amounts = Amounts(claim, self._subject)
        self._past = is_past(claim.text)

    def verdict(self, ranked: list[Candidate]) -> Verdict | None:
        """Return ja or nee where a unit in force plainly carries it, else None."""
        says_something = self._claim.predicate or self._amounts or deed_in(self._claim.text)
        if not self._subject.concepts or not says_something:
            return None
        for candidate in ranked[:BEST]:
            if candidate.feature("outdated") and not self._past:
                continue
            if self._amounts and self._amounts.decided_by(candidate):
                # The first unit that gives the number decides, if only by leaving it open.
                truth = self._amounts.compared(candidate, ranked)
                return None if truth is None else verdict_on(self._claim, truth, candidate)
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

    def _truth(self, candidate: Candidate) -> bool | None:
        """Tell whether one unit says that the claim is so, or that it is not; None in doubt."""
        if self._amounts and not self._amounts.all_in(candidate):
            return None
        claim, subject = self._claim, self._subject
        truth = by_heading(claim, subject, candidate) if candidate.number == 0 else None
        truth = by_clause(claim, subject, candidate) if truth is None else truth
        return by_deed(claim, subject, candidate) if truth is None else truth
