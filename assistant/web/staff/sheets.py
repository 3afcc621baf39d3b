"""Pages of every document as they look, for staff, where the desk holds the file."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from assistant.originals.library import Originals
from assistant.web.problems import Problem
from assistant.web.sheet_view import PATH, PICTURE_PATH, picture_response, sheet_view
from assistant.web.staff.access import HOME, StaffVisit, Visit
from corpus.model import Document, Passage

router = APIRouter(prefix=HOME)


@router.get(PICTURE_PATH)
def picture(document_id: str, number: str, visit: StaffVisit) -> Response:
    """Return a page as a picture; no browser keeps it."""
    found, _, originals = _found(visit, document_id)
    return picture_response(originals, found, number, keep=False)


@router.get(PATH)
def sheet(document_id: str, number: str, visit: StaffVisit) -> Response:
    """Show a page with a passage marked, and its text."""
    found, passages, originals = _found(visit, document_id)
    fields = visit.request.query_params
    passage = next((each for each in passages if each.id == fields.get("passage", "")), None)
    view = sheet_view(originals, found, passage, number, fields, base=HOME)
    return visit.page("sheet.html", view=view)


def _found(visit: Visit, document_id: str) -> tuple[Document, list[Passage], Originals]:
    found = visit.service.document(document_id)
    if found is None or visit.staff.originals is None:
        raise Problem(404, "There is no such page.")
    return *found, visit.staff.originals
