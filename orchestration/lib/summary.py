"""What a person reads after a run: the build, its facts, the pillars' metrics, where things lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.agreement.page import NAMES
from orchestration.lib.catalogue.page import NAMES as METRIC_PAGES
from orchestration.lib.publish import FILE, read_manifest
from orchestration.lib.quality.measures import FACTS
from orchestration.lib.settings import Settings

# The last complete period of every pillar's primary metric that is in force at the build's as_of.
PRIMARY_METRICS = """
    with

    primary_metrics as (

        select pillar, metric, unit, cast(target as double) as target
        from agreement.pillar_metrics
        where
            is_primary
            and application_id = 'global'
            and cast($as_of as date) >= cast(valid_from as date)
            and (
                valid_to is null
                or cast($as_of as date) < cast(valid_to as date)
            )

    )

    select
        primary_metrics.pillar,
        primary_metrics.metric,
        primary_metrics.unit,
        kpi.period_type,
        kpi.period_start,
        cast(kpi.numerator as double) as numerator,
        cast(kpi.denominator as double) as denominator,
        primary_metrics.target
    from primary_metrics
    left join marts.kpi
        on
            primary_metrics.metric = kpi.metric
            and kpi.segment_type = 'all'
            and kpi.period_type <> 'quarter'
            and not kpi.is_provisional
    qualify row_number() over (
        partition by primary_metrics.pillar, primary_metrics.metric
        order by kpi.period_start desc nulls last
    ) = 1
"""
ORDER = ("awareness", "acquisition", "activation", "retention", "referral", "revenue")


def summary_of(settings: Settings, version: Path) -> str:
    """The summary of a published version, as lines of text."""
    return "\n".join(_lines(settings, version, read_manifest(version)))


def _lines(settings: Settings, version: Path, manifest: dict[str, Any]) -> Iterator[str]:
    yield f"Build {manifest['run_id']}, as of {manifest['as_of']} UTC"
    yield ""
    yield "Facts"
    for fact in FACTS:
        yield f"  {fact:<18}{manifest['rows'].get(f'marts.{fact}', 0):>12,} rows"
    yield ""
    yield "Primary metrics, latest complete period"
    with duckdb.connect(str(version / FILE), read_only=True) as connection:
        day = manifest["as_of"][:10]
        rows = connection.execute(PRIMARY_METRICS, {"as_of": day}).fetchall()
    for row in sorted(rows, key=lambda row: ORDER.index(row[0]) if row[0] in ORDER else 9):
        yield "  " + _metric(*row)
    warned = manifest["checks"]["warned"]
    yield ""
    yield f"Checks      {manifest['checks']['passed']} passed, {len(warned)} warned"
    for check in warned:
        yield f"            {check}"
    yield f"Warehouse   {settings.current / FILE} ({manifest['bytes'] / 1e6:,.0f} MB)"
    for name in NAMES.values():
        if (version / name).is_file():
            yield f"Agreement   {settings.current / name}"
    for name in METRIC_PAGES.values():
        if (version / name).is_file():
            yield f"Metrics     {settings.current / name}"
    yield f"Data Docs   {settings.data_docs / 'marts' / 'index.html'}"


def _metric(
    pillar: str,
    metric: str,
    unit: str,
    period_type: str | None,
    period_start: object,
    numerator: float | None,
    denominator: float | None,
    target: float | None,
) -> str:
    name = f"{pillar:<13}{metric:<30}"
    if numerator is None:
        return f"{name}no complete period yet"
    fraction = f"{numerator:,.10g}"
    value = numerator
    if denominator is not None:
        fraction += f" / {denominator:,.10g}"
        if denominator == 0:
            return f"{name}{period_type} of {period_start}: {fraction} (no value)"
        value = numerator / denominator
    shown = f"{value:.1%}" if unit == "ratio" else f"{value:,.2f} {unit}"
    aim = f", target {target:g}" if target is not None else ""
    return f"{name}{shown}  ({period_type} of {period_start}: {fraction}{aim})"
