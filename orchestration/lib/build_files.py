"""The two files of a build: what is built upon, and what alone is published.

build.duckdb holds the loaded landing, staging and intermediate models; warehouse.duckdb, attached
beside it, the marts and the seeds. So the published file has no trace of how it came about.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.lib.errors import UserError
from orchestration.lib.landing_files import quote_identifier, quote_text

BUILD_FILE = "build.duckdb"
WAREHOUSE_FILE = "warehouse.duckdb"

# The oldest release of DuckDB that can still read what is published.
STORAGE_VERSION = "v1.4.0"


def create_warehouse(folder: Path) -> None:
    """Makes an empty warehouse.duckdb in a folder. Raises UserError when it cannot be written."""
    file = folder / WAREHOUSE_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        with duckdb.connect() as connection:
            connection.execute(
                f"attach {quote_text(str(file))} as warehouse (storage_version '{STORAGE_VERSION}')"
            )
    except (OSError, duckdb.IOException) as error:
        raise UserError(f"{file} cannot be written: {error}. Is the disk full?") from error


@contextmanager
def open_build(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Both files of a folder, read-only: schema.table finds a table in whichever holds it."""
    with duckdb.connect(str(folder / BUILD_FILE), read_only=True) as connection:
        attached = quote_text(str(folder / WAREHOUSE_FILE))
        connection.execute(f"attach {attached} as warehouse (read_only)")
        schemas = connection.execute(
            "select schema_name from duckdb_schemas() "
            "where database_name = 'warehouse' and not internal"
        ).fetchall()
        path = ["build.main", *(f"warehouse.{quote_identifier(name)}" for (name,) in schemas)]
        connection.execute(f"set search_path = {quote_text(','.join(path))}")
        yield connection


def write_whole(path: Path, text: str) -> None:
    """Writes a file whole or not at all, so that a killed process never leaves half of it."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
