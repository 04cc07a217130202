"""Recurring revenue from landed contracts to the marts: a company for each way to get it wrong.

One build of a landing written by hand; each company has the contracts that expose one defect, and
what is expected of it was worked out with pen and paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.build_files import BUILD_FILE, open_build
from orchestration.lib.contracts import load_contracts
from orchestration.lib.landing_load import load_landing
from orchestration.lib.settings import PROJECT
from tests.integration.company import dbt_run
from tests.properties.warehouse import land

SMALL, LARGE = "Lumenia Factures", "Lumenia Trésorerie"

# Company: contracts as (started on, ended on, price, billing period, further columns).
CONTRACTS: dict[str, list[tuple[str, str, str, str, dict[str, str]]]] = {
    "returns": [
        ("2026-01-10", "2026-02-10", "80", "month", {}),
        ("2026-04-10", "", "80", "month", {}),
    ],
    "returns_for_more": [
        ("2026-01-10", "2026-02-10", "80", "month", {}),
        ("2026-04-10", "", "120", "month", {}),
    ],
    "open_ended": [("2026-05-01", "", "30", "month", {})],
    "switches": [
        ("2026-04-01", "2026-05-15", "50", "month", {"product": SMALL}),
        ("2026-05-15", "", "50", "month", {"product": LARGE}),
    ],
    "overlaps": [
        ("2026-04-01", "", "50", "month", {}),
        ("2026-05-01", "2026-06-01", "25.50", "month", {}),
    ],
    "yearly": [("2026-06-01", "", "1000", "year", {})],
    "quarterly": [("2026-06-01", "", "100", "quarter", {})],
    "weekly": [("2026-06-01", "", "10", "week", {})],
    "every_two_years": [("2026-06-01", "", "1000", "year", {"billing_interval": "2"})],
    "discounted": [
        (
            *("2026-04-01", "", "100", "month"),
            {"discount": "10.50", "discount_until": "2026-05-31"},
        )
    ],
    "tries": [("2026-04-01", "", "0", "month", {})],
    "tries_then_pays": [
        ("2026-04-01", "2026-05-01", "0", "month", {}),
        ("2026-05-01", "", "10", "month", {}),
    ],
    "is_called_off": [("2026-05-01", "2026-05-01", "10", "month", {})],
    "rests": [("2026-04-01", "", "40", "month", {"paused": "2026-05-20/2026-06-20"})],
}


# Company: month, movement and closing recurring revenue of each row of fct_revenue.
EXPECTED: dict[str, list[tuple[str, str, str]]] = {
    "returns": [
        ("2026-01", "new", "80"),
        ("2026-02", "churn", "0"),
        ("2026-04", "reactivation", "80"),
        ("2026-05", "unchanged", "80"),
        ("2026-06", "unchanged", "80"),
    ],
    "returns_for_more": [
        ("2026-01", "new", "80"),
        ("2026-02", "churn", "0"),
        ("2026-04", "reactivation", "120"),
        ("2026-05", "unchanged", "120"),
        ("2026-06", "unchanged", "120"),
    ],
    "open_ended": [("2026-05", "new", "30"), ("2026-06", "unchanged", "30")],
    "switches": [
        ("2026-04", "new", "50"),
        ("2026-05", "unchanged", "50"),
        ("2026-06", "unchanged", "50"),
    ],
    "overlaps": [
        ("2026-04", "new", "50"),
        ("2026-05", "expansion", "75.50"),
        ("2026-06", "contraction", "50"),
    ],
    "yearly": [("2026-06", "new", "83.33")],
    "quarterly": [("2026-06", "new", "33.33")],
    "weekly": [("2026-06", "new", "43.33")],
    "every_two_years": [("2026-06", "new", "41.67")],
    "discounted": [
        ("2026-04", "new", "89.50"),
        ("2026-05", "expansion", "100"),
        ("2026-06", "unchanged", "100"),
    ],
    "tries": [],
    "tries_then_pays": [("2026-05", "new", "10"), ("2026-06", "unchanged", "10")],
    "is_called_off": [],
    "rests": [
        ("2026-04", "new", "40"),
        ("2026-05", "unchanged", "40"),
        ("2026-06", "unchanged", "40"),
    ],
}


@pytest.fixture(scope="module")
def marts(
    tmp_path_factory: pytest.TempPathFactory, parsed: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The models of recurring revenue, built on the landing above."""
    folder = tmp_path_factory.mktemp("contracts")
    contracts, pauses = [], []
    for company, terms in CONTRACTS.items():
        for number, (started_on, ended_on, price, period, further) in enumerate(terms):
            contract_id = f"{company}-{number}"
            paused = further.get("paused")
            row = {
                "contract_id": contract_id,
                "company_id": company,
                "product": SMALL,
                "started_on": started_on,
                "ended_on": ended_on,
                "price": price,
                "billing_period": period,
                "currency": "EUR",
            }
            contracts.append(row | {k: v for k, v in further.items() if k != "paused"})
            if paused:
                paused_on, resumed_on = paused.split("/")
                pauses.append(
                    {
                        "contract_id": contract_id,
                        "paused_on": paused_on,
                        "resumed_on": resumed_on,
                    }
                )
    rows = {
        "files.companies": [{"company_id": company, "name": company} for company in CONTRACTS],
        "files.contracts": contracts,
        "files.contract_pauses": pauses,
    }
    load_landing(folder / BUILD_FILE, load_contracts(PROJECT), land(rows, folder / "landing"))
    models = ["+fct_revenue", "+fct_product_revenue", "+int_account_churns", "+int_account_months"]
    words = ["--select", *models, "--indirect-selection", "buildable"]
    dbt_run("build", folder, parsed, [*words, "--exclude-resource-type", "unit_test"])
    with open_build(folder) as connection:
        yield connection


