"""The moments at which customers should hear from the company, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from tests.oracle.customer_stream import Stream, human_touches
from tests.oracle.customers import Company, Contract
from tests.oracle.landed import configuration, day_of, month_of
from tests.oracle.numbers import Key, Number
from tests.oracle.repeat_sales import RepeatSale

GRACE = timedelta(days=30)
METRICS = ("key_moments_reached_rate", "key_moments_recovered_rate")


class KeyMoment(NamedTuple):
    """A moment of an account that was due."""

    moment: str
    account: int
    contract_id: str
    due_on: date
    is_reached: bool
    is_recovered: bool


def key_moments(company: Company, stream: Stream, sales: list[RepeatSale]) -> list[KeyMoment]:
    """Every moment that was due before as_of."""
    names = human_touches()
    touched: dict[int, set[date]] = {}
    for act in stream.acts:
        account = company.account_of(act.person)
        if account is not None and act.name in names and not act.is_automatic:
            touched.setdefault(account, set()).add(act.day)
    successors: dict[str, Contract] = {}
    accounts = {one.contract_id: one.account for one in company.contracts}
    for one in sorted(company.contracts, key=lambda one: (one.started_on, one.contract_id)):
        if one.previous in (None, one.contract_id) or accounts.get(one.previous) != one.account:
            continue
        if one.started_on <= company.last_day:
            successors.setdefault(one.previous, one)
    found = []
    for row in configuration("key_moments"):
        window, recovery = (
            timedelta(days=int(row[name])) for name in ("window_days", "recovery_days")
        )
        for contract, due in _due(company, row):
            if row["anchor"] == "term_end":
                is_recovered = _is_renewed(contract, successors, due + recovery)
            else:
                is_recovered = any(
                    one.account == contract.account and due <= one.won_on < due + recovery
                    for one in sales
                )
            days = touched.get(contract.account, set())
            is_reached = any(due <= day < due + window for day in days)
            found.append(
                KeyMoment(
                    *(row["moment"], contract.account, contract.contract_id),
                    *(due, is_reached, is_recovered),
                )
            )
    return found


def _due(company: Company, row: dict[str, str]) -> Iterator[tuple[Contract, date]]:
    offset = timedelta(days=int(row["offset_days"]))
    is_end = row["anchor"] == "term_end"
    for contract in company.contracts if is_end else company.first_contracts.values():
        if row["product"] and contract.product != row["product"]:
            continue
        anchor = contract.ended_on if is_end else contract.started_on
        if anchor is None or anchor + offset > company.last_day:
            continue
        # Somebody who cancels an open-ended contract tells it too late for a moment before.
        recorded_at = contract.recorded_at
        if is_end and recorded_at is not None and day_of(recorded_at) > anchor + offset:
            continue
        yield contract, anchor + offset


def _is_renewed(contract: Contract, successors: dict[str, Contract], until: date) -> bool:
    successor = successors.get(contract.contract_id)
    if successor is None or contract.ended_on is None:
        return False
    return successor.started_on < min(contract.ended_on + GRACE, until)


def key_moment_rates(moments: list[KeyMoment]) -> dict[Key, Number]:
    """How many of the moments of a month were reached, and how many recovered."""
    numbers: dict[Key, Number] = {}
    for one in moments:
        for segment in (("all", "all"), ("moment", one.moment)):
            for metric, part in zip(METRICS, (one.is_reached, one.is_recovered), strict=True):
                key = Key(metric, "month", month_of(one.due_on), *segment)
                before = numbers.get(key, Number(Decimal(0), Decimal(0)))
                whole = (before.denominator or 0) + Decimal(1)
                numbers[key] = Number(before.numerator + part, whole)
    return numbers
