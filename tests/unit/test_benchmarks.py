"""What the benchmarks say of measures and of warehouse files that are made by hand."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import duckdb
import pytest

from benchmarks import chart, equality, exponents, measure, report, results
from benchmarks.results import Results, Size, Spread
from orchestration.lib.errors import UserError

HOLDS_100_MB = "held = bytearray(100_000_000); import time; time.sleep(0.5)"


def _size(activities: int, rows: int, **nodes: float) -> Size:
    own = {name: Spread([cpu]) for name, cpu in nodes.items()}
    costs = {"night_cpu": Spread([90.0, 80.0, 85.0]), "models_cpu": Spread([40.0])}
    return Size(activities, rows, **costs, bound_cpu=Spread([2.0]), nodes=own)


def test_the_memory_of_every_process_of_a_tree_counts(tmp_path: Path) -> None:
    started = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLDS_100_MB!r}])"
    cost = measure.run(
        [sys.executable, "-c", f"own = bytearray(50_000_000); {started}"],
        tmp_path / "log",
        tmp_path,
    )
    assert 150_000_000 < cost.memory < 400_000_000
    assert cost.wall > 0.5
    assert 0 < cost.cpu < cost.wall


def test_memory_that_two_processes_share_counts_once(tmp_path: Path) -> None:
    held = "held = bytearray(b'x') * 200_000_000"
    cost = measure.run(
        [sys.executable, "-c", f"import os, time; {held}; os.fork(); time.sleep(0.5)"],
        tmp_path / "log",
        tmp_path,
    )
    assert 200_000_000 < cost.memory < 350_000_000


def test_a_command_that_fails_is_told_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such luck"):
        measure.run(
            [sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path / "log", tmp_path
        )


def test_a_node_that_outgrows_the_rows_is_flagged() -> None:
    small = _size(1_000, 10_000, flat=1.0, square=1.0, small=0.001)
    large = _size(10_000, 100_000, flat=10.0, square=100.0, small=0.1)
    found = {one.node: one for one in exponents.exponents(small, large)}
    assert found["flat"].power == pytest.approx(1.0)
    assert found["square"].power == pytest.approx(2.0)
    assert [name for name, one in found.items() if one.is_flagged] == ["square"]


def test_results_are_kept_and_reported_between_the_marks(tmp_path: Path) -> None:
    measured = Results("2 cores")
    measured.put(_size(20_000, 40_000, kpi=0.5))
    measured.put(_size(1_000_000, 900_000, kpi=9.5))
    measured.save(tmp_path)
    page, picture = tmp_path / "page.md", tmp_path / "picture.svg"
    page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    for _ in range(2):
        report.write(results.read(tmp_path), page, picture)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    assert "| 1,000,000 | 900,000 | 85 (80 to 90) |" in text
    drawn = ElementTree.fromstring(picture.read_text(encoding="utf-8"))  # noqa: S314
    lines = [one for one in drawn.iter() if one.tag.endswith("polyline")]
    assert len(lines) == len(chart.LINES)


def test_a_page_without_marks_stays_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(UserError, match="measured: begin"):
        report.write(Results(""), page, tmp_path / "picture.svg")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select 1 as a, 'x' as b union all select 1, 'x'", ""),
        ("select 1 as a, 'x' as b", "1 rows only in the first, 0 in the second"),
        ("select 1 as a, 'y' as b union all select 1, 'x'", "1 rows only in the first, 1 in"),
        ("select 1::bigint as a, 'x' as b union all select 1, 'x'", "a INTEGER, now a BIGINT"),
    ],
)
def test_two_files_are_compared_row_for_row(tmp_path: Path, query: str, said: str) -> None:
    one, other = tmp_path / "one.duckdb", tmp_path / "other.duckdb"
    for path, rows in ((one, "select 1 as a, 'x' as b union all select 1, 'x'"), (other, query)):
        with duckdb.connect(str(path)) as connection:
            connection.execute(f"create schema marts; create table marts.fct as {rows}")
    tables, found = equality.compare(one, other)
    assert tables == 1
    assert [difference.table for difference in found] == (["marts.fct"] if said else [])
    assert said in "".join(difference.said for difference in found)
    assert equality.compare(one, other, ["marts.fct"]) == (0, [])
