"""Every e-mail sent to somebody and what became of it, of HubSpot and of Mailchimp."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.oracle.reading import Instant, Landing, Native, address

HUBSPOT, MAILCHIMP = "hubspot", "mailchimp"
PROXY, BARE = "GoogleImageProxy", "Mozilla/5.0"
READ_MILLISECONDS = 8_000
SCANNED_WITHIN = timedelta(seconds=10)
LEFT = "UNSUBSCRIBED"


@dataclass
class Message:
    """One sending to one recipient."""

    tool: str
    message_id: str
    native: Native
    address: str | None
    sent_at: Instant | None = None
    delivered_at: Instant | None = None
    is_dropped: bool = False
    # Whether each bounce was a hard one.
    bounces: list[bool] = field(default_factory=list)
    human_opens: int = 0
    machine_opens: int = 0
    human_clicks: list[Instant] = field(default_factory=list)
    scanner_clicks: int = 0
    is_read: bool = False
    is_reported: bool = False
    unsubscribed_at: list[Instant] = field(default_factory=list)

    @property
    def is_delivered(self) -> bool:
        """Whether it reached the recipient."""
        if self.tool == MAILCHIMP:
            return not self.bounces
        reacted = self.human_opens or self.machine_opens or self.human_clicks
        told = self.delivered_at is not None or reacted or self.scanner_clicks
        return bool(told) and not self.is_dropped

    @property
    def is_hard(self) -> bool:
        """Whether it bounced for good."""
        return any(self.bounces)

    @property
    def is_soft(self) -> bool:
        """Whether it bounced, and never for good."""
        return bool(self.bounces) and not self.is_hard


@dataclass(frozen=True)
class Click:
    """A click of a person in an e-mail."""

    tool: str
    click_id: str
    native: Native
    at: Instant


@dataclass(frozen=True)
class Mailbag:
    """All messages, and all clicks of people, whether or not a message is known."""

    messages: tuple[Message, ...]
    clicks: tuple[Click, ...]


def read_mail(landing: Landing, as_of: Instant) -> Mailbag:
    """What was sent and what came of it before an instant."""
    hubspot, clicks = _HubSpot(landing, as_of).read()
    mailchimp, more = _mailchimp(landing, as_of)
    messages = [one for one in [*hubspot, *mailchimp] if one.sent_at is not None]
    sent = [one for one in messages if one.sent_at is not None and one.sent_at < as_of]
    return Mailbag(tuple(sent), tuple(clicks + more))


def is_machine(agent: str | None) -> bool:
    """Whether a program opens e-mails under this name."""
    return agent is not None and (agent == BARE or PROXY in agent)


class _HubSpot:
    def __init__(self, landing: Landing, as_of: Instant) -> None:
        self._opens = {
            number: (agent, int(duration or 0))
            for number, agent, duration in landing.rows(
                "hubspot/email_event_open", "id, user_agent, duration"
            )
        }
        self._statuses = dict(landing.rows("hubspot/email_event_bounce", "id, status"))
        self._left = {
            number
            for (number,) in landing.rows(
                "hubspot/email_event_status_change",
                "id",
                f"portal_subscription_status = '{LEFT}'",
            )
        }
        self._events = [
            event
            for event in landing.rows(
                "hubspot/email_event",
                """
                created, id, type, recipient, coalesce(filtered_event, false), sent_by_id,
                sent_by_created
                """,
            )
            if event[0] < as_of
        ]
        self._events.sort(key=lambda event: (event[0], event[1]))

    def read(self) -> tuple[list[Message], list[Click]]:
        messages: dict[str, Message] = {}
        for at, number, kind, recipient, _, sent_by, sent_by_at in self._events:
            own = number if kind == "SENT" else sent_by
            if own is None:
                continue
            native = address(recipient)
            one = messages.setdefault(own, Message(HUBSPOT, own, native, native[1]))
            if kind == "SENT":
                one.sent_at, one.native, one.address = at, native, native[1]
            elif one.sent_at is None:
                one.sent_at = sent_by_at
            if kind == "DELIVERED" and one.delivered_at is None:
                one.delivered_at = at
        clicks = []
        last = _LastSent(messages.values())
        for event in self._events:
            at, number, kind, recipient, _, sent_by, _ = event
            message = messages.get(sent_by) if sent_by is not None else None
            if kind == "STATUSCHANGE" and message is None:
                message = last.before(address(recipient)[1], at)
            if kind == "CLICK" and self._is_human_click(event, message):
                clicks.append(Click(HUBSPOT, number, address(recipient), at))
            if message is not None:
                self._tell(message, event)
        return list(messages.values()), clicks

    @staticmethod
    def _is_human_click(event: tuple[Any, ...], message: Message | None) -> bool:
        at, is_filtered = event[0], event[4]
        since = None if message is None else message.delivered_at or message.sent_at
        return not is_filtered and (since is None or at >= since + SCANNED_WITHIN)

    def _tell(self, message: Message, event: tuple[Any, ...]) -> None:
        at, number, kind, _, is_filtered, *_ = event
        if kind == "BOUNCE":
            message.bounces.append((self._statuses.get(number) or "").startswith("5"))
        elif kind == "DROPPED":
            message.is_dropped = True
        elif kind == "SPAMREPORT":
            message.is_reported = True
        elif kind == "STATUSCHANGE" and number in self._left:
            message.unsubscribed_at.append(at)
        elif kind == "CLICK":
            if self._is_human_click(event, message):
                message.human_clicks.append(at)
            else:
                message.scanner_clicks += 1
        elif kind == "OPEN":
            agent, milliseconds = self._opens.get(number, (None, 0))
            if is_filtered or is_machine(agent):
                message.machine_opens += 1
            else:
                message.human_opens += 1
                message.is_read |= milliseconds >= READ_MILLISECONDS


class _LastSent:
    """The last message sent to an address before an instant."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self._sent: dict[str, list[tuple[Instant, str]]] = defaultdict(list)
        self._messages = {one.message_id: one for one in messages}
        for one in self._messages.values():
            if one.sent_at is not None and one.address is not None:
                self._sent[one.address].append((one.sent_at, one.message_id))
        for sent in self._sent.values():
            sent.sort()

    def before(self, recipient: str, at: Instant) -> Message | None:
        sent = self._sent.get(recipient, [])
        place = bisect_left(sent, (at, ""))
        return self._messages[sent[place - 1][1]] if place else None


