"""The measures that suites judge: small tables, one row a table or version, never raw rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import pandas as pd

from orchestration.lib.contracts import MOST_REJECTED
from orchestration.lib.landing_files import quote_identifier
from orchestration.lib.quality.suite import Suite

# Below this many rows in the last version a smaller number is no trend.
FEWEST_ROWS_TO_COMPARE = 20
# Of a landed table that is smaller so many lost rows, or all of them, are a loss all the same.
FEWEST_ROWS_TO_LOSE = 10
# So few rejects are slips of the pen, unless they are most of the table.
FEW_REJECTS = 10
SUPERSEDED = "a later version of this row was landed"
FACTS = (
    "fct_awareness",
    "fct_acquisition",
    "fct_activation",
    "fct_retention",
    "fct_revenue",
    "fct_referral",
    "fct_lifecycle",
)


def _ratio(rows: int, before: int | None) -> float | None:
    if before is None or before < FEWEST_ROWS_TO_COMPARE:
        return None
    return rows / before


def _landed_ratio(rows: int, before: int | None) -> float | None:
    """The same for what was landed, where a small table may lose all that matters."""
    if before and (rows == 0 or before - rows >= FEWEST_ROWS_TO_LOSE):
        return rows / before
    return _ratio(rows, before)


def _frame(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """A frame whose columns have their type even when they hold nothing."""
    frame = pd.DataFrame(list(rows), columns=list(columns))
    return frame.astype(columns)


# ---------------------------------------------------------------- landing


def landing_volumes(landed: Mapping[str, Any], previous: Mapping[str, Any]) -> pd.DataFrame:
    """One row a landed table: rows, their ratio to the last publish, and keys.

    landed and previous are `Report.tables` of this run and of the last publish.
    """
    rows = [
        {
            "table_name": name,
            "rows": shape["rows"],
            "rows_ratio": _landed_ratio(shape["rows"], previous.get(name, {}).get("rows")),
            "null_key_share": shape.get("null_keys", 0) / shape["rows"] if shape["rows"] else None,
        }
        for name, shape in sorted(landed.items())
    ]
    return _frame(
        rows,
        {
            "table_name": "object",
            "rows": "int64",
            "rows_ratio": "float64",
            "null_key_share": "float64",
        },
    )


def landing_ages(landed: Mapping[str, Any], as_of: str) -> pd.DataFrame:
    """One row a connector: hours between its latest recorded row, of whatever table, and as_of.

    Negative when it lies in the future. A single table may rest for years: a campaign's name does.
    """
    youngest: dict[str, datetime] = {}
    for name, shape in landed.items():
        if shape.get("latest_recorded_at"):
            connector, recorded = name.split(".")[0], shape["latest_recorded_at"]
            latest = datetime.fromisoformat(recorded)
            youngest[connector] = max(latest, youngest.get(connector, latest))
    now = datetime.fromisoformat(as_of)
    rows = [
        {"connector": connector, "hours_old": (now - latest).total_seconds() / 3600}
        for connector, latest in sorted(youngest.items())
    ]
    return _frame(rows, {"connector": "object", "hours_old": "float64"})


# ---------------------------------------------------------------- marts


# Fewer of these is good news.
NOT_WATCHED = {
    f"marts.{name}" for name in ("rejected_rows", "row_account", "set_aside_rows", "unknown_words")
}


def mart_volumes(rows: Mapping[str, int], previous: Mapping[str, int]) -> pd.DataFrame:
    """One row a table of marts: its rows, and their ratio to the last publish."""
    measured = [
        {
            "table_name": name.removeprefix("marts."),
            "rows": count,
            "rows_ratio": _ratio(count, previous.get(name)),
        }
        for name, count in sorted(rows.items())
        if name.startswith("marts.") and name not in NOT_WATCHED
    ]
    return _frame(measured, {"table_name": "object", "rows": "int64", "rows_ratio": "float64"})


def fact_rows(rows: Mapping[str, int], previous: Mapping[str, int]) -> pd.DataFrame:
    """One row a fact: its rows, and whether it had any at the last publish.

    rows_lost is 1 for a fact that is missing or was emptied, which is always wrong. A fact that
    never had a row may be one whose sources the company does not have.
    """
    measured = [
        {
            "table_name": fact,
            "rows": rows.get(f"marts.{fact}", 0),
            "rows_lost": int(
                f"marts.{fact}" not in rows
                or (rows[f"marts.{fact}"] == 0 and previous.get(f"marts.{fact}", 0) > 0)
            ),
        }
        for fact in FACTS
    ]
    return _frame(measured, {"table_name": "object", "rows": "int64", "rows_lost": "int64"})


def reject_shares(connection: duckdb.DuckDBPyConnection, landed: Mapping[str, Any]) -> pd.DataFrame:
    """One row a landed table: the share of its rows that could not be staged.

    share_above_agreed is that share where it is more than the table's contract lets pass, else 0.
    A row that a later version of it replaced is no reject in this sense.
    """
    rejected = dict(
        connection.execute(
            "select source_system || '.' || table_name, count(*) from marts.rejected_rows "
            "where reject_reason <> ? group by 1",
            [SUPERSEDED],
        ).fetchall()
    )
    measured = [
        {
            "table_name": name,
            "rejected": rejected.get(name, 0),
            "reject_share": share,
            "share_above_agreed": share if share > shape.get("most_rejected", MOST_REJECTED) else 0,
        }
        for name, shape in sorted(landed.items())
        for share in [_reject_share(rejected.get(name, 0), shape["rows"])]
    ]
    types = {"table_name": "object", "rejected": "int64", "reject_share": "float64"}
    return _frame(measured, {**types, "share_above_agreed": "float64"})


def _reject_share(rejected: int, rows: int) -> float:
    if rejected <= FEW_REJECTS and 2 * rejected <= rows:
        return 0.0
    return rejected / rows


def agreement_versions(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Every version of the agreement: its dates, and a checksum over all that it says.

    The day on which a version ends is not part of the checksum, since the next version sets it.
    An empty field is not either, so that a new column does not change old versions.
    """
    said: dict[str, list[str]] = {}
    dates: dict[str, dict[str, Any]] = {}
    tables = connection.execute(
        "select table_name from information_schema.columns "
        "where table_schema = 'agreement' and column_name = 'agreement_version' "
        "and table_catalog = current_database() order by 1"
    ).fetchall()
    for (table,) in tables:
        cursor = connection.execute(f"select * from agreement.{quote_identifier(table)}")
        names = [column[0] for column in cursor.description or []]
        for values in cursor.fetchall():
            pairs = zip(names, values, strict=True)
            row = {name: str(value) for name, value in pairs if value is not None}
            version = row["agreement_version"]
            if table == "agreement_versions":
                dates[version] = {key: row.get(key) for key in ("valid_from", "valid_to")}
                row.pop("valid_to", None)
            said.setdefault(version, []).append(json.dumps([table, row], sort_keys=True))
    return {
        version: {
            **dates.get(version, {"valid_from": None, "valid_to": None}),
            "checksum": hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest(),
        }
        for version, rows in sorted(said.items())
    }


