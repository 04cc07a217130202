"""The numbers of the section E-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from tests.oracle.messages import HUBSPOT, Message
from tests.oracle.numbers import Key, Number
from tests.oracle.reading import ALL, Instant, People, Tally, month_of_instant

CONVERTED_WITHIN = timedelta(hours=120)
RATES = (
    "email_deliverability_rate",
    "email_open_rate",
    "email_open_rate_with_machines",
    "email_read_rate",
    "email_click_rate",
    "email_click_to_open_rate",
    "email_unsubscribe_rate",
    "email_complaint_rate",
    "email_soft_bounce_rate",
    "email_conversion_rate",
    "email_efficiency_rate",
)
EMAIL = ("emails_sent", *RATES, "address_validity_rate", "email_unsubscribes")


def email_numbers(
    messages: Iterable[Message], people: People, leads: Mapping[int, Sequence[Instant]]
) -> dict[Key, Number]:
    """What came of the messages; `leads` tells when people became qualified leads."""
    tally = Tally()
    mailed: dict[tuple[date, str, str], dict[str, bool]] = defaultdict(dict)
    for one in messages:
        assert one.sent_at is not None
        month, segments = month_of_instant(one.sent_at), [ALL, ("tool", one.tool)]
        converted = _has_converted(one, leads.get(people.get(one.native, -1), ()))
        tally.add("emails_sent", month, segments, 1)
        for metric, (is_counted, is_unit) in _rates(one, converted).items():
            if is_unit or is_counted:
                tally.add(metric, month, segments, is_counted, is_unit)
        if one.address is not None:
            for segment in segments:
                addresses = mailed[month, *segment]
                addresses[one.address] = addresses.get(one.address, True) and not one.is_hard
        if one.unsubscribed_at:
            left = month_of_instant(min(one.unsubscribed_at))
            tally.add("email_unsubscribes", left, segments, 1)
    for (month, kind, value), addresses in mailed.items():
        share = (sum(addresses.values()), len(addresses))
        tally.add("address_validity_rate", month, [(kind, value)], *share)
    return tally.numbers()


def _rates(one: Message, has_converted: bool) -> dict[str, tuple[bool, bool]]:
    """Whether the message counts above and below the line of each rate."""
    is_there, has_click = one.is_delivered, bool(one.human_clicks)
    has_open = bool(one.human_opens)
    has_reacted = is_there and (has_open or has_click)
    counts = (
        (is_there, True),
        (is_there and has_open, is_there),
        (is_there and (has_open or bool(one.machine_opens)), is_there),
        (is_there and one.is_read, is_there and one.tool == HUBSPOT),
        (is_there and has_click, is_there),
        (is_there and has_click, has_reacted),
        (is_there and bool(one.unsubscribed_at), is_there),
        (one.is_reported, is_there),
        (one.is_soft, True),
        (is_there and has_converted, is_there),
        (has_converted, True),
    )
    return dict(zip(RATES, counts, strict=True))


def _has_converted(one: Message, leads: Sequence[Instant]) -> bool:
    if not one.human_clicks:
        return False
    clicked_at = min(one.human_clicks)
    return any(clicked_at <= at < clicked_at + CONVERTED_WITHIN for at in leads)
