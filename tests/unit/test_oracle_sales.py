"""The oracle of acquisition and activation on a landing small enough to count by hand."""

from __future__ import annotations

import datetime
from decimal import Decimal

import duckdb
import pytest

from tests.oracle import sales_landing as landed
from tests.oracle.acquisition import acquisition
from tests.oracle.activation import activation, readings
from tests.oracle.numbers import Key, Number
from tests.oracle.sales_counting import (
    Counts,
    business_day,
    days_between,
    median,
    midnight,
    month_of,
    ninetieth,
    week_of,
)
from tests.oracle.sales_truth import Company, End, HandOff, Lead, PromisedWeek

at = datetime.datetime.fromisoformat
AS_OF = at("2025-05-31 22:00")
ANN, BEN = 1, 2
PEOPLE = landed.People(
    {
        ("hubspot", "11"): ANN,
        ("hubspot", "12"): ANN,
        ("email", "ann@one.example"): ANN,
        ("files", "b"): BEN,
        ("email", "ben@two.example"): BEN,
        ("mailchimp", "m"): BEN,
    }
)
# Two contacts are Ann. Deal 3 was merged into deal 2, deal 4 deleted, deal 5 not closed yet.
TABLES = {
    "hubspot/contact": """
        select * from (values
            (11, timestamp '2025-01-05 10:00', timestamp '2025-01-06', false),
            (12, timestamp '2025-01-02 23:30', timestamp '2025-01-06', false),
            (12, timestamp '2020-01-02 23:30', timestamp '2025-01-05', true)
        ) as t (id, property_createdate, _fivetran_synced, _fivetran_deleted)
    """,
    "hubspot/deal_pipeline_stage": """
        select * from (values
            ('won', true, 1.0), ('lost', true, 0.0), ('talk', false, 0.4)
        ) as t (stage_id, is_closed, probability), (values ('default')) as p (pipeline_id)
    """,
    "hubspot/merged_deal": "select 2 as deal_id, 3 as merged_deal_id",
    "hubspot/deal_contact": """
        select * from (values (1, 12), (1, 11), (3, 12), (5, 11), (6, 99)) as t (
            deal_id, contact_id
        )
    """,
    "hubspot/deal_stage": """
        select * from (values
            (1, 'lost', timestamp '2025-01-20 09:00'),
            (1, 'lost', timestamp '2025-02-10 23:30'),
            (2, 'talk', timestamp '2025-03-01 09:00'),
            (2, 'won', timestamp '2025-03-31 22:30'),
            (5, 'won', timestamp '2025-06-02 09:00')
        ) as t (deal_id, value, date_entered)
    """,
    "hubspot/deal": """
        select
            *, 'default' as deal_pipeline_id,
            false as is_deleted, deal_id = 4 as _fivetran_deleted,
            timestamp '2025-05-01' as _fivetran_synced, timestamp '2025-05-05' as property_closedate
        from (values
            (1, 'lost', timestamp '2025-01-15 09:00', 'newbusiness', 'not_now', 100.05, 'EUR', 7),
            (2, 'won', timestamp '2025-03-01 09:00', null, null, 333.33, 'USD', 8),
            (3, 'lost', timestamp '2025-03-01 08:00', 'newbusiness', 'price', 1.00, 'EUR', 8),
            (4, 'lost', timestamp '2025-03-01 08:00', 'newbusiness', 'price', 1.00, 'EUR', 8),
            (5, 'won', timestamp '2025-04-01 08:00', 'existingbusiness', null, 1.00, 'EUR', 8),
            (6, 'lost', null, 'newbusiness', null, null, 'EUR', null)
        ) as t (
            deal_id, deal_pipeline_stage_id, property_createdate, property_dealtype,
            property_closed_lost_reason, property_amount, property_deal_currency_code, owner_id
        )
    """,
    "files/deals": """
        select *, false as is_deleted, timestamptz '2025-05-01 00:00Z' as recorded_at
        from (values (
            'x', 'b', 'new_business', 'won', null, 10.00, 'gbp', 'Kim',
            timestamptz '2025-02-03 09:00Z', timestamptz '2025-02-28 23:30Z'
        )) as t (
            deal_id, contact_id, kind, outcome, reason, amount, currency, owner, created_at,
            closed_at
        )
    """,
    "files/exchange_rates": """
        select * from (values
            (date '2025-03-31', 'USD', 'EUR', 0.5),
            (date '2025-04-29', 'USD', 'EUR', 0.61),
            (date '2025-05-01', 'USD', 'EUR', 0.9)
        ) as t (date, from_currency, to_currency, rate)
    """,
    "mailchimp/member": """
        select
            'm' as id, 'x@two.example' as email_address, null::timestamp as timestamp_signup,
            timestamp '2025-01-31 12:00' as timestamp_opt
    """,
    "files/contacts": """
        select
            'b' as contact_id, 'ben@two.example' as email,
            timestamptz '2025-02-01 09:00Z' as created_at, null::timestamptz as recorded_at
    """,
    "hubspot/engagement": """
        select * from (values
            (1, 'CALL'), (2, 'NOTE'), (3, 'EMAIL'), (4, 'INCOMING_EMAIL'), (5, 'CALL')
        ) as t (id, type)
    """,
    "hubspot/engagement_contact": """
        select * from (values (1, 11), (1, 12), (2, 11), (3, 12), (4, 11), (5, 11)) as t (
            engagement_id, contact_id
        )
    """,
    "hubspot/engagement_call": """
        select *, null::timestamp as _fivetran_synced from (values
            (1, timestamp '2025-01-08 09:00', false), (5, timestamp '2025-01-08 09:00', true)
        ) as t (engagement_id, property_hs_timestamp, _fivetran_deleted)
    """,
    "hubspot/engagement_email": """
        select *, null::timestamp as _fivetran_synced from (values
            (3, timestamp '2025-01-07 09:00', false), (4, timestamp '2025-01-07 10:00', false)
        ) as t (engagement_id, property_hs_timestamp, _fivetran_deleted)
    """,
    "files/activities": """
        select *, null::varchar as contact_id, null::timestamptz as recorded_at from (values
            ('1', 'call_made', ' Ben@Two.example', timestamptz '2025-02-05 09:00Z', null,
                false, false),
            ('2', 'call_made', 'ben@two.example', timestamptz '2025-02-05 10:00Z', null,
                true, false),
            ('3', 'call_made', 'ben@two.example', timestamptz '2025-02-05 11:00Z', null,
                false, true),
            ('4', 'webinar_registered', 'ben@two.example', timestamptz '2025-02-05 12:00Z', '',
                false, false),
            ('5', 'webinar_registered', 'ben@two.example', timestamptz '2025-02-05 13:00Z', 'Tax',
                true, false),
            ('6', 'webinar_registered', 'ben@two.example', timestamptz '2025-03-05 13:00Z',
                ' Tax ', false, false),
            ('7', 'call_made', 'ben@two.example', timestamptz '2025-06-05 13:00Z', null,
                false, false)
        ) as t (activity_id, activity, email, occurred_at, detail, is_automatic, is_deleted)
    """,
    "files/sales_feedback": """
        select *, null::varchar as contact_id from (values
            ('1', 'ben@two.example', 'rejected', timestamptz '2025-02-16 22:59Z',
                timestamptz '2025-02-17 00:00Z'),
            ('1', 'ben@two.example', 'accepted', timestamptz '2025-02-20 22:59Z',
                timestamptz '2025-02-16 00:00Z'),
            ('2', 'ann@one.example', 'perhaps', timestamptz '2025-01-08 09:00Z',
                timestamptz '2025-02-17 00:00Z'),
            ('3', 'ann@one.example', 'accepted', timestamptz '2025-01-07 08:59Z',
                timestamptz '2025-01-08 00:00Z')
        ) as t (feedback_id, email, verdict, given_at, recorded_at)
    """,
    "hubspot/form": """
        select * from (values
            ('f', 'White paper'), ('g', 'Contact'), ('h', 'White paper: cash flow')
        ) as t (guid, name)
    """,
    "hubspot/contact_form_submission": """
        select *, null::timestamp as _fivetran_synced from (values
            ('1', 11, 'h', 'VAT', timestamp '2025-01-10 09:00'),
            ('2', 12, 'h', 'VAT', timestamp '2025-01-09 09:00'),
            ('3', 12, 'f', null, timestamp '2025-02-27 09:00'),
            ('4', 12, 'h', 'VAT', timestamp '2025-02-27 09:00'),
            ('5', 12, 'g', 'Contact', timestamp '2025-02-27 09:00')
        ) as t (conversion_id, contact_id, form_id, title, "timestamp")
    """,
}
DAY = datetime.timedelta(days=1)
LOST_AT = at("2025-02-10 23:30")
ANN_HANDED = at("2025-01-07 09:00")
BEN_HANDED = at("2025-02-04 09:00")
COMPANY = Company(
    as_of=AS_OF,
    channels={ANN: "email", BEN: None},
    leads=[
        Lead(ANN, 1, at("2025-01-06 23:30"), "1", "marketing"),
        Lead(ANN, 2, at("2025-02-27 09:00"), "2", "marketing"),
        Lead(BEN, 1, at("2025-02-27 09:00"), "1", "sales"),
    ],
    hand_offs=[
        HandOff(ANN, 1, ANN_HANDED, "p", "met", ANN_HANDED, 0),
        HandOff(BEN, 1, BEN_HANDED, "p", "breached", BEN_HANDED + DAY, 100),
        HandOff(ANN, 2, LOST_AT + DAY, None, None, None, None),
    ],
    weeks=[PromisedWeek("w", datetime.date(2025, 1, 6), Decimal(-1), Decimal("3.2"))],
    ends=[End(ANN, 1, LOST_AT, "recycled")],
)


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> landed.Landing:
    """The tables, landed."""
    folder = tmp_path_factory.mktemp("landing")
    for name, query in TABLES.items():
        file = folder / f"{name}.parquet"
        file.parent.mkdir(exist_ok=True)
        duckdb.sql(f"copy ({query}) to '{file}'")
    return landed.Landing(folder)


