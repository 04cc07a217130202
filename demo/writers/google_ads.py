"""Google Ads: the accounts, campaigns, ads and keywords, and their figures by day."""

from __future__ import annotations

from typing import Any

import numpy as np

from demo import clock
from demo.ads import (
    CUSTOMER_ABROAD,
    EUR_CUSTOMER,
    GOOGLE,
    GOOGLE_ABROAD,
    USD_CUSTOMER,
    ZONE_ABROAD,
    Campaign,
    Traffic,
    buy,
    together,
)
from demo.clock import DAY
from demo.company import BEGIN, FIRST_DAY, SITE, SYNC_DELAY
from demo.writers.media import dates, row_ids, synced
from demo.writers.tables import Row, Tables

NETWORK = {"ad_network_type": "SEARCH", "device": "DESKTOP"}
CUSTOMERS = (
    (EUR_CUSTOMER, "EUR", "Lumenia", "Europe/Paris"),
    (USD_CUSTOMER, "USD", "Lumenia US", "Europe/Paris"),
    (CUSTOMER_ABROAD, "USD", "Lumenia Inc.", ZONE_ABROAD),
)


def write_reference(
    tables: Tables, rng: np.random.Generator, scale: float, abroad: np.random.Generator
) -> None:
    """Every row of the platform; what was bought abroad has draws of its own."""
    bought: dict[int, list[Traffic]] = {CUSTOMER_ABROAD: _write_abroad(tables, abroad, scale)}
    for campaign in GOOGLE:
        traffic = buy(rng, campaign, scale)
        bought.setdefault(campaign.account, []).append(traffic)
        _write_history(tables, campaign)
        _write_stats(tables, campaign, traffic)
        _write_search_terms(tables, campaign, traffic.on(rng.random(len(traffic.days)) < 0.3))
    for customer, currency, name, zone in CUSTOMERS:
        tables.add(
            "google_ads.account_history",
            id=customer,
            currency_code=currency,
            descriptive_name=name,
            time_zone=zone,
            auto_tagging_enabled=True,
            updated_at=BEGIN,
            _fivetran_active=True,
            _fivetran_synced=BEGIN + SYNC_DELAY,
        )
        whole = together(bought[customer])
        ids = {"_fivetran_id": row_ids("account", customer, whole.days)}
        columns = {**_figures(customer, whole), **NETWORK, **ids}
        tables.add_bulk("google_ads.account_stats", columns, len(whole.days))


def _write_abroad(tables: Tables, rng: np.random.Generator, scale: float) -> list[Traffic]:
    """A campaign whose days are told by device."""
    _write_history(tables, GOOGLE_ABROAD)
    parts = [buy(rng, GOOGLE_ABROAD, scale) for _ in range(2)]
    for device, traffic in zip(("DESKTOP", "MOBILE"), parts, strict=True):
        days = row_ids(f"campaign-{device}", GOOGLE_ABROAD.number, traffic.days)
        own = {"id": GOOGLE_ABROAD.number, "_fivetran_id": days, **NETWORK, "device": device}
        columns = {**_figures(CUSTOMER_ABROAD, traffic), **own}
        tables.add_bulk("google_ads.campaign_stats", columns, len(traffic.days))
    return parts


def _ids(campaign: Campaign) -> tuple[int, int, int]:
    """The ids of a campaign's ad group, ad and keyword."""
    return campaign.number * 10, campaign.number * 100, campaign.number * 1000


def _criterion(campaign: Campaign) -> str:
    group, _, keyword = _ids(campaign)
    return f"customers/{campaign.account}/adGroupCriteria/{group}~{keyword}"


def _figures(customer: int, traffic: Traffic) -> dict[str, Any]:
    return {
        "date": dates(traffic.days),
        "customer_id": customer,
        "clicks": traffic.clicks,
        "impressions": traffic.impressions,
        "cost_micros": traffic.cost_micros,
        "conversions": traffic.conversions,
        "conversions_value": 0,
        "view_through_conversions": 0,
        "_fivetran_synced": synced(traffic.days),
    }


