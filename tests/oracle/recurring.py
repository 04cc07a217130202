"""The MRR bridge and what is counted from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.oracle.books import ALL, ZERO, Books, Contract
from tests.oracle.numbers import Key, Number
from tests.oracle.periods import DAY, later, months, snapshot

Numbers = dict[Key, Number]


@dataclass(frozen=True)
class Movement:
    """An account, currency and month of the bridge."""

    account: int
    currency: str
    month: date
    kind: str
    opening: Decimal
    closing: Decimal
    paused: Decimal
    opening_reporting: Decimal
    moved_reporting: Decimal
    closing_reporting: Decimal
    paused_reporting: Decimal
    opening_at_rate: Decimal

    @property
    def moved(self) -> Decimal:
        """The local movement."""
        return self.closing - self.opening

    @property
    def fx_reporting(self) -> Decimal:
        """What the rates did to the opening."""
        return self.closing_reporting - self.opening_reporting - self.moved_reporting


def bridge(books: Books) -> list[Movement]:
    """The rows of `fct_revenue`."""
    groups: dict[tuple[int, str], list[Contract]] = defaultdict(list)
    for one in books.contracts:
        groups[one.account, one.currency].append(one)
    return [row for key in sorted(groups) for row in _bridge_of(books, *key, groups[key])]


def _bridge_of(
    books: Books, account: int, currency: str, contracts: list[Contract]
) -> Iterator[Movement]:
    opening, has_paid = ZERO, False
    for month in months(min(one.started_on for one in contracts), books.as_of):
        day = snapshot(month, books.as_of)
        running = [one for one in contracts if one.runs(day)]
        closing = sum((one.amount(day) for one in running), ZERO)
        paused = sum((one.amount(day) for one in running if one.rests(day)), ZERO)
        if opening or closing:
            yield Movement(
                account,
                currency,
                month,
                kind_of(opening, closing, has_paid),
                opening,
                closing,
                paused,
                books.reported(opening, currency, later(month, -1)),
                books.reported(closing - opening, currency, month),
                books.reported(closing, currency, month),
                books.reported(paused, currency, month),
                books.reported(opening, currency, month),
            )
        opening, has_paid = closing, has_paid or closing > 0


def kind_of(opening: Decimal, closing: Decimal, has_paid: bool) -> str:
    """The name of a movement."""
    if not opening:
        return "reactivation" if has_paid else "new"
    if not closing:
        return "churn"
    if closing == opening:
        return "unchanged"
    return "expansion" if closing > opening else "contraction"


class Sums:
    """Numerators and denominators that are added up by metric, period and segment."""

    def __init__(self) -> None:
        self._numerators: Counter[Key] = Counter()
        self._denominators: Counter[Key] = Counter()
        self._ratios: set[Key] = set()

    def add(
        self,
        metric: str,
        period: date,
        numerator: Decimal | int,
        denominator: Decimal | int | None = None,
        *,
        period_type: str = "month",
        **segments: str,
    ) -> None:
        """Add to `all`, or to the segments named."""
        for kind, value in segments.items() or ((ALL, ALL),):
            key = Key(metric, period_type, period, kind, value)
            self._numerators[key] += Decimal(numerator)  # type: ignore[assignment]
            if denominator is not None:
                self._ratios.add(key)
                self._denominators[key] += Decimal(denominator)  # type: ignore[assignment]

    def numbers(self) -> Numbers:
        """What was added up."""
        return {
            key: Number(
                Decimal(value), Decimal(self._denominators[key]) if key in self._ratios else None
            )
            for key, value in self._numerators.items()
        }


def recurring_numbers(books: Books, rows: list[Movement]) -> Numbers:
    """MRR, its movements, what is paused, and what a paying customer pays."""
    sums = Sums()
    payers: set[tuple[int, date]] = set()
    for row in rows:
        for metric, local, reporting in (
            ("monthly_recurring_revenue", row.closing, row.closing_reporting),
            ("paused_recurring_revenue", row.paused, row.paused_reporting),
        ):
            sums.add(metric, row.month, reporting)
            sums.add(metric, row.month, local, currency=row.currency)
        for kind, amount in ((row.kind, row.moved_reporting), ("fx", row.fx_reporting)):
            sums.add("mrr_movements", row.month, amount)
            sums.add("mrr_movements", row.month, amount, movement_type=kind)
        pays = row.closing > 0
        is_first = pays and (row.account, row.month) not in payers
        payers |= {(row.account, row.month)} if pays else set()
        name = "average_revenue_per_customer"
        sums.add(name, row.month, row.closing_reporting, int(is_first))
        sums.add(name, row.month, row.closing, int(pays), currency=row.currency)
    return sums.numbers()


def retention_of_revenue(rows: list[Movement]) -> Numbers:
    """What the opening revenue of a month became by its end."""
    sums = Sums()
    for row in rows:
        lost = row.kind in ("contraction", "churn")
        for opening, moved, segment in (
            (row.opening_at_rate, row.moved_reporting, {}),
            (row.opening, row.moved, {"currency": row.currency}),
        ):
            kept = opening + (moved if lost else ZERO)
            grown = kept + (moved if row.kind == "expansion" else ZERO)
            sums.add("gross_revenue_retention", row.month, kept, opening, **segment)
            sums.add("net_revenue_retention", row.month, grown, opening, **segment)
        churned = -row.moved_reporting if row.kind == "churn" else ZERO
        sums.add("revenue_churn_rate", row.month, churned, row.opening_at_rate)
    return sums.numbers()


def products_per_account(books: Books) -> Numbers:
    """The distinct products that an account runs."""
    sums = Sums()
    for month in months(books.first_day, books.as_of):
        day = snapshot(month, books.as_of)
        # A contract that names no product is for one that nobody knows.
        pairs = {(one.account, one.product) for one in books.contracts if one.runs(day)}
        sums.add("products_per_account", month, len(pairs), len({account for account, _ in pairs}))
    return sums.numbers()


def upsell_numbers(books: Books) -> Numbers:
    """Accounts that took a further product, of those that could."""
    sums = Sums()
    for month in months(books.first_day, books.as_of):
        end = min(later(month), books.as_of)
        for first, second in books.paths:
            for contracts in books.by_account.values():
                runs = any(one.product == first and one.runs(month - DAY) for one in contracts)
                starts = [one.started_on for one in contracts if one.product == second]
                if runs and all(start >= month for start in starts):
                    took = int(any(start < end for start in starts))
                    sums.add("upsell_rate", month, took, 1)
                    sums.add("upsell_rate", month, took, 1, path=f"{first} > {second}")
    return sums.numbers()


def product_revenue(books: Books) -> dict[tuple[int, str, str | None, date], Decimal]:
    """The closing MRR of an account, currency, product and month, where there is any."""
    closing: dict[tuple[int, str, str | None, date], Decimal] = {}
    for one in books.contracts:
        for month in months(one.started_on, books.as_of):
            day = snapshot(month, books.as_of)
            if one.runs(day):
                key = (one.account, one.currency, one.product, month)
                closing[key] = closing.get(key, ZERO) + one.amount(day)
    return closing
