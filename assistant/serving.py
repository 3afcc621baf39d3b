"""The Service over an index folder on this machine: opened, kept fresh, asked."""

from __future__ import annotations

import dataclasses
import gc
import logging
import math
import threading
import time
import uuid
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, Ask
from assistant.conversations import TURNS_KEPT, Conversations
from assistant.days import today
from assistant.guard.screen import Screened, guarded, screened
from assistant.service import IndexStatus
from corpus.errors import IndexProblem, LoketError
from corpus.model import Document, Passage
from retrieval import manifest as layout
from retrieval.filters import Filters
from retrieval.index import Index
from retrieval.search import Hit, Retriever

if TYPE_CHECKING:
    from assistant.pipeline import Pipeline

log = logging.getLogger(__name__)

CHECK_SECONDS = 1.0
"""A new index version is looked for at most this often."""

RETRY_SECONDS = 10.0
"""What failed to open is tried again after this: an endpoint may have come back."""

ANSWERS_KEPT = 512
"""Answers of an open version, some kilobytes each."""

_NEVER = object()


class Serving:
    """One open version; a request keeps the one it began with."""

    def __init__(
        self, index: Index, retriever: Retriever, pipeline: Pipeline, *, is_worded: bool
    ) -> None:
        """Take the parts; `is_worded` tells whether a language model words the answers."""
        self.index, self.retriever, self.pipeline = index, retriever, pipeline
        self._is_worded = is_worded
        self._kept = lru_cache(ANSWERS_KEPT)(pipeline.answer)

    def answer(self, ask: Ask, on: date, heard: Callable[[Answer], None] | None = None) -> Answer:
        """
        Answer an Ask without ids, as of a date.

        Where no language model words them, the last ones are kept, for they would be the same,
        and nothing is heard of one before it is whole.
        """
        return self.pipeline.answer(ask, on, heard) if self._is_worded else self._kept(ask, on)

    def forget(self) -> None:
        """Drop answers and vectors of questions that are kept."""
        self._kept.cache_clear()
        self.pipeline.forget()
        self.retriever.forget()


