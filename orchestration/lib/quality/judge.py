"""The one place that speaks to Great Expectations: from suites and measures to results and pages.

It is given data frames only: GX's own connection to DuckDB reports its own failures as failed
validations. An exception inside GX is raised here, and never counted as a result.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from orchestration.lib.quality.suite import Rule, Suite
from orchestration.lib.results import CheckResult

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

# So many offending rows are named in a message; the pages have them all.
MOST_NAMED = 10


class AuditBroken(Exception):
    """Great Expectations failed to evaluate a rule: the job fails, whatever the data are like."""


def _context(data_docs: Path) -> Any:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    for site in list(context.get_site_names()):
        context.delete_data_docs_site(site)
    context.add_data_docs_site(
        site_name="audits",
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(data_docs),
            },
        },
    )
    return context


def _expectation(rule: Rule) -> Any:
    import great_expectations.expectations as expectations

    kind = getattr(expectations, f"Expect{rule.expect}")
    return kind(
        **rule.arguments,
        severity="critical" if rule.blocks else "warning",
        meta={"rule": rule.name, "owner": rule.owner, "notes": rule.remedy},
    )


def judge(
    suites: Iterable[Suite], frames: Mapping[str, pd.DataFrame], data_docs: Path
) -> list[CheckResult]:
    """Evaluates every suite on its measures and writes their pages to data_docs.

    Raises AuditBroken when GX could not evaluate a rule, and KeyError for a suite without measures.
    """
    from great_expectations import Checkpoint, ExpectationSuite, ValidationDefinition

    context = _context(data_docs)
    source = context.data_sources.add_pandas("measures")
    results: list[CheckResult] = []
    for suite in suites:
        frame = frames[suite.name]
        expectations = [_expectation(rule) for rule in suite.rules]
        declared = context.suites.add(ExpectationSuite(suite.name, expectations=expectations))
        batch = source.add_dataframe_asset(suite.name).add_batch_definition_whole_dataframe("all")
        validation = context.validation_definitions.add(
            ValidationDefinition(name=suite.name, data=batch, suite=declared)
        )
        checkpoint = context.checkpoints.add(
            Checkpoint(
                name=suite.name,
                validation_definitions=[validation],
                result_format={
                    "result_format": "COMPLETE",
                    "unexpected_index_column_names": [suite.label],
                },
            )
        )
        outcome = checkpoint.run(batch_parameters={"dataframe": frame})
        for validated in outcome.run_results.values():
            results += _results(suite, validated)
    shutil.rmtree(data_docs, ignore_errors=True)
    data_docs.mkdir(parents=True, exist_ok=True)
    context.build_data_docs(site_names=["audits"])
    return results


def _results(suite: Suite, validated: Any) -> list[CheckResult]:
    rules = {rule.name: rule for rule in suite.rules}
    found = []
    for result in validated.results:
        rule = rules[result.expectation_config.meta["rule"]]
        raised = _raised(result.exception_info)
        if raised:
            raise AuditBroken(f"{suite.name}.{rule.name} could not be evaluated: {raised}")
        status = "pass" if result.success else ("error" if rule.blocks else "warn")
        found.append(
            CheckResult(
                step="audit",
                check=f"{suite.name}.{rule.name}",
                owner=rule.owner,
                status=status,
                message="" if result.success else _message(suite, rule, result.result),
                failing_rows=None if result.success else result.result.get("unexpected_count"),
            )
        )
    if len(found) != len(rules):
        raise AuditBroken(f"{suite.name}: {len(found)} of {len(rules)} rules were evaluated")
    return found


def _raised(information: Mapping[str, Any]) -> str | None:
    """The exception in what GX says about a result: flat, or one entry a metric."""
    entries = [information] if "raised_exception" in information else list(information.values())
    for entry in entries:
        if entry.get("raised_exception"):
            return str(entry.get("exception_message"))
    return None


def _message(suite: Suite, rule: Rule, result: Mapping[str, Any]) -> str:
    column = rule.arguments.get("column", "")
    rows = result.get("unexpected_index_list") or []
    named = [
        f"{row.get(suite.label)}: {column} is {_rounded(row.get(column))}"
        for row in rows[:MOST_NAMED]
    ]
    more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    limits = {
        key: value for key, value in rule.arguments.items() if key != "column" and value is not None
    }
    observed = f"; observed {result['observed_value']}" if "observed_value" in result else ""
    expected = ", ".join(f"{key} {value}" for key, value in limits.items())
    return f"{'; '.join(named)}{more} (expected {expected}{observed}). {rule.remedy}"


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
