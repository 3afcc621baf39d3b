"""Whether a heading with its first sentence, or a clause, is about just what is claimed."""

from __future__ import annotations

import re

from assistant.evidence.candidates import Candidate
from assistant.understanding.choices import of_another
from assistant.understanding.claims import Claim, claim_of, condition_of, statement_of
from assistant.understanding.predicates import Predicate
from assistant.understanding.question_words import WHAT
from assistant.verdict.clauses import (
    ON_CONDITION,
    SAID,
    asks_or_opens,
    background,
    clauses,
    first_clause,
    heading_of,
    is_listed_case,
    is_past,
    leans_on_earlier,
    points_back,
)
from assistant.verdict.comparing import comparable, compared, is_exception
from assistant.verdict.subject import WHOLE, Subject
from corpus.model import UnitKind
from retrieval.dutch import plain, term_set

_ONLY_OF_ITSELF = frozenset({Predicate.MAY, Predicate.MUST, Predicate.SAME, Predicate.MORE, ""})
"""What is not said along with another predicate: ja to one of these is ja to no other."""

_ALSO_ASKED = re.compile(rf",? (?:en|of) (?=(?:{WHAT})\b)")
_OUGHT = frozenset({Predicate.MAY, Predicate.MUST})
_FOR_WHOM = re.compile(
    r"(?:met|zonder|bij|na|via) ([^,;]*(?:, [^,;]*(?: of | en )[^,;]*?)?) "
    r"(?=(?:hoef|mag|moet|mogen|moeten|kan|kun|krijg|ben|is|geldt|heb|bestaat|telt)\w* )"
)
_FOR_SOME = re.compile(r"(?:met|zonder|bij|voor|in|na|als|wie|via|op)\b")


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
        both_plain = not {claim.predicate, asked.predicate} & _ONLY_OF_ITSELF
        if not (comparable(claim, asked) or both_plain) or asked.universal != claim.universal:
            return None
        yes = said[1].lower() == "ja"
        return (yes == asked.positive) == claim.positive
    truth = compared(claim, subject, text, heading)
    return None if truth is False and _is_for_others(claim, first_clause(text)) else truth


def by_clause(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """A clause says the same of the same thing, or the opposite."""
    text = SAID.sub("", candidate.text, count=1)
    if asks_or_opens(text) or claim.negated_condition or is_listed_case(candidate):
        return None
    if candidate.unit.kind == UnitKind.ROW:
        return None  # its cells are no clauses of one sentence
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
    if subject.extra(clause) and not is_exception(claim, text):
        return None
    if not subject.covered(f"{clause} {around}") and not _denied(claim, subject, clause):
        return None
    truth = compared(claim, subject, text, around, leans=leans)
    if truth is False and not claim.universal and _is_for_others(claim, clause):
        return None
    if truth and not subject.covered(f"{clause} {around}", WHOLE):
        return None  # 'voor de pabo' says nothing yet of 'de pabotoetsen'
    if truth and not leans and claim.predicate in _OUGHT and not subject.does(clause):
        return None  # that a thing is needed does not say that one must pay for it
    return truth


def _is_for_others(claim: Claim, clause: str) -> bool:
    """Tell whether a clause opens with whom it is for, and the claim names none of them."""
    condition, first = condition_of(clause), _FOR_WHOM.match(plain(clause))
    for_whom = condition if condition.startswith("wie ") else first[1] if first else ""
    return bool(for_whom) and not term_set(for_whom) & term_set(claim.text)


def _denied(claim: Claim, subject: Subject, clause: str) -> bool:
    """
    Tell whether a clause denies more than the claim says, or demands it of more.

    What is not so at all is not so in the claim's special case either.
    """
    said = statement_of(clause)
    if said.positive and said.predicate != Predicate.MUST:
        return False
    if said.predicate == Predicate.EXISTS and subject.is_subject(clause):
        return True
    if not claim.universal and (_FOR_SOME.match(plain(clause)) or condition_of(clause)):
        return False  # 'met vwo hoeft het niet' denies nothing of others
    return subject.mostly_in(clause)
