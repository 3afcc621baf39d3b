"""The first page for staff, and the stop."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from assistant.days import today
from assistant.records.figures import figures
from assistant.web.staff.access import StaffPost, StaffVisit

router = APIRouter()

LATELY = 7


@router.get("/staf")
def overview(visit: StaffVisit) -> Response:
    """Show how it goes lately, and what staff did."""
    found = figures(visit.desk.database, today(), LATELY)
    on = visit.service.today()
    status = visit.service.status()
    documents = visit.service.documents() if status.ready else []
    return visit.page(
        "overview.html",
        figures=found,
        days=LATELY,
        index=status,
        expired=sum(document.expired(on) for document in documents),
        ending=sum(document.expires_soon(on) for document in documents),
        events=visit.desk.decisions.events()[:10],
        problem=visit.desk.database.problem,
    )


@router.get("/staf/stop")
def stop_page(visit: StaffVisit) -> Response:
    """Show whether answering is stopped."""
    return visit.page("stop.html", error="")


@router.post("/staf/stop")
def stop(posted: StaffPost) -> Response:
    """Stop answering, with a reason, or answer again."""
    again, reason = posted.text("doe") == "hervat", posted.text("reden", 500)
    if not again and not reason:
        return posted.page("stop.html", 422, error="Schrijf op waarom je stopt.")
    with posted.desk.house.changing() as decisions:
        if again:
            decisions.resume()
        else:
            decisions.stop(reason)
    return RedirectResponse("/staf/stop", 303)
