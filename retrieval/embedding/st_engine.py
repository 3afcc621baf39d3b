"""sentence-transformers as an engine, and its cross-encoders as a reranker (extra [st])."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from corpus.errors import EngineUnavailable
from retrieval.embedding.base import Progress
from retrieval.embedding.engines import prefixes

BATCH = 32


def _library() -> Any:
    try:
        import sentence_transformers
    except ImportError as missing:
        raise EngineUnavailable(
            "sentence-transformers is not installed; run: pip install 'loketwijzer[st]'"
        ) from missing
    return sentence_transformers


class SentenceTransformerEngine:
    """Any sentence-transformers model, by name or folder; e5 models get their prefixes."""

    def __init__(self, model: Any, name: str) -> None:
        """Take a loaded SentenceTransformer."""
        self._model = model
        self.name = f"{name}/sentence-transformers"
        self.dimensions = len(model.encode([""])[0])
        self._prefixes = prefixes(name)

    @classmethod
    def load(cls, model: str) -> SentenceTransformerEngine:
        """Load a model; raises EngineUnavailable where the library or the model is missing."""
        try:
            return cls(_library().SentenceTransformer(model), model)
        except (OSError, ValueError) as problem:
            raise EngineUnavailable(f"cannot load the model '{model}': {problem}") from problem

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Return unit vectors of shape (len(texts), dimensions)."""
        return self._encode(texts, self._prefixes[0], None)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Return unit vectors of shape (len(texts), dimensions), in the order of the texts."""
        return self._encode(texts, self._prefixes[1], progress)

    def _encode(self, texts: Sequence[str], prefix: str, progress: Progress | None) -> np.ndarray:
        made = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [prefix + text for text in texts[start : start + BATCH]]
            made[start : start + len(batch)] = self._model.encode(
                batch, normalize_embeddings=True, show_progress_bar=False
            )
            if progress:
                progress(start + len(batch))
        return made


class CrossEncoderReranker:
    """Scores question and passage together; slower and sharper than vectors."""

    def __init__(self, model: Any) -> None:
        """Take a loaded CrossEncoder."""
        self._model = model

    @classmethod
    def load(cls, model: str) -> CrossEncoderReranker:
        """Load a cross-encoder; raises EngineUnavailable where it cannot be had."""
        try:
            return cls(_library().CrossEncoder(model))
        except (OSError, ValueError) as problem:
            raise EngineUnavailable(f"cannot load the reranker '{model}': {problem}") from problem

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        """Return one score per text, higher is better."""
        pairs = [(question, text) for text in texts]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float32)
