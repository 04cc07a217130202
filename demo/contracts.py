"""The life of a customer: contracts, renewals, upsells, and the day on which they leave."""

from __future__ import annotations

from decimal import Decimal

from demo import clock
from demo.clock import DAY
from demo.company import AS_OF, LAST_DAY, PRODUCTS
from demo.deals import close_deal, currency_of, open_deal
from demo.model import Account, Contract, Person
from demo.world import World, later

STYLES = (("year", 46.0), ("month", 30.0), ("quarter", 15.0), ("week", 9.0))
MONTHLY_LOSS = 0.028


def price_for(period: str, monthly: float) -> Decimal:
    """A price of one billing period, in whole tens of cents, for about a monthly amount."""
    factor = {"week": 12 / 52, "month": 1.0, "quarter": 2.95, "year": 11.0}[period]
    return Decimal(round(monthly * factor * 10)) / 10


def new_contract(
    world: World,
    account: Account,
    started_on: int,
    ended_on: int | None,
    price: Decimal,
    period: str,
    *,
    product: str | None = PRODUCTS[0],
    currency: str | None = None,
    previous: Contract | None = None,
) -> Contract:
    """A contract of an account."""
    contract = Contract(
        contract_id=world.code("CT", "contract"),
        product=product,
        started_on=started_on,
        ended_on=ended_on,
        price=price,
        period=period,
        currency=currency or (previous.currency if previous else currency_of(account)),
        previous=previous.contract_id if previous else None,
    )
    recorded_at = clock.at(started_on, 7 + world.dice.between(0, 2))
    contract.recorded_at = min(recorded_at, AS_OF - DAY)
    return world.add_contract(account, contract)


def live(world: World, account: Account, person: Person, won_at: int) -> int | None:
    """Everything an account pays for from a won deal on. Returns the day it leaves, if it does."""
    dice = world.dice
    started_on = clock.day_of(won_at) + dice.whole(1, 20)
    if started_on > LAST_DAY:
        return None
    period = dice.weighted(STYLES)
    monthly = dice.skewed(330, 0.55)
    if period == "year" or (period == "quarter" and dice.chance(0.4)):
        left_on = _renew_every_year(world, account, person, started_on, period, monthly)
    else:
        left_on = _run_until_cancelled(world, account, started_on, period, monthly)
    if dice.chance(0.27):
        _sell_more(world, account, person, won_at, started_on, left_on, monthly)
    return left_on if left_on is not None and clock.at(left_on) < AS_OF else None


def _renew_every_year(
    world: World, account: Account, person: Person, started_on: int, period: str, monthly: float
) -> int | None:
    """Fixed terms of a year, each renewed or not. Returns the day on which the last one ends."""
    dice = world.dice
    contract: Contract | None = None
    while True:
        ended_on = clock.add_months(started_on, 12)
        contract = new_contract(
            world,
            account,
            started_on,
            ended_on,
            price_for(period, monthly),
            period,
            previous=contract,
        )
        prepared_at = world.in_office(clock.at(ended_on - dice.whole(35, 70), 10))
        deal = open_deal(world, account, person, "renewal", prepared_at, amount=round(monthly * 12))
        if deal is None:
            return ended_on
        stays = dice.chance(0.8)
        closes = world.in_office(clock.at(ended_on - dice.whole(5, 28), 11))
        closed = close_deal(world, deal, closes, "won" if stays else "lost")
        if not closed or not stays:
            return ended_on
        monthly *= dice.weighted([(1.0, 35.0), (1.04, 35.0), (1.2, 20.0), (0.8, 10.0)])
        started_on = ended_on
        if started_on > LAST_DAY:
            return None


def _run_until_cancelled(
    world: World, account: Account, started_on: int, period: str, monthly: float
) -> int | None:
    """An open-ended contract. Returns the day on which it was cancelled."""
    months = world.dice.waiting(1 / MONTHLY_LOSS)
    ended_on: int | None = clock.month_end(started_on + 20 + int(months * 30.4)) + 1
    if ended_on is not None and ended_on > LAST_DAY:
        ended_on = None
    contract = new_contract(
        world, account, started_on, ended_on, price_for(period, monthly), period
    )
    if ended_on is not None:
        contract.first_recorded_open = True
    return ended_on


def _sell_more(
    world: World,
    account: Account,
    person: Person,
    won_at: int,
    started_on: int,
    left_on: int | None,
    monthly: float,
) -> None:
    """A further product while the account is a customer; it ends with the others at the latest."""
    dice = world.dice
    last = min(left_on or LAST_DAY, LAST_DAY)
    if last - started_on < 150:
        return
    sold_on = dice.whole(started_on + 60, last - 60)
    created_at = world.in_office(clock.at(sold_on - dice.whole(20, 50), 10))
    if created_at <= later(won_at, 5):
        return
    deal = open_deal(world, account, person, "upsell", created_at, amount=round(monthly * 4))
    if deal is None:
        return
    closes = world.in_office(clock.at(sold_on - 2, 11))
    if dice.chance(0.72):
        if close_deal(world, deal, closes, "won"):
            period = dice.pick(("month", "quarter", "year"))
            ended_on = left_on if left_on is None or dice.chance(0.7) else left_on - 20
            price = price_for(period, monthly * dice.between(0.2, 0.6))
            new_contract(world, account, sold_on + 1, ended_on, price, period, product=PRODUCTS[1])
    else:
        close_deal(world, deal, closes, "lost")
