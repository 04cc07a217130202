"""Revenue, churn and the costs of acquisition: the marts beside plain Python, to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from tests.integration.company import Company
from tests.oracle.books import ALL, ZERO
from tests.oracle.numbers import differences, published
from tests.oracle.recurring import product_revenue
from tests.oracle.revenue import FAMILIES, Counted, count
from tests.oracle.revenue_landing import read_books


@pytest.fixture(scope="module")
def counted(company: Company) -> Counted:
    """What plain Python counts of the company."""
    return count(read_books(company.landing, company.published, company.folder / "truth"))


@pytest.fixture(scope="module")
def warehouse(company: Company) -> Iterator[duckdb.DuckDBPyConnection]:
    """The company's published file."""
    with duckdb.connect(str(company.published), read_only=True) as connection:
        yield connection


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    return connection.execute(query).fetchall()


@pytest.mark.parametrize("family", FAMILIES)
def test_the_numbers_are_those_of_plain_python(
    family: str, counted: Counted, warehouse: duckdb.DuckDBPyConnection
) -> None:
    metrics = FAMILIES[family]
    expected = {key: one for key, one in counted.numbers.items() if key.metric in metrics}
    assert differences(expected, published(warehouse, metrics)) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_metric_has_something_to_say_in_every_segment(family: str, counted: Counted) -> None:
    said = {(key.metric, key.segment_type) for key, one in counted.numbers.items() if one.numerator}
    for metric, segments in FAMILIES[family].items():
        for segment in (ALL, *segments):
            assert (metric, segment) in said


def test_every_kind_of_movement_reason_and_path_occurs(counted: Counted) -> None:
    said = {
        (key.metric, key.segment_value) for key, one in counted.numbers.items() if one.numerator
    }
    moves = ("new", "reactivation", "churn", "expansion", "contraction", "fx")
    assert {("mrr_movements", kind) for kind in moves} <= said
    reasons = ("voluntary", "involuntary", "unknown")
    assert {("churned_accounts", reason) for reason in reasons} <= said
    paths = {("upsell_rate", f"{first} > {second}") for first, second in counted.books.paths}
    assert paths
    assert paths <= said
    outcomes = {row.outcome for row in counted.renewals.values()}
    assert outcomes == {"renewed", "pending", "lapsed"}


def test_the_bridge_of_every_account(
    counted: Counted, warehouse: duckdb.DuckDBPyConnection
) -> None:
    found = rows_of(
        warehouse,
        """
        select
            account_key, currency, month, movement_type, opening_mrr, closing_mrr, paused_mrr,
            opening_mrr_reporting, movement_reporting, closing_mrr_reporting,
            paused_mrr_reporting, opening_mrr_at_month_rate, fx_reporting
        from marts.fct_revenue
        """,
    )
    expected = [
        (
            row.account, row.currency, row.month, row.kind, row.opening, row.closing, row.paused,
            row.opening_reporting, row.moved_reporting, row.closing_reporting,
            row.paused_reporting, row.opening_at_rate, row.fx_reporting,
        )
        for row in counted.bridge
    ]  # fmt: skip
    assert set(found) == set(expected)
    assert len(found) == len(expected)


def test_the_movements_of_every_month(
    counted: Counted, warehouse: duckdb.DuckDBPyConnection
) -> None:
    amounts: dict[tuple[date, str, str], Decimal] = defaultdict(lambda: ZERO)
    movers: dict[tuple[date, str, str], set[int]] = defaultdict(set)
    for row in counted.bridge:
        for currency, amount in ((row.currency, row.moved), (ALL, row.moved_reporting)):
            amounts[row.month, currency, row.kind] += amount
            movers[row.month, currency, row.kind].add(row.account)
        amounts[row.month, ALL, "fx"] += row.fx_reporting
    query = "select month, currency, movement_type, amount, accounts_moved from marts.mrr_movement"
    found = {row[:3]: row[3:] for row in rows_of(warehouse, query)}
    nothing = (Decimal(0), 0)
    for key in amounts.keys() | found.keys():
        assert found.get(key, nothing)[0] == amounts.get(key, ZERO), key
        if key[2] != "fx":
            assert found.get(key, nothing)[1] == len(movers[key]), key


def test_the_products_of_every_account(
    counted: Counted, warehouse: duckdb.DuckDBPyConnection
) -> None:
    found = rows_of(
        warehouse,
        """
        select account_key, currency, product, month, closing_mrr
        from marts.fct_product_revenue where closing_mrr <> 0
        """,
    )
    expected = {
        (account, currency, product or "unknown", month): closing
        for (account, currency, product, month), closing in product_revenue(counted.books).items()
        if closing
    }
    assert {row[:4]: row[4] for row in found} == expected


