"""What the simulation remembers: people, accounts and what they did.

These are the company's own facts. The writers turn them into raw rows as each tool would hold
them; the truth is computed from them and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(slots=True)
class Change:
    """A value that a property of a record of the CRM took. An empty one is no value."""

    at: int
    name: str
    value: str
    source: str = "FORM"
    recorded_after_days: int = 0


@dataclass(slots=True)
class Note:
    """A value of an attribute that a tool outside the CRM noted, of a person or a company."""

    value_id: str
    attribute: str
    value: str
    changed_at: int
    recorded_at: int
    contact_id: str | None = None
    email: str | None = None
    company_id: str | None = None


@dataclass(slots=True, eq=False)
class Contact:
    """A contact of the CRM. Several may be one person."""

    contact_id: int
    email: str
    created_at: int
    first_name: str
    last_name: str
    source: str
    source_detail: str
    job: str = ""
    country: str = "France"
    origin: str = "FORM"
    former_emails: list[tuple[int, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    merged_into: Contact | None = None
    merged_at: int = 0
    merge_is_logged: bool = True
    is_deleted: bool = False
    sync_delay_days: int = 0


@dataclass(slots=True, eq=False)
class Member:
    """A member of the newsletter's list."""

    member_id: str
    email: str
    signed_up_at: int
    status: str = "subscribed"


@dataclass(slots=True, eq=False)
class FileContact:
    """A person in the export of a tool that no connector covers."""

    contact_id: str
    email: str | None
    created_at: int
    first_name: str
    last_name: str
    source: str = "event"
    source_detail: str = ""
    is_deleted: bool = False
    is_superseded: bool = False


@dataclass(slots=True)
class Deed:
    """Something that a person did or had done to them. `via` says which tool holds it."""

    at: int
    name: str
    via: str
    contact: Contact | None = None
    detail: str = ""
    owner: int = 0
    recorded_after_days: int = 0


@dataclass(slots=True, eq=False)
class Person:
    """Someone, whatever the number of records that tools hold of them."""

    account: Account | None
    contacts: list[Contact] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    file_contacts: list[FileContact] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    erased_at: int | None = None
    first_name: str = ""
    last_name: str = ""

    @property
    def survivor(self) -> Contact | None:
        """The contact into which all others were merged."""
        for contact in self.contacts:
            if contact.merged_into is None:
                return contact
        return None

    @property
    def email(self) -> str | None:
        """The address by which the company writes to them today."""
        if self.survivor is not None:
            return self.survivor.email or None
        for member in self.members:
            return member.email
        for record in self.file_contacts:
            if record.email:
                return record.email
        return None

    @property
    def native_id(self) -> tuple[str, str]:
        """The system and id under which the company knows them."""
        if self.survivor is not None:
            return ("hubspot", str(self.survivor.contact_id))
        if self.email is not None:
            return ("email", self.email)
        return ("files", self.file_contacts[0].contact_id)

    @property
    def known_at(self) -> int:
        """The earliest creation of any of their records."""
        return min(
            [contact.created_at for contact in self.contacts]
            + [member.signed_up_at for member in self.members]
            + [record.created_at for record in self.file_contacts]
        )

    @property
    def is_deleted(self) -> bool:
        """Whether no tool holds a live record of them."""
        return not self.members and all(
            [contact.is_deleted or contact.merged_into is not None for contact in self.contacts]
            + [record.is_deleted for record in self.file_contacts]
        )


@dataclass(slots=True, eq=False)
class Deal:
    """A deal, of no owner where `owner` is 0.

    `closed_at` is the instant at which it entered its current, closed stage.
    """

    deal_id: str
    kind: str
    created_at: int
    outcome: str = "open"
    closed_at: int | None = None
    reason: str | None = None
    amount: int = 0
    currency: str = "EUR"
    owner: int = 0
    system: str = "hubspot"
    account: Account | None = None
    people: list[tuple[Person, Contact | None]] = field(default_factory=list)
    names_company: bool = True
    stages: list[tuple[int, str]] = field(default_factory=list)
    lacks_creation: bool = False
    lacks_amount: bool = False
    lacks_stages: bool = False
    is_deleted: bool = False
    merged_into: Deal | None = None
    merge_carries_people: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is neither deleted nor merged into another."""
        return not self.is_deleted and self.merged_into is None

    @property
    def person(self) -> Person | None:
        """The person of the linked contact with the lowest id."""
        linked = [pair for pair in self.people if pair[1] is not None]
        if linked:
            return min(linked, key=lambda pair: pair[1].contact_id if pair[1] else 0)[0]
        return self.people[0][0] if self.people else None


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a contract rests, from `paused_on` to the day before `resumed_on`."""

    paused_on: int
    resumed_on: int | None


