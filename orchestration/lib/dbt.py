"""Runs dbt in a process of its own, and reads what it left behind.

In-process dbt keeps DuckDB's lock on the file, so this module only ever starts a subprocess. Every
path is absolute, since partial parsing keeps the root that it was given.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import yaml

from orchestration.lib.errors import UserError
from orchestration.lib.landing_files import quote_text
from orchestration.lib.results import CheckResult
from orchestration.lib.settings import Settings

STATUS = {"success": "pass", "pass": "pass", "warn": "warn", "error": "error", "fail": "error"}

# How many findings of one test are told at once.
FINDINGS = 5

# dbt's own command, without the need to know where its script was installed.
START = "from dbt.cli.main import cli; cli()"


def target_path(settings: Settings) -> Path:
    """Where dbt keeps its manifest and results."""
    return settings.warehouse / "dbt" / "target"


def manifest_path(settings: Settings) -> Path:
    """dbt's description of the project."""
    return target_path(settings) / "manifest.json"


def profiles_dir(settings: Settings) -> Path:
    """The project's folder when it holds profiles.yml, else one with a copy of the example."""
    if (settings.project / "profiles.yml").is_file():
        return settings.project
    folder = settings.warehouse / "dbt" / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(settings.project / "profiles.yml.example", folder / "profiles.yml")
    return folder


def arguments(
    command: str,
    settings: Settings,
    profiles: Path,
    as_of: str,
    *,
    full_refresh: bool = False,
    select: Sequence[str] = (),
    unit_tests: bool = False,
) -> list[str]:
    """The command line of dbt, without the interpreter.

    as_of is an instant in UTC. Unit tests of models belong to development: a build leaves them out
    unless it is told otherwise.
    """
    words = [command]
    if command == "build" and not unit_tests:
        words += ["--exclude-resource-type", "unit_test"]
    if full_refresh:
        words += ["--full-refresh"]
    if select:
        words += ["--select", *select]
    return [
        *words,
        "--project-dir",
        str(settings.project),
        "--profiles-dir",
        str(profiles),
        "--target-path",
        str(target_path(settings)),
        "--log-path",
        str(settings.warehouse / "dbt" / "logs"),
        "--vars",
        json.dumps({"as_of": as_of}),
        "--no-use-colors",
    ]


def environment(base: Mapping[str, str], warehouse_file: Path) -> dict[str, str]:
    """The environment of the subprocess: the file that the profile writes to, no telemetry."""
    return {
        **base,
        "AARRR_WAREHOUSE_FILE": str(warehouse_file),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def run(words: Sequence[str], settings: Settings, warehouse_file: Path, log: Path) -> int:
    """Runs dbt and returns its exit code; what it prints goes to log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.run(
            [sys.executable, "-c", START, *words],
            cwd=settings.project,
            env=environment(os.environ, warehouse_file),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return process.returncode


def run_in_terminal(words: Sequence[str], settings: Settings, warehouse_file: Path) -> int:
    """Runs dbt before somebody's eyes and returns its exit code."""
    process = subprocess.run(
        [sys.executable, "-c", START, *words],
        cwd=settings.project,
        env=environment(os.environ, warehouse_file),
        check=False,
    )
    return process.returncode


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, for a message."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([line for line in lines if line.strip()][-count:])


def parse(settings: Settings, as_of: str) -> dict[str, Any]:
    """The manifest of the project as it stands, parsed again when a file of it has changed.

    Raises UserError when it cannot be parsed.
    """
    log = settings.warehouse / "dbt" / "parse.log"
    stamp = settings.warehouse / "dbt" / "parsed.txt"
    code = code_hash(settings.project)
    if stamp.is_file() and stamp.read_text() == code and manifest_path(settings).is_file():
        return read_manifest(settings)
    words = arguments("parse", settings, profiles_dir(settings), as_of)
    if run(words, settings, settings.builds / "warehouse.duckdb", log) != 0:
        raise UserError(f"dbt cannot read the project:\n{last_lines(log)}\nThe whole log: {log}")
    stamp.write_text(code)
    return read_manifest(settings)


def write_docs(settings: Settings, as_of: str) -> Path:
    """Writes dbt's pages about the models as one file, and returns it.

    Raises UserError when dbt cannot write them.
    """
    log = settings.warehouse / "dbt" / "docs.log"
    words = arguments("docs", settings, profiles_dir(settings), as_of)
    words[1:1] = ["generate", "--static", "--empty-catalog", "--no-compile"]
    if run(words, settings, settings.builds / "warehouse.duckdb", log) != 0:
        raise UserError(f"dbt cannot write its pages:\n{last_lines(log)}\nThe whole log: {log}")
    return target_path(settings) / "static_index.html"


def code_hash(project: Path) -> str:
    """A hash of everything that decides what dbt builds, so that changed code is built afresh."""
    digest = hashlib.sha256()
    files = [project / "dbt_project.yml", project / "profiles.yml"]
    for folder in ("models", "macros", "seeds", "tests/dbt"):
        files += (project / folder).rglob("*")
    for path in sorted(path for path in files if path.is_file()):
        digest.update(str(path.relative_to(project)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_manifest(settings: Settings) -> dict[str, Any]:
    """The manifest of the last parse or build. Raises UserError when there is none."""
    path = manifest_path(settings)
    if not path.is_file():
        raise UserError(f"{path} is missing. Run dbt parse, or make run.")
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


# ---------------------------------------------------------------- owners


def scaffolding(manifest: Mapping[str, Any]) -> list[str]:
    """The tables (schema.table) below the marts that no later night builds upon."""
    return [
        f"{node['schema']}.{node['alias']}"
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["config"]["materialized"] == "table"
        and node["schema"] in ("staging", "intermediate")
    ]


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
    run_results: Mapping[str, Any], warehouse_file: Path, timezone: str
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
        with duckdb.connect(str(warehouse_file), read_only=True) as connection:
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


def business_timezone(project: Path) -> str:
    """The business time zone, from `vars` in dbt_project.yml; UTC where it is not set."""
    content = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8")) or {}
    return str(content.get("vars", {}).get("business_timezone", "UTC"))


def forget_results(settings: Settings) -> None:
    """Deletes dbt's record of its last command, so that it is not taken for that of the next."""
    (target_path(settings) / "run_results.json").unlink(missing_ok=True)


def read_results(settings: Settings) -> dict[str, Any]:
    """dbt's own record of its last command; empty when it left none."""
    path = target_path(settings) / "run_results.json"
    if not path.is_file():
        return {}
    results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return results


def build(
    settings: Settings, as_of: str, warehouse_file: Path, log: Path, *, full_refresh: bool
) -> tuple[dict[str, Any], list[CheckResult]]:
    """Builds and tests every model. Returns dbt's run results and what its checks found.

    Raises UserError when dbt broke down before it could say which check failed.
    """
    forget_results(settings)
    words = arguments("build", settings, profiles_dir(settings), as_of, full_refresh=full_refresh)
    code = run(words, settings, warehouse_file, log)
    run_results = read_results(settings)
    manifest = read_manifest(settings)
    findings = findings_of(run_results, warehouse_file, business_timezone(settings.project))
    results = results_of(run_results, manifest, findings)
    unbuilt = nodes_not_built(run_results, manifest)
    if not any(result.status == "error" for result in results) and (code != 0 or unbuilt):
        reason = f"did not build {', '.join(unbuilt[:10])}" if code == 0 else f"ended with {code}"
        raise UserError(f"dbt {reason}:\n{last_lines(log)}\nThe whole log: {log}")
    return run_results, results


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