def _write_stats(tables: Tables, campaign: Campaign, traffic: Traffic) -> None:
    group, ad, keyword = _ids(campaign)
    own: dict[str, dict[str, Any]] = {
        "campaign_stats": {
            "id": campaign.number,
            "_fivetran_id": row_ids("campaign", campaign.number, traffic.days),
        },
        "ad_group_stats": {
            "id": group,
            "campaign_id": campaign.number,
            "_fivetran_id": row_ids("group", group, traffic.days),
        },
        "ad_stats": {
            "ad_id": ad,
            "campaign_id": campaign.number,
            "ad_group": f"customers/{campaign.account}/adGroups/{group}",
            "ad_group_id": str(group),
            "keyword_ad_group_criterion": _criterion(campaign),
        },
        "keyword_stats": {
            "ad_group_id": group,
            "campaign_id": campaign.number,
            "ad_group_criterion_criterion_id": keyword,
            "_fivetran_id": row_ids("keyword", keyword, traffic.days),
        },
    }
    for table, columns in own.items():
        tables.add_bulk(
            f"google_ads.{table}",
            {**_figures(campaign.account, traffic), **NETWORK, **columns},
            len(traffic.days),
        )


def _write_search_terms(tables: Tables, campaign: Campaign, traffic: Traffic) -> None:
    group, _, keyword = _ids(campaign)
    columns = {
        **_figures(campaign.account, traffic),
        "campaign_id": campaign.number,
        "ad_group_id": group,
        "search_term": f"{campaign.keyword} prix",
        "search_term_match_type": "BROAD",
        "status": "NONE",
        "info_text": campaign.keyword,
        "keyword_ad_group_criterion": _criterion(campaign),
        "_fivetran_id": row_ids("term", keyword, traffic.days),
    }
    tables.add_bulk("google_ads.search_term_keyword_stats", columns, len(traffic.days))


def _write_history(tables: Tables, campaign: Campaign) -> None:
    group, ad, keyword = _ids(campaign)
    begun = clock.at(FIRST_DAY + campaign.begin)
    last: Row = {
        "_fivetran_active": True,
        "updated_at": begun,
        "_fivetran_synced": begun + SYNC_DELAY,
    }
    earlier = {**last, "_fivetran_active": False, "updated_at": begun - 5 * DAY}
    for version, status in ((earlier, "PAUSED"), (last, "ENABLED")):
        tables.add(
            "google_ads.campaign_history",
            id=campaign.number,
            customer_id=campaign.account,
            name=campaign.name,
            advertising_channel_type="SEARCH",
            serving_status="SERVING",
            status=status,
            start_date=str(clock.date_of(FIRST_DAY + campaign.begin)),
            **version,
        )
    tables.add(
        "google_ads.ad_group_history",
        id=group,
        campaign_id=campaign.number,
        campaign_name=campaign.name,
        name=f"{campaign.name} - groupe",
        status="ENABLED",
        type="SEARCH_STANDARD",
        **last,
    )
    tags = f"utm_source=google&utm_medium=cpc&utm_campaign={campaign.name}"
    tables.add(
        "google_ads.ad_history",
        id=ad,
        ad_group_id=group,
        name=f"{campaign.name} - annonce",
        status="ENABLED",
        type="RESPONSIVE_SEARCH_AD",
        final_urls=f"[{SITE}/offre/essai?{tags}]",
        display_url=SITE,
        **last,
    )
    tables.add(
        "google_ads.ad_group_criterion_history",
        id=keyword,
        ad_group_id=group,
        base_campaign_id=campaign.number,
        type="KEYWORD",
        status="ENABLED",
        keyword_match_type="PHRASE",
        keyword_text=campaign.keyword,
        **last,
    )
