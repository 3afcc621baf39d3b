"""Days as the Netherlands has them; the records keep their moments in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")


def today() -> date:
    """Return the date in the Netherlands, wherever the server stands."""
    return datetime.now(ZONE).date()


def moment(at: datetime | None = None) -> str:
    """Return a moment (now) as the records keep it: UTC, whole seconds, sorts as text."""
    return (at or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def local(at: str) -> datetime:
    """Return a kept moment as the Netherlands has it; raises ValueError where it is none."""
    return datetime.fromisoformat(f"{at}+00:00").astimezone(ZONE)


def start_of(day: date) -> str:
    """Return the moment at which a day begins."""
    return moment(datetime.combine(day, time(), ZONE))


def end_of(day: date) -> str:
    """Return the moment at which a day is over, and the next one begins."""
    return start_of(day + timedelta(days=1))
