"""A slip in a seed is named before dbt loads it, and a failed test says what it found."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.lib import dbt_results
from orchestration.lib.build_files import BUILD_FILE, create_warehouse
from orchestration.lib.errors import UserError
from orchestration.lib.seeds import check_seeds, declared_seeds
from tests.conftest import REPOSITORY

YAML = """
version: 2
seeds:
  - name: promises
    config:
      meta: {owner: sales}
      column_types:
        promise_id: text
        promised_per_week: integer
        lowest: decimal(18, 2)
        is_prorated: boolean
        begins_on: date
        opens_at: time
"""
HEADER = "promise_id,promised_per_week,lowest,is_prorated,begins_on,opens_at"
GOOD = "weekly,4,0.75,true,2025-07-01,09:00:00"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds" / "agreement"
    folder.mkdir(parents=True)
    (folder / "promises.yml").write_text(YAML, encoding="utf-8")
    return tmp_path


def said(project: Path, content: str | bytes) -> list[str]:
    """What is said of the seed, without its name before each slip."""
    seed = project / "seeds" / "agreement" / "promises.csv"
    seed.write_bytes(content if isinstance(content, bytes) else content.encode())
    results = check_seeds(project)
    for result in results:
        assert (result.check, result.owner, result.status) == (
            "promises_can_be_read",
            "sales",
            "error",
        )
    return [result.message for result in results]


def test_the_seeds_of_the_project_can_be_read() -> None:
    assert check_seeds(REPOSITORY) == []


@pytest.mark.parametrize(
    "line",
    [
        GOOD,
        ",,,,,",
        '"a, b",-4,.5,FALSE,2025-07-01,23:59:59',
        "weekly, 4 ,1.10,true,2025-07-01,09:00:00",
    ],
)
def test_what_dbt_can_load_passes(project: Path, line: str) -> None:
    assert said(project, f"\ufeff{HEADER}\r\n{line}\r\n\r\n") == []


@pytest.mark.parametrize(
    ("good", "bad", "column", "wanted"),
    [
        ("4", "ten", "promised_per_week", "'ten' is not a whole number"),
        ("4", "null", "promised_per_week", "'null' is not a whole number"),
        ("4", " ", "promised_per_week", "' ' is not a whole number"),
        ("4", "4.5", "promised_per_week", "'4.5' is not a whole number"),
        ("0.75", "0.755", "lowest", "'0.755' is not a number with a point"),
        ("0.75", "75%", "lowest", "'75%' is not a number with a point"),
        ("0.75", "NaN", "lowest", "'NaN' is not a number with a point"),
        ("true", "yes", "is_prorated", "'yes' is not true or false"),
        ("2025-07-01", "01/07/2025", "begins_on", "'01/07/2025' is not a day such as 2025-07-01"),
        ("2025-07-01", "20250701", "begins_on", "'20250701' is not a day"),
        ("2025-07-01", "2025-02-29", "begins_on", "'2025-02-29' is not a day"),
        ("09:00:00", "25:00:00", "opens_at", "'25:00:00' is not a time"),
        ("09:00:00", "9h", "opens_at", "'9h' is not a time such as 09:00:00"),
    ],
)
def test_a_cell_of_another_type_is_named(
    project: Path, good: str, bad: str, column: str, wanted: str
) -> None:
    (message,) = said(project, f"{HEADER}\n{GOOD}\n{GOOD.replace(good, bad)}\n")
    assert message.startswith(f"seeds/agreement/promises.csv, line 3, column {column}: {wanted}")
    assert message.endswith("Correct the cell.")


@pytest.fixture
def keyed(project: Path) -> Path:
    """The same seed, whose rows are told apart by two columns."""
    yaml = project / "seeds" / "agreement" / "promises.yml"
    key = "{owner: sales, key: [promise_id, promised_per_week]}"
    yaml.write_text(YAML.replace("{owner: sales}", key), encoding="utf-8")
    return project


def test_rows_of_different_keys_pass(keyed: Path) -> None:
    assert said(keyed, f"{HEADER}\n{GOOD}\n{GOOD.replace('4', '5')}\n") == []


@pytest.mark.parametrize("again", ["4", "04", "+4"])
def test_a_key_that_stands_twice_is_named_with_both_lines(keyed: Path, again: str) -> None:
    (message,) = said(keyed, f"{HEADER}\n{GOOD}\n\n{GOOD.replace('4', again, 1)}\n")
    assert "promises.csv, line 4: promise_id weekly, promised_per_week" in message
    assert "stands on line 2 already" in message


def test_a_blank_in_a_key_is_named(keyed: Path) -> None:
    (message,) = said(keyed, f"{HEADER}\n{GOOD.replace('weekly', '')}\n")
    assert "line 2, column promise_id: is blank" in message


def test_every_seed_says_what_tells_its_rows_apart() -> None:
    # Costs of goods may follow each other: that their periods do not overlap is a test of its own.
    keyless = {seed.name for seed in declared_seeds(REPOSITORY) if not seed.key}
    assert keyless == {"cost_of_goods"}
    for seed in declared_seeds(REPOSITORY):
        assert set(seed.key) <= set(seed.types), seed.name


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            f"{HEADER.replace(',opens_at', '')}\n{GOOD.replace(',09:00:00', '')}\n",
            ": column opens_at is missing. Add it, with a blank in each row.",
        ),
        (
            f"{HEADER.replace('begins_on', 'begin_on')}\n{GOOD}\n",
            ": column begins_on is missing. Column begin_on may be its new name: rename it.",
        ),
        (
            f"{HEADER},note\n{GOOD},x\n",
            ": column 'note' is not declared in promises.yml. Remove it, or declare it.",
        ),
        (
            f"{HEADER},lowest\n{GOOD},1\n",
            ": column lowest stands twice in the header. Remove one.",
        ),
        (
            f"{HEADER}\n{GOOD},5\n",
            ", line 2: 7 cells where the header has 6. Quote a text that holds a comma, and leave "
            "a cell for each blank.",
        ),
        ("", f" is empty: write its header, {HEADER}."),
        (
            f'{HEADER}\n"{GOOD}\n',
            " is no CSV: unexpected end of data. Close the quotation mark that was opened.",
        ),
        (HEADER.encode() + b"\n\xe9,,,,,\n", " is not UTF-8: save it as UTF-8."),
    ],
)
def test_a_file_of_another_shape_is_named(
    project: Path, content: str | bytes, message: str
) -> None:
    assert said(project, content) == [f"seeds/agreement/promises.csv{message}"]


def test_a_missing_file_is_named(project: Path) -> None:
    (result,) = check_seeds(project)
    assert result.message == (
        "seeds/agreement/promises.csv is missing, though its YAML declares it: put it there, or "
        "remove the YAML."
    )


def test_many_slips_are_counted_and_the_first_are_told(project: Path) -> None:
    lines = "\n".join(GOOD.replace("4", "four") for _ in range(7))
    (message,) = said(project, f"{HEADER}\n{lines}\n")
    assert message.count("'four' is not a whole number") == 5
    assert message.endswith(" And 2 more.")


def test_a_yaml_that_cannot_be_read_is_named(project: Path) -> None:
    (project / "seeds" / "agreement" / "other.yml").write_text("seeds: [", encoding="utf-8")
    with pytest.raises(UserError, match=r"other\.yml is not readable YAML"):
        check_seeds(project)


# ---------------------------------------------------------------- what failed tests found


def _failed(code: str | None, failures: int, status: str = "fail") -> dict[str, object]:
    return {
        "unique_id": "test.p.promised",
        "status": status,
        "failures": failures,
        "message": f"Got {failures} results, configured to fail if != 0",
        "compiled_code": code,
    }


MANIFEST = {
    "nodes": {
        "test.p.promised": {
            "name": "promised",
            "resource_type": "test",
            "original_file_path": "tests/dbt/promised.sql",
            "config": {"meta": {"owner": "sales"}},
        }
    }
}


@pytest.mark.parametrize(
    ("code", "failures", "message"),
    [
        (
            "select 'promises.csv: row ' || i || '.' as finding from range(2) as r(i)",
            2,
            "promises.csv: row 0. promises.csv: row 1. (tests/dbt/promised.sql)",
        ),
        (
            "select i || '.' as finding from range(7) as r(i) -- the last line is a comment",
            7,
            "0. 1. 2. 3. 4. And 2 more. (tests/dbt/promised.sql)",
        ),
        (
            "select cast(timezone('UTC', timestamp '2026-06-30 22:00:00') as date) as finding",
            1,
            "2026-07-01 (tests/dbt/promised.sql)",
        ),
        (
            "select 1 as number",
            1,
            "Got 1 results, configured to fail if != 0 (tests/dbt/promised.sql)",
        ),
        (
            "select a as finding from gone",
            1,
            "Got 1 results, configured to fail if != 0 (tests/dbt/promised.sql)",
        ),
        (None, 1, "Got 1 results, configured to fail if != 0 (tests/dbt/promised.sql)"),
    ],
)
def test_a_failed_test_says_what_it_found(
    tmp_path: Path, code: str | None, failures: int, message: str
) -> None:
    duckdb.connect(str(tmp_path / BUILD_FILE)).close()
    create_warehouse(tmp_path)
    run_results = {"results": [_failed(code, failures)]}
    findings = dbt_results.findings_of(run_results, tmp_path, "Europe/Paris")
    (result,) = dbt_results.results_of(run_results, MANIFEST, findings)
    assert (result.message, result.owner, result.status) == (message, "sales", "error")


def test_a_test_that_passed_is_not_asked_again(tmp_path: Path) -> None:
    run_results = {"results": [_failed("select 1 as finding", 0, "pass")]}
    assert dbt_results.findings_of(run_results, tmp_path / "none", "UTC") == {}
