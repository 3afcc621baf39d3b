"""One index of documents that can be twisted, and a writer whose model is a server of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from assistant.answer import Ask
from assistant.generate.chat import ChatModel, ChatSettings
from assistant.generate.writer import Writer
from assistant.loket import run_ingest
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from assistant.wording.compose import Draft
from ingest.progress import Silent
from retrieval.embedding.base import Embedder
from retrieval.index import Index, open_index
from retrieval.search import Retriever
from tests.assistant.generate.samples import CORPUS
from tests.conftest import write_documents
from tests.openai_server import OpenAIServer, serving

ON = date(2026, 11, 22)
SECONDS = 20


@pytest.fixture(scope="session")
def chat_index(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Settings:
    """Settings whose index holds CORPUS; not to be written to."""
    folder = tmp_path_factory.mktemp("twistable")
    corpus = write_documents(folder / "corpus", CORPUS)
    settings = Settings(index=folder / "index", corpus=corpus, cache=cache, today=ON)
    run_ingest(settings, [], Silent())
    return settings


@pytest.fixture(scope="session")
def index(chat_index: Settings) -> Index:
    return open_index(chat_index.index)


@pytest.fixture(scope="session")
def chat_server() -> Iterator[OpenAIServer]:
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def chat(chat_server: OpenAIServer) -> ChatModel:
    return chat_of(chat_server, SECONDS)


def chat_of(server: OpenAIServer, seconds: int) -> ChatModel:
    """Return LangChain's client of the server."""
    settings = ChatSettings(model="openai:fake", url=server.url, key="sleutel", timeout=seconds)
    return ChatModel.load(settings)


@pytest.fixture(scope="session")
def writer(chat: ChatModel, index: Index, embedder: Embedder) -> Writer:
    return Writer(chat, index, embedder, SECONDS)


class Drafts:
    """The extractive answers, each made once."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._pipeline = Pipeline(Retriever(index, embedder))
        self.of = cache(self._of)

    def _of(self, question: str) -> tuple[Draft, str]:
        answer = self._pipeline.answer(Ask(question=question, audience="public"), ON)
        assert answer.sentences, f"not answered: {question}"
        return Draft(sentences=answer.sentences, sources=answer.sources), answer.language


@pytest.fixture(scope="session")
def drafts(index: Index, embedder: Embedder) -> Drafts:
    return Drafts(index, embedder)
