"""What the pages of the route check show: a question, the answers so far, and the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.answer import Contact, Source
from assistant.routes import words as route_words
from assistant.routes.check import State
from assistant.routes.report import CheckedRoute, ReasonOut, RouteReport, RuledOutRoute
from assistant.routes.sources import Said
from assistant.service import Service
from assistant.web.addresses import cite_anchor, source_anchor
from assistant.web.languages import Words
from assistant.web.route_answers import RESULT, UNSURE, Answers, question_of
from assistant.web.views import Cite, Held, SourceView, never_held, source_view
from corpus.routes import Question

TURN = 1


@dataclass(frozen=True, slots=True)
class Given:
    """An answer so far, with the address that asks its question again."""

    fact: str
    ask: str
    label: str
    change_href: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """
    A question to answer.

    Args:

        number: How many there were before it, and this one.

        chosen: The value that it has now, or ''.

        possible: How many routes may still fit.

        settled: For how many routes it is sure whether they fit.
    """

    question: Question
    choices: list[tuple[str, str]]
    number: int
    chosen: str
    answers: Answers
    given: list[Given]
    back_href: str | None
    result_href: str | None
    possible: int
    settled: int
    total: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence with the numbers behind it."""

    text: str
    cites: list[Cite]


@dataclass(frozen=True, slots=True)
class Todo:
    """What is missing, and what can be done about it."""

    what: Shown
    remedy: Shown | None


@dataclass(frozen=True, slots=True)
class RouteCard:
    """A route with its reasons by how they stand."""

    id: str
    title: str
    summary: Shown
    leads_to: str
    duration: Shown | None
    first_step: Shown | None
    missing: list[Todo]
    unknown: list[Shown]
    met: list[Shown]
    notes: list[Shown]


@dataclass(frozen=True, slots=True)
class BriefRoute:
    """A route of which it is not known yet whether it fits."""

    title: str
    summary: Shown
    missing: list[Shown]
    unknown: list[Shown]


@dataclass(frozen=True, slots=True)
class RuledOut:
    """A route that does not fit, and why."""

    title: str
    reasons: list[Shown]


@dataclass(frozen=True, slots=True)
class ResultView:
    """The result of a route check. `step` is what to do first, of the route that fits best."""

    fits: list[RouteCard]
    nearly: list[RouteCard]
    open: list[BriefRoute]
    never: list[RuledOut]
    step: tuple[str, Shown] | None
    sources: list[SourceView]
    contact: Contact
    given: list[Given]
    skipped: int
    next_href: str | None
    unanswered: int
    href: str
    answers: Answers
    province: Question | None


@dataclass(slots=True)
class _Numbers:
    """Numbers the passages that the page cites, each once, in the order of the page."""

    by_number: dict[int, Source]
    found: dict[str, int] = field(default_factory=dict)
    quotes: dict[str, list[Source]] = field(default_factory=dict)

    def show(self, text: str, citations: Iterable[int]) -> Shown:
        """Return a sentence with the numbers of its passages."""
        return Shown(text, [self._cite(self.by_number[number]) for number in citations])

    def said(self, said: Said) -> Shown:
        """Return a statement so."""
        return self.show(said.text, said.citations)

    def reason(self, reason: ReasonOut) -> Shown:
        """Return a condition so."""
        return self.show(reason.text, reason.citations)

    def _cite(self, source: Source) -> Cite:
        first = source.passage_id not in self.found
        number = self.found.setdefault(source.passage_id, len(self.found) + 1)
        self.quotes.setdefault(source.passage_id, []).append(source)
        return Cite(
            number=number,
            href=f"#{source_anchor(TURN, number)}",
            anchor=cite_anchor(TURN, number) if first else None,
            expired=source.expired,
        )

    def views(self, service: Service, words: Words, held: Held) -> Iterator[SourceView]:
        """Yield the sources, with all that is cited of them marked."""
        for passage_id, number in self.found.items():
            cited = self.quotes[passage_id]
            yield source_view(
                service,
                cited[0],
                [source.quote for source in cited],
                words=words,
                number=number,
                anchor=source_anchor(TURN, number),
                back=cite_anchor(TURN, number),
                held=held,
            )


def given(answers: Answers, words: Words) -> list[Given]:
    """Return the answers so far, in the order in which they were given."""
    found = []
    for fact, value in answers.given.items():
        question = question_of(fact)
        assert question is not None, "Answers holds questions only"
        label = words.ROUTE_UNSURE if value == UNSURE else question.choices[value]
        found.append(Given(fact, question.ask, label, answers.href(wijzig=fact)))
    return found


