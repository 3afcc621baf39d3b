"""Server-sent events: how an answer is streamed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from starlette.responses import StreamingResponse

from assistant.answer import Answer
from assistant.web.problems import DETAILS, body_of, log_failure

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event(name: str | None, data: Any) -> bytes:
    """Return one event; JSON without line breaks, so it is always one data line."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data)}\n\n".encode()


def stream(events: Iterable[bytes], where: str) -> StreamingResponse:
    """Return a response that streams; a failure on the way becomes a last event `error`."""
    return StreamingResponse(_guarded(events, where), 200, HEADERS, "text/event-stream")


def _guarded(events: Iterable[bytes], where: str) -> Iterator[bytes]:
    try:
        yield from events
    except Exception:  # noqa: BLE001 - the status line is gone already; the client must still hear
        error_id = log_failure(where)
        yield event("error", body_of(500, DETAILS[500], {"id": error_id}))


def answer_events(answer: Answer) -> Iterator[bytes]:
    """Yield an answer as `status`, `sentence` (one each), `sources` and `done`."""
    whole = answer.to_json()
    keys = (
        *("id", "conversation_id", "status", "phase", "missing", "contact"),
        *("question", "read_as", "notes", "language", "model"),
    )
    yield event("status", {"stage": "ready", **{key: whole[key] for key in keys}})
    for index, sentence in enumerate(whole["sentences"]):
        yield event("sentence", {"index": index, **sentence})
    yield event("sources", {"sources": whole["sources"]})
    yield event("done", whole)
