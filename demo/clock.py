"""Instants and days of the simulated company.

An instant is an int, microseconds since 1970 in UTC. A day is an int, days since 1970 in the
company's time zone, Europe/Paris.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from functools import cache

import numpy as np
import numpy.typing as npt

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
FRIDAY = 5

_EPOCH = datetime.date(1970, 1, 1)
_FIRST_YEAR, _LAST_YEAR = 2015, 2035


def day_number(year: int, month: int, day: int) -> int:
    """The day of a date."""
    return (datetime.date(year, month, day) - _EPOCH).days


@cache
def date_of(day: int) -> datetime.date:
    """The date of a day."""
    return _EPOCH + datetime.timedelta(days=day)


def weekday(day: int) -> int:
    """The ISO weekday of a day: 1 is Monday, 7 is Sunday."""
    return (day + 3) % 7 + 1


def _last_sunday(year: int, month: int) -> int:
    last = day_number(year, month, 31)
    return last - (date_of(last).weekday() + 1) % 7


# Summer time begins and ends at 01:00 UTC on the last Sundays of March and October.
_CHANGES = [
    _last_sunday(year, month) * DAY + HOUR
    for year in range(_FIRST_YEAR, _LAST_YEAR)
    for month in (3, 10)
]


def offset(instant: int) -> int:
    """Local time minus UTC at an instant, in microseconds."""
    return 2 * HOUR if bisect_right(_CHANGES, instant) % 2 else HOUR


def offsets(instants: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Local time minus UTC at each instant, in microseconds."""
    summer = np.searchsorted(np.array(_CHANGES), instants, side="right") % 2
    return np.where(summer == 1, 2 * HOUR, HOUR).astype(np.int64)


def day_of(instant: int) -> int:
    """The local day in which an instant falls."""
    return (instant + offset(instant)) // DAY


def days_of(instants: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The local day in which each instant falls."""
    return (instants + offsets(instants)) // DAY


def at(day: int, hours: float = 0.0) -> int:
    """The instant at which the local clock shows so many hours on a day.

    The hour that a clock change repeats is taken the first time.
    """
    local = day * DAY + round(hours * HOUR)
    return local - offset(local - 2 * HOUR)


def instant_of(year: int, month: int, day: int, hours: float = 0.0) -> int:
    """The instant of a local date and hour."""
    return at(day_number(year, month, day), hours)


@cache
def month_of(day: int) -> str:
    """The month of a day, `YYYY-MM`."""
    return date_of(day).strftime("%Y-%m")


@cache
def add_months(day: int, months: int) -> int:
    """The same day of the month some months later, or that month's last day."""
    date = date_of(day)
    index = date.year * 12 + date.month - 1 + months
    year, month = divmod(index, 12)
    following = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - datetime.timedelta(days=1)).day
    return day_number(year, month + 1, min(date.day, last))


def month_end(day: int) -> int:
    """The last day of the month of a day."""
    date = date_of(day)
    return add_months(day_number(date.year, date.month, 1), 1) - 1


def iso_week(day: int) -> str:
    """The ISO week of a day, `2025-W03`."""
    year, week, _ = date_of(day).isocalendar()
    return f"{year}-W{week:02d}"


def monday(day: int) -> int:
    """The Monday of the week of a day."""
    return day - (day + 3) % 7


def easter(year: int) -> int:
    """Easter Sunday, by the anonymous Gregorian computation."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    step = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * step) // 451
    month, day = divmod(h + step - 7 * m + 114, 31)
    return day_number(year, month, day + 1)


def holidays(year: int) -> dict[int, str]:
    """The public holidays of metropolitan France, by day."""
    sunday = easter(year)
    return {
        day_number(year, 1, 1): "Jour de l'an",
        sunday + 1: "Lundi de Pâques",
        day_number(year, 5, 1): "Fête du Travail",
        day_number(year, 5, 8): "Victoire 1945",
        sunday + 39: "Ascension",
        sunday + 50: "Lundi de Pentecôte",
        day_number(year, 7, 14): "Fête nationale",
        day_number(year, 8, 15): "Assomption",
        day_number(year, 11, 1): "Toussaint",
        day_number(year, 11, 11): "Armistice 1918",
        day_number(year, 12, 25): "Noël",
    }


_HOLIDAYS = frozenset(day for year in range(_FIRST_YEAR, _LAST_YEAR) for day in holidays(year))


def is_holiday(day: int) -> bool:
    """Whether a day is a public holiday."""
    return day in _HOLIDAYS


def is_working_day(day: int) -> bool:
    """Whether offices are open: Monday to Friday, no public holiday."""
    return (day + 3) % 7 < 5 and day not in _HOLIDAYS


def next_working_day(day: int) -> int:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += 1
    return day
