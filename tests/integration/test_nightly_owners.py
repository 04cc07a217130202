"""Every check of this project has somebody who is told when it fails."""

from __future__ import annotations

from pathlib import Path

from orchestration.lib import dbt
from orchestration.lib.owners import load_owners
from orchestration.lib.settings import PROJECT, load


def test_every_test_of_the_project_has_an_owner_of_owners_yml(tmp_path: Path) -> None:
    manifest = dbt.parse(load({"WAREHOUSE_PATH": str(tmp_path)}), "2026-07-01 00:00:00")
    owners = load_owners(PROJECT / "orchestration" / "owners.yml", {})
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    assert len(tests) > 100
    assert dbt.checks_without_owner(manifest, list(owners)) == []
