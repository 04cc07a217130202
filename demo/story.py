"""The awkward cases, told one by one, so that each is there at every size.

Every function tells one kind of case and counts it under its own name. Dates are fixed; names and
prices are drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from demo import clock
from demo.clock import DAY, HOUR, MINUTE, SECOND, instant_of
from demo.company import AS_OF, DOMAIN, RULE_CHANGE, STUDENT_DOMAIN
from demo.contracts import live, new_contract
from demo.deals import close_deal, judge, open_deal, work
from demo.elsewhere import tell_elsewhere, tell_unknown_customer
from demo.model import Account, Contact, Deal, Person
from demo.people import enter_by_hand, fill_form, look_at_prices
from demo.referrals import invite, speak
from demo.service import serve
from demo.world import World, later

Case = Callable[[World], None]


# ---------- building blocks


def lead(
    world: World,
    at: int,
    form: str | None = "demo_requested",
    *,
    account: Account | None = None,
    domain: str | None = None,
    alone: bool = False,
) -> tuple[Account | None, Person, Contact]:
    """A person of an account (a new one unless given or alone) who fills in a form."""
    if account is None and not alone:
        account = world.add_account(world.exact(at + MINUTE))
    person = world.add_person(account)
    email = world.address(person, domain) if domain else None
    contact = world.add_contact(person, world.exact(at), email=email)
    if form is not None:
        fill_form(world, person, contact.created_at + 2 * SECOND, form)
    return account, person, contact


def sell(
    world: World,
    account: Account | None,
    person: Person | None,
    opened_at: int,
    closed_at: int | None,
    outcome: str = "won",
    *,
    kind: str = "new_business",
    reason: str | None = None,
) -> Deal:
    """A deal with fixed dates."""
    deal = open_deal(world, account, person, kind, world.exact(opened_at))
    if deal is None:
        raise ValueError("A story's deal must open before as_of.")
    if closed_at is not None:
        close_deal(world, deal, world.exact(closed_at), outcome, reason)
    return deal


def customer(
    world: World,
    at: int,
    price: str = "240.00",
    period: str = "month",
    ended_on: int | None = None,
) -> tuple[Account, Person, Contact]:
    """An account that asked, was handed over, bought after three weeks and pays since."""
    account, person, contact = lead(world, at)
    assert account is not None
    world.hand_off(person, world.in_office(at + 2 * HOUR))
    work(world, person, at + 3 * HOUR, 2)
    deal = sell(world, account, person, later(at, 4), later(at, 21))
    assert deal.closed_at is not None
    started_on = clock.day_of(deal.closed_at) + 3
    new_contract(world, account, started_on, ended_on, Decimal(price), period)
    return account, person, contact


def merge(world: World, gone: Contact, kept: Contact, at: int, *, logged: bool = True) -> None:
    """One contact is merged into another."""
    gone.merged_into, gone.merged_at, gone.merge_is_logged = kept, world.exact(at), logged
    world.awkward["contact_merges"] += 1


# ---------- people


def merged_in_a_chain(world: World) -> None:
    """A into B, then B into C: the deeds of all three are one person's."""
    at = instant_of(2024, 2, 5, 10.2)
    account, person, first = lead(world, at, "white_paper_downloaded")
    second = world.add_contact(person, instant_of(2024, 3, 4, 15))
    third = world.add_contact(person, instant_of(2024, 4, 8, 9.5))
    merge(world, first, second, instant_of(2024, 3, 20, 11))
    merge(world, second, third, instant_of(2024, 4, 25, 16))
    fill_form(world, person, instant_of(2024, 3, 12, 12), "webinar_registered")
    world.hand_off(person, instant_of(2024, 3, 12, 14), second)
    sell(world, account, person, instant_of(2024, 3, 15, 11), None)
    world.awkward["contact_merge_chains"] += 1


