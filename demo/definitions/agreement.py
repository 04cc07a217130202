"""The signed agreement, read from `seeds/agreement`."""

from __future__ import annotations

import csv
import datetime
import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from sys import maxsize

from demo import clock
from demo.clock import day_number

SEEDS = Path(__file__).parents[2] / "seeds" / "agreement"
REFERENCE = SEEDS.parent / "reference"

ACTIVITY, ATTRIBUTE, SCORE = "activity", "attribute", "score"
MQL, SAL, SQL = "mql", "sal", "sql"
STAGES = (MQL, SAL, SQL)

Row = dict[str, str]
Name = tuple[str, str]


_OF_NUMBERS: dict[str, Callable[[Decimal | int, Decimal], bool]] = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "less_than": operator.lt,
    "equals": operator.eq,
    "differs_from": operator.ne,
}


class AgreementError(Exception):
    """A seed of the agreement is missing or cannot be read. The message names it."""


@dataclass(frozen=True)
class Comparison:
    """An operator and what it compares with."""

    operator: str
    text: str
    number: Decimal | None
    texts: frozenset[str]

    def holds_for_number(self, value: Decimal | int) -> bool:
        """Whether it holds for a number, such as a count or a score."""
        if self.number is None or self.operator not in _OF_NUMBERS:
            return self.operator == "is_set"
        return _OF_NUMBERS[self.operator](value, self.number)

    def holds_for_text(self, value: str) -> bool:
        """Whether it holds for a text, trimmed and in lower case."""
        match self.operator:
            case "equals":
                return value == self.text
            case "differs_from":
                return value != self.text
            case "one_of":
                return value in self.texts
            case "none_of":
                return value not in self.texts
            case "contains":
                return self.text in value
            case name:
                return name == "is_set"


@dataclass(frozen=True)
class Condition:
    """What a rule asks of one signal."""

    kind: str
    signal: str
    aggregate: str
    comparison: Comparison
    window_days: int | None


@dataclass(frozen=True)
class Rule:
    """A way to a stage: each group has a condition that holds."""

    rule_id: str
    stage: str
    priority: int
    path: str
    cool_down_days: int
    groups: tuple[tuple[Condition, ...], ...]

    @property
    def asks_for_score(self) -> bool:
        """Whether one of its conditions is about a score."""
        return any(one.kind == SCORE for group in self.groups for one in group)


@dataclass(frozen=True)
class ScoreLine:
    """Points for an activity, which fade, or for an attribute that compares so."""

    line_id: str
    axis: str
    group: str
    kind: str
    signal: str
    comparison: Comparison | None
    points: Decimal
    half_life_days: int | None


@dataclass(frozen=True)
class Grade:
    """The name of scores of an axis from `lowest_score` on."""

    axis: str
    name: str
    lowest_score: Decimal


@dataclass(frozen=True)
class Promise:
    """What a team promises each week. An empty channel stands for all."""

    promise_id: str
    team: str
    source_channel: str
    promised_per_week: int
    is_prorated: bool
    lowest_attainment: Decimal
    highest_attainment: Decimal
    capacity_per_week: int
    dispute_window_days: int


@dataclass(frozen=True)
class SlaPolicy:
    """How soon a lead is to be touched. An empty text stands for all."""

    policy_id: str
    priority: int
    source_channel: str
    qualification_path: str
    country: str
    target_minutes: int
    calendar_id: str


@dataclass(frozen=True)
class Version:
    """One version of the agreement. It holds from `valid_from` to the day before `valid_to`."""

    number: str
    valid_from: int
    valid_to: int | None
    rules: tuple[Rule, ...]
    exclusions: tuple[tuple[str, str], ...]
    score_lines: tuple[ScoreLine, ...]
    highest_points: dict[tuple[str, str], Decimal]
    grades: tuple[Grade, ...]
    lowest_ratings: dict[str, Decimal | None]
    promises: tuple[Promise, ...]
    sla_policies: tuple[SlaPolicy, ...]
    rules_of: dict[str, tuple[Rule, ...]] = field(init=False)
    used: dict[str, frozenset[Name]] = field(init=False)
    starts_at: int = field(init=False)
    ends_at: int = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what every evaluation asks for."""
        rules = {stage: tuple(one for one in self.rules if one.stage == stage) for stage in STAGES}
        object.__setattr__(self, "rules_of", rules)
        object.__setattr__(self, "used", {stage: self._used(rules[stage]) for stage in STAGES})
        ends_at = maxsize if self.valid_to is None else clock.at(self.valid_to)
        object.__setattr__(self, "starts_at", clock.at(self.valid_from))
        object.__setattr__(self, "ends_at", ends_at)

    def _used(self, rules: tuple[Rule, ...]) -> frozenset[Name]:
        """The signals that rules of a stage look at, and for a first stage the exclusions'."""
        conditions = [one for rule in rules for group in rule.groups for one in group]
        axes = {one.signal for one in conditions if one.kind == SCORE}
        names = {(one.kind, one.signal) for one in conditions if one.kind != SCORE}
        names |= {(one.kind, one.signal) for one in self.score_lines if one.axis in axes}
        if any(rule.stage == MQL for rule in rules):
            names |= {(ATTRIBUTE, attribute) for attribute, _ in self.exclusions}
        return frozenset(names)

    def counts(self, act: str, rating: Decimal | None) -> bool:
        """Whether a published word of this kind and rating is an ambassador act."""
        if act not in self.lowest_ratings:
            return False
        lowest = self.lowest_ratings[act]
        return lowest is None or (rating is not None and rating >= lowest)


