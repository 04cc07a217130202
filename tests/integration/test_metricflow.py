"""MetricFlow, which adds up the marts itself, answers with the numbers of the monthly review."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from math import isclose
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt_metricflow.cli.dbt_connectors.dbt_config_accessor import dbtArtifacts
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from orchestration.lib.settings import PROJECT
from tests.integration.company import Company

# One company says it all: the other tests compare `kpi` itself with what was counted by hand.
pytestmark = pytest.mark.parametrize("company", [(11, 4_000)], indirect=True, ids=["seed11-4000"])

with (PROJECT / "seeds" / "reference" / "metrics.csv").open(encoding="utf-8") as file:
    CATALOGUE = {row["metric"]: row for row in csv.DictReader(file)}

# What a segment is called when MetricFlow is asked, where one name serves every metric.
DIMENSIONS = {
    "channel": "channel",
    "platform": "media_day__platform",
    "tool": "email_message__tool",
    "owner": "deal__owner",
    "reason": "deal__reason",
    "agreement_version": "acquisition__agreement_version",
    "promise": "weekly_promise__promise",
    "content": "content_reading__content",
    "moment": "key_moment__moment",
    "end_reason": "customer__end_reason",
    "act_type": "referral__act_type",
    "movement_type": "revenue_movement__movement_type",
    "path": "upsell__upsell_path",
    "currency": "revenue_month_of_account__currency",
}
DIMENSIONS_OF = {
    ("followers_net_change", "platform"): "published_number__platform",
    ("qualified_leads", "origin_team"): "acquisition__origin_team",
    ("closing_rate", "origin_team"): "activation__origin_team",
    ("mean_days_to_activation", "origin_team"): "activation__origin_team",
    ("ambassador_share", "act_type"): "ambassador_count__act_type",
    ("survey_response_rate", "kind"): "survey_response__kind",
    ("invoiced_revenue", "kind"): "invoice__kind",
    ("invoiced_revenue", "currency"): "invoice__currency",
    ("average_basket", "currency"): "invoice__currency",
    ("media_spend", "currency"): "media_day__currency",
}

Numbers = dict[tuple[Any, ...], float]


class Renderer:
    """All that MetricFlow needs to know of a warehouse that it only writes queries for."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


class Asked:
    """MetricFlow and the monthly review of one company."""

    def __init__(self, company: Company, parsed: Path, project: Path) -> None:
        (project / "target").mkdir()
        self.described = parsed / "semantic_manifest.json"
        (project / "target" / self.described.name).write_bytes(self.described.read_bytes())
        manifest = dbtArtifacts.build_semantic_manifest_from_dbt_project_root(project)
        self.engine = MetricFlowEngine(SemanticManifestLookup(manifest), Renderer())
        self.warehouse = duckdb.connect(str(company.published), read_only=True)

    def metricflow(self, metric: str, period: str, *dimensions: str) -> Numbers:
        """The numbers of a metric by period and dimensions that are not zero."""
        request = MetricFlowQueryRequest.create(
            metric_names=[metric], group_by_names=[f"metric_time__{period}", *dimensions]
        )
        query = self.engine.explain(request).sql_statement.sql
        return {
            (
                start.date() if isinstance(start, datetime) else start,
                *("unknown" if value is None else str(value) for value in values),
            ): float(number)
            for start, *values, number in self.warehouse.execute(query).fetchall()
            if number
        }

    def review(self, metric: str, period: str, segment: str) -> Numbers:
        """The same numbers of the mart `kpi`, with the values of the segment as one text."""
        rows = self.warehouse.execute(
            "select period_start, segment_value, value from marts.kpi"
            " where metric = ? and period_type = ? and segment_type = ? and value <> 0",
            [metric, period, segment],
        ).fetchall()
        return {
            (start,) if segment in ("all", "window") else (start, value): number
            for start, value, number in rows
        }

    def families(self) -> list[tuple[str, str, str]]:
        """Metric, period and segment of everything that the monthly review has."""
        return self.warehouse.execute(
            "select distinct metric, period_type, segment_type from marts.kpi order by all"
        ).fetchall()


