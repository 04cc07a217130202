"""The story of an ordinary account, from its first person to its last contract."""

from __future__ import annotations

from demo import clock
from demo.clock import DAY, MINUTE
from demo.company import AS_OF
from demo.contracts import live
from demo.deals import judge, negotiate, work
from demo.model import Account, Contact, Deal, Member, Person
from demo.people import (
    ENTRIES,
    enter,
    enter_by_hand,
    fill_form,
    nurture,
    qualified_in,
)
from demo.referrals import invite, recommend
from demo.service import serve
from demo.world import World, later

PEOPLE_AN_ACCOUNT = ((1, 60.0), (2, 25.0), (3, 11.0), (4, 4.0))
WIN_RATE = 0.54
COMEBACKS = {"recycled": 0.5, "lost": 0.15}
COME_BACK = (
    ("demo_requested", 40.0),
    ("contact_form_submitted", 30.0),
    ("webinar_registered", 15.0),
    ("manual", 15.0),
)


def tell(world: World, arrival: int) -> Account:
    """An account whose first person comes at an instant, and everything that follows."""
    account = world.add_account(world.exact(arrival + MINUTE))
    return tell_of(world, account, arrival)


def tell_of(world: World, account: Account, arrival: int) -> Account:
    """Everything that happens to an account from the arrival of its first person on."""
    dice = world.dice
    at = arrival
    for number in range(dice.weighted(PEOPLE_AN_ACCOUNT)):
        if number > 0:
            at = world.online(clock.day_of(later(at, dice.waiting(60))))
        if at >= AS_OF - 3 * DAY:
            break
        person = world.add_person(account)
        enter(world, person, at, dice.weighted(ENTRIES))
        nurture(world, person, at, later(at, 120), 1.1)
    buyers = _hand_over(world, account.people)
    _sell(world, account, buyers)
    return account


def tell_alone(world: World, arrival: int) -> Person:
    """Someone with a free address and no company: mostly white papers, sometimes a lost deal."""
    dice = world.dice
    person = world.add_person(None)
    kind = dice.weighted(
        [
            ("white_paper_downloaded", 45.0),
            ("newsletter", 30.0),
            ("webinar_registered", 15.0),
            ("demo_requested", 10.0),
        ]
    )
    if kind == "newsletter":
        world.add_member(person, arrival)
        return person
    enter(world, person, arrival, kind)
    nurture(world, person, arrival, later(arrival, 90), 0.8)
    for buyer, at in _hand_over(world, [person]):
        if dice.chance(0.25):
            negotiate(world, None, buyer, world.in_office(later(at, dice.between(3, 20))), 0.0)
    return person


def _hand_over(world: World, people: list[Person]) -> list[tuple[Person, int]]:
    """Hand qualified people to sales, and a few others too. Who was accepted, and when."""
    dice = world.dice
    accepted: list[tuple[Person, int]] = []
    for person in people:
        if not person.contacts:
            continue
        occurrence = qualified_in(world, person, person.known_at)
        if occurrence is None:
            if dice.chance(0.06):
                _hand_over_early(world, person)
            continue
        if not dice.chance(0.94):
            continue
        at = occurrence.at + int(dice.skewed(2.0, 1.2) * 3600) * 1_000_000
        contact = _contact_in(person, at)
        if contact is None:
            continue
        deed = world.hand_off(person, at, contact)
        if deed is None:
            continue
        touched_at = work(world, person, deed.at, dice.whole(1, 4))
        verdict_at = world.in_office(later(deed.at, dice.between(0.5, 6)))
        verdict = dice.weighted([("accepted", 62.0), ("rejected", 12.0), ("", 26.0)])
        if verdict:
            judge(world, person, verdict_at, verdict)
        if verdict != "rejected" or dice.chance(0.15):
            accepted.append((person, max(touched_at, verdict_at)))
    return sorted(accepted, key=lambda pair: pair[1])


def _hand_over_early(world: World, person: Person) -> None:
    """A salesperson takes somebody whom no rule qualifies: a hand-off that does not conform."""
    at = world.in_office(later(person.known_at, world.dice.between(1, 40)))
    deed = world.hand_off(person, at)
    if deed is not None:
        work(world, person, deed.at, world.dice.whole(1, 2))


def _contact_in(person: Person, instant: int) -> Contact | None:
    """The contact of a person in the CRM at an instant, if there is one by then."""
    there = [contact for contact in person.contacts if contact.created_at <= instant]
    return None if not there else person.survivor if len(person.contacts) == 1 else there[-1]


