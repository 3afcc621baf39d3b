"""Whether a sentence gives the claimed number, or another one of the same kind."""

from __future__ import annotations

from assistant.evidence.candidates import Candidate, found_terms
from assistant.understanding.claims import Claim, statement_of
from assistant.understanding.quantities import Quantity, quantities
from assistant.verdict.clauses import first_clause, heading_of
from assistant.verdict.rules import rules
from assistant.verdict.subject import WHOLE, Subject
from retrieval.dutch import plain

MORE_WITH_VALUES = 2
"""Words beside those of the question that a sentence with a number may have."""


class Amounts:
    """The numbers of one claim."""

    def __init__(self, claim: Claim, subject: Subject) -> None:
        """Take what a question claims, and what that is about."""
        self._claim = claim
        self._subject = subject
        self._values = quantities(claim.text)

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._values)

    def decided_by(self, candidate: Candidate) -> bool:
        """Tell whether a unit gives a number of the claimed kind for the same thing."""
        if self._claim.negated or len(self._values) != 1:
            return False
        if rules().silent.search(plain(candidate.text)):
            return False
        first = first_clause(candidate.text)
        if statement_of(first).negated:
            return False
        own = found_terms(candidate.text)
        whole = own | found_terms(heading_of(candidate.passage))
        concepts = self._subject.concepts
        named = sum(concept.covered(own) >= WHOLE for concept in concepts)
        return (
            2 * named >= len(concepts)
            and any(value.same_kind(self._values[0]) for value in quantities(candidate.text))
            and all(concept.covered(whole) >= WHOLE for concept in concepts)
            and not self._subject.extra(first, MORE_WITH_VALUES)
        )

    def compared(self, candidate: Candidate, ranked: list[Candidate]) -> bool | None:
        """
        Tell whether the number of a unit is the one that the claim gives, or another one.

        Another one only where no unit that was found has the claimed number of that kind.
        """
        asked = self._values[0]
        first = first_clause(candidate.text)
        there = [value for value in quantities(candidate.text) if value.same_kind(asked)]
        said = [value for value in quantities(first) if value.same_kind(asked)]
        if self._claim.allowed and len(said) == 1 and said[0].bound:
            within = said[0].within(asked)
            return within if statement_of(first).allowed or not within else None
        if any(value.agrees(asked) for value in there):
            return True if len({value.amount for value in there}) == 1 else None
        found = (value for other in ranked for value in quantities(other.text))
        if any(value.same_kind(asked) and value.agrees(asked) for value in found):
            return None
        return False

    def all_in(self, candidate: Candidate) -> bool:
        """Tell whether a unit holds every number of the claim."""
        there = quantities(candidate.text)
        return all(_held(value, there) for value in self._values)


def _held(value: Quantity, there: list[Quantity]) -> bool:
    return any(value.same_kind(other) and value.agrees(other) for other in there)
