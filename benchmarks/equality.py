"""Compares two warehouse files: every table, row for row both ways, and its columns.

Used to show that a change of how something is computed alters no number.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks import layout
from orchestration.lib.landing_files import quote_text

Columns = list[tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """What is different in one table: its columns, or rows that only one of the files has."""

    table: str
    said: str

    def line(self) -> str:
        """The difference as a line of a Markdown table."""
        return f"| {self.table} | {self.said} |"


def compare(one: Path, other: Path, skipped: Collection[str] = ()) -> tuple[int, list[Difference]]:
    """How many tables both files have, and what is different. skipped are schema.table."""
    with duckdb.connect() as connection:
        for name, value in layout.profile_settings().items():
            connection.execute(f"set {name} = {quote_text(str(value))}")
        connection.execute(f"attach {quote_text(str(one))} as one (read_only)")
        connection.execute(f"attach {quote_text(str(other))} as other (read_only)")
        leave = set(skipped)
        ours, theirs = (
            {table for table in layout.tables(connection, name) if _plain(table) not in leave}
            for name in ("one", "other")
        )
        found = [Difference(_plain(table), "only in the first file") for table in ours - theirs]
        found += [Difference(_plain(table), "only in the second file") for table in theirs - ours]
        for table in sorted(ours & theirs):
            found += _differences(connection, table)
    return len(ours & theirs), sorted(found, key=lambda one: one.table)


def _plain(table: str) -> str:
    return table.replace('"', "")


def _differences(connection: duckdb.DuckDBPyConnection, table: str) -> list[Difference]:
    ours, theirs = _columns(connection, "one", table), _columns(connection, "other", table)
    if ours != theirs:
        changed = [f"{name} {kind}" for name, kind in ours if (name, kind) not in theirs]
        changed += [f"now {name} {kind}" for name, kind in theirs if (name, kind) not in ours]
        told = ", ".join(changed) or "another order"
        return [Difference(_plain(table), f"columns: {told}")]
    lost, new = (
        _only_in(connection, "one", "other", table),
        _only_in(connection, "other", "one", table),
    )
    if lost or new:
        return [
            Difference(_plain(table), f"{lost:,} rows only in the first, {new:,} in the second")
        ]
    return []


def _columns(connection: duckdb.DuckDBPyConnection, catalog: str, table: str) -> Columns:
    described = connection.execute(f"describe {catalog}.{table}").fetchall()
    return [(str(name), str(kind)) for name, kind, *_ in described]


def _only_in(connection: duckdb.DuckDBPyConnection, one: str, other: str, table: str) -> int:
    extra = f"from {one}.{table} except all from {other}.{table}"
    row = connection.execute(f"select count(*) from ({extra})").fetchone()
    return int(row[0]) if row else 0


def report(one: Path, other: Path, skipped: Collection[str] = ()) -> int:
    """Prints the differences; the exit code is 1 when there is one."""
    tables, found = compare(one, other, skipped)
    if found:
        print("| table | difference |\n|---|---|")
        print("\n".join(difference.line() for difference in found))
    print(f"{tables} tables compared, {len({one.table for one in found})} differ.")
    return 1 if found else 0
