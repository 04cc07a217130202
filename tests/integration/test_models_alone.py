"""Models without a company: their unit tests, and the whole project on tables without a row."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.contracts import load_contracts
from orchestration.lib.landing import create_views
from orchestration.lib.settings import PROJECT
from tests.integration.company import dbt_build


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where everything was built on an empty landing; dbt's unit tests ran with it."""
    folder = tmp_path_factory.mktemp("alone")
    create_views(folder / "warehouse.duckdb", load_contracts(PROJECT), {})
    dbt_build(folder, folder / "warehouse.duckdb", [])
    return folder


def test_every_unit_test_of_a_model_passes(scratch: Path) -> None:
    results = json.loads((scratch / "target" / "run_results.json").read_text("utf-8"))["results"]
    units = {
        result["unique_id"]: result["status"]
        for result in results
        if result["unique_id"].startswith("unit_test.")
    }
    manifest = json.loads((scratch / "target" / "manifest.json").read_text("utf-8"))
    assert units
    assert set(units) == set(manifest["unit_tests"])
    assert set(units.values()) == {"pass"}


def test_a_company_without_a_row_has_marts_without_a_row(scratch: Path) -> None:
    with duckdb.connect(str(scratch / "warehouse.duckdb"), read_only=True) as connection:
        facts = connection.execute("""
            select table_name, estimated_size from duckdb_tables()
            where schema_name = 'marts' and table_name like 'fct_%'
        """).fetchall()
    assert len(facts) == 28
    assert {rows for _, rows in facts} == {0}
