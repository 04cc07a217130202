"""What the company knows of leads, hand-offs, promised weeks and the ends of cycles."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from tests.oracle.sales_counting import Instant
from tests.oracle.sales_landing import Deal, Native

TERMINAL = ("lost", "recycled", "churned", "erased")


class Lead(NamedTuple):
    """A qualified lead."""

    person: int
    cycle_no: int
    at: Instant
    agreement_version: str
    origin_team: str


class HandOff(NamedTuple):
    """A person handed to sales, and what came of it."""

    person: int
    cycle_no: int
    at: Instant
    policy_id: str | None
    status: str | None
    touched_at: Instant | None
    business_seconds: int | None


class PromisedWeek(NamedTuple):
    """A promise in a week."""

    promise_id: str
    monday: datetime.date
    delivered: Decimal
    promised: Decimal


class End(NamedTuple):
    """How and when a cycle of a person ended."""

    person: int
    cycle_no: int
    at: Instant
    how: str


@dataclass(frozen=True)
class Company:
    """Everything that the metrics of acquisition and activation are counted from."""

    as_of: Instant
    channels: Mapping[int, str | None]
    leads: list[Lead] = field(default_factory=list)
    hand_offs: list[HandOff] = field(default_factory=list)
    weeks: list[PromisedWeek] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)

    def channel(self, person: int | None) -> str | None:
        """The channel of a person."""
        return None if person is None else self.channels.get(person)

    @cached_property
    def lead_of(self) -> dict[tuple[int, int], Lead]:
        """The qualified lead of each person's cycle."""
        return {(lead.person, lead.cycle_no): lead for lead in self.leads}

    def cycle_at(self, person: int, at: Instant) -> int:
        """1 and the number of ends of a person strictly before an instant."""
        return 1 + bisect_left(self._instants.get(person, []), at)

    @cached_property
    def _instants(self) -> dict[int, list[Instant]]:
        found: dict[int, list[Instant]] = {}
        for end in self.ends:
            found.setdefault(end.person, []).append(end.at)
        return {person: sorted(instants) for person, instants in found.items()}


def read_company(
    truth: Path,
    people: Mapping[Native, int],
    channels: Mapping[int, str | None],
    as_of: Instant,
) -> Company:
    """What stands in the files of a truth folder."""
    return Company(
        as_of=as_of,
        channels=channels,
        leads=[
            Lead(people[system, native], *rest)
            for system, native, *rest in _rows(
                truth / "qualified_leads.parquet",
                "native_system, native_id, cycle_no, qualified_at, agreement_version, origin_team",
            )
        ],
        hand_offs=[
            HandOff(people[system, native], *rest)
            for system, native, *rest in _rows(
                truth / "responses.parquet",
                """
                native_system, native_id, cycle_no, handed_off_at, sla_policy_id, sla_status,
                first_human_touch_at, cast(floor(response_business_seconds) as bigint)
                """,
            )
        ],
        weeks=[
            PromisedWeek(promise_id, monday, Decimal(delivered), promised)
            for promise_id, monday, delivered, promised in _rows(
                truth / "promises.parquet", "promise_id, week, delivered, promised"
            )
        ],
        ends=[
            End(people[system, native], *rest)
            for system, native, subject, *rest in _rows(
                truth / "stays.parquet",
                "native_system, native_id, subject_type, cycle_no, entered_at, stage",
            )
            if subject == "person" and rest[-1] in TERMINAL
        ],
    )


def _rows(file: Path, columns: str) -> list[tuple[Any, ...]]:
    return duckdb.sql(f"select {columns} from read_parquet('{file}')").fetchall()


def deals_of_cycles(company: Company, deals: list[Deal]) -> dict[tuple[int, int], list[Deal]]:
    """The new-business deals of each person's cycle, that of their creation.

    The first is the cycle's deal: the first won, else the first closed, else the first created.
    """
    found: dict[tuple[int, int], list[Deal]] = {}
    for deal in deals:
        if deal.kind == "new_business" and deal.person is not None:
            cycle_no = company.cycle_at(deal.person, deal.created_at)
            found.setdefault((deal.person, cycle_no), []).append(deal)
    return {cycle: sorted(own, key=_order) for cycle, own in found.items()}


def _order(deal: Deal) -> tuple[int, Instant, Native]:
    if deal.closed_at is None:
        return (2, deal.created_at, deal.native)
    return (0 if deal.outcome == "won" else 1, deal.closed_at, deal.native)
