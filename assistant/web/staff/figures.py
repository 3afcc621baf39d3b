"""Figures with plots: questions a day, how they ended, subjects, latency."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import Response

from assistant.days import today
from assistant.records.figures import Figures, figures, percentile
from assistant.web.staff import plots, strings_nl
from assistant.web.staff.access import StaffVisit
from assistant.web.staff.log import DAYS, chosen_days

router = APIRouter()

LATENCIES = (25, 50, 100, 250, 500, 1000, 2500, 5000)
"""Upper bounds of the latency bars, in milliseconds; the last bar is all above."""


@router.get("/staf/cijfers")
def page(visit: StaffVisit) -> Response:
    """Show the figures of the last days."""
    days = chosen_days(visit)
    found = figures(visit.desk.database, today(), days)
    labels = [f"{each.day.day}-{each.day.month}" for each in found.days]
    by_status = [
        (name, f"status-{code}", [day.statuses.get(code, 0) for day in found.days])
        for code, name in strings_nl.STATUSES.items()
        if code in found.statuses
    ]
    return visit.page(
        "figures.html",
        figures=found,
        days=days,
        choices=DAYS,
        median=percentile(found.latencies, 0.5),
        slow=percentile(found.latencies, 0.95),
        per_day=plots.stacked(labels, by_status),
        legend=[(name, css) for name, css, _ in by_status],
        speed=plots.stacked(*_speed(found.latencies)),
        speed_days=plots.lines(
            labels,
            [("median", [d.median for d in found.days]), ("slow", [d.slow for d in found.days])],
        ),
        phases=_shares(found),
        titles={document.id: document.title for document in visit.service.documents()},
    )


def _speed(
    latencies: Sequence[float],
) -> tuple[list[str], list[tuple[str, str, list[float]]]]:
    """Return the labels and the one series of the latency bars."""
    labels = [f"≤ {bound}" for bound in LATENCIES] + [f"> {LATENCIES[-1]}"]
    counts = [0.0] * len(labels)
    for latency in latencies:
        place = next((n for n, bound in enumerate(LATENCIES) if latency <= bound), -1)
        counts[place] += 1
    return labels, [("vragen", "status-answered", counts)]


def _shares(found: Figures) -> list[tuple[str, int, float]]:
    """Return each phase with its number and its share of the largest, in per cent."""
    most = max(found.phases.values(), default=1)
    return [
        (strings_nl.phase(phase), number, round(100 * number / most, 1))
        for phase, number in found.phases.items()
    ]
