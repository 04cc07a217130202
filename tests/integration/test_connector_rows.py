"""Rows that connectors really landed are loaded and staged unmodified, and none is lost.

The rows stand beside the repository, never in it: tests/integration/company.py says where.
Rows and exact duplicates are counted here with the csv module, so that an error in the SQL that
loads them cannot hide itself. What a staged value should be is the business of the models' own
tests.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.lib.build_files import BUILD_FILE, open_build
from orchestration.lib.contracts import Table, load_contracts
from orchestration.lib.landing import Report, check_landing, readable
from orchestration.lib.landing_files import normalised
from orchestration.lib.landing_load import Account, load_landing
from orchestration.lib.settings import PROJECT
from tests.integration.company import dbt_run, shared_data

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
    """One form of the rows, loaded and staged in a folder of its own.

    landed holds the files that come in this form, whatever else was landed beside them; report and
    accounts say what the landing step made of them.
    """

    form: str
    landed: Landed
    contracts: dict[tuple[str, str], Table]
    folder: Path
    report: Report
    accounts: dict[str, Account]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """The rows of a query on the warehouse."""
        with open_build(self.folder) as connection:
            return connection.execute(query).fetchall()

    def read(self) -> Landed:
        """The files of the tables that a model reads."""
        return {key: path for key, path in self.landed.items() if self.contracts[key].is_read}

    def staged(self) -> dict[tuple[str, str], int]:
        """The rows of the staging model of every table that has one."""
        counts = [
            f"select '{connector}', '{table}', count(*) from staging.stg_{connector}__{table}"
            for connector, table in self.read()
        ]
        found = self.rows(" union all ".join(counts)) if counts else []
        return {(str(connector), str(table)): int(str(rows)) for connector, table, rows in found}

    def rejects(self) -> Iterator[tuple[str, str, str]]:
        """Connector, table and reason of every rejected row of a landed table."""
        query = "select source_system, table_name, reject_reason from landing.rejected_rows"
        for connector, table, reason in self.rows(query):
            if (connector, table) in self.landed:
                yield str(connector), str(table), str(reason)


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


@pytest.fixture(scope="module", params=FORMS)
def build(
    request: pytest.FixtureRequest,
    real_rows: Path,
    tmp_path_factory: pytest.TempPathFactory,
    parsed: Path,
) -> Build:
    """One form of the real rows, copied into a landing, loaded and staged by dbt."""
    form = str(request.param)
    landed = _files(real_rows, form)
    folder = tmp_path_factory.mktemp(f"rows_{form}")
    for (connector, table), path in {**_files(real_rows, USUAL_FORM), **landed}.items():
        target = folder / "landing" / connector / f"{table}.csv"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)

    contracts = load_contracts(PROJECT)
    report, files = check_landing(folder / "landing", contracts, list(AFFIXES))
    assert not report.errors, readable(report)
    accounts = load_landing(folder / BUILD_FILE, contracts, files)

    # Buildable: a test that also reads a model outside of staging has nothing to read here.
    words = ["--indirect-selection", "buildable", "--select"]
    models = ["path:models/staging"]
    if form != USUAL_FORM:
        models = sorted({f"path:models/staging/{connector}" for connector, _ in landed})
    dbt_run("build", folder, parsed, [*words, *models])
    by_name = {(table.source, table.name): table for table in contracts}
    return Build(form, landed, by_name, folder, report, accounts)


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
    for key, path in build.read().items():
        rows, distinct = _distinct_rows(path, build.contracts[key])
        duplicates = rows - distinct
        if rows != staged[key] + rejected[key] + duplicates:
            lost.append(
                f"{path.name}: {rows} rows are not {staged[key]} staged, {rejected[key]} rejected "
                f"and {duplicates} duplicates"
            )
    assert not lost, "\n".join(lost)


def test_the_account_of_each_table_is_that_of_its_file(build: Build) -> None:
    """rejected_rows has each row once, the account as often as it was landed."""
    staged = build.staged()
    for key, path in build.read().items():
        account = build.accounts[".".join(key)]
        rows, distinct = _distinct_rows(path, build.contracts[key])
        parts = account.loaded + account.rejected + account.superseded + account.copies
        assert (account.rows, parts, account.loaded) == (rows, rows, staged[key]), path.name
        assert account.copies <= rows - distinct, path.name


def test_a_table_that_no_model_reads_is_described_and_not_loaded(build: Build) -> None:
    unread = {key: path for key, path in build.landed.items() if key not in build.read()}
    for key, path in unread.items():
        rows, _ = _distinct_rows(path, build.contracts[key])
        assert build.report.tables[".".join(key)]["rows"] == rows, path.name
        assert ".".join(key) not in build.accounts
    assert unread or build.form != USUAL_FORM


def test_rejects_are_the_ones_that_are_known_to_be_broken(build: Build) -> None:
    found = Counter(
        (connector, table, reason.split()[0]) for connector, table, reason in build.rejects()
    )
    assert found == EXPECTED_REJECTS.get(build.form, {})


def test_every_reason_names_a_column(build: Build) -> None:
    for connector, table, reason in build.rejects():
        columns = {column.name for column in build.contracts[connector, table].columns}
        assert reason.split()[0] in columns, f"{connector}.{table}: {reason}"
