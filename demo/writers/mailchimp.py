"""The newsletter tool's rows that are not events of messages."""

from __future__ import annotations

from demo import clock
from demo.clock import DAY, HOUR
from demo.company import AS_OF, DOMAIN, FIRST_DAY, LAST_DAY
from demo.model import Member
from demo.recording import synced
from demo.world import World
from demo.writers.tables import Tables

LIST = "a1b2c3d4e5"


def newsletters() -> list[tuple[str, int]]:
    """Id and sending time of every newsletter: each second Thursday at half past nine."""
    first = next(day for day in range(FIRST_DAY, FIRST_DAY + 7) if (day + 3) % 7 == 3)
    return [
        (f"nl{number:04d}", clock.at(day, 9.5))
        for number, day in enumerate(range(first, LAST_DAY + 1, 14), start=1)
    ]


def write_reference(tables: Tables) -> None:
    """The list, its segment and the newsletters."""
    begin = clock.at(FIRST_DAY)
    tables.add(
        "mailchimp.list",
        id=LIST,
        name="Newsletter Lumenia",
        date_created=begin - 90 * DAY,
        default_from_email=f"bonjour@{DOMAIN}",
        default_from_name="Lumenia",
        default_language="fr",
        visibility="prv",
        email_type_option=False,
        list_rating=4.0,
        contact_company="Lumenia",
        contact_country="FR",
        _fivetran_deleted=False,
        _fivetran_synced=synced(begin),
    )
    tables.add(
        "mailchimp.segment",
        id=1,
        list_id=LIST,
        name="Clients",
        type="saved",
        member_count=0,
        created_at=begin - 30 * DAY,
        updated_at=begin - 30 * DAY,
        _fivetran_deleted=False,
        _fivetran_synced=synced(begin),
    )
    for number, (campaign, sent_at) in enumerate(newsletters(), start=1):
        tables.add(
            "mailchimp.campaign",
            id=campaign,
            list_id=LIST,
            type="regular",
            status="sent",
            title=f"Newsletter {number}",
            subject_line=f"La lettre de Lumenia n° {number}",
            from_name="Lumenia",
            reply_to=f"bonjour@{DOMAIN}",
            create_time=sent_at - 2 * DAY,
            send_time=sent_at,
            track_opens=True,
            track_html_clicks=True,
            _fivetran_deleted=False,
            _fivetran_synced=synced(sent_at + HOUR),
        )


def write_shard(world: World, tables: Tables) -> None:
    """The members of the list."""
    for person in world.people:
        for member in person.members:
            email = member.email.upper() if world.dice.chance(0.03) else member.email
            # The older sign-ups were imported and have no sign-up time of their own.
            is_import = world.dice.chance(0.3)
            tables.add(
                "mailchimp.member",
                id=member.member_id,
                list_id=LIST,
                email_address=email,
                unique_email_id=member.member_id[-10:],
                email_type="html",
                status=member.status,
                language="fr",
                member_rating=3,
                timestamp_signup=None if is_import else member.signed_up_at,
                timestamp_opt=member.signed_up_at,
                last_changed=_last_changed(member),
                vip=False,
                _fivetran_synced=synced(member.signed_up_at),
            )
            if person.account is not None and person.account.paid_contracts:
                tables.add(
                    "mailchimp.segment_member",
                    segment_id=1,
                    list_id=LIST,
                    member_id=member.member_id,
                    _fivetran_deleted=False,
                    _fivetran_synced=synced(member.signed_up_at),
                )


def _last_changed(member: Member) -> int:
    """When the record last changed: whoever left did so within 90 days, by a newsletter or not."""
    if member.status != "unsubscribed":
        return member.signed_up_at
    return max(member.signed_up_at, min(member.signed_up_at + 90 * DAY, AS_OF - DAY))
