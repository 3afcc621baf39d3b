"""Lets a language model word an answer, and keeps of it only what its passages carry."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from assistant.answer import Sentence, Source
from assistant.generate import carried, signals, translated
from assistant.generate.reply import SCHEMA, Claim, cleaned, complete, contacts_in, parse
from assistant.generate.rest import rest_of
from assistant.generate.statements import Statement, readable, statements
from assistant.wording.compose import Draft, marks_of, merged
from assistant.wording.verify import verified
from corpus.errors import ChatProblem
from corpus.model import Passage
from retrieval.embedding.base import Embedder, TokenEmbedder
from retrieval.index import Index

log = logging.getLogger(__name__)

ATTEMPTS = 2
LEAST_KEPT = 0.5
"""Share of a reply's sentences that must hold; of a reply that is mostly wrong nothing is shown."""

_LANGUAGES = {
    "nl": "plain Dutch, level B1, addressing the reader with 'je'",
    "en": "plain English",
    "de": "plain German, addressing the reader with 'du'",
    "fr": "plain French",
    "uk": "plain Ukrainian",
    "ar": "plain Arabic",
    "tr": "plain Turkish",
}


class Chat(Protocol):
    """What a writer asks of a language model; see `assistant.generate.chat.ChatModel`."""

    name: str

    def reply(
        self,
        instructions: str,
        material: str,
        schema: dict[str, Any],
        seconds: float,
        so_far: Callable[[str], None] | None = None,
    ) -> str:
        """Return the reply, and tell it as it grows; raises ChatProblem for none of use."""
        ...


@dataclass(frozen=True, slots=True)
class _Request:
    """One call: its passages under keys that no document can know."""

    language: str
    material: str
    passages: dict[str, tuple[Source, Passage]]


@dataclass(frozen=True, slots=True)
class _Held:
    """A sentence with the statement that carries it, in the passage of a key."""

    text: str
    key: str
    statement: Statement


class Writer:
    """Words extractive drafts anew. The model sees only the passages that the draft cites."""

    def __init__(self, chat: Chat, index: Index, embedder: Embedder, seconds: int) -> None:
        """Take the model, the index of the drafts, its embedder, and an answer's time."""
        self._chat = chat
        self._index = index
        self._embedder = embedder if isinstance(embedder, TokenEmbedder) else None
        self.name = chat.name
        self.seconds = seconds

    def write(
        self,
        question: str,
        earlier: Sequence[str],
        language: str,
        draft: Draft,
        until: float,
        heard: Callable[[Draft], None] | None = None,
    ) -> Draft | None:
        """
        Return the draft in the model's words, verified; or None where the draft should stand.

        Args:

            language: Of the question, in which the answer is to be.

            until: When to give up, on the clock of `time.monotonic`.

            heard: Told the verified sentences so far, each time that there is one more. They stay
                the first of what is returned: where the model breaks off behind them, the rest of
                the draft follows.

        None: the language has no checks, no source is in force (literal words say best what held
        then), or after two attempts the model gave nothing that its passages carry.
        """
        if language != "nl" and not (self._embedder and language in signals.languages()):
            return None
        if all(source.expired for source in draft.sources):
            return None
        for _ in range(ATTEMPTS):
            # Anew each time: what a first reply gave away is worth nothing in the second.
            attempt = _Attempt(self, self._request(question, earlier, language, draft), heard)
            try:
                return attempt.made(until - time.monotonic())
            except ChatProblem as problem:
                log.warning("the language model's reply is not used: %s", problem)
            if attempt.shown:
                return merged([attempt.so_far(), rest_of(draft, attempt.said())])
        return None

    def reply(self, request: _Request, seconds: float, so_far: Callable[[str], None] | None) -> str:
        """Return the model's whole reply to a request; raises ChatProblem."""
        told = _instructions().format(language=_LANGUAGES[request.language])
        return self._chat.reply(told, request.material, SCHEMA, seconds, so_far)

    def _request(
        self, question: str, earlier: Sequence[str], language: str, draft: Draft
    ) -> _Request:
        passages = {}
        shown = []
        for source in draft.sources:
            passage = self._index.passages[self._index.rows[source.passage_id]]
            if source.expired or source.quote != passage.text:
                continue  # out of force, or only a table's header out of an earlier passage
            key = secrets.token_hex(4)
            passages[key] = (source, passage)
            heading = " › ".join(passage.section)
            text = readable(passage)
            shown.append({"key": key, "document": source.title, "heading": heading, "text": text})
        material = {"question": question, "earlier_questions": list(earlier), "passages": shown}
        return _Request(language, json.dumps(material, ensure_ascii=False), passages)

    def draft(self, held: Sequence[_Held], request: _Request) -> Draft:
        """Return what holds as sentences with sources, through the gate of every answer."""
        sources = _marked(held, request)
        told = {
            each.text: Sentence(text=each.text, citations=(sources[each.key].number,))
            for each in reversed(held)
        }
        sentences = tuple(told[text] for text in dict.fromkeys(each.text for each in held))
        draft = Draft(sentences=sentences, sources=tuple(sources.values()))
        return verified(draft, self._index.documents, _own_words(draft, request.language))

    def carried(self, claim: Claim, request: _Request) -> _Held | None:
        """Return the claim with the statement that carries it, or None."""
        text = cleaned(claim.text)
        keys = dict.fromkeys(key for key, _ in claim.evidence)
        if not text or not keys or not keys.keys() <= request.passages.keys():
            return None
        for key in keys:
            words = [literal for other, literal in claim.evidence if other == key]
            for statement in statements(request.passages[key][1], words):
                if self._carries(statement, text, request.language):
                    return _Held(text, key, statement)
        return None

    def _carries(self, statement: Statement, text: str, language: str) -> bool:
        if not contacts_in(text) <= contacts_in(statement.text):
            return False
        if language == "nl":
            return carried.carries(statement, text)
        embedder = self._embedder
        return embedder is not None and translated.carries(statement, text, language, embedder)


