"""The state of the documents, and bringing in a new one: preview first, then confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from assistant.desk.facets import Validity, validity
from assistant.desk.shelf import ShelfOrder, in_order, with_words
from assistant.desk.uploads import MAX_BYTES, SUFFIXES, Staged
from assistant.desk.workshop import Workshop
from assistant.settings import parse_date
from assistant.web.problems import Problem
from assistant.web.staff import strings_nl
from assistant.web.staff.access import Posted, StaffPost, StaffVisit, Visit
from assistant.web.staff.csv_file import csv_response
from corpus.errors import RejectedFile
from corpus.model import SECTORS, Document

router = APIRouter()

LIST = "/staf/documenten"
NEW = f"{LIST}/nieuw"
TEXTS = ("title", "publisher", "type", "published", "url")
DATES = ("valid_from", "valid_to")

_SHOWN = ("", *Validity, "binnenkort", "staf")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents a list shows, and how; what an address cannot mean is left out."""

    validity: str
    text: str
    order: ShelfOrder

    def query(self, **changes: str) -> str:
        """Return the query string with changes; an empty value takes a field away."""
        order = "" if self.order is ShelfOrder.TITLE else str(self.order)
        fields = {"geldig": self.validity, "tekst": self.text, "orde": order, **changes}
        return urlencode({name: text for name, text in fields.items() if text})


def _wanted(visit: Visit) -> Wanted:
    query = visit.request.query_params
    chosen, order = query.get("geldig", ""), query.get("orde", "")
    return Wanted(
        validity=chosen if chosen in _SHOWN else "",
        text=query.get("tekst", "").strip()[:200],
        order=ShelfOrder(order) if order in list(ShelfOrder) else ShelfOrder.TITLE,
    )


def _listed(visit: Visit, wanted: Wanted) -> tuple[list[Document], list[Document]]:
    """Return the documents with the wanted words, and of those what the list shows."""
    documents = visit.service.documents() if visit.service.status().ready else []
    found, today = with_words(documents, wanted.text), visit.service.today()
    shown = [each for each in found if _is_shown(each, wanted.validity, today)]
    return found, in_order(shown, wanted.order)


@router.get(LIST)
def listed(visit: StaffVisit) -> Response:
    """Show the documents with their validity, and what the last ingest rejected."""
    wanted, status, today = _wanted(visit), visit.service.status(), visit.service.today()
    found, shown = _listed(visit, wanted)
    workshop = visit.desk.workshop
    return visit.page(
        "documents.html",
        documents=shown,
        wanted=wanted,
        orders=list(ShelfOrder),
        counts={name: sum(_is_shown(d, name, today) for d in found) for name in _SHOWN},
        choices=strings_nl.DOCUMENT_CHOICES,
        today=today,
        index=status,
        workshop=workshop,
        outcome=workshop.last() if workshop else None,
        uploads=visit.desk.uploads.names(),
    )


@router.get(f"{LIST}.csv")
def listed_csv(visit: StaffVisit) -> Response:
    """Return the documents of the list as CSV."""
    today = visit.service.today()
    head = ["titel", "uitgever", "soort", "regio", "sector", "verschenen", "geldig vanaf"]
    head += ["geldig tot en met", "stand", "nagekeken op", "voor", "adres", "kenmerk"]
    rows = [_row(each, today) for each in _listed(visit, _wanted(visit))[1]]
    return csv_response("documenten.csv", head, rows)


def _row(document: Document, today: date) -> list[object]:
    return [
        *(document.title, document.publisher, document.type, ", ".join(document.regions)),
        *(", ".join(document.sectors), document.published, document.valid_from),
        *(document.valid_to, str(validity(document, today)), document.checked_on),
        *("iedereen" if document.audience == "public" else "medewerkers", document.url),
        document.id,
    ]


def _is_shown(document: Document, chosen: str, today: date) -> bool:
    if chosen == "binnenkort":
        return document.expires_soon(today)
    if chosen == "staf":
        return document.audience == "staff"
    return not chosen or validity(document, today) == chosen


def _workshop(visit: Visit) -> Workshop:
    if visit.desk.workshop is None:
        raise Problem(404, "Documents cannot be brought in here.")
    return visit.desk.workshop


@router.get(NEW)
def new(visit: StaffVisit) -> Response:
    """Show the form to bring in a document."""
    _workshop(visit)
    return _form(visit)


