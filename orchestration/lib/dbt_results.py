"""What a run of dbt came to: who answers for a node, and every check with its owner and message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.build_files import open_build
from orchestration.lib.landing_files import quote_text
from orchestration.lib.results import CheckResult

STATUS = {"success": "pass", "pass": "pass", "warn": "warn", "error": "error", "fail": "error"}

# How many findings of one test are told at once.
FINDINGS = 5


# ---------------------------------------------------------------- owners


def _meta_owner(node: Mapping[str, Any]) -> str | None:
    meta = {**node.get("meta", {}), **node.get("config", {}).get("meta", {})}
    owner = meta.get("owner")
    return str(owner) if owner else None


def _group_owner(node: Mapping[str, Any], manifest: Mapping[str, Any]) -> str | None:
    group_name = node.get("group") or node.get("config", {}).get("group")
    for group in manifest.get("groups", {}).values():
        if group_name and group.get("name") == group_name:
            return _meta_owner(group) or group.get("owner", {}).get("name")
    return None


def owner_of(unique_id: str, manifest: Mapping[str, Any]) -> str | None:
    """Who answers for a node: its own meta, else its group, else for a test its model's owner.

    A test of several models belongs to the first of them that has an owner.
    """
    nodes: dict[str, Any] = {**manifest.get("nodes", {}), **manifest.get("sources", {})}
    node = nodes.get(unique_id)
    if node is None:
        return None
    own = _meta_owner(node) or _group_owner(node, manifest)
    if own or node.get("resource_type") != "test":
        return own
    parents = [node.get("attached_node"), *node.get("depends_on", {}).get("nodes", [])]
    for parent in parents:
        if parent in nodes and nodes[parent].get("resource_type") != "test":
            owner = owner_of(parent, manifest)
            if owner:
                return owner
    return None


def checks_without_owner(manifest: Mapping[str, Any], owners: Sequence[str]) -> list[str]:
    """Names of the tests that nobody answers for, or whose owner is not one of owners."""
    return sorted(
        node["name"]
        for unique_id, node in manifest.get("nodes", {}).items()
        if node.get("resource_type") == "test" and owner_of(unique_id, manifest) not in owners
    )


# ---------------------------------------------------------------- results


def results_of(
    run_results: Mapping[str, Any],
    manifest: Mapping[str, Any],
    findings: Mapping[str, Sequence[str]] | None = None,
) -> list[CheckResult]:
    """The results of a build: every test, and every model or seed that could not be built.

    findings has, per unique id of a failed test, what its rows say of themselves.
    """
    nodes = manifest.get("nodes", {})
    results = []
    for item in run_results.get("results", []):
        node = nodes.get(item["unique_id"], {})
        status = STATUS.get(item["status"])
        is_test = node.get("resource_type") == "test"
        if status is None or (status == "pass" and not is_test):
            continue
        results.append(
            CheckResult(
                step="dbt",
                check=node.get("name", item["unique_id"]),
                owner=owner_of(item["unique_id"], manifest) or "data_engineering",
                status=status,
                message=""
                if status == "pass"
                else _message(item, node, (findings or {}).get(item["unique_id"], ())),
                failing_rows=item.get("failures"),
            )
        )
    return results


def _message(item: Mapping[str, Any], node: Mapping[str, Any], findings: Sequence[str]) -> str:
    if findings:
        more = int(item.get("failures") or 0) - len(findings)
        told = [*findings, f"And {more} more."] if more > 0 else findings
        return f"{' '.join(told)} ({node.get('original_file_path', 'unknown file')})"
    lines = [line.strip() for line in str(item.get("message") or "").splitlines() if line.strip()]
    said = " ".join(lines[:4])
    if node.get("resource_type") == "test":
        said = str(node.get("description") or "") or said
    return f"{said} ({node.get('original_file_path', 'unknown file')})"


def findings_of(
    run_results: Mapping[str, Any], folder: Path, timezone: str
) -> dict[str, list[str]]:
    """What failed tests say of the rows that they found, by the test's unique id.

    A test may have a column `finding`: file, row, value and remedy as a sentence. dbt only counts
    the rows, so its query is asked once more.
    """
    failed = {
        item["unique_id"]: item["compiled_code"]
        for item in run_results.get("results", [])
        if item["status"] in ("fail", "warn") and " as finding" in (item.get("compiled_code") or "")
    }
    said = {}
    if failed:
        with open_build(folder) as connection:
            connection.execute(f"set TimeZone = {quote_text(timezone)}")
            for unique_id, query in failed.items():
                try:
                    rows = connection.execute(
                        f"select finding from ({query}\n) order by finding limit {FINDINGS}"
                    ).fetchall()
                except duckdb.Error:
                    continue
                said[unique_id] = [str(finding) for (finding,) in rows]
    return said


def nodes_not_built(run_results: Mapping[str, Any], manifest: Mapping[str, Any]) -> list[str]:
    """Models and seeds of the project that a build passed over, so that a green run is whole."""
    done = {item["unique_id"] for item in run_results.get("results", [])}
    return sorted(
        node["name"]
        for unique_id, node in manifest.get("nodes", {}).items()
        if node.get("resource_type") in ("model", "seed", "snapshot")
        and node.get("config", {}).get("materialized") != "ephemeral"
        and unique_id not in done
    )
