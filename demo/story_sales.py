"""The awkward cases of what sales and marketing count: deals, comebacks, verdicts, contents.

As in `story`, every function tells one kind of case on fixed dates and counts it under its name.
They are told last and with dice of their own, so that nothing told before depends on them.
"""

from __future__ import annotations

from demo import clock
from demo.clock import DAY, HOUR, MINUTE, instant_of
from demo.company import NEWCOMER
from demo.deals import judge
from demo.dice import Dice
from demo.model import Contact, Deal, Person
from demo.people import fill_form
from demo.story import Case, lead, sell
from demo.story_promises import call, handed_over
from demo.world import World

NURTURE_DAYS = 180


def consume(world: World, person: Person, at: int, form: str, content: str = "") -> None:
    """A person sends the general form, or that of one of the CONTENT_FORMS."""
    world.do(person, world.exact(at), form, "form", detail=content)


def deal_of(
    world: World,
    at: int,
    closed_after: int,
    outcome: str = "won",
    *,
    country: str = "France",
    reason: str | None = None,
) -> tuple[Person, Contact, Deal]:
    """A lead of a country whose deal closes so many days after they came."""
    account = world.add_account(world.exact(at - HOUR))
    account.country = country
    _, person, contact = lead(world, at, account=account)
    closed_at = at + closed_after * DAY
    deal = sell(world, account, person, at + 2 * DAY, closed_at, outcome, reason=reason)
    return person, contact, deal


# ---------- deals


def an_owner_without_losses(world: World) -> None:
    """Who never lost a deal has won all; a deal may have no owner, or lack its amount."""
    for month in (2, 5):
        _, _, deal = deal_of(world, instant_of(2026, month, 3, 10), 30)
        deal.owner = NEWCOMER.owner_id
        world.awkward["deals_of_an_owner_without_losses"] += 1
    for outcome in ("won", "lost"):
        _, _, deal = deal_of(world, instant_of(2026, 3, 10, 10), 20, outcome)
        deal.owner = 0
        world.awkward["deals_without_owner"] += 1
        _, _, deal = deal_of(world, instant_of(2026, 3, 11, 10), 20, outcome)
        deal.lacks_amount = True
        world.awkward["deals_without_amount"] += 1


def deals_in_three_currencies(world: World) -> None:
    """Won and lost in each currency, in one month: amounts add up in the reporting one only."""
    for country in ("France", "Switzerland", "United States"):
        for outcome in ("won", "lost", "recycled"):
            deal_of(world, instant_of(2025, 3, 4, 11), 20, outcome, country=country)
            world.awkward["deals_in_three_currencies"] += 1


def lost_for_no_reason(world: World) -> None:
    """Nobody wrote down why a deal was lost; every reason on the list was given once."""
    for reason in ("price", "competitor", "no_fit", "no_answer", None):
        _, _, deal = deal_of(world, instant_of(2025, 1, 14, 10), 13, "lost", reason=reason)
        deal.reason = reason
        world.awkward["deals_lost_for_no_reason"] += reason is None


def two_deals_in_a_cycle(world: World) -> None:
    """One stays open or is lost while the other is won, in the same cycle or after its end."""
    at = instant_of(2024, 9, 17, 10)
    for first_outcome in ("open", "lost"):
        account, person, _ = lead(world, at)
        closed_at = None if first_outcome == "open" else at + 20 * DAY
        sell(world, account, person, at + 2 * DAY, closed_at, "lost")
        sell(world, account, person, at + 5 * DAY, at + 50 * DAY)
        world.awkward["cycles_with_two_deals"] += 1


def won_before_qualified(world: World) -> None:
    """Sales won somebody whom a form qualified afterwards, in the same cycle."""
    at = instant_of(2024, 11, 5, 10)
    account, person, _ = lead(world, at, None)
    sell(world, account, person, at + DAY, at + 15 * DAY)
    fill_form(world, person, world.exact(at + 40 * DAY), "demo_requested")
    world.awkward["leads_won_before"] += 1


# ---------- comebacks


def recycled_and_back(world: World) -> None:
    """For each reason: back soon, in the window's last instant, at its end, later, or never."""
    window = NURTURE_DAYS * DAY
    for month, reason in ((1, "not_now"), (2, "no_budget")):
        for number, after in enumerate((100 * DAY, window - 1, window, 250 * DAY, None)):
            at = instant_of(2024, month + number * 2, 9, 10)
            person, _, deal = deal_of(world, at, 12, "recycled", reason=reason)
            assert deal.closed_at is not None
            if after is None:
                fill_form(world, person, deal.closed_at + 30 * DAY, "newsletter_subscribed")
            else:
                fill_form(world, person, deal.closed_at + after, "demo_requested")
            world.awkward["recycled_leads_back"] += after is not None


