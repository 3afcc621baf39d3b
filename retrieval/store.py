"""Chroma, the store of record: passages with their text, metadata and our vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.model import Passage

COLLECTION = "passages"
BATCH = 2_000


class Store:
    """
    One Chroma folder, opened by one process: the one that builds the index.

    Readers use the exported snapshot, because a Chroma reader does not see what another process
    writes (docs/adr/0003).
    """

    def __init__(self, folder: Path) -> None:
        """Open or create the folder."""
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False, is_persistent=True)
        self._client = chromadb.PersistentClient(path=str(folder), settings=settings)

    def write(self, passages: Sequence[Passage], vectors: np.ndarray, model: str) -> None:
        """Store passages with vectors of shape (n, d), unit length; ids are the passages' own."""
        collection = self._client.create_collection(
            COLLECTION,
            metadata={"model": model, "dimensions": int(vectors.shape[1])},
            configuration={"hnsw": {"space": "cosine"}},
            embedding_function=None,
        )
        for start in range(0, len(passages), BATCH):
            batch = passages[start : start + BATCH]
            collection.upsert(
                ids=[passage.id for passage in batch],
                embeddings=vectors[start : start + len(batch)],
                documents=[passage.text for passage in batch],
                metadatas=[_metadata(passage) for passage in batch],
            )

    def count(self) -> int:
        """Return how many passages are stored."""
        return int(self._collection().count())

    def vectors(self, ids: Sequence[str]) -> np.ndarray:
        """Return the stored vectors of the ids, in their order, shape (len(ids), d)."""
        collection = self._collection()
        found: dict[str, Any] = {}
        for start in range(0, len(ids), BATCH):
            part = collection.get(ids=list(ids[start : start + BATCH]), include=["embeddings"])
            found |= dict(zip(part["ids"], part["embeddings"], strict=True))
        return np.asarray([found[each] for each in ids], dtype=np.float32)

    def close(self) -> None:
        """Let go of the folder, so that it can be moved."""
        self._client.close()  # type: ignore[attr-defined]

    def _collection(self) -> Any:
        return self._client.get_collection(COLLECTION, embedding_function=None)


def _metadata(passage: Passage) -> dict[str, Any]:
    return {
        "document_id": passage.document_id,
        "ordinal": passage.ordinal,
        "section": " › ".join(passage.section),
        "page_from": passage.page_from or 0,
        "page_to": passage.page_to or 0,
        "start": passage.start,
        "end": passage.end,
        "digest": passage.digest,
    }
