"""Search over all documents, those for staff included; passages, documents, comparing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from assistant.desk.compare import compared, paragraphs
from assistant.desk.facets import DEPTH, Narrowed, Order, Validity, narrowed
from assistant.questions import fault_of
from assistant.settings import parse_date
from assistant.web.addresses import sheet_href
from assistant.web.highlight import Piece, query_spans
from assistant.web.problems import Problem
from assistant.web.staff.access import HOME, StaffPost, StaffVisit, Visit
from assistant.web.staff.csv_file import csv_response
from assistant.web.staff.log import page_number
from assistant.web.staff.reference import reference
from corpus.model import Document, Passage
from retrieval.filters import Filters
from retrieval.search import Hit

router = APIRouter()

A_PAGE = 20
FACETS = {
    "regio": "Regio",
    "sector": "Sector",
    "soort": "Soort",
    "geldig": "Geldigheid",
    "jaar": "Jaar",
    "uitgever": "Uitgever",
}
MOST_PARAGRAPHS = 3000
MOST_COMPARED = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as its address says it; what cannot be meant is left out."""

    q: str
    facets: dict[str, str]
    on: str
    order: Order

    def query(self, **changes: str) -> str:
        """Return the query string with changes; an empty value takes a field away."""
        fields = {"q": self.q, **self.facets, "op": self.on, "orde": str(self.order)}
        if self.order == Order.RELEVANCE:
            del fields["orde"]
        return urlencode({name: text for name, text in {**fields, **changes}.items() if text})


def _wanted(visit: Visit) -> Wanted:
    query = visit.request.query_params
    q, on, order = query.get("q", "").strip(), query.get("op", ""), query.get("orde", "")
    try:
        parse_date(on)
    except ValueError:
        on = ""
    facets = {name: text[:200] for name in FACETS if (text := query.get(name, "").strip())}
    if facets.get("geldig", Validity.IN_FORCE) not in list(Validity):
        del facets["geldig"]
    known = Order(order) if order in list(Order) else Order.RELEVANCE
    return Wanted("" if fault_of(q) else q, facets, on, known)


def _found(visit: Visit, wanted: Wanted) -> Narrowed:
    if not wanted.q:
        return Narrowed([], {})
    on = parse_date(wanted.on) if wanted.on else visit.service.today()
    filters = Filters(region=wanted.facets.get("regio"), sector=wanted.facets.get("sector"))
    hits = visit.service.search(wanted.q, filters, DEPTH)
    return narrowed(hits, wanted.facets, on, wanted.order)


@dataclass(frozen=True, slots=True)
class Result:
    """A hit with the words of the query marked, its reference, and its page as it looks."""

    hit: Hit
    pieces: list[Piece]
    reference: str
    sheet_href: str | None


