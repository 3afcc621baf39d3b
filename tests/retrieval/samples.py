"""A small index of its own vectors, for what no model is needed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from retrieval.dutch import terms
from retrieval.index import Index
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