@dataclass(slots=True, eq=False)
class Contract:
    """A recurring contract. It runs from `started_on` to the day before `ended_on`.

    The price is for `interval` periods. The discount holds to the day before `discount_until`.
    """

    contract_id: str
    product: str | None
    started_on: int
    ended_on: int | None
    price: Decimal
    period: str
    currency: str
    previous: str | None = None
    recorded_at: int = 0
    first_recorded_open: bool = False
    raw_currency: str | None = None
    interval: int = 1
    discount: Decimal | None = None
    discount_until: int | None = None
    end_reason: str | None = None
    pauses: list[Pause] = field(default_factory=list)

    @property
    def is_trial(self) -> bool:
        """Whether it costs nothing, and so makes no customer of anybody."""
        return self.price == 0

    def price_on(self, day: int) -> Decimal:
        """What is asked on a day for its billing periods, less the discount of that day."""
        holds = self.discount_until is None or day < self.discount_until
        asked = self.price - (self.discount or Decimal(0)) if holds else self.price
        return max(asked, Decimal(0))

    def is_paused_on(self, day: int) -> bool:
        """Whether it rests on a day."""
        return any(
            one.paused_on <= day and (one.resumed_on is None or day < one.resumed_on)
            for one in self.pauses
        )


@dataclass(slots=True, eq=False)
class Engagement:
    """A call, e-mail, meeting, note, task or message in the CRM."""

    engagement_id: int
    kind: str
    at: int
    contact: Contact
    account: Account | None
    deal: Deal | None
    owner: int
    is_deleted: bool = False
    is_late: bool = False


@dataclass(slots=True)
class Act:
    """An act by which a customer speaks for the company, which counts or does not."""

    at: int
    kind: str
    person: Person | None
    counts: bool


@dataclass(slots=True, eq=False)
class Invitation:
    """An invitation that a customer sent to somebody."""

    invitation_id: str
    person: Person
    account: Account
    inviter_email: str
    invitee_email: str
    invitee: object
    sent_at: int
    accepted_at: int | None
    was_updated: bool = False


@dataclass(slots=True, eq=False)
class Review:
    """A public or asked-for word about the company."""

    review_id: str
    kind: str
    person: Person | None
    account: Account
    rating: Decimal | None
    asked_at: int | None
    published_at: int | None
    # When it was answered and permitted, if not when it was published.
    phases: tuple[int | None, int | None] | None = None


@dataclass(slots=True, eq=False)
class Ticket:
    """A request to the service team."""

    ticket_id: int
    person: Person
    contact: Contact
    opened_at: int
    replied_at: int | None
    closed_at: int | None
    category: str
    priority: str
    owner: int
    was_reopened: bool = False
    is_deleted: bool = False


@dataclass(slots=True, eq=False)
class Survey:
    """A satisfaction survey sent to a customer."""

    response_id: str
    name: str
    kind: str
    person: Person
    account: Account
    score: int | None
    sent_at: int
    answered_at: int | None


@dataclass(slots=True, eq=False)
class Account:
    """A company, in the CRM, in the billing system, or in both."""

    number: int
    name: str
    domain: str
    country: str
    industry: str
    created_at: int
    company_id: int | None = None
    is_deleted: bool = False
    billing_id: str | None = None
    billing_created_at: int = 0
    billing_knows_crm: bool = True
    relation: str = "prospect"
    employees: int = 0
    changes: list[Change] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    # Told with dice of its own, and written with them too.
    is_apart: bool = False

    @property
    def paid_contracts(self) -> list[Contract]:
        """Its contracts but for trials."""
        return [one for one in self.contracts if not one.is_trial]

    @property
    def native_id(self) -> tuple[str, str]:
        """The system and id under which the company knows the account."""
        if self.company_id is not None:
            return ("hubspot", str(self.company_id))
        return ("files", str(self.billing_id))

    @property
    def first_created_at(self) -> int:
        """The earliest creation of any of its records."""
        instants = [self.created_at] if self.company_id is not None else []
        if self.billing_id is not None:
            instants.append(self.billing_created_at)
        return min(instants)
