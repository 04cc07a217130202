"""What customers hear from the company and say of it, beyond what the stories tell.

All of it is drawn with dice of its own, after everything else was told, so that nothing else
depends on it. The first shard has each kind of case at every size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from demo import clock
from demo.clock import DAY, HOUR, SECOND
from demo.company import AS_OF, LAST_DAY, PRODUCTS, SALES, SERVICE
from demo.deals import close_deal, open_deal
from demo.dice import Dice
from demo.model import Account, Contract, Invitation, Person
from demo.referrals import clear_of_edges, invite, speak
from demo.world import World, holder

PURPOSE = 31
# Days of the key moments of the agreement, before the end of a term and after the first start.
RENEWAL_TALK, TREASURY_REVIEW, ANNIVERSARY = 60, 90, 365
INVITATION_WINDOW = 90 * DAY
ASKED_FOR = ("testimonial", "case_study", "reference_call")


@dataclass(frozen=True)
class Customer:
    """An account with contracts and the one of its people to whom the company speaks."""

    account: Account
    person: Person
    first: Contract

    @property
    def last_day(self) -> int:
        """The last day on which one of its contracts runs, or the last before as_of."""
        ends = [one.ended_on for one in self.account.contracts]
        last = max((LAST_DAY + 1 if end is None else end for end in ends), default=LAST_DAY + 1)
        return min(last - 1, LAST_DAY)


def customers_of(world: World) -> list[Customer]:
    """The customers of a shard that somebody can be written to."""
    found = []
    for account in world.accounts:
        paid = [one for one in account.contracts if one.price and one.started_on < LAST_DAY]
        people = [
            person
            for person in account.people
            if person.email and person.erased_at is None and not person.is_deleted
        ]
        if paid and people and not account.is_deleted:
            first = min(paid, key=lambda one: (one.started_on, one.contract_id))
            found.append(Customer(account, people[0], first))
    return found


@contextmanager
def own_dice(world: World, purpose: int) -> Iterator[Dice]:
    """Dice of one's own in the place of the world's."""
    before = world.dice, world.facts
    world.dice = Dice(world.seed, world.shard, purpose)
    world.facts = Dice(world.seed, world.shard, purpose + 1)
    try:
        yield world.dice
    finally:
        world.dice, world.facts = before


def tell_customers(world: World) -> None:
    """Calls at key moments, words and invitations; it comes before acts are settled."""
    with own_dice(world, PURPOSE):
        customers = customers_of(world)
        for customer in customers:
            _call_at_moments(world, customer)
        loyal = [one for one in customers if one.last_day - one.first.started_on > 500]
        if world.shard == 0:
            _sell_after_a_year(world, loyal)
        # One kind of case for each of the first, then one for every tenth customer.
        first = loyal if world.shard == 0 else loyal[::10]
        for number, customer in enumerate(first):
            if number < len(CASES) or number % 10 == 0:
                CASES[number % len(CASES)](world, customer, first)


# ---------- calls


def _call_at_moments(world: World, customer: Customer) -> None:
    dice = world.dice
    # Some calls come a few days too soon or too late for the moment's window of thirty days.
    if dice.chance(0.45):
        _call(world, customer, customer.first.started_on + ANNIVERSARY + dice.whole(-4, 34))
    for contract in customer.account.contracts:
        if contract.ended_on is None:
            continue
        is_treasury = contract.product == PRODUCTS[1]
        before = TREASURY_REVIEW if is_treasury else RENEWAL_TALK
        if is_treasury or dice.chance(0.5):
            _call(world, customer, contract.ended_on - before + dice.whole(-4, 34))


def _call(world: World, customer: Customer, day: int) -> None:
    """A colleague calls a customer, as the CRM or the subsidiary's export tells."""
    at = world.in_office(clock.at(day, world.dice.between(9.1, 17.5)))
    person = customer.person
    owner = world.dice.pick(SALES + SERVICE).owner_id
    if at >= AS_OF - DAY or at < person.known_at + DAY or clock.day_of(at) > customer.last_day:
        return
    contact = holder(person, at)
    if contact is not None:
        stamped = world.stamp(person, at)
        world.engage(contact, customer.account, "CALL", stamped, owner)
        world.awkward["calls_at_key_moments"] += 1
    elif person.file_contacts and not person.contacts:
        world.do(person, at, "call_made", "files", owner=owner)
        world.awkward["calls_at_key_moments"] += 1


def _sell_after_a_year(world: World, customers: Sequence[Customer]) -> None:
    """Somebody buys more within half a year of the first anniversary, others a year later."""
    sellable = [one for one in customers if one.person.survivor is not None]
    for customer, days in zip(sellable, (ANNIVERSARY + 40, ANNIVERSARY + 300), strict=False):
        start = customer.first.started_on
        created_at = world.in_office(clock.at(start + days - 20, 10))
        closes = world.in_office(clock.at(start + days, 11))
        if closes < AS_OF - DAY:
            deal = open_deal(world, customer.account, customer.person, "upsell", created_at)
            if deal is not None and close_deal(world, deal, closes, "won"):
                world.awkward["sales_after_a_year"] += 1


