"""Inputs on which other projects of this kind have published wrong numbers, and what is right."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.integration.company import Company, found

MONTHS = ("2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05")
LANDING = {
    # Two of one name and company; nothing but their addresses tells them apart.
    "files/contacts": """contact_id,email,company_id,first_name,last_name,created_at
jean-1,jean.martin@both.example,both,Jean,Martin,2026-01-05
jean-2,j.martin@both.example,both,Jean,Martin,2026-01-06
""",
    "files/companies": """company_id,name,domain,created_at
bounce,Bounce,bounce.example,2025-12-01
steady,Steady,steady.example,2025-12-01
both,Both,both.example,2025-12-01
""",
    # Bounce leaves for two months. Steady has one contract and nothing else. Both pays twice.
    "files/contracts": """\
contract_id,company_id,product,started_on,ended_on,price,billing_period,currency
bounce-1,bounce,Base,2026-01-01,2026-02-01,80.00,month,EUR
bounce-2,bounce,Base,2026-04-01,,80.00,month,EUR
steady-1,steady,Base,2025-12-10,,120.00,month,EUR
both-1,both,Base,2026-01-01,,100.00,month,EUR
both-2,both,Plus,2026-01-01,,200.00,month,USD
""",
    "files/exchange_rates": """date,from_currency,to_currency,rate
2026-01-31,USD,EUR,0.50
2026-02-28,USD,EUR,0.60
2026-03-31,USD,EUR,0.75
2026-04-30,USD,EUR,0.80
2026-05-14,USD,EUR,0.90
""",
    # Ada never lost a deal, Bob lost one, Cyd all; Dan put one off, which is neither.
    "files/deals": """\
deal_id,contact_id,kind,outcome,reason,amount,currency,owner,created_at,closed_at
1,jean-1,new_business,won,,1000.00,EUR,Ada,2026-02-01T09:00:00Z,2026-03-10T09:00:00Z
2,jean-2,new_business,won,,1000.00,USD,Ada,2026-02-01T09:00:00Z,2026-03-11T09:00:00Z
3,,new_business,won,,300.00,EUR,Bob,2026-02-01T09:00:00Z,2026-03-12T09:00:00Z
4,,new_business,lost,price,500.00,USD,Bob,2026-02-01T09:00:00Z,2026-03-13T09:00:00Z
5,,new_business,lost,price,10.00,EUR,Cyd,2026-02-01T09:00:00Z,2026-03-14T09:00:00Z
6,,new_business,recycled,not_now,10.00,EUR,Dan,2026-02-01T09:00:00Z,2026-03-14T09:00:00Z
""",
    # In the CRM two contacts of one name are two people, and 14 was merged into 13.
    "hubspot/contact": """\
id,_fivetran_deleted,_fivetran_synced,property_email,property_firstname,property_lastname,\
property_createdate
11,false,2026-05-01 00:00:00,marie@one.example,Marie,Durand,2026-01-05 09:00:00
12,false,2026-05-01 00:00:00,marie@two.example,Marie,Durand,2026-01-06 09:00:00
13,false,2026-05-01 00:00:00,paul@new.example,Paul,Petit,2026-03-01 09:00:00
14,true,2026-05-01 00:00:00,paul@old.example,Paul,Petit,2026-01-07 09:00:00
""",
    "hubspot/contact_merge_audit": """\
canonical_vid,vid_to_merge,_fivetran_synced,contact_id,timestamp
13,14,2026-05-01 00:00:00,13,2026-04-01 09:00:00
""",
    "hubspot/contact_property_history": """contact_id,name,timestamp,_fivetran_synced,source,value
14,email,2026-01-07 09:00:00,2026-01-07 10:00:00,FORM,paul@old.example
13,email,2026-03-01 09:00:00,2026-03-01 10:00:00,FORM,paul@new.example
""",
    "hubspot/company": """\
