"""Writes the truth: `truth.json` and its tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from demo import clock
from demo.company import FIRST_DAY, LAST_DAY
from demo.definitions.agreement import read_agreement
from demo.definitions.judgement import Rows, Truth
from demo.definitions.lifecycle import ORDER, TERMINAL

_INSTANT = pa.timestamp("us")
STAYS = pa.schema(
    [
        ("subject_type", pa.string()),
        ("native_system", pa.string()),
        ("native_id", pa.string()),
        ("stage", pa.string()),
        ("cycle_no", pa.int64()),
        ("entered_at", _INSTANT),
        ("exited_at", _INSTANT),
        ("entry_type", pa.string()),
        ("exit_type", pa.string()),
        ("is_imputed", pa.bool_()),
    ]
)
LEADS = pa.schema(
    [
        ("native_system", pa.string()),
        ("native_id", pa.string()),
        ("cycle_no", pa.int64()),
        ("agreement_version", pa.string()),
        ("rule_id", pa.string()),
        ("qualified_at", _INSTANT),
    ]
)
REVENUE = pa.schema(
    [
        ("company_id", pa.string()),
        ("native_system", pa.string()),
        ("native_id", pa.string()),
        ("month", pa.string()),
        ("currency", pa.string()),
        ("closing_mrr", pa.decimal128(18, 2)),
        ("movement", pa.string()),
    ]
)
OUTCOMES = ("won", "lost", "recycled", "open")
TABLES = {"stays": STAYS, "qualified_leads": LEADS, "mrr": REVENUE}


def tables_of(rows: Rows) -> dict[str, pa.Table]:
    """The truth's tables for the rows of one shard."""
    stays = [
        (
            subject,
            system,
            native_id,
            stay.stage,
            stay.cycle_no,
            stay.entered_at,
            stay.exited_at,
            stay.entry_type,
            stay.exit_type,
            stay.is_imputed,
        )
        for subject, system, native_id, stay in rows.stays
    ]
    leads = [
        (system, native_id, one.cycle_no, one.agreement_version, one.rule_id, one.at)
        for system, native_id, one in rows.leads
    ]
    return {
        "stays": _table(stays, STAYS),
        "qualified_leads": _table(leads, LEADS),
        "mrr": _table(rows.revenue, REVENUE),
    }


def _table(rows: Iterable[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.table(arrays, schema=schema)


def join_tables(folder: Path, name: str, parts: Iterable[Path]) -> None:
    """Write one of the truth's tables from the parts of all shards, one part at a time."""
    with pq.ParquetWriter(folder / f"{name}.parquet", TABLES[name], compression="zstd") as writer:
        for part in parts:
            writer.write_table(pq.read_table(part))


def write_summary(
    path: Path,
    truth: Truth,
    *,
    seed: int,
    activities: int,
    written: int,
    rejected: Counter[str],
    duplicates: Counter[str],
) -> None:
    """Write `truth.json`."""
    summary = {
        "seed": seed,
        "activities": activities,
        "activities_written": written,
        "as_of": "2026-06-30T22:00:00Z",
        "people": truth.people,
        "accounts": truth.accounts,
        "accounts_that_bought": truth.buyers["ever"],
        "qualified_leads": dict(sorted(truth.qualified_leads.items())),
        "deals": _deals(truth),
        "monthly_recurring_revenue": _recurring(truth),
        "monthly_movements": _movements(truth),
        "active_customers": dict(sorted(truth.active_customers.items())),
        "churned_accounts": dict(sorted(truth.churned_accounts.items())),
        "churns": {month: truth.churns[month] for month in sorted(truth.active_customers)},
        "ambassadors": {name: truth.ambassadors[name] for name in ("ever", "trailing")},
        "hand_offs": _hand_offs(truth),
        "stays": {
            stage: {subject: truth.stays[stage, subject] for subject in ("person", "account")}
            for stage in (*ORDER, *TERMINAL)
        },
        "rejected_rows": dict(sorted(rejected.items())),
        "exact_duplicates": dict(sorted(duplicates.items())),
        "awkward_cases": dict(sorted(truth.awkward.items())),
    }
    path.write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _deals(truth: Truth) -> dict[str, dict[str, int]]:
    return {
        kind: {outcome: truth.deals[kind, outcome] for outcome in OUTCOMES}
        for kind in ("new_business", "renewal", "upsell")
    }


def _recurring(truth: Truth) -> dict[str, dict[str, str]]:
    months: dict[str, dict[str, str]] = {}
    for (month, currency, _), amount in sorted(truth.recurring.items()):
        months.setdefault(month, {})[currency] = _money(amount)
    return months


def _movements(truth: Truth) -> dict[str, dict[str, dict[str, str]]]:
    months: dict[str, dict[str, dict[str, str]]] = {}
    for (month, currency, movement), amount in sorted(truth.movements.items()):
        months.setdefault(month, {}).setdefault(currency, {})[movement] = _money(amount)
    return months


def failed_weeks(truth: Truth) -> int:
    """The weeks in which fewer hand-offs than promised conformed, or more than agreed."""
    agreement, failed = read_agreement(), 0
    for monday in _mondays():
        version = agreement.at(monday)
        if version is None:
            continue
        attained = Decimal(truth.hand_offs[clock.iso_week(monday), "conforming"])
        attained /= version.promised_per_week
        failed += not version.lowest_attainment <= attained <= version.highest_attainment
    return failed


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _hand_offs(truth: Truth) -> dict[str, Any]:
    kinds = ("conforming", "non_conforming")
    by_week = {
        week: {kind: truth.hand_offs[week, kind] for kind in kinds}
        for week in map(clock.iso_week, _mondays())
    }
    totals = {kind: sum(week[kind] for week in by_week.values()) for kind in kinds}
    return {**totals, "by_week": by_week}


def _mondays() -> range:
    """The Mondays of every week of the history, whether anybody was handed over in it or not."""
    return range(clock.monday(FIRST_DAY), LAST_DAY + 1, 7)
