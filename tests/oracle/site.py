"""The sessions of the site, of GA4 and of the company's own files, and the channel of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from typing import NamedTuple

from tests.oracle.reading import Instant, Landing, Native, People, address, business_day, seed

PAGE_VIEW = "page_view"
# The kinds of click id, the lower the more they tell.
CLICK_IDS = {
    "dclid": 0,
    **dict.fromkeys(("gclid", "gbraid", "wbraid", "msclkid", "li_fat_id", "ttclid"), 1),
    "gad_source": 2,
    "fbclid": 3,
}
Visitor = tuple[str, str]
BEFORE_SIGN_IN = timedelta(days=90)


class Told(NamedTuple):
    """Where a visit came from, in words."""

    source: str | None = None
    medium: str | None = None
    campaign: str | None = None


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
    click_id_kind: str | None = None
    last_click: Told | None = None
    is_engaged: bool | None = None
    native: Native | None = None

    @property
    def is_ad_click(self) -> bool:
        """Whether an ad's click id came with it, which Meta's own is not."""
        return self.click_id_kind not in (None, "fbclid")

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
    def is_engaged(self) -> bool | None:
        """Whether GA4 calls it engaged; none where no event tells."""
        told = [event.is_engaged for event in self.events if event.is_engaged is not None]
        return any(told) if told else None

    @property
    def click_id_kind(self) -> str | None:
        """The kind of its first ad click id, else of any click id."""
        of_ads = [event.click_id_kind for event in self.events if event.is_ad_click]
        return next(chain(of_ads, (event.click_id_kind for event in self.events)), None)

    @property
    def origin(self) -> Told:
        """What its first event that names a source says, else GA4's last click."""
        for event in self.events:
            if event.source:
                return Told(event.source, event.medium, event.campaign)
        if any(event.is_ad_click for event in self.events):
            return Told()
        return next((event.last_click for event in self.events if event.last_click), Told())

    @property
    def channel(self) -> str:
        """The channel of the first rule of its day that fits."""
        return channel_of(
            self.day,
            self.origin.source,
            self.origin.medium,
            next((event.referrer for event in self.events if event.referrer), None),
            self.click_id_kind,
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
    day: date, source: str | None, medium: str | None, referrer: str | None, click_id: str | None
) -> str:
    """The channel of a session by the version of the rules in force on a day."""
    for rule in _rules():
        if (
            date.fromisoformat(rule["valid_from"]) <= day
            and (not rule["valid_to"] or day < date.fromisoformat(rule["valid_to"]))
            and _lists(rule["sources"], source)
            and _lists(rule["mediums"], medium)
            and rule["referrer_contains"].lower() in (referrer or "").lower()
            and _lists(rule["click_ids"], click_id)
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
    for visitor, user, session, at, name, page, referrer, *told, engaged in landing.query(f"""
        select
            nullif(user_pseudo_id, ''), nullif(user_id, ''), {text("ga_session_id")},
            make_timestamp(event_timestamp), event_name, {text("page_location")},
            {text("page_referrer")}, collected_traffic_source,
            session_traffic_source_last_click, {text("session_engaged")}
        from (select distinct * from read_parquet('{landing.folder}/ga4/events_*.parquet'))
    """):
        origin, last = (parts or {} for parts in told)
        ids = {kind for kind in ("gclid", "dclid") if origin.get(kind)}
        yield Event(
            system="ga4",
            visitor=visitor,
            session=session,
            at=at,
            name=name,
            page=page,
            referrer=referrer,
            source=origin.get("manual_source") or None,
            medium=origin.get("manual_medium") or None,
            campaign=origin.get("manual_campaign_name") or None,
            click_id_kind=click_id_kind(page, ids),
            last_click=_last_click(last),
            is_engaged={"1": True, "0": False}.get(engaged),
            # The site's user id is the id of the contact in the CRM.
            native=("hubspot", user) if user else None,
        )


def click_id_kind(page: str | None, ids: AbstractSet[str] = frozenset()) -> str | None:
    """The kind of the click id among some ids, else in an address."""
    query = re.split("[?&]", (page or "").partition("#")[0])[1:]
    named = (part.partition("=") for part in query)
    found = [kind for kind, _, value in named if value and kind in CLICK_IDS]
    return min({*(ids or found)}, key=lambda kind: CLICK_IDS[kind], default=None)


def _last_click(parts: Mapping[str, Mapping[str, str | None]]) -> Told | None:
    """To whom GA4 credits a session, which the simulation tells by its links only."""
    manual = parts.get("manual_campaign") or {}
    if (manual.get("source") or "").lower() in ("", "(direct)", "(none)", "(not set)"):
        return None
    return Told(manual["source"], manual.get("medium"), manual.get("campaign_name"))


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
            click_id_kind=click_id_kind(page),
            native=native,
        )


def sessions(told: Iterable[Event]) -> list[Session]:
    """The visits that some events make up."""
    groups: dict[tuple[str, str | None, str], list[Event]] = defaultdict(list)
    for event in told:
        if event.session is not None:
            groups[event.system, event.visitor, event.session].append(event)
    return [Session(tuple(sorted(group, key=lambda one: one.at))) for group in groups.values()]


def owners(visits: Iterable[Session], people: People) -> dict[Visitor, tuple[int, Instant]]:
    """Who alone signed in, by browser, and when they first did."""
    told: dict[Visitor, list[tuple[int | None, Instant]]] = defaultdict(list)
    for visit in visits:
        for event in visit.events:
            if event.known_visitor is not None and event.native is not None:
                told[event.known_visitor].append((people.get(event.native), event.at))
    return {
        visitor: (person, min(at for _, at in found))
        for visitor, found in told.items()
        for person in {who for who, _ in found}
        if person is not None and len({who for who, _ in found}) == 1
    }


def owner(
    visit: Session, people: People, known: Mapping[Visitor, tuple[int, Instant]]
) -> int | None:
    """Whose a visit was: of whom it names, else of who alone signed in in the browser later."""
    visitor = visit.first.known_visitor
    person = visit.person(people)
    if person is None and visitor in known and visitor is not None:
        later, signed_in_at = known[visitor]
        if timedelta(0) < signed_in_at - visit.started_at <= BEFORE_SIGN_IN:
            return later
    return person
