"""Reads what the landing must look like: the dbt source YAML of every connector.

Nothing here looks at a file of the landing; `landing_files` does.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from orchestration.lib.errors import UserError

# So many of a table's rows may be rejected before a night is not published.
MOST_REJECTED = 0.05
FAMILIES = {
    "bigint": "numeric",
    "integer": "numeric",
    "double": "numeric",
    "decimal": "numeric",
    "text": "text",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "timestamptz": "timestamp",
    "date": "date",
    "time": "time",
    "record": "nested",
}


# Reasons for patterns that many columns share, where the pattern itself would tell nobody anything.
PATTERNS = {
    "email": (
        r"^[^@\s,;:<>]+@[^@\s,;:<>.]+(\.[^@\s,;:<>.]+)+$",
        "is not an e-mail address such as name@company.example",
    ),
}


@dataclass(frozen=True)
class Rule:
    """What must hold within a row, as SQL over the table's columns, each read as its type.

    The first word is the column that is told to be wrong. A rule that blanks empties that column
    and keeps the row; any other rejects the row.
    """

    rule: str
    remedy: str
    where: str | None = None
    blanks: bool = False

    @property
    def column(self) -> str:
        """The column that is wrong where the rule is broken."""
        return self.rule.split()[0]

    @property
    def told(self) -> str:
        """The rule as a person reads it."""
        return f"{self.rule} where {self.where}" if self.where else self.rule


@dataclass(frozen=True)
class Column:
    """One column of a raw table, as its contract declares it.

    listed_in is the seed that has the accepted values; is_unbounded lets a day be of any year.
    """

    name: str
    data_type: str
    required: bool = False
    duckdb_type: str | None = None
    accepted_values: tuple[str, ...] = ()
    pattern: str | None = None
    pattern_says: str | None = None
    listed_in: str | None = None
    is_unbounded: bool = False

    @property
    def base_type(self) -> str:
        """The type's name without its arguments: decimal for decimal(18, 2)."""
        return self.data_type.split("(")[0].strip()

    @property
    def family(self) -> str:
        """numeric, text, boolean, timestamp, date, time or nested."""
        return FAMILIES[self.base_type]

    @property
    def sql_type(self) -> str:
        """The DuckDB type of the column when the landing does not have it."""
        if self.duckdb_type:
            return self.duckdb_type
        return "varchar" if self.base_type in ("text", "record") else self.data_type


@dataclass(frozen=True)
class Table:
    """One raw table, as its contract declares it.

    is_read tells whether a staging model reads it: only then are its rows loaded. kinds are how the
    names of its files begin where several tell of one day, the most final kind first. most_rejected
    is the share of its rows that may be rejected; needs_one_of are groups of columns, one of which
    must be landed whole, and needs_because says what for.
    """

    source: str
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    latest_by: str | None = None
    required: bool = False
    files: str | None = None
    owner: str | None = None
    is_read: bool = True
    kinds: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    most_rejected: float = MOST_REJECTED
    needs_one_of: tuple[tuple[str, ...], ...] = ()
    needs_because: str = ""

    @property
    def full_name(self) -> str:
        """source.table, as messages and dbt name it."""
        return f"{self.source}.{self.name}"

    def column(self, name: str) -> Column | None:
        """The column of that name, or none."""
        return next((column for column in self.columns if column.name == name), None)


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UserError(f"{path} does not exist. Run from the project's folder.") from error
    except yaml.YAMLError as error:
        raise UserError(f"{path} is not valid YAML: {error}") from error
    return content if isinstance(content, dict) else {}


def _meta(node: dict[str, Any]) -> dict[str, Any]:
    meta = {**node.get("meta", {}), **node.get("config", {}).get("meta", {})}
    return dict(meta)


def _listed(path: Path, seed: str, column: str) -> tuple[str, ...]:
    """The values of a column of a seed, which a contract names by its path in the project."""
    project = path.parents[3]
    try:
        with (project / seed).open(encoding="utf-8-sig", newline="") as file:
            return tuple(row[column] for row in csv.DictReader(file))
    except (OSError, KeyError) as error:
        raise UserError(f"{path}: {seed} with a column {column} is not there.") from error


