"""The numbers of the section Awareness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tests.integration.newsletter_oracle import Stay
from tests.oracle.lists import spells
from tests.oracle.media import Claim, Row
from tests.oracle.numbers import Key, Number
from tests.oracle.reading import (
    ALL,
    Instant,
    Landing,
    Tally,
    business_day,
    day_start,
    month_of,
    month_of_instant,
    next_month,
    seed,
    snapshot_day,
)
from tests.oracle.site import PAGE_VIEW, Event, Session

MEDIA = (
    "impressions",
    "clicks",
    "link_clicks",
    "click_through_rate",
    "link_click_through_rate",
    "highest_daily_reach",
    "followers",
    "followers_net_change",
    "engagement_rate_by_impressions",
    "engagement_rate_by_followers",
    "media_spend",
    "cost_per_thousand_impressions",
    "cost_per_click",
    "platform_claimed_conversions",
)
SITE = (
    "sessions",
    "traffic_share",
    "visitors",
    "page_views",
    "engaged_session_rate",
    "bounce_rate_not_engaged",
    "bounce_rate_single_page",
    "consented_share",
)
NEWSLETTER = ("newsletter_visitors", "newsletter_signup_rate", "newsletter_subscribers")
PAGE = "/newsletter"
JOINING = ("newsletter_subscribed", "list_joined")
SUBSCRIBED = ("subscriber", "loyal_reader", "sharer", "buyer")


# ---------- the platforms' days


def media_numbers(rows: Iterable[Row], claims: Iterable[Claim]) -> dict[Key, Number]:
    """What the ad platforms and the social accounts report."""
    kept, tally = list(rows), Tally()
    for row in kept:
        _count_clicks(tally, row)
        _count_spend(tally, row)
    for claim in claims:
        segments = [("platform", claim.platform)]
        tally.add("platform_claimed_conversions", month_of(claim.day), segments, claim.value)
    return {**tally.numbers(), **_reach(kept), **_followers(kept)}


def _count_clicks(tally: Tally, row: Row) -> None:
    segments = [ALL, ("channel", row.channel), ("platform", row.platform)]
    if row.impressions is not None:
        tally.add("impressions", row.month, segments, row.impressions)
    for name, clicks in (("", row.clicks), ("link_", row.link_clicks)):
        if clicks is not None:
            tally.add(f"{name}clicks", row.month, segments, clicks)
            if row.impressions is not None:
                rate = f"{name}click_through_rate"
                tally.add(rate, row.month, segments, clicks, row.impressions)
    if row.is_social and row.engagements is not None and row.impressions is not None:
        tally.add(
            "engagement_rate_by_impressions",
            row.month,
            [ALL, ("platform", row.platform)],
            row.engagements,
            row.impressions,
        )


def _count_spend(tally: Tally, row: Row) -> None:
    if row.spend is None:
        return
    tally.add("media_spend", row.month, [("currency", row.currency)], row.spend)
    if row.spend_reporting is None:
        return
    segments = [ALL, ("channel", row.channel), ("platform", row.platform)]
    tally.add("media_spend", row.month, segments, row.spend_reporting)
    thousands = Decimal(row.impressions or 0) / 1000
    tally.add("cost_per_thousand_impressions", row.month, segments, row.spend_reporting, thousands)
    if row.clicks is not None:
        tally.add("cost_per_click", row.month, segments, row.spend_reporting, row.clicks)


def _reach(rows: Iterable[Row]) -> dict[Key, Number]:
    highest: dict[Key, Number] = {}
    for row in rows:
        if row.reach is not None:
            key = Key("highest_daily_reach", "month", row.month, "platform", row.platform)
            before = highest.get(key, Number(Decimal(0))).numerator
            highest[key] = Number(max(before, Decimal(row.reach)))
    return highest


def _followers(rows: Iterable[Row]) -> dict[Key, Number]:
    last: dict[tuple[str, str], dict[date, tuple[date, int]]] = defaultdict(dict)
    engagements: dict[tuple[str, date], int] = defaultdict(int)
    for row in rows:
        if row.is_social and row.engagements is not None:
            engagements[row.platform, row.month] += row.engagements
        if row.followers is not None:
            months = last[row.platform, row.account]
            months[row.month] = max(months.get(row.month, (row.day, 0)), (row.day, row.followers))
    tally = Tally()
    for (platform, _), months in last.items():
        before: int | None = None
        for month, (_, followers) in sorted(months.items()):
            segments = [("platform", platform)]
            tally.add("followers", month, segments, followers)
            if before is not None:
                tally.add("followers_net_change", month, segments, followers - before)
            tally.add("engagement_rate_by_followers", month, segments, 0, followers)
            before = followers
    for (platform, month), count in engagements.items():
        if any(month in months for (one, _), months in last.items() if one == platform):
            tally.add("engagement_rate_by_followers", month, [("platform", platform)], count)
    return tally.numbers()


# ---------- the site


def site_numbers(events: Iterable[Event], sessions: Iterable[Session]) -> dict[Key, Number]:
    """What happened on the site."""
    tally = Tally()
    visitors: dict[tuple[date, str, str], set[tuple[str, str]]] = defaultdict(set)
    by_channel: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for session in sessions:
        month, channel = month_of(session.day), session.channel
        segments = [ALL, ("channel", channel)]
        by_channel[month][channel] += 1
        tally.add("sessions", month, segments, 1)
        tally.add("page_views", month, segments, session.page_views)
        tally.add("bounce_rate_single_page", month, segments, session.page_views == 1, 1)
        if session.is_engaged is not None:
            tally.add("engaged_session_rate", month, segments, session.is_engaged, 1)
            tally.add("bounce_rate_not_engaged", month, segments, not session.is_engaged, 1)
        if session.first.known_visitor is not None:
            for segment in segments:
                visitors[month, *segment].add(session.first.known_visitor)
    for month, channels in by_channel.items():
        for channel, count in channels.items():
            share = (count, sum(channels.values()))
            tally.add("traffic_share", month, [("channel", channel)], *share)
    for (month, kind, value), known in visitors.items():
        tally.add("visitors", month, [(kind, value)], len(known))
    for event in events:
        if event.name == PAGE_VIEW:
            has_consented = event.visitor is not None and event.session is not None
            tally.add("consented_share", month_of_instant(event.at), [ALL], has_consented, 1)
    return tally.numbers()


# ---------- the newsletter


def newsletter_numbers(
    events: Iterable[Event], joined: Iterable[Instant], stays: Iterable[Stay], as_of: Instant
) -> dict[Key, Number]:
    """Who came to the newsletter's page, joined and is subscribed."""
    visitors: dict[date, set[tuple[str, str]]] = defaultdict(set)
    for event in events:
        has_seen = event.name == PAGE_VIEW and PAGE in (event.page or "")
        if has_seen and event.known_visitor is not None:
            visitors[month_of_instant(event.at)].add(event.known_visitor)
    tally = Tally()
    for month, known in visitors.items():
        tally.add("newsletter_visitors", month, [ALL], len(known))
        tally.add("newsletter_signup_rate", month, [ALL], 0, len(known))
    for at in joined:
        if at < as_of:
            tally.add("newsletter_signup_rate", month_of_instant(at), [ALL], 1, 0)
    return {**tally.numbers(), **_subscribers([*stays], as_of)}


