"""Answers, promised weeks, conversions and readers equal what the company knows of itself."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.integration.company import Company
from tests.integration.company_truth import Truth
from tests.integration.newsletter_oracle import STAGES, Native, Stay, newsletter_stays

ANSWERS = """
    sla_policy_id, sla_due_at, sla_status, first_human_touch_at, was_touched_before_hand_off
"""
SECONDS = ("response_seconds", "response_business_seconds", "system_delay_seconds")
WEEK = """
    promise_id, week, agreement_version::text, promised_per_week, business_days, promised,
    conforming, non_conforming, counting, disputed, delivered, is_kept, last_day_hand_offs,
    backlog, capacity_per_week, is_provisional
"""
CONVERSION = """
    subject_type, from_pillar, to_pillar, mode, {month}, segment_type, segment_value,
    entered, converted, numerator, denominator, immature, is_immature
"""


def same(ours: float | None, theirs: float | None) -> bool:
    """Whether two figures are both empty, or equal but for the last bits of a double."""
    if ours is None or theirs is None:
        return ours is theirs
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)


def assert_same(ours: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]], figures: int) -> None:
    """Compare rows, of which the last columns are figures in doubles."""
    mine = {row[:-figures]: row[-figures:] for row in ours}
    stated = {row[:-figures]: row[-figures:] for row in theirs}
    assert len(mine) == len(ours)
    assert sorted(mine.keys() - stated.keys(), key=str)[:5] == []
    assert sorted(stated.keys() - mine.keys(), key=str)[:5] == []
    other = [
        (key, mine[key], stated[key]) for key in mine if not all(map(same, mine[key], stated[key]))
    ]
    assert other[:5] == []


def test_every_hand_off_was_answered_as_the_company_knows(truth: Truth) -> None:
    ours = f"""
        select
            links.source_system, links.native_id, passes.cycle_no, passes.handed_off_at,
            {ANSWERS}, {", ".join(SECONDS)}
        from {{marts}}.marts.fct_activation as passes
        inner join {{marts}}.marts.person_links as links using (person_key)
        inner join (
            select distinct native_system, native_id
            from read_parquet('{{truth}}/responses.parquet')
        ) as named
            on links.source_system = named.native_system and links.native_id = named.native_id
        where passes.handed_off_at is not null
    """
    theirs = f"""
        select
            native_system, native_id, cycle_no, handed_off_at, {ANSWERS},
            {", ".join(f"floor({name})" for name in SECONDS)}
        from read_parquet('{{truth}}/responses.parquet')
    """
    assert_same(truth.rows(ours), truth.rows(theirs), figures=len(SECONDS))
    count = "select count(*) from {marts}.marts.fct_activation where handed_off_at is not null"
    assert truth.one(count) == len(truth.rows(theirs)) > 0


def test_no_answer_without_a_hand_off(truth: Truth) -> None:
    columns = ("sla_policy_id", "sla_due_at", "sla_status", "first_human_touch_at", *SECONDS)
    stray = f"""
        select count(*) from {{marts}}.marts.fct_activation
        where
            handed_off_at is null
            and coalesce({", ".join(f"{name}::text" for name in columns)}) is not null
    """
    assert truth.one(stray) == 0


def test_every_promised_week(truth: Truth) -> None:
    columns = f"select {WEEK}, daily_deviation, daily_mean from "
    ours = truth.rows(columns + "{marts}.marts.promise_weekly")
    theirs = truth.rows(columns + "read_parquet('{truth}/promises.parquet')")
    assert theirs
    assert_same(ours, theirs, figures=2)


def test_every_conversion_between_pillars(truth: Truth) -> None:
    ours = CONVERSION.format(month="strftime(month, '%Y-%m')")
    mart = f"""
        select {ours}, median_days from {{marts}}.marts.pillar_conversion
        where application_id = 'global'
    """
    theirs = f"""
        select {CONVERSION.format(month="month")}, median_days
        from read_parquet('{{truth}}/conversions.parquet')
    """
    assert_same(truth.rows(mart), truth.rows(theirs), figures=1)
    reached = truth.rows("""
        select distinct from_pillar, to_pillar from read_parquet('{truth}/conversions.parquet')
        where mode = 'cohort' and converted > 0
    """)
    assert len(reached) > 15


def newsletter_of_marts(truth: Truth) -> set[Stay]:
    """The stays of the newsletter that the models found."""
    rows = truth.rows("""
        select
            stays.subject_key, stays.stage, stays.cycle_no, stays.parent_cycle_no,
            stays.entered_at, stays.exited_at, stays.entry_type, stays.exit_type,
            stays.is_imputed,
            case
                when stays.original_subject_key <> stays.subject_key
                    then coalesce(links.native_id, stays.original_subject_key::text)
            end
        from {marts}.marts.fct_lifecycle as stays
        left join {marts}.marts.person_links as links
            on
                links.method = 'merge'
                and stays.original_subject_key
                = cast('0x' || substr(md5('hubspot|' || links.native_id), 1, 15) as bigint)
        where stays.application_id = 'newsletter'
    """)
    return {Stay(*row) for row in rows}


def newsletter_of_landing(company: Company, truth: Truth) -> set[Stay]:
    """The stays of the newsletter that the landing's files tell of."""
    people: dict[Native, int] = {
        (system, native_id): person
        for system, native_id, person in truth.rows(
            "select source_system, native_id, person_key from {marts}.marts.person_links"
        )
    }
    ends: dict[int, list[Any]] = {}
    for system, native_id, ended_at in truth.rows("""
        select native_system, native_id, entered_at from read_parquet('{truth}/stays.parquet')
        where
            subject_type = 'person'
            and stage in ('lost', 'recycled', 'churned', 'erased')
        order by entered_at
    """):
        ends.setdefault(people[system, native_id], []).append(ended_at)
    as_of = truth.one(f"select timestamp '{truth.figures['as_of'].removesuffix('Z')}'")
    return newsletter_stays(company.landing, people, ends, as_of)


def test_every_stay_in_the_newsletter(company: Company, truth: Truth) -> None:
    ours, theirs = newsletter_of_marts(truth), newsletter_of_landing(company, truth)
    assert sorted(ours - theirs, key=str)[:5] == []
    assert sorted(theirs - ours, key=str)[:5] == []
    assert {stay.stage for stay in theirs} == {*STAGES, "unsubscribed"}
    assert {stay.entry_type for stay in theirs} == {
        *("first", "forward", "merge", "re_entry", "skip_imputed"),
    }
    assert {stay.cycle_no for stay in theirs} >= {1, 2}
    assert {stay.parent_cycle_no for stay in theirs} >= {1, 2}


REACHED = {
    "fct_activation.sla_status": {"met", "breached", "open_not_due", "open_overdue", None},
    "fct_activation.was_touched_before_hand_off": {True, False, None},
    "fct_activation.sla_policy_id": {
        *("hand_raise", "switzerland", "paid_search", "same_day"),
        None,
    },
    "promise_weekly.is_kept": {True, False},
    "promise_weekly.is_provisional": {True, False},
    "pillar_conversion.mode": {"period", "cohort", "cohort_resolved"},
    "pillar_conversion.segment_type": {"all", "source_channel", "country"},
    "pillar_conversion.is_immature": {True, False},
}


@pytest.mark.parametrize("column", REACHED)
def test_every_value_of_an_enumeration_occurs(truth: Truth, column: str) -> None:
    """A value that no row of the simulated company reaches is a value that nobody has tested."""
    table, name = column.split(".")
    reached = truth.rows(f"select distinct {name} from {{marts}}.marts.{table}")
    assert {value for (value,) in reached} == REACHED[column]
