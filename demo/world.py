"""One shard of the company's world while it is being simulated.

It hands out ids and instants, and knows how the records of a person or an account come to be.
What happens to them is told by the modules about people, deals, contracts and referrals.
"""

from __future__ import annotations

from collections import Counter

from demo import attributes, clock, names
from demo.clock import DAY, HOUR, MINUTE, SECOND
from demo.company import AS_OF, FAILED_WEEK, FREE_DOMAINS, SALES
from demo.definitions.agreement import Agreement
from demo.dice import Dice
from demo.model import (
    Account,
    Contact,
    Contract,
    Deal,
    Deed,
    Engagement,
    FileContact,
    Invitation,
    Member,
    Person,
    Review,
    Survey,
    Ticket,
)

SHARD_SPAN = 10_000_000
ACCOUNTS_A_SHARD = 1_000

# The tools that hold an activity under the id of a contact; the others know an address.
KEPT_ON_A_CONTACT = ("form", "crm", "web")

SOURCES = (
    ("ORGANIC_SEARCH", 26.0),
    ("PAID_SEARCH", 20.0),
    ("SOCIAL_MEDIA", 9.0),
    ("PAID_SOCIAL", 12.0),
    ("EMAIL_MARKETING", 8.0),
    ("REFERRALS", 7.0),
    ("DIRECT_TRAFFIC", 18.0),
)
SOURCE_DETAILS = {
    "ORGANIC_SEARCH": ("google", "bing"),
    "PAID_SEARCH": ("marque", "facturation-electronique", "tresorerie"),
    "SOCIAL_MEDIA": ("LinkedIn", "X"),
    "PAID_SOCIAL": ("meta-dirigeants", "meta-webinaire"),
    "EMAIL_MARKETING": ("newsletter",),
    "REFERRALS": ("comparatif-logiciels.example", "experts-comptables.example"),
    "DIRECT_TRAFFIC": ("www.lumenia.example",),
    "OFFLINE": ("CRM_UI",),
}


