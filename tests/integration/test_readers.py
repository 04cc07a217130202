"""Readers of the published file: many at once, of several ages, never disturbed by a publish."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from orchestration.lib import publish
from orchestration.lib.settings import Settings, load

PUBLISHES = 25
READERS = 4

# What a client of another version does: it opens the file, and answers with the build it found.
CLIENT = """
import sys
sys.path.insert(0, sys.argv[1])
import duckdb
connection = duckdb.connect(sys.argv[2], read_only=True)
query = "select number, count(*), sum(price) from marts.build group by 1"
print(duckdb.__version__, connection.execute(query).fetchall())
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"WAREHOUSE_PATH": str(tmp_path / "warehouse"), "KEEP_VERSIONS": "3"})


def publish_number(settings: Settings, number: int) -> None:
    """Publishes a build whose thousand rows all bear its number."""
    build = publish.start_build(settings, f"r{number:03}")
    with duckdb.connect(str(build.file)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            f"create table marts.build as select {number} as number, "
            "cast(1.25 as decimal(18, 2)) as price, date '2026-07-01' as day_on, "
            "timestamp '2026-07-01 00:00:00' as seen_at, ['a'] as words from range(1000)"
        )
    publish.publish(settings, build, {"rows": publish.finish_build(build)})


def _read_until_told(
    file: str,
    stop: multiprocessing.Event,  # type: ignore[valid-type]
    answers: multiprocessing.Queue,  # type: ignore[type-arg]
) -> None:
    """Opens the current file again and again, and says what it saw."""
    seen: set[int] = set()
    errors: list[str] = []
    queries = 0
    while not stop.is_set():
        try:
            with duckdb.connect(file, read_only=True) as connection:
                rows = connection.execute(
                    "select number, count(*) from marts.build group by number"
                ).fetchall()
            queries += 1
            if len(rows) != 1 or rows[0][1] != 1000:
                errors.append(f"half-built: {rows}")
            seen.add(rows[0][0])
        except duckdb.Error as error:
            errors.append(str(error))
    answers.put((queries, sorted(seen), errors))


def test_many_publishes_under_many_readers_disturb_nobody(settings: Settings) -> None:
    publish_number(settings, 0)
    stop = multiprocessing.Event()
    answers: multiprocessing.Queue = multiprocessing.Queue()  # type: ignore[type-arg]
    arguments = (str(settings.current / publish.FILE), stop, answers)
    readers = [
        multiprocessing.Process(target=_read_until_told, args=arguments) for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for number in range(1, PUBLISHES + 1):
        publish_number(settings, number)
    time.sleep(1)
    stop.set()
    found = [answers.get(timeout=30) for _ in readers]
    for reader in readers:
        reader.join()
    assert [errors for _, _, errors in found] == [[]] * READERS
    assert all(queries > 10 for queries, _, _ in found)
    assert all(seen[-1] == PUBLISHES for _, seen, _ in found)


def test_a_reader_that_stays_connected_keeps_its_version_to_the_end(settings: Settings) -> None:
    publish_number(settings, 0)
    held = duckdb.connect(str(settings.current.resolve() / publish.FILE), read_only=True)
    for number in range(1, 8):
        publish_number(settings, number)
    assert not (settings.versions / "r000").exists()
    assert held.execute("select distinct number from marts.build").fetchall() == [(0,)]
    held.close()


def test_a_long_lived_process_that_reconnects_moves_on(settings: Settings) -> None:
    """Connections of one process share an instance by path, so a reader resolves the link."""
    publish_number(settings, 1)
    old = duckdb.connect(str((settings.current / publish.FILE).resolve()), read_only=True)
    publish_number(settings, 2)
    new = duckdb.connect(str((settings.current / publish.FILE).resolve()), read_only=True)
    query = "select distinct number from marts.build"
    assert old.execute(query).fetchall() == [(1,)]
    assert new.execute(query).fetchall() == [(2,)]
    old.close()
    new.close()


def _write_for_ever(file: str) -> None:
    connection = duckdb.connect(file)
    connection.execute("create schema marts; create table marts.late (number bigint)")
    while True:
        connection.execute("insert into marts.late select * from range(2000)")


def test_a_writer_killed_at_any_moment_harms_nobody(settings: Settings) -> None:
    publish_number(settings, 1)
    for attempt in range(5):
        build = publish.start_build(settings, f"killed{attempt}")
        writer = multiprocessing.Process(target=_write_for_ever, args=(str(build.file),))
        writer.start()
        time.sleep(0.3 + attempt * 0.17)
        writer.kill()
        writer.join()
        with duckdb.connect(str(settings.current / publish.FILE), read_only=True) as connection:
            assert connection.execute("select count(*) from marts.build").fetchone() == (1000,)
    publish_number(settings, 2)
    assert publish.current_version(settings) == (settings.versions / "r002").resolve()


def test_the_file_does_not_grow_without_bound(settings: Settings) -> None:
    publish_number(settings, 0)
    first = publish.read_manifest(publish.current_version(settings))["bytes"]
    for number in range(1, 16):
        publish_number(settings, number)
    assert publish.read_manifest(publish.current_version(settings))["bytes"] <= 3 * first


@pytest.mark.parametrize("version", ["1.4.5", "1.5.6"])
def test_older_clients_open_the_published_file(
    settings: Settings, version: str, pytestconfig: pytest.Config
) -> None:
    """The client is installed once into pytest's cache, beside the environment, not in it."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir(f"duckdb-{version}")
    if not (folder / "duckdb").is_dir():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        install = subprocess.run(
            [*command, "--target", str(folder), f"duckdb=={version}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if install.returncode != 0:
            pytest.skip(f"duckdb {version} cannot be installed here: {install.stderr[-300:]}")
    publish_number(settings, 1)
    publish_number(settings, 2)
    file = str(settings.current / publish.FILE)
    answer = subprocess.run(
        [sys.executable, "-c", CLIENT, str(folder), file],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith(version)
    assert "[(2, 1000, Decimal('1250.00'))]" in answer.stdout


def test_every_version_tells_which_build_it_is(settings: Settings) -> None:
    publish_number(settings, 1)
    manifest = json.loads((settings.current / publish.MANIFEST).read_text())
    assert manifest["run_id"] == "r001"
