"""The sessions of the site, of GA4 and of the company's own files, and the channel of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple

from tests.oracle.reading import Instant, Landing, Native, People, address, business_day, seed

PAGE_VIEW = "page_view"
Visitor = tuple[str, str]


class Event(NamedTuple):
    """Something that a browser told."""

    system: str
    visitor: str | None
    session: str | None
    at: Instant
    name: str
    page: str | None = None
    referrer: str | None = None
    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    has_ad_click_id: bool = False
    is_engaged: bool = False
    native: Native | None = None

    @property
    def known_visitor(self) -> Visitor | None:
        """Who it was, as the site names them."""
        return None if self.visitor is None else (self.system, self.visitor)


@dataclass(frozen=True)
class Session:
    """A visit."""

    events: tuple[Event, ...]

    @property
    def first(self) -> Event:
        """The event with which it began."""
        return self.events[0]

    @property
    def started_at(self) -> Instant:
        """When it began."""
        return self.first.at

    @property
    def day(self) -> date:
        """The business day on which it began."""
        return business_day(self.started_at)

    @property
    def page_views(self) -> int:
        """How many pages were seen."""
        return sum(event.name == PAGE_VIEW for event in self.events)

    @property
    def is_engaged(self) -> bool:
        """Whether GA4 calls it engaged."""
        return any(event.is_engaged for event in self.events)

    @property
    def origin(self) -> Event | None:
        """Its first event that names a source."""
        return next((event for event in self.events if event.source), None)

    @property
    def channel(self) -> str:
        """The channel of the first rule of its day that fits."""
        origin = self.origin
        return channel_of(
            self.day,
            origin.source if origin else None,
            origin.medium if origin else None,
            next((event.referrer for event in self.events if event.referrer), None),
            any(event.has_ad_click_id for event in self.events),
        )

    def person(self, people: People) -> int | None:
        """Whose it was: of the first event that leads to somebody."""
        known = [
            (event.at, event.native[1], people[event.native])
            for event in self.events
            if event.native in people and event.native is not None
        ]
        return min(known)[2] if known else None


def channel_of(
    day: date, source: str | None, medium: str | None, referrer: str | None, is_ad_click: bool
) -> str:
    """The channel of a session by the version of the rules in force on a day."""
    for rule in _rules():
        if (
            date.fromisoformat(rule["valid_from"]) <= day
            and (not rule["valid_to"] or day < date.fromisoformat(rule["valid_to"]))
            and _lists(rule["sources"], source)
            and _lists(rule["mediums"], medium)
            and rule["referrer_contains"].lower() in (referrer or "").lower()
            and (not rule["has_ad_click_id"] or (rule["has_ad_click_id"] == "true") == is_ad_click)
        ):
            return rule["channel"]
    raise ValueError(f"no rule of {day} fits {source} / {medium}")


def _lists(cell: str, value: str | None) -> bool:
    return not cell or (value or "(none)").lower() in cell.lower().split("|")


@cache
def _rules() -> list[dict[str, str]]:
    return sorted(seed("channel_rules"), key=lambda rule: int(rule["priority"]))


def events(landing: Landing, as_of: Instant) -> list[Event]:
    """What happened on the site before an instant."""
    return [one for one in chain(_of_ga4(landing), _of_files(landing)) if one.at < as_of]


def _of_ga4(landing: Landing) -> Iterable[Event]:
    def text(key: str) -> str:
        found = f"list_filter(event_params, lambda one: one.key = '{key}')[1].value"
        return f"coalesce({found}.string_value, {found}.int_value::varchar)"

    if not any((landing.folder / "ga4").glob("events_*.parquet")):
        return
    for visitor, user, session, at, name, page, referrer, origin, engaged in landing.query(f"""
        select
            nullif(user_pseudo_id, ''), nullif(user_id, ''), {text("ga_session_id")},
            make_timestamp(event_timestamp), event_name, {text("page_location")},
            {text("page_referrer")}, collected_traffic_source, {text("session_engaged")}
        from (select distinct * from read_parquet('{landing.folder}/ga4/events_*.parquet'))
    """):
        told = origin or {}
        yield Event(
            system="ga4",
            visitor=visitor,
            session=session,
            at=at,
            name=name,
            page=page,
            referrer=referrer,
            source=told.get("manual_source") or None,
            medium=told.get("manual_medium") or None,
            campaign=told.get("manual_campaign_name") or None,
            has_ad_click_id=bool(told.get("gclid") or told.get("dclid")),
            is_engaged=engaged == "1",
            # The site's user id is the id of the contact in the CRM.
            native=("hubspot", user) if user else None,
        )


def _of_files(landing: Landing) -> Iterable[Event]:
    for _, visitor, session, contact, email, name, page, referrer, *utm, at in landing.rows(
        "files/web_events",
        """
        event_id, visitor_id, session_id, contact_id, email, event_name, page_url, referrer_url,
        utm_source, utm_medium, utm_campaign, occurred_at::timestamp
        """,
    ):
        native = ("files", contact) if contact else address(email) if email else None
        source, medium, campaign = (word or None for word in utm)
        yield Event(
            system="files",
            visitor=visitor or None,
            session=session or None,
            at=at,
            name=name,
            page=page,
            referrer=referrer,
            source=source,
            medium=medium,
            campaign=campaign,
            native=native,
        )


def sessions(told: Iterable[Event]) -> list[Session]:
    """The visits that some events make up."""
    groups: dict[tuple[str, str | None, str], list[Event]] = defaultdict(list)
    for event in told:
        if event.session is not None:
            groups[event.system, event.visitor, event.session].append(event)
    return [Session(tuple(sorted(group, key=lambda one: one.at))) for group in groups.values()]
