"""Real visits, sales and ad spend of a shop, landed as docs/landing.md says, and shared by models.

The expected credits were computed by others, by queries of their own, over the same rows: a window
of thirty days with both ends included. The shop's campaigns are landed as its ad platforms would
report them, and its links' codes as `files.campaign_codes`.
"""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.integration.company import Company, found, shared_data

# Our models, and what the expected figures call them.
MODELS = {
    "first_touch": "first_touch",
    "last_touch": "last_touch",
    "position": "forty_twenty_forty",
    "linear": "linear",
}
PLATFORMS = {"adwords": "google_ads", "facebook_ads": "facebook_ads"}
CODES = ("utm_source", "utm_medium", "utm_campaign")
SYNCED = "2020-03-01 00:00:00"
# Values are rounded down to the millionth and the last touch of a sale takes the rest: with at
# most seven touches a sale, no sum here is further off than this.
ROUNDED = Decimal("0.00001")
Row = dict[str, str]


def _read(name: str) -> list[Row]:
    file = shared_data("attribution_playbook") / "raw" / name
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _land(landing: Path, table: str, rows: list[dict[str, object]]) -> None:
    file = landing / f"{table}.csv"
    file.parent.mkdir(exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _land_people(landing: Path, sessions: list[Row], sales: list[Row]) -> None:
    people = sorted({row["customer_id"] for row in [*sessions, *sales]})
    contacts: list[dict[str, object]] = [{"contact_id": person} for person in people]
    visits: list[dict[str, object]] = [
        {
            "event_id": row["session_id"],
            "visitor_id": row["customer_id"],
            "session_id": row["session_id"],
            "contact_id": row["customer_id"],
            "event_name": "page_view",
            "occurred_at": row["started_at"],
            **{code: row[code] for code in CODES},
        }
        for row in sessions
    ]
    deals: list[dict[str, object]] = [
        {
            "deal_id": number,
            "contact_id": row["customer_id"],
            "kind": "new_business",
            "outcome": "won",
            "amount": row["revenue"],
            "currency": "EUR",
            "closed_at": row["converted_at"],
        }
        for number, row in enumerate(sales)
    ]
    _land(landing, "files/contacts", contacts)
    _land(landing, "files/web_events", visits)
    _land(landing, "files/deals", deals)


def _land_spend(landing: Path, spend: list[Row]) -> None:
    """Each campaign gets an id that says nothing of its name; its codes alone lead to it."""
    carried = sorted({tuple(row[code] for code in CODES) for row in spend})
    ids = {codes: 900 + number for number, codes in enumerate(carried)}
    codes: list[dict[str, object]] = [
        {"platform": PLATFORMS[key[0]], "campaign_id": number, **dict(zip(CODES, key, strict=True))}
        for key, number in ids.items()
    ]
    _land(landing, "files/campaign_codes", codes)
    account: dict[str, object] = {"id": 1, "updated_at": SYNCED, "_fivetran_synced": SYNCED}
    google, facebook = ([row for row in spend if row["utm_source"] == name] for name in PLATFORMS)
    stats: list[dict[str, object]] = [
        {
            "_fivetran_id": f"r{number}",
            "customer_id": 1,
            "id": ids[tuple(row[code] for code in CODES)],
            "date": row["date_day"],
            "_fivetran_synced": SYNCED,
            "cost_micros": int(row["spend"]) * 1_000_000,
            "impressions": 1,
            "clicks": 1,
        }
        for number, row in enumerate(google)
    ]
    _land(landing, "google_ads/account_history", [{**account, "currency_code": "EUR"}])
    campaigns: list[dict[str, object]] = [
        {"id": number, "updated_at": SYNCED, "_fivetran_synced": SYNCED, "name": "Same name"}
        for number in ids.values()
    ]
    _land(landing, "google_ads/campaign_history", campaigns)
    _land(landing, "google_ads/campaign_stats", stats)
    for campaign in campaigns:
        campaign["updated_time"] = campaign.pop("updated_at")
    _land(landing, "facebook_ads/account_history", [{**account, "currency": "EUR"}])
    _land(landing, "facebook_ads/campaign_history", campaigns)
    ads = [{**campaign, "campaign_id": campaign["id"]} for campaign in campaigns]
    _land(landing, "facebook_ads/ad_history", ads)
    days: list[dict[str, object]] = [
        {
            "ad_id": ids[tuple(row[code] for code in CODES)],
            "date": row["date_day"],
            "_fivetran_synced": SYNCED,
            "account_id": 1,
            "impressions": 1,
            "spend": row["spend"],
        }
        for row in facebook
    ]
    _land(landing, "facebook_ads/basic_ad", days)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Company:
    """The shop after a night that looks thirty days back from each first sale."""
    sessions, sales = _read("data__sessions.csv"), _read("data__customer_conversions.csv")
    company = found(
        tmp_path_factory.mktemp("shop"), ["files", "google_ads", "facebook_ads"], parsed
    )
    windows = company.folder / "project" / "seeds" / "reference" / "attribution_windows.csv"
    windows.write_text("conversion,window_days\nfirst_sale,30\n", encoding="utf-8")
    _land_people(company.landing, sessions, sales)
    _land_spend(company.landing, _read("data__ad_spend.csv"))
    (company.landing / "landed_at.txt").write_text("2020-03-01T00:00:00Z", encoding="utf-8")
    night = company.nightly()
    assert night.returncode == 0, night.stdout + night.stderr
    return company


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """The figures that others computed."""
    file = shared_data("attribution_playbook") / "expected.json"
    kpis: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["kpis"]
    return kpis


def _six(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.000001"))


def _credits(shop: Company, columns: str) -> dict[tuple[object, ...], tuple[Decimal, ...]]:
    """By these columns of the touch: touches, credit, value, and value before its rounding."""
    rows = shop.rows(f"""
        select
            model,
            {columns},
            count(*),
            sum(credit),
            sum(value_reporting),
            sum(credit * fct_deal.amount_reporting)
        from marts.fct_attribution
        inner join marts.fct_deal using (deal_key)
        where channel <> 'unattributed'
        group by all
    """)
    return {tuple(row[:-4]): tuple(_six(value) for value in row[-4:]) for row in rows}


@pytest.mark.parametrize(
    ("figures", "codes", "columns"),
    [
        ("by_source", CODES[:1], "source"),
        ("by_source_medium_campaign", CODES, "source, medium, campaign_name"),
    ],
)
def test_each_model_credits_the_codes_as_others_computed(
    shop: Company, expected: dict[str, Any], figures: str, codes: tuple[str, ...], columns: str
) -> None:
    nothing = (Decimal(0),) * 4
    ours = _credits(shop, columns)
    known = set()
    for row in expected[figures]:
        for model, name in MODELS.items():
            key = (model, *(row[code] for code in codes))
            known.add(key)
            touches, credit, value, unrounded = ours.get(key, nothing)
            revenue = _six(row[f"{name}_revenue"])
            assert credit == _six(row[f"{name}_points"]), key
            assert unrounded == revenue, key
            assert abs(value - revenue) <= ROUNDED, key
            if model == "linear":
                assert touches == row["touches"], key
    assert {key for key in ours if key[0] in MODELS} <= known


def test_every_sale_has_its_touches_and_is_shared_whole(
    shop: Company, expected: dict[str, Any]
) -> None:
    whole = """
        select model, count(distinct conversion_key), sum(credit), sum(value_reporting)
        from marts.fct_attribution
        where model in ('first_touch', 'last_touch', 'position', 'linear')
        group by model
    """
    sales, revenue = expected["conversions"], expected["conversion_revenue"]
    assert sorted(shop.rows(whole)) == [(model, sales, sales, revenue) for model in sorted(MODELS)]
    unattributed = """
        select count(distinct conversion_key) from marts.fct_attribution
        where model = 'linear' and channel = 'unattributed'
    """
    assert shop.rows(unattributed) == [(expected["conversions_without_touch_in_30d"],)]


def test_cost_per_sale_and_return_of_each_platform(shop: Company, expected: dict[str, Any]) -> None:
    rows = shop.rows("""
        select
            dim_campaign.platform,
            sum(attribution_monthly.credits),
            sum(attribution_monthly.value_reporting),
            sum(attribution_monthly.spend_reporting)
        from marts.attribution_monthly
        inner join marts.dim_campaign using (campaign_key)
        where
            attribution_monthly.model = 'linear'
            and attribution_monthly.month = date '2020-02-01'
        group by dim_campaign.platform
    """)
    ours = {platform: tuple(Decimal(value) for value in values) for platform, *values in rows}
    paid = {row["utm_source"]: row for row in expected["cpa_roas_linear"] if row["total_spend"]}
    assert set(paid) == set(PLATFORMS)
    for source, figures in paid.items():
        credit, value, spend = ours[PLATFORMS[source]]
        assert _six(credit) == _six(figures["pts"]), source
        assert abs(value - _six(figures["rv"])) <= ROUNDED, source
        assert spend == Decimal(str(figures["total_spend"])), source
        assert _six(spend / credit) == _six(figures["cpa"]), source
        assert _six(value / spend) == _six(figures["roas"]), source
    spent = sum(spend for _, _, spend in ours.values())
    assert spent == expected["spend"]
