"""E-mails with a fate of their own, one by one: scanners, soft bounces, automations, conversions.

Nothing here moves anybody but readers of the newsletter: no rule of the agreement looks at e-mails.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from demo.clock import DAY, HOUR, MINUTE, SECOND, instant_of
from demo.company import AS_OF, BEGIN, DOMAIN, PORTAL, SITE
from demo.dice import Dice
from demo.model import Contact, Member, Person
from demo.recording import synced
from demo.world import World
from demo.writers.mailchimp import LIST
from demo.writers.tables import Row, Tables

PURPOSE = 21
READER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PAGE = SITE + "/blog/relances-clients"
LONGEST = 45 * DAY
HARD, SOFT = "5.1.1", "4.2.2"
CHILDREN = {
    "SENT": "sent",
    "DELIVERED": "delivered",
    "BOUNCE": "bounce",
    "DROPPED": "dropped",
    "OPEN": "open",
    "CLICK": "click",
    "SPAMREPORT": "spam_report",
    "STATUSCHANGE": "status_change",
}


class Event(NamedTuple):
    """Something that became of a message, so long after it was sent."""

    kind: str
    after: int
    detail: str = ""
    is_filtered: bool = False
    names_message: bool = True


SENT, DELIVERED = Event("SENT", 0), Event("DELIVERED", 4 * SECOND)
# What became of the messages of the CRM; a scanner follows links 3 to 9 seconds after delivery.
SCENES: dict[str, tuple[Event, ...]] = {
    "scanned": (SENT, DELIVERED, Event("CLICK", 7 * SECOND), Event("CLICK", 13 * SECOND)),
    "scanned_and_filtered": (SENT, DELIVERED, Event("CLICK", 9 * SECOND, is_filtered=True)),
    "scanned_and_opened_by_a_machine": (
        *(SENT, DELIVERED, Event("CLICK", 11 * SECOND)),
        Event("OPEN", 20 * SECOND, "900", is_filtered=True),
    ),
    "scanned_then_read": (
        *(SENT, DELIVERED, Event("CLICK", 8 * SECOND)),
        *(Event("OPEN", 3 * HOUR, "12500"), Event("CLICK", 3 * HOUR + MINUTE)),
    ),
    "clicked_in_the_tenth_second": (
        SENT,
        DELIVERED,
        Event("CLICK", 14 * SECOND),
        Event("CLICK", 14 * SECOND - 1),
    ),
    "clicked_late_but_filtered": (SENT, DELIVERED, Event("CLICK", HOUR, is_filtered=True)),
    "scanned_without_a_word_of_delivery": (SENT, Event("CLICK", 7 * SECOND)),
    "clicked_without_a_word_of_delivery": (SENT, Event("CLICK", 50 * MINUTE)),
    "clicked_without_a_message": (
        SENT,
        DELIVERED,
        Event("CLICK", 2 * HOUR, names_message=False),
    ),
    "opened_without_a_word_of_delivery": (SENT, Event("OPEN", 5 * HOUR, "3000")),
    "known_by_what_followed": (DELIVERED, Event("OPEN", 2 * HOUR, "9000")),
    "glanced_at": (SENT, DELIVERED, Event("OPEN", HOUR, "7999")),
    "looked_at": (SENT, DELIVERED, Event("OPEN", HOUR, "8000")),
    "bounced_softly": (SENT, Event("BOUNCE", 5 * SECOND, SOFT)),
    "bounced_softly_then_hard": (
        *(SENT, Event("BOUNCE", 5 * SECOND, SOFT)),
        Event("BOUNCE", 2 * DAY, HARD),
    ),
    "bounced_after_delivery": (SENT, DELIVERED, Event("BOUNCE", 3 * HOUR, HARD)),
    "dropped": (SENT, Event("DROPPED", SECOND)),
    "dropped_though_opened": (SENT, Event("DROPPED", SECOND), Event("OPEN", HOUR, "20000")),
    "reported": (SENT, DELIVERED, Event("SPAMREPORT", 6 * HOUR)),
    "came_back": (SENT, DELIVERED, Event("STATUSCHANGE", 3 * DAY, "SUBSCRIBED")),
    "left_a_month_later": (SENT, DELIVERED, Event("STATUSCHANGE", 40 * DAY)),
    "left_twice": (
        *(SENT, DELIVERED, Event("STATUSCHANGE", DAY)),
        Event("STATUSCHANGE", 33 * DAY),
    ),
    "left_without_a_message": (
        SENT,
        DELIVERED,
        Event("STATUSCHANGE", 2 * DAY, names_message=False),
    ),
}
# One campaign by hand and two e-mails of an automation of the newsletter's tool.
CAMPAIGN, CAMPAIGN_AT = "nlvoeux", instant_of(2025, 1, 14, 9.5)
AUTOMATION, WELCOME, GUIDE = "au01", "au01-bienvenue", "au01-guide"
STARTED_AT = instant_of(2023, 9, 4, 8)


def tell_mail_cases(world: World, tables: Tables) -> None:
    """Send them."""
    _CrmMail(world, tables).tell()
    _ListMail(world, tables).tell()


def requests(world: World) -> list[tuple[Person, Contact, int]]:
    """Who asked for a demonstration after they had been known for a while, and when."""
    return [
        (person, contact, deed.at)
        for person in world.people
        for deed in person.deeds
        if (contact := deed.contact) is not None
        and deed.name in ("demo_requested", "contact_form_submitted")
        and contact.created_at < deed.at - 6 * DAY
        and contact.merged_into is None
        and contact.email
    ]


def write_reference(tables: Tables) -> None:
    """The newsletter tool's campaign and automation."""
    tables.add(
        "mailchimp.campaign",
        id=CAMPAIGN,
        list_id=LIST,
        type="regular",
        status="sent",
        title="Vœux",
        subject_line="Bonne année de la part de Lumenia",
        from_name="Lumenia",
        reply_to=f"bonjour@{DOMAIN}",
        create_time=CAMPAIGN_AT - DAY,
        send_time=CAMPAIGN_AT,
        track_opens=True,
        track_html_clicks=True,
        _fivetran_deleted=False,
        _fivetran_synced=synced(CAMPAIGN_AT),
    )
    tables.add(
        "mailchimp.automation",
        id=AUTOMATION,
        list_id=LIST,
        title="Bienvenue",
        status="sending",
        create_time=STARTED_AT - DAY,
        start_time=STARTED_AT,
        _fivetran_deleted=False,
        _fivetran_synced=synced(STARTED_AT),
    )
    for position, (mail, subject) in enumerate(
        ((WELCOME, "Bienvenue chez Lumenia"), (GUIDE, "Onboarding : vos premiers pas")), start=1
    ):
        tables.add(
            "mailchimp.automation_email",
            id=mail,
            automation_id=AUTOMATION,
            position=position,
            title=subject,
            subject_line=subject,
            status="sending",
            create_time=STARTED_AT - DAY,
            start_time=STARTED_AT + position * HOUR,
            from_name="Lumenia",
            reply_to=f"bonjour@{DOMAIN}",
            track_opens=True,
            track_html_clicks=True,
            _fivetran_deleted=False,
            _fivetran_synced=synced(STARTED_AT),
        )


