"""The question log, the unanswered questions and the feedback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from assistant.days import today
from assistant.desk.subjects import subjects
from assistant.records.questions import LogFilter
from assistant.settings import parse_date
from assistant.web.problems import Problem
from assistant.web.staff import strings_nl
from assistant.web.staff.access import StaffVisit, Visit
from assistant.web.staff.csv_file import csv_response
from corpus.model import Document, Passage

router = APIRouter()

A_PAGE = 50
DAYS = (7, 30, 90, 365)
_CHOICES = {"ja": True, "nee": False}


def _filter(query: Mapping[str, str]) -> LogFilter:
    """Return the filter of an address; what cannot be meant is left out."""
    status = query.get("status", "")
    return LogFilter(
        status=status if status in strings_nl.STATUSES else "",
        since=_day(query.get("van", "")),
        until=_day(query.get("tot", "")),
        text=query.get("tekst", "")[:200],
        helpful=_CHOICES.get(query.get("nuttig", "")),
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def page_number(query: Mapping[str, str]) -> int:
    """Return the number of a page, from 1."""
    text = query.get("blad", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


@router.get("/staf/vragen")
def questions(visit: StaffVisit) -> Response:
    """List the questions, latest first."""
    query = visit.request.query_params
    wanted, number = _filter(query), page_number(query)
    total = visit.desk.log.count(wanted)
    found = visit.desk.log.find(wanted, A_PAGE, (number - 1) * A_PAGE)
    kept = {name: value for name, value in query.items() if name != "blad" and value}
    return visit.page(
        "questions.html",
        questions=found,
        wanted=wanted,
        chosen=query.get("nuttig", ""),
        total=total,
        number=number,
        pages=max(1, -(-total // A_PAGE)),
        query=urlencode(kept),
    )


@router.get("/staf/vragen.csv")
def questions_csv(visit: StaffVisit) -> Response:
    """Return the questions that the page shows, of all its sheets, as CSV."""
    found = visit.desk.log.find(_filter(visit.request.query_params))
    head = ["moment (UTC)", "vraag", "status", "fase", "model", "index", "ms", "nuttig", "reden"]
    rows = [
        [
            *(each.at, each.question, strings_nl.status(each.status), each.phase or ""),
            *(each.model, each.index_version, each.latency_ms),
            *(
                {True: "ja", False: "nee", None: ""}[each.helpful],
                each.comment or each.reason or "",
            ),
        ]
        for each in found
    ]
    return csv_response("vragen.csv", head, rows)


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage of the log as the index has it now; None where it is gone."""

    place: dict[str, object]
    document: Document | None
    passage: Passage | None


@router.get("/staf/vragen/{id}")
def question(id: str, visit: StaffVisit) -> Response:
    """Show a question with what was found for it."""
    found = visit.desk.log.get(id)
    if found is None:
        raise Problem(404, "There is no question with this id.")
    logged, places = found
    shown = []
    for place in places:
        passage = visit.service.passage(place.passage_id)
        document, text = passage[:2] if passage else (None, None)
        shown.append(Shown(asdict(place), document, text))
    return visit.page("question.html", question=logged, places=shown)


@router.get("/staf/onbeantwoord")
def unanswered(visit: StaffVisit) -> Response:
    """List the questions without a whole answer by subject."""
    days = chosen_days(visit)
    found = visit.desk.log.unanswered(today() - timedelta(days=days - 1))
    return visit.page(
        "unanswered.html",
        subjects=subjects(found),
        titles={document.id: document.title for document in visit.service.documents()},
        total=len(found),
        days=days,
        choices=DAYS,
    )


def chosen_days(visit: Visit) -> int:
    """Return the number of days that a page is about."""
    text = visit.request.query_params.get("dagen", "")
    return int(text) if text in {str(days) for days in DAYS} else 30


@router.get("/staf/feedback")
def feedback(visit: StaffVisit) -> Response:
    """List the feedback, latest first."""
    query = visit.request.query_params
    chosen = query.get("nuttig", "")
    helpful, number = _CHOICES.get(chosen), page_number(query)
    wanted = LogFilter(helpful=helpful, judged=True)
    total = visit.desk.log.count(wanted)
    return visit.page(
        "feedback.html",
        questions=visit.desk.log.find(wanted, A_PAGE, (number - 1) * A_PAGE),
        total=total,
        good=visit.desk.log.count(LogFilter(helpful=True)),
        bad=visit.desk.log.count(LogFilter(helpful=False)),
        chosen=chosen if helpful is not None else "",
        number=number,
        pages=max(1, -(-total // A_PAGE)),
    )
