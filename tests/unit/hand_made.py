"""Little landings, made by hand, whose numbers can be worked out on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.oracle.customers import Company, Identity
from tests.oracle.numbers import Key, Number

AS_OF = datetime(2026, 3, 31, 22)  # noqa: DTZ001
ANN, BOB, CAT = 10, 20, 30
ACME, BETA, FREE = 1, 2, 3
PEOPLE = {"ann": ANN, "bob": BOB, "cat": CAT}
COMPANIES = {"acme": ACME, "beta": BETA, "free": FREE}
IDENTITY = Identity(
    people={("email", f"{name}@x.example"): key for name, key in PEOPLE.items()}
    | {("hubspot", str(key)): key for key in PEOPLE.values()},
    accounts={("files", name): key for name, key in COMPANIES.items()}
    | {("hubspot", str(key)): key for key in COMPANIES.values()},
    account_of={ANN: ACME, BOB: BETA},
    channel_of={ANN: "direct", BOB: "referral", CAT: "email"},
)
# Acme since 10 January, Beta since 20 January, Free tries without paying.
CONTRACTS: tuple[dict[str, Any], ...] = (
    {"company_id": "acme", "started_on": date(2026, 1, 10), "price": 100},
    {"company_id": "beta", "started_on": date(2026, 1, 20), "price": 100},
    {"company_id": "free", "started_on": date(2026, 1, 5), "price": 0},
)


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text)


def contracts(*rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of `contracts`, with what every one has."""
    same = {"billing_period": "month", "currency": "EUR", "ended_on": None, "product": "P"}
    return [
        {**same, "contract_id": f"c{number}", "previous_contract_id": None, "recorded_at": None}
        | dict(row)
        for number, row in enumerate(rows)
    ]


def company(folder: Path, **tables: list[dict[str, Any]]) -> Company:
    """A company of which these tables landed, `source__table` with their rows."""
    tables = {"files__contracts": contracts(*CONTRACTS), **tables}
    for name, rows in tables.items():
        if not rows:
            continue
        path = folder / f"{name.replace('__', '/')}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows), path)
    return Company(folder, IDENTITY, AS_OF)


def of(
    numbers: Mapping[Key, Number], metric: str, segment: str = "all"
) -> dict[str, tuple[str, str | None]]:
    """The numbers of a metric by month, for one segment value, as texts; zeros left out."""
    return {
        f"{key.period_start:%Y-%m}": (
            f"{number.numerator.normalize():f}",
            None if number.denominator is None else f"{number.denominator:f}",
        )
        for key, number in sorted(numbers.items())
        if key.metric == metric
        and key.segment_value == segment
        and (number.numerator or number.denominator)
    }
