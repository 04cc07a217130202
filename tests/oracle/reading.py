"""What the oracles of awareness, e-mail and attribution read, and the days and rates they need."""

from __future__ import annotations

import csv
import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from orchestration.lib.settings import PROJECT
from tests.oracle.numbers import Key, Number

Native = tuple[str, str]
Instant = datetime.datetime
People = Mapping[Native, int]

ZONE = ZoneInfo("Europe/Paris")
REPORTING = "EUR"
ALL = ("all", "all")


class Landing:
    """The files of a landing, as rows; the times of all are UTC without a zone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._connection = duckdb.connect()
        self._connection.execute("set TimeZone = 'UTC'")

    def rows(self, table: str, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        """The distinct rows of a table `source/name`; none where nothing of it landed."""
        single = self.folder / f"{table}.parquet"
        path = single if single.is_file() else self.folder / table / "*.parquet"
        if not single.is_file() and not (self.folder / table).is_dir():
            return []
        query = f"select distinct {columns} from read_parquet('{path}') where {where}"
        return self._connection.execute(query).fetchall()

    def query(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._connection.execute(query).fetchall()


def seed(name: str, folder: str = "reference") -> list[dict[str, str]]:
    """The rows of a CSV of the configuration."""
    path = PROJECT / "seeds" / folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def address(text: str) -> Native:
    """The native id of an address."""
    return ("email", text.strip().lower())


# ---------- days


def business_day(instant: Instant) -> datetime.date:
    """The business day of an instant."""
    return instant.replace(tzinfo=datetime.UTC).astimezone(ZONE).date()


def month_of(day: datetime.date) -> datetime.date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_of_instant(instant: Instant) -> datetime.date:
    """The first day of the month of an instant's business day."""
    return month_of(business_day(instant))


def next_month(month: datetime.date) -> datetime.date:
    """The first day of the month after one."""
    return (month + datetime.timedelta(days=32)).replace(day=1)


def day_start(day: datetime.date) -> Instant:
    """The instant at which a business day begins."""
    local = datetime.datetime.combine(day, datetime.time(), ZONE)
    return local.astimezone(datetime.UTC).replace(tzinfo=None)


def snapshot_day(month: datetime.date, as_of: Instant) -> datetime.date:
    """The month's last day, or the last one before the instant looked from."""
    day = datetime.timedelta(days=1)
    return min(next_month(month), business_day(as_of)) - day


# ---------- money


class Rates:
    """How a currency is converted: by the last rate known on the snapshot day of a month."""

    def __init__(self, landing: Landing, as_of: Instant) -> None:
        self._as_of = as_of
        self._rates: dict[str, list[tuple[datetime.date, Decimal]]] = defaultdict(list)
        for day, currency, rate in landing.rows(
            "files/exchange_rates",
            "date, upper(from_currency), rate",
            f"upper(to_currency) = '{REPORTING}' and rate is not null",
        ):
            self._rates[currency].append((day, rate))
        for rates in self._rates.values():
            rates.sort()

    def rate(self, currency: str, month: datetime.date) -> Decimal | None:
        """The rate of a month, if there is one."""
        if currency == REPORTING:
            return Decimal(1)
        rates = self._rates.get(currency, [])
        known = bisect_right(rates, (snapshot_day(month, self._as_of), Decimal("Infinity")))
        return rates[known - 1][1] if known else None

    def convert(
        self, amount: Decimal, currency: str, month: datetime.date, unit: str
    ) -> Decimal | None:
        """An amount in the reporting currency, halves away from zero."""
        rate = self.rate(currency, month)
        if rate is None:
            return None
        return (amount * rate).quantize(Decimal(unit), ROUND_HALF_UP)


# ---------- sums


@dataclass
class _Sum:
    numerator: Decimal = Decimal(0)
    denominator: Decimal | None = None


class Tally:
    """Numerators and denominators that add up, by row of `kpi`."""

    def __init__(self) -> None:
        self._sums: dict[Key, _Sum] = defaultdict(_Sum)

    def add(
        self,
        metric: str,
        month: datetime.date,
        segments: Iterable[tuple[str, str | None]],
        numerator: Decimal | int,
        denominator: Decimal | int | None = None,
    ) -> None:
        """Add to a metric of a month, in each of some segments."""
        for segment, value in segments:
            key = Key(metric, "month", month, segment, "unknown" if value is None else value)
            one = self._sums[key]
            one.numerator += numerator
            if denominator is not None:
                one.denominator = (one.denominator or Decimal(0)) + denominator

    def numbers(self) -> dict[Key, Number]:
        """The rows."""
        return {key: Number(one.numerator, one.denominator) for key, one in self._sums.items()}
