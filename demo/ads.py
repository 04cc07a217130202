"""Advertising: what was bought on Google Ads and Facebook Ads, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from demo.company import FIRST_DAY, LAST_DAY

Numbers = npt.NDArray[np.int64]
HISTORY = np.arange(FIRST_DAY, LAST_DAY + 1, dtype=np.int64)


@dataclass(frozen=True)
class Campaign:
    """A campaign, from one day to before another, both counted from the first day."""

    number: int
    name: str
    begin: int
    end: int
    clicks_a_day: float
    cost_a_click: float
    account: int
    keyword: str = ""


EUR_CUSTOMER, USD_CUSTOMER, FACEBOOK_ACCOUNT = 5_550_001, 5_550_002, 8_110_001
# Accounts that were opened abroad: their days are those of another time zone.
CUSTOMER_ABROAD, FACEBOOK_ABROAD = 5_550_003, 8_110_002
ZONE_ABROAD = "America/New_York"
INVOICING, TREASURY, ABROAD = "facturation electronique", "logiciel tresorerie", "e-invoicing"
GOOGLE = (
    Campaign(71_001, "marque", 0, 1096, 3.0, 0.6, EUR_CUSTOMER, "lumenia"),
    Campaign(71_002, "facturation-electronique", 20, 900, 5.0, 3.1, EUR_CUSTOMER, INVOICING),
    Campaign(71_003, "tresorerie", 400, 1096, 4.0, 2.7, EUR_CUSTOMER, TREASURY),
    Campaign(71_004, "invoicing-us", 500, 1000, 2.0, 4.2, USD_CUSTOMER, ABROAD),
)
FACEBOOK = (
    Campaign(92_001, "meta-dirigeants", 60, 1096, 4.0, 1.3, FACEBOOK_ACCOUNT),
    Campaign(92_002, "meta-webinaire", 200, 760, 3.0, 1.1, FACEBOOK_ACCOUNT),
)
GOOGLE_ABROAD = Campaign(71_005, "invoicing-display", 700, 940, 2.5, 1.9, CUSTOMER_ABROAD, ABROAD)
META_ABROAD = Campaign(92_003, "meta-us", 640, 980, 3.0, 1.4, FACEBOOK_ABROAD)
# Platform, campaign, source, medium and campaign's code in the links of the ads.
CODES = (
    *(("google_ads", one.number, "google", "cpc", one.name) for one in GOOGLE),
    *(("facebook_ads", one.number, "facebook", "paid_social", one.name) for one in FACEBOOK),
    ("google_ads", GOOGLE_ABROAD.number, "google", "display", None),
    ("facebook_ads", META_ABROAD.number, "Facebook", "Paid_Social", "Meta-US"),
    ("facebook_ads", META_ABROAD.number, "instagram", "paid_social", "meta-us"),
)


@dataclass(frozen=True)
class Traffic:
    """What a campaign, or several together, brought on each of some days."""

    days: Numbers
    clicks: Numbers
    impressions: Numbers
    cost_micros: Numbers
    conversions: Numbers

    def on(self, chosen: npt.NDArray[np.bool_]) -> Traffic:
        """The same on some of the days."""
        return Traffic(
            self.days[chosen],
            self.clicks[chosen],
            self.impressions[chosen],
            self.cost_micros[chosen],
            self.conversions[chosen],
        )


def buy(rng: np.random.Generator, campaign: Campaign, scale: float) -> Traffic:
    """A campaign's traffic; less at weekends, and more in a larger simulation."""
    days = HISTORY[campaign.begin : campaign.end]
    weekend = (days + 3) % 7 >= 5
    clicks = rng.poisson(campaign.clicks_a_day * scale * np.where(weekend, 0.35, 1.2))
    impressions = clicks * rng.integers(14, 40, len(days)) + rng.integers(5, 60, len(days))
    prices = campaign.cost_a_click * rng.uniform(0.8, 1.25, len(days))
    micros = (clicks * prices * 1_000_000).astype(np.int64)
    return Traffic(days, clicks, impressions, micros, rng.binomial(clicks, 0.04))


def together(parts: Sequence[Traffic]) -> Traffic:
    """The traffic of several campaigns, on the days on which any of them ran."""
    days = np.unique(np.concatenate([part.days for part in parts]))

    def total(name: str) -> Numbers:
        sums = np.zeros(len(days), dtype=np.int64)
        for part in parts:
            sums[np.searchsorted(days, part.days)] += getattr(part, name)
        return sums

    names = ("clicks", "impressions", "cost_micros", "conversions")
    return Traffic(days, *(total(name) for name in names))
