"""What the ad platforms and the social accounts report, a campaign's or an account's day a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tests.oracle.reading import Instant, Landing, Rates, business_day, month_of, seed

MILLIONTH = "0.000001"


@dataclass(frozen=True)
class Row:
    """A campaign's day on an ad platform, or a social account's day."""

    platform: str
    channel: str
    account: str
    campaign: str | None
    day: date
    impressions: int | None = None
    reach: int | None = None
    clicks: int | None = None
    link_clicks: int | None = None
    engagements: int | None = None
    followers: int | None = None
    spend: Decimal | None = None
    currency: str | None = None
    spend_reporting: Decimal | None = None

    @property
    def month(self) -> date:
        """The first day of its month."""
        return month_of(self.day)

    @property
    def is_social(self) -> bool:
        """Whether a social account reported it."""
        return self.campaign is None


class Claim(NamedTuple):
    """Conversions that a platform claims for itself."""

    platform: str
    day: date
    value: Decimal


def rows(landing: Landing, rates: Rates, as_of: Instant) -> list[Row]:
    """Every row of a day before that of an instant."""
    until = business_day(as_of)
    found = [*_google(landing, rates), *_facebook(landing, rates), *_social(landing)]
    return [row for row in found if row.day < until]


def _google(landing: Landing, rates: Rates) -> Iterable[Row]:
    currencies = _latest(
        landing.rows("google_ads/account_history", "id, updated_at, currency_code")
    )
    totals: dict[tuple[int, int, date], list[int]] = defaultdict(lambda: [0, 0, 0])
    for customer, campaign, day, _, *figures in landing.rows(
        "google_ads/campaign_stats",
        "customer_id, id, date, _fivetran_id, impressions, clicks, cost_micros",
    ):
        total = totals[customer, campaign, day]
        totals[customer, campaign, day] = [
            one + (other or 0) for one, other in zip(total, figures, strict=True)
        ]
    for (customer, campaign, day), (impressions, clicks, micros) in totals.items():
        spend, currency = Decimal(micros) / 1_000_000, str(currencies[customer])
        yield Row(
            platform="google_ads",
            channel="paid_search",
            account=str(customer),
            campaign=str(campaign),
            day=day,
            impressions=impressions,
            clicks=clicks,
            spend=spend,
            currency=currency,
            spend_reporting=rates.convert(spend, currency, month_of(day), MILLIONTH),
        )


def _facebook(landing: Landing, rates: Rates) -> Iterable[Row]:
    currencies = _latest(
        landing.rows("facebook_ads/account_history", "id, _fivetran_synced, currency")
    )
    campaigns = _latest(landing.rows("facebook_ads/ad_history", "id, updated_time, campaign_id"))
    accounts = _latest(landing.rows("facebook_ads/ad_history", "id, updated_time, account_id"))
    groups: dict[tuple[int, int, date], list[tuple[int, int | None, int | None, Decimal]]]
    groups, shown = defaultdict(list), set()
    for ad, account, day, *figures in landing.rows(
        "facebook_ads/basic_ad",
        """
        ad_id, account_id, date, impressions, reach, inline_link_clicks, spend::decimal(18, 2)
        """,
    ):
        impressions, reach, link_clicks, spend = figures
        key = (account, int(str(campaigns[int(ad)])), day)
        groups[key].append((impressions, reach, link_clicks, spend))
        shown.add((int(ad), day))
    # A conversion may come when the ad is shown no more.
    for number, day in set(_facebook_claims(landing)) - shown:
        groups[int(str(accounts[number])), int(str(campaigns[number])), day] += []
    for (account, campaign, day), ads in groups.items():
        spend, currency = sum((ad[3] for ad in ads), Decimal(0)), str(currencies[account])
        links = [ad[2] for ad in ads if ad[2] is not None]
        yield Row(
            platform="facebook_ads",
            channel="paid_social",
            account=str(account),
            campaign=str(campaign),
            day=day,
            impressions=sum(ad[0] for ad in ads),
            # Who saw one of the ads may have seen another one too.
            reach=ads[0][1] if len(ads) == 1 else None,
            link_clicks=sum(links) if links else None,
            spend=spend,
            currency=currency,
            spend_reporting=rates.convert(spend, currency, month_of(day), MILLIONTH),
        )


def _social(landing: Landing) -> Iterable[Row]:
    for platform, account, day, followers, reach, impressions, engagements, links in landing.rows(
        "files/social_accounts",
        "platform, account_id, date, followers, reach, impressions, engagements, link_clicks",
    ):
        yield Row(
            platform=platform,
            channel="social",
            account=account,
            campaign=None,
            day=day,
            impressions=impressions,
            reach=reach,
            link_clicks=links,
            engagements=engagements,
            followers=followers,
        )


def claims(landing: Landing, as_of: Instant) -> list[Claim]:
    """What the platforms claim, by day before that of an instant."""
    found = [
        Claim("google_ads", day, Decimal(str(value)))
        for _, day, value in landing.rows(
            "google_ads/campaign_stats", "_fivetran_id, date, conversions"
        )
        if value is not None
    ]
    found += [
        Claim("facebook_ads", day, value) for (_, day), value in _facebook_claims(landing).items()
    ]
    until = business_day(as_of)
    return [one for one in found if one.day < until]


def _facebook_claims(landing: Landing) -> dict[tuple[int, date], Decimal]:
    """Of each ad and day what is claimed: a type counts where none that contains it was landed."""
    wider = {
        row["action_type"]: set((row["contained_in"] or "").split("|"))
        for row in seed("platform_conversions")
        if row["platform"] == "facebook_ads" and row["is_conversion"] == "true"
    }
    landed: dict[tuple[int, date], list[tuple[str, Decimal]]] = defaultdict(list)
    for _, ad, _, day, kind, value in landing.rows(
        "facebook_ads/basic_ad_actions",
        '_fivetran_id, ad_id, "index", date, action_type, value::decimal(18, 6)',
    ):
        if kind in wider and value is not None:
            landed[int(ad), day].append((kind, value))
    return {
        key: sum(
            (value for kind, value in found if not wider[kind] & {other for other, _ in found}),
            Decimal(0),
        )
        for key, found in landed.items()
    }


def _latest(rows: Iterable[tuple[int, Instant, object]]) -> dict[int, object]:
    """Of each id the value of its last version."""
    return {number: value for number, _, value in sorted(rows, key=lambda row: row[:2])}
