"""Social accounts whose numbers have gaps: days without a row, and rows without a number."""

from __future__ import annotations

from demo import clock
from demo.company import LAST_DAY
from demo.writers.tables import Tables

OPENED = clock.day_number(2024, 3, 18)
SILENT = (clock.day_number(2025, 5, 1), clock.day_number(2025, 7, 1))


def write_gaps(tables: Tables) -> None:
    """A second account of a platform, opened later, and one that tells neither views nor reach."""
    for day in range(OPENED, LAST_DAY + 1):
        tide = (day * 29) % 13
        # Nobody exported the second account for two months, nor on Sundays.
        if not SILENT[0] <= day < SILENT[1] and clock.weekday(day) != 7:
            is_counted = day % 5 > 0 and clock.date_of(day).day < 29
            tables.add(
                "files.social_accounts",
                platform="linkedin",
                account_id="linkedin-lumenia-suisse",
                date=day,
                followers=200 + (day - OPENED) // 3 - 6 * tide if is_counted else None,
                reach=90 + tide * 7,
                impressions=None if tide == 5 else 160 + tide * 9,
                engagements=None if tide == 7 else tide,
                link_clicks=None if tide > 9 else tide // 4,
            )
        if clock.date_of(day).month % 2:
            tables.add(
                "files.social_accounts",
                platform="x",
                account_id="x-lumenia",
                date=day,
                followers=640 - (day - OPENED) // 9 if clock.date_of(day).month > 3 else None,
                engagements=4 + tide,
            )