@router.get("/staf/zoeken")
def search(visit: StaffVisit) -> Response:
    """Show passages for a query, with what they can be narrowed by."""
    wanted = _wanted(visit)
    found = _found(visit, wanted)
    number = page_number(visit.request.query_params)
    shown = found.hits[(number - 1) * A_PAGE : number * A_PAGE]
    return visit.page(
        "search.html",
        wanted=wanted,
        found=found,
        results=[_result(visit, hit, wanted.q) for hit in shown],
        facets=FACETS,
        orders=list(Order),
        today=visit.service.today(),
        number=number,
        pages=max(1, -(-len(found.hits) // A_PAGE)),
        depth=DEPTH,
        searches=visit.desk.decisions.searches(),
    )


def _result(visit: Visit, hit: Hit, query: str) -> Result:
    text, at, pieces = hit.passage.text, 0, []
    for start, end in query_spans(query, text):
        pieces += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    return Result(
        hit=hit,
        pieces=[*pieces, Piece(text[at:], False)],
        reference=reference(hit.document, hit.passage, visit.service.today()),
        sheet_href=_sheet_href(visit, hit.document, hit.passage),
    )


@router.get("/staf/zoeken.csv")
def search_csv(visit: StaffVisit) -> Response:
    """Return every passage of a search as CSV."""
    today = visit.service.today()
    head = ["nr", "titel", "plaats", "bladzijde", "uitgever", "soort", "verschenen", "geldig vanaf"]
    head += ["geldig tot en met", "verlopen", "adres", "score", "tekst", "verwijzing"]
    rows = [_row(n, hit, today) for n, hit in enumerate(_found(visit, _wanted(visit)).hits, 1)]
    return csv_response("zoeken.csv", head, rows)


def _row(number: int, hit: Hit, today: date) -> list[object]:
    document, passage = hit.document, hit.passage
    return [
        *(number, document.title, " › ".join(passage.section), passage.page_from),
        *(document.publisher, document.type, document.published),
        *(document.valid_from, document.valid_to, "ja" if document.expired(today) else "nee"),
        *(document.url, round(hit.score, 4), passage.text, reference(document, passage, today)),
    ]


@router.post("/staf/zoeken/bewaren")
def save(posted: StaffPost) -> Response:
    """Save a search under a name."""
    name, query = posted.text("naam", 100), posted.text("query", 1000)
    if name and query:
        posted.desk.decisions.save_search(name, query)
    return RedirectResponse(f"/staf/zoeken?{query}", 303)


@router.post("/staf/zoeken/vergeten")
def forget(posted: StaffPost) -> Response:
    """Delete a saved search."""
    id = posted.text("id", 18)
    if id.isascii() and id.isdecimal():
        posted.desk.decisions.drop_search(int(id))
    return RedirectResponse("/staf/zoeken", 303)


@router.get("/staf/passage/{passage_id}")
def passage(passage_id: str, visit: StaffVisit) -> Response:
    """Show a passage between its neighbours, with its reference."""
    found = visit.service.passage(passage_id)
    if found is None:
        raise Problem(404, "There is no passage with this id.")
    document, here, beside = found
    today = visit.service.today()
    return visit.page(
        "passage.html",
        document=document,
        here=here,
        passages=sorted([here, *beside], key=lambda each: each.ordinal),
        reference=reference(document, here, today),
        today=today,
        sheet_href=_sheet_href(visit, document, here),
    )


def _sheet_href(visit: Visit, document: Document, passage: Passage | None) -> str | None:
    """Return the page of a passage, or the first of a document, as it looks; None if not held."""
    if not visit.holds(document) or (passage and passage.page_from is None):
        return None
    number = passage.page_from if passage else None
    return sheet_href(document.id, number or 1, passage.id if passage else None, base=HOME)


@router.get("/staf/document/{document_id}")
def document(document_id: str, visit: StaffVisit) -> Response:
    """Show a document with all its passages and metadata."""
    found = visit.service.document(document_id)
    if found is None:
        raise Problem(404, "There is no document with this id.")
    today = visit.service.today()
    return visit.page(
        "document.html",
        document=found[0],
        passages=found[1],
        reference=reference(found[0], None, today),
        today=today,
        earlier=_earlier(visit, document_id) is not None,
        sheet_href=_sheet_href(visit, found[0], None),
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison."""

    title: str
    place: str
    href: str
    paragraphs: list[str]


EARLIER = "vorige:"
"""Before a document's id: as it was in the previous version of the index."""


@router.get("/staf/vergelijken")
def compare(visit: StaffVisit) -> Response:
    """Show two documents, versions of one, or passages, side by side."""
    ids = [id for id in visit.request.query_params.getlist("id") if id]
    sides = [_side(visit, id) for id in ids[:MOST_COMPARED]]
    if len(ids) != MOST_COMPARED:
        return visit.page("compare.html", 422 if ids else 200, sides=sides, rows=[], cut=False)
    left, right = sides
    rows = compared(left.paragraphs[:MOST_PARAGRAPHS], right.paragraphs[:MOST_PARAGRAPHS])
    cut = any(len(side.paragraphs) > MOST_PARAGRAPHS for side in sides)
    return visit.page("compare.html", sides=sides, rows=rows, cut=cut)


def _side(visit: Visit, id: str) -> Side:
    if id.startswith(EARLIER):
        before = _earlier(visit, id.removeprefix(EARLIER))
        if before:
            return _whole(before, "vorige versie van de index")
    elif whole := visit.service.document(id):
        return _whole(whole[0], "")
    elif found := visit.service.passage(id):
        document, passage, _ = found
        return _part(document, passage)
    raise Problem(404, "There is no document or passage with this id.")


def _earlier(visit: Visit, document_id: str) -> Document | None:
    return visit.desk.workshop.previous(document_id) if visit.desk.workshop else None


def _whole(document: Document, note: str) -> Side:
    return Side(document.title, note, f"/staf/document/{document.id}", paragraphs(document.text))


def _part(document: Document, passage: Passage) -> Side:
    section = " › ".join(passage.section)
    return Side(document.title, section, f"/staf/passage/{passage.id}", paragraphs(passage.text))
