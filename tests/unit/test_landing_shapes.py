"""Files of odd shapes and places: each is read whole, or a finding names it."""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.lib.landing import Report, prepare_landing
from orchestration.lib.landing_load import load_landing
from orchestration.lib.quality import measures

Land = Callable[..., Path]
Prepare = Callable[..., Report]
GOOD = "id,email\n1,a@b.example\n"


@pytest.fixture
def prepare(tiny_project: Path, tmp_path: Path) -> Prepare:
    def run(previous: dict[str, Any] | None = None) -> Report:
        build = tmp_path / "build" / "build.duckdb"
        return prepare_landing(tiny_project, tmp_path / "landing", build, previous)

    return run


def contacts(folder: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "build" / "build.duckdb"), read_only=True) as connection:
        return connection.execute("select id, email from crm.contact order by 1").fetchall()


def codes(report: Report, severity: str = "error") -> list[str]:
    return [one.code for one in report.findings if one.severity == severity]


# ---------------------------------------------------------------- one file


@pytest.mark.parametrize(
    "before", ["\n", "\r\n", "\n  \n\n", ";;;\r\n", "\ufeff\n", " \t \n,,\n"], ids=repr
)
def test_blank_lines_before_the_header_are_passed_over(
    land: Land, prepare: Prepare, tmp_path: Path, before: str
) -> None:
    end = "\r\n" if "\r" in before else "\n"
    rows = [f"{number},c{number}@b.example" for number in range(500)]
    land("crm/contact.csv", (before + end.join(["id,email", *rows]) + end).encode())
    report = prepare()
    assert report.errors == []
    assert report.tables["crm.contact"]["rows"] == 500
    assert len(contacts(tmp_path)) == 500


def test_a_row_longer_than_a_buffer_is_read_or_told(
    land: Land, prepare: Prepare, tmp_path: Path
) -> None:
    path = land("crm/contact.csv", b"id,email\n1," + b"x" * (33 << 20) + b"\n2,b@b.example\n")
    report = prepare()
    (finding,) = report.errors
    assert finding.code == "unreadable_file"
    assert str(path) in finding.message
    assert len(finding.message) < 1000


@pytest.mark.parametrize(
    ("name", "said"),
    [("contact.csv", "has 100000 columns"), ("contact.parquet", "has 20000 columns")],
)
def test_a_table_that_lies_on_its_side_is_told_at_once(
    land: Land, prepare: Prepare, name: str, said: str
) -> None:
    if name.endswith(".csv"):
        header = ",".join(f"c{number}" for number in range(100_000))
        path = land(f"crm/{name}", f"{header}\n{',' * 99_999}\n")
    else:
        path = land(
            f"crm/{name}", "select " + ", ".join(f"1 as c{number}" for number in range(20_000))
        )
    began = time.process_time()
    report = prepare()
    assert time.process_time() - began < 10
    (finding,) = [one for one in report.errors if one.code == "unreadable_file"]
    assert said in finding.message
    assert str(path) in finding.message


def test_many_added_columns_are_told_in_few_findings(land: Land, prepare: Prepare) -> None:
    header = ",".join(f"c{number}" for number in range(9_000))
    land("crm/contact.csv", f"id,email,{header}\n1,a@b.example{',' * 9_000}\n")
    report = prepare()
    assert report.errors == []
    added = [one for one in report.findings if one.code == "added_column"]
    assert len(added) == 51
    assert "c50 and 8949 more" in added[-1].message


def test_a_header_whose_quote_is_not_closed_is_told(land: Land, prepare: Prepare) -> None:
    path = land("crm/contact.csv", 'id,"email\n' + "1,a@b.example\n" * 400_000)
    (finding,) = prepare().errors
    assert finding.code == "unreadable_file"
    assert f"{path} cannot be read: its header does not end" in finding.message


# ---------------------------------------------------------------- several files


@pytest.mark.parametrize(
    "stray",
    [
        "contact/part-2.csv.gz",
        "contact/part-2.tsv",
        "contact/part-2.txt",
        "contact/part-2.json",
        "contact/2026/part-2.csv",
        "contact.csv.gz",
        "contact.tsv",
        "contact.txt",
        "Contact.XLSX",
        "visits_20260101.json.gz",
    ],
)
def test_a_part_that_nothing_reads_stops_the_night_and_is_named(
    land: Land, prepare: Prepare, stray: str
) -> None:
    land("crm/contact/part-1.csv" if stray.startswith("contact/") else "crm/contact.csv", GOOD)
    path = land(f"crm/{stray}", gzip.compress(GOOD.encode()))
    report = prepare()
    (finding,) = report.errors
    named = path.parent if path.parent.name == "2026" else path
    assert finding.code == "unread_part"
    assert str(named) in finding.message
    # It is told once.
    assert "unread_file" not in [one.code for one in report.findings]