def merged_away_with_a_life(world: World) -> None:
    """The contact merged away had its own deeds, its address in the newsletter, and the deal."""
    at = instant_of(2024, 9, 3, 11.4)
    account, person, gone = lead(world, at, "white_paper_downloaded")
    assert account is not None
    world.add_member(person, world.exact(instant_of(2024, 8, 20, 20)), gone.email)
    world.hand_off(person, at + 5 * HOUR, gone)
    kept = world.add_contact(person, instant_of(2024, 9, 19, 9.6))
    deal = sell(world, account, person, instant_of(2024, 9, 12, 15), instant_of(2024, 11, 5, 15))
    deal.people = [(person, gone)]
    merge(world, gone, kept, instant_of(2024, 12, 2, 10))
    fill_form(world, person, instant_of(2025, 1, 8, 10), "webinar_registered")
    new_contract(
        world, account, clock.day_number(2024, 11, 12), None, Decimal("1490.00"), "quarter"
    )
    world.awkward["merged_contacts_with_own_life"] += 1


def merged_without_a_log(world: World) -> None:
    """The merge log is silent; only the survivor's list of merged ids tells."""
    _, person, first = lead(world, instant_of(2024, 5, 14, 16), "landing_page_form_submitted")
    second = world.add_contact(person, instant_of(2024, 5, 28, 10))
    merge(world, second, first, instant_of(2024, 6, 4, 10), logged=False)
    fill_form(world, person, instant_of(2024, 6, 1, 10), "contact_form_submitted")
    world.awkward["merges_without_log"] += 1


def changed_address(world: World) -> None:
    """The newsletter still writes to an address that the contact held before."""
    _, person, contact = lead(world, instant_of(2024, 1, 16, 9.4), "newsletter_subscribed")
    old = contact.email
    world.add_member(person, contact.created_at + 4 * MINUTE, old)
    contact.email = world.address(person)
    contact.former_emails.append((world.exact(instant_of(2024, 7, 2, 10)), old))
    world.awkward["changed_addresses"] += 1


def shared_address(world: World) -> None:
    """Two unmerged contacts held one address: whoever has the lowest id is meant."""
    account, first, contact = lead(world, instant_of(2024, 3, 6, 10), "white_paper_downloaded")
    _, _, other = lead(world, instant_of(2024, 6, 6, 10), "webinar_registered", account=account)
    other.former_emails.append((world.exact(instant_of(2024, 6, 20, 10)), contact.email))
    world.do(first, instant_of(2024, 9, 10, 11), "webinar_registered", "files")
    world.awkward["shared_addresses"] += 1


def known_by_address_alone(world: World) -> None:
    """A reader of the newsletter, never in the CRM, registers for a webinar."""
    for at in (instant_of(2024, 11, 7, 18), instant_of(2025, 10, 9, 18)):
        person = world.add_person(None)
        email = world.address(person, f"cabinet-{world.number('cabinet')}.example")
        world.add_member(person, world.exact(at - 20 * DAY), email)
        world.do(person, world.exact(at), "webinar_registered", "files", recorded_after_days=24)
        world.awkward["people_known_by_address"] += 1
        world.awkward["late_rows"] += 1


def known_by_file_alone(world: World) -> None:
    """Somebody met at a fair left no address, only a card."""
    account = tell_elsewhere(world, instant_of(2024, 4, 11, 10))
    person = world.add_person(account)
    world.add_file_contact(person, world.exact(instant_of(2024, 6, 13, 15)), None)
    world.awkward["people_without_address"] += 1


def deleted_people(world: World) -> None:
    """Contacts deleted in the CRM, one of whom the newsletter still holds."""
    for number in range(3):
        at = instant_of(2024, 5, 21 + number, 10)
        _, person, contact = lead(world, at, "landing_page_form_submitted" if number else None)
        contact.is_deleted = True
        if number == 0:
            world.add_member(person, contact.created_at + DAY, contact.email)
        world.awkward["deleted_contacts"] += 1


def deleted_company(world: World) -> None:
    """A company deleted in the CRM; its person stays."""
    account, _, _ = lead(world, instant_of(2024, 10, 1, 10), "white_paper_downloaded")
    assert account is not None
    account.is_deleted = True
    world.awkward["deleted_companies"] += 1


