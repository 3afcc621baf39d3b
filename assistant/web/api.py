"""The JSON API under /v1."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from assistant.answer import Ask
from assistant.guard.screen import masked_text
from assistant.web import sse
from assistant.web.front import PUBLIC, Front, OpenFront
from assistant.web.highlight import query_spans
from assistant.web.problems import Problem
from assistant.web.schemas import (
    AnswerOut,
    DocumentOut,
    DocumentsOut,
    DocumentWithPassagesOut,
    HighlightOut,
    HitOut,
    PassageInContextOut,
    PassageOut,
    QuestionIn,
    SearchIn,
    SearchOut,
    problems,
)
from retrieval.filters import Filters
from retrieval.search import Hit

router = APIRouter()

STREAM_DOC: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; with `Accept: text/event-stream` as events `status` (stage "
        "'searching', then 'ready' with what stands above the answer), `sentence`, "
        "`sources` and `done` (the whole Answer object), or `error` (problem details) when it "
        "breaks on the way.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@router.post(
    "/v1/answers",
    response_model=AnswerOut,
    tags=["answers"],
    summary="Answer a question with its sources",
    responses={**STREAM_DOC, **problems(403, 413, 422, 500, 503)},
)
def answer(
    body: QuestionIn, front: OpenFront, accept: Annotated[str, Header()] = "*/*"
) -> Response:
    """Answer one question. The same question on the same index gives the same answer."""
    ask = Ask(**body.model_dump(), audience=PUBLIC)
    if "text/event-stream" in accept:
        return sse.stream(_streamed(front, ask), "/v1/answers")
    made = AnswerOut.model_validate(front.service.answer(ask))
    # A Response goes out as it is; a model would be validated and written once more.
    return Response(made.model_dump_json(), media_type="application/json")


def _streamed(front: Front, ask: Ask) -> Iterator[bytes]:
    yield sse.event("status", {"stage": "searching", "status": None})
    yield from sse.answer_events(sse.answers_of(front.service, ask))


@router.get(
    "/v1/search",
    tags=["search"],
    summary="Find passages, best first",
    responses=problems(422, 500, 503),
)
def search(query: Annotated[SearchIn, Query()], front: OpenFront) -> SearchOut:
    """Return passages with score, place and the spans to highlight."""
    query = query.model_copy(update={"q": masked_text(query.q)})
    version = front.service.status().version
    mark = _mark(query, version)
    offset = _offset(query.cursor, mark) if query.cursor else 0
    filters = Filters(
        region=query.region,
        sector=query.sector,
        type=query.type,
        on=query.on,
        audience=PUBLIC,
    )
    hits = front.service.search(query.q, filters, query.limit + 1, offset)
    today = query.on or front.service.today()
    more = len(hits) > query.limit
    return SearchOut(
        query=query.q,
        index_version=version,
        results=[hit_out(hit, query.q, today) for hit in hits[: query.limit]],
        next_cursor=_cursor(offset + query.limit, mark) if more else None,
    )


def hit_out(hit: Hit, query: str, today: date) -> HitOut:
    """Return a passage that was found, with its place and the spans to highlight."""
    document, passage = hit.document, hit.passage
    spans = query_spans(query, passage.text)
    return HitOut(
        passage_id=passage.id,
        document_id=document.id,
        title=document.title,
        publisher=document.publisher,
        type=document.type,
        section=" › ".join(passage.section) or None,
        page=passage.page_from,
        url=document.url,
        valid_from=document.valid_from,
        valid_to=document.valid_to,
        expired=document.expired(today),
        score=hit.score,
        dense=hit.dense,
        lexical=hit.lexical,
        text=passage.text,
        highlights=[HighlightOut(start=start, end=end) for start, end in spans],
    )


def _mark(query: SearchIn, version: str | None) -> str:
    """Return a digest of what a cursor belongs to: the query, its filters and the index."""
    asked = query.model_dump(mode="json", exclude={"cursor", "limit"})
    text = json.dumps([asked, version], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _cursor(offset: int, mark: str) -> str:
    return base64.urlsafe_b64encode(f"{mark}{offset}".encode()).decode().rstrip("=")


def _offset(cursor: str, mark: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        text = ""
    digits = text.removeprefix(mark)
    if not text.startswith(mark) or not digits.isdecimal() or len(digits) > 7:
        raise Problem(422, "The cursor belongs to another search or index; leave it out.")
    return int(digits)


@router.get(
    "/v1/documents",
    tags=["documents"],
    summary="List the documents",
    responses=problems(500, 503),
)
def documents(front: OpenFront) -> DocumentsOut:
    """Return the metadata of every document, by title."""
    today = front.service.today()
    return DocumentsOut(
        index_version=front.service.status().version,
        documents=[DocumentOut.of(document, today) for document in front.documents()],
    )


@router.get(
    "/v1/documents/{document_id}",
    tags=["documents"],
    summary="Read a document",
    responses=problems(404, 500, 503),
)
def document(document_id: str, front: OpenFront) -> DocumentWithPassagesOut:
    """Return a document with its passages in reading order."""
    found, passages = front.document(document_id)
    meta = DocumentOut.of(found, front.service.today())
    return DocumentWithPassagesOut(
        **meta.model_dump(), passages=[PassageOut.of(passage) for passage in passages]
    )


@router.get(
    "/v1/passages/{passage_id}",
    tags=["documents"],
    summary="Read a passage",
    responses=problems(403, 404, 500, 503),
)
def passage(passage_id: str, front: OpenFront) -> PassageInContextOut:
    """Return a passage with its document and the passages beside it."""
    document, found, neighbours = front.passage(passage_id)
    return PassageInContextOut(
        **PassageOut.of(found).model_dump(),
        document=DocumentOut.of(document, front.service.today()),
        neighbours=[PassageOut.of(neighbour) for neighbour in neighbours],
    )
