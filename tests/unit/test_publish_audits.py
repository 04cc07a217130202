"""The border checks: their measures, and that Great Expectations can fail and cannot be fooled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest

from orchestration.defs.quality.landing import LANDING
from orchestration.defs.quality.marts import MARTS
from orchestration.lib.owners import load_owners
from orchestration.lib.quality import judge, measures
from orchestration.lib.quality.suite import Rule, Suite, between
from orchestration.lib.results import CheckResult
from orchestration.lib.settings import PROJECT

SUITE = Suite(
    "volumes",
    "table_name",
    (
        between("no_loss", "sales", "rows_ratio", "Look.", lowest=0.85),
        between("no_gain", "service", "rows_ratio", "Look.", highest=3, blocks=False),
    ),
)


def judged(frame: pandas.DataFrame, tmp_path: Path) -> dict[str, CheckResult]:
    results = judge.judge([SUITE], {"volumes": frame}, tmp_path / "docs")
    return {result.check: result for result in results}


def test_a_drop_fails_and_names_the_table_and_the_owner(tmp_path: Path) -> None:
    frame = measures.mart_volumes({"marts.a": 84, "marts.b": 85}, {"marts.a": 100, "marts.b": 100})
    result = judged(frame, tmp_path)["volumes.no_loss"]
    assert (result.status, result.owner, result.failing_rows) == ("error", "sales", 1)
    assert "a: rows_ratio is 0.84" in result.message
    assert (tmp_path / "docs" / "index.html").is_file()


def test_a_rule_that_does_not_block_only_warns(tmp_path: Path) -> None:
    frame = measures.mart_volumes({"marts.a": 400}, {"marts.a": 100})
    assert judged(frame, tmp_path)["volumes.no_gain"].status == "warn"


@pytest.mark.parametrize("before", [{}, {"marts.a": 19}])
def test_without_a_last_version_or_with_a_tiny_one_nothing_is_compared(
    tmp_path: Path, before: dict[str, int]
) -> None:
    frame = measures.mart_volumes({"marts.a": 1}, before)
    assert {result.status for result in judged(frame, tmp_path).values()} == {"pass"}


def test_an_exception_inside_great_expectations_is_no_result(tmp_path: Path) -> None:
    broken = Suite("broken", "name", (between("no_column", "sales", "absent", "Look.", lowest=0),))
    frame = pandas.DataFrame({"name": ["a"]})
    with pytest.raises(judge.AuditBroken, match=r"broken\.no_column could not be evaluated"):
        judge.judge([broken], {"broken": frame}, tmp_path / "docs")


def test_a_suite_without_measures_is_no_pass(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        judge.judge([SUITE], {}, tmp_path / "docs")


# ---------------------------------------------------------------- measures


@pytest.mark.parametrize(
    ("rows", "before", "lost"),
    [(0, 5, 1), (0, 0, 0), (5, 5, 0), (None, 0, 1)],
)
def test_a_fact_is_lost_when_it_is_emptied_or_missing(
    rows: int | None, before: int, lost: int
) -> None:
    counts = {f"marts.{fact}": 1 for fact in measures.FACTS}
    counts.pop("marts.fct_revenue")
    if rows is not None:
        counts["marts.fct_revenue"] = rows
    frame = measures.fact_rows(counts, {"marts.fct_revenue": before})
    assert frame.set_index("table_name").loc["fct_revenue", "rows_lost"] == lost
    assert len(frame) == 7


def test_a_landed_table_is_measured_by_its_rows_and_keys() -> None:
    shapes = {"crm.contact": {"rows": 2, "null_keys": 1}, "crm.unread": {"rows": 3}}
    before = {"crm.contact": {"rows": 40}}
    contact, unread = measures.landing_volumes(shapes, before).itertuples()
    assert (contact.rows_ratio, contact.null_key_share) == (0.05, 0.5)
    assert unread.null_key_share == 0


def test_a_connector_is_as_old_as_its_youngest_row() -> None:
    shapes = {
        "crm.contact": {"rows": 2, "latest_recorded_at": "2026-06-30 12:00:00"},
        "crm.campaign": {"rows": 1, "latest_recorded_at": "2020-01-01 00:00:00"},
        "crm.unread": {"rows": 1},
        "ads.cost": {"rows": 0, "latest_recorded_at": None},
    }
    frame = measures.landing_ages(shapes, "2026-07-01 00:00:00")
    assert frame.to_dict("records") == [{"connector": "crm", "hours_old": 12.0}]


@pytest.mark.parametrize(
    ("rejected", "rows", "share"),
    [(0, 0, 0.0), (1, 100, 0.0), (1, 1, 1.0), (10, 100, 0.0), (11, 100, 0.11), (60, 1000, 0.06)],
)
def test_the_share_of_rejects_lets_a_few_pass(rejected: int, rows: int, share: float) -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.rejected_rows as "
            "select 'crm' as source_system, 'contact' as table_name, "
            f"'id is missing' as reject_reason from range({rejected}) union all "
            "select 'crm', 'contact', 'a later version of this row was landed' from range(500)"
        )
        frame = measures.reject_shares(connection, {"crm.contact": {"rows": rows}})
    assert list(frame.reject_share) == [share]
    assert list(frame.share_above_agreed) == [share]


@pytest.mark.parametrize(("agreed", "above"), [(0.1, 0.11), (0.11, 0.0), (0.5, 0.0), (0, 0.11)])
def test_a_contract_says_which_share_of_rejects_may_pass(agreed: float, above: float) -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.rejected_rows as select 'crm' as source_system, "
            "'contact' as table_name, 'id is missing' as reject_reason from range(11)"
        )
        landed = {"crm.contact": {"rows": 100, "most_rejected": agreed}}
        frame = measures.reject_shares(connection, landed)
    assert list(frame.share_above_agreed) == [above]


VERSION = {"valid_from": "2017-01-01", "valid_to": None, "checksum": "a"}


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (VERSION, VERSION, 0),
        (VERSION, {**VERSION, "checksum": "b"}, 1),
        (VERSION, None, 1),
        (VERSION, {**VERSION, "valid_to": "2026-08-01"}, 0),
        (VERSION, {**VERSION, "valid_to": "2026-06-01"}, 1),
        ({**VERSION, "valid_to": "2025-01-01"}, {**VERSION, "valid_to": "2025-02-01"}, 1),
        ({**VERSION, "valid_to": "2025-01-01"}, VERSION, 1),
    ],
)
def test_a_version_in_force_may_be_ended_but_not_changed(old: Any, new: Any, changed: int) -> None:
    now = {} if new is None else {"1": new}
    frame = measures.agreement_changes(now, {"1": old}, "2026-07-01 00:00:00")
    assert list(frame.changed) == [changed]


def test_a_version_that_was_not_in_force_may_change() -> None:
    old = {**VERSION, "valid_from": "2026-08-01"}
    assert measures.agreement_changes({}, {"2": old}, "2026-07-01 00:00:00").empty


def test_the_checksum_follows_every_table_of_the_agreement_and_ignores_new_empty_columns() -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema agreement")
        connection.execute(
            "create table agreement.agreement_versions as select 1 as agreement_version, "
            "date '2017-01-01' as valid_from, cast(null as date) as valid_to"
        )
        connection.execute(
            "create table agreement.promises as select 1 as agreement_version, 4 as promised"
        )
        first = measures.agreement_versions(connection)
        connection.execute("alter table agreement.promises add column note text")
        assert measures.agreement_versions(connection) == first
        connection.execute("update agreement.promises set promised = 3")
        changed = measures.agreement_versions(connection)
    assert first["1"]["valid_from"] == "2017-01-01"
    assert changed["1"]["checksum"] != first["1"]["checksum"]


# ---------------------------------------------------------------- declared suites

RULES: list[tuple[Suite, Rule]] = [
    (suite, rule) for suite in (*LANDING, *MARTS) for rule in suite.rules
]


def test_every_rule_has_an_owner_whom_owners_yml_knows() -> None:
    owners = load_owners(PROJECT / "orchestration" / "owners.yml", {})
    assert {rule.owner for _, rule in RULES} <= set(owners)


def test_no_two_checks_have_the_same_name() -> None:
    names = [f"{suite.name}.{rule.name}" for suite, rule in RULES]
    assert len(names) == len(set(names))
