"""The pages: rendered here, complete without JavaScript; page.js only makes them smoother."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.answer import Answer, Ask
from assistant.desk.shelf import with_words
from assistant.guard.screen import masked_text
from assistant.questions import Fault, fault_of
from assistant.settings import parse_date
from assistant.web import sse, static_files, terms, views
from assistant.web.addresses import sheet_href
from assistant.web.front import PUBLIC, AnyFront, Front, OpenFront, front_for, front_of
from assistant.web.languages.choice import headers_of, values_of
from assistant.web.reading import Line

HERE = Path(__file__).parent
_CONVERSATION = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
_MAX_FIELDS = 20
MOST_WORDS = 200

router = APIRouter(include_in_schema=False)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    static = static_files.addresses(static_files.every_name())
    made.globals.update(views=views, words=terms, static=static)
    return made


templates = _environment()


def page(
    front: Front,
    template: str,
    status: int = 200,
    *,
    typed: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """
    Render a page in the language of the visitor.

    Args:

        typed: What the visitor wrote, by field, as it may be shown; for the same page in another
            language.
    """
    shared = values_of(front.choice, typed)
    html = templates.get_template(template).render(front=front, **shared, **values)
    return HTMLResponse(html, status, headers_of(front.words))


def error_page(request: Request, status: int, error_id: str | None) -> Response:
    """Render an error as a page, with the way to a person on it."""
    front = front_for(request)
    title, text = front.words.error(status)
    return page(front, "error.html", status, title=title, text=text, error_id=error_id)


@router.api_route("/", methods=["GET", "HEAD"])
def start(front: AnyFront) -> Response:
    """Show the question field; it is there even while there is no index."""
    return _form(front, {})


def _form(front: Front, fields: dict[str, str], fault: Fault | None = None) -> Response:
    """Show the question field, with the reason beside it when a question was refused."""
    return page(
        front,
        "start.html",
        422 if fault else 200,
        question=_printable(fields.get("vraag", "")) if fault else "",
        conversation_id=_conversation(fields),
        error=front.words.FAULTS[fault] if fault else None,
    )


def _printable(text: str) -> str:
    """Return a refused question as far as a page can show it, without personal data."""
    return masked_text("".join(c for c in text if c == "\n" or c.isprintable())[:5000])


async def form_fields(request: Request) -> dict[str, str]:
    """Return the fields of a form, from the address or from an URL-encoded body."""
    if request.method != "POST":
        return dict(request.query_params)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
    except ValueError:
        return {"vraag": ""}


Fields = Annotated[dict[str, str], Depends(form_fields)]


@router.api_route("/vraag", methods=["GET", "HEAD", "POST"])
def question(fields: Fields, front: AnyFront, request: Request) -> Response:
    """Show the answer to a question, or the form again with what is wrong with it."""
    if "vraag" not in fields:
        return RedirectResponse(front.choice.to("/"), 303)
    fault = fault_of(fields["vraag"])
    if fault:
        return _form(front, fields, fault)
    front.require_index()
    ask = replace(_ask(fields), reopened=request.method != "POST")
    answer = front.service.answer(ask)
    typed = {"vraag": answer.question}
    return page(front, "answer.html", typed=typed, view=_view(front, answer))


def _view(front: Front, answer: Answer, turn: int = 1) -> views.AnswerView:
    return views.answer_view(
        front.service,
        answer,
        turn,
        words=front.words,
        feedback=front.desk is not None,
        held=front.holds,
    )


def _ask(fields: dict[str, str]) -> Ask:
    return Ask(
        question=fields["vraag"].strip(),
        conversation_id=_conversation(fields),
        on=_day(fields),
        audience=PUBLIC,
    )


def _day(fields: dict[str, str]) -> date | None:
    """Return the day that an address asks about (`datum=2025-06-01`); none where it is no date."""
    try:
        return parse_date(fields.get("datum", ""))
    except ValueError:
        return None


def _conversation(fields: dict[str, str]) -> str | None:
    """Return the conversation's id; one that cannot be ours starts a new conversation."""
    value = fields.get("conversation_id", "")
    return value if _CONVERSATION.fullmatch(value) else None


@router.post("/vraag/stroom")
async def question_stream(fields: Fields, request: Request) -> Response:
    """Stream the answer as pieces of the answer page; for page.js, which falls back to /vraag."""
    front = await front_of(request)
    if fault_of(fields.get("vraag", "")):
        return Response(status_code=422)
    await run_in_threadpool(front.require_index)
    return sse.stream(_pieces(front, fields), "/vraag/stroom")


def _pieces(front: Front, fields: dict[str, str]) -> Iterator[bytes]:
    yield sse.event("status", {"stage": "searching"})
    turn = fields.get("beurt", "")
    number = int(turn) if turn.isascii() and turn.isdecimal() and len(turn) < 4 else 1
    answer = front.service.answer(_ask(fields))
    yield from _answer_pieces(front, _view(front, answer, number))


def _answer_pieces(front: Front, view: views.AnswerView) -> Iterator[bytes]:
    """Yield the answer as page.js puts it on the page: `more` opens the fold for what follows."""
    shared = values_of(front.choice)
    parts: Any = templates.get_template("_answer.html").make_module({"front": front, **shared})
    answer = view.answer
    head = {
        "stage": "ready",
        "question": answer.question,
        "html": str(parts.head(view)),
        "language": answer.language,
    }
    yield sse.event("status", head)
    for line in view.reading.opening:
        yield sse.event("sentence", _piece(parts, view, line))
    if view.reading.rest:
        yield sse.event("more", {"html": str(parts.more(view))})
    for line in view.reading.rest:
        yield sse.event("sentence", {**_piece(parts, view, line), "folded": True})
    yield sse.event("sources", {"html": str(parts.after(view))})
    yield sse.event(
        "done",
        {
            "conversation_id": answer.conversation_id,
            "href": front.choice.to(view.ask_href(answer.question)),
            "standalone": view.standalone,
        },
    )


def _piece(parts: Any, view: views.AnswerView, line: Line) -> dict[str, Any]:
    return {"html": str(parts.sentence(view, line)), "item": line.item}


@router.api_route("/documenten", methods=["GET", "HEAD"])
def documents(front: OpenFront, zoek: str = "") -> Response:
    """List the documents, or those with these words."""
    words = _printable(zoek).strip()[:MOST_WORDS]
    found = with_words(front.documents(), words)
    spoken = front.words
    shown = [views.document_view(front.service, document, spoken) for document in found]
    typed = {"zoek": words} if words else {}
    return page(front, "documents.html", typed=typed, documents=shown, sought=words)


@router.api_route("/document/{document_id}", methods=["GET", "HEAD"])
def document(document_id: str, front: OpenFront) -> Response:
    """Show a document under its own headings."""
    found, passages = front.document(document_id)
    held = front.holds(found)
    return page(
        front,
        "document.html",
        view=views.document_view(front.service, found, front.words),
        passages=list(views.passage_views(found, passages, front.words, held=held)),
        sheets_href=sheet_href(found.id, 1) if held else None,
    )