def erased_people(world: World) -> None:
    """Requests for erasure, of a lead and of a customer's buyer."""
    _, person, _ = lead(world, instant_of(2024, 2, 20, 10), "webinar_registered")
    person.erased_at = world.stamp(person, world.exact(instant_of(2024, 7, 17, 14)))
    account, buyer, _ = customer(world, instant_of(2024, 1, 9, 11))
    buyer.erased_at = world.stamp(account, world.exact(instant_of(2025, 2, 11, 14)))
    world.awkward["erasure_requests"] += 2


# ---------- cycles


def back_after_each_end(world: World) -> None:
    """One comes back after a lost deal, one after a recycled one, one after having left."""
    for outcome in ("lost", "recycled"):
        account, person, _ = lead(world, instant_of(2023, 10, 10, 11), "contact_form_submitted")
        world.hand_off(person, instant_of(2023, 10, 10, 15))
        sell(
            world,
            account,
            person,
            instant_of(2023, 10, 24, 11),
            instant_of(2023, 12, 5, 17),
            outcome,
        )
        fill_form(world, person, instant_of(2024, 9, 24, 10), "demo_requested")
        world.hand_off(person, instant_of(2024, 9, 24, 12))
        sell(world, account, person, instant_of(2024, 10, 8, 11), instant_of(2024, 11, 21, 17))
        assert account is not None
        new_contract(world, account, clock.day_number(2024, 12, 1), None, Decimal("99.00"), "week")
    account, person, _ = customer(
        world, instant_of(2023, 11, 14, 10), "310.00", "month", clock.day_number(2024, 10, 1)
    )
    fill_form(world, person, instant_of(2025, 3, 18, 10), "demo_requested")
    world.hand_off(person, instant_of(2025, 3, 18, 11))
    sell(world, account, person, instant_of(2025, 3, 25, 10), instant_of(2025, 4, 22, 10))
    new_contract(world, account, clock.day_number(2025, 5, 5), None, Decimal("280.00"), "month")


def rejected_by_sales(world: World) -> None:
    """A lead falls back to known; another falls back and is sold to all the same."""
    for sold in (False, True):
        account, person, _ = lead(world, instant_of(2024, 3, 26, 9.5), "white_paper_downloaded")
        world.hand_off(person, instant_of(2024, 3, 26, 12))
        judge(world, person, instant_of(2024, 3, 28, 16), "rejected")
        if sold:
            sell(
                world,
                account,
                person,
                instant_of(2024, 6, 18, 10),
                instant_of(2024, 7, 23, 10),
                "lost",
                reason="price",
            )


def found_by_sales(world: World) -> None:
    """Deals with people whom no rule qualified: a stage is skipped, even two at once."""
    for number in range(2):
        account = world.add_account(world.exact(instant_of(2024, 4, 16 + number, 9)))
        person = world.add_person(account)
        world.add_contact(
            person, instant_of(2024, 4, 16 + number, 10), source="OFFLINE", origin="INTEGRATION"
        )
        deal = sell(
            world,
            account,
            person,
            instant_of(2024, 5, 14, 10),
            instant_of(2024, 6, 11, 10),
            "won" if number else "lost",
        )
        # Its account is that of its person: nobody linked the company.
        deal.names_company = False
        world.awkward["deals_without_company"] += 1
        if deal.outcome == "won":
            new_contract(
                world,
                account,
                clock.day_number(2024, 6, 17),
                clock.day_number(2025, 6, 17),
                Decimal("5400.00"),
                "year",
            )
        world.awkward["deals_found_by_sales"] += 1


def two_deals_of_an_account(world: World) -> None:
    """One deal is lost while a colleague's is open: the account is not lost before the second."""
    account, first, _ = lead(world, instant_of(2024, 10, 7, 10))
    _, second, _ = lead(world, instant_of(2024, 10, 9, 10), account=account)
    sell(world, account, first, instant_of(2024, 10, 15, 10), instant_of(2024, 11, 19, 10), "lost")
    sell(
        world,
        account,
        second,
        instant_of(2024, 10, 17, 10),
        instant_of(2025, 1, 14, 10),
        "recycled",
        reason="not_now",
    )
    world.awkward["deals_lost_while_another_is_open"] += 1


