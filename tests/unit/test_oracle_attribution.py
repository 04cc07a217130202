"""The second reading of attribution, on shares worked out by hand."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.oracle.attribution import (
    LEAD,
    SALE,
    Conversion,
    Deal,
    Line,
    Touches,
    attribution_numbers,
    campaign_codes,
    conversions,
    models,
    monthly,
)
from tests.oracle.credits import Touch, share
from tests.oracle.media import Row
from tests.oracle.messages import Click
from tests.oracle.numbers import Key, Number
from tests.oracle.reading import Landing, Rates
from tests.oracle.site import Event, sessions
from tests.unit.rows_by_hand import instant, land

NOON = instant("2025-03-31 12:00")
ANN, BOB = ("email", "ann@x.example"), ("hubspot", "8")
WEEK = datetime.timedelta(days=7)


def touches(*told: tuple[float, str]) -> list[Touch]:
    """Touches so many days before noon, each by a channel."""
    return [
        Touch(NOON - datetime.timedelta(days=days), "ga4", str(number), channel)
        for number, (days, channel) in enumerate(told)
    ]


def shares(model: str, *told: tuple[float, str], lead: float | None = None) -> list[str]:
    """The shares of a conversion at noon, each as channel and credit."""
    first = None if lead is None else NOON - datetime.timedelta(days=lead)
    found = share(model, touches(*told), NOON, half_life=WEEK, first_lead_at=first)
    return [f"{one.channel} {one.credit.normalize()}" for one in found]


THREE = ((21, "email"), (14, "social"), (1, "direct"))


def test_one_touch_has_all() -> None:
    assert shares("first_touch", *THREE) == ["email 1"]
    assert shares("last_touch", *THREE) == ["direct 1"]
    assert shares("last_non_direct", *THREE) == ["social 1"]
    assert shares("last_non_direct", (3, "direct"), (2, "direct")) == ["direct 1"]
    for model in models():
        assert shares(model.name, (1, "email"), lead=0) == ["email 1"]
        assert shares(model.name) == ["unattributed 1"]


def test_all_touches_share() -> None:
    third = "0.333333333"
    assert shares("linear", *THREE) == [f"email {third}", f"social {third}", "direct 0.333333334"]
    assert shares("position", *THREE) == ["email 0.4", "social 0.2", "direct 0.4"]
    assert shares("position", (2, "email"), (1, "social")) == ["email 0.5", "social 0.5"]
    five = shares("position", *THREE, (0.5, "email"), (0, "email"))
    assert [one.split(" ")[1] for one in five] == [
        *("0.4", "0.066666666", "0.066666666", "0.066666666"),
        "0.400000002",
    ]


def test_older_touches_have_less() -> None:
    # Three, two and no whole weeks: weights of 1, 2 and 8 elevenths.
    aged = ((21, "email"), (14, "social"), (6.999, "direct"))
    assert shares("time_decay", *aged) == [
        *("email 0.09090909", "social 0.181818181"),
        "direct 0.727272729",
    ]


def test_the_last_touch_before_the_first_lead() -> None:
    assert shares("first_qualifying_touch", *THREE, lead=14) == ["social 1"]
    assert shares("first_qualifying_touch", *THREE, lead=13.9) == ["social 1"]
    assert shares("first_qualifying_touch", *THREE, lead=22) == ["unattributed 1"]
    assert shares("first_qualifying_touch", *THREE) == ["unattributed 1"]


def test_values_add_up_to_all() -> None:
    found = share("linear", touches(*THREE), NOON, value=Decimal("100.00"))
    assert [one.value for one in found] == [
        *(Decimal("33.333333"), Decimal("33.333333")),
        Decimal("33.333334"),
    ]
    (nobody,) = share("linear", [], NOON, value=Decimal("5.00"))
    assert (nobody.value, nobody.touched_at) == (Decimal("5.00"), None)


def test_touches_of_a_window_are_those_of_all_people(tmp_path: Path) -> None:
    land(
        *(tmp_path, "files/campaign_codes"),
        "platform text, campaign_id text, utm_source text, utm_medium text, utm_campaign text",
        "'google_ads', '2', 'Google ', 'CPC', 'brand'",
        "'google_ads', '1', 'google', 'cpc', 'brand'",
        "'facebook_ads', '3', 'meta', null, null",
    )
    codes = campaign_codes(Landing(tmp_path))
    assert codes == {
        ("google", "cpc", "brand"): ("google_ads", "1"),
        ("meta", "", ""): ("facebook_ads", "3"),
    }
    month, tick = datetime.timedelta(days=30), datetime.timedelta(microseconds=1)

    def visit(session: str, before: datetime.timedelta, campaign: str | None) -> Event:
        told = Event("ga4", "v", session, NOON - before, "page_view", native=BOB)
        return told._replace(source="google", medium="cpc", campaign=campaign)

    told = [visit("1", month, "Brand"), visit("2", month + tick, None), visit("3", -tick, None)]
    clicks = [Click("hubspot", "c", ANN, NOON), Click("hubspot", "d", ("email", "eve"), NOON)]
    found = Touches(sessions(told), clicks, {ANN: 1, BOB: 2}, codes)
    both = Conversion(LEAD, None, 9, NOON, (1, 2), None)
    assert [(one.touch_id, one.channel, one.campaign) for one in found.before(both)] == [
        ("v|1", "paid_search", ("google_ads", "1")),
        ("c", "email", ("", "")),
    ]
    one = Conversion(LEAD, 1, None, NOON, (1,), None)
    numbers = attribution_numbers([both, one], found)
    march = datetime.date(2025, 3, 1)
    assert numbers[
        Key("attributed_conversions", "month", march, "qualified_lead:linear", "email")
    ] == Number(Decimal("1.5"))


@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_the_first_sale_of_an_account_or_of_somebody_without(tmp_path: Path, currency: str) -> None:
    land(
        *(tmp_path, "files/exchange_rates"),
        "date date, from_currency text, to_currency text, rate decimal(18;8)",
        "'2025-03-01', 'USD', 'EUR', 0.5",
    )

    def deal(number: str, person: int | None, account: int | None, days: float) -> Deal:
        at = NOON - datetime.timedelta(days=days)
        return Deal("hubspot", number, person, account, at, Decimal("10.01"), currency)

    deals = [
        *(deal("1", 1, 50, 1), deal("2", 2, 50, 2), deal("3", 2, 50, 2)),
        *(deal("4", 3, None, 1), deal("5", 3, None, 4), deal("6", None, None, 9)),
    ]
    leads = {1: [NOON], 2: [NOON - WEEK], 3: []}
    rates = Rates(Landing(tmp_path), NOON)
    found = conversions(leads, deals, {1: 50, 2: 50, 3: None}, rates)
    value = {"EUR": Decimal("10.01"), "USD": Decimal("5.01")}[currency]
    sales = sorted((one for one in found if one.kind == SALE), key=lambda one: one.at)
    assert [(one.person, one.account, one.people, one.value) for one in sales] == [
        (3, None, (3,), value),
        (None, 50, (1, 2), value),
    ]
    assert sales[1].first_lead_at == NOON - WEEK
    assert [one.at for one in found if one.kind == LEAD] == [NOON, NOON - WEEK]


def test_spend_stands_beside_the_credits() -> None:
    day = datetime.date(2025, 3, 2)
    row = Row(
        *("google_ads", "paid_search", "1", "7", day),
        spend=Decimal(2),
        spend_reporting=Decimal("1.5"),
    )
    found = monthly([], Touches([], [], {}, {}), [row, row])
    key = (datetime.date(2025, 3, 1), SALE, "linear", "paid_search", ("google_ads", "7"))
    assert found[key] == Line(spend=Decimal(3))
    assert len(found) == 2 * len(models())
