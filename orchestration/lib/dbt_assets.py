"""How dbt's nodes appear in Dagster: as assets that dbt makes. Nothing here names a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, build_dbt_asset_specs

from orchestration.lib.dbt import read_manifest
from orchestration.lib.dbt_results import owner_of


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


def specs(manifest_file: Path) -> Sequence[dg.AssetSpec]:
    """One asset a raw table, seed and model, with what each is made of."""
    manifest = read_manifest(manifest_file.parent)
    translator = Translator(manifest)
    raw = [
        dg.AssetSpec(
            translator.get_asset_key(source),
            group_name="landing",
            description=source.get("description") or None,
            owners=translator.get_owners(source) or [],
        )
        for _, source in sorted(manifest["sources"].items())
    ]
    made = build_dbt_asset_specs(manifest=manifest, dagster_dbt_translator=translator)
    return [*raw, *made]