def lost_while_customer(world: World) -> None:
    """A customer's second new-business deal is lost: they remain a customer."""
    account, person, _ = customer(world, instant_of(2024, 1, 23, 10), "199.90")
    sell(world, account, person, instant_of(2024, 9, 10, 10), instant_of(2024, 10, 15, 10), "lost")
    world.awkward["deals_lost_while_customer"] += 1


# ---------- the agreement


def only_the_old_agreement(world: World) -> None:
    """One white paper, or a free address, in August 2025: the first agreement's leads."""
    lead(world, instant_of(2025, 8, 5, 10), "white_paper_downloaded")
    _, person, _ = lead(world, instant_of(2025, 8, 19, 10), "demo_requested", alone=True)
    world.hand_off(person, instant_of(2025, 8, 19, 15))
    _, far, _ = lead(world, instant_of(2025, 9, 1, 10), "white_paper_downloaded")
    fill_form(world, far, far.deeds[0].at + 30 * DAY, "white_paper_downloaded")


def only_the_new_agreement(world: World) -> None:
    """Three looks at the prices in a fortnight, across the change of the agreement or after it."""
    for at in (instant_of(2025, 6, 24, 9), instant_of(2025, 9, 9, 9)):
        _, person, _ = lead(world, at, None)
        look_at_prices(world, person, at + HOUR, 3, 12)
    _, person, _ = lead(world, instant_of(2025, 11, 4, 9), "white_paper_downloaded")
    fill_form(world, person, instant_of(2025, 12, 2, 10), "white_paper_downloaded")
    world.hand_off(person, instant_of(2025, 12, 2, 11))


def around_the_change(world: World) -> None:
    """White papers in the last and in the first second of an agreement, in local time."""
    for at in (RULE_CHANGE - SECOND, RULE_CHANGE + SECOND):
        _, person, _ = lead(world, at - 3 * DAY, None)
        fill_form(world, person, world.exact(at), "white_paper_downloaded")
        world.awkward["leads_around_the_change"] += 1


def excluded_people(world: World) -> None:
    """Competitors by address and by account, employees, students, free addresses."""
    kinds = (
        ("rivalo.example", "competitor"),
        ("concurra.example", "competitor"),
        (DOMAIN, "employee"),
        (STUDENT_DOMAIN, "student"),
        ("gmail.com", "free_mail"),
    )
    for number, (domain, kind) in enumerate(kinds):
        for at in (instant_of(2024, 6, 3 + number, 10), instant_of(2025, 9, 15 + number, 10)):
            lead(world, at, "demo_requested", domain=domain, alone=True)
            world.awkward[f"excluded_{kind}"] += 1
    account, _, _ = lead(world, instant_of(2024, 11, 19, 10), "demo_requested")
    assert account is not None
    world.bill(account, instant_of(2024, 11, 5, 9))
    account.relation = "competitor"
    world.awkward["excluded_competitor"] += 1


def handed_over_too_early(world: World) -> None:
    """Hand-offs before any occurrence, without one, and of an excluded person."""
    _, early, _ = lead(world, instant_of(2024, 3, 19, 10), None)
    world.hand_off(early, instant_of(2024, 3, 20, 10))
    fill_form(world, early, instant_of(2024, 3, 21, 10), "demo_requested")
    _, never, _ = lead(world, instant_of(2025, 10, 14, 10), "white_paper_downloaded")
    world.hand_off(never, instant_of(2025, 10, 15, 10))
    _, rival, _ = lead(
        world, instant_of(2024, 4, 9, 10), "demo_requested", domain="rivalo.example", alone=True
    )
    world.hand_off(rival, instant_of(2024, 4, 9, 11))
    world.awkward["excluded_competitor"] += 1