id,_fivetran_deleted,_fivetran_synced,is_deleted,property_name,property_createdate
21,false,2026-05-01 00:00:00,false,Elsewhere,2026-01-05 09:00:00
""",
    "hubspot/owner": """owner_id,_fivetran_synced,email,first_name,last_name
7,2026-05-01 00:00:00,eve@us.example,Eve,Roy
""",
    "hubspot/deal_pipeline_stage": """\
stage_id,pipeline_id,label,is_closed,closed_won,_fivetran_synced
talk,default,Talk,false,false,2026-01-01 00:00:00
won,default,Won,true,true,2026-01-01 00:00:00
""",
    "hubspot/deal": """\
deal_id,_fivetran_deleted,_fivetran_synced,deal_pipeline_id,deal_pipeline_stage_id,\
is_deleted,owner_id,property_amount,property_createdate,property_dealtype,\
property_deal_currency_code
50,false,2026-05-01 00:00:00,default,won,false,7,700.00,2026-02-03 09:00:00,newbusiness,EUR
""",
    "hubspot/deal_stage": """deal_id,date_entered,value,_fivetran_synced
50,2026-02-03 09:00:00,talk,2026-02-03 10:00:00
50,2026-02-20 09:00:00,won,2026-02-20 10:00:00
""",
    "hubspot/deal_contact": """deal_id,contact_id,type_id,category,_fivetran_synced
50,14,3,HUBSPOT_DEFINED,2026-02-03 10:00:00
""",
    "hubspot/email_event": """\
id,created,_fivetran_synced,filtered_event,recipient,sent_by_created,sent_by_id,type
sent,2026-02-02 09:00:00,2026-02-03,false,paul@old.example,,,SENT
came,2026-02-02 09:00:05,2026-02-03,false,paul@old.example,2026-02-02 09:00:00,sent,DELIVERED
click,2026-02-02 09:30:00,2026-02-03,false,paul@old.example,2026-02-02 09:00:00,sent,CLICK
""",
    "hubspot/email_event_click": """id,_fivetran_synced,url,user_agent
click,2026-02-02 10:00:00,https://www.lumenia.example/produit,Mozilla/5.0 Firefox/140.0
""",
}


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Company:
    """A company to which all of this happened, after a night."""
    company = found(tmp_path_factory.mktemp("awkward"), ["hubspot", "files"], parsed)
    for table, text in LANDING.items():
        file = company.landing / f"{table}.csv"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (company.landing / "landed_at.txt").write_text("2026-05-15T00:00:00Z", encoding="utf-8")
    night = company.nightly()
    assert night.returncode == 0, night.stdout + night.stderr
    return company


def people(company: Company) -> dict[str, int]:
    """Which person each native id leads to."""
    rows = company.rows("select native_id, person_key from marts.person_links")
    return dict(rows)


def kpi(company: Company, metric: str, segment: str) -> dict[tuple[str, str], tuple[object, ...]]:
    """The rows of a metric by month and segment's value: parts and value."""
    rows = company.rows(f"""
        select
            strftime(period_start, '%Y-%m'), segment_value, numerator, denominator,
            value::decimal(18, 6)
        from marts.kpi
        where metric = '{metric}' and segment_type = '{segment}' and period_type = 'month'
    """)
    return {(month, value): tuple(parts) for month, value, *parts in rows}


def test_nothing_was_rejected(awkward: Company) -> None:
    assert awkward.rows("select * from marts.rejected_rows") == []


@pytest.mark.parametrize(
    ("name", "natives"), [("Martin", ("jean-1", "jean-2")), ("Durand", ("11", "12"))]
)
def test_two_of_one_name_stay_two(awkward: Company, name: str, natives: tuple[str, str]) -> None:
    links = people(awkward)
    first, second = (links[native] for native in natives)
    assert first != second
    of_name = awkward.rows(
        f"select person_key from marts.dim_person where last_name = '{name}' order by 1"
    )
    assert of_name == [(one,) for one in sorted((first, second))]


