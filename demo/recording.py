"""When the warehouse could first know a row: the writers land it, the truth judges by it."""

from __future__ import annotations

from collections.abc import Sequence

from demo.clock import DAY, HOUR, SECOND
from demo.company import AS_OF, SYNC_DELAY
from demo.model import Account, Change, Contact, Deal, Deed, Engagement, Person

LATE_ENGAGEMENT_DAYS = 21
_CRM_STAGES = ("lead", "salesqualifiedlead", "opportunity", "customer")


def synced(instant: int, delay_days: int = 0) -> int:
    """When the connector brought a change: at its next run, or days later."""
    return min(instant + SYNC_DELAY + delay_days * DAY, AS_OF - SECOND)


def exported(instant: int, delay_days: int = 0) -> int:
    """When a nightly export brought something: at 03:00 UTC after it, or days later."""
    night = (instant // DAY + 1 + delay_days) * DAY + 3 * HOUR
    return min(night, AS_OF - SECOND)


def deed_recorded_at(deed: Deed) -> int:
    """When a deed was recorded by the tool that holds it."""
    if deed.via == "web":
        # The site's export tells no other instant than the event's own.
        return deed.at
    if deed.via == "feedback":
        return exported(deed.at, 1)
    if deed.via == "files":
        return exported(deed.at, deed.recorded_after_days)
    return synced(deed.at, deed.recorded_after_days)


def engagement_recorded_at(engagement: Engagement) -> int:
    """When an engagement of the CRM was recorded."""
    return synced(engagement.at, LATE_ENGAGEMENT_DAYS if engagement.is_late else 0)


def change_recorded_at(change: Change) -> int:
    """When a change of a property of the CRM was recorded."""
    return synced(change.at, change.recorded_after_days)


def company_recorded_at(account: Account) -> int:
    """When the CRM's row of a company was recorded."""
    return synced(account.created_at, 2)


def billing_recorded_at(account: Account) -> int:
    """When the billing system's row of a company was recorded."""
    return exported(account.billing_created_at, 1)


def contact_recorded_at(person: Person, contact: Contact, deals: Sequence[Deal]) -> int:
    """When the CRM's row of a contact was recorded: after the last change that it shows."""
    stages = crm_stages(person, contact, deals)
    last = max([contact.created_at, contact.merged_at] + [at for at, _ in stages])
    return synced(last, contact.sync_delay_days)


def crm_stages(person: Person, contact: Contact, deals: Sequence[Deal]) -> list[tuple[int, str]]:
    """The lifecycle stages that HubSpot itself would have set on a contact of these deals."""
    stages = [(contact.created_at, "lead")]
    stages += [
        (deed.at, "salesqualifiedlead")
        for deed in person.deeds
        if deed.name == "handed_off" and deed.contact is contact
    ]
    if contact.merged_into is None:
        new_business = [deal for deal in deals if deal.kind == "new_business"]
        stages += [(deal.created_at + SECOND, "opportunity") for deal in new_business]
        stages += [
            (deal.closed_at + SECOND, "customer")
            for deal in new_business
            if deal.outcome == "won" and deal.closed_at is not None
        ]
    kept: list[tuple[int, str]] = []
    furthest = -1
    for at, stage in sorted(stages):
        place = _CRM_STAGES.index(stage)
        if at < AS_OF and place > furthest:
            kept.append((at, stage))
            furthest = place
    return kept