@pytest.fixture(scope="module")
def numbers(landing: landed.Landing) -> dict[Key, Number]:
    """Everything counted."""
    deals = landed.deals(landing, PEOPLE, AS_OF)
    return acquisition(
        COMPANY,
        deals,
        landed.first_sightings(landing, PEOPLE),
        landed.touches(landing, PEOPLE, AS_OF),
    ) | activation(
        COMPANY,
        deals,
        landed.converter(landing, AS_OF),
        landed.verdicts(landing, PEOPLE, AS_OF),
        landed.consumptions(landing, PEOPLE, AS_OF),
    )


def of(
    numbers: dict[Key, Number], metric: str, segment: str = "all"
) -> dict[tuple[str, str], tuple[str, ...]]:
    """The numbers of a metric by the day on which the period begins, and the segment's value."""
    return {
        (f"{key.period_start:%m-%d}", key.segment_value): tuple(
            str(part) for part in number if part is not None
        )
        for key, number in numbers.items()
        if key.metric == metric and key.segment_type == segment
    }


def all_of(numbers: dict[Key, Number], metric: str) -> dict[str, tuple[str, ...]]:
    """The numbers of a metric in `all`."""
    return {start: told for (start, _), told in of(numbers, metric).items()}


def test_deals_are_as_they_stood(landing: landed.Landing) -> None:
    deals = {one.native[1]: one for one in landed.deals(landing, PEOPLE, AS_OF)}
    assert {number: (one.person, one.kind, one.outcome) for number, one in deals.items()} == {
        "1": (ANN, "new_business", "recycled"),
        "2": (ANN, "new_business", "won"),
        "5": (ANN, "upsell", "open"),
        "6": (None, "new_business", "lost"),
        "x": (BEN, "new_business", "won"),
    }
    # The last time that the deal entered its stage, or else the day that somebody wrote.
    assert deals["1"].closed_at == LOST_AT
    assert deals["6"].closed_at == deals["6"].created_at == at("2025-05-05 00:00")
    assert (deals["x"].currency, deals["x"].owner) == ("GBP", "Kim")


