"""One shard of the company: simulated, judged and written, independently of all others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from demo import (
    customers,
    elsewhere,
    journeys,
    mail,
    mail_cases,
    onboarding,
    product,
    referrals,
    story,
    story_contracts,
    story_leads,
    story_newsletter,
    story_promises,
    story_sales,
    terms,
    web_cases,
)
from demo.clock import DAY
from demo.company import AS_OF, BEGIN, RULE_CHANGE
from demo.definitions.agreement import read_agreement
from demo.definitions.judgement import Judge, Truth
from demo.definitions.report import tables_of
from demo.dice import generator
from demo.model import Person
from demo.web import Visits
from demo.world import World
from demo.writers import files, hubspot, mailchimp
from demo.writers.tables import Tables, write_parquet

# Rows of the CRM and of the files that are an activity each.
ACTIVITY_TABLES = (
    "hubspot.contact_form_submission",
    "hubspot.engagement",
    "hubspot.ticket",
    "files.activities",
    "files.sales_feedback",
    "files.survey_responses",
    "files.invoices",
    "files.referral_invitations",
    "files.reviews",
)
BULK_TABLES = (
    "hubspot.email_event",
    "mailchimp.campaign_recipient",
    "mailchimp.campaign_recipient_activity",
    "mailchimp.unsubscribe",
    "files.product_events",
    "files.web_events",
)
DUPLICATED = (
    "files.activities",
    "files.invoices",
    "files.product_events",
    "hubspot.contact_form_submission",
    "hubspot.contact_property_history",
    "hubspot.email_event",
    "hubspot.engagement",
    "mailchimp.campaign_recipient_activity",
)

# Arrivals a day before the second agreement, compared with the mean of all days.
BUSIER_BEFORE = 1.09


@dataclass(frozen=True)
class Order:
    """What a shard is asked to be."""

    seed: int
    shard: int
    accounts: int
    loners: int
    activities: int
    landing: Path
    scratch: Path


@dataclass
class Delivery:
    """What came of a shard."""

    shard: int
    truth: Truth
    rejected: Counter[str]
    duplicates: Counter[str]
    activities: int
    visits: Path
    visit_groups: dict[str, int]
    truth_parts: dict[str, Path]


def make_shard(order: Order) -> Delivery:
    """Simulate a shard, write its rows, and return what is true of it."""
    agreement = read_agreement()
    world = World(order.seed, order.shard, agreement)
    populate(world, order)
    tables = Tables()
    hubspot.write_shard(world, tables)
    files.write_shard(world, tables)
    mailchimp.write_shard(world, tables)
    onboarding.survey_customers(world, tables)
    visits = Visits(world)
    core = sum(tables.count(name) for name in ACTIVITY_TABLES) + visits.remember()
    core += sum(deed.via == "crm" for person in world.people for deed in person.deeds)
    rest = max(order.activities - core, 120)
    rng = generator(order.seed, order.shard, 2)
    visits.wander(rng, int(rest * 0.33))
    product.use_product(world, tables, rng, int(rest * 0.17), int(rest * 0.02))
    mail.send_newsletters(world, tables, rng, int(rest * 0.18))
    mailing = mail.Mailing(world, tables, rng)
    mailing.tell()
    onboarding.use_at_first(world, tables)
    onboarding.Onboarding(world, tables).welcome()
    for _ in range(2):
        bulk = sum(tables.count(name) for name in BULK_TABLES)
        bulk += visits.activities() - visits.told
        mailing.send(rest - bulk)
    written = core + sum(tables.count(name) for name in BULK_TABLES)
    written += visits.activities() - visits.told
    for name in DUPLICATED:
        tables.repeat(name, 3)
    # These come on top of what was asked for: as few as they are, whatever the size.
    mail_cases.tell_mail_cases(world, tables)
    web_cases.tell_visits(world, visits, tables)
    tables.write(order.landing, order.shard)
    kept = order.scratch / f"visits-{order.shard:05d}.parquet"
    groups = visits.set_aside(kept)
    truth, rows = Judge(world, agreement).judge()
    truth.awkward.update(world.awkward)
    truth.awkward["superseded_versions"] += sum(tables.superseded.values())
    parts = {}
    for name, table in tables_of(rows).items():
        parts[name] = order.scratch / f"{name}-{order.shard:05d}.parquet"
        write_parquet(parts[name], table)
    return Delivery(
        shard=order.shard,
        truth=truth,
        rejected=tables.rejected_rows,
        duplicates=tables.exact_duplicates,
        activities=written,
        visits=kept,
        visit_groups=groups,
        truth_parts=parts,
    )


def populate(world: World, order: Order) -> None:
    """Tell every story of a shard: the awkward cases in the first, ordinary ones in all."""
    if order.shard == 0:
        story.tell_awkward_cases(world)
        story_leads.tell_cases_of_the_agreement(world)
        story_promises.tell_cases_of_promises(world)
        story_newsletter.tell_readers(world)
    for number in range(order.accounts):
        arrival = _arrival(number, order.accounts, world)
        if world.dice.chance(0.02):
            elsewhere.tell_elsewhere(world, arrival)
        else:
            journeys.tell(world, arrival)
    for number in range(order.loners):
        journeys.tell_alone(world, _arrival(number, order.loners, world))
    journeys.spread_the_word(world)
    journeys.subscribe_readers(world, 0.3)
    _forget_some(world)
    _delay_some(world)
    customers.tell_customers(world)
    referrals.settle_acts(world)
    terms.settle_terms(world)
    if order.shard == 0:
        story_sales.tell_cases_of_sales(world)
        story_contracts.tell_cases_of_contracts(world)


def _arrival(number: int, total: int, world: World) -> int:
    """Arrivals are spread over the years, each at random within its own share of the time.

    Since the second agreement marketing buys less: sales asked for fewer leads.
    """
    span = AS_OF - BEGIN - 12 * DAY
    first, last = (_share_of_time(place / total) for place in (number, number + 1))
    return world.arrival_between(BEGIN + int(span * first), BEGIN + int(span * last))


def _share_of_time(share_of_arrivals: float) -> float:
    """The share of the time in which a share of all arrivals has come."""
    change = (RULE_CHANGE - BEGIN) / (AS_OF - BEGIN)
    before = change * BUSIER_BEFORE
    if share_of_arrivals < before:
        return share_of_arrivals / BUSIER_BEFORE
    return change + (share_of_arrivals - before) * (1 - change) / (1 - before)


def _forget_some(world: World) -> None:
    """Some people without deals are deleted in the CRM, or ask to be erased."""
    dice = world.dice
    for person in world.people:
        if world.deals_of.get(person) or not person.contacts or person.erased_at is not None:
            continue
        roll = dice.roll()
        if roll < 0.008 and not person.members and len(person.contacts) == 1:
            person.contacts[0].is_deleted = True
            world.awkward["deleted_contacts"] += 1
        elif 0.008 <= roll < 0.012:
            _erase(world, person)
    for account in world.accounts:
        if not account.deals and account.billing_id is None and dice.chance(0.008):
            account.is_deleted = account.company_id is not None
            world.awkward["deleted_companies"] += account.is_deleted


def _erase(world: World, person: Person) -> None:
    last = max([deed.at for deed in person.deeds] + [person.known_at])
    last = max([last] + [e.at for e in world.engagements if e.contact in person.contacts])
    merged = max((contact.merged_at for contact in person.contacts), default=0)
    erased_at = world.exact(max(last, merged) + world.dice.whole(5, 60) * DAY)
    hosts = any(one.person is person for one in world.invitations)
    if erased_at < AS_OF - DAY and not hosts:
        person.erased_at = world.stamp(person, erased_at)
        world.awkward["erasure_requests"] += 1


def _delay_some(world: World) -> None:
    """Some rows reach the warehouse weeks after the event; some engagements are deleted."""
    dice = world.dice
    for person in world.people:
        for contact in person.contacts:
            if dice.chance(0.01):
                contact.sync_delay_days = dice.whole(8, 40)
                world.awkward["late_rows"] += 1
        for deed in person.deeds:
            if deed.recorded_after_days == 0 and dice.chance(0.008):
                deed.recorded_after_days = dice.whole(8, 35)
                world.awkward["late_rows"] += 1
        for record in person.file_contacts:
            record.is_superseded = dice.chance(0.1)
    for engagement in world.engagements:
        roll = dice.roll()
        if roll < 0.006 and not engagement.is_deleted:
            engagement.is_deleted = True
            world.awkward["deleted_engagements"] += 1
        engagement.is_late = 0.006 <= roll < 0.012
