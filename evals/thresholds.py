"""What a suite must reach, from thresholds.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import EvalError
from evals.score import Figure, summarise

THRESHOLDS = Path(__file__).parent / "thresholds.toml"
FIGURES = frozenset(summarise([]))
"""The names that a threshold may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A bound on one figure; `least` tells a lower bound from an upper one."""

    figure: str
    bound: float
    least: bool

    def met(self, figures: Mapping[str, Figure]) -> bool:
        """Tell whether the figure is on the right side; a figure over nothing never is."""
        value = figures[self.figure].value
        if value is None:
            return False
        return value >= self.bound if self.least else value <= self.bound

    def __str__(self) -> str:
        """Return the bound as it is read, such as 'evidence_recall >= 0.9'."""
        return f"{self.figure} {'>=' if self.least else '<='} {self.bound:g}"


def load_thresholds(suite: str, path: Path = THRESHOLDS) -> list[Threshold]:
    """Return a suite's thresholds; raises EvalError where it has none or they are wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise EvalError(f"cannot read '{path}': {problem}") from problem
    bounds = table.get(suite)
    if not isinstance(bounds, dict) or not bounds:
        raise EvalError(f"{path.name} has no thresholds for the suite '{suite}'")
    return [
        _threshold(path, side, figure, bound)
        for side, entries in bounds.items()
        for figure, bound in _table(path, side, entries).items()
    ]


def _table(path: Path, side: str, entries: Any) -> dict[str, Any]:
    if not isinstance(entries, dict):
        raise EvalError(f"{path.name}: '{side}' must be a table")
    return entries


def _threshold(path: Path, side: str, figure: str, bound: Any) -> Threshold:
    if side not in ("least", "most"):
        raise EvalError(f"{path.name}: '{side}' is not 'least' or 'most'")
    if figure not in FIGURES:
        raise EvalError(f"{path.name}: unknown figure '{figure}'")
    if not isinstance(bound, int | float) or isinstance(bound, bool):
        raise EvalError(f"{path.name}: '{figure}' must be a number")
    return Threshold(figure=figure, bound=float(bound), least=side == "least")


def shortfalls(figures: Mapping[str, Figure], thresholds: Sequence[Threshold]) -> list[Threshold]:
    """Return the thresholds that are not met."""
    return [threshold for threshold in thresholds if not threshold.met(figures)]
