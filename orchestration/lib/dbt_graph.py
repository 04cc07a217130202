"""How dbt's nodes appear in Dagster, and how a dbt run is told to it.

Which nodes there are comes from the manifest; nothing here names a model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator

from orchestration.lib.dbt import owner_of
from orchestration.lib.results import CheckResult

BUILT = ("model", "seed", "snapshot")


class Translator(DagsterDbtTranslator):
    """Groups assets by their folder and gives them the owners that dbt's meta names."""

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        super().__init__()
        self.manifest = manifest

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The folder under models/ or seeds/: staging, intermediate, marts, agreement …."""
        folders: list[str] = dbt_resource_props["fqn"]
        return folders[1] if len(folders) > 2 else "dbt"

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str] | None:
        """The team that answers for the node."""
        owner = owner_of(dbt_resource_props["unique_id"], self.manifest)
        return [f"team:{owner}"] if owner else None


def source_specs(manifest: Mapping[str, Any], translator: Translator) -> list[dg.AssetSpec]:
    """One asset a raw table."""
    return [
        dg.AssetSpec(
            translator.get_asset_key(source),
            group_name="landing",
            description=source.get("description") or None,
            owners=translator.get_owners(source) or [],
        )
        for _, source in sorted(manifest["sources"].items())
    ]


def materialisations(
    run_results: Mapping[str, Any], manifest: Mapping[str, Any], translator: Translator
) -> Iterator[dg.MaterializeResult[Any]]:
    """What dbt built, as Dagster records it."""
    for item in run_results.get("results", []):
        node = manifest["nodes"].get(item["unique_id"], {})
        if node.get("resource_type") in BUILT and item["status"] == "success":
            seconds = round(item.get("execution_time", 0.0), 2)
            yield dg.MaterializeResult(
                asset_key=translator.get_asset_key(node), metadata={"seconds": seconds}
            )


def check_results(
    results: list[CheckResult], keys: set[dg.AssetCheckKey]
) -> Iterator[dg.AssetCheckResult]:
    """dbt's tests, as Dagster records them, as far as Dagster knows the check."""
    by_name = {key.name: key for key in keys}
    for result in results:
        key = by_name.get(result.check)
        if key is not None:
            yield dg.AssetCheckResult(
                passed=result.status == "pass",
                asset_key=key.asset_key,
                check_name=key.name,
                severity=dg.AssetCheckSeverity.WARN
                if result.status == "warn"
                else dg.AssetCheckSeverity.ERROR,
                metadata={"owner": result.owner, "failing rows": result.failing_rows or 0},
            )
