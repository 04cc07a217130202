"""The marts of the simulated company equal what the company knows of itself, exactly."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from demo.company import FORMS
from tests.integration.company import Company
from tests.integration.company_truth import (
    LEADS,
    LEADS_OF_MARTS,
    QUALIFICATIONS,
    QUALIFICATIONS_OF_MARTS,
    STAYS,
    STAYS_OF_MARTS,
    Truth,
)


def test_people_and_accounts(truth: Truth) -> None:
    people = "select count(*) from {marts}.marts.dim_person where not is_deleted and not is_erased"
    assert truth.one(people) == truth.figures["people"]
    accounts = "select count(*) from {marts}.marts.dim_account where not is_deleted"
    assert truth.one(accounts) == truth.figures["accounts"]


def test_the_activities_are_about_as_many_as_asked_for(truth: Truth) -> None:
    written, asked = truth.figures["activities_written"], truth.figures["activities"]
    assert abs(written - asked) <= asked * 0.1


def test_every_qualified_lead_with_the_rule_and_version_that_judged_it(truth: Truth) -> None:
    ours, theirs = set(truth.rows(LEADS_OF_MARTS)), set(truth.rows(LEADS))
    assert sorted(ours - theirs, key=str)[:5] == []
    assert sorted(theirs - ours, key=str)[:5] == []
    assert truth.one("select count(*) from {marts}.marts.fct_acquisition") == len(theirs)
    per_version = """
        select agreement_version::text, count(*) from {marts}.marts.fct_acquisition group by 1
    """
    assert dict(truth.rows(per_version)) == {
        version: count for version, count in truth.figures["qualified_leads"].items() if count
    }


def test_every_belief_about_every_stage(truth: Truth) -> None:
    ours = set(truth.rows(QUALIFICATIONS_OF_MARTS))
    theirs = set(truth.rows(QUALIFICATIONS))
    assert sorted(ours - theirs, key=str)[:5] == []
    assert sorted(theirs - ours, key=str)[:5] == []
    assert truth.one("select count(*) from {marts}.marts.fct_qualification") == len(theirs)


def test_stages_reached_imputed_and_corrected(truth: Truth) -> None:
    per_stage = """
        with

        reached as (

            select person_key, cycle_no, stage, bool_or(is_imputed) as is_imputed,
                count(*) > 1 as is_corrected
            from {marts}.marts.fct_qualification
            group by person_key, cycle_no, stage

        )

        select
            stage, count(*) filter (where not is_imputed), count(*) filter (where is_imputed),
            count(*) filter (where is_corrected)
        from reached
        group by stage
    """
    assert {stage: tuple(counts) for stage, *counts in truth.rows(per_stage)} == {
        stage: (counts["met"], counts["imputed"], counts["corrected"])
        for stage, counts in truth.figures["qualifications"].items()
    }


def test_a_changed_definition_judges_one_person_differently_before_and_after(
    company: Company, truth: Truth
) -> None:
    """Until July 2025 one white paper qualified; since then it takes two within thirty days."""
    papers: dict[int, list[datetime]] = {}
    form, _, _ = FORMS["white_paper_downloaded"]
    landed = company.landing / "hubspot" / "contact_form_submission" / "*"
    for person, at in truth.rows(f"""
        select links.person_key, landed.timestamp
        from read_parquet('{landed}') as landed
        inner join {{marts}}.marts.person_links as links
            on links.source_system = 'hubspot' and links.native_id = landed.contact_id::text
        where landed.form_id = '{form}'
    """):
        papers.setdefault(person, []).append(at)
    judged = {
        (person, at): (version, rule, is_met)
        for person, at, version, rule, is_met in truth.rows("""
            select person_key, evaluated_at, agreement_version, rule_id, is_met
            from {marts}.marts.fct_judgement
            where stage = 'mql' and exclusion_reason is null
            order by known_at
        """)
    }
    change = truth.one("select timestamp '2025-06-30 22:00:00'")
    seen = 0
    for person, downloads in papers.items():
        before = [at for at in downloads if at < change and (person, at) in judged]
        alone = [
            at
            for at in downloads
            if at >= change
            and (person, at) in judged
            and not any(at - timedelta(days=30) < other < at for other in downloads)
        ]
        for first, later in itertools.product(before, alone):
            version, _, is_met = judged[person, first]
            assert (version, is_met) == (1, True)
            version, rule, _ = judged[person, later]
            assert version == 2
            assert rule != "white_papers"
            seen += 1
    assert seen


def test_deals_by_kind_and_outcome(truth: Truth) -> None:
    deals = "select kind, outcome, count(*) from {marts}.marts.fct_deal group by all"
    ours = {(kind, outcome): count for kind, outcome, count in truth.rows(deals)}
    theirs = {
        (kind, outcome): count
        for kind, outcomes in truth.figures["deals"].items()
        for outcome, count in outcomes.items()
        if count
    }
    assert ours == theirs


def test_recurring_revenue_of_every_account_and_month_to_the_cent(truth: Truth) -> None:
    ours = """
        select
            links.native_id, strftime(revenue.month, '%Y-%m'), revenue.currency,
            revenue.closing_mrr, revenue.movement_type
        from {marts}.marts.fct_revenue as revenue
        inner join {marts}.marts.account_links as links using (account_key)
        inner join (
            select distinct native_system, native_id from read_parquet('{truth}/mrr.parquet')
        ) as named
            on links.source_system = named.native_system and links.native_id = named.native_id
    """
    theirs = """
        select native_id, month, currency, closing_mrr, movement
        from read_parquet('{truth}/mrr.parquet')
    """
    assert sorted(truth.rows(ours)) == sorted(truth.rows(theirs))
    per_month = """
        select strftime(month, '%Y-%m'), currency, sum(closing_mrr)
        from {marts}.marts.fct_revenue
        group by all having sum(closing_mrr) <> 0
    """
    assert truth.money(per_month) == {
        month: {
            currency: Decimal(amount) for currency, amount in amounts.items() if Decimal(amount)
        }
        for month, amounts in truth.figures["monthly_recurring_revenue"].items()
    }


def test_customers_and_churned_accounts_of_every_month(truth: Truth) -> None:
    flags = {"active_customers": "is_active_at_end", "churned_accounts": "is_churned"}
    for figure, flag in flags.items():
        per_month = f"""
            select strftime(month, '%Y-%m'), count(*) filter (where {flag})
            from {{marts}}.marts.fct_retention group by 1
        """
        ours = {month: count for month, count in truth.rows(per_month) if count}
        assert ours == {month: count for month, count in truth.figures[figure].items() if count}


def test_ambassadors_at_the_instant_looked_from(truth: Truth) -> None:
    last = """
        select ambassadors_ever, ambassadors_trailing from {marts}.marts.ambassadors_monthly
        where act_type = 'all'
        order by month desc limit 1
    """
    theirs = truth.figures["ambassadors"]
    assert truth.rows(last) == [(theirs["ever"], theirs["trailing"])]


def test_hand_offs_of_every_week(truth: Truth) -> None:
    weeks = """
        select strftime(week, '%G-W%V'), conforming, non_conforming
        from {marts}.marts.promise_weekly
    """
    ours = {week: (yes, no) for week, yes, no in truth.rows(weeks) if yes or no}
    theirs = {
        week: (counts["conforming"], counts["non_conforming"])
        for week, counts in truth.figures["hand_offs"]["by_week"].items()
        if counts["conforming"] or counts["non_conforming"]
    }
    assert ours == theirs


def test_every_stay_of_every_person_and_account(truth: Truth) -> None:
    ours, theirs = set(truth.rows(STAYS_OF_MARTS)), set(truth.rows(STAYS))
    assert sorted(ours - theirs, key=str)[:5] == []
    assert sorted(theirs - ours, key=str)[:5] == []
    count = "select count(*) from {marts}.marts.fct_lifecycle where application_id = 'global'"
    assert truth.one(count) == len(theirs)


def test_every_reject_was_meant(truth: Truth) -> None:
    rejects = """
        select source_system || '.' || table_name, count(*)
        from {marts}.marts.rejected_rows group by 1
    """
    assert dict(truth.rows(rejects)) == truth.figures["rejected_rows"]


REACHED = {
    "fct_lifecycle.entry_type": {
        *("first", "forward", "merge", "regression", "re_entry", "skip_imputed"),
    },
    "fct_lifecycle.exit_type": {
        *("forward", "merged", "regression", "lost", "recycled", "churned", "erased"),
        *("unsubscribed", None),
    },
    "fct_revenue.movement_type": {
        *("new", "reactivation", "churn", "expansion", "contraction", "unchanged"),
    },
    "fct_acquisition.origin_team": {"marketing", "sales"},
    "fct_acquisition.fit_grade": {"A", "B", "C", None},
    "fct_acquisition.engagement_grade": {"1", "2", "3", None},
    "fct_acquisition.qualification_path": {
        *("hand_raise", "manual_offline", "form", "engagement", "score"),
    },
    "fct_qualification.stage": {"mql", "sal", "sql"},
    "fct_qualification.is_imputed": {True, False},
    "fct_acquisition.sales_verdict": {"accepted", "rejected", "pending"},
    "fct_activation.outcome": {"won", "lost", "recycled", "open", "no_deal"},
    "fct_referral.polarity": {-1, 0, 1},
}


@pytest.mark.parametrize("column", REACHED)
def test_every_value_of_an_enumeration_occurs(truth: Truth, column: str) -> None:
    """A value that no row of the simulated company reaches is a value that nobody has tested."""
    table, name = column.split(".")
    reached = truth.rows(f"select distinct {name} from {{marts}}.marts.{table}")
    assert {value for (value,) in reached} == REACHED[column]
