"""Rows that connectors really landed go through staging unmodified, and none is lost.

The rows stand beside the repository, never in it: tests/integration/company.py says where.
Rows and exact duplicates are counted here with the csv module, so that an error in the SQL of
staging cannot hide itself. What a staged value should be is the business of the models' own tests.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.contracts import Table, load_contracts
from orchestration.lib.landing import check_landing, create_views, readable
from orchestration.lib.landing_files import normalised
from orchestration.lib.settings import PROJECT
from tests.integration.company import dbt_build, shared_data

# What surrounds a table's name in the name of its file: (before, after).
AFFIXES = {
    "hubspot": ("", "_data"),
    "mailchimp": ("", ""),
    "google_ads": ("", "_data"),
    "facebook_ads": ("facebook_ads_", "_data"),
}

# Some files come in other forms, for warehouses that quote names otherwise or keep JSON as text.
# The forms are one table and cannot be landed together: each has a landing of its own, in which it
# stands in for the usual form.
USUAL_FORM = "usual"
SECOND_FORMS = ("snowflake", "postgres", "databricks", "json")
FORMS = (USUAL_FORM, *SECOND_FORMS)

# The rejects among the real rows, by connector, table and the column that the reason names.
EXPECTED_REJECTS: dict[str, dict[tuple[str, str, str], int]] = {
    USUAL_FORM: {
        # A spreadsheet turned one hash into #ERROR!: without its id, a row cannot be told from
        # the one that revises it.
        ("google_ads", "campaign_stats", "_fivetran_id"): 1,
    },
}

Landed = dict[tuple[str, str], Path]


@dataclass(frozen=True)
class Build:
    """One form of the rows, landed and staged in a warehouse of its own.

    landed holds the files that come in this form, whatever else was landed beside them.
    """

    form: str
    landed: Landed
    contracts: dict[tuple[str, str], Table]
    warehouse: Path

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """The rows of a query on the warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def staged(self) -> dict[tuple[str, str], int]:
        """The rows of the staging model of every table."""
        counts = [
            f"select '{connector}', '{table}', count(*) from staging.stg_{connector}__{table}"
            for connector, table in self.landed
        ]
        found = self.rows(" union all ".join(counts))
        return {(str(connector), str(table)): int(str(rows)) for connector, table, rows in found}

    def rejects(self) -> Iterator[tuple[str, str, str]]:
        """Connector, table and reason of every rejected row of a landed table."""
        for connector in sorted({connector for connector, _ in self.landed}):
            query = f"select table_name, reject_reason from staging.stg_{connector}__rejects"
            for table, reason in self.rows(query):
                if (connector, table) in self.landed:
                    yield connector, str(table), str(reason)


def _table_and_form(connector: str, path: Path) -> tuple[str, str]:
    """The table of a file and its form: company_data_postgres is company in the postgres form."""
    before, after = AFFIXES[connector]
    name = path.stem.removeprefix(before)
    for form in SECOND_FORMS:
        for ending in (f"{after}_{form}", f"_{form}{after}"):
            if name.endswith(ending):
                return name.removesuffix(ending), form
    return name.removesuffix(after), USUAL_FORM


def _files(folder: Path, form: str) -> Landed:
    """The files of one form, by connector and table."""
    found: Landed = {}
    for connector in AFFIXES:
        for path in sorted((folder / connector).glob("*.csv")):
            table, its_form = _table_and_form(connector, path)
            if its_form == form:
                found[connector, table] = path
    return found


def _distinct_rows(path: Path, table: Table) -> tuple[int, int]:
    """The rows of a file, and how many of them differ in the columns of their contract."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = [normalised(name) for name in next(reader)]
        places = [header.index(column.name) for column in table.columns if column.name in header]
        rows = [tuple(row[place] for place in places) for row in reader if row]
    return len(rows), len(set(rows))


@pytest.fixture(scope="module")
def real_rows() -> Path:
    """The folder of the connectors' rows."""
    return shared_data("fivetran")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of landing, warehouse and dbt's target; one for all forms, so dbt parses once."""
    return tmp_path_factory.mktemp("connector_rows")


@pytest.fixture(scope="module", params=FORMS)
def build(request: pytest.FixtureRequest, real_rows: Path, scratch: Path) -> Build:
    """One form of the real rows, copied into a landing, registered and staged by dbt."""
    form = str(request.param)
    landed = _files(real_rows, form)
    landing, warehouse = scratch / "landing", scratch / "warehouse.duckdb"
    shutil.rmtree(landing, ignore_errors=True)
    warehouse.unlink(missing_ok=True)
    for (connector, table), path in {**_files(real_rows, USUAL_FORM), **landed}.items():
        target = landing / connector / f"{table}.csv"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)

    contracts = load_contracts(PROJECT)
    report, files = check_landing(landing, contracts, list(AFFIXES))
    assert not report.errors, readable(report)
    create_views(warehouse, contracts, files)

    # Buildable: a test that also reads a model outside of staging has nothing to read here.
    words = ["--indirect-selection", "buildable", "--select"]
    models = ["path:models/staging"]
    if form != USUAL_FORM:
        models = sorted({f"path:models/staging/{connector}" for connector, _ in landed})
    dbt_build(scratch, warehouse, [*words, *models])
    by_name = {(table.source, table.name): table for table in contracts}
    return Build(form, landed, by_name, warehouse)


@pytest.mark.parametrize("form", FORMS)
def test_every_file_belongs_to_a_table_with_a_contract(real_rows: Path, form: str) -> None:
    contracts = {(table.source, table.name) for table in load_contracts(PROJECT)}
    landed = _files(real_rows, form)
    assert landed, f"{real_rows} holds no file in the {form} form"
    unknown = [
        f"{path} is no table of {key[0]}" for key, path in landed.items() if key not in contracts
    ]
    assert not unknown


def test_every_row_is_staged_rejected_or_an_exact_duplicate(build: Build) -> None:
    rejected = Counter((connector, table) for connector, table, _ in build.rejects())
    staged = build.staged()
    lost = []
    for key, path in build.landed.items():
        rows, distinct = _distinct_rows(path, build.contracts[key])
        duplicates = rows - distinct
        if rows != staged[key] + rejected[key] + duplicates:
            lost.append(
                f"{path.name}: {rows} rows are not {staged[key]} staged, {rejected[key]} rejected "
                f"and {duplicates} duplicates"
            )
    assert not lost, "\n".join(lost)


def test_rejects_are_the_ones_that_are_known_to_be_broken(build: Build) -> None:
    found = Counter(
        (connector, table, reason.split()[0]) for connector, table, reason in build.rejects()
    )
    assert found == EXPECTED_REJECTS.get(build.form, {})


def test_every_reason_names_a_column(build: Build) -> None:
    for connector, table, reason in build.rejects():
        columns = {column.name for column in build.contracts[connector, table].columns}
        assert reason.split()[0] in columns, f"{connector}.{table}: {reason}"
