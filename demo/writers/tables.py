"""Collects raw rows and writes them as Parquet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from demo.writers.schemas import schemas

Row = dict[str, Any]


def write_parquet(path: Path, table: pa.Table) -> None:
    """Write a table, always in the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd")


def arrow_table(name: str, columns: Mapping[str, Any], length: int) -> pa.Table:
    """A raw table from arrays by column; a scalar fills its column, a missing column is null."""
    arrays = []
    for field in schemas()[name]:
        values = columns.get(field.name)
        if values is None:
            arrays.append(pa.nulls(length, field.type))
        elif isinstance(values, str | int | bool | float):
            arrays.append(pa.repeat(pa.scalar(values, field.type), length))
        elif isinstance(values, pa.Array | pa.ChunkedArray):
            arrays.append(values.cast(field.type))
        else:
            arrays.append(pa.array(values).cast(field.type))
    return pa.table(arrays, schema=schemas()[name])


class Tables:
    """Rows by table, some of them landed twice on purpose."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {}
        self._bulk: dict[str, list[pa.Table]] = {}
        self.exact_duplicates: Counter[str] = Counter()
        self.rejected_rows: Counter[str] = Counter()
        self.superseded: Counter[str] = Counter()

    def add(self, name: str, /, **values: Any) -> Row:
        """Add a row. Raises KeyError for a column that the table does not have."""
        unknown = values.keys() - set(schemas()[name].names)
        if unknown:
            raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
        self._rows.setdefault(name, []).append(values)
        return values

    def add_rejected(self, name: str, /, **values: Any) -> None:
        """Add a row that the contract of the table does not let pass."""
        self.add(name, **values)
        self.rejected_rows[name] += 1

    def add_superseded(self, name: str, /, **values: Any) -> None:
        """Add a version of a row that a later version replaces."""
        self.add_rejected(name, **values)
        self.superseded[name] += 1

    def add_bulk(self, name: str, columns: Mapping[str, Any], length: int) -> None:
        """Add many rows at once, from arrays by column."""
        if length:
            self._bulk.setdefault(name, []).append(arrow_table(name, columns, length))

    def count(self, name: str) -> int:
        """How many rows a table has so far, landed twice or not."""
        return len(self._rows.get(name, ())) + sum(len(table) for table in self._bulk.get(name, ()))

    def repeat(self, name: str, times: int) -> None:
        """Land some rows of a table twice, evenly over the table."""
        rows = self._rows.get(name, [])
        if rows:
            step = max(1, len(rows) // times)
            again = rows[::step][:times]
            rows.extend(again)
            self.exact_duplicates[name] += len(again)
        elif self._bulk.get(name):
            first = self._bulk[name][0]
            again_bulk = first.slice(0, min(times, len(first)))
            self._bulk[name].append(again_bulk)
            self.exact_duplicates[name] += len(again_bulk)

    def write(self, landing: Path, part: int | None) -> None:
        """Write every table with rows: a shard's as a part of a folder, a shared one as a file."""
        for name in sorted(self._rows.keys() | self._bulk.keys()):
            source, _, table = name.partition(".")
            folder = landing / source / table
            path = folder.with_suffix(".parquet")
            if part is not None:
                path = folder / f"part-{part:05d}.parquet"
            elif folder.is_dir():
                path = folder / "part-shared.parquet"
            write_parquet(path, self._table(name))

    def _table(self, name: str) -> pa.Table:
        schema = schemas()[name]
        pieces = list(self._bulk.get(name, []))
        rows = self._rows.get(name)
        if rows:
            arrays = [
                pa.array([row.get(field.name) for row in rows], field.type) for field in schema
            ]
            pieces.insert(0, pa.table(arrays, schema=schema))
        return pa.concat_tables(pieces).combine_chunks()


def write_empty(landing: Path, name: str) -> None:
    """Write a table without rows."""
    source, _, table = name.partition(".")
    write_parquet(landing / source / f"{table}.parquet", schemas()[name].empty_table())
