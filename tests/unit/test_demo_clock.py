"""The company's calendar: clock changes, holidays, weeks and months."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from demo import clock

PARIS = ZoneInfo("Europe/Paris")


def instants() -> list[int]:
    """Instants around every clock change and at odd times of the history."""
    odd = [clock.instant_of(2023, 7, 1) + step * 93_600_000_003 for step in range(1_000)]
    changes = [
        clock.instant_of(year, month, day, 1) + step * 10 * clock.MINUTE
        for year, month, day in ((2024, 3, 31), (2024, 10, 27), (2025, 3, 30), (2026, 3, 29))
        for step in range(24)
    ]
    return odd + changes


def test_the_offset_is_that_of_the_time_zone_data() -> None:
    for instant in instants():
        moment = datetime.datetime.fromtimestamp(instant / 1e6, PARIS)
        expected = moment.utcoffset()
        assert expected is not None
        assert clock.offset(instant) == expected.total_seconds() * 1e6
        assert clock.date_of(clock.day_of(instant)) == moment.date()


def test_many_instants_at_once_fall_on_the_same_days() -> None:
    many = np.array(instants(), dtype=np.int64)
    assert clock.days_of(many).tolist() == [clock.day_of(int(one)) for one in many]


@pytest.mark.parametrize("hours", [0, 0.5, 3, 9, 12, 18, 23.5])
@pytest.mark.parametrize("date", [(2024, 3, 31), (2024, 10, 27), (2025, 1, 1), (2025, 7, 14)])
def test_a_local_hour_is_the_one_that_the_clock_shows(
    date: tuple[int, int, int], hours: float
) -> None:
    instant = clock.instant_of(*date, hours)
    shown = datetime.datetime.fromtimestamp(instant / 1e6, PARIS)
    assert (shown.year, shown.month, shown.day) == date
    assert shown.hour + shown.minute / 60 == hours


@pytest.mark.parametrize(
    "date",
    [(2023, 11, 1), (2024, 4, 1), (2024, 5, 9), (2025, 6, 9), (2026, 4, 6), (2026, 5, 14)],
)
def test_movable_and_fixed_holidays_are_known(date: tuple[int, int, int]) -> None:
    assert clock.is_holiday(clock.day_number(*date))
    assert not clock.is_working_day(clock.day_number(*date))


def test_there_are_eleven_holidays_a_year() -> None:
    assert all(len(clock.holidays(year)) == 11 for year in (2023, 2024, 2025, 2026))


def test_a_month_added_ends_with_the_month() -> None:
    assert clock.date_of(clock.add_months(clock.day_number(2024, 1, 31), 1)).day == 29
    assert clock.date_of(clock.month_end(clock.day_number(2025, 12, 3))).day == 31


def test_weeks_are_iso_weeks() -> None:
    assert clock.iso_week(clock.day_number(2024, 12, 30)) == "2025-W01"
    assert clock.date_of(clock.monday(clock.day_number(2025, 1, 5))) == datetime.date(2024, 12, 30)
