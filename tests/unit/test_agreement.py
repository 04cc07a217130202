"""Every test of the agreement is seen failing on the defect that it is there for.

dbt builds the seeds once into a temporary warehouse and compiles the tests. Each defect is then
made in the seeded tables with SQL, inside a transaction that is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.build_files import WAREHOUSE_FILE
from tests.integration.company import dbt_run

# In UTC it is still June: the day that counts is that of the business time zone, 1 July.
AS_OF = "2026-06-30 22:30:00"

FOLLOW = "assert_agreement_versions_follow_each_other"
SIGNED = "assert_agreement_versions_are_signed_before_they_take_force"
UNEDITED = "assert_agreement_version_in_force_is_never_edited"
COMPLETE = "assert_agreement_versions_are_complete"
RULES = "assert_qualification_rules_can_be_evaluated"
CONDITIONS = "assert_rule_conditions_can_be_evaluated"
SCORES = "assert_score_lines_can_be_evaluated"
GROUPS = "assert_score_groups_limit_score_lines"
GRADES = "assert_every_score_has_a_grade"
SOURCES = "assert_attribute_sources_are_known"
EXCLUSIONS = "assert_exclusions_can_be_evaluated"
PROMISES = "assert_promises_can_be_kept"
ACTS = "assert_ambassador_acts_can_be_evaluated"
ENGAGEMENT = "assert_engagement_lines_can_be_evaluated"
SIGNALS = "assert_satisfaction_signals_can_be_evaluated"
IDEAL = "assert_ideal_customers_can_be_evaluated"
MOMENTS = "assert_key_moments_can_be_followed"
STEPS = "assert_onboarding_steps_can_be_followed"
EVENTS = "assert_product_events_can_be_counted"
PRIMARY = "assert_each_pillar_has_one_primary_metric"
VANITY = "assert_vanity_metric_is_never_primary"
COMPUTED = "assert_pillar_metrics_can_be_computed"
POLICIES = "assert_response_policies_can_be_measured"
HOURS = "assert_working_hours_are_sound"
FOCUS = "assert_one_pillar_is_in_focus"
TREE = "assert_metric_tree_has_one_top_and_no_loop"
MODELS = "assert_attribution_models_can_be_computed"
CONTENT = "assert_content_activities_are_forms"
TESTS = {
    *(FOLLOW, SIGNED, UNEDITED, COMPLETE),
    *(RULES, CONDITIONS, SCORES, GROUPS, GRADES, SOURCES),
    *(EXCLUSIONS, PROMISES, ACTS),
    *(ENGAGEMENT, SIGNALS, IDEAL, MOMENTS, STEPS, EVENTS),
    *(PRIMARY, VANITY, COMPUTED),
    *(POLICIES, HOURS),
    *(FOCUS, TREE, MODELS, CONTENT),
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
def agreement(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Iterator[Agreement]:
    folder = tmp_path_factory.mktemp("agreement")
    words = ["--select", "path:seeds", "path:tests/dbt/singular/agreement"]
    words += ["--indirect-selection", "cautious"]
    dbt_run("build", folder, parsed, words, as_of=AS_OF)
    compiled = {
        path.stem: path.read_text()
        for path in (folder / "target/compiled/aarrr/tests/dbt/singular/agreement").glob("*.sql")
    }
    with duckdb.connect(str(folder / WAREHOUSE_FILE)) as connection:
        connection.execute("set TimeZone = 'Europe/Paris'")
        # So few rows are read sooner by one thread.
        connection.execute("set threads = 1")
        yield Agreement(connection, compiled)


def _rule(version: int, rule: str, change: str) -> str:
    return (
        f"update agreement.qualification_rules set {change} "
        f"where agreement_version = {version} and rule_id = '{rule}'"
    )


def _condition(rule: str, change: str, signal: str = "%") -> str:
    return (
        f"update agreement.rule_conditions set {change} where agreement_version = 3 "
        f"and rule_id = '{rule}' and signal like '{signal}'"
    )


def _line(line: str, change: str) -> str:
    return (
        f"update agreement.score_lines set {change} "
        f"where agreement_version = 3 and score_line_id = '{line}'"
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
        for seed in (
            *("qualification_rules", "rule_conditions", "promises", "sla_policies"),
            *("ambassador_acts", "score_lines", "score_groups", "score_grades"),
            *("engagement_lines", "satisfaction_signals", "ideal_customers"),
        )
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
            _rule(1, "demo", "cool_down_days = 2"), UNEDITED, ["version 1"], id="a rule is edited"
        ),
        pytest.param(
            "update agreement.rule_conditions set window_days = 7 "
            "where agreement_version = 2 and rule_id = 'pricing'",
            UNEDITED,
            ["version 2"],
            id="a condition is edited",
        ),
        pytest.param(
            "update agreement.score_lines set points = 11 "
            "where agreement_version = 2 and score_line_id = 'white_paper'",
            UNEDITED,
            ["version 2"],
            id="a score line is edited",
        ),
        pytest.param(
            "update agreement.score_groups set highest_points = 13 "
            "where agreement_version = 2 and point_group = 'site'",
            UNEDITED,
            ["version 2"],
            id="a limit of a score is edited",
        ),
        pytest.param(
            "update agreement.score_grades set lowest_score = 29 "
            "where agreement_version = 2 and grade = 'A'",
            UNEDITED,
            ["version 2"],
            id="a grade is edited",
        ),
        pytest.param(
            "update agreement.sla_policies set target_minutes = 61 "
            "where agreement_version = 2 and policy_id = 'hand_raise'",
            UNEDITED,
            ["version 2"],
            id="a policy is edited",
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
            "update agreement.engagement_lines set highest_count = 16 "
            "where agreement_version = 2 and activity = 'product_used'",
            UNEDITED,
            ["version 2"],
            id="a line of the engagement score is edited",
        ),
        pytest.param(
            "update agreement.satisfaction_signals set lowest_score = 8 "
            "where agreement_version = 1 and signal = 'nps_answer'",
            UNEDITED,
            ["version 1"],
            id="a signal of satisfaction is edited",
        ),
        pytest.param(
            "update agreement.ideal_customers set value = '51' "
            "where agreement_version = 2 and attribute = 'employees'",
            UNEDITED,
            ["version 2"],
            id="what an ideal customer is is edited",
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
        pytest.param(
            "update reference.attribute_sources set attribute = 'job_titel' "
            "where property_name = 'jobtitle'",
            SOURCES,
            ["property jobtitle has unknown attribute job_titel", "seeds/reference/attributes.csv"],
            id="a property of an unknown attribute",
        ),
        pytest.param(
            "update reference.attribute_sources set attribute = null "
            "where property_name = 'jobtitle'",
            SOURCES,
            ["property jobtitle has unknown attribute (blank)"],
            id="a property of no attribute",
        ),
        pytest.param(
            "update reference.attribute_sources set source_table = 'deal' "
            "where property_name = 'jobtitle'",
            SOURCES,
            ["property jobtitle has unknown source_table deal: write contact or company"],
            id="a property of a table without histories",
        ),
        pytest.param(
            "update reference.attribute_sources set source_system = 'mailchimp' "
            "where property_name = 'jobtitle'",
            SOURCES,
            ["property jobtitle has unknown source_system mailchimp"],
            id="a property of a system without histories",
        ),
        pytest.param(
            "update reference.attribute_sources set attribute = 'employees' "
            "where property_name = 'jobtitle'",
            SOURCES,
            ["property jobtitle has attribute employees, which is of an account: name one of a"],
            id="a contact's property that is an attribute of accounts",
        ),
        pytest.param(
            "update reference.attribute_sources set attribute = 'country' "
            "where property_name = 'industry'",
            SOURCES,
            ["property industry has attribute country, which is of a person: name one of an"],
            id="a company's property that is an attribute of persons",
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


# What makes a condition on an activity one on an attribute.
ATTRIBUTE = "signal_kind = 'attribute', aggregate = 'latest'"


@pytest.mark.parametrize(
    ("statement", "test", "words"),
    [
        (
            _rule(3, "demo", "stage = 'mqll'"),
            RULES,
            "rule demo of version 3 has unknown stage mqll: write mql, sal or sql",
        ),
        (
            _rule(3, "demo", "stage = null"),
            RULES,
            "rule demo of version 3 has unknown stage (blank)",
        ),
        (
            _rule(3, "demo", "priority = null"),
            RULES,
            "rule demo of version 3 has blank priority",
        ),
        (
            _rule(3, "demo", "qualification_path = null"),
            RULES,
            "rule demo of version 3 has blank qualification_path",
        ),
        (
            _rule(3, "demo", "cool_down_days = -1"),
            RULES,
            "rule demo of version 3 has cool_down_days -1: it must be 0 or more",
        ),
        (
            _rule(3, "demo", "cool_down_days = null"),
            RULES,
            "rule demo of version 3 has cool_down_days (blank)",
        ),
        (
            "delete from agreement.rule_conditions where agreement_version = 3 "
            "and rule_id = 'demo'",
            RULES,
            "rule demo of version 3 has no condition: write one into rule_conditions.csv",
        ),
        (
            _condition("demo", "signal = 'demo_dreamt_of'"),
            CONDITIONS,
            "rule demo of version 3 has unknown activity demo_dreamt_of: name one of",
        ),
        (
            _condition("demo", "signal = null"),
            CONDITIONS,
            "a condition on (blank) of rule demo of version 3 has unknown activity (blank)",
        ),
        (
            _condition("demo", "signal_kind = 'activty'"),
            CONDITIONS,
            "rule demo of version 3 has unknown signal_kind activty",
        ),
        (
            _condition("demo", "signal_kind = null"),
            CONDITIONS,
            "rule demo of version 3 has unknown signal_kind (blank)",
        ),
        (
            _condition("demo", "signal_kind = 'attribute'"),
            CONDITIONS,
            "rule demo of version 3 has unknown attribute demo_requested",
        ),
        (
            _condition("demo", "condition_group = null"),
            CONDITIONS,
            "a condition on demo_requested of rule demo of version 3 has a blank condition_group",
        ),
        (
            _condition("demo", "aggregate = 'sum'"),
            CONDITIONS,
            "rule demo of version 3 has aggregate sum of an activity: write count or days",
        ),
        (
            _condition("demo", "aggregate = null"),
            CONDITIONS,
            "rule demo of version 3 has aggregate (blank) of an activity",
        ),
        (
            _condition("score_and_fit", "aggregate = 'count'", "fit"),
            CONDITIONS,
            "rule score_and_fit of version 3 has aggregate count of a score: write total",
        ),
        (
            _condition("demo", "operator = 'atleast'"),
            CONDITIONS,
            "rule demo of version 3 has unknown operator atleast: name one of",
        ),
        (
            _condition("demo", "operator = null"),
            CONDITIONS,
            "a condition on demo_requested of rule demo of version 3 has a blank operator",
        ),
        (
            _condition("demo", "operator = 'contains'"),
            CONDITIONS,
            "rule demo of version 3 has operator contains, which compares a text, on",
        ),
        (
            _condition("demo", "operator = 'is_set', value = null"),
            CONDITIONS,
            "rule demo of version 3 has operator is_set, which is always met",
        ),
        (
            _condition("demo", "value = null"),
            CONDITIONS,
            "rule demo of version 3 has a blank value: write what demo_requested is compared with",
        ),
        (
            _condition("demo", "value = 'twice'"),
            CONDITIONS,
            "rule demo of version 3 has value twice, which is no number: write one",
        ),
        (
            _condition("pricing", "window_days = 0"),
            CONDITIONS,
            "rule pricing of version 3 has window_days 0: it must be from 1 to 3650",
        ),
        (
            _condition("pricing", "window_days = 3651"),
            CONDITIONS,
            "a condition on pricing_page_viewed of rule pricing of version 3 has window_days 3651",
        ),
        (
            _condition("score_and_fit", "window_days = 30", "fit"),
            CONDITIONS,
            "rule score_and_fit of version 3 has window_days 30: leave it blank",
        ),
        (
            _condition("score_and_fit", "signal = 'charm'", "fit"),
            CONDITIONS,
            "rule score_and_fit of version 3 has unknown axis charm: write fit or engagement",
        ),
        (
            _condition("demo", f"{ATTRIBUTE}, signal = 'shoe_size'"),
            CONDITIONS,
            "rule demo of version 3 has unknown attribute shoe_size: name one of",
        ),
        (
            _condition("demo", f"{ATTRIBUTE}, signal = 'job_title', operator = 'at_least'"),
            CONDITIONS,
            "rule demo of version 3 has operator at_least, which compares a number",
        ),
        (
            _condition("demo", f"{ATTRIBUTE}, signal = 'employees', value = 'many'"),
            CONDITIONS,
            "a condition on employees of rule demo of version 3 has value many, which is no number",
        ),
        (
            _condition(
                "demo", f"{ATTRIBUTE}, signal = 'job_title', operator = 'one_of', value = ' '"
            ),
            CONDITIONS,
            "a condition on job_title of rule demo of version 3 has a blank value",
        ),
        (
            _condition("demo", f"{ATTRIBUTE}, signal = 'job_title', operator = 'is_set'"),
            CONDITIONS,
            "rule demo of version 3 has value 1 with operator is_set: leave the value blank",
        ),
        (
            _condition("demo", "signal_kind = 'attribute', signal = 'employees'"),
            CONDITIONS,
            "rule demo of version 3 has aggregate count of an attribute: write latest",
        ),
        (
            "insert into agreement.rule_conditions values "
            "(3, 'demoo', 1, 'activity', 'demo_requested', 'count', 'at_least', '1', null)",
            CONDITIONS,
            "rule demoo of version 3 has a rule_id that is not in qualification_rules.csv",
        ),
        (
            _line("decision_maker", "axis = 'fitt'"),
            SCORES,
            "line decision_maker of version 3 has unknown axis fitt: write fit or engagement",
        ),
        (
            _line("decision_maker", "point_group = null"),
            SCORES,
            "line decision_maker of version 3 has a blank point_group",
        ),
        (
            _line("decision_maker", "signal_kind = 'score'"),
            SCORES,
            "line decision_maker of version 3 has unknown signal_kind score: write activity or",
        ),
        (
            _line("decision_maker", "signal = 'job_titel'"),
            SCORES,
            "line decision_maker of version 3 has unknown attribute job_titel",
        ),
        (
            _line("white_paper", "signal = 'white_paper'"),
            SCORES,
            "line white_paper of version 3 has unknown activity white_paper",
        ),
        (
            _line("white_paper", "points = null"),
            SCORES,
            "line white_paper of version 3 has blank points",
        ),
        (
            _line("white_paper", "half_life_days = 0"),
            SCORES,
            "line white_paper of version 3 has half_life_days 0: it must be from 1 to 3650",
        ),
        (
            _line("white_paper", "half_life_days = 3651"),
            SCORES,
            "line white_paper of version 3 has half_life_days 3651",
        ),
        (
            _line("decision_maker", "half_life_days = 30"),
            SCORES,
            "line decision_maker of version 3 has half_life_days 30: leave it blank",
        ),
        (
            _line("white_paper", "operator = 'at_least', value = '2'"),
            SCORES,
            "line white_paper of version 3 has a comparison with 2: leave operator and value blank",
        ),
        (
            _line("medium_company", "operator = 'one_of'"),
            SCORES,
            "line medium_company of version 3 has operator one_of, which compares a text",
        ),
        (
            _line("medium_company", "operator = 'atleast'"),
            SCORES,
            "line medium_company of version 3 has unknown operator atleast",
        ),
        (
            _line("medium_company", "value = 'fifty'"),
            SCORES,
            "line medium_company of version 3 has value fifty, which is no number",
        ),
        (
            _line("decision_maker", "value = null"),
            SCORES,
            "line decision_maker of version 3 has a blank value",
        ),
        (
            "update agreement.score_groups set point_group = 'sites' "
            "where agreement_version = 3 and point_group = 'site'",
            GROUPS,
            "group sites of axis engagement of version 3 has no line in score_lines.csv",
        ),
        (
            "update agreement.score_groups set highest_points = null "
            "where agreement_version = 3 and point_group = 'site'",
            GROUPS,
            "group site of axis engagement of version 3 has blank highest_points",
        ),
        (
            "update agreement.score_grades set lowest_score = 0 "
            "where agreement_version = 3 and grade = 'C'",
            GRADES,
            "axis fit of version 3 has a lowest grade from 0.00: begin it at -1000",
        ),
        (
            "delete from agreement.score_grades where agreement_version = 3 and axis = 'fit'",
            GRADES,
            "axis fit of version 3 has no grade: write at least one",
        ),
        (
            "insert into agreement.score_grades values (3, 'charm', 'A', -1000)",
            GRADES,
            "axis charm of version 3 has no line in score_lines.csv",
        ),
        (
            "update agreement.score_grades set lowest_score = null "
            "where agreement_version = 3 and grade = 'A'",
            GRADES,
            "grade A of axis fit of version 3 has a blank lowest_score",
        ),
        (
            "insert into agreement.exclusions values (3, 'employees', 'few', 'too_small')",
            EXCLUSIONS,
            "version 3 has value few of employees, which is no number",
        ),
        (
            "insert into agreement.exclusions values (3, 'job_title', ' ', 'student')",
            EXCLUSIONS,
            "version 3 has a blank value: write the job_title that excludes",
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
            "delete from agreement.promises where agreement_version = 3",
            COMPLETE,
            "promises.csv: version 3 has no row",
        ),
        (
            "delete from agreement.sla_policies where agreement_version = 3",
            COMPLETE,
            "sla_policies.csv: version 3 has no row",
        ),
        (
            "delete from agreement.ambassador_acts where agreement_version = 3",
            COMPLETE,
            "ambassador_acts.csv: version 3 has no row",
        ),
        (
            "delete from agreement.engagement_lines where agreement_version = 3",
            COMPLETE,
            "engagement_lines.csv: version 3 has no row",
        ),
        (
            "delete from agreement.satisfaction_signals where agreement_version = 3",
            COMPLETE,
            "satisfaction_signals.csv: version 3 has no row",
        ),
        (
            "delete from agreement.ideal_customers where agreement_version = 3",
            COMPLETE,
            "ideal_customers.csv: version 3 has no row",
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


@pytest.mark.parametrize(
    ("seed", "others"),
    [
        # Without rules, their conditions belong to none, and no rule has the path of a policy;
        # without conditions, no rule has one.
        ("qualification_rules", {CONDITIONS, POLICIES}),
        ("rule_conditions", {RULES}),
    ],
)
def test_a_version_without_rules_or_conditions_is_named(
    agreement: Agreement, seed: str, others: set[str]
) -> None:
    emptied = f"delete from agreement.{seed} where agreement_version = 3"
    findings = agreement.findings_after(*_next_version("2027-01-01"), emptied)
    assert set(findings) == {COMPLETE, *others}
    assert findings[COMPLETE] == [f"{seed}.csv: version 3 has no row: write at least one."]


@pytest.mark.parametrize(
    "seed",
    [
        *("score_lines", "score_groups", "score_grades", "sla_policies"),
        *("engagement_lines", "satisfaction_signals", "ideal_customers"),
    ],
)
def test_rows_of_a_version_that_does_not_exist_are_named(agreement: Agreement, seed: str) -> None:
    copied = (
        f"insert into agreement.{seed} select * replace (4 as agreement_version) "
        f"from agreement.{seed} where agreement_version = 2"
    )
    assert agreement.findings_after(copied)[COMPLETE] == [
        f"{seed}.csv: version 4 is not in agreement_versions.csv: add it there, or correct the "
        "number."
    ]


def test_a_score_that_nothing_gives_points_to_is_named(agreement: Agreement) -> None:
    """The version may do without scores, but then no condition may ask for one."""
    seeds = ("score_lines", "score_groups", "score_grades")
    emptied = [f"delete from agreement.{seed} where agreement_version = 3" for seed in seeds]
    findings = agreement.findings_after(*_next_version("2027-01-01"), *emptied)
    assert list(findings) == [CONDITIONS]
    assert [finding.split(", for which")[0] for finding in findings[CONDITIONS]] == [
        f"rule_conditions.csv: a condition on {axis} of rule score_and_fit of version 3 has axis "
        f"{axis}"
        for axis in ("engagement", "fit")
    ]
    rule = "rule_id = 'score_and_fit' and agreement_version = 3"
    unasked = [
        f"delete from agreement.{seed} where {rule}"
        for seed in ("qualification_rules", "rule_conditions")
    ]
    assert agreement.findings_after(*_next_version("2027-01-01"), *emptied, *unasked) == {}


def test_two_grades_from_one_score_are_both_named(agreement: Agreement) -> None:
    same = (
        "update agreement.score_grades set lowest_score = 15 "
        "where agreement_version = 3 and grade = 'A'"
    )
    findings = agreement.findings_after(*_next_version("2027-01-01"), same)
    assert findings == {
        GRADES: [
            f"score_grades.csv: grade {grade} of axis fit of version 3 has lowest_score 15.00, "
            "which another grade of the axis has: give each its own."
            for grade in ("A", "B")
        ]
    }


@pytest.mark.parametrize(
    "change",
    [
        "signal = 'job_title', operator = 'is_set', value = null",
        "signal = 'job_title', operator = 'none_of', value = 'student|trainee'",
        "signal = 'employees', operator = 'differs_from', value = '0'",
        "signal = 'industry', operator = 'equals', value = 'wholesale'",
    ],
)
def test_a_condition_on_an_attribute_is_allowed(agreement: Agreement, change: str) -> None:
    changed = _condition("demo", f"{ATTRIBUTE}, {change}")
    assert agreement.findings_after(*_next_version("2027-01-01"), changed) == {}


def test_an_exclusion_of_any_attribute_is_allowed(agreement: Agreement) -> None:
    added = (
        "insert into agreement.exclusions values "
        "(3, 'job_title', 'trainee', 'student'), (3, 'employees', '0', 'too_small')"
    )
    assert agreement.findings_after(*_next_version("2027-01-01"), added) == {}


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


def test_rules_of_two_stages_may_have_one_priority(agreement: Agreement) -> None:
    change = _rule(3, "vetted", "stage = 'sal', priority = 2")
    assert agreement.findings_after(*_next_version("2027-01-01"), change) == {}


def test_a_count_without_a_window_is_allowed(agreement: Agreement) -> None:
    change = _condition("pricing", "window_days = null")
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


# ---------------------------------------------------------------- promises, policies, working hours


def _promise(change: str) -> str:
    return f"update agreement.promises set {change} where agreement_version = 3"


def _policy(policy: str, change: str) -> str:
    return (
        f"update agreement.sla_policies set {change} "
        f"where agreement_version = 3 and policy_id = '{policy}'"
    )


def _hours(values: str) -> str:
    return f"insert into reference.working_hours values ({values})"


@pytest.mark.parametrize(
    ("statement", "test", "words"),
    [
        (
            _promise("source_channel = 'carrier_pigeon'"),
            PROMISES,
            "promise weekly_leads of version 3 has unknown source_channel carrier_pigeon",
        ),
        (_promise("is_prorated = null"), PROMISES, "has blank is_prorated"),
        (_promise("lowest_attainment = -0.1"), PROMISES, "has lowest_attainment -0.1000"),
        (_promise("capacity_per_week = 0"), PROMISES, "has capacity_per_week 0"),
        (_promise("capacity_per_week = null"), PROMISES, "has capacity_per_week (blank)"),
        (_promise("dispute_window_days = -1"), PROMISES, "has dispute_window_days -1"),
        (_promise("dispute_window_days = null"), PROMISES, "has dispute_window_days (blank)"),
        (
            _policy("same_day", "country = 'France'"),
            POLICIES,
            "version 3 has no policy with blank source_channel, qualification_path and country",
        ),
        (
            _policy("hand_raise", "target_minutes = 0"),
            POLICIES,
            "policy hand_raise of version 3 has target_minutes 0",
        ),
        (_policy("hand_raise", "target_minutes = null"), POLICIES, "target_minutes (blank)"),
        (_policy("switzerland", "calendar_id = 'LI'"), POLICIES, "unknown calendar_id LI"),
        (_policy("switzerland", "calendar_id = null"), POLICIES, "calendar_id (blank)"),
        (_policy("switzerland", "priority = null"), POLICIES, "blank priority"),
        (
            _policy("paid_search", "priority = 5"),
            POLICIES,
            "policy paid_search of version 3 has priority 5, behind one that covers every hand-off",
        ),
        (
            _policy("paid_search", "source_channel = 'paid_serach'"),
            POLICIES,
            "unknown source_channel paid_serach",
        ),
        (
            _policy("hand_raise", "qualification_path = 'hand_rise'"),
            POLICIES,
            "qualification_path hand_rise, which no rule of the version for mql has",
        ),
        (
            _policy("hand_raise", "qualification_path = 'verdict'"),
            POLICIES,
            "qualification_path verdict, which no rule of the version for mql has",
        ),
        (
            _hours("'DE', 'Europe/Berlinn', 1, '09:00:00', '17:00:00'"),
            HOURS,
            "calendar DE, weekday 1, has unknown time_zone Europe/Berlinn",
        ),
        (
            _hours("'DE', null, 1, '09:00:00', '17:00:00'"),
            HOURS,
            "unknown time_zone (blank)",
        ),
        (
            _hours("'FR', 'Europe/Zurich', 6, '09:00:00', '12:00:00'"),
            HOURS,
            "calendar FR, weekday 6, has time_zone Europe/Zurich, and also Europe/Paris",
        ),
        (
            _hours("'FR', 'Europe/Paris', 8, '09:00:00', '12:00:00'"),
            HOURS,
            "calendar FR, weekday 8, has iso_weekday 8",
        ),
        (
            _hours("'FR', 'Europe/Paris', 6, '09:00:00', null"),
            HOURS,
            "has a blank opens_at or closes_at",
        ),
        (
            _hours("'FR', 'Europe/Paris', 6, '22:00:00', '06:00:00'"),
            HOURS,
            "hours that close at 06:00:00, not after they open at 22:00:00",
        ),
        (
            _hours("'FR', 'Europe/Paris', 6, '09:00:00', '09:00:00'"),
            HOURS,
            "hours that close at 09:00:00, not after they open at 09:00:00",
        ),
        (
            _hours("'FR', 'Europe/Paris', 1, '17:59:59', '19:00:00'"),
            HOURS,
            "hours that open at 17:59:59, before others close at 18:00:00",
        ),
    ],
)
def test_a_defect_of_promises_policies_or_hours_is_named(
    agreement: Agreement, statement: str, test: str, words: str
) -> None:
    findings = agreement.findings_after(*_next_version("2027-01-01"), statement)
    assert list(findings) == [test]
    assert len(findings[test]) == 1
    assert words in findings[test][0]
    assert agreement.findings() == {}


def test_a_calendar_that_a_policy_counts_by_is_not_removed(agreement: Agreement) -> None:
    removed = "delete from reference.working_hours where calendar_id = 'CH'"
    findings = agreement.findings_after(removed)
    assert list(findings) == [POLICIES]
    assert "policy switzerland of version 2 has unknown calendar_id CH" in findings[POLICIES][0]


def test_two_policies_of_one_priority_are_both_named(agreement: Agreement) -> None:
    findings = agreement.findings_after(
        *_next_version("2027-01-01"), _policy("switzerland", "priority = 1")
    )
    assert list(findings) == [POLICIES]
    assert [finding.split(" of ")[0] for finding in findings[POLICIES]] == [
        "sla_policies.csv: policy hand_raise",
        "sla_policies.csv: policy switzerland",
    ]


def test_hours_that_meet_and_last_to_midnight_are_sound(agreement: Agreement) -> None:
    evening = _hours("'FR', 'Europe/Paris', 1, '18:00:00', '24:00:00'")
    night = _hours("'FR', 'Europe/Paris', 2, '00:00:00', '09:00:00'")
    assert agreement.findings_after(evening, night) == {}


# ---------------------------------------------------------------- engaged, satisfied, ideal


def _row(seed: str, row: str, change: str) -> str:
    return f"update {seed} set {change} where {row}"


def _engagement(change: str) -> str:
    return _row(
        "agreement.engagement_lines",
        "agreement_version = 3 and activity = 'product_used'",
        change,
    )


def _signal(signal: str, change: str) -> str:
    return _row(
        "agreement.satisfaction_signals", f"agreement_version = 3 and signal = '{signal}'", change
    )


def _ideal(change: str) -> str:
    return _row(
        "agreement.ideal_customers", "agreement_version = 3 and attribute = 'employees'", change
    )


def _moment(change: str) -> str:
    return _row("agreement.key_moments", "moment = 'renewal_talk'", change)


def _step(change: str) -> str:
    return _row("agreement.onboarding_steps", "step_no = 2", change)


@pytest.mark.parametrize(
    ("statement", "test", "words"),
    [
        (
            _engagement("activity = 'product_usd'"),
            ENGAGEMENT,
            "activity product_usd of version 3 is unknown: name one of",
        ),
        (_engagement("activity = null"), ENGAGEMENT, "activity (blank) of version 3 is unknown"),
        (_engagement("points = null"), ENGAGEMENT, "product_used of version 3 has blank points"),
        (_engagement("highest_count = 0"), ENGAGEMENT, "has highest_count 0: it must be 1 or more"),
        (_engagement("highest_count = null"), ENGAGEMENT, "has highest_count (blank)"),
        (
            _signal("nps_answer", "signal = 'nps_anser'"),
            SIGNALS,
            "signal nps_anser of version 3 is unknown: write nps_answer, csat_answer or",
        ),
        (_signal("nps_answer", "signal = null"), SIGNALS, "signal (blank) of version 3 is unknown"),
        (_signal("nps_answer", "lowest_score = 11"), SIGNALS, "has lowest_score 11: scores are"),
        (_signal("csat_answer", "lowest_score = 9"), SIGNALS, "has lowest_score 9: scores are"),
        (_signal("ambassador_act", "lowest_score = 4"), SIGNALS, "has lowest_score 4: leave it"),
        (
            _ideal("attribute = 'employes'"),
            IDEAL,
            "a condition on employes of version 3 has unknown attribute employes: name one of",
        ),
        (_ideal("attribute = null"), IDEAL, "has unknown attribute (blank)"),
        (_ideal("attribute = 'job_title'"), IDEAL, "attribute job_title, which is of a person"),
        (_ideal("operator = 'at_leest'"), IDEAL, "has unknown operator at_leest: name one of"),
        (_ideal("operator = null"), IDEAL, "has a blank operator"),
        (_ideal("operator = 'contains'"), IDEAL, "operator contains, which compares a text"),
        (_ideal("value = 'fifty'"), IDEAL, "value fifty, which is no number"),
        (_ideal("value = null"), IDEAL, "a blank value"),
        (_moment("moment = null"), MOMENTS, "moment (blank) has a blank moment"),
        (
            _moment("anchor = 'term_and'"),
            MOMENTS,
            "moment renewal_talk has unknown anchor term_and: write term_end or first_start",
        ),
        (_moment("anchor = null"), MOMENTS, "has unknown anchor (blank)"),
        (_moment("offset_days = null"), MOMENTS, "has a blank offset_days"),
        (_moment("window_days = 0"), MOMENTS, "has window_days 0: it must be from 1 to 3650"),
        (_moment("window_days = null"), MOMENTS, "has window_days (blank)"),
        (_moment("recovery_days = 4000"), MOMENTS, "has recovery_days 4000"),
        (_moment("recovery_days = null"), MOMENTS, "has recovery_days (blank)"),
        (
            _step("activity = 'email_opend'"),
            STEPS,
            "step 2 has unknown activity email_opend: name one of seeds/reference/activities.csv",
        ),
        (_step("activity = null"), STEPS, "step 2 has unknown activity (blank)"),
        (_step("step_no = null"), STEPS, "step (blank) has a blank step_no"),
        (
            "update reference.product_events set is_meaningful = false",
            EVENTS,
            "no event has is_meaningful true",
        ),
        (
            "update reference.product_events set is_activation = false",
            EVENTS,
            "no event has is_activation true",
        ),
        (
            "update reference.product_events set is_meaningful = null where event_name = 'login'",
            EVENTS,
            "event login has a blank event_name, is_meaningful or is_activation",
        ),
        (
            "update reference.product_events set event_name = ' ' where event_name = 'login'",
            EVENTS,
            "has a blank event_name, is_meaningful or is_activation",
        ),
    ],
)
def test_a_defect_of_what_is_agreed_for_customers_is_named(
    agreement: Agreement, statement: str, test: str, words: str
) -> None:
    findings = agreement.findings_after(*_next_version("2027-01-01"), statement)
    assert list(findings) == [test]
    assert len(findings[test]) == 1
    assert words in findings[test][0]
    assert agreement.findings() == {}


@pytest.mark.parametrize(
    ("statement", "test", "words"),
    [
        (
            "update agreement.pillar_focus set status = 'focus' where pillar = 'revenue'",
            FOCUS,
            "2 pillars of application global are in focus on 2017-01-01: keep one",
        ),
        (
            "update agreement.pillar_focus set valid_from = '2018-01-01' where pillar = 'revenue'",
            FOCUS,
            "revenue of application global has no status on 2017-01-01: add a row",
        ),
        (
            "update reference.metric_tree set parent_metric = null where metric = 'closing_rate'",
            TREE,
            "application global has 2 metrics without parent_metric: the North Star is one",
        ),
        (
            "update reference.metric_tree set parent_metric = 'sla_met_rate' "
            "where metric = 'closing_rate'",
            TREE,
            "metric closing_rate of application global does not lead to its North Star",
        ),
        (
            "update reference.metric_tree set metric = 'happiness' where metric = 'sla_met_rate'",
            TREE,
            "metric happiness is unknown: name one of seeds/reference/metrics.csv",
        ),
        (
            "update reference.attribution_models set model = 'u_shape' where model = 'position'",
            MODELS,
            "model u_shape is unknown",
        ),
        (
            "update reference.attribution_models set half_life_days = null",
            MODELS,
            "half_life_days of time_decay: time_decay, and no other model, needs a number",
        ),
        (
            "update reference.attribution_windows set window_days = 0 "
            "where conversion = 'first_sale'",
            MODELS,
            "window_days of first_sale must be at least 1",
        ),
        (
            "update reference.content_activities set activity = 'page_viewed' "
            "where activity = 'webinar_registered'",
            CONTENT,
            "page_viewed is no activity of family form",
        ),
    ],
)
def test_a_defect_of_what_numbers_are_made_of_is_named(
    agreement: Agreement, statement: str, test: str, words: str
) -> None:
    findings = agreement.findings_after(statement)
    assert list(findings) == [test]
    assert any(words in finding for finding in findings[test])
    assert agreement.findings() == {}
