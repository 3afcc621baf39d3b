"""The engine for OpenAI's protocol, against a real HTTP server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from corpus.errors import EngineUnavailable
from retrieval.embedding.base import load_embedder
from retrieval.embedding.engines import EmbeddingSettings, model_for, model_of
from retrieval.embedding.openai_engine import BATCH, OpenAIEngine
from tests.openai_server import Embed, OpenAIServer, serving


def row(index: int, text: str) -> dict[str, Any]:
    """Return a row whose vector tells its text: the length, then its first letter."""
    return {"index": index, "embedding": [float(len(text)), float(ord(text[0])), 2.0]}


def right(texts: list[str]) -> tuple[int, Any]:
    return 200, {"data": [row(index, text) for index, text in enumerate(texts)]}


def reversed_rows(texts: list[str]) -> tuple[int, Any]:
    status, body = right(texts)
    return status, {"data": body["data"][::-1]}


@pytest.fixture
def endpoint() -> Iterator[OpenAIServer]:
    with serving() as server:
        server.embed = right
        yield server


def unit(text: str) -> np.ndarray:
    vector = np.array(row(0, text)["embedding"])
    return vector / np.linalg.norm(vector)


TEXTS = ["pabo", "een school", "zij-instroom"]


@pytest.mark.parametrize("reply", [right, reversed_rows])
def test_vectors_come_in_the_order_of_the_texts(endpoint: OpenAIServer, reply: Embed) -> None:
    engine = OpenAIEngine("mini", endpoint.url)
    endpoint.embed = reply
    for embed in (engine.embed_queries, engine.embed_passages):
        made = embed(TEXTS)
        assert made.dtype == np.float32
        np.testing.assert_allclose(made, [unit(text) for text in TEXTS], rtol=1e-5)
    assert (engine.name, engine.dimensions) == ("mini/openai", 3)


def test_the_key_and_the_model_are_sent(endpoint: OpenAIServer) -> None:
    OpenAIEngine("mini", endpoint.url + "/", "sleutel")
    assert endpoint.embedded[0].headers["authorization"] == "Bearer sleutel"
    assert endpoint.embedded[0].body["model"] == "mini"
    OpenAIEngine("mini", endpoint.url)
    assert "authorization" not in endpoint.embedded[1].headers


def test_only_e5_models_get_prefixes(endpoint: OpenAIServer) -> None:
    for model in ("multilingual-E5-small", "mini"):
        engine = OpenAIEngine(model, endpoint.url)
        engine.embed_queries(["vraag"])
        engine.embed_passages(["tekst"])
    inputs = [asked.body["input"] for asked in endpoint.embedded]
    assert inputs[1:3] == [["query: vraag"], ["passage: tekst"]]
    assert inputs[4:6] == [["vraag"], ["tekst"]]


def test_many_texts_go_in_batches(endpoint: OpenAIServer) -> None:
    engine = OpenAIEngine("mini", endpoint.url)
    texts, seen = ["x" * (n + 1) for n in range(2 * BATCH + 1)], list[int]()
    made = engine.embed_passages(texts, seen.append)
    np.testing.assert_allclose(made, [unit(text) for text in texts], rtol=1e-5)
    assert [len(asked.body["input"]) for asked in endpoint.embedded[1:]] == [BATCH, BATCH, 1]
    assert seen == [BATCH, 2 * BATCH, 2 * BATCH + 1]


def test_no_texts_ask_nothing(endpoint: OpenAIServer) -> None:
    engine = OpenAIEngine("mini", endpoint.url)
    assert engine.embed_queries([]).shape == (0, 3)
    assert len(endpoint.embedded) == 1


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
    endpoint: OpenAIServer, reply: Embed, message: str
) -> None:
    engine = OpenAIEngine("mini", endpoint.url)
    endpoint.embed = reply
    with pytest.raises(EngineUnavailable, match=message):
        engine.embed_queries(TEXTS)


def test_no_server_is_an_engine_that_is_unavailable(endpoint: OpenAIServer) -> None:
    url = endpoint.url
    endpoint.server_close()
    with pytest.raises(EngineUnavailable, match="endpoint failed"):
        OpenAIEngine("mini", url)


def test_the_settings_choose_it(endpoint: OpenAIServer, tmp_path) -> None:
    wanted = EmbeddingSettings(engine="openai", model="our/mini", url=endpoint.url, key="k")
    name = load_embedder(wanted, tmp_path).name
    assert name == "our/mini/openai"
    assert model_for(wanted) == model_of(name)
