"""What landed of deals, touches, verdicts, forms and records of people, as rows of people.

Who is who is given: a native id (system and id) leads to a person.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from orchestration.lib.settings import PROJECT
from tests.oracle.sales_counting import Instant, business_day

Native = tuple[str, str]
CENT = Decimal("0.01")
REPORTING = "EUR"
RECYCLING_REASONS = ("not_now", "no_budget")
KINDS = {None: "new_business", "newbusiness": "new_business", "renewal": "renewal"}
# What an engagement of the CRM is in the stream, if one of ours reached out by it.
REACHED_OUT = {
    "CALL": "call_made",
    "EMAIL": "personal_email_written",
    "MEETING": "meeting_held",
    "COMMUNICATION": "message_sent",
}


class Deal(NamedTuple):
    """A deal that counts. `closed_at` is there unless it is open."""

    native: Native
    person: int | None
    kind: str
    outcome: str
    reason: str | None
    amount: Decimal | None
    currency: str | None
    owner: str | None
    created_at: Instant
    closed_at: Instant | None


class Consumption(NamedTuple):
    """A content that a person consumed at an instant."""

    person: int
    content: str
    at: Instant


@dataclass(frozen=True)
class People:
    """Which person a native id leads to."""

    links: Mapping[Native, int]

    def of(self, *natives: tuple[str, object]) -> int | None:
        """The person of the first native id that leads to one; empty ids lead to nobody."""
        for system, number in natives:
            text = None if number is None else str(number)
            if system == "email" and text is not None:
                text = text.strip().lower()
            if text and (system, text) in self.links:
                return self.links[system, text]
        return None


class Landing:
    """The latest version of each readable row of a landing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = duckdb.connect()
        self._connection.execute("set TimeZone = 'UTC'")

    def rows(
        self, table: str, columns: str, *, key: str = "", latest_by: str = "", where: str = "true"
    ) -> list[tuple[Any, ...]]:
        """The rows of a table `source/name`: with a key, the latest version of each."""
        single = self._folder / f"{table}.parquet"
        if not single.is_file() and not (self._folder / table).is_dir():
            return []
        path = single if single.is_file() else self._folder / table / "*.parquet"
        latest = ""
        if key:
            order = f"{latest_by} desc nulls last" if latest_by else "true"
            latest = f"qualify row_number() over (partition by {key} order by {order}) = 1"
        query = f"""
            with latest as (
                select * from read_parquet('{path}', union_by_name = true)
                where {where} {latest}
            )
            select distinct {columns} from latest
        """
        return self._connection.execute(query).fetchall()


@cache
def seed(name: str, folder: str = "reference") -> list[dict[str, str]]:
    """The rows of a configuration table."""
    path = PROJECT / "seeds" / folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---------- deals


def deals(landing: Landing, people: People, as_of: Instant) -> list[Deal]:
    """All deals that count, created before an instant and as they then stood."""
    found = [*_crm_deals(landing, people), *_file_deals(landing, people)]
    return [_as_of(one, as_of) for one in found if one.created_at < as_of]


def _as_of(deal: Deal, as_of: Instant) -> Deal:
    if deal.closed_at is not None and deal.closed_at >= as_of:
        return deal._replace(outcome="open", reason=None, closed_at=None)
    return deal


