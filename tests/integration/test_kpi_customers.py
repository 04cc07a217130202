"""Every number of product use, engagement, satisfaction, key moments and referral, twice."""

from __future__ import annotations

from functools import cache
from typing import Any

import duckdb
import pytest

from tests.integration.company import Company
from tests.oracle.customer_numbers import FAMILIES, Customers, leads_of
from tests.oracle.engagement import onboarded
from tests.oracle.numbers import Key, Number, differences, published

SEGMENTS = {
    "ambassador_share": {"all", "window", "act_type"},
    "survey_response_rate": {"all", "kind"},
    "key_moments_reached_rate": {"all", "moment"},
    "key_moments_recovered_rate": {"all", "moment"},
    "social_proof_yield": {"all", "act_type"},
    **{
        f"testimonials_{phase}": {"all", "act_type"}
        for phase in ("asked", "answered", "permitted", "published")
    },
}


@cache
def _counted(company: Company) -> tuple[Customers, dict[Key, Number]]:
    customers = Customers(company.landing, company.published, leads_of(company.folder / "truth"))
    return customers, customers.numbers()


@pytest.fixture
def customers(company: Company) -> Customers:
    """What the oracles found in a company."""
    return _counted(company)[0]


@pytest.fixture
def numbers(company: Company) -> dict[Key, Number]:
    """What the oracles counted in a company."""
    return _counted(company)[1]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_published_numbers_are_those_of_the_files(
    company: Company, numbers: dict[Key, Number], family: str
) -> None:
    metrics = FAMILIES[family]
    with duckdb.connect(str(company.published), read_only=True) as connection:
        found = published(connection, metrics)
    expected = {key: number for key, number in numbers.items() if key.metric in metrics}
    assert differences(expected, found) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_metric_has_something_to_count(numbers: dict[Key, Number], family: str) -> None:
    for metric in FAMILIES[family]:
        told = {key.segment_type for key, one in numbers.items() if _is(key, metric, one)}
        assert told == SEGMENTS.get(metric, {"all"}), metric


def _is(key: Key, metric: str, number: Number) -> bool:
    return key.metric == metric and bool(number.numerator)


def test_every_branch_of_the_definitions_occurs(
    customers: Customers, numbers: dict[Key, Number]
) -> None:
    assert {one.category for one in customers.surveys} == {
        *("promoter", "passive", "detractor", None)
    }
    outcomes = {(one.is_reached, one.is_recovered) for one in customers.moments}
    assert len(outcomes) == 4
    for metric in ("onboarding_completion_rate", "product_activation_rate", "social_proof_yield"):
        rows = [number for key, number in numbers.items() if key.metric == metric]
        assert {bool(one.numerator) for one in rows} == {True, False}, metric
        assert any(one.numerator < (one.denominator or 0) for one in rows), metric
    months = [key.period_start for key in numbers if key.metric == "nps"]
    answered = {key.period_start for key in numbers if key.metric == "survey_response_rate"}
    assert min(answered) < min(months)


def _rows(company: Company, query: str) -> set[tuple[Any, ...]]:
    return set(company.rows(query))


def test_each_account_and_month_has_the_score_of_the_files(
    company: Company, customers: Customers
) -> None:
    found = _rows(company, "select account_key, month, engagement_score from marts.fct_retention")
    kept = {(account, month) for account, month, _ in found}
    scores = {(*key, score) for key, score in customers.scores.items() if key in kept}
    assert {row for row in found if row[2]} == {row for row in scores if row[2]}
    assert len(kept) == len(found)


def test_each_survey_is_that_of_the_files(company: Company, customers: Customers) -> None:
    found = _rows(
        company,
        """
        select response_id, person_key, account_key, category, is_answered
        from marts.fct_survey_response
        """,
    )
    assert found == {
        (one.response_id, one.person, one.account, one.category, one.answered_at is not None)
        for one in customers.surveys
    }


def test_each_key_moment_is_that_of_the_files(company: Company, customers: Customers) -> None:
    found = company.rows(
        """
        select moment, account_key, contract_id, due_on, is_reached, is_recovered
        from marts.fct_key_moment
        """
    )
    assert sorted(found) == sorted(tuple(one) for one in customers.moments)


def test_each_new_account_is_onboarded_as_the_files_say(
    company: Company, customers: Customers
) -> None:
    found = _rows(company, "select account_key, is_completed from marts.fct_onboarding")
    done = onboarded(customers.company, customers.stream)
    assert found == {(account, account in done) for account in customers.company.first_contracts}
