"""Acquisition and activation are published as plain Python counts them, number by number."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import pytest

from tests.integration.company import Company
from tests.integration.company_truth import Truth
from tests.oracle import acquisition, activation
from tests.oracle.numbers import differences, published
from tests.oracle.sales_company import Counted, counted

METRICS = (*acquisition.METRICS, *activation.METRICS)


@cache
def _counted(folder: Path) -> Counted:
    company = Company(folder)
    return counted(company, Truth(folder / "truth", company.published))


@pytest.fixture
def ours(company: Company) -> Counted:
    """What the landing and the truth of a company come to."""
    return _counted(company.folder)


@pytest.mark.parametrize("metric", METRICS)
def test_every_number(metric: str, ours: Counted, company: Company) -> None:
    with duckdb.connect(str(company.published), read_only=True) as connection:
        found = published(connection, [metric])
    assert differences(ours.of(metric), found)[:5] == []


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_says_something(metric: str, ours: Counted) -> None:
    assert any(number.numerator for number in ours.of(metric).values())


def test_the_reading_list_of_every_person(ours: Counted, truth: Truth) -> None:
    rows = truth.rows("""
        select person_key, content, cycle_no, first_consumed_at from {marts}.marts.fct_content
    """)
    assert len(rows) == len(set(rows))
    theirs = {(one.person, one.content, one.cycle_no, one.first_at) for one in ours.readings}
    assert sorted(set(rows) - theirs, key=str)[:5] == []
    assert sorted(theirs - set(rows), key=str)[:5] == []


SEGMENTS = {
    "qualified_leads": {"all", "channel", "agreement_version", "origin_team"},
    "promise_attainment": {"all", "promise"},
    "hand_off_purity": {"all"},
    "feedback_coverage": {"all"},
    "closing_rate": {"all", "channel", "origin_team"},
    "mean_days_to_activation": {"all", "channel", "origin_team"},
    "win_rate": {"all", "channel", "owner"},
    "win_rate_by_amount": {"all", "channel", "owner"},
    "deals_lost": {"all", "reason"},
    "deals_recycled": {"all", "reason"},
    "nurture_recovery_rate": {"all", "reason"},
    "content_influence_rate": {"all", "content"},
}


@pytest.mark.parametrize("metric", METRICS)
def test_the_segments_of_each_metric(metric: str, ours: Counted) -> None:
    segments = {key.segment_type for key in ours.of(metric)}
    assert segments == SEGMENTS.get(metric, {"all", "channel"})


def test_the_parts_of_a_sum_add_up(ours: Counted) -> None:
    for metric in ("qualified_leads", "deals_lost", "deals_recycled"):
        totals: dict[tuple[datetime.date, str], Decimal] = {}
        for key, number in ours.of(metric).items():
            place = (key.period_start, key.segment_type)
            totals[place] = totals.get(place, Decimal(0)) + number.numerator
        assert all(total == totals[month, "all"] for (month, _), total in totals.items())


# ---------- every branch of the page occurs


def test_an_owner_who_lost_nothing_won_everything(ours: Counted) -> None:
    of_owners = {
        key: number for key, number in ours.of("win_rate").items() if key.segment_type == "owner"
    }
    won: dict[str, Decimal] = {}
    closed: dict[str, Decimal] = {}
    for key, number in of_owners.items():
        assert number.denominator
        won[key.segment_value] = won.get(key.segment_value, Decimal(0)) + number.numerator
        closed[key.segment_value] = closed.get(key.segment_value, Decimal(0)) + number.denominator
    rates = {owner: won[owner] / closed[owner] for owner in won}
    assert Decimal(1) in rates.values()
    assert any(0 < rate < 1 for rate in rates.values())
    assert 0 in {number.numerator for number in of_owners.values()}
    assert "unknown" in rates


def test_deals_of_every_currency_outcome_and_reason(ours: Counted) -> None:
    closed = [deal for deal in ours.deals if deal.kind == "new_business" and deal.closed_at]
    assert {deal.currency for deal in closed if deal.outcome == "won"} >= {"EUR", "USD", "CHF"}
    assert {deal.currency for deal in closed if deal.outcome == "lost"} >= {"EUR", "USD", "CHF"}
    assert None in {deal.amount for deal in closed}
    assert {deal.reason for deal in closed if deal.outcome == "lost"} >= {
        *("price", "competitor", "no_fit", "no_answer", None),
    }
    assert {deal.person is None for deal in closed} == {True, False}


def test_recycled_leads_come_back_in_time_and_too_late(ours: Counted) -> None:
    rates = {
        (key.segment_value, number.numerator / number.denominator)
        for key, number in ours.of("nurture_recovery_rate").items()
        if key.segment_type == "reason" and number.denominator
    }
    for reason in ("not_now", "no_budget"):
        assert {rate for value, rate in rates if value == reason} >= {Decimal(0), Decimal(1)}


def test_content_before_and_after_a_win(ours: Counted) -> None:
    assert {one.is_influenced for one in ours.readings} == {True, False}
    assert len({one.content for one in ours.readings}) > 5
    seen: dict[tuple[int, str], set[int]] = {}
    for one in ours.readings:
        seen.setdefault((one.person, one.content), set()).add(one.cycle_no)
    assert any(len(cycles) > 1 for cycles in seen.values())
