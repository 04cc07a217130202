"""Real people: 8,000 leads of a marketplace and the 842 who bought, landed as docs/landing.md says.

The expected figures were published by others, or computed without this project. The damaged copy of
the same rows was saved by a spreadsheet: semicolons, a byte-order mark, dotted dates, labels in
title case. Only its columns are renamed; its values are landed as they were found.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.integration.company import Company, found, shared_data

ORIGINS = {"direct": "direct_traffic"}


def _land(rows: list[dict[str, str]], columns: dict[str, str], file: Path, like: str) -> None:
    """Writes the columns of the rows under their landing names, in the dialect of the original."""
    dialect = {"canonical": (",", "utf-8", "\n"), "raw": (";", "utf-8-sig", "\r\n")}[like]
    delimiter, encoding, line_end = dialect
    with file.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
        writer.writerow(columns)
        writer.writerows([[row[name] for name in columns.values()] for row in rows])


def _read(file: Path, like: str) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows, delimiter=";" if like == "raw" else ","))


@pytest.fixture(scope="module", params=["canonical", "raw"])
def olist(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, parsed: Path
) -> Company:
    """The marketplace's leads and sales, after a night."""
    like = request.param
    folder = shared_data("olist_funnel") / like
    leads = _read(next(folder.glob("*qualified_leads*.csv")), like)
    sales = _read(next(folder.glob("*closed_deals*.csv")), like)
    for number, sale in enumerate(sales):
        sale["deal"], sale["outcome"] = str(number), "won"
    for lead in leads:
        lead["activity"] = "landing_page_form_submitted"
    company = found(tmp_path_factory.mktemp(like), ["files"], parsed)
    files = company.landing / "files"
    files.mkdir()
    person = {
        "contact_id": "mql_id",
        "created_at": "first_contact_date",
        "source": "origin",
        "source_detail": "landing_page_id",
    }
    form = {
        "activity_id": "mql_id",
        "activity": "activity",
        "contact_id": "mql_id",
        "occurred_at": "first_contact_date",
    }
    deal = {
        "deal_id": "deal",
        "contact_id": "mql_id",
        "outcome": "outcome",
        "closed_at": "won_date",
        "owner": "sr_id",
    }
    _land(leads, person, files / "contacts.csv", like)
    _land(leads, form, files / "activities.csv", like)
    _land(sales, deal, files / "deals.csv", like)
    (company.landing / "landed_at.txt").write_text("2019-01-01T00:00:00Z", encoding="utf-8")
    night = company.nightly()
    assert night.returncode == 0, night.stdout + night.stderr
    return company


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """The figures that others published or computed."""
    file = shared_data("olist_funnel") / "expected.json"
    kpis: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["kpis"]
    return kpis


def test_every_lead_is_qualified_and_none_is_rejected(
    olist: Company, expected: dict[str, Any]
) -> None:
    assert olist.rows("select count(*) from marts.fct_acquisition") == [(expected["mqls"],)]
    assert olist.rows("select count(*) from marts.rejected_rows") == [(0,)]


def test_every_sale_is_won_once(olist: Company, expected: dict[str, Any]) -> None:
    won = "select count(*), count(distinct person_key) from marts.fct_activation"
    assert olist.rows(f"{won} where outcome = 'won'") == [(expected["won"], expected["won"])]


def test_closing_rate_and_days_by_origin(olist: Company, expected: dict[str, Any]) -> None:
    figures = olist.rows("""
        with

        totals as (

            select
                segment_value,
                metric,
                sum(numerator) as numerator,
                sum(denominator) as denominator
            from marts.kpi
            where segment_type = 'channel'
            group by segment_value, metric

        )

        select
            closing.segment_value,
            closing.denominator,
            closing.numerator,
            days.numerator,
            days.denominator
        from totals as closing
        inner join totals as days
            on
                closing.segment_value = days.segment_value
                and days.metric = 'mean_days_to_activation'
        where closing.metric = 'closing_rate'
    """)
    ours = {ORIGINS.get(str(row[0]), row[0]): row[1:] for row in figures}
    assert set(ours) == {origin["origin"] for origin in expected["by_origin"]}
    for origin in expected["by_origin"]:
        leads, won, days, wins = (Decimal(str(value)) for value in ours[origin["origin"]])
        assert (leads, won, wins) == (origin["mqls"], origin["won"], origin["won"])
        assert abs(100 * won / leads - Decimal(str(origin["close_rate_pct"]))) <= Decimal("0.005")
        # The published mean has one decimal.
        assert abs(days / wins - Decimal(str(origin["mean_days"]))) <= Decimal("0.05")


def test_leads_and_sales_per_month(olist: Company, expected: dict[str, Any]) -> None:
    per_month = """
        select strftime(period_start, '%Y-%m'), cast(sum({count}) as integer) from marts.kpi
        where metric = '{metric}' and segment_type = 'all' group by 1
    """
    leads = olist.rows(per_month.format(metric="qualified_leads", count="numerator"))
    assert dict(leads) == expected["mqls_per_month"]
    won = olist.rows(per_month.format(metric="win_rate", count="numerator"))
    assert dict(won) == expected["won_per_month"]


def test_closing_rate_of_each_month_of_leads(olist: Company, expected: dict[str, Any]) -> None:
    cohorts = olist.rows("""
        select strftime(period_start, '%Y-%m'), numerator, denominator from marts.kpi
        where metric = 'closing_rate' and segment_type = 'all'
    """)
    ours = {str(month): Decimal(100) * won / leads for month, won, leads in _decimals(cohorts)}
    for month, rate in expected["cohort_close_rate_pct_by_first_contact_month"].items():
        assert abs(ours[month] - Decimal(str(rate))) <= Decimal("0.005"), month


def _decimals(rows: list[tuple[Any, ...]]) -> Iterator[tuple[object, Decimal, Decimal]]:
    for month, won, leads in rows:
        yield month, Decimal(str(won)), Decimal(str(leads))


def test_the_sale_before_the_first_contact_is_kept(
    olist: Company, expected: dict[str, Any]
) -> None:
    """One sale is dated two days before its lead: no flooring, no lost row."""
    days = "select min(days_to_activation), max(days_to_activation) from marts.fct_activation"
    assert olist.rows(days) == [
        (expected["days_to_close"]["min"], expected["days_to_close"]["max"])
    ]
