"""Whether a sentence says what is claimed, or the opposite, by its predicate and its sign."""

from __future__ import annotations

from assistant.evidence.candidates import Candidate
from assistant.understanding.claims import Claim, Predicate, claim_of, condition_of, statement_of
from assistant.verdict.clauses import (
    SAID,
    asks_or_opens,
    excludes_reader,
    first_clause,
    heading_of,
    is_past,
    is_restricted,
)
from assistant.verdict.rules import rules
from assistant.verdict.subject import Subject
from retrieval.dutch import plain

_PLAIN = frozenset({Predicate.EXISTS, Predicate.SAME, Predicate.FREE, Predicate.SURE})
"""What is so or not: that it depends, said in a later clause, does not touch it."""

_MODAL = frozenset({Predicate.MAY, Predicate.MUST, Predicate.SAME, Predicate.MORE, ""})
_OF_WHAT_EXISTS = frozenset({Predicate.EXISTS, Predicate.GET, Predicate.MAY})


def by_heading(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """The section asks the same question, and its first sentence answers it."""
    text, heading = candidate.text, heading_of(candidate.passage)
    asked = claim_of(heading) if heading.endswith("?") else None
    if asked is None or asked.negated_condition != claim.negated_condition:
        return None
    if not subject.covered(f"{heading} {text}") or subject.extra(heading):
        return None
    said = SAID.match(text)
    if said:
        both_plain = claim.predicate not in _MODAL and asked.predicate not in _MODAL
        if not (_comparable(claim, asked) or both_plain) or asked.universal != claim.universal:
            return None
        yes = said[1].lower() == "ja"
        return (yes == asked.positive) == claim.positive
    return _compared(claim, subject, text, heading)


def by_clause(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """A clause says the same of the same thing, or the opposite."""
    text = SAID.sub("", candidate.text, count=1)
    first = first_clause(text)
    if asks_or_opens(text) or claim.negated_condition:
        return None
    if is_past(first) and not is_past(claim.text):
        return None
    if not subject.about(first):
        return None
    if subject.extra(first) and not _is_exception(claim, text):
        return None
    heading = heading_of(candidate.passage)
    if not subject.covered(f"{first} {heading}") and not _denied(subject, first):
        return None
    return _compared(claim, subject, text, heading)


def _is_exception(claim: Claim, text: str) -> bool:
    """Tell whether a sentence denies a claim about all: one case that is not so ends it."""
    return claim.universal and claim.positive and not statement_of(first_clause(text)).positive


def _denied(subject: Subject, clause: str) -> bool:
    """
    Tell whether a clause denies more than the claim says, or demands it of more.

    What is not so at all is not so in the claim's special case either.
    """
    said = statement_of(clause)
    if said.positive and said.predicate != Predicate.MUST:
        return False
    if said.predicate == Predicate.EXISTS and subject.is_subject(clause):
        return True
    return subject.mostly_in(clause)


def _compared(claim: Claim, subject: Subject, text: str, heading: str) -> bool | None:
    """Compare the claim with what the first clause of a sentence says."""
    first = first_clause(text)
    said = statement_of(first)
    doubtful = first if said.predicate in _PLAIN else text
    if rules().silent.search(plain(doubtful)) or rules().partly.search(plain(first)):
        return None
    only = rules().only.search(plain(first))
    needs = said.predicate == Predicate.ENOUGH or "alleen met" in plain(first)
    if only and not needs and only[0] not in plain(claim.text):
        return None
    if excludes_reader(first, claim.text):
        return None
    condition = condition_of(first)
    if condition and subject.extra(condition) and not _is_exception(claim, text):
        return None
    if (
        claim.universal
        and said.positive
        and (condition or not said.universal or is_restricted(first))
    ):
        return None
    if claim.predicate == Predicate.MORE and said.predicate == Predicate.SAME and said.positive:
        return not claim.positive
    if said.predicate == Predicate.EXISTS and not said.positive:
        # What does not exist cannot be got or used.
        return None if claim.predicate not in _OF_WHAT_EXISTS else not claim.positive
    if said.predicate == Predicate.ENOUGH and not said.positive and claim.allowed:
        # What is not enough for a thing does not let one do it, for that thing only.
        return None if subject.extra(heading) and not claim.universal else not claim.positive
    if not _comparable(claim, said):
        return None
    return claim.positive == said.positive


def _comparable(one: Claim, other: Claim) -> bool:
    """Tell whether two claims say the same sort of thing, so that their signs can be compared."""
    if not one.predicate or not other.predicate:
        return False
    return one.predicate == other.predicate != Predicate.MORE
