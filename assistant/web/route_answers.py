"""The answers of a route check so far. They live in the address, in order, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from assistant.understanding.situation_text import situation_from_text
from corpus.routes import Question, load_routes
from corpus.rules import conflict_of
from corpus.situation import SAME_FIELD, Situation, situation_of

PATH = "/routecheck"
UNSURE = "weet-niet"
"""The value of a question that the visitor leaves open."""

RESULT = {"uitslag": "1"}
_OWN_QUESTION = re.compile(r"\b(?:ik|mij|me|mijn|i|my)\b", re.IGNORECASE)
_PHASES = ("orienteren", "kiezen")


@dataclass(frozen=True, slots=True)
class Answers:
    """
    Answers by fact, in the order in which they were given.

    Args:

        dropped: Facts whose answer did not go with a later one and was left out.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Answers:
        """Return the answers of an address; what is no question or no choice is left out."""
        found = cls()
        for fact, value in pairs:
            question = question_of(fact)
            if question and (value in question.choices or value == UNSURE):
                found = found.with_answer(fact, value)
        return found

    def with_answer(self, fact: str, value: str) -> Answers:
        """Return the answers with one more, without earlier ones that exclude it."""
        given = {name: old for name, old in self.given.items() if name != fact} | {fact: value}
        dropped = list(self.dropped)
        while other := _excluded(given, fact):
            del given[other]
            dropped.append(other)
        return Answers(given, tuple(dropped))

    def before(self, fact: str) -> Answers:
        """Return the answers that were given before a fact; all of them where it has none."""
        names = list(self.given)
        kept = names[: names.index(fact)] if fact in names else names
        return Answers({name: self.given[name] for name in kept})

    @property
    def situation(self) -> Situation:
        """Return what is known."""
        return situation_of({name: v for name, v in self.given.items() if v != UNSURE})

    @property
    def last(self) -> str | None:
        """Return the fact that was answered last."""
        return next(reversed(list(self.given)), None)

    def href(self, **more: str) -> str:
        """Return the address with these answers."""
        fields = {**self.given, **more}
        return f"{PATH}?{urlencode(fields)}" if fields else PATH


def question_of(fact: str) -> Question | None:
    """Return the question for a fact, or None."""
    return next((each for each in load_routes().questions if each.fact == fact), None)


def _excluded(given: Mapping[str, str], newest: str) -> str | None:
    """Return an answer that a fact given now excludes, or None."""
    known = {name: value for name, value in given.items() if value != UNSURE}
    conflict = conflict_of(situation_of(known), load_routes().conflicts)
    if conflict is None:
        return None
    facts = [fact for each in conflict.when or () for fact in each]
    if SAME_FIELD in facts:
        facts = [fact for fact in facts if fact != SAME_FIELD] + ["field"]
    return next(fact for fact in reversed(facts) if fact != newest and fact in known)


def href_for(question: str, phase: str | None) -> str | None:
    """
    Return the route check with what a question tells of its asker filled in, or None.

    Only for a question about the asker's own way: it says 'ik' or 'mijn', and it tells something
    that the routes ask for, or belongs to the phases in which one chooses a route.
    """
    if not _OWN_QUESTION.search(question):
        return None
    known = situation_from_text(question).known()
    if not known and phase not in _PHASES:
        return None
    return Answers(known).href()
