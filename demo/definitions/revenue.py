"""Recurring revenue, churn and what runs on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from demo.clock import add_months, at, date_of, day_number, month_end, month_of
from demo.company import AS_OF, LAST_DAY
from demo.model import Contract

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class MonthlyRevenue:
    """The recurring revenue of an account in a month and currency, and how it moved."""

    month: str
    currency: str
    opening: Decimal
    closing: Decimal
    movement: str


def monthly_amount(price: Decimal, period: str, interval: int = 1) -> Decimal:
    """The monthly amount of a price for some weeks, months, quarters or years, to the cent."""
    amounts = {
        "year": price / (12 * interval),
        "quarter": price / (3 * interval),
        "month": price / interval,
        "week": price * 52 / (12 * interval),
    }
    return amounts[period].quantize(CENT, ROUND_HALF_UP)


def amount_on(contract: Contract, day: int) -> Decimal:
    """The monthly amount of a contract on a day, whether it runs or not."""
    return monthly_amount(contract.price_on(day), contract.period, contract.interval)


def runs(contract: Contract, day: int) -> bool:
    """Whether a contract runs on a day."""
    return contract.started_on <= day and (contract.ended_on is None or day < contract.ended_on)


def any_runs(contracts: Iterable[Contract], day: int) -> bool:
    """Whether one of the contracts runs on a day, trials aside: whether this is a customer."""
    return any(runs(contract, day) for contract in contracts if not contract.is_trial)


def churn_days(contracts: Sequence[Contract]) -> list[int]:
    """The first days on which none runs after a day on which one did, before as_of."""
    days = {contract.ended_on for contract in contracts if contract.ended_on is not None}
    return sorted(
        day
        for day in days
        if at(day) < AS_OF and any_runs(contracts, day - 1) and not any_runs(contracts, day)
    )


def churns(contracts: Sequence[Contract]) -> list[int]:
    """The instants at which the account of these contracts churns."""
    return [at(day) for day in churn_days(contracts)]


def month_ends(first_day: int) -> list[int]:
    """The last days of the months from that of a day to that of the last day before as_of."""
    date = date_of(first_day)
    start, ends = day_number(date.year, date.month, 1), []
    while start <= LAST_DAY:
        ends.append(min(month_end(start), LAST_DAY))
        start = add_months(start, 1)
    return ends


def monthly_revenue(contracts: Sequence[Contract]) -> list[MonthlyRevenue]:
    """The recurring revenue of one account by currency and month, without months at rest."""
    rows: list[MonthlyRevenue] = []
    paid = [contract for contract in contracts if not contract.is_trial]
    for currency in sorted({contract.currency for contract in paid}):
        own = [contract for contract in paid if contract.currency == currency]
        opening, was_customer = ZERO, False
        for day in month_ends(min(contract.started_on for contract in own)):
            closing = sum((amount_on(one, day) for one in own if runs(one, day)), ZERO)
            if opening or closing:
                movement = movement_of(opening, closing, was_customer)
                rows.append(MonthlyRevenue(month_of(day), currency, opening, closing, movement))
            was_customer = was_customer or closing > 0
            opening = closing
    return rows


def movement_of(opening: Decimal, closing: Decimal, was_customer: bool) -> str:
    """The name of the move from one month's revenue to the next's."""
    if opening == 0:
        return "reactivation" if was_customer else "new"
    if closing == 0:
        return "churn"
    if closing > opening:
        return "expansion"
    return "contraction" if closing < opening else "unchanged"
