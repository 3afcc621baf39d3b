"""How far several verdicts on the same items agree, and how far that is more than chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Verdicts = Sequence[bool | None]
"""Of one item, one a run; None where a run gave none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """
    Agreement over items with two verdicts or more.

    Args:

        pairs: Mean share of the pairs of runs that say the same, 0 to 1; None over nothing.

        alpha: Krippendorff's alpha: 1 for all alike, 0 for chance; None where every verdict is
            the same, for then chance would agree as well.

        of: The number of those items.
    """

    pairs: float | None
    alpha: float | None
    of: int


def agreement(items: Sequence[Verdicts]) -> Agreement:
    """
    Return how far the runs agree.

    Method: Krippendorff's alpha for nominal data with gaps (Krippendorff, "Computing
    Krippendorff's alpha-reliability", 2011).
    """
    counted = [Counter(each for each in verdicts if each is not None) for verdicts in items]
    units = [each for each in counted if each.total() >= 2]
    if not units:
        return Agreement(pairs=None, alpha=None, of=0)
    all_verdicts = sum(units, Counter[bool]())
    expected = _apart(all_verdicts) / (all_verdicts.total() - 1)
    observed = sum(_apart(each) / (each.total() - 1) for each in units)
    alike = [1 - _apart(each) / (each.total() * (each.total() - 1)) for each in units]
    return Agreement(
        pairs=sum(alike) / len(alike),
        alpha=1 - observed / expected if expected else None,
        of=len(units),
    )


def _apart(counts: Counter[bool]) -> int:
    """Return the ordered pairs of verdicts that differ."""
    return counts.total() ** 2 - sum(count**2 for count in counts.values())