@pytest.fixture(scope="module")
def asked(
    company: Company, parsed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    """MetricFlow and the monthly review, in one process."""
    both = Asked(company, parsed, tmp_path_factory.mktemp("metricflow"))
    yield both
    both.warehouse.close()


def differences(family: tuple[str, str, str], expected: Numbers, found: Numbers) -> list[str]:
    """What one says and the other does not, as sentences."""
    # The monthly review keeps six decimals of a numerator, which is the value of what is no ratio.
    apart = 0 if CATALOGUE[family[0]]["kind"] == "ratio" else 5.1e-7
    return [
        f"{family} {key}: kpi {expected.get(key)}, MetricFlow {found.get(key)}"
        for key in sorted(expected.keys() | found.keys(), key=str)
        if not isclose(expected.get(key, 0), found.get(key, 0), rel_tol=1e-9, abs_tol=apart)
    ]


def test_every_number_of_the_catalogue_is_known_by_its_name(asked: Asked) -> None:
    described = json.loads(asked.described.read_text(encoding="utf-8"))["metrics"]
    labels = {metric["name"]: metric["label"] for metric in described}
    expected = {name: row["label_en"] for name, row in CATALOGUE.items()}
    assert {name: labels.get(name) for name in expected} == expected
    # So that the comparisons below leave none out.
    assert {metric for metric, *_ in asked.families()} == set(CATALOGUE)


def test_every_total_is_that_of_the_monthly_review(asked: Asked) -> None:
    totals = [family for family in asked.families() if family[2] == "all"]
    told: list[str] = []
    for metric, period, segment in totals:
        # An account's quarter begins with its first month and ends with its last.
        months_too = period == "quarter" and (metric, "month", "all") in totals
        name = f"{metric}_of_quarter" if months_too else metric
        expected = asked.review(metric, period, segment)
        assert expected, f"{metric} has no {period} that is not zero"
        told += differences((metric, period, segment), expected, asked.metricflow(name, period))
    assert told == []


def test_every_segment_is_that_of_the_monthly_review(asked: Asked) -> None:
    families = asked.families()
    told: list[str] = []
    for family in families:
        metric, period, segment = family
        if segment == "all" or ":" in segment:
            continue
        name, dimensions = metric, [DIMENSIONS_OF.get((metric, segment)) or DIMENSIONS.get(segment)]
        if segment == "currency":
            # The monthly review has each currency's own amounts.
            name = f"{metric}_local"
        elif segment == "window":
            name, dimensions = "ambassador_share_ever", []
        elif metric == "ambassador_share":
            name = "ambassador_share_by_act"
        expected = asked.review(*family)
        assert expected, f"{family} has no number that is not zero"
        told += differences(family, expected, asked.metricflow(name, period, *dimensions))
    assert told == []


@pytest.mark.parametrize("metric", ["attributed_conversions", "attributed_value"])
def test_every_model_of_attribution_is_that_of_the_monthly_review(
    asked: Asked, metric: str
) -> None:
    segments = sorted(segment for name, _, segment in asked.families() if name == metric)
    expected = {
        (start, channel, *segment.split(":")): number
        for segment in segments
        for (start, channel), number in asked.review(metric, "month", segment).items()
    }
    dimensions = ["channel", "attribution__conversion", "attribution__attribution_model"]
    found = asked.metricflow(metric, "month", *dimensions)
    assert expected
    assert differences((metric, "month", "model"), expected, found) == []


def test_make_metrics_prints_the_published_numbers(
    asked: Asked, company: Company, tmp_path: Path
) -> None:
    """The command itself, as a user types it: the other tests only let it write the queries."""
    output = tmp_path / "answer.csv"
    words = ["query", "--metrics", "win_rate", "--group-by", "metric_time__month,deal__owner"]
    process = subprocess.run(
        [sys.executable, "-m", "orchestration", "metrics", *words, "--csv", str(output)],
        cwd=PROJECT,
        env={
            **os.environ,
            "AARRR_PROJECT_PATH": str(company.folder / "project"),
            "LANDING_PATH": str(company.landing),
            "WAREHOUSE_PATH": str(company.folder / "warehouse"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    with output.open(encoding="utf-8") as answer:
        found = {
            (date.fromisoformat(row["metric_time__month"][:10]), row["deal__owner"]): float(
                row["win_rate"]
            )
            for row in csv.DictReader(answer)
            if row["win_rate"] and float(row["win_rate"])
        }
    family = ("win_rate", "month", "owner")
    assert differences(family, asked.review(*family), found) == []
