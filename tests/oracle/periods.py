"""Months, quarters and their snapshot days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

DAY = timedelta(days=1)


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def later(month: date, months: int = 1) -> date:
    """The first day of the month some months later."""
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def quarter_of(day: date) -> date:
    """The first day of a day's calendar quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def months(first: date, as_of: date) -> Iterator[date]:
    """The months from that of a day to that of the last day before `as_of`."""
    month = month_of(first)
    while month < as_of:
        yield month
        month = later(month)


def quarters(first: date, as_of: date) -> Iterator[date]:
    """The quarters from that of a day to that of the last day before `as_of`."""
    quarter = quarter_of(first)
    while quarter < as_of:
        yield quarter
        quarter = later(quarter, 3)


def snapshot(start: date, as_of: date, months: int = 1) -> date:
    """The day on which a period of some months is looked at: its last, if that is over."""
    return min(later(start, months), as_of) - DAY


def months_between(first: date, second: date) -> int:
    """How many months the second month is later."""
    return (second.year - first.year) * 12 + second.month - first.month
