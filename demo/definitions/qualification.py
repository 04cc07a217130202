"""When a person reached a stage of the agreement, what was believed of it, and hand-offs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, zip_longest
from sys import maxsize

from demo.clock import DAY
from demo.company import AS_OF
from demo.definitions.agreement import (
    ACTIVITY,
    ATTRIBUTE,
    MQL,
    SAL,
    SQL,
    STAGES,
    Agreement,
    Condition,
    Rule,
    ScoreLine,
    Version,
)
from demo.definitions.scores import NOTHING, View, attribute_holds, grade
from demo.definitions.signals import Signals
from demo.model import Deal, Deed, Person

HANDED_OFF = "handed_off"
# What holds for a number holds for a greater one.
RISING = ("at_least", "more_than")
FIT, ENGAGEMENT = "fit", "engagement"


@dataclass(frozen=True)
class Belief:
    """An evaluation that met a rule: what was believed from `known_at` on."""

    at: int
    known_at: int
    version: Version
    rule: Rule


@dataclass(frozen=True)
class Occurrence:
    """The first instant of a cycle at which a rule of a stage was met, and how it came about.

    An imputed one has neither rule nor beliefs; it was known when the later stage was.
    """

    stage: str
    at: int
    cycle_no: int
    known_at: int
    agreement_version: str | None
    rule_id: str | None = None
    path: str | None = None
    beliefs: tuple[Belief, ...] = ()

    @property
    def is_imputed(self) -> bool:
        """Whether it follows from a later stage alone."""
        return not self.beliefs


@dataclass(frozen=True)
class Scores:
    """Points and grades of a qualified lead; none where its version gives no points."""

    fit: Decimal | None = None
    engagement: Decimal | None = None
    fit_grade: str | None = None
    engagement_grade: str | None = None


@dataclass(frozen=True)
class HandOff:
    """The first hand-off of a cycle."""

    at: int
    cycle_no: int
    conforms: bool
    counts: bool


def cycle_at(ends: Sequence[int], instant: int) -> int:
    """The cycle at an instant: one more than the ends strictly before it."""
    return 1 + bisect_left(ends, instant)


def occurrences(
    signals: Signals, ends: Sequence[int], agreement: Agreement, stage: str = MQL
) -> list[Occurrence]:
    """The occurrences of a stage that rules gave a person, one a cycle, in time order."""
    possible = possible_rules(signals, agreement, stage)
    if not any(possible.values()):
        return []
    by_cycle: dict[int, list[tuple[int, int]]] = {}
    for instant, known_at in set(_evaluations(signals, agreement, stage, possible)):
        by_cycle.setdefault(cycle_at(ends, instant), []).append((known_at, instant))
    found: list[Occurrence] = []
    for cycle_no in sorted(by_cycle):
        begin = ends[cycle_no - 2] if cycle_no > 1 else -maxsize
        beliefs: list[Belief] = []
        for known_at, instant in sorted(by_cycle[cycle_no]):
            if beliefs and instant >= beliefs[-1].at:
                continue
            version = agreement.at_instant(instant)
            if version is None:
                continue
            view = View(signals, agreement.numeric, instant, known_at, begin)
            rested = _rested(possible[version.number], found, instant)
            rule = _rule_met(version, rested, view)
            if rule is not None:
                beliefs.append(Belief(instant, known_at, version, rule))
        if beliefs:
            last = beliefs[-1]
            found.append(
                Occurrence(
                    stage,
                    last.at,
                    cycle_no,
                    last.known_at,
                    last.version.number,
                    last.rule.rule_id,
                    last.rule.path,
                    tuple(beliefs),
                )
            )
    return found


def _rested(rules: Sequence[Rule], found: Sequence[Occurrence], instant: int) -> list[Rule]:
    """The rules whose cool-down since the last occurrence is over at an instant."""
    last = found[-1].at if found else -maxsize
    return [rule for rule in rules if instant >= last + rule.cool_down_days * DAY]


def _rule_met(version: Version, rules: Sequence[Rule], view: View) -> Rule | None:
    for rule in rules:
        if view.meets(version, rule):
            # Exclusions are of people who would be handed to sales, not of what sales do.
            return None if rule.stage == MQL and view.is_excluded(version) else rule
    return None


def _evaluations(
    signals: Signals, agreement: Agreement, stage: str, possible: dict[str, tuple[Rule, ...]]
) -> Iterator[tuple[int, int]]:
    """When a stage is evaluated: pairs of instant and known at, perhaps repeated."""
    for version in agreement.versions:
        if not possible[version.number]:
            continue
        used = sorted(
            (one.at, one.recorded_at)
            for name in version.used[stage]
            for one in signals.get(name, ())
            if one.at < version.ends_at
        )
        bases = [pair for pair in used if pair[0] >= version.starts_at]
        if used and used[0][0] <= version.starts_at < AS_OF:
            bases.append((version.starts_at, version.starts_at))
        # The latest recording among the signals up to each one: where it stops the search for more.
        latest = list(accumulate((recorded_at for _, recorded_at in used), max))
        for instant, known_at in bases:
            yield instant, known_at
            place = bisect_right(used, (instant, maxsize)) - 1
            while place >= 0 and latest[place] > known_at:
                if used[place][1] > known_at:
                    yield instant, used[place][1]
                place -= 1


# ---------- what a person can reach at all, so that most evaluations need not be made


def possible_rules(
    signals: Signals, agreement: Agreement, stage: str = MQL
) -> dict[str, tuple[Rule, ...]]:
    """The rules that some part of all signals of a person could meet, by version."""
    numeric = agreement.numeric
    return {
        version.number: tuple(
            rule
            for rule in version.rules_of[stage]
            if all(
                any(_could_hold(version, one, signals, numeric) for one in group)
                for group in rule.groups
            )
        )
        for version in agreement.versions
    }


def _could_hold(
    version: Version, condition: Condition, signals: Signals, numeric: frozenset[str]
) -> bool:
    comparison = condition.comparison
    if condition.kind == ACTIVITY:
        highest = len(signals.get((ACTIVITY, condition.signal), ()))
        if comparison.operator in RISING:
            return comparison.holds_for_number(highest)
        return any(comparison.holds_for_number(count) for count in range(highest + 1))
    if condition.kind == ATTRIBUTE:
        return (ATTRIBUTE, condition.signal) in signals
    if comparison.operator not in RISING:
        return True
    groups: dict[str, Decimal] = {}
    for line in version.score_lines:
        if line.axis == condition.signal and line.points > 0:
            points = _most_points(line, signals, numeric)
            groups[line.group] = groups.get(line.group, NOTHING) + points
    most = sum(
        (
            min(points, version.highest_points.get((condition.signal, group), points))
            for group, points in groups.items()
        ),
        NOTHING,
    )
    return comparison.holds_for_number(most)


def _most_points(line: ScoreLine, signals: Signals, numeric: frozenset[str]) -> Decimal:
    own = signals.get((line.kind, line.signal), ())
    if line.kind == ACTIVITY:
        return line.points * len(own)
    comparison = line.comparison
    holds = comparison is not None and any(
        attribute_holds(comparison, one.value, line.signal in numeric) for one in own
    )
    return line.points if holds else NOTHING


# ---------- stages together


def all_stages(signals: Signals, ends: Sequence[int], agreement: Agreement) -> list[Occurrence]:
    """The occurrences of all stages, those included that a later stage implies."""
    by_stage = {
        stage: {one.cycle_no: one for one in occurrences(signals, ends, agreement, stage)}
        for stage in STAGES
    }
    for cycle_no, later in sorted(by_stage[SQL].items()):
        by_stage[SAL].setdefault(cycle_no, _imputed(SAL, later, agreement))
    for cycle_no, accepted in sorted(by_stage[SAL].items()):
        vetted = by_stage[SQL].get(cycle_no)
        first = vetted if vetted is not None and vetted.at < accepted.at else accepted
        by_stage[MQL].setdefault(cycle_no, _imputed(MQL, first, agreement))
    return [one for stage in STAGES for _, one in sorted(by_stage[stage].items())]


def _imputed(stage: str, later: Occurrence, agreement: Agreement) -> Occurrence:
    version = agreement.at_instant(later.at)
    number = version.number if version is not None else None
    return Occurrence(stage, later.at, later.cycle_no, later.known_at, number)


def scores_of(
    occurrence: Occurrence, signals: Signals, ends: Sequence[int], agreement: Agreement
) -> Scores:
    """The points of a qualified lead at its own evaluation."""
    if occurrence.is_imputed or not occurrence.beliefs[-1].version.score_lines:
        return Scores()
    version, cycle_no = occurrence.beliefs[-1].version, occurrence.cycle_no
    begin = ends[cycle_no - 2] if cycle_no > 1 else -maxsize
    view = View(signals, agreement.numeric, occurrence.at, occurrence.known_at, begin)
    fit, engagement = view.score(version, FIT), view.score(version, ENGAGEMENT)
    return Scores(fit, engagement, grade(version, FIT, fit), grade(version, ENGAGEMENT, engagement))


def is_from_sales(occurrence: Occurrence, deals: Sequence[Deal], ends: Sequence[int]) -> bool:
    """Whether a new-business deal of the person was created in the cycle, before it."""
    for deal in deals:
        created_at = deal.closed_at if deal.lacks_creation else deal.created_at
        if deal.counts and deal.kind == "new_business" and created_at is not None:
            is_earlier = created_at < occurrence.at
            if is_earlier and cycle_at(ends, created_at) == occurrence.cycle_no:
                return True
    return False


def hand_offs(
    person: Person, ends: Sequence[int], qualified: Sequence[Occurrence], deals: Sequence[Deal] = ()
) -> list[HandOff]:
    """The hand-offs of a person with these qualified leads, one a cycle, in time order."""
    leads = {occurrence.cycle_no: occurrence for occurrence in qualified}
    found: dict[int, HandOff] = {}
    for deed in sorted(person.deeds, key=_instant):
        cycle_no = cycle_at(ends, deed.at)
        if deed.name == HANDED_OFF and cycle_no not in found:
            lead = leads.get(cycle_no)
            conforms = lead is not None and lead.at <= deed.at
            counts = lead is not None and conforms and not is_from_sales(lead, deals, ends)
            found[cycle_no] = HandOff(deed.at, cycle_no, conforms, counts)
    return list(found.values())


def believed(occurrence: Occurrence) -> list[tuple[Belief, int | None]]:
    """The beliefs of an occurrence, each with the instant until which it was held."""
    beliefs = occurrence.beliefs
    until = [following.known_at for following in beliefs[1:]]
    return list(zip_longest(beliefs, until))


def _instant(deed: Deed) -> int:
    return deed.at