def agreement_changes(
    now: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, Mapping[str, Any]],
    published_as_of: str | None,
) -> pd.DataFrame:
    """One row a version that was in force at the last publish: whether it was changed since."""
    day = datetime.fromisoformat(published_as_of).date() if published_as_of else date.min
    measured = [
        {"agreement_version": version, "changed": int(_was_changed(now.get(version), old, day))}
        for version, old in sorted(before.items())
        if old["valid_from"] and date.fromisoformat(old["valid_from"][:10]) <= day
    ]
    return _frame(measured, {"agreement_version": "object", "changed": "int64"})


def _was_changed(new: Mapping[str, Any] | None, old: Mapping[str, Any], published_on: date) -> bool:
    if new is None or new["checksum"] != old["checksum"]:
        return True
    if new["valid_to"] == old["valid_to"]:
        return False
    # A version that still ran may be ended, but not in the past.
    ended = old["valid_to"] and date.fromisoformat(old["valid_to"][:10]) <= published_on
    ends = new["valid_to"] and date.fromisoformat(new["valid_to"][:10]) < published_on
    return bool(ended or ends)


def queried(
    connection: duckdb.DuckDBPyConnection, suites: Sequence[Suite]
) -> dict[str, pd.DataFrame]:
    """The measures of every suite that has a query."""
    return {suite.name: connection.execute(suite.query).df() for suite in suites if suite.query}
