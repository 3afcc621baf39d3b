"""A claim beside one clause in the words of a document: what leaves it open, and what decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.understanding.claims import Claim, condition_of, main_of, statement_of
from assistant.understanding.predicates import Predicate
from assistant.understanding.roles import deed_in, doers_in
from assistant.verdict.clauses import clauses, excludes_reader, first_clause, is_restricted, told
from assistant.verdict.rules import rules
from assistant.verdict.subject import WHOLE, Subject
from retrieval.dutch import plain, words
from retrieval.small_words import DENYING, ONLY, SAYS_ONLY

_PLAIN = frozenset({Predicate.EXISTS, Predicate.SAME, Predicate.FREE, Predicate.SURE})
"""What is so or not: that it depends, said in a later clause, does not touch it."""

_STATES = frozenset({Predicate.IS, Predicate.HAVE})
_STATES_OR_DOES = frozenset({*_STATES, ""})
_HOPED = frozenset({Predicate.GET, Predicate.EXISTS, Predicate.MAY, Predicate.SURE})
_OF_WHAT_EXISTS = frozenset({Predicate.EXISTS, Predicate.GET, Predicate.MAY, Predicate.HAVE})
_ONLY_WITH = re.compile(rf"\b(?:{ONLY}) met\b|\bmet (?:{ONLY})\b(?=.*\b(?:{DENYING})\b)")
_CONTRARY = re.compile(r"\b(?:noem\w*|zeg\w*|schrijf\w*|vind\w*|staat)\b.*\bwel\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """
    A claim and what a document says.

    Args:

        text, heading: The sentence, and what stands above it.

        leans: Whether the sentence points back at what was said before it.

        first: The first clause of the sentence; `said` is what it claims.
    """

    claim: Claim
    subject: Subject
    text: str
    heading: str
    leans: bool
    first: str
    said: Claim


def compared(
    claim: Claim, subject: Subject, text: str, heading: str, *, leans: bool = False
) -> bool | None:
    """Compare the claim with what the first clause of a sentence says; None leaves it open."""
    first = first_clause(text)
    pair = _Pair(
        claim=claim,
        subject=subject,
        text=text,
        heading=heading,
        leans=leans,
        first=first,
        said=statement_of(first),
    )
    return None if any(leaves_open(pair) for leaves_open in _DOUBTS) else _truth(pair)


def comparable(one: Claim, other: Claim) -> bool:
    """Tell whether two claims say the same sort of thing, so that their signs can be compared."""
    if not one.predicate or not other.predicate:
        return False
    return one.predicate == other.predicate != Predicate.MORE


def is_exception(claim: Claim, text: str) -> bool:
    """Tell whether a sentence denies a claim about all: one case that is not so ends it."""
    return claim.universal and claim.positive and not statement_of(first_clause(text)).positive


# --- what leaves a claim open --------------------------------------------------------------------


def _depends(pair: _Pair) -> bool:
    """The document does not know, says who decides, or speaks of a right that is not claimed."""
    doubtful = plain(pair.first if pair.said.predicate in _PLAIN else pair.text)
    unclaimed = rules().rights.search(doubtful) and "recht" not in plain(pair.claim.text)
    open_still = (rules().silent, rules().explored, rules().decides)
    return bool(unclaimed) or any(each.search(doubtful) for each in open_still)


def _is_so_in_part(pair: _Pair) -> bool:
    """'Een X is meestal geen Y' still denies that an X is a Y."""
    denies = pair.said.predicate in _STATES and not pair.said.positive and pair.claim.positive
    return bool(rules().partly.search(plain(pair.first))) and not denies


def _is_only_so(pair: _Pair) -> bool:
    """'Met alleen X mag het niet' denies what 'met X mag het' claims; other limits do not."""
    first = plain(pair.first)
    only = SAYS_ONLY.search(first)
    needs = pair.said.predicate == Predicate.ENOUGH or _ONLY_WITH.search(first)
    return only is not None and not needs and only[0] not in plain(pair.claim.text)


def _is_about_others(pair: _Pair) -> bool:
    return excludes_reader(pair.first, pair.claim.text)


def _is_contradicted(pair: _Pair) -> bool:
    """'Volgens de een niet; de ander noemt het wel.'"""
    later = clauses(pair.text)[1:]
    return not pair.said.positive and any(_CONTRARY.search(each) for each in later)


def _has_its_own_condition(pair: _Pair) -> bool:
    condition = condition_of(pair.first)
    more = bool(condition) and pair.subject.extra(condition)
    return more and not is_exception(pair.claim, pair.text)


def _is_narrower(pair: _Pair) -> bool:
    """What is said of some, or on a condition, is not said of all."""
    if not (pair.claim.universal and pair.said.positive):
        return False
    limited = condition_of(pair.first) or is_restricted(pair.first)
    return bool(limited) or not pair.said.universal


def _lets_another(pair: _Pair) -> bool:
    """'Overstappen kan geld kosten' does not say that one may; 'kan lukken' not that it is so."""
    if pair.claim.predicate != pair.said.predicate or pair.said.predicate != Predicate.MAY:
        return False
    last = words(main_of(pair.first))[-1:]
    return any(each.endswith("en") and each in pair.subject.unasked(pair.first) for each in last)


_DOUBTS: tuple[Callable[[_Pair], bool], ...] = (
    _depends,
    _is_so_in_part,
    _is_only_so,
    _is_about_others,
    _is_contradicted,
    _has_its_own_condition,
    _is_narrower,
    _lets_another,
)


# --- what decides --------------------------------------------------------------------------------


def _truth(pair: _Pair) -> bool | None:
    claim, said = pair.claim, pair.said
    match claim.predicate, said.predicate, said.positive:
        case _, Predicate.SURE, False if claim.universal:
            # What is not sure is not always so.
            return False if claim.predicate in _HOPED and claim.positive else None
        case (Predicate.EXISTS, Predicate.GET, True) | (Predicate.GET, Predicate.EXISTS, True):
            return claim.positive
        case "betaal", Predicate.FREE, True:
            # Who pays it all the same, is another question.
            return not claim.positive if doers_in(main_of(claim.text)) == {"persoon"} else None
        case Predicate.MORE, Predicate.SAME, True:
            return not claim.positive
        case _, Predicate.EXISTS, False:
            # What does not exist cannot be got or used.
            return not claim.positive if claim.predicate in _OF_WHAT_EXISTS else None
        case _, Predicate.ENOUGH, False if claim.allowed:
            # What is not enough for a thing does not let one do it, for that thing only.
            of_more = pair.subject.extra(pair.heading) and not claim.universal
            return None if of_more else not claim.positive
        case _:
            return _by_sign(pair)


def _by_sign(pair: _Pair) -> bool | None:
    """Two that say the same sort of thing of the same thing: their signs agree or not."""
    claim, said, subject, first = pair.claim, pair.said, pair.subject, pair.first
    same_words = (
        not (claim.predicate or said.predicate)
        and (pair.leans or subject.mostly_in(first))
        and subject.covered(f"{first} {pair.heading}", WHOLE)
    )
    if not (same_words or comparable(claim, said)) or _done_by_another(claim, first):
        return None
    agree = claim.positive == said.positive
    if agree and said.predicate in _STATES_OR_DOES:
        # What hangs on a clause ('die X wil worden') is not said of its subject; and 'beurzen en
        # leningen zijn voor jou' does not say that a beurs is a lening.
        stated = subject.covered(f"{main_of(first)} {pair.heading}") and subject.touched(
            told(first)
        )
        return True if stated else None
    return agree


def _done_by_another(claim: Claim, clause: str) -> bool:
    """Tell whether a clause in the same words gives the parts in it to others."""
    mine, theirs = deed_in(claim.text), deed_in(clause)
    return mine is not None and theirs is not None and mine.compared(theirs) is False