def _crm_deals(landing: Landing, people: People) -> Iterable[Deal]:
    stages = {
        (pipeline, stage): (is_closed, is_closed and probability == 1)
        for pipeline, stage, is_closed, probability in landing.rows(
            "hubspot/deal_pipeline_stage", "pipeline_id, stage_id, is_closed, probability"
        )
    }
    kept = {gone: into for into, gone in landing.rows(
        "hubspot/merged_deal", "deal_id, merged_deal_id"
    )}  # fmt: skip
    contacts: dict[int, set[int]] = {}
    for number, contact in landing.rows("hubspot/deal_contact", "deal_id, contact_id"):
        contacts.setdefault(_followed(number, kept), set()).add(contact)
    absent = dict(
        landing.rows(
            "hubspot/contact", "id, _fivetran_deleted", key="id", latest_by="_fivetran_synced"
        )
    )
    survivors = dict(landing.rows("hubspot/contact_merge_audit", "vid_to_merge, canonical_vid"))
    entered: dict[tuple[int, str], Instant] = {}
    first_entered: dict[int, Instant] = {}
    for gone, stage, at in landing.rows("hubspot/deal_stage", "deal_id, value, date_entered"):
        number = _followed(gone, kept)
        entered[number, stage] = max(at, entered.get((number, stage), at))
        first_entered[number] = min(at, first_entered.get(number, at))

    def rank(contact: int) -> tuple[bool, bool, int]:
        """Living before deleted before never landed, then by id."""
        lives = _followed(contact, survivors)
        return lives not in absent, bool(absent.get(lives)), contact

    for (
        number,
        pipeline,
        stage,
        synced_at,
        created_at,
        closed_at,
        kind,
        reason,
        amount,
        currency,
        owner,
        *flags,
    ) in landing.rows(
        "hubspot/deal",
        """
            deal_id, deal_pipeline_id, deal_pipeline_stage_id, _fivetran_synced,
            property_createdate, property_closedate,
            property_dealtype, property_closed_lost_reason, property_amount,
            property_deal_currency_code, owner_id, is_deleted, _fivetran_deleted
            """,
        key="deal_id",
        latest_by="_fivetran_synced",
    ):
        if number in kept or any(flags):
            continue
        is_closed, is_won = stages.get((pipeline, stage), (False, False))
        outcome = "open"
        if is_won:
            outcome = "won"
        elif is_closed:
            outcome = "recycled" if reason in RECYCLING_REASONS else "lost"
        ended_at = entered.get((number, stage), closed_at) if outcome != "open" else None
        begun_at = created_at or ended_at or first_entered.get(number, synced_at)
        if begun_at is None:
            continue
        chosen = min(contacts.get(number, ()), key=rank, default=None)
        yield Deal(
            native=("hubspot", str(number)),
            person=people.of(("hubspot", chosen)),
            kind=KINDS.get(kind, "upsell"),
            outcome=outcome,
            reason=reason if outcome in ("lost", "recycled") else None,
            amount=None if amount is None else Decimal(str(amount)),
            currency=currency,
            owner=None if owner is None else str(owner),
            created_at=begun_at,
            closed_at=ended_at,
        )


def _followed(number: int, kept: Mapping[int, int]) -> int:
    while number in kept:
        number = kept[number]
    return number


def _file_deals(landing: Landing, people: People) -> Iterable[Deal]:
    for (
        number,
        contact,
        kind,
        outcome,
        reason,
        amount,
        currency,
        owner,
        is_deleted,
        *instants,
    ) in landing.rows(
        "files/deals",
        """
            deal_id, contact_id, kind, outcome, reason, amount, currency, owner, is_deleted,
            created_at::timestamp, closed_at::timestamp, recorded_at::timestamp
            """,
        key="deal_id",
        latest_by="recorded_at",
    ):
        ended_at = None if outcome == "open" else instants[1]
        begun_at = instants[0] or ended_at or instants[2]
        if is_deleted or begun_at is None:
            continue
        yield Deal(
            native=("files", number),
            person=people.of(("files", contact)),
            kind=kind or "new_business",
            outcome=outcome or "open",
            reason=reason if outcome in ("lost", "recycled") else None,
            amount=None if amount is None else Decimal(str(amount)),
            currency=None if currency is None else currency.upper(),
            owner=owner,
            created_at=begun_at,
            closed_at=ended_at,
        )


def converter(
    landing: Landing, as_of: Instant
) -> Callable[[Decimal | None, str | None, Instant], Decimal | None]:
    """What turns an amount of a currency at an instant into the reporting currency, to the cent."""
    last_day = business_day(as_of - datetime.timedelta(microseconds=1))
    rates: dict[str, list[tuple[datetime.date, Decimal]]] = {}
    for day, currency, rate in landing.rows(
        "files/exchange_rates",
        "date, upper(from_currency), rate",
        where=f"upper(to_currency) = '{REPORTING}' and rate is not null",
    ):
        rates.setdefault(currency, []).append((day, rate))
    for known in rates.values():
        known.sort()

    def convert(amount: Decimal | None, currency: str | None, at: Instant) -> Decimal | None:
        if amount is None or currency is None:
            return None
        if currency == REPORTING:
            return amount.quantize(CENT, ROUND_HALF_UP)
        month = business_day(at).replace(day=1)
        following = (month + datetime.timedelta(days=31)).replace(day=1)
        snapshot = min(following - datetime.timedelta(days=1), last_day)
        known = [rate for day, rate in rates.get(currency, ()) if day <= snapshot]
        return (amount * known[-1]).quantize(CENT, ROUND_HALF_UP) if known else None

    return convert


# ---------- people


