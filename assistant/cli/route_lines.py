"""Routes and route checks as a person reads them on a terminal, in Dutch."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from assistant.answer import Source
from assistant.cli.common import shown
from assistant.routes import words
from assistant.routes.check import Fit, State
from assistant.routes.report import (
    CheckedRoute,
    QuestionOut,
    ReasonOut,
    RouteList,
    RouteOut,
    RouteReport,
)
from assistant.routes.sources import Said
from assistant.web.languages import DUTCH
from corpus.routes import RouteBook
from corpus.text import fold

WIDTH = 88
MOST_QUESTIONS = 5

SHOWN = {
    Fit.FITS: (State.MET,),
    Fit.NEARLY: (State.MISSING, State.UNKNOWN),
    Fit.OPEN: (State.MISSING, State.UNKNOWN),
}
LABELS = {
    State.MET: DUTCH.ROUTE_MET,
    State.MISSING: DUTCH.ROUTE_MISSING,
    State.UNKNOWN: DUTCH.ROUTE_UNKNOWN,
}


def list_lines(found: RouteList) -> Iterator[str]:
    """Yield every route with what it leads to and asks, and the sources."""
    yield f"{words.ALL_ROUTES} ({len(found.routes)})"
    for route in found.routes:
        yield from ["", *_about(route)]
        for condition in route.conditions:
            yield from _line(f"- {condition.text}{_marks(condition.citations)}", 1)
    yield from _sources(found.sources)
    yield from _withheld(found.withheld)


def report_lines(found: RouteReport, book: RouteBook, read: Mapping[str, str]) -> Iterator[str]:
    """Yield a check: routes by how they fit with the reasons, the next questions, the sources."""
    if read:
        yield from _what_was_read(found.situation, book, read)
    used: set[int] = set()
    for fit, routes in ((Fit.FITS, found.fits), (Fit.NEARLY, found.nearly), (Fit.OPEN, found.open)):
        if routes:
            yield f"{words.FITS[fit]} ({len(routes)})"
            for route in routes:
                yield from ["", *_checked(route, SHOWN[fit], used)]
            yield ""
    if found.never:
        yield f"{words.FITS[Fit.NEVER]} ({len(found.never)})"
        yield from ["", *_line("; ".join(route.title for route in found.never)), ""]
    if found.questions:
        yield f"{words.QUESTIONS}:"
        for question in found.questions[:MOST_QUESTIONS]:
            yield from _question(question)
    yield from _sources([source for source in found.sources if source.number in used])
    yield from _withheld(found.withheld)
    contact = found.contact
    reach = " · ".join(filter(None, (contact.name, contact.email, contact.phone, contact.url)))
    yield from ["", DUTCH.CONTACT_TITLE, *_line(reach), "", *_line(DUTCH.ROUTE_NOTICE)]


def _what_was_read(
    situation: Mapping[str, str], book: RouteBook, read: Mapping[str, str]
) -> Iterator[str]:
    yield f"{words.READ}:"
    for question in book.questions:
        value = situation.get(question.fact)
        if value is not None and read.get(question.fact) == value:
            yield from _line(f"- {question.ask} {question.choices[value]}", 1)
    yield ""


def _about(route: RouteOut, used: set[int] | None = None) -> Iterator[str]:
    yield from _line(f"{route.title} [{route.id}]")
    yield from _said("", route.summary, used)
    yield from _line(f"{DUTCH.ROUTE_LEADS_TO}: {words.qualifications(route.leads_to)}", 1)
    for label, said in (
        (DUTCH.ROUTE_DURATION, route.duration),
        (DUTCH.ROUTE_FIRST_STEP, route.first_step),
    ):
        if said:
            yield from _said(f"{label}: ", said, used)


def _checked(route: CheckedRoute, states: Iterable[State], used: set[int]) -> Iterator[str]:
    yield from _about(route, used)
    for state in states:
        for reason in (each for each in route.reasons if each.state == state):
            yield from _reason(reason, used)


def _reason(reason: ReasonOut, used: set[int]) -> Iterator[str]:
    said = Said(text=reason.text, citations=reason.citations)
    yield from _said(f"- {LABELS[reason.state]}: ", said, used)
    if reason.remedy:
        yield from _said(f"  {DUTCH.ROUTE_DO}: ", reason.remedy, used)


def _question(question: QuestionOut) -> Iterator[str]:
    yield from _line(f"- {question.text}", 1)
    option = question.fact.replace("_", "-")
    choices = " · ".join(f"{each.value} = {each.label}" for each in question.choices)
    yield from _line(f"--{option}: {choices}", 2)


def _sources(sources: Iterable[Source]) -> Iterator[str]:
    yield from ["", f"{words.SOURCES}:"]
    for source in sources:
        place = f", {source.section}" if source.section else ""
        yield from _line(f"[{source.number}] {shown(source.title)}{shown(place)}")
        yield from _line(f"“{shown(fold(source.quote))}”", 1)


def _withheld(routes: Iterable[str]) -> Iterator[str]:
    if routes:
        yield from ["", *_line(f"{words.WITHHELD}: {', '.join(routes)}")]


def _said(label: str, said: Said, used: set[int] | None) -> Iterator[str]:
    if used is not None:
        used.update(said.citations)
    yield from _line(f"{label}{said.text}{_marks(said.citations)}", 1)


def _marks(citations: Iterable[int]) -> str:
    return "".join(f" [{number}]" for number in citations)


def _line(text: str, depth: int = 0) -> list[str]:
    indent = "    " * depth
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
