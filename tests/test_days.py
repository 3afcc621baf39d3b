"""Days as the Netherlands has them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assistant import days


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        (date(2026, 11, 23), "2026-11-22T23:00:00", "2026-11-23T23:00:00"),
        (date(2026, 7, 1), "2026-06-30T22:00:00", "2026-07-01T22:00:00"),
        (date(2026, 3, 29), "2026-03-28T23:00:00", "2026-03-29T22:00:00"),  # 23 hours
        (date(2026, 10, 25), "2026-10-24T22:00:00", "2026-10-25T23:00:00"),  # 25 hours
    ],
)
def test_a_day_begins_and_ends_at_midnight_in_the_netherlands(day: date, start: str, end: str):
    assert (days.start_of(day), days.end_of(day)) == (start, end)
    assert days.local(start).date() == day
    assert days.local(end).date() > day


def test_a_kept_moment_is_in_utc():
    assert days.moment(datetime(2026, 11, 23, 1, 2, 3, 999, tzinfo=days.ZONE)) == (
        "2026-11-23T00:02:03"
    )
    assert days.today() == datetime.now(UTC).astimezone(days.ZONE).date()


def test_what_is_no_moment_is_told():
    with pytest.raises(ValueError, match="gisteren"):
        days.local("gisteren")
