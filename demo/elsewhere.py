"""Customers whom the CRM does not know: the billing system and a subsidiary's exports hold them."""

from __future__ import annotations

from demo import clock
from demo.clock import MINUTE
from demo.company import AS_OF
from demo.contracts import live, new_contract, price_for
from demo.deals import close_deal, open_deal
from demo.model import Account, Person
from demo.world import World, later


def tell_elsewhere(world: World, arrival: int) -> Account:
    """An account of the subsidiary: its contact, its deal and its contracts come as files."""
    dice = world.dice
    account = world.add_account(arrival, in_crm=False)
    world.bill(account, world.exact(arrival))
    person = _person_in_files(world, account, later(arrival, dice.between(0.1, 2)))
    deal = open_deal(
        world, account, person, "new_business", later(person.known_at, 5), system="files"
    )
    if deal is None:
        return account
    outcome = dice.weighted([("won", 75.0), ("lost", 15.0), ("recycled", 10.0)])
    closes = world.in_office(later(deal.created_at, dice.between(10, 50)))
    if close_deal(world, deal, closes, outcome) and outcome == "won":
        live_in_files(world, account, person, closes)
    return account


def live_in_files(world: World, account: Account, person: Person, won_at: int) -> None:
    """A customer's life, whose later deals are the subsidiary's too."""
    before = len(account.deals)
    live(world, account, person, won_at)
    for deal in account.deals[before:]:
        deal.system, deal.deal_id = "files", f"OPP-{world.number('deal')}"
        deal.people = [(person, None)]


def _person_in_files(world: World, account: Account, created_at: int) -> Person:
    person = world.add_person(account)
    email = world.address(person) if world.dice.chance(0.8) else None
    world.add_file_contact(person, min(created_at, AS_OF - MINUTE), email, source="subsidiary")
    if email is not None and world.dice.chance(0.5):
        at = world.in_office(later(person.known_at, 1))
        world.do(person, at, "call_made", "files")
    return person


def tell_unknown_customer(world: World, started_on: int) -> Account:
    """An account of which only the billing system knows: no person, no deal, an open contract."""
    dice = world.dice
    account = world.add_account(clock.at(started_on, 9), in_crm=False)
    world.bill(account, world.exact(clock.at(started_on - 3, 10)))
    period = dice.pick(("month", "quarter", "year"))
    new_contract(
        world, account, started_on, None, price_for(period, dice.between(100, 300)), period
    )
    return account
