"""A route check, and the list of routes, with every statement's source: what the fronts show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.answer import Contact, Source
from assistant.routes.check import Fit, NextQuestion, Reason, State, Verdict, check
from assistant.routes.sources import FindDocument, RouteSources, Said
from corpus.routes import Question, Route, RouteBook
from corpus.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonOut:
    """A condition and how it stands; `remedy` only where it is missing and can be arranged."""

    condition: str
    state: State
    text: str
    citations: tuple[int, ...]
    remedy: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionOut:
    """What a route asks, and the facts of the situation that decide it."""

    id: str
    text: str
    citations: tuple[int, ...]
    facts: tuple[str, ...]
    remedy: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteOut:
    """A route. `leads_to` holds values of the fact `qualification`; empty: to none by itself."""

    id: str
    title: str
    leads_to: tuple[str, ...]
    summary: Said
    duration: Said | None
    first_step: Said | None
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRoute(RouteOut):
    """A route with its conditions."""

    conditions: tuple[ConditionOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRoute(RouteOut):
    """A route with a reason for each of its conditions."""

    reasons: tuple[ReasonOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledOutRoute:
    """A route that does not fit, with only the reasons that rule it out."""

    id: str
    title: str
    reasons: tuple[ReasonOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a fact, and what a visitor reads for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOut:
    """A question; `routes` are the ids of those that the answer may decide."""

    fact: str
    text: str
    choices: tuple[Choice, ...]
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteList:
    """Every route and every question. `withheld`: routes whose sources the index does not hold."""

    routes: tuple[ListedRoute, ...]
    questions: tuple[QuestionOut, ...]
    withheld: tuple[str, ...]
    sources: tuple[Source, ...]
    index_version: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteReport:
    """A route check: routes by how they fit, the next questions, sources, the way to a person."""

    situation: dict[str, str]
    fits: tuple[CheckedRoute, ...]
    nearly: tuple[CheckedRoute, ...]
    open: tuple[CheckedRoute, ...]
    never: tuple[RuledOutRoute, ...]
    questions: tuple[QuestionOut, ...]
    withheld: tuple[str, ...]
    sources: tuple[Source, ...]
    contact: Contact
    index_version: str | None


def report(
    situation: Situation,
    book: RouteBook,
    find: FindDocument,
    *,
    on: date,
    contact: Contact,
    index_version: str | None,
) -> RouteReport:
    """
    Check a situation and cite every reason.

    Raises SituationProblem for facts that exclude each other, and IndexProblem where the index
    backs no route at all.
    """
    sources = RouteSources(find, on)
    backed, withheld = sources.backed(book)
    found = check(situation, backed)
    checked = {
        fit: tuple(_checked(verdict, sources) for verdict in found.with_fit(fit))
        for fit in (Fit.FITS, Fit.NEARLY, Fit.OPEN)
    }
    return RouteReport(
        situation=situation.known(),
        fits=checked[Fit.FITS],
        nearly=checked[Fit.NEARLY],
        open=checked[Fit.OPEN],
        never=tuple(_ruled_out(verdict, sources) for verdict in found.with_fit(Fit.NEVER)),
        questions=tuple(_asked(question) for question in found.questions),
        withheld=withheld,
        sources=tuple(sources.cited),
        contact=contact,
        index_version=index_version,
    )


def list_routes(
    book: RouteBook, find: FindDocument, *, on: date, index_version: str | None
) -> RouteList:
    """Return every route with its conditions cited; raises IndexProblem as `report` does."""
    sources = RouteSources(find, on)
    backed, withheld = sources.backed(book)
    return RouteList(
        routes=tuple(_listed(route, sources) for route in backed.routes),
        questions=tuple(_question(question, ()) for question in book.questions),
        withheld=withheld,
        sources=tuple(sources.cited),
        index_version=index_version,
    )


def _about(route: Route, sources: RouteSources) -> dict[str, Any]:
    """Return what a RouteOut holds."""
    return {
        "id": route.id,
        "title": route.title,
        "leads_to": route.leads_to,
        "summary": sources.say(route.summary),
        "duration": sources.say(route.duration) if route.duration else None,
        "first_step": sources.say(route.first_step) if route.first_step else None,
        "notes": tuple(sources.say(note) for note in route.notes),
    }


def _checked(verdict: Verdict, sources: RouteSources) -> CheckedRoute:
    return CheckedRoute(
        **_about(verdict.route, sources),
        reasons=tuple(_reason(reason, sources) for reason in verdict.reasons),
    )


def _ruled_out(verdict: Verdict, sources: RouteSources) -> RuledOutRoute:
    against = [reason for reason in verdict.reasons if reason.state == State.RULED_OUT]
    return RuledOutRoute(
        id=verdict.route.id,
        title=verdict.route.title,
        reasons=tuple(_reason(reason, sources) for reason in against),
    )


def _reason(reason: Reason, sources: RouteSources) -> ReasonOut:
    condition = reason.condition
    said = sources.say(condition.statement)
    shows = condition.remedy if reason.state == State.MISSING else None
    return ReasonOut(
        condition=condition.id,
        state=reason.state,
        text=said.text,
        citations=said.citations,
        remedy=sources.say(shows.statement) if shows else None,
    )


def _listed(route: Route, sources: RouteSources) -> ListedRoute:
    conditions = []
    for condition in route.conditions:
        said = sources.say(condition.statement)
        facts = dict.fromkeys(fact for facts in condition.when or () for fact in facts)
        remedy = sources.say(condition.remedy.statement) if condition.remedy else None
        conditions.append(
            ConditionOut(
                id=condition.id,
                text=said.text,
                citations=said.citations,
                facts=tuple(facts),
                remedy=remedy,
            )
        )
    return ListedRoute(**_about(route, sources), conditions=tuple(conditions))


def _asked(found: NextQuestion) -> QuestionOut:
    return _question(replace(found.question, choices=found.choices), found.routes)


def _question(question: Question, routes: Iterable[str]) -> QuestionOut:
    return QuestionOut(
        fact=question.fact,
        text=question.ask,
        choices=tuple(Choice(value=value, label=text) for value, text in question.choices.items()),
        routes=tuple(routes),
    )
