"""Builds what judges a lead twice in a scratch folder: under the agreement, and the candidate."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from orchestration.lib import dbt, landing, seeds
from orchestration.lib.build_files import (
    BUILD_FILE,
    WAREHOUSE_FILE,
    create_warehouse,
    open_build,
)
from orchestration.lib.dbt_results import results_of
from orchestration.lib.errors import UserError
from orchestration.lib.settings import Settings
from orchestration.lib.what_if.candidate import SEEDS, Agreement, write_agreement

Say = Callable[[str], None]

COPIED = ("models", "macros", "seeds", "tests/dbt", "dbt_project.yml", "profiles.yml.example")
AGREEMENT_TESTS = "path:tests/dbt/singular/agreement"

# A candidate is neither signed nor in force: what protects a version that is does not concern it.
NOT_FOR_A_CANDIDATE = (
    "assert_agreement_versions_are_signed_before_they_take_force",
    "assert_agreement_version_in_force_is_never_edited",
)
# What the comparison reads (`read`); dbt knows what each of them needs.
MODELS = (
    "fct_qualification",
    "int_cycle_deals",
    "int_customer_periods",
    "int_hand_offs",
    "int_person_activities",
    "dim_date",
    "stg_hubspot__owner",
)
ONLY_TABLES = ["--resource-type", "model", "--resource-type", "seed"]


class BuildFailedError(UserError):
    """dbt could not build the scratch project. Its logs stay in the scratch folder."""


def scratch_project(settings: Settings, folder: Path) -> Settings:
    """A copy of the project in a folder, to be built and thrown away."""
    project = folder / "project"
    for part in (*COPIED, "profiles.yml"):
        source, target = settings.project / part, project / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.is_file():
            shutil.copyfile(source, target)
    scratch = replace(settings, project=project, warehouse=folder)
    dbt.lend_parsed(settings, dbt.dbt_folder(scratch) / "parsed" / "lent")
    return scratch


def _build(
    scratch: Settings,
    as_of: str,
    folder: Path,
    select: Sequence[str],
    words: Sequence[str],
    say: Say | None = None,
) -> tuple[dict[str, Any], dict[str, Any], Path, int]:
    """Builds what is selected in the files of a folder; results, manifest, log and exit code."""
    log = folder / "dbt.log"
    parsed = dbt.parse(scratch)
    common = dbt.arguments("build", scratch, as_of, folder / "target", select=select)
    code, results = dbt.run(
        [*common, *words], scratch, folder, log, manifest=parsed / dbt.PARSED, say=say
    )
    return results, dbt.read_manifest(parsed), log, code


# ---------------------------------------------------------------- is it an agreement at all?


def check(scratch: Settings, proposed: Agreement, number: str, as_of: str) -> None:
    """Judges the candidate by the agreement's own tests.

    Raises UserError with every finding, as the test words it.
    """
    write_agreement(proposed, scratch.project)
    unreadable = seeds.check_seeds(scratch.project)
    if unreadable:
        raise _no_agreement(number, [slip.message for slip in unreadable])
    folder = scratch.warehouse / "check"
    create_warehouse(folder)
    words = ["--store-failures", "--indirect-selection", "buildable"]
    words += ["--exclude", *NOT_FOR_A_CANDIDATE]
    select = [f"path:{SEEDS}", "path:seeds/reference", AGREEMENT_TESTS]
    results, manifest, log, code = _build(scratch, as_of, folder, select, words)
    findings = _findings(results, manifest, folder)
    if findings:
        raise _no_agreement(number, findings)
    if code != 0:
        raise BuildFailedError(
            f"dbt ended with {code}:\n{dbt.last_lines(log)}\nThe whole log: {log}"
        )


def _no_agreement(number: str, findings: Sequence[str]) -> UserError:
    lines = "\n".join(f"  - {finding}" for finding in findings)
    return UserError(
        f"The candidate is no agreement that could be applied (version {number} is the candidate):"
        f"\n{lines}"
    )


def _findings(results: dict[str, Any], manifest: dict[str, Any], folder: Path) -> list[str]:
    said: list[str] = []
    failed = [result for result in results.get("results", []) if result["status"] == "fail"]
    with open_build(folder) as connection:
        for result in failed:
            rows = connection.execute(f"select * from {result['relation_name']}")
            columns = [column[0] for column in rows.description]
            found = rows.fetchall()
            if "finding" in columns:
                said += sorted(str(row[columns.index("finding")]) for row in found)
            else:
                node = manifest["nodes"][result["unique_id"]]
                about = node.get("description") or node["name"].replace("_", " ")
                values = ", ".join(
                    f"{name} {value}" for name, value in zip(columns, found[0], strict=True)
                )
                said.append(f"{about}: {values}")
    broken = [result for result in results.get("results", []) if result["status"] == "error"]
    for result in broken:
        message = " ".join(str(result.get("message") or "").split())
        said.append(f"{manifest['nodes'][result['unique_id']]['name']}.csv: {message}")
    return said


# ---------------------------------------------------------------- the two builds


def build_baseline(scratch: Settings, agreement: Agreement, as_of: str, say: Say) -> Path:
    """Builds what happened and how the agreement judged it. Returns the folder of its files.

    Raises UserError when the landing has errors or a model cannot be built.
    """
    folder = scratch.warehouse / "baseline"
    write_agreement(agreement, scratch.project)
    create_warehouse(folder)
    report = landing.prepare_landing(
        scratch.project,
        scratch.landing,
        folder / BUILD_FILE,
        memory_for=scratch.memory_for,
        landed_at=as_of,
    )
    if report.errors:
        raise UserError(landing.readable(report))
    _models(scratch, as_of, folder, [f"+{name}" for name in MODELS], say)
    return folder


def build_candidate(
    scratch: Settings, baseline: Path, proposed: Agreement, as_of: str, say: Say
) -> Path:
    """Builds a copy of the baseline anew where it depends on the agreement. Returns its folder.

    Raises UserError when a model cannot be built.
    """
    folder = scratch.warehouse / "candidate"
    write_agreement(proposed, scratch.project)
    folder.mkdir(parents=True, exist_ok=True)
    for name in (BUILD_FILE, WAREHOUSE_FILE):
        shutil.copyfile(baseline / name, folder / name)
    depending = [f"path:{SEEDS}+,+{name}" for name in MODELS]
    _models(scratch, as_of, folder, depending, say)
    return folder


def _models(scratch: Settings, as_of: str, folder: Path, select: Sequence[str], say: Say) -> None:
    results, manifest, log, code = _build(scratch, as_of, folder, select, ONLY_TABLES, say)
    errors = [result for result in results_of(results, manifest) if result.status == "error"]
    if errors or code != 0:
        lines = "\n".join(f"  - {error.line()}" for error in errors) or dbt.last_lines(log)
        raise BuildFailedError(
            f"The {folder.name} could not be built:\n{lines}\nThe whole log: {log}"
        )
