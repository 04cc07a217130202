"""Facebook Ads: the account, campaigns and ads, and their figures by day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from demo import clock
from demo.ads import (
    FACEBOOK,
    FACEBOOK_ABROAD,
    FACEBOOK_ACCOUNT,
    META_ABROAD,
    ZONE_ABROAD,
    Campaign,
    Traffic,
    buy,
    together,
)
from demo.company import BEGIN, FIRST_DAY, SITE, SYNC_DELAY
from demo.writers.media import dates, row_ids, synced
from demo.writers.tables import Row, Tables

ACCOUNTS = (
    (FACEBOOK_ACCOUNT, "Lumenia", "FR", "EUR", "Europe/Paris", 1.0),
    (FACEBOOK_ABROAD, "Lumenia Inc.", "US", "USD", ZONE_ABROAD, -5.0),
)
# What Facebook counts after an ad abroad, in shares of its clicks.
ACTIONS_ABROAD = (
    ("post_engagement", 0.8),
    ("lead", 0.1),
    ("purchase", 0.05),
    ("offsite_conversion.fb_pixel_lead", 0.07),
    ("offsite_conversion.fb_pixel_view_content", 0.3),
)


def write_reference(
    tables: Tables, rng: np.random.Generator, scale: float, abroad: np.random.Generator
) -> None:
    """Every row of the platform; what was bought abroad has draws of its own."""
    for account, name, country, currency, zone, hours in ACCOUNTS:
        tables.add(
            "facebook_ads.account_history",
            id=account,
            name=name,
            account_status="ACTIVE",
            business_country_code=country,
            created_time=BEGIN,
            currency=currency,
            timezone_name=zone,
            timezone_offset_hours_utc=hours,
            _fivetran_synced=BEGIN + SYNC_DELAY,
        )
    bought: list[Traffic] = []
    for campaign in FACEBOOK:
        traffic = buy(rng, campaign, scale)
        bought.append(traffic)
        _write_history(tables, campaign)
        _write_ad(tables, campaign, traffic)
        leads = traffic.on(traffic.conversions > 0)
        worth = np.round(leads.conversions * rng.uniform(40, 90, len(leads.days)), 2)
        columns = _action("lead", 1, leads, worth)
        columns["ad_id"] = str(_ad(campaign))
        columns["_fivetran_id"] = row_ids("value", _ad(campaign), leads.days)
        tables.add_bulk("facebook_ads.basic_ad_action_values", columns, len(leads.days))
    _write_places(tables, together(bought))
    _write_abroad(tables, abroad, scale)


def _write_abroad(tables: Tables, rng: np.random.Generator, scale: float) -> None:
    """A campaign of another account, which for some weeks shows two ads."""
    _write_history(tables, META_ABROAD)
    for number in (0, 1):
        # The second ad is seen by more people than the first.
        traffic = buy(rng, META_ABROAD, scale * (1 + 3 * number))
        if number:
            traffic = traffic.on((traffic.days > 20_400) & (traffic.days % 3 > 0))
            _write_version(tables, META_ABROAD, _ad(META_ABROAD) + number)
        ad = str(_ad(META_ABROAD) + number)
        own = {"ad_id": ad, "ad_name": f"us {number}", "account_id": FACEBOOK_ABROAD}
        # On some days the platform has not counted clicks on links.
        links = pa.array(traffic.clicks, pa.int64(), mask=traffic.days % 11 == 0)
        columns = {**_figures(traffic), **own, "inline_link_clicks": links}
        tables.add_bulk("facebook_ads.basic_ad", columns, len(traffic.days))
        for index, (name, share) in enumerate(ACTIONS_ABROAD):
            # A platform counts parts of a conversion where several ads led to it.
            values = np.round(traffic.clicks * share, 2)
            some = traffic.on(values > 0)
            columns = _action(name, index, some, values[values > 0])
            columns["_fivetran_id"] = row_ids(f"abroad-{name}-{number}", int(ad), some.days)
            columns["ad_id"] = ad
            tables.add_bulk("facebook_ads.basic_ad_actions", columns, len(some.days))


def _ad(campaign: Campaign) -> int:
    return campaign.number * 100


def _figures(traffic: Traffic) -> dict[str, Any]:
    reach = (traffic.impressions * 0.7).astype(np.int64)
    return {
        "date": dates(traffic.days),
        "impressions": traffic.impressions,
        "reach": reach,
        "frequency": np.round(traffic.impressions / np.maximum(reach, 1), 2),
        "inline_link_clicks": traffic.clicks,
        "spend": np.round(traffic.cost_micros / 1_000_000, 2),
        "_fivetran_synced": synced(traffic.days),
    }


def _action(name: str, index: int, traffic: Traffic, values: Any) -> dict[str, Any]:
    return {
        "action_type": name,
        "date": dates(traffic.days),
        "index": index,
        "value": values.astype(np.float64),
        "_fivetran_synced": synced(traffic.days),
    }


def _write_actions(tables: Tables, table: str, key: int, traffic: Traffic, owner: Row) -> None:
    """What people did after an ad: clicks on its link, and leads."""
    for index, name in enumerate(("link_click", "lead")):
        values = traffic.clicks if name == "link_click" else traffic.conversions
        some = traffic.on(values > 0)
        columns = _action(name, index, some, values[values > 0])
        columns["_fivetran_id"] = row_ids(f"{table}-{name}", key, some.days)
        tables.add_bulk(f"facebook_ads.{table}", {**columns, **owner}, len(some.days))


def _write_ad(tables: Tables, campaign: Campaign, traffic: Traffic) -> None:
    ad = _ad(campaign)
    own = {
        "ad_id": str(ad),
        "ad_name": f"{campaign.name} - annonce",
        "adset_name": f"{campaign.name} - audience",
        "account_id": FACEBOOK_ACCOUNT,
    }
    tables.add_bulk("facebook_ads.basic_ad", {**_figures(traffic), **own}, len(traffic.days))
    _write_actions(tables, "basic_ad_actions", ad, traffic, {"ad_id": str(ad)})


def _write_places(tables: Tables, whole: Traffic) -> None:
    """The account's figures by country and by region: it advertises in one of each."""
    owner = {"account_id": str(FACEBOOK_ACCOUNT)}
    for place, value in (("country", "FR"), ("region", "Île-de-France")):
        ids = row_ids(place, FACEBOOK_ACCOUNT, whole.days)
        columns = {**_figures(whole), **owner, place: value, "_fivetran_id": ids}
        tables.add_bulk(f"facebook_ads.demographics_{place}", columns, len(whole.days))
        table = f"demographics_{place}_actions"
        _write_actions(tables, table, FACEBOOK_ACCOUNT, whole, owner)


