"""Answers, promises, conversions and merges in plain Python, each worked out by hand."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from demo.calendars import CalendarDay, calendar_days
from demo.clock import DAY, HOUR, MINUTE, day_number, instant_of
from demo.company import AS_OF
from demo.definitions import conversion, promise, response, segment
from demo.definitions.agreement import (
    Agreement,
    AgreementError,
    Promise,
    SlaPolicy,
    Version,
    read_agreement,
)
from demo.definitions.business_time import calendars, is_business_day, read_calendars
from demo.definitions.conversion import Conversions, Entry
from demo.definitions.lifecycle import Cycles, Stay, walk
from demo.definitions.promise import Delivery, PromiseWeek, Tally
from demo.definitions.response import Lead
from demo.model import Contact, Deed, Engagement, FileContact, Person

# The Friday before Easter 2024, whose Sunday brings summer time.
FRIDAY = (2024, 3, 29)
MONDAY = day_number(2024, 4, 15)
HEAD = "calendar_id,time_zone,iso_weekday,opens_at,closes_at\n"


def elapsed(calendar: str, start: tuple[float, ...], end: tuple[float, ...]) -> float:
    """The business hours between two local instants (year, month, day, hour)."""
    year, month, day, hour = start
    first = instant_of(int(year), int(month), int(day), hour)
    year, month, day, hour = end
    last = instant_of(int(year), int(month), int(day), hour)
    return calendars()[calendar].elapsed(first, last) / HOUR


def due(calendar: str, start: tuple[float, ...], minutes: int) -> int | None:
    """When so many business minutes after a local instant have passed."""
    year, month, day, hour = start
    first = instant_of(int(year), int(month), int(day), hour)
    return calendars()[calendar].after(first, minutes * MINUTE)


# ---------- business time


@pytest.mark.parametrize(
    ("calendar", "start", "end", "hours"),
    [
        # within a day, and a night between
        ("FR", (2024, 4, 9, 10), (2024, 4, 9, 12.5), 2.5),
        ("FR", (2024, 4, 9, 17), (2024, 4, 10, 10), 2),
        ("FR", (2024, 4, 9, 22), (2024, 4, 10, 9.5), 0.5),
        ("FR", (2024, 4, 9, 19), (2024, 4, 10, 8), 0),
        # a weekend; a holiday; Easter Monday after the clock went forward
        ("FR", (2024, 4, 12, 17), (2024, 4, 15, 10), 2),
        ("FR", (2024, 4, 30, 17), (2024, 5, 2, 10), 2),
        ("FR", (*FRIDAY, 16.5), (2024, 4, 2, 9.75), 2.25),
        # the Monday after the clock went back; the days are as long as ever
        ("FR", (2024, 10, 25, 9), (2024, 10, 28, 18), 18),
        # a lunch, a national day, a short Christmas Eve, a usual New Year's Eve
        ("CH", (2025, 9, 10, 11), (2025, 9, 10, 15.5), 3.5),
        ("CH", (2025, 7, 31, 16), (2025, 8, 4, 10), 3.5),
        ("FR", (2025, 7, 31, 16), (2025, 8, 4, 10), 12),
        ("CH", (2025, 12, 24, 11), (2025, 12, 29, 11.5), 4.5),
        ("CH", (2025, 12, 31, 11.5), (2025, 12, 31, 16.25), 3.75),
    ],
)
def test_business_time_is_what_the_calendar_works(
    calendar: str, start: tuple[float, ...], end: tuple[float, ...], hours: float
) -> None:
    assert elapsed(calendar, start, end) == hours


@pytest.mark.parametrize(
    ("calendar", "start", "minutes", "expected"),
    [
        ("FR", (2024, 4, 9, 10), 60, (2024, 4, 9, 11)),
        ("FR", (2024, 4, 9, 10), 480, (2024, 4, 9, 18)),
        ("FR", (2024, 4, 9, 10), 481, (2024, 4, 10, 9 + 1 / 60)),
        ("FR", (2025, 4, 18, 16), 480, (2025, 4, 22, 15)),
        ("FR", (2024, 4, 13, 3), 60, (2024, 4, 15, 10)),
        ("CH", (2025, 7, 31, 16), 240, (2025, 8, 4, 10.5)),
        ("CH", (2025, 9, 10, 8), 240, (2025, 9, 10, 12)),
        ("CH", (2025, 12, 24, 11), 240, (2025, 12, 29, 11)),
    ],
)
def test_a_lead_is_due_when_the_target_has_passed_in_business_time(
    calendar: str, start: tuple[float, ...], minutes: int, expected: tuple[float, ...]
) -> None:
    year, month, day, hour = expected
    assert due(calendar, start, minutes) == instant_of(int(year), int(month), int(day), hour)


def test_hours_are_those_of_the_calendars_zone(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(HEAD + "US,America/New_York,2,09:00:00,17:00:00\n")
    eastern = read_calendars(path, [])["US"]
    # New York changed its clocks on 10 March 2024, Paris on the 31st: nine there is 14:00 here.
    start, noon = instant_of(2024, 3, 12, 8), instant_of(2024, 3, 12, 16.5)
    assert eastern.elapsed(start, noon) == int(2.5 * HOUR)
    assert eastern.after(start, HOUR) == instant_of(2024, 3, 12, 15)


def test_a_calendar_without_hours_is_never_due(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text("calendar_id,time_zone,iso_weekday,opens_at,closes_at\nX,UTC,1,09:00,09:00\n")
    assert read_calendars(path, [])["X"].after(AS_OF, HOUR) is None


def test_hours_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(AgreementError, match=r"hours\.csv"):
        read_calendars(tmp_path / "hours.csv", [])


def test_a_row_of_the_calendar_replaces_the_usual_hours(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(HEAD + "X,UTC,2,09:00,17:00\nX,UTC,3,09:00,17:00\n")
    tuesday = day_number(2024, 4, 9)
    ten, noon = datetime.time(10), datetime.time(12)
    rows = [
        CalendarDay("X", tuesday, True, ten, noon),
        CalendarDay("X", tuesday + 1, True),
        CalendarDay("X", tuesday + 7, False),
        # Nothing is usual on a Saturday: a business day without hours has none.
        CalendarDay("X", tuesday + 4, True),
        CalendarDay("Y", tuesday + 8, False),
    ]
    calendar = read_calendars(path, rows)["X"]
    worked = [
        calendar.elapsed((tuesday + n) * DAY, (tuesday + n + 1) * DAY - 1) / HOUR
        for n in (0, 1, 4, 7, 8)
    ]
    assert worked == [2, 8, 0, 0, 8]


def test_a_business_day_is_one_that_every_calendar_works() -> None:
    landed = {(one.calendar_id, one.day): one.is_business_day for one in calendar_days()}
    swiss, french = day_number(2025, 8, 1), day_number(2025, 7, 14)
    assert landed["CH", swiss] is False
    assert landed["FR", swiss] is True
    assert ("CH", french) not in landed
    assert not is_business_day(swiss)
    assert not is_business_day(french)
    assert is_business_day(day_number(2025, 8, 4))
    assert not is_business_day(day_number(2025, 8, 2))
    # no calendar tells of 2030
    assert [is_business_day(day_number(2030, 1, day)) for day in (4, 5)] == [True, False]


# ---------- answers


def policy(
    name: str,
    priority: int,
    channel: str = "",
    path: str = "",
    country: str = "",
    calendar: str = "FR",
) -> SlaPolicy:
    """A policy of an hour."""
    return SlaPolicy(name, priority, channel, path, country, 60, calendar)


def agreement(
    *policies: SlaPolicy, promises: tuple[Promise, ...] = (), until: int | None = None
) -> Agreement:
    """An agreement of one version with these policies and promises."""
    version = Version(
        number="1",
        valid_from=0,
        valid_to=until,
        rules=(),
        exclusions=(),
        score_lines=(),
        highest_points={},
        grades=(),
        lowest_ratings={},
        promises=promises,
        sla_policies=policies,
    )
    return Agreement((version,))


def handed(
    at: int,
    channel: str = "direct",
    path: str | None = "form",
    country: str | None = "France",
    qualified_at: int | None = None,
) -> Lead:
    """A hand-off in the first cycle."""
    return Lead(at, 1, qualified_at, channel, path, country)


def test_the_first_policy_that_covers_a_lead_is_meant() -> None:
    policies = (
        policy("any", 9),
        policy("swiss_form", 3, path="form", country="Switzerland"),
        policy("paid", 2, channel="paid_search"),
        policy("hand_raise", 1, path="hand_raise"),
    )
    cases = [
        (handed(0, "paid_search", "hand_raise"), "hand_raise"),
        (handed(0, "paid_search", "form", "Switzerland"), "paid"),
        (handed(0, "direct", "form", "Switzerland"), "swiss_form"),
        (handed(0, "direct", "form", None), "any"),
        # a hand-off that does not conform has no path
        (handed(0, "direct", None, "Switzerland"), "any"),
    ]
    for lead, expected in cases:
        found = response.policy_of(lead, agreement(*policies))
        assert found is not None
        assert found.policy_id == expected


def test_a_lead_that_no_policy_covers_has_no_status() -> None:
    lead = handed(instant_of(2024, 4, 9, 10))
    only = agreement(policy("paid", 1, channel="paid_search"))
    answer = response.respond(lead, lead.at + HOUR, only, calendars())
    assert (answer.policy_id, answer.due_at, answer.status) == (None, None, None)
    assert (answer.calendar, answer.business) == (HOUR, None)


def test_the_policy_is_that_of_the_day_of_the_hand_off() -> None:
    change = instant_of(2025, 7, 1)
    for at, expected in ((change - 1, "same_day"), (change, "hand_raise")):
        found = response.policy_of(handed(at, path="hand_raise"), read_agreement())
        assert found is not None
        assert found.policy_id == expected


@pytest.mark.parametrize(
    ("touched", "as_of", "status"),
    [
        (60 * MINUTE, AS_OF, "met"),
        (60 * MINUTE + 1, AS_OF, "breached"),
        (-MINUTE, AS_OF, "met"),
        (None, 60 * MINUTE - 1, "open_not_due"),
        (None, 60 * MINUTE, "open_overdue"),
    ],
)
def test_an_answer_is_met_until_it_is_due(touched: int | None, as_of: int, status: str) -> None:
    lead = handed(instant_of(2024, 4, 9, 10))
    answer = response.respond(
        lead,
        None if touched is None else lead.at + touched,
        agreement(policy("any", 1)),
        calendars(),
        as_of if as_of == AS_OF else lead.at + as_of,
    )
    assert answer.status == status
    assert answer.due_at == instant_of(2024, 4, 9, 11)


def test_a_night_lead_waits_for_the_office_to_open() -> None:
    lead = handed(instant_of(2024, 2, 6, 23.25), qualified_at=instant_of(2024, 2, 6, 23))
    answer = response.respond(
        lead, instant_of(2024, 2, 7, 9.5), agreement(policy("any", 1)), calendars()
    )
    assert answer.status == "met"
    assert answer.calendar == int(10.25 * HOUR)
    assert answer.business == 30 * MINUTE
    assert answer.system_delay == 15 * MINUTE
    assert not answer.was_touched_before


def test_a_touch_before_the_hand_off_is_an_answer_of_no_time() -> None:
    lead = handed(instant_of(2024, 4, 9, 10))
    answer = response.respond(lead, lead.at - HOUR, agreement(policy("any", 1)), calendars())
    assert (answer.calendar, answer.business, answer.was_touched_before) == (0, 0, True)
    same = response.respond(lead, lead.at, agreement(policy("any", 1)), calendars())
    assert (same.calendar, same.was_touched_before) == (0, False)


def test_an_open_lead_has_no_response_and_a_stray_one_no_system_delay() -> None:
    lead = handed(instant_of(2024, 4, 9, 10))
    answer = response.respond(lead, None, agreement(policy("any", 1)), calendars())
    assert (answer.touched_at, answer.calendar, answer.business) == (None, None, None)
    assert answer.system_delay is None


def contact(number: int, created_at: int = 0, source: str = "DIRECT_TRAFFIC") -> Contact:
    """A contact of the CRM."""
    return Contact(number, f"{number}@client.example", created_at, "A", "B", source, "")


def test_only_a_persons_outbound_act_touches_and_only_in_the_cycle() -> None:
    one = contact(1)
    kinds = ["NOTE", "TASK", "INCOMING_EMAIL", "CALL", "EMAIL", "MEETING", "COMMUNICATION", "CALL"]
    engagements = [
        Engagement(number, kind, 10 + number, one, None, None, 1)
        for number, kind in enumerate(kinds)
    ]
    engagements[3].is_deleted = True
    person = Person(None, contacts=[one], deeds=[Deed(12, "call_made", "files")])
    person.deeds += [Deed(11, "demo_requested", "form"), Deed(10, "email_sent", "mail")]
    touched = response.touches(person, engagements)
    assert touched == [12, 14, 15, 16, 17]
    assert response.first_touch(Lead(9, 1, None, "", None, None), touched, [13]) == 12
    assert response.first_touch(Lead(9, 2, None, "", None, None), touched, [13]) == 14
    assert response.first_touch(Lead(9, 3, None, "", None, None), touched, [13, 17]) is None


def test_the_channel_is_that_of_the_earliest_record_with_a_source() -> None:
    person = Person(None, contacts=[contact(1, 20, "PAID_SEARCH"), contact(2, 30, "REFERRALS")])
    assert segment.source_channel(person) == "paid_search"
    person.file_contacts.append(FileContact("E", None, 10, "A", "B", source="event"))
    assert segment.source_channel(person) == "offline"
    person.file_contacts[0].source = "subsidiary"
    assert segment.source_channel(person) == "other"
    assert segment.source_channel(Person(None)) == "unknown"


# ---------- promises


def weekly(
    per_week: int = 4,
    *,
    channel: str = "",
    prorated: bool = True,
    name: str = "leads",
    band: tuple[str, str] = ("0.75", "1.5"),
) -> Promise:
    """A promise of marketing, disputed within two days."""
    return Promise(
        name, "marketing", channel, per_week, prorated, Decimal(band[0]), Decimal(band[1]), 9, 2
    )


def delivery(
    at: int,
    channel: str = "direct",
    *,
    conforms: bool = True,
    counts: bool = True,
    rejected_at: int | None = None,
    touched_at: int | None = None,
    ended_at: int | None = None,
) -> Delivery:
    """A hand-off that counts, in the backlog for ever."""
    return Delivery(at, channel, conforms, counts, rejected_at, touched_at, ended_at)


def weeks(*deliveries: Delivery, promises: tuple[Promise, ...] = (weekly(),)) -> list[PromiseWeek]:
    """The weeks of these hand-offs."""
    tally, terms = Tally(), agreement(promises=promises)
    for one in deliveries:
        tally.note(one, terms)
    return list(promise.promise_weeks(tally, terms))


TUESDAY = instant_of(2024, 4, 16, 10)


def test_hand_offs_are_counted_by_what_they_are() -> None:
    first = weeks(
        delivery(TUESDAY),
        delivery(TUESDAY + DAY, counts=False),
        delivery(TUESDAY + DAY, conforms=False, counts=False),
    )[0]
    assert first.week == MONDAY
    assert (first.conforming, first.non_conforming, first.counting) == (2, 1, 1)
    assert (first.promised, first.business_days, first.delivered) == (Decimal("4.0000"), 5, 1)
    assert first.is_kept is False


def test_a_week_is_that_of_the_local_monday_and_every_week_has_a_row() -> None:
    monday = instant_of(2024, 4, 22)
    found = weeks(delivery(monday - 1), delivery(monday))
    assert [one.counting for one in found[:3]] == [1, 1, 0]
    assert found[-1].week == day_number(2026, 6, 29)
    assert [one.is_provisional for one in found[-2:]] == [False, True]
    assert len(found) == (day_number(2026, 6, 29) - MONDAY) // 7 + 1


def test_a_week_with_two_holidays_promises_three_fifths() -> None:
    short = weeks(delivery(instant_of(2024, 5, 6, 10)), delivery(instant_of(2024, 5, 7, 10)))[0]
    assert (short.business_days, short.promised) == (3, Decimal("2.4000"))
    assert short.is_kept is True
    plain = weeks(delivery(instant_of(2024, 5, 6, 10)), promises=(weekly(prorated=False),))[0]
    assert plain.promised == 4


@pytest.mark.parametrize(("count", "is_kept"), [(2, False), (3, True), (6, True), (7, False)])
def test_a_promise_is_kept_within_its_band_both_ends_included(count: int, is_kept: bool) -> None:
    assert weeks(*[delivery(TUESDAY + n) for n in range(count)])[0].is_kept is is_kept


def _never(day: int) -> bool:
    """A calendar without business days."""
    return day < 0


def test_a_week_without_business_days_is_neither_kept_nor_broken() -> None:
    tally, terms = Tally(), agreement(promises=(weekly(),))
    tally.note(delivery(TUESDAY), terms)
    row = next(promise.promise_weeks(tally, terms, works=_never))
    assert (row.promised, row.is_kept) == (0, None)
    assert (row.daily_mean, row.daily_deviation, row.last_day_hand_offs) == (1, 0, 1)
    empty = list(promise.promise_weeks(tally, terms, works=_never))[1]
    assert (empty.daily_mean, empty.daily_deviation, empty.last_day_hand_offs) == (None, None, 0)


def test_a_dispute_is_dated_by_its_verdict_and_ends_with_its_window() -> None:
    at = instant_of(2024, 4, 19, 10)
    late = weeks(delivery(at, rejected_at=at + 2 * DAY + 1))
    assert [one.disputed for one in late[:2]] == [0, 0]
    in_time = weeks(delivery(at, rejected_at=at + 2 * DAY))
    assert [one.disputed for one in in_time[:2]] == [1, 0]
    saturday = instant_of(2024, 4, 20, 12)
    over = weeks(delivery(saturday, rejected_at=saturday + int(1.75 * DAY)))
    assert [(one.disputed, one.delivered) for one in over[:2]] == [(0, 1), (1, -1)]
    stray = delivery(at, counts=False, rejected_at=at + HOUR)
    assert weeks(stray)[0].disputed == 0


def test_smoothness_is_over_the_days_worked_or_used() -> None:
    # Monday to Friday 3, 0, 1, 0, 0 and Saturday 2: a mean of 1 and squares 4+1+0+1+1+1 over 6.
    monday = instant_of(2024, 4, 15, 10)
    days = (0, 0, 0, 2, 5, 5)
    row = weeks(*[delivery(monday + day * DAY + n) for n, day in enumerate(days)])[0]
    assert row.daily_mean == 1
    assert row.daily_deviation == pytest.approx((8 / 6) ** 0.5)
    assert row.last_day_hand_offs == 2
    without = weeks(*[delivery(monday + n) for n in range(5)])[0]
    assert (without.daily_mean, without.daily_deviation) == (1, 2)
    assert without.last_day_hand_offs == 0


def test_days_that_are_not_over_are_no_part_of_smoothness() -> None:
    row = weeks(delivery(AS_OF - HOUR))[-1]
    assert (row.promised, row.daily_mean, row.daily_deviation) == (4, 0.5, 0.5)


def test_the_backlog_is_whoever_nobody_touched_by_the_weeks_end() -> None:
    end = instant_of(2024, 4, 22)
    cases = [
        (delivery(TUESDAY), (1, 1)),
        (delivery(TUESDAY, touched_at=end - 1), (0, 0)),
        (delivery(TUESDAY, touched_at=end), (1, 0)),
        (delivery(TUESDAY, touched_at=TUESDAY - DAY), (0, 0)),
        (delivery(TUESDAY, ended_at=end), (0, 0)),
        (delivery(TUESDAY, ended_at=end + 1), (1, 0)),
        (delivery(TUESDAY, conforms=False, counts=False), (1, 1)),
    ]
    for one, expected in cases:
        assert tuple(row.backlog for row in weeks(one)[:2]) == expected, one


def test_a_promise_of_a_channel_sees_only_its_people() -> None:
    promises = (weekly(), weekly(1, channel="paid_search", name="paid"))
    found = weeks(delivery(TUESDAY), delivery(TUESDAY + 1, "paid_search"), promises=promises)
    assert [(one.promise_id, one.counting, one.backlog) for one in found[:2]] == [
        ("leads", 2, 2),
        ("paid", 1, 1),
    ]


def test_a_week_is_judged_by_the_version_of_its_monday() -> None:
    tally, terms = Tally(), read_agreement()
    # The second version began on Tuesday 1 July 2025.
    tally.note(delivery(instant_of(2025, 7, 2, 10)), terms)
    rows = list(promise.promise_weeks(tally, terms))[:2]
    assert [(one.agreement_version, one.promised_per_week) for one in rows] == [("1", 4), ("2", 2)]
    assert [one.counting for one in rows] == [1, 0]


def test_tallies_of_shards_add_up() -> None:
    terms = agreement(promises=(weekly(),))
    one, other, both = Tally(), Tally(), Tally()
    for at, tally in ((TUESDAY + 7 * DAY, one), (TUESDAY, other)):
        rejected = delivery(at, rejected_at=at + HOUR)
        tally.note(rejected, terms)
        both.note(rejected, terms)
    one.add(other)
    assert list(promise.promise_weeks(one, terms)) == list(promise.promise_weeks(both, terms))


# ---------- conversions


def entry(at: int, cycle_no: int = 1, has_cycle_ended: bool = False) -> Entry:
    """An entry into a pillar."""
    return Entry(at, cycle_no, has_cycle_ended)


def test_forward_converts_in_the_same_cycle_within_the_window() -> None:
    def converted(*targets: Entry) -> int | None:
        return conversion.outcome(entry(DAY), targets, 2, is_within_a_cycle=True).converted_at

    assert converted(entry(DAY)) == DAY
    assert converted(entry(3 * DAY - 1)) == 3 * DAY - 1
    assert converted(entry(3 * DAY)) is None
    assert converted(entry(DAY - 1)) is None
    assert converted(entry(2 * DAY, 2)) is None


def test_backward_converts_at_the_next_entry_of_a_later_cycle() -> None:
    def converted(*targets: Entry) -> int | None:
        return conversion.outcome(entry(DAY), targets, 9, is_within_a_cycle=False).converted_at

    assert converted(entry(2 * DAY)) is None
    assert converted(entry(DAY // 2), entry(3 * DAY, 2), entry(4 * DAY, 3)) == 3 * DAY
    # The next one alone counts, and it came too late.
    assert converted(entry(10 * DAY, 2), entry(11 * DAY, 3)) is None


def test_an_entry_is_resolved_when_nothing_can_change_any_more() -> None:
    def resolved(one: Entry, targets: list[Entry], within: bool, as_of: int) -> bool:
        return conversion.outcome(one, targets, 2, within, as_of).is_resolved

    assert not resolved(entry(0), [], True, 2 * DAY - 1)
    assert resolved(entry(0), [], True, 2 * DAY)
    assert resolved(entry(0), [entry(1)], True, 2)
    assert resolved(entry(0, has_cycle_ended=True), [], True, 1)
    assert not resolved(entry(0, has_cycle_ended=True), [], False, 1)


def stays(*moves: tuple[int, str], ends: tuple[tuple[int, str], ...] = ()) -> list[Stay]:
    """The stays of these moves."""
    return walk(moves, Cycles(ends, ()))


def test_entries_are_the_first_of_a_cycle_imputed_ones_too() -> None:
    history = stays(
        (1, "known"), (2, "qualified"), (3, "regression"), (5, "opportunity"), (9, "opportunity"),
        ends=((7, "lost"),),
    )  # fmt: skip
    found = conversion.entries(history, conversion.pillars())
    assert found == {
        "awareness": [Entry(1, 1, True)],
        "acquisition": [Entry(2, 1, True), Entry(9, 2, False)],
        "activation": [Entry(5, 1, True), Entry(9, 2, False)],
    }


def rows_of(*histories: list[Stay]) -> dict[tuple[str, str, str, str], conversion.ConversionRow]:
    """The rows of these people by pillars, mode and month."""
    noted = Conversions()
    for history in histories:
        noted.note(history, [("person", "all", "all")])
    return {(one.from_pillar, one.to_pillar, one.mode, one.month): one for one in noted.rows()}


def test_modes_differ_in_what_they_divide() -> None:
    may, june = instant_of(2024, 5, 10, 10), instant_of(2024, 6, 3, 10)
    found = rows_of(
        stays((may, "known"), (may + 4 * DAY, "qualified")),
        stays((may + HOUR, "known"), (june, "qualified")),
        stays((may + DAY, "known"), (may + 2 * DAY, "qualified"), (june, "opportunity")),
        stays((june, "known")),
    )
    pair = ("awareness", "acquisition")
    period, cohort = found[*pair, "period", "2024-05"], found[*pair, "cohort", "2024-05"]
    assert (period.numerator, period.denominator, period.median_days) == (2, 3, None)
    assert (cohort.numerator, cohort.denominator) == (3, 3)
    # 4 days, 1 day, and 24 days less an hour
    assert cohort.median_days == 4
    june_period = found[*pair, "period", "2024-06"]
    assert (june_period.numerator, june_period.denominator) == (1, 1)
    assert found[*pair, "cohort", "2024-06"].median_days is None
    later = found["acquisition", "activation", "period", "2024-06"]
    assert (later.entered, later.converted) == (1, 1)
    assert ("acquisition", "awareness", "cohort", "2024-04") not in found


def test_a_median_of_two_is_their_mean() -> None:
    may = instant_of(2024, 5, 10, 10)
    found = rows_of(
        stays((may, "known"), (may + DAY, "qualified")),
        stays((may, "known"), (may + 2 * DAY, "qualified")),
    )
    assert found["awareness", "acquisition", "cohort", "2024-05"].median_days == 1.5


def test_a_young_cohort_is_immature_and_divided_by_what_is_resolved() -> None:
    june = instant_of(2026, 6, 10, 10)
    found = rows_of(
        stays((june, "known"), (june + DAY, "qualified")),
        stays((june, "known")),
        stays((june, "known"), ends=((june + DAY, "erased"),)),
    )
    row = found["awareness", "acquisition", "cohort_resolved", "2026-06"]
    assert (row.entered, row.converted) == (3, 1)
    assert (row.numerator, row.denominator, row.immature, row.is_immature) == (1, 2, 1, True)
    # 180 days after the last instant of a month: December's is over at the end of June.
    months = {
        month: rows_of(stays((instant_of(*day, 10), "known")))[
            "awareness", "acquisition", "cohort", month
        ].is_immature
        for month, day in (("2025-12", (2025, 12, 31)), ("2026-01", (2026, 1, 1)))
    }
    assert months == {"2025-12": False, "2026-01": True}


def test_a_loop_converts_from_the_end_of_one_cycle_into_the_next() -> None:
    at = instant_of(2024, 1, 10, 10)
    history = stays(
        (at, "known"),
        (at + DAY, "opportunity"),
        (at + 100 * DAY, "qualified"),
        ends=((at + 30 * DAY, "recycled"),),
    )
    row = rows_of(history)["activation", "acquisition", "cohort", "2024-01"]
    assert (row.entered, row.converted, row.median_days) == (1, 1, 99)


def test_conversions_of_shards_add_up() -> None:
    may = instant_of(2024, 5, 10, 10)
    histories = [
        stays((may, "known"), (may + DAY, "qualified")),
        stays((may + DAY, "known"), (may + 9 * DAY, "customer")),
    ]
    group = [("person", "all", "all")]
    one, other, both = Conversions(), Conversions(), Conversions()
    for part, history in zip((one, other), histories, strict=True):
        part.note(history, group)
        both.note(history, group)
    one.add(other)
    assert list(one.rows()) == list(both.rows())


def test_every_ordered_pair_of_pillars_has_a_window() -> None:
    names = set(conversion.ranks(conversion.pillars()))
    assert len(conversion.pairs()) == len(names) * (len(names) - 1) == 30
    assert {one.from_pillar for one in conversion.pairs()} == names


# ---------- merges


def test_what_a_merged_contact_brought_is_a_merge() -> None:
    gone = ("hubspot", "9")
    moves = [(1, "known"), (2, "qualified"), (3, "customer"), (5, "loyal")]
    origins = {(2, "qualified"): gone, (3, "customer"): gone}
    found = [
        (stay.stage, stay.entry_type, stay.exit_type, stay.original)
        for stay in walk(moves, Cycles((), ()), origins)
    ]
    assert found == [
        ("known", "first", "merged", None),
        ("qualified", "merge", "merged", gone),
        ("opportunity", "skip_imputed", "forward", gone),
        ("customer", "merge", "forward", gone),
        ("loyal", "forward", None, None),
    ]


def test_a_merge_neither_begins_nor_ends_a_cycle() -> None:
    gone = ("hubspot", "9")
    moves = [(1, "known"), (2, "opportunity"), (6, "qualified")]
    origins = {(1, "known"): gone, (4, "lost"): gone, (6, "qualified"): gone}
    found = [
        (stay.stage, stay.entry_type, stay.exit_type, stay.original is not None)
        for stay in walk(moves, Cycles(((4, "lost"),), ()), origins)
    ]
    assert found == [
        ("known", "first", "forward", True),
        ("qualified", "skip_imputed", "forward", False),
        ("opportunity", "forward", "lost", False),
        ("lost", "forward", "forward", False),
        ("qualified", "re_entry", None, True),
    ]
