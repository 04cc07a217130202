"""E-mails in bulk: marketing automation of the CRM, and the newsletter.

Nothing here moves anybody: no rule of the agreement looks at e-mails.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo.clock import DAY, HOUR, MINUTE, SECOND
from demo.company import AS_OF, BEGIN, DOMAIN, PORTAL, SITE, SYNC_DELAY
from demo.world import World
from demo.writers.mailchimp import LIST, newsletters
from demo.writers.tables import Tables

Instants = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int64]

EVENTS_A_MESSAGE = 2.5
ROWS_A_NEWSLETTER = 1.5
_CAMPAIGN_MONTHS = 37
_RARE = (0.004, 0.009, 0.011, 0.0135)
# Reactions that the story tells one by one, by the name of their activity.
_TOLD = {
    "email_clicked": "CLICK",
    "email_forwarded": "FORWARD",
    "email_unsubscribed": "STATUSCHANGE",
}
_SUBJECTS = ("Vos relances en trois étapes", "La réforme en clair", "Retour du webinaire")
_PEOPLE_AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
)
_MACHINE_AGENTS = (
    "Mozilla/5.0",
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
)


def _campaign_id(month: int, kind: int) -> int:
    return 240_000_000 + month * 10 + kind


def write_reference(tables: Tables) -> None:
    """The marketing e-mails of every month."""
    for month in range(_CAMPAIGN_MONTHS):
        for kind, subject in enumerate(_SUBJECTS):
            tables.add(
                "hubspot.email_campaign",
                id=_campaign_id(month, kind),
                app_id=113,
                app_name="AutomationEmail",
                content_id=900_000 + month * 10 + kind,
                name=f"{subject} {month + 1}",
                subject=subject,
                type="AUTOMATED_EMAIL",
                sub_type="AUTOMATION",
                num_included=0,
                num_queued=0,
                _fivetran_synced=BEGIN + SYNC_DELAY,
            )


def _synced(instants: Instants) -> Instants:
    return np.minimum(instants + SYNC_DELAY, AS_OF - SECOND)


def _stamps(instants: Instants) -> pa.Array:
    return pa.array(instants, pa.int64()).cast(pa.timestamp("us"))


def _ids(prefix: str, numbers: Numbers) -> pa.Array:
    padded = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), 12, "0")
    return pc.binary_join_element_wise(prefix, padded, "")


def _choose(rng: np.random.Generator, choices: tuple[str, ...], length: int) -> pa.Array:
    return pa.array(list(choices)).take(pa.array(rng.integers(0, len(choices), length)))


class Mailing:
    """The marketing e-mails of a shard and what became of them."""

    def __init__(self, world: World, tables: Tables, rng: np.random.Generator) -> None:
        self._tables, self._rng, self._world = tables, rng, world
        self._prefix = f"{world.shard:08x}-e000-4000-8000-"
        self._next = 0

    def tell(self) -> None:
        """Send the messages to which people reacted as the story tells."""
        told = [
            (deed, deed.contact.email if deed.contact is not None else person.email)
            for person in self._world.people
            for deed in person.deeds
            if deed.via == "mail"
        ]
        if not told:
            return
        reacted = np.array([deed.at for deed, _ in told])
        every = np.arange(len(told))
        self._emails = pa.array([email for _, email in told])
        self._prepare(reacted - HOUR, np.full(len(told), AS_OF))
        self._write("SENT", every, self._sent)
        self._write("DELIVERED", every, self._sent + 10 * SECOND)
        for name, kind in _TOLD.items():
            index = np.flatnonzero([deed.name == name for deed, _ in told])
            self._write(kind, index, reacted[index])

    def _prepare(self, sent: Instants, end: Instants) -> None:
        """Number the messages sent at some instants to people who are there until others."""
        self._end = end
        self._campaign = 240_000_000 + (sent - BEGIN) // (30 * DAY + 10 * HOUR) * 10
        self._campaign = self._campaign + self._rng.integers(0, len(_SUBJECTS), len(sent))
        self._sent, self._sent_id = sent, np.arange(len(sent)) + self._next

    def send(self, budget: int) -> None:
        """Send as many messages as make about `budget` events."""
        contacts = [
            (contact, person.erased_at or contact.merged_at or AS_OF)
            for person in self._world.people
            for contact in person.contacts
            if contact.email and not contact.email.endswith(DOMAIN)
        ]
        contacts = [(c, end) for c, end in contacts if end - c.created_at > 2 * DAY]
        count = int(budget / EVENTS_A_MESSAGE)
        if not contacts or count <= 0:
            return
        rng = self._rng
        pick = rng.integers(0, len(contacts), count)
        start = np.array([contact.created_at for contact, _ in contacts])[pick] + HOUR
        end = np.array([end for _, end in contacts], dtype=np.int64)[pick]
        sent = start + ((end - start - HOUR) * rng.random(count)).astype(np.int64)
        self._emails = pa.array([contact.email for contact, _ in contacts]).take(pa.array(pick))
        self._prepare(sent, end)
        every = np.arange(count)
        self._write("SENT", every, sent)
        self._follow(every, sent, rng)

    def _follow(self, every: Numbers, sent: Instants, rng: np.random.Generator) -> None:
        fate = rng.random(len(every))
        bounced, dropped = every[fate < 0.012], every[(fate >= 0.012) & (fate < 0.018)]
        deferred = every[(fate >= 0.018) & (fate < 0.03)]
        delivered = every[fate >= 0.018]
        self._write("BOUNCE", bounced, sent[bounced] + 3 * SECOND)
        self._write("DROPPED", dropped, sent[dropped] + SECOND)
        self._write("DEFERRED", deferred, sent[deferred] + 2 * SECOND)
        delay = rng.integers(2 * SECOND, 40 * SECOND, len(delivered))
        self._write("DELIVERED", delivered, sent[delivered] + delay)
        luck = rng.random(len(delivered))
        # One machine at least, however few the messages.
        luck[:1] = 0.0
        machines = delivered[luck < 0.16]
        self._write(
            "OPEN",
            machines,
            sent[machines] + rng.integers(41 * SECOND, 90 * SECOND, len(machines)),
            machine=True,
        )
        readers = delivered[rng.random(len(delivered)) < 0.29]
        opened = sent[readers] + (rng.exponential(7, len(readers)) * HOUR).astype(np.int64)
        opened += 2 * MINUTE
        self._write("OPEN", readers, opened)
        clicks = rng.random(len(readers)) < 0.17
        clicked_at = opened[clicks] + rng.integers(5 * SECOND, 9 * MINUTE, int(clicks.sum()))
        self._write("CLICK", readers[clicks], clicked_at)
        rest = rng.random(len(readers))
        # One of each rare reaction, however few the messages.
        rest[: len(_RARE)] = _RARE[: len(rest)]
        for kind, low, high in (
            ("STATUSCHANGE", 0.0, 0.008),
            ("SPAMREPORT", 0.008, 0.0095),
            ("FORWARD", 0.0095, 0.0125),
            ("PRINT", 0.0125, 0.0145),
        ):
            some = (rest >= low) & (rest < high)
            self._write(kind, readers[some], opened[some] + 90 * SECOND)

    def _write(self, kind: str, index: Numbers, at: Instants, *, machine: bool = False) -> None:
        visible = at < np.minimum(self._end[index], AS_OF - MINUTE)
        index, at = index[visible], at[visible]
        if not len(index):
            return
        rng, length = self._rng, len(index)
        numbers = np.arange(self._next, self._next + length)
        self._next += length
        ids, synced = _ids(self._prefix, numbers), _stamps(_synced(at))
        columns: dict[str, Any] = {
            "id": ids,
            "created": _stamps(at),
            "type": kind,
            "app_id": 113,
            "portal_id": PORTAL,
            "email_campaign_id": self._campaign[index],
            "recipient": self._emails.take(index),
            "filtered_event": pa.array(rng.random(length) < (0.1 if machine else 0.0)),
            "_fivetran_synced": synced,
        }
        if kind != "SENT":
            columns["sent_by_id"] = _ids(self._prefix, self._sent_id[index])
            columns["sent_by_created"] = _stamps(self._sent[index])
        self._tables.add_bulk("hubspot.email_event", columns, length)
        child, details = self._details(kind, length, machine)
        if machine:
            self._world.awkward["machine_opens"] += length
        self._tables.add_bulk(
            f"hubspot.email_event_{child}",
            {**details, "id": ids, "_fivetran_synced": synced},
            length,
        )

    def _details(self, kind: str, length: int, machine: bool) -> tuple[str, dict[str, Any]]:
        """The table of what is particular to a kind of event, and its columns."""
        rng = self._rng
        agents = _choose(rng, _MACHINE_AGENTS if machine else _PEOPLE_AGENTS, length)
        reader = {"user_agent": agents, "browser": '{"family":"Chrome","type":"Browser"}'}
        sender = {"FROM": f"Lumenia <bonjour@{DOMAIN}>", "subject": _choose(rng, _SUBJECTS, length)}
        durations = pc.cast(pa.array(rng.integers(500, 60_000, length)), pa.string())
        details: dict[str, tuple[str, dict[str, Any]]] = {
            "SENT": ("sent", sender),
            "DELIVERED": ("delivered", {"response": "250 2.0.0 OK"}),
            "BOUNCE": (
                "bounce",
                {
                    "category": "UNKNOWN_USER",
                    "status": "5.1.1",
                    "response": "550 5.1.1 user unknown",
                },
            ),
            "DEFERRED": ("deferred", {"attempt": 1, "response": "451 4.7.1 try later"}),
            "DROPPED": ("dropped", {**sender, "drop_reason": "PREVIOUSLY_BOUNCED"}),
            "OPEN": ("open", {**reader, "duration": durations}),
            "CLICK": ("click", {**reader, "url": SITE + "/blog/relances-clients"}),
            "FORWARD": ("forward", reader),
            "PRINT": ("print", reader),
            "SPAMREPORT": ("spam_report", {"user_agent": agents}),
            "STATUSCHANGE": (
                "status_change",
                {
                    "portal_subscription_status": "UNSUBSCRIBED",
                    "requested_by": "RECIPIENT",
                    "source": "SOURCE_RECIPIENT",
                    "bounced": False,
                },
            ),
        }
        return details[kind]


def send_newsletters(world: World, tables: Tables, rng: np.random.Generator, budget: int) -> None:
    """Newsletters to the members of the list, about `budget` rows."""
    members = [
        (member, person.erased_at or AS_OF) for person in world.people for member in person.members
    ]
    issues = newsletters()
    count = int(budget / ROWS_A_NEWSLETTER)
    if not members or count <= 0:
        return
    sent_at = np.array([at for _, at in issues])
    signed = np.array([member.signed_up_at for member, _ in members])
    erased = np.array([end for _, end in members], dtype=np.int64)
    who = rng.integers(0, len(members), count)
    first = np.searchsorted(sent_at, signed[who], side="right")
    left = len(issues) - first
    issue = first + (left * rng.random(count)).astype(np.int64)
    keys = np.unique((who * 10_000 + issue)[left > 0])
    who, issue = keys // 10_000, keys % 10_000
    alive = sent_at[issue] < erased[who] - 9 * DAY
    who, issue = who[alive], issue[alive]
    ids = pa.array([member.member_id for member, _ in members])
    campaigns = pa.array([campaign for campaign, _ in issues])
    tables.add_bulk(
        "mailchimp.campaign_recipient",
        {
            "campaign_id": campaigns.take(issue),
            "member_id": ids.take(who),
            "list_id": LIST,
            "_fivetran_synced": _stamps(_synced(sent_at[issue] + HOUR)),
        },
        len(who),
    )
    opens = np.flatnonzero(rng.random(len(who)) < 0.38)
    opened = sent_at[issue[opens]] + (rng.exponential(10, len(opens)) * HOUR).astype(np.int64)
    opened += 45 * SECOND
    clicks = np.flatnonzero(rng.random(len(opens)) < 0.15)
    bounces = np.flatnonzero(rng.random(len(who)) < 0.01)
    for action, index, at in (
        ("open", opens, opened),
        ("click", opens[clicks], opened[clicks] + rng.integers(3 * SECOND, HOUR, len(clicks))),
        ("bounce", bounces, sent_at[issue[bounces]] + 20 * SECOND),
    ):
        seen = at < np.minimum(erased[who[index]], AS_OF - MINUTE)
        index, at = index[seen], at[seen]
        tables.add_bulk(
            "mailchimp.campaign_recipient_activity",
            {
                "action": action,
                "campaign_id": campaigns.take(issue[index]),
                "member_id": ids.take(who[index]),
                "list_id": LIST,
                "timestamp": _stamps(at),
                "url": SITE + "/blog/relances-clients" if action == "click" else None,
                "bounce_type": "hard" if action == "bounce" else None,
                "_fivetran_synced": _stamps(_synced(at)),
            },
            len(index),
        )
    left_list = [number for number, (m, _) in enumerate(members) if m.status == "unsubscribed"]
    last = {int(one): row for row, one in enumerate(who)}
    rows = np.array([last[number] for number in left_list if number in last], dtype=np.int64)
    at = sent_at[issue[rows]] + 3 * HOUR if len(rows) else rows
    tables.add_bulk(
        "mailchimp.unsubscribe",
        {
            "campaign_id": campaigns.take(issue[rows]),
            "member_id": ids.take(who[rows]),
            "list_id": LIST,
            "timestamp": _stamps(at),
            "_fivetran_synced": _stamps(_synced(at)),
        },
        len(rows),
    )
