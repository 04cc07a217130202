"""Writes the truth: `truth.json` and its tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from demo import clock
from demo.company import FIRST_DAY, LAST_DAY
from demo.definitions.agreement import STAGES, read_agreement
from demo.definitions.judgement import Rows, Truth
from demo.definitions.lifecycle import ORDER, TERMINAL
from demo.definitions.promise import promise_weeks
from demo.definitions.promised_tables import RESPONSES, response_rows
from demo.definitions.qualification import believed

_INSTANT = pa.timestamp("us")
_POINTS = pa.decimal128(18, 2)
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
        ("original_system", pa.string()),
        ("original_native_id", pa.string()),
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
        ("known_at", _INSTANT),
        ("qualification_path", pa.string()),
        ("score_fit", _POINTS),
        ("score_engagement", _POINTS),
        ("fit_grade", pa.string()),
        ("engagement_grade", pa.string()),
        ("origin_team", pa.string()),
        ("was_corrected", pa.bool_()),
    ]
)
QUALIFICATIONS = pa.schema(
    [
        ("native_system", pa.string()),
        ("native_id", pa.string()),
        ("cycle_no", pa.int64()),
        ("stage", pa.string()),
        ("qualified_at", _INSTANT),
        ("believed_from", _INSTANT),
        ("believed_to", _INSTANT),
        ("is_imputed", pa.bool_()),
        ("agreement_version", pa.string()),
        ("rule_id", pa.string()),
        ("qualification_path", pa.string()),
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
KINDS = ("met", "imputed", "corrected")
OUTCOMES = ("won", "lost", "recycled", "open")
TABLES = {
    "stays": STAYS,
    "qualified_leads": LEADS,
    "qualifications": QUALIFICATIONS,
    "mrr": REVENUE,
    "responses": RESPONSES,
}


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
            *(stay.original or (None, None)),
        )
        for subject, system, native_id, stay in rows.stays
    ]
    return {
        "stays": _table(stays, STAYS),
        "qualified_leads": _table(_leads(rows), LEADS),
        "qualifications": _table(_qualifications(rows), QUALIFICATIONS),
        "mrr": _table(rows.revenue, REVENUE),
        "responses": _table(response_rows(rows.hand_offs), RESPONSES),
    }


def _leads(rows: Rows) -> Iterator[tuple[Any, ...]]:
    for system, native_id, one, scores, team in rows.leads:
        yield (
            system,
            native_id,
            one.cycle_no,
            one.agreement_version,
            one.rule_id,
            one.at,
            one.known_at,
            one.path,
            scores.fit,
            scores.engagement,
            scores.fit_grade,
            scores.engagement_grade,
            team,
            len(one.beliefs) > 1,
        )


def _qualifications(rows: Rows) -> Iterator[tuple[Any, ...]]:
    for system, native_id, one in rows.qualifications:
        subject = (system, native_id, one.cycle_no, one.stage)
        if one.is_imputed:
            yield (*subject, one.at, one.known_at, None, True, one.agreement_version, None, None)
        for belief, until in believed(one):
            judged_by = (belief.version.number, belief.rule.rule_id, belief.rule.path)
            yield (*subject, belief.at, belief.known_at, until, False, *judged_by)


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
        "qualifications": {
            stage: {kind: truth.qualifications[stage, kind] for kind in KINDS} for stage in STAGES
        },
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
    """The weeks over at as_of in which less was delivered than agreed, or more."""
    weeks = promise_weeks(truth.promises, read_agreement())
    return sum(one.is_kept is False and not one.is_provisional for one in weeks)


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _hand_offs(truth: Truth) -> dict[str, Any]:
    kinds = ("conforming", "non_conforming", "counting")
    by_week = {
        week: {kind: truth.hand_offs[week, kind] for kind in kinds}
        for week in map(clock.iso_week, _mondays())
    }
    totals = {kind: sum(week[kind] for week in by_week.values()) for kind in kinds}
    return {**totals, "by_week": by_week}


def _mondays() -> range:
    """The Mondays of every week of the history, whether anybody was handed over in it or not."""
    return range(clock.monday(FIRST_DAY), LAST_DAY + 1, 7)
