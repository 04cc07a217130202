"""Use of the product: who uses it, and how soon a new account has its first success."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from tests.oracle.customers import Company
from tests.oracle.landed import DAY, configuration, day_of, median, months
from tests.oracle.numbers import Key, Number

ACTIVATION_DAYS = timedelta(days=30)
WINDOW = 28
METRICS = (
    "daily_active_users",
    "monthly_active_users",
    "stickiness",
    "product_users",
    "product_activation_rate",
    "days_to_first_success_median",
    "first_success_share",
)


class Use(NamedTuple):
    """An event of the product."""

    event: str
    day: date
    person: int | None
    account: int | None


def uses(company: Company) -> list[Use]:
    """The events of the product before as_of."""
    found = []
    for _, contact, email, company_id, event, at in company.files.rows(
        "files/product_events",
        *("event_id", "contact_id", "email", "company_id", "event_name", "occurred_at"),
    ):
        if at is not None and at < company.as_of:
            person = company.person(contact, email)
            account = company.account(company_id, person)
            found.append(Use(event, day_of(at), person, account))
    return found


def product_use(company: Company) -> dict[Key, Number]:
    """All numbers of the use of the product."""
    every = uses(company)
    return {**_active_users(company, every), **_first_successes(company, every)}


def _key(metric: str, month: date) -> Key:
    return Key(metric, "month", month, "all", "all")


def _names(column: str) -> set[str]:
    return {row["event_name"] for row in configuration("product_events") if row[column] == "true"}


def _active_users(company: Company, every: list[Use]) -> dict[Key, Number]:
    meaningful = _names("is_meaningful")
    people: dict[date, set[int]] = {}
    for use in every:
        if use.event in meaningful and use.person is not None:
            people.setdefault(use.day, set()).add(use.person)
    numbers: dict[Key, Number] = {}
    for month in months(min(people), company.last_day) if people else ():
        last = company.snapshot(month)
        days = [month + DAY * number for number in range((last - month).days + 1)]
        person_days = sum(len(people.get(day, ())) for day in days)
        if person_days:
            number = Number(Decimal(person_days), Decimal(len(days)))
            numbers[_key("daily_active_users", month)] = number
        window = [last - DAY * number for number in range(WINDOW)]
        active = set().union(*(people.get(day, set()) for day in window))
        if active:
            numbers[_key("monthly_active_users", month)] = Number(Decimal(len(active)))
            used = sum(len(people.get(day, ())) for day in window)
            numbers[_key("stickiness", month)] = Number(
                Decimal(used), Decimal(WINDOW * len(active))
            )
        known = set().union(*(them for day, them in people.items() if day <= last))
        numbers[_key("product_users", month)] = Number(Decimal(len(known)))
    return numbers


def _first_successes(company: Company, every: list[Use]) -> dict[Key, Number]:
    activating = _names("is_activation")
    successes: dict[int, list[date]] = {}
    for use in every:
        if use.event in activating and use.account is not None:
            successes.setdefault(use.account, []).append(use.day)
    numbers: dict[Key, Number] = {}
    for month, contracts in company.new_accounts().items():
        accounts, waits = Decimal(len(contracts)), []
        for contract in contracts:
            after = [
                day for day in successes.get(contract.account, ()) if day >= contract.started_on
            ]
            if after:
                waits.append(min(after) - contract.started_on)
        activated = Decimal(sum(wait < ACTIVATION_DAYS for wait in waits))
        numbers[_key("product_activation_rate", month)] = Number(activated, accounts)
        numbers[_key("first_success_share", month)] = Number(Decimal(len(waits)), accounts)
        if waits:
            days = median([Decimal(wait.days) for wait in waits])
            key = _key("days_to_first_success_median", month)
            numbers[key] = Number(days, Decimal(len(waits)))
    return numbers