def not_by_hand(world: World) -> None:
    """An import also writes OFFLINE, which is no entry by hand; a real one stands beside it."""
    account, _, _ = lead(world, instant_of(2024, 1, 30, 10), None)
    assert account is not None
    person = world.add_person(account)
    contact = world.add_contact(
        person, instant_of(2024, 1, 31, 10), source="OFFLINE", origin="IMPORT"
    )
    enter_by_hand(world, person, contact.created_at + 40 * DAY)
    world.awkward["offline_imports"] += 1


# ---------- time


def nights_of_clock_changes(world: World) -> None:
    """Leads and hand-offs in the hours that a clock change skips or repeats."""
    for year, month, day in ((2024, 3, 31), (2024, 10, 27), (2025, 3, 30), (2025, 10, 26)):
        midnight = instant_of(year, month, day)
        _, person, _ = lead(world, midnight + int(2.4 * HOUR), "demo_requested")
        world.hand_off(person, midnight + int(3.4 * HOUR))
        world.awkward["clock_changes_crossed"] += 1


def holidays(world: World) -> None:
    """Leads on public holidays."""
    for year, month, day in ((2024, 5, 8), (2024, 12, 25), (2025, 4, 21), (2026, 1, 1)):
        _, person, _ = lead(world, instant_of(year, month, day, 11.3), "contact_form_submitted")
        world.hand_off(person, instant_of(year, month, day, 11.4))
        work(world, person, instant_of(year, month, day, 11.5), 1)
        world.awkward["leads_on_holidays"] += 1


def ends_of_weeks_and_months(world: World) -> None:
    """Hand-offs on Sunday and Monday around local midnight, which UTC puts in one week."""
    for hours in (-0.6, 0.7):
        monday = instant_of(2024, 6, 10)
        _, person, _ = lead(world, monday - 2 * DAY, "demo_requested")
        world.hand_off(person, monday + int(hours * HOUR))
        world.awkward["hand_offs_around_midnight"] += 1


def called_late_in_the_night(world: World) -> None:
    """A lead comes at half past ten in the evening; the first call is two days later."""
    at = instant_of(2025, 1, 14, 22.5)
    account, person, contact = lead(world, at, "demo_requested")
    deed = world.hand_off(person, at + 5 * MINUTE)
    assert deed is not None
    world.engage(contact, account, "CALL", instant_of(2025, 1, 16, 16.8), deed.owner)
    erroneous = world.engage(contact, account, "NOTE", instant_of(2025, 1, 16, 17), deed.owner)
    assert erroneous is not None
    erroneous.is_deleted = True
    world.awkward["deleted_engagements"] += 1
    world.awkward["night_leads_called_late"] += 1


def just_before_as_of(world: World) -> None:
    """A lead, a hand-off and a won deal in the last hour that the run can see."""
    account, person, _ = lead(world, AS_OF - 55 * MINUTE, "demo_requested")
    assert account is not None
    world.hand_off(person, AS_OF - 30 * MINUTE)
    sell(world, account, person, AS_OF - 20 * MINUTE, AS_OF - 3 * MINUTE)
    new_contract(world, account, clock.day_number(2026, 7, 6), None, Decimal("350.00"), "month")
    world.awkward["contracts_not_yet_begun"] += 1


# ---------- deals


def merged_deals(world: World) -> None:
    """Two deals were merged; only the one merged away names the person."""
    for flagged in (True, False):
        account, person, _ = lead(world, instant_of(2024, 2, 13, 10))
        world.hand_off(person, instant_of(2024, 2, 13, 12))
        gone = sell(world, account, person, instant_of(2024, 2, 20, 10), None)
        kept = sell(
            world, account, None, instant_of(2024, 2, 27, 10), instant_of(2024, 4, 9, 10), "lost"
        )
        kept.people = list(gone.people)
        kept.merge_carries_people = True
        gone.merged_into, gone.is_deleted = kept, flagged
        world.awkward["merged_deals"] += 1


