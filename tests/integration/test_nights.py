"""What a second night publishes equals what the same landing gives where nothing was before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.lib import dbt
from orchestration.lib.contracts import load_connectors
from orchestration.lib.settings import PROJECT
from tests.integration.company import Company, found, simulate

FIRST_NIGHT = "2025-03-30 22:00:00"
# The instant that the simulated landing states.
AS_OF = "2026-06-30 22:00:00"


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
def grown(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Company:
    """A company with two nights, more than a year apart."""
    company = found(tmp_path_factory.mktemp("grown"), load_connectors(PROJECT), parsed)
    whole = Company(company.folder / "whole")
    whole.folder.mkdir()
    simulate(whole, seed=5, activities=4000)
    _land_what_was_known(whole.landing, company.landing, FIRST_NIGHT)
    first = company.nightly(AARRR_AS_OF=FIRST_NIGHT)
    assert first.returncode == 0, first.stdout + first.stderr
    shutil.rmtree(company.landing)
    whole.landing.rename(company.landing)
    _correct_by_hand(company.landing)
    # The landing of a year later differs in volume on purpose.
    second = company.nightly("--accept-changes")
    assert second.returncode == 0, second.stdout + second.stderr
    return company


def test_two_nights_equal_one_build_from_nothing(grown: Company, tmp_path: Path) -> None:
    rebuilt = Company(tmp_path)
    shutil.copytree(grown.folder / "project", tmp_path / "project")
    rebuilt.landing.symlink_to(grown.landing)
    parsed = dbt.parsed_folder(grown.settings)
    shutil.copytree(parsed, dbt.parsed_folder(rebuilt.settings))
    night = rebuilt.nightly()
    assert night.returncode == 0, night.stdout + night.stderr
    connection = duckdb.connect()
    connection.execute(f"attach '{grown.published}' as grown (read_only)")
    connection.execute(f"attach '{rebuilt.published}' as rebuilt (read_only)")
    tables, others = (
        connection.execute(f"""
            select schema_name || '.' || table_name from duckdb_tables()
            where database_name = '{one}' order by all
        """).fetchall()
        for one in ("grown", "rebuilt")
    )
    assert tables == others
    assert ("marts.fct_lifecycle",) in tables
    for (table,) in tables:
        for one, other in (("grown", "rebuilt"), ("rebuilt", "grown")):
            extra = f"from {one}.{table} except all from {other}.{table}"
            ((rows,),) = connection.execute(f"select count(*) from ({extra})").fetchall()
            assert rows == 0, f"{rows} rows of {table} are only in the {one} warehouse"


def test_the_second_night_followed_the_first(grown: Company) -> None:
    versions = sorted((grown.folder / "warehouse" / "versions").iterdir())
    manifests = [json.loads((one / "manifest.json").read_text("utf-8")) for one in versions]
    assert [manifest["as_of"] for manifest in manifests] == [FIRST_NIGHT, AS_OF]
    first, second = (manifest["rows"]["marts.fct_lifecycle"] for manifest in manifests)
    assert 0 < first < second


def test_what_is_published_has_no_trace_of_how_it_came_about(grown: Company) -> None:
    """Only marts and seeds, in a file whose blocks hold their rows and nothing that was dropped."""
    schemas = grown.rows("select distinct schema_name from duckdb_tables() order by all")
    assert schemas == [("agreement",), ("marts",), ("reference",)]
    ((free,),) = grown.rows("select free_blocks from pragma_database_size()")
    assert free == 0
