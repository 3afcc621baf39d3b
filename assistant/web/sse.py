"""Server-sent events: how an answer is streamed."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from starlette.responses import StreamingResponse

from assistant.answer import Answer, Ask
from assistant.service import Service
from assistant.web.problems import DETAILS, body_of, log_failure

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
OPENING = (
    *("id", "conversation_id", "status", "phase", "missing", "contact"),
    *("question", "read_as", "notes", "language", "model"),
)
"""Of an answer, what is sent before its sentences: it stands above them."""


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


def answers_of(service: Service, ask: Ask) -> Iterator[Answer]:
    """
    Yield an answer as it grows, sentence by sentence, and whole at last.

    The service answers in a thread of its own; what it raises is raised here. A client that hangs
    up leaves it to end by itself.
    """
    came: queue.SimpleQueue[Answer | Exception | None] = queue.SimpleQueue()

    def run() -> None:
        try:
            came.put(service.answer(ask, came.put))
        except Exception as problem:  # noqa: BLE001 - raised again where the answer is read
            came.put(problem)
        came.put(None)

    threading.Thread(target=run, daemon=True).start()
    while (found := came.get()) is not None:
        if isinstance(found, Exception):
            raise found
        yield found


def answer_events(answers: Iterable[Answer]) -> Iterator[bytes]:
    """Yield an answer as `status`, `sentence` (one each, when ready), `sources` and `done`."""
    shown = 0
    answer = None
    for answer in answers:
        whole = answer.to_json()
        if not shown:
            yield event("status", {"stage": "ready", **{key: whole[key] for key in OPENING}})
        for index, sentence in enumerate(whole["sentences"][shown:], shown):
            yield event("sentence", {"index": index, **sentence})
        shown = max(shown, len(whole["sentences"]))
    if answer is not None:
        yield event("sources", {"sources": whole["sources"]})
        yield event("done", whole)
