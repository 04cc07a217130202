"""What customers ask of the service team, and how satisfied they say they are."""

from __future__ import annotations

from demo import clock
from demo.clock import DAY, HOUR, MINUTE
from demo.company import AS_OF, SERVICE
from demo.model import Account, Person, Survey, Ticket
from demo.world import World, holder, later

CATEGORIES = (
    ("PRODUCT_ISSUE", 45.0),
    ("BILLING_ISSUE", 20.0),
    ("FEATURE_REQUEST", 15.0),
    ("GENERAL_INQUIRY", 20.0),
)
PRIORITIES = (("LOW", 30.0), ("MEDIUM", 50.0), ("HIGH", 20.0))


def serve(world: World, account: Account, person: Person, first: int, last: int) -> None:
    """Tickets and surveys of a customer between two instants."""
    dice = world.dice
    last = min(last, AS_OF - DAY)
    instant = later(first, dice.waiting(150))
    while instant < last:
        ask(world, person, world.online(clock.day_of(instant)))
        instant = later(instant, dice.waiting(150))
    _survey(world, account, person, first, last)


def ask(world: World, person: Person, opened_at: int) -> Ticket | None:
    """A customer opens a ticket; it is answered and closed in business hours."""
    dice = world.dice
    contact = holder(person, opened_at)
    if contact is None or opened_at >= AS_OF - MINUTE:
        return None
    replied_at = world.in_office(opened_at + int(dice.skewed(3, 0.9) * HOUR))
    closed_at = world.in_office(later(replied_at, dice.skewed(1.5, 0.9)))
    ticket = Ticket(
        ticket_id=2_000_000_000 + world.number("ticket"),
        person=person,
        contact=contact,
        opened_at=opened_at,
        replied_at=replied_at if replied_at < AS_OF - MINUTE else None,
        closed_at=closed_at if closed_at < AS_OF - MINUTE else None,
        category=dice.weighted(CATEGORIES),
        priority=dice.weighted(PRIORITIES),
        owner=dice.pick(SERVICE).owner_id,
        was_reopened=dice.chance(0.08),
        is_deleted=dice.chance(0.01),
    )
    world.tickets.append(ticket)
    return ticket


def _survey(world: World, account: Account, person: Person, first: int, last: int) -> None:
    """A satisfaction survey every half year."""
    dice = world.dice
    sent_at = world.in_office(later(first, 90))
    while sent_at < last:
        kind = dice.pick(("nps", "csat"))
        answers = dice.chance(0.45)
        answered_at = world.exact(later(sent_at, dice.between(0.05, 9)))
        score = dice.whole(5, 10) if kind == "nps" else dice.whole(2, 5)
        is_answered = answers and answered_at < AS_OF - MINUTE
        world.surveys.append(
            Survey(
                response_id=world.code("SRV", "survey"),
                name=f"{kind.upper()} {clock.date_of(clock.day_of(sent_at)).year}",
                kind=kind,
                person=person,
                account=account,
                score=score if is_answered else None,
                sent_at=sent_at,
                answered_at=answered_at if is_answered else None,
            )
        )
        sent_at = world.in_office(later(sent_at, 182))
