"""Reads what revenue is counted from: the files of a landing and the configuration's CSVs.

Who is who comes from the warehouse (links, the account of a person, the channel of a person); the
qualified leads, the hand-offs and the ends of cycles come from the company's truth.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from orchestration.lib.settings import PROJECT
from tests.integration import newsletter_oracle
from tests.integration.newsletter_oracle import Instant, Landing, Native
from tests.oracle import sales_landing
from tests.oracle.books import Books, Contract, Cost, Invoice, Lead, Pause, Share
from tests.oracle.sales_truth import deals_of_cycles, read_company

ZONE = ZoneInfo("Europe/Paris")
UNATTRIBUTED = "unattributed"
PERIODS = ("week", "month", "quarter", "year")
KINDS = ("recurring", "one_off", "refund")
REASONS = ("voluntary", "involuntary")
CATEGORIES = ("media", "tool", "people", "event", "other")


@dataclass(frozen=True)
class Who:
    """Who is who, as the warehouse says."""

    people: Mapping[Native, int]
    accounts: Mapping[Native, int]
    account_of: Mapping[int, int]
    channel_of: Mapping[int, str]

    @classmethod
    def read(cls, warehouse: Path) -> Who:
        """The links and people of a warehouse."""
        with duckdb.connect(str(warehouse), read_only=True) as connection:

            def rows(query: str) -> list[tuple[Any, ...]]:
                return connection.execute(query).fetchall()

            links = "select source_system, native_id, {0}_key from marts.{0}_links"
            people = rows("select person_key, account_key, source_channel from marts.dim_person")
            return cls(
                {(system, number): key for system, number, key in rows(links.format("person"))},
                {(system, number): key for system, number, key in rows(links.format("account"))},
                {person: account for person, account, _ in people if account is not None},
                {person: channel or "unknown" for person, _, channel in people},
            )


def read_books(landing: Path, warehouse: Path, truth: Path) -> Books:
    """Everything that revenue is counted from, of one company."""
    text = (landing / "landed_at.txt").read_text(encoding="utf-8").strip()
    as_of = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
    who, files = Who.read(warehouse), Landing(landing)
    contracts = list(_contracts(files, who))
    # A trial too has a product; nothing is invoiced for it.
    products = {one.contract_id: one.product for one in contracts}
    won = _cycles_won(landing, truth, who, as_of.replace(tzinfo=None))
    leads = list(_leads(truth, who, won))
    books = Books(
        as_of=business_day(as_of),
        contracts=contracts,
        invoices=list(_invoices(files, who, products)),
        costs=[*_landed_costs(files), *_google(files), *_facebook(files)],
        tickets=list(_tickets(files, who)),
        leads=[lead for lead, _ in leads],
        deliveries=list(_deliveries(truth, who, leads)),
        rates=_rates(files),
        goods=_shares("reference/cost_of_goods", "product", "share_of_revenue"),
        services=_shares("reference/service_costs", "service", "unit_cost"),
        scopes={
            (row["scope"], row["category"], row["team"]) for row in _csv("reference/cost_scopes")
        },
        paths=[(row["from_product"], row["to_product"]) for row in _csv("agreement/upsell_paths")],
    )
    books.influenced = _influenced(files, who, books, as_of.replace(tzinfo=None))
    return books


def business_day(instant: Instant) -> date:
    """The day of an instant in the business zone; one without a zone is UTC."""
    known = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return known.astimezone(ZONE).date()


def _csv(name: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _shares(name: str, key: str, value: str) -> list[Share]:
    return [
        Share(
            row[key],
            Decimal(row[value]),
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in _csv(name)
    ]


def _latest(
    files: Landing, table: str, columns: str, keys: int = 1, by: str = "recorded_at"
) -> list[tuple[Any, ...]]:
    """The rows of a table, of each key (its first columns) the one recorded last."""
    names = f"{columns}, {by}"
    newest: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in files.rows(table, names):
        former = newest.get(row[:keys])
        if former is None or (row[-1] is not None and (former[-1] is None or row[-1] > former[-1])):
            newest[row[:keys]] = row
    return [row[:-1] for row in newest.values()]


def _currency(text: str | None) -> str | None:
    is_code = text is not None and len(text) == 3 and text.isascii() and text.isalpha()
    return text.upper() if text is not None and is_code else None


def _contracts(files: Landing, who: Who) -> Iterator[Contract]:
    pauses: dict[str, list[Pause]] = {}
    for contract, paused_on, resumed_on in _latest(
        files, "files/contract_pauses", "contract_id, paused_on, resumed_on", 2
    ):
        pauses.setdefault(contract, []).append(Pause(paused_on, resumed_on))
    for (
        contract, company, product, started_on, ended_on, price, period, interval, discount, until,
        raw_currency, previous, reason,
    ) in _latest(
        files,
        "files/contracts",
        """
        contract_id, company_id, product, started_on, ended_on, price, billing_period,
        billing_interval, discount, discount_until, currency, previous_contract_id, end_reason
        """,
    ):  # fmt: skip
        account, currency = who.accounts.get(("files", str(company))), _currency(raw_currency)
        is_complete = started_on is not None and price is not None and period in PERIODS
        is_known = reason is None or reason in REASONS
        if is_complete and is_known and account is not None and currency is not None:
            yield Contract(
                contract, account, started_on, ended_on, price, period, currency, product,
                previous, interval or 1, discount, until, reason, tuple(pauses.get(contract, ())),
            )  # fmt: skip


def _invoices(files: Landing, who: Who, products: Mapping[str, str | None]) -> Iterator[Invoice]:
    for number, company, contract, kind, issued_on, amount, raw_currency, refunds in _latest(
        files,
        "files/invoices",
        """
        invoice_id, company_id, contract_id, kind, issued_on, amount, currency, refunds_invoice_id
        """,
    ):
        account, currency = who.accounts.get(("files", str(company))), _currency(raw_currency)
        is_complete = issued_on is not None and amount is not None
        is_known = kind is None or kind in KINDS
        if is_complete and is_known and account is not None and currency is not None:
            product = products.get(contract)
            yield Invoice(number, account, kind, issued_on, amount, currency, product, refunds)


def _code(word: str | None) -> str:
    """A channel as lists spell it."""
    return "_".join(re.split(r"[ _-]+", (word or "").strip().lower()))


def _landed_costs(files: Landing) -> Iterator[Cost]:
    for _, day, category, team, channel, amount, raw_currency in files.rows(
        "files/costs", "cost_id, incurred_on, category, team, channel, amount, currency"
    ):
        currency = _currency(raw_currency)
        if category in CATEGORIES and None not in (day, amount, currency):
            yield Cost(day, category, team, _code(channel) or UNATTRIBUTED, amount, str(currency))


def _google(files: Landing) -> Iterator[Cost]:
    currencies = dict(files.rows("google_ads/account_history", "id, currency_code"))
    days: dict[tuple[int, int, date], int] = {}
    for _, customer, campaign, day, micros in _latest(
        files,
        "google_ads/campaign_stats",
        "_fivetran_id, customer_id, id, date, cost_micros",
        by="_fivetran_synced",
    ):
        key = (customer, campaign, day)
        days[key] = days.get(key, 0) + (micros or 0)
    for (customer, _, day), micros in days.items():
        amount = Decimal(micros) / 1_000_000
        yield Cost(day, "media", "marketing", "paid_search", amount, currencies[customer])


def _facebook(files: Landing) -> Iterator[Cost]:
    currencies = dict(files.rows("facebook_ads/account_history", "id, currency"))
    campaigns = dict(files.rows("facebook_ads/ad_history", "id, campaign_id"))
    days: dict[tuple[int, int, date], Decimal] = {}
    for ad, day, account, spend in _latest(
        files, "facebook_ads/basic_ad", "ad_id, date, account_id, spend", 2, by="_fivetran_synced"
    ):
        key = (account, campaigns[int(ad)], day)
        days[key] = days.get(key, Decimal(0)) + Decimal(str(spend or 0))
    for (account, _, day), amount in days.items():
        yield Cost(day, "media", "marketing", "paid_social", amount, currencies[account])


def _rates(files: Landing) -> dict[str, dict[date, Decimal]]:
    rates: dict[str, dict[date, Decimal]] = {}
    for day, source, target, rate in files.rows(
        "files/exchange_rates", "date, from_currency, to_currency, rate"
    ):
        if target == "EUR" and rate is not None:
            rates.setdefault(source.upper(), {})[day] = rate
    return rates


def _tickets(files: Landing, who: Who) -> Iterator[tuple[int, date]]:
    companies: dict[int, list[int]] = {}
    for ticket, company in files.rows("hubspot/ticket_company", "ticket_id, company_id"):
        companies.setdefault(ticket, []).append(company)
    contacts: dict[int, list[int]] = {}
    for ticket, contact in files.rows("hubspot/ticket_contact", "ticket_id, contact_id"):
        contacts.setdefault(ticket, []).append(contact)
    for ticket, created_at, is_deleted, is_gone in _latest(
        files,
        "hubspot/ticket",
        "id, property_createdate, is_deleted, _fivetran_deleted",
        by="_fivetran_synced",
    ):
        known = sorted(
            company
            for company in companies.get(ticket, ())
            if ("hubspot", str(company)) in who.accounts
        )
        account = who.accounts["hubspot", str(known[0])] if known else None
        if account is None and ticket in contacts:
            person = who.people.get(("hubspot", str(min(contacts[ticket]))))
            account = who.account_of.get(person) if person is not None else None
        if account is not None and created_at is not None and not is_deleted and not is_gone:
            yield account, business_day(created_at)


# ---------- what the company's truth says


def _truth(truth: Path, table: str, columns: str) -> list[tuple[Any, ...]]:
    query = f"select {columns} from read_parquet('{truth}/{table}.parquet')"
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def _cycles_won(landing: Path, truth: Path, who: Who, as_of: Instant) -> set[tuple[int, int]]:
    """The people's cycles whose deal was won."""
    known = read_company(truth, who.people, who.channel_of, as_of)
    deals = sales_landing.deals(
        sales_landing.Landing(landing), sales_landing.People(who.people), as_of
    )
    cycles = deals_of_cycles(known, deals)
    return {cycle for cycle, own in cycles.items() if own[0].outcome == "won"}