@dataclass(frozen=True)
class Agreement:
    """All versions, oldest first, and the attributes whose values are numbers."""

    versions: tuple[Version, ...]
    numeric: frozenset[str] = frozenset()

    def at(self, day: int) -> Version | None:
        """The version in force on a day."""
        for version in self.versions:
            if version.valid_from <= day and (version.valid_to is None or day < version.valid_to):
                return version
        return None

    def at_instant(self, instant: int) -> Version | None:
        """The version in force at an instant."""
        for version in reversed(self.versions):
            if version.starts_at <= instant:
                return version if instant < version.ends_at else None
        return None


def compare(operator: str, value: str) -> Comparison:
    """A comparison with a value as a seed writes it: number, text, or texts separated by |."""
    text = value.strip().lower()
    try:
        number = Decimal(text) if text else None
    except ArithmeticError:
        number = None
    return Comparison(operator, text, number, frozenset(one.strip() for one in text.split("|")))


def _rows(folder: Path, name: str) -> list[Row]:
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise AgreementError(f"{path} is missing: the truth needs the signed agreement.")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> int:
    date = datetime.date.fromisoformat(text)
    return day_number(date.year, date.month, date.day)


_SEEDS = (
    "qualification_rules",
    "agreement_versions",
    "rule_conditions",
    "score_lines",
    "score_groups",
    "score_grades",
    "exclusions",
    "ambassador_acts",
    "promises",
    "sla_policies",
)


def read_agreement(folder: Path = SEEDS) -> Agreement:
    """Read the agreement's seeds. Raises AgreementError when one is missing or unreadable."""
    seeds = {name: _rows(folder, name) for name in _SEEDS}
    try:
        numeric = frozenset(
            row["attribute"]
            for row in _rows(REFERENCE, "attributes")
            if row["value_type"] == "number"
        )
        versions = [_version(row, seeds) for row in seeds["agreement_versions"]]
    except (KeyError, ValueError, ArithmeticError) as error:
        raise AgreementError(f"{folder} cannot be read as an agreement: {error!r}.") from error
    return Agreement(tuple(sorted(versions, key=lambda version: version.valid_from)), numeric)


def _version(row: Row, seeds: dict[str, list[Row]]) -> Version:
    number = row["agreement_version"]

    def own(name: str) -> list[Row]:
        return [one for one in seeds[name] if one["agreement_version"] == number]

    conditions = own("rule_conditions")
    rules = [_rule(one, conditions) for one in own("qualification_rules")]
    policies = [_policy(one) for one in own("sla_policies")]
    return Version(
        number=number,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]) if row["valid_to"] else None,
        rules=tuple(sorted(rules, key=lambda rule: rule.priority)),
        exclusions=tuple(
            (one["attribute"], one["value"].strip().lower()) for one in own("exclusions")
        ),
        score_lines=tuple(_line(one) for one in own("score_lines")),
        highest_points={
            (one["axis"], one["point_group"]): Decimal(one["highest_points"])
            for one in own("score_groups")
        },
        grades=tuple(
            Grade(one["axis"], one["grade"], Decimal(one["lowest_score"]))
            for one in own("score_grades")
        ),
        lowest_ratings={
            one["act_type"]: Decimal(one["lowest_rating"]) if one["lowest_rating"] else None
            for one in own("ambassador_acts")
        },
        promises=tuple(_promise(one) for one in own("promises")),
        sla_policies=tuple(sorted(policies, key=lambda policy: policy.priority)),
    )


def _rule(row: Row, conditions: list[Row]) -> Rule:
    groups: dict[str, list[Condition]] = {}
    for one in conditions:
        if one["rule_id"] == row["rule_id"]:
            groups.setdefault(one["condition_group"], []).append(
                Condition(
                    kind=one["signal_kind"],
                    signal=one["signal"],
                    aggregate=one["aggregate"],
                    comparison=compare(one["operator"], one["value"]),
                    window_days=int(one["window_days"]) if one["window_days"] else None,
                )
            )
    return Rule(
        rule_id=row["rule_id"],
        stage=row["stage"],
        priority=int(row["priority"]),
        path=row["qualification_path"],
        cool_down_days=int(row["cool_down_days"]),
        groups=tuple(tuple(groups[group]) for group in sorted(groups)),
    )


def _line(row: Row) -> ScoreLine:
    return ScoreLine(
        line_id=row["score_line_id"],
        axis=row["axis"],
        group=row["point_group"],
        kind=row["signal_kind"],
        signal=row["signal"],
        comparison=compare(row["operator"], row["value"]) if row["operator"] else None,
        points=Decimal(row["points"]),
        half_life_days=int(row["half_life_days"]) if row["half_life_days"] else None,
    )


def _promise(row: Row) -> Promise:
    return Promise(
        promise_id=row["promise_id"],
        team=row["team"],
        source_channel=row["source_channel"],
        promised_per_week=int(row["promised_per_week"]),
        is_prorated=row["is_prorated"].strip().lower() == "true",
        lowest_attainment=Decimal(row["lowest_attainment"]),
        highest_attainment=Decimal(row["highest_attainment"]),
        capacity_per_week=int(row["capacity_per_week"]),
        dispute_window_days=int(row["dispute_window_days"]),
    )


def _policy(row: Row) -> SlaPolicy:
    return SlaPolicy(
        policy_id=row["policy_id"],
        priority=int(row["priority"]),
        source_channel=row["source_channel"],
        qualification_path=row["qualification_path"],
        country=row["country"],
        target_minutes=int(row["target_minutes"]),
        calendar_id=row["calendar_id"],
    )
