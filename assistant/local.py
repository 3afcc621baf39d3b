"""What the settings name, over the index on this machine: the service and all that it opens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.serving import LocalService, Serving
from assistant.settings import Settings
from corpus.errors import IndexProblem
from retrieval import manifest as layout
from retrieval.embedding.base import Embedder, load_embedder
from retrieval.embedding.engines import EmbeddingSettings, model_for, model_of
from retrieval.embedding.entailment import Entailment, WhenAsked
from retrieval.index import Index, current_manifest, open_index
from retrieval.known import open_known
from retrieval.search import Reranker, Retriever

if TYPE_CHECKING:
    from assistant.generate.writer import Chat, Writer


def build_service(settings: Settings) -> LocalService:
    """
    Return the service that every front asks; the index is opened at the first request.

    Raises SettingsError for a chat model that cannot be loaded.
    """
    return LocalService(settings.index, Opening(settings, chat_of(settings)), settings.today)


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


def chat_of(settings: Settings) -> Chat | None:
    """Load the language model that the settings name, if any; raises SettingsError."""
    if not settings.chat_model:
        return None
    from assistant.generate.chat import ChatModel, ChatSettings

    wanted = ChatSettings(
        model=settings.chat_model,
        url=settings.chat_url,
        key=settings.chat_key,
        timeout=settings.chat_timeout,
    )
    return ChatModel.load(wanted)


class Opening:
    """Opens versions of an index, one at a time; what they can share is loaded once."""

    def __init__(self, settings: Settings, chat: Chat | None = None) -> None:
        """Take the settings, and a language model that may word answers; nothing is loaded yet."""
        self._settings, self._chat = settings, chat
        self._embedder = cache(partial(embedder_of, settings))
        self._entails = WhenAsked(lambda: Entailment.load(settings.cache, threads=settings.threads))

    def __call__(self, path: Path) -> Serving:
        """Open the version that serves in a folder; raises LoketError."""
        # The manifest first: without an index, the model would be loaded for nothing.
        model = model_name(self._settings, layout.engine_of(path))
        manifest = current_manifest(path, model)
        with ThreadPoolExecutor(1) as beside:  # loading a model is not Python's own work
            loading = beside.submit(self._embedder, manifest.engine)
            from assistant.pipeline import Pipeline
            from assistant.understanding.lacking import open_lacking

            index = open_index(path, model)
            embedder = loading.result()
        if model_of(embedder.name) != index.manifest.model:
            raise IndexProblem(f"the index needs the model '{index.manifest.model}'")
        retriever = Retriever(index, embedder, self._reranker, open_known(index))
        writer = self._writer(index, embedder)
        lacking = open_lacking(index.manifest.model)
        pipeline = Pipeline(retriever, writer, self._entails, lacking)
        return Serving(index, retriever, pipeline, is_worded=writer is not None)

    @cached_property
    def _reranker(self) -> Reranker | None:
        if not self._settings.reranker:
            return None
        from retrieval.embedding.st_engine import CrossEncoderReranker

        return CrossEncoderReranker.load(self._settings.reranker)

    def _writer(self, index: Index, embedder: Embedder) -> Writer | None:
        if self._chat is None:
            return None
        from assistant.generate.writer import Writer

        return Writer(self._chat, index, embedder, self._settings.chat_timeout)