class LocalService:
    """
    The Service over an index folder on this machine. Thread-safe.

    A new version is opened beside the serving one, which keeps answering meanwhile and stays
    where the new one cannot be opened.
    """

    def __init__(
        self, index: Path, open_version: Callable[[Path], Serving], today: date | None = None
    ) -> None:
        """
        Take the folder of an index; nothing is opened yet.

        Args:

            open_version: Opens the version that serves there; raises LoketError.

            today: Judges validity as of this date; None is the real one.
        """
        self._index = index
        self._open_version = open_version
        self._today = today
        self._conversations = Conversations()
        self._opening = threading.Lock()
        self._serving: Serving | None = None
        self._problem: str | None = None
        self._seen: object = _NEVER
        self._retry_at = math.inf
        self._next_check = 0.0

    def answer(self, ask: Ask, heard: Callable[[Answer], None] | None = None) -> Answer:
        """Answer one question, read in its conversation; raises IndexProblem without an index."""
        started = time.perf_counter()
        serving = self._current()
        conversation, given = ask.conversation_id or _new_id(), ask.id or _new_id()
        guard = screened(dataclasses.replace(ask, earlier=ask.earlier[-TURNS_KEPT:]))
        again = {"reopened": ask.reopened}
        before = self._conversations.before(conversation, guard.ask.question, **again)
        earlier = guard.ask.earlier or before
        read = dataclasses.replace(guard.ask, earlier=earlier)
        if guard.instead:
            answer = serving.pipeline.instead(read, *guard.instead)
        else:
            plain = dataclasses.replace(read, id=None, conversation_id=None, reopened=False)
            named = partial(self._named, guard, given, conversation)
            tell = (lambda part: heard(named(part))) if heard else None
            answer = serving.answer(plain, ask.on or self.today(), tell)
            self._conversations.add(conversation, read.question, **again)
        total = round((time.perf_counter() - started) * 1000, 1)
        return dataclasses.replace(
            self._named(guard, given, conversation, answer),
            timings_ms={**answer.timings_ms, "total": total},
        )

    @staticmethod
    def _named(guard: Screened, given: str, conversation: str, answer: Answer) -> Answer:
        finished = guard.finish(answer)
        return dataclasses.replace(finished, id=given, conversation_id=conversation)

    def forget(self) -> None:
        """Drop answers and vectors of questions that are kept: the next are made afresh."""
        if self._serving is not None:
            self._serving.forget()

    def remember(self, conversation: str, question: str, reopened: bool = False) -> None:
        """Keep a question that was answered elsewhere, for the follow-ups on it."""
        self._conversations.add(conversation, question, reopened=reopened)

    def search(self, query: str, filters: Filters, limit: int, offset: int = 0) -> list[Hit]:
        """Return passages, best first."""
        retriever = self._current().retriever
        return retriever.search(guarded(query).search, filters, offset + limit).hits[offset:]

    def documents(self) -> list[Document]:
        """Return every document of the index, by title."""
        found = self._current().index.documents.values()
        return sorted(found, key=lambda each: (each.title.casefold(), each.id))

    def document(self, document_id: str) -> tuple[Document, list[Passage]] | None:
        """Return a document with its passages in order, or None."""
        index = self._current().index
        document = index.documents.get(document_id)
        if document is None:
            return None
        rows = index.rows_of.get(document_id, range(0))
        return document, index.passages[rows.start : rows.stop]

    def passage(self, passage_id: str) -> tuple[Document, Passage, list[Passage]] | None:
        """Return a passage with its document and its neighbours (before and after), or None."""
        index = self._current().index
        row = index.rows.get(passage_id)
        if row is None:
            return None
        passage = index.passages[row]
        within = index.rows_of[passage.document_id]
        beside = [index.passages[near] for near in (row - 1, row + 1) if near in within]
        return index.document_of(passage), passage, beside

    def status(self) -> IndexStatus:
        """Tell whether an index is open and sound; a new version that fails is its `problem`."""
        self._refresh()
        serving = self._serving
        manifest = serving.index.manifest if serving else None
        return IndexStatus(
            ready=manifest is not None,
            version=manifest.version if manifest else None,
            documents=manifest.documents if manifest else 0,
            passages=manifest.passages if manifest else 0,
            model=manifest.model if manifest else None,
            problem=self._problem,
        )

    def today(self) -> date:
        """Return the date that validity is judged by."""
        return self._today or today()

    def _current(self) -> Serving:
        self._refresh()
        serving = self._serving
        if serving is None:
            raise IndexProblem(self._problem or "the index is not open")
        return serving

    def _refresh(self) -> None:
        """Notice a new version: the first is waited for, a later one opens in the background."""
        if self._serving is None:
            self._open_changed()
        elif time.monotonic() >= self._next_check:
            self._next_check = time.monotonic() + CHECK_SECONDS
            if self._due(stamp_of(self._index / layout.POINTER)):
                threading.Thread(target=self._open_changed, daemon=True).start()

    def _due(self, stamp: object) -> bool:
        return stamp != self._seen or time.monotonic() >= self._retry_at

    def _open_changed(self) -> None:
        """Open the version that the pointer names, unless that was done or failed just now."""
        with self._opening:
            stamp = stamp_of(self._index / layout.POINTER)
            if not self._due(stamp):
                return
            self._seen, self._retry_at = stamp, time.monotonic() + RETRY_SECONDS
            try:
                opened, replaced = self._open_version(self._index), self._serving is not None
            except LoketError as problem:
                self._problem = str(problem)
                if self._serving:
                    log.warning("the new index was not opened, the old one stays: %s", problem)
                return
            self._serving, self._problem, self._retry_at = opened, None, math.inf
            _settle(replaced)


def stamp_of(file: Path) -> tuple[int, int] | None:
    """Return what differs after a file was replaced: its own identity."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _settle(replaced: bool) -> None:
    """
    Let the garbage collector pass over the index from now on: it takes long, and finds nothing.

    Where a version was replaced, the memory of that one is given back first.
    """
    if replaced:
        gc.unfreeze()
        gc.collect()
    gc.freeze()


def _new_id() -> str:
    return uuid.uuid4().hex
