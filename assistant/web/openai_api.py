"""An OpenAI-compatible door, so that any client or evaluation tool can talk to the assistant."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from assistant.answer import Answer, Ask
from assistant.questions import SENTENCES, fault_of
from assistant.web import sse
from assistant.web.front import PUBLIC, Front, OpenFront
from assistant.web.problems import Problem
from assistant.web.schemas import problems

MODEL = "loketwijzer"
_STEP = re.compile(r".+?(?:[.!?](?=\s)|\n|\Z)\s*", re.DOTALL)

router = APIRouter(prefix="/v1", tags=["openai"])


class Lenient(BaseModel):
    """Takes the many fields that OpenAI clients send, and ignores what means nothing here."""

    model_config = ConfigDict(extra="ignore")


class Part(Lenient):
    """A part of a message; only text can be read."""

    type: Literal["text"]
    text: str


class Message(Lenient):
    """A message; only those of the user are read."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    def words(self) -> str:
        """Return the message's text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(Lenient):
    """What a stream ends with."""

    include_usage: bool = False


class ChatIn(Lenient):
    """A chat request. Temperature and the like are taken and ignored: answers do not vary."""

    model: str = Field(description="Always 'loketwijzer'.")
    messages: list[Message] = Field(
        min_length=1, description="The last user message is the question, earlier ones its context."
    )
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = Field(1, description="One answer; there is only one.")


@router.get("/models", summary="List the one model", responses=problems(500))
async def models() -> dict[str, Any]:
    """Return the model list in OpenAI's form."""
    return {"object": "list", "data": [_model()]}


@router.get("/models/{model}", summary="Describe the model", responses=problems(404))
async def model(model: str) -> dict[str, Any]:
    """Return the model in OpenAI's form."""
    _require_model(model)
    return _model()


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}


def _require_model(model: str) -> None:
    if model != MODEL:
        raise Problem(404, f"The only model here is '{MODEL}'.")


@router.post(
    "/chat/completions",
    summary="Answer in OpenAI's chat format",
    response_model=None,
    responses=problems(404, 413, 422, 500, 503),
)
def completions(body: ChatIn, front: OpenFront) -> Response:
    """
    Answer the last user message.

    The message's `content` is the answer with [1] in the sentences; its `loket` is the whole
    Answer object. With `stream` the chunks join to the same content, `loket` comes with the last.
    `usage` counts words: there are no tokens to bill.
    """
    _require_model(body.model)
    ask = _ask(body.messages)
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        return sse.stream(_chunks(front, ask, usage), "/v1/chat/completions")
    return JSONResponse(_completion(front.service.answer(ask)))


def _ask(messages: list[Message]) -> Ask:
    asked = [message.words().strip() for message in messages if message.role == "user"]
    if not asked:
        raise Problem(422, "There is no user message to answer.")
    for text in asked:
        fault = fault_of(text)
        if fault:
            raise Problem(422, SENTENCES[fault])
    return Ask(question=asked[-1], earlier=tuple(asked[:-1]), audience=PUBLIC)


def _completion(answer: Answer) -> dict[str, Any]:
    message = {
        "role": "assistant",
        "content": answer.text,
        "refusal": None,
        "loket": answer.to_json(),
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        **_envelope(answer, "chat.completion"),
        "choices": [choice],
        "usage": _usage(answer),
    }


def _chunks(front: Front, ask: Ask, usage: bool) -> Iterator[bytes]:
    said, created = "", int(time.time())
    for answer in sse.answers_of(front.service, ask):
        envelope = _envelope(answer, "chat.completion.chunk") | {"created": created}
        if usage:
            envelope["usage"] = None
        if not said:
            yield _chunk(envelope, {"role": "assistant", "content": ""})
        for step in _STEP.findall(answer.text.removeprefix(said)):
            yield _chunk(envelope, {"content": step})
        said = answer.text
    yield _chunk(envelope, {"loket": answer.to_json()}, "stop")
    if usage:
        yield sse.event(None, {**envelope, "choices": [], "usage": _usage(answer)})
    yield b"data: [DONE]\n\n"


def _chunk(envelope: dict[str, Any], delta: dict[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return sse.event(None, {**envelope, "choices": [choice]})


def _envelope(answer: Answer, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{answer.id}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
        "system_fingerprint": answer.index_version,
    }


def _usage(answer: Answer) -> dict[str, int]:
    asked, told = len(answer.question.split()), len(answer.text.split())
    return {"prompt_tokens": asked, "completion_tokens": told, "total_tokens": asked + told}
