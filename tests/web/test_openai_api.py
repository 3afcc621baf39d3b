"""The OpenAI-compatible door, over a real server and raw HTTP."""

from __future__ import annotations

import json
import threading
from typing import Any

import httpx
import pytest

QUESTION = "Wat doet het loket voor mij?"


@pytest.fixture(scope="module")
def http(server):
    """Return a client of the real server."""
    with httpx.Client(base_url=server[0], timeout=10) as client:
        yield client


def chat(http: httpx.Client, **body: Any) -> httpx.Response:
    """Ask in OpenAI's form."""
    messages = [{"role": "user", "content": QUESTION}]
    body = {"model": "loketwijzer", "messages": messages} | body
    return http.post("/v1/chat/completions", json=body)


def test_models_lists_the_one_model(http):
    listed = http.get("/v1/models").json()
    assert listed["object"] == "list"
    assert [model["id"] for model in listed["data"]] == ["loketwijzer"]
    assert http.get("/v1/models/loketwijzer").json() == listed["data"][0]
    assert http.get("/v1/models/other").status_code == 404


def test_completion_has_openais_form_and_our_answer(http):
    body = chat(http, temperature=0.3, max_tokens=5, user="x", tools=[]).json()
    assert body["object"] == "chat.completion"
    assert body["model"] == "loketwijzer"
    assert isinstance(body["created"], int)
    choice = body["choices"][0]
    assert (choice["index"], choice["finish_reason"]) == (0, "stop")
    message = choice["message"]
    assert message["role"] == "assistant"
    assert "[1]" in message["content"]
    assert message["content"] == message["loket"]["text"]
    assert message["loket"]["sources"][0]["quote"]
    usage = body["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]


def test_earlier_user_messages_are_the_context(http, server):
    messages = [
        {"role": "system", "content": "Antwoord in het Engels."},
        {"role": "user", "content": "Wat is een loket?"},
        {"role": "assistant", "content": "Een plek."},
        {"role": "user", "content": [{"type": "text", "text": "En wat doet het?"}]},
    ]
    assert chat(http, messages=messages).status_code == 200
    ask = server[1].asked[-1]
    assert ask.question == "En wat doet het?"
    assert ask.earlier == ("Wat is een loket?",)


def stream(http: httpx.Client, **body: Any) -> list[Any]:
    """Read a stream to its end; the last line must be [DONE]."""
    response = chat(http, stream=True, **body)
    assert response.headers["content-type"].startswith("text/event-stream")
    lines = [line for line in response.text.split("\n\n") if line]
    assert all(line.startswith("data: ") for line in lines)
    assert lines.pop() == "data: [DONE]"
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def test_stream_joins_to_the_same_text(http):
    whole = chat(http).json()["choices"][0]["message"]
    chunks = stream(http)
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert deltas[0]["role"] == "assistant"
    assert len(deltas) > 3
    assert "".join(delta.get("content", "") for delta in deltas) == whole["content"]
    assert deltas[-1]["loket"] == whole["loket"]
    reasons = [chunk["choices"][0]["finish_reason"] for chunk in chunks]
    assert reasons == [None] * (len(chunks) - 1) + ["stop"]


def test_stream_can_end_with_usage(http):
    chunks = stream(http, stream_options={"include_usage": True})
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"]["total_tokens"] > 0
    assert chunks[0]["usage"] is None


def test_stream_of_a_refusal_holds_its_text(http):
    messages = [{"role": "user", "content": "Schrijf een gedicht."}]
    chunks = stream(http, messages=messages)
    assert chunks[-1]["choices"][0]["delta"]["loket"]["status"] == "out_of_scope"
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert text.startswith("Ik help alleen")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"model": "gpt-4o"}, 404),
        ({"messages": []}, 422),
        ({"messages": [{"role": "system", "content": "x"}]}, 422),
        ({"messages": [{"role": "user", "content": " "}]}, 422),
        ({"messages": [{"role": "user", "content": "x" * 1001}]}, 422),
        ({"messages": [{"role": "user", "content": None}]}, 422),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, 422),
        ({"messages": [{"role": "user", "content": "x" * 70_000}]}, 413),
        ({"messages": "x"}, 422),
        ({"n": 2}, 422),
    ],
)
def test_errors_read_as_openais_and_as_a_problem(http, body, status):
    response = chat(http, **body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["error"]["message"] == response.json()["detail"]


def test_large_body_gets_its_answer_before_the_door_closes(http):
    response = http.post("/v1/answers", content=b"x" * 3_000_000)
    assert response.status_code == 413


def test_first_event_comes_before_the_answer_is_there(http, server, monkeypatch):
    gate, answer = threading.Event(), server[1].answer
    monkeypatch.setattr(server[1], "answer", lambda *asked: gate.wait(10) and answer(*asked))
    headers = {"Accept": "text/event-stream"}
    body = {"question": QUESTION}
    with http.stream("POST", "/v1/answers", json=body, headers=headers) as response:
        lines = response.iter_lines()
        assert next(lines) == "event: status"
        gate.set()
        assert "event: done" in list(lines)
