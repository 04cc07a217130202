"""From a build folder to the version that readers open, in one step that they cannot see.

    build/<run_id>/warehouse.duckdb  ->  versions/<run_id>/  <-  current

A build that fails stays where it is. Readers hold `current`, whose target changes atomically.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.build_files import WAREHOUSE_FILE, create_warehouse
from orchestration.lib.errors import UserError
from orchestration.lib.landing_files import quote_identifier
from orchestration.lib.settings import Settings

FILE = WAREHOUSE_FILE
MANIFEST = "manifest.json"

# Builds that failed and are kept with their files, to look into.
KEPT_FAILURES = 2
KEPT_OF_A_FAILURE = ("state.json", "dbt.log")


@dataclass(frozen=True)
class Build:
    """A version in the making."""

    run_id: str
    folder: Path

    @property
    def file(self) -> Path:
        """The database of this build."""
        return self.folder / FILE

    @property
    def version(self) -> Path:
        """What becomes the version's folder; pages to publish are written here."""
        return self.folder / "version"


# ---------------------------------------------------------------- one run at a time


@contextmanager
def run_lock(settings: Settings, say: Callable[[str], None] = print) -> Iterator[None]:
    """Holds the only permission to build and publish; waits for the run that has it.

    The lock is the operating system's, so it ends with the process, however that ends.
    """
    settings.warehouse.mkdir(parents=True, exist_ok=True)
    with _lock_file(settings).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            say(f"Another run (process {file.read().strip() or 'unknown'}) is at work: waiting.")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def is_at_work(settings: Settings) -> bool:
    """Whether a run holds the lock."""
    if not _lock_file(settings).is_file():
        return False
    with _lock_file(settings).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(file, fcntl.LOCK_UN)
    return False


def _lock_file(settings: Settings) -> Path:
    return settings.warehouse / "publish.lock"


# ---------------------------------------------------------------- what is published


def current_version(settings: Settings) -> Path | None:
    """The folder that readers are sent to; none before the first publish."""
    target = settings.current.resolve()
    return target if settings.current.is_symlink() and (target / FILE).is_file() else None


def read_manifest(version: Path | None) -> dict[str, Any]:
    """What a publish wrote down about itself; empty for no version."""
    if version is None or not (version / MANIFEST).is_file():
        return {}
    manifest: dict[str, Any] = json.loads((version / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def published_versions(settings: Settings) -> list[Path]:
    """Every complete version, oldest publish first."""
    if not settings.versions.is_dir():
        return []
    versions = [path for path in settings.versions.iterdir() if (path / MANIFEST).is_file()]
    return sorted(versions, key=lambda path: (read_manifest(path)["published_at"], path.name))


# ---------------------------------------------------------------- building


def start_build(settings: Settings, run_id: str) -> Build:
    """An empty build. Raises UserError when the disk has no room for it."""
    build = Build(run_id, settings.builds / run_id)
    if build.folder.exists():
        shutil.rmtree(build.folder)
    create_warehouse(build.folder)
    return build


def finish_build(build: Build) -> dict[str, int]:
    """Closes the file to be published, and returns the rows of every table in it.

    Raises UserError when a write-ahead log is left, for its rows would be lost.
    """
    with duckdb.connect(str(build.file)) as connection:
        rows = _row_counts(connection)
        connection.execute("checkpoint")
    if build.file.with_name(f"{FILE}.wal").exists():
        raise UserError(f"{build.file}.wal is left: some program still writes to the build.")
    return rows


def _row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = current_database() order by all"
    ).fetchall()
    counts = {}
    for schema, table in tables:
        name = f"{quote_identifier(schema)}.{quote_identifier(table)}"
        row = connection.execute(f"select count(*) from {name}").fetchone()
        counts[f"{schema}.{table}"] = int(row[0]) if row else 0
    return counts


# ---------------------------------------------------------------- publishing


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """The file's SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flip(settings: Settings, version: Path) -> None:
    """Points `current` at a version. Atomic: a reader finds the old link or the new one."""
    temporary = settings.warehouse / f".current-{os.getpid()}"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(version.relative_to(settings.warehouse))
    os.replace(temporary, settings.current)
    _fsync(settings.warehouse)


def publish(settings: Settings, build: Build, manifest: dict[str, Any]) -> Path:
    """Makes a finished build the current version and returns its folder.

    The manifest gets the file's hash and size, and the time of the publish. Old versions beyond
    the number to keep are deleted, never the current one, and so are the files built upon.
    """
    complete = {
        **manifest,
        "run_id": build.run_id,
        "published_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "bytes": build.file.stat().st_size,
        "sha256": sha256_of(build.file),
    }
    ready = build.version
    ready.mkdir(exist_ok=True)
    (ready / MANIFEST).write_text(json.dumps(complete, indent=2, default=str), encoding="utf-8")
    for written in ready.iterdir():
        _fsync(written)
    _fsync(build.file)
    build.file.chmod(0o444)
    build.file.rename(ready / FILE)
    _fsync(ready)
    settings.versions.mkdir(parents=True, exist_ok=True)
    version = settings.versions / build.run_id
    ready.rename(version)
    _fsync(settings.versions)
    flip(settings, version)
    shutil.rmtree(build.folder, ignore_errors=True)
    prune(settings)
    return version


def prune(settings: Settings) -> list[str]:
    """Deletes the oldest versions beyond the number to keep; returns their ids.

    A version that is still being read keeps its blocks until its readers close it.
    """
    current = current_version(settings)
    old = [path for path in published_versions(settings) if path != current]
    doomed = old[: max(0, len(old) - (settings.keep_versions - 1))]
    for path in doomed:
        shutil.rmtree(path)
    return [path.name for path in doomed]


def prune_builds(settings: Settings, keep: int = KEPT_FAILURES) -> list[str]:
    """Deletes the files of the oldest failed builds beyond `keep`, and returns their ids.

    Called before a night writes anything, so that failing nights never fill the disk. What a failed
    build said of itself, its state and its log, is kept ten times as long as its files.
    """
    if not settings.builds.is_dir():
        return []
    builds = sorted(path for path in settings.builds.iterdir() if path.is_dir())
    for path in builds[: max(0, len(builds) - 10 * max(keep, 1))]:
        shutil.rmtree(path)
    emptied = []
    for path in builds[: len(builds) - keep]:
        if path.is_dir() and drop_files(path):
            emptied.append(path.name)
    return emptied


def drop_files(build: Path) -> bool:
    """Deletes all but the state and the log of a failed build; whether there was anything."""
    doomed = [path for path in build.iterdir() if path.name not in KEPT_OF_A_FAILURE]
    for path in doomed:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return bool(doomed)


def rollback(settings: Settings, run_id: str | None = None) -> Path:
    """Sends readers back to an older version: the named one, else the one before the current.

    Raises UserError when there is no such version.
    """
    versions = published_versions(settings)
    names = [path.name for path in versions]
    current = current_version(settings)
    if run_id is None:
        position = names.index(current.name) if current and current.name in names else 0
        if position == 0:
            raise UserError("There is no older version to go back to.")
        run_id = names[position - 1]
    if run_id not in names:
        kept = ", ".join(names) or "none"
        raise UserError(f"There is no version {run_id} in {settings.versions}. Kept: {kept}.")
    version = settings.versions / run_id
    flip(settings, version)
    return version
