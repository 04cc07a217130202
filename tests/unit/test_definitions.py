"""What Dagster loads: the job, its order, its schedule, and every dbt node as an asset."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg
import pytest

from orchestration.defs.nightly import nightly_definitions
from orchestration.lib import dagster_home, nightly
from orchestration.lib.errors import UserError
from orchestration.lib.publish import run_lock
from orchestration.lib.settings import as_of_of, load
from tests.conftest import FACTS, PAGE_SEEDS, REPOSITORY, environment_of, write_dbt_project


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("definitions")
    write_dbt_project(folder / "project")
    return folder


@pytest.fixture(scope="module")
def definitions(folder: Path) -> dg.Definitions:
    """From a fresh clone: there is no manifest before."""
    settings = load(environment_of(folder))
    assert not (settings.warehouse / "dbt").exists()
    return nightly_definitions(settings)


def test_they_can_be_loaded(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)


def test_every_dbt_node_and_raw_table_is_an_asset(definitions: dg.Definitions) -> None:
    keys = {key.to_user_string() for key in definitions.resolve_asset_graph().get_all_asset_keys()}
    assert keys == {
        "crm/contact",
        "crm/visit",
        "ads/cost",
        "staging/stg_crm__contact",
        "marts/kpi",
        "marts/rejected_rows",
        *(f"marts/{fact}" for fact in FACTS),
        *PAGE_SEEDS,
    }


def test_nothing_is_built_before_the_landing_is_checked_or_published_before_the_audit(
    definitions: dg.Definitions,
) -> None:
    job = definitions.resolve_job_def("nightly")
    before = {
        node.name: {up.node for ups in inputs.values() for up in _as_list(ups)}
        for node, inputs in job.graph.dependencies.items()
    }
    assert before["dbt_built"] == {"landing_checked"}
    assert before["audited"] == {"dbt_built"}
    assert before["published"] == {"audited"}


def _as_list(definition: object) -> list:  # type: ignore[type-arg]
    return list(definition.get_node_dependencies())  # type: ignore[attr-defined]


def test_the_job_runs_at_two_in_the_night_of_paris(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("nightly")
    assert isinstance(schedule, dg.ScheduleDefinition)
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "Europe/Paris")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert schedule.job_name == "nightly"


def test_a_run_that_failed_on_its_data_is_not_tried_again(definitions: dg.Definitions) -> None:
    tags = definitions.resolve_job_def("nightly").tags
    assert tags["dagster/retry_on_asset_or_op_failure"] == "false"


def test_the_file_that_dagster_loads_only_loads() -> None:
    lines = (REPOSITORY / "orchestration" / "definitions.py").read_text().splitlines()
    assert len(lines) <= 30


def test_dagsters_own_settings_queue_runs_and_send_no_telemetry(tmp_path: Path) -> None:
    home = dagster_home.prepare(tmp_path / "dagster")
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert instance.telemetry_enabled is False
        assert instance.get_concurrency_config().run_queue_config.max_concurrent_runs == 1


def test_a_run_that_died_is_alerted_once_and_by_its_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment_of(folder).items():
        monkeypatch.setenv(name, value)
    for name in [name for name in os.environ if name.startswith("ALERT_")]:
        monkeypatch.delenv(name)
    settings = load()
    run = nightly.Run(nightly.new_run_id("abcdefgh-1"))
    build = nightly.build_of(settings, run.run_id)
    build.folder.mkdir(parents=True)
    nightly._save(settings, run)
    nightly.tell_of_dead_run(settings, "abcdefgh-1", "The worker was killed.")
    ((check, owner, message, _),) = nightly.alerts.open_alerts(nightly.alerts_path(settings))
    assert (check, owner, message) == ("nightly", "data_engineering", "The worker was killed.")


# ---------------------------------------------------------------- settings


def test_a_run_looks_from_as_of_else_from_the_landing_else_from_now(tmp_path: Path) -> None:
    environment = {"LANDING_PATH": str(tmp_path)}
    assert as_of_of(load(environment)) > "2026-01-01"
    (tmp_path / "landed_at.txt").write_text("2026-07-01T02:00:00+02:00\n")
    assert as_of_of(load(environment)) == "2026-07-01 00:00:00"
    chosen = {**environment, "AARRR_AS_OF": "2026-03-01"}
    assert as_of_of(load(chosen)) == "2026-03-01 00:00:00"


@pytest.mark.parametrize("written", ["yesterday", ""])
def test_an_instant_that_cannot_be_read_is_said(tmp_path: Path, written: str) -> None:
    (tmp_path / "landed_at.txt").write_text(written)
    with pytest.raises(UserError, match=r"landed_at\.txt is"):
        as_of_of(load({"LANDING_PATH": str(tmp_path)}))


@pytest.mark.parametrize("keep", ["0", "-1", "many"])
def test_a_number_of_versions_that_makes_no_sense_is_refused(keep: str) -> None:
    with pytest.raises(UserError, match="KEEP_VERSIONS"):
        load({"KEEP_VERSIONS": keep})


def test_memory_grows_with_the_landing_unless_it_is_set() -> None:
    small, large = (load({}).memory_for(rows) for rows in (0, 10_000_000))
    assert int(small.removesuffix("MB")) < int(large.removesuffix("MB"))
    assert load({"AARRR_MEMORY_LIMIT": "3GB"}).memory_for(10) == "3GB"


# ---------------------------------------------------------------- runs that died


def _started(instance: dg.DagsterInstance, definitions: dg.Definitions) -> str:
    """A run that says of itself that it is at work."""
    job = definitions.resolve_job_def("nightly")
    run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    return run.run_id


def test_a_run_whose_process_is_gone_is_ended_so_that_the_next_can_begin(
    definitions: dg.Definitions, folder: Path
) -> None:
    settings = load(environment_of(folder))
    with dg.DagsterInstance.ephemeral() as instance:
        run_id = _started(instance, definitions)
        assert dagster_home.end_dead_runs(instance, settings) == []
        assert dagster_home.end_dead_runs(instance, settings, seconds=-1) == [run_id]
        run = instance.get_run_by_id(run_id)
        assert run is not None
        assert run.status == dg.DagsterRunStatus.FAILURE


def test_a_run_that_is_at_work_is_left_alone(definitions: dg.Definitions, folder: Path) -> None:
    settings = load(environment_of(folder))
    with dg.DagsterInstance.ephemeral() as instance, run_lock(settings):
        _started(instance, definitions)
        assert dagster_home.end_dead_runs(instance, settings, seconds=-1) == []


@pytest.mark.parametrize("state", ["whole", "torn"])
def test_what_a_killed_run_left_is_found_told_and_told_once(
    folder: Path, tmp_path: Path, state: str
) -> None:
    environment = {**environment_of(folder), "WAREHOUSE_PATH": str(tmp_path)}
    settings = load(environment)
    build = settings.builds / "20260701T000000-aaaaaaaa"
    build.mkdir(parents=True)
    run = nightly.Run(build.name)
    nightly._save(settings, run)
    if state == "torn":
        (build / nightly.STATE).write_text('{"run_id": "2026')
    assert nightly.find_dead_runs(settings) == [build.name]
    ((check, owner, message, _),) = nightly.alerts.open_alerts(nightly.alerts_path(settings))
    assert (check, owner) == ("nightly", "data_engineering")
    assert "killed" in message
    assert nightly.find_dead_runs(settings) == []
