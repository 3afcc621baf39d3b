"""Whether a sentence limits what is claimed of all, or sets it at another moment."""

from __future__ import annotations

import re

from assistant.evidence.candidates import Candidate
from assistant.understanding.claims import Claim, condition_of, main_of, statement_of
from assistant.understanding.predicates import Predicate
from assistant.verdict.clauses import (
    ON_CONDITION,
    around,
    asks_or_opens,
    first_clause,
    heading_of,
    is_past,
)
from assistant.verdict.rules import rules
from assistant.verdict.subject import HELD, WHOLE, Subject
from retrieval.dutch import plain, words
from retrieval.small_words import AT_MOST, EXCEPT, ONLY, SAYS_ONLY

MORE_BESIDE_OTHERS = 3
"""Words beside those of the claim that a clause may have which tells of others too."""

_LIMITED = re.compile(
    rf"\b(?:{ONLY}|mits|pas (?:als|na|wanneer)"
    r"|niet (?:alle|elke|iedere|overal))\b"
)
_ALSO = re.compile(r"\book (?:in|voor|op|aan|bij|met|naar)\b")
_BEFORE = re.compile(
    r"\b(?:voordat|alvorens|vooraf|voor de (?:start|begin\w*)"
    r"|voor (?:de|het|mijn|je|jouw|een) [\w-]+ (?:is |zijn |was )?(?:begon\w*|begint|start\w*))\b"
)
_AFTER = re.compile(
    r"\b(?:pas (?:[\w-]+ ){0,4}?(?:als|na|wanneer|vanaf)|nadat|zodra|na de (?:start|begin\w*))\b"
)
_EXCEPT = re.compile(rf",? (?:{EXCEPT}) (.+)$")
_SEVERAL = re.compile(r"\b(?:meerdere|verschillende|verscheidene|meer dan een|twee of meer)\b")
_ONE = re.compile(rf"\b(?:{AT_MOST}|{ONLY}|maar) een\b")
_NOW = re.compile(r"\b(?:nu|al|inmiddels)\b")
_WHOLE_OF = re.compile(
    r"\b(?:volledige?|gehele|geheel|helemaal|alles)\b(?! (?:baan|betrekking|aanstelling|werkweek))"
)
_SHARE_OF = re.compile(
    r"\b(?!100 ?%)\d{1,2}(?:,\d+)? ?(?:%|procent\b)|\b(?:helft|driekwart|deel|gedeelte) van\b"
    r"|\b0,\d+ van\b|\b(?:naar (?:rato|verhouding)|gedeeltelijke?|deels)\b"
)
_NO_BAR = re.compile(
    r"\bgeen (?:reden|grond) (?:om|voor|tot)\b.*\b(?:weiger|afwij[sz]|af te wij|uit te sluit)\w*"
    r"|\b(?:niet tegen (?:je|jou|u|hem|haar|hen)|geen (?:bezwaar|belemmering|beletsel))\b"
)
_NOT_HELD = re.compile(r"\b(?:nog )?(?:niet|geen|nooit)\b")
_MEANT_FOR = re.compile(rf"\b(?:{ONLY}) (?:voor|als|met|bij) (?P<whom>.+)$")
_GOAL = re.compile(r"\b(?:doel|ambitie|streef\w*|streven)\b")


