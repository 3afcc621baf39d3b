"""Pages of public documents as they look, where the desk holds the file."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant.originals.library import Originals
from assistant.web.front import Front, OpenFront
from assistant.web.pages import page
from assistant.web.problems import Problem
from assistant.web.sheet_view import PATH, PICTURE_PATH, picture_response, sheet_view
from corpus.model import Document, Passage

router = APIRouter(include_in_schema=False)


@router.api_route(PICTURE_PATH, methods=["GET", "HEAD"])
def picture(document_id: str, number: str, request: Request, front: OpenFront) -> Response:
    """Return a page as a picture; an address with its digest may be kept."""
    found, _, originals = _found(front, document_id)
    keep = request.query_params.get("v") == found.digest[:8]
    return picture_response(originals, found, number, keep=keep)


@router.api_route(PATH, methods=["GET", "HEAD"])
def sheet(document_id: str, number: str, request: Request, front: OpenFront) -> Response:
    """Show a page with a passage marked, and its text."""
    found, passages, originals = _found(front, document_id)
    wanted = request.query_params.get("passage", "")
    passage = next((each for each in passages if each.id == wanted), None)
    view = sheet_view(originals, found, passage, number, request.query_params, choice=front.choice)
    return page(front, "sheet.html", view=view)


def _found(front: Front, document_id: str) -> tuple[Document, list[Passage], Originals]:
    found, passages = front.document(document_id)
    if front.originals is None:
        raise Problem(404, "Pages are not shown here.")
    return found, passages, front.originals
