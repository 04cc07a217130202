"""Nights that are killed or meet a full disk: readers keep their version, the next night works."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from dagster import DagsterInstance, DagsterRunStatus, RunsFilter
from dagster._core.storage.dagster_run import IN_PROGRESS_RUN_STATUSES

from orchestration.defs.nightly import nightly_definitions
from orchestration.lib import dagster_home
from orchestration.lib.settings import load
from tests.conftest import contacts, environment_of
from tests.integration.house import (
    FOR_EVER,
    House,
    builds_since,
    only_failed_build,
    wait_for_the_end_of,
)

# What a small disk has, and what is left of it: less than a night needs, and more than its logs.
ROOM = "96m"
LITTLE = 3 * 2**20


# ---------------------------------------------------------------- killed in the midst of it


def test_a_killed_run_leaves_the_version_and_the_next_run_publishes(house: House) -> None:
    before, began = house.manifest()["run_id"], time.time()
    house.land(contacts(100, score=FOR_EVER))
    run, dbt = house.start_and_wait_for_dbt("nightly")
    dead = only_failed_build(house, began)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    # Nobody writes beside the next night.
    wait_for_the_end_of(dbt, seconds=30)
    assert (house.manifest()["run_id"], house.rows()) == (before, 100)
    assert house.state(dead)["failure"] is None
    house.land(contacts(130))
    done = house.run("nightly")
    assert done.returncode == 0, done.stdout + done.stderr
    assert house.rows() == 130
    assert "it was killed" in house.state(dead)["failure"]
    assert house.told("it was killed") == 1
    assert house.run("nightly").returncode == 0
    assert house.told("it was killed") == 1


@pytest.mark.parametrize("doing", ["reads the project", "writes a table"])
def test_a_killed_dbt_fails_its_night_alone(house: House, doing: str) -> None:
    before = house.manifest()["run_id"]
    if doing == "reads the project":
        model = house.folder / "project" / "models" / "marts" / "fct_revenue.sql"
        model.write_text(model.read_text() + f"\n-- {time.time()}\n", encoding="utf-8")
        run, dbt = house.start_and_wait_for_dbt("nightly", for_log="Running with dbt")
        said = "dbt cannot read the project"
    else:
        house.land(contacts(100, score=FOR_EVER))
        run, dbt = house.start_and_wait_for_dbt("nightly")
        said = f"dbt ended with {-signal.SIGKILL}"
    os.kill(dbt, signal.SIGKILL)
    output, errors = run.communicate(timeout=60)
    assert run.returncode == 1
    assert said in errors
    assert "Traceback" not in output + errors
    assert (house.manifest()["run_id"], house.rows()) == (before, 100)
    assert house.told(said) == 1
    # A parse that was torn would be in the way of both.
    definitions = nightly_definitions(load(environment_of(house.folder)))
    assert definitions.resolve_job_def("nightly")
    house.land(contacts(100))
    done = house.run("nightly")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_killed_run_of_dagster_leaves_room_for_the_next(house: House) -> None:
    settings = load(environment_of(house.folder))
    home = dagster_home.prepare(settings.dagster_home)
    house.urls["DAGSTER_HOME"] = str(home)
    house.land(contacts(100, score=FOR_EVER))
    command = ["dagster", "job", "execute", "-m", "orchestration.definitions", "-j", "nightly"]
    run, dbt = house.start_and_wait_for_dbt(module=command)
    with DagsterInstance.from_config(str(home)) as instance:
        (at_work,) = instance.get_runs(RunsFilter(statuses=[DagsterRunStatus.STARTED]))
        assert dagster_home.end_dead_runs(instance, settings, seconds=-1) == []
        run.send_signal(signal.SIGKILL)
        run.communicate()
        wait_for_the_end_of(dbt, seconds=30)
        # It may just not hold the lock yet.
        assert dagster_home.end_dead_runs(instance, settings) == []
        assert dagster_home.end_dead_runs(instance, settings, seconds=-1) == [at_work.run_id]
        assert instance.get_runs(RunsFilter(statuses=IN_PROGRESS_RUN_STATUSES)) == []


# ---------------------------------------------------------------- disks


def test_failing_nights_do_not_fill_the_disk(house: House) -> None:
    """Each has loaded its landing before it fails."""
    began = time.time()
    house.land(contacts(40))
    for _ in range(4):
        failed = house.run("nightly")
        assert failed.returncode == 1
        assert "rows_have_not_halved" in failed.stderr
    builds = builds_since(house, began)
    assert len(builds) == 4
    kept = [build for build in builds if list(build.glob("*.duckdb"))]
    assert kept == builds[-2:]
    assert all(house.state(build)["failure"] for build in builds)
    with_files = (house.warehouse / "build").glob("*/*.duckdb")
    assert {file.parent for file in with_files} == set(kept)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own, in memory."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(disk)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.parametrize("full", ["while the landing is loaded", "while the marts are written"])
def test_a_full_disk_leaves_readers_their_version_and_is_freed(
    house: House, small_disk: Path, full: str
) -> None:
    on_disk = House(house.folder, {"WAREHOUSE_PATH": str(small_disk / "warehouse")})
    for part in ("dbt", "data_docs", Path("versions") / house.current.resolve().name):
        shutil.copytree(house.warehouse / part, on_disk.warehouse / part)
    on_disk.current.symlink_to(os.readlink(house.current))
    before = on_disk.manifest()
    _fill(small_disk, but=LITTLE)
    free = shutil.disk_usage(small_disk).free
    if full == "while the landing is loaded":
        on_disk.land(contacts(1_000_000, email="md5(i::varchar) || md5((i + 1)::varchar)"))
    failed = on_disk.run("nightly")
    assert failed.returncode == 1
    assert "Traceback" not in failed.stdout + failed.stderr
    assert os.strerror(errno.ENOSPC) in failed.stderr
    assert (on_disk.manifest(), on_disk.rows()) == (before, 100)
    (build,) = on_disk.warehouse.glob("build/*")
    assert {path.name for path in build.iterdir()} <= {"state.json", "dbt.log"}
    # DuckDB may write what dbt builds only when the audit closes the file.
    steps = list(on_disk.state(build)["seconds"])
    assert (len(steps) > 1) == (full == "while the marts are written")
    assert shutil.disk_usage(small_disk).free > free - 2**20
    (small_disk / "filling").unlink()
    on_disk.land(contacts(100))
    done = on_disk.run("nightly")
    assert done.returncode == 0, done.stdout + done.stderr


def _fill(disk: Path, but: int) -> None:
    """Leaves so many bytes of a disk."""
    with (disk / "filling").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - but)
