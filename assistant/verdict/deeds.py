"""Whether a sentence says that the claimed party does what is claimed, or another."""

from __future__ import annotations

import re

from assistant.evidence.candidates import Candidate
from assistant.understanding.claims import Claim, main_of, statement_of
from assistant.understanding.roles import deed_in
from assistant.verdict.clauses import SAID, asks_or_opens, first_clause, heading_of
from assistant.verdict.rules import rules
from assistant.verdict.subject import Subject
from retrieval.dutch import plain


def by_deed(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """A clause says who does what is claimed, or with whom: the same party, or another."""
    first = main_of(first_clause(SAID.sub("", candidate.text, count=1)))
    claimed, there = deed_in(claim.text), deed_in(first)
    if claimed is None or there is None or claim.negated or claim.negated_condition:
        return None
    if statement_of(first).negated or asks_or_opens(candidate.text):
        return None
    if rules().silent.search(plain(first)) or rules().partly.search(plain(first)):
        return None
    known = claimed.said | there.said
    left = [each for each in subject.concepts if not set(each.word.split()) <= known]
    terms = subject.terms(first)
    near = terms | subject.terms(heading_of(candidate.passage))
    if not left or not all(each.covered(near) for each in left):
        return None
    if max(left, key=lambda concept: concept.idf).covered(terms) <= 0:
        return None
    if any(word not in known for word in subject.unasked(first)):
        return None
    truth = claimed.compared(there)
    if truth and claim.universal and not statement_of(first).universal:
        return None
    only = re.search(r"\balleen\b", plain(first))
    if truth is False and claim.allowed and not only:
        return None  # that another does it does not forbid it
    return truth
