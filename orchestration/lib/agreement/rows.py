"""Reads the agreement from a built warehouse: its rows, typed, and which version holds on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from orchestration.lib.errors import UserError
from orchestration.lib.landing_files import quote_text

Row = Mapping[str, Any]

# The seeds whose rows belong to a version, and what tells their rows apart within it.
KEYS: Mapping[str, tuple[str, ...]] = {
    "signatures": ("team",),
    "qualification_rules": ("rule_id",),
    "rule_conditions": (
        *("rule_id", "condition_group", "signal_kind", "signal"),
        *("aggregate", "operator", "value"),
    ),
    "exclusions": ("attribute", "value"),
    "score_lines": ("score_line_id",),
    "score_groups": ("axis", "point_group"),
    "score_grades": ("axis", "grade"),
    "promises": ("promise_id",),
    "sla_policies": ("policy_id",),
    "ambassador_acts": ("act_type",),
    "engagement_lines": ("activity",),
    "satisfaction_signals": ("signal",),
    "ideal_customers": ("attribute", "operator"),
    # These belong to days rather than to a version.
    "pillar_metrics": ("application_id", "pillar", "metric"),
}

# What the page reads, and as what; a seed without declared types may hold its numbers as texts.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "agreement.agreement_versions": {
        "agreement_version": "integer",
        "valid_from": "date",
        "valid_to": "date",
        "rationale": "varchar",
    },
    "agreement.signatures": {
        "agreement_version": "integer",
        "team": "varchar",
        "signed_by": "varchar",
        "signed_on": "date",
    },
    "agreement.qualification_rules": {
        "agreement_version": "integer",
        "rule_id": "varchar",
        "stage": "varchar",
        "priority": "integer",
        "qualification_path": "varchar",
        "cool_down_days": "integer",
    },
    "agreement.rule_conditions": {
        "agreement_version": "integer",
        "rule_id": "varchar",
        "condition_group": "integer",
        "signal_kind": "varchar",
        "signal": "varchar",
        "aggregate": "varchar",
        "operator": "varchar",
        "value": "varchar",
        "window_days": "integer",
    },
    "agreement.exclusions": {
        "agreement_version": "integer",
        "attribute": "varchar",
        "value": "varchar",
        "reason": "varchar",
    },
    "agreement.score_lines": {
        "agreement_version": "integer",
        "score_line_id": "varchar",
        "axis": "varchar",
        "point_group": "varchar",
        "signal_kind": "varchar",
        "signal": "varchar",
        "operator": "varchar",
        "value": "varchar",
        "points": "decimal(18, 2)",
        "half_life_days": "integer",
    },
    "agreement.score_groups": {
        "agreement_version": "integer",
        "axis": "varchar",
        "point_group": "varchar",
        "highest_points": "decimal(18, 2)",
    },
    "agreement.score_grades": {
        "agreement_version": "integer",
        "axis": "varchar",
        "grade": "varchar",
        "lowest_score": "decimal(18, 2)",
    },
    "agreement.promises": {
        "agreement_version": "integer",
        "promise_id": "varchar",
        "team": "varchar",
        "source_channel": "varchar",
        "promised_per_week": "integer",
        "is_prorated": "boolean",
        "lowest_attainment": "decimal(18, 4)",
        "highest_attainment": "decimal(18, 4)",
        "capacity_per_week": "integer",
        "dispute_window_days": "integer",
    },
    "agreement.sla_policies": {
        "agreement_version": "integer",
        "policy_id": "varchar",
        "priority": "integer",
        "source_channel": "varchar",
        "qualification_path": "varchar",
        "country": "varchar",
        "target_minutes": "integer",
        "calendar_id": "varchar",
    },
    "agreement.ambassador_acts": {
        "agreement_version": "integer",
        "act_type": "varchar",
        "lowest_rating": "decimal(18, 4)",
    },
    "agreement.engagement_lines": {
        "agreement_version": "integer",
        "activity": "varchar",
        "points": "decimal(18, 2)",
        "highest_count": "integer",
    },
    "agreement.satisfaction_signals": {
        "agreement_version": "integer",
        "signal": "varchar",
        "lowest_score": "integer",
    },
    "agreement.ideal_customers": {
        "agreement_version": "integer",
        "attribute": "varchar",
        "operator": "varchar",
        "value": "varchar",
    },
    "agreement.pillar_metrics": {
        "application_id": "varchar",
        "pillar": "varchar",
        "metric": "varchar",
        "is_primary": "boolean",
        "is_vanity": "boolean",
        "direction": "varchar",
        "target": "decimal(18, 4)",
        "unit": "varchar",
        "owner": "varchar",
        "valid_from": "date",
        "valid_to": "date",
    },
    "reference.activities": {
        "activity": "varchar",
        "label_en": "varchar",
        "label_fr": "varchar",
    },
    "reference.attributes": {
        "attribute": "varchar",
        "value_type": "varchar",
        "label_en": "varchar",
        "label_fr": "varchar",
    },
    "reference.channels": {
        "channel": "varchar",
        "label_en": "varchar",
        "label_fr": "varchar",
    },
    "reference.metrics": {
        "metric": "varchar",
        "label_en": "varchar",
        "label_fr": "varchar",
    },
    "reference.working_hours": {
        "calendar_id": "varchar",
        "time_zone": "varchar",
        "iso_weekday": "integer",
        "opens_at": "varchar",
        "closes_at": "varchar",
    },
}
LABELLED = {
    "activities": "activity",
    "attributes": "attribute",
    "channels": "channel",
    "metrics": "metric",
}


@dataclass(frozen=True)
class Version:
    """One version, and everything that was agreed in it; rows by the name of their seed."""

    number: int
    valid_from: date
    valid_to: date | None
    rationale: str
    rows: Mapping[str, Sequence[Row]]

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; none while no version follows it."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


@dataclass(frozen=True)
class Agreement:
    """Every version, and what seeds/reference says of the codes."""

    tables: Mapping[str, Sequence[Row]]

    def labels(self, language: str) -> dict[str, dict[str, str]]:
        """The labels of the seeds in a language: seed, code, text."""
        return {
            seed: {str(row[key]): row[f"label_{language}"] for row in self.tables[seed]}
            for seed, key in LABELLED.items()
        }

    def numbers(self) -> list[int]:
        """The versions' numbers, in order."""
        rows = self.tables["agreement_versions"]
        return sorted(row["agreement_version"] for row in rows if row["agreement_version"])

    def number_on(self, day: date) -> int:
        """The number of the version in force on a day. Raises UserError when there is none."""
        for row in self.tables["agreement_versions"]:
            if _holds(row, day):
                return int(row["agreement_version"])
        raise UserError(
            f"No version of the agreement is in force on {day}. Give one that is in "
            "seeds/agreement/agreement_versions.csv, from that day on."
        )

    def previous(self, number: int) -> int | None:
        """The number of the version before; none for the first."""
        earlier = [other for other in self.numbers() if other < number]
        return earlier[-1] if earlier else None

    def version(self, number: int, day: date) -> Version:
        """A version as it stands on a day, or on the day nearest to it on which it holds.

        Raises UserError when there is no such version.
        """
        found = [
            row for row in self.tables["agreement_versions"] if row["agreement_version"] == number
        ]
        if not found:
            known = ", ".join(str(other) for other in self.numbers()) or "none"
            raise UserError(
                f"There is no version {number} of the agreement. Published: {known}. "
                "A new one is published by the run that follows its entry into seeds/agreement."
            )
        row = found[0]
        if row["valid_from"] is None:
            raise UserError(
                f"agreement_versions.csv: version {number} has no valid_from. Write its first day."
            )
        day = max(day, row["valid_from"])
        if row["valid_to"]:
            day = min(day, row["valid_to"] - timedelta(days=1))
        return Version(
            number=number,
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            rationale=row["rationale"] or "",
            rows={seed: self._rows(seed, number, day) for seed in KEYS},
        )

    def _rows(self, seed: str, number: int, day: date) -> list[Row]:
        if seed != "pillar_metrics":
            return [row for row in self.tables[seed] if row["agreement_version"] == number]
        return [row for row in self.tables[seed] if _holds(row, day)]