def first_sightings(landing: Landing, people: People) -> dict[int, Instant]:
    """When each person was first seen: the earliest creation of any of their records."""
    seen = [
        (people.of(("hubspot", number)), at)
        for number, at in landing.rows(
            "hubspot/contact",
            "id, property_createdate",
            key="id",
            latest_by="_fivetran_synced",
        )
    ]
    for member, address, *instants in landing.rows(
        "mailchimp/member", "id, email_address, timestamp_signup, timestamp_opt"
    ):
        at = min((one for one in instants if one is not None), default=None)
        seen.append((people.of(("mailchimp", member), ("email", address)), at))
    for contact, email, at in landing.rows(
        "files/contacts",
        "contact_id, email, created_at::timestamp",
        key="contact_id",
        latest_by="recorded_at",
    ):
        seen.append((people.of(("files", contact), ("email", email)), at))
    first: dict[int, Instant] = {}
    for person, at in seen:
        if person is not None and at is not None:
            first[person] = min(at, first.get(person, at))
    return first


def touches(landing: Landing, people: People, as_of: Instant) -> dict[int, list[Instant]]:
    """When each person was touched by one of ours, one instant a touch."""
    ours = {
        row["activity"]
        for row in seed("activities")
        if row["direction"] == "outbound" and row["is_human_touch"] == "true"
    }
    who: dict[int, set[int]] = {}
    for number, contact in landing.rows("hubspot/engagement_contact", "engagement_id, contact_id"):
        person = people.of(("hubspot", contact))
        if person is not None:
            who.setdefault(number, set()).add(person)
    found: dict[int, list[Instant]] = {}
    for number, at in _engagements(landing, ours):
        for person in who.get(number, ()):
            found.setdefault(person, []).append(at)
    for _, activity, contact, email, at, is_automatic, is_deleted in landing.rows(
        "files/activities",
        """
        activity_id, activity, contact_id, email, occurred_at::timestamp, is_automatic, is_deleted
        """,
        key="activity_id",
        latest_by="recorded_at",
        where="occurred_at is not null",
    ):
        person = people.of(("files", contact), ("email", email))
        if activity in ours and person is not None and not is_automatic and not is_deleted:
            found.setdefault(person, []).append(at)
    return {
        person: sorted(at for at in instants if at < as_of) for person, instants in found.items()
    }


def _engagements(landing: Landing, ours: set[str]) -> Iterable[tuple[int, Instant]]:
    rows = landing.rows("hubspot/engagement", "id, type", key="id")
    kinds = {number: kind for number, kind in rows if REACHED_OUT.get(kind) in ours}
    for table in ("call", "email", "meeting", "communication"):
        for number, at, is_deleted in landing.rows(
            f"hubspot/engagement_{table}",
            "engagement_id, property_hs_timestamp, _fivetran_deleted",
            key="engagement_id",
            latest_by="_fivetran_synced",
        ):
            if number in kinds and at is not None and not is_deleted:
                yield number, at


def verdicts(landing: Landing, people: People, as_of: Instant) -> dict[int, list[Instant]]:
    """When sales gave a verdict on each person."""
    found: dict[int, list[Instant]] = {}
    for _, contact, email, at in landing.rows(
        "files/sales_feedback",
        "feedback_id, contact_id, email, given_at::timestamp",
        key="feedback_id",
        latest_by="recorded_at",
        where="verdict in ('accepted', 'rejected') and given_at is not null",
    ):
        person = people.of(("files", contact), ("email", email))
        if person is not None and at < as_of:
            found.setdefault(person, []).append(at)
    return found


def consumptions(landing: Landing, people: People, as_of: Instant) -> list[Consumption]:
    """What people read, saw or asked for: the forms whose activity names a content."""
    named = {row["activity"] for row in seed("content_activities")}
    of_form = {row["activity"] for row in seed("activities") if row["family"] == "form"}
    contents = named & of_form
    activities = {row["form_name"]: row["activity"] for row in seed("form_activities")}
    forms = dict(landing.rows("hubspot/form", "guid, name"))
    found: list[Consumption] = []

    def note(person: int | None, activity: str, detail: str | None, at: Instant) -> None:
        if person is not None and activity in contents and at < as_of:
            found.append(Consumption(person, (detail or "").strip() or activity, at))

    for _, contact, guid, title, at in landing.rows(
        "hubspot/contact_form_submission",
        'conversion_id, contact_id, form_id, title, "timestamp"',
        key="conversion_id",
        latest_by="_fivetran_synced",
    ):
        name = forms.get(guid)
        activity = activities.get(name or "", "form_submitted")
        note(people.of(("hubspot", contact)), activity, name or title, at)
    for _, activity, contact, email, detail, at, is_automatic, is_deleted in landing.rows(
        "files/activities",
        """
        activity_id, activity, contact_id, email, detail, occurred_at::timestamp, is_automatic,
        is_deleted
        """,
        key="activity_id",
        latest_by="recorded_at",
        where="occurred_at is not null",
    ):
        if not is_automatic and not is_deleted:
            note(people.of(("files", contact), ("email", email)), activity, detail, at)
    return found
