"""
Plots as inline SVG, without a library: they scale, follow dark mode, and need no script.

Each has a title and a description for who does not see it; the page has the same numbers in a
table. Colours come from classes that the page's style sheet fills in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from evals.calibration import Calibration
from evals.figures import Figure

ROW = 24
LEFT, RIGHT, TOP, BOTTOM = 150, 60, 8, 28
WIDTH = 640
SIDE = 320


def intervals(identity: str, title: str, rows: Mapping[str, Figure]) -> Markup:
    """Return shares from 0 to 1 as dots with their 95% intervals, one row each."""
    measured = {name: each for name, each in rows.items() if each.value is not None}
    height = TOP + ROW * len(measured) + BOTTOM
    plot = WIDTH - LEFT - RIGHT
    parts = [_grid(LEFT, TOP, plot, ROW * len(measured))]
    for at, (name, figure) in enumerate(measured.items()):
        value = figure.value or 0.0
        y = TOP + ROW * at + ROW / 2
        low, high = figure.interval or (value, value)
        parts.append(_text(LEFT - 8, y + 4, name, "end"))
        parts.append(_line(LEFT + plot * low, y, LEFT + plot * high, y, "interval"))
        parts.append(
            Markup('<circle class="dot" cx="{}" cy="{}" r="4.5"/>').format(
                _n(LEFT + plot * value), _n(y)
            )
        )
        parts.append(_text(WIDTH - RIGHT + 8, y + 4, f"{100 * value:.0f}% ({figure.of})", "start"))
    described = "; ".join(
        f"{name}: {100 * (each.value or 0):.0f}%, of {each.of}" for name, each in measured.items()
    )
    return _svg(identity, title, described, WIDTH + 30, height, parts)


def reliability(identity: str, title: str, found: Calibration) -> Markup:
    """Return the share that can be answered against the confidence, with the ideal line."""
    left, top = 60, 12
    parts = [
        _grid(left, top, SIDE, SIDE),
        _line(left, top + SIDE, left + SIDE, top, "ideal"),
        _text(left + SIDE / 2, top + SIDE + 38, "confidence", "middle"),
    ]
    for share in (0, 0.5, 1):
        parts.append(_text(left - 8, top + SIDE * (1 - share) + 4, f"{100 * share:.0f}%", "end"))
    most = max(each.answerable.of for each in found.bins)
    for each in found.bins:
        value = each.answerable.value or 0.0
        x, y = left + SIDE * each.confidence, top + SIDE * (1 - value)
        low, high = each.answerable.interval or (value, value)
        parts.append(_line(x, top + SIDE * (1 - low), x, top + SIDE * (1 - high), "interval"))
        radius = 3 + 6 * math.sqrt(each.answerable.of / most)
        parts.append(
            Markup('<circle class="dot" cx="{}" cy="{}" r="{}"/>').format(_n(x), _n(y), _n(radius))
        )
    described = "; ".join(
        f"confidence {each.confidence:.2f}: {100 * (each.answerable.value or 0):.0f}% answerable"
        f" of {each.answerable.of}"
        for each in found.bins
    )
    return _svg(identity, title, described, left + SIDE + 20, top + SIDE + 48, parts)


def histogram(
    identity: str, title: str, values: Sequence[float], marks: Mapping[str, float]
) -> Markup:
    """Return how often each time occurs (milliseconds, on a log scale), with named marks."""
    low, high = _decades(values)
    bins = 36
    counts = [0] * bins
    for value in values:
        share = (math.log10(max(value, 1e-3)) - low) / (high - low)
        counts[min(bins - 1, max(0, int(share * bins)))] += 1
    left, top, plot, height = 40, 34, WIDTH - 80, 180
    wide = plot / bins
    parts = []
    for at, count in enumerate(counts):
        tall = height * count / max(counts)
        parts.append(
            Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>').format(
                _n(left + wide * at), _n(top + height - tall), _n(wide - 1), _n(tall)
            )
        )
    parts.append(_line(left, top + height, left + plot, top + height, "axis"))
    for power in range(low, high + 1):
        x = left + plot * (power - low) / (high - low)
        parts.append(_text(x, top + height + 18, f"{10**power:g} ms", "middle"))
    for at, (name, value) in enumerate(marks.items()):
        x = left + plot * (math.log10(max(value, 1e-3)) - low) / (high - low)
        parts.append(_line(x, top, x, top + height, "ideal"))
        parts.append(_text(x, 12 + 11 * (at % 2), name, "middle"))
    described = "; ".join(f"{name}: {value:.0f} ms" for name, value in marks.items())
    return _svg(identity, title, described, WIDTH, top + height + 28, parts)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten that hold all values; always one apart at least."""
    low = math.floor(math.log10(max(min(values), 1e-3)))
    high = math.ceil(math.log10(max(max(values), 1e-3)))
    return low, max(high, low + 1)


def _svg(
    identity: str, title: str, described: str, width: float, height: float, parts: Sequence[Markup]
) -> Markup:
    return Markup(
        '<svg role="img" aria-labelledby="{id}-t {id}-d" viewBox="0 0 {w} {h}"'
        ' style="max-width:{w}px">'
        '<title id="{id}-t">{title}</title><desc id="{id}-d">{described}</desc>{parts}</svg>'
    ).format(
        id=identity, w=_n(width), h=_n(height), title=title, described=described,
        parts=Markup("").join(parts),
    )  # fmt: skip


def _grid(left: float, top: float, width: float, height: float) -> Markup:
    """Return lines at each quarter with their percentages below."""
    parts = []
    for quarter in range(5):
        x = left + width * quarter / 4
        parts.append(_line(x, top, x, top + height, "axis"))
        parts.append(_text(x, top + height + 16, f"{25 * quarter}%", "middle"))
    return Markup("").join(parts)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        kind, _n(x1), _n(y1), _n(x2), _n(y2)
    )


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        _n(x), _n(y), anchor, escape(text)
    )


def _n(value: float) -> str:
    """Return a coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")
