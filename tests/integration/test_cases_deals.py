"""Deals as real tools land them: what became of them, whose they are, and since when they exist."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from orchestration.lib.contracts import load_contracts
from orchestration.lib.landing import Finding, check_landing
from orchestration.lib.settings import PROJECT
from tests.integration.cases import Built, Rows, build, land_shapes, write_table
from tests.integration.company import dbt_run, shared_data
from tests.integration.deals_by_hand import SYNCED, add_deals, read_table

FOLDERS = ("people_and_money", "deals_site_scores")
SHAPES = ("03", "04", "05", "06", "20")
COLUMNS = (
    "native_id",
    "outcome",
    "created_at",
    "closed_at",
    "contact_native_id",
    "company_native_id",
    "is_of_company",
)
DEALS = """
    select
        deals.native_id,
        deals.outcome,
        deals.created_at,
        deals.closed_at,
        crm_deals.contact_native_id,
        crm_deals.company_native_id,
        deals.account_key = account_links.account_key as is_of_company
    from intermediate.int_deals as deals
    left join intermediate.int_crm_deals as crm_deals using (source_system, native_id)
    left join intermediate.int_account_links as account_links
        on account_links.source_system = 'hubspot'
        and account_links.native_id = crm_deals.company_native_id
"""


def _told(built: Built) -> dict[str, dict[str, Any]]:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in built.rows(DEALS)]
    told = {row["native_id"]: row for row in rows}
    assert len(told) == len(rows), "a deal stands twice"
    return told


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    """The shapes of the cases and invented rows, built together."""
    folder = tmp_path_factory.mktemp("shapes")
    land_shapes(SHAPES, folder)
    add_deals(folder)
    return build(folder, parsed, ["int_deals"])


@pytest.fixture(scope="module")
def told(shapes: Built) -> dict[str, dict[str, Any]]:
    """Each deal of the shapes."""
    return _told(shapes)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    """What both folders landed of HubSpot, as one company."""
    folder = tmp_path_factory.mktemp("folders")
    tables: dict[str, Rows] = defaultdict(list)
    for name in FOLDERS:
        for path in sorted((shared_data("cases") / name / "hubspot").glob("*.csv")):
            tables[path.stem] += read_table(path)
    for table, rows in tables.items():
        write_table(folder / "landing" / "hubspot" / f"{table}.csv", rows)
    deals = [
        {"deal_id": "o1", "created_at": "", "recorded_at": "2026-05-05T10:00:00Z"},
        {"deal_id": "o2", "created_at": "", "recorded_at": "2026-07-05T10:00:00Z"},
    ]
    write_table(folder / "landing" / "files" / "deals.csv", deals)
    return build(folder, parsed, ["int_customer_periods"])


# ---------------------------------------------------------------- what became of a deal


@pytest.mark.parametrize(
    ("deal", "outcome"),
    [
        *[("51", "won"), ("52", "lost"), ("106", "won"), ("107", "won")],
        *[("1601", "lost"), ("1602", "won"), ("1604", "open"), ("1605", "won"), ("1606", "won")],
        ("1609", "won"),
    ],
)
def test_a_deal_is_won_by_closed_and_probability_of_the_stage_of_its_pipeline(
    told: dict[str, dict[str, Any]], deal: str, outcome: str
) -> None:
    assert told[deal]["outcome"] == outcome


def test_stages_of_one_name_are_both_won_without_a_probability(folders: Built) -> None:
    told = _told(folders)
    assert [told[deal]["outcome"] for deal in ("5701", "5702", "6101")] == ["won", "won", "lost"]


def test_what_cannot_be_told_counts_as_open_and_is_named(shapes: Built, parsed: Path) -> None:
    told = _told(shapes)
    assert {told[deal]["outcome"] for deal in ("1603", "1607", "1608")} == {"open"}
    test = "assert_every_deal_has_a_stage_that_tells"
    results = dbt_run("test", shapes.folder, parsed, ["--select", test], "2026-06-30 22:00:00")
    (result,) = [one for one in results["results"] if test in one["unique_id"]]
    assert (result["status"], result["failures"]) == ("warn", 3)


# ---------------------------------------------------------------- merged deals


def test_a_chain_of_merges_hands_everything_to_its_end(told: dict[str, dict[str, Any]]) -> None:
    assert told["203"]["contact_native_id"] == "550"
    assert not {"201", "202", "1000", "1039"} & set(told)
    end = told["1040"]
    assert (end["contact_native_id"], end["company_native_id"]) == ("701", "803")
    assert f"{end['closed_at']}" == "2026-03-03 09:00:00"


def test_a_loop_of_merges_ends_with_its_lowest_living_deal(told: dict[str, dict[str, Any]]) -> None:
    assert {deal for deal in told if deal.startswith(("11", "12", "13"))} - {"113"} == {
        "1102",
        "1202",
        "1301",
    }
    assert told["1102"]["contact_native_id"] == "702"
    assert told["1202"]["contact_native_id"] == "703"


def test_a_survivor_that_never_landed_is_stood_for_and_a_deleted_one_is_deleted(
    told: dict[str, dict[str, Any]],
) -> None:
    assert told["1401"]["contact_native_id"] == "704"
    assert not {"1402", "1501", "1502"} & set(told)


def test_the_win_of_a_merged_deal_makes_a_customer(folders: Built) -> None:
    deal = _told(folders)["6003"]
    assert (deal["contact_native_id"], deal["company_native_id"]) == ("3001", "1101")
    started = folders.rows("""
        select periods.subject_type, periods.started_at
        from intermediate.int_deals as deals
        inner join intermediate.int_customer_periods as periods
            on periods.subject_key
            = if(periods.subject_type = 'person', deals.person_key, deals.account_key)
        where deals.native_id = '6003' order by all
    """)
    assert [(subject, f"{at}") for subject, at in started] == [
        ("account", "2026-02-05 08:00:00"),
        ("person", "2026-02-05 08:00:00"),
    ]


# ---------------------------------------------------------------- whose it is


@pytest.mark.parametrize(
    ("deal", "company"), [("101", "1002"), ("1901", "801"), ("1902", "803"), ("1903", "802")]
)
def test_the_company_is_a_living_one_then_the_primary_then_the_lowest(
    told: dict[str, dict[str, Any]], deal: str, company: str
) -> None:
    assert told[deal]["company_native_id"] == company
    assert told[deal]["is_of_company"]


def test_the_primary_company_has_the_deal(folders: Built) -> None:
    assert _told(folders)["6302"]["company_native_id"] == "1122"


@pytest.mark.parametrize(
    ("deal", "contact"),
    [("103", "540"), ("113", "545"), ("1801", "703"), ("1802", "702"), ("1803", "699")],
)
def test_the_contact_is_a_living_one_then_by_label_then_the_lowest(
    told: dict[str, dict[str, Any]], deal: str, contact: str
) -> None:
    assert told[deal]["contact_native_id"] == contact


# ---------------------------------------------------------------- since when it exists


@pytest.mark.parametrize(
    ("deal", "created_at"),
    [
        ("1701", "2026-04-01 09:00:00"),
        ("1702", SYNCED),
        ("1703", "2026-04-03 09:00:00"),
    ],
)
def test_a_deal_without_a_creation_exists_since_it_was_known_or_closed(
    told: dict[str, dict[str, Any]], deal: str, created_at: str
) -> None:
    assert f"{told[deal]['created_at']}" == created_at


def test_an_open_deal_of_a_file_exists_since_it_was_recorded(folders: Built) -> None:
    told = _told(folders)
    assert f"{told['o1']['created_at']}" == "2026-05-05 10:00:00"
    assert "o2" not in told


# ---------------------------------------------------------------- a landing that cannot tell


def _judged(tmp_path: Path, *columns: str) -> list[Finding]:
    row = {"stage_id": "won", "pipeline_id": "default", **dict.fromkeys(columns, "")}
    write_table(tmp_path / "hubspot" / "deal_pipeline_stage.csv", [row])
    report, _ = check_landing(tmp_path, load_contracts(PROJECT), ["hubspot"])
    return [one for one in report.errors if one.table == "hubspot.deal_pipeline_stage"]


@pytest.mark.parametrize("columns", [("is_closed",), ("closed_won",), ()])
def test_a_landing_that_cannot_tell_won_from_lost_is_an_error(
    tmp_path: Path, columns: tuple[str, ...]
) -> None:
    (finding,) = _judged(tmp_path, *columns)
    assert finding.code == "missing_column"
    for word in ("deal_pipeline_stage.csv", "probability", "closed_won and is_closed"):
        assert word in finding.message


@pytest.mark.parametrize(
    "columns", [("probability",), ("is_closed", "probability"), ("is_closed", "closed_won")]
)
def test_a_landing_that_can_tell_is_built_on(tmp_path: Path, columns: tuple[str, ...]) -> None:
    assert _judged(tmp_path, *columns) == []
