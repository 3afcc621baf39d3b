"""The engine for OpenAI's protocol, against a real HTTP server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from corpus.errors import EngineUnavailable
from retrieval.embedding.base import EmbeddingSettings, load_embedder
from retrieval.embedding.openai_engine import BATCH, OpenAIEngine

Reply = Callable[[list[str]], tuple[int, Any]]


def row(index: int, text: str) -> dict[str, Any]:
    """Return a row whose vector tells its text: the length, then its first letter."""
    return {"index": index, "embedding": [float(len(text)), float(ord(text[0])), 2.0]}


def right(texts: list[str]) -> tuple[int, Any]:
    return 200, {"data": [row(index, text) for index, text in enumerate(texts)]}


def reversed_rows(texts: list[str]) -> tuple[int, Any]:
    status, body = right(texts)
    return status, {"data": body["data"][::-1]}


class Endpoint(ThreadingHTTPServer):
    """POST /v1/embeddings; `reply` may be changed between requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply: Reply = right
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append(asked)
        server.headers.append(dict(self.headers))
        status, body = (404, {}) if self.path != "/v1/embeddings" else server.reply(asked["input"])
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def unit(text: str) -> np.ndarray:
    vector = np.array(row(0, text)["embedding"])
    return vector / np.linalg.norm(vector)


TEXTS = ["pabo", "een school", "zij-instroom"]


@pytest.mark.parametrize("reply", [right, reversed_rows])
def test_vectors_come_in_the_order_of_the_texts(endpoint: Endpoint, reply: Reply) -> None:
    engine = OpenAIEngine("mini", endpoint.url)
    endpoint.reply = reply
    for embed in (engine.embed_queries, engine.embed_passages):
        made = embed(TEXTS)
        assert made.dtype == np.float32
        np.testing.assert_allclose(made, [unit(text) for text in TEXTS], rtol=1e-5)
    assert (engine.name, engine.dimensions) == ("mini/openai", 3)


def test_the_key_and_the_model_are_sent(endpoint: Endpoint) -> None:
    OpenAIEngine("mini", endpoint.url + "/", "sleutel")
    assert endpoint.headers[0]["Authorization"] == "Bearer sleutel"
    assert endpoint.asked[0]["model"] == "mini"
    OpenAIEngine("mini", endpoint.url)
    assert "Authorization" not in endpoint.headers[1]


def test_only_e5_models_get_prefixes(endpoint: Endpoint) -> None:
    for model in ("multilingual-E5-small", "mini"):
        engine = OpenAIEngine(model, endpoint.url)
        engine.embed_queries(["vraag"])
        engine.embed_passages(["tekst"])
    inputs = [asked["input"] for asked in endpoint.asked]
    assert inputs[1:3] == [["query: vraag"], ["passage: tekst"]]
    assert inputs[4:6] == [["vraag"], ["tekst"]]


def test_many_texts_go_in_batches(endpoint: Endpoint) -> None:
    engine = OpenAIEngine("mini", endpoint.url)
    texts, seen = ["x" * (n + 1) for n in range(2 * BATCH + 1)], list[int]()
    made = engine.embed_passages(texts, seen.append)
    np.testing.assert_allclose(made, [unit(text) for text in texts], rtol=1e-5)
    assert [len(asked["input"]) for asked in endpoint.asked[1:]] == [BATCH, BATCH, 1]
    assert seen == [BATCH, 2 * BATCH, 2 * BATCH + 1]


def test_no_texts_ask_nothing(endpoint: Endpoint) -> None:
    engine = OpenAIEngine("mini", endpoint.url)
    assert engine.embed_queries([]).shape == (0, 3)
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        pytest.param(lambda texts: (200, {"data": [row(0, "a")]}), "wrong number", id="too few"),
        pytest.param(
            lambda texts: (200, {"data": [row(n, "a") for n in range(9)]}),
            "wrong number",
            id="too many",
        ),
        pytest.param(lambda texts: (200, {"data": []}), "wrong number", id="none"),
        pytest.param(lambda texts: (500, {"error": "kapot"}), "500", id="500"),
        pytest.param(lambda texts: (401, {"error": "sleutel"}), "401", id="401"),
        pytest.param(lambda texts: (200, b'{"data": ['), "failed", id="malformed JSON"),
        pytest.param(lambda texts: (200, b"\xff\xfe"), "failed", id="no text"),
        pytest.param(lambda texts: (200, {"other": 1}), "failed", id="no data"),
        pytest.param(lambda texts: (200, []), "failed", id="a list"),
        pytest.param(
            lambda texts: (200, {"data": [{"index": n} for n in range(len(texts))]}),
            "failed",
            id="no embedding",
        ),
        pytest.param(
            lambda texts: (
                200,
                {"data": [{"index": n, "embedding": [1.0] * (n + 1)} for n in range(len(texts))]},
            ),
            "failed",
            id="ragged",
        ),
    ],
)
def test_a_wrong_reply_is_an_engine_that_is_unavailable(
    endpoint: Endpoint, reply: Reply, message: str
) -> None:
    engine = OpenAIEngine("mini", endpoint.url)
    endpoint.reply = reply
    with pytest.raises(EngineUnavailable, match=message):
        engine.embed_queries(TEXTS)


def test_no_server_is_an_engine_that_is_unavailable(endpoint: Endpoint) -> None:
    url = endpoint.url
    endpoint.server_close()
    with pytest.raises(EngineUnavailable, match="endpoint failed"):
        OpenAIEngine("mini", url)


def test_the_settings_choose_it(endpoint: Endpoint, tmp_path) -> None:
    wanted = EmbeddingSettings(engine="openai", model="mini", url=endpoint.url, key="k")
    assert load_embedder(wanted, tmp_path).name == "mini/openai"