class _Attempt:
    """One reply of the model: what it says while it comes, and what of it is kept."""

    def __init__(
        self, writer: Writer, request: _Request, heard: Callable[[Draft], None] | None
    ) -> None:
        self._writer = writer
        self._request = request
        self._heard = heard
        self._carried = cache(lambda claim: writer.carried(claim, request))
        self._closed = 0
        self._seen = self._good = 0
        self._held: list[_Held] = []
        self.shown: list[_Held] = []

    def made(self, seconds: float) -> Draft:
        """Return the reply as a draft that begins with what was shown; raises ChatProblem."""
        so_far = self._grown if self._heard else None
        claims = parse(self._writer.reply(self._request, seconds, so_far))
        held = [found for claim in claims if (found := self._carried(claim))]
        if not claims or len(held) < LEAST_KEPT * len(claims):
            raise ChatProblem(f"{len(held)} of {len(claims)} sentences hold")
        # What was shown stays first, even of a reply that gives its list of sentences twice.
        draft = self._writer.draft([*self.shown, *held], self._request)
        if not draft.sentences:
            raise ChatProblem("the last gate let nothing through")
        return draft

    def so_far(self) -> Draft:
        """Return what was shown."""
        return self._writer.draft(self.shown, self._request)

    def said(self) -> list[str]:
        """Return the units that what was shown rests on."""
        return [
            each.statement.passage.unit_text(each.statement.passage.units[number])
            for each in self.shown
            for number in each.statement.units
        ]

    def _grown(self, text: str) -> None:
        """Judge what is new in a reply on its way, and show it while most of the reply holds."""
        if text.count("}") == self._closed:
            return
        self._closed = text.count("}")
        for claim in complete(text)[self._seen :]:
            self._seen += 1
            found = self._carried(claim)
            self._good += found is not None
            if found and self._passes(found):
                self._held.append(found)
        enough = self._good >= LEAST_KEPT * self._seen
        if self._heard and enough and len(self._held) > len(self.shown):
            self.shown = list(self._held)
            self._heard(self.so_far())

    def _passes(self, new: _Held) -> bool:
        """Tell whether a sentence passes the last gate with no more than those before it."""
        with_it = self._writer.draft([*self._held, new], self._request)
        return len(with_it.sentences) > len(self._held)


@cache
def _instructions() -> str:
    return Path(__file__).with_name("instructions.txt").read_text(encoding="utf-8")


def _marked(held: Sequence[_Held], request: _Request) -> dict[str, Source]:
    """Return the sources of what holds, numbered, with the units that carry it marked."""
    units: dict[str, set[int]] = {}
    for each in held:
        units.setdefault(each.key, set()).update(each.statement.units)
    made = {}
    for number, (key, own) in enumerate(units.items(), 1):
        source, passage = request.passages[key]
        page = passage.units[min(own)].page or source.page
        made[key] = replace(source, number=number, page=page, marks=marks_of(passage, own))
    return made


def _own_words(draft: Draft, language: str) -> str:
    """
    Return the capitalised words that the last gate need not find in a quote.

    In Dutch the first of a sentence; in a translation all, whose names `translated` compared.
    """
    texts = [sentence.text for sentence in draft.sentences]
    return " ".join(texts if language != "nl" else (text.split()[0] for text in texts))
