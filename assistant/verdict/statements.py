"""Whether a sentence says what is claimed, or the opposite, by its predicate and its sign."""

from __future__ import annotations

import re

from assistant.evidence.candidates import Candidate
from assistant.understanding.choices import of_another
from assistant.understanding.claims import Claim, claim_of, condition_of, main_of, statement_of
from assistant.understanding.predicates import Predicate
from assistant.understanding.roles import deed_in, doers_in
from assistant.verdict.clauses import (
    ON_CONDITION,
    SAID,
    asks_or_opens,
    background,
    clauses,
    excludes_reader,
    first_clause,
    heading_of,
    is_listed_case,
    is_past,
    is_restricted,
    leans_on_earlier,
    points_back,
    told,
)
from assistant.verdict.rules import rules
from assistant.verdict.subject import WHOLE, Subject
from retrieval.dutch import plain

_PLAIN = frozenset({Predicate.EXISTS, Predicate.SAME, Predicate.FREE, Predicate.SURE})
"""What is so or not: that it depends, said in a later clause, does not touch it."""

_MODAL = frozenset({Predicate.MAY, Predicate.MUST, Predicate.SAME, Predicate.MORE, ""})
_STATES = frozenset({Predicate.IS, Predicate.HAVE})
_ONLY_WITH = re.compile(r"\balleen met\b|\bmet alleen\b(?=.*\b(?:niet|geen)\b)")
_CONTRARY = re.compile(r"\b(?:noem\w*|zeg\w*|schrijf\w*|vind\w*|staat)\b.*\bwel\b")
_STATES_OR_DOES = frozenset({*_STATES, ""})
_HOPED = frozenset({Predicate.GET, Predicate.EXISTS, Predicate.MAY, Predicate.SURE})
_ALSO_ASKED = re.compile(r",? (?:en|of) (?=(?:wie|wat|hoe\w*|waar\w*|wanneer|welke?)\b)")
_OUGHT = frozenset({Predicate.MAY, Predicate.MUST})
_OF_WHAT_EXISTS = frozenset({Predicate.EXISTS, Predicate.GET, Predicate.MAY, Predicate.HAVE})


