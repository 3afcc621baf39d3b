"""The dense leg: the cosines of a question and the passages, exact, or sieved where there are many.

Up to `EXACT` passages every cosine is computed. Beyond that one bit a dimension tells which
passages may be near, and only their cosines are computed, on the vectors themselves.
Method: sign codes and Hamming distance (Charikar, "Similarity estimation techniques from rounding
algorithms", STOC 2002), centred, with exact scores for what they let through.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

EXACT = 50_000
"""Passages up to which every cosine is computed: some milliseconds, and nothing is missed."""

SIEVED = 2_000
"""Passages that the codes let through."""

SAMPLE = 4_096
"""Passages by which the cosines of all are judged where not every one is computed."""

LEADING = 64
"""Passages with the nearest codes, among which the best cosine is looked for to judge the rest."""

STRIDE = 16
"""One passage in so many tells how high the best cosines are."""

_BLOCK = 1 << 14
"""Passages at a time: what is computed about them stays in the processor's cache."""

_LOWEST = -1.0
"""The cosine of what may not be seen."""


class Cosines(Protocol):
    """The cosines of one question and the passages that it may see."""

    def nearest(self, among: np.ndarray, limit: int) -> np.ndarray:
        """
        Return the rows with the highest cosines above zero, best first, ties by row.

        Args:

            among: Which passages count, shape (passages,); all of them within the question's mask.
        """
        ...

    def of(self, rows: list[int] | np.ndarray) -> np.ndarray:
        """Return the cosines of rows, shape (len(rows),); -1.0 for what may not be seen."""
        ...

    def contrast(self) -> float:
        """Return how far the best stands above the mean, in standard deviations."""
        ...


class Dense:
    """The vectors of an index, for searching."""

    def __init__(self, vectors: np.ndarray, exact: int = EXACT) -> None:
        """Take unit vectors, shape (passages, d)."""
        self._vectors = np.asarray(vectors)  # a mapped file as a plain array: quicker to index
        self._sieve = _Sieve(vectors) if len(vectors) > exact else None

    def asked(self, vector: np.ndarray, mask: np.ndarray) -> Cosines:
        """Return the cosines of a question's vector, shape (d,), with what the mask allows."""
        if self._sieve is None:
            return _Exact(np.where(mask, self._vectors @ vector, _LOWEST), mask)
        return _Sieved(self._vectors, vector, mask, self._sieve)


class _Exact:
    def __init__(self, cosines: np.ndarray, mask: np.ndarray) -> None:
        self._cosines, self._mask = cosines, mask

    def nearest(self, among: np.ndarray, limit: int) -> np.ndarray:
        seen = np.where(among, self._cosines, _LOWEST)
        rows = np.flatnonzero(seen >= _bar(seen, limit))
        if len(rows) < limit:
            rows = np.arange(len(seen))
        found = seen[rows]
        if limit < len(found):
            near = found >= np.partition(found, -limit)[-limit]
            rows, found = rows[near], found[near]
        rows, found = rows[found > 0], found[found > 0]
        return np.asarray(rows[np.argsort(-found, kind="stable")[:limit]])

    def of(self, rows: list[int] | np.ndarray) -> np.ndarray:
        return np.asarray(self._cosines[rows])

    def contrast(self) -> float:
        return _contrast(self._cosines[self._mask])


def _bar(cosines: np.ndarray, limit: int) -> float:
    """
    Return a cosine that some more than `limit` passages are likely to reach, judged by a sample.

    Method: the second step of selection by sampling (Floyd and Rivest, 1975). Looking at every
    passage for the limit itself takes ten times as long.
    """
    sample = cosines[::STRIDE]
    rank = 2 * limit // STRIDE + 8
    return float(np.partition(sample, -rank)[-rank]) if rank <= len(sample) else _LOWEST


class _Sieve:
    """
    What is known of the vectors before a question comes.

    Attributes:

        sample: Rows at even distances, by which the cosines of all are judged, with their vectors.
    """

    def __init__(self, vectors: np.ndarray) -> None:
        self._mean = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
        # Word by word rather than passage by passage: each step is then one run over memory.
        self._words = np.empty((-(-vectors.shape[1] // 64), len(vectors)), dtype=np.uint64)
        for start in range(0, len(vectors), _BLOCK):
            block = vectors[start : start + _BLOCK]
            self._words[:, start : start + len(block)] = self._coded(block).T
        rows = np.arange(0, len(vectors), max(1, len(vectors) // SAMPLE))
        self.sample = rows, np.array(vectors[rows])

    def _coded(self, vectors: np.ndarray) -> np.ndarray:
        """Return one bit for each dimension, above the mean of all or not, in words of 64."""
        packed = np.packbits(vectors > self._mean, axis=1)
        return np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8))).view(np.uint64)

    def distances(self, vector: np.ndarray) -> np.ndarray:
        """Return in how many dimensions each passage differs from a vector, uint16."""
        own = self._coded(vector[None, :])[0]
        found = np.zeros(self._words.shape[1], dtype=np.uint16)
        for start in range(0, len(found), _BLOCK):
            block = slice(start, start + _BLOCK)
            for words, word in zip(self._words, own, strict=True):
                found[block] += np.bitwise_count(words[block] ^ word)
        return found


class _Sieved:
    def __init__(
        self, vectors: np.ndarray, vector: np.ndarray, mask: np.ndarray, sieve: _Sieve
    ) -> None:
        self._vectors, self._vector, self._mask = vectors, vector, mask
        self._sieve, self._distances = sieve, sieve.distances(vector)

    def nearest(self, among: np.ndarray, limit: int) -> np.ndarray:
        rows = _lowest(self._distances, among, max(SIEVED, limit))
        cosines = self.of(rows)
        order = np.argsort(-cosines, kind="stable")[:limit]
        return np.asarray(rows[order[cosines[order] > 0]])

    def of(self, rows: list[int] | np.ndarray) -> np.ndarray:
        return np.where(self._mask[rows], self._vectors[rows] @ self._vector, _LOWEST)

    def contrast(self) -> float:
        rows, vectors = self._sieve.sample
        best = self.of(_lowest(self._distances, self._mask, LEADING)).max(initial=_LOWEST)
        return _contrast(np.append((vectors @ self._vector)[self._mask[rows]], best))


def _lowest(distances: np.ndarray, among: np.ndarray, limit: int) -> np.ndarray:
    """Return the rows with the lowest distances, `limit` or some more, in order of row."""
    furthest = np.iinfo(distances.dtype).max
    seen = np.where(among, distances, furthest)
    highest = furthest - 1
    if limit < len(seen):
        highest = min(highest, int(np.partition(seen, limit - 1)[limit - 1]))
    return np.flatnonzero(seen <= highest)


def _contrast(cosines: np.ndarray) -> float:
    spread = float(cosines.std()) if len(cosines) > 1 else 0.0
    return float((cosines.max() - cosines.mean()) / spread) if spread > 1e-6 else 0.0
