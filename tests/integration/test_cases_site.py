"""What GA4 tells of visits, and what currencies are worth: cases with the value that is right.

How cases are landed and built is the business of tests/integration/cases.py.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.integration.cases import (
    Built,
    build,
    event,
    land_folder,
    land_shapes,
    write_events,
    write_table,
)

MODELS = ("fct_session", "int_activities", "int_monthly_rates", "int_kpi_site_engagement")
CONTACTS = (590, 600, 601, 701, 702, 703, 704, 705)
NOON = 1_776_600_000_000_000  # 2026-04-19 12:00 UTC
DAY = 86_400_000_000
PAGE = "https://site.example/"


def view(visitor: str, page: str, at: int = 0, session: int = 1, **columns: Any) -> dict[str, Any]:
    """A page that was seen, so long after noon."""
    told = {"page_location": PAGE + page, "ga_session_id": session}
    told |= columns.pop("params", {})
    return event(NOON + at, "page_view", visitor, told, **columns)


def ways() -> list[dict[str, Any]]:
    """Visits whose address, or whose last click, tells where they came from."""

    def collected(source: str, medium: str) -> dict[str, str]:
        return {"manual_source": source, "manual_medium": medium}

    def last(source: str, medium: str) -> dict[str, Any]:
        told = {"source": source, "medium": medium, "campaign_name": "spring"}
        return {"session_traffic_source_last_click": {"manual_campaign": told}}

    return [
        view("gbraid", "?gbraid=0AAAA"),
        view("gad", "a?x=1&gad_source=1#top"),
        view("microsoft", "?msclkid=ab12", params={"source": "bing", "medium": "organic"}),
        view("meta", "?fbclid=IwAR", params={"source": "facebook.com", "medium": "referral"}),
        view("meta alone", "?fbclid=IwAR"),
        view("linkedin", "?li_fat_id=1-2"),
        view("tiktok", "?ttclid=E.C"),
        view("display", "?dclid=CO"),
        view("empty", "?gclid="),
        view("inside", "?to=%3Fgclid%3Dabc&my_gclid=1"),
        view("parameter", "", params={"gclid": "Cj0"}),
        view("mail", "?gad_source=1", params={"source": "meta", "medium": "paid_social"}),
        view("last click", "", **last("linkedin.com", "social")),
        view("last click direct", "", **last("(direct)", "(none)")),
        view("collected", "", **last("google", "cpc")),
        view("collected", "b", 1, collected_traffic_source=collected("letter", "email")),
        view("clicked", "?dclid=CO", **last("letter", "email")),
    ]


def rows() -> dict[str, list[dict[str, Any]]]:
    """Events by their file."""
    twice = {"user_id": "702", "event_bundle_sequence_id": 5}
    batch = {"batch_page_id": 7, "batch_ordering_id": 1, "user_id": "703"}
    flag = {"params": {"session_engaged": "1"}}
    return {
        "events_20260419": [
            view("t1", "tarifs", user_id="701", event_bundle_sequence_id=5),
            view("t1", "tarifs/", user_id="701", event_bundle_sequence_id=5),
            # One event, which was uploaded twice.
            view("t2", "tarifs", **twice, event_server_timestamp_offset=1),
            view("t2", "tarifs", **twice, event_server_timestamp_offset=2),
            view("t3", "tarifs", **batch, batch_event_index=1),
            view("t3", "tarifs", **batch, batch_event_index=2),
            view("t3", "tarifs", **{**batch, "batch_page_id": 8}, batch_event_index=1),
            view("e1", "", params={"session_engaged": "1"}),
            view("e1", "", 1),
            view("e2", "", params={"session_engaged": "0"}),
            view("e3", ""),
            event(NOON, "user_engagement", "e4", {"ga_session_id": 1, "session_engaged": 1}),
            *ways(),
        ],
        "events_20260420": [view("day", "daily", DAY)],
        "events_fresh_20260420": [view("day", "fresh", DAY), view("day", "daily", DAY)],
        "events_intraday_20260420": [view("day", "intraday", DAY)],
        "events_fresh_20260421": [view("day", "fresh", 2 * DAY)],
        "events_intraday_20260421_000": [view("day", "intraday", 2 * DAY)],
        "events_intraday_20260422": [view("day", "intraday", 3 * DAY)],
        "events_20260501": [
            # Before the window, in it, and after they signed in.
            view("s1", "", -100 * DAY, 1, **flag),
            view("s1", "", -80 * DAY, 2, **flag),
            view("s1", "", 0, 3, user_id="704", **flag),
            view("s1", "", DAY, 4, **flag),
            # Two people of one household, and one whom nobody knows.
            view("s2", "", -DAY, 1, **flag),
            view("s2", "", 0, 2, user_id="704", **flag),
            view("s2", "", DAY, 3, user_id="705", **flag),
            view("s3", "", -DAY, 1, **flag),
            view("s3", "", 0, 2, user_id="704", **flag),
            view("s3", "", DAY, 3, user_id="799", **flag),
        ],
    }


def write_last_clicks(path: Path) -> None:
    """A day whose last clicks have the parts that Google's ads and all channels tell."""
    base = {"event_date": "20260423", "event_timestamp": NOON + 4 * DAY, "event_name": "page_view"}
    ads = {"customer_id": "1", "campaign_id": "2", "campaign_name": "search-fr"}
    across = {"source": "bing", "medium": "cpc", "campaign_name": "winter"}
    parts = ("google_ads_campaign", "cross_channel_campaign")
    told = [
        {"user_pseudo_id": "ads", "session_traffic_source_last_click": {parts[0]: ads}},
        {"user_pseudo_id": "across", "session_traffic_source_last_click": {parts[1]: across}},
        {"user_pseudo_id": "nothing", "session_traffic_source_last_click": None},
    ]
    session = [{"key": "ga_session_id", "value": {"int_value": 1}}]
    table = pa.Table.from_pylist([{**base, "event_params": session, **row} for row in told])
    pq.write_table(table, path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    folder = tmp_path_factory.mktemp("site")
    land_shapes(["16", "17", "19", "23"], folder)
    landing = folder / "landing"
    for file, events in rows().items():
        write_events(landing / "ga4" / f"{file}.parquet", events)
    write_last_clicks(landing / "ga4" / "events_20260423.parquet")
    contact = {"property_createdate": "2025-01-01 08:00:00", "_fivetran_synced": "2026-06-30"}
    write_table(
        landing / "hubspot" / "contact.csv",
        [{"id": str(number), **contact} for number in CONTACTS],
    )
    return build(folder, parsed, MODELS)


@pytest.fixture(scope="module")
def folder_of_cases(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    folder = tmp_path_factory.mktemp("deals_site_scores")
    land_folder("deals_site_scores", folder)
    return build(folder, parsed, ["int_web_activities"])


# ---------------------------------------------------------------- events


def priced(built: Built, visitor: str) -> list[tuple[Any, ...]]:
    return built.rows(f"""
        select source_id from intermediate.int_activities
        where activity = 'pricing_page_viewed' and split_part(source_id, '|', 1) = '{visitor}'
        order by source_id
    """)


@pytest.mark.parametrize(
    ("visitor", "views"), [("b600", 3), ("b601", 3), ("t1", 2), ("t2", 1), ("t3", 3)]
)
def test_every_look_at_the_prices_counts_once(built: Built, visitor: str, views: int) -> None:
    assert len(set(priced(built, visitor))) == len(priced(built, visitor)) == views


def test_an_event_without_batch_is_named_as_before(built: Built) -> None:
    (first,), (second,) = priced(built, "t1")
    assert first == "t1|2026-04-19 12:00:00|page_view|5"
    assert second == "t1|2026-04-19 12:00:00|page_view|5#2"


def test_two_looks_in_one_batch_and_one_before_are_three(folder_of_cases: Built) -> None:
    (count,) = folder_of_cases.rows("""
        select count(*), count(distinct source_id) from intermediate.int_web_activities
        where person_native_id = '2801' and activity = 'pricing_page_viewed'
    """)
    assert count == (3, 3)


def test_only_the_most_final_export_of_a_day_is_read(built: Built) -> None:
    pages = built.rows("""
        select page_url from staging.stg_ga4__events where visitor_id = 'day' order by occurred_at
    """)
    assert pages == [(PAGE + page,) for page in ("daily", "fresh", "intraday")]
    said = [one for one in built.report.findings if one.code == "passed_over_file"]
    assert {one.severity for one in said} == {"notice"}
    told = " ".join(one.message for one in said)
    for file in ("fresh_20260420", "intraday_20260420", "intraday_20260421_000"):
        assert f"events_{file}.parquet" in told
    assert len(said) == 3
    unread = [one for one in built.report.findings if one.code == "unread_file"]
    assert not [one for one in unread if "events_" in one.message]


# ---------------------------------------------------------------- where visits come from

CHANNELS = {
    "g1": "paid_search",
    "g1b": "paid_search",
    "g1c": "paid_search",
    "g1d": "paid_search",
    "g2": "display",
    "g2b": "display",
    "gbraid": "paid_search",
    "gad": "paid_search",
    "microsoft": "paid_search",
    "meta": "referral",
    "meta alone": "social",
    "linkedin": "paid_social",
    "tiktok": "paid_social",
    "display": "display",
    "empty": "direct",
    "inside": "direct",
    "parameter": "paid_search",
    "mail": "paid_social",
    "last click": "social",
    "last click direct": "direct",
    "collected": "email",
    "clicked": "display",
    "ads": "paid_search",
    "across": "paid_search",
    "nothing": "direct",
}


@pytest.mark.parametrize("visitor", CHANNELS)
def test_a_visit_comes_through_the_channel_that_it_tells(built: Built, visitor: str) -> None:
    found = built.rows(
        f"select distinct channel from intermediate.int_sessions where visitor_id = '{visitor}'"
    )
    assert found == [(CHANNELS[visitor],)]


def test_the_last_click_is_named_whole(built: Built) -> None:
    told = built.rows("""
        select visitor_id, source, medium, campaign_name from intermediate.int_sessions
        where visitor_id in ('ads', 'across', 'last click', 'last click direct', 'collected')
        order by visitor_id
    """)
    assert told == [
        ("across", "bing", "cpc", "winter"),
        ("ads", "google", "cpc", "search-fr"),
        ("collected", "letter", "email", None),
        ("last click", "linkedin.com", "social", "spring"),
        ("last click direct", None, None, None),
    ]


def test_a_click_on_a_link_of_meta_is_no_ad_click(built: Built) -> None:
    assert built.rows("""
        select visitor_id, click_id_kind, has_ad_click_id from intermediate.int_sessions
        where visitor_id in ('meta', 'gad', 'empty') order by visitor_id
    """) == [("empty", None, False), ("gad", "gad_source", True), ("meta", "fbclid", False)]


# ---------------------------------------------------------------- how engaged visits were


def test_a_visit_that_nothing_was_measured_of_is_neither_engaged_nor_not(built: Built) -> None:
    assert built.rows("""
        select visitor_id, is_engaged from intermediate.int_sessions
        where visitor_id in ('e1', 'e2', 'e3', 'e4') order by visitor_id
    """) == [("e1", True), ("e2", False), ("e3", None), ("e4", True)]
    assert built.rows("""
        select metric, numerator, denominator from intermediate.int_kpi_site_engagement
        where
            metric in ('engaged_session_rate', 'bounce_rate_not_engaged')
            and segment_type = 'all' and period_start = date '2026-04-01'
        order by metric
    """) == [
        ("bounce_rate_not_engaged", Decimal(1), Decimal(11)),
        ("engaged_session_rate", Decimal(10), Decimal(11)),
    ]


# ---------------------------------------------------------------- whose visits


def owners(built: Built, visitor: str) -> list[Any]:
    return [
        whose
        for (whose,) in built.rows(f"""
            select people.native_id
            from intermediate.int_sessions as sessions
            left join intermediate.int_person_links as people
                on sessions.person_key = people.person_key and people.source_system = 'hubspot'
            where sessions.visitor_id = '{visitor}'
            order by sessions.started_at
        """)
    ]


def test_visits_before_somebody_signed_in_are_theirs(built: Built) -> None:
    assert owners(built, "g8") == ["590", "590"]
    (first,) = built.rows("""
        select min_by(channel, started_at) from intermediate.int_sessions where visitor_id = 'g8'
    """)
    assert first == ("paid_search",)


def test_visits_long_before_or_after_somebody_signed_in_are_nobodys(built: Built) -> None:
    assert owners(built, "s1") == [None, "704", "704", None]


def test_visits_where_two_signed_in_are_nobodys_before(built: Built) -> None:
    assert owners(built, "s2") == [None, "704", "705"]
    assert owners(built, "s3") == [None, "704", None]


# ---------------------------------------------------------------- currencies


def test_a_rate_that_is_quoted_the_other_way_is_turned(built: Built) -> None:
    assert built.rows("""
        select month, rate from intermediate.int_monthly_rates
        where currency = 'GBP' and month >= date '2026-05-01'
        order by month
    """) == [
        (datetime.date(2026, 5, 1), Decimal("1.25")),
        (datetime.date(2026, 6, 1), Decimal("1.25")),
    ]