def _leads(
    truth: Path, who: Who, won: set[tuple[int, int]]
) -> Iterator[tuple[Lead, tuple[int, int]]]:
    """The qualified leads, with their person and cycle."""
    for system, number, cycle, qualified_at, team in _truth(
        truth, "qualified_leads", "native_system, native_id, cycle_no, qualified_at, origin_team"
    ):
        person = who.people[system, number]
        lead = Lead(
            order=(qualified_at, person),
            qualified_on=business_day(qualified_at),
            account=who.account_of.get(person),
            channel=who.channel_of[person],
            origin=team,
            is_won=(person, cycle) in won,
        )
        yield lead, (person, cycle)


def _deliveries(
    truth: Path, who: Who, found: list[tuple[Lead, tuple[int, int]]]
) -> Iterator[tuple[date, str]]:
    """The hand-offs that count: after a qualified lead of the cycle, which is marketing's."""
    leads = {key: lead for lead, key in found if lead.origin == "marketing"}
    for system, number, cycle, handed_off_at in _truth(
        truth, "responses", "native_system, native_id, cycle_no, handed_off_at"
    ):
        person = who.people[system, number]
        lead = leads.get((person, cycle))
        if lead is not None and lead.order <= (handed_off_at, person):
            yield business_day(handed_off_at), lead.channel


def _influenced(files: Landing, who: Who, books: Books, as_of: Instant) -> set[int]:
    """The accounts one of whose people did something inbound before the first contract started."""
    inbound = newsletter_oracle.inbound_activities()
    earliest: dict[int, Instant] = {}
    for act in newsletter_oracle.acts(files, who.people):
        person = who.people.get(act.native)
        account = who.account_of.get(person) if person is not None else None
        if account is not None and act.activity in inbound and act.at < as_of:
            earliest[account] = min(act.at, earliest.get(account, act.at))
    starts = {
        account: datetime(*contract.started_on.timetuple()[:3], tzinfo=ZONE)
        for account, contract in books.first_contracts().items()
    }
    return {
        account
        for account, at in earliest.items()
        if account in starts and at.replace(tzinfo=UTC) < starts[account]
    }
