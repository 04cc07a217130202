"""Business time, due instants and verdicts of hand-offs, from docs/definitions.md and nothing else.

Plain Python on lists of intervals: it knows nothing of the SQL that it is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

MIDNIGHT = timedelta(hours=24)
PARIS = ZoneInfo("Europe/Paris")

Interval = tuple[datetime, datetime]


class Hours(NamedTuple):
    """A span of a local day, by what a clock that never changes shows after its midnight."""

    opens: timedelta
    closes: timedelta


class SpecialDay(NamedTuple):
    """What a calendar says of one day."""

    is_business_day: bool | None
    hours: Hours | None


@dataclass(frozen=True)
class Calendar:
    """Working hours of one team, in its own zone."""

    calendar_id: str
    zone: str
    weekdays: dict[int, tuple[Hours, ...]]
    special: dict[date, SpecialDay] = field(default_factory=dict)

    def hours_of(self, day: date) -> Sequence[Hours]:
        """The spans in which business time passes on a local day."""
        usual = self.weekdays.get(day.isoweekday(), ())
        said = self.special.get(day)
        if said is None:
            return usual
        if said.is_business_day is False:
            return ()
        return usual if said.hours is None else (said.hours,)

    def intervals(self, days: Iterable[date]) -> list[Interval]:
        """When business time passes, as UTC instants without a zone, in order and apart."""
        spans = sorted(
            (self._instant(day, hours.opens), self._instant(day, hours.closes))
            for day in days
            for hours in self.hours_of(day)
        )
        merged: list[Interval] = []
        for opens, closes in spans:
            if closes <= opens:
                continue
            if merged and opens <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
            else:
                merged.append((opens, closes))
        return merged

    def _instant(self, day: date, passed: timedelta) -> datetime:
        """The instant of a local time; the clocks before a change (fold 0) read what it moves."""
        if passed == MIDNIGHT:
            day, passed = day + timedelta(days=1), timedelta(0)
        local = datetime.combine(day, time()) + passed
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC).replace(tzinfo=None)


def business_time(intervals: Sequence[Interval], start: datetime, end: datetime) -> timedelta:
    """How much of the intervals lies between two instants."""
    overlaps = (min(end, closes) - max(start, opens) for opens, closes in intervals)
    return sum((overlap for overlap in overlaps if overlap > timedelta(0)), timedelta(0))


def due(intervals: Sequence[Interval], start: datetime, target: timedelta) -> datetime | None:
    """The first instant at which so much business time has passed; None if it never has."""
    left = target
    for opens, closes in intervals:
        begins = max(start, opens)
        if closes <= begins:
            continue
        if closes - begins >= left:
            return begins + left
        left -= closes - begins
    return None


@dataclass(frozen=True)
class Policy:
    """How fast sales promise to answer which leads."""

    version: int
    policy_id: str
    priority: int
    target: timedelta
    calendar_id: str
    source_channel: str | None = None
    qualification_path: str | None = None
    country: str | None = None

    def covers(self, channel: str, path: str | None, country: str | None) -> bool:
        """Whether each of its conditions is blank or what the lead has."""
        here = (country or "").strip().lower()
        return (
            self.source_channel in (None, channel)
            and self.qualification_path in (None, path)
            and (self.country is None or self.country.strip().lower() == here)
        )


@dataclass(frozen=True)
class Lead:
    """The qualified lead that a hand-off conforms to."""

    qualified_at: datetime
    path: str


@dataclass(frozen=True)
class HandOff:
    """The first hand-off of a person and cycle."""

    person: int
    cycle: int
    at: datetime
    lead: Lead | None


class Touch(NamedTuple):
    """An activity with a person."""

    activity: str
    at: datetime
    is_automatic: bool


@dataclass(frozen=True)
class Person:
    """A person, when their cycles ended, and what was done with them."""

    key: int
    channel: str
    country: str | None
    ends: tuple[datetime, ...]
    touches: tuple[Touch, ...]

    def cycle_at(self, instant: datetime) -> int:
        """1 + the number of ends strictly before an instant."""
        return 1 + sum(end < instant for end in self.ends)


class Answer(NamedTuple):
    """What must be found of one hand-off."""

    version: int
    policy_id: str
    due_at: datetime | None
    status: str
    first_touch_at: datetime | None
    was_before: bool
    response_seconds: int | None
    business_seconds: int | None
    system_seconds: int | None
    touches_7_days: int


@dataclass(frozen=True)
class Agreement:
    """What was agreed, when it changed, and the instant looked from."""

    second_from: date
    policies: tuple[Policy, ...]
    calendars: tuple[Calendar, ...]
    days: tuple[date, ...]
    as_of: datetime
    human: frozenset[str]

    def intervals(self) -> dict[str, list[Interval]]:
        """The business time of each calendar."""
        return {calendar.calendar_id: calendar.intervals(self.days) for calendar in self.calendars}

    def policy_of(self, person: Person, hand_off: HandOff) -> Policy:
        """The first policy that fits, of the version in force on the business day."""
        day = hand_off.at.replace(tzinfo=UTC).astimezone(PARIS).date()
        version = 2 if day >= self.second_from else 1
        path = hand_off.lead.path if hand_off.lead else None
        fitting = (
            policy
            for policy in self.policies
            if policy.version == version and policy.covers(person.channel, path, person.country)
        )
        return min(fitting, key=lambda policy: policy.priority)

    def answer(
        self, intervals: dict[str, list[Interval]], person: Person, hand_off: HandOff
    ) -> Answer:
        """How fast a hand-off was answered, and whether that was in time."""
        policy = self.policy_of(person, hand_off)
        open_times = intervals[policy.calendar_id]
        due_at = due(open_times, hand_off.at, policy.target)
        touched = sorted(
            touch.at
            for touch in person.touches
            if touch.activity in self.human
            and not touch.is_automatic
            and touch.at < self.as_of
            and person.cycle_at(touch.at) == hand_off.cycle
        )
        first = touched[0] if touched else None
        stopped = max(first, hand_off.at) if first else None
        week = timedelta(hours=7 * 24)
        return Answer(
            version=policy.version,
            policy_id=policy.policy_id,
            due_at=due_at,
            status=_status(due_at, first, self.as_of),
            first_touch_at=first,
            was_before=first is not None and first < hand_off.at,
            response_seconds=_seconds(stopped - hand_off.at) if stopped else None,
            business_seconds=(
                _seconds(business_time(open_times, hand_off.at, stopped)) if stopped else None
            ),
            system_seconds=(
                _seconds(hand_off.at - hand_off.lead.qualified_at) if hand_off.lead else None
            ),
            touches_7_days=sum(hand_off.at <= touch < hand_off.at + week for touch in touched),
        )


def _status(due_at: datetime | None, touched_at: datetime | None, as_of: datetime) -> str:
    if touched_at is not None:
        return "met" if due_at is None or touched_at <= due_at else "breached"
    return "open_not_due" if due_at is None or as_of < due_at else "open_overdue"


def _seconds(passed: timedelta) -> int:
    return passed // timedelta(seconds=1)