def _rule(path: Path, table: str, node: Any, columns: tuple[Column, ...]) -> Rule:
    known = {"rule", "where", "remedy", "blanks"}
    if not isinstance(node, dict) or not {"rule", "remedy"} <= set(node) <= known:
        raise UserError(
            f"{path}: {node!r} of {table} is no rule. Write {{rule: ..., remedy: ...}}, and "
            "where it is not asked of every row, where: ..."
        )
    rule = Rule(
        rule=" ".join(str(node["rule"]).split()),
        remedy=str(node["remedy"]),
        where=" ".join(str(node["where"]).split()) if node.get("where") else None,
        blanks=bool(node.get("blanks")),
    )
    if rule.column not in {column.name for column in columns}:
        raise UserError(
            f"{path}: the rule {rule.rule!r} of {table} begins with {rule.column}, which is no "
            "column of it. Begin with the column that is wrong where the rule is broken."
        )
    return rule


def _column(path: Path, table: str, node: dict[str, Any], key: tuple[str, ...]) -> Column:
    meta = _meta(node)
    data_type = str(node.get("data_type", "")).lower()
    listed_in = meta.get("listed_in")
    accepted = meta.get("accepted_values", ())
    if listed_in:
        accepted = _listed(path, listed_in, node["name"])
    pattern, says = meta.get("pattern"), None
    if pattern in PATTERNS:
        pattern, says = PATTERNS[pattern]
    column = Column(
        name=str(node["name"]).lower(),
        data_type=data_type,
        required=bool(meta.get("required", node["name"] in key)),
        duckdb_type=meta.get("duckdb_type"),
        accepted_values=tuple(str(value) for value in accepted),
        pattern=pattern,
        pattern_says=says,
        listed_in=listed_in,
        # A loader's own columns say when it read a row, and until the end of time.
        is_unbounded=bool(meta.get("is_unbounded")) or node["name"].startswith("_fivetran"),
    )
    if column.base_type not in FAMILIES:
        raise UserError(
            f"{path}: column {column.name} of {table} has data_type {data_type!r}. "
            f"Use one of {', '.join(sorted(FAMILIES))}."
        )
    return column


def _tables(path: Path) -> Iterator[Table]:
    for source in _read_yaml(path).get("sources", []):
        if not _meta(source).get("is_landed", True):
            continue
        for node in source.get("tables", []):
            meta = _meta(node)
            name = f"{source['name']}.{node['name']}"
            key = tuple(meta.get("key", ()))
            columns = tuple(_column(path, name, item, key) for item in node.get("columns", []))
            groups = tuple(tuple(group) for group in meta.get("needs_one_of", ()))
            unknown = {*key}.union(*groups) - {column.name for column in columns}
            if not columns or unknown:
                missing = ", ".join(sorted(unknown)) or "its columns"
                raise UserError(f"{path}: {name} does not declare {missing}.")
            yield Table(
                source=source["name"],
                name=node["name"],
                columns=columns,
                key=key,
                latest_by=meta.get("latest_by"),
                required=bool(meta.get("required")),
                files=meta.get("files"),
                owner=meta.get("owner") or _meta(source).get("owner"),
                is_read=path.with_name(f"stg_{source['name']}__{node['name']}.sql").is_file(),
                kinds=tuple(meta.get("kinds", ())),
                rules=tuple(_rule(path, name, rule, columns) for rule in meta.get("rules", ())),
                most_rejected=float(meta.get("most_rejected", MOST_REJECTED)),
                needs_one_of=groups,
                needs_because=meta.get("needs_because", ""),
            )


def load_contracts(project: Path) -> list[Table]:
    """Every table that `models/staging/*/_*sources.yml` declares, by source and name.

    Raises UserError when a file is not YAML, a type is unknown or a table is declared twice.
    """
    tables: dict[str, Table] = {}
    for path in sorted(project.glob("models/staging/*/_*sources.yml")):
        for table in _tables(path):
            if table.full_name in tables:
                raise UserError(f"{path}: {table.full_name} is declared a second time.")
            tables[table.full_name] = table
    return [tables[name] for name in sorted(tables)]


def load_connectors(project: Path) -> list[str]:
    """The connectors that the company has switched on, from `vars` in dbt_project.yml.

    Raises UserError when the list is missing.
    """
    path = project / "dbt_project.yml"
    connectors = _read_yaml(path).get("vars", {}).get("connectors")
    if not isinstance(connectors, list) or not connectors:
        raise UserError(f"{path}: vars.connectors must list at least one connector.")
    return [str(connector) for connector in connectors]


def business_timezone(project: Path) -> str:
    """The business time zone, from `vars` in dbt_project.yml; UTC where it is not set."""
    variables = _read_yaml(project / "dbt_project.yml").get("vars", {})
    return str(variables.get("business_timezone", "UTC"))
