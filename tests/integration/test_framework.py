"""Scorecard, North Star and weak pillar, counted again from the marts that they are made of."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from orchestration.lib.settings import PROJECT
from tests.integration.company import Company

ORDER = ("awareness", "acquisition", "activation", "revenue", "retention", "referral")
SALE = ORDER.index("revenue")


def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_force(row: dict[str, str], day: date) -> bool:
    return row["valid_from"] <= day.isoformat() < (row["valid_to"] or "9999")


def before(month: date, months: int) -> date:
    place = month.year * 12 + month.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def same(ours: float | None, theirs: float | None) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)


def monthly(company: Company) -> dict[str, dict[date, tuple[float, float | None]]]:
    """Numerator and denominator of every metric and month; weeks count where they begin."""
    found: dict[str, dict[date, tuple[float, float | None]]] = defaultdict(dict)
    for metric, start, numerator, denominator in company.rows("""
        select metric, period_start, numerator::double, denominator::double from marts.kpi
        where segment_type = 'all' and period_type <> 'quarter'
    """):
        month = start.replace(day=1)
        had, had_of = found[metric].get(month, (0.0, None))
        of = None if denominator is None else (had_of or 0.0) + denominator
        found[metric][month] = (had + numerator, of)
    return found


def value(kind: str, number: tuple[float, float | None]) -> float | None:
    numerator, denominator = number
    if kind != "ratio":
        return numerator
    return numerator / denominator if denominator else None


def test_every_pillar_is_judged_by_the_metric_and_target_of_the_month(company: Company) -> None:
    kinds = {row["metric"]: row["kind"] for row in seed("reference/metrics")}
    numbers, expected = monthly(company), {}
    for row in seed("agreement/pillar_metrics"):
        if row["is_primary"] != "true":
            continue
        kind, months = kinds[row["metric"]], numbers[row["metric"]]
        for month, number in months.items():
            if not in_force(row, month):
                continue
            year = [months[one] for one in months if before(month, 12) <= one < month]
            summed = (sum(one[0] for one in year), sum(one[1] or 0 for one in year))
            past = value(kind, summed)
            if kind != "ratio":
                past = summed[0] / len(year) if year else None
            now, target = value(kind, number), float(row["target"])
            reached = None
            if now is not None:
                reached = now >= target if row["direction"] == "up" else now <= target
            status = [
                one["status"]
                for one in seed("agreement/pillar_focus")
                if one["pillar"] == row["pillar"] and in_force(one, month)
            ]
            expected[row["pillar"], month] = (row["metric"], *status, now, reached, past)
    found = {
        row[:2]: row[2:]
        for row in company.rows("""
            select pillar, month, metric, status, value, is_target_reached, value_before
            from marts.pillar_scorecard where application_id = 'global'
        """)
    }
    assert {pillar for pillar, _ in found} == {*ORDER}
    assert found.keys() == expected.keys()
    for key, (metric, status, now, reached, past) in found.items():
        wanted = expected[key]
        assert (metric, status, reached) == (*wanted[:2], wanted[3]), key
        assert same(now, wanted[2]), key
        assert same(past, wanted[4]), key


def test_the_tree_of_the_north_star_holds_every_metric_that_it_names(company: Company) -> None:
    numbers = monthly(company)
    parents = {row["metric"]: row["parent_metric"] for row in seed("reference/metric_tree")}

    def path(metric: str) -> str:
        return f"{path(parents[metric])} > {metric}" if parents[metric] else metric

    expected = {(one, month): path(one) for one in parents for month in numbers[one]}
    found = {
        row[:2]: row[2]
        for row in company.rows("select metric, month, tree_path from marts.north_star")
    }
    assert found == expected


def steps(company: Company) -> dict[tuple[int, date], tuple[int, int, int]]:
    """Entered, converted and resolved of each step and mature month."""
    rows = company.rows("""
        select from_pillar, to_pillar, month, entered, numerator, denominator
        from marts.pillar_conversion
        where application_id = 'global' and subject_type = 'person' and mode = 'cohort_resolved'
            and segment_type = 'all' and not is_immature and denominator > 0
    """)
    return {
        (ORDER.index(start), month): numbers
        for start, end, month, *numbers in rows
        if ORDER.index(end) == ORDER.index(start) + 1
    }


def expected_steps(company: Company) -> dict[tuple[int, date], tuple[Any, ...]]:
    found = steps(company)
    quarters = {
        quarter: numbers
        for quarter, *numbers in company.rows("""
            select quarter, lifetime_value, 12 * revenue_per_customer * gross_margin_share
            from marts.unit_economics where channel = 'all'
        """)
    }

    def year(step: int, month: date) -> list[tuple[int, int, int]]:
        return [
            found[step, one] for place, one in found
            if place == step and before(month, 12) <= one < month
        ]  # fmt: skip

    expected: dict[tuple[int, date], tuple[Any, ...]] = {}
    for (step, month), (entered, converted, resolved) in found.items():
        rates = [round(one[1] / one[2], 9) for one in year(step, month)]
        mean = sum(rates) / len(rates) if rates else None
        spread = (
            math.sqrt(sum((rate - mean) ** 2 for rate in rates) / len(rates))
            if mean is not None
            else None
        )
        rate = round(converted / resolved, 9)
        z_score = (rate - mean) / spread if mean is not None and spread and spread > 1e-9 else None
        targets = [
            float(row["target"])
            for row in seed("agreement/conversion_targets")
            if row["from_pillar"] == ORDER[step] and row["to_pillar"] == ORDER[step + 1]
            and in_force(row, month)
        ]  # fmt: skip
        aim = targets[0] if targets else mean
        shortfall = None if aim is None else max(aim - rate, 0)
        share: float | None = 1.0
        for later in range(step + 1, SALE):
            past = year(later, month)
            share = None if share is None or not past else (
                share * sum(one[1] for one in past) / sum(one[2] for one in past)
            )  # fmt: skip
        quarter = before(date(month.year, (month.month - 1) // 3 * 3 + 1, 1), 3)
        worth = quarters.get(quarter, (None, None))[1 if step >= SALE else 0]
        stake = None
        if None not in (share, worth, shortfall):
            stake = shortfall * entered * share * worth
        expected[step, month] = (rate, z_score, shortfall, stake)
    return expected


def test_every_step_has_the_revenue_that_its_shortfall_costs(company: Company) -> None:
    expected = expected_steps(company)
    found = {
        (step - 1, month): numbers
        for step, month, *numbers in company.rows("""
            select step_no, month, rate, z_score, shortfall, revenue_at_stake::double
            from marts.weak_pillar where application_id = 'global'
        """)
    }
    assert found.keys() == expected.keys()
    assert sum(bool(numbers[3]) for numbers in found.values()) > 5
    for key, (rate, z_score, shortfall, stake) in found.items():
        wanted = expected[key]
        assert same(rate, wanted[0]), key
        assert (z_score is None) == (wanted[1] is None), key
        assert z_score is None or math.isclose(z_score, wanted[1], rel_tol=1e-6, abs_tol=1e-6), key
        assert same(shortfall, wanted[2]), key
        assert (stake is None) == (wanted[3] is None), key
        assert stake is None or stake == pytest.approx(wanted[3], abs=0.0051, rel=1e-6), key


def test_the_weakest_pillar_is_the_one_that_costs_most(company: Company) -> None:
    ranks: dict[tuple[str, date], list[tuple[int, float]]] = defaultdict(list)
    for application, month, rank, stake in company.rows("""
        select application_id, month, weakness_rank, coalesce(revenue_at_stake, -1)::double
        from marts.weak_pillar
    """):
        ranks[application, month].append((rank, stake))
    assert ranks
    for rows in ranks.values():
        stakes = [stake for _, stake in sorted(rows)]
        assert [rank for rank, _ in sorted(rows)] == list(range(1, len(rows) + 1))
        assert stakes == sorted(stakes, reverse=True)
