"""Plots as shapes for an inline SVG; every value is in a table beside it as well."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 220
LEFT, BOTTOM, TOP = 48, 26, 8
LABELS = 8
"""At most so many labels under the bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle in the units of the SVG; `css` names its colour."""

    x: float
    y: float
    width: float
    height: float
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label at a place: on the left side for a value, below for a bar."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything that the template draws."""

    bars: list[Bar]
    values: list[Tick]
    labels: list[Tick]
    lines: list[tuple[str, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM


def stacked(labels: Sequence[str], series: Sequence[tuple[str, str, Sequence[float]]]) -> Plot:
    """
    Return bars with their series on top of each other.

    Args:

        series: (name, css, values), a value for each label; the first stands at the bottom.
    """
    totals = [sum(values[n] for _, _, values in series) for n in range(len(labels))]
    top = _top(max(totals, default=0))
    step = (WIDTH - LEFT) / max(len(labels), 1)
    bars = []
    for n, label in enumerate(labels):
        floor = float(HEIGHT - BOTTOM)
        for name, css, values in series:
            height = _scaled(values[n], top)
            if height:
                floor -= height
                x = LEFT + n * step + step * 0.1
                title = f"{label}: {name} {values[n]:g}"
                bars.append(
                    Bar(round(x, 1), round(floor, 1), round(step * 0.8, 1), height, css, title)
                )
    return Plot(bars, _values(top), _labels(labels, step), [])


def lines(labels: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]) -> Plot:
    """
    Return a line for each series; a day without a value is bridged.

    Args:

        series: (css, values), a value for each label or None.
    """
    known = [value for _, values in series for value in values if value is not None]
    top = _top(max(known, default=0))
    step = (WIDTH - LEFT) / max(len(labels), 1)
    paths = []
    for css, values in series:
        points = [
            f"{LEFT + (n + 0.5) * step:.1f},{HEIGHT - BOTTOM - _scaled(value, top):.1f}"
            for n, value in enumerate(values)
            if value is not None
        ]
        paths.append((css, " ".join(points)))
    return Plot([], _values(top), _labels(labels, step), paths)


def _top(most: float) -> float:
    """Return a round number at or above the highest value: 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= most)


def _scaled(value: float, top: float) -> float:
    return round((HEIGHT - BOTTOM - TOP) * value / top, 1)


def _values(top: float) -> list[Tick]:
    return [
        Tick(round(HEIGHT - BOTTOM - _scaled(top * share, top), 1), f"{top * share:g}")
        for share in (0.0, 0.5, 1.0)
    ]


def _labels(labels: Sequence[str], step: float) -> list[Tick]:
    every = max(1, math.ceil(len(labels) / LABELS))
    return [
        Tick(round(LEFT + (n + 0.5) * step, 1), label)
        for n, label in enumerate(labels)
        if n % every == 0
    ]
