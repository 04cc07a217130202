"""What people and accounts did or had done to them, as far as customers' numbers ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from tests.oracle.customers import Company
from tests.oracle.landed import configuration, day_of
from tests.oracle.surveys import is_off_scale

MACHINE, IMAGE_PROXY = "Mozilla/5.0", "GoogleImageProxy"
# A click sooner after the delivery is that of a program that tries every link.
SCANNED_WITHIN = timedelta(seconds=10)
MAILS = {
    "SENT": "email_sent",
    "DELIVERED": "email_delivered",
    "BOUNCE": "email_bounced",
    "OPEN": "email_opened",
    "CLICK": "email_clicked",
    "FORWARD": "email_forwarded",
    "SPAMREPORT": "email_reported_as_spam",
    "STATUSCHANGE": "email_unsubscribed",
}
LETTERS = {"open": "email_opened", "click": "email_clicked", "bounce": "email_bounced"}
TOUCHES = {
    "engagement_call": "call_made",
    "engagement_communication": "message_sent",
    "engagement_email": "personal_email_written",
    "engagement_meeting": "meeting_held",
    "engagement_note": "note_taken",
    "engagement_task": "task_created",
}
WORDS = {
    "review": "review_published",
    "testimonial": "testimonial_published",
    "case_study": "case_study_published",
    "reference_call": "reference_call_given",
}
# What the site, the forms and the CRM's owners tell is left out: no number here asks for it.
TOLD = {*LETTERS.values(), *TOUCHES.values(), *WORDS.values()} | {
    *("incoming_email_received", "product_used", "survey_answered", "invitation_sent"),
    *("email_delivered", "email_forwarded", "email_reported_as_spam"),
    *("ticket_opened", "invoice_paid"),
}


class Act(NamedTuple):
    """Something that a person or an account did or had done to it."""

    name: str
    at: datetime
    person: int | None
    account: int | None
    words: tuple[str, ...] = ()
    is_automatic: bool = False

    @property
    def day(self) -> date:
        """The business day."""
        return day_of(self.at)


class Ticket(NamedTuple):
    """A ticket that was opened."""

    opened_at: datetime
    person: int | None
    account: int | None


class Stream:
    """The acts of a company before as_of."""

    def __init__(self, company: Company) -> None:
        self._company, self._files = company, company.files

    @cached_property
    def acts(self) -> list[Act]:
        """Everything that was told, in no order."""
        told = (self._mails(), self._letters(), self._automations(), self._touches())
        more = (self._noted(), self._tickets(), self._used(), self._answers(), self._paid())
        spoken = (self._invitations(), self._words())
        every = [act for part in (*told, *more, *spoken) for act in part]
        return [act for act in every if act.at is not None and act.at < self._company.as_of]

    def accounts_of(self, act: Act) -> set[int]:
        """The accounts to which an act leads: its own and that of its person."""
        led = (act.account, self._company.account_of(act.person))
        return {account for account in led if account is not None}

    @cached_property
    def tickets(self) -> list[Ticket]:
        """The tickets that nobody deleted."""
        linked = {
            kind: self._lowest(f"hubspot/ticket_{kind}", "ticket_id", f"{kind}_id")
            for kind in ("company", "contact")
        }
        identity, found = self._company.identity, []
        for row in self._files.latest(
            "hubspot/ticket",
            ("id",),
            "_fivetran_synced",
            *("property_createdate", "is_deleted", "_fivetran_deleted"),
        ):
            if row["is_deleted"] or row["_fivetran_deleted"]:
                continue
            person = next(
                (
                    identity.people[contact]
                    for contact in linked["contact"].get(row["id"], ())
                    if contact in identity.people
                ),
                None,
            )
            account = next(
                (
                    identity.accounts[one]
                    for one in linked["company"].get(row["id"], ())
                    if one in identity.accounts
                ),
                self._company.account_of(person),
            )
            opened_at = row["property_createdate"]
            if opened_at is not None and opened_at < self._company.as_of:
                found.append(Ticket(opened_at, person, account))
        return found

    def _lowest(self, table: str, one: str, other: str) -> dict[int, list[tuple[str, str]]]:
        """The natives in the CRM that are linked with each record, lowest first."""
        linked: dict[int, list[tuple[str, str]]] = {}
        for record, native in sorted(self._files.rows(table, one, other)):
            linked.setdefault(record, []).append(("hubspot", str(native)))
        return linked

    def _mails(self) -> Iterator[Act]:
        agents = dict(self._files.rows("hubspot/email_event_open", "id", "user_agent"))
        left = {
            event
            for event, status in self._files.rows(
                "hubspot/email_event_status_change", "id", "portal_subscription_status"
            )
            if status == "UNSUBSCRIBED"
        }
        names = dict(self._files.rows("hubspot/email_campaign", "id", "name"))
        events = self._files.rows(
            "hubspot/email_event",
            *("id", "type", "recipient", "created", "filtered_event", "email_campaign_id"),
            *("sent_by_id", "sent_by_created"),
        )
        sent = {row[0]: row[3] for row in events if row[1] == "SENT"}
        delivered: dict[str, datetime] = {}
        for row in events:
            if row[1] == "DELIVERED" and row[6]:
                delivered[row[6]] = min(row[3], delivered.get(row[6], row[3]))
        for event, kind, recipient, at, is_filtered, campaign, message, sent_at in events:
            if kind not in MAILS or (kind == "STATUSCHANGE" and event not in left):
                continue
            agent = agents.get(event) or ""
            by_machine = kind == "OPEN" and (agent == MACHINE or IMAGE_PROXY in agent)
            if kind == "CLICK":
                told = delivered.get(message) or sent.get(message) or sent_at
                arrived = told if message else None
                by_machine = arrived is not None and at - arrived < SCANNED_WITHIN
            yield Act(
                MAILS[kind],
                at,
                self._company.person(None, recipient),
                None,
                (str(campaign), names.get(campaign) or ""),
                bool(is_filtered or by_machine),
            )

    def _member(self, member: str) -> int | None:
        return self._company.identity.people.get(("mailchimp", member))

    def _letters(self) -> Iterator[Act]:
        campaigns = {
            one: (title, sent_at)
            for one, title, sent_at in self._files.rows(
                "mailchimp/campaign", "id", "title", "send_time"
            )
        }
        for campaign, member, action, at, _ in self._files.rows(
            "mailchimp/campaign_recipient_activity",
            *("campaign_id", "member_id", "action", "timestamp", "url"),
        ):
            title, sent_at = campaigns.get(campaign, (None, None))
            is_scanner = action == "click" and sent_at is not None and at - sent_at < SCANNED_WITHIN
            if action in LETTERS:
                words = (campaign, title or "")
                person = self._member(member)
                yield Act(LETTERS[action], at, person, None, words, is_scanner)

    def _automations(self) -> Iterator[Act]:
        titles = dict(self._files.rows("mailchimp/automation_email", "id", "title"))
        for letter, member, action, at, _ in self._files.rows(
            "mailchimp/automation_recipient_activity",
            *("automation_email_id", "member_id", "action", "timestamp", "url"),
        ):
            if action in LETTERS:
                words = (letter, titles.get(letter) or "")
                yield Act(LETTERS[action], at, self._member(member), None, words)

    def _touches(self) -> Iterator[Act]:
        contacts = self._lowest("hubspot/engagement_contact", "engagement_id", "contact_id")
        people = self._company.identity.people
        for table, name in TOUCHES.items():
            for row in self._files.latest(
                f"hubspot/{table}",
                ("engagement_id",),
                "_fivetran_synced",
                *("type", "property_hs_timestamp", "start_time", "_fivetran_deleted"),
            ):
                at = row["start_time"] or row["property_hs_timestamp"]
                is_incoming = row["type"] == "INCOMING_EMAIL"
                for native in contacts.get(row["engagement_id"], ()):
                    if not row["_fivetran_deleted"]:
                        activity = "incoming_email_received" if is_incoming else name
                        yield Act(activity, at, people.get(native), None)

    def _noted(self) -> Iterator[Act]:
        for row in self._files.latest(
            "files/activities",
            ("activity_id",),
            "recorded_at",
            *("activity", "contact_id", "email", "company_id", "occurred_at"),
            *("detail", "campaign", "is_automatic", "is_deleted"),
        ):
            if not row["is_deleted"]:
                yield Act(
                    row["activity"],
                    row["occurred_at"],
                    self._company.person(row["contact_id"], row["email"]),
                    self._company.account(row["company_id"], None),
                    (row["campaign"] or "", row["detail"] or ""),
                    bool(row["is_automatic"]),
                )

    def _tickets(self) -> Iterator[Act]:
        for ticket in self.tickets:
            yield Act("ticket_opened", ticket.opened_at, ticket.person, ticket.account)

    def _of_files(
        self, table: str, key: str, at: str, *more: str
    ) -> Iterator[tuple[Act, list[Any]]]:
        for row in self._files.latest(
            f"files/{table}",
            (key,),
            "recorded_at",
            *("contact_id", "email", "company_id", at, *more),
        ):
            person = self._company.person(row["contact_id"], row["email"])
            account = self._company.account(row["company_id"], None)
            yield Act("", row[at], person, account), [row[name] for name in more]

    def _used(self) -> Iterator[Act]:
        for act, _ in self._of_files("product_events", "event_id", "occurred_at"):
            yield act._replace(name="product_used")

    def _answers(self) -> Iterator[Act]:
        asked = ("survey_responses", "response_id", "answered_at", "kind", "score")
        for act, (kind, score) in self._of_files(*asked):
            if kind in ("nps", "csat", None) and not is_off_scale(kind, score):
                yield act._replace(name="survey_answered")

    def _paid(self) -> Iterator[Act]:
        for act, _ in self._of_files("invoices", "invoice_id", "paid_at"):
            yield act._replace(name="invoice_paid")

    def _invitations(self) -> Iterator[Act]:
        for act, _ in self._of_files("referral_invitations", "invitation_id", "sent_at"):
            yield act._replace(name="invitation_sent")

    def _words(self) -> Iterator[Act]:
        for act, (kind,) in self._of_files("reviews", "review_id", "published_at", "kind"):
            if kind in WORDS:
                yield act._replace(name=WORDS[str(kind)])


def human_touches() -> set[str]:
    """The activities with which a person of the company addresses somebody."""
    return {
        row["activity"] for row in configuration("activities") if row["is_human_touch"] == "true"
    }
