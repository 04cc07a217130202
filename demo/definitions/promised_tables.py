"""The truth's tables of answers, promised weeks and conversions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from demo.clock import SECOND
from demo.definitions.agreement import Agreement
from demo.definitions.conversion import Conversions
from demo.definitions.handing_over import Passed
from demo.definitions.promise import Tally, promise_weeks

_INSTANT = pa.timestamp("us")
RESPONSES = pa.schema(
    [
        ("native_system", pa.string()),
        ("native_id", pa.string()),
        ("cycle_no", pa.int64()),
        ("handed_off_at", _INSTANT),
        ("qualification_path", pa.string()),
        ("sla_policy_id", pa.string()),
        ("sla_due_at", _INSTANT),
        ("sla_status", pa.string()),
        ("first_human_touch_at", _INSTANT),
        ("was_touched_before_hand_off", pa.bool_()),
        ("response_seconds", pa.float64()),
        ("response_business_seconds", pa.float64()),
        ("system_delay_seconds", pa.float64()),
    ]
)
PROMISES = pa.schema(
    [
        ("promise_id", pa.string()),
        ("week", pa.date32()),
        ("agreement_version", pa.string()),
        ("promised_per_week", pa.int64()),
        ("business_days", pa.int64()),
        ("promised", pa.decimal128(18, 4)),
        ("conforming", pa.int64()),
        ("non_conforming", pa.int64()),
        ("counting", pa.int64()),
        ("disputed", pa.int64()),
        ("delivered", pa.int64()),
        ("is_kept", pa.bool_()),
        ("daily_deviation", pa.float64()),
        ("daily_mean", pa.float64()),
        ("last_day_hand_offs", pa.int64()),
        ("backlog", pa.int64()),
        ("capacity_per_week", pa.int64()),
        ("is_provisional", pa.bool_()),
    ]
)
CONVERSIONS = pa.schema(
    [
        ("subject_type", pa.string()),
        ("from_pillar", pa.string()),
        ("to_pillar", pa.string()),
        ("mode", pa.string()),
        ("month", pa.string()),
        ("segment_type", pa.string()),
        ("segment_value", pa.string()),
        ("entered", pa.int64()),
        ("converted", pa.int64()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("immature", pa.int64()),
        ("is_immature", pa.bool_()),
        ("median_days", pa.float64()),
    ]
)


def response_rows(hand_offs: Iterable[Passed]) -> Iterator[tuple[Any, ...]]:
    """The rows of a shard's answers."""
    for one in hand_offs:
        lead, answer = one.lead, one.response
        yield (
            *one.native_id,
            lead.cycle_no,
            lead.at,
            lead.qualification_path,
            answer.policy_id,
            answer.due_at,
            answer.status,
            answer.touched_at,
            answer.was_touched_before,
            *map(_seconds, (answer.calendar, answer.business, answer.system_delay)),
        )


def _seconds(microseconds: int | None) -> float | None:
    return None if microseconds is None else microseconds / SECOND


def write_sums(
    folder: Path, promises: Tally, conversions: Conversions, agreement: Agreement
) -> None:
    """Write what only the sum of all shards can tell: promised weeks and conversions."""
    _write(folder / "promises.parquet", promise_weeks(promises, agreement), PROMISES)
    _write(folder / "conversions.parquet", conversions.rows(), CONVERSIONS)


def _write(path: Path, rows: Iterable[object], schema: pa.Schema) -> None:
    listed = list(rows)
    arrays = [
        pa.array([getattr(row, field.name) for row in listed], field.type) for field in schema
    ]
    pq.write_table(pa.table(arrays, schema=schema), path, compression="zstd")
