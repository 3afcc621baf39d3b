"""Whether a sentence says that the claimed party does what is claimed, or another."""

from __future__ import annotations

import re

from assistant.evidence.candidates import Candidate
from assistant.understanding.claims import Claim, main_of, statement_of
from assistant.understanding.roles import deed_in
from assistant.verdict.clauses import SAID, asks_or_opens, background, first_clause
from assistant.verdict.rules import rules
from assistant.verdict.subject import WHOLE, Subject
from retrieval.dutch import plain, words

MORE_BESIDE_ANOTHER = 3
"""Words beside those of the question that a clause may have which gives another party."""


_THIS = re.compile(r"\b(?:dit|deze) \w+|\b(?:vraagt|krijgt|betaalt|ontvangt) (?:die|dat|dit)\b")
_MAY = re.compile(r"\b(?:kan|kun|kunt|kunnen|mag|mogen)\b")
_ROLE = re.compile(r"\bals (?:een )?[\w-]+")


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
    near = terms | subject.terms(background(candidate))
    if not left or not all(each.covered(near) for each in left):
        return None
    truth = claimed.compared(there)
    rarest = max(left, key=lambda concept: concept.idf)
    if truth is not False:
        named, least = [rarest], 0.0
    elif _THIS.search(plain(first)):
        named, least = [], 0.0
    else:
        # That the school pays Y back says nothing of X, though the heading asks after X.
        own = set(words(_ROLE.sub(" ", plain(main_of(claim.text)))))
        named, least = [each for each in left if set(each.word.split()) & own], WHOLE
    if not all(each.covered(terms) > least for each in named):
        return None
    more = [word for word in subject.unasked(first) if word not in known]
    if len(more) > (0 if truth else MORE_BESIDE_ANOTHER):
        return None
    if truth and claim.universal and not statement_of(first).universal:
        return None
    only = re.search(r"\balleen\b", plain(first))
    allowed = claim.allowed or _MAY.search(plain(claim.text)) or _MAY.search(plain(first))
    if truth is False and allowed and not only:
        return None  # that another does it does not forbid it
    return truth