def _movements(marts: duckdb.DuckDBPyConnection, company: str) -> list[tuple[str, str, Decimal]]:
    return marts.execute(
        """
        select strftime(month, '%Y-%m'), movement_type, closing_mrr
        from marts.fct_revenue
        inner join intermediate.int_account_links using (account_key)
        where native_id = ? order by month
        """,
        [company],
    ).fetchall()


@pytest.mark.parametrize("company", CONTRACTS)
def test_movements_of_a_company(marts: duckdb.DuckDBPyConnection, company: str) -> None:
    expected = [(month, movement, Decimal(mrr)) for month, movement, mrr in EXPECTED[company]]
    assert _movements(marts, company) == expected


def test_who_only_tries_is_no_customer(marts: duckdb.DuckDBPyConnection) -> None:
    customers = marts.execute("""
        select distinct native_id from intermediate.int_account_months
        inner join intermediate.int_account_links using (account_key)
    """).fetchall()
    assert {company for (company,) in customers} == set(CONTRACTS) - {"tries", "is_called_off"}
    churns = marts.execute("""
        select native_id, cast(churned_on as text) from intermediate.int_account_churns
        inner join intermediate.int_account_links using (account_key) order by 1
    """).fetchall()
    assert churns == [("returns", "2026-02-10"), ("returns_for_more", "2026-02-10")]


def test_a_pause_is_told_apart_and_lessens_nothing(marts: duckdb.DuckDBPyConnection) -> None:
    paused = marts.execute("""
        select native_id, strftime(month, '%Y-%m'), paused_mrr, closing_mrr
        from marts.fct_revenue inner join intermediate.int_account_links using (account_key)
        where paused_mrr <> 0
    """).fetchall()
    assert paused == [("rests", "2026-05", Decimal(40), Decimal(40))]


def test_a_switch_of_plan_moves_money_between_products_and_none_of_the_customer(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    changes = marts.execute("""
        select product, change_amount, account_movement_type from marts.fct_product_revenue
        inner join intermediate.int_account_links using (account_key)
        where native_id = 'switches' and month = date '2026-05-01' order by product
    """).fetchall()
    assert changes == [
        (SMALL, Decimal(-50), "unchanged"),
        (LARGE, Decimal(50), "unchanged"),
    ]


def test_the_contracts_reach_every_movement(marts: duckdb.DuckDBPyConnection) -> None:
    reached = {movement for company in CONTRACTS for _, movement, _ in _movements(marts, company)}
    every = {"new", "churn", "reactivation", "expansion", "contraction", "unchanged"}
    assert reached == every