def test_each_of_two_of_one_name_keeps_their_deal(awkward: Company) -> None:
    links = people(awkward)
    deals = awkward.rows(
        "select native_id, person_key from marts.fct_deal where native_id in ('1', '2') order by 1"
    )
    assert deals == [("1", links["jean-1"]), ("2", links["jean-2"])]


def test_a_merged_contact_keeps_deals_and_mails(awkward: Company) -> None:
    links = people(awkward)
    paul = links["13"]
    assert {links[one] for one in ("14", "paul@old.example", "paul@new.example")} == {paul}
    deal = awkward.rows("select person_key, outcome from marts.fct_deal where native_id = '50'")
    assert deal == [(paul, "won")]
    # Who buys after a click is a buyer of the newsletter: mail and deal met in one person.
    stays = awkward.rows(f"""
        select stage from marts.fct_lifecycle
        where application_id = 'newsletter' and subject_key = {paul} and stage = 'buyer'
    """)
    assert stays == [("buyer",)]
    assert kpi(awkward, "email_click_rate", "all") == {("2026-02", "all"): (1, 1, 1)}
    assert awkward.rows("select count(*) from marts.dim_person where last_name = 'Petit'") == [(1,)]


def test_who_leaves_and_returns_churns_and_is_reactivated(awkward: Company) -> None:
    months = awkward.rows("""
        select
            strftime(revenue.month, '%m'), revenue.movement_type, revenue.opening_mrr,
            revenue.movement_amount, revenue.closing_mrr
        from marts.fct_revenue as revenue
        inner join marts.account_links as links using (account_key)
        where links.native_id = 'bounce'
        order by revenue.month
    """)
    assert months == [
        ("01", "new", 0, 80, 80),
        ("02", "churn", 80, -80, 0),
        ("04", "reactivation", 0, 80, 80),
        ("05", "unchanged", 80, 0, 80),
    ]
    churn = kpi(awkward, "customer_churn_rate", "all")
    assert churn["2026-02", "all"][:2] == (1, 3)
    assert [month for (month, _), (lost, *_) in churn.items() if lost] == ["2026-02"]


def test_a_contract_without_end_counts_every_month(awkward: Company) -> None:
    months = awkward.rows("""
        select strftime(revenue.month, '%Y-%m'), revenue.closing_mrr
        from marts.fct_revenue as revenue
        inner join marts.account_links as links using (account_key)
        where links.native_id = 'steady'
        order by revenue.month
    """)
    assert months == [(month, 120) for month in MONTHS]


def test_currencies_are_never_added(awkward: Company) -> None:
    of_currencies = kpi(awkward, "monthly_recurring_revenue", "currency")
    euros = {month: parts[0] for (month, code), parts in of_currencies.items() if code == "EUR"}
    dollars = {month: parts[0] for (month, code), parts in of_currencies.items() if code == "USD"}
    assert {code for _, code in of_currencies} == {"EUR", "USD"}
    assert euros == dict(zip(MONTHS, (120, 300, 220, 220, 300, 300), strict=True))
    assert dollars == dict.fromkeys(MONTHS[1:], 200)
    # In the reporting currency, at the last rate of each month.
    reported = kpi(awkward, "monthly_recurring_revenue", "all")
    assert {month: parts[0] for (month, _), parts in reported.items()} == {
        "2025-12": 120,
        "2026-01": 300 + 100,
        "2026-02": 220 + 120,
        "2026-03": 220 + 150,
        "2026-04": 300 + 160,
        "2026-05": 300 + 180,
    }
    won = kpi(awkward, "win_rate_by_amount", "all")
    assert won["2026-03", "all"][:2] == (1000 + 750 + 300, 1000 + 750 + 300 + 375 + 10)


def test_who_lost_nothing_won_everything(awkward: Company) -> None:
    rates = kpi(awkward, "win_rate", "owner")
    assert {owner: parts for (month, owner), parts in rates.items() if month == "2026-03"} == {
        "Ada": (2, 2, 1),
        "Bob": (1, 2, Decimal("0.5")),
        "Cyd": (0, 1, 0),
    }
