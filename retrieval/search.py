"""The retriever: dense and lexical search, masks before ranking, fusion, near-doubles folded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from corpus.model import Document, Passage
from retrieval.dutch import terms
from retrieval.embedding.base import Embedder
from retrieval.filters import Filters
from retrieval.index import Index
from retrieval.query import Query, analyse

CANDIDATES = 60
"""Passages taken from each leg before fusion."""

RRF_K = 20
SECONDARY_WEIGHT = 0.7
"""A text compiled from other sources ranks behind an original that says the same."""
DENSE_WEIGHT = 1.0
LEXICAL_WEIGHT = 1.0
SAME = 0.9
"""Jaccard overlap of terms from which a passage is a near-double of one ranked above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """
    A passage with why it ranks where it does.

    Args:

        score: Fused, higher is better; only comparable within one search.

        dense: Cosine of question and passage.

        lexical: BM25; 0.0 where no term is shared.
    """

    passage: Passage
    document: Document
    score: float
    dense: float
    lexical: float
    row: int


@dataclass(frozen=True, kw_only=True)
class Found:
    """A search: the hits, the analysed question, and its vector for who asks on."""

    hits: list[Hit]
    query: Query
    vector: np.ndarray


class Retriever:
    """Searches one open index."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        """Take an index and the embedder of the same model."""
        self.index = index
        self.embedder = embedder
        self._authority = np.array(
            [
                SECONDARY_WEIGHT if index.document_of(passage).sources else 1.0
                for passage in index.passages
            ]
        )

    def search(self, text: str, filters: Filters | None = None, limit: int = 10) -> Found:
        """
        Return the best passages for a question, ties broken by passage id.

        Method: reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009) of exact cosine
        search and BM25, both over the passages that the filters allow.
        """
        query = self.analyse(text)
        vector = self.embedder.embed_queries([text])[0]
        mask = self._mask(filters or Filters())
        cosine = np.where(mask, self.index.vectors @ vector, -1.0)
        bm25 = np.zeros(len(cosine))
        for row, score in self.index.lexical.search(query.terms, self._depth(mask)):
            bm25[row] = score if mask[row] else 0.0
        fused = _fused(cosine, bm25, mask) * self._authority
        hits = (self._hit(row, fused, cosine, bm25) for row in self._order(fused))
        return Found(hits=_folded(hits, limit), query=query, vector=vector)

    def analyse(self, text: str) -> Query:
        """Return a question as the lexical index sees it."""
        return analyse(text, self.index.lexical)

    def _mask(self, filters: Filters) -> np.ndarray:
        """Return which passages may be seen, shape (passages,)."""
        allowed = np.zeros(len(self.index.passages), dtype=bool)
        for document_id, rows in self.index.rows_of.items():
            if filters.allow(self.index.documents[document_id]):
                allowed[rows.start : rows.stop] = True
        return allowed

    def _depth(self, mask: np.ndarray) -> int:
        """Ask the lexical leg for more where the filters will take many away."""
        share = max(mask.mean(), 0.01) if len(mask) else 1.0
        return min(len(mask), int(CANDIDATES / share))

    def _order(self, fused: np.ndarray) -> list[int]:
        rows = np.flatnonzero(fused > 0)
        passages = self.index.passages
        return sorted((int(row) for row in rows), key=lambda row: (-fused[row], passages[row].id))

    def _hit(self, row: int, fused: np.ndarray, cosine: np.ndarray, bm25: np.ndarray) -> Hit:
        passage = self.index.passages[row]
        return Hit(
            passage=passage,
            document=self.index.document_of(passage),
            score=round(float(fused[row]), 6),
            dense=round(float(cosine[row]), 4),
            lexical=round(float(bm25[row]), 4),
            row=row,
        )


def _fused(cosine: np.ndarray, bm25: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return reciprocal rank fusion scores, 0 for what neither leg has among its candidates."""
    fused = np.zeros(len(cosine))
    for scores, weight in ((cosine, DENSE_WEIGHT), (bm25, LEXICAL_WEIGHT)):
        usable = mask & (scores > 0)
        order = np.argsort(-np.where(usable, scores, -np.inf), kind="stable")[:CANDIDATES]
        for rank, row in enumerate(order, start=1):
            if usable[row]:
                fused[row] += weight / (RRF_K + rank)
    return fused


def _folded(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """Keep the best of passages that say nearly the same."""
    kept: list[Hit] = []
    seen: list[set[str]] = []
    for hit in hits:
        if len(kept) == limit:
            break
        found = set(terms(hit.passage.text))
        if not any(_jaccard(found, other) >= SAME for other in seen):
            kept.append(hit)
            seen.append(found)
    return kept


def _jaccard(one: set[str], other: set[str]) -> float:
    union = len(one | other)
    return len(one & other) / union if union else 1.0
