"""The second reading of revenue, on little books whose numbers were worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.oracle import churn, economics, margins, recurring
from tests.oracle.books import Books, Contract, Cost, Invoice, Lead, Pause, Share
from tests.oracle.numbers import Key, Number
from tests.oracle.recurring import Numbers

AS_OF = date(2025, 7, 1)


def on(month: int, day: int = 1, year: int = 2025) -> date:
    """A day, of 2025 unless another year is named."""
    return date(year, month, day)


def contract(
    number: str,
    started_on: date,
    ended_on: date | None = None,
    price: str = "100.00",
    **more: object,
) -> Contract:
    """A contract of account 1, by the month, unless more is said."""
    return Contract(
        **{
            "contract_id": number,
            "account": 1,
            "started_on": started_on,
            "ended_on": ended_on,
            "price": Decimal(price),
            **more,
        }  # type: ignore[arg-type]
    )


def books(*contracts: Contract, **more: object) -> Books:
    """Books as of July 2025."""
    return Books(AS_OF, list(contracts), **more)  # type: ignore[arg-type]


def pick(
    numbers: Numbers, metric: str, kind: str = "all", value: str = "all", period: str = "month"
) -> dict[str, tuple[Decimal, Decimal | None]]:
    """Numerators and denominators of a metric by month, as `05` or quarter."""
    return {
        key.period_start.strftime("%m"): (one.numerator, one.denominator)
        for key, one in numbers.items()
        if (key.metric, key.segment_type, key.segment_value, key.period_type)
        == (metric, kind, value, period)
    }


@pytest.mark.parametrize(
    ("price", "period", "interval", "amount"),
    [
        ("1000.00", "year", 1, "83.33"),
        ("1000.00", "year", 3, "27.78"),
        ("100.01", "month", 2, "50.01"),
        ("17.35", "week", 1, "75.18"),
        ("77.77", "week", 4, "84.25"),
        ("500.00", "quarter", 2, "83.33"),
    ],
)
def test_a_price_is_brought_to_a_month(price: str, period: str, interval: int, amount: str) -> None:
    one = contract("A", on(1), None, price, period=period, interval=interval)
    assert one.amount(on(1)) == Decimal(amount)


def test_a_discount_holds_until_its_day_and_leaves_at_least_nothing() -> None:
    one = contract("A", on(1), None, discount=Decimal(30), discount_until=on(3, 31))
    assert [one.amount(day) for day in (on(3, 30), on(3, 31))] == [Decimal(70), Decimal(100)]
    gift = contract("A", on(1), None, discount=Decimal(130))
    assert gift.amount(on(1)) == 0


def test_the_bridge_in_two_currencies() -> None:
    """100 USD at 0.90, 0.80, 0.85, and 60 at 0.85 after a part of it ended."""
    rates = {
        "USD": {on(1, 15): Decimal("0.9"), on(2, 1): Decimal("0.8"), on(3, 31): Decimal("0.85")}
    }
    rates["USD"][on(4, 1)] = Decimal("0.7")
    rows = recurring.bridge(
        books(
            contract("A", on(1, 31), None, "60.00", currency="USD"),
            contract("B", on(1, 31), on(3, 31), "40.00", currency="USD"),
            rates=rates,
        )
    )
    found = [
        (row.month.month, row.kind, row.moved, row.opening_reporting, row.moved_reporting,
         row.fx_reporting, row.closing_reporting)
        for row in rows[:4]
    ]  # fmt: skip
    amounts = [
        (1, "new", "100", "0", "90", "0", "90"),
        (2, "unchanged", "0", "90", "0", "-10", "80"),
        (3, "contraction", "-40", "80", "-34", "5", "51"),
        (4, "unchanged", "0", "51", "0", "-9", "42"),
    ]
    assert found == [(month, kind, *map(Decimal, rest)) for month, kind, *rest in amounts]
    kept = recurring.retention_of_revenue(rows)
    assert pick(kept, "gross_revenue_retention")["03"] == (Decimal(51), Decimal(85))
    assert pick(kept, "gross_revenue_retention", "currency", "USD")["03"] == (60, 100)
    assert pick(recurring.recurring_numbers(books(), rows), "mrr_movements", "movement_type", "fx")[
        "03"
    ] == (Decimal(5), None)


def test_movements_have_names_and_months_at_rest_have_none() -> None:
    rows = recurring.bridge(
        books(
            contract("A", on(1, 10), on(2, 10)),
            contract("B", on(5), None, "30.00"),
            contract("C", on(6), None, "20.00"),
            contract("T", on(3), on(4), "0.00"),
            contract("N", on(3), on(3)),
        )
    )
    assert [(row.month.month, row.kind) for row in rows] == [
        (1, "new"),
        (2, "churn"),
        (5, "reactivation"),
        (6, "expansion"),
    ]
    kept = recurring.retention_of_revenue(rows)
    assert pick(kept, "net_revenue_retention")["06"] == (50, 30)
    assert pick(kept, "gross_revenue_retention")["06"] == (30, 30)
    assert pick(kept, "revenue_churn_rate")["02"] == (100, 100)


def test_a_pause_leaves_the_revenue_and_is_told_apart() -> None:
    pauses = (Pause(on(3, 31), on(5, 31)), Pause(on(4), on(4, 20)))
    mine = books(contract("A", on(1), None, pauses=pauses))
    numbers = recurring.recurring_numbers(mine, recurring.bridge(mine))
    paused = pick(numbers, "paused_recurring_revenue")
    assert [month for month, (amount, _) in paused.items() if amount] == ["03", "04"]
    assert set(pick(numbers, "monthly_recurring_revenue").values()) == {(Decimal(100), None)}


def test_who_pays_in_two_currencies_is_one_customer() -> None:
    mine = books(
        contract("A", on(1)),
        contract("B", on(1), None, "50.00", currency="USD"),
        contract("C", on(1), None, "10.00", account=2, discount=Decimal(10)),
        rates={"USD": {on(1): Decimal("0.5")}},
    )
    numbers = recurring.recurring_numbers(mine, recurring.bridge(mine))
    assert pick(numbers, "average_revenue_per_customer")["01"] == (125, 1)
    assert pick(numbers, "average_revenue_per_customer", "currency", "USD")["01"] == (50, 1)


def test_churn_in_three_readings() -> None:
    """Of three at the start of April one leaves, one comes: 1/3, 1/4 and 1/3."""
    mine = books(
        contract("A", on(1), on(4, 10), end_reason="voluntary"),
        contract("B", on(1), on(4, 10), end_reason="involuntary"),
        contract("C", on(1), None, account=2),
        contract("D", on(1), None, account=3),
        contract("E", on(4, 30), None, account=4),
        contract("F", on(4, 2), on(4, 3), account=5),
    )
    numbers = churn.churn_numbers(mine)
    assert pick(numbers, "customer_churn_rate")["04"] == (1, 3)
    assert pick(numbers, "churn_rate_of_all")["04"] == (1, 4)
    assert pick(numbers, "churn_rate_of_mean")["04"] == (1, 3)
    assert pick(numbers, "customer_churn_rate", period="quarter")["04"] == (1, 3)
    assert pick(numbers, "churned_accounts", "end_reason", "involuntary") == {"04": (1, None)}


def test_a_renewal_is_early_on_time_late_or_not_yet() -> None:
    mine = books(
        contract("A", on(1), on(5, 20)),
        contract("A2", on(6, 18), None, "120.00", previous="A"),
        contract("B", on(1), on(5, 20)),
        contract("B2", on(6, 19), None, previous="B"),
        contract("C", on(1), on(5, 20)),
        contract("C2", on(4, 1), on(4, 2), previous="C"),
        contract("D", on(1), on(6, 2)),
        contract("D2", on(7, 1), None, previous="D"),
        contract("E", on(1), on(6, 1)),
        contract("F", on(1), None),
        contract("F2", on(3), None, previous="F"),
        contract("G", on(1), on(9)),
        contract("H", on(1), on(5, 20)),
        contract("H2", on(5, 20), None, "0.00", previous="H"),
    )
    rows = churn.renewals(mine)
    assert {number: row.outcome for number, row in rows.items()} == {
        "A": "renewed",
        "B": "lapsed",
        "C": "renewed",
        "C2": "lapsed",
        "D": "pending",
        "E": "lapsed",
        "F": "renewed",
        "H": "lapsed",
    }
    assert (rows["A"].before, rows["A"].after) == (100, 120)
    rates = pick(churn.renewal_numbers(mine), "renewal_rate")
    assert rates == {"04": (0, 1), "05": (2, 4), "06": (0, 1)}


def test_cohorts_know_who_stayed_and_who_came_back() -> None:
    mine = books(
        contract("A", on(1, 5), on(2, 10)),
        contract("B", on(4, 5)),
        contract("C", on(1, 31), None, account=2),
        contract("D", on(6, 30), None, account=3),
    )
    rows = churn.cohorts(mine, {(1, on(1)): Decimal(7), (2, on(3)): Decimal(5)})
    assert {
        since: (row.continuous, row.rolling, row.margin)
        for (cohort, since), row in rows.items()
        if cohort == on(1)
    } == {
        0: (2, 2, 7),
        1: (1, 1, 7),
        2: (1, 1, 12),
        3: (1, 2, 12),
        4: (1, 2, 12),
        5: (1, 2, 12),
    }
    assert churn.cohorts(Books(on(6, 30), mine.contracts), {}).keys() >= {(on(1), 4)}
    assert (on(1), 5) not in churn.cohorts(Books(on(6, 30), mine.contracts), {})


def test_upsell_counts_those_who_could() -> None:
    paths = [("X", "Y"), ("X", "Z")]
    mine = books(
        contract("A", on(1), None, product="X"),
        contract("B", on(3, 5), None, product="Y"),
        contract("C", on(1), None, product="X", account=2),
        contract("D", on(2), on(2, 5), product="Y", account=2),
        contract("E", on(4), None, account=2),
        paths=paths,
    )
    numbers = recurring.upsell_numbers(mine)
    assert pick(numbers, "upsell_rate", "path", "X > Y") == {
        "02": (1, 2),
        "03": (1, 1),
    }
    assert pick(numbers, "upsell_rate")["02"] == (1, 4)
    assert pick(recurring.products_per_account(mine), "products_per_account")["03"] == (3, 2)
    assert pick(recurring.products_per_account(mine), "products_per_account")["04"] == (4, 2)


def test_baskets_are_less_what_was_given_back() -> None:
    rates = {"USD": {on(1): Decimal("0.5"), on(2): Decimal("0.8")}}
    mine = books(
        invoices=[
            Invoice("1", 1, "one_off", on(1, 5), Decimal(100), "USD"),
            Invoice("2", 1, "one_off", on(1, 6), Decimal(40)),
            Invoice("3", 1, "refund", on(2, 6), Decimal(-10), "USD", None, "1"),
            Invoice("4", 1, "refund", on(2, 6), Decimal(-10)),
            Invoice("5", 1, "recurring", on(2, 6), Decimal(30)),
            Invoice("6", 1, "refund", on(2, 6), Decimal(-3), "EUR", None, "5"),
            Invoice("7", 1, "refund", on(7), Decimal(-3), "EUR", None, "2"),
        ],
        rates=rates,
    )
    numbers = margins.invoice_numbers(mine)
    assert pick(numbers, "average_basket") == {"01": (Decimal(82), 2)}
    assert pick(numbers, "average_basket", "currency", "USD") == {"01": (90, 1)}
    assert pick(numbers, "invoiced_revenue", "kind", "refund") == {"02": (Decimal(-21), None)}


def small_company() -> Books:
    """Two new accounts of a channel in January, one whose people nobody knows, one that leaves."""
    lead = {"account": None, "channel": "email", "origin": "marketing", "is_won": False}
    return books(
        contract("A", on(1, 10), None, "90.00", product="X"),
        contract("B", on(1, 20), on(3, 20), "30.00", account=2),
        contract("C", on(1, 20), None, "50.00", account=3),
        invoices=[
            Invoice("1", 1, "recurring", on(1, 10), Decimal("100.05"), product="X"),
            Invoice("2", 2, "recurring", on(1, 20), Decimal(30)),
        ],
        tickets=[(1, on(2, 3)), (1, on(7, 3))],
        costs=[
            Cost(on(1, 3), "media", "marketing", "email", Decimal(10)),
            Cost(on(1, 3), "people", "sales", "email", Decimal("0.000001")),
            Cost(on(1, 3), "people", "service", "email", Decimal(1000)),
            Cost(on(2, 3), "media", "marketing", "email", Decimal(50)),
            Cost(on(2, 3), "media", "marketing", "unattributed", Decimal(70)),
        ],
        leads=[
            Lead((1, 1), on(1, 2), **{**lead, "account": 1, "is_won": True}),  # type: ignore[arg-type]
            Lead((0, 2), on(1, 1), **{**lead, "account": 2, "origin": "sales"}),  # type: ignore[arg-type]
            Lead((2, 1), on(5, 2), **{**lead, "account": 1}),  # type: ignore[arg-type]
        ],
        deliveries=[(on(1, 3), "email")],
        influenced={3},
        goods=[
            Share("", Decimal("0.25"), on(1), None),
            Share("X", Decimal("0.5"), on(1), on(1, 10)),
            Share("X", Decimal("0.1"), on(1, 10), None),
        ],
        services=[Share("ticket", Decimal("14.50"), on(1), None)],
        scopes={
            ("marketing", "media", "marketing"),
            ("full", "media", "marketing"),
            ("full", "people", "sales"),
        },
    )


def test_the_margin_of_an_account() -> None:
    mine = small_company()
    rows = margins.margins(mine)
    first, second = rows[1, on(1)], rows[2, on(1)]
    assert (first.revenue, first.goods) == (Decimal("100.05"), Decimal("10.01"))
    assert (first.acquisition, second.acquisition) == (Decimal("5.000001"), Decimal("5.000000"))
    assert second.goods == Decimal("7.50")
    assert rows[1, on(2)].service == Decimal("14.50")
    assert (1, on(7)) not in rows
    assert not any(account == 3 for account, _ in rows)
    numbers = margins.margin_numbers(mine, rows)
    assert pick(numbers, "profit_per_customer")["01"] == (Decimal("102.539999"), 3)
    assert pick(numbers, "gross_margin_share")["01"] == (Decimal("112.54"), Decimal("130.05"))


def test_what_leads_cost_and_what_marketing_did() -> None:
    mine = small_company()
    numbers = margins.cost_numbers(mine)
    assert pick(numbers, "cost_per_qualified_lead") == {"01": (10, 1), "02": (120, 0)}
    assert pick(numbers, "acquisition_cost", "channel", "unattributed") == {"02": (70, None)}
    shares = margins.marketing_numbers(mine, recurring.bridge(mine))
    assert pick(shares, "marketing_sourced_revenue_share")["01"] == (90, 170)
    assert pick(shares, "marketing_influenced_revenue_share")["01"] == (50, 170)


def test_the_economics_of_a_quarter() -> None:
    mine = small_company()
    bridge, margin = recurring.bridge(mine), margins.margins(mine)
    rows = economics.unit_economics(mine, bridge, margin)
    email, everything = rows[on(1), "email"], rows[on(1), "all"]
    assert (email.leads, email.won, email.new_customers) == (2, 1, 2)
    assert (email.mrr, len(email.paying), email.customers) == (330, 5, 2)
    assert (email.churned, email.active) == (1, 4)
    assert (everything.churned, everything.active, everything.new_customers) == (1, 6, 3)
    assert rows[on(1), "unattributed"].cost == 70
    assert email.acquisition_cost == email.cost == Decimal("60.000001")
    assert email.months_of_life == 4
    assert rows[on(1), "unknown"].lifetime_value is None
    assert rows[on(4), "email"].months_of_life == economics.LONGEST_LIFE
    numbers = economics.economics_numbers(mine, rows, margin)
    # 66 a month, of which 11254 / 13005 is left, for four months.
    value = {"period_type": "quarter", "period_start": on(1)}
    key = Key("lifetime_value", segment_type="channel", segment_value="email", **value)
    assert numbers[key] == Number(Decimal("228.454902"), Decimal(2))
    cost = pick(numbers, "customer_acquisition_cost", "channel", "email", "quarter")
    assert cost["01"] == (Decimal("60.000001"), 1)
    earned = pick(numbers, "margin_per_qualified_lead", "channel", "email", "quarter")
    assert earned == {"01": (Decimal("98.04"), 2), "04": (0, 1)}
