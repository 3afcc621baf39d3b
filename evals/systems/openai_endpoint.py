"""Any OpenAI-compatible chat endpoint: its text is read as an answer, with [1] as citations."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import httpx

from assistant.answer import Status
from corpus.text import fold, sentence_spans
from evals.runfile import Retrieved, Texts
from evals.suites import Item

SECONDS = 180
_MARKS = re.compile(r"\[(\d+(?:\s*[,;]\s*\d+)*)\]")
_MARKS_BEHIND = re.compile(r"([.!?]+)((?:\s*\[[\d\s,;]+\])+)")
_REFUSAL = re.compile(
    r"\b(?:dat|het|dit) weet ik niet\b|\bik weet (?:dat|het|dit) niet\b"
    r"|\bgeen antwoord (?:op|geven)|\bkan (?:ik )?(?:deze|die|je|uw) vraag niet\b"
    r"|\b(?:daar|hier)(?:over)? (?:heb|vind) ik geen"
    r"|\bgeen informatie\b.{0,60}\b(?:gevonden|beschikbaar|over)\b"
    r"|\bniet in (?:de|mijn) (?:bronnen|documenten|context)\b"
    r"|\bI (?:do not|don't|cannot|can't|am unable to) (?:know|answer|find|help|provide)"
    r"|\bno information (?:about|on|is)\b|\bnot (?:mentioned|stated) in the",
    re.IGNORECASE,
)
"""How a model that has no status says that it does not answer, in Dutch and English."""


class OpenAIEndpoint:
    """Asks `/chat/completions`; an Answer object under `loket` in the message is used as it is."""

    answers = True
    searches = False

    def __init__(self, url: str, model: str, key: str | None = None) -> None:
        """Take the base address (with /v1), the model's name, and the key where one is needed."""
        self.name = f"{model} at {url}"
        self._model = model
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(
            base_url=url.rstrip("/"), headers=headers, timeout=SECONDS, trust_env=False
        )

    def answer(self, item: Item) -> dict[str, Any]:
        """Send the turns as messages of the user, at temperature 0."""
        messages = [{"role": "user", "content": turn} for turn in item.turns]
        body = {"model": self._model, "messages": messages, "temperature": 0}
        response = self._client.post("/chat/completions", json=body)
        response.raise_for_status()
        message = response.json()["choices"][0]["message"]
        own = message.get("loket")
        return own if isinstance(own, dict) else as_answer(item.question, message["content"] or "")

    def search(self, item: Item) -> list[Retrieved]:
        """A chat endpoint does not search."""
        return []

    def forget(self) -> None:
        """Keep as it is: nothing is kept here."""

    def texts(self, document_ids: Collection[str]) -> Texts:
        """A chat endpoint shows no documents."""
        return Texts()

    def described(self) -> dict[str, Any]:
        """Return the model, and the address without what is secret."""
        url = re.sub(r"//[^/@]*@", "//", str(self._client.base_url))
        return {"index_version": None, "model": self._model, "settings": {"url": url}}


def as_answer(question: str, text: str) -> dict[str, Any]:
    """
    Return plain text as an Answer object: its sentences, their [n] as citations, no sources.

    Where it says that it does not know, within its first two sentences, that is a refusal.
    """
    text = _MARKS_BEHIND.sub(r"\2\1", text)  # "So. [1]" is "So [1].": the mark is of that sentence
    spans = sentence_spans(text)
    opening = fold(text[: spans[min(1, len(spans) - 1)][1]]) if spans else ""
    refused = not spans or bool(_REFUSAL.search(opening))
    sentences = [
        {"text": fold(text[start:end]), "citations": _citations(text[start:end])}
        for start, end in spans
    ]
    return {
        "question": question,
        "status": Status.NOT_FOUND.value if refused else Status.ANSWERED.value,
        "text": text,
        "sentences": [] if refused else sentences,
        "sources": [],
    }


def _citations(sentence: str) -> list[int]:
    marks = [int(each) for match in _MARKS.findall(sentence) for each in re.findall(r"\d+", match)]
    return sorted(set(marks))