def _subscribers(stays: Sequence[Stay], as_of: Instant) -> dict[Key, Number]:
    found: dict[Key, Number] = {}
    kept = [stay for stay in stays if stay.stage in SUBSCRIBED]
    month = month_of_instant(min((stay.entered_at for stay in kept), default=as_of))
    while month < business_day(as_of):
        end = min(day_start(_day_after(snapshot_day(month, as_of))), as_of)
        there = {
            stay.person_key
            for stay in kept
            if stay.entered_at < end and (stay.exited_at is None or stay.exited_at >= end)
        }
        key = Key("newsletter_subscribers", "month", month, *ALL)
        found[key] = Number(Decimal(len(there)))
        month = next_month(month)
    return found


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def joined_at(landing: Landing) -> list[Instant]:
    """When somebody sent the newsletter's form or joined a list, known to us or not."""
    forms = {row["form_name"] for row in seed("form_activities") if row["activity"] in JOINING}
    guids = {guid for guid, name in landing.rows("hubspot/form", "guid, name") if name in forms}
    sent = [
        at
        for _, guid, at in landing.rows(
            "hubspot/contact_form_submission", 'conversion_id, form_id, "timestamp"'
        )
        if guid in guids
    ]
    asked: list[Any] = landing.rows("mailchimp/unsubscribe", 'member_id, list_id, "timestamp"')
    columns = "id, list_id, timestamp_signup, timestamp_opt, status, last_changed, _fivetran_synced"
    members: list[Any] = landing.rows("mailchimp/member", columns)
    sent += [one.joined_at for one in spells(members, asked)]
    listed = landing.rows(
        "files/activities",
        "activity_id, activity, occurred_at::timestamp",
        "occurred_at is not null and not coalesce(is_automatic, false) "
        "and not coalesce(is_deleted, false)",
    )
    return sent + [at for _, activity, at in listed if activity in JOINING]