class _CrmMail:
    """The messages of the CRM."""

    def __init__(self, world: World, tables: Tables) -> None:
        self._world, self._tables = world, tables
        self._dice = Dice(world.seed, world.shard, PURPOSE)
        self._next = 0

    def tell(self) -> None:
        """Every scene once, and some messages after which people asked for a demonstration."""
        there = [
            (contact, contact.created_at, min(person.erased_at or AS_OF, AS_OF) - LONGEST)
            for person in self._world.people
            for contact in person.contacts
            if contact.email and contact.merged_into is None
        ]
        there = [one for one in there if one[2] > one[1]]
        for name, events in SCENES.items():
            contact, first, last = self._dice.pick(there)
            at = first + int((last - first) * self._dice.roll())
            self._send(contact.email, at - at % SECOND + 137, events)
            self._world.awkward["scanner_clicks"] += name.startswith("scanned")
            self._world.awkward["soft_bounces"] += name.startswith("bounced_softly")
        asked = requests(self._world)
        for number in range(min(8, len(asked))):
            _, contact, at = asked[number * len(asked) // min(8, len(asked))]
            # The window is of five days: one click is in it, at its edge, the other before it.
            ahead = (HOUR, 5 * DAY - 1, 5 * DAY, 26 * HOUR)[number % 4]
            sent = at - 5 * DAY - 6 * HOUR
            self._send(contact.email, sent, (SENT, DELIVERED, Event("CLICK", at - ahead - sent)))

    def _send(self, recipient: str, sent_at: int, events: Sequence[Event]) -> None:
        message = self._number()
        for event in events:
            at = sent_at + event.after
            if at >= AS_OF - MINUTE:
                continue
            values: Row = {
                "id": message if event.kind == "SENT" else self._number(),
                "created": at,
                "type": event.kind,
                "app_id": 113,
                "portal_id": PORTAL,
                "email_campaign_id": 240_000_000 + (sent_at - BEGIN) // (30 * DAY + 10 * HOUR) * 10,
                "recipient": recipient,
                "filtered_event": event.is_filtered,
                "_fivetran_synced": synced(at),
            }
            if event.kind != "SENT" and event.names_message:
                values |= {"sent_by_id": message, "sent_by_created": sent_at}
            self._tables.add("hubspot.email_event", **values)
            self._tables.add(
                f"hubspot.email_event_{CHILDREN[event.kind]}",
                id=values["id"],
                _fivetran_synced=synced(at),
                **_details(event),
            )

    def _number(self) -> str:
        self._next += 1
        return f"{self._world.shard:08x}-e001-4000-8000-{self._next:012d}"


def _details(event: Event) -> Row:
    """What is particular to a kind of event."""
    details: dict[str, Row] = {
        "SENT": {"FROM": f"Lumenia <bonjour@{DOMAIN}>", "subject": "Vos relances"},
        "DELIVERED": {"response": "250 2.0.0 OK"},
        "BOUNCE": {"category": "MAILBOX_FULL", "status": event.detail},
        "DROPPED": {"drop_reason": "PREVIOUSLY_BOUNCED"},
        "OPEN": {"user_agent": READER, "duration": event.detail},
        "CLICK": {"user_agent": READER, "url": PAGE},
        "SPAMREPORT": {"user_agent": READER},
        "STATUSCHANGE": {
            "portal_subscription_status": event.detail or "UNSUBSCRIBED",
            "requested_by": "RECIPIENT",
            "source": "SOURCE_RECIPIENT",
            "bounced": False,
        },
    }
    return details[event.kind]


# What became of a campaign's and of an automation's e-mails: action, seconds after, bounce type.
LIST_SCENES: tuple[tuple[tuple[str, int, str | None], ...], ...] = (
    (("bounce", 20, "soft"),),
    (("bounce", 20, None),),
    (("bounce", 20, "hard"),),
    (("click", 5, None),),
    (("click", 9, None), ("open", 4_000, None), ("click", 4_030, None)),
    (("open", 700, None),),
    (("click", 10, None),),
    (),
)


class _ListMail:
    """The campaign and the automation of the newsletter's tool."""

    def __init__(self, world: World, tables: Tables) -> None:
        self._tables = tables
        self._members: list[tuple[Member, int]] = [
            (member, min(person.erased_at or AS_OF, AS_OF) - LONGEST)
            for person in world.people
            for member in person.members
        ]

    def tell(self) -> None:
        """Send them to some members each."""
        early = [one for one, end in self._members if one.signed_up_at < CAMPAIGN_AT < end]
        for member, scene in zip(early, LIST_SCENES, strict=False):
            self._write("campaign", CAMPAIGN, member, CAMPAIGN_AT, scene)
        there = [(one, end) for one, end in self._members if STARTED_AT < one.signed_up_at < end]
        for mail, delay in ((WELCOME, HOUR), (GUIDE, 9 * DAY)):
            for number, (member, _) in enumerate(there[:12]):
                scene = LIST_SCENES[(number + len(mail)) % len(LIST_SCENES)]
                self._write("automation", mail, member, member.signed_up_at + delay, scene)
        for member, _ in there[11:12]:
            at = member.signed_up_at + 20 * DAY
            self._tables.add(
                "mailchimp.unsubscribe",
                campaign_id=GUIDE,
                member_id=member.member_id,
                list_id=LIST,
                timestamp=at,
                _fivetran_synced=synced(at),
            )

    def _write(
        self,
        kind: str,
        mail: str,
        member: Member,
        sent_at: int,
        scene: tuple[tuple[str, int, str | None], ...],
    ) -> None:
        column = "campaign_id" if kind == "campaign" else "automation_email_id"
        own: Row = {column: mail, "member_id": member.member_id, "list_id": LIST}
        self._tables.add(
            f"mailchimp.{kind}_recipient", **own, _fivetran_synced=synced(sent_at + HOUR)
        )
        for action, seconds, bounce in scene:
            at = sent_at + seconds * SECOND
            self._tables.add(
                f"mailchimp.{kind}_recipient_activity",
                **own,
                action=action,
                timestamp=at,
                bounce_type=bounce,
                url=PAGE if action == "click" else None,
                _fivetran_synced=synced(at),
            )
