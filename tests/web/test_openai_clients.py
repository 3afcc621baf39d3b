"""The OpenAI-compatible door, through the clients that people use."""

from __future__ import annotations

from collections.abc import Iterator

import openai
import pytest
from langchain_openai import ChatOpenAI

from tests.web.test_openai_api import QUESTION


@pytest.fixture(scope="module")
def client(server) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{server[0]}/v1", api_key="geen", max_retries=0) as made:
        yield made


def test_openais_client_lists_the_model(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["loketwijzer"]
    assert client.models.retrieve("loketwijzer").id == "loketwijzer"


def test_openais_client_gets_the_answer_and_its_sources(client: openai.OpenAI) -> None:
    made = client.chat.completions.create(
        model="loketwijzer", messages=[{"role": "user", "content": QUESTION}], temperature=0.2
    )
    (choice,) = made.choices
    assert choice.finish_reason == "stop"
    assert "[1]" in (choice.message.content or "")
    extra = choice.message.model_extra or {}
    assert extra["loket"]["sources"][0]["quote"]
    assert made.usage is not None
    assert made.usage.total_tokens > 0


def test_openais_client_streams_the_same(client: openai.OpenAI) -> None:
    messages: list = [{"role": "user", "content": QUESTION}]
    whole = client.chat.completions.create(model="loketwijzer", messages=messages)
    chunks = list(
        client.chat.completions.create(
            model="loketwijzer",
            messages=messages,
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    told = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert told == whole.choices[0].message.content
    assert chunks[-1].usage is not None


def test_openais_client_reads_our_errors(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="loketwijzer"):
        client.chat.completions.create(
            model="gpt-4o", messages=[{"role": "user", "content": QUESTION}]
        )
    with pytest.raises(openai.UnprocessableEntityError, match="empty"):
        client.chat.completions.create(
            model="loketwijzer", messages=[{"role": "user", "content": " "}]
        )


def test_langchains_client_answers_and_streams(server) -> None:
    chat = ChatOpenAI(model="loketwijzer", base_url=f"{server[0]}/v1", api_key="geen")
    whole = chat.invoke([("system", "Antwoord kort."), ("human", QUESTION)])
    assert "[1]" in str(whole.content)
    assert whole.response_metadata["finish_reason"] == "stop"
    streamed = "".join(str(chunk.content) for chunk in chat.stream(QUESTION))
    assert streamed == whole.content
