"""One small index of the documents beside this file, for all tests of ja and nee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Ask
from assistant.loket import run_ingest
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from ingest.progress import Silent
from retrieval.embedding.base import Embedder
from retrieval.index import open_index
from retrieval.search import Retriever

ON = date(2026, 11, 22)
DOCUMENTS = Path(__file__).with_name("documents")


@pytest.fixture(scope="session")
def ask(
    tmp_path_factory: pytest.TempPathFactory, cache: Path, embedder: Embedder
) -> Callable[[str], Answer]:
    """Return what asks one question of an index of the documents."""
    settings = Settings(index=tmp_path_factory.mktemp("faq"), corpus=DOCUMENTS, cache=cache)
    run_ingest(settings, [], Silent())
    faq = Pipeline(Retriever(open_index(settings.index), embedder))
    return lambda question: faq.answer(Ask(question=question), ON)
