"""What the revenue side of the company is counted from: contracts, invoices, costs, leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.oracle.periods import DAY, month_of, snapshot

CENT, MILLIONTH = Decimal("0.01"), Decimal("0.000001")
ZERO = Decimal(0)
UNKNOWN, ALL = "unknown", "all"
MONTHS_OF_PERIOD = {"year": 12, "quarter": 3, "month": 1}


def rounded(amount: Decimal, step: Decimal = CENT) -> Decimal:
    """An amount rounded, halves away from zero."""
    return amount.quantize(step, ROUND_HALF_UP)


@dataclass(frozen=True)
class Pause:
    """Days on which a contract rests; the second is the first on which it does not."""

    paused_on: date
    resumed_on: date | None = None


@dataclass(frozen=True)
class Contract:
    """A term of a recurring contract of an account."""

    contract_id: str
    account: int
    started_on: date
    ended_on: date | None
    price: Decimal
    period: str = "month"
    currency: str = "EUR"
    product: str | None = None
    previous: str | None = None
    interval: int = 1
    discount: Decimal | None = None
    discount_until: date | None = None
    end_reason: str | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it makes a customer: a trial does not, nor what never ran."""
        return self.price > 0 and (self.ended_on is None or self.ended_on > self.started_on)

    def runs(self, day: date) -> bool:
        """Whether it runs on a day, paused or not."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)

    def rests(self, day: date) -> bool:
        """Whether it is paused on a day."""
        return any(
            one.paused_on <= day and (one.resumed_on is None or day < one.resumed_on)
            for one in self.pauses
        )

    def amount(self, day: date) -> Decimal:
        """Its monthly amount at the terms of a day."""
        price = self.price
        if self.discount is not None and (self.discount_until is None or day < self.discount_until):
            price = max(price - self.discount, ZERO)
        if self.period == "week":
            return rounded(price * 52 / (12 * self.interval))
        return rounded(price / (MONTHS_OF_PERIOD[self.period] * self.interval))


@dataclass(frozen=True)
class Invoice:
    """An invoice or a credit note."""

    invoice_id: str
    account: int
    kind: str | None
    issued_on: date
    amount: Decimal
    currency: str = "EUR"
    product: str | None = None
    refunds: str | None = None


@dataclass(frozen=True)
class Cost:
    """A cost, whether a platform or a file tells it."""

    incurred_on: date
    category: str
    team: str
    channel: str
    amount: Decimal
    currency: str = "EUR"


@dataclass(frozen=True)
class Lead:
    """A qualified lead. `order` sorts the leads of an account: by instant, then person."""

    order: tuple[object, int]
    qualified_on: date
    account: int | None
    channel: str
    origin: str
    is_won: bool


@dataclass(frozen=True)
class Share:
    """A row of cost_of_goods.csv or service_costs.csv: a value in force from a day to another."""

    name: str
    value: Decimal
    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass
class Books:
    """Everything that is counted. `as_of` is the first day that does not exist yet."""

    as_of: date
    contracts: list[Contract] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    tickets: list[tuple[int, date]] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    # The days and channels of the hand-offs that count toward a promise.
    deliveries: list[tuple[date, str]] = field(default_factory=list)
    # Accounts one of whose people did something inbound before the first contract started.
    influenced: set[int] = field(default_factory=set)
    rates: Mapping[str, Mapping[date, Decimal]] = field(default_factory=dict)
    reporting: str = "EUR"
    goods: list[Share] = field(default_factory=list)
    services: list[Share] = field(default_factory=list)
    scopes: set[tuple[str, str, str]] = field(default_factory=set)
    paths: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.contracts = [one for one in self.contracts if one.counts]
        self.by_account: dict[int, list[Contract]] = {}
        for one in self.contracts:
            self.by_account.setdefault(one.account, []).append(one)

    @property
    def first_day(self) -> date:
        """The first day on which a contract ran."""
        return min((one.started_on for one in self.contracts), default=self.as_of)

    def active(self, day: date) -> set[int]:
        """The accounts that are customers on a day."""
        return {one.account for one in self.contracts if one.runs(day)}

    def first_contracts(self) -> dict[int, Contract]:
        """The first contract of each account that began before as_of."""
        first: dict[int, Contract] = {}
        for one in sorted(self.contracts, key=lambda one: (one.started_on, one.contract_id)):
            if one.started_on < self.as_of:
                first.setdefault(one.account, one)
        return first

    def first_leads(self) -> dict[int, Lead]:
        """The first qualified lead of the people of each account."""
        first: dict[int, Lead] = {}
        for lead in sorted(self.leads, key=lambda lead: lead.order):
            if lead.account is not None:
                first.setdefault(lead.account, lead)
        return first

    def rate(self, currency: str, month: date) -> Decimal | None:
        """The last rate that is known on the snapshot day of a month."""
        if currency == self.reporting:
            return Decimal(1)
        day = snapshot(month, self.as_of)
        known = [on for on in self.rates.get(currency, {}) if on <= day]
        return self.rates[currency][max(known)] if known else None

    def reported(
        self, amount: Decimal, currency: str, month: date, step: Decimal = CENT
    ) -> Decimal:
        """An amount in the reporting currency; nothing where its currency has no rate."""
        rate = self.rate(currency, month)
        return ZERO if rate is None else rounded(amount * rate, step)

    def cost_reported(self, cost: Cost) -> Decimal:
        """A cost in the reporting currency, to the millionth."""
        return self.reported(cost.amount, cost.currency, month_of(cost.incurred_on), MILLIONTH)

    def scoped(self, scope: str) -> list[Cost]:
        """The costs of a scope before as_of."""
        return [
            one
            for one in self.costs
            if (scope, one.category, one.team) in self.scopes and one.incurred_on < self.as_of
        ]

    def yesterday(self) -> date:
        """The last day that exists."""
        return self.as_of - DAY