def by_limit(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """What is claimed of all, always or at once is so on a condition only: not so."""
    if not ((claim.universal or claim.unconditional) and claim.positive) or claim.negated_condition:
        return None
    text = candidate.text
    first = first_clause(text)
    if asks_or_opens(text) or (is_past(first) and not is_past(claim.text)):
        return None
    said, low = statement_of(first), plain(first)
    if said.negated or rules().silent.search(low):
        return None
    main, limit = _limited(first)
    only = _LIMITED.search(low)
    if not limit or not (only or subject.extra(limit)):
        return None
    if subject.extra(main) or not subject.about(main):
        return None
    same = statement_of(main).predicate == claim.predicate
    return False if same and subject.covered(f"{first} {heading_of(candidate.passage)}") else None


def _limited(clause: str) -> tuple[str, str]:
    """Return what a clause says and the condition on which it is so, or ''."""
    limit = _LIMITED.search(plain(clause))
    if limit:
        return plain(clause)[: limit.start()], plain(clause)[limit.end() :]
    condition = condition_of(clause)
    return main_of(clause), condition if ON_CONDITION.match(condition) else ""


def by_more(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """What is claimed of one only is so of others too, or of all."""
    if not claim.exclusive or claim.negated:
        return None
    first = first_clause(candidate.text)
    said, low = statement_of(first), plain(first)
    if said.negated or asks_or_opens(candidate.text) or rules().silent.search(low):
        return None
    if is_past(first) or not (said.universal or _ALSO.search(low)) or SAYS_ONLY.search(low):
        return None
    head = SAYS_ONLY.split(plain(claim.text), maxsplit=1)[0]
    named = [each for each in subject.concepts if set(each.word.split()) & set(words(head))]
    found = subject.terms(f"{first} {heading_of(candidate.passage)}")
    if not named or not all(each.covered(found) >= HELD for each in named):
        return None
    if subject.extra(first, MORE_BESIDE_OTHERS):
        return None
    return False if said.predicate == claim.predicate else None


def by_exception(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """What is claimed of a thing that a sentence names as its exception: not so, or so."""
    match = _EXCEPT.search(candidate.text)
    if match is None or claim.universal or claim.exclusive or claim.negated_condition:
        return None
    main, excepted = candidate.text[: match.start()], match[1]
    said = statement_of(main)
    if asks_or_opens(candidate.text) or said.predicate != claim.predicate or not said.predicate:
        return None
    inside, outside = subject.terms(excepted), subject.terms(main)
    near = outside | inside | subject.terms(around(candidate))
    within = [each for each in subject.concepts if each.covered(inside) >= WHOLE]
    if not any(each.covered(outside) <= 0 for each in within):
        return None
    if subject.extra(main) or not all(each.covered(near) >= HELD for each in subject.concepts):
        return None
    return None if said.positive != claim.positive else False


def by_one(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """What is claimed of several is so of one only."""
    if not _SEVERAL.search(plain(claim.text)) or claim.negated or asks_or_opens(candidate.text):
        return None
    first = first_clause(candidate.text)
    if not _ONE.search(plain(first)) or statement_of(first).negated:
        return None
    enough = subject.covered(around(candidate), HELD) and not subject.extra(first, 1)
    return False if enough and subject.about(first) else None


def by_order(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """What is claimed to come before a thing comes after it, or the other way round."""
    mine, low = plain(claim.text), plain(candidate.text)
    before, after = bool(_BEFORE.search(mine)), bool(_AFTER.search(mine))
    if before == after or claim.negated or asks_or_opens(candidate.text):
        return None
    if statement_of(first_clause(candidate.text)).negated or rules().silent.search(low):
        return None
    opposite = _AFTER if before else _BEFORE
    if not opposite.search(low) or (_BEFORE if before else _AFTER).search(low):
        return None
    near = around(candidate)
    enough = subject.covered(near, HELD) and not subject.extra(candidate.text, 1)
    return False if enough else None


def same_order(claim: Claim, candidate: Candidate) -> bool:
    """Tell whether a unit has a thing before or after another where the claim does."""
    mine, low = plain(claim.text), plain(candidate.text)
    return all(bool(place.search(low)) or not place.search(mine) for place in (_BEFORE, _AFTER))


def by_share(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """What is claimed of the whole is so of a share of it only."""
    text = candidate.text
    if not _WHOLE_OF.search(plain(claim.text)) or claim.negated or asks_or_opens(text):
        return None
    said = statement_of(text)
    if not _SHARE_OF.search(plain(text)) or said.negated or is_past(text):
        return None
    same = said.predicate == claim.predicate and not rules().partly.search(plain(text))
    enough = same and subject.covered(text, HELD) and subject.about(text)
    return False if enough and not subject.extra(text, MORE_BESIDE_OTHERS) else None


def by_no_bar(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """What is claimed to stand in the way of a thing is no reason to refuse it."""
    refused = claim.predicate == Predicate.MAY and not claim.positive
    if not refused or asks_or_opens(candidate.text) or not _NO_BAR.search(plain(candidate.text)):
        return None
    return False if subject.covered(candidate.text, WHOLE) else None


def by_aim(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """What is claimed for who lacks a thing is only for who has it."""
    meant = _MEANT_FOR.search(plain(first_clause(candidate.text)))
    if meant is None or not claim.negated_condition or claim.negated:
        return None
    if asks_or_opens(candidate.text) or statement_of(candidate.text).negated:
        return None
    lacked = _NOT_HELD.sub(" ", condition_of(claim.text))
    asked = [each for each in subject.concepts if set(each.word.split()) & set(words(lacked))]
    found = subject.terms(meant["whom"])
    if not asked or not all(each.covered(found) >= WHOLE for each in asked):
        return None
    near = f"{candidate.text} {heading_of(candidate.passage)}"
    named = len(asked) < len(subject.concepts)
    return False if named and subject.covered(near, HELD) else None


def by_goal(claim: Claim, subject: Subject, candidate: Candidate) -> bool | None:
    """What is claimed to be so already is a goal still."""
    low = plain(candidate.text)
    if not _NOW.search(plain(claim.text)) or claim.negated or not claim.premise:
        return None
    if not _GOAL.search(low) or is_past(candidate.text) or _GOAL.search(plain(claim.text)):
        return None
    enough = subject.covered(candidate.text, HELD) and not subject.extra(candidate.text, 2)
    return False if enough else None
