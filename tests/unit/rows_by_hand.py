"""Landings of a few rows, made by hand for the unit tests of the oracles."""

from __future__ import annotations

import datetime
from pathlib import Path

import duckdb


def instant(text: str) -> datetime.datetime:
    """An instant in UTC, as the oracles read it: without a zone."""
    return datetime.datetime.fromisoformat(text)


def land(folder: Path, table: str, columns: str, *rows: str) -> None:
    """Write rows of a table `source/name`; each row is the list of its values in SQL."""
    path = folder / f"{table}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    names = [column.split(" ")[0] for column in columns.split(", ")]
    kinds = [column.split(" ", 1)[1] for column in columns.split(", ")]
    casts = ", ".join(
        f'"{name}"::{kind.replace(";", ",")} as "{name}"'
        for name, kind in zip(names, kinds, strict=True)
    )
    quoted = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f"({row})" for row in rows)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(
            f"copy (select {casts} from (values {values}) as made({quoted})) to '{path}'"
        )
