"""The awkward cases of the agreement: what one rule, score or late row does, told one by one.

As in `story`, every function tells one kind of case and dates are fixed. What came of them is
counted by the truth, which does not know that they were told.
"""

from __future__ import annotations

from demo.clock import DAY, HOUR, instant_of
from demo.company import SALES
from demo.deals import judge
from demo.model import Account, Change, Contact, Note, Person
from demo.people import enter_by_hand, fill_form
from demo.recording import exported
from demo.story import Case, lead, sell
from demo.world import World


def described(
    account: Account | None,
    contact: Contact,
    employees: str = "",
    job: str = "Comptable",
    country: str = "France",
) -> None:
    """Everything is known of a company and its person from the start, and nothing changes."""
    contact.changes = [
        Change(contact.created_at, "jobtitle", job),
        Change(contact.created_at, "country", country),
    ]
    if account is not None:
        account.changes = [
            Change(account.created_at, "numberofemployees", employees, "INTEGRATION"),
            Change(account.created_at, "industry", "Textiles", "CRM_UI"),
        ]


def newcomer(
    world: World, at: int, employees: str = "", country: str = "France"
) -> tuple[Account, Person, Contact]:
    """Somebody of a company of whom all is known, who has not done anything yet."""
    account, person, contact = lead(world, at, None)
    assert account is not None
    described(account, contact, employees, country=country)
    return account, person, contact


def look(world: World, person: Person, *instants: int) -> None:
    """A person looks at the prices at these instants."""
    for instant in instants:
        world.do(person, world.exact(instant), "pricing_page_viewed", "web")


def warm_up(world: World, person: Person, at: int) -> None:
    """A landing page and two looks at the prices: 16 points on the third day, but no rule's."""
    fill_form(world, person, world.exact(at), "landing_page_form_submitted")
    look(world, person, at + DAY + HOUR, at + 2 * DAY + 2 * HOUR)


def qualified_by_the_new_version(world: World) -> None:
    """Three looks at the prices in the last days of the first version, and none after."""
    _, person, _ = newcomer(world, instant_of(2025, 6, 20, 9))
    look(world, person, *(instant_of(2025, 6, day, 11) for day in (21, 24, 27)))
    world.hand_off(person, instant_of(2025, 7, 1, 10))


def judged_by_two_definitions(world: World) -> None:
    """One white paper before the definition changed, which was enough, and one after."""
    _, person, _ = newcomer(world, instant_of(2025, 6, 3, 9))
    for month in (6, 9):
        fill_form(world, person, instant_of(2025, month, 10, 10), "white_paper_downloaded")


def warm_and_fitting(world: World) -> None:
    """Points enough on both axes: with the last look, or with what a file says of a stranger."""
    _, person, _ = newcomer(world, instant_of(2025, 9, 2, 9), "300")
    warm_up(world, person, instant_of(2025, 9, 2, 10))
    world.hand_off(person, instant_of(2025, 9, 4, 15))
    account = world.add_account(world.exact(instant_of(2025, 9, 30, 9)), in_crm=False)
    account.employees, account.industry = 60, "Textiles"
    world.bill(account, world.exact(instant_of(2025, 9, 30, 9)))
    account.notes = [
        Note(
            world.code("VAL", "value"),
            "employees",
            "280",
            world.exact(instant_of(2025, 10, 14, 12)),
            exported(instant_of(2025, 10, 14, 12), 6),
            company_id=account.billing_id,
        )
    ]
    stranger = world.add_person(account)
    record = world.add_file_contact(
        stranger, world.exact(instant_of(2025, 10, 7, 9)), world.address(stranger)
    )
    noted_at = world.exact(instant_of(2025, 10, 7, 10))
    stranger.notes = [
        Note(
            world.code("VAL", "value"),
            "job_title",
            " Comptable ",
            noted_at,
            exported(noted_at),
            contact_id=record.contact_id,
        )
    ]
    for at, name in (
        (instant_of(2025, 10, 13, 15), "white_paper_downloaded"),
        (instant_of(2025, 10, 15, 16), "landing_page_form_submitted"),
    ):
        world.do(stranger, world.exact(at), name, "files")


def interest_faded(world: World) -> None:
    """The landing page lies seven weeks back when the prices are looked at."""
    _, person, _ = newcomer(world, instant_of(2025, 9, 2, 9), "300")
    fill_form(world, person, world.exact(instant_of(2025, 9, 2, 10)), "landing_page_form_submitted")
    look(world, person, instant_of(2025, 10, 20, 10), instant_of(2025, 10, 21, 10))


def job_seeker(world: World) -> None:
    """All points are there, but so is an application for a job."""
    _, person, _ = newcomer(world, instant_of(2025, 9, 8, 9), "300")
    fill_form(world, person, world.exact(instant_of(2025, 9, 8, 10)), "form_submitted")
    warm_up(world, person, instant_of(2025, 9, 9, 10))


def known_late(world: World) -> None:
    """A form, and a company's size, that arrive weeks after a later lead was believed."""
    _, person, _ = newcomer(world, instant_of(2025, 3, 4, 9))
    at = world.exact(instant_of(2025, 3, 4, 10))
    world.do(person, at, "white_paper_downloaded", "form", recorded_after_days=20)
    fill_form(world, person, world.exact(instant_of(2025, 3, 11, 10)), "demo_requested")
    world.hand_off(person, instant_of(2025, 3, 11, 15))
    account, other, _ = newcomer(world, instant_of(2025, 9, 30, 9), "40")
    grown_at = world.exact(instant_of(2025, 10, 1, 10))
    account.changes.append(Change(grown_at, "numberofemployees", "400", "INTEGRATION", 15))
    warm_up(world, other, instant_of(2025, 10, 2, 10))
    fill_form(world, other, world.exact(instant_of(2025, 10, 8, 10)), "demo_requested")
    world.hand_off(other, instant_of(2025, 10, 8, 15))
    world.awkward["late_rows"] += 2


