"""Other people's subscriptions, many at once: 500 accounts, 5,000 subscriptions, 2,000 tickets.

The rows are synthetic, and what others published of them is a lesson in definitions:

- "MRR is 11,338,747", the sum of `mrr_amount` over all rows, is no MRR: it adds every subscription
  there ever was. What runs on 31 December 2024 is 10,159,608: the sum less the 1,179,139 of those
  that had ended.
- "Churn is 9.72 %" is the share of subscriptions that ever ended (486 of 5,000, trials among them).
  It is no churn of accounts: the accounts have ten subscriptions each, and one that ends leaves the
  others.
- "Lifetime churn is 73 %": the rows know 352 accounts with a churn event, 70.4 % of 500; the flag
  of the accounts says 22 %, others published 66 % and 80 %. None of them is a churn of accounts
  either: by the subscriptions nobody has left, all 500 pay at the end, and only two were without a
  subscription at the end of a month after one at its start. Of the 600 churn events 6 fall on the
  day on which a subscription of their account ended.
- "2 accounts in January 2023, 10 in February" counts trials, which bring no revenue and make no
  customer: with a price there are 2 and 9.
- A subscription that ends on the day on which it starts has never run. 13 do.

The reason of a churn event is landed where a subscription of the account ended on its day: those of
the other events belong to no end.
"""

from __future__ import annotations

import csv
import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.integration.company import Company, found, shared_data

# The first instant of 2025 in the business time zone.
LANDED_AT = "2024-12-31T23:00:00Z"
LAST_MINUTE = "2024-12-31 23:59"


class Subscription(NamedTuple):
    """A row of the subscriptions."""

    number: str
    account: str
    started_on: date
    ended_on: date | None
    amount: int
    tier: str

    def runs(self, day: date) -> bool:
        """Whether it runs on a day."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


def _read(name: str) -> list[dict[str, str]]:
    file = shared_data("ravenstack") / "raw" / f"ravenstack_{name}.csv"
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))


def _write(path: Path, columns: str, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns.split())
        writer.writerows(rows)


@pytest.fixture(scope="module")
def subscriptions() -> list[Subscription]:
    """The subscriptions as they are published."""
    return [
        Subscription(
            row["subscription_id"],
            row["account_id"],
            date.fromisoformat(row["start_date"]),
            date.fromisoformat(row["end_date"]) if row["end_date"] else None,
            int(row["mrr_amount"]),
            row["plan_tier"],
        )
        for row in _read("subscriptions")
    ]


@pytest.fixture(scope="module")
def reasons(subscriptions: list[Subscription]) -> dict[str, str]:
    """Why a subscription ended, of those that ended on the day of a churn event."""
    events = {
        (event["account_id"], date.fromisoformat(event["churn_date"])): event["reason_code"]
        for event in _read("churn_events")
    }
    return {
        one.number: events[one.account, one.ended_on]
        for one in subscriptions
        if one.ended_on is not None and (one.account, one.ended_on) in events
    }


def _instant(text: str) -> str:
    """An instant that the rows write as `2023-07-28 3:00`, or as a day alone."""
    day, _, time = text.partition(" ")
    hour, _, minute = (time or "0:00").partition(":")
    return f"{day} {int(hour):02d}:{minute[:2]}"


@pytest.fixture(scope="module")
def ravenstack(
    tmp_path_factory: pytest.TempPathFactory,
    subscriptions: list[Subscription],
    reasons: dict[str, str],
    parsed: Path,
) -> Company:
    """The accounts, their subscriptions and how satisfied they were, after a night."""
    company = found(tmp_path_factory.mktemp("ravenstack"), ["files"], parsed)
    settings = company.folder / "project" / "dbt_project.yml"
    text, changed = re.subn(
        "reporting_currency: EUR", "reporting_currency: USD", settings.read_text(encoding="utf-8")
    )
    assert changed == 1
    settings.write_text(text, encoding="utf-8")
    files = company.landing / "files"
    files.mkdir()
    _write(
        files / "companies.csv",
        "company_id name industry country created_at",
        [
            [row["account_id"], row["account_name"], row["industry"], row["country"],
             row["signup_date"]]
            for row in _read("accounts")
        ],
    )  # fmt: skip
    _write(
        files / "contracts.csv",
        "contract_id company_id product started_on ended_on price billing_period currency "
        "end_reason",
        [
            [one.number, one.account, one.tier, one.started_on, one.ended_on or "", one.amount,
             "month", "USD", _landed(reasons.get(one.number))]
            for one in subscriptions
        ],
    )  # fmt: skip
    _write(
        files / "survey_responses.csv",
        "response_id kind company_id score sent_at answered_at",
        [
            [row["ticket_id"], "csat", row["account_id"], row["satisfaction_score"],
             row["submitted_at"], _answered(row)]
            for row in _read("support_tickets")
        ],
    )  # fmt: skip
    (company.landing / "landed_at.txt").write_text(LANDED_AT, encoding="utf-8")
    night = company.nightly()
    assert night.returncode == 0, night.stdout + night.stderr
    return company


def _landed(reason: str | None) -> str:
    """Price, budget, features, support or a competitor: they chose to leave."""
    return "" if reason in (None, "unknown") else "voluntary"


def _answered(row: dict[str, str]) -> str:
    """When a ticket's score was given: when it was closed, or never."""
    if not row["satisfaction_score"]:
        return ""
    # Tickets of the last days were closed in the new year: their scores are the old year's.
    return min(_instant(row["closed_at"]), LAST_MINUTE)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """The figures that others computed or published."""
    file = shared_data("ravenstack") / "expected.json"
    kpis: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["kpis"]
    return kpis


