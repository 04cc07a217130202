"""Who stays a customer: churn, renewals and cohorts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.books import UNKNOWN, ZERO, Books, Contract
from tests.oracle.periods import (
    DAY,
    later,
    month_of,
    months,
    months_between,
    quarters,
    snapshot,
)
from tests.oracle.recurring import Numbers, Sums

GRACE = timedelta(days=30)


def churn_numbers(books: Books) -> Numbers:
    """The three churn rates of customers, and why they left."""
    sums = Sums()
    for month in months(books.first_day, books.as_of):
        before, after = _ends(books, month, 1)
        _note(sums, month, "month", before, after)
        day = snapshot(month, books.as_of)
        for account in before - after:
            sums.add("churned_accounts", month, 1)
            reason = reason_of(books.by_account[account], day)
            sums.add("churned_accounts", month, 1, end_reason=reason)
    for quarter in quarters(books.first_day, books.as_of):
        _note(sums, quarter, "quarter", *_ends(books, quarter, 3))
    return sums.numbers()


def _ends(books: Books, start: date, length: int) -> tuple[set[int], set[int]]:
    """Who is active on the day before a period, and on its snapshot day."""
    return books.active(start - DAY), books.active(snapshot(start, books.as_of, length))


def _note(sums: Sums, start: date, kind: str, before: set[int], after: set[int]) -> None:
    churned = len(before - after)
    mean = Decimal(len(before) + len(after)) / 2
    sums.add("customer_churn_rate", start, churned, len(before), period_type=kind)
    sums.add("churn_rate_of_all", start, churned, len(before | after), period_type=kind)
    sums.add("churn_rate_of_mean", start, churned, mean, period_type=kind)


def reason_of(contracts: list[Contract], day: date) -> str:
    """Why the contract ended that, of those that had ended by a day, ended last."""
    ended = [(one.ended_on, one.contract_id, one) for one in contracts if one.ended_on is not None]
    *_, last = max(row for row in ended if row[0] <= day)
    return last.end_reason or UNKNOWN


@dataclass(frozen=True)
class Renewal:
    """What became of a contract when it was due."""

    contract_id: str
    due_on: date | None
    outcome: str
    successor: str | None
    before: Decimal
    after: Decimal | None


def renewals(books: Books) -> dict[str, Renewal]:
    """The rows of `fct_renewal` by contract."""
    successors: dict[str, list[Contract]] = {}
    for one in books.contracts:
        if one.previous and one.started_on < books.as_of:
            successors.setdefault(one.previous, []).append(one)
    rows: dict[str, Renewal] = {}
    for one in books.contracts:
        due = one.ended_on
        following = [
            term
            for term in successors.get(one.contract_id, [])
            if term.account == one.account and term.started_on > one.started_on
        ]
        if (due is None or due >= books.as_of) and not following:
            continue
        first = min(following, key=lambda term: (term.started_on, term.contract_id), default=None)
        in_time = first is not None and (due is None or first.started_on < due + GRACE)
        renewed = first if in_time else None
        outcome = "renewed" if renewed else "lapsed"
        if renewed is None and due is not None and books.as_of < due + GRACE:
            outcome = "pending"
        last = books.yesterday() if due is None else min(due - DAY, books.yesterday())
        rows[one.contract_id] = Renewal(
            one.contract_id,
            due,
            outcome,
            renewed.contract_id if renewed else None,
            one.amount(last),
            renewed.amount(renewed.started_on) if renewed else None,
        )
    return rows


def renewal_numbers(books: Books) -> Numbers:
    """The share of the contracts due that were renewed."""
    sums = Sums()
    for row in renewals(books).values():
        is_over = row.due_on is not None and row.due_on < books.as_of
        if is_over and row.due_on is not None and row.outcome != "pending":
            sums.add("renewal_rate", month_of(row.due_on), int(row.outcome == "renewed"), 1)
    return sums.numbers()


@dataclass(frozen=True)
class CohortMonth:
    """A cohort some months after its first month end."""

    size: int
    continuous: int
    rolling: int
    margin: Decimal


def cohorts(
    books: Books, margin: Mapping[tuple[int, date], Decimal]
) -> dict[tuple[date, int], CohortMonth]:
    """The rows of `cohort_retention`, by cohort and months since, from margins by account."""
    over = [month for month in months(books.first_day, books.as_of) if later(month) <= books.as_of]
    active = {month: books.active(later(month) - DAY) for month in over}
    first: dict[int, date] = {}
    for month in over:
        for account in active[month]:
            first.setdefault(account, month)
    rows: dict[tuple[date, int], CohortMonth] = {}
    for cohort in sorted(set(first.values())):
        members = {account for account, month in first.items() if month == cohort}
        staying = set(members)
        for month in over:
            if month < cohort:
                continue
            staying &= active[month]
            rows[cohort, months_between(cohort, month)] = CohortMonth(
                len(members),
                len(staying),
                len(members & active[month]),
                sum(
                    (
                        amount
                        for (account, earned), amount in margin.items()
                        if account in members and earned <= month
                    ),
                    ZERO,
                ),
            )
    return rows