def test_marks_of_a_loader_are_no_parts(land: Land, prepare: Prepare, tmp_path: Path) -> None:
    land("crm/contact/part-1.csv", GOOD)
    land("crm/contact/_SUCCESS", "")
    land("crm/contact/.part-1.csv.crc", "x")
    assert prepare().errors == []
    assert len(contacts(tmp_path)) == 1


def test_a_folder_whose_files_nothing_reads_is_no_absent_table(
    land: Land, prepare: Prepare
) -> None:
    land("crm/contact.csv", GOOD)
    land("crm/visit/part-1.txt", "visit_id\nv\n")
    assert codes(prepare()) == ["unread_part"]


@pytest.mark.parametrize("other", ["crm/contact/part-1.csv", "crm/CONTACT.csv"])
def test_a_table_in_two_places_is_an_error(land: Land, prepare: Prepare, other: str) -> None:
    first, second = land("crm/contact.csv", GOOD), land(other, "id,email\n2,b@b.example\n")
    (finding,) = prepare().errors
    assert finding.code == "two_places"
    assert str(first) in finding.message
    assert str(second) in finding.message


def test_a_part_without_a_column_that_others_have_is_told(
    land: Land, prepare: Prepare, tmp_path: Path
) -> None:
    land("crm/contact/part-1.csv", "id,email,score\n1,a@b.example,2\n")
    second = land("crm/contact/part-2.csv", "id,email\n2,b@b.example\n")
    report = prepare()
    (finding,) = [one for one in report.findings if one.code == "uneven_column"]
    assert (finding.severity, finding.column) == ("warning", "score")
    assert str(second) in finding.message
    assert len(contacts(tmp_path)) == 2


@pytest.mark.parametrize(("older", "told"), [("20260101", 0), ("20260103", 1)])
def test_of_daily_files_the_older_may_lack_a_column(
    land: Land, prepare: Prepare, older: str, told: int
) -> None:
    land("crm/contact.csv", GOOD)
    land(f"crm/visits_{older}.csv", "visit_id\nv\n")
    land("crm/visits_20260102.csv", "visit_id,seen_at\nw,2026-01-02\n")
    assert [one.code for one in prepare().findings].count("uneven_column") == told


def test_a_file_that_is_no_tables_is_a_warning(land: Land, prepare: Prepare) -> None:
    land("crm/contact.csv", GOOD)
    land("crm/contakt.csv", GOOD)
    assert codes(prepare(), "warning") == ["unread_file"]


# ---------------------------------------------------------------- changed while it is read


def _replaced(file: Path) -> None:
    """Other columns and as many rows and bytes, in a file that takes the first one's place."""
    other = file.with_name(".new")
    other.write_text("id,emial\n1,a@b.example\n")
    os.utime(other, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    other.rename(file)


def _rewritten(file: Path) -> None:
    file.write_text("id,email\n2,a@b.example\n")
    os.utime(file, ns=(1, 1))


def _gone(file: Path) -> None:
    file.unlink()


def _joined(file: Path) -> None:
    file.with_name("part-2.csv").write_text("id,email\n2,b@b.example\n")


@pytest.mark.parametrize("change", [_replaced, _rewritten, _gone, _joined])
def test_files_that_change_between_the_check_and_the_loading_stop_the_night(
    land: Land, prepare: Prepare, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    file = land("crm/contact/part-1.csv", GOOD)

    def later(*arguments: Any, **options: Any) -> Any:
        change(file)
        return load_landing(*arguments, **options)

    monkeypatch.setattr("orchestration.lib.landing.load_landing", later)
    (finding,) = prepare().errors
    assert finding.code == "changed_meanwhile"
    assert "crm.contact" in finding.message


# ---------------------------------------------------------------- losses


@pytest.mark.parametrize(
    ("before", "now", "ratio"),
    [
        (19, 0, 0.0),
        (1, 0, 0.0),
        (19, 9, 9 / 19),
        (12, 2, 2 / 12),
        (19, 10, None),
        (5, 1, None),
        (0, 0, None),
        (None, 3, None),
        (20, 10, 0.5),
        (3, 9, None),
    ],
)
def test_a_loss_in_a_small_table_is_a_loss(
    before: int | None, now: int, ratio: float | None
) -> None:
    previous = {} if before is None else {"files.erasure_requests": {"rows": before}}
    frame = measures.landing_volumes({"files.erasure_requests": {"rows": now}}, previous)
    (found,) = frame.astype(object).where(frame.notna(), None).rows_ratio
    assert found == ratio