def _holds(row: Row, day: date) -> bool:
    begun = row["valid_from"] is not None and row["valid_from"] <= day
    return begun and (row["valid_to"] is None or day < row["valid_to"])


def business_day(as_of: str, timezone: str) -> date:
    """The day that an instant, written in UTC, is in a time zone of IANA."""
    instant = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    return instant.astimezone(ZoneInfo(timezone)).date()


def read(warehouse: Path) -> Agreement:
    """Every row that the page is made of, in the order of its keys.

    Raises UserError when the file cannot be opened, or was built before a table or a column of the
    agreement existed.
    """
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return Agreement({name.split(".")[1]: _read(connection, name) for name in COLUMNS})
    except duckdb.CatalogException as error:
        said = str(error).splitlines()[0]
        raise UserError(
            f"{warehouse} lacks a part of the agreement ({said}). Run again."
        ) from error
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise UserError(f"The agreement in {warehouse} cannot be read: {said}") from error


def read_seeds(project: Path) -> Agreement:
    """The same from the seeds of a project, which `seeds.check_seeds` found readable."""
    with duckdb.connect() as connection:
        tables = {}
        for name in COLUMNS:
            file = project / "seeds" / f"{name.replace('.', '/')}.csv"
            seed = f"read_csv({quote_text(str(file))}, all_varchar = true, header = true)"
            tables[name.split(".")[1]] = _read(connection, name, seed)
    return Agreement(tables)


def _read(
    connection: duckdb.DuckDBPyConnection, table: str, source: str | None = None
) -> list[Row]:
    source = source or table
    described = connection.execute(f"describe select * from {source}").fetchall()
    present = {name for (name, *_) in described}
    missing = [column for column in COLUMNS[table] if column not in present]
    if missing:
        raise UserError(
            f"Table {table} of the warehouse has no column {', '.join(missing)}: add it to "
            f"seeds/{table.replace('.', '/')}.csv, and run again."
        )
    columns = ", ".join(
        f"cast({name} as {kind}) as {name}" for name, kind in COLUMNS[table].items()
    )
    cursor = connection.execute(f"select {columns} from {source} order by all")
    return [dict(zip(COLUMNS[table], values, strict=True)) for values in cursor.fetchall()]
