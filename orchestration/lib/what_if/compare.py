"""Lays the two builds side by side: weeks, leads, precision, recall and load.

A lead counts when it was qualified within the period and was known before any new-business deal of
the person existed in the cycle, in an account that was no customer yet. What is known only after
the deal would tell the outcome that it is measured by.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from orchestration.lib.what_if.candidate import Agreement, Period
from orchestration.lib.what_if.read import RESOLVED, Facts, Lead, Pass

COUNTED, AFTER_DEAL, CUSTOMER = "counted", "after_deal", "customer"


@dataclass(frozen=True)
class Promise:
    """What was promised for a week, the band within which it is kept, and the capacity of sales."""

    promised: Fraction
    lowest: Fraction
    highest: Fraction
    capacity: Fraction | None


@dataclass(frozen=True)
class Ratio:
    """A numerator and a denominator; no value without a denominator."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The ratio, or None where there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass
class Side:
    """One version's replay: its leads that count, and what was left out of them."""

    leads: dict[Pass, Lead] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    precision: Ratio = Ratio(0, 0)
    recall: Ratio = Ratio(0, 0)


@dataclass(frozen=True)
class WeekSide:
    """One version's week. attainment is None in a week cut by the period, or without a promise."""

    leads: int
    promised: Fraction | None
    attainment: float | None
    is_kept: bool | None
    capacity: Fraction | None

    @property
    def is_above_capacity(self) -> bool:
        """Whether more leads came than sales said that they could take."""
        return self.capacity is not None and self.leads > self.capacity


@dataclass(frozen=True)
class Week:
    """One ISO week of the period, by its Monday."""

    monday: date
    is_partial: bool
    baseline: WeekSide
    candidate: WeekSide
    gained: int
    lost: int


@dataclass(frozen=True)
class Load:
    """One salesperson: leads a week under each, and weeks above their share of the capacity."""

    salesperson: str
    baseline: float
    candidate: float
    baseline_weeks_above: int
    candidate_weeks_above: int


@dataclass(frozen=True)
class Comparison:
    """Everything that the tables and the page show."""

    period: Period
    baseline: Side
    candidate: Side
    gained: list[Pass]
    lost: list[Pass]
    both: list[Pass]
    weeks: list[Week]
    loads: list[Load]
    shared: dict[str, int]
    called_before: int
    qualified_at_start: int
    outcomes: Mapping[Pass, str]
    salespeople_of: Mapping[Pass, str]


def compare(
    baseline: Iterable[Lead],
    candidate: Iterable[Lead],
    facts: Facts,
    agreements: tuple[Agreement, Agreement],
    period: Period,
    business_day: Callable[[datetime], date],
) -> Comparison:
    """Compares the leads of the two builds over the period.

    agreements are the one as it was and the one with the candidate; business_day gives the day of
    an instant in the business time zone.
    """
    leads = (list(baseline), list(candidate))
    # Before the period nothing differs: what had been called by then is no achievement of either.
    before = {lead.passing for lead in leads[0] if lead.qualified_on < period.start}
    won = {
        passing
        for passing, deal in facts.deals.items()
        if deal.outcome == "won" and period.start <= business_day(deal.created_at) < period.end
    }
    sides = [_side(side, facts, period, won - before) for side in leads]
    first, second = sides
    gained = [passing for passing in second.leads if passing not in first.leads]
    lost = [passing for passing in first.leads if passing not in second.leads]
    salespeople_of = _salespeople_of(facts, period, business_day)
    loads, shared = _loads(sides, agreements, facts, period, salespeople_of)
    return Comparison(
        period=period,
        baseline=first,
        candidate=second,
        gained=gained,
        lost=lost,
        both=[passing for passing in second.leads if passing in first.leads],
        weeks=_weeks(sides, agreements, facts, period, set(gained), set(lost)),
        loads=loads,
        shared=shared,
        called_before=len(won & before),
        qualified_at_start=sum(
            second.leads[passing].qualified_on == period.start
            and second.leads[passing].known_at == second.leads[passing].qualified_at
            for passing in gained
        ),
        outcomes={passing: outcome_of(passing, facts) for passing in {*first.leads, *second.leads}},
        salespeople_of=salespeople_of,
    )


# ---------------------------------------------------------------- leads and their outcome


def outcome_of(passing: Pass, facts: Facts) -> str:
    """won, lost, recycled, open or no_deal."""
    deal = facts.deals.get(passing)
    return deal.outcome if deal else "no_deal"


def status_of(lead: Lead, facts: Facts) -> str:
    """Whether a lead of the period counts, and if not, why."""
    deal = facts.deals.get(lead.passing)
    if deal is not None and lead.known_at > deal.first_created_at:
        return AFTER_DEAL
    return CUSTOMER if lead.is_customer else COUNTED


def _side(leads: Iterable[Lead], facts: Facts, period: Period, won: set[Pass]) -> Side:
    side = Side()
    for lead in leads:
        if not period.start <= lead.qualified_on < period.end:
            continue
        status = status_of(lead, facts)
        if status == COUNTED:
            side.leads[lead.passing] = lead
        else:
            side.left_out[status] += 1
    side.outcomes.update(outcome_of(passing, facts) for passing in side.leads)
    side.precision = Ratio(
        side.outcomes["won"], sum(side.outcomes[outcome] for outcome in RESOLVED)
    )
    side.recall = Ratio(len(won & side.leads.keys()), len(won))
    return side


