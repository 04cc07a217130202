"""The newsletter's lifecycle of docs/definitions.md in plain Python, over the files that landed.

Only who is who is taken from the warehouse (`person_links`, compared elsewhere), and the ends of
the cycles of the company as a whole from the company's truth.
"""

from __future__ import annotations

import csv
import datetime
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from orchestration.lib.settings import PROJECT
from tests.oracle.lists import leavings, spells

Native = tuple[str, str]
Instant = datetime.datetime

STAGES = ("visitor", "subscriber", "loyal_reader", "sharer", "buyer")
IMPUTED = ("visitor", "subscriber")
END = "unsubscribed"
PAGE = "/newsletter"
FAITHFUL_AFTER = datetime.timedelta(days=84)
FAMILIES = ("email", "web", "form")
# Programs that open e-mails for people; what they do is no act of anybody.
MACHINES = ("Mozilla/5.0", "GoogleImageProxy")
SCANNED_WITHIN = datetime.timedelta(seconds=10)


class Act(NamedTuple):
    """Something that a person did, by whichever native id the tool knows them."""

    native: Native
    at: Instant
    activity: str
    detail: str = ""


class Sale(NamedTuple):
    """A new-business deal that was won."""

    native: Native
    created_at: Instant
    won_at: Instant


class Stay(NamedTuple):
    """A stay of a person in a stage of the newsletter."""

    person_key: int
    stage: str
    cycle_no: int
    parent_cycle_no: int
    entered_at: Instant
    exited_at: Instant | None
    entry_type: str
    exit_type: str | None
    is_imputed: bool
    original_id: str | None


@dataclass
class Reader:
    """What one person did and bought."""

    acts: list[Act] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)


