"""Any endpoint that speaks OpenAI's embeddings protocol."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import numpy as np

from corpus.errors import EngineUnavailable
from retrieval.embedding.base import Progress
from retrieval.embedding.engines import prefixes

BATCH = 64
TIMEOUT_SECONDS = 60.0


class OpenAIEngine:
    """Vectors from POST {url}/embeddings; e5 models get their prefixes."""

    def __init__(self, model: str, url: str, key: str | None = None) -> None:
        """Ask the endpoint for one vector, to learn the model's dimensions."""
        self._model = model
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(
            base_url=url.rstrip("/") + "/", headers=headers, timeout=TIMEOUT_SECONDS
        )
        self._prefixes = prefixes(model)
        self.name = f"{model}/openai"
        self.dimensions = self._request(["test"]).shape[1]

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Return unit vectors of shape (len(texts), dimensions)."""
        return self._embed(texts, self._prefixes[0], None)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Return unit vectors of shape (len(texts), dimensions), in the order of the texts."""
        return self._embed(texts, self._prefixes[1], progress)

    def _embed(self, texts: Sequence[str], prefix: str, progress: Progress | None) -> np.ndarray:
        parts = [np.zeros((0, self.dimensions), dtype=np.float32)]
        for start in range(0, len(texts), BATCH):
            parts.append(self._request([prefix + text for text in texts[start : start + BATCH]]))
            if progress:
                progress(min(start + BATCH, len(texts)))
        return np.concatenate(parts)

    def _request(self, batch: list[str]) -> np.ndarray:
        try:
            reply = self._client.post("embeddings", json={"model": self._model, "input": batch})
            reply.raise_for_status()
            rows = sorted(reply.json()["data"], key=lambda row: row["index"])
            vectors = np.asarray([row["embedding"] for row in rows], dtype=np.float32)
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as problem:
            raise EngineUnavailable(f"the embeddings endpoint failed: {problem}") from problem
        if vectors.ndim != 2 or len(vectors) != len(batch):
            raise EngineUnavailable("the embeddings endpoint returned the wrong number of vectors")
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-12)
