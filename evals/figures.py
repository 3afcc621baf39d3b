"""
A figure with its interval: what every measure ends up as.

Each figure is made of one row an item, so that all of them get their interval in one way: items
are drawn again with replacement (percentile bootstrap: Efron, 1979), the same draws every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

SEED = 20261122
RESAMPLES = 2000
CONFIDENCE = 95  # per cent

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured value over `of` cases with its 95% interval; over nothing it is None."""

    value: float | None
    of: int
    interval: Interval | None = None


NOTHING = Figure(value=None, of=0)


def mean(values: Sequence[float]) -> Figure:
    """Return the mean of one value an item."""
    return ratio([(value, 1.0) for value in values])


def ratio(parts: Sequence[tuple[float, float]]) -> Figure:
    """Return the sum of the first over the sum of the second of one pair (part, whole) an item."""
    table = np.asarray(parts, dtype=float).reshape(-1, 2)
    table = table[table[:, 1] > 0]
    if not len(table):
        return NOTHING
    drawn = _times_drawn(len(table)) @ table
    value = table[:, 0].sum() / table[:, 1].sum()
    of = int(table[:, 1].sum())
    return Figure(value=float(value), of=of, interval=_between(drawn[:, 0] / drawn[:, 1]))


def count(values: Sequence[float]) -> Figure:
    """Return the sum of one count an item."""
    if not len(values):
        return NOTHING
    table = np.asarray(values, dtype=float)
    drawn = _times_drawn(len(table)) @ table
    return Figure(value=float(table.sum()), of=len(table), interval=_between(drawn))


def percentile(values: Sequence[float], percent: float) -> Figure:
    """Return a percentile (linear interpolation) of one value an item."""
    if not len(values):
        return NOTHING
    table = np.asarray(values, dtype=float)
    drawn = np.percentile(table[_draws(len(table))], percent, axis=1)
    value = float(np.percentile(table, percent))
    return Figure(value=value, of=len(table), interval=_between(drawn))


@lru_cache(maxsize=64)
def _draws(size: int, seed: int = SEED) -> np.ndarray:
    """Return which items each sample holds, shape (RESAMPLES, size)."""
    return np.random.default_rng(seed).integers(size, size=(RESAMPLES, size))


@lru_cache(maxsize=64)
def _times_drawn(size: int) -> np.ndarray:
    """Return how often each sample holds each item, shape (RESAMPLES, size): for sums."""
    apart = _draws(size) + size * np.arange(RESAMPLES)[:, None]
    found = np.bincount(apart.ravel(), minlength=RESAMPLES * size)
    return found.reshape(RESAMPLES, size).astype(float)


def _between(drawn: np.ndarray) -> Interval:
    tail = (100 - CONFIDENCE) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail])
    return float(low), float(high)
