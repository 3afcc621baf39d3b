"""Figures over the question log: how many, how they ended, on what, how fast."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.days import end_of, local, start_of
from assistant.records.database import Database

MOST_DOCUMENTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """
    One day.

    Args:

        statuses: Status -> number of questions.

        median, slow: The 50th and 95th percentile of the latency in milliseconds; None on a day
            without questions.
    """

    day: date
    statuses: dict[str, int]
    median: float | None
    slow: float | None

    @property
    def questions(self) -> int:
        """Return how many questions there were."""
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """
    The figures of a run of days.

    Args:

        phases: Phase id (None where none fits) -> number of questions, most first.

        documents: Document id -> number of questions that cite it, most first.

        latencies: Every latency in milliseconds, ascending.
    """

    days: list[Day]
    statuses: dict[str, int]
    phases: dict[str | None, int]
    documents: dict[str, int]
    latencies: list[float]
    helpful: int
    unhelpful: int

    @property
    def questions(self) -> int:
        """Return how many questions there were."""
        return sum(self.statuses.values())


def figures(database: Database, last: date, days: int) -> Figures:
    """Return the figures of so many days up to and including `last`; raises RecordsProblem."""
    first = last - timedelta(days=days - 1)
    span = (start_of(first), end_of(last))
    return database.read(lambda connection: _figures(connection, first, days, span))


def percentile(ascending: list[float], share: float) -> float | None:
    """Return the nearest-rank percentile (share from 0 to 1) of sorted values, or None."""
    if not ascending:
        return None
    return ascending[max(1, math.ceil(share * len(ascending))) - 1]


def _figures(
    connection: sqlite3.Connection, first: date, days: int, span: tuple[str, str]
) -> Figures:
    asked = connection.execute(
        "SELECT at, status, phase, latency_ms FROM questions"
        " WHERE at >= ? AND at < ? ORDER BY latency_ms",
        span,
    ).fetchall()
    cited = connection.execute(
        "SELECT document_id, count(DISTINCT question_id) AS number FROM considered"
        " JOIN questions ON questions.id = question_id WHERE cited AND at >= ? AND at < ?"
        " GROUP BY document_id ORDER BY number DESC, document_id LIMIT ?",
        (*span, MOST_DOCUMENTS),
    )
    judged = connection.execute(
        "SELECT helpful, count(*) FROM feedback JOIN questions ON questions.id = question_id"
        " WHERE questions.at >= ? AND questions.at < ? GROUP BY helpful",
        span,
    )
    marks = {bool(row[0]): int(row[1]) for row in judged}
    of_day: dict[date, list[sqlite3.Row]] = defaultdict(list)
    for row in asked:
        of_day[local(row["at"]).date()].append(row)
    shown = [first + timedelta(days=n) for n in range(days)]
    return Figures(
        days=[_day(day, of_day[day]) for day in shown],
        statuses=dict(Counter(row["status"] for row in asked).most_common()),
        phases=dict(Counter(row["phase"] for row in asked).most_common()),
        documents={row["document_id"]: row["number"] for row in cited},
        latencies=[row["latency_ms"] for row in asked],
        helpful=marks.get(True, 0),
        unhelpful=marks.get(False, 0),
    )


def _day(day: date, asked: list[sqlite3.Row]) -> Day:
    latencies = [row["latency_ms"] for row in asked]
    return Day(
        day=day,
        statuses=dict(Counter(row["status"] for row in asked)),
        median=percentile(latencies, 0.5),
        slow=percentile(latencies, 0.95),
    )
