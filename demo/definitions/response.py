"""How soon sales answered each hand-off, by the policy of the agreement that it falls under."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from demo.clock import MINUTE, day_of
from demo.company import AS_OF
from demo.definitions.agreement import REFERENCE, Agreement, AgreementError, SlaPolicy
from demo.definitions.business_time import Calendar
from demo.definitions.qualification import cycle_at
from demo.definitions.signals import ENGAGEMENTS
from demo.model import Engagement, Person

MET, BREACHED = "met", "breached"
OPEN_NOT_DUE, OPEN_OVERDUE = "open_not_due", "open_overdue"


@dataclass(frozen=True)
class Lead:
    """A hand-off, with what decides its policy. `qualified_at` is of a conforming lead only."""

    at: int
    cycle_no: int
    qualified_at: int | None
    source_channel: str
    qualification_path: str | None
    country: str | None


@dataclass(frozen=True)
class Response:
    """What came of a hand-off. Instants and durations are in microseconds; open ones are empty."""

    policy_id: str | None
    due_at: int | None
    status: str | None
    touched_at: int | None
    was_touched_before: bool
    calendar: int | None
    business: int | None
    system_delay: int | None


@cache
def human_touches() -> frozenset[str]:
    """The activities by which a person of ours reaches out to somebody.

    Raises AgreementError when the list of activities cannot be read.
    """
    path = REFERENCE / "activities.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return frozenset(
                row["activity"]
                for row in csv.DictReader(file)
                if row["direction"] == "outbound" and row["is_human_touch"] == "true"
            )
    except (OSError, KeyError) as error:
        raise AgreementError(f"{path} cannot be read as activities: {error!r}.") from error


def touches(person: Person, engagements: Iterable[Engagement]) -> list[int]:
    """When a person was touched by one of ours, in time order."""
    instants = [
        one.at
        for one in engagements
        if not one.is_deleted and ENGAGEMENTS[one.kind] in human_touches()
    ]
    instants += [deed.at for deed in person.deeds if deed.name in human_touches()]
    return sorted(at for at in instants if at < AS_OF)


def first_touch(lead: Lead, touched: Sequence[int], ends: Sequence[int]) -> int | None:
    """The first of the touches in the cycle of a hand-off, before it or after."""
    return next((at for at in touched if cycle_at(ends, at) == lead.cycle_no), None)


def policy_of(lead: Lead, agreement: Agreement) -> SlaPolicy | None:
    """The first policy, by priority, of the version of its day that covers a hand-off."""
    version = agreement.at(day_of(lead.at))
    if version is None:
        return None
    for policy in sorted(version.sla_policies, key=lambda one: one.priority):
        asked = (policy.source_channel, policy.qualification_path, policy.country)
        given = (lead.source_channel, lead.qualification_path, lead.country)
        if all(one in ("", other) for one, other in zip(asked, given, strict=True)):
            return policy
    return None


def respond(
    lead: Lead,
    touched_at: int | None,
    agreement: Agreement,
    calendars: Mapping[str, Calendar],
    as_of: int = AS_OF,
) -> Response:
    """What came of a hand-off whose first touch was at an instant, or has not been yet."""
    policy = policy_of(lead, agreement)
    calendar = calendars.get(policy.calendar_id) if policy is not None else None
    due_at = None
    if policy is not None and calendar is not None:
        due_at = calendar.after(lead.at, policy.target_minutes * MINUTE)
    is_open = touched_at is None
    stopped_at = max(lead.at, touched_at) if touched_at is not None else lead.at
    return Response(
        policy_id=policy.policy_id if policy is not None else None,
        due_at=due_at,
        status=_status(due_at, touched_at, as_of),
        touched_at=touched_at,
        was_touched_before=touched_at is not None and touched_at < lead.at,
        calendar=None if is_open else stopped_at - lead.at,
        business=None if is_open or calendar is None else calendar.elapsed(lead.at, stopped_at),
        system_delay=None if lead.qualified_at is None else lead.at - lead.qualified_at,
    )


def _status(due_at: int | None, touched_at: int | None, as_of: int) -> str | None:
    if due_at is None:
        return None
    if touched_at is None:
        return OPEN_NOT_DUE if as_of < due_at else OPEN_OVERDUE
    return MET if touched_at <= due_at else BREACHED
