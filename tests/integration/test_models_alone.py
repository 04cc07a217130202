"""Models without a company: their unit tests, and the whole project on tables without a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orchestration.lib.build_files import BUILD_FILE, open_build
from orchestration.lib.contracts import load_contracts
from orchestration.lib.dbt import read_manifest
from orchestration.lib.landing_load import load_landing
from orchestration.lib.settings import PROJECT
from tests.integration.company import dbt_run

MACROS = "tests/dbt/macros/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("alone")


@pytest.fixture(scope="module")
def status(folder: Path, parsed: Path) -> dict[str, str]:
    """How each node ended when everything was built on an empty landing, by its unique id."""
    load_landing(folder / BUILD_FILE, load_contracts(PROJECT), {})
    results = dbt_run("build", folder, parsed, [])["results"]
    return {result["unique_id"]: result["status"] for result in results}


def test_every_unit_test_of_a_model_passes(status: dict[str, str], parsed: Path) -> None:
    units = {key: said for key, said in status.items() if key.startswith("unit_test.")}
    assert units
    assert set(units) == set(read_manifest(parsed)["unit_tests"])
    assert set(units.values()) == {"pass"}


def test_every_test_of_a_macro_passes(status: dict[str, str], parsed: Path) -> None:
    """A night leaves them out: they read no data."""
    nodes: dict[str, Any] = read_manifest(parsed)["nodes"]
    of_macros = {
        key for key, node in nodes.items() if node["original_file_path"].startswith(MACROS)
    }
    assert len(of_macros) == len(list((PROJECT / MACROS).glob("*.sql")))
    assert {status[key] for key in of_macros} == {"pass"}


def test_a_company_without_a_row_has_marts_without_a_row(
    status: dict[str, str], folder: Path
) -> None:
    with open_build(folder) as connection:
        facts = connection.execute("""
            select table_name, estimated_size from duckdb_tables()
            where schema_name = 'marts' and table_name like 'fct_%'
        """).fetchall()
    assert len(facts) == 28
    assert {rows for _, rows in facts} == {0}
