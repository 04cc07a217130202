"""What becomes of a landed row: each is used, set aside for a reason in words, or rejected.

The two shapes are rows of Meta's; the other rows are invented, one for each way in which a row
drops out of the numbers.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.cases import (
    Built,
    build,
    event,
    land_shapes,
    write_events,
    write_table,
)

MODELS = ("fct_awareness", "fct_cost", "set_aside_rows", "row_account", "unknown_words")
LATER = "2026-07-02 09:00:00"
THEN = "2026-05-04 09:00:00"
ENDED = "at or after the instant looked from"
NOBODY = "of nobody known"

# Rows of files, each with what becomes of it: None where it is used, "-" where it is not loaded.
FILES: dict[str, str] = {
    "companies": """
        company_id,name,domain,fate
        F-1,One,one.example,
    """,
    "contacts": """
        contact_id,email,company_id,created_at,source,country,fate
        P-1,ada@one.example,F-1,2026-01-01 08:00:00,podcast,Freedonia,
    """,
    "deals": f"""
        deal_id,contact_id,company_id,outcome,amount,created_at,closed_at,is_deleted,fate
        D-used,P-1,F-1,won,10,{THEN},{THEN},,
        D-undated,P-1,F-1,open,10,,,,without an instant
        D-later,P-1,F-1,open,10,{LATER},,,{ENDED}
        D-gone,P-1,F-1,open,10,{THEN},,true,deleted at the source
        D-odd,P-1,F-1,perhaps,10,{THEN},,,-
    """,
    "contracts": f"""
        contract_id,company_id,started_on,ended_on,price,billing_period,currency,recorded_at,fate
        C-used,F-1,2026-01-01,,10,month,EUR,{THEN},
        C-used,F-1,2026-01-01,,9,month,EUR,2026-01-01 08:00:00,-
        C-early,F-1,2026-03-01,2026-02-01,10,month,EUR,{THEN},-
        C-trial,F-1,2026-03-01,,0,month,EUR,{THEN},free of charge
        C-whose,F-9,2026-03-01,,10,month,EUR,{THEN},of no account known
        C-later,F-1,2026-09-01,,10,month,EUR,{THEN},{ENDED}
    """,
    "contract_pauses": """
        contract_id,paused_on,fate
        C-used,2026-04-01,
        C-none,2026-04-01,of no contract known
        C-early,2026-04-01,of no contract known
    """,
    "invoices": f"""
        invoice_id,company_id,issued_on,amount,currency,fate
        I-used,F-1,2026-04-01,10,EUR,
        I-whose,F-9,2026-04-01,10,EUR,of no account known
        I-later,F-1,2026-07-09,10,EUR,{ENDED}
    """,
    "costs": f"""
        cost_id,incurred_on,category,team,amount,currency,fate
        K-used,2026-04-01,tool,marketing,10,EUR,
        K-later,2026-07-09,tool,marketing,10,EUR,{ENDED}
    """,
    "survey_responses": f"""
        response_id,survey,kind,contact_id,company_id,sent_at,answered_at,score,fate
        S-used,spring,nps,P-1,,{THEN},{THEN},9,
        S-anonymous,spring,nps,,,{THEN},{THEN},9,{NOBODY}
        S-unknown,spring,csat,P-9,,{THEN},{THEN},4,
        S-whose,spring,nps,,F-1,{THEN},{THEN},9,{NOBODY}
        S-company,spring,csat,,F-1,{THEN},{THEN},4,
        S-undated,spring,nps,P-1,,,,9,without an instant
        S-later,spring,nps,P-1,,{LATER},,,{ENDED}
    """,
    "referral_invitations": f"""
        invitation_id,contact_id,invitee_email,sent_at,fate
        R-used,P-1,bob@two.example,{THEN},
        R-unknown,P-9,eve@two.example,{THEN},
        R-later,P-1,joe@two.example,{LATER},{ENDED}
    """,
    "reviews": f"""
        review_id,kind,contact_id,published_at,rating,fate
        V-used,review,P-1,{THEN},5,
        V-undated,review,P-1,,5,without an instant
        V-anonymous,review,,{THEN},5,{NOBODY}
    """,
    "activities": f"""
        activity_id,activity,contact_id,occurred_at,is_deleted,fate
        A-used,call_made,P-1,{THEN},,
        A-unknown,call_made,P-9,{THEN},,
        A-odd,called_by_owl,P-1,{THEN},,-
        A-gone,call_made,P-1,{THEN},true,deleted at the source
        A-later,call_made,P-1,{LATER},,{ENDED}
    """,
    "sales_feedback": f"""
        feedback_id,contact_id,verdict,given_at,fate
        L-used,P-1,accepted,{THEN},
        L-unknown,P-9,accepted,{THEN},
    """,
    "product_events": f"""
        event_id,contact_id,company_id,event_name,occurred_at,fate
        U-used,P-1,,login,{THEN},
        U-company,,F-1,login,{THEN},
        U-unknown,P-9,,login,{THEN},
        U-later,P-1,,login,{LATER},{ENDED}
    """,
    "web_events": f"""
        event_id,visitor_id,session_id,contact_id,event_name,occurred_at,fate
        W-used,v1,s1,,page_view,{THEN},
        W-person,,,P-1,page_view,{THEN},
        W-nobody,,,,page_view,{THEN},of no visitor known
        W-loose,v1,,,page_view,{THEN},of no session known
        W-later,v1,s2,,page_view,{LATER},{ENDED}
    """,
}


def _rows(text: str) -> list[dict[str, str]]:
    header, *lines = (line.strip().split(",") for line in text.strip().splitlines())
    return [dict(zip(header, line, strict=True)) for line in lines]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    """One company with every way in which a row is not used."""
    folder = tmp_path_factory.mktemp("account")
    land_shapes(["01", "02"], folder)
    for table, text in FILES.items():
        rows = [{**row} for row in _rows(text)]
        for row in rows:
            del row["fate"]
        # An exact copy of a row is no second row.
        copies = rows[:1] if table == "deals" else []
        write_table(folder / "landing" / "files" / f"{table}.csv", rows + copies)
    seconds = 1_777_885_200
    write_events(
        folder / "landing" / "ga4" / "events_20260504.parquet",
        [
            event(seconds * 1_000_000, "page_view", None, {}),
            event(seconds * 1_000_000, "page_view", "x.1", {}),
            event(seconds * 1_000_000, "page_view", "x.1", {"ga_session_id": 7}),
        ],
    )
    return build(folder, parsed, MODELS)


def _meta(built: Built, day: str) -> list[tuple[object, ...]]:
    return built.rows(
        "select campaign_id, account_id, impressions, spend_local, platform_conversions "
        f"from fct_awareness where platform = 'facebook_ads' and day_on = '{day}'"
    )


def test_a_conversion_on_a_day_without_its_ad_is_claimed_all_the_same(built: Built) -> None:
    assert _meta(built, "2026-04-15") == [("21", "2", 0, 0, 4)]


def test_a_lead_that_contains_the_leads_of_the_pixel_is_claimed_once(built: Built) -> None:
    assert _meta(built, "2026-03-10") == [("21", "2", 1000, 20, 5)]
    claims = (
        "select action_type, claimed_conversions, is_counted "
        "from intermediate.int_facebook_ads_claims where reported_on = '2026-03-10' order by 1"
    )
    assert built.rows(claims) == [
        ("lead", 5, True),
        ("offsite_conversion.fb_pixel_lead", 5, False),
    ]


@pytest.mark.parametrize("table", [name for name in FILES if name not in ("companies", "contacts")])
def test_each_row_of_a_file_is_used_or_set_aside_with_its_reason(built: Built, table: str) -> None:
    key = next(iter(_rows(FILES[table])[0]))
    rows = _rows(FILES[table])
    if table == "contract_pauses":
        rows = [{**row, key: f"{row[key]}|{row['paused_on']}"} for row in rows]
    found = built.rows(
        f"select native_id, reason from set_aside_rows where table_name = '{table}' order by 1"
    )
    assert found == sorted((row[key], row["fate"]) for row in rows if row["fate"] not in ("", "-"))
    used = built.rows(
        f"select landed_rows from row_account where table_name = '{table}' and fate = 'used'"
    )
    assert used == [(sum(row["fate"] == "" for row in rows),)]


def test_events_of_no_visitor_and_no_session_are_set_aside(built: Built) -> None:
    account = built.rows(
        "select fate, reason, landed_rows from row_account where source_system = 'ga4' order by all"
    )
    assert account == [
        ("set_aside", "of no session known", 1),
        ("set_aside", "of no visitor known", 1),
        ("used", "a fact counts it", 1),
    ]


def test_what_an_ad_platform_tells_twice_or_without_need_is_set_aside(built: Built) -> None:
    account = built.rows(
        "select fate, reason, landed_rows from row_account "
        "where table_name = 'basic_ad_actions' order by all"
    )
    assert account == [
        ("set_aside", "contained in another type of conversion", 1),
        ("set_aside", "of a kind that no fact counts", 1),
        ("used", "a fact counts it", 2),
    ]


def test_words_that_no_list_knows_are_told_with_their_table(built: Built) -> None:
    assert built.rows(
        "select list_name, word, landed_rows, first_table from unknown_words order by all"
    ) == [
        ("source_channels", "podcast", 1, "files.contacts"),
    ]


def test_the_account_of_a_table_adds_up_to_what_was_landed(built: Built) -> None:
    landed = built.rows("select source_system, table_name, landed_rows from landing.table_accounts")
    account = built.rows(
        "select source_system, table_name, sum(landed_rows) from row_account "
        "where table_name not in ('companies', 'contacts', 'ad_history') group by 1, 2"
    )
    assert set(account) <= set(landed)
    assert len(account) == len(FILES) - 2 + 3
    assert built.rows(
        "select fate, landed_rows from row_account where table_name = 'deals' "
        "and fate not in ('used', 'set_aside') order by 1"
    ) == [("copy", 1), ("rejected", 1)]
    assert built.rows(
        "select fate, landed_rows from row_account where table_name = 'contracts' "
        "and fate not in ('used', 'set_aside') order by 1"
    ) == [("rejected", 1), ("superseded", 1)]
