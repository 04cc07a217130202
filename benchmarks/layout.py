"""Where files, databases and raw tables are; no other module here knows the warehouse's layout."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import jinja2
import yaml

from benchmarks import measure
from benchmarks.project import Project, read_project
from orchestration.lib import dbt, publish
from orchestration.lib import landing as landed
from orchestration.lib.build_files import BUILD_FILE, STORAGE_VERSION, WAREHOUSE_FILE
from orchestration.lib.contracts import business_timezone, load_connectors, load_contracts
from orchestration.lib.errors import UserError
from orchestration.lib.landing_files import quote_identifier, quote_text
from orchestration.lib.landing_query import landed_query
from orchestration.lib.settings import PROJECT, load

PROFILES = "profiles.yml.example"

# How the file that readers open is made.
READABLE = f" (storage_version '{STORAGE_VERSION}')"
Settings = dict[str, str | int | bool]


def compiled(scratch: Path, as_of: str) -> Project:
    """The project as dbt compiles it for a first night; compiled again only when it has changed.

    as_of is an instant in UTC. Raises UserError when dbt cannot compile it.
    """
    folder = scratch / "compiled"
    stamp, manifest = folder / "compiled.txt", folder / "target" / "manifest.json"
    code = f"{dbt.code_hash(PROJECT)} {as_of}"
    if not (stamp.is_file() and manifest.is_file() and stamp.read_text() == code):
        (folder / "profiles").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / PROFILES, folder / "profiles" / "profiles.yml")
        words = ["compile", "--quiet", "--vars", json.dumps({"as_of": as_of})]
        words += ["--project-dir", str(PROJECT), "--profiles-dir", str(folder / "profiles")]
        words += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
        command = [sys.executable, "-c", dbt.START, *words]
        files = {"AARRR_BUILD_FOLDER": str(folder)}
        measure.run(command, folder / "compile.log", PROJECT, files)
        stamp.write_text(code)
    return read_project(manifest, PROJECT, business_timezone(PROJECT))


def lend(landing: Path, folder: Path, project: Project) -> None:
    """Hands the raw tables of a landing over to a build in a folder, as the nightly job does.

    Raises UserError when nothing may be built on the landing.
    """
    file = folder / f"{project.raw_database}.duckdb"
    report = landed.prepare_landing(PROJECT, landing, file, memory_for=load().memory_for)
    if report.errors:
        raise UserError(landed.readable(report))


@contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    """A folder without content, which is removed again afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def opened(folder: Path, project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the project's settings and its databases in a folder, made if absent."""
    with duckdb.connect() as connection:
        connection.execute(f"set TimeZone = {quote_text(project.timezone)}")
        for name, value in profile_settings().items():
            connection.execute(f"set {name} = {quote_text(str(value))}")
        for name in project.databases:
            file = folder / f"{name}.duckdb"
            new = "" if file.exists() or name == project.raw_database else READABLE
            path, catalog = quote_text(str(file)), quote_identifier(name)
            connection.execute(f"attach {path} as {catalog}{new}")
        yield connection


def profile_settings() -> Settings:
    """The settings of DuckDB that dbt's profile gives."""
    text = (PROJECT / PROFILES).read_text(encoding="utf-8")

    def env_var(name: str, default: str = "") -> str:
        return os.environ.get(name, default)

    # It is YAML that is rendered, and no page.
    rendered = jinja2.Template(text).render(env_var=env_var)
    outputs = yaml.safe_load(rendered)["aarrr"]["outputs"]
    settings: Settings = outputs["duckdb"]["config_options"]
    return settings


def published_file(warehouse: Path) -> Path:
    """The file that readers of a warehouse's folder open. Raises UserError when there is none."""
    version = publish.current_version(load({"WAREHOUSE_PATH": str(warehouse)}))
    if version is None:
        raise UserError(f"Nothing is published in {warehouse}.")
    return version / publish.FILE


def development_files(warehouse: Path) -> list[Path]:
    """The files that a developer's build of a warehouse's folder writes."""
    folder = load({"WAREHOUSE_PATH": str(warehouse)}).development
    return [folder / BUILD_FILE, folder / WAREHOUSE_FILE]


def tables(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[str]:
    """The quoted schema.table of every table of a catalog."""
    found = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = ? order by all",
        [catalog],
    ).fetchall()
    return [f"{quote_identifier(schema)}.{quote_identifier(table)}" for schema, table in found]


def raw_queries(landing: Path) -> dict[str, str]:
    """A select by raw table that reads all its files as its contract declares it."""
    contracts = load_contracts(PROJECT)
    _, files = landed.check_landing(landing, contracts, load_connectors(PROJECT))
    return {
        table.full_name: landed_query(table, files[table.full_name])
        for table in contracts
        if table.full_name in files
    }


def raw_rows(landing: Path) -> int:
    """How many rows all files of a landing have."""
    contracts = load_contracts(PROJECT)
    report, _ = landed.check_landing(landing, contracts, load_connectors(PROJECT))
    return sum(int(table["rows"]) for table in report.tables.values())
