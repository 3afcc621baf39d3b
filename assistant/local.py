"""The Service over an index folder on this machine: opened, kept fresh, asked."""

from __future__ import annotations

import dataclasses
import gc
import logging
import math
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, Ask
from assistant.days import today
from assistant.guard.screen import Screened, guarded, screened
from assistant.service import IndexStatus
from assistant.settings import Settings
from corpus.errors import IndexProblem, LoketError
from corpus.model import Document, Passage
from retrieval import manifest as layout
from retrieval.embedding.base import Embedder, load_embedder
from retrieval.embedding.engines import EmbeddingSettings, model_for, model_of
from retrieval.embedding.entailment import Entailment, WhenAsked
from retrieval.filters import Filters
from retrieval.index import Index, current_manifest, open_index
from retrieval.known import open_known
from retrieval.search import Hit, Reranker, Retriever

if TYPE_CHECKING:
    from assistant.generate.writer import Chat, Writer
    from assistant.pipeline import Pipeline

log = logging.getLogger(__name__)

CHECK_SECONDS = 1.0
"""A new index version is looked for at most this often."""

RETRY_SECONDS = 10.0
"""What failed to open is tried again after this: an endpoint may have come back."""

ANSWERS_KEPT = 512
"""Answers of an open version, some kilobytes each."""

TURNS_KEPT = 50
CONVERSATIONS_KEPT = 10_000

_NEVER = object()


def embedder_of(settings: Settings, made_by: str | None = None) -> Embedder:
    """
    Load the embedder that the settings name; raises EngineUnavailable or SettingsError.

    `made_by` is the engine that made the index which is to be asked or added to.
    """
    return load_embedder(_wanted(settings, made_by), settings.cache)


def model_name(settings: Settings, made_by: str | None = None) -> str:
    """Return the model of that embedder, without loading it; raises SettingsError."""
    return model_for(_wanted(settings, made_by))


def _wanted(settings: Settings, made_by: str | None) -> EmbeddingSettings:
    return EmbeddingSettings(
        engine=settings.embedding,
        model=settings.embedding_model,
        url=settings.embedding_url,
        key=settings.embedding_key,
        threads=settings.threads,
        made_by=made_by,
    )


@dataclass(frozen=True, slots=True)
class _Serving:
    """
    One open version; a request keeps the one it began with.

    Args:

        answered: The pipeline's answer to an Ask without ids, as of a date; where no language
            model words it, the last ones are kept, for they would be the same.

        forget: Drops those that are kept.
    """

    index: Index
    retriever: Retriever
    pipeline: Pipeline
    answered: Callable[[Ask, date], Answer]
    forget: Callable[[], None]


class LocalService:
    """
    The Service over an index folder on this machine. Thread-safe.

    A new version is opened beside the serving one, which keeps answering meanwhile and stays
    where the new one cannot be opened.
    """

    def __init__(self, settings: Settings, chat: Chat | None = None) -> None:
        """Take the settings, and a language model that may word answers; nothing is opened yet."""
        self._settings = settings
        self._chat = chat
        self._conversations = Conversations()
        self._opening = threading.Lock()
        self._embedders: dict[str, Embedder] = {}
        self._entails = WhenAsked(lambda: Entailment.load(settings.cache, threads=settings.threads))
        self._serving: _Serving | None = None
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
        earlier = guard.ask.earlier or self._conversations.turns(conversation)
        read = dataclasses.replace(guard.ask, earlier=earlier)
        if guard.instead:
            answer = serving.pipeline.instead(read, *guard.instead)
        else:
            plain = dataclasses.replace(read, id=None, conversation_id=None)
            on = ask.on or self.today()
            if heard and self._chat:
                named = partial(self._named, guard, given, conversation)
                answer = serving.pipeline.answer(plain, on, lambda part: heard(named(part)))
            else:
                answer = serving.answered(plain, on)
        if not guard.instead:
            self._conversations.add(conversation, read.question)
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
            self._serving.pipeline.forget()
            self._serving.retriever.forget()

    def remember(self, conversation: str, question: str) -> None:
        """Keep a question that was answered elsewhere, for the follow-ups on it."""
        self._conversations.add(conversation, question)

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
        return self._settings.today or today()

    def _embedder(self, made_by: str) -> Embedder:
        """Return the embedder for an index, loaded once for each engine."""
        if made_by not in self._embedders:
            self._embedders[made_by] = embedder_of(self._settings, made_by)
        return self._embedders[made_by]

    @cached_property
    def _reranker(self) -> Reranker | None:
        if not self._settings.reranker:
            return None
        from retrieval.embedding.st_engine import CrossEncoderReranker

        return CrossEncoderReranker.load(self._settings.reranker)

    def _current(self) -> _Serving:
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
            if self._due(stamp_of(self._settings.index / layout.POINTER)):
                threading.Thread(target=self._open_changed, daemon=True).start()

    def _due(self, stamp: object) -> bool:
        return stamp != self._seen or time.monotonic() >= self._retry_at

    def _open_changed(self) -> None:
        """Open the version that the pointer names, unless that was done or failed just now."""
        with self._opening:
            stamp = stamp_of(self._settings.index / layout.POINTER)
            if not self._due(stamp):
                return
            self._seen, self._retry_at = stamp, time.monotonic() + RETRY_SECONDS
            try:
                opened, replaced = self._opened(), self._serving is not None
            except LoketError as problem:
                self._problem = str(problem)
                if self._serving:
                    log.warning("the new index was not opened, the old one stays: %s", problem)
                return
            self._serving, self._problem, self._retry_at = opened, None, math.inf
            _settle(replaced)

    def _opened(self) -> _Serving:
        # The manifest first: without an index, the model would be loaded for nothing.
        path = self._settings.index
        model = model_name(self._settings, layout.engine_of(path))
        manifest = current_manifest(path, model)
        with ThreadPoolExecutor(1) as beside:  # loading a model is not Python's own work
            loading = beside.submit(self._embedder, manifest.engine)
            from assistant.pipeline import Pipeline

            index = open_index(path, model)
            embedder = loading.result()
        if model_of(embedder.name) != index.manifest.model:
            raise IndexProblem(f"the index needs the model '{index.manifest.model}'")
        retriever = Retriever(index, embedder, self._reranker, open_known(index))
        writer = self._writer(index, embedder)
        pipeline = Pipeline(retriever, writer, self._entails)
        kept = lru_cache(ANSWERS_KEPT)(pipeline.answer)
        answered = pipeline.answer if writer else kept
        return _Serving(index, retriever, pipeline, answered, kept.cache_clear)

    def _writer(self, index: Index, embedder: Embedder) -> Writer | None:
        if self._chat is None:
            return None
        from assistant.generate.writer import Writer

        return Writer(self._chat, index, embedder, self._settings.chat_timeout)


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


class Conversations:
    """The last questions of each conversation, in memory; the longest unused one goes first."""

    def __init__(self, most: int = CONVERSATIONS_KEPT) -> None:
        """Keep at most so many conversations."""
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def turns(self, conversation: str) -> tuple[str, ...]:
        """Return the questions so far, oldest first."""
        with self._lock:
            return self._kept.get(conversation, ())

    def add(self, conversation: str, question: str) -> None:
        """Keep a question."""
        with self._lock:
            turns = (*self._kept.pop(conversation, ()), question)
            self._kept[conversation] = turns[-TURNS_KEPT:]
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
