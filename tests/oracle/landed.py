"""What a landing holds, row by row, and the business time in which it is counted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from orchestration.lib.settings import PROJECT

ZONE = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
NEVER = datetime(1, 1, 1)  # noqa: DTZ001
Row = dict[str, Any]


class Files:
    """The tables of a landing, each a file or a folder of files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = duckdb.connect()
        self._connection.execute("set TimeZone = 'UTC'")

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """The distinct rows of a table `source/name`; a column that it has not is empty."""
        single = self._folder / f"{table}.parquet"
        path = single if single.is_file() else self._folder / table / "*.parquet"
        if not single.is_file() and not list((self._folder / table).glob("*.parquet")):
            return []
        read = f"read_parquet('{path}', union_by_name = true)"
        described = self._connection.execute(f"describe select * from {read}").fetchall()
        types = {row[0]: row[1] for row in described}
        wanted = ", ".join(_column(name, types.get(name)) for name in columns)
        return self._connection.execute(f"select distinct {wanted} from {read}").fetchall()

    def latest(
        self, table: str, key: tuple[str, ...], recorded_at: str, *columns: str
    ) -> list[Row]:
        """The rows of a table as dictionaries: of each key that is whole the latest version."""
        names = tuple(dict.fromkeys((*key, recorded_at, *columns)))
        versions: dict[tuple[Any, ...], tuple[datetime, Row]] = {}
        for values in self.rows(table, *names):
            row = dict(zip(names, values, strict=True))
            identity = tuple(row[name] for name in key)
            at = row[recorded_at] or NEVER
            if None not in identity and at >= versions.get(identity, (NEVER, {}))[0]:
                versions[identity] = (at, row)
        return [row for _, row in versions.values()]


def _column(name: str, kind: str | None) -> str:
    if kind is None:
        return f'null as "{name}"'
    return f'"{name}"::timestamp' if kind.startswith("TIMESTAMP") else f'"{name}"'


@cache
def configuration(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a configuration CSV."""
    for folder in ("reference", "agreement"):
        path = PROJECT / "seeds" / folder / f"{name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                return tuple(csv.DictReader(file))
    raise FileNotFoundError(f"There is no configuration {name}.csv.")


@cache
def version_on(day: date) -> str | None:
    """The version of the agreement in force on a day."""
    for row in configuration("agreement_versions"):
        until = row["valid_to"]
        if row["valid_from"] <= day.isoformat() and (not until or day.isoformat() < until):
            return row["agreement_version"]
    return None


def day_of(instant: datetime) -> date:
    """The business day of an instant in UTC without a zone."""
    return instant.replace(tzinfo=UTC).astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """The first instant of a business day, in UTC without a zone."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC).replace(tzinfo=None)


def month_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after that of a day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def months(first: date, last: date) -> Iterator[date]:
    """The months from that of a day to that of another."""
    month = month_of(first)
    while month <= last:
        yield month
        month = next_month(month)


def median(values: list[Decimal]) -> Decimal:
    """The median: the mean of the middle two for an even number."""
    ordered, half = sorted(values), len(values) // 2
    if len(values) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def address(text: str | None) -> str | None:
    """An address as addresses are compared, nothing for a blank one."""
    return (text or "").strip().lower() or None
