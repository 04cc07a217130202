"""The marts of the simulated company equal what the company knows of itself, exactly."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from orchestration.lib.contracts import load_connectors
from orchestration.lib.settings import PROJECT
from tests.integration.company import Company, found
from tests.integration.company_truth import STAYS, STAYS_OF_MARTS, Truth

# Three seeds, two sizes.
COMPANIES = [(7, 20_000), (11, 4_000), (23, 4_000)]


@pytest.fixture(scope="module", params=COMPANIES, ids=lambda case: f"seed{case[0]}-{case[1]}")
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A simulated company after a night."""
    seed, activities = request.param
    company = found(tmp_path_factory.mktemp(f"seed{seed}"), load_connectors(PROJECT))
    words = ["--seed", str(seed), "--activities", str(activities)]
    folders = ["--landing", str(company.landing), "--truth", str(company.folder / "truth")]
    subprocess.run([sys.executable, "-m", "demo", *words, *folders], cwd=PROJECT, check=True)
    night = company.nightly()
    assert night.returncode == 0, night.stdout + night.stderr
    return company


@pytest.fixture(scope="module")
def truth(company: Company) -> Truth:
    """What that company knows of itself."""
    return Truth(company.folder / "truth", company.published)


def test_people_and_accounts(truth: Truth) -> None:
    people = "select count(*) from {marts}.marts.dim_person where not is_deleted and not is_erased"
    assert truth.one(people) == truth.figures["people"]
    accounts = "select count(*) from {marts}.marts.dim_account where not is_deleted"
    assert truth.one(accounts) == truth.figures["accounts"]


def test_every_qualified_lead_with_the_rule_and_version_that_judged_it(truth: Truth) -> None:
    ours = """
        select
            links.source_system, links.native_id, leads.cycle_no,
            leads.agreement_version::text, leads.rule_id, leads.qualified_at
        from {marts}.marts.fct_acquisition as leads
        inner join {marts}.marts.person_links as links using (person_key)
        inner join (
            select distinct native_system, native_id
            from read_parquet('{truth}/qualified_leads.parquet')
        ) as named
            on links.source_system = named.native_system and links.native_id = named.native_id
    """
    theirs = """
        select native_system, native_id, cycle_no, agreement_version, rule_id, qualified_at
        from read_parquet('{truth}/qualified_leads.parquet')
    """
    assert sorted(truth.rows(ours)) == sorted(truth.rows(theirs))
    per_version = """
        select agreement_version::text, count(*) from {marts}.marts.fct_acquisition group by 1
    """
    assert dict(truth.rows(per_version)) == {
        version: count for version, count in truth.figures["qualified_leads"].items() if count
    }


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
    count = "select count(*) from {marts}.marts.fct_lifecycle"
    assert truth.one(count) == len(theirs)


def test_every_reject_was_meant(truth: Truth) -> None:
    rejects = """
        select source_system || '.' || table_name, count(*)
        from {marts}.marts.rejected_rows group by 1
    """
    assert dict(truth.rows(rejects)) == truth.figures["rejected_rows"]


REACHED = {
    "fct_lifecycle.entry_type": {"first", "forward", "regression", "re_entry", "skip_imputed"},
    "fct_lifecycle.exit_type": {
        *("forward", "regression", "lost", "recycled", "churned", "erased"),
        None,
    },
    "fct_revenue.movement_type": {
        *("new", "reactivation", "churn", "expansion", "contraction", "unchanged"),
    },
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
