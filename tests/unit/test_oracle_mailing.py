"""The second reading of e-mails, each on the fewest events that tell."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.oracle.mailing import email_numbers
from tests.oracle.messages import Mailbag, Message, read_mail
from tests.oracle.numbers import Key
from tests.oracle.reading import Landing
from tests.unit.rows_by_hand import instant, land

AS_OF = instant("2025-06-01 00:00")
ANN, BOB = ("email", "ann@x.example"), ("mailchimp", "bob")
EVENT = (
    "id text, type text, recipient text, created timestamp, filtered_event boolean, "
    "sent_by_id text, sent_by_created timestamp"
)


def hubspot(folder: Path, *events: str) -> None:
    """Land events of HubSpot; empty tables for what is particular to each kind."""
    land(folder, "hubspot/email_event", EVENT, *events)
    land(
        *(folder, "hubspot/email_event_open", "id text, user_agent text, duration text"),
        "'eye', 'Firefox', '8000'",
        "'glance', 'Firefox', '7999'",
        "'proxy', 'x (via ggpht.com GoogleImageProxy)', '9000'",
        "'bare', 'Mozilla/5.0', '9000'",
    )
    land(
        *(folder, "hubspot/email_event_bounce", "id text, status text"),
        *("'hard', '5.1.1'", "'soft', '4.2.2'"),
    )
    land(
        *(folder, "hubspot/email_event_status_change", "id text, portal_subscription_status text"),
        *("'left', 'UNSUBSCRIBED'", "'left again', 'UNSUBSCRIBED'", "'came', 'SUBSCRIBED'"),
    )


def event(number: str, kind: str, second: float, message: str | None = "m", **told: str) -> str:
    """An event so many seconds after 1 March, as a row in SQL."""
    at = instant("2025-03-01 00:00") + datetime.timedelta(seconds=second)
    recipient = told.get("recipient", "Ann@x.example ")
    by = "null, null" if message is None else f"'{message}', '2025-02-28 23:00:00'"
    return f"'{number}', '{kind}', '{recipient}', '{at}', {told.get('filtered', 'false')}, {by}"


def mail(folder: Path, *events: str) -> Mailbag:
    """What such events tell."""
    hubspot(folder, *events)
    return read_mail(Landing(folder), AS_OF)


def only(folder: Path, *events: str) -> Message:
    """The only message of which such events tell."""
    (message,) = mail(folder, event("m", "SENT", 0, None), *events).messages
    return message


@pytest.mark.parametrize(
    ("second", "filtered", "is_human"),
    [(11.9, "false", False), (12, "false", True), (900, "true", False), (1, "false", False)],
)
def test_a_click_soon_after_delivery_is_a_scanners(
    tmp_path: Path, second: float, filtered: str, is_human: bool
) -> None:
    delivered = (event("d", "DELIVERED", 2), event("e", "DELIVERED", 60))
    click = event("c", "CLICK", second, filtered=filtered)
    found = mail(tmp_path, event("m", "SENT", 0, None), *delivered, click)
    assert len(found.messages[0].human_clicks) == len(found.clicks) == is_human
    assert found.messages[0].scanner_clicks == (not is_human)


def test_without_a_word_of_delivery_the_sending_counts(tmp_path: Path) -> None:
    scanned = only(tmp_path, event("c", "CLICK", 9.5))
    assert (scanned.scanner_clicks, scanned.is_delivered) == (1, True)
    assert len(only(tmp_path, event("c", "CLICK", 10)).human_clicks) == 1


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("eye", (1, 0, True)),
        ("glance", (1, 0, False)),
        ("proxy", (0, 1, False)),
        ("bare", (0, 1, False)),
    ],
)
def test_what_opens_an_email(tmp_path: Path, number: str, told: tuple[int, int, bool]) -> None:
    one = only(tmp_path, event(number, "OPEN", 30))
    assert (one.human_opens, one.machine_opens, one.is_read) == told
    assert one.is_delivered


def test_bounces_and_what_was_dropped(tmp_path: Path) -> None:
    soft = only(tmp_path, event("soft", "BOUNCE", 3))
    assert (soft.is_soft, soft.is_hard, soft.is_delivered) == (True, False, False)
    both = only(tmp_path, event("soft", "BOUNCE", 3), event("hard", "BOUNCE", 90))
    assert (both.is_soft, both.is_hard) == (False, True)
    dropped = only(tmp_path, event("d", "DROPPED", 3), event("e", "DELIVERED", 4))
    assert (dropped.is_delivered, dropped.is_soft, dropped.is_hard) == (False, False, False)


def test_a_message_that_only_its_events_know(tmp_path: Path) -> None:
    found = mail(tmp_path, event("d", "DELIVERED", 2), event("eye", "OPEN", 3, "n"))
    assert {(one.message_id, one.sent_at) for one in found.messages} == {
        ("m", instant("2025-02-28 23:00")),
        ("n", instant("2025-02-28 23:00")),
    }


def test_an_unsubscription_without_a_message_is_of_the_last_one_before(tmp_path: Path) -> None:
    found = mail(
        tmp_path,
        event("m", "SENT", 0, None),
        event("n", "SENT", 50, None),
        event("o", "SENT", 70, None),
        event("p", "SENT", 55, None, recipient="eve@x.example"),
        event("left", "STATUSCHANGE", 60, None),
        event("left again", "STATUSCHANGE", 80, "m"),
        event("came", "STATUSCHANGE", 90, "o"),
    )
    left = {one.message_id: len(one.unsubscribed_at) for one in found.messages}
    assert left == {"m": 1, "n": 1, "o": 0, "p": 0}


def test_letters_of_mailchimp(tmp_path: Path) -> None:
    hubspot(tmp_path, event("m", "SENT", 0, None, recipient="bob@x.example"))
    land(
        *(tmp_path, "mailchimp/member", "id text, email_address text"),
        *("'bob', 'BOB@x.example'", "'eve', 'eve@x.example'"),
    )
    land(
        *(tmp_path, "mailchimp/campaign", "id text, send_time timestamp"),
        "'c', '2025-03-05 08:00:00'",
    )
    land(
        *(tmp_path, "mailchimp/campaign_recipient", "campaign_id text, member_id text"),
        *("'c', 'bob'", "'c', 'eve'"),
    )
    activity = (
        "{} text, member_id text, action text, timestamp timestamp, bounce_type text, url text"
    )
    land(
        *(tmp_path, "mailchimp/campaign_recipient_activity", activity.format("campaign_id")),
        "'c', 'bob', 'click', '2025-03-05 08:00:09', null, 'u'",
        "'c', 'bob', 'open', '2025-03-05 09:00:00', null, null",
        "'c', 'bob', 'click', '2025-03-05 09:00:01', null, 'u'",
        "'c', 'eve', 'bounce', '2025-03-05 08:00:20', null, null",
    )
    land(
        *(tmp_path, "mailchimp/automation_email", "id text, start_time timestamp"),
        "'a', '2024-01-01'",
    )
    land(
        *(tmp_path, "mailchimp/automation_recipient", "automation_email_id text, member_id text"),
        *("'a', 'bob'", "'a', 'eve'"),
    )
    land(
        *(tmp_path, "mailchimp/automation_recipient_activity"),
        activity.format("automation_email_id"),
        "'a', 'bob', 'click', '2025-04-01 08:00:00', null, 'u'",
        "'a', 'bob', 'bounce', '2025-04-03 08:00:00', 'hard', null",
    )
    land(
        *(
            tmp_path,
            "mailchimp/unsubscribe",
            "campaign_id text, member_id text, timestamp timestamp",
        ),
        "'a', 'bob', '2025-05-02'",
    )
    found = read_mail(Landing(tmp_path), AS_OF)
    sent = {one.message_id: one.sent_at for one in found.messages}
    assert sent["a|bob"] == instant("2025-04-01 08:00")
    assert sent["a|eve"] == instant("2024-01-01 00:00")
    assert [click.at.month for click in found.clicks] == [3, 4]
    people = {BOB: 7}
    leads = {7: [instant("2025-03-10 09:00")]}
    numbers = email_numbers(found.messages, people, leads)

    def of(metric: str, month: int, tool: str = "mailchimp") -> tuple[Decimal, Decimal | None]:
        month_start = datetime.date(2025, month, 1)
        number = numbers[Key(metric, "month", month_start, "tool", tool)]
        return number.numerator, number.denominator

    assert of("emails_sent", 3) == (2, None)
    assert of("email_deliverability_rate", 3) == (1, 2)
    assert of("email_soft_bounce_rate", 3) == (1, 2)
    assert of("email_open_rate", 3) == of("email_click_rate", 3) == (1, 1)
    assert of("email_click_to_open_rate", 3) == (1, 1)
    # A second less than five days after the click.
    assert of("email_conversion_rate", 3) == (1, 1)
    assert of("email_efficiency_rate", 3) == (1, 2)
    # What did not arrive was not clicked; the address is no longer valid.
    assert of("email_deliverability_rate", 4) == (0, 1)
    assert ("email_click_rate", 4) not in {
        (key.metric, key.period_start.month) for key in numbers if key.period_start.year == 2025
    }
    assert of("address_validity_rate", 4) == (0, 1)
    assert of("email_unsubscribes", 5) == (1, None)
    assert not any(key.metric == "email_read_rate" for key in numbers if "mail" in key[4])
    every = numbers[Key("address_validity_rate", "month", datetime.date(2025, 3, 1), "all", "all")]
    # Bob was written to by both tools.
    assert (every.numerator, every.denominator) == (2, 2)


@pytest.mark.parametrize(("hours", "converted"), [(-0.001, 0), (0, 1), (119.999, 1), (120, 0)])
def test_a_lead_within_five_days_of_the_click(hours: float, converted: int) -> None:
    at = instant("2025-03-05 00:00")
    message = Message("hubspot", "m", ANN, ANN[1], at, at, human_clicks=[at])
    leads = {1: [at + datetime.timedelta(hours=hours)]}
    numbers = email_numbers([message], {ANN: 1}, leads)
    key = Key("email_conversion_rate", "month", datetime.date(2025, 3, 1), "all", "all")
    assert numbers[key].numerator == converted