def question_view(
    question: Question,
    choices: Iterable[tuple[str, str]],
    answers: Answers,
    found: RouteReport,
    words: Words,
) -> QuestionView:
    """
    Return a question as a page.

    Args:

        answers: All that was answered; those before the question, or after it where it is changed.

        found: The check of those answers.
    """
    before = answers.before(question.fact)
    last = before.last
    possible = len(found.fits) + len(found.nearly) + len(found.open)
    total = possible + len(found.never)
    return QuestionView(
        question=question,
        choices=list(choices),
        number=len(before.given) + 1,
        chosen=answers.given.get(question.fact, ""),
        answers=Answers({f: v for f, v in answers.given.items() if f != question.fact}),
        given=given(answers, words),
        back_href=answers.href(wijzig=last) if last else None,
        result_href=answers.href(**RESULT) if answers.given else None,
        possible=possible,
        settled=total - len(found.open),
        total=total,
    )


def result_view(
    service: Service,
    answers: Answers,
    found: RouteReport,
    words: Words,
    held: Held = never_held,
) -> ResultView:
    """Return the result as a page; the sources of routes that it shows in full come first."""
    numbers = _Numbers({source.number: source for source in found.sources})
    step = _step([*found.fits, *found.nearly], numbers)
    fits, nearly = ([_card(each, numbers) for each in some] for some in (found.fits, found.nearly))
    maybe = [_brief(each, numbers) for each in found.open]
    never = [_ruled_out(route, numbers) for route in found.never]
    open_facts = [each.fact for each in found.questions]
    skipped = [fact for fact, value in answers.given.items() if value == UNSURE]
    waiting = [fact for fact in open_facts if fact not in skipped]
    return ResultView(
        fits=fits,
        nearly=nearly,
        open=maybe,
        never=never,
        step=step,
        sources=list(numbers.views(service, words, held)),
        contact=found.contact,
        given=given(answers, words),
        skipped=len(skipped),
        next_href=answers.href() if waiting else None,
        unanswered=len(waiting),
        href=answers.href(**RESULT),
        answers=answers,
        province=None if answers.situation.province else question_of("province"),
    )


def _card(route: CheckedRoute, numbers: _Numbers) -> RouteCard:
    by_state = {state: [each for each in route.reasons if each.state == state] for state in State}
    return RouteCard(
        id=route.id,
        title=route.title,
        summary=numbers.said(route.summary),
        leads_to=route_words.qualifications(route.leads_to),
        duration=numbers.said(route.duration) if route.duration else None,
        first_step=numbers.said(route.first_step) if route.first_step else None,
        missing=[
            Todo(numbers.reason(each), numbers.said(each.remedy) if each.remedy else None)
            for each in by_state[State.MISSING]
        ],
        unknown=[numbers.reason(each) for each in by_state[State.UNKNOWN]],
        met=[numbers.reason(each) for each in by_state[State.MET]],
        notes=[numbers.said(each) for each in route.notes],
    )


def _ruled_out(route: RuledOutRoute, numbers: _Numbers) -> RuledOut:
    return RuledOut(route.title, [numbers.reason(each) for each in route.reasons])


def _brief(route: CheckedRoute, numbers: _Numbers) -> BriefRoute:
    states = {each: [r for r in route.reasons if r.state == each] for each in State}
    return BriefRoute(
        title=route.title,
        summary=numbers.said(route.summary),
        missing=[numbers.reason(each) for each in states[State.MISSING]],
        unknown=[numbers.reason(each) for each in states[State.UNKNOWN]],
    )


def _step(routes: Iterable[CheckedRoute], numbers: _Numbers) -> tuple[str, Shown] | None:
    """Return the first thing to do, with the title of the route that it belongs to."""
    for route in routes:
        remedies = [each.remedy for each in route.reasons if each.remedy]
        step = remedies[0] if remedies else route.first_step
        if step:
            return route.title, numbers.said(step)
    return None


def all_choices(question: Question) -> list[tuple[str, str]]:
    """Return the choices of a question, also those that exclude an earlier answer."""
    return list(question.choices.items())


def open_question(
    found: RouteReport, answers: Answers
) -> tuple[Question, list[tuple[str, str]]] | None:
    """Return the next question that has no answer yet, with the choices that may be; or None."""
    for each in found.questions:
        question = question_of(each.fact)
        if question and each.fact not in answers.given:
            return question, [(choice.value, choice.label) for choice in each.choices]
    return None