def _write_history(tables: Tables, campaign: Campaign) -> None:
    ad_set, ad, creative = campaign.number * 10, _ad(campaign), campaign.number * 1000
    begun = clock.at(FIRST_DAY + campaign.begin)
    synced_at: Row = {"_fivetran_synced": begun + SYNC_DELAY}
    tables.add(
        "facebook_ads.campaign_history",
        id=campaign.number,
        account_id=campaign.account,
        name=campaign.name,
        status="ACTIVE",
        created_time=begun,
        updated_time=begun,
        start_time=begun,
        **synced_at,
    )
    tables.add(
        "facebook_ads.ad_set_history",
        id=ad_set,
        account_id=campaign.account,
        campaign_id=campaign.number,
        name=f"{campaign.name} - audience",
        status="ACTIVE",
        updated_time=begun,
        start_time=begun,
        bid_strategy="LOWEST_COST_WITHOUT_CAP",
        optimization_goal="LEAD_GENERATION",
        **synced_at,
    )
    _write_version(tables, campaign, ad)
    tables.add(
        "facebook_ads.creative_history",
        _fivetran_id=f"creative-{creative}",
        id=creative,
        account_id=campaign.account,
        name=f"{campaign.name} - visuel",
        page_link=f"{SITE}/offre/essai",
        url_tags=f"utm_source=facebook&utm_medium=paid_social&utm_campaign={campaign.name}",
        **synced_at,
    )


def _write_version(tables: Tables, campaign: Campaign, ad: int) -> None:
    """An ad of a campaign."""
    begun = clock.at(FIRST_DAY + campaign.begin)
    tables.add(
        "facebook_ads.ad_history",
        id=ad,
        account_id=campaign.account,
        campaign_id=campaign.number,
        ad_set_id=campaign.number * 10,
        creative_id=campaign.number * 1000,
        name=f"{campaign.name} - annonce",
        updated_time=begun,
        _fivetran_synced=begun + SYNC_DELAY,
    )
