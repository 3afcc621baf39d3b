"""Errors as RFC 9457 problem details; for a browser on a page, as a page."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import IndexProblem, RecordsProblem

log = logging.getLogger("loket.web")

MEDIA_TYPE = "application/problem+json"
API_PATHS = ("/v1/", "/health", "/ready", "/metrics", "/openapi.json")
DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
    413: "The request body is larger than 64 kB.",
    500: "Something broke on our side; quote the id when you report it.",
}
ErrorPage = Callable[[Request, int, str | None], Response]


class Problem(HTTPException):
    """An error with one clear sentence; `extra` are further members of the problem object."""

    def __init__(self, status: int, detail: str, **extra: Any) -> None:
        super().__init__(status_code=status, detail=detail)
        self.extra = extra


def body_of(status: int, detail: str, extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a problem object; `error` repeats it the way OpenAI clients read errors."""
    title = HTTPStatus(status).phrase
    sentence = detail if detail.endswith(".") else f"{detail}."
    kind = "server_error" if status >= 500 else "invalid_request_error"
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": sentence,
        **(extra or {}),
        "error": {"message": sentence, "type": kind, "param": None, "code": None},
    }


def response_of(
    status: int,
    detail: str,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a problem response. ASCII only, so that no odd character can break it."""
    content = json.dumps(body_of(status, detail, extra))
    return Response(content, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def install(app: FastAPI, page: ErrorPage) -> None:
    """Make every error of the app a problem, or `page` where a browser asked for a page."""

    def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if wants_page(request):
            return page(request, error.status_code, None)
        plain = error.detail == HTTPStatus(error.status_code).phrase
        detail = DETAILS.get(error.status_code, error.detail) if plain else error.detail
        extra = getattr(error, "extra", None)
        return response_of(error.status_code, detail, extra, error.headers)

    def unavailable(request: Request, error: Exception) -> Response:
        return http_error(request, Problem(503, str(error)))

    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(IndexProblem, unavailable)
    app.add_exception_handler(RecordsProblem, unavailable)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_middleware(CatchAll, page=page)


def wants_page(request: Request) -> bool:
    """Tell whether the answer to an error should be a page."""
    accept = request.headers.get("accept", "")
    return not request.url.path.startswith(API_PATHS) and "text/html" in accept


def invalid(request: Request, error: Exception) -> Response:
    """Return 422 with one sentence, and every fault under `errors`. Input is never repeated."""
    assert isinstance(error, RequestValidationError)
    faults = [_fault(item) for item in error.errors()[:20]]
    return response_of(422, _sentence(faults[0]), {"errors": faults})


def _fault(item: Mapping[str, Any]) -> dict[str, str]:
    loc: Sequence[Any] = item["loc"]
    if item["type"] == "json_invalid":
        return {"field": "body", "message": "The body is not valid JSON."}
    if item["type"] == "extra_forbidden":
        return {"field": str(loc[0]), "message": f"The field '{_name(loc)}' is not known here."}
    message = str(item["msg"]).removeprefix("Value error, ")
    return {"field": _name(loc), "message": message}


def _name(loc: Sequence[Any]) -> str:
    """Return a field's path, shortened: its last part may be the client's own text."""
    return ".".join(str(part) for part in loc[1:])[:60] or str(loc[0])


def _sentence(fault: Mapping[str, str]) -> str:
    message = fault["message"]
    return message if message.endswith(".") else f"{fault['field']}: {message}."


class CatchAll:
    """Turns what nobody caught into a 500 with an id, which the log has too."""

    def __init__(self, app: ASGIApp, page: ErrorPage) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for it when it fails before its response began."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:  # noqa: BLE001 - the last place to catch it; logged with its id
            error_id = log_failure(scope["path"])
            if not started:
                await self._answer(Request(scope), error_id)(scope, receive, send)

    def _answer(self, request: Request, error_id: str) -> Response:
        if wants_page(request):
            return self.page(request, 500, error_id)
        return response_of(500, DETAILS[500], {"id": error_id})


def log_failure(where: str) -> str:
    """Log the exception being handled under a new id, and return that id."""
    error_id = uuid.uuid4().hex
    log.exception("error %s at %s", error_id, where)
    return error_id
