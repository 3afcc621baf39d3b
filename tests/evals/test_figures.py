"""Figures and their intervals."""

from __future__ import annotations

import pytest

from evals.figures import NOTHING, count, mean, percentile, ratio


def test_the_interval_is_the_same_every_time_and_holds_the_mean() -> None:
    found = mean([1.0] * 80 + [0.0] * 20)
    assert found.interval is not None
    low, high = found.interval
    assert found == mean([1.0] * 80 + [0.0] * 20)
    assert low < 0.8 < high
    assert high - low == pytest.approx(2 * 1.96 * (0.8 * 0.2 / 100) ** 0.5, rel=0.15)
    assert mean([1.0]).interval == (1.0, 1.0)


def test_a_ratio_draws_items_with_their_wholes() -> None:
    found = ratio([(9, 10), (1, 1), (0, 0)])
    assert found.value == pytest.approx(10 / 11)
    assert found.of == 11
    assert found.interval is not None
    assert found.interval == (0.9, 1.0)


def test_counts_and_percentiles_have_intervals_too() -> None:
    total = count([2, 0, 1, 0])
    assert (total.value, total.of) == (3, 4)
    assert total.interval is not None
    assert total.interval[0] < 3 < total.interval[1]
    tail = percentile(list(range(101)), 95)
    assert tail.value == 95
    assert tail.interval is not None
    assert tail.interval[0] < 95 < tail.interval[1] <= 100


@pytest.mark.parametrize("made", [mean([]), ratio([(0, 0)]), count([]), percentile([], 50)])
def test_a_figure_over_nothing_is_undefined(made: object) -> None:
    assert made == NOTHING