def _month_end(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def _paying(subscriptions: list[Subscription], day: date) -> set[str]:
    return {one.account for one in subscriptions if one.amount and one.runs(day)}


def test_nothing_is_rejected(ravenstack: Company, expected: dict[str, Any]) -> None:
    assert ravenstack.rows("select count(*) from marts.rejected_rows") == [(0,)]
    accounts = "select count(*) from marts.dim_account"
    assert ravenstack.rows(accounts) == [(expected["rows"]["accounts"],)]


def test_recurring_revenue_of_every_month_end(
    ravenstack: Company, expected: dict[str, Any]
) -> None:
    rows = ravenstack.rows("""
        select strftime(period_start, '%Y-%m'), segment_value, numerator from marts.kpi
        where metric = 'monthly_recurring_revenue'
    """)
    wanted = {month: Decimal(one["mrr"]) for month, one in expected["mrr_month_end"].items()}
    for segment in ("all", "USD"):
        ours = {month: amount for month, value, amount in rows if value == segment}
        assert ours == wanted, segment


def test_the_sum_of_all_rows_is_no_recurring_revenue(
    ravenstack: Company, expected: dict[str, Any]
) -> None:
    ((last,),) = ravenstack.rows("""
        select numerator from marts.kpi
        where
            metric = 'monthly_recurring_revenue'
            and period_start = '2024-12-01'
            and segment_type = 'all'
    """)
    assert last == expected["sum_mrr_all_rows"] - expected["sum_mrr_churned_rows"]
    assert last == expected["sum_mrr_open"]


def test_movements_of_every_month(
    ravenstack: Company, subscriptions: list[Subscription], expected: dict[str, Any]
) -> None:
    """By account: a subscription that ends beside others is a contraction, not a churn."""
    rows = ravenstack.rows("""
        select strftime(month, '%Y-%m'), movement_type, sum(movement_amount), count(*)
        from marts.fct_revenue where movement_amount <> 0 group by all
    """)
    ours = {(month, kind): (amount, count) for month, kind, amount, count in rows}
    wanted: dict[tuple[str, str], tuple[Decimal, int]] = {}
    before: Counter[str] = Counter()
    known: set[str] = set()
    for month in expected["mrr_month_end"]:
        now: Counter[str] = Counter()
        for one in subscriptions:
            now[one.account] += one.amount * one.runs(_month_end(month))
        for account in now:
            change = now[account] - before[account]
            if change:
                kind = "expansion" if change > 0 else "contraction"
                if not before[account]:
                    kind = "reactivation" if account in known else "new"
                if not now[account]:
                    kind = "churn"
                amount, count = wanted.get((month, kind), (Decimal(0), 0))
                wanted[month, kind] = (amount + change, count + 1)
        known |= {account for account, amount in now.items() if amount}
        before = now
    assert ours == wanted
    assert sum(count for (_, kind), (_, count) in ours.items() if kind == "new") == 500


def test_accounts_of_every_month_end(
    ravenstack: Company, subscriptions: list[Subscription], expected: dict[str, Any]
) -> None:
    """A trial makes no customer: the expected counts are greater by accounts on trial alone."""
    rows = ravenstack.rows("""
        select strftime(month, '%Y-%m'), count(*) filter (where is_active_at_end)
        from marts.fct_retention group by all
    """)
    ours = dict(rows)
    differ = 0
    for month, one in expected["mrr_month_end"].items():
        day = _month_end(month)
        running = {row.account for row in subscriptions if row.runs(day)}
        assert len(running) == one["accounts"]
        on_trial = running - _paying(subscriptions, day)
        assert ours[month] == one["accounts"] - len(on_trial), month
        differ += bool(on_trial)
    assert differ > 1
    assert ours["2024-12"] == 500


def test_churn_of_accounts_is_not_that_of_subscriptions(
    ravenstack: Company, subscriptions: list[Subscription], expected: dict[str, Any]
) -> None:
    """9.72 % of all subscriptions ended; two of five hundred accounts left, and came back."""
    ended = [one for one in subscriptions if one.ended_on is not None]
    assert len(ended) == expected["subs_churned"]
    share = Decimal(100) * len(ended) / len(subscriptions)
    assert share == Decimal(str(expected["subs_churned_pct"]))
    rows = ravenstack.rows("""
        select metric, strftime(period_start, '%Y-%m'), numerator, denominator from marts.kpi
        where
            metric in ('customer_churn_rate', 'churn_rate_of_all', 'churn_rate_of_mean')
            and period_type = 'month'
            and segment_type = 'all'
    """)
    ours = {row[:2]: row[2:] for row in rows}
    before: set[str] = set()
    churned: dict[str, int] = {}
    for month in expected["mrr_month_end"]:
        after = _paying(subscriptions, _month_end(month))
        churned[month] = len(before - after)
        for metric, denominator in (
            ("customer_churn_rate", Decimal(len(before))),
            ("churn_rate_of_all", Decimal(len(before | after))),
            ("churn_rate_of_mean", Decimal(len(before) + len(after)) / 2),
        ):
            found = ours.get((metric, month), (Decimal(0), Decimal(0)))
            assert found == (churned[month], denominator), (metric, month)
        before = after
    assert sum(churned.values()) == 2
    # The claims of 66, 73 and 80 % of accounts, and the 70.4 % that have a churn event at all.
    assert expected["accounts_with_churn_event"] == 352
    left = "select count(distinct account_key) from marts.fct_retention where is_churned"
    assert ravenstack.rows(left) == [(2,)]


def test_ended_subscriptions_are_due_and_not_renewed(
    ravenstack: Company, subscriptions: list[Subscription], reasons: dict[str, str]
) -> None:
    """Neither trials nor the subscriptions that never ran were contracts."""
    ended = {
        one.number
        for one in subscriptions
        if one.amount and one.ended_on is not None and one.started_on < one.ended_on
    }
    rows = ravenstack.rows("select contract_id, outcome, end_reason from marts.fct_renewal")
    assert {number for number, _, _ in rows} == ended
    assert {outcome for _, outcome, _ in rows} == {"lapsed", "pending"}
    told = {number for number, _, reason in rows if reason == "voluntary"}
    assert told == {number for number in ended if _landed(reasons.get(number))}
    assert told


def test_churned_accounts_have_the_reason_of_the_subscription_that_ended_last(
    ravenstack: Company,
) -> None:
    rows = ravenstack.rows("""
        select segment_type, segment_value, sum(numerator) from marts.kpi
        where metric = 'churned_accounts' group by all
    """)
    ours = {row[:2]: row[2] for row in rows}
    assert ours["all", "all"] == 2
    assert sum(count for (kind, _), count in ours.items() if kind == "end_reason") == 2


def test_satisfaction(ravenstack: Company, expected: dict[str, Any]) -> None:
    tickets = _read("support_tickets")
    scores = [int(row["satisfaction_score"]) for row in tickets if row["satisfaction_score"]]
    assert len(scores) == expected["tickets"]["csat_n"]
    assert round(sum(scores) / len(scores), 6) == expected["tickets"]["csat_mean"]
    rows = ravenstack.rows("""
        select metric, sum(numerator), sum(denominator) from marts.kpi
        where
            metric in ('csat_satisfied_rate', 'survey_response_rate') and segment_type = 'all'
        group by all
    """)
    ours = {metric: (numerator, denominator) for metric, numerator, denominator in rows}
    assert ours["csat_satisfied_rate"] == (sum(score >= 4 for score in scores), len(scores))
    assert ours["survey_response_rate"] == (len(scores), len(tickets))
