"""The calendars that the company keeps: which days it works, and the days of other hours."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from demo import clock

FIRST, LAST = clock.day_number(2023, 1, 1), clock.day_number(2026, 12, 31)
_NINE, _SIX = datetime.time(9), datetime.time(18)
_EIGHT, _NOON = datetime.time(8), datetime.time(12)


@dataclass(frozen=True)
class CalendarDay:
    """What a calendar says of a day. Without hours, those of its weekday hold."""

    calendar_id: str
    day: int
    is_business_day: bool
    opens_at: datetime.time | None = None
    closes_at: datetime.time | None = None
    holiday: str | None = None


def calendar_days() -> Iterator[CalendarDay]:
    """Every day of the French calendar, and the days on which the Swiss office differs."""
    for day in range(FIRST, LAST + 1):
        holiday = clock.holidays(clock.date_of(day).year).get(day)
        if clock.is_working_day(day):
            yield CalendarDay("FR", day, True, _NINE, _SIX, holiday)
        else:
            yield CalendarDay("FR", day, False, holiday=holiday)
    for year in range(clock.date_of(FIRST).year, clock.date_of(LAST).year + 1):
        for day, name in sorted(_swiss_holidays(year).items()):
            yield CalendarDay("CH", day, False, holiday=name)
        for day in (clock.day_number(year, 12, 24), clock.day_number(year, 12, 31)):
            if clock.weekday(day) > clock.FRIDAY:
                continue
            # On Christmas Eve the Swiss office closes at noon; its New Year's Eve is usual.
            is_eve = clock.date_of(day).day == 24
            hours = (_EIGHT, _NOON) if is_eve else (None, None)
            yield CalendarDay("CH", day, True, *hours)


def _swiss_holidays(year: int) -> dict[int, str]:
    easter = clock.easter(year)
    return {
        clock.day_number(year, 1, 1): "Neujahr",
        easter - 2: "Karfreitag",
        easter + 1: "Ostermontag",
        easter + 39: "Auffahrt",
        easter + 50: "Pfingstmontag",
        clock.day_number(year, 8, 1): "Bundesfeier",
        clock.day_number(year, 12, 25): "Weihnachtstag",
        clock.day_number(year, 12, 26): "Stephanstag",
    }
