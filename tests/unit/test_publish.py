"""Building, publishing and rolling back a version, without dbt."""

from __future__ import annotations

import multiprocessing
import os
import stat
import threading
import time
from pathlib import Path

import duckdb
import pytest

from orchestration.lib import publish
from orchestration.lib.build_files import BUILD_FILE
from orchestration.lib.errors import UserError
from orchestration.lib.settings import Settings, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"WAREHOUSE_PATH": str(tmp_path / "warehouse"), "KEEP_VERSIONS": "3"})


def build(settings: Settings, run_id: str) -> publish.Build:
    """A build with one table that names it."""
    made = publish.start_build(settings, run_id)
    with duckdb.connect(str(made.file)) as connection:
        connection.execute("create schema marts")
        connection.execute(f"create table marts.build as select '{run_id}' as run_id")
    return made


def publish_one(settings: Settings, run_id: str) -> Path:
    made = build(settings, run_id)
    rows = publish.finish_build(made)
    # Publishes of one second are told apart by their names.
    return publish.publish(settings, made, {"rows": rows, "as_of": "2026-07-01 00:00:00"})


def read(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(settings.current / publish.FILE), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_what_is_built_upon_is_not_published(settings: Settings) -> None:
    made = build(settings, "r1")
    duckdb.connect(str(made.folder / BUILD_FILE)).close()
    publish.publish(settings, made, {"as_of": "2026-07-01 00:00:00"})
    assert [path.name for path in settings.warehouse.rglob("*.duckdb")] == [publish.FILE]


def test_a_published_file_is_read_only_and_has_no_log_beside_it(settings: Settings) -> None:
    version = publish_one(settings, "r1")
    assert stat.S_IMODE((version / publish.FILE).stat().st_mode) == 0o444
    assert sorted(path.name for path in version.iterdir()) == ["manifest.json", "warehouse.duckdb"]
    assert not (settings.builds / "r1").exists()


def test_the_manifest_has_the_hash_of_the_file_and_its_rows(settings: Settings) -> None:
    version = publish_one(settings, "r1")
    manifest = publish.read_manifest(version)
    assert manifest["sha256"] == publish.sha256_of(version / publish.FILE)
    assert manifest["rows"] == {"marts.build": 1}
    assert manifest["run_id"] == "r1"


def test_the_link_is_relative_so_that_the_warehouse_can_be_moved(settings: Settings) -> None:
    publish_one(settings, "r1")
    assert os.readlink(settings.current) == "versions/r1"


def test_older_releases_of_duckdb_can_read_a_version(settings: Settings) -> None:
    publish_one(settings, "r1")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.current}/warehouse.duckdb' as w (read_only)")
        (tags,) = connection.execute(
            "select tags from duckdb_databases() where database_name = 'w'"
        ).fetchall()
    assert tags[0]["storage_version"].startswith("v1.4")


def test_a_build_that_is_not_published_leaves_the_current_version(settings: Settings) -> None:
    publish_one(settings, "r1")
    build(settings, "r2")
    assert read(settings, "from marts.build") == [("r1",)]
    assert (settings.builds / "r2" / publish.FILE).is_file()


def test_failing_nights_keep_the_files_of_the_last_ones_only(settings: Settings) -> None:
    for number in range(1, 31):
        made = build(settings, f"r{number:02}")
        (made.folder / "state.json").write_text("{}")
        (made.folder / "dbt.log").write_text("said")
        publish.prune_builds(settings)
    folders = sorted(settings.builds.iterdir())
    assert [path.name for path in folders] == [f"r{number:02}" for number in range(11, 31)]
    with_files = [path.name for path in folders if (path / publish.FILE).is_file()]
    assert with_files == ["r29", "r30"]
    assert (folders[0] / "dbt.log").read_text() == "said"