def test_the_changes_of_products_add_up_to_the_movement(
    counted: Counted, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """And a switch of plan, one product down and the other up, is neither churn nor new."""
    found = rows_of(
        warehouse,
        """
        select account_key, currency, month, sum(change_amount), min(change_amount)
        from marts.fct_product_revenue group by all
        """,
    )
    changes = {row[:3]: row[3] for row in found if row[3]}
    moves = {(row.account, row.currency, row.month): row.moved for row in counted.bridge}
    assert changes == {key: moved for key, moved in moves.items() if moved}
    kinds = {(row.account, row.currency, row.month): row.kind for row in counted.bridge}
    switches = {kinds.get(row[:3]) for row in found if row[4] < 0 <= row[3]}
    assert {"unchanged", "expansion"} <= switches
    assert not switches & {"new", "churn", "reactivation"}


def test_every_renewal(counted: Counted, warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows_of(
        warehouse,
        """
        select contract_id, due_on, outcome, renewed_by_contract_id, amount_before, amount_after
        from marts.fct_renewal
        """,
    )
    expected = {
        (row.contract_id, row.due_on, row.outcome, row.successor, row.before, row.after)
        for row in counted.renewals.values()
    }
    assert set(found) == expected
    assert len(found) == len(expected)


def test_the_margin_of_every_account(
    counted: Counted, warehouse: duckdb.DuckDBPyConnection
) -> None:
    found = rows_of(
        warehouse,
        """
        select
            account_key, month, invoiced_revenue, cost_of_goods, cost_to_serve, allocated_cost
        from marts.fct_account_margin
        """,
    )
    expected = {
        (*key, row.revenue, row.goods, row.service, row.acquisition)
        for key, row in counted.margins.items()
    }
    assert set(found) == expected
    assert len(found) == len(expected)


def test_costs_are_allocated_to_the_millionth_or_not_at_all(counted: Counted) -> None:
    """What is allocated of a month's and a channel's costs is all of them."""
    first = counted.books.first_leads()
    given: dict[tuple[date, str], Decimal] = defaultdict(lambda: ZERO)
    for (account, month), row in counted.margins.items():
        if row.acquisition:
            given[month, first[account].channel] += row.acquisition
    key = "acquisition_cost"
    for (month, channel), amount in given.items():
        (total,) = [
            one.numerator
            for found, one in counted.numbers.items()
            if (found.metric, found.period_start, found.segment_value) == (key, month, channel)
        ]
        assert amount == total
    assert given


def test_every_cohort(counted: Counted, warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows_of(
        warehouse,
        """
        select
            cohort_month, months_since, cohort_size, continuous_accounts, rolling_accounts,
            cumulative_margin
        from marts.cohort_retention
        """,
    )
    expected = {
        (*key, row.size, row.continuous, row.rolling, row.margin)
        for key, row in counted.cohorts.items()
    }
    assert set(found) == expected
    assert len(found) == len(expected)
    assert any(row.continuous < row.rolling for row in counted.cohorts.values())


SUMS = (
    "acquisition_cost, qualified_leads, leads_won, new_customers, mrr, paying_account_months, "
    "paying_customers, churned_accounts, accounts_at_start, invoiced_revenue, cost_of_goods"
)
QUOTIENTS = (
    "cost_per_qualified_lead, closing_rate, customer_acquisition_cost, revenue_per_customer, "
    "gross_margin_share, months_of_life, lifetime_value, lifetime_value_to_cost, payback_months"
)


def test_what_unit_economics_add_up(counted: Counted, warehouse: duckdb.DuckDBPyConnection) -> None:
    found = {
        row[:2]: row[2:]
        for row in rows_of(warehouse, f"select quarter, channel, {SUMS} from marts.unit_economics")
        if any(row[2:])
    }
    expected = {
        key: (
            row.cost, row.leads, row.won, row.new_customers, row.mrr, len(row.paying),
            row.customers, row.churned, row.active, row.revenue, row.goods,
        )
        for key, row in counted.economics.items()
    }  # fmt: skip
    assert found == {key: sums for key, sums in expected.items() if any(sums)}


def test_what_unit_economics_divide(counted: Counted, warehouse: duckdb.DuckDBPyConnection) -> None:
    query = f"select quarter, channel, {QUOTIENTS} from marts.unit_economics"
    found = {row[:2]: row[2:] for row in rows_of(warehouse, query)}
    for key, row in counted.economics.items():
        wanted = (
            row.cost_per_lead,
            row.closing_rate,
            row.acquisition_cost,
            row.average_revenue,
            row.margin_share,
            row.months_of_life,
            row.lifetime_value,
            row.value_to_cost,
            row.payback_months,
        )
        for name, ours, theirs in zip(QUOTIENTS.split(", "), wanted, found[key], strict=True):
            assert _is_same(ours, theirs), (key, name, ours and float(ours), theirs)


def _is_same(ours: Fraction | None, theirs: float | None) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return abs(float(ours) - theirs) <= 1e-9 * max(1.0, abs(theirs))
