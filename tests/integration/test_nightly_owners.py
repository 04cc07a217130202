"""Every check of this project has somebody who is told when it fails."""

from __future__ import annotations

from pathlib import Path

from orchestration.lib.dbt import read_manifest
from orchestration.lib.dbt_results import checks_without_owner
from orchestration.lib.owners import load_owners
from orchestration.lib.settings import PROJECT


def test_every_test_of_the_project_has_an_owner_of_owners_yml(parsed: Path) -> None:
    manifest = read_manifest(parsed)
    owners = load_owners(PROJECT / "orchestration" / "owners.yml", {})
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    assert len(tests) > 100
    assert checks_without_owner(manifest, list(owners)) == []
