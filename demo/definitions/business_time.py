"""Business time: how much of it passes between two instants, and when so much has passed."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.calendars import CalendarDay, calendar_days
from demo.clock import FRIDAY, date_of, weekday
from demo.definitions.agreement import REFERENCE, AgreementError

_UTC = datetime.UTC
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=_UTC)
# No target is further away than this many days.
_HORIZON = 3_660

Span = tuple[datetime.time, datetime.time]


@dataclass(frozen=True)
class Calendar:
    """The usual hours of each weekday (1 is Monday) in a zone, and the days that differ."""

    zone: ZoneInfo
    usual: dict[int, tuple[Span, ...]]
    days: dict[int, CalendarDay]

    def spans(self, day: int) -> Iterator[tuple[int, int]]:
        """The instants between which a day is worked, in time order."""
        said = self.days.get(day)
        spans = self.usual.get(weekday(day), ())
        if said is not None and not said.is_business_day:
            spans = ()
        elif said is not None and said.opens_at is not None and said.closes_at is not None:
            spans = ((said.opens_at, said.closes_at),)
        for opens_at, closes_at in spans:
            yield self._instant(day, opens_at), self._instant(day, closes_at)

    def elapsed(self, start: int, end: int) -> int:
        """The business time between two instants, in microseconds; 0 if the end is not later."""
        return sum(
            max(0, min(closes, end) - max(opens, start))
            for day in range(self._day_of(start), self._day_of(end) + 1)
            for opens, closes in self.spans(day)
        )

    def after(self, start: int, microseconds: int) -> int | None:
        """The first instant by which so much business time has passed since another one.

        None if that is not within ten years, as in a calendar without hours.
        """
        if microseconds <= 0:
            return start
        first, left = self._day_of(start), microseconds
        for day in range(first, first + _HORIZON):
            for opens, closes in self.spans(day):
                worked = max(0, closes - max(opens, start))
                if worked >= left:
                    return max(opens, start) + left
                left -= worked
        return None

    def _day_of(self, instant: int) -> int:
        moment = _EPOCH + datetime.timedelta(microseconds=instant)
        return (moment.astimezone(self.zone).date() - _EPOCH.date()).days

    def _instant(self, day: int, hour: datetime.time) -> int:
        local = datetime.datetime.combine(date_of(day), hour, tzinfo=self.zone)
        return (local - _EPOCH) // datetime.timedelta(microseconds=1)


@cache
def calendars() -> dict[str, Calendar]:
    """The company's calendars: the hours of the reference seed and the days that it landed.

    Raises AgreementError when the seed is missing or unreadable.
    """
    return read_calendars(REFERENCE / "working_hours.csv", calendar_days())


def read_calendars(path: Path, days: Iterable[CalendarDay]) -> dict[str, Calendar]:
    """Calendars by id, of a file of usual hours and of days that differ from them.

    Raises AgreementError when the file is missing or unreadable.
    """
    found: dict[str, Calendar] = {}
    differing = list(days)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            name = row["calendar_id"]
            if name not in found:
                own = {one.day: one for one in differing if one.calendar_id == name}
                found[name] = Calendar(ZoneInfo(row["time_zone"]), {}, own)
            span = tuple(datetime.time.fromisoformat(row[end]) for end in ("opens_at", "closes_at"))
            usual = found[name].usual
            number = int(row["iso_weekday"])
            usual[number] = tuple(sorted((*usual.get(number, ()), (span[0], span[1]))))
    except (OSError, KeyError, ValueError) as error:
        raise AgreementError(f"{path} cannot be read as working hours: {error!r}.") from error
    return found


@cache
def _days_by_number() -> dict[int, list[CalendarDay]]:
    by_day: dict[int, list[CalendarDay]] = {}
    for one in calendar_days():
        by_day.setdefault(one.day, []).append(one)
    return by_day


def is_business_day(day: int) -> bool:
    """Whether every calendar with a row for a day works it; without any, Monday to Friday."""
    said = _days_by_number().get(day)
    if said is None:
        return weekday(day) <= FRIDAY
    return all(one.is_business_day for one in said)
