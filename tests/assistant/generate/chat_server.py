"""A real HTTP server that speaks OpenAI's chat protocol, and misbehaves when it is told to."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 400
"""Characters of a reply in one chunk."""


@dataclass(frozen=True, slots=True)
class Reply:
    """
    What the server does for one request.

    Args:

        text: The content; `endless` repeats it until the client is gone.

        finish: The finish reason of the last chunk; None ends the stream without one.

        pause: Seconds of waiting before each chunk.

        refusal: What the model says instead of content.

        raw: Bytes sent instead of a stream.
    """

    text: str = ""
    status: int = 200
    finish: str | None = "stop"
    pause: float = 0.0
    endless: bool = False
    refusal: str | None = None
    raw: bytes | None = None


Behaviour = Callable[[dict[str, Any]], Reply]
"""From the material of a request (question, passages with keys) to what the server does."""


@dataclass
class Asked:
    """A request as it came in."""

    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def material(self) -> dict[str, Any]:
        """What the user message holds."""
        found: dict[str, Any] = json.loads(self.body["messages"][-1]["content"])
        return found


@dataclass
class Script:
    """What the server does: each request takes the next behaviour, the last one stays."""

    behaviours: list[Behaviour] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def plays(self, *behaviours: Behaviour) -> None:
        """Start anew with these behaviours."""
        self.behaviours, self.asked = list(behaviours), []

    def next(self, asked: Asked) -> Reply:
        """Return what to do with a request."""
        self.asked.append(asked)
        behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
        return behaviour(asked.material)


class ChatServer(ThreadingHTTPServer):
    """POST /v1/chat/completions, streamed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = Script()

    @property
    def url(self) -> str:
        """The base address that a client is given."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, *_: Any) -> None:
        """Say nothing of clients that hang up."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server: Any = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/v1/chat/completions", self.path
        assert body["stream"], "the client should stream"
        reply = server.script.next(
            Asked(body, {name.lower(): text for name, text in self.headers.items()})
        )
        self.close_connection = True
        with contextlib.suppress(ConnectionError):
            if reply.status != 200 or reply.raw is not None:
                self._whole(reply)
            else:
                self._stream(reply)

    def _whole(self, reply: Reply) -> None:
        error = {"error": {"message": "kapot", "type": "server_error", "code": None}}
        sent = json.dumps(error).encode() if reply.raw is None else reply.raw
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Retry-After", "0")
        if not reply.endless:
            self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)
        while reply.endless:
            self.wfile.write(sent)

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for delta in _deltas(reply):
            time.sleep(reply.pause)
            self._chunk(delta, None)
        if reply.finish:
            self._chunk({}, reply.finish)
            self.wfile.write(b"data: [DONE]\n\n")

    def _chunk(self, delta: dict[str, Any], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        head = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "fake"}
        self.wfile.write(f"data: {json.dumps(head | {'choices': [choice]})}\n\n".encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _deltas(reply: Reply) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": ""}
    if reply.refusal:
        yield {"refusal": reply.refusal}
    while True:
        for start in range(0, len(reply.text), PIECE):
            yield {"content": reply.text[start : start + PIECE]}
        if not reply.endless:
            return
