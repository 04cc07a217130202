"""How people come to be known, what they do with marketing, and their hand-off to sales."""

from __future__ import annotations

from demo import clock
from demo.clock import DAY, MINUTE, SECOND
from demo.company import AS_OF
from demo.definitions import revenue
from demo.definitions.lifecycle import Cycles, person_cycles
from demo.definitions.qualification import Occurrence, cycle_at, occurrences
from demo.definitions.signals import signals_of
from demo.model import Person
from demo.world import World, later

ENTRIES = (
    ("white_paper_downloaded", 29.0),
    ("landing_page_form_submitted", 17.0),
    ("webinar_registered", 11.0),
    ("contact_form_submitted", 9.0),
    ("demo_requested", 9.0),
    ("newsletter_subscribed", 8.0),
    ("manual", 9.0),
    ("prospected", 6.0),
    ("trade_fair", 2.0),
)
LATER_FORMS = (
    ("white_paper_downloaded", 40.0),
    ("webinar_registered", 22.0),
    ("landing_page_form_submitted", 14.0),
    ("demo_requested", 10.0),
    ("contact_form_submitted", 9.0),
    ("form_submitted", 5.0),
)


def enter(world: World, person: Person, instant: int, kind: str) -> None:
    """A person's first meeting with the company, by one of the ENTRIES."""
    dice = world.dice
    if kind == "manual":
        contact = world.add_contact(person, instant, source="OFFLINE", origin="CRM_UI")
        enter_by_hand(world, person, contact.created_at + 2 * SECOND)
    elif kind == "prospected":
        # The prospecting tool writes OFFLINE too, but nobody entered this contact by hand.
        world.add_contact(person, instant, source="OFFLINE", origin="INTEGRATION")
    elif kind == "trade_fair":
        email = world.address(person)
        if person.account is not None:
            world.bill(person.account, later(instant, -1))
        world.add_file_contact(person, instant, email)
        if instant < AS_OF - 21 * DAY and dice.chance(0.6):
            world.add_contact(
                person,
                later(instant, dice.between(1, 20)),
                email=email,
                source="OFFLINE",
                origin="IMPORT",
            )
    else:
        contact = world.add_contact(person, instant)
        fill_form(world, person, contact.created_at + dice.whole(1, 4) * SECOND, kind)
        if kind == "newsletter_subscribed" or dice.chance(0.3):
            world.add_member(person, instant + 5 * MINUTE, contact.email)
    if dice.chance(0.015):
        give_second_contact(world, person, instant)


def enter_by_hand(world: World, person: Person, instant: int) -> None:
    """A colleague types a person into the CRM after an offline meeting."""
    world.do(person, instant, "manually_entered", "crm")


def fill_form(world: World, person: Person, instant: int, name: str) -> None:
    """A person fills in a form of the site."""
    world.do(person, instant, name, "form")


def look_at_prices(world: World, person: Person, instant: int, times: int, days: float) -> None:
    """A person looks at the pricing page so many times within some days."""
    for number in range(times):
        at = later(instant, days * number / times + world.dice.between(0, 0.2))
        world.do(person, world.exact(at), "pricing_page_viewed", "web")


def give_second_contact(world: World, person: Person, instant: int) -> None:
    """The same person comes a second time under another address; the contacts are merged later."""
    dice = world.dice
    created_at = later(instant, dice.between(2, 120))
    merged_at = later(created_at, dice.between(3, 90))
    if person.survivor is None or merged_at >= AS_OF:
        return
    first = person.survivor
    second = world.add_contact(person, world.online(clock.day_of(created_at)))
    fill_form(world, person, second.created_at + 3 * SECOND, dice.weighted(LATER_FORMS))
    kept, gone = (first, second) if dice.chance(0.7) else (second, first)
    gone.merged_into, gone.merged_at = kept, world.exact(merged_at)
    world.awkward["contact_merges"] += 1


def nurture(world: World, person: Person, first: int, last: int, mean: float) -> None:
    """What a person does on the site between two instants, `mean` things on average."""
    dice = world.dice
    instant = later(first, dice.waiting((last - first) / DAY / mean))
    while instant < min(last, AS_OF - DAY):
        at = world.online(clock.day_of(instant))
        if at > first and person.contacts:
            happening = dice.weighted([("form", 48.0), ("prices", 34.0), ("once", 18.0)])
            if happening == "form":
                fill_form(world, person, at, dice.weighted(LATER_FORMS))
                if dice.chance(0.3):
                    again = later(at, dice.between(2, 28))
                    fill_form(world, person, world.exact(again), "white_paper_downloaded")
            elif happening == "prices":
                look_at_prices(world, person, at, dice.whole(2, 4), dice.between(2, 16))
            else:
                look_at_prices(world, person, at, 1, 1)
        instant = later(instant, dice.waiting((last - first) / DAY / mean))


def cycles_of(world: World, person: Person) -> Cycles:
    """The person's cycles as far as they have been told."""
    contracts = person.account.contracts if person.account else []
    return person_cycles(person, world.deals_of.get(person, []), revenue.churns(contracts))


def qualified_in(world: World, person: Person, instant: int) -> Occurrence | None:
    """The occurrence of the cycle of an instant, as marketing operations see it."""
    ends = cycles_of(world, person).instants
    cycle_no = cycle_at(ends, instant)
    signals = signals_of(person, world.engagements_of(person), world.deals_of.get(person, ()))
    for occurrence in occurrences(signals, ends, world.agreement):
        if occurrence.cycle_no == cycle_no:
            return occurrence
    return None
