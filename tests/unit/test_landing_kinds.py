"""Which of the exports of one day are read, where a table's files are of several kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.lib.contracts import Column, Table
from orchestration.lib.landing_files import find_files, find_passed_over

EVENTS = Table(
    source="ga4",
    name="events",
    columns=(Column("event_name", "text"),),
    files="events_*",
    kinds=("events_", "events_fresh_", "events_intraday_"),
)


@pytest.mark.parametrize(
    ("landed", "read"),
    [
        (["events_20260419", "events_20260420"], ["events_20260419", "events_20260420"]),
        (["events_20260419", "events_intraday_20260419"], ["events_20260419"]),
        (["events_fresh_20260419", "events_intraday_20260419"], ["events_fresh_20260419"]),
        (["events_intraday_20260419"], ["events_intraday_20260419"]),
        (["EVENTS_2026-04-19", "events_intraday_20260419"], ["EVENTS_2026-04-19"]),
        (["events_20260419_00", "events_20260419_01", "events_intraday_20260419_00"], None),
        (["events_2026", "events_intraday_2026"], ["events_2026", "events_intraday_2026"]),
        # In the folder of the table, beside it.
        (["events/events_20260419", "events_intraday_20260419"], ["events_20260419"]),
    ],
)
def test_only_the_most_final_export_of_a_day_is_read(
    tmp_path: Path, landed: list[str], read: list[str] | None
) -> None:
    for name in landed:
        path = tmp_path / "ga4" / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    wanted = landed[:2] if read is None else read
    found = [path.stem for path in find_files(tmp_path, EVENTS)]
    passed_over = find_passed_over(tmp_path, EVENTS)
    assert found == sorted(wanted)
    assert len(found) + len(passed_over) == len(landed)
    assert {path.stem for path in passed_over.values()} <= set(found)
