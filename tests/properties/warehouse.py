"""A warehouse that is built in a second: the SQL that dbt wrote, run again without dbt.

dbt builds the project once, on a landing that the test gives. What it compiled is then run on an
empty DuckDB as often as a test likes. No model is named here: the manifest says which there are.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import yaml
from hypothesis.vendor.pretty import RepresentationPrinter

from orchestration.lib.build_files import BUILD_FILE, WAREHOUSE_FILE
from orchestration.lib.contracts import Table, load_contracts
from orchestration.lib.dbt import read_manifest
from orchestration.lib.landing_files import Landed, Layout, quote_text
from orchestration.lib.landing_load import ACCOUNTS_COLUMNS, REJECTED_COLUMNS, Loader, load_landing
from orchestration.lib.settings import PROJECT
from tests.integration.company import dbt_run

# Every row of a landing by table (source.table), each a mapping of columns to text.
Rows = dict[str, list[dict[str, str]]]

Statement = Callable[[str, str], str]


def land(rows: Rows, landing: Path) -> dict[str, Landed]:
    """Writes the rows as one CSV file a table, in the order given. Returns the files by table."""
    files = {}
    for table, lines in rows.items():
        source, name = table.split(".")
        path = landing / source / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = list(dict.fromkeys(column for line in lines for column in line))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(lines)
        layout = Layout("csv", tuple((column, "VARCHAR") for column in columns), ",")
        files[table] = Landed(len(lines), {layout: [path]})
    return files


@dataclass(frozen=True)
class Model:
    """One model as dbt compiled it."""

    key: str
    database: str
    schema: str
    name: str
    relation: str
    materialized: str
    sql: str
    parents: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, repr=False)
class Project:
    """The whole project, compiled: its models in the order of their dependencies."""

    models: dict[str, Model]
    sources: dict[str, str]
    tables: dict[str, Table]
    seeds: tuple[tuple[str, str], ...]
    start: tuple[str, ...]
    folder: Path
    as_of: str

    def upstream(self, keys: Iterable[str]) -> set[str]:
        """These nodes and all that they are made of, seeds and sources included."""
        found: set[str] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self.models[key].parents if key in self.models else ()
        return found

    def marts_about(self, *tables: str) -> list[Model]:
        """The marts made of any of these tables of the landing."""
        sources = {key for key, name in self.sources.items() if name in tables}
        assert len(sources) == len(tables)
        found = []
        for key, model in self.models.items():
            if model.schema == "marts" and sources & self.upstream([key]):
                found.append(model)
        return found


def _contract(node: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The columns of an enforced contract and their types, so that a breach of it is an error."""
    if not node["config"]["contract"]["enforced"]:
        return ()
    columns = []
    for column in node["columns"].values():
        kinds = [constraint["type"] for constraint in column["constraints"]]
        required = " not null" if "not_null" in kinds else ""
        columns.append((f'"{column["name"]}"', f"{column['data_type']}{required}"))
    return tuple(columns)


def _in_order(nodes: dict[str, Any]) -> list[str]:
    """The keys of the models, whatever one is made of before it."""
    order: dict[str, None] = {}

    def visit(key: str) -> None:
        if key in order or nodes[key]["resource_type"] != "model":
            return
        for parent in nodes[key]["depends_on"]["nodes"]:
            if parent in nodes:
                visit(parent)
        order[key] = None

    for key in sorted(nodes):
        visit(key)
    return list(order)


def _sent(log: Path) -> dict[str, list[str]]:
    """What dbt sent to DuckDB by node, as the lines of its log that are JSON say."""
    sent: dict[str, list[str]] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        if not line.startswith("{"):
            continue
        event = json.loads(line)
        if event["info"]["name"] == "SQLQuery":
            key = event["data"].get("node_info", {}).get("unique_id", "")
            sent.setdefault(key, []).append(event["data"]["sql"])
    return sent


def compile_project(folder: Path, parsed: Path, rows: Rows) -> Project:
    """Lets dbt build the project on a landing. Its two files stay in the folder."""
    contracts = load_contracts(PROJECT)
    load_landing(folder / BUILD_FILE, contracts, land(rows, folder / "landing"))
    words = ["--quiet", "--resource-type", "model", "--resource-type", "seed"]
    # The log, whole.
    words += ["--log-format-file", "json", "--log-level-file", "debug", "--log-file-max-bytes", "0"]
    dbt_run("build", folder, parsed, words)
    manifest = read_manifest(folder / "target")
    nodes = manifest["nodes"]
    models = {
        key: Model(
            key=key,
            database=nodes[key]["database"],
            schema=nodes[key]["schema"],
            name=nodes[key]["name"],
            relation=nodes[key]["relation_name"],
            materialized=nodes[key]["config"]["materialized"],
            sql=nodes[key]["compiled_code"],
            parents=tuple(nodes[key]["depends_on"]["nodes"]),
            columns=_contract(nodes[key]),
        )
        for key in _in_order(nodes)
    }
    sent = _sent(folder / "dbt" / "logs" / "dbt.log")
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    return Project(
        models=models,
        sources={
            key: f"{node['source_name']}.{node['name']}"
            for key, node in manifest["sources"].items()
        },
        tables={table.full_name: table for table in contracts},
        seeds=tuple(
            (node["schema"], node["name"])
            for node in nodes.values()
            if node["resource_type"] == "seed"
        ),
        start=tuple(
            statement
            for key, statements in sent.items()
            if key.startswith("operation.")
            for statement in statements
        ),
        folder=folder,
        as_of=settings["vars"]["as_of"],
    )


