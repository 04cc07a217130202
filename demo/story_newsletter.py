"""Readers of the newsletter, told one by one, so that each stage of it is reached at every size.

As in `story`, every function tells one kind of case on fixed dates and counts it under its name.
"""

from __future__ import annotations

from demo.clock import DAY, MINUTE, instant_of
from demo.model import Account, Contact, Person
from demo.people import fill_form
from demo.story import Case, lead, merge, sell
from demo.world import World

FORM = "newsletter_subscribed"
CLICK, FORWARD, LEAVE = "email_clicked", "email_forwarded", "email_unsubscribed"


def react(world: World, person: Person, at: int, name: str) -> None:
    """A person clicks in a marketing e-mail, forwards it, or asks for no more of them."""
    world.do(person, world.exact(at), name, "mail")


def visit(world: World, person: Person, at: int, page: str = "/newsletter") -> None:
    """A person looks at a page of the site."""
    world.do(person, world.exact(at), "page_viewed", "web", detail=page)


def reader(world: World, at: int) -> tuple[Account | None, Person, Contact]:
    """Somebody who sends the newsletter's form."""
    return lead(world, at, FORM)


def read_for_long(world: World) -> None:
    """From the page to the form, the list, a forwarded letter and a purchase after a click."""
    at = instant_of(2024, 1, 9, 10)
    account, person, contact = lead(world, at, None)
    visit(world, person, at + DAY)
    fill_form(world, person, at + 2 * DAY, FORM)
    world.add_member(person, at + 2 * DAY + MINUTE, contact.email)
    react(world, person, at + 120 * DAY, FORWARD)
    opened_at = world.exact(at + 160 * DAY)
    react(world, person, opened_at - 2 * MINUTE, CLICK)
    sell(world, account, person, opened_at, opened_at + 30 * DAY)
    world.awkward["newsletter_buyers"] += 1


def buy_for_another_reason(world: World) -> None:
    """A click, and then a page: the click is not the last that was heard of them."""
    at = instant_of(2024, 2, 7, 10)
    account, person, _ = reader(world, at)
    opened_at = world.exact(at + 20 * DAY)
    react(world, person, opened_at - 4 * MINUTE, CLICK)
    visit(world, person, opened_at - 2 * MINUTE, "/produit")
    sell(world, account, person, opened_at, opened_at + 20 * DAY)
    world.awkward["newsletter_clicks_without_a_sale"] += 1


def buy_in_another_way(world: World) -> None:
    """A click before a deal that is lost, one before a renewal, and one by no reader at all."""
    at = instant_of(2024, 9, 11, 10)
    for kind, outcome in (("new_business", "lost"), ("renewal", "won"), ("new_business", "won")):
        account, person, _ = lead(world, at, FORM if outcome == "lost" else None)
        opened_at = world.exact(at + 9 * DAY)
        react(world, person, opened_at - MINUTE, CLICK)
        sell(world, account, person, opened_at, opened_at + 12 * DAY, outcome, kind=kind)
    world.awkward["newsletter_buyers"] += 1


def leave_and_return(world: World) -> None:
    """Unsubscribed a day before and a day after the 84th day, then back by page, form or list."""
    for days in (83, 85):
        at = instant_of(2024, 3, 5, 10)
        _, person, contact = reader(world, at)
        react(world, person, at + days * DAY, LEAVE)
        react(world, person, at + (days + 1) * DAY, LEAVE)
        if days == 83:
            visit(world, person, at + 200 * DAY)
            fill_form(world, person, at + 210 * DAY, FORM)
        else:
            world.add_member(person, world.exact(at + 300 * DAY), contact.email)
        world.awkward["newsletter_returns"] += 1


def only_pass_by(world: World) -> None:
    """Some look at the page and no more; some unsubscribe who never subscribed."""
    at = instant_of(2025, 4, 8, 10)
    _, person, _ = lead(world, at, None)
    visit(world, person, at + DAY)
    react(world, person, at + 2 * DAY, LEAVE)
    _, stranger, _ = lead(world, at, None)
    react(world, stranger, at + 2 * DAY, LEAVE)
    react(world, stranger, at + 9 * DAY, FORWARD)
    visit(world, stranger, at + 20 * DAY)
    world.awkward["newsletter_strangers"] += 2


def subscribe_again_after_a_lost_deal(world: World) -> None:
    """The newsletter's first cycle begins in the second of the company as a whole."""
    at = instant_of(2024, 5, 21, 10)
    account, person, _ = lead(world, at, "contact_form_submitted")
    sell(world, account, person, at + 9 * DAY, at + 40 * DAY, "lost")
    fill_form(world, person, at + 60 * DAY, FORM)
    world.awkward["newsletter_cycles_of_a_later_cycle"] += 1


def subscribe_under_an_old_contact(world: World) -> None:
    """The page was seen under one contact, the form sent by another, merged into the first."""
    at = instant_of(2024, 6, 11, 10)
    _, person, kept = lead(world, at, None)
    visit(world, person, at + DAY)
    gone = world.add_contact(person, world.exact(at + 9 * DAY))
    fill_form(world, person, gone.created_at + MINUTE, FORM)
    merge(world, gone, kept, at + 30 * DAY)
    world.awkward["stays_entered_by_merge"] += 1


CASES: tuple[Case, ...] = (
    read_for_long,
    buy_for_another_reason,
    buy_in_another_way,
    leave_and_return,
    only_pass_by,
    subscribe_again_after_a_lost_deal,
    subscribe_under_an_old_contact,
)


def tell_readers(world: World) -> None:
    """Tell every case once."""
    for case in CASES:
        case(world)
