"""What can be seen of a person at an evaluation, and the points that it gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import floor
from sys import maxsize

from demo.clock import DAY, day_of
from demo.definitions.agreement import (
    ACTIVITY,
    ATTRIBUTE,
    Comparison,
    Condition,
    Rule,
    ScoreLine,
    Version,
)
from demo.definitions.signals import Signal, Signals

AXES = ("fit", "engagement")
NOTHING = Decimal("0.00")
_NONE: list[Signal] = []


@cache
def faded(points: Decimal, half_life_days: int | None, days: int) -> Decimal:
    """Points after so many whole days, rounded to the cent, halves away from zero."""
    if half_life_days is None:
        return points
    cents = floor(abs(float(points)) * 0.5 ** (days / half_life_days) * 100 + 0.5)
    return (Decimal(cents) / 100).copy_sign(points)


@dataclass(slots=True)
class View:
    """What is visible at an instant, known at another, in the cycle that began after `begin`."""

    signals: Signals
    numeric: frozenset[str]
    instant: int
    known_at: int
    begin: int = -maxsize

    def activities(self, name: str, window_days: int | None = None) -> list[int]:
        """The instants of the visible activities of a name, within a window if there is one."""
        start = self.begin
        if window_days is not None:
            start = max(start, self.instant - window_days * DAY)
        return [
            one.at
            for one in self.signals.get((ACTIVITY, name), _NONE)
            if start < one.at <= self.instant and one.recorded_at <= self.known_at
        ]

    def value(self, attribute: str) -> str:
        """The value of an attribute; empty if it has none."""
        for one in reversed(self.signals.get((ATTRIBUTE, attribute), _NONE)):
            if one.at <= self.instant and one.recorded_at <= self.known_at:
                return one.value
        return ""

    def holds(self, version: Version, condition: Condition) -> bool:
        """Whether a condition of a rule holds."""
        if condition.kind == ATTRIBUTE:
            value, is_number = self.value(condition.signal), self._is_number(condition.signal)
            return attribute_holds(condition.comparison, value, is_number)
        if condition.kind == ACTIVITY:
            instants = self.activities(condition.signal, condition.window_days)
            if condition.aggregate == "days":
                return condition.comparison.holds_for_number(len(set(map(day_of, instants))))
            return condition.comparison.holds_for_number(len(instants))
        return condition.comparison.holds_for_number(self.score(version, condition.signal))

    def meets(self, version: Version, rule: Rule) -> bool:
        """Whether every group of conditions of a rule has one that holds."""
        return all(any(self.holds(version, one) for one in group) for group in rule.groups)

    def is_excluded(self, version: Version) -> bool:
        """Whether an attribute has a value that the version excludes."""
        return any(
            value == self.value(attribute) for attribute, value in version.exclusions if value
        )

    def score(self, version: Version, axis: str) -> Decimal:
        """The points of an axis: the sum of its groups, each at most its cap."""
        groups: dict[str, Decimal] = {}
        for line in version.score_lines:
            if line.axis == axis:
                groups[line.group] = groups.get(line.group, NOTHING) + self._points(line)
        return sum(
            (
                min(points, version.highest_points.get((axis, group), points))
                for group, points in groups.items()
            ),
            NOTHING,
        )

    def _points(self, line: ScoreLine) -> Decimal:
        if line.kind == ACTIVITY:
            return sum(
                (
                    faded(line.points, line.half_life_days, (self.instant - at) // DAY)
                    for at in self.activities(line.signal)
                ),
                NOTHING,
            )
        value = self.value(line.signal)
        holds = line.comparison is not None and attribute_holds(
            line.comparison, value, self._is_number(line.signal)
        )
        return line.points if holds else NOTHING

    def _is_number(self, attribute: str) -> bool:
        return attribute in self.numeric


def attribute_holds(comparison: Comparison, value: str, is_number: bool) -> bool:
    """Whether a comparison holds for the value of an attribute; never for none."""
    if not value:
        return False
    if not is_number:
        return comparison.holds_for_text(value)
    try:
        return comparison.holds_for_number(Decimal(value))
    except ArithmeticError:
        return False


def grade(version: Version, axis: str, score: Decimal) -> str | None:
    """The name of the best grade that a score reaches."""
    reached = [one for one in version.grades if one.axis == axis and one.lowest_score <= score]
    return max(reached, key=lambda one: one.lowest_score).name if reached else None
