"""The small print of contracts: intervals, discounts, pauses, trials and reasons of an end.

Everything is drawn with dice of its own, after everything else was told: who buys what, and when
they leave, is what it was.
"""

from __future__ import annotations

from decimal import Decimal

from demo import clock
from demo.clock import DAY
from demo.company import AS_OF, LAST_DAY, PRODUCTS
from demo.dice import Dice
from demo.model import Account, Contract, Pause
from demo.world import World

PURPOSE = 51
TRIAL_DAYS = 30
INTERVALS = {"week": (4,), "month": (2, 3), "quarter": (2,)}
REASONS = (("voluntary", 50.0), ("involuntary", 25.0), (None, 25.0))


def settle_terms(world: World) -> None:
    """Give the contracts of a shard their small print, and some accounts a trial."""
    dice = Dice(world.seed, world.shard, PURPOSE)
    for account in world.accounts:
        for contract in account.paid_contracts:
            _settle(dice, contract)
        if account.paid_contracts:
            _try_first(world, dice, account)


def _settle(dice: Dice, contract: Contract) -> None:
    if contract.period in INTERVALS and dice.chance(0.1):
        contract.interval = dice.pick(INTERVALS[contract.period])
        contract.price *= contract.interval
    last = min(contract.ended_on or LAST_DAY, LAST_DAY)
    if dice.chance(0.22):
        contract.discount = (contract.price * dice.whole(5, 30) / 100).quantize(Decimal("0.1"))
        if dice.chance(0.5):
            contract.discount_until = contract.started_on + dice.whole(40, 330)
    if dice.chance(0.1) and last - contract.started_on > 120:
        paused_on = contract.started_on + dice.whole(40, last - contract.started_on - 60)
        resumed_on = paused_on + dice.whole(10, 70) if dice.chance(0.7) else None
        contract.pauses.append(Pause(paused_on, resumed_on))
    if contract.ended_on is not None and contract.ended_on <= LAST_DAY:
        contract.end_reason = dice.weighted(REASONS)


def _try_first(world: World, dice: Dice, account: Account) -> None:
    """A trial before the first contract, which may name it, or of another product later on."""
    first = min(account.paid_contracts, key=lambda one: (one.started_on, one.contract_id))
    if dice.chance(0.2):
        trial = add_trial(world, account, first.started_on - TRIAL_DAYS, first.product)
        if dice.chance(0.5) and first.previous is None:
            first.previous = trial.contract_id
    elif dice.chance(0.1) and first.started_on + 200 < LAST_DAY:
        add_trial(world, account, first.started_on + dice.whole(60, 160), PRODUCTS[2])


def add_trial(
    world: World,
    account: Account,
    started_on: int,
    product: str | None,
    currency: str | None = None,
) -> Contract:
    """A contract of price 0, for thirty days."""
    trial = Contract(
        contract_id=world.code("CT", "contract"),
        product=product,
        started_on=started_on,
        ended_on=started_on + TRIAL_DAYS,
        price=Decimal("0.00"),
        period="month",
        currency=currency or (account.contracts[0].currency if account.contracts else "EUR"),
        recorded_at=min(clock.at(started_on, 7), AS_OF - DAY),
    )
    account.contracts.append(trial)
    return trial
