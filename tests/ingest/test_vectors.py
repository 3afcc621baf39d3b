"""Vectors are saved while they are made, so that a killed ingest need not begin again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest import vectors
from ingest.progress import Silent
from ingest.vectors import SAVED, Vectors
from retrieval.embedding.base import Embedder, Progress, TokenEmbedder, Tokens
from retrieval.embedding.engines import BUNDLED

TEXTS = [f"Les {number}: {'rekenen ' * number}" for number in range(1, 9)]


class Killed(Exception):
    """Stands for the end of the process."""


class Mortal:
    """The real embedder, which dies after so many texts and keeps what it was asked."""

    def __init__(self, real: Embedder, most: int = 1_000) -> None:
        self._real = real
        self._most = most
        self.name, self.dimensions = real.name, real.dimensions
        self.asked: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._real.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        self._count(texts)
        return self._real.embed_passages(texts, progress)

    def _count(self, texts: Sequence[str]) -> None:
        if len(self.asked) + len(texts) > self._most:
            raise Killed
        self.asked += texts


class MortalTokens(Mortal):
    """The same with tokens."""

    def query_tokens(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        return self._real.query_tokens(text)  # type: ignore[attr-defined]

    def passage_tokens(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[np.ndarray, list[Tokens]]:
        self._count(texts)
        return self._real.passage_tokens(texts, progress)  # type: ignore[attr-defined]

    def token_counts(self, text: str, offsets: Sequence[int]) -> list[int]:
        return self._real.token_counts(text, offsets)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "PART", 3)


def made(embedder: Embedder, root: Path) -> tuple[np.ndarray, list[Tokens]]:
    return Vectors(embedder, None, root).of(TEXTS, Silent())


@pytest.mark.parametrize("kind", [Mortal, MortalTokens])
def test_what_was_made_before_a_kill_is_not_made_again(
    embedder: Embedder, tmp_path: Path, kind: type[Mortal]
) -> None:
    if kind is MortalTokens and not isinstance(embedder, TokenEmbedder):
        pytest.skip("the engine with tokens cannot run here")
    with pytest.raises(Killed):
        made(kind(embedder, most=6), tmp_path)
    again = kind(embedder)
    found, tokens = made(again, tmp_path)
    assert again.asked == sorted(TEXTS)[6:]
    whole, whole_tokens = made(kind(embedder), tmp_path / "other")
    assert np.array_equal(found, whole)
    assert len(tokens) == len(whole_tokens) == (len(TEXTS) if kind is MortalTokens else 0)
    for one, other in zip(tokens, whole_tokens, strict=True):
        assert np.array_equal(one.codes, other.codes)
        assert np.array_equal(one.scales, other.scales)


def test_vectors_of_another_engine_are_not_used(embedder: Embedder, tmp_path: Path) -> None:
    made(Mortal(embedder), tmp_path)
    other = Mortal(embedder)
    other.name = f"{BUNDLED}/another"
    made(other, tmp_path)
    assert len(other.asked) == len(TEXTS)


@pytest.mark.parametrize("suffix", [".npz", ".npy"])
def test_a_damaged_part_is_made_again(embedder: Embedder, tmp_path: Path, suffix: str) -> None:
    if not isinstance(embedder, TokenEmbedder):
        pytest.skip("the engine with tokens cannot run here")
    made(MortalTokens(embedder), tmp_path)
    damaged = min((tmp_path / SAVED).glob(f"part-*{suffix}"))
    damaged.write_bytes(damaged.read_bytes()[:100])
    again = MortalTokens(embedder)
    assert len(made(again, tmp_path)[0]) == len(TEXTS)
    assert 0 < len(again.asked) <= 3


def test_nothing_stays_once_a_version_holds_it(embedder: Embedder, tmp_path: Path) -> None:
    kept = Vectors(Mortal(embedder), None, tmp_path)
    kept.of(TEXTS, Silent())
    assert list((tmp_path / SAVED).iterdir())
    kept.forget()
    assert not (tmp_path / SAVED).exists()
