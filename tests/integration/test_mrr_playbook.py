"""Other people's subscriptions: 121 periods of 55 customers, landed as docs/landing.md says.

The expected figures are those that the published models of these rows give, and the same with every
month that the rows have. Published is a customer's month: active when a period holds its first day.
Every period begins and ends on the first of a month, so that a month is active altogether or not at
all, and its last day, on which our months are looked at, says the same. The published months begin
with January 2018, though the rows begin with September 2017: the customers of 2017 alone are not in
them, and nothing else differs, since none of them came back.
"""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.integration.company import Company, found, shared_data

MOVEMENTS = {
    "new": ("new_mrr", "n_new"),
    "reactivation": ("react", "n_react"),
    "expansion": ("upg", "n_up"),
    "contraction": ("down", "n_down"),
    "churn": ("churn", "n_churn"),
}


def _write(path: Path, columns: str, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns.split())
        writer.writerows(rows)


def _periods() -> list[dict[str, str]]:
    file = shared_data("mrr_playbook") / "raw" / "subscription_periods.csv"
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.fixture(scope="module")
def playbook(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Company:
    """The subscriptions, after a night."""
    periods = _periods()
    company = found(tmp_path_factory.mktemp("playbook"), ["files"], parsed)
    files = company.landing / "files"
    files.mkdir()
    customers = sorted({one["customer_id"] for one in periods}, key=int)
    _write(files / "companies.csv", "company_id", [[number] for number in customers])
    _write(
        files / "contracts.csv",
        "contract_id company_id started_on ended_on price billing_period currency",
        [
            [
                one["subscription_id"],
                one["customer_id"],
                one["start_date"],
                one["end_date"],
                one["monthly_amount"],
                "month",
                "EUR",
            ]
            for one in periods
        ],
    )
    (company.landing / "landed_at.txt").write_text("2020-02-29T23:00:00Z", encoding="utf-8")
    night = company.nightly()
    assert night.returncode == 0, night.stdout + night.stderr
    return company


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """The figures that others computed."""
    file = shared_data("mrr_playbook") / "expected.json"
    kpis: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["kpis"]
    return kpis


@pytest.fixture(params=["published_sql_spine_2018", "same_sql_spine_from_first_start"])
def months(request: pytest.FixtureRequest, expected: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The expected months, as published and from the first period on."""
    return {one["m"]: one for one in expected[request.param]}


def test_every_period_begins_and_ends_with_a_month() -> None:
    """Else the first day of a month and its last could disagree."""
    days = [
        date.fromisoformat(one[name]) for one in _periods() for name in ("start_date", "end_date")
    ]
    assert {day.day for day in days} == {1}


def test_nothing_is_rejected(playbook: Company, expected: dict[str, Any]) -> None:
    assert playbook.rows("select count(*) from marts.rejected_rows") == [(0,)]
    accounts = "select count(distinct account_key) from marts.fct_revenue"
    assert playbook.rows(accounts) == [(expected["customers"],)]


def test_movements_of_every_month_in_amounts_and_accounts(
    playbook: Company, months: dict[str, dict[str, Any]]
) -> None:
    rows = playbook.rows("""
        select
            strftime(month, '%Y-%m'),
            movement_type,
            sum(movement_amount),
            count(distinct account_key)
        from marts.fct_revenue
        group by all
    """)
    ours = {(month, kind): (amount, count) for month, kind, amount, count in rows}
    for month, one in months.items():
        for kind, (amount, count) in MOVEMENTS.items():
            wanted = (Decimal(str(one[amount])), int(one[count]))
            assert ours.get((month, kind), (Decimal(0), 0)) == wanted, (month, kind)
    later = {month for month, _ in ours if month >= min(months)}
    assert later == set(months)


def test_revenue_and_customers_of_every_month(
    playbook: Company, months: dict[str, dict[str, Any]]
) -> None:
    rows = playbook.rows("""
        select strftime(period_start, '%Y-%m'), metric, numerator, denominator
        from marts.kpi
        where
            metric in ('monthly_recurring_revenue', 'average_revenue_per_customer')
            and segment_type = 'all'
    """)
    revenue = {month: amount for month, metric, amount, _ in rows if metric.startswith("monthly")}
    payers = {month: count for month, metric, _, count in rows if metric.startswith("average")}
    active = dict(
        playbook.rows("""
            select strftime(month, '%Y-%m'), count(*) filter (where is_active_at_end)
            from marts.fct_retention group by all
        """)
    )
    for month, one in months.items():
        assert revenue.get(month, 0) == Decimal(str(one["mrr"])), month
        assert (payers.get(month) or 0) == one["active_customers"], month
        assert active.get(month, 0) == one["active_customers"], month


def test_the_whole_of_the_published_months(playbook: Company, expected: dict[str, Any]) -> None:
    """52 new customers and 55 churns since 2018; three more of each before."""
    totals = dict(
        playbook.rows("""
            select movement_type, sum(movement_amount) from marts.fct_revenue
            where month >= '2018-01-01' group by all
        """)
    )
    published = expected["totals_spine2018"]
    for kind, (amount, _) in MOVEMENTS.items():
        assert totals[kind] == Decimal(str(published[amount])), kind
    newcomers = "select count(*) from marts.fct_revenue where movement_type = 'new'"
    assert playbook.rows(newcomers) == [(55,)]
    assert playbook.rows(f"{newcomers} and month >= '2018-01-01'") == [(published["n_new"],)]


def test_churn_rates_are_those_of_the_expected_counts(
    playbook: Company, months: dict[str, dict[str, Any]]
) -> None:
    rows = playbook.rows("""
        select strftime(period_start, '%Y-%m'), numerator, denominator from marts.kpi
        where
            metric = 'customer_churn_rate' and period_type = 'month' and segment_type = 'all'
    """)
    ours = {month: (churned, active) for month, churned, active in rows}
    before = 0
    for month, one in months.items():
        churned, active = ours.get(month, (0, 0))
        assert (churned, active or 0) == (one["n_churn"], before), month
        before = int(one["active_customers"])


def test_revenue_retention_is_that_of_the_expected_movements(
    playbook: Company, months: dict[str, dict[str, Any]]
) -> None:
    rows = playbook.rows("""
        select strftime(period_start, '%Y-%m'), metric, numerator, denominator from marts.kpi
        where
            metric in ('gross_revenue_retention', 'net_revenue_retention')
            and segment_type = 'all'
    """)
    ours = {(month, metric): (kept, opening) for month, metric, kept, opening in rows}
    opening = Decimal(0)
    for month, one in months.items():
        amounts = {name: Decimal(str(one[name])) for name in ("mrr", "upg", "down", "churn")}
        if opening:
            kept = opening + amounts["down"] + amounts["churn"]
            assert ours[month, "gross_revenue_retention"] == (kept, opening), month
            grown = kept + amounts["upg"]
            assert ours[month, "net_revenue_retention"] == (grown, opening), month
        opening = amounts["mrr"]