def test_money_is_of_the_month_and_rounded_half_up(landing: landed.Landing) -> None:
    convert = landed.converter(landing, AS_OF)
    april, may = at("2025-03-31 22:30"), at("2025-05-05 00:00")
    assert convert(Decimal("333.33"), "USD", april) == Decimal("203.33")
    assert convert(Decimal("0.05"), "USD", may) == Decimal("0.05")
    assert convert(Decimal("0.01"), "USD", at("2025-03-30 00:00")) == Decimal("0.01")
    assert convert(Decimal(1), "USD", at("2025-02-03 00:00")) is None
    assert convert(Decimal(1), "GBP", april) is None
    assert convert(None, "EUR", april) is None


def test_leads(numbers: dict[Key, Number]) -> None:
    assert all_of(numbers, "qualified_leads") == {"01-01": ("1",), "02-01": ("2",)}
    assert of(numbers, "qualified_leads", "channel") == {
        ("01-01", "email"): ("1",),
        ("02-01", "email"): ("1",),
        ("02-01", "unknown"): ("1",),
    }
    assert of(numbers, "qualified_leads", "origin_team")["02-01", "sales"] == ("1",)
    # Ann was seen on the 3rd in Paris and qualified on the 7th; her second cycle is no unit.
    assert all_of(numbers, "days_to_qualification_median") == {
        "01-01": ("4", "1"),
        "02-01": ("27", "1"),
    }
    # Her second deal was won on April 1st in Paris; Ben's on March 1st.
    assert all_of(numbers, "days_to_win_p90") == {"04-01": ("33", "1"), "03-01": ("2", "1")}
    assert all_of(numbers, "open_lead_share") == {"01-01": ("0", "1"), "02-01": ("0", "2")}
    assert all_of(numbers, "closing_rate") == {"01-01": ("0", "1"), "02-01": ("2", "2")}
    assert of(numbers, "mean_days_to_activation", "origin_team") == {
        ("04-01", "marketing"): ("33", "1"),
        ("03-01", "sales"): ("2", "1"),
    }