def _mailchimp(landing: Landing, as_of: Instant) -> tuple[list[Message], list[Click]]:
    mail = _ListMail(landing, as_of)
    mail.read("campaign", "campaign_id")
    mail.read("automation", "automation_email_id")
    mail.leave()
    return list(mail.messages.values()), mail.clicks


class _ListMail:
    """The campaigns and automations of Mailchimp."""

    def __init__(self, landing: Landing, as_of: Instant) -> None:
        self._landing, self._as_of = landing, as_of
        self._emails = dict(landing.rows("mailchimp/member", "id, email_address"))
        self.messages: dict[tuple[str, str], Message] = {}
        self.clicks: list[Click] = []

    def read(self, kind: str, column: str) -> None:
        """The messages of all campaigns, or of all e-mails of automations."""
        sent_at = dict(self._landing.rows("mailchimp/campaign", "id, send_time"))
        started_at = dict(self._landing.rows("mailchimp/automation_email", "id, start_time"))
        recipients = self._landing.rows(f"mailchimp/{kind}_recipient", f"{column}, member_id")
        for mail, member in recipients:
            email = self._emails.get(member)
            self.messages[mail, member] = Message(
                tool=MAILCHIMP,
                message_id=f"{mail}|{member}",
                native=(MAILCHIMP, member),
                address=address(email)[1] if email else None,
                sent_at=sent_at.get(mail) if kind == "campaign" else None,
            )
        reactions = self._landing.rows(
            f"mailchimp/{kind}_recipient_activity",
            f'"timestamp", {column}, member_id, action, bounce_type, url',
        )
        for reaction in sorted(reactions, key=lambda one: one[:4]):
            if reaction[0] < self._as_of:
                self._react(kind, reaction)
        for mail, member in recipients:
            message = self.messages[mail, member]
            if message.sent_at is None:
                message.sent_at = started_at.get(mail)

    def _react(self, kind: str, reaction: tuple[Any, ...]) -> None:
        at, mail, member, action, bounce, url = reaction
        message = self.messages.get((mail, member))
        if message is not None and message.sent_at is None:
            message.sent_at = at
        # Mailchimp does not tell when an automation's e-mail was sent.
        since = message.sent_at if message is not None and kind == "campaign" else None
        is_human = since is None or at >= since + SCANNED_WITHIN
        if action == "click" and is_human:
            self.clicks.append(Click(MAILCHIMP, f"{mail}|{url}", (MAILCHIMP, member), at))
        if message is None:
            return
        if action == "open":
            message.human_opens += 1
        elif action == "bounce":
            message.bounces.append(bounce == "hard")
        elif action == "click" and is_human:
            message.human_clicks.append(at)
        elif action == "click":
            message.scanner_clicks += 1

    def leave(self) -> None:
        """What led members to leave their list."""
        for mail, member, at in self._landing.rows(
            "mailchimp/unsubscribe", 'campaign_id, member_id, "timestamp"'
        ):
            if (mail, member) in self.messages and at < self._as_of:
                self.messages[mail, member].unsubscribed_at.append(at)
