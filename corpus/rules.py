"""Rules over the facts of a Situation: their form in a file, and whether they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.errors import DataProblem
from corpus.situation import SAME_FIELD, Situation, values

Rule = tuple[Mapping[str, frozenset[str]], ...] | None
"""Alternatives, each facts with the values that will do; None: the sources leave it open."""

ALWAYS: Rule = ({},)
UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Facts that exclude each other, and the Dutch sentence that says so."""

    when: Rule
    say: str


def holds(rule: Rule, situation: Situation) -> bool | None:
    """
    Tell whether a rule holds, in three-valued logic (Kleene): None while that is not known.

    More knowledge turns None into an answer, and never changes an answer.
    """
    if rule is None:
        return None
    found = [_holds_all(facts, situation) for facts in rule]
    if True in found:
        return True
    return None if None in found else False


def _holds_all(facts: Mapping[str, frozenset[str]], situation: Situation) -> bool | None:
    found = [
        None if (known := situation.value(fact)) is None else known in allowed
        for fact, allowed in facts.items()
    ]
    if False in found:
        return False
    return None if None in found else True


def open_facts(rule: Rule, situation: Situation) -> set[str]:
    """
    Return the facts to ask for now: of each alternative that is open, the first one not known.

    So what follows from an answer (whether a vso school examines) is asked after that answer.
    """
    if rule is None or holds(rule, situation) is not None:
        return set()
    undecided = [facts for facts in rule if _holds_all(facts, situation) is None]
    return {next(fact for fact in facts if situation.value(fact) is None) for facts in undecided}


def conflict_of(situation: Situation, conflicts: Iterable[Conflict]) -> Conflict | None:
    """Return the first conflict between the facts of a situation, or None."""
    return next((each for each in conflicts if holds(each.when, situation)), None)


def rule_of(raw: Any, place: str) -> Rule:
    """Return a rule as a file holds it; raises DataProblem for what is not one."""
    if raw == UNDECIDED:
        return None
    if not isinstance(raw, list) or not raw:
        raise DataProblem(f"{place}: 'when' must be a list of alternatives, or '{UNDECIDED}'")
    return tuple(_facts(each, place) for each in raw)


def _facts(raw: Any, place: str) -> dict[str, frozenset[str]]:
    if not isinstance(raw, dict) or not raw:
        raise DataProblem(f"{place}: an alternative must name facts")
    return {fact: _allowed(fact, will_do, place) for fact, will_do in raw.items()}


def _allowed(fact: str, raw: Any, place: str) -> frozenset[str]:
    known = ("yes", "no") if fact == SAME_FIELD else values().get(fact)
    if known is None:
        raise DataProblem(f"{place}: unknown fact '{fact}'")
    others = isinstance(raw, dict)
    listed = checked_keys(raw, place, {"except"})["except"] if others else raw
    if not isinstance(listed, list) or not listed:
        raise DataProblem(f"{place}: '{fact}' must list values")
    for value in listed:
        if value not in known:
            raise DataProblem(f"{place}: unknown value '{value}' of '{fact}'")
    return frozenset(known) - set(listed) if others else frozenset(listed)


def checked_keys(
    raw: Any, place: str, needed: set[str], optional: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return a mapping whose keys are all known, and none missing; raises DataProblem."""
    if not isinstance(raw, dict):
        raise DataProblem(f"{place}: must be a mapping")
    for key in sorted(map(str, raw.keys() - needed - optional)):
        raise DataProblem(f"{place}: unknown key '{key}'")
    for key in sorted(needed - raw.keys()):
        raise DataProblem(f"{place}: '{key}' is missing")
    return raw
