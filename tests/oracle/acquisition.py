"""The numbers of section Acquisition of docs/kpi_definitions.md, but for its costs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from tests.oracle.numbers import Key, Number
from tests.oracle.sales_counting import (
    Counts,
    Instant,
    Segment,
    Units,
    days_between,
    month_of,
    segment,
    week_of,
)
from tests.oracle.sales_landing import Deal
from tests.oracle.sales_truth import Company, Lead, deals_of_cycles

WEEK_OF_TOUCHES = datetime.timedelta(days=7)
METRICS = (
    "qualified_leads",
    "days_to_qualification_median",
    "days_to_qualification_p90",
    "days_to_win_median",
    "days_to_win_p90",
    "open_lead_share",
    "touches_per_hand_off",
    "promise_attainment",
    "hand_off_purity",
)


def acquisition(
    company: Company,
    deals: Sequence[Deal],
    sightings: Mapping[int, Instant],
    touches: Mapping[int, Sequence[Instant]],
) -> dict[Key, Number]:
    """Every number of acquisition of a company."""
    counts, units = Counts(), Units()
    _leads(company, deals, sightings, counts, units)
    _hand_offs(company, touches, counts)
    for week in company.weeks:
        counts.add(
            "promise_attainment",
            week.monday,
            [("promise", week.promise_id)],
            week.delivered,
            week.promised,
            "week",
        )
    return {**counts.numbers, **units.numbers()}


def _leads(
    company: Company,
    deals: Sequence[Deal],
    sightings: Mapping[int, Instant],
    counts: Counts,
    units: Units,
) -> None:
    of_cycles = deals_of_cycles(company, list(deals))
    for lead in company.leads:
        month = month_of(lead.at)
        channel = _channel(company, lead)
        counts.add(
            "qualified_leads",
            month,
            [
                channel,
                segment("agreement_version", lead.agreement_version),
                segment("origin_team", lead.origin_team),
            ],
            1,
        )
        seen_at = sightings.get(lead.person)
        if lead.cycle_no == 1 and seen_at is not None:
            waited = days_between(seen_at, lead.at)
            units.add("days_to_qualification", month, [channel], waited)
        own = of_cycles.get((lead.person, lead.cycle_no), [])
        is_open = not own or own[0].outcome == "open"
        counts.add("open_lead_share", month, [channel], int(is_open), 1)
        won_at = own[0].closed_at if own and own[0].outcome == "won" else None
        if won_at is not None:
            needed = days_between(lead.at, won_at)
            units.add("days_to_win", month_of(won_at), [channel], needed)


def _hand_offs(company: Company, touches: Mapping[int, Sequence[Instant]], counts: Counts) -> None:
    for one in company.hand_offs:
        lead = company.lead_of.get((one.person, one.cycle_no))
        conforms = lead is not None and lead.at <= one.at
        counts.add("hand_off_purity", week_of(one.at), [], int(conforms), 1, "week")
        if one.policy_id is None:
            continue
        soon = [
            at
            for at in touches.get(one.person, ())
            if one.at <= at < one.at + WEEK_OF_TOUCHES
            and company.cycle_at(one.person, at) == one.cycle_no
        ]
        channel = segment("channel", company.channel(one.person))
        counts.add("touches_per_hand_off", month_of(one.at), [channel], len(soon), 1)


def _channel(company: Company, lead: Lead) -> Segment:
    return segment("channel", company.channel(lead.person))
