"""LangChain's interfaces to our parts, so that people can plug them into their own chains."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval.embedding.base import Embedder
from retrieval.filters import Filters
from retrieval.search import Hit, Retriever


class LoketEmbeddings(Embeddings):
    """An embedding engine as LangChain `Embeddings`."""

    def __init__(self, embedder: Embedder) -> None:
        """Take any engine of `retrieval.embedding`."""
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a unit vector for each passage."""
        vectors: list[list[float]] = self._embedder.embed_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the unit vector of a question."""
        vector: list[float] = self._embedder.embed_queries([text])[0].tolist()
        return vector


class LoketRetriever(BaseRetriever):
    """Our hybrid search as a LangChain retriever; `filters` narrow it, `limit` bounds it."""

    search: Retriever
    filters: Filters = Filters()
    limit: int = 10
    model_config = ConfigDict(arbitrary_types_allowed=True)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = self.search.search(query, self.filters, self.limit)
        return [_as_document(hit) for hit in found.hits]


def _as_document(hit: Hit) -> Document:
    passage, document = hit.passage, hit.document
    metadata: dict[str, Any] = {
        "document_id": document.id,
        "title": document.title,
        "section": " › ".join(passage.section),
        "page": passage.page_from,
        "url": document.url,
        "score": hit.score,
        "start": passage.start,
        "end": passage.end,
    }
    return Document(id=passage.id, page_content=passage.text, metadata=metadata)
