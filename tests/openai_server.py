"""A real HTTP server that speaks OpenAI's protocol (chat, embeddings), and misbehaves when told."""

from __future__ import annotations

import contextlib
import json
import threading
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


Embed = Callable[[list[str]], tuple[int, Any]]
"""From the texts of a request to the status and the body (JSON, or bytes as they are)."""


@dataclass
class Asked:
    """A request as it came in; names of headers are in lower case."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def material(self) -> dict[str, Any]:
        """What the user message holds, where that is JSON."""
        try:
            found = json.loads(self.body["messages"][-1]["content"])
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


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


def nothing_embedded(texts: list[str]) -> tuple[int, Any]:
    """Answer as a server without embeddings."""
    return 404, {}


class OpenAIServer(ThreadingHTTPServer):
    """POST /v1/chat/completions, streamed or whole, and POST /v1/embeddings."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = Script()
        self.embed: Embed = nothing_embedded
        self.embedded: list[Asked] = []

    @property
    def url(self) -> str:
        """The base address that a client is given."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, *_: Any) -> None:
        """Say nothing of clients that hang up."""


@contextlib.contextmanager
def serving() -> Iterator[OpenAIServer]:
    """Run a server while the context lasts."""
    server = OpenAIServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server: Any = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): text for name, text in self.headers.items()}
        asked = Asked(self.path, body, headers)
        self.close_connection = True
        with contextlib.suppress(ConnectionError):
            if self.path == "/v1/embeddings":
                server.embedded.append(asked)
                self._json(*server.embed(body["input"]))
                return
            assert self.path == "/v1/chat/completions", self.path
            reply = server.script.next(asked)
            if reply.status != 200 or reply.raw is not None:
                self._whole(reply)
            elif body.get("stream"):
                self._stream(reply)
            else:
                message = {"role": "assistant", "content": reply.text}
                self._json(200, {"choices": [{"message": message}]})

    def _json(self, status: int, body: Any) -> None:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def _whole(self, reply: Reply) -> None:
        error = {"error": {"message": "kapot", "type": "server_error", "code": None}}
        sent = json.dumps(error).encode() if reply.raw is None else reply.raw
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
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
        self.send_header("Connection", "close")
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