class World:
    """A shard: its people, accounts and everything that happens among them."""

    def __init__(self, seed: int, shard: int, agreement: Agreement) -> None:
        self.seed = seed
        self.shard = shard
        self.agreement = agreement
        self.dice = Dice(seed, shard, 1)
        self.facts = Dice(seed, shard, 3)
        self.accounts: list[Account] = []
        self.people: list[Person] = []
        self.deals: list[Deal] = []
        self.engagements: list[Engagement] = []
        self.engaged: dict[Contact, list[Engagement]] = {}
        self.invitations: list[Invitation] = []
        self.reviews: list[Review] = []
        self.tickets: list[Ticket] = []
        self.surveys: list[Survey] = []
        self.deals_of: dict[Person, list[Deal]] = {}
        self.awkward: Counter[str] = Counter()
        self._counters: Counter[str] = Counter()
        self._used: dict[Person | Account, set[int]] = {}
        self._addresses: set[str] = set()

    # ---------- ids

    def number(self, kind: str) -> int:
        """The next number of a kind, unique in all shards."""
        self._counters[kind] += 1
        return (self.shard + 1) * SHARD_SPAN + self._counters[kind]

    def code(self, prefix: str, kind: str) -> str:
        """The next text id of a kind, unique in all shards."""
        return f"{prefix}-{self.number(kind)}"

    # ---------- instants

    def stamp(self, subject: Person | Account, instant: int) -> int:
        """The instant, or the first microsecond after it that nothing of the subject has taken.

        People of one account share its instants, so that nothing that matters ever ties.
        """
        owner: Person | Account = subject
        if isinstance(subject, Person) and subject.account is not None:
            owner = subject.account
        used = self._used.setdefault(owner, set())
        while instant in used:
            instant += 1
        used.add(instant)
        return instant

    def exact(self, instant: int) -> int:
        """The instant with random microseconds."""
        return instant - instant % SECOND + self.dice.whole(1, SECOND - 1)

    def in_office(self, instant: int) -> int:
        """An instant in business hours, on the same or the next working day."""
        day = clock.next_working_day(clock.day_of(instant))
        opens, closes = clock.at(day, 9), clock.at(day, 18)
        if day == clock.day_of(instant) and opens <= instant < closes:
            return self.exact(instant)
        if day == clock.day_of(instant) and instant >= closes:
            day = clock.next_working_day(day + 1)
        return self.exact(clock.at(day, self.dice.between(9.05, 17.9)))

    def online(self, day: int) -> int:
        """An instant at which people are online on a day, mostly in business hours."""
        hours = self.dice.weighted(
            [((9.0, 12.5), 40.0), ((13.5, 18.0), 40.0), ((18.0, 23.8), 17.0), ((0.1, 8.9), 3.0)]
        )
        return self.exact(clock.at(day, self.dice.between(*hours)))

    def hand_off_time(self, instant: int) -> int:
        """The instant, or one on the Monday after if it falls in the week that failed."""
        if clock.iso_week(clock.day_of(instant)) == FAILED_WEEK:
            monday = clock.monday(clock.day_of(instant)) + 7
            return self.exact(clock.at(monday, self.dice.between(9.1, 17.5)))
        return instant

    # ---------- accounts and people

    def add_account(
        self, created_at: int, *, in_crm: bool = True, domain: str | None = None
    ) -> Account:
        """A new account, in the CRM or only in the billing system."""
        dice = self.dice
        self._counters["account"] += 1
        number = self.shard * 2 * ACCOUNTS_A_SHARD + self._counters["account"]
        name = names.company_name(dice)
        account = Account(
            number=number,
            name=name,
            domain=domain or f"{names.plain(name)}-{number}.example",
            country=dice.weighted(names.COUNTRIES),
            industry=dice.pick(names.INDUSTRIES),
            created_at=created_at,
            employees=round(dice.skewed(60, 1.1)) + 1,
        )
        if in_crm:
            account.company_id = 7_000_000_000 + self.number("company")
            attributes.describe_company(self.facts, account)
        self.accounts.append(account)
        return account

    def bill(self, account: Account, created_at: int) -> None:
        """Give the account a row in the billing system, if it has none."""
        if account.billing_id is None:
            account.billing_id = f"ERP-{account.number:04d}"
            account.billing_created_at = created_at
            account.billing_knows_crm = account.company_id is not None and self.dice.chance(0.85)
            account.relation = "customer" if account.paid_contracts else account.relation
            note = attributes.note_company(self.facts, account, self.code("VAL", "value"))
            account.notes += [note] if note else []

    def add_person(self, account: Account | None) -> Person:
        """A new person of an account, or of none. They have no record yet."""
        person = Person(
            account=account,
            first_name=self.dice.pick(names.FIRST_NAMES),
            last_name=self.dice.pick(names.LAST_NAMES),
        )
        self.people.append(person)
        if account is not None:
            account.people.append(person)
        return person

    def address(self, person: Person, domain: str | None = None) -> str:
        """A new address for a person: at their account's domain, else at a free provider's."""
        if domain is None:
            domain = person.account.domain if person.account else self.dice.pick(FREE_DOMAINS)
        name = f"{names.plain(person.first_name)}.{names.plain(person.last_name)}"
        if person.account is None or domain != person.account.domain:
            name += str(self.number("address") % (100 * SHARD_SPAN))
        address, attempt = f"{name}@{domain}", 1
        while address in self._addresses:
            attempt += 1
            address = f"{name}{attempt}@{domain}"
        self._addresses.add(address)
        return address

    def add_contact(
        self,
        person: Person,
        created_at: int,
        *,
        source: str | None = None,
        origin: str = "FORM",
        email: str | None = None,
    ) -> Contact:
        """A new contact of the CRM for a person."""
        dice = self.dice
        source = source or dice.weighted(SOURCES)
        contact = Contact(
            contact_id=100_000_000 + self.number("contact"),
            email=email if email is not None else self.address(person),
            created_at=self.stamp(person, created_at),
            first_name=person.first_name,
            last_name=person.last_name,
            source=source,
            source_detail=dice.pick(SOURCE_DETAILS[source]),
            job=dice.pick(names.JOBS),
            country=person.account.country if person.account else "France",
            origin=origin,
        )
        attributes.describe_contact(self.facts, contact)
        person.contacts.append(contact)
        return contact

    def add_member(self, person: Person, signed_up_at: int, email: str | None = None) -> Member:
        """A new member of the newsletter's list for a person."""
        number = self.number("member")
        member = Member(
            member_id=f"m{number:031x}",
            email=email or person.email or self.address(person),
            signed_up_at=self.stamp(person, signed_up_at),
            status=self.dice.weighted(
                [("subscribed", 90.0), ("unsubscribed", 8.0), ("cleaned", 2.0)]
            ),
        )
        person.members.append(member)
        return member

    def add_file_contact(
        self, person: Person, created_at: int, email: str | None, source: str = "event"
    ) -> FileContact:
        """A new row in the export of a tool that no connector covers."""
        record = FileContact(
            contact_id=self.code("EVT", "file_contact"),
            email=email,
            created_at=self.stamp(person, created_at),
            first_name=person.first_name,
            last_name=person.last_name,
            source=source,
            source_detail=self.dice.pick(("Salon Compta Lyon", "Forum Finance", "FEC Expo")),
        )
        person.file_contacts.append(record)
        note = attributes.note_contact(self.facts, record, self.code("VAL", "value"))
        person.notes += [note] if note else []
        return record

    # ---------- what people do

    def do(
        self,
        person: Person,
        instant: int,
        name: str,
        via: str,
        *,
        contact: Contact | None = None,
        owner: int = 0,
        detail: str = "",
        recorded_after_days: int = 0,
    ) -> Deed | None:
        """Something a person does at an instant; nothing if that is not before as_of."""
        if instant >= AS_OF - MINUTE or self._is_erased(person, instant):
            return None
        contact = contact or holder(person, instant)
        if contact is None and via in KEPT_ON_A_CONTACT:
            return None
        deed = Deed(
            at=self.stamp(person, instant),
            name=name,
            via=via,
            contact=contact,
            owner=owner,
            detail=detail,
            recorded_after_days=recorded_after_days,
        )
        person.deeds.append(deed)
        return deed

    def engage(
        self,
        contact: Contact,
        account: Account | None,
        kind: str,
        instant: int,
        owner: int,
        deal: Deal | None = None,
    ) -> Engagement | None:
        """An engagement in the CRM; nothing if it is not before as_of."""
        if instant >= AS_OF - MINUTE:
            return None
        engagement = Engagement(
            engagement_id=30_000_000_000 + self.number("engagement"),
            kind=kind,
            at=instant,
            contact=contact,
            account=account,
            deal=deal,
            owner=owner,
        )
        self.engagements.append(engagement)
        self.engaged.setdefault(contact, []).append(engagement)
        return engagement

    def hand_off(self, person: Person, instant: int, contact: Contact | None = None) -> Deed | None:
        """A salesperson becomes the owner of a person's contact."""
        owner = self.dice.pick(SALES).owner_id
        return self.do(
            person, self.hand_off_time(instant), "handed_off", "crm", owner=owner, contact=contact
        )

    def add_contract(self, account: Account, contract: Contract) -> Contract:
        """A contract of an account, which the billing system then knows."""
        account.contracts.append(contract)
        created_at = clock.at(contract.started_on, -self.dice.between(5, 60))
        self.bill(account, min(created_at, AS_OF - DAY))
        if account.relation == "prospect":
            account.relation = "customer"
        return contract

    @staticmethod
    def _is_erased(person: Person, instant: int) -> bool:
        return person.erased_at is not None and instant >= person.erased_at

    def engagements_of(self, person: Person) -> list[Engagement]:
        """The engagements of all contacts of a person, as far as they have been told."""
        return [one for contact in person.contacts for one in self.engaged.get(contact, ())]

    # ---------- moments

    def arrival_between(self, first: int, last: int) -> int:
        """When somebody comes for the first time: an online instant, rarely on a free day."""
        low, high = clock.day_of(first), clock.day_of(last)
        for _ in range(6):
            day = self.dice.whole(low, high)
            if clock.is_working_day(day) or self.dice.chance(0.18):
                break
        return max(self.online(day), first + SECOND)


def holder(person: Person, instant: int) -> Contact | None:
    """The contact that stood for a person in the CRM at an instant, the newest of several."""
    alive = [
        contact
        for contact in person.contacts
        if contact.created_at <= instant
        and (contact.merged_into is None or instant < contact.merged_at)
    ]
    return alive[-1] if alive else None


def later(instant: int, days: float) -> int:
    """The instant some days later."""
    return instant + int(days * 24 * HOUR)
