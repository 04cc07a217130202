"""The command lines of dbt, and what is read from the files it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.lib import dbt, dbt_results
from orchestration.lib.settings import Settings, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    project = tmp_path / "project"
    project.mkdir()
    (project / "profiles.yml.example").write_text("aarrr: {}\n")
    return load({"AARRR_PROJECT_PATH": str(project), "WAREHOUSE_PATH": str(tmp_path / "warehouse")})


def words(settings: Settings, **options: Any) -> list[str]:
    return dbt.arguments("build", settings, "2026-07-01 00:00:00", Path("/target"), **options)


def test_every_path_is_absolute(settings: Settings) -> None:
    said = words(settings)
    for option in ("--project-dir", "--profiles-dir", "--target-path", "--log-path"):
        assert Path(said[said.index(option) + 1]).is_absolute()


def test_as_of_is_passed_as_a_variable(settings: Settings) -> None:
    said = words(settings)
    assert json.loads(said[said.index("--vars") + 1]) == {"as_of": "2026-07-01 00:00:00"}


def test_a_selection_is_asked_for_only_when_wanted(settings: Settings) -> None:
    assert "--select" not in words(settings)
    said = words(settings, select=["staging", "marts"])
    assert said[said.index("--select") + 1 :][:2] == ["staging", "marts"]


def test_unit_tests_of_models_are_left_to_development(settings: Settings) -> None:
    said = words(settings)
    assert said[said.index("--exclude-resource-type") + 1] == "unit_test"


def test_the_environment_names_the_folder_and_asks_for_no_telemetry() -> None:
    environment = dbt.environment({"HOME": "/home"}, Path("/w/build/r1"))
    assert environment["HOME"] == "/home"
    assert environment["AARRR_BUILD_FOLDER"] == "/w/build/r1"
    assert environment["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "false"


def test_the_projects_own_profile_wins_over_a_copy_of_the_example(settings: Settings) -> None:
    copied = dbt.profiles_dir(settings)
    assert copied != settings.project
    assert (copied / "profiles.yml").read_text() == "aarrr: {}\n"
    (settings.project / "profiles.yml").write_text("aarrr: {mine: true}\n")
    assert dbt.profiles_dir(settings) == settings.project


def test_the_hash_of_the_code_follows_every_file_that_dbt_reads(settings: Settings) -> None:
    (settings.project / "dbt_project.yml").write_text("name: x")
    model = settings.project / "models" / "a.sql"
    model.parent.mkdir()
    model.write_text("select 1")
    before = dbt.code_hash(settings.project)
    assert dbt.code_hash(settings.project) == before
    model.write_text("select 2")
    assert dbt.code_hash(settings.project) != before


# ---------------------------------------------------------------- owners and results

MANIFEST: dict[str, Any] = {
    "groups": {"g": {"name": "service_group", "owner": {"name": "service"}}},
    "sources": {
        "source.p.crm.contact": {
            "name": "contact",
            "resource_type": "source",
            "config": {"meta": {"owner": "data_engineering"}},
        }
    },
    "nodes": {
        "model.p.fct": {
            "name": "fct",
            "resource_type": "model",
            "config": {"meta": {"owner": "sales"}},
        },
        "model.p.grouped": {
            "name": "grouped",
            "resource_type": "model",
            "config": {"group": "service_group"},
        },
        "model.p.orphan": {"name": "orphan", "resource_type": "model", "config": {}},
        "test.p.own": {
            "name": "own",
            "resource_type": "test",
            "config": {"meta": {"owner": "marketing"}},
            "attached_node": "model.p.fct",
        },
        "test.p.of_model": {
            "name": "of_model",
            "resource_type": "test",
            "config": {},
            "attached_node": "model.p.fct",
            "original_file_path": "models/fct.yml",
        },
        "test.p.of_group": {
            "name": "of_group",
            "resource_type": "test",
            "depends_on": {"nodes": ["model.p.orphan", "model.p.grouped"]},
        },
        "test.p.of_source": {
            "name": "of_source",
            "resource_type": "test",
            "attached_node": "source.p.crm.contact",
        },
        "test.p.of_nobody": {
            "name": "of_nobody",
            "resource_type": "test",
            "attached_node": "model.p.orphan",
        },
    },
}


@pytest.mark.parametrize(
    ("test", "owner"),
    [
        ("own", "marketing"),
        ("of_model", "sales"),
        ("of_group", "service"),
        ("of_source", "data_engineering"),
        ("of_nobody", None),
    ],
)
def test_the_owner_of_a_check_is_the_nearest_one_named(test: str, owner: str | None) -> None:
    assert dbt_results.owner_of(f"test.p.{test}", MANIFEST) == owner


def test_a_check_without_an_owner_is_named() -> None:
    owners = ["marketing", "sales", "service", "data_engineering"]
    assert dbt_results.checks_without_owner(MANIFEST, owners) == ["of_nobody"]
    assert "own" in dbt_results.checks_without_owner(MANIFEST, ["sales"])


def test_a_failed_test_is_reported_with_its_owner_its_rows_and_its_file() -> None:
    said = {"unique_id": "test.p.of_model", "status": "fail", "failures": 4, "message": "Got 4"}
    (result,) = dbt_results.results_of({"results": [said]}, MANIFEST)
    assert (result.check, result.owner, result.status) == ("of_model", "sales", "error")
    assert result.failing_rows == 4
    assert result.line() == "of_model (sales, 4 failing rows): Got 4 (models/fct.yml)"


def test_a_model_that_cannot_be_built_is_an_error_and_a_built_one_no_check() -> None:
    run_results = {
        "results": [
            {"unique_id": "model.p.fct", "status": "success"},
            {"unique_id": "model.p.orphan", "status": "error", "message": "Binder Error"},
            {"unique_id": "test.p.own", "status": "pass"},
            {"unique_id": "test.p.of_nobody", "status": "skipped"},
        ]
    }
    results = {result.check: result for result in dbt_results.results_of(run_results, MANIFEST)}
    assert {name: result.status for name, result in results.items()} == {
        "orphan": "error",
        "own": "pass",
    }
    assert results["orphan"].owner == "data_engineering"


def test_a_green_run_that_passed_over_a_model_is_noticed() -> None:
    run_results = {"results": [{"unique_id": "model.p.fct", "status": "success"}]}
    assert dbt_results.nodes_not_built(run_results, MANIFEST) == ["grouped", "orphan"]