def test_hand_offs(numbers: dict[Key, Number]) -> None:
    assert all_of(numbers, "hand_off_purity") == {
        "01-06": ("1", "1"),
        "02-03": ("0", "1"),
        "02-10": ("0", "1"),
    }
    # Ann: the e-mail at the hand-off and one call, known by two contacts; Ben: one call.
    assert all_of(numbers, "touches_per_hand_off") == {"01-01": ("2", "1"), "02-01": ("1", "1")}
    assert all_of(numbers, "promise_attainment") == {"01-06": ("-1", "3.2")}
    assert of(numbers, "sla_met_rate", "channel") == {
        ("01-01", "email"): ("1", "1"),
        ("02-01", "unknown"): ("0", "1"),
    }
    assert all_of(numbers, "response_seconds_median") == {
        "01-01": ("0", "1"),
        "02-01": ("100", "1"),
    }
    # The latest version of Ben's verdict was given a minute before the end of the week after.
    assert all_of(numbers, "feedback_coverage") == {
        "01-06": ("0", "1"),
        "02-03": ("1", "1"),
        "02-10": ("0", "1"),
    }


def test_deals(numbers: dict[Key, Number]) -> None:
    assert all_of(numbers, "win_rate") == {
        "03-01": ("1", "1"),
        "04-01": ("1", "1"),
        "05-01": ("0", "1"),
    }
    assert of(numbers, "win_rate", "owner") == {
        ("03-01", "Kim"): ("1", "1"),
        ("04-01", "8"): ("1", "1"),
        ("05-01", "unknown"): ("0", "1"),
    }
    assert all_of(numbers, "win_rate_by_amount") == {
        "03-01": ("0", "0"),
        "04-01": ("203.33", "203.33"),
        "05-01": ("0", "0"),
    }
    assert of(numbers, "deals_lost", "reason") == {("05-01", "unknown"): ("1",)}
    assert of(numbers, "deals_recycled", "reason") == {("02-01", "not_now"): ("1",)}
    assert of(numbers, "nurture_recovery_rate", "reason") == {("02-01", "not_now"): ("1", "1")}