def recycled_while_customer(world: World) -> None:
    """A customer's second deal is put off: it is recycled, but no cycle ends."""
    at = instant_of(2024, 4, 16, 10)
    person, _, _ = deal_of(world, at, 12)
    sell(world, person.account, person, at + 90 * DAY, at + 99 * DAY, "recycled", reason="not_now")
    world.awkward["deals_recycled_while_customer"] += 1


# ---------- hand-offs


def verdicts_on_time_and_late(world: World) -> None:
    """Verdicts in the last instant of the week after, in the next one, and before the hand-off.

    The clocks are put forward in the night in which the week after ends.
    """
    at = instant_of(2025, 3, 19, 10)
    late = clock.at(clock.monday(clock.day_of(at)) + 14)
    for judged_at in (late - 1, late, at - 5 * MINUTE):
        person, contact = handed_over(world, at)
        call(world, person, contact, at + HOUR)
        judge(world, person, judged_at, "accepted")
        world.awkward["verdicts_around_the_end_of_a_week"] += 1


def touches_around_a_week(world: World) -> None:
    """Touches at the hand-off, at the end of seven days, of another cycle, and what is none."""
    at = instant_of(2025, 2, 4, 10)
    person, contact = handed_over(world, at)
    begun_at = person.deeds[-1].at
    for touched_at in (begun_at, begun_at + 7 * DAY - 1, begun_at + 7 * DAY):
        call(world, person, contact, touched_at)
    for kind in ("NOTE", "TASK", "INCOMING_EMAIL"):
        world.engage(contact, person.account, kind, at + HOUR, NEWCOMER.owner_id)
    gone = world.engage(contact, person.account, "CALL", at + 2 * HOUR, NEWCOMER.owner_id)
    assert gone is not None
    gone.is_deleted = True
    person, contact = handed_over(world, at)
    sell(world, person.account, person, at + DAY, at + 3 * DAY, "lost")
    for days in (2, 5):
        call(world, person, contact, at + days * DAY)
    world.awkward["touches_around_seven_days"] += 2


# ---------- contents


def read_before_and_after(world: World) -> None:
    """Contents read twice, before and after a purchase, and again in a later cycle."""
    at = instant_of(2024, 10, 1, 10)
    account, person, _ = lead(world, at, None)
    consume(world, person, at + HOUR, "white_paper_downloaded")
    consume(world, person, at + DAY, "white_paper_downloaded", "cash flow")
    consume(world, person, at + 40 * DAY, "white_paper_downloaded")
    sell(world, account, person, at + 20 * DAY, at + 33 * DAY)
    consume(world, person, at + 60 * DAY, "webinar_registered", "reform")
    world.awkward["contents_around_a_sale"] += 1
    account, person, _ = lead(world, at, None)
    consume(world, person, at + HOUR, "webinar_registered")
    sell(world, account, person, at + 20 * DAY, at + 33 * DAY, "lost")
    consume(world, person, at + 50 * DAY, "webinar_registered")
    sell(world, account, person, at + 60 * DAY, at + 80 * DAY)
    world.awkward["contents_around_a_sale"] += 1


def told_by_the_organiser(world: World) -> None:
    """The same webinar in an organiser's export, with blanks around its name or without name."""
    at = instant_of(2025, 5, 6, 18)
    for title in (" Salon Finance ", ""):
        _, person, _ = lead(world, at - 10 * DAY, "contact_form_submitted")
        world.do(person, world.exact(at), "webinar_registered", "files", detail=title)
        world.awkward["contents_told_by_others"] += 1


CASES: tuple[Case, ...] = (
    an_owner_without_losses,
    deals_in_three_currencies,
    lost_for_no_reason,
    two_deals_in_a_cycle,
    won_before_qualified,
    recycled_and_back,
    recycled_while_customer,
    verdicts_on_time_and_late,
    touches_around_a_week,
    read_before_and_after,
    told_by_the_organiser,
)


def tell_cases_of_sales(world: World) -> None:
    """Tell every case once."""
    dice, facts = world.dice, world.facts
    world.dice, world.facts = Dice(world.seed, world.shard, 41), Dice(world.seed, world.shard, 42)
    for case in CASES:
        case(world)
    world.dice, world.facts = dice, facts
