"""What the catalogue says, as rows of a built warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.agreement.words import LANGUAGES
from orchestration.lib.errors import UserError

# Of each metric the last period that can no longer change; the finest one it is counted by.
METRICS = """
    with

    latest as (

        select
            metric, period_type, period_start, numerator, denominator, value
        from marts.kpi
        where segment_type = 'all' and not is_provisional
        qualify row_number() over (
            partition by metric
            order by period_type = 'quarter', period_start desc
        ) = 1

    ),

    segments as (

        select
            metric,
            string_agg(
                distinct segment_type, ', ' order by segment_type
            ) as segment_types
        from marts.kpi
        where segment_type <> 'all'
        group by metric

    ),

    agreed as (

        select *
        from agreement.pillar_metrics
        where
            application_id = 'global'
            and cast($day as date) >= cast(valid_from as date)
            and cast($day as date) < coalesce(
                cast(valid_to as date), date '9999-12-31'
            )

    )

    select
        metrics.metric,
        metrics.pillar,
        metrics.kind,
        metrics.unit,
        metrics.owner,
        metrics.label_en,
        metrics.label_fr,
        metrics.numerator_en,
        metrics.numerator_fr,
        metrics.denominator_en,
        metrics.denominator_fr,
        metrics.time_rule_en,
        metrics.time_rule_fr,
        metrics.sources,
        segments.segment_types,
        coalesce(agreed.is_primary, false) as is_primary,
        coalesce(agreed.is_vanity, false) as is_vanity,
        agreed.target,
        latest.period_type,
        latest.period_start,
        latest.numerator as numerator_value,
        latest.denominator as denominator_value,
        latest.value
    from reference.metrics
    left join latest on metrics.metric = latest.metric
    left join segments on metrics.metric = segments.metric
    left join agreed
        on
            metrics.metric = agreed.metric
            and metrics.pillar = agreed.pillar
    order by is_primary desc, metrics.metric
"""


@dataclass(frozen=True)
class Metric:
    """A metric of the catalogue; texts by language, and its last complete number if it has one."""

    metric: str
    pillar: str
    kind: str
    unit: str
    owner: str
    label: dict[str, str]
    numerator: dict[str, str]
    denominator: dict[str, str | None]
    time_rule: dict[str, str]
    sources: tuple[str, ...]
    segment_types: str | None
    is_primary: bool
    is_vanity: bool
    target: Decimal | None
    period_type: str | None
    period_start: date | None
    numerator_value: Decimal | None
    denominator_value: Decimal | None
    value: float | None


def read(warehouse: Path, day: date) -> list[Metric]:
    """The metrics of a built warehouse, primary ones first, as agreed on a business day.

    Raises UserError when the file holds no catalogue.
    """
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            result = connection.execute(METRICS, {"day": day.isoformat()})
            names = [column[0] for column in result.description or []]
            rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    except duckdb.Error as error:
        raise UserError(f"{warehouse} holds no catalogue of metrics: {error}") from error
    return [_metric(row) for row in rows]


def _metric(row: dict[str, Any]) -> Metric:
    def both(name: str) -> dict[str, Any]:
        return {language: row.pop(f"{name}_{language}") for language in LANGUAGES}

    for name in ("label", "numerator", "denominator", "time_rule"):
        row[name] = both(name)
    row["sources"] = tuple((row["sources"] or "").split("|"))
    return Metric(**row)