def by_heading(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """The section asks the same question, and its first sentence answers it."""
    text, heading = candidate.text, heading_of(candidate.passage)
    asked = claim_of(heading) if heading.endswith("?") else None
    # 'Moet ik een VOG hebben en wie betaalt die?': ja is said of the first of the two.
    heading = _ALSO_ASKED.split(heading, maxsplit=1)[0]
    if asked is None or asked.negated_condition != claim.negated_condition:
        return None
    if of_another(claim.text, text, heading):
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
    if asks_or_opens(text) or claim.negated_condition or is_listed_case(candidate):
        return None
    first = first_clause(text)
    heading = background(candidate)
    back = points_back(candidate)
    truth = _by_one_clause(claim, subject, first, text, heading, leans=back)
    if truth is not None:
        return truth
    if ON_CONDITION.match(condition_of(text)):
        return None  # a condition at the end holds for all clauses before it
    for clause in clauses(text):
        if leans_on_earlier(clause):
            # 'Een X telt niet mee: daarmee krijg je geen Y.'
            near = f"{text} {heading}"
            truth = _by_one_clause(claim, subject, clause, clause, near, leans=True)
        elif clause != first:
            truth = _by_one_clause(claim, subject, clause, clause, heading)
        if truth is not None:
            return truth
    return None


def _by_one_clause(
    claim: Claim, subject: Subject, clause: str, text: str, around: str, *, leans: bool = False
) -> bool | None:
    if is_past(clause) and not is_past(claim.text):
        return None
    if not ((leans and subject.touched(clause)) or subject.about(clause)):
        return None
    if subject.of_another(clause):
        return None
    if subject.extra(clause) and not _is_exception(claim, text):
        return None
    if not subject.covered(f"{clause} {around}") and not _denied(subject, clause):
        return None
    truth = _compared(claim, subject, text, around, leans=leans)
    if truth and not leans and claim.predicate in _OUGHT and not subject.does(clause):
        return None  # that a thing is needed does not say that one must pay for it
    return truth


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


def _compared(
    claim: Claim, subject: Subject, text: str, heading: str, *, leans: bool = False
) -> bool | None:
    """Compare the claim with what the first clause of a sentence says."""
    first = first_clause(text)
    said = statement_of(first)
    doubtful = first if said.predicate in _PLAIN else text
    if rules().silent.search(plain(doubtful)) or rules().decides.search(plain(doubtful)):
        return None
    if rules().rights.search(plain(doubtful)) and "recht" not in plain(claim.text):
        return None
    # 'Een X is meestal geen Y' still denies that an X is a Y.
    denies = said.predicate in _STATES and not said.positive and claim.positive
    if rules().partly.search(plain(first)) and not denies:
        return None
    only = rules().only.search(plain(first))
    # 'Met alleen X mag het niet' denies what 'met X mag het' claims.
    needs = said.predicate == Predicate.ENOUGH or _ONLY_WITH.search(plain(first))
    if only and not needs and only[0] not in plain(claim.text):
        return None
    if excludes_reader(first, claim.text):
        return None
    if not said.positive and any(_CONTRARY.search(each) for each in clauses(text)[1:]):
        return None  # 'volgens de een niet; de ander noemt het wel'
    condition = condition_of(first)
    if condition and subject.extra(condition) and not _is_exception(claim, text):
        return None
    if (
        claim.universal
        and said.positive
        and (condition or not said.universal or is_restricted(first))
    ):
        return None
    if said.predicate == Predicate.SURE and not said.positive and claim.universal:
        # What is not sure is not always so.
        return False if claim.predicate in _HOPED and claim.positive else None
    if {claim.predicate, said.predicate} == {Predicate.EXISTS, Predicate.GET} and said.positive:
        return claim.positive
    if claim.predicate == "betaal" and said.predicate == Predicate.FREE and said.positive:
        # Who pays it all the same, is another question.
        return not claim.positive if doers_in(main_of(claim.text)) == {"persoon"} else None
    if claim.predicate == Predicate.MORE and said.predicate == Predicate.SAME and said.positive:
        return not claim.positive
    if said.predicate == Predicate.EXISTS and not said.positive:
        # What does not exist cannot be got or used.
        return None if claim.predicate not in _OF_WHAT_EXISTS else not claim.positive
    if said.predicate == Predicate.ENOUGH and not said.positive and claim.allowed:
        # What is not enough for a thing does not let one do it, for that thing only.
        return None if subject.extra(heading) and not claim.universal else not claim.positive
    same_words = (
        not (claim.predicate or said.predicate)
        and (leans or subject.mostly_in(first))
        and subject.covered(f"{first} {heading}", WHOLE)
    )
    if not same_words and not _comparable(claim, said):
        return None
    if _done_by_another(claim, first):
        return None
    stated = subject.covered(f"{main_of(first)} {heading}")
    if claim.positive == said.positive and said.predicate in _STATES_OR_DOES:
        # 'Beurzen en leningen zijn voor jou' does not say that a beurs is a lening.
        stated = stated and subject.touched(told(first))
    if claim.positive == said.positive and said.predicate in _STATES_OR_DOES and not stated:
        return None  # what hangs on a clause ('die X wil worden') is not said of its subject
    return claim.positive == said.positive


def _done_by_another(claim: Claim, clause: str) -> bool:
    """Tell whether a clause in the same words gives the parts in it to others."""
    mine, theirs = deed_in(claim.text), deed_in(clause)
    return mine is not None and theirs is not None and mine.compared(theirs) is False


def _comparable(one: Claim, other: Claim) -> bool:
    """Tell whether two claims say the same sort of thing, so that their signs can be compared."""
    if not one.predicate or not other.predicate:
        return False
    return one.predicate == other.predicate != Predicate.MORE
