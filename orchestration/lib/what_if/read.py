"""Reads what the two builds say: leads as first believed, and what happened to people since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from orchestration.lib.build_files import open_build

Pass = tuple[int, int]
"""A person's key and the number of their cycle."""

RESOLVED = ("won", "lost", "recycled")

# Only what was known at each instant: the first belief, not what a late row has put right since.
FIRST_BELIEFS = """
    select
        qualification.person_key,
        qualification.cycle_no,
        qualification.qualified_at,
        qualification.qualified_on,
        qualification.believed_from,
        qualification.rule_id,
        customers.subject_key is not null as is_customer
    from (
        select * from marts.fct_qualification
        where stage = 'mql' and not is_imputed
        qualify row_number() over (partition by person_key, cycle_no order by believed_from) = 1
    ) as qualification
    left join intermediate.int_customer_periods as customers
        on
            customers.subject_type = 'account'
            and customers.subject_key = qualification.account_key
            and customers.started_at <= qualification.qualified_at
            and coalesce(customers.ended_at, timestamp '9999-12-31') > qualification.qualified_at
    qualify row_number() over (partition by person_key, cycle_no order by customers.started_at) = 1
"""
CYCLE_DEALS = """
    select person_key, cycle_no, outcome, created_at, first_created_at
    from intermediate.int_cycle_deals
"""
HAND_OFFS = """
    select
        hand_offs.person_key,
        hand_offs.cycle_no,
        hand_offs.handed_off_at,
        coalesce(
            nullif(concat_ws(' ', owners.first_name, owners.last_name), ''),
            hand_offs.handed_off_to
        ) as salesperson
    from intermediate.int_hand_offs as hand_offs
    left join staging.stg_hubspot__owner as owners
        on hand_offs.handed_off_to = cast(owners.owner_id as varchar)
    where hand_offs.handed_off_to is not null
"""


@dataclass(frozen=True)
class Lead:
    """The first belief that a person qualified in a cycle. Instants are UTC without a zone."""

    person_key: int
    cycle_no: int
    qualified_at: datetime
    qualified_on: date
    known_at: datetime
    rule_id: str
    is_customer: bool

    @property
    def passing(self) -> Pass:
        """The person and the cycle."""
        return self.person_key, self.cycle_no


@dataclass(frozen=True)
class Deal:
    """The new-business deal that a cycle is judged by, and when the cycle's first was created."""

    outcome: str
    created_at: datetime
    first_created_at: datetime


@dataclass(frozen=True)
class HandOff:
    """To whom a person was first handed in a cycle, and when."""

    handed_off_at: datetime
    salesperson: str


@dataclass(frozen=True)
class Facts:
    """What happened, whatever version had been in force."""

    deals: Mapping[Pass, Deal]
    hand_offs: Mapping[Pass, HandOff]
    business_days: Mapping[date, bool]
    first_day: date | None


def read_leads(build: Path) -> list[Lead]:
    """The leads of one build, all of them, in the order of their qualification."""
    with open_build(build) as connection:
        rows = connection.execute(FIRST_BELIEFS).fetchall()
    return sorted((Lead(*row) for row in rows), key=lambda lead: (lead.qualified_at, lead.passing))


def read_facts(build: Path) -> Facts:
    """Deals, hand-offs and the calendar of a build."""
    with open_build(build) as connection:
        deals = connection.execute(CYCLE_DEALS).fetchall()
        hand_offs = connection.execute(HAND_OFFS).fetchall()
        days = connection.execute("select day_on, is_business_day from marts.dim_date").fetchall()
        first = connection.execute(
            "select cast(min(occurred_at) as date) from intermediate.int_person_activities"
        ).fetchone()
    return Facts(
        deals={(row[0], row[1]): Deal(*row[2:]) for row in deals},
        hand_offs={(row[0], row[1]): HandOff(*row[2:]) for row in hand_offs},
        business_days=dict(days),
        first_day=first[0] if first else None,
    )
