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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.errors import UserError
from orchestration.lib.landing import STORAGE_VERSION
from orchestration.lib.landing_files import quote_identifier, quote_text
from orchestration.lib.settings import Settings

FILE = "warehouse.duckdb"
MANIFEST = "manifest.json"


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
    with (settings.warehouse / "publish.lock").open("a+") as file:
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


def start_build(settings: Settings, run_id: str, *, full_refresh: bool) -> Build:
    """A new file for a full refresh, a copy of the published one for an incremental run.

    Raises UserError when the disk has no room for the copy.
    """
    build = Build(run_id, settings.builds / run_id)
    if build.folder.exists():
        shutil.rmtree(build.folder)
    build.folder.mkdir(parents=True)
    published = current_version(settings)
    try:
        if full_refresh or published is None:
            with duckdb.connect() as connection:
                connection.execute(
                    f"attach {quote_text(str(build.file))} (storage_version '{STORAGE_VERSION}')"
                )
        else:
            shutil.copyfile(published / FILE, build.file)
            build.file.chmod(0o644)
    except (OSError, duckdb.IOException) as error:
        raise UserError(f"{build.file} cannot be written: {error}. Is the disk full?") from error
    return build


def finish_build(build: Build, scaffolding: Sequence[str] = ()) -> dict[str, int]:
    """Leaves nothing but published tables in the file, writes its log into it, counts its rows.

    A view would point at landing files, or at a build folder that is gone; scaffolding names the
    tables (schema.table) that only helped to build the others. Returns the rows of every table.
    Raises UserError when a write-ahead log is left, for its rows would be lost.
    """
    with duckdb.connect(str(build.file)) as connection:
        for table in scaffolding:
            name = ".".join(quote_identifier(part) for part in table.split("."))
            connection.execute(f"drop table if exists {name}")
        views = connection.execute(
            "select schema_name, view_name from duckdb_views() "
            "where not internal and database_name = current_database()"
        ).fetchall()
        for schema, view in views:
            name = f"{quote_identifier(schema)}.{quote_identifier(view)}"
            connection.execute(f"drop view if exists {name}")
        for (schema,) in connection.execute(
            "select schema_name from duckdb_schemas() where not internal "
            "and database_name = current_database() and schema_name not in "
            "(select schema_name from duckdb_tables() where database_name = current_database())"
        ).fetchall():
            connection.execute(f"drop schema {quote_identifier(schema)} cascade")
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
    the number to keep are deleted, never the current one.
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
    """Deletes the oldest versions and failed builds beyond the number to keep; returns their ids.

    A version that is still being read keeps its blocks until its readers close it.
    """
    current = current_version(settings)
    old = [path for path in published_versions(settings) if path != current]
    keep = settings.keep_versions - 1
    doomed = old[: max(0, len(old) - keep)]
    if settings.builds.is_dir():
        builds = sorted(path for path in settings.builds.iterdir() if path.is_dir())
        doomed += builds[: max(0, len(builds) - settings.keep_versions)]
    for path in doomed:
        shutil.rmtree(path)
    return [path.name for path in doomed]


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
