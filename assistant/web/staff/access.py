"""Who may see a staff page, and which form may change something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from assistant.desk.desk import Desk
from assistant.originals.library import Originals
from assistant.service import Service
from assistant.web.problems import Problem
from assistant.web.staff import render
from assistant.web.staff.previews import Previews
from assistant.web.staff.session import COOKIE, LASTS_SECONDS, Attempts, Session, Sessions, carries
from corpus.model import Document

HOME = "/staf"
SIGN_IN = "/staf/inloggen"
MOST_FIELDS = 60


class SignInFirst(Exception):
    """Raised for whoever is not signed in; becomes a redirect to the sign-in page."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """What the staff routes share; on the application as `state.staff`."""

    desk: Desk
    service: Service
    password: str
    sessions: Sessions
    attempts: Attempts
    previews: Previews
    originals: Originals | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of a browser to the staff pages."""

    request: Request
    staff: Staff
    session: Session

    @property
    def desk(self) -> Desk:
        """Return the desk."""
        return self.staff.desk

    @property
    def service(self) -> Service:
        """Return the service; its documents include those for staff."""
        return self.staff.service

    def holds(self, document: Document) -> bool:
        """Tell whether the document can be shown as it looks."""
        return self.staff.originals is not None and self.staff.originals.holds(document)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Render a staff page."""
        shared = {"visit": self, "path": self.request.url.path}
        return render.page(template, status, **shared, **values)

    def keep_cookie(self, response: Response, session: Session) -> Response:
        """Give the browser the cookie of a session."""
        response.set_cookie(
            COOKIE,
            self.staff.sessions.cookie(session),
            max_age=LASTS_SECONDS,
            path=HOME,
            httponly=True,
            samesite="strict",
            secure=self.request.url.scheme == "https",
        )
        return response


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted(Visit):
    """A form that came from a page of ours, with its fields."""

    form: FormData

    def text(self, name: str, most: int = 2000) -> str:
        """Return a field trimmed and cut, without control characters; '' where it is absent."""
        value = self.form.get(name)
        if not isinstance(value, str):
            return ""
        kept = "".join(sign for sign in value if sign == "\n" or sign.isprintable())
        return kept.strip()[:most]

    def lines(self, name: str, most: int = 10_000) -> tuple[str, ...]:
        """Return the lines of a field that hold anything."""
        return tuple(line.strip() for line in self.text(name, most).splitlines() if line.strip())

    def file(self, name: str) -> UploadFile | None:
        """Return a file that was chosen, or None."""
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None


def visit_of(request: Request) -> Visit:
    """Return the visit, signed in or not; a browser without a session gets a new one."""
    staff: Staff = request.app.state.staff
    session = staff.sessions.read(request.cookies.get(COOKIE, "")) or staff.sessions.begin()
    return Visit(request=request, staff=staff, session=session)


async def any_visit(request: Request) -> Visit:
    """Return the visit, signed in or not."""
    return visit_of(request)


async def signed_in(request: Request) -> Visit:
    """Return the visit of someone who signed in; raises SignInFirst for anyone else."""
    visit = visit_of(request)
    if not visit.session.staff:
        query = f"?{request.url.query}" if request.url.query else ""
        raise SignInFirst(request.url.path + query if request.method in ("GET", "HEAD") else HOME)
    return visit


async def any_post(request: Request) -> Posted:
    """Return a form with the token of its session; raises Problem 403 without."""
    return await _posted(visit_of(request))


async def signed_in_post(request: Request) -> Posted:
    """Return a form of someone who signed in; the body is not read for anyone else."""
    return await _posted(await signed_in(request))


async def _posted(visit: Visit) -> Posted:
    request = visit.request
    if _is_foreign(request):
        raise Problem(403, "The form came from another site.")
    form = await request.form(max_files=1, max_fields=MOST_FIELDS)
    if not carries(visit.session, form.get("csrf")):
        raise Problem(403, "The form is too old; open the page again.")
    return Posted(request=request, staff=visit.staff, session=visit.session, form=form)


def _is_foreign(request: Request) -> bool:
    """Tell whether a browser says that another site sent the form."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    # Our own forms come with the origin 'null': pages tell no referrer.
    origin = request.headers.get("origin", "null")
    return origin != "null" and urlsplit(origin).netloc != request.headers.get("host")


def sign_in_first(request: Request, error: Exception) -> Response:
    """Send a browser to the sign-in page, and from there to what it wanted."""
    assert isinstance(error, SignInFirst)
    return RedirectResponse(f"{SIGN_IN}?verder={quote(error.wanted, safe='')}", 303)


def safe_target(wanted: str) -> str:
    """Return a path below /staf to go to after signing in; anything else becomes the start."""
    inside = wanted == HOME or wanted.startswith((f"{HOME}/", f"{HOME}?"))
    plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted
    return wanted if inside and plain and ".." not in wanted else HOME


AnyVisit = Annotated[Visit, Depends(any_visit)]
AnyPost = Annotated[Posted, Depends(any_post)]
StaffVisit = Annotated[Visit, Depends(signed_in)]
StaffPost = Annotated[Posted, Depends(signed_in_post)]
