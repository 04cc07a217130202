"""Every test of the agreement is seen failing on the defect that it is there for.

dbt builds the seeds once into a temporary warehouse and compiles the tests. Each defect is then
made in the seeded tables with SQL, inside a transaction that is rolled back.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
# In UTC it is still June: the day that counts is that of the business time zone, 1 July.
AS_OF = "2026-06-30 22:30:00"

FOLLOW = "assert_agreement_versions_follow_each_other"
SIGNED = "assert_agreement_versions_are_signed_before_they_take_force"
UNEDITED = "assert_agreement_version_in_force_is_never_edited"
COMPLETE = "assert_agreement_versions_are_complete"
RULES = "assert_qualification_rules_can_be_evaluated"
EXCLUSIONS = "assert_exclusions_can_be_evaluated"
PROMISES = "assert_promises_can_be_kept"
ACTS = "assert_ambassador_acts_can_be_evaluated"
PRIMARY = "assert_each_pillar_has_one_primary_metric"
VANITY = "assert_vanity_metric_is_never_primary"
COMPUTED = "assert_pillar_metrics_can_be_computed"
TESTS = {
    *(FOLLOW, SIGNED, UNEDITED, COMPLETE),
    *(RULES, EXCLUSIONS, PROMISES, ACTS),
    *(PRIMARY, VANITY, COMPUTED),
}


@dataclass(frozen=True)
class Agreement:
    """The seeded warehouse, and the compiled SQL of each test of the agreement by its name."""

    connection: duckdb.DuckDBPyConnection
    compiled: dict[str, str]

    def findings(self) -> dict[str, list[str]]:
        """What each failing test says."""
        said = {}
        for name, sql in self.compiled.items():
            rows = self.connection.execute(f"select finding from ({sql}) order by 1").fetchall()
            if rows:
                said[name] = [finding for (finding,) in rows]
        return said

    def findings_after(self, *statements: str) -> dict[str, list[str]]:
        """What the failing tests say of a defect, which is undone before this returns."""
        self.connection.begin()
        try:
            for statement in statements:
                self.connection.execute(statement)
            return self.findings()
        finally:
            self.connection.rollback()


@pytest.fixture(scope="module")
def agreement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agreement]:
    folder = tmp_path_factory.mktemp("agreement")
    shutil.copy(ROOT / "profiles.yml.example", folder / "profiles.yml")
    warehouse = folder / "warehouse.duckdb"
    command = [
        str(Path(sys.executable).with_name("dbt")),
        "build",
        *("--select", "path:seeds", "path:tests/dbt/singular/agreement"),
        *("--indirect-selection", "cautious"),
        *("--vars", f"{{as_of: '{AS_OF}', business_timezone: Europe/Paris}}"),
        *("--profiles-dir", str(folder)),
        *("--target-path", str(folder / "target")),
        *("--log-path", str(folder / "logs")),
    ]
    environment = {**os.environ, "AARRR_WAREHOUSE_FILE": str(warehouse)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    compiled = {
        path.stem: path.read_text()
        for path in (folder / "target/compiled/aarrr/tests/dbt/singular/agreement").glob("*.sql")
    }
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("set TimeZone = 'Europe/Paris'")
        yield Agreement(connection, compiled)


def _rule(version: int, rule: str, change: str) -> str:
    return (
        f"update agreement.qualification_rules set {change} "
        f"where agreement_version = {version} and rule_id = '{rule}'"
    )


def _act(version: int, act: str, change: str) -> str:
    return (
        f"update agreement.ambassador_acts set {change} "
        f"where agreement_version = {version} and act_type = '{act}'"
    )


def _metric(metric: str, change: str) -> str:
    return f"update agreement.pillar_metrics set {change} where metric = '{metric}'"


def _version(version: int, change: str) -> str:
    return f"update agreement.agreement_versions set {change} where agreement_version = {version}"


def _next_version(valid_from: str) -> tuple[str, ...]:
    """Version 3, which takes over from version 2: complete, unsigned and without a checksum."""
    copies = (
        f"insert into agreement.{seed} select * replace (3 as agreement_version) "
        f"from agreement.{seed} where agreement_version = 2"
        for seed in ("qualification_rules", "promises", "ambassador_acts")
    )
    return (
        _version(2, f"valid_to = '{valid_from}'"),
        f"insert into agreement.agreement_versions values (3, '{valid_from}', null, 'New', null)",
        *copies,
    )


def test_the_agreement_as_it_stands_passes_every_test(agreement: Agreement) -> None:
    assert set(agreement.compiled) == TESTS
    assert agreement.findings() == {}


@pytest.mark.parametrize(
    ("statement", "test", "words"),
    [
        pytest.param(
            _version(1, "valid_to = '2025-09-01'"),
            FOLLOW,
            ["version 1 ends on 2025-09-01", "overlaps version 2", "2025-07-01"],
            id="two versions overlap",
        ),
        pytest.param(
            _version(1, "valid_to = '2025-06-01'"),
            FOLLOW,
            ["version 1 ends on 2025-06-01", "gap before version 2"],
            id="no version is in force in June",
        ),
        pytest.param(
            _version(1, "valid_to = null"),
            FOLLOW,
            ["version 1 has no valid_to", "version 2 follows"],
            id="two versions are open-ended",
        ),
        pytest.param(
            _version(2, "valid_to = '2030-01-01'"),
            FOLLOW,
            ["version 2 is the last and ends on 2030-01-01"],
            id="no version is open-ended",
        ),
        pytest.param(
            _version(1, "valid_to = '2016-12-31'"),
            FOLLOW,
            ["version 1 ends on 2016-12-31, not after it starts on 2017-01-01"],
            id="a version ends before it starts",
        ),
        pytest.param(
            "delete from agreement.signatures where agreement_version = 2 and team = 'sales'",
            SIGNED,
            ["version 2, in force since 2025-07-01, is not signed by sales"],
            id="a team did not sign",
        ),
        pytest.param(
            "update agreement.signatures set signed_on = '2025-07-01' "
            "where agreement_version = 2 and team = 'service'",
            SIGNED,
            ["version 2 was signed by service on 2025-07-01, not before"],
            id="a team signed too late",
        ),
        pytest.param(
            _version(2, "content_checksum = null"),
            UNEDITED,
            ["version 2", "has no content_checksum"],
            id="a version in force has no checksum",
        ),
        pytest.param(
            "delete from agreement.exclusions where value = 'gmail.com'",
            UNEDITED,
            ["version 2, in force since 2025-07-01, was edited", "write the change as a new"],
            id="an exclusion in force is deleted",
        ),
        pytest.param(
            _rule(1, "demo", "minimum_count = 2"), UNEDITED, ["version 1"], id="a rule is edited"
        ),
        pytest.param(
            "update agreement.promises set promised_per_week = 3 where agreement_version = 1",
            UNEDITED,
            ["version 1"],
            id="a promise is edited",
        ),
        pytest.param(
            _act(1, "review", "lowest_rating = 3"),
            UNEDITED,
            ["version 1"],
            id="an act is edited",
        ),
        pytest.param(
            _version(1, "valid_from = '2017-02-01'"),
            UNEDITED,
            ["version 1, in force since 2017-02-01, was edited"],
            id="a start is moved",
        ),
        pytest.param(
            _metric("win_rate", "is_primary = true"),
            PRIMARY,
            ["activation of application global has 2 primary metrics on 2017-01-01"],
            id="a second primary metric",
        ),
        pytest.param(
            _metric("win_rate", "is_primary = true, valid_from = '2026-01-01'"),
            PRIMARY,
            ["activation of application global has 2 primary metrics on 2026-01-01"],
            id="a second primary metric from a later day",
        ),
        pytest.param(
            _metric("closing_rate", "valid_to = '2026-01-01'"),
            PRIMARY,
            ["activation of application global has 0 primary metrics on 2026-01-01"],
            id="a primary metric ends and none follows",
        ),
        pytest.param(
            "delete from agreement.pillar_metrics where pillar = 'referral'",
            PRIMARY,
            ["referral of application global has 0 primary metrics"],
            id="a pillar without a metric",
        ),
        pytest.param(
            _metric("engaged_session_rate", "is_vanity = true"),
            VANITY,
            ["engaged_session_rate", "awareness", "vanity metric"],
            id="a vanity metric is primary",
        ),
        pytest.param(
            _metric("closing_rate", "metric = 'closing_rat'"),
            COMPUTED,
            ["metric closing_rat of activation is unknown"],
            id="a metric that nothing computes",
        ),
    ],
)
def test_a_defect_of_the_agreement_is_named(
    agreement: Agreement, statement: str, test: str, words: list[str]
) -> None:
    findings = agreement.findings_after(statement)
    assert list(findings) == [test]
    assert len(findings[test]) == 1
    for word in words:
        assert word in findings[test][0]
    assert agreement.findings() == {}


@pytest.mark.parametrize(
    ("statement", "test", "words"),
    [
        (
            _rule(3, "demo", "activity = 'demo_dreamt_of'"),
            RULES,
            "rule demo of version 3 has unknown activity demo_dreamt_of",
        ),
        (
            _rule(3, "demo", "minimum_count = 0"),
            RULES,
            "rule demo of version 3 has minimum_count 0",
        ),
        (
            _rule(3, "demo", "minimum_count = null"),
            RULES,
            "rule demo of version 3 has minimum_count (blank)",
        ),
        (
            _rule(3, "pricing", "window_days = 0"),
            RULES,
            "rule pricing of version 3 has window_days 0",
        ),
        (
            _rule(3, "pricing", "window_days = 3651"),
            RULES,
            "rule pricing of version 3 has window_days 3651",
        ),
        (
            _rule(3, "demo", "priority = null"),
            RULES,
            "rule demo of version 3 has blank priority",
        ),
        (
            "insert into agreement.exclusions values (3, 'shoe_size', '43', 'student')",
            EXCLUSIONS,
            "version 3 has unknown attribute shoe_size",
        ),
        (
            "insert into agreement.exclusions values (3, 'email_domain', 'Rivalo.example', '')",
            EXCLUSIONS,
            "version 3 has value Rivalo.example: write it in lower case",
        ),
        (
            "insert into agreement.exclusions values (3, 'email_domain', '@rivalo.example', '')",
            EXCLUSIONS,
            "version 3 has value @rivalo.example: write what follows the @",
        ),
        (
            "update agreement.promises set lowest_attainment = 1.1 where agreement_version = 3",
            PROMISES,
            "promise weekly_leads of version 3 has lowest_attainment 1.1000",
        ),
        (
            "update agreement.promises set highest_attainment = 0.9 where agreement_version = 3",
            PROMISES,
            "promise weekly_leads of version 3 has highest_attainment 0.9000",
        ),
        (
            "update agreement.promises set promised_per_week = 0 where agreement_version = 3",
            PROMISES,
            "promise weekly_leads of version 3 has promised_per_week 0",
        ),
        (
            "insert into agreement.ambassador_acts values (3, 'tattoo', null)",
            ACTS,
            "act tattoo of version 3 is unknown",
        ),
        (
            _act(3, "review", "lowest_rating = 6"),
            ACTS,
            "act review of version 3 has lowest_rating 6.0000",
        ),
        (
            "delete from agreement.qualification_rules where agreement_version = 3",
            COMPLETE,
            "qualification_rules.csv: version 3 has no row",
        ),
        (
            "delete from agreement.promises where agreement_version = 3",
            COMPLETE,
            "promises.csv: version 3 has no row",
        ),
        (
            "delete from agreement.ambassador_acts where agreement_version = 3",
            COMPLETE,
            "ambassador_acts.csv: version 3 has no row",
        ),
        (
            "insert into agreement.exclusions values (4, 'email_domain', 'rivalo.example', '')",
            COMPLETE,
            "exclusions.csv: version 4 is not in agreement_versions.csv",
        ),
    ],
)
def test_a_defect_of_a_version_to_come_is_named(
    agreement: Agreement, statement: str, test: str, words: str
) -> None:
    findings = agreement.findings_after(*_next_version("2027-01-01"), statement)
    assert list(findings) == [test]
    assert len(findings[test]) == 1
    assert words in findings[test][0]
    assert agreement.findings() == {}


def test_two_rules_of_one_priority_are_both_named(agreement: Agreement) -> None:
    findings = agreement.findings_after(
        *_next_version("2027-01-01"), _rule(3, "contact", "priority = 1")
    )
    assert list(findings) == [RULES]
    assert [finding.split(" of ")[0] for finding in findings[RULES]] == [
        "qualification_rules.csv: rule contact",
        "qualification_rules.csv: rule demo",
    ]


def test_a_version_to_come_may_still_be_unsigned_and_edited(agreement: Agreement) -> None:
    assert agreement.findings_after(*_next_version("2026-07-02")) == {}


def test_a_version_needs_signatures_and_a_checksum_from_its_first_business_day(
    agreement: Agreement,
) -> None:
    findings = agreement.findings_after(*_next_version("2026-07-01"))
    assert set(findings) == {SIGNED, UNEDITED}
    assert [finding.split(" by ")[1].split(":")[0] for finding in findings[SIGNED]] == [
        "marketing",
        "sales",
        "service",
    ]
    assert "version 3" in findings[UNEDITED][0]


def test_a_minimum_count_without_a_window_is_allowed(agreement: Agreement) -> None:
    change = _rule(3, "pricing", "window_days = null")
    assert agreement.findings_after(*_next_version("2027-01-01"), change) == {}


def test_the_order_of_rows_leaves_the_checksum_alone(agreement: Agreement) -> None:
    rules = "agreement.qualification_rules"
    reordered = f"create or replace table {rules} as select * from {rules} order by rule_id desc"
    assert agreement.findings_after(reordered) == {}


def test_an_application_that_has_ended_needs_no_metric_any_more(agreement: Agreement) -> None:
    ended = (
        "insert into agreement.pillar_metrics select * replace ('shop' as application_id, "
        "cast('2026-01-01' as date) as valid_to) from agreement.pillar_metrics"
    )
    assert agreement.findings_after(ended) == {}
