"""
Two runs on the same questions: what differs, and whether that could be chance.

Each figure is compared in pairs, item by item. Intervals are by the paired bootstrap. A measure
that is only 0 or 1 is tested by McNemar's exact test (McNemar, 1947), any other by the paired
randomisation test (Fisher; Smucker, Allan and Carterette, "A comparison of statistical
significance tests for information retrieval evaluation", CIKM 2007). As many figures are tested
at once, the p-values are also given after Holm's correction (1979). Library: scipy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evals import figures
from evals.errors import EvalError
from evals.figures import SEED, Figure
from evals.score import COUNTS, MEANS, RETRIEVAL, ItemScore, Measure, Scored, ranked_as

PERMUTATIONS = 9999
SIGNIFICANT = 0.05
LESS_IS_BETTER = frozenset({"false_refusals", *COUNTS})


def _count_of(count: Callable[[ItemScore], int]) -> Measure:
    return lambda score: float(count(score))


MEASURES: dict[str, Measure] = {
    **MEANS,
    **{name: ranked_as(name) for name in RETRIEVAL},
    **{name: _count_of(count) for name, count in COUNTS.items()},
}
"""The figures that are compared; a count as its mean per item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    One figure of two runs.

    Args:

        first, second: Means over the items that have a value in both.

        change: Second minus first, with its interval.

        p: Two-sided; 1.0 where no item differs.

        adjusted: The same after Holm's correction.
    """

    figure: str
    first: float
    second: float
    change: Figure
    p: float
    adjusted: float
    test: str

    @property
    def better(self) -> bool | None:
        """Whether the second is better; None where both are equal."""
        if self.first == self.second:
            return None
        return (self.second < self.first) == (self.figure in LESS_IS_BETTER)

    @property
    def significant(self) -> bool:
        """Whether it is unlikely to be chance, after the correction."""
        return self.adjusted < SIGNIFICANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An item that one run did better than the other."""

    first: ItemScore
    second: ItemScore

    @property
    def better(self) -> bool:
        """Whether the second run did it better."""
        return self.second.badness < self.first.badness


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs, figure by figure, and the items that changed, the worst losses first."""

    first: Scored
    second: Scored
    common: int
    differences: list[Difference]
    changed: list[Changed]

    @property
    def worse(self) -> list[Difference]:
        """The figures in which the second run is worse by more than chance."""
        return [each for each in self.differences if each.significant and each.better is False]


def compare(first: Scored, second: Scored) -> Comparison:
    """Compare two runs on the items that both have; raises EvalError where there are none."""
    of_first = {score.item.id: score for score in first.scores}
    pairs = [
        (of_first[score.item.id], score) for score in second.scores if score.item.id in of_first
    ]
    if not pairs:
        raise EvalError("the two runs have no questions in common")
    found = [_difference(name, measure, pairs, first, second) for name, measure in MEASURES.items()]
    changed = [Changed(first=a, second=b) for a, b in pairs if a.badness != b.badness]
    return Comparison(
        first=first,
        second=second,
        common=len(pairs),
        differences=_holm([each for each in found if each is not None]),
        changed=sorted(changed, key=lambda each: each.first.badness - each.second.badness),
    )


def _difference(
    name: str,
    measure: Measure,
    pairs: Sequence[tuple[ItemScore, ItemScore]],
    first: Scored,
    second: Scored,
) -> Difference | None:
    both = (first.header, second.header)
    if name not in (*RETRIEVAL, "failed") and not all(header.answers for header in both):
        return None
    measured = [(measure(a), measure(b)) for a, b in pairs]
    values = np.array([pair for pair in measured if None not in pair], dtype=float)
    if not len(values):
        return None
    change = values[:, 1] - values[:, 0]
    p, test = paired_test(values[:, 0], values[:, 1])
    return Difference(
        figure=name,
        first=float(values[:, 0].mean()),
        second=float(values[:, 1].mean()),
        change=figures.mean(change.tolist()),
        p=p,
        adjusted=p,
        test=test,
    )


def paired_test(first: np.ndarray, second: np.ndarray) -> tuple[float, str]:
    """Return the two-sided p-value of one value an item in two runs, and the test's name."""
    from scipy import stats  # slow to import

    change = second - first
    if not change.any():
        return 1.0, "equal"
    if np.isin(first, (0, 1)).all() and np.isin(second, (0, 1)).all():
        gained, lost = int((change > 0).sum()), int((change < 0).sum())
        return float(stats.binomtest(gained, gained + lost, 0.5).pvalue), "McNemar, exact"
    differing = change[change != 0]
    if len(differing) == 1:  # either sign is as far out as the other; scipy wants two values
        return 1.0, "randomisation"
    found = stats.permutation_test(
        (differing,),
        lambda values, axis: values.sum(axis=axis),
        permutation_type="samples",
        n_resamples=PERMUTATIONS,
        vectorized=True,
        rng=np.random.default_rng(SEED),
    )
    return float(found.pvalue), "randomisation"


def _holm(found: Sequence[Difference]) -> list[Difference]:
    """Return the differences in their order, with p-values after Holm's correction."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, each in enumerate(sorted(found, key=lambda each: each.p)):
        highest = max(highest, min(1.0, each.p * (len(found) - rank)))
        adjusted[each.figure] = highest
    return [replace(each, adjusted=adjusted[each.figure]) for each in found]
