"""The call to a model: bounded in time and size whatever the server does."""

from __future__ import annotations

import threading
import time

import pytest

from assistant.generate import chat as chat_module
from assistant.generate.chat import ChatModel, ChatSettings
from assistant.generate.reply import SCHEMA
from corpus.errors import ChatProblem, SettingsError
from tests.assistant.generate.conftest import chat_of
from tests.openai_server import OpenAIServer, Reply


def failed(model: ChatModel, seconds: float = 30.0) -> str:
    """Return why a call gave nothing."""
    with pytest.raises(ChatProblem) as caught:
        model.reply("Zeg ja.", "{}", SCHEMA, seconds)
    return str(caught.value)


def test_a_reply_is_returned_whole(chat: ChatModel, chat_server: OpenAIServer) -> None:
    text = "é" * 500
    chat_server.script.plays(lambda material: Reply(text=text))
    assert chat.reply("Zeg ja.", "{}", SCHEMA, 30) == text
    assert chat.name == "openai:fake"


def test_the_schema_is_asked_for(chat: ChatModel, chat_server: OpenAIServer) -> None:
    chat_server.script.plays(lambda material: Reply(text="{}"))
    chat.reply("Zeg ja.", "{}", SCHEMA, 30)
    (asked,) = chat_server.script.asked
    assert "evidence" in str(asked.body.get("response_format") or asked.body.get("tools"))
    assert asked.body[
        "max_completion_tokens" if "max_completion_tokens" in asked.body else "max_tokens"
    ]


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(text="a" * 400, endless=True), "longer than"),
        (Reply(raw=b" " * 100_000, endless=True), ""),
        (Reply(raw=b"data: " + b"x" * 100_000, endless=True), ""),
        (Reply(refusal="Nee."), "no whole answer"),
        (Reply(text="{}", finish="length"), ""),
        (Reply(text="{}", finish="content_filter"), ""),
        (Reply(status=500), "HTTP 500"),
        (Reply(status=429), "HTTP 429"),
        (Reply(status=401), "HTTP 401"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_a_bad_server_is_a_problem_at_once(
    chat: ChatModel, chat_server: OpenAIServer, reply: Reply, why: str
) -> None:
    chat_server.script.plays(lambda material: reply)
    started = time.monotonic()
    assert why in failed(chat)
    assert time.monotonic() - started < 15
    assert len(chat_server.script.asked) == 1, "retries are the writer's"


def test_a_slow_reply_is_given_up_in_time(chat: ChatModel, chat_server: OpenAIServer) -> None:
    chat_server.script.plays(lambda material: Reply(text="a" * 4000, pause=0.2))
    started = time.monotonic()
    assert "within" in failed(chat, 0.5)
    assert time.monotonic() - started < 2


def test_calls_that_hang_do_not_pile_up(
    chat_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_module, "MOST_CALLS", 2)
    model, gate = chat_of(chat_server, 5), threading.Event()

    def hang(material: object) -> Reply:
        gate.wait(5)
        return Reply(text="{}")

    chat_server.script.plays(hang)
    assert "within" in failed(model, 0.2)
    assert "within" in failed(model, 0.2)
    assert "no room" in failed(model, 0.2)
    gate.set()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            assert model.reply("Zeg ja.", "{}", SCHEMA, 2) == "{}"
            return
        except ChatProblem:
            time.sleep(0.05)
    pytest.fail("the calls never ended")


def test_no_server_is_a_problem(chat_server: OpenAIServer) -> None:
    settings = ChatSettings(model="openai:fake", url="http://127.0.0.1:9/v1", timeout=5)
    assert "Connect" in failed(ChatModel.load(settings))


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("nonsense:model", "nonsense"),
        ("no-provider", "no-provider"),
        ("cohere:command", "not installed"),
    ],
)
def test_a_model_that_cannot_be_loaded_is_a_setting_in_one_line(model: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why) as caught:
        ChatModel.load(ChatSettings(model=model, url="http://127.0.0.1:9/v1"))
    assert "LOKET_CHAT_MODEL" in str(caught.value)
