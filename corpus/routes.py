"""The routes to teaching as data: rules over a Situation, each with the passage behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import DataProblem
from corpus.rules import ALWAYS, Conflict, Rule, checked_keys, rule_of
from corpus.situation import values
from corpus.text import fold
from corpus.yaml_data import DATA, read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a statement comes from: a document's id and literal text of that document."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A Dutch sentence that a visitor reads, with its evidence."""

    say: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What someone can do about a condition that fails; only where `when` does not fail too."""

    statement: Statement
    when: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a route asks. Without a remedy, failing it rules the route out."""

    id: str
    statement: Statement
    when: Rule
    remedy: Remedy | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way into teaching. `leads_to`: the qualifications (values of the fact) that it ends in."""

    id: str
    title: str
    leads_to: tuple[str, ...]
    summary: Statement
    duration: Statement | None
    first_step: Statement | None
    conditions: tuple[Condition, ...]
    notes: tuple[Statement, ...]

    def statements(self) -> Iterator[Statement]:
        """Yield everything that the route says, in the order in which it is read."""
        yield from filter(None, (self.summary, self.duration, self.first_step))
        for condition in self.conditions:
            yield condition.statement
            if condition.remedy:
                yield condition.remedy.statement
        yield from self.notes

    def rules(self) -> Iterator[Rule]:
        """Yield the rules of the conditions and of their remedies."""
        for condition in self.conditions:
            yield condition.when
            if condition.remedy:
                yield condition.remedy.when


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How to ask for a fact: the question, and the label of each value in the order to show."""

    fact: str
    ask: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteBook:
    """All that a check needs: the routes in order, the questions in order, what cannot be."""

    routes: tuple[Route, ...]
    questions: tuple[Question, ...]
    conflicts: tuple[Conflict, ...]


def citation_faults(book: RouteBook, texts: Mapping[str, str]) -> list[str]:
    """
    Return what is wrong with the citations, given the text of each document by its id.

    A quote must stand literally in its document (white space folded).
    """
    folded = {name: fold(text) for name, text in texts.items()}
    faults = []
    for route in book.routes:
        for citation in (each.citation for each in route.statements()):
            if citation.document not in folded:
                faults.append(f"{route.id}: there is no document '{citation.document}'")
            elif fold(citation.quote) not in folded[citation.document]:
                faults.append(f"{route.id}: not in '{citation.document}': '{citation.quote}'")
    return faults


@cache
def load_routes(folder: Path = DATA) -> RouteBook:
    """
    Read and check `routes.yaml` and `situation.yaml`.

    Raises DataProblem for an unknown key, fact or value, for what is missing or double, and for
    a question that no rule needs.
    """
    told = checked_keys(read_yaml(folder / "routes.yaml"), "routes.yaml", {"shared", "routes"})
    asked = read_yaml(folder / "situation.yaml")
    asked = checked_keys(asked, "situation.yaml", {"questions", "conflicts"})
    questions = checked_keys(asked["questions"], "questions", set(values()))
    book = RouteBook(
        routes=tuple(
            _route(raw, f"route {n}") for n, raw in enumerate(_items(told, "routes", "routes"), 1)
        ),
        questions=tuple(_question(fact, raw) for fact, raw in questions.items()),
        conflicts=tuple(_conflict(raw) for raw in _items(asked, "conflicts", "conflicts")),
    )
    _check_whole(book)
    return book


def _text(part: Mapping[str, Any], key: str, place: str) -> str:
    if not isinstance(part[key], str) or not part[key].strip():
        raise DataProblem(f"{place}: '{key}' must be a text")
    return fold(part[key])


def _items(part: Mapping[str, Any], key: str, place: str) -> list[Any]:
    found = part.get(key, [])
    if not isinstance(found, list):
        raise DataProblem(f"{place}: '{key}' must be a list")
    return found


EVIDENCE = frozenset({"say", "document", "quote"})


def _route(raw: Any, place: str) -> Route:
    needed = {"id", "title", "leads_to", "summary", "conditions"}
    part = checked_keys(raw, place, needed, frozenset({"duration", "first_step", "notes"}))
    name = _text(part, "id", place)
    place = f"route '{name}'"
    conditions = tuple(_condition(each, place) for each in _items(part, "conditions", place))
    if not conditions:
        raise DataProblem(f"{place}: has no conditions")
    _no_doubles((each.id for each in conditions), f"{place}: condition")
    ends = tuple(map(str, _items(part, "leads_to", place)))
    for end in ends:
        if end not in values()["qualification"] or end in ("none", "foreign"):
            raise DataProblem(f"{place}: leads to an unknown qualification '{end}'")
    return Route(
        id=name,
        title=_text(part, "title", place),
        leads_to=ends,
        summary=_evidence(part["summary"], f"{place}: summary"),
        duration=_evidence_if(part, "duration", place),
        first_step=_evidence_if(part, "first_step", place),
        conditions=conditions,
        notes=tuple(_evidence(each, f"{place}: note") for each in _items(part, "notes", place)),
    )


def _condition(raw: Any, place: str) -> Condition:
    needed = {"id", "when", *EVIDENCE}
    part = checked_keys(raw, f"{place}: condition", needed, frozenset({"remedy"}))
    place = f"{place}: condition '{part['id']}'"
    remedy = None
    if "remedy" in part:
        way = checked_keys(part["remedy"], f"{place}: remedy", set(EVIDENCE), frozenset({"when"}))
        when = rule_of(way["when"], f"{place}: remedy") if "when" in way else ALWAYS
        remedy = Remedy(statement=_statement(way, place), when=when)
    return Condition(
        id=_text(part, "id", place),
        statement=_statement(part, place),
        when=rule_of(part["when"], place),
        remedy=remedy,
    )


def _evidence_if(part: Mapping[str, Any], key: str, place: str) -> Statement | None:
    return _evidence(part[key], f"{place}: {key}") if key in part else None


def _evidence(raw: Any, place: str) -> Statement:
    return _statement(checked_keys(raw, place, set(EVIDENCE)), place)


def _statement(part: Mapping[str, Any], place: str) -> Statement:
    citation = Citation(document=_text(part, "document", place), quote=_text(part, "quote", place))
    return Statement(say=_text(part, "say", place), citation=citation)


def _question(fact: str, raw: Any) -> Question:
    place = f"question '{fact}'"
    part = checked_keys(raw, place, {"ask", "choices"})
    labels = checked_keys(part["choices"], f"{place}: choices", set(values().get(fact, ())))
    return Question(
        fact=fact,
        ask=_text(part, "ask", place),
        choices={value: _text(labels, value, place) for value in labels},
    )


def _conflict(raw: Any) -> Conflict:
    part = checked_keys(raw, "conflict", {"when", "say"})
    say = _text(part, "say", "conflict")
    return Conflict(when=rule_of(part["when"], f"conflict '{say}'"), say=say)


def _check_whole(book: RouteBook) -> None:
    _no_doubles((route.id for route in book.routes), "route")
    needed = {
        fact
        for route in book.routes
        for rule in route.rules()
        for alternative in rule or ()
        for fact in alternative
    }
    for fact in sorted(values().keys() - needed):
        raise DataProblem(f"question '{fact}': no route needs it")


def _no_doubles(names: Iterator[str], what: str) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise DataProblem(f"{what} '{name}' is there twice")