def test_a_write_ahead_log_that_is_left_stops_the_publish(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = build(settings, "r1")
    monkeypatch.setattr(Path, "exists", lambda path: path.suffix == ".wal")
    with pytest.raises(UserError, match="wal is left"):
        publish.finish_build(made)


def _die_while_writing(file: str) -> None:
    connection = duckdb.connect(file)
    connection.execute("set checkpoint_threshold = '1GB'")
    connection.execute("create table marts.late as select 1 as id")
    os.kill(os.getpid(), 9)


def test_rows_in_the_log_of_a_killed_writer_reach_the_file(settings: Settings) -> None:
    made = build(settings, "r1")
    writer = multiprocessing.Process(target=_die_while_writing, args=(str(made.file),))
    writer.start()
    writer.join()
    assert (made.folder / "warehouse.duckdb.wal").exists()
    assert publish.finish_build(made)["marts.late"] == 1
    publish.publish(settings, made, {})
    assert read(settings, "from marts.late") == [(1,)]


def test_old_versions_are_pruned_and_never_the_current_one(settings: Settings) -> None:
    for number in range(1, 5):
        publish_one(settings, f"r{number}")
    kept = [path.name for path in publish.published_versions(settings)]
    assert kept == ["r2", "r3", "r4"]
    publish.rollback(settings, "r2")
    publish.prune(settings)
    assert "r2" in [path.name for path in publish.published_versions(settings)]


def test_rollback_goes_one_back_or_to_the_named_version(settings: Settings) -> None:
    for number in range(1, 4):
        publish_one(settings, f"r{number}")
    assert publish.rollback(settings).name == "r2"
    assert read(settings, "from marts.build") == [("r2",)]
    assert publish.rollback(settings).name == "r1"
    assert publish.rollback(settings, "r3").name == "r3"


@pytest.mark.parametrize("run_id", [None, "r9"])
def test_rollback_to_nothing_says_what_is_kept(settings: Settings, run_id: str | None) -> None:
    publish_one(settings, "r1")
    with pytest.raises(UserError, match=r"no older version|Kept: r1"):
        publish.rollback(settings, run_id)


def test_a_full_disk_is_said_and_leaves_the_current_version(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_one(settings, "r1")

    def no_space(*_: object) -> None:
        raise duckdb.IOException("Could not write file: No space left on device")

    monkeypatch.setattr(duckdb, "connect", no_space)
    with pytest.raises(UserError, match=r"No space left on device.*disk full"):
        publish.start_build(settings, "r2")
    monkeypatch.undo()
    assert read(settings, "from marts.build") == [("r1",)]


def _hold(warehouse: str, seconds: float, ready: multiprocessing.Event) -> None:  # type: ignore[valid-type]
    with publish.run_lock(load({"WAREHOUSE_PATH": warehouse})):
        ready.set()
        time.sleep(seconds)


def test_a_second_run_waits_for_the_first(settings: Settings) -> None:
    ready = multiprocessing.Event()
    other = multiprocessing.Process(target=_hold, args=(str(settings.warehouse), 1.0, ready))
    other.start()
    ready.wait(10)
    said: list[str] = []
    began = time.monotonic()
    with publish.run_lock(settings, say=said.append):
        waited = time.monotonic() - began
    other.join()
    assert waited > 0.5
    assert f"process {other.pid}" in said[0]


def test_a_killed_run_does_not_hold_the_next(settings: Settings) -> None:
    ready = multiprocessing.Event()
    other = multiprocessing.Process(target=_hold, args=(str(settings.warehouse), 60.0, ready))
    other.start()
    ready.wait(10)
    other.kill()
    other.join()
    with publish.run_lock(settings, say=lambda _: None):
        pass


def test_the_link_is_there_at_every_moment_of_a_flip(settings: Settings) -> None:
    versions = [publish_one(settings, "r1"), publish_one(settings, "r2")]
    missing: list[str] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            try:
                os.stat(settings.current / publish.FILE)
            except OSError as error:
                missing.append(str(error))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(300):
        publish.flip(settings, versions[number % 2])
    stop.set()
    watcher.join()
    assert missing == []
