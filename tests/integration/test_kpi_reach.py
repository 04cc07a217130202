"""Awareness, e-mail and attribution, counted a second time from the files that landed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

import duckdb
import pytest

from tests.integration.company import Company
from tests.integration.company_truth import Truth
from tests.integration.test_company_promises import newsletter_of_landing
from tests.oracle.attribution import (
    ATTRIBUTION,
    Conversion,
    Touches,
    attribution_numbers,
    by_person,
    campaign_codes,
    conversions,
    credits_of,
    deals_won,
    monthly,
)
from tests.oracle.awareness import (
    MEDIA,
    NEWSLETTER,
    SITE,
    joined_at,
    media_numbers,
    newsletter_numbers,
    site_numbers,
)
from tests.oracle.mailing import EMAIL, email_numbers
from tests.oracle.media import Row, claims, rows
from tests.oracle.messages import Mailbag, read_mail
from tests.oracle.numbers import Key, Number, differences, published
from tests.oracle.reading import Instant, Landing, Native, Rates
from tests.oracle.site import Event, Session, events, sessions

FAMILIES = {
    "media": MEDIA,
    "site": SITE,
    "newsletter": NEWSLETTER,
    "email": EMAIL,
    "attribution": ATTRIBUTION,
}


class Reading:
    """One company's files as the oracles read them; only who is who comes from the warehouse."""

    def __init__(self, company: Company, truth: Truth) -> None:
        self.company, self.truth = company, truth
        self.landing = Landing(company.landing)
        told = datetime.datetime.fromisoformat(truth.figures["as_of"].replace("Z", "+00:00"))
        self.as_of: Instant = told.replace(tzinfo=None)
        self.rates = Rates(self.landing, self.as_of)

    def _who(self, query: str) -> list[tuple[Any, ...]]:
        return self.truth.rows(query)

    @cached_property
    def people(self) -> dict[Native, int]:
        """The person of each native id."""
        query = "select source_system, native_id, person_key from {marts}.marts.person_links"
        return {(system, number): key for system, number, key in self._who(query)}

    @cached_property
    def accounts(self) -> dict[Native, int]:
        """The account of each native id."""
        query = "select source_system, native_id, account_key from {marts}.marts.account_links"
        return {(system, number): key for system, number, key in self._who(query)}

    @cached_property
    def account_of(self) -> dict[int, int | None]:
        """The account of each person."""
        query = "select person_key, account_key from {marts}.marts.dim_person"
        return dict(self._who(query))

    @cached_property
    def leads(self) -> dict[int, list[Instant]]:
        """When each person became a qualified lead."""
        return by_person(
            self.truth.rows("""
                select native_system, native_id, qualified_at
                from read_parquet('{truth}/qualified_leads.parquet')
            """),
            self.people,
            self.as_of,
        )

    @cached_property
    def media(self) -> list[Row]:
        """The days of campaigns and social accounts."""
        return rows(self.landing, self.rates, self.as_of)

    @cached_property
    def mail(self) -> Mailbag:
        """All e-mails."""
        return read_mail(self.landing, self.as_of)

    @cached_property
    def events(self) -> list[Event]:
        """All that happened on the site."""
        return events(self.landing, self.as_of)

    @cached_property
    def sessions(self) -> list[Session]:
        """All visits."""
        return sessions(self.events)

    @cached_property
    def conversions(self) -> list[Conversion]:
        """Leads and first sales."""
        deals = deals_won(self.landing, self.people, self.accounts, self.account_of, self.as_of)
        return conversions(self.leads, deals, self.account_of, self.rates)

    @cached_property
    def touches(self) -> Touches:
        """What touched people."""
        codes = campaign_codes(self.landing)
        return Touches(self.sessions, self.mail.clicks, self.people, codes)

    def numbers(self, family: str) -> Mapping[Key, Number]:
        """The rows of `kpi` of a family of metrics."""
        if family == "media":
            return media_numbers(self.media, claims(self.landing, self.as_of))
        if family == "site":
            return site_numbers(self.events, self.sessions)
        if family == "newsletter":
            return self._newsletter()
        if family == "email":
            return email_numbers(self.mail.messages, self.people, self.leads)
        return attribution_numbers(self.conversions, self.touches)

    def _newsletter(self) -> Mapping[Key, Number]:
        stays = newsletter_of_landing(self.company, self.truth)
        return newsletter_numbers(self.events, joined_at(self.landing), stays, self.as_of)


@pytest.fixture(scope="module")
def reading(company: Company, truth: Truth) -> Reading:
    """What the oracles read of a company."""
    return Reading(company, truth)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_number(reading: Reading, family: str) -> None:
    with duckdb.connect(str(reading.company.published), read_only=True) as connection:
        found = published(connection, FAMILIES[family])
    assert differences(reading.numbers(family), found) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_metric_says_something(reading: Reading, family: str) -> None:
    """A number that is always zero is a number that nobody has tested."""
    numbers = reading.numbers(family)
    speaking = {key.metric for key, number in numbers.items() if number.numerator}
    assert speaking == set(FAMILIES[family])


def test_every_credit(reading: Reading) -> None:
    """Who has which share of each conversion in each model: to the ninth decimal."""
    expected = sorted(
        (
            conversion.kind,
            conversion.account or conversion.person,
            conversion.at,
            model,
            str(credit.touched_at),
            credit.channel,
            credit.credit,
            credit.value or Decimal(0),
        )
        for conversion in reading.conversions
        for model, credit in credits_of(conversion, reading.touches.before(conversion))
    )
    found = reading.truth.rows("""
        select
            conversion,
            case
                when conversion = 'first_sale' then coalesce(account_key, person_key)
                else person_key
            end,
            converted_at, model, touched_at, channel, credit, value_reporting
        from {marts}.marts.fct_attribution
    """)
    assert sorted((*row[:4], str(row[4]), *row[5:]) for row in found) == expected


def test_every_month_of_a_campaign(reading: Reading) -> None:
    lines = monthly(reading.conversions, reading.touches, reading.media)
    found = reading.truth.rows("""
        select
            lines.month, lines.conversion, lines.model, lines.channel,
            coalesce(campaigns.platform, ''), coalesce(campaigns.campaign_id, ''),
            lines.credits, lines.value_reporting, lines.spend_reporting
        from {marts}.marts.attribution_monthly as lines
        left join {marts}.marts.dim_campaign as campaigns using (campaign_key)
    """)
    assert {(*row[:4], (row[4], row[5])): row[6:] for row in found} == {
        key: (line.credits, line.value, line.spend) for key, line in lines.items()
    }
    assert {key[4][0] for key, line in lines.items() if line.credits and line.spend} == {
        "google_ads",
        "facebook_ads",
    }


def test_conversions_have_none_one_two_and_many_touches(reading: Reading) -> None:
    counts = {len(reading.touches.before(one)) for one in reading.conversions}
    assert {0, 1, 2} < counts
    # A sale to an account may be prepared by several of its people.
    assert any(len(one.people) > 1 for one in reading.conversions)