@dataclass(eq=False, repr=False)
class Warehouse:
    """A DuckDB in memory on which a project's models are run, as often as one likes.

    change may rewrite the SQL of a model, given its name: how a test of these tests breaks one.
    """

    project: Project
    scratch: Path
    change: Statement = field(default=lambda _, sql: sql)
    connection: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:  # noqa: ARG002
        printer.text("warehouse")

    def __post_init__(self) -> None:
        self.targets = self.project.marts_about("hubspot.contact", "hubspot.company")
        self.needed = self.project.upstream(model.key for model in self.targets)
        # What is read of the landing: what the landing step itself writes down is none of it.
        self.landed = {
            self.project.sources[key] for key in self.needed & set(self.project.sources)
        } & set(self.project.tables)
        self.planted: set[str] = set()
        self.views: dict[str, str] = {}
        run = self.connection.execute
        run("attach ':memory:' as build; attach ':memory:' as warehouse; use build")
        # So little data is read sooner by one thread.
        run("set threads = 1")
        for statement in self.project.start:
            run(statement)
        self.empty()

    def empty(self) -> None:
        """Takes all away that was landed and built; the seeds are there, and what was kept."""
        run = self.connection.execute
        run("use build")
        schemas = {(model.database, model.schema) for model in self.project.models.values()}
        schemas |= {("warehouse", schema) for schema, _ in self.project.seeds}
        schemas |= {("build", table.source) for table in self.project.tables.values()}
        for database, schema in sorted(schemas | {("build", "landing")}):
            run(f'drop schema if exists {database}."{schema}" cascade')
            run(f'create schema {database}."{schema}"')
        found_by_name = [f"warehouse.{name}" for database, name in schemas if database != "build"]
        run(f"set search_path = 'build.main,{','.join(sorted(found_by_name))}'")
        run(f"create table landing.rejected_rows ({REJECTED_COLUMNS})")
        run(f"create table landing.table_accounts ({ACCOUNTS_COLUMNS})")
        run(f"attach {quote_text(str(self.project.folder / WAREHOUSE_FILE))} as built (read_only)")
        for schema, name in self.project.seeds:
            run(f'create table warehouse."{schema}"."{name}" as from built."{schema}"."{name}"')
        run("detach built")
        self.views.clear()
        self._plant(self.landed, {})

    def _plant(self, names: Iterable[str], files: Mapping[str, Landed]) -> None:
        loader = Loader(self.connection)
        for name in sorted(names):
            table = self.project.tables[name]
            self.connection.execute(f'drop table if exists "{table.source}"."{table.name}"')
            self.connection.execute(
                "delete from landing.table_accounts where source_system = ? and table_name = ?",
                [table.source, table.name],
            )
            loader.load(table, files.get(name))

    def register(self, rows: Rows) -> None:
        """Lands the rows as files, and loads them as the landing step does."""
        unknown = set(rows) - set(self.project.tables)
        assert not unknown, f"no contract declares {', '.join(sorted(unknown))}"
        files = land(rows, self.scratch)
        self.connection.execute("delete from landing.rejected_rows")
        self._plant(self.landed & (set(rows) | self.planted), files)
        self.planted = set(rows)

    def _run(self, model: Model, as_of: str, scattered: int | None = None) -> None:
        # No engine promises an order of rows, so each table may be written in any.
        order = f"order by md5(model::varchar || '{scattered}')" if scattered is not None else ""
        sql = self.change(model.name, model.sql).replace(self.project.as_of, as_of)
        run = self.connection.execute
        if model.materialized == "view":
            if self.views.get(model.key) != sql:
                run(f"create or replace view {model.relation} as {sql}")
                self.views[model.key] = sql
        elif model.columns:
            names = ", ".join(name for name, _ in model.columns)
            declared = ", ".join(f"{name} {kind}" for name, kind in model.columns)
            run(f"create or replace table {model.relation} ({declared})")
            run(f"insert into {model.relation} select {names} from ({sql}) as model {order}")
        else:
            run(f"create or replace table {model.relation} as from ({sql}) as model {order}")

    def build(self, rows: Rows, *, as_of: str | None = None, scattered: int | None = None) -> None:
        """Builds the marts on a landing, upon whatever was built before.

        scattered is the seed of an order in which the rows of every table are then written.
        """
        self.register(rows)
        for key, model in self.project.models.items():
            if key in self.needed:
                self._run(model, as_of or self.project.as_of, scattered)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.connection.execute(query).fetchall()

    def keep(self, label: str) -> None:
        """Keeps the marts under a label, to compare later ones with them."""
        for model in self.targets:
            schema = f'build."{label} {model.schema}"'
            self.connection.execute(f"create schema if not exists {schema}")
            self.connection.execute(
                f'create or replace table {schema}."{model.name}" as from {model.relation}'
            )

    def differences(self, label: str) -> str:
        """The rows that only the kept or only the present tables have, readable; none if equal.

        label is that of kept tables, or the name of an attached file with the same tables.
        """
        attached = self.rows(f"from duckdb_databases() where database_name = {quote_text(label)}")
        lines = []
        for model in self.targets:
            schema = (
                f'"{label}"."{model.schema}"' if attached else f'build."{label} {model.schema}"'
            )
            kept = f'{schema}."{model.name}"'
            for sign, one, other in (("-", kept, model.relation), ("+", model.relation, kept)):
                cursor = self.connection.execute(
                    f"from (from {one} except all from {other}) order by all"
                )
                names = [column[0] for column in cursor.description or []]
                for row in cursor.fetchall():
                    pairs = zip(names, row, strict=True)
                    text = ", ".join(f"{name}={it}" for name, it in pairs if it is not None)
                    lines.append(f"{sign} {model.name}: {text}")
        return "\n".join(lines)
