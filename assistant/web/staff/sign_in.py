"""Signing in and out."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from assistant.desk import password
from assistant.web.staff import strings_nl
from assistant.web.staff.access import (
    SIGN_IN,
    AnyPost,
    AnyVisit,
    StaffPost,
    Visit,
    safe_target,
)

router = APIRouter()


@router.get("/staf/inloggen")
def form(visit: AnyVisit, verder: str = "") -> Response:
    """Show the sign-in form."""
    if visit.session.staff:
        return RedirectResponse(safe_target(verder), 303)
    return _form(visit, safe_target(verder))


def _form(visit: Visit, wanted: str, error: str = "", status: int = 200) -> Response:
    response = visit.page("sign_in.html", status, wanted=wanted, error=error)
    return visit.keep_cookie(response, visit.session)


@router.post("/staf/inloggen")
def sign_in(posted: AnyPost) -> Response:
    """Sign in; too many wrong passwords from one address must wait."""
    wanted = safe_target(posted.text("verder"))
    address = posted.request.client.host if posted.request.client else ""
    wait = posted.staff.attempts.wait(address)
    if wait:
        minutes = max(1, round(wait / 60))
        response = _form(posted, wanted, strings_nl.too_many(minutes), 429)
        response.headers["Retry-After"] = str(wait)
        return response
    given = posted.form.get("wachtwoord")
    if not password.matches(given if isinstance(given, str) else "", posted.staff.password):
        posted.staff.attempts.failed(address)
        return _form(posted, wanted, strings_nl.WRONG_PASSWORD, 403)
    posted.staff.attempts.forget(address)
    posted.desk.decisions.note(strings_nl.SIGNED_IN)
    return posted.keep_cookie(RedirectResponse(wanted, 303), posted.staff.sessions.sign_in())


@router.post("/staf/uitloggen")
def sign_out(posted: StaffPost) -> Response:
    """Sign out; the cookie is of no use after this."""
    posted.staff.sessions.sign_out(posted.session)
    return posted.keep_cookie(RedirectResponse(SIGN_IN, 303), posted.staff.sessions.begin())
