"""What a suite must reach, from thresholds.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import EvalError
from evals.figures import NOTHING, Figure
from evals.runfile import Header
from evals.score import ABOUT_ANSWERS, ABOUT_SEARCH, ItemScore, summarise

THRESHOLDS = Path(__file__).parent / "thresholds.toml"
FIGURES = frozenset(summarise([]))
"""The names that a threshold may have."""

SIDES = ("least", "most")
KINDS = "kinds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """
    A bound on one figure.

    Args:

        least: A lower bound; else an upper one.

        kind: The kind of question that it is for; None for all kinds without lines of their own.
    """

    figure: str
    bound: float
    least: bool
    kind: str | None = None

    def met(self, figure: Figure) -> bool:
        """Tell whether a figure is on the right side; a figure over nothing never is."""
        if figure.value is None:
            return False
        return figure.value >= self.bound if self.least else figure.value <= self.bound

    def __str__(self) -> str:
        """Return the bound as it is read, such as 'evidence_recall >= 0.9'."""
        name = f"{self.kind}: {self.figure}" if self.kind else self.figure
        return f"{name} {'>=' if self.least else '<='} {self.bound:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A threshold with the figure that it was held against."""

    threshold: Threshold
    figure: Figure

    @property
    def met(self) -> bool:
        """Whether the figure is on the right side."""
        return self.threshold.met(self.figure)


def verdicts(
    scores: Sequence[ItemScore], header: Header, thresholds: Sequence[Threshold]
) -> list[Verdict]:
    """
    Return how each threshold was met; what the system does not do at all is not judged.

    A kind with lines of its own is judged by those alone.
    """
    own = {each.kind for each in thresholds if each.kind}
    figures = {
        kind: summarise([each for each in scores if _counts(each.item.kind, kind, own)], header)
        for kind in {each.kind for each in thresholds}
    }
    return [
        Verdict(threshold=each, figure=figures[each.kind].get(each.figure, NOTHING))
        for each in thresholds
        if _does(header, each.figure)
    ]


def _counts(item_kind: str, kind: str | None, own: set[str]) -> bool:
    return item_kind == kind if kind else item_kind not in own


def _does(header: Header, figure: str) -> bool:
    if figure in ABOUT_SEARCH:
        return header.searches
    return header.answers or figure not in ABOUT_ANSWERS


def load_thresholds(suite: str, path: Path = THRESHOLDS) -> list[Threshold]:
    """Return a suite's thresholds; raises EvalError where it has none or they are wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise EvalError(f"cannot read '{path}': {problem}") from problem
    bounds = table.get(suite)
    if not isinstance(bounds, dict) or not bounds:
        raise EvalError(f"{path.name} has no thresholds for the suite '{suite}'")
    kinds = bounds.pop(KINDS, {})
    found = list(_bounds(path, bounds, None))
    for kind, entries in _table(path, KINDS, kinds).items():
        found += _bounds(path, _table(path, kind, entries), kind)
    return found


def _bounds(path: Path, sides: dict[str, Any], kind: str | None) -> Iterator[Threshold]:
    for side, entries in sides.items():
        for figure, bound in _table(path, side, entries).items():
            yield _threshold(path, side, figure, bound, kind)


def _table(path: Path, name: str, entries: Any) -> dict[str, Any]:
    if not isinstance(entries, dict):
        raise EvalError(f"{path.name}: '{name}' must be a table")
    return entries


def _threshold(path: Path, side: str, figure: str, bound: Any, kind: str | None) -> Threshold:
    if side not in SIDES:
        raise EvalError(f"{path.name}: '{side}' is not 'least' or 'most'")
    if figure not in FIGURES:
        raise EvalError(f"{path.name}: unknown figure '{figure}'")
    if not isinstance(bound, int | float) or isinstance(bound, bool):
        raise EvalError(f"{path.name}: '{figure}' must be a number")
    return Threshold(figure=figure, bound=float(bound), least=side == "least", kind=kind)
