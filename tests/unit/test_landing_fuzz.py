"""Whatever is landed: every row is accounted for, or a finding names it. Never a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.lib.errors import UserError
from orchestration.lib.landing import prepare_landing
from tests.conftest import write_contracts

# What people, spreadsheets and broken programs write into a cell.
CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "1",
            "2",
            "-1",
            "1e400",
            "nan",
            "inf",
            "-infinity",
            "epoch",
            "9" * 40,
            "1,5",
            "0x1F",
            "1_000",
            "true",
            "TRUE",
            "yes",
            "2026-02-30",
            "2026.1.2",
            "0000-00-00",
            "294247-01-10",
            "2026-01-02T10:00:00+25:00",
            "2026-01-02 10:00:00Z",
            "5877642-06-25",
            '"',
            '""',
            "a;b",
            "a\tb",
            "a\nb",
            "'",
            "\\",
            "\x00",
            "\u2028",
            "a@b.example",
            "{}",
        ]
    ),
    st.text(max_size=6),
)
NAMES = st.sampled_from(
    ["id", "email", "score", "is_deleted", "born_on", "recorded_at", "ID ", "", "e-mail", "x", '"']
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("anything")
    project = write_contracts(folder / "project")
    for model in ("stg_crm__contact", "stg_crm__visit"):
        (project / "models" / "staging" / "crm" / f"{model}.sql").touch()
    return folder


def quoted(cell: str, delimiter: str) -> str:
    if any(sign in cell for sign in (delimiter, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def land(folder: Path, name: str, content: bytes) -> dict[str, Any] | None:
    """Lands one file alone, and returns what became of its rows; none where a finding stops it."""
    landing = folder / "landing"
    shutil.rmtree(landing, ignore_errors=True)
    (landing / "crm").mkdir(parents=True)
    (landing / "crm" / name).write_bytes(content)
    try:
        report = prepare_landing(
            folder / "project", landing, folder / "build.duckdb", landed_at="2026-06-30 22:00:00"
        )
    except UserError as error:
        pytest.fail(f"it was not told before the loading: {error}")
    if report.errors:
        assert all(finding.message for finding in report.errors)
        return None
    return report.tables.get("crm.contact")


def check(folder: Path, shape: dict[str, Any]) -> None:
    parts = sum(shape[part] for part in ("loaded", "rejected", "superseded", "copies"))
    assert shape["rows"] == parts
    with duckdb.connect(str(folder / "build.duckdb"), read_only=True) as connection:
        (found,) = connection.execute("select count(*) from crm.contact").fetchall()
    assert found == (shape["loaded"],)


ODD = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@ODD
@given(
    header=st.lists(NAMES, max_size=3),
    rows=st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=6),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=ENCODINGS,
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    ragged=st.booleans(),
)
def test_any_csv_is_accounted_for_or_told(
    folder: Path,
    header: list[str],
    rows: list[list[str]],
    delimiter: str,
    encoding: str,
    end: str,
    ragged: bool,
) -> None:
    names = ["id", "email", "score", "is_deleted", "born_on", "recorded_at", *header]
    lines = [delimiter.join(names)]
    for row in rows:
        cells = row if ragged else row[: len(names)]
        lines.append(delimiter.join(quoted(cell, delimiter) for cell in cells))
    content = (end.join(lines) + end).encode(encoding, errors="replace")
    shape = land(folder, "contact.csv", content)
    if shape is not None:
        check(folder, shape)


@ODD
@given(content=st.binary(max_size=200), name=st.sampled_from(["contact.csv", "contact.parquet"]))
def test_any_bytes_are_accounted_for_or_told(folder: Path, content: bytes, name: str) -> None:
    shape = land(folder, name, content)
    if shape is not None:
        check(folder, shape)


@ODD
@given(
    rows=st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(-(2**62), 2**62)),
            st.one_of(st.none(), st.text(max_size=5)),
            st.one_of(st.none(), st.floats()),
        ),
        max_size=6,
    )
)
def test_any_parquet_is_accounted_for_or_told(folder: Path, rows: list[Any]) -> None:
    import pyarrow
    import pyarrow.parquet

    columns = ("id", "email", "score")
    types = (pyarrow.int64(), pyarrow.string(), pyarrow.float64())
    table = pyarrow.table(
        {
            name: pyarrow.array([row[place] for row in rows], kind)
            for place, (name, kind) in enumerate(zip(columns, types, strict=True))
        }
    )
    file = folder / "made.parquet"
    pyarrow.parquet.write_table(table, file)
    shape = land(folder, "contact.parquet", file.read_bytes())
    assert shape is not None
    check(folder, shape)
