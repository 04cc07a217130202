"""Every finding about a landing, and what is loaded of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.lib import landing as landing_module
from orchestration.lib.contracts import load_contracts
from orchestration.lib.errors import UserError
from orchestration.lib.landing import Finding, Report, main, prepare_landing

Land = Callable[..., Path]
CONTACT = (
    "select 1::bigint as id, 'a@b.example' as email, 2.5::decimal(18, 2) as score, "
    "false as is_deleted, date '1980-05-01' as born_on, "
    "timestamp '2026-01-02 03:04:05' as recorded_at"
)


@pytest.fixture
def prepare(tiny_project: Path, tmp_path: Path) -> Callable[..., Report]:
    def run(previous: dict[str, Any] | None = None) -> Report:
        build = tmp_path / "build" / "build.duckdb"
        return prepare_landing(tiny_project, tmp_path / "landing", build, previous)

    return run


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    def run(query: str) -> list[tuple[Any, ...]]:
        build = str(tmp_path / "build" / "build.duckdb")
        with duckdb.connect(build, read_only=True) as connection:
            connection.execute("set timezone = 'America/New_York'")
            return connection.execute(query).fetchall()

    return run


def only(report: Report, code: str) -> Finding:
    found = [finding for finding in report.findings if finding.code == code]
    assert len(found) == 1, report.findings
    return found[0]


# ---------------------------------------------------------------- tables


def test_a_table_has_exactly_the_contracts_columns_in_order(land: Land, prepare, read) -> None:
    land("crm/contact.parquet", "select 'x' as extra, 'a@b.example' as EMAIL, 1 as Id")
    assert prepare().errors == []
    columns = [(name, kind) for name, kind, *_ in read("describe crm.contact")]
    assert columns == [
        ("id", "INTEGER"),
        ("email", "VARCHAR"),
        ("score", "DECIMAL(18,2)"),
        ("is_deleted", "BOOLEAN"),
        ("born_on", "DATE"),
        ("recorded_at", "TIMESTAMP"),
    ]
    assert read("select id, email, score from crm.contact") == [(1, "a@b.example", None)]


def test_an_absent_table_and_a_connector_that_is_off_have_no_rows(land, prepare, read) -> None:
    land("crm/contact.parquet", CONTACT)
    land("ads/cost.csv", "day,amount\n2026-01-01,1\n")
    prepare()
    assert read("select * from crm.visit") == []
    assert read("select * from ads.cost") == []
    assert dict(row[:2] for row in read("describe crm.visit"))["parameters"] == (
        'STRUCT("key" VARCHAR, "value" VARCHAR)[]'
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_is_read_whatever_its_delimiter(land, prepare, read, delimiter: str) -> None:
    header = delimiter.join(['"Id"', " E-mail", "Email", '"Score, in points"'])
    row = delimiter.join(["7", "", f'"x{delimiter}y@b.example"', ""])
    land("crm/contact.csv", b"\xef\xbb\xbf" + f"{header}\r\n{row}\r\n".encode())
    assert prepare().errors == []
    assert read("select id, email from crm.contact") == [("7", f"x{delimiter}y@b.example")]


def test_a_delimiter_inside_a_quoted_header_does_not_count(land, prepare, read) -> None:
    land("crm/contact.csv", 'id;email;"a,b,c,d"\n1;a@b.example;\n')
    assert prepare().errors == []
    assert read("select id, email from crm.contact") == [("1", "a@b.example")]


@pytest.mark.parametrize("written", ["2018.02.01", "2018/02/01", "2018-02-01", "2018/2/1"])
def test_year_first_dates_of_a_csv_become_readable(land, prepare, read, written: str) -> None:
    land("crm/contact.csv", f"id,email,born_on,recorded_at\n1,a,{written},{written} 10:11:12\n")
    prepare()
    query = "try_cast(born_on as date)::text, try_cast(recorded_at as timestamp)::text"
    assert read(f"select {query} from crm.contact") == [("2018-02-01", "2018-02-01 10:11:12")]


def test_dots_of_a_text_column_stay(land, prepare, read) -> None:
    land("crm/contact.csv", "id,email\n1,2018.02.01\n")
    prepare()
    assert read("select email from crm.contact") == [("2018.02.01",)]


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-07-01T10:00:00+02:00", "2026-07-01 08:00:00"),
        ("2026-07-01 10:00:00Z", "2026-07-01 10:00:00"),
        ("2026-07-01 10:00:00", "2026-07-01 10:00:00"),
        ("2026-07-01T10:00:00+0530", "2026-07-01 04:30:00"),
    ],
)
def test_an_offset_in_a_utc_column_of_a_csv_counts(land, prepare, read, written, utc) -> None:
    land("crm/contact.csv", f"id,email,recorded_at\n1,a,{written}\n")
    prepare()
    assert read("select try_cast(recorded_at as timestamp)::text from crm.contact") == [(utc,)]


def test_an_instant_of_parquet_is_exposed_in_utc(land, prepare, read) -> None:
    land(
        "crm/contact.parquet",
        CONTACT.replace("timestamp '2026", "timestamptz '2026").replace("05'", "05+02'"),
    )
    prepare()
    assert read("select recorded_at::text from crm.contact") == [("2026-01-02 01:04:05",)]


def test_files_of_a_folder_and_of_a_glob_are_one_table(land, prepare, read) -> None:
    land("crm/contact/part-1.parquet", CONTACT)
    land("crm/contact/part-2.parquet", "select 'b' as email, 2 as id")
    land("crm/visits_20260101.parquet", "select 'v1' as visit_id")
    land("crm/visits_20260102.parquet", "select 'v2' as visit_id, [{'key': 'k'}] as parameters")
    assert prepare().errors == []
    assert read("select id, email from crm.contact order by id") == [(1, "a@b.example"), (2, "b")]
    assert read(
        "select visit_id, parameters[1].value, parameters[1].key from crm.visit order by 1"
    ) == [
        ("v1", None, None),
        ("v2", None, "k"),
    ]


# ---------------------------------------------------------------- findings


def test_a_complete_landing_has_no_finding_but_its_absent_optional_tables(land, prepare) -> None:
    land("crm/contact.parquet", CONTACT)
    report = prepare()
    assert [finding.code for finding in report.findings] == ["missing_table"]
    assert only(report, "missing_table").severity == "notice"
    assert report.tables["crm.contact"]["rows"] == 1
    assert report.tables["crm.contact"]["columns"]["email"] == "VARCHAR"


def test_a_connector_without_any_file_is_an_error(prepare) -> None:
    finding = only(prepare(), "missing_connector")
    assert finding.severity == "error"
    assert "take it off the list" in finding.message


def test_a_connector_without_a_contract_is_an_error(tiny_project, land, prepare) -> None:
    land("crm/contact.parquet", CONTACT)
    (tiny_project / "dbt_project.yml").write_text("vars: {connectors: [crm, crn]}\n")
    assert "lists crn" in only(prepare(), "unknown_connector").message


def test_a_missing_required_table_is_an_error(land, prepare) -> None:
    land("crm/visits_1.parquet", "select 'v' as visit_id")
    finding = only(prepare(), "missing_table")
    assert (finding.severity, finding.table) == ("error", "crm.contact")


def test_a_table_that_was_published_and_is_gone_is_an_error(land, prepare) -> None:
    land("crm/contact.parquet", CONTACT)
    land("crm/visits_1.parquet", "select 'v' as visit_id")
    published = prepare().tables
    (land("crm/visits_1.parquet", "select 'v' as visit_id")).unlink()
    finding = only(prepare(published), "missing_table")
    assert (finding.severity, finding.table) == ("error", "crm.visit")


@pytest.mark.parametrize("column", ["id", "email"])
def test_a_missing_key_or_required_column_is_an_error(land, prepare, column: str) -> None:
    land("crm/contact.parquet", f"select * exclude ({column}) from ({CONTACT})")
    finding = only(prepare(), "missing_column")
    assert (finding.severity, finding.column) == ("error", column)
    assert "contact.parquet" in finding.message
    assert "crm.contact" in finding.message


def test_a_renamed_column_names_its_suspected_new_name(land, prepare) -> None:
    land("crm/contact.parquet", f"select * rename (email as email_addr) from ({CONTACT})")
    report = prepare()
    assert (
        "Column email_addr is new and may be its new name" in only(report, "missing_column").message
    )
    assert not [finding for finding in report.findings if finding.code == "added_column"]


def test_an_added_column_is_a_warning_on_its_first_night_and_then_a_notice(land, prepare) -> None:
    land("crm/contact.parquet", CONTACT)
    published = prepare().tables
    land("crm/contact.parquet", f"select *, 1 as shoe_size from ({CONTACT})")
    first = prepare()
    assert only(first, "added_column").severity == "warning"
    assert only(prepare(published), "added_column").severity == "warning"
    assert only(prepare(first.tables), "added_column").severity == "notice"


def test_an_optional_column_that_was_published_and_is_gone_is_an_error(land, prepare) -> None:
    land("crm/contact.parquet", CONTACT)
    published = prepare().tables
    land("crm/contact.parquet", f"select * exclude (score) from ({CONTACT})")
    assert prepare().errors == []
    finding = only(prepare(published), "removed_column")
    assert (finding.severity, finding.column) == ("error", "score")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "'1'"),
        ("email", "true"),
        ("email", "[1]"),
        ("score", "false"),
        ("is_deleted", "0"),
        ("born_on", "timestamp '2026-01-01'"),
        ("recorded_at", "date '2026-01-01'"),
    ],
)
def test_a_retyped_column_is_an_error(land, prepare, column: str, value: str) -> None:
    land("crm/contact.parquet", f"select * replace ({value} as {column}) from ({CONTACT})")
    finding = only(prepare(), "retyped_column")
    assert (finding.severity, finding.column) == ("error", column)
    assert "Export it as" in finding.message


@pytest.mark.parametrize("value", ["1::smallint", "1.0::double", "1::decimal(9, 0)", "1::ubigint"])
def test_another_number_type_is_no_retyping(land, prepare, value: str) -> None:
    land("crm/contact.parquet", f"select * replace ({value} as id) from ({CONTACT})")
    assert prepare().errors == []


def test_a_column_of_nothing_but_nulls_has_any_type(land, prepare, read, tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    (tmp_path / "landing" / "crm").mkdir(parents=True)
    table = pyarrow.table({"id": [1], "email": ["a"], "born_on": pyarrow.nulls(1)})
    pyarrow.parquet.write_table(table, tmp_path / "landing" / "crm" / "contact.parquet")
    assert prepare().errors == []
    assert read("select typeof(born_on) from crm.contact") == [("DATE",)]


def test_numbers_of_a_text_column_are_read_as_text_with_a_notice(land, prepare, read) -> None:
    land("crm/contact.parquet", f"select * replace (42 as email) from ({CONTACT})")
    assert only(prepare(), "number_as_text").severity == "notice"
    assert read("select email from crm.contact") == [("42",)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("contact.parquet", b"not parquet at all", "Export it again"),
        ("contact.parquet", b"", "Export it again"),
        ("contact.csv", b"id,email\n1,a,b,c\n", "Line: 2"),
        ("contact.csv", "id,email\n1,caf\xe9\n".encode("latin-1"), "CSV UTF-8"),
        ("contact.csv", "id,\xe9mail\n1,a\n".encode("latin-1"), "CSV UTF-8"),
        ("contact.csv", b"id,email,Email\n1,a,b\n", "names email twice"),
    ],
)
def test_an_unreadable_file_is_an_error_that_names_it(land, prepare, name, content, reason) -> None:
    path = land(f"crm/{name}", content)
    finding = only(prepare(), "unreadable_file")
    assert finding.severity == "error"
    assert str(path) in finding.message
    assert reason in finding.message


@pytest.mark.parametrize("content", [b"", b"id,email\n"])
def test_a_required_table_without_rows_is_a_warning(land, prepare, content: bytes) -> None:
    land("crm/contact.csv", content)
    report = prepare()
    assert only(report, "empty_table").severity == "warning"
    assert report.errors == []


def test_a_table_in_two_formats_is_an_error(land, prepare) -> None:
    land("crm/contact.parquet", CONTACT)
    land("crm/contact.csv", "id,email\n1,a\n")
    assert only(prepare(), "two_formats").severity == "error"


def test_a_misspelt_file_is_named_with_the_table_it_may_be(land, prepare) -> None:
    land("crm/contact.parquet", CONTACT)
    land("crm/contakt.csv", "id\n")
    assert "Should it be called contact.csv" in only(prepare(), "unread_file").message


# ---------------------------------------------------------------- command line and contracts


def test_the_command_ends_with_1_and_a_list_when_there_is_an_error(
    tiny_project, land, tmp_path: Path, monkeypatch, capsys
) -> None:
    land("crm/contact.csv", "id\n1\n")
    monkeypatch.setattr(landing_module.settings, "PROJECT", tiny_project)
    arguments = ["--build", str(tmp_path / "w" / "build.duckdb")]
    arguments += ["--landing", str(tmp_path / "landing")]
    assert main(arguments) == 1
    assert "error: " in capsys.readouterr().out
    land("crm/contact.csv", "id,email\n1,a\n")
    assert main(arguments) == 0


def test_a_contract_of_an_unknown_type_is_refused(tiny_project: Path) -> None:
    path = tiny_project / "models" / "staging" / "crm" / "_crm_sources.yml"
    path.write_text(path.read_text().replace("data_type: double", "data_type: float8"))
    with pytest.raises(UserError, match=r"column amount of ads\.cost has data_type 'float8'"):
        load_contracts(tiny_project)
