"""Periods, segments and quantiles, as docs/kpi_definitions.md means them for leads and deals."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.oracle.numbers import Key, Number

UNKNOWN = "unknown"
ALL = ("all", "all")
ZONE = ZoneInfo("Europe/Paris")

Instant = datetime.datetime
Segment = tuple[str, str]


def business_day(at: Instant) -> datetime.date:
    """The business day of a UTC instant without a zone."""
    return at.replace(tzinfo=datetime.UTC).astimezone(ZONE).date()


def midnight(day: datetime.date) -> Instant:
    """The instant at which a business day begins, in UTC without a zone."""
    local = datetime.datetime.combine(day, datetime.time(), ZONE)
    return local.astimezone(datetime.UTC).replace(tzinfo=None)


def month_of(at: Instant) -> datetime.date:
    """The first day of the month of an instant."""
    return business_day(at).replace(day=1)


def week_of(at: Instant) -> datetime.date:
    """The Monday of the week of an instant."""
    day = business_day(at)
    return day - datetime.timedelta(days=day.weekday())


def days_between(first: Instant, last: Instant) -> int:
    """The difference of two business days."""
    return (business_day(last) - business_day(first)).days


def segment(kind: str, value: object | None) -> Segment:
    """A segment, `unknown` where there is no value."""
    return (kind, UNKNOWN if value is None else str(value))


def median(values: Sequence[int]) -> Decimal:
    """The middle value, or the mean of the middle two."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return Decimal(ordered[half])
    return Decimal(ordered[half - 1] + ordered[half]) / 2


def ninetieth(values: Sequence[int]) -> Decimal:
    """The smallest value that at least nine of ten do not exceed."""
    ordered = sorted(values)
    return Decimal(ordered[-(-len(ordered) * 9 // 10) - 1])


@dataclass
class Counts:
    """Numbers that add up: a sum has no denominators, a ratio has them."""

    numbers: dict[Key, Number] = field(default_factory=dict)

    def add(
        self,
        metric: str,
        start: datetime.date,
        segments: Iterable[Segment],
        numerator: Decimal | int,
        denominator: Decimal | int | None = None,
        period: str = "month",
    ) -> None:
        """Count something in `all` and in its segments."""
        for kind, value in (ALL, *segments):
            key = Key(metric, period, start, kind, value)
            before = self.numbers.get(key, Number(Decimal(0), None))
            below = before.denominator
            if denominator is not None:
                below = (below or Decimal(0)) + denominator
            self.numbers[key] = Number(before.numerator + numerator, below)


@dataclass
class Units:
    """The values of units, of which a median and a p90 are told."""

    values: dict[Key, list[int]] = field(default_factory=dict)

    def add(
        self, metric: str, start: datetime.date, segments: Iterable[Segment], value: int
    ) -> None:
        """Note the value of a unit, in `all` and in its segments."""
        for kind, name in (ALL, *segments):
            self.values.setdefault(Key(metric, "month", start, kind, name), []).append(value)

    def numbers(self) -> dict[Key, Number]:
        """The median and the p90 of every month and segment."""
        told: dict[Key, Number] = {}
        for key, values in self.values.items():
            units = Decimal(len(values))
            for name, value in (("median", median(values)), ("p90", ninetieth(values))):
                told[key._replace(metric=f"{key.metric}_{name}")] = Number(value, units)
        return told
