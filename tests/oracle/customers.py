"""Who is who in a company, who is a customer when, and what a month's last day is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import duckdb

from tests.oracle.landed import DAY, Files, address, day_of, month_of, months, next_month

Native = tuple[str, str]


@dataclass(frozen=True)
class Identity:
    """Which native id is which person or account, as the marts say: compared elsewhere."""

    people: Mapping[Native, int]
    accounts: Mapping[Native, int]
    account_of: Mapping[int, int]
    channel_of: Mapping[int, str]


def identity_of(connection: duckdb.DuckDBPyConnection) -> Identity:
    """Who is who in a warehouse."""
    links = "select source_system, native_id, {0}_key from marts.{0}_links"
    people, accounts = (
        {(system, native): key for system, native, key in connection.execute(query).fetchall()}
        for query in (links.format("person"), links.format("account"))
    )
    persons = connection.execute(
        "select person_key, account_key, source_channel from marts.dim_person"
    ).fetchall()
    return Identity(
        people,
        accounts,
        {person: account for person, account, _ in persons if account is not None},
        {person: channel for person, _, channel in persons},
    )


@dataclass(frozen=True)
class Contract:
    """A contract with a price, of an account."""

    contract_id: str
    account: int
    product: str | None
    started_on: date
    ended_on: date | None
    previous: str | None
    recorded_at: datetime | None

    def runs(self, day: date) -> bool:
        """Whether it runs on a day."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


class Company:
    """The landing of a company, who is who in it, and the instant from which it is looked at."""

    def __init__(self, folder: Path, identity: Identity, as_of: datetime) -> None:
        self.files = Files(folder)
        self.identity = identity
        self.as_of = as_of
        self.last_day = day_of(as_of) - DAY

    def person(self, contact_id: str | None, email: str | None) -> int | None:
        """The person whom a row of the files names."""
        people = self.identity.people
        by_id = people.get(("files", contact_id)) if contact_id else None
        if by_id is not None and contact_id in self._known_ids:
            return by_id
        native = ("email", address(email) or "")
        return people.get(native, self._erased_addresses.get(native, by_id))

    @cached_property
    def _known_ids(self) -> set[str]:
        """The contact ids that have a row of their own."""
        return {row[0] for row in self.files.rows("files/contacts", "contact_id")}

    @cached_property
    def _erased_addresses(self) -> dict[Native, int]:
        """The addresses of people, which the marts forget when somebody is erased."""
        held = [
            *(
                ("hubspot", *row)
                for row in self.files.rows("hubspot/contact", "id", "property_email")
            ),
            *(
                ("hubspot", contact, value)
                for contact, name, value in self.files.rows(
                    "hubspot/contact_property_history", "contact_id", "name", "value"
                )
                if name == "email"
            ),
            *(
                ("mailchimp", *row)
                for row in self.files.rows("mailchimp/member", "id", "email_address")
            ),
            *(("files", *row) for row in self.files.rows("files/contacts", "contact_id", "email")),
        ]
        addresses: dict[Native, int] = {}
        for system, record, email in sorted(held, key=str):
            person = self.identity.people.get((system, str(record)))
            if person is not None and address(email):
                addresses.setdefault(("email", address(email) or ""), person)
        return addresses

    def account(self, company_id: str | None, person: int | None) -> int | None:
        """The account that a row of the files names, else that of a person."""
        named = self.identity.accounts.get(("files", company_id)) if company_id else None
        return named if named is not None else self.account_of(person)

    def account_of(self, person: int | None) -> int | None:
        """The account of a person."""
        return None if person is None else self.identity.account_of.get(person)

    @cached_property
    def contracts(self) -> list[Contract]:
        """All contracts with a price that run at all; a trial makes no customer of anybody."""
        rows = self.files.latest(
            "files/contracts",
            ("contract_id",),
            "recorded_at",
            *("company_id", "product", "started_on", "ended_on", "price", "billing_period"),
            *("currency", "previous_contract_id"),
        )
        found = []
        for row in rows:
            account = self.account(row["company_id"], None)
            is_whole = all(row[name] is not None for name in ("started_on", "price"))
            is_read = row["billing_period"] in ("week", "month", "quarter", "year")
            is_read = is_read and len(row["currency"] or "") == 3
            is_read = is_read and (row["ended_on"] or date.max) > (row["started_on"] or date.min)
            if account is not None and is_whole and is_read and row["price"]:
                found.append(
                    Contract(
                        row["contract_id"],
                        account,
                        row["product"],
                        row["started_on"],
                        row["ended_on"],
                        row["previous_contract_id"],
                        row["recorded_at"],
                    )
                )
        return found

    @cached_property
    def first_contracts(self) -> dict[int, Contract]:
        """The first contract of each account, if it has begun."""
        first: dict[int, Contract] = {}
        for one in sorted(self.contracts, key=lambda one: (one.started_on, one.contract_id)):
            if one.started_on <= self.last_day:
                first.setdefault(one.account, one)
        return first

    @cached_property
    def months(self) -> list[date]:
        """The months from that of the first contract of all on."""
        starts = [one.started_on for one in self.first_contracts.values()]
        return list(months(min(starts), self.last_day)) if starts else []

    def snapshot(self, month: date) -> date:
        """The last day of a month, or the last day before as_of."""
        return min(next_month(month) - DAY, self.last_day)

    @cached_property
    def _active(self) -> dict[date, set[int]]:
        return {}

    def active(self, day: date) -> set[int]:
        """The accounts that are customers on a day."""
        if day not in self._active:
            self._active[day] = {one.account for one in self.contracts if one.runs(day)}
        return self._active[day]

    def active_at_end(self, month: date) -> set[int]:
        """The accounts that are customers on a month's snapshot day."""
        return self.active(self.snapshot(month))

    def active_at_start(self, month: date) -> set[int]:
        """The accounts that were customers on the day before a month."""
        return self.active(month - DAY)

    def new_accounts(self) -> dict[date, list[Contract]]:
        """The first contracts that started in each month."""
        by_month: dict[date, list[Contract]] = {}
        for contract in self.first_contracts.values():
            by_month.setdefault(month_of(contract.started_on), []).append(contract)
        return by_month
