"""Unit economics: what a customer costs, leaves and is worth, by quarter and channel."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.oracle.books import ALL, UNKNOWN, ZERO, Books
from tests.oracle.margins import Margins
from tests.oracle.numbers import exact
from tests.oracle.periods import DAY, months, quarter_of, snapshot
from tests.oracle.recurring import Movement, Numbers, Sums

LONGEST_LIFE = 60


@dataclass
class Economics:
    """A quarter of a channel."""

    cost: Decimal = ZERO
    leads: int = 0
    won: int = 0
    new_customers: int = 0
    mrr: Decimal = ZERO
    paying: set[tuple[int, date]] = field(default_factory=set)
    churned: int = 0
    active: int = 0
    revenue: Decimal = ZERO
    goods: Decimal = ZERO

    @property
    def customers(self) -> int:
        """Those who paid at a month end."""
        return len({account for account, _ in self.paying})

    @property
    def cost_per_lead(self) -> Fraction | None:
        """Cost per qualified lead."""
        return Fraction(self.cost) / self.leads if self.leads else None

    @property
    def closing_rate(self) -> Fraction | None:
        """Leads won of all leads."""
        return Fraction(self.won, self.leads) if self.leads else None

    @property
    def acquisition_cost(self) -> Fraction | None:
        """What it costs to win a customer."""
        if self.cost_per_lead is None or not self.closing_rate:
            return None
        return self.cost_per_lead / self.closing_rate

    @property
    def average_revenue(self) -> Fraction | None:
        """Monthly revenue of a paying account."""
        return Fraction(self.mrr) / len(self.paying) if self.paying else None

    @property
    def monthly_churn(self) -> Fraction | None:
        """The share of customers lost in a month."""
        return Fraction(self.churned, self.active) if self.active else None

    @property
    def margin_share(self) -> Fraction | None:
        """What is left of the revenue after goods."""
        if not self.revenue:
            return None
        return Fraction(self.revenue - self.goods) / Fraction(self.revenue)

    @property
    def months_of_life(self) -> Fraction:
        """How long a customer stays, at most sixty months."""
        churn = self.monthly_churn
        return min(1 / churn, Fraction(LONGEST_LIFE)) if churn else Fraction(LONGEST_LIFE)

    @property
    def monthly_margin(self) -> Fraction | None:
        """What a customer leaves in a month."""
        if self.average_revenue is None or self.margin_share is None:
            return None
        return self.average_revenue * self.margin_share

    @property
    def lifetime_value(self) -> Fraction | None:
        """What a customer leaves in a life."""
        return None if self.monthly_margin is None else self.monthly_margin * self.months_of_life

    @property
    def value_to_cost(self) -> Fraction | None:
        """Lifetime value by acquisition cost."""
        if self.lifetime_value is None or not self.acquisition_cost:
            return None
        return self.lifetime_value / self.acquisition_cost

    @property
    def payback_months(self) -> Fraction | None:
        """Months until a customer has paid for the acquisition."""
        if self.acquisition_cost is None or not self.monthly_margin:
            return None
        return self.acquisition_cost / self.monthly_margin


def decimal_of(value: Fraction) -> Decimal:
    """A fraction to the millionth, halves away from zero."""
    return exact(Decimal(value.numerator) / Decimal(value.denominator))


class _Ledger:
    """Adds up the quarters of the channels, and of all of them."""

    def __init__(self, books: Books) -> None:
        self._books, self._first = books, books.first_leads()
        self.rows: dict[tuple[date, str], Economics] = defaultdict(Economics)

    def of_channel(self, day: date, channel: str) -> tuple[Economics, Economics]:
        """The rows to which something of a channel adds."""
        return self.rows[quarter_of(day), channel], self.rows[quarter_of(day), ALL]

    def of_account(self, day: date, account: int) -> tuple[Economics, Economics]:
        """The rows to which something of an account adds."""
        lead = self._first.get(account)
        return self.of_channel(day, lead.channel if lead else UNKNOWN)

    def note_acquisition(self) -> None:
        """Costs, leads and new customers."""
        for cost in self._books.scoped("full"):
            for row in self.of_channel(cost.incurred_on, cost.channel):
                row.cost += self._books.cost_reported(cost)
        for lead in self._books.leads:
            for row in self.of_channel(lead.qualified_on, lead.channel):
                row.leads += 1
                row.won += lead.is_won
        for account, contract in self._books.first_contracts().items():
            for row in self.of_account(contract.started_on, account):
                row.new_customers += 1

    def note_bridge(self, bridge: list[Movement]) -> None:
        """What paying accounts pay."""
        for moved in bridge:
            if moved.closing > 0:
                for row in self.of_account(moved.month, moved.account):
                    row.mrr += moved.closing_reporting
                    row.paying.add((moved.account, moved.month))

    def note_churn(self) -> None:
        """Who is active at the start of a month and not at its end."""
        books = self._books
        for month in months(books.first_day, books.as_of):
            before, after = books.active(month - DAY), books.active(snapshot(month, books.as_of))
            for account in before:
                for row in self.of_account(month, account):
                    row.active += 1
                    row.churned += account not in after

    def note_margin(self, margin: Margins) -> None:
        """Revenue and goods."""
        for (account, month), earned in margin.items():
            if earned.revenue or earned.goods:
                for row in self.of_account(month, account):
                    row.revenue += earned.revenue
                    row.goods += earned.goods


def unit_economics(
    books: Books, bridge: list[Movement], margin: Margins
) -> dict[tuple[date, str], Economics]:
    """The rows of `unit_economics`, by quarter and channel."""
    ledger = _Ledger(books)
    ledger.note_acquisition()
    ledger.note_bridge(bridge)
    ledger.note_churn()
    ledger.note_margin(margin)
    return dict(ledger.rows)


def economics_numbers(
    books: Books, rows: dict[tuple[date, str], Economics], margin: Margins
) -> Numbers:
    """The metrics of a quarter and channel."""
    sums, worth = Sums(), Sums()
    for (quarter, channel), row in rows.items():
        segment = {} if channel == ALL else {"channel": channel}
        for metric, amount, count in (
            ("customer_acquisition_cost", row.cost, row.won),
            ("margin_per_qualified_lead", ZERO, row.leads),
        ):
            sums.add(metric, quarter, amount, count, period_type="quarter", **segment)
        if row.lifetime_value is not None:
            value = decimal_of(row.lifetime_value)
            worth.add(
                "lifetime_value", quarter, value, row.customers, period_type="quarter", **segment
            )
    earned: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for (account, _), kept in margin.items():
        earned[account] += kept.before_acquisition
    for account, lead in books.first_leads().items():
        quarter, name = quarter_of(lead.qualified_on), "margin_per_qualified_lead"
        sums.add(name, quarter, earned[account], 0, period_type="quarter")
        sums.add(name, quarter, earned[account], 0, period_type="quarter", channel=lead.channel)
    return {**sums.numbers(), **worth.numbers()}