# ---------------------------------------------------------------- weeks


def mondays(period: Period) -> list[date]:
    """The Mondays of the ISO weeks that the period touches."""
    first = period.start - timedelta(days=period.start.weekday())
    count = (period.end - first + timedelta(days=6)).days // 7
    return [first + timedelta(weeks=number) for number in range(count)]


def promise_of(agreement: Agreement, monday: date, facts: Facts) -> Promise | None:
    """What the version in force on a Monday promises for its week, all channels together.

    A promise without a channel is of all leads; where a version only has promises by channel, their
    sum is. None without a promise, or in a week without business days of a prorated one.
    """
    version = next((one for one in agreement.versions if one.covers(monday)), None)
    if version is None:
        return None
    rows = agreement.part("promises", version.number)
    rows = [row for row in rows if not row["source_channel"]] or rows
    week = [monday + timedelta(days=day) for day in range(7)]
    worked = sum(facts.business_days.get(day, day.weekday() < 5) for day in week)
    promised, lowest, highest = Fraction(0), Fraction(0), Fraction(0)
    for row in rows:
        share = Fraction(worked, 5) if row["is_prorated"].lower() in ("true", "t", "1") else 1
        own = Fraction(row["promised_per_week"]) * share
        promised += own
        lowest += own * Fraction(row["lowest_attainment"] or 1)
        highest += own * Fraction(row["highest_attainment"] or 1)
    capacities = [Fraction(row["capacity_per_week"]) for row in rows if row["capacity_per_week"]]
    if not promised:
        return None
    return Promise(promised, lowest, highest, sum(capacities, Fraction(0)) if capacities else None)


def _per_week(leads: Iterable[Lead]) -> Counter[date]:
    return Counter(
        lead.qualified_on - timedelta(days=lead.qualified_on.weekday()) for lead in leads
    )


def _weeks(
    sides: Sequence[Side],
    agreements: Sequence[Agreement],
    facts: Facts,
    period: Period,
    gained: set[Pass],
    lost: set[Pass],
) -> list[Week]:
    counts = [_per_week(side.leads.values()) for side in sides]
    more = _per_week(sides[1].leads[passing] for passing in gained)
    fewer = _per_week(sides[0].leads[passing] for passing in lost)
    weeks = []
    for monday in mondays(period):
        partial = monday < period.start or monday + timedelta(days=7) > period.end
        both = [
            _week_side(count[monday], promise_of(agreement, monday, facts), partial)
            for count, agreement in zip(counts, agreements, strict=True)
        ]
        weeks.append(Week(monday, partial, both[0], both[1], more[monday], fewer[monday]))
    return weeks


def _week_side(leads: int, promise: Promise | None, partial: bool) -> WeekSide:
    if promise is None:
        return WeekSide(leads, None, None, None, None)
    if partial:
        return WeekSide(leads, promise.promised, None, None, promise.capacity)
    return WeekSide(
        leads,
        promise.promised,
        float(leads / promise.promised),
        promise.lowest <= leads <= promise.highest,
        promise.capacity,
    )


# ---------------------------------------------------------------- load


def _salespeople_of(
    facts: Facts, period: Period, business_day: Callable[[datetime], date]
) -> dict[Pass, str]:
    """Who received each person, among the salespeople who received anybody in the period."""
    active = {
        hand_off.salesperson
        for hand_off in facts.hand_offs.values()
        if period.start <= business_day(hand_off.handed_off_at) < period.end
    }
    return {
        passing: hand_off.salesperson
        for passing, hand_off in facts.hand_offs.items()
        if hand_off.salesperson in active
    }


def _loads(
    sides: Sequence[Side],
    agreements: Sequence[Agreement],
    facts: Facts,
    period: Period,
    salespeople_of: Mapping[Pass, str],
) -> tuple[list[Load], dict[str, int]]:
    people = sorted(set(salespeople_of.values()))
    per_week: list[dict[str, Counter[date]]] = []
    shared_per_week: list[Counter[date]] = []
    for side in sides:
        own: dict[str, list[Lead]] = defaultdict(list)
        for passing, lead in side.leads.items():
            own[salespeople_of.get(passing, "")].append(lead)
        per_week.append({person: _per_week(own[person]) for person in people})
        shared_per_week.append(_per_week(own[""]))
    shared = {
        name: shared_per_week[number].total()
        for number, name in enumerate(("baseline", "candidate"))
    }
    weeks_long = Decimal((period.end - period.start).days) / 7
    loads = []
    for person in people:
        rates: list[float] = []
        above: list[int] = []
        for number, agreement in enumerate(agreements):
            total, weeks_above = Fraction(0), 0
            for monday in mondays(period):
                taken = per_week[number][person][monday] + Fraction(
                    shared_per_week[number][monday], len(people)
                )
                total += taken
                promise = promise_of(agreement, monday, facts)
                capacity = promise.capacity if promise else None
                weeks_above += capacity is not None and taken > capacity / len(people)
            rates.append(float(total) / float(weeks_long))
            above.append(weeks_above)
        loads.append(Load(person, rates[0], rates[1], above[0], above[1]))
    return loads, shared