def deleted_deal(world: World) -> None:
    """A deal lost, then deleted: it never was."""
    account, person, _ = lead(world, instant_of(2024, 6, 25, 10))
    deal = sell(
        world, account, person, instant_of(2024, 7, 2, 10), instant_of(2024, 7, 30, 10), "lost"
    )
    deal.is_deleted = True
    world.awkward["deleted_deals"] += 1


def reopened_deal(world: World) -> None:
    """A deal lost, reopened and won: only its present state counts."""
    account, person, _ = lead(world, instant_of(2024, 9, 17, 10))
    assert account is not None
    deal = sell(world, account, person, instant_of(2024, 9, 24, 10), None)
    deal.stages.append((world.exact(instant_of(2024, 11, 5, 10)), "closedlost"))
    deal.stages.append((world.exact(instant_of(2024, 12, 3, 10)), "contractsent"))
    close_deal(world, deal, world.exact(instant_of(2025, 1, 7, 10)), "won")
    new_contract(world, account, clock.day_number(2025, 1, 13), None, Decimal("415.00"), "month")
    world.awkward["reopened_deals"] += 1


def poorly_kept_deals(world: World) -> None:
    """Deals without a contact, without a creation time, without a history of stages."""
    account = world.add_account(world.exact(instant_of(2024, 3, 5, 10)))
    sell(world, account, None, instant_of(2024, 3, 12, 10), instant_of(2024, 4, 16, 10), "lost")
    world.awkward["deals_without_contact"] += 1
    account, person, _ = customer(world, instant_of(2024, 2, 6, 10), "520.00", "quarter")
    renewal = sell(
        world,
        account,
        person,
        instant_of(2025, 1, 21, 10),
        instant_of(2025, 2, 18, 10),
        kind="renewal",
    )
    renewal.lacks_creation = True
    world.awkward["deals_without_creation"] += 1
    bare = sell(
        world,
        account,
        person,
        instant_of(2025, 6, 3, 10),
        instant_of(2025, 6, 24, 10),
        "lost",
        kind="upsell",
    )
    bare.lacks_stages = True
    other, buyer, _ = lead(world, instant_of(2025, 2, 4, 10))
    lost = sell(
        world, other, buyer, instant_of(2025, 2, 11, 10), instant_of(2025, 3, 11, 10), "lost"
    )
    lost.lacks_stages = True
    world.awkward["deals_without_stages"] += 2


# ---------- money


def every_kind_of_contract(world: World) -> None:
    """Two currencies, every billing period, overlaps, ends on the edges of months, open ends."""
    account, person, _ = customer(world, instant_of(2023, 9, 12, 10), "1000.00", "year")
    for product, price, period, currency in (
        ("Lumenia Trésorerie", "100.00", "quarter", "EUR"),
        ("Lumenia Services", "17.35", "week", "USD"),
    ):
        new_contract(
            world,
            account,
            clock.day_number(2024, 2, 15),
            clock.day_number(2025, 2, 15),
            Decimal(price),
            period,
            product=product,
            currency=currency,
        )
    world.awkward["accounts_with_two_currencies"] += 1
    serve(world, account, person, instant_of(2023, 11, 1), AS_OF)
    for ended_on in (
        clock.day_number(2024, 6, 1),
        clock.day_number(2024, 6, 30),
        clock.day_number(2024, 7, 1),
    ):
        customer(world, instant_of(2023, 12, 4, 10), "150.00", "month", ended_on)
    account, _, _ = customer(
        world, instant_of(2024, 1, 15, 10), "90.00", "month", clock.day_number(2025, 1, 1)
    )
    account.contracts[0].raw_currency = "eur"
    new_contract(
        world,
        account,
        clock.day_number(2024, 12, 15),
        None,
        Decimal("1200.00"),
        "year",
        previous=account.contracts[0],
    )
    world.awkward["currencies_in_lower_case"] += 1


