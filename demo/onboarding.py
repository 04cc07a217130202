"""How new customers are introduced, what they do first, and how satisfied they say they are.

Written in bulk beside the stories: none of it moves anybody. All draws are its own.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from demo import clock
from demo.clock import DAY, HOUR, MINUTE, SECOND, day_number
from demo.company import AS_OF, BEGIN, LAST_DAY, SYNC_DELAY
from demo.customers import Customer, customers_of
from demo.dice import Dice, generator
from demo.mail import Mailing
from demo.recording import exported
from demo.world import World
from demo.writers.tables import Row, Tables

PURPOSE = 33
ONBOARDING_DAYS, ACTIVATION_DAYS = 60, 30
# A text is looked for in the name without regard to case.
CAMPAIGNS = {
    250_000_001: "Onboarding 1 : vos premiers pas",
    250_000_002: "Onboarding 2 : vos relances",
    250_000_003: "ONBOARDING 3 : votre équipe",
}
# Days on which customers are asked how likely they are to recommend the company, and the share.
WAVES = (
    (day_number(2024, 4, 9), 0.25),
    (day_number(2024, 11, 5), 0.7),
    (day_number(2025, 6, 10), 0.8),
    (day_number(2026, 2, 3), 0.8),
    (day_number(2026, 4, 14), 0.5),
)
SCORES = ((10, 26.0), (9, 20.0), (8, 18.0), (7, 12.0), (6, 10.0), (4, 8.0), (0, 6.0))


def write_reference(tables: Tables) -> None:
    """The e-mails that introduce the product."""
    for campaign, name in CAMPAIGNS.items():
        tables.add(
            "hubspot.email_campaign",
            id=campaign,
            app_id=113,
            app_name="AutomationEmail",
            content_id=950_000 + campaign % 10,
            name=name,
            subject=name.partition(" : ")[2].capitalize(),
            type="AUTOMATED_EMAIL",
            sub_type="AUTOMATION",
            num_included=0,
            num_queued=0,
            _fivetran_synced=BEGIN + SYNC_DELAY,
        )


# ---------- e-mails


class Onboarding(Mailing):
    """The e-mails that introduce the product to a new customer, a week apart."""

    def __init__(self, world: World, tables: Tables) -> None:
        super().__init__(world, tables, generator(world.seed, world.shard, PURPOSE))
        self._prefix = f"{world.shard:08x}-e003-4000-8000-"
        self._dice = Dice(world.seed, world.shard, PURPOSE + 1)

    def welcome(self) -> None:
        """Write to some customers; of some every e-mail is opened in time, of others not."""
        emails: list[str] = []
        campaigns: list[int] = []
        sent: list[int] = []
        human: list[tuple[int, int]] = []
        machine: list[tuple[int, int]] = []
        for number, customer in enumerate(customers_of(self._world)):
            way = self._dice.weighted(
                [("all", 40.0), ("machine", 20.0), ("two", 20.0), ("late", 15.0), ("none", 5.0)]
            )
            if number > 5 and self._dice.chance(0.45):
                continue
            for place, campaign in enumerate(CAMPAIGNS):
                start = customer.first.started_on
                at = clock.at(start + 1 + 7 * place, 9 + self._dice.roll())
                opened_at = at + int(self._dice.between(0.1, 40) * HOUR)
                if place == 2 and way == "late":
                    opened_at = clock.at(start + ONBOARDING_DAYS, self._dice.between(0, 9))
                message = len(sent)
                emails.append(customer.person.email or "")
                campaigns.append(campaign)
                sent.append(at)
                if way == "none" or (place == 2 and way == "two"):
                    continue
                opens = machine if place == 1 and way == "machine" else human
                opens.append((message, opened_at))
        if sent:
            self._emails = pa.array(emails)
            self._prepare(np.array(sent), np.full(len(sent), AS_OF))
            self._campaign = np.array(campaigns)
            self._write("SENT", np.arange(len(sent)), self._sent)
            self._write("DELIVERED", np.arange(len(sent)), self._sent + 12 * SECOND)
            for opens, is_machine in ((human, False), (machine, True)):
                index = np.array([message for message, _ in opens], dtype=np.int64)
                at_instants = np.array([at for _, at in opens], dtype=np.int64)
                self._write("OPEN", index, at_instants, machine=is_machine)


# ---------- first successes


def use_at_first(world: World, tables: Tables) -> None:
    """First invoices within and after the days of activation, by named people and by nobody."""
    dice = Dice(world.seed, world.shard, PURPOSE + 2)
    rows: list[Row] = []
    for number, customer in enumerate(customers_of(world)):
        wait = dice.weighted(
            [
                (dice.whole(0, ACTIVATION_DAYS - 2), 45.0),
                (ACTIVATION_DAYS - 1, 10.0),
                (ACTIVATION_DAYS, 15.0),
                (dice.whole(40, 200), 15.0),
                (None, 15.0),
            ]
        )
        if wait is not None:
            rows.append(_use(world, dice, customer, "invoice_created", wait, number))
        if dice.chance(0.3):
            rows.append(_use(world, dice, customer, "login", dice.whole(0, 9), number))
    rows = [row for row in rows if row["occurred_at"] < AS_OF - MINUTE]
    names = ("event_id", "company_id", "contact_id", "email", "product", "event_name")
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in names}
    for name in ("occurred_at", "recorded_at"):
        columns[name] = pa.array([row[name] for row in rows], pa.int64())
    tables.add_bulk("files.product_events", columns, len(rows))


def _use(world: World, dice: Dice, customer: Customer, event: str, wait: int, number: int) -> Row:
    at = clock.at(customer.first.started_on + wait, dice.between(0.2, 23.8))
    account, person = customer.account, customer.person
    is_nobodys = number % 3 == 0
    by_record = bool(person.file_contacts) and not is_nobodys
    return {
        "event_id": f"PF-{world.number('first_use')}",
        # Where the company is not named the person's is meant.
        "company_id": None if number % 3 == 2 else account.billing_id,
        "contact_id": person.file_contacts[0].contact_id if by_record else None,
        "email": None if is_nobodys or by_record else person.email,
        "product": customer.first.product,
        "event_name": event,
        "occurred_at": at,
        "recorded_at": exported(at),
    }


# ---------- surveys


def survey_customers(world: World, tables: Tables) -> None:
    """Waves of questions to customers, some of whom answer, some twice, some off the scale."""
    dice = Dice(world.seed, world.shard, PURPOSE + 3)
    customers = customers_of(world)
    for wave, (day, share) in enumerate(WAVES):
        for number, customer in enumerate(customers):
            score = dice.weighted(SCORES)
            is_asked, is_answered, is_again = dice.chance(share), dice.chance(0.6), dice.chance(0.2)
            runs = customer.first.started_on < day <= customer.last_day
            if not runs or not is_asked:
                continue
            values = _survey(world, dice, customer, day, "nps", score if is_answered else None)
            tables.add("files.survey_responses", **values)
            if is_answered and is_again:
                # The latest answer of ninety days counts, and it may be another.
                again = _survey(world, dice, customer, day + 40, "nps", dice.weighted(SCORES))
                tables.add("files.survey_responses", **again)
                world.awkward["surveys_answered_twice"] += 1
            if number % 4 == wave % 4:
                score = dice.whole(1, 5)
                also = _survey(world, dice, customer, day + 9, "csat", score)
                tables.add("files.survey_responses", **also)
    if world.shard == 0 and customers:
        _write_odd_answers(world, tables, dice, customers)


def _survey(
    world: World, dice: Dice, customer: Customer, day: int, kind: str, score: int | None
) -> Row:
    sent_at = clock.at(day, dice.between(9, 17))
    answered_at = sent_at + int(dice.between(0.05, 20) * DAY)
    is_answered = score is not None and answered_at < AS_OF - MINUTE
    return {
        "response_id": world.code("SRV", "survey"),
        "survey": f"{kind.upper()} {clock.date_of(day).year}",
        "kind": kind,
        "email": customer.person.email,
        "company_id": customer.account.billing_id,
        "score": score if is_answered else None,
        "sent_at": sent_at,
        "answered_at": answered_at if is_answered else None,
        "recorded_at": exported(answered_at if is_answered else sent_at),
    }


def _write_odd_answers(world: World, tables: Tables, dice: Dice, customers: list[Customer]) -> None:
    """Answers by nobody, without a score, off the scale, or never asked for."""
    day = LAST_DAY - 60
    odd: tuple[Row, ...] = (
        {"email": None},
        {"score": None},
        {"score": 11},
        {"sent_at": None},
        {"company_id": None},
        {"kind": "csat", "score": 0},
    )
    for number, one in enumerate(odd):
        customer = customers[number % len(customers)]
        values = _survey(world, dice, customer, day, "nps", 9)
        odd_one = {**values, **one}
        is_on_scale = odd_one["score"] is None or 1 <= odd_one["score"] <= 10
        add = tables.add if is_on_scale else tables.add_rejected
        add("files.survey_responses", **odd_one)
        world.awkward["odd_answers"] += 1