class Landing:
    """The files of a landing, as rows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = duckdb.connect()
        self._connection.execute("set TimeZone = 'UTC'")

    def rows(self, table: str, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        """The distinct rows of a table `source/name`, whether it is a file or a folder."""
        single = self._folder / f"{table}.parquet"
        path = single if single.is_file() else self._folder / table / "*.parquet"
        query = f"select distinct {columns} from read_parquet('{path}') where {where}"
        return self._connection.execute(query).fetchall()

    def visits(self) -> list[tuple[str, Instant, str, str]]:
        """Who started a session or saw which page of the site when."""
        query = f"""
            select distinct
                user_id, make_timestamp(event_timestamp), event_name,
                list_filter(
                    event_params, lambda one: one.key = 'page_location'
                )[1].value.string_value
            from read_parquet('{self._folder}/ga4/events_*.parquet')
            where user_id is not null and event_name in ('session_start', 'page_view')
        """
        return self._connection.execute(query).fetchall()


def _email(text: str) -> Native:
    return ("email", text.strip().lower())


def _seed(name: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds/reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---------- what landed


def _mails(landing: Landing) -> Iterable[Act]:
    agents = dict(landing.rows("hubspot/email_event_open", "id, user_agent"))
    left = {
        one for (one,) in landing.rows(
            "hubspot/email_event_status_change", "id", "portal_subscription_status = 'UNSUBSCRIBED'"
        )
    }  # fmt: skip
    delivered = _delivered(landing)
    names = {
        "CLICK": "email_clicked",
        "FORWARD": "email_forwarded",
        "SPAMREPORT": "email_reported_as_spam",
        "OPEN": "email_opened",
        "STATUSCHANGE": "email_unsubscribed",
    }
    events = landing.rows(
        "hubspot/email_event", "id, type, recipient, created, filtered_event, sent_by_id"
    )
    for number, kind, recipient, at, is_filtered, message in events:
        agent = agents.get(number) or ""
        is_machine = is_filtered or agent == MACHINES[0] or MACHINES[1] in agent
        # A program that looks at an e-mail as it arrives follows its links.
        if kind == "CLICK" and message in delivered:
            is_machine |= at < delivered[message] + SCANNED_WITHIN
        if kind in names and not is_machine and (kind != "STATUSCHANGE" or number in left):
            yield Act(_email(recipient), at, names[kind])


def _delivered(landing: Landing) -> dict[str, Instant]:
    """When each message of the CRM was delivered; where nobody tells, when it was sent."""
    columns = """
        coalesce(sent_by_id, id), coalesce(sent_by_created, created), created, type = 'DELIVERED'
    """
    found: dict[str, tuple[bool, Instant]] = {}
    for message, sent_at, at, is_delivery in landing.rows("hubspot/email_event", columns):
        one = (not is_delivery, at if is_delivery else sent_at)
        found[message] = min(found.get(message, one), one)
    return {message: at for message, (_, at) in found.items()}


def _lists(landing: Landing, people: Mapping[Native, int]) -> Iterable[Act]:
    asked: list[Any] = landing.rows("mailchimp/unsubscribe", 'member_id, list_id, "timestamp"')
    columns = "id, list_id, timestamp_signup, timestamp_opt, status, last_changed, _fivetran_synced"
    members: list[Any] = landing.rows("mailchimp/member", columns)
    found = spells(members, asked)
    for one in found:
        yield Act(("mailchimp", one.member), one.joined_at, "list_joined")
    for member, at, activity in leavings(found, asked, people):
        yield Act(("mailchimp", member), at, activity)


def _letters(landing: Landing) -> Iterable[Act]:
    names = {"open": "email_opened", "click": "email_clicked"}
    sent = dict(landing.rows("mailchimp/campaign", "id, send_time"))
    for kind, column in (("campaign", "campaign_id"), ("automation", "automation_email_id")):
        for member, action, at, mail in landing.rows(
            f"mailchimp/{kind}_recipient_activity", f'member_id, action, "timestamp", {column}'
        ):
            # Mailchimp does not tell when an automation's e-mail was sent.
            is_scan = action == "click" and mail in sent and at < sent[mail] + SCANNED_WITHIN
            if action in names and not is_scan:
                yield Act(("mailchimp", member), at, names[action])


def _site(landing: Landing) -> Iterable[Act]:
    names = {"session_start": "session_started", "page_view": "page_viewed"}
    for user, at, event, page in landing.visits():
        # The site's user id is the id of the contact in the CRM.
        yield Act(("hubspot", user), at, names[event], page or "")
    for email, at, page in landing.rows(
        "files/web_events",
        "email, occurred_at::timestamp, page_url",
        "event_name = 'page_view' and email is not null",
    ):
        yield Act(_email(email), at, "page_viewed", page or "")


def _forms(landing: Landing) -> Iterable[Act]:
    activities = {row["form_name"]: row["activity"] for row in _seed("form_activities")}
    names = {
        guid: activities.get(name, "form_submitted")
        for guid, name in landing.rows("hubspot/form", "guid, name")
    }
    for contact, guid, at in landing.rows(
        "hubspot/contact_form_submission", 'contact_id, form_id, "timestamp"'
    ):
        yield Act(("hubspot", str(contact)), at, names[guid])
    for contact, at in landing.rows(
        "hubspot/contact_property_history",
        'contact_id, "timestamp"',
        "name = 'hs_analytics_source' and value = 'OFFLINE' and source = 'CRM_UI'",
    ):
        yield Act(("hubspot", str(contact)), at, "manually_entered")
    for email, activity, at in landing.rows(
        "files/activities", "email, activity, occurred_at::timestamp", "occurred_at is not null"
    ):
        yield Act(_email(email), at, activity)


def acts(landing: Landing, people: Mapping[Native, int]) -> Iterable[Act]:
    """What people did by themselves, as far as the newsletter looks at it."""
    yield from _lists(landing, people)
    for part in (_mails(landing), _letters(landing), _site(landing), _forms(landing)):
        yield from part


def _sales(landing: Landing) -> Iterable[Sale]:
    won = set(landing.rows("hubspot/deal_pipeline_stage", "pipeline_id, stage_id", "closed_won"))
    into = {gone: kept for kept, gone in landing.rows(
        "hubspot/merged_deal", "deal_id, merged_deal_id"
    )}  # fmt: skip
    contacts: dict[int, list[int]] = {}
    for deal, contact in landing.rows("hubspot/deal_contact", "deal_id, contact_id"):
        contacts.setdefault(into.get(deal, deal), []).append(contact)
    entered: dict[tuple[int, str], Instant] = {}
    for deal, stage, at in landing.rows("hubspot/deal_stage", "deal_id, value, date_entered"):
        entered[deal, stage] = max(at, entered.get((deal, stage), at))
    for deal, pipeline, stage, created_at, closed_at, kind in landing.rows(
        "hubspot/deal",
        """
        deal_id, deal_pipeline_id, deal_pipeline_stage_id, property_createdate,
        property_closedate, property_dealtype
        """,
        "not is_deleted and not _fivetran_deleted",
    ):
        is_sale = (pipeline, stage) in won and kind in (None, "newbusiness")
        if is_sale and deal not in into and deal in contacts:
            won_at = entered.get((deal, stage), closed_at)
            native = ("hubspot", str(min(contacts[deal])))
            yield Sale(native, created_at or won_at, won_at)
    for contact, created_at, closed_at in landing.rows(
        "files/deals",
        "contact_id, created_at::timestamp, closed_at::timestamp",
        "kind = 'new_business' and outcome = 'won' and not is_deleted",
    ):
        yield Sale(("files", contact), created_at or closed_at, closed_at)


def _merged_away(landing: Landing) -> set[Native]:
    gone = {number for (number,) in landing.rows("hubspot/contact_merge_audit", "vid_to_merge")}
    for (listed,) in landing.rows("hubspot/contact", "property_hs_merged_object_ids"):
        gone |= {int(one) for one in (listed or "").split(";") if one}
    return {("hubspot", str(number)) for number in gone}


# ---------- what it means


def newsletter_stays(
    folder: Path,
    people: Mapping[Native, int],
    global_ends: Mapping[int, Sequence[Instant]],
    as_of: Instant,
) -> set[Stay]:
    """The stays of all people in the newsletter, by the files of a landing.

    `people` leads from a native id to a person, `global_ends` tells when the cycles of a person in
    the company as a whole ended, in time order.
    """
    landing = Landing(folder)
    readers: dict[int, Reader] = {}
    for act in acts(landing, people):
        if act.native in people and act.at < as_of:
            readers.setdefault(people[act.native], Reader()).acts.append(act)
    for sale in _sales(landing):
        if sale.native in people and sale.won_at < as_of:
            readers.setdefault(people[sale.native], Reader()).sales.append(sale)
    gone = _merged_away(landing)
    return {
        stay
        for person, reader in readers.items()
        for stay in stays_of(person, reader, global_ends.get(person, ()), gone, as_of)
    }


def stays_of(
    person: int, reader: Reader, global_ends: Sequence[Instant], gone: set[Native], as_of: Instant
) -> list[Stay]:
    """The stays of one person, of whom the contacts `gone` were merged into another."""
    return _Walk(person, global_ends, gone, as_of).through(reader, inbound_activities())


@cache
def inbound_activities() -> frozenset[str]:
    return frozenset(
        row["activity"]
        for row in _seed("activities")
        if row["family"] in FAMILIES and row["direction"] == "inbound"
    )


def _moves(reader: Reader, inbound: frozenset[str]) -> list[tuple[Instant, str, Native]]:
    """What moves a reader, but for the time that passes."""
    moves: list[tuple[Instant, str, Native]] = []
    for act in reader.acts:
        if act.activity == "page_viewed" and PAGE in act.detail:
            moves.append((act.at, "visitor", act.native))
        elif act.activity in ("newsletter_subscribed", "list_joined"):
            moves.append((act.at, "subscriber", act.native))
        elif act.activity == "email_forwarded":
            moves.append((act.at, "sharer", act.native))
        elif act.activity in ("email_unsubscribed", "removed_from_list"):
            moves.append((act.at, END, act.native))
    for sale in reader.sales:
        before = [
            act for act in reader.acts if act.activity in inbound and act.at < sale.created_at
        ]
        last = max(before, key=lambda act: act.at, default=None)
        if last is not None and last.activity == "email_clicked":
            moves.append((sale.won_at, "buyer", sale.native))
    order = (*STAGES, END)
    return sorted(moves, key=lambda move: (move[0], order.index(move[1]), move[2]))


class _Walk:
    """The way of one person through the stages."""

    def __init__(
        self, person: int, global_ends: Sequence[Instant], gone: set[Native], as_of: Instant
    ) -> None:
        self._person, self._global_ends = person, global_ends
        self._gone, self._as_of = gone, as_of
        self._stays: list[Stay] = []
        self._furthest, self._cycle_no = -1, 1

    def through(self, reader: Reader, inbound: frozenset[str]) -> list[Stay]:
        """The stays to which everything leads that a reader did."""
        for at, stage, native in _moves(reader, inbound):
            self._let_time_pass(at)
            if stage == END:
                self._end(at)
            elif STAGES.index(stage) > self._furthest:
                self._advance(at, stage, native)
        self._let_time_pass(self._as_of)
        return self._stays

    def _let_time_pass(self, until: Instant) -> None:
        if self._stays and self._stays[-1].stage == "subscriber":
            due = self._stays[-1].entered_at + FAITHFUL_AFTER
            if due < until:
                self._advance(due, "loyal_reader", None)

    def _end(self, at: Instant) -> None:
        if self._furthest >= STAGES.index("subscriber"):
            self._leave(at, END)
            self._enter(at, END, "forward", None)
            # A terminal stay belongs to the cycle that it ends.
            self._furthest, self._cycle_no = -1, self._cycle_no + 1

    def _advance(self, at: Instant, stage: str, native: Native | None) -> None:
        entry_type = "merge" if native in self._gone else "forward"
        if not self._stays:
            entry_type = "first"
        elif self._stays[-1].stage == END:
            entry_type = "re_entry"
        self._leave(at, "merged" if entry_type == "merge" else "forward")
        for skipped in STAGES[self._furthest + 1 : STAGES.index(stage)]:
            if skipped in IMPUTED:
                self._enter(at, skipped, "skip_imputed", native)
                self._leave(at, "forward")
        self._enter(at, stage, entry_type, native)
        self._furthest = STAGES.index(stage)

    def _leave(self, at: Instant, exit_type: str) -> None:
        if self._stays:
            self._stays[-1] = self._stays[-1]._replace(exited_at=at, exit_type=exit_type)

    def _enter(self, at: Instant, stage: str, entry_type: str, native: Native | None) -> None:
        self._stays.append(
            Stay(
                person_key=self._person,
                stage=stage,
                cycle_no=self._cycle_no,
                parent_cycle_no=1 + bisect_left(self._global_ends, at),
                entered_at=at,
                exited_at=None,
                entry_type=entry_type,
                exit_type=None,
                is_imputed=entry_type == "skip_imputed",
                original_id=native[1] if native is not None and native in self._gone else None,
            )
        )