def test_contents(landing: landed.Landing, numbers: dict[Key, Number]) -> None:
    deals = landed.deals(landing, PEOPLE, AS_OF)
    read = readings(COMPANY, deals, landed.consumptions(landing, PEOPLE, AS_OF))
    told = {(*one[:3], f"{one.first_at:%m-%d}", one.is_influenced) for one in read}
    assert told == {
        (ANN, "White paper: cash flow", 1, "01-09", False),
        (ANN, "White paper: cash flow", 2, "02-27", True),
        (ANN, "White paper", 2, "02-27", True),
        (BEN, "webinar_registered", 1, "02-05", True),
        (BEN, "Tax", 1, "03-05", False),
    }
    assert all_of(numbers, "content_influence_rate") == {
        "01-01": ("0", "1"),
        "02-01": ("3", "3"),
        "03-01": ("0", "1"),
    }


@pytest.mark.parametrize(
    ("after", "is_back"),
    [(180 * DAY, False), (180 * DAY - datetime.timedelta(microseconds=1), True)],
)
def test_the_window_of_a_comeback_ends(after: datetime.timedelta, is_back: bool) -> None:
    back = Company(
        as_of=AS_OF,
        channels={},
        leads=[Lead(ANN, 2, LOST_AT + after, "1", "marketing")],
        ends=COMPANY.ends,
    )
    deal = landed.Deal(
        ("files", "1"), ANN, "new_business", "recycled", None, None, None, None, LOST_AT, LOST_AT
    )
    counted = activation(back, [deal], lambda *_: None, {}, [])
    assert of(counted, "nurture_recovery_rate", "reason") == {
        ("02-01", "unknown"): (str(int(is_back)), "1")
    }


def test_a_cycle_takes_the_deal_that_was_won() -> None:
    def deal(number: str, outcome: str, closed: float | None) -> landed.Deal:
        closed_at = None if closed is None else BEN_HANDED + closed * DAY
        native = ("files", number)
        first = (native, BEN, "new_business", outcome, "price", None, None, None)
        return landed.Deal(*first, BEN_HANDED + int(number) * DAY, closed_at)

    lead = Lead(BEN, 1, BEN_HANDED, "1", "marketing")
    company = Company(as_of=AS_OF, channels={}, leads=[lead])
    cases: list[tuple[list[landed.Deal], str, dict[str, tuple[str, ...]]]] = [
        ([deal("1", "open", None), deal("2", "won", 9)], "0", {"02-01": ("9", "1")}),
        ([deal("1", "lost", 3), deal("2", "won", 9)], "0", {"02-01": ("9", "1")}),
        ([deal("1", "won", 8), deal("2", "won", 7)], "0", {"02-01": ("7", "1")}),
        ([deal("1", "open", None), deal("2", "lost", 9)], "0", {}),
        ([deal("1", "won", -3)], "0", {"02-01": ("-3", "1")}),
        ([deal("1", "open", None)], "1", {}),
        ([], "1", {}),
    ]
    for deals, is_open, days in cases:
        leads = acquisition(company, deals, {}, {})
        assert all_of(leads, "open_lead_share") == {"02-01": (is_open, "1")}
        assert all_of(leads, "days_to_win_median") == days
        sold = activation(company, deals, lambda *_: None, {}, [])
        assert all_of(sold, "mean_days_to_activation") == days


def test_quantiles_and_days() -> None:
    assert median([5, 1, 3]) == 3
    assert median([4, 1, 3, 2]) == Decimal("2.5")
    assert ninetieth(list(range(1, 11))) == 9
    assert ninetieth(list(range(1, 12))) == 10
    assert ninetieth([7]) == 7
    late = at("2025-03-30 22:00")
    assert business_day(late) == datetime.date(2025, 3, 31)
    assert week_of(late) == datetime.date(2025, 3, 31)
    assert week_of(late - datetime.timedelta(seconds=1)) == datetime.date(2025, 3, 24)
    assert month_of(at("2025-03-31 22:00")) == datetime.date(2025, 4, 1)
    assert midnight(datetime.date(2025, 3, 31)) == late
    assert days_between(at("2025-01-01 22:59"), at("2025-01-01 23:00")) == 1


def test_a_sum_has_no_denominator() -> None:
    counts, day = Counts(), datetime.date(2025, 1, 1)
    counts.add("deals_lost", day, [], 1)
    counts.add("deals_lost", day, [], 1)
    counts.add("win_rate", day, [], 0, 1)
    counts.add("win_rate", day, [], 1, 1)
    assert list(counts.numbers.values()) == [Number(Decimal(2)), Number(Decimal(1), Decimal(2))]
