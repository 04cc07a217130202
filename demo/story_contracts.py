"""Fixed cases of contracts: every renewal, switch, trial, pause and discount to tell apart.

They are accounts that only the billing system knows, told last and with dice of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from demo import clock
from demo.clock import day_number
from demo.company import PRODUCTS
from demo.contracts import new_contract
from demo.dice import Dice
from demo.model import Account, Contract, Pause
from demo.terms import add_trial
from demo.world import World

PURPOSE = 52
INVOICES, TREASURY, SERVICES = PRODUCTS
Date = tuple[int, int, int]


class Teller:
    """Makes the accounts and contracts of these cases."""

    def __init__(self, world: World) -> None:
        self.world = world

    def account(self, created_on: Date) -> Account:
        """An account that the billing system has known since a day."""
        at = clock.at(day_number(*created_on), 9)
        account = self.world.add_account(at, in_crm=False)
        account.is_apart = True
        account.country = "France"
        self.world.bill(account, self.world.exact(at))
        return account

    def contract(
        self,
        account: Account,
        started_on: Date,
        ended_on: Date | None = None,
        price: str = "240.00",
        period: str = "quarter",
        *,
        product: str | None = INVOICES,
        currency: str = "EUR",
        previous: Contract | None = None,
        reason: str | None = None,
    ) -> Contract:
        """A contract with fixed days."""
        contract = new_contract(
            self.world,
            account,
            day_number(*started_on),
            day_number(*ended_on) if ended_on else None,
            Decimal(price),
            period,
            product=product,
            currency=currency,
            previous=previous,
        )
        contract.end_reason = reason
        return contract


def renewals(teller: Teller) -> None:
    """Renewed early, on the day, within the grace and after it, by two, and not yet."""
    for number, start in enumerate(
        [(2025, 1, 20), (2025, 2, 10), (2025, 2, 11), (2025, 3, 10), (2025, 3, 11), (2025, 3, 12)]
    ):
        account = teller.account((2024, 1, 20))
        first = teller.contract(account, (2024, 2, 10), (2025, 2, 10), "1200.00", "year")
        price = ("1200.00", "1320.00", "960.00")[number % 3]
        teller.contract(account, start, None, price, "year", previous=first)
    for end in ((2026, 5, 31), (2026, 6, 1), (2026, 6, 2), (2026, 6, 30), (2026, 7, 1)):
        teller.contract(teller.account((2025, 1, 8)), (2025, 1, 15), end, "900.00", "year")
    twice = teller.account((2024, 3, 1))
    first = teller.contract(twice, (2024, 3, 4), (2025, 3, 4), "600.00", "year")
    teller.contract(twice, (2025, 3, 4), None, "300.00", "year", previous=first)
    teller.contract(twice, (2025, 3, 4), None, "420.00", "year", product=TREASURY, previous=first)
    # The next term is signed but has not begun; and a term without an end that another replaced.
    signed = teller.account((2025, 6, 2))
    first = teller.contract(signed, (2025, 6, 20), (2026, 6, 20), "840.00", "year")
    teller.contract(signed, (2026, 7, 6), None, "900.00", "year", previous=first)
    replaced = teller.account((2025, 3, 3))
    first = teller.contract(replaced, (2025, 3, 10), None, "480.00", "year")
    teller.contract(replaced, (2026, 3, 10), None, "720.00", "year", previous=first)
    ahead = teller.account((2025, 9, 1))
    first = teller.contract(ahead, (2025, 9, 8), (2026, 9, 8), "480.00", "year")
    teller.contract(ahead, (2026, 5, 4), None, "600.00", "year", previous=first)


def switches(teller: Teller) -> None:
    """A plan ends and another starts on the same day, at the same, a higher and a lower price."""
    for price in ("240.00", "330.00", "150.00"):
        account = teller.account((2024, 4, 2))
        first = teller.contract(account, (2024, 4, 8), (2025, 4, 8), reason="voluntary")
        teller.contract(account, (2025, 4, 8), None, price, product=SERVICES, previous=first)


def upsells(teller: Teller) -> None:
    """Every path once, one in the month after the first product ended, one back to an old one."""
    for product, other in ((INVOICES, TREASURY), (INVOICES, SERVICES), (TREASURY, SERVICES)):
        account = teller.account((2024, 9, 2))
        teller.contract(account, (2024, 9, 9), None, product=product)
        teller.contract(account, (2025, 5, 12), None, "120.00", product=other)
    late = teller.account((2024, 9, 2))
    teller.contract(late, (2024, 9, 9), (2025, 4, 30))
    teller.contract(late, (2025, 5, 12), None, "120.00", product=TREASURY)
    again = teller.account((2024, 9, 2))
    teller.contract(again, (2024, 9, 9))
    teller.contract(again, (2024, 10, 7), (2025, 1, 6), "120.00", product=TREASURY)
    teller.contract(again, (2025, 5, 12), None, "120.00", product=TREASURY)
    same_month = teller.account((2025, 5, 2))
    teller.contract(same_month, (2025, 5, 5))
    teller.contract(same_month, (2025, 5, 19), None, "120.00", product=SERVICES)


def nameless(teller: Teller) -> None:
    """A contract that names no product, alone and beside one that does."""
    alone = teller.account((2025, 3, 3))
    teller.contract(alone, (2025, 3, 10), None, "96.00", product=None)
    beside = teller.account((2025, 3, 3))
    teller.contract(beside, (2025, 3, 10))
    teller.contract(beside, (2025, 8, 4), None, "96.00", product=None)


def discounts(teller: Teller) -> None:
    """One that ends within a month, one on its last day, one more than the price, one forever."""
    for amount, until in (("60.00", (2025, 9, 15)), ("60.00", (2025, 9, 30)), ("0.10", None)):
        account = teller.account((2025, 2, 3))
        contract = teller.contract(account, (2025, 2, 10))
        contract.discount = Decimal(amount)
        contract.discount_until = day_number(*until) if until else None
    account = teller.account((2025, 2, 3))
    teller.contract(account, (2025, 2, 10))
    gift = teller.contract(account, (2025, 2, 10), None, "90.00", product=TREASURY)
    gift.discount, gift.discount_until = Decimal("100.00"), day_number(2025, 12, 1)


def pauses(teller: Teller) -> None:
    """One running, one ended, two of which one overlaps the other, one beyond the contract."""
    for end, days in (
        (None, [((2026, 6, 30), None)]),
        (None, [((2025, 4, 30), (2025, 5, 31))]),
        (None, [((2025, 4, 10), (2025, 7, 1)), ((2025, 6, 15), (2025, 9, 1))]),
        ((2026, 1, 12), [((2025, 11, 3), (2026, 3, 2))]),
    ):
        account = teller.account((2025, 1, 6))
        contract = teller.contract(account, (2025, 1, 13), end, currency="USD")
        contract.pauses = [
            Pause(day_number(*first), day_number(*last) if last else None) for first, last in days
        ]


def trials(teller: Teller) -> None:
    """Nothing but a trial, a trial that nobody leaves, trials before and after a contract."""
    add_trial(teller.world, teller.account((2025, 5, 5)), day_number(2025, 5, 12), INVOICES)
    endless = add_trial(
        teller.world, teller.account((2025, 5, 5)), day_number(2025, 5, 12), SERVICES
    )
    endless.ended_on = None
    account = teller.account((2025, 5, 5))
    trial = add_trial(teller.world, account, day_number(2025, 5, 31), INVOICES)
    teller.contract(account, (2025, 6, 30), (2026, 3, 9), previous=trial, reason="involuntary")
    add_trial(teller.world, account, day_number(2026, 3, 9), TREASURY)
    renewing = teller.account((2025, 1, 6))
    first = teller.contract(renewing, (2025, 1, 13), (2026, 1, 13), "600.00", "year")
    after = add_trial(teller.world, renewing, day_number(2026, 1, 13), INVOICES)
    after.previous = first.contract_id


def ends(teller: Teller) -> None:
    """Two contracts that end on one day for different reasons, and one that came back soon."""
    account = teller.account((2024, 7, 1))
    teller.contract(account, (2024, 7, 8), (2025, 11, 10), reason="voluntary")
    teller.contract(
        account, (2024, 8, 5), (2025, 11, 10), "90.00", product=TREASURY, reason="involuntary"
    )
    for reason in ("voluntary", "involuntary", None):
        account = teller.account((2024, 7, 1))
        teller.contract(account, (2024, 7, 8), (2025, 11, 3), reason=reason)
    back = teller.account((2024, 7, 1))
    teller.contract(back, (2024, 7, 8), (2025, 11, 5), reason="voluntary")
    teller.contract(back, (2025, 11, 24), None, "150.00", product=TREASURY)


def currencies(teller: Teller) -> None:
    """An account that pays in two currencies, and one that changed from one to the other."""
    account = teller.account((2024, 10, 1))
    teller.contract(account, (2024, 10, 7), None, "333.33", currency="USD")
    teller.contract(account, (2025, 3, 10), (2025, 12, 8), "222.22", product=TREASURY)
    changed = teller.account((2024, 10, 1))
    teller.contract(changed, (2024, 10, 7), (2025, 10, 6), "500.05", currency="CHF")
    teller.contract(changed, (2025, 10, 6), None, "480.00")


def intervals(teller: Teller) -> None:
    """Prices for two months, three, four weeks, two quarters and three years."""
    for period, interval, price in (
        ("month", 2, "100.01"),
        ("month", 3, "100.00"),
        ("week", 4, "77.77"),
        ("quarter", 2, "500.00"),
        ("year", 3, "1000.00"),
    ):
        account = teller.account((2024, 11, 4))
        contract = teller.contract(account, (2024, 11, 12), None, price, period)
        contract.interval = interval


CASES: tuple[Callable[[Teller], None], ...] = (
    renewals,
    switches,
    upsells,
    nameless,
    discounts,
    pauses,
    trials,
    ends,
    currencies,
    intervals,
)


def tell_cases_of_contracts(world: World) -> None:
    """Tell every case once, with other dice than everything else."""
    dice, facts = world.dice, world.facts
    world.dice, world.facts = (
        Dice(world.seed, world.shard, PURPOSE),
        Dice(world.seed, world.shard, PURPOSE + 1),
    )
    teller = Teller(world)
    for case in CASES:
        case(teller)
    world.dice, world.facts = dice, facts
