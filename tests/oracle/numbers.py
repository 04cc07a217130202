"""What an oracle counts, and how it is compared with the published `kpi` mart: exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import duckdb

SIXTH = Decimal("0.000001")


class Key(NamedTuple):
    """A row of `kpi`."""

    metric: str
    period_type: str
    period_start: date
    segment_type: str
    segment_value: str


class Number(NamedTuple):
    """A numerator, and the denominator if there is one."""

    numerator: Decimal
    denominator: Decimal | None = None


def exact(value: object) -> Decimal:
    """A number in six places, halves away from zero."""
    return Decimal(str(value)).quantize(SIXTH, ROUND_HALF_UP)


def published(connection: duckdb.DuckDBPyConnection, metrics: Iterable[str]) -> dict[Key, Number]:
    """The rows of `kpi` of some metrics."""
    rows = connection.execute(
        """
        select metric, period_type, period_start, segment_type, segment_value,
            numerator, denominator
        from marts.kpi where list_contains(?, metric)
        """,
        [list(metrics)],
    ).fetchall()
    return {Key(*row[:5]): Number(*row[5:]) for row in rows}


def differences(
    expected: Mapping[Key, Number], found: Mapping[Key, Number]
) -> list[tuple[Key, Number | None, Number | None]]:
    """The rows that differ, with what was expected and what was found; zeros say nothing."""
    wanted = {key: one for key, one in expected.items() if _says_something(one)}
    had = {key: one for key, one in found.items() if _says_something(one)}
    return [
        (key, wanted.get(key), had.get(key))
        for key in sorted(wanted.keys() | had.keys())
        if _rounded(wanted.get(key)) != _rounded(had.get(key))
    ]


def _says_something(number: Number) -> bool:
    return bool(number.numerator or number.denominator)


def _rounded(number: Number | None) -> Number | None:
    if number is None:
        return None
    denominator = number.denominator
    return Number(exact(number.numerator), None if denominator is None else exact(denominator))
