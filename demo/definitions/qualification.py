"""Qualification occurrences and hand-offs of one person."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from demo.clock import DAY, day_of
from demo.definitions.agreement import Agreement, Rule, Version
from demo.model import Deed, Person

HANDED_OFF = "handed_off"


@dataclass(frozen=True)
class Occurrence:
    """The first activity of a cycle that qualifies."""

    at: int
    cycle_no: int
    agreement_version: str
    rule_id: str


@dataclass(frozen=True)
class HandOff:
    """The first hand-off of a cycle."""

    at: int
    cycle_no: int
    conforms: bool


def cycle_at(ends: Sequence[int], instant: int) -> int:
    """The cycle at an instant: one more than the ends strictly before it."""
    return 1 + bisect_left(ends, instant)


def _meets(rule: Rule, deed: Deed, earlier: Sequence[int]) -> bool:
    """Whether a deed meets a rule, given when deeds of its name were done up to it, itself last."""
    if rule.activity != deed.name:
        return False
    if rule.window_days is None:
        return len(earlier) >= rule.minimum_count
    start = deed.at - rule.window_days * DAY
    return sum(at > start for at in earlier) >= rule.minimum_count


def _rule_met(version: Version, deed: Deed, earlier: Sequence[int]) -> Rule | None:
    for rule in version.rules:
        if _meets(rule, deed, earlier):
            return rule
    return None


def occurrences(person: Person, ends: Sequence[int], agreement: Agreement) -> list[Occurrence]:
    """The qualification occurrences of a person whose cycles end at `ends`, in time order."""
    relation = person.account.relation if person.account else None
    found: dict[int, Occurrence] = {}
    done: dict[str, list[int]] = {}
    for deed in sorted(person.deeds, key=lambda deed: deed.at):
        done.setdefault(deed.name, []).append(deed.at)
        cycle_no = cycle_at(ends, deed.at)
        version = agreement.at(day_of(deed.at))
        if cycle_no in found or version is None or version.excludes(person.email, relation):
            continue
        rule = _rule_met(version, deed, done[deed.name])
        if rule is not None:
            found[cycle_no] = Occurrence(deed.at, cycle_no, version.number, rule.rule_id)
    return list(found.values())


def hand_offs(
    person: Person, ends: Sequence[int], qualified: Sequence[Occurrence]
) -> list[HandOff]:
    """The hand-offs of a person, one a cycle, in time order."""
    qualified_at = {occurrence.cycle_no: occurrence.at for occurrence in qualified}
    found: dict[int, HandOff] = {}
    for deed in sorted(person.deeds, key=lambda deed: deed.at):
        cycle_no = cycle_at(ends, deed.at)
        if deed.name == HANDED_OFF and cycle_no not in found:
            conforms = cycle_no in qualified_at and qualified_at[cycle_no] <= deed.at
            found[cycle_no] = HandOff(deed.at, cycle_no, conforms)
    return list(found.values())