def _sell(world: World, account: Account, buyers: list[tuple[Person, int]]) -> None:
    """The account's first deal: with an accepted lead, else sometimes found by sales alone."""
    dice = world.dice
    if buyers:
        if not dice.chance(0.82):
            return
        person, at = buyers[0]
    else:
        found = [person for person in account.people if person.contacts]
        if not found or not dice.chance(0.25):
            return
        person, at = found[0], later(found[0].contacts[0].created_at, dice.between(5, 60))
    opened_at = world.in_office(later(at, dice.skewed(6, 0.7)))
    pursue(world, account, person, negotiate(world, account, person, opened_at, WIN_RATE))


def pursue(world: World, account: Account, person: Person, deal: Deal | None) -> None:
    """What follows from a new-business deal: the customer's life, or a second try."""
    dice = world.dice
    while deal is not None and deal.closed_at is not None:
        if deal.outcome == "won":
            left_at = be_customer(world, account, person, deal.closed_at)
            if left_at is None or not dice.chance(0.2):
                return
            back_at = world.online(clock.day_of(later(left_at, dice.between(60, 240))))
        else:
            if not dice.chance(COMEBACKS[deal.outcome]):
                return
            back_at = world.online(clock.day_of(later(deal.closed_at, dice.between(70, 300))))
        deal = come_back(world, account, person, back_at)


def come_back(world: World, account: Account, person: Person, instant: int) -> Deal | None:
    """A person returns to marketing after the end of a cycle, and perhaps to sales."""
    dice = world.dice
    if instant >= AS_OF - 2 * DAY:
        return None
    kind = dice.weighted(COME_BACK)
    if kind == "manual":
        enter_by_hand(world, person, instant)
    else:
        fill_form(world, person, instant, kind)
    if qualified_in(world, person, instant) is None:
        return None
    deed = world.hand_off(person, instant + int(dice.skewed(2.0, 1.0) * 3600) * 1_000_000)
    if deed is None:
        return None
    touched_at = work(world, person, deed.at, dice.whole(1, 3))
    return negotiate(world, account, person, world.in_office(later(touched_at, 3)), WIN_RATE)


def be_customer(world: World, account: Account, person: Person, won_at: int) -> int | None:
    """The time as a customer. Returns the instant of its end, if there is one."""
    left_on = live(world, account, person, won_at)
    left_at = clock.at(left_on) if left_on is not None else None
    last = left_at if left_at is not None else AS_OF
    nurture(world, person, won_at, min(last, later(won_at, 400)), 0.6)
    serve(world, account, person, won_at, last)
    recommend(world, account, person, later(won_at, 45), last)
    return left_at


def spread_the_word(world: World) -> None:
    """Some newcomers were invited by a customer of that time; some invitations lead nowhere."""
    dice = world.dice
    customers = [
        (deal.account, deal.people[0][0], deal.closed_at)
        for deal in world.deals
        if deal.outcome == "won"
        and deal.kind == "new_business"
        and deal.account is not None
        and deal.account.contracts
        and deal.people
        and deal.closed_at is not None
    ]
    if not customers:
        return
    for guest in world.people:
        if guest.survivor is None or not dice.chance(0.05):
            continue
        account, host, since = dice.pick(customers)
        accepted_at = guest.known_at - dice.whole(20, 4000) * MINUTE
        sent_at = world.exact(later(accepted_at, -dice.between(1, 9)))
        if guest.account is account or sent_at < later(since, 30) or host.email is None:
            continue
        if not any(
            one.started_on <= clock.day_of(sent_at)
            and (one.ended_on is None or clock.day_of(accepted_at) + 1 < one.ended_on)
            for one in account.contracts
        ):
            continue
        email = guest.contacts[0].email
        invite(
            world,
            account,
            host,
            guest,
            email,
            sent_at,
            world.exact(accepted_at) if dice.chance(0.8) else None,
        )


def subscribe_readers(world: World, share: float) -> list[Member]:
    """Part of those in the CRM read the newsletter too, under their own address."""
    dice = world.dice
    members: list[Member] = []
    for person in world.people:
        if person.members or person.survivor is None or not dice.chance(share):
            continue
        at = world.exact(later(person.contacts[0].created_at, dice.between(0.1, 60)))
        if at < AS_OF - DAY:
            members.append(world.add_member(person, at, person.survivor.email))
    return members
