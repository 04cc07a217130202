"""What a rule can look at: a person's activities, and the values of their attributes.

Both are signals: they happened at one instant and were recorded at another, never earlier one.
The truth knows the activities and attributes that the simulation tells one by one; mails, uses of
the product and visits that are made in bulk are none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from demo.company import AS_OF, FORMS
from demo.definitions.agreement import (
    ACTIVITY,
    ATTRIBUTE,
    SCORE,
    Agreement,
    AgreementError,
    Name,
    Version,
)
from demo.model import Account, Change, Contact, Deal, Engagement, Note, Person
from demo.recording import (
    billing_recorded_at,
    change_recorded_at,
    company_recorded_at,
    contact_recorded_at,
    deed_recorded_at,
    engagement_recorded_at,
)

ENGAGEMENTS = {
    "CALL": "call_made",
    "EMAIL": "personal_email_written",
    "INCOMING_EMAIL": "incoming_email_received",
    "MEETING": "meeting_held",
    "NOTE": "note_taken",
    "TASK": "task_created",
    "COMMUNICATION": "message_sent",
}
CRM_ATTRIBUTES = {
    "jobtitle": "job_title",
    "country": "country",
    "numberofemployees": "employees",
    "industry": "industry",
    "contract_tier": "contract_tier",
}
TOLD_ACTIVITIES = frozenset(
    [
        *FORMS,
        *ENGAGEMENTS.values(),
        "manually_entered",
        "handed_off",
        "lead_accepted",
        "lead_rejected",
        "pricing_page_viewed",
    ]
)
TOLD_ATTRIBUTES = frozenset([*CRM_ATTRIBUTES.values(), "email_domain", "account_relation"])


class Signal(NamedTuple):
    """Something that happened at an instant. `value` is that of an attribute, or empty."""

    at: int
    recorded_at: int
    value: str


Signals = dict[Name, list[Signal]]


def check_known(agreement: Agreement) -> None:
    """Raise AgreementError for a rule, score or exclusion about something the truth cannot know."""
    for version in agreement.versions:
        for kind, name in sorted(_names(version)):
            told = TOLD_ACTIVITIES if kind == ACTIVITY else TOLD_ATTRIBUTES
            if name not in told:
                raise AgreementError(
                    f"Version {version.number} of the agreement looks at the {kind} {name}, which "
                    "the simulated company does not have: its truth would be wrong."
                )


def _names(version: Version) -> set[Name]:
    named = {
        (one.kind, one.signal)
        for rule in version.rules
        for group in rule.groups
        for one in group
        if one.kind != SCORE
    }
    named |= {(line.kind, line.signal) for line in version.score_lines}
    return named | {(ATTRIBUTE, attribute) for attribute, _ in version.exclusions}


def signals_of(
    person: Person, engagements: Iterable[Engagement] = (), deals: Sequence[Deal] = ()
) -> Signals:
    """The signals of a person with these engagements and deals, by kind and name, in time order."""
    found: Signals = {}
    for deed in person.deeds:
        _add(found, ACTIVITY, deed.name, deed.at, deed_recorded_at(deed))
    for one in engagements:
        if not one.is_deleted:
            name = ENGAGEMENTS[one.kind]
            _add(found, ACTIVITY, name, one.at, engagement_recorded_at(one))
    _add_addresses(found, person)
    for contact in person.contacts:
        _add_contact(found, person, contact, deals)
    _add_notes(found, person.notes)
    if person.account is not None:
        _add_account(found, person.account)
    for signals in found.values():
        signals.sort()
    return found


def normalised(text: str) -> str:
    """A text as it is compared."""
    return text.strip().lower()


def _add(found: Signals, kind: str, name: str, at: int, recorded_at: int, value: str = "") -> None:
    if at < AS_OF and recorded_at < AS_OF:
        signal = Signal(at, max(at, recorded_at), normalised(value))
        found.setdefault((kind, name), []).append(signal)


def _addresses(person: Person) -> Iterator[tuple[int, str]]:
    for contact in person.contacts:
        at = contact.created_at
        for changed_at, former in contact.former_emails:
            yield at, former
            at = changed_at
        yield at, contact.email
    for member in person.members:
        yield member.signed_up_at, member.email
    for record in person.file_contacts:
        if record.email:
            yield record.created_at, record.email


def _add_addresses(found: Signals, person: Person) -> None:
    for at, address in _addresses(person):
        domain = normalised(address).rpartition("@")[2]
        _add(found, ATTRIBUTE, "email_domain", at, at, domain)


def _add_contact(found: Signals, person: Person, contact: Contact, deals: Sequence[Deal]) -> None:
    _add_changes(found, contact.changes)
    changed = {change.name for change in contact.changes}
    for name, value in (("jobtitle", contact.job), ("country", contact.country)):
        if value and name not in changed:
            at = contact_recorded_at(person, contact, deals)
            _add(found, ATTRIBUTE, CRM_ATTRIBUTES[name], at, at, value)


def _add_changes(found: Signals, changes: Sequence[Change]) -> None:
    for one in changes:
        name = CRM_ATTRIBUTES[one.name]
        _add(found, ATTRIBUTE, name, one.at, change_recorded_at(one), one.value)


def _add_notes(found: Signals, notes: Sequence[Note]) -> None:
    for one in notes:
        _add(found, ATTRIBUTE, one.attribute, one.changed_at, one.recorded_at, one.value)


def _add_account(found: Signals, account: Account) -> None:
    if account.company_id is not None:
        _add_changes(found, account.changes)
        if not any(change.name == "industry" for change in account.changes):
            at = company_recorded_at(account)
            _add(found, ATTRIBUTE, "industry", at, at, account.industry)
    if account.billing_id is not None:
        at = billing_recorded_at(account)
        for name, value in (
            ("account_relation", account.relation),
            ("employees", str(account.employees)),
            ("industry", account.industry),
        ):
            _add(found, ATTRIBUTE, name, at, at, value)
    _add_notes(found, account.notes)
