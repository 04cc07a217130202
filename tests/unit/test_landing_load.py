"""What becomes of landed rows: loaded, rejected with a reason, an older version, an exact copy."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.lib.contracts import Column, Table, load_contracts
from orchestration.lib.errors import UserError
from orchestration.lib.landing import prepare_landing
from orchestration.lib.landing_files import Landed, Layout
from orchestration.lib.landing_load import SUPERSEDED, Account, load_landing
from orchestration.lib.settings import PROJECT

VERSIONED = Table(
    "crm",
    "price",
    (
        Column("id", "text", required=True),
        Column("amount", "decimal(18, 2)"),
        Column("unit", "text", accepted_values=("day", "month")),
        Column("currency", "text", pattern="^[A-Z]{3}$"),
        Column("recorded_at", "timestamptz"),
    ),
    key=("id",),
    latest_by="recorded_at",
)
HEADER = "id,amount,unit,currency,recorded_at"


def load(folder: Path, table: Table, lines: list[str]) -> tuple[Account, list[tuple[Any, ...]]]:
    """Loads a CSV of one table; its account and the rejects as (reason, raw row)."""
    file = folder / "landed.csv"
    file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    layout = Layout("csv", tuple((name, "VARCHAR") for name in HEADER.split(",")), ",")
    landed = Landed(rows=len(lines), layouts={layout: [file]})
    build = folder / "build.duckdb"
    accounts = load_landing(
        build, [table], {table.full_name: landed}, timezone="Europe/Paris", memory="500MB"
    )
    with duckdb.connect(str(build), read_only=True) as connection:
        rejects = connection.execute(
            "select reject_reason, raw_row from landing.rejected_rows order by all"
        ).fetchall()
    return accounts[table.full_name], rejects


def loaded(folder: Path, query: str = "select * from crm.price order by all") -> list[Any]:
    with duckdb.connect(str(folder / "build.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_what_became_of_the_rows_of_a_table_is_written_down(tmp_path: Path) -> None:
    early, late = "A,1,day,EUR,2025-01-01", "A,2,day,EUR,2025-01-02"
    account, _ = load(tmp_path, VERSIONED, [early, late, late, "B,,decade,EUR,2025-01-01"])
    (row,) = loaded(tmp_path, "select * from landing.table_accounts")
    assert row == ("crm", "price", 4, 1, 1, 1, 1)
    assert row[2:] == account.counts


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",9.50,day,EUR,2025-01-01", "id is missing"),
        ("  ,9.50,day,EUR,2025-01-01", "id is missing"),
        ("A,9.50 EUR,day,EUR,2025-01-01", "amount is not a decimal(18, 2): 9.50 EUR"),
        ("A,9.50,decade,EUR,2025-01-01", "unit is not one of day, month: decade"),
        ("A,9.50,day,EURO,2025-01-01", "currency does not match ^[A-Z]{3}$: EURO"),
        ("A,9.50,day,EUR,2025-02-30", "recorded_at is not a timestamptz: 2025-02-30"),
    ],
)
def test_a_reject_says_column_and_value(tmp_path: Path, line: str, reason: str) -> None:
    account, rejects = load(tmp_path, VERSIONED, [line, line, "B,1,day,EUR,2025-01-01"])
    # Two equal rows are one reject to read, and two landed rows to account for.
    assert [said for said, _ in rejects] == [reason]
    assert (account.rows, account.loaded, account.rejected) == (3, 1, 2)
    assert [row[0] for row in loaded(tmp_path)] == ["B"]


def test_what_is_empty_is_no_value_and_no_reject(tmp_path: Path) -> None:
    account, rejects = load(tmp_path, VERSIONED, ["A,,,,"])
    assert (account.loaded, rejects) == (1, [])


def test_the_latest_readable_version_of_a_key_counts(tmp_path: Path) -> None:
    lines = [
        "A,8.50,month,EUR,2025-01-01",
        " A ,9.50,month,EUR,2025-01-02",
        "A,much,month,EUR,2025-01-03",
    ]
    account, rejects = load(tmp_path, VERSIONED, lines)
    assert [row[1] for row in loaded(tmp_path)] == ["9.50"]
    assert sorted(said for said, _ in rejects) == [
        SUPERSEDED,
        "amount is not a decimal(18, 2): much",
    ]
    assert (account.rows, account.rejected, account.superseded) == (3, 1, 1)


def test_versions_are_compared_as_instants_and_not_as_text(tmp_path: Path) -> None:
    lines = [
        "A,8.50,month,EUR,2025-01-02T10:00:00+05:00",
        "A,9.50,month,EUR,2025-01-02T09:00:00Z",
    ]
    load(tmp_path, VERSIONED, lines)
    assert [row[1] for row in loaded(tmp_path)] == ["9.50"]


def test_an_instant_without_an_offset_is_of_the_business_time_zone(tmp_path: Path) -> None:
    lines = ["A,1,month,EUR,2025-07-02T09:30:00", "A,2,month,EUR,2025-07-02T08:00:00Z"]
    load(tmp_path, VERSIONED, lines)
    # 09:30 in Paris is 07:30 UTC, before 08:00.
    assert [row[1] for row in loaded(tmp_path)] == ["2"]


def test_exact_copies_are_one_row_whatever_the_key(tmp_path: Path) -> None:
    lines = ["A,1,day,EUR,2025-01-01"] * 3 + ["B,1,day,EUR,"] * 2
    account, rejects = load(tmp_path, VERSIONED, lines)
    assert (account.loaded, account.copies, rejects) == (2, 3, [])
    keyless = Table("crm", "price", VERSIONED.columns)
    account, _ = load(tmp_path, keyless, [*lines, "A,2,day,EUR,2025-01-01"])
    assert (account.loaded, account.copies) == (3, 3)


def test_different_rows_of_a_key_without_a_rule_are_rejected_all(tmp_path: Path) -> None:
    table = Table("crm", "price", VERSIONED.columns, key=("id", "unit"))
    lines = ["A,1,day,EUR,", "A,2,day,EUR,", "A,2,day,EUR,", "A,3,month,EUR,", "B,1,day,EUR,"]
    account, rejects = load(tmp_path, table, lines)
    assert account.conflicts == ("A, day",)
    assert [said for said, _ in rejects] == [
        "id and unit stand in different rows: A, day. Export one row a key"
    ] * 2
    assert (account.rows, account.loaded, account.rejected, account.copies) == (5, 2, 2, 1)
    assert [row[:2] for row in loaded(tmp_path)] == [("A", "3"), ("B", "1")]


def test_such_a_table_is_told_and_the_night_goes_on(
    tiny_project: Path, tmp_path: Path, land: Any
) -> None:
    land("crm/contact.csv", "id,email\n1,a@b.example\n")
    land("crm/visits_1.csv", "visit_id,seen_at\nv,2026-01-01\nv,2026-01-02\nw,2026-01-01\n")
    report = prepare_landing(tiny_project, tmp_path / "landing", tmp_path / "build.duckdb")
    assert report.errors == []
    (finding,) = [one for one in report.findings if one.code == "ambiguous_key"]
    assert (finding.severity, finding.table) == ("warning", "crm.visit")
    assert "visit_id" in finding.message
    assert ": v." in finding.message
    assert loaded(tmp_path, "select visit_id from crm.visit") == [("w",)]


def test_rows_that_came_between_the_check_and_the_loading_stop_the_night(
    tiny_project: Path, tmp_path: Path, land: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = land("crm/contact.csv", "id,email\n1,a@b.example\n")
    load = load_landing

    def later(*arguments: Any, **options: Any) -> dict[str, Account]:
        file.write_text("id,email\n1,a@b.example\n2,c@d.example\n")
        return load(*arguments, **options)

    monkeypatch.setattr("orchestration.lib.landing.load_landing", later)
    report = prepare_landing(tiny_project, tmp_path / "landing", tmp_path / "build.duckdb")
    (finding,) = report.errors
    assert finding.code == "changed_meanwhile"
    assert f"{file} of crm.contact changed between the check and the loading" in finding.message


def test_only_what_a_model_reads_is_loaded(tiny_project: Path, tmp_path: Path, land: Any) -> None:
    (tiny_project / "models" / "staging" / "crm" / "stg_crm__visit.sql").unlink()
    land("crm/contact.csv", "id,email\n1,a@b.example\n")
    land("crm/visits_1.csv", "visit_id\nv\n")
    report = prepare_landing(tiny_project, tmp_path / "landing", tmp_path / "build.duckdb")
    assert report.tables["crm.visit"]["rows"] == 1
    assert "loaded" not in report.tables["crm.visit"]
    tables = loaded(tmp_path, "select table_name from duckdb_tables() where schema_name = 'crm'")
    assert tables == [("contact",)]


def test_a_file_that_is_held_is_said(tmp_path: Path) -> None:
    held = tmp_path / "build.duckdb"
    held.mkdir()
    with pytest.raises(UserError, match=r"build\.duckdb cannot be written"):
        load_landing(held, [VERSIONED], {})


def test_every_reason_of_every_contract_can_be_asked(tmp_path: Path) -> None:
    """The SQL of all contracts of the project, on no row and on one row of nothing."""
    contracts = load_contracts(PROJECT)
    accounts = load_landing(tmp_path / "build.duckdb", contracts, {})
    assert set(accounts) == {table.full_name for table in contracts if table.is_read}
    file = tmp_path / "nothing.csv"
    for table in contracts:
        names = [column.name for column in table.columns]
        file.write_text(",".join(names) + "\n" + "," * (len(names) - 1) + "\n")
        if len(names) == 1:
            continue
        layout = Layout("csv", tuple((name, "VARCHAR") for name in names), ",")
        landed = {table.full_name: Landed(rows=1, layouts={layout: [file]})}
        account = load_landing(tmp_path / "one.duckdb", [table], landed).get(table.full_name)
        if account is not None and any(column.required for column in table.columns):
            assert (account.rows, account.rejected) == (1, 1), table.full_name


# ---------------------------------------------------------------- counted a second time


ids = st.sampled_from(["A", "B", " A", ""])
amounts = st.sampled_from(["1", "2", "x", ""])
instants = st.sampled_from(["2025-01-01", "2025-01-02", "never", ""])
rows = st.lists(st.tuples(ids, amounts, instants), max_size=12)


def _expected(landed: list[tuple[str, str, str]]) -> tuple[int, int, int, int, set[str]]:
    """Rejected, copies, superseded, loaded, and the amount that each key has in the end."""
    readable = [
        row for row in landed if row[0].strip() and row[1] != "x" and row[2] not in ("never",)
    ]
    different = Counter(readable)
    versions: dict[str, list[tuple[str, str, str]]] = {}
    for row in different:
        versions.setdefault(row[0].strip(), []).append(row)
    latest = {
        key: max(found, key=lambda row: (row[2] != "", row[2])) for key, found in versions.items()
    }
    return (
        len(landed) - len(readable),
        len(readable) - len(different),
        len(different) - len(versions),
        len(versions),
        {f"{key} {row[2]}" for key, row in latest.items()},
    )


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("counted")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows)
def test_every_landed_row_is_accounted_for_once(
    scratch: Path, landed: list[tuple[str, str, str]]
) -> None:
    lines = [f"{key},{amount},day,EUR,{instant}" for key, amount, instant in landed]
    account, _ = load(scratch, VERSIONED, lines)
    rejected, copies, superseded, kept, latest = _expected(landed)
    assert (account.rejected, account.copies) == (rejected, copies)
    assert (account.superseded, account.loaded) == (superseded, kept)
    if landed:
        assert account.rows == account.loaded + account.rejected + superseded + copies
    found = loaded(scratch, "select trim(id) || ' ' || coalesce(recorded_at, '') from crm.price")
    assert {text for (text,) in found} == latest
    keys = sorted(text.split(" ")[0] for (text,) in found)
    assert all(one != other for one, other in pairwise(keys))
