"""The signed agreement, read from `seeds/agreement`."""

from __future__ import annotations

import csv
import datetime
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from demo.clock import day_number

SEEDS = Path(__file__).parents[2] / "seeds" / "agreement"


class AgreementError(Exception):
    """A seed of the agreement is missing or cannot be read. The message names it."""


@dataclass(frozen=True)
class Rule:
    """So many activities of a name within a window qualify a lead."""

    rule_id: str
    priority: int
    activity: str
    minimum_count: int
    window_days: int | None


@dataclass(frozen=True)
class Version:
    """One version of the agreement. It holds from `valid_from` to the day before `valid_to`."""

    number: str
    valid_from: int
    valid_to: int | None
    rules: tuple[Rule, ...]
    excluded_domains: frozenset[str]
    excluded_relations: frozenset[str]
    lowest_ratings: dict[str, Decimal | None]
    promised_per_week: int
    lowest_attainment: Decimal
    highest_attainment: Decimal

    def excludes(self, email: str | None, relation: str | None) -> bool:
        """Whether a person with this address and account is excluded."""
        domain = email.rpartition("@")[2] if email else ""
        return domain in self.excluded_domains or relation in self.excluded_relations

    def counts(self, act: str, rating: Decimal | None) -> bool:
        """Whether a published word of this kind and rating is an ambassador act."""
        if act not in self.lowest_ratings:
            return False
        lowest = self.lowest_ratings[act]
        return lowest is None or (rating is not None and rating >= lowest)


@dataclass(frozen=True)
class Agreement:
    """All versions, oldest first."""

    versions: tuple[Version, ...]

    def at(self, day: int) -> Version | None:
        """The version in force on a day."""
        for version in self.versions:
            if version.valid_from <= day and (version.valid_to is None or day < version.valid_to):
                return version
        return None


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise AgreementError(f"{path} is missing: the truth needs the signed agreement.")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> int:
    date = datetime.date.fromisoformat(text)
    return day_number(date.year, date.month, date.day)


def read_agreement(folder: Path = SEEDS) -> Agreement:
    """Read the agreement's seeds. Raises AgreementError when one is missing or unreadable."""
    rules, exclusions = _rows(folder, "qualification_rules"), _rows(folder, "exclusions")
    acts, promises = _rows(folder, "ambassador_acts"), _rows(folder, "promises")
    try:
        versions = [
            _version(row, rules, exclusions, acts, promises)
            for row in _rows(folder, "agreement_versions")
        ]
    except (KeyError, ValueError, ArithmeticError, StopIteration) as error:
        raise AgreementError(f"{folder} cannot be read as an agreement: {error!r}.") from error
    return Agreement(tuple(sorted(versions, key=lambda version: version.valid_from)))


def _version(
    row: dict[str, str],
    rules: list[dict[str, str]],
    exclusions: list[dict[str, str]],
    acts: list[dict[str, str]],
    promises: list[dict[str, str]],
) -> Version:
    number = row["agreement_version"]
    promise = next(one for one in promises if one["agreement_version"] == number)
    excluded = [one for one in exclusions if one["agreement_version"] == number]
    own_rules = [
        Rule(
            one["rule_id"],
            int(one["priority"]),
            one["activity"],
            int(one["minimum_count"]),
            int(one["window_days"]) if one["window_days"] else None,
        )
        for one in rules
        if one["agreement_version"] == number
    ]
    return Version(
        number=number,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]) if row["valid_to"] else None,
        rules=tuple(sorted(own_rules, key=lambda rule: rule.priority)),
        excluded_domains=frozenset(
            one["value"] for one in excluded if one["attribute"] == "email_domain"
        ),
        excluded_relations=frozenset(
            one["value"] for one in excluded if one["attribute"] == "account_relation"
        ),
        lowest_ratings={
            one["act_type"]: Decimal(one["lowest_rating"]) if one["lowest_rating"] else None
            for one in acts
            if one["agreement_version"] == number
        },
        promised_per_week=int(promise["promised_per_week"]),
        lowest_attainment=Decimal(promise["lowest_attainment"]),
        highest_attainment=Decimal(promise["highest_attainment"]),
    )