def yearly_customer(world: World) -> None:
    """A customer with fixed terms, renewals and perhaps more, whatever the dice say."""
    account, person, _ = lead(world, instant_of(2023, 7, 18, 10))
    assert account is not None
    deal = sell(world, account, person, instant_of(2023, 7, 25, 10), instant_of(2023, 8, 29, 10))
    assert deal.closed_at is not None
    live(world, account, person, deal.closed_at)
    renewed, buyer, _ = customer(
        world, instant_of(2023, 8, 22, 10), "4200.00", "year", clock.day_number(2024, 9, 15)
    )
    sell(
        world,
        renewed,
        buyer,
        instant_of(2024, 7, 16, 10),
        instant_of(2024, 8, 27, 10),
        kind="renewal",
    )
    new_contract(
        world,
        renewed,
        clock.day_number(2024, 9, 15),
        None,
        Decimal("4500.00"),
        "year",
        previous=renewed.contracts[0],
    )


def customers_unknown_to_the_crm(world: World) -> None:
    """The billing system's own customers, and the subsidiary's."""
    for number in range(2):
        tell_unknown_customer(world, clock.day_number(2023, 8, 1 + number))
        tell_elsewhere(world, instant_of(2024, 2, 5 + number, 10))
        world.awkward["accounts_unknown_to_the_crm"] += 2


# ---------- referrals


def invitations(world: World) -> None:
    """Invitations that count, to oneself, to oneself elsewhere, and to someone already named."""
    account, host, contact = customer(world, instant_of(2023, 10, 3, 10), "260.00")
    other, second_host, _ = customer(world, instant_of(2023, 10, 5, 10), "270.00")
    alias = world.add_contact(host, instant_of(2024, 1, 9, 10))
    merge(world, alias, contact, instant_of(2024, 2, 1, 10))
    _, guest, record = lead(world, instant_of(2024, 5, 23, 10), "demo_requested")
    invite(
        world,
        account,
        host,
        guest,
        record.email,
        instant_of(2024, 5, 14, 10),
        instant_of(2024, 5, 23, 9),
    )
    invite(
        world,
        other,
        second_host,
        guest,
        record.email.upper(),
        instant_of(2024, 6, 4, 10),
        instant_of(2024, 6, 5, 10),
    )
    for address in (host.email or "", alias.email):
        invite(
            world,
            account,
            host,
            host,
            address,
            instant_of(2024, 7, 2, 10),
            instant_of(2024, 7, 3, 10),
        )
    invite(
        world, other, second_host, None, "nobody@ailleurs.example", instant_of(2025, 9, 2, 10), None
    )


def words(world: World) -> None:
    """A review just good enough, one just not, an angry one, and one of each other kind."""
    for rating, kind in (
        ("4.0", "review"),
        ("3.9", "review"),
        ("1.0", "review"),
        (None, "testimonial"),
        (None, "case_study"),
        (None, "reference_call"),
    ):
        account, person, _ = customer(world, instant_of(2023, 9, 5, 10), "180.00")
        for year in (2024, 2025) if kind != "case_study" else (2024,):
            speak(
                world,
                account,
                person,
                kind,
                instant_of(year, 9, 10, 10),
                instant_of(year, 9, 24, 10),
                Decimal(rating) if rating else None,
            )


CASES: tuple[Case, ...] = (
    merged_in_a_chain,
    merged_away_with_a_life,
    merged_without_a_log,
    changed_address,
    shared_address,
    known_by_address_alone,
    known_by_file_alone,
    deleted_people,
    deleted_company,
    erased_people,
    back_after_each_end,
    rejected_by_sales,
    found_by_sales,
    two_deals_of_an_account,
    lost_while_customer,
    only_the_old_agreement,
    only_the_new_agreement,
    around_the_change,
    excluded_people,
    handed_over_too_early,
    not_by_hand,
    nights_of_clock_changes,
    holidays,
    ends_of_weeks_and_months,
    called_late_in_the_night,
    just_before_as_of,
    merged_deals,
    deleted_deal,
    reopened_deal,
    poorly_kept_deals,
    every_kind_of_contract,
    yearly_customer,
    customers_unknown_to_the_crm,
    invitations,
    words,
)


def tell_awkward_cases(world: World) -> None:
    """Tell every case once."""
    for case in CASES:
        case(world)
