"""Counts the rows that pass through a query's operators, from DuckDB's analysed plan.

Counts are the same on every machine and every day, which times never are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

# These compare every row of one side with every row of the other, whatever they let through.
PAIRS = ("CROSS_PRODUCT", "NESTED_LOOP_JOIN", "BLOCKWISE_NL_JOIN")
SCANS = ("TABLE_SCAN", "SEQ_SCAN", "INDEX_SCAN", "READ_PARQUET", "READ_CSV")
# They wrap the plan that is analysed.
WRAPPERS = ("RESULT_COLLECTOR", "EXPLAIN_ANALYZE", "CREATE_TABLE_AS")
# DuckDB 1 and 2 name the same things differently.
KIND, ROWS = ("type", "operator_type", "name"), ("intermediate_rows", "operator_cardinality")
SCANNED = ("rows_scanned", "operator_rows_scanned")

Operator = dict[str, Any]


@dataclass
class Counts:
    """The rows of each table that was read, and those that each kind of operator passed.

    Of operators that compare pairs, the pairs count. Rows that a hash join compares and drops are
    not seen: they share the key of another row.
    """

    read: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)

    @property
    def largest(self) -> int:
        """The rows of the largest table that was read."""
        return max(self.read.values(), default=0)


def analysed(connection: duckdb.DuckDBPyConnection, statement: str) -> Counts:
    """Runs a statement, and counts what its operators did."""
    row = connection.execute(f"explain (analyze, format json) {statement}").fetchone()
    if row is None:
        return Counts()
    plan = json.loads(row[1])
    return counts(plan["operator"] if "operator" in plan else plan["children"])


def counts(roots: Sequence[Operator]) -> Counts:
    """What the operators of an analysed plan did."""
    found = Counts()
    for operator in _walk(roots):
        kind = str(_first(operator, KIND, "")).strip().upper()
        if kind in WRAPPERS:
            continue
        details = operator.get("extra_info") or {}
        table = details.get("Table") or details.get("Function") or kind
        # Of files that are scanned DuckDB tells only what came out.
        scanned = int(_first(operator, SCANNED, 0) or _first(operator, ROWS, 0))
        if kind in SCANS and scanned:
            found.read[table] = max(found.read.get(table, 0), scanned)
        found.passed[kind] = found.passed.get(kind, 0) + _work(operator, kind)
    return found


def _work(operator: Operator, kind: str) -> int:
    rows = int(_first(operator, ROWS, 0))
    sides = [int(_first(child, ROWS, 0)) for child in operator.get("children", ())]
    if kind in PAIRS and len(sides) == 2:
        return max(rows, sides[0] * sides[1])
    return rows


def _walk(operators: Sequence[Operator]) -> Iterator[Operator]:
    for operator in operators:
        yield operator
        yield from _walk(operator.get("children") or ())


def _first(operator: Operator, names: Sequence[str], default: Any) -> Any:
    return next((operator[name] for name in names if operator.get(name) is not None), default)
