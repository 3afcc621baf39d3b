"""LangChain chat models behind one call: instructions and material in, the reply's text out."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import Runnable, RunnableSequence

from corpus.errors import ChatProblem, SettingsError

log = logging.getLogger(__name__)

MOST_TOKENS = 1200
MOST_CHARACTERS = 12_000
"""Of a reply. A provider may not hold to MOST_TOKENS; then the call is given up here."""

MOST_BYTES = 2_000_000
"""Of an HTTP response, which a server may go on with for ever."""

MOST_CALLS = 16
"""At the same time; a call that was given up counts until its connection ends."""

CUT_OFF = frozenset({"length", "max_tokens", "content_filter", "safety", "refusal", "recitation"})
"""Finish reasons, in lower case, with which providers say that a reply is not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """
    Which model, and how to reach it.

    Args:

        model: 'provider:model', as LangChain's `init_chat_model` reads it.

        url: The endpoint, where that is not the provider's own.

        key: Secret; without one the provider's own environment variable is used.

        timeout: Seconds for one answer.
    """

    model: str
    url: str | None = None
    key: str | None = None
    timeout: int = 20


@dataclass(frozen=True, slots=True)
class _Grown:
    """What there is of a reply by now."""

    text: str


class ChatModel:
    """A chat model that replies in JSON of a given schema. Thread-safe."""

    def __init__(self, model: BaseChatModel, name: str) -> None:
        """Take a LangChain chat model, and the name that answers show."""
        self._model = model
        self._free = threading.BoundedSemaphore(MOST_CALLS)
        self.name = name

    @classmethod
    def load(cls, settings: ChatSettings) -> ChatModel:
        """Build the model that the settings name; raises SettingsError where that cannot be."""
        given: dict[str, Any] = {"temperature": 0, "max_tokens": MOST_TOKENS, "max_retries": 0}
        provider = settings.model.partition(":")[0]
        if settings.url:
            given["base_url"] = settings.url
        if settings.key or settings.url:
            given["api_key"] = settings.key or "none"  # a server of one's own may ask for no key
        if provider == "openai":
            given["http_client"] = _bounded_client(settings.timeout)
        try:
            model = init_chat_model(settings.model, timeout=settings.timeout, **given)
        except ImportError as problem:
            raise SettingsError(
                f"LOKET_CHAT_MODEL={settings.model}: its package is not installed: {problem}"
            ) from problem
        except Exception as problem:  # each provider raises kinds of its own
            raise SettingsError(f"LOKET_CHAT_MODEL={settings.model}: {problem}") from problem
        # Hundreds of modules of OpenAI's client, else loaded while the first visitor waits.
        getattr(getattr(model, "root_client", None), "beta", None)
        return cls(model, settings.model)

    def reply(
        self,
        instructions: str,
        material: str,
        schema: dict[str, Any],
        seconds: float,
        so_far: Callable[[str], None] | None = None,
    ) -> str:
        """
        Return the model's whole reply, which should be JSON of the schema.

        Args:

            so_far: Told what there is of the reply each time that it grows, in this thread.

        Raises ChatProblem when it fails, refuses, is cut off, runs on or takes longer than
        `seconds`; the call then goes on by itself until its connection ends.
        """
        if seconds <= 0 or not self._free.acquire(blocking=False):
            raise ChatProblem("there is no time or no room for a call")
        done: queue.SimpleQueue[_Grown | str | Exception] = queue.SimpleQueue()
        given_up = threading.Event()
        messages = [SystemMessage(instructions), HumanMessage(material)]

        def run() -> None:
            try:
                for grown in self._growing(messages, schema, given_up):
                    done.put(grown)
                done.put(grown.text)
            except Exception as problem:  # noqa: BLE001 - each provider raises kinds of its own
                done.put(problem)
            finally:
                self._free.release()

        # Not a pool: the process must be able to end while a call hangs.
        threading.Thread(target=run, daemon=True).start()
        until = time.monotonic() + seconds
        while True:
            try:
                # Not only the wait counts: a reply may trickle on for ever.
                found = done.get(timeout=max(until - time.monotonic(), 1e-3))
                if isinstance(found, _Grown) and time.monotonic() > until:
                    raise queue.Empty
            except queue.Empty:
                given_up.set()
                raise ChatProblem(f"no reply within {seconds:.0f} seconds") from None
            if isinstance(found, str):
                return found
            if isinstance(found, Exception):
                known = isinstance(found, ChatProblem)
                raise found if known else ChatProblem(_brief(found)) from found
            if so_far:
                so_far(found.text)

    def _growing(
        self, messages: list[BaseMessage], schema: dict[str, Any], given_up: threading.Event
    ) -> Iterator[_Grown]:
        """Yield the reply as it grows, '' first, so that one without an end is noticed."""
        text = ""
        yield _Grown(text)
        for chunk in self._asking(schema).stream(messages):
            if given_up.is_set():
                raise ChatProblem("given up")
            text += "".join(_pieces(chunk))
            if len(text) > MOST_CHARACTERS:
                raise ChatProblem(f"the reply is longer than {MOST_CHARACTERS} characters")
            reason = str(chunk.response_metadata.get("finish_reason") or "").lower()
            reason = reason or str(chunk.response_metadata.get("stop_reason") or "").lower()
            if reason in CUT_OFF or chunk.additional_kwargs.get("refusal"):
                raise ChatProblem(f"the reply is no whole answer ({reason or 'refusal'})")
            yield _Grown(text)

    def _asking(self, schema: dict[str, Any]) -> Runnable[Any, Any]:
        """
        Return the model, told to reply in this schema by whatever way its provider has.

        LangChain gives the model with a parser behind it, which would hide why a reply ended;
        only the model is taken.
        """
        whole = self._model.with_structured_output(schema)
        return whole.first if isinstance(whole, RunnableSequence) else whole


def _pieces(chunk: Any) -> Iterator[str]:
    """Yield the text of a chunk, or of the tool call that carries the reply."""
    if isinstance(chunk.content, str):
        yield chunk.content
    else:
        yield from (part.get("text", "") for part in chunk.content if isinstance(part, dict))
    for call in getattr(chunk, "tool_call_chunks", ()):
        yield call.get("args") or ""


def _brief(problem: Exception) -> str:
    """Return what went wrong without the provider's words, which may repeat the question."""
    status = getattr(problem, "status_code", None)
    return f"{type(problem).__name__}{f' (HTTP {status})' if status else ''}"


def _bounded_client(seconds: int) -> httpx.Client:
    """Return a client that ends a response too large or too long, however it trickles."""

    def bound(response: httpx.Response) -> None:
        response.stream = _BoundedStream(response.stream, time.monotonic() + seconds)

    return httpx.Client(timeout=seconds, event_hooks={"response": [bound]})


class _BoundedStream(httpx.SyncByteStream):
    def __init__(self, stream: Any, until: float) -> None:
        self._stream = stream
        self._until = until

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for part in self._stream:
            size += len(part)
            if size > MOST_BYTES or time.monotonic() > self._until:
                raise httpx.ReadError("the response is too long")
            yield part

    def close(self) -> None:
        self._stream.close()
