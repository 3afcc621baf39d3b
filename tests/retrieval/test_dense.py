"""The dense leg: the sieve of large indexes beside every cosine, and masks before both."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.dense import LEADING, SIEVED, STRIDE, Dense

DIMENSIONS = 100
"""No multiple of 64: the last word of a code is filled up."""

CLOSE = 0.5


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """Vectors in crowds, all leaning one way, as those of a language model do."""
    chance = np.random.default_rng(3)
    crowds = chance.standard_normal((200, DIMENSIONS)) + 1
    return unit(
        np.repeat(crowds, 60, axis=0) + CLOSE * chance.standard_normal((12_000, DIMENSIONS))
    )


@pytest.fixture(scope="module")
def question(vectors: np.ndarray) -> np.ndarray:
    return unit(vectors[4_321] + 0.05 * np.random.default_rng(4).standard_normal(DIMENSIONS))


def test_the_sieve_finds_nearly_all_that_every_cosine_finds(vectors, question) -> None:
    mask = np.ones(len(vectors), dtype=bool)
    every = Dense(vectors).asked(question, mask)
    sieved = Dense(vectors, exact=0).asked(question, mask)
    expected, found = every.nearest(mask, 60), sieved.nearest(mask, 60)
    assert found[0] == expected[0]
    assert len(set(expected) & set(found)) >= 57
    assert sieved.of(found) == pytest.approx(every.of(found), abs=1e-6)
    assert sieved.contrast() == pytest.approx(every.contrast(), rel=0.05)


@pytest.mark.parametrize("exact", [10**9, 0], ids=["every cosine", "sieved"])
def test_best_first_and_nothing_that_is_masked(vectors, question, exact: int) -> None:
    mask = np.zeros(len(vectors), dtype=bool)
    mask[6_000:] = True
    asked = Dense(vectors, exact=exact).asked(question, mask)
    rows = asked.nearest(mask, 60)
    assert len(rows) == 60
    assert rows.min() >= 6_000
    assert list(asked.of(rows)) == sorted(asked.of(rows), reverse=True)
    assert list(asked.of([4_321, 5_999])) == [-1.0, -1.0]


@pytest.mark.parametrize("exact", [10**9, 0], ids=["every cosine", "sieved"])
def test_one_shelf_of_what_may_be_seen(vectors, question, exact: int) -> None:
    mask = np.ones(len(vectors), dtype=bool)
    shelf = np.zeros(len(vectors), dtype=bool)
    shelf[[7, 4_321, 11_999]] = True
    rows = Dense(vectors, exact=exact).asked(question, mask).nearest(shelf, 60)
    assert rows[0] == 4_321
    assert set(rows) <= {7, 4_321, 11_999}


@pytest.mark.parametrize("exact", [10**9, 0], ids=["every cosine", "sieved"])
def test_nothing_may_be_seen(vectors, question, exact: int) -> None:
    mask = np.zeros(len(vectors), dtype=bool)
    asked = Dense(vectors, exact=exact).asked(question, mask)
    assert asked.nearest(mask, 60).size == 0
    assert asked.contrast() == 0.0


def test_equal_cosines_keep_the_order_of_the_rows() -> None:
    same = unit(np.ones((SIEVED + LEADING, DIMENSIONS)))
    mask = np.ones(len(same), dtype=bool)
    for exact in (10**9, 0):
        rows = Dense(same, exact=exact).asked(same[0], mask).nearest(mask, 5)
        assert list(rows) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("count", [1, 59, 60, 61, 500, 3_000])
@pytest.mark.parametrize("near", [slice(0, 0), slice(0, None, STRIDE), slice(1, None, STRIDE)])
def test_a_sample_that_tells_wrong_misses_nothing(count: int, near: slice) -> None:
    chance = np.random.default_rng(count)
    rows = unit(chance.standard_normal((count, DIMENSIONS)))
    asked = unit(chance.standard_normal(DIMENSIONS))
    rows[near] = unit(rows[near] + 3 * asked)  # the nearest are all in the sample, or none is
    mask = chance.random(count) < 0.9
    cosines = np.where(mask, rows @ asked, -1.0)
    best = np.argsort(-cosines, kind="stable")[:60]
    found = Dense(rows).asked(asked, mask).nearest(mask, 60)
    assert found.tolist() == best[cosines[best] > 0].tolist()
