"""A warehouse grown night by night equals one built from nothing, row for row."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.contracts import load_connectors
from orchestration.lib.settings import PROJECT
from tests.integration.company import Company, found

FIRST_NIGHT = "2025-03-30 22:00:00"


def _land_what_was_known(source: Path, target: Path, instant: str) -> None:
    """Copies a landing as it stood at an instant: late rows, merges and edits come later."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    for file in sorted(source.rglob("*.parquet")):
        columns = {name for name, *_ in connection.execute(f"describe from '{file}'").fetchall()}
        known = next(
            (name for name in ("_fivetran_synced", "recorded_at") if name in columns), None
        )
        if known:
            condition = f"{known} < timestamp '{instant}' or {known} is null"
        elif "event_date" in columns:
            condition = f"event_timestamp < epoch_us(timestamp '{instant}')"
        else:
            condition = "true"
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        connection.execute(f"copy (from '{file}' where {condition}) to '{copy}' (format parquet)")


def _correct_by_hand(landing: Path) -> None:
    """Somebody corrects one old row of a file and deletes another, and no time says so."""
    (file,) = landing.glob("files/activities/part-00000.parquet")
    rows = f"""
        select * exclude (place) replace (
            case when place = 1 then 'corrected' else detail end as detail
        )
        from (
            select *, row_number() over (order by occurred_at, activity_id) as place from '{file}'
        )
        where place <> 2
    """
    copy = file.with_suffix(".new")
    duckdb.execute(f"copy ({rows}) to '{copy}' (format parquet)")
    copy.replace(file)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company with two nights, more than a year apart."""
    company = found(tmp_path_factory.mktemp("grown"), load_connectors(PROJECT))
    whole = company.folder / "whole"
    words = ["--seed", "5", "--activities", "4000", "--landing", str(whole)]
    truth = ["--truth", str(company.folder / "truth")]
    subprocess.run([sys.executable, "-m", "demo", *words, *truth], cwd=PROJECT, check=True)
    _land_what_was_known(whole, company.landing, FIRST_NIGHT)
    first = company.nightly(AARRR_AS_OF=FIRST_NIGHT)
    assert first.returncode == 0, first.stdout + first.stderr
    shutil.rmtree(company.landing)
    whole.rename(company.landing)
    _correct_by_hand(company.landing)
    # The landing of a year later differs in volume on purpose.
    second = company.nightly("--accept-changes")
    assert second.returncode == 0, second.stdout + second.stderr
    return company


def test_two_nights_equal_one_build_from_nothing(grown: Company, tmp_path: Path) -> None:
    kept = tmp_path / "grown.duckdb"
    shutil.copy(grown.published, kept)
    assert grown.nightly("--full-refresh").returncode == 0
    connection = duckdb.connect()
    connection.execute(f"attach '{kept}' as grown (read_only)")
    connection.execute(f"attach '{grown.published}' as rebuilt (read_only)")
    tables = connection.execute("""
        select schema_name || '.' || table_name from duckdb_tables() where database_name = 'rebuilt'
    """).fetchall()
    assert ("intermediate.int_activities",) in tables
    assert ("marts.fct_lifecycle",) in tables
    for (table,) in tables:
        for one, other in (("grown", "rebuilt"), ("rebuilt", "grown")):
            extra = f"from {one}.{table} except all from {other}.{table}"
            ((rows,),) = connection.execute(f"select count(*) from ({extra})").fetchall()
            assert rows == 0, f"{rows} rows of {table} are only in the {one} warehouse"


def test_the_second_night_built_on_the_first(grown: Company) -> None:
    versions = sorted((grown.folder / "warehouse" / "versions").iterdir())
    manifests = [(version / "manifest.json").read_text("utf-8") for version in versions]
    assert len(versions) >= 2
    assert '"full_refresh": false' in manifests[1]
