"""The second reading of visits to the site, each on the smallest history that tells."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.integration.newsletter_oracle import Stay
from tests.oracle.awareness import newsletter_numbers, site_numbers
from tests.oracle.numbers import Key, Number
from tests.oracle.reading import Landing
from tests.oracle.site import (
    Event,
    Told,
    channel_of,
    click_id_kind,
    events,
    owner,
    owners,
    sessions,
)
from tests.unit.rows_by_hand import instant, land

MONTH = datetime.date(2025, 3, 1)
AS_OF = instant("2025-04-15 00:00")
BEGIN = instant("2025-03-03 09:00")
PAGE = "https://lumenia.example/newsletter?ref=menu"


def view(minutes: int, visitor: str | None, session: str | None, **told: object) -> Event:
    """A page seen so many minutes after the beginning."""
    at = BEGIN + datetime.timedelta(minutes=minutes)
    event = Event("ga4", visitor, session, at, "page_view", is_engaged=False)
    return event._replace(**told)


@pytest.mark.parametrize(
    ("day", "told", "channel"),
    [
        ("2024-12-31", ("chatgpt.com", None, None, None), "other"),
        ("2024-12-31", (None, None, "https://chatgpt.com/", None), "direct"),
        ("2025-01-01", ("ChatGPT.com", None, None, None), "ai_assistant"),
        ("2025-01-01", ("chatgpt.com", "cpc", None, "gclid"), "ai_assistant"),
        ("2025-01-01", (None, None, "https://ChatGPT.com/", None), "ai_assistant"),
        ("2025-01-01", ("google", "organic", "https://chatgpt.com/", None), "organic_search"),
        ("2025-01-01", (None, None, None, None), "direct"),
        ("2025-01-01", (None, None, None, "wbraid"), "paid_search"),
        ("2025-01-01", ("Meta", "CPC", None, None), "paid_social"),
        ("2025-01-01", ("meta", "cpc", None, "gclid"), "paid_social"),
        ("2025-01-01", ("bing", "ppc", None, None), "paid_search"),
        ("2025-01-01", ("a.example", None, None, None), "other"),
        ("2025-01-01", ("(direct)", "(none)", None, None), "direct"),
        ("2025-01-01", ("google", "display", None, "gclid"), "display"),
        ("2025-01-01", (None, None, None, "dclid"), "display"),
        ("2025-01-01", ("google", "organic", None, "msclkid"), "paid_search"),
        ("2025-01-01", ("facebook.com", "referral", None, "fbclid"), "referral"),
        ("2025-01-01", (None, None, None, "fbclid"), "social"),
    ],
)
def test_the_first_rule_of_the_day_that_fits(
    day: str, told: tuple[str | None, str | None, str | None, str | None], channel: str
) -> None:
    assert channel_of(datetime.date.fromisoformat(day), *told) == channel


def test_numbers_of_visits() -> None:
    told = [
        view(0, "a", "1", name="session_start"),
        view(1, "a", "1", referrer="https://chatgpt.com/"),
        view(2, "a", "1", source="google", medium="organic", is_engaged=True),
        view(3, "a", "1", source="facebook", medium="social"),
        view(0, "b", "1", source="google", medium="organic"),
        view(9, "a", "2", referrer="https://chatgpt.com/"),
        view(9, "a", "2", name="scroll"),
        view(5, None, None),
        view(6, "c", None),
        view(7, None, "4"),
        Event("files", "a", "1", BEGIN, "page_view"),
        # Nothing tells whether it was engaged.
        view(0, "d", "1", is_engaged=None, medium="organic", source="google"),
        # Midnight in Paris: of April.
        view(0, "a", "9", at=instant("2025-03-31 22:00")),
    ]
    numbers = site_numbers(told, sessions(told))

    def of(metric: str, segment: str = "all", value: str = "all") -> tuple[int, int | None]:
        number = numbers[Key(metric, "month", MONTH, segment, value)]
        return (
            int(number.numerator),
            None if number.denominator is None else int(number.denominator),
        )

    assert of("sessions") == (6, None)
    assert of("sessions", "channel", "organic_search") == (3, None)
    assert of("traffic_share", "channel", "ai_assistant") == (1, 6)
    # `a`, `b` and `d` of GA4, and `a` of the other site; one session has no visitor.
    assert of("visitors") == (4, None)
    assert of("visitors", "channel", "organic_search") == (3, None)
    assert of("page_views") == (8, None)
    assert of("engaged_session_rate") == (1, 4)
    assert of("bounce_rate_not_engaged", "channel", "organic_search") == (1, 2)
    assert of("bounce_rate_single_page") == (5, 6)
    assert of("consented_share") == (7, 10)


def test_a_session_is_of_the_first_that_leads_to_somebody() -> None:
    (one,) = sessions(
        [
            view(2, "a", "1", native=("hubspot", "8")),
            view(1, "a", "1", native=("hubspot", "9")),
            view(0, "a", "1", native=("hubspot", "7")),
            view(1, "a", "1", native=("hubspot", "10")),
        ]
    )
    people = {("hubspot", "8"): 80, ("hubspot", "9"): 90, ("hubspot", "10"): 100}
    assert one.person(people) == 100
    assert one.person({}) is None


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (None, None),
        ("/?gclid=a", "gclid"),
        ("/?a=1&gad_source=1&wbraid=b#x", "wbraid"),
        ("/?fbclid=a&gclid=b&dclid=c", "dclid"),
        ("/?gclid=&fbclid=a", "fbclid"),
        ("/?notgclid=a#gclid=b", None),
    ],
)
def test_a_click_id_in_an_address(page: str | None, kind: str | None) -> None:
    assert click_id_kind(page) == kind


def test_the_last_click_is_asked_last() -> None:
    bing = Told("bing", "organic")
    (one,) = sessions([view(0, "a", "1", click_id_kind="fbclid", last_click=bing)])
    assert (one.origin, one.channel) == (bing, "organic_search")
    (one,) = sessions(
        [view(0, "a", "1", last_click=bing), view(1, "a", "1", click_id_kind="gclid")]
    )
    assert (one.origin, one.channel) == (Told(), "paid_search")


def test_visits_before_one_alone_signed_in_are_theirs() -> None:
    day = 24 * 60
    people = {("hubspot", "7"): 70, ("hubspot", "8"): 80}
    visits = sessions(
        [
            view(-90 * day - 1, "a", "1"),
            view(-90 * day, "a", "2"),
            view(0, "a", "3", native=("hubspot", "7")),
            view(1, "a", "4"),
            view(-1, "b", "1"),
            view(0, "b", "2", native=("hubspot", "7")),
            view(9, "b", "3", native=("hubspot", "9")),
        ]
    )
    known = owners(visits, people)
    assert [owner(visit, people, known) for visit in visits] == [
        *(None, 70, 70, None),
        *(None, 70, None),
    ]


def test_the_newsletters_page_form_and_readers() -> None:
    told = [view(0, "a", "1", page=PAGE), view(5, "a", None, page=PAGE), view(6, "b", "2")]
    told.append(view(7, None, None, page=PAGE))
    end = instant("2025-03-31 22:00")
    before, minute = end - datetime.timedelta(days=40), datetime.timedelta(minutes=1)

    def stay(person: int, stage: str, begin: datetime.datetime, until: object) -> Stay:
        one = Stay(person, stage, 1, 1, begin, None, "forward", None, False, None)
        return one._replace(exited_at=until)

    stays = [
        stay(1, "subscriber", before, end),
        stay(2, "subscriber", before, end - minute),
        stay(3, "visitor", before, None),
        stay(4, "buyer", end, None),
        stay(5, "sharer", end - minute, None),
    ]
    numbers = newsletter_numbers(told, [BEGIN, end, AS_OF], stays, AS_OF)
    found = {
        (key.metric, key.period_start.month): (number.numerator, number.denominator)
        for key, number in numbers.items()
    }
    assert found == {
        ("newsletter_visitors", 3): (1, None),
        ("newsletter_signup_rate", 3): (1, 1),
        ("newsletter_signup_rate", 4): (1, 0),
        ("newsletter_subscribers", 2): (2, None),
        ("newsletter_subscribers", 3): (2, None),
        ("newsletter_subscribers", 4): (2, None),
    }


def test_events_are_read_as_they_landed(tmp_path: Path) -> None:
    land(
        *(tmp_path, "files/web_events"),
        "event_id text, visitor_id text, session_id text, contact_id text, email text, "
        "event_name text, page_url text, referrer_url text, utm_source text, utm_medium text, "
        "utm_campaign text, occurred_at timestamptz",
        "'1', 'v', 's', null, ' Ann@x.example', 'page_view', '/a', null, 'x', '', null, "
        "'2025-03-01T00:30:00+01:00'",
        "'2', 'v', 's', 'c1', 'bob@x.example', 'click', '/a', 'r', null, null, null, "
        "'2025-03-01T00:31:00+01:00'",
        "'3', 'v', 's', null, null, 'page_view', '/a', null, null, null, null, "
        "'2025-04-15T02:00:00+02:00'",
    )
    one, two = sorted(events(Landing(tmp_path), AS_OF), key=lambda event: event.at)
    assert one.at == instant("2025-02-28 23:30")
    assert (one.native, one.source, one.medium) == (("email", "ann@x.example"), "x", None)
    assert (two.native, two.referrer) == (("files", "c1"), "r")
    (visit,) = sessions([two, one])
    assert (visit.day, visit.page_views) == (MONTH, 1)
    assert site_numbers([one, two], [visit])[
        Key("bounce_rate_single_page", "month", MONTH, "channel", "other")
    ] == Number(Decimal(1), Decimal(1))
