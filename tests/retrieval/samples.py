"""A small index of its own vectors, for what no model is needed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from retrieval.dutch import terms, words
from retrieval.embedding.base import TokenEmbedder, Tokens
from retrieval.index import Index
from retrieval.late import open_tokens, write_tokens
from retrieval.lexical import LexicalIndex, write_lexical
from tests.assistant.samples import index_of

DIMENSIONS = 64


class Bags:
    """An embedder that counts words into places: equal texts, equal vectors."""

    name = "bags/test"
    dimensions = DIMENSIONS

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([_bag(text) for text in texts], dtype=np.float32)

    def embed_passages(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        return self.embed_queries(texts)


def _bag(text: str) -> np.ndarray:
    made = np.full(DIMENSIONS, 0.01)
    for term in terms(text):
        made[sum(map(ord, term)) % DIMENSIONS] += 1
    return made / np.linalg.norm(made)


def searchable(folder: Path, **documents: str) -> Index:
    """Return an index of Markdown texts that can be searched."""
    index = index_of(folder / "texts", **documents)
    write_lexical(folder / "lexical", index.passages)
    vectors = Bags().embed_passages([passage.text for passage in index.passages])
    return replace(index, vectors=vectors, lexical=LexicalIndex(folder / "lexical"))


class Words(Bags):
    """Bags that also give a vector for every word; words of one meaning share it."""

    def __init__(self, **meanings: str) -> None:
        self._meanings = meanings

    def query_tokens(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        return self.embed_queries([text])[0], self._vectors(text)

    def passage_tokens(
        self, texts: Sequence[str], progress: object = None
    ) -> tuple[np.ndarray, list[Tokens]]:
        return self.embed_passages(texts), [Tokens.of(self._vectors(text)) for text in texts]

    def token_counts(self, text: str, offsets: Sequence[int]) -> list[int]:
        return [len(words(text[:offset])) for offset in offsets]

    def _vectors(self, text: str) -> np.ndarray:
        seeds = [int.from_bytes(self._meanings.get(word, word).encode()) for word in words(text)]
        made = np.array([np.random.default_rng(seed).normal(size=DIMENSIONS) for seed in seeds])
        return made / np.linalg.norm(made, axis=1, keepdims=True)


class Longest:
    """A reranker that prefers long texts."""

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        return np.array([len(text) for text in texts], dtype=np.float32)


def with_tokens(folder: Path, index: Index, embedder: TokenEmbedder) -> Index:
    """Return the index with the tokens of an embedder, written and opened as ingest does."""
    _, tokens = embedder.passage_tokens([passage.in_context for passage in index.passages])
    write_tokens(folder / "tokens", index.passages, tokens, embedder)
    return replace(index, tokens=open_tokens(folder / "tokens", index.passages.units))
