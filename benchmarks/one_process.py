"""Builds and tests the project in one DuckDB process, and says what each node took.

The landing, every seed and model in the order of dbt, then every test: what dbt does, without dbt.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from benchmarks import layout
from benchmarks.project import Node, Project
from orchestration.lib.errors import UserError
from orchestration.lib.landing_files import quote_identifier, quote_text

LANDING = "landing"


@dataclass(frozen=True)
class Step:
    """What the landing or one node took, in CPU-seconds, and the rows that it made or found."""

    kind: str
    name: str
    cpu: float
    rows: int | None = None


def cpu_seconds() -> float:
    """User and system seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def build(
    landing: Path,
    folder: Path,
    project: Project,
    chosen: Collection[str] | None = None,
    *,
    tests: bool = True,
) -> Iterator[Step]:
    """Builds into an empty folder all, or what leads to the chosen models, and yields each step.

    Raises UserError when a node cannot be built, a test cannot be asked or the landing has errors.
    """
    folder.mkdir(parents=True, exist_ok=True)
    began = cpu_seconds()
    layout.lend(landing, folder, project)
    yield Step(LANDING, LANDING, cpu_seconds() - began)
    with layout.opened(folder, project) as connection:
        for node in project.built(chosen):
            yield _step(node, partial(make, connection, node))
        if tests:
            for node in project.tests(chosen):
                yield _step(node, partial(_failures, connection, node))
        began = cpu_seconds()
        for name in project.databases:
            connection.execute(f"checkpoint {quote_identifier(name)}")
        yield Step("checkpoint", "checkpoint", cpu_seconds() - began)


def _step(node: Node, work: Callable[[], int | None]) -> Step:
    began = cpu_seconds()
    try:
        rows = work()
    except duckdb.Error as error:
        raise UserError(f"{node.kind} {node.name}: {str(error).splitlines()[0]}") from error
    return Step(node.kind, node.name, cpu_seconds() - began, rows)


def make(connection: duckdb.DuckDBPyConnection, node: Node) -> int | None:
    """Makes the table or view of a seed or a model; returns the rows of a table."""
    make_schema(connection, node)
    if node.materialized == "ephemeral":
        return None
    if node.materialized == "view":
        connection.execute(f"create view {node.relation} as {node.sql}")
        return None
    query = _seed_query(node) if node.kind == "seed" else node.sql
    row = connection.execute(f"create table {node.relation} as {query}").fetchone()
    return int(row[0]) if row else None


def make_schema(connection: duckdb.DuckDBPyConnection, node: Node) -> None:
    """Makes the schema of a node where it is absent."""
    schema = f"{quote_identifier(node.database)}.{quote_identifier(node.schema)}"
    connection.execute(f"create schema if not exists {schema}")


def _seed_query(node: Node) -> str:
    types = ", ".join(
        f"{quote_text(name)}: {quote_text(kind)}" for name, kind in node.types.items()
    )
    declared = f", types = {{{types}}}" if types else ""
    file = quote_text(str(node.file))
    return f"select * from read_csv({file}, header = true, nullstr = '', quote = '\"'{declared})"


def _failures(connection: duckdb.DuckDBPyConnection, test: Node) -> int | None:
    row = connection.execute(f"select count(*) from ({test.sql})").fetchone()
    return int(row[0]) if row else None
