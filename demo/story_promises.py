"""The awkward cases of the promises between the teams: answers, weeks, and merged contacts.

As in `story`, every function tells one kind of case on fixed dates and counts it under its name.
"""

from __future__ import annotations

from demo.clock import DAY, HOUR, MINUTE, instant_of
from demo.company import AS_OF
from demo.deals import judge
from demo.model import Contact, Person
from demo.people import fill_form, look_at_prices
from demo.story import Case, lead, merge, sell
from demo.world import World


def handed_over(
    world: World,
    at: int,
    form: str = "demo_requested",
    *,
    country: str = "France",
    source: str | None = None,
) -> tuple[Person, Contact]:
    """A person of an account of a country who qualifies by a form and is handed over at once."""
    account = world.add_account(world.exact(at - HOUR))
    account.country = country
    person = world.add_person(account)
    contact = world.add_contact(person, world.exact(at - 20 * MINUTE), source=source)
    fill_form(world, person, world.exact(at - 10 * MINUTE), form)
    world.hand_off(person, at)
    return person, contact


def call(world: World, person: Person, contact: Contact, at: int) -> None:
    """A salesperson reaches out to a person."""
    world.engage(contact, person.account, "CALL", at, person.deeds[-1].owner or 410_000_001)


# ---------- answers


def answered_in_the_morning(world: World) -> None:
    """A lead comes late in the evening and is called first thing in the morning."""
    person, contact = handed_over(world, instant_of(2024, 2, 6, 23.25))
    call(world, person, contact, instant_of(2024, 2, 7, 9.5))
    world.awkward["night_leads_called_in_the_morning"] += 1


def around_a_holiday_weekend(world: World) -> None:
    """Two hours are left on the Friday before Easter; one is called in time, one too late."""
    for hours in (14.5, 15.5):
        person, contact = handed_over(world, instant_of(2025, 4, 18, 16))
        call(world, person, contact, instant_of(2025, 4, 22, hours))
        world.awkward["answers_over_a_holiday_weekend"] += 1


def across_clock_changes(world: World) -> None:
    """Handed over on the Friday before a clock changes, called on the next working day."""
    for friday, day in (
        ((2024, 3, 29), (2024, 4, 2)),
        ((2024, 10, 25), (2024, 10, 28)),
        ((2026, 3, 27), (2026, 3, 30)),
    ):
        for country in ("France", "Switzerland"):
            person, contact = handed_over(
                world, instant_of(*friday, 16.5), "webinar_registered", country=country
            )
            call(world, person, contact, instant_of(*day, 9.75))
            world.awkward["answers_across_clock_changes"] += 1


def swiss_hours(world: World) -> None:
    """Switzerland's lunch, its national day, its short Christmas Eve and its New Year's Eve."""
    for handed, called in (
        ((2025, 7, 31, 16.0), (2025, 8, 4, 10.0)),
        ((2025, 7, 31, 16.0), (2025, 8, 4, 11.0)),
        ((2025, 9, 10, 11.0), (2025, 9, 10, 15.5)),
        ((2025, 12, 24, 11.0), (2025, 12, 29, 11.5)),
        ((2025, 12, 31, 11.5), (2025, 12, 31, 16.25)),
    ):
        person, contact = handed_over(
            world, instant_of(*handed), "webinar_registered", country="Switzerland"
        )
        call(world, person, contact, instant_of(*called))
        world.awkward["leads_in_swiss_hours"] += 1


def of_a_channel(world: World) -> None:
    """Under the second agreement a lead of the paid search has a policy of its own."""
    for hours in (11.0, 17.0):
        person, contact = handed_over(
            world, instant_of(2025, 10, 7, 9.5), "webinar_registered", source="PAID_SEARCH"
        )
        call(world, person, contact, instant_of(2025, 10, 7, hours))
        world.awkward["leads_with_a_policy_of_their_channel"] += 1


def called_before_the_hand_off(world: World) -> None:
    """A salesperson calls before anybody made them the owner."""
    at = instant_of(2024, 11, 12, 14)
    account, person, contact = lead(world, at - DAY, "demo_requested")
    world.engage(contact, account, "EMAIL", at - 2 * HOUR, 410_000_002)
    world.hand_off(person, at)
    call(world, person, contact, at + HOUR)
    world.awkward["touches_before_the_hand_off"] += 1


def not_called_yet(world: World) -> None:
    """Two leads of the last days: one is due in the morning after as_of, one was due before."""
    handed_over(world, AS_OF - 6 * HOUR - 20 * MINUTE, "webinar_registered")
    handed_over(world, AS_OF - 30 * HOUR)
    world.awkward["leads_not_called_yet"] += 2


# ---------- weeks


