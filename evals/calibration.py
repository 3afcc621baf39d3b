"""
How far the confidence that goes with an answer can be believed: the refusal score.

A confidence is right when of all questions with confidence c a share c can be answered. Expected
calibration error: Naeini, Cooper and Hauskrecht (AAAI 2015), ten bins of equal width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals import figures
from evals.figures import Figure
from evals.score import ItemScore

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The questions with a confidence in one bin: their mean, and the share with an answer."""

    confidence: float
    answerable: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """
    The confidences of a run.

    Args:

        error: Expected calibration error, 0 (right) to 1.

        brier: Mean squared error of the confidence (Brier, 1950).

        auc: Chance that an answerable question has the higher confidence of two.
    """

    bins: tuple[Bin, ...]
    error: float
    brier: float
    auc: float


def calibration(scores: Sequence[ItemScore]) -> Calibration | None:
    """Return how the confidences hold; None unless both kinds of question have one."""
    given = [
        (each.confidence, each.item.answerable) for each in scores if each.confidence is not None
    ]
    confidence = np.array([pair[0] for pair in given], dtype=float)
    answerable = np.array([pair[1] for pair in given], dtype=bool)
    if not answerable.any() or answerable.all():
        return None
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = tuple(
        Bin(
            confidence=float(confidence[place == at].mean()),
            answerable=figures.mean(answerable[place == at].astype(float).tolist()),
        )
        for at in np.unique(place)
    )
    gaps = [_gap(each) * each.answerable.of for each in bins]
    return Calibration(
        bins=bins,
        error=sum(gaps) / len(confidence),
        brier=float(((confidence - answerable) ** 2).mean()),
        auc=_auc(confidence, answerable),
    )


def _gap(found: Bin) -> float:
    return abs((found.answerable.value or 0.0) - found.confidence)


def _auc(confidence: np.ndarray, answerable: np.ndarray) -> float:
    """Return the share of pairs in the right order; a tie is half right."""
    gap = confidence[answerable][:, None] - confidence[~answerable][None, :]
    return float((gap > 0).mean() + 0.5 * (gap == 0).mean())
