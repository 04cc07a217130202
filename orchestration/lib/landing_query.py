"""The SQL that reads landed files as their contract declares the table: its columns, in its order.

Whether the files are what the contract asks for is judged by `landing`.
"""

from __future__ import annotations

import re

from orchestration.lib.contracts import Column, Table
from orchestration.lib.landing_files import (
    Landed,
    Layout,
    quote_identifier,
    quote_text,
    source_from,
)

YEAR_FIRST = r"^\s*(\d{4})[./](\d{1,2})[./](\d{1,2})"
WORD = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
OFFSET = r":\d{2}(\.\d+)?\s*(Z|[+-]\d{2}(:?\d{2})?)\s*$"


def family_of(duckdb_type: str) -> str:
    """The family of a type as DuckDB names it."""
    kind = duckdb_type.upper()
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "LIST")):
        return "nested"
    if kind.startswith("TIMESTAMP"):
        return "timestamp"
    if kind.startswith(("DECIMAL", "FLOAT", "DOUBLE", "REAL")) or kind.endswith("INT"):
        return "numeric"
    if kind in ("INTEGER", "UINTEGER"):
        return "numeric"
    if kind in ("VARCHAR", "UUID", "JSON") or kind.startswith("ENUM"):
        return "text"
    return {"BOOLEAN": "boolean", "DATE": "date", "NULL": "any"}.get(
        kind, "time" if kind.startswith("TIME") else kind.lower()
    )


def _expression(column: Column, layout: Layout) -> str:
    """The SQL that exposes one column of one layout as its contract declares it."""
    types = dict(layout.columns)
    name = quote_identifier(column.name)
    found = types.get(column.name)
    if found is None or found == "NULL":
        return f"cast(null as {column.sql_type})"
    if layout.kind == "csv":
        return _text_expression(column, name)
    if column.base_type == "timestamp" and found == "TIMESTAMP WITH TIME ZONE":
        return f"{name} at time zone 'UTC'"
    if column.accepted_values and found == "VARCHAR":
        return _listed_word(column, name)
    if column.base_type == "text" and found != "VARCHAR":
        return f"cast({name} as varchar)"
    if column.duckdb_type and family_of(found) == "nested":
        return f"try_cast({name} as {column.duckdb_type})"
    return name


def _text_expression(column: Column, name: str) -> str:
    """A CSV value: year-first dates get dashes, and an instant with an offset is put in UTC."""
    if column.duckdb_type:
        return f"try_cast({name} as {column.duckdb_type})"
    if column.accepted_values:
        return _listed_word(column, name)
    if column.base_type not in ("date", "timestamp", "timestamptz"):
        return name
    dashed = f"regexp_replace({name}, {quote_text(YEAR_FIRST)}, '\\1-\\2-\\3')"
    if column.base_type != "timestamp":
        return dashed
    utc = f"try_cast({dashed} as timestamptz) at time zone 'UTC'"
    return (
        f"case when regexp_matches({name}, {quote_text(OFFSET)}) "
        f"then coalesce(cast({utc} as varchar), {name}) else {dashed} end"
    )


def _listed_word(column: Column, name: str) -> str:
    """A word of a list, spelled as the list does; any other as it stands.

    Lists are of words in lower case with _ between them; one that is not is compared as it stands.
    """
    if not all(WORD.fullmatch(value) for value in column.accepted_values):
        return name
    listed = ", ".join(quote_text(value) for value in column.accepted_values)
    spelled = f"regexp_replace(lower(trim({name})), '[\\s-]+', '_', 'g')"
    return (
        f"case when {name} in ({listed}) then {name} "
        f"when {spelled} in ({listed}) then {spelled} else {name} end"
    )


def landed_query(table: Table, landed: Landed | None) -> str:
    """The select that exposes a landed table as its contract declares it; no rows when absent."""
    if landed is None or not landed.layouts:
        nulls = [
            f"cast(null as {column.sql_type}) as {quote_identifier(column.name)}"
            for column in table.columns
        ]
        return f"select {', '.join(nulls)} where false"
    selects = []
    for layout, paths in landed.layouts.items():
        columns = [
            f"{_expression(column, layout)} as {quote_identifier(column.name)}"
            for column in table.columns
        ]
        selects.append(f"select {', '.join(columns)} from {source_from(layout, paths)}")
    return " union all ".join(selects)
