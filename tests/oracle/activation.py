"""The numbers of section Activation of docs/kpi_definitions.md."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tests.oracle.numbers import Key, Number
from tests.oracle.sales_counting import (
    Counts,
    Instant,
    Units,
    days_between,
    midnight,
    month_of,
    segment,
    week_of,
)
from tests.oracle.sales_landing import Consumption, Deal
from tests.oracle.sales_truth import Company, deals_of_cycles

NURTURE_WINDOW = datetime.timedelta(days=180)
FEEDBACK_PERIOD = datetime.timedelta(days=14)
ANSWERED_OR_LATE = ("met", "breached", "open_overdue")
METRICS = (
    "closing_rate",
    "mean_days_to_activation",
    "win_rate",
    "win_rate_by_amount",
    "deals_lost",
    "deals_recycled",
    "sla_met_rate",
    "response_seconds_median",
    "response_seconds_p90",
    "feedback_coverage",
    "nurture_recovery_rate",
    "content_influence_rate",
)

Convert = Callable[[Decimal | None, str | None, Instant], Decimal | None]


class Reading(NamedTuple):
    """A person who consumed a content in a cycle, first at an instant."""

    person: int
    content: str
    cycle_no: int
    first_at: Instant
    is_influenced: bool


def activation(
    company: Company,
    deals: Sequence[Deal],
    convert: Convert,
    verdicts: Mapping[int, Sequence[Instant]],
    consumed: Sequence[Consumption],
) -> dict[Key, Number]:
    """Every number of activation of a company."""
    counts, units = Counts(), Units()
    _leads(company, deals, counts)
    _deals(company, deals, convert, counts)
    _hand_offs(company, verdicts, counts, units)
    _recycled(company, deals, counts)
    for one in readings(company, deals, consumed):
        content = [segment("content", one.content)]
        month = month_of(one.first_at)
        counts.add("content_influence_rate", month, content, int(one.is_influenced), 1)
    return {**counts.numbers, **units.numbers()}


def readings(
    company: Company, deals: Sequence[Deal], consumed: Sequence[Consumption]
) -> list[Reading]:
    """The reading lists of all people, by cycle."""
    first: dict[tuple[int, str, int], Instant] = {}
    for one in consumed:
        key = (one.person, one.content, company.cycle_at(one.person, one.at))
        first[key] = min(one.at, first.get(key, one.at))
    of_cycles = deals_of_cycles(company, list(deals))
    return [
        Reading(
            person,
            content,
            cycle_no,
            at,
            any(
                deal.outcome == "won" and deal.closed_at is not None and deal.closed_at > at
                for deal in of_cycles.get((person, cycle_no), ())
            ),
        )
        for (person, content, cycle_no), at in first.items()
    ]


def _leads(company: Company, deals: Sequence[Deal], counts: Counts) -> None:
    of_cycles = deals_of_cycles(company, list(deals))
    for lead in company.leads:
        segments = [
            segment("channel", company.channel(lead.person)),
            segment("origin_team", lead.origin_team),
        ]
        own = of_cycles.get((lead.person, lead.cycle_no), [])
        won_at = own[0].closed_at if own and own[0].outcome == "won" else None
        counts.add("closing_rate", month_of(lead.at), segments, int(won_at is not None), 1)
        if won_at is not None:
            days = days_between(lead.at, won_at)
            counts.add("mean_days_to_activation", month_of(won_at), segments, days, 1)


def _deals(company: Company, deals: Sequence[Deal], convert: Convert, counts: Counts) -> None:
    for deal in deals:
        if deal.kind != "new_business" or deal.closed_at is None:
            continue
        month = month_of(deal.closed_at)
        if deal.outcome in ("lost", "recycled"):
            reason = segment("reason", deal.reason)
            counts.add(f"deals_{deal.outcome}", month, [reason], 1)
        if deal.outcome in ("won", "lost"):
            segments = [
                segment("channel", company.channel(deal.person)),
                segment("owner", deal.owner),
            ]
            won = int(deal.outcome == "won")
            counts.add("win_rate", month, segments, won, 1)
            amount = convert(deal.amount, deal.currency, deal.closed_at) or Decimal(0)
            counts.add("win_rate_by_amount", month, segments, won * amount, amount)


def _hand_offs(
    company: Company, verdicts: Mapping[int, Sequence[Instant]], counts: Counts, units: Units
) -> None:
    for one in company.hand_offs:
        week, month = week_of(one.at), month_of(one.at)
        until = midnight(week + FEEDBACK_PERIOD)
        is_judged = any(one.at <= at < until for at in verdicts.get(one.person, ()))
        counts.add("feedback_coverage", week, [], int(is_judged), 1, "week")
        channel = [segment("channel", company.channel(one.person))]
        if one.status in ANSWERED_OR_LATE:
            counts.add("sla_met_rate", month, channel, int(one.status == "met"), 1)
        if one.policy_id is not None and one.business_seconds is not None:
            units.add("response_seconds", month, channel, one.business_seconds)


def _recycled(company: Company, deals: Sequence[Deal], counts: Counts) -> None:
    reasons: dict[tuple[int | None, Instant | None], str | None] = {}
    for deal in sorted(deals, key=lambda one: one.native, reverse=True):
        if deal.kind == "new_business" and deal.outcome == "recycled":
            reasons[deal.person, deal.closed_at] = deal.reason
    for end in company.ends:
        if end.how != "recycled":
            continue
        lead = company.lead_of.get((end.person, end.cycle_no + 1))
        is_back = lead is not None and lead.at < end.at + NURTURE_WINDOW
        reason = segment("reason", reasons[end.person, end.at])
        counts.add("nurture_recovery_rate", month_of(end.at), [reason], int(is_back), 1)