def back_and_forth(world: World) -> None:
    """Recycled and back: within the cool-down, after it, and within it with a later look."""
    for back_at, again_at in (
        (instant_of(2025, 9, 16, 10), None),
        (instant_of(2025, 12, 10, 10), None),
        (instant_of(2025, 9, 18, 10), instant_of(2025, 11, 12, 10)),
    ):
        account, person, _ = newcomer(world, instant_of(2025, 8, 4, 9))
        fill_form(world, person, world.exact(instant_of(2025, 8, 4, 10)), "demo_requested")
        world.hand_off(person, instant_of(2025, 8, 4, 14))
        sell(
            world,
            account,
            person,
            instant_of(2025, 8, 8, 10),
            instant_of(2025, 9, 2, 10),
            "recycled",
            reason="not_now",
        )
        fill_form(world, person, world.exact(back_at), "webinar_registered")
        if again_at is not None:
            look(world, person, again_at)


def sales_came_first(world: World) -> None:
    """A deal is open when its person fills in the first form: a lead, but not marketing's."""
    for year in (2024, 2025):
        account, person, _ = newcomer(world, instant_of(year, 9, 10, 9))
        sell(
            world,
            account,
            person,
            instant_of(year, 9, 17, 10),
            instant_of(year, 11, 19, 10),
            "lost",
        )
        fill_form(world, person, world.exact(instant_of(year, 10, 1, 10)), "demo_requested")
        world.hand_off(person, instant_of(year, 10, 1, 15))


def skipped_by_sales(world: World) -> None:
    """Called without lead or verdict; vetted without a lead; accepted after the first call."""
    owner = SALES[0].owner_id
    account, person, contact = newcomer(world, instant_of(2024, 2, 27, 9))
    world.engage(contact, account, "CALL", world.exact(instant_of(2024, 3, 5, 10)), owner)
    account, person, contact = newcomer(world, instant_of(2025, 9, 23, 9))
    judge(world, person, world.exact(instant_of(2025, 9, 25, 10)), "accepted")
    world.engage(contact, account, "MEETING", world.exact(instant_of(2025, 9, 30, 10)), owner)
    account, person, contact = newcomer(world, instant_of(2024, 4, 23, 9))
    enter_by_hand(world, person, world.exact(instant_of(2024, 4, 23, 10)))
    world.engage(contact, account, "CALL", world.exact(instant_of(2024, 4, 25, 10)), owner)
    judge(world, person, world.exact(instant_of(2024, 4, 26, 10)), "accepted")


def grown_or_forgotten(world: World) -> None:
    """What was known of a company or a person changes between two evaluations."""
    account, person, _ = newcomer(world, instant_of(2025, 11, 3, 9), "40")
    warm_up(world, person, instant_of(2025, 11, 4, 10))
    grown_at = world.exact(instant_of(2025, 11, 10, 13))
    account.changes.append(Change(grown_at, "numberofemployees", " 400 ", "INTEGRATION"))
    _, other, contact = newcomer(world, instant_of(2026, 2, 2, 9), "300", "United States")
    warm_up(world, other, instant_of(2026, 2, 3, 10))
    contact.changes.append(Change(world.exact(instant_of(2026, 2, 6, 13)), "country", "", "CRM_UI"))


def found_to_be_large(world: World) -> None:
    """The best grades at once: a provider of data tells how large a warm and fitting company is."""
    account, person, _ = newcomer(world, instant_of(2026, 3, 2, 9))
    account.changes = [
        Change(account.created_at, "industry", " WHOLESALE", "CRM_UI"),
        Change(account.created_at, "numberofemployees", "", "CRM_UI"),
        Change(world.exact(instant_of(2026, 3, 5, 13)), "numberofemployees", "900", "INTEGRATION"),
    ]
    for at, name in (
        (instant_of(2026, 3, 4, 9), "white_paper_downloaded"),
        (instant_of(2026, 3, 4, 10), "landing_page_form_submitted"),
    ):
        fill_form(world, person, world.exact(at), name)
    look(world, person, instant_of(2026, 3, 5, 11), instant_of(2026, 3, 5, 12))
    world.hand_off(person, instant_of(2026, 3, 5, 15))


def competitor_known_too_late(world: World) -> None:
    """Nobody knew of a competitor when its form came; a second form came after it was known."""
    for second_form in (False, True):
        account, person, _ = lead(world, instant_of(2024, 11, 19, 10))
        assert account is not None
        world.bill(account, world.exact(instant_of(2024, 11, 20, 9)))
        account.relation = "competitor"
        world.hand_off(person, instant_of(2024, 11, 19, 15))
        if second_form:
            fill_form(world, person, world.exact(instant_of(2025, 9, 2, 10)), "demo_requested")
        world.awkward["competitors_known_too_late"] += 1


CASES: tuple[Case, ...] = (
    qualified_by_the_new_version,
    judged_by_two_definitions,
    warm_and_fitting,
    interest_faded,
    job_seeker,
    known_late,
    back_and_forth,
    sales_came_first,
    skipped_by_sales,
    grown_or_forgotten,
    found_to_be_large,
    competitor_known_too_late,
)


def tell_cases_of_the_agreement(world: World) -> None:
    """Tell every case once."""
    for case in CASES:
        case(world)
