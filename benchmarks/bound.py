"""The bound: what it costs to read every raw file once and to write every published table once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks import layout
from benchmarks.one_process import cpu_seconds
from orchestration.lib.landing_files import quote_identifier, quote_text


@dataclass(frozen=True)
class Bound:
    """CPU-seconds of this process for either half."""

    read: float
    write: float

    @property
    def cpu(self) -> float:
        """Both halves."""
        return self.read + self.write


def measure(landing: Path, published: Path, scratch: Path) -> Bound:
    """Reads the files of a landing and writes the tables of a published file, both to new files."""
    scratch.mkdir(parents=True, exist_ok=True)
    return Bound(read_once(landing, scratch / "raw.duckdb"), write_once(published, scratch))


def _fresh(connection: duckdb.DuckDBPyConnection, file: Path, catalog: str) -> None:
    file.unlink(missing_ok=True)
    connection.execute(f"attach {quote_text(str(file))} as {catalog}{layout.READABLE}")


def _session() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, value in layout.profile_settings().items():
        connection.execute(f"set {name} = {quote_text(str(value))}")
    return connection


def read_once(landing: Path, file: Path) -> float:
    """Loads every raw table, as the contracts declare it, into a new file; CPU-seconds."""
    queries = layout.raw_queries(landing)
    began = cpu_seconds()
    with _session() as connection:
        _fresh(connection, file, "raw")
        for name, query in queries.items():
            connection.execute(f"create table raw.main.{quote_identifier(name)} as {query}")
        connection.execute("detach raw")
    file.unlink()
    return cpu_seconds() - began


def write_once(published: Path, scratch: Path) -> float:
    """Writes every table of a published file into a new one; CPU-seconds."""
    file = scratch / "written.duckdb"
    began = cpu_seconds()
    with _session() as connection:
        connection.execute(f"attach {quote_text(str(published))} as published (read_only)")
        _fresh(connection, file, "written")
        for table in layout.tables(connection, "published"):
            schema = table.partition(".")[0]
            connection.execute(f"create schema if not exists written.{schema}")
            connection.execute(f"create table written.{table} as from published.{table}")
        connection.execute("detach written")
    file.unlink()
    return cpu_seconds() - began


def compact_size(published: Path, scratch: Path) -> int:
    """The bytes of a published file once its content is copied into a new file."""
    scratch.mkdir(parents=True, exist_ok=True)
    file = scratch / "compact.duckdb"
    with _session() as connection:
        connection.execute(f"attach {quote_text(str(published))} as published (read_only)")
        _fresh(connection, file, "compact")
        connection.execute("copy from database published to compact")
        connection.execute("detach compact")
    size = file.stat().st_size
    file.unlink()
    return size
