"""The route check: which routes fit a situation, and what is still to ask. No language model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.routes import Condition, Question, Route, RouteBook
from corpus.rules import Rule, conflict_of, holds, open_facts
from corpus.situation import Situation, SituationProblem, situation_of


class Fit(StrEnum):
    """
    How a route fits.

    FITS: every condition is met. NEARLY: what is missing can be arranged, and so can all that is
    not known yet. OPEN: something that is not known may rule the route out. NEVER: ruled out.
    With more knowledge FITS, NEARLY and NEVER stay what they are; OPEN may become any.
    """

    FITS = "fits"
    NEARLY = "nearly"
    OPEN = "open"
    NEVER = "never"


class State(StrEnum):
    """How a condition stands; MISSING can be arranged, RULED_OUT cannot."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"
    RULED_OUT = "ruled_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A condition of a route, and how it stands for someone."""

    condition: Condition
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A route with how it fits, and a reason for each of its conditions, in their order."""

    route: Route
    fit: Fit
    reasons: tuple[Reason, ...]

    def with_state(self, state: State) -> list[Condition]:
        """Return the conditions that stand so."""
        return [reason.condition for reason in self.reasons if reason.state == state]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextQuestion:
    """
    A question that was not asked yet.

    Args:

        choices: The answers that go with what is known, value to label.

        routes: The ids of the routes that the answer may decide.
    """

    question: Question
    choices: Mapping[str, str]
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCheck:
    """A verdict on every route, the best fit first, and the next questions, most useful first."""

    situation: Situation
    verdicts: tuple[Verdict, ...]
    questions: tuple[NextQuestion, ...]

    def with_fit(self, fit: Fit) -> list[Verdict]:
        """Return the verdicts of one kind."""
        return [verdict for verdict in self.verdicts if verdict.fit == fit]


def check(situation: Situation, book: RouteBook) -> RouteCheck:
    """
    Judge every route. What is not known counts neither as met nor as failing.

    Raises SituationProblem with one Dutch sentence where facts exclude each other.
    """
    conflict = conflict_of(situation, book.conflicts)
    if conflict:
        raise SituationProblem(conflict.say)
    verdicts = [judge(route, situation) for route in book.routes]
    return RouteCheck(
        situation=situation,
        verdicts=tuple(sorted(verdicts, key=_rank)),
        questions=tuple(_next_questions(situation, verdicts, book)),
    )


def judge(route: Route, situation: Situation) -> Verdict:
    """Return how one route fits."""
    reasons = tuple(
        Reason(condition=condition, state=_state(condition, situation))
        for condition in route.conditions
    )
    return Verdict(route=route, fit=_fit(reasons, situation), reasons=reasons)


def _fit(reasons: tuple[Reason, ...], situation: Situation) -> Fit:
    states = {reason.state for reason in reasons}
    if State.RULED_OUT in states:
        return Fit.NEVER
    if states == {State.MET}:
        return Fit.FITS
    rest = [reason.condition for reason in reasons if reason.state != State.MET]
    sure = all(_can_be_arranged(condition, situation) for condition in rest)
    return Fit.NEARLY if State.MISSING in states and sure else Fit.OPEN


def _can_be_arranged(condition: Condition, situation: Situation) -> bool | None:
    """Tell whether failing the condition has a remedy for this situation; None: not known."""
    return holds(condition.remedy.when, situation) if condition.remedy else False


def _state(condition: Condition, situation: Situation) -> State:
    held = holds(condition.when, situation)
    if held is not False:
        return State.MET if held else State.UNKNOWN
    return State.RULED_OUT if _can_be_arranged(condition, situation) is False else State.MISSING


def _rank(verdict: Verdict) -> tuple[int, int, int]:
    """Sort by fit; what is not settled by how little is missing and how much is met already."""
    if verdict.fit not in (Fit.NEARLY, Fit.OPEN):
        return list(Fit).index(verdict.fit), 0, 0
    missing, met = (len(verdict.with_state(state)) for state in (State.MISSING, State.MET))
    return list(Fit).index(verdict.fit), missing, -met


def _next_questions(
    situation: Situation, verdicts: list[Verdict], book: RouteBook
) -> list[NextQuestion]:
    """
    Return the questions that may change a verdict, the most telling first.

    That is the one whose answers, each as likely, settle the most rules on average; the order of
    the book decides between equals.
    """
    waiting: dict[str, list[tuple[str, Rule]]] = {}
    for verdict in verdicts:
        for rule in _open_rules(verdict):
            for fact in open_facts(rule, situation):
                waiting.setdefault(fact, []).append((verdict.route.id, rule))
    known = situation.known()
    ranked = []
    for question in book.questions:
        rules = waiting.get(question.fact, [])
        answers = {
            value: situation_of({**known, question.fact: value})
            for value in (question.choices if rules else ())
        }
        possible = [value for value in answers if not conflict_of(answers[value], book.conflicts)]
        if not possible:
            continue
        settled = sum(
            holds(rule, answers[value]) is not None for value in possible for _, rule in rules
        )
        found = NextQuestion(
            question=question,
            choices={value: question.choices[value] for value in possible},
            routes=tuple(dict.fromkeys(route for route, _ in rules)),
        )
        ranked.append((settled / len(possible), found))
    return [found for _, found in sorted(ranked, key=lambda entry: -entry[0])]


def _open_rules(verdict: Verdict) -> Iterator[Rule]:
    """Yield the rules that may still change how a route fits, or what it asks."""
    if verdict.fit == Fit.NEVER:
        return
    yield from (condition.when for condition in verdict.with_state(State.UNKNOWN))
    for condition in verdict.with_state(State.MISSING):
        if condition.remedy:
            yield condition.remedy.when
