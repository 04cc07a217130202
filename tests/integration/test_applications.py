"""An application of the lifecycle is rows: a third one gets stays and conversions by them alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.company import Company, found

# A course that people begin by using the product, keep up for thirty days, recommend, or give up.
ROWS = {
    "applications": "academy,Academy,Académie",
    "lifecycle_stages": """
academy,learner,1,activation,false,true,false,Learner,Apprenant
academy,regular,2,retention,false,false,false,Regular,Assidu
academy,promoter,3,referral,false,false,false,Promoter,Promoteur
academy,dropped,0,retention,true,false,false,Dropped,Sorti
""",
    "lifecycle_moves": """
academy,person,1,advance,product_used,course,,,,learner
academy,person,2,advance,time_passed,,,learner,30,regular
academy,person,3,advance,reference_call_given,,,,,promoter
academy,person,4,end,survey_answered,stop,,learner,,dropped
academy,account,1,advance,product_used,course,,,,learner
""",
    "conversion_windows": """
academy,activation,retention,60
academy,activation,referral,90
academy,retention,activation,90
academy,retention,referral,90
academy,referral,activation,90
academy,referral,retention,90
""",
}
CONTACTS = """contact_id,email,company_id,created_at
ann,ann@learner.example,acme,2026-01-01
bob,bob@learner.example,,2026-01-01
"""
COMPANIES = """company_id,name,created_at
acme,Acme,2026-01-01
"""
ACTIVITIES = """activity_id,activity,contact_id,occurred_at,detail
1,survey_answered,ann,2026-01-02T08:00:00Z,stop
2,product_used,ann,2026-01-03T08:00:00Z,report
3,product_used,ann,2026-01-05T08:00:00Z,course one
4,product_used,ann,2026-01-20T08:00:00Z,course two
5,survey_answered,ann,2026-03-01T08:00:00Z,stop
6,product_used,ann,2026-04-01T08:00:00Z,course one
7,reference_call_given,bob,2026-02-01T08:00:00Z,
8,page_viewed,bob,2026-02-01T08:00:00Z,https://lumenia.example/newsletter
9,newsletter_subscribed,bob,2026-02-02T08:00:00Z,
10,email_unsubscribed,bob,2026-02-03T08:00:00Z,
11,newsletter_subscribed,bob,2026-02-04T08:00:00Z,
"""


@pytest.fixture(scope="module")
def academy(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Company:
    """A company that added an application by rows alone, after a night."""
    company = found(tmp_path_factory.mktemp("academy"), ["files"], parsed)
    for seed, rows in ROWS.items():
        file = company.folder / "project" / "seeds" / "reference" / f"{seed}.csv"
        file.write_text(file.read_text("utf-8") + rows.strip() + "\n", encoding="utf-8")
    _land(company.landing / "files")
    (company.landing / "landed_at.txt").write_text("2026-05-15T00:00:00Z", encoding="utf-8")
    night = company.nightly()
    assert night.returncode == 0, night.stdout + night.stderr
    return company


def _land(files: Path) -> None:
    files.mkdir()
    for name, text in (
        ("contacts", CONTACTS),
        ("companies", COMPANIES),
        ("activities", ACTIVITIES),
    ):
        (files / f"{name}.csv").write_text(text, encoding="utf-8")


def _stays(company: Company, application: str, subject_type: str) -> list[tuple[object, ...]]:
    return company.rows(f"""
        select
            links.native_id, stays.cycle_no, stays.stage, strftime(stays.entered_at, '%m-%d'),
            strftime(stays.exited_at, '%m-%d'), stays.entry_type, stays.exit_type,
            stays.parent_cycle_no
        from marts.fct_lifecycle as stays
        inner join (
            select 'person' as subject_type, person_key as subject_key, native_id
            from marts.person_links where source_system = 'files'
            union all
            select 'account', account_key, native_id from marts.account_links
        ) as links using (subject_type, subject_key)
        where stays.application_id = '{application}' and stays.subject_type = '{subject_type}'
        order by links.native_id, stays.entered_at, stays.exited_at nulls last
    """)


def test_a_third_application_needs_rows_only(academy: Company) -> None:
    assert _stays(academy, "academy", "person") == [
        ("ann", 1, "learner", "01-05", "02-04", "first", "forward", 1),
        ("ann", 1, "regular", "02-04", "03-01", "forward", "dropped", 1),
        ("ann", 1, "dropped", "03-01", "04-01", "forward", "forward", 1),
        ("ann", 2, "learner", "04-01", "05-01", "re_entry", "forward", 1),
        ("ann", 2, "regular", "05-01", None, "forward", None, 1),
        ("bob", 1, "learner", "02-01", "02-01", "skip_imputed", "forward", 1),
        ("bob", 1, "promoter", "02-01", None, "first", None, 1),
    ]
    assert _stays(academy, "academy", "account") == [
        ("acme", 1, "learner", "01-05", None, "first", None, 1),
    ]


def test_the_newsletter_is_rows_too(academy: Company) -> None:
    assert _stays(academy, "newsletter", "person") == [
        ("bob", 1, "visitor", "02-01", "02-02", "first", "forward", 1),
        ("bob", 1, "subscriber", "02-02", "02-03", "forward", "unsubscribed", 1),
        ("bob", 1, "unsubscribed", "02-03", "02-04", "forward", "forward", 1),
        ("bob", 2, "visitor", "02-04", "02-04", "skip_imputed", "forward", 1),
        ("bob", 2, "subscriber", "02-04", "04-29", "re_entry", "forward", 1),
        ("bob", 2, "loyal_reader", "04-29", None, "forward", None, 1),
    ]


def test_its_conversions_are_counted(academy: Company) -> None:
    counted = academy.rows("""
        select
            strftime(month, '%m'), mode, entered, converted, denominator, immature, is_immature,
            median_days
        from marts.pillar_conversion
        where
            application_id = 'academy' and subject_type = 'person' and segment_type = 'all'
            and from_pillar = 'activation' and to_pillar = 'retention'
        order by 1, 2
    """)
    # January's regular counts in February for the period, in January for the cohort.
    assert counted == [
        ("01", "cohort", 1, 1, 1, 0, False, 30.0),
        ("01", "cohort_resolved", 1, 1, 1, 0, False, 30.0),
        ("01", "period", 1, 0, 1, 0, False, None),
        ("02", "cohort", 1, 0, 1, 0, False, None),
        ("02", "cohort_resolved", 1, 0, 1, 0, False, None),
        ("02", "period", 1, 1, 1, 0, False, None),
        ("04", "cohort", 1, 1, 1, 0, True, 30.0),
        ("04", "cohort_resolved", 1, 1, 1, 0, True, 30.0),
        ("04", "period", 1, 0, 1, 0, False, None),
        ("05", "period", 0, 1, 0, 0, False, None),
    ]
