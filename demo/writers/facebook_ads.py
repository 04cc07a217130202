"""Facebook Ads: the account, campaigns and ads, and their figures by day."""

from __future__ import annotations

from typing import Any

import numpy as np

from demo import clock
from demo.ads import FACEBOOK, FACEBOOK_ACCOUNT, Campaign, Traffic, buy, together
from demo.company import BEGIN, FIRST_DAY, SITE, SYNC_DELAY
from demo.writers.media import dates, row_ids, synced
from demo.writers.tables import Row, Tables


def write_reference(tables: Tables, rng: np.random.Generator, scale: float) -> None:
    """Every row of the platform."""
    tables.add(
        "facebook_ads.account_history",
        id=FACEBOOK_ACCOUNT,
        name="Lumenia",
        account_status="ACTIVE",
        business_country_code="FR",
        created_time=BEGIN,
        currency="EUR",
        timezone_name="Europe/Paris",
        timezone_offset_hours_utc=1.0,
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
        account_id=FACEBOOK_ACCOUNT,
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
        account_id=FACEBOOK_ACCOUNT,
        campaign_id=campaign.number,
        name=f"{campaign.name} - audience",
        status="ACTIVE",
        updated_time=begun,
        start_time=begun,
        bid_strategy="LOWEST_COST_WITHOUT_CAP",
        optimization_goal="LEAD_GENERATION",
        **synced_at,
    )
    tables.add(
        "facebook_ads.ad_history",
        id=ad,
        account_id=FACEBOOK_ACCOUNT,
        campaign_id=campaign.number,
        ad_set_id=ad_set,
        creative_id=creative,
        name=f"{campaign.name} - annonce",
        updated_time=begun,
        **synced_at,
    )
    tables.add(
        "facebook_ads.creative_history",
        _fivetran_id=f"creative-{creative}",
        id=creative,
        account_id=FACEBOOK_ACCOUNT,
        name=f"{campaign.name} - visuel",
        page_link=f"{SITE}/offre/essai",
        url_tags=f"utm_source=facebook&utm_medium=paid_social&utm_campaign={campaign.name}",
        **synced_at,
    )
