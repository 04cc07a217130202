"""The second reading of what the platforms report, on figures added up by hand."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.oracle.awareness import media_numbers
from tests.oracle.media import claims, rows
from tests.oracle.numbers import Key, Number
from tests.oracle.reading import Landing, Rates
from tests.unit.rows_by_hand import instant, land

AS_OF = instant("2025-03-31 22:00")
MONTH = datetime.date(2025, 3, 1)
FEBRUARY = datetime.date(2025, 2, 1)
JANUARY = datetime.date(2025, 1, 1)


@pytest.fixture
def numbers(tmp_path: Path) -> dict[Key, Number]:
    """The numbers of a small company in the spring of 2025."""
    land(
        *(tmp_path, "google_ads/account_history"),
        "id bigint, updated_at timestamp, currency_code text",
        *("1, '2024-01-01', 'EUR'", "1, '2025-01-01', 'USD'"),
    )
    land(
        *(tmp_path, "google_ads/campaign_stats"),
        "_fivetran_id text, customer_id bigint, id bigint, date date, impressions bigint, "
        "clicks bigint, cost_micros bigint, conversions bigint",
        "'a', 1, 7, '2025-03-02', 100, 3, 1000001, 1",
        "'b', 1, 7, '2025-03-02', 50, 0, 1000000, 0",
        "'b', 1, 7, '2025-03-02', 50, 0, 1000000, 0",
        "'c', 1, 7, '2025-02-28', 10, 1, 3000000, 2",
        "'d', 1, 7, '2025-04-01', 10, 1, 3000000, 2",
    )
    land(
        *(tmp_path, "facebook_ads/account_history"),
        "id bigint, _fivetran_synced timestamp, currency text",
        "5, '2024-01-01', 'EUR'",
    )
    land(
        *(tmp_path, "facebook_ads/ad_history"),
        "id bigint, updated_time timestamp, campaign_id bigint, account_id bigint",
        *("51, '2024-01-01', 50, 5", "52, '2024-01-01', 50, 5"),
    )
    land(
        *(tmp_path, "facebook_ads/basic_ad"),
        "ad_id text, account_id bigint, date date, impressions bigint, reach bigint, "
        "inline_link_clicks bigint, spend double",
        "'51', 5, '2025-03-02', 40, 30, 2, 1.1",
        "'52', 5, '2025-03-02', 60, 50, null, 2.2",
        "'51', 5, '2025-03-03', 20, 15, null, 0.5",
    )
    land(
        *(tmp_path, "facebook_ads/basic_ad_actions"),
        "_fivetran_id text, ad_id text, index bigint, date date, action_type text, value double",
        "'x', '51', 0, '2025-03-02', 'lead', 1.5",
        "'y', '51', 1, '2025-03-02', 'link_click', 9",
        "'v', '51', 2, '2025-03-02', 'offsite_conversion.fb_pixel_lead', 1",
        "'z', '52', 0, '2025-03-02', 'purchase', 2",
    )
    land(
        *(tmp_path, "files/social_accounts"),
        "platform text, account_id text, date date, followers bigint, reach bigint, "
        "impressions bigint, engagements bigint, link_clicks bigint",
        "'x', 'one', '2025-01-31', 100, 8, 50, 5, null",
        "'x', 'one', '2025-03-30', 120, 9, 60, 6, 1",
        "'x', 'one', '2025-03-31', null, 90, null, 4, 2",
        "'x', 'two', '2025-03-01', 10, null, 40, null, null",
        "'y', 'three', '2025-03-01', null, null, null, 3, null",
    )
    land(
        *(tmp_path, "files/exchange_rates"),
        "date date, from_currency text, to_currency text, rate decimal(18;8)",
        *("'2025-02-27', 'USD', 'EUR', 0.9", "'2025-03-15', 'usd', 'EUR', 0.8"),
    )
    landing = Landing(tmp_path)
    return media_numbers(rows(landing, Rates(landing, AS_OF), AS_OF), claims(landing, AS_OF))


def test_clicks_and_impressions(numbers: dict[Key, Number]) -> None:
    def of(metric: str, segment: str = "all", value: str = "all") -> Number:
        return numbers[Key(metric, "month", MONTH, segment, value)]

    assert of("impressions") == Number(Decimal(150 + 120 + 100))
    assert of("impressions", "channel", "social") == Number(Decimal(100))
    assert of("clicks") == of("clicks", "platform", "google_ads") == Number(Decimal(3))
    assert of("click_through_rate") == Number(Decimal(3), Decimal(150))
    # Facebook reports them on the first of its days, the account `one` on both of its own, on the
    # second without impressions: a rate is of rows that tell both.
    assert of("link_clicks") == Number(Decimal(2 + 1 + 2))
    assert of("link_click_through_rate") == Number(Decimal(2 + 1), Decimal(100 + 60))
    assert of("highest_daily_reach", "platform", "x") == Number(Decimal(90))
    assert of("highest_daily_reach", "platform", "facebook_ads") == Number(Decimal(15))
    assert of("platform_claimed_conversions", "platform", "google_ads") == Number(Decimal(1))
    claimed = of("platform_claimed_conversions", "platform", "facebook_ads")
    assert claimed == Number(Decimal("3.5"))


def test_followers(numbers: dict[Key, Number]) -> None:
    found = {
        (key.metric, key.period_start, key.segment_value): number
        for key, number in numbers.items()
        if "followers" in key.metric
    }
    assert found == {
        ("followers", JANUARY, "x"): Number(Decimal(100)),
        ("followers", MONTH, "x"): Number(Decimal(130)),
        # The month in between has no number, and `two` had none before.
        ("followers_net_change", MONTH, "x"): Number(Decimal(20)),
        ("engagement_rate_by_followers", JANUARY, "x"): Number(Decimal(5), Decimal(100)),
        ("engagement_rate_by_followers", MONTH, "x"): Number(Decimal(10), Decimal(130)),
    }
    by_impressions = Key("engagement_rate_by_impressions", "month", MONTH, "platform", "x")
    assert numbers[by_impressions] == Number(Decimal(6), Decimal(60))


def test_spend_is_converted_by_campaign_and_day(numbers: dict[Key, Number]) -> None:
    def of(metric: str, month: datetime.date, segment: str, value: str) -> Number:
        return numbers[Key(metric, "month", month, segment, value)]

    assert of("media_spend", MONTH, "currency", "USD") == Number(Decimal("2.000001"))
    # 2.000001 x 0.8 = 1.6000008, and 1.1 + 2.2 + 0.5 euros.
    assert of("media_spend", MONTH, "all", "all") == Number(Decimal("5.400001"))
    assert of("media_spend", FEBRUARY, "all", "all") == Number(Decimal("2.7"))
    assert of("cost_per_click", MONTH, "all", "all") == Number(Decimal("1.600001"), Decimal(3))
    assert of("cost_per_thousand_impressions", MONTH, "all", "all") == Number(
        Decimal("5.400001"), Decimal("0.27")
    )
