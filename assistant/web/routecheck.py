"""The route check as pages: one question at a time; the address holds every answer so far."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from assistant.contacts import desk_for
from assistant.routes.report import RouteReport, report
from assistant.web import route_views
from assistant.web.front import Front, OpenFront
from assistant.web.pages import page
from assistant.web.route_answers import PATH, RESULT, UNSURE, Answers, question_of
from corpus.routes import Question, load_routes

router = APIRouter(include_in_schema=False)


@router.api_route(PATH, methods=["GET", "HEAD"])
def routecheck(request: Request, front: OpenFront) -> Response:
    """
    Show the next question, a question to change, or the result.

    The address: the answers by fact, and at most one of `gevraagd` (the fact of the form that was
    sent), `wijzig` (a fact to ask again), `uitslag`; `weg` names answers that were left out.
    """
    fields = dict(request.query_params)
    sent = question_of(fields.get("gevraagd", ""))
    pairs = request.query_params.multi_items()
    answers = Answers.of(sorted(pairs, key=lambda pair: pair[0] == fields.get("gevraagd")))
    if sent and sent.fact not in answers.given:
        return _question(front, answers, sent, error=front.words.ROUTE_EMPTY)
    if sent or answers.dropped:
        gone = {"weg": ",".join(answers.dropped)} if answers.dropped else {}
        return RedirectResponse(front.choice.to(answers.href(**gone)), 303)
    changed = question_of(fields.get("wijzig", ""))
    if changed:
        return _question(front, answers, changed)
    found = _checked(front, answers)
    following = route_views.open_question(found, answers)
    if RESULT.keys() & fields.keys():
        view = route_views.result_view(front.service, answers, found, front.words, front.holds)
        return page(front, "route_result.html", view=view)
    if following is None:
        return RedirectResponse(front.choice.to(answers.href(**RESULT)), 303)
    question, choices = following
    view_of = route_views.question_view(question, choices, answers, found, front.words)
    gone_facts = [question_of(fact) for fact in fields.get("weg", "").split(",")]
    dropped = [each.ask for each in gone_facts if each]
    return page(
        front, "route_question.html", view=view_of, dropped=dropped, unsure=UNSURE, error=None
    )


def _question(
    front: Front, answers: Answers, question: Question, error: str | None = None
) -> Response:
    """Show one question with all its choices, to change it or with what is wrong."""
    found = _checked(front, answers)
    choices = route_views.all_choices(question)
    view = route_views.question_view(question, choices, answers, found, front.words)
    return page(
        front,
        "route_question.html",
        422 if error else 200,
        view=view,
        dropped=[],
        unsure=UNSURE,
        error=error,
    )


def _checked(front: Front, answers: Answers) -> RouteReport:
    situation = answers.situation
    return report(
        situation,
        load_routes(),
        front.find_document,
        on=front.service.today(),
        contact=desk_for(_province(situation.province), situation.sector),
        index_version=front.service.status().version,
    )


def _province(value: str | None) -> str | None:
    """Return a province by its name."""
    question = question_of("province")
    return question.choices[value] if question and value else None