def _form(visit: Visit, error: str = "", fields: dict[str, object] | None = None) -> Response:
    return visit.page(
        "upload.html",
        422 if error else 200,
        error=error,
        fields=fields or {},
        sectors=SECTORS,
        suffixes=SUFFIXES,
        megabytes=MAX_BYTES // 1024**2,
    )


@router.post(NEW)
def upload(posted: StaffPost) -> Response:
    """Put a file aside and read it; what cannot be read is refused with the reason."""
    workshop, file = _workshop(posted), posted.file("bestand")
    metadata, fault = _metadata(posted)
    if file is None:
        fault = fault or strings_nl.NO_FILE
    if fault or file is None:
        return _form(posted, fault, metadata)
    staged = None
    try:
        content = file.file.read(MAX_BYTES + 1)
        staged = posted.desk.uploads.stage(file.filename or "", content, metadata)
        posted.staff.previews.of(staged, workshop)
    except RejectedFile as problem:
        if staged:
            posted.desk.uploads.drop(staged)
        return _form(posted, strings_nl.rejected(str(problem)), metadata)
    return RedirectResponse(f"{NEW}/{staged.token}", 303)


def _metadata(posted: Posted) -> tuple[dict[str, object], str]:
    """Return what was filled in, and what is wrong with it or ''."""
    found: dict[str, object] = {name: text for name in TEXTS if (text := posted.text(name, 300))}
    fault = ""
    for name in DATES:
        if text := posted.text(name, 20):
            found[name] = text
            try:
                parse_date(text)
            except ValueError:
                fault = strings_nl.WRONG_DATE
    regions = [word for word in posted.text("regions", 300).replace(",", " ").split() if word]
    sectors = [code for code in SECTORS if code in posted.form.getlist("sectors")]
    found |= {name: each for name, each in (("regions", regions), ("sectors", sectors)) if each}
    if posted.text("audience") in ("public", "staff"):
        found["audience"] = posted.text("audience")
    if "url" in found and not str(found["url"]).startswith(("http://", "https://")):
        fault = strings_nl.WRONG_URL
    return found, fault


@router.get(f"{NEW}/{{token}}")
def preview(token: str, visit: StaffVisit) -> Response:
    """Show a file as it will be read; one that can no longer be read is dropped."""
    staged, workshop = _staged(visit, token), _workshop(visit)
    try:
        read = visit.staff.previews.of(staged, workshop)
    except RejectedFile as problem:
        visit.desk.uploads.drop(staged)
        return _form(visit, strings_nl.rejected(str(problem)))
    return visit.page(
        "preview.html",
        staged=staged,
        read=read,
        replaces=visit.desk.uploads.replaces(staged),
        today=visit.service.today(),
    )


def _staged(visit: Visit, token: str) -> Staged:
    staged = visit.desk.uploads.staged(token)
    if staged is None:
        raise Problem(404, "There is no file that waits under this name.")
    return staged


@router.post(f"{NEW}/{{token}}")
def decide(token: str, posted: StaffPost) -> Response:
    """Make a file a source and start the ingest, or throw it away."""
    staged, workshop = _staged(posted, token), _workshop(posted)
    uploads = posted.desk.uploads
    if posted.text("doe") != "plaats":
        uploads.drop(staged)
        return RedirectResponse(NEW, 303)
    uploads.publish(staged)
    posted.desk.decisions.note("document geplaatst", staged.name)
    workshop.start([uploads.folder])
    return RedirectResponse(LIST, 303)


@router.post(f"{LIST}/verwijderen")
def remove(posted: StaffPost) -> Response:
    """Delete a document that staff brought in, and start the ingest."""
    workshop, name = _workshop(posted), posted.text("naam", 120)
    if not posted.desk.uploads.remove(name):
        raise Problem(404, "There is no such document among those brought in here.")
    posted.desk.decisions.note("document verwijderd", name)
    workshop.start([posted.desk.uploads.folder])
    return RedirectResponse(LIST, 303)


@router.post(f"{LIST}/inlezen")
def read_again(posted: StaffPost) -> Response:
    """Start an ingest of everything."""
    workshop, uploads = _workshop(posted), posted.desk.uploads
    posted.desk.decisions.note("opnieuw ingelezen")
    workshop.start([uploads.folder] if uploads.folder.is_dir() else [])
    return RedirectResponse(LIST, 303)