# ---------- words and invitations


def _at(world: World, customer: Customer, days: int) -> int:
    """An instant so many days after the first contract's start."""
    at = clock.at(customer.first.started_on + days, world.dice.between(9.1, 17.5))
    return clear_of_edges(world.exact(at))


def _good_words(world: World, customer: Customer, _: Sequence[Customer]) -> None:
    rating = world.dice.pick((Decimal("3.0"), Decimal("4.5"), Decimal("5.0")))
    asked_at = _at(world, customer, 90)
    speak(world, customer.account, customer.person, "review", asked_at, asked_at + DAY, rating)


def _bad_words(world: World, customer: Customer, _: Sequence[Customer]) -> None:
    """A review below three, and one without stars in the same month."""
    for rating in (Decimal("2.5"), None):
        asked_at = _at(world, customer, 120)
        speak(world, customer.account, customer.person, "review", asked_at, asked_at + DAY, rating)
    world.awkward["reviews_without_rating"] += 1


def _asked_for(phase: int, world: World, customer: Customer) -> None:
    """A testimonial of each kind is asked for; the first phases happen, the last one may not."""
    for number, kind in enumerate(ASKED_FOR):
        asked_at = _at(world, customer, 150 + 40 * number)
        later = [clear_of_edges(asked_at + days * DAY) for days in (2, 5, 9)]
        done = [at if place < phase else None for place, at in enumerate(later)]
        review = speak(world, customer.account, customer.person, kind, asked_at, done[2])
        # A tool that tells the last phase only has told the earlier ones.
        review.phases = (None, None) if number == 1 and phase == 3 else (done[0], done[1])
        world.awkward[f"words_in_phase_{phase}"] += 1


def _only_asked(world: World, customer: Customer, _: Sequence[Customer]) -> None:
    _asked_for(0, world, customer)


def _answered(world: World, customer: Customer, _: Sequence[Customer]) -> None:
    _asked_for(1, world, customer)


def _permitted(world: World, customer: Customer, _: Sequence[Customer]) -> None:
    _asked_for(2, world, customer)


def _published(world: World, customer: Customer, _: Sequence[Customer]) -> None:
    _asked_for(3, world, customer)


def _guest(world: World, name: str) -> str:
    return f"{name}.{world.number('guest')}@invites.example"


def _invite(
    world: World, customer: Customer, email: str, sent_at: int, after: int | None
) -> Invitation:
    """Nobody whom a tool knows is invited, and accepts so long after the sending."""
    accepted_at = None if after is None else sent_at + after
    if accepted_at is not None and accepted_at >= AS_OF - HOUR:
        accepted_at = None
    person, account = customer.person, customer.account
    return invite(world, account, person, None, email, sent_at, accepted_at)


def _invited_late(world: World, customer: Customer, _: Sequence[Customer]) -> None:
    """Accepted in the last second of the window, at its end, and long after it."""
    sent_at = _at(world, customer, 60)
    for after in (INVITATION_WINDOW - SECOND, INVITATION_WINDOW, INVITATION_WINDOW + 20 * DAY):
        invitation = _invite(world, customer, _guest(world, "late"), sent_at, None)
        invitation.accepted_at = invitation.sent_at + after
        sent_at += 3 * HOUR
        world.awkward["invitations_accepted_late"] += after >= INVITATION_WINDOW


def _invited_again(world: World, customer: Customer, others: Sequence[Customer]) -> None:
    """The same guest is invited twice by one customer and once by another; each is accepted."""
    sent_at, email = _at(world, customer, 80), _guest(world, "twice")
    for number, host in enumerate((customer, customer, others[0])):
        spelled = email.upper() if number else email
        _invite(world, host, spelled, sent_at + number * 4 * DAY, 2 * DAY)
        world.awkward["invitations_repeated"] += number > 0


def _invited_oneself(world: World, customer: Customer, _: Sequence[Customer]) -> None:
    person, account = customer.person, customer.account
    sent_at = _at(world, customer, 100)
    for after in (3 * HOUR, None):
        accepted_at = None if after is None else sent_at + after
        invite(world, account, person, person, person.email or "", sent_at, accepted_at)
        sent_at += DAY


def _invited_many(world: World, customer: Customer, _: Sequence[Customer]) -> None:
    """Several guests of one month, an even number of whom accept."""
    sent_at = _at(world, customer, 110)
    for after in (DAY, None, 5 * DAY + 1_234_567, 11 * DAY, 40 * DAY, None):
        _invite(world, customer, _guest(world, "many"), sent_at, after)
        sent_at += 5 * HOUR


CASES = (
    _good_words,
    _bad_words,
    _only_asked,
    _answered,
    _permitted,
    _published,
    _invited_late,
    _invited_again,
    _invited_oneself,
    _invited_many,
)
