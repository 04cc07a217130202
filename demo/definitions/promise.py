"""What was promised and delivered in each week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from statistics import mean, pstdev

from demo.clock import DAY, at, day_of, monday
from demo.company import AS_OF, LAST_DAY
from demo.definitions.agreement import Agreement, Promise
from demo.definitions.business_time import is_business_day

DAYS_OF_A_WEEK = 7
BUSINESS_DAYS_OF_A_WEEK = 5
_SCALE = Decimal("0.0001")

Key = tuple[str, int]
IsBusinessDay = Callable[[int], bool]


@dataclass(frozen=True)
class Delivery:
    """A hand-off as the promise sees it.

    `rejected_at` is when the first verdict of its cycle was given, if that was a rejection;
    `touched_at` is the first human touch of the cycle, `ended_at` the end of the cycle.
    """

    at: int
    source_channel: str
    conforms: bool
    counts: bool
    rejected_at: int | None
    touched_at: int | None
    ended_at: int | None


@dataclass(frozen=True)
class PromiseWeek:
    """A promise in a week, which begins on the Monday `week`."""

    promise_id: str
    week: int
    agreement_version: str
    promised_per_week: int
    business_days: int
    promised: Decimal
    conforming: int
    non_conforming: int
    counting: int
    disputed: int
    is_kept: bool | None
    daily_deviation: float | None
    daily_mean: float | None
    last_day_hand_offs: int
    backlog: int
    capacity_per_week: int
    is_provisional: bool

    @property
    def delivered(self) -> int:
        """The hand-offs that count, less the disputed of the week."""
        return self.counting - self.disputed


@dataclass
class Tally:
    """The deliveries of a shard, or of several added up. Keys are promises and Mondays."""

    conforming: Counter[Key] = field(default_factory=Counter)
    non_conforming: Counter[Key] = field(default_factory=Counter)
    counting: Counter[Key] = field(default_factory=Counter)
    by_day: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    disputed: Counter[Key] = field(default_factory=Counter)
    backlog: Counter[Key] = field(default_factory=Counter)
    first_day: int | None = None

    def add(self, other: Tally) -> None:
        """Add another shard's tally to this one."""
        for name in ("conforming", "non_conforming", "counting", "by_day", "disputed", "backlog"):
            getattr(self, name).update(getattr(other, name))
        days = [day for day in (self.first_day, other.first_day) if day is not None]
        self.first_day = min(days, default=None)

    def note(self, delivery: Delivery, agreement: Agreement) -> None:
        """Count a hand-off in every week and for every promise that it touches."""
        day = day_of(delivery.at)
        week = monday(day)
        self.first_day = day if self.first_day is None else min(day, self.first_day)
        for promise in _promises(agreement, week, delivery.source_channel):
            key = (promise.promise_id, week)
            (self.conforming if delivery.conforms else self.non_conforming)[key] += 1
            if delivery.counts:
                self.counting[key] += 1
                self.by_day[(*key, day)] += 1
        if delivery.counts and delivery.rejected_at is not None:
            self._dispute(delivery, delivery.rejected_at, agreement)
        while week <= LAST_DAY and not _is_settled(delivery, at(week + DAYS_OF_A_WEEK)):
            for promise in _promises(agreement, week, delivery.source_channel):
                self.backlog[promise.promise_id, week] += 1
            week += DAYS_OF_A_WEEK

    def _dispute(self, delivery: Delivery, rejected_at: int, agreement: Agreement) -> None:
        week = monday(day_of(rejected_at))
        for promise in _promises(agreement, week, delivery.source_channel):
            last = delivery.at + promise.dispute_window_days * DAY
            self.disputed[promise.promise_id, week] += delivery.at <= rejected_at <= last


def _is_settled(delivery: Delivery, week_end: int) -> bool:
    touched_at, ended_at = delivery.touched_at, delivery.ended_at
    is_touched = touched_at is not None and touched_at < week_end
    return is_touched or (ended_at is not None and ended_at <= week_end)


def _promises(agreement: Agreement, week: int, channel: str) -> list[Promise]:
    """The promises of the version in force on a Monday that cover people of a channel."""
    version = agreement.at(week)
    promises = version.promises if version is not None else ()
    return [one for one in promises if one.source_channel in ("", channel)]


def promise_weeks(
    tally: Tally,
    agreement: Agreement,
    works: IsBusinessDay = is_business_day,
    last_day: int = LAST_DAY,
) -> Iterator[PromiseWeek]:
    """Every promise of every week, from that of the first hand-off to that of the last day."""
    if tally.first_day is None:
        return
    for week in range(monday(tally.first_day), last_day + 1, DAYS_OF_A_WEEK):
        version = agreement.at(week)
        for promise in version.promises if version is not None else ():
            assert version is not None
            yield _judge(tally, version.number, promise, week, works, last_day)


def promised_in(promise: Promise, business_days: int) -> Decimal:
    """What is promised for a week of so many business days."""
    promised = Decimal(promise.promised_per_week)
    if promise.is_prorated:
        promised = promised * business_days / BUSINESS_DAYS_OF_A_WEEK
    return promised.quantize(_SCALE, ROUND_HALF_UP)


def _judge(
    tally: Tally, version: str, promise: Promise, week: int, works: IsBusinessDay, last_day: int
) -> PromiseWeek:
    key = (promise.promise_id, week)
    days = range(week, week + DAYS_OF_A_WEEK)
    business_days = sum(works(day) for day in days)
    promised = promised_in(promise, business_days)
    daily = [
        tally.by_day[(*key, day)]
        for day in days
        if day <= last_day and (works(day) or tally.by_day[(*key, day)])
    ]
    delivered = tally.counting[key] - tally.disputed[key]
    is_kept = None
    if business_days and promised:
        lowest, highest = promise.lowest_attainment, promise.highest_attainment
        is_kept = lowest * promised <= delivered <= highest * promised
    return PromiseWeek(
        promise_id=promise.promise_id,
        week=week,
        agreement_version=version,
        promised_per_week=promise.promised_per_week,
        business_days=business_days,
        promised=promised,
        conforming=tally.conforming[key],
        non_conforming=tally.non_conforming[key],
        counting=tally.counting[key],
        disputed=tally.disputed[key],
        is_kept=is_kept,
        daily_deviation=float(pstdev(daily)) if daily else None,
        daily_mean=float(mean(daily)) if daily else None,
        last_day_hand_offs=daily[-1] if daily else 0,
        backlog=tally.backlog[key],
        capacity_per_week=promise.capacity_per_week,
        is_provisional=at(week + DAYS_OF_A_WEEK) > AS_OF,
    )