def disputed(world: World) -> None:
    """Sales give leads back: within the window, on its last second, and a day too late."""
    for days in (10.0, 14.0, 15.0):
        at = instant_of(2025, 5, 13, 15)
        person, contact = handed_over(world, at)
        call(world, person, contact, at + HOUR)
        judge(world, person, at + int(days * DAY), "rejected")
        world.awkward["leads_given_back"] += 1
    at = instant_of(2025, 6, 3, 15)
    person, contact = handed_over(world, at)
    call(world, person, contact, at + HOUR)
    judge(world, person, at + DAY, "accepted")
    judge(world, person, at + 3 * DAY, "rejected")
    world.awkward["leads_rejected_at_second_thought"] += 1


def short_week(world: World) -> None:
    """A week with two public holidays: the promise is smaller in proportion."""
    for day in (6, 7):
        person, contact = handed_over(world, instant_of(2024, 5, day, 10))
        call(world, person, contact, instant_of(2024, 5, day, 11))
    world.awkward["weeks_with_two_holidays"] += 1


def too_many_at_once(world: World) -> None:
    """A week in which far more was delivered than promised, on a Saturday too."""
    for day in (17, 17, 17, 18, 19, 21, 22):
        person, contact = handed_over(world, instant_of(2025, 11, day, 10.5))
        call(world, person, contact, instant_of(2025, 11, day, 11))
    world.awkward["weeks_of_too_much"] += 1


def found_by_sales_first(world: World) -> None:
    """A deal was open before its person qualified: the hand-off conforms but does not count."""
    at = instant_of(2025, 2, 18, 10)
    account, person, contact = lead(world, at - 10 * DAY, None)
    sell(world, account, person, at - 5 * DAY, None)
    fill_form(world, person, world.exact(at), "demo_requested")
    world.hand_off(person, at + HOUR)
    call(world, person, contact, at + 2 * HOUR)
    world.awkward["hand_offs_that_sales_sourced"] += 1


# ---------- merged contacts


def qualified_through_a_merged_contact(world: World) -> None:
    """The form came from a contact merged into another, which was merged into a third."""
    account, person, first = lead(world, instant_of(2024, 6, 4, 10), "newsletter_subscribed")
    second = world.add_contact(person, instant_of(2024, 6, 18, 10))
    fill_form(world, person, second.created_at + MINUTE, "demo_requested")
    world.hand_off(person, instant_of(2024, 6, 18, 14), second)
    third = world.add_contact(person, instant_of(2024, 9, 3, 10))
    sell(world, account, person, instant_of(2024, 9, 10, 10), None)
    merge(world, second, first, instant_of(2024, 7, 2, 10))
    merge(world, first, third, instant_of(2025, 1, 14, 10))
    world.awkward["contact_merge_chains"] += 1
    world.awkward["stays_entered_by_merge"] += 1


def sold_through_a_merged_contact(world: World) -> None:
    """Deals of a contact merged away: one skips a stage and is lost, one comes back."""
    account, person, kept = lead(world, instant_of(2024, 10, 15, 10), None)
    gone = world.add_contact(person, instant_of(2024, 10, 22, 10))
    for opened_at, closed_at, outcome in (
        (instant_of(2024, 11, 5, 10), instant_of(2024, 12, 10, 10), "lost"),
        (instant_of(2025, 3, 4, 10), instant_of(2025, 4, 8, 10), "recycled"),
    ):
        deal = sell(world, account, person, opened_at, closed_at, outcome)
        deal.people = [(person, gone)]
    merge(world, gone, kept, instant_of(2025, 6, 10, 10))
    world.awkward["stays_entered_by_merge"] += 1


def seen_through_a_merged_contact(world: World) -> None:
    """The prices were looked at under the user id of a contact that was merged away."""
    _, person, kept = lead(world, instant_of(2025, 9, 30, 10), None)
    gone = world.add_contact(person, instant_of(2025, 10, 6, 10))
    look_at_prices(world, person, instant_of(2025, 10, 7, 10), 4, 10)
    merge(world, gone, kept, instant_of(2025, 12, 2, 10))
    world.awkward["stays_entered_by_merge"] += 1


CASES: tuple[Case, ...] = (
    answered_in_the_morning,
    around_a_holiday_weekend,
    across_clock_changes,
    swiss_hours,
    of_a_channel,
    called_before_the_hand_off,
    not_called_yet,
    disputed,
    short_week,
    too_many_at_once,
    found_by_sales_first,
    qualified_through_a_merged_contact,
    sold_through_a_merged_contact,
    seen_through_a_merged_contact,
)


def tell_cases_of_promises(world: World) -> None:
    """Tell every case once."""
    for case in CASES:
        case(world)
