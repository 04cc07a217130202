"""Meetings, calls, e-mails and newsletters as real tools tell them, with the right value."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.integration.cases import Built, Rows, build, land_folder, land_shapes, write_table

MODELS = ("int_activities", "fct_activation", "fct_lifecycle", "fct_newsletter_sign_up")
KPIS = ("int_kpi_newsletter_subscribers", "fct_email_message")
SYNCED = "2026-06-30 00:00:00"
MONDAY = "2026-03-02"
NO_ANSWER = "73a0d17f-1163-4015-bdd5-ec830791da20"
# Hand-offs of 2 March at 09:05, and what sales then did at 09:30, each with its own columns.
ANSWERS: dict[int, tuple[str, dict[str, str]]] = {
    8001: ("call", {"property_hs_call_direction": "INBOUND"}),
    8002: ("call", {"property_hs_call_status": "BUSY", "property_hs_call_direction": "OUTBOUND"}),
    8003: ("call", {"property_hs_call_status": "COMPLETED"}),
    8004: ("call", {"status": "COMPLETED", "disposition": NO_ANSWER}),
    8005: ("meeting", {"property_hs_meeting_outcome": "NO_SHOW"}),
    8006: ("meeting", {"meeting_outcome": ""}),
    8007: ("meeting", {"meeting_outcome": "Démonstration faite"}),
    8008: ("meeting", {"start_time": "2026-07-02 09:30:00", "meeting_outcome": ""}),
    8009: ("call", {}),
    8010: ("email", {"property_hs_email_direction": "INCOMING_EMAIL"}),
}
ON_A_DEAL, ON_A_COMPANY = 8011, 8012


def _add(folder: Path, table: str, rows: Rows) -> None:
    path = folder / "landing" / f"{table}.csv"
    there: Rows = []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            there = list(csv.DictReader(file))
    write_table(path, there + rows)


def _row(folder: Path, table: str, **columns: str) -> None:
    _add(folder, table, [{"_fivetran_synced": SYNCED, **columns}])


def _land_answers(folder: Path) -> None:
    """People who asked for a demo and were handed to sales, and one answer of sales to each."""
    for person in (*ANSWERS, ON_A_DEAL, ON_A_COMPANY):
        one = str(person)
        kind, columns = ANSWERS.get(person, ("call", {}))
        moment = f"{MONDAY} 09:30:00"
        _row(
            folder,
            "hubspot/contact",
            id=one,
            property_email=f"p{one}@answers.example",
            property_createdate="2026-03-01 09:00:00",
        )
        _row(
            folder,
            "hubspot/contact_form_submission",
            conversion_id=f"conv{one}",
            timestamp=f"{MONDAY} 09:00:00",
            form_id="f-demo",
            contact_id=one,
        )
        _row(
            folder,
            "hubspot/contact_property_history",
            contact_id=one,
            name="hubspot_owner_id",
            timestamp=f"{MONDAY} 09:05:00",
            value="7",
        )
        _row(
            folder,
            f"hubspot/engagement_{kind}",
            engagement_id=f"7{one}",
            property_hs_timestamp=moment,
            **columns,
        )
        link, other = ("contact", one)
        if person == ON_A_DEAL:
            link, other = ("deal", "9011")
        if person == ON_A_COMPANY:
            link, other = ("company", "9012")
        _row(folder, f"hubspot/engagement_{link}", engagement_id=f"7{one}", **{f"{link}_id": other})
    _row(
        folder,
        "hubspot/deal",
        deal_id="9011",
        property_createdate=f"{MONDAY} 09:20:00",
        deal_pipeline_id="default",
        deal_pipeline_stage_id="new",
    )
    linked = {
        "deal_id": "9011",
        "contact_id": str(ON_A_DEAL),
        "type_id": "3",
        "category": "HUBSPOT_DEFINED",
        "_fivetran_synced": SYNCED,
    }
    _add(folder, "hubspot/deal_contact", [linked])
    company = {"id": "9012", "_fivetran_synced": SYNCED, "property_domain": "answers.example"}
    _add(folder, "hubspot/company", [company])


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    folder = tmp_path_factory.mktemp("shapes")
    land_shapes(["08", "11", "21"], folder)
    _row(folder, "hubspot/form", guid="f-demo", name="Demo request")
    for number in ("560", "561", "562"):
        _row(folder, "hubspot/contact", id=number, property_email=f"{number}@h.example")
        _add(
            folder,
            "hubspot/engagement_contact",
            [
                {
                    "engagement_id": f"{one}{number}",
                    "contact_id": number,
                    "_fivetran_synced": SYNCED,
                }
                for one in "89"
            ],
        )
    _row(
        folder,
        "mailchimp/member",
        id="n1",
        list_id="LC",
        email_address="n1@lists.example",
        status="subscribed",
        timestamp_signup="2025-01-03 08:00:00",
        timestamp_opt="2025-03-03 08:00:00",
        last_changed="2025-05-03 08:00:00",
    )
    _add(
        folder,
        "mailchimp/unsubscribe",
        [
            {
                "member_id": "n1",
                "list_id": "LC",
                "timestamp": f"2025-0{month}-03 08:00:00",
                "_fivetran_synced": SYNCED,
            }
            for month in (2, 4)
        ],
    )
    _land_answers(folder)
    return build(folder, parsed, [*MODELS, *KPIS])


@pytest.fixture(scope="module")
def people_and_money(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    folder = tmp_path_factory.mktemp("people_and_money")
    land_folder("people_and_money", folder)
    return build(folder, parsed, [*MODELS, *KPIS])


@pytest.fixture(scope="module")
def deals_site_scores(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    folder = tmp_path_factory.mktemp("deals_site_scores")
    land_folder("deals_site_scores", folder)
    return build(folder, parsed, [*MODELS, *KPIS])


def _first_touches(built: Built) -> dict[str, str | None]:
    """When the hand-off of each contact was answered."""
    rows = built.rows("""
        select int_person_links.native_id, cast(fct_activation.first_human_touch_at as varchar)
        from fct_activation
        inner join intermediate.int_person_links using (person_key)
        where
            int_person_links.source_system = 'hubspot' and int_person_links.method = 'crm_id'
            and fct_activation.handed_off_at is not null
    """)
    return dict(rows)


# ---------- meetings and calls


def test_a_meeting_that_was_cancelled_or_missed_answers_nobody(shapes: Built) -> None:
    answered = _first_touches(shapes)
    assert [answered[contact] for contact in ("560", "561", "562")] == [
        "2026-03-04 10:00:00",
        "2026-03-04 10:00:00",
        "2026-03-02 09:30:00",
    ]


def test_of_four_meetings_only_the_completed_one_was_held(people_and_money: Built) -> None:
    answered = _first_touches(people_and_money)
    told = [answered[contact] for contact in ("2441", "2442", "2443", "2444")]
    assert told == [None, None, "2026-02-02 09:00:00", None]
    kinds = people_and_money.rows("""
        select activity, count(*) from intermediate.int_activities
        where activity like 'meeting%' group by all order by activity
    """)
    assert kinds == [("meeting_held", 1), ("meeting_not_held", 3)]


def test_a_hand_off_is_answered_by_who_reached_out_and_was_heard(shapes: Built) -> None:
    answered = _first_touches(shapes)
    held = {person for person in ANSWERS if answered[str(person)] is not None}
    assert held == {8003, 8006, 8007, 8009}


def test_a_call_on_a_deal_is_its_persons_and_one_on_a_company_nobodys(shapes: Built) -> None:
    answered = _first_touches(shapes)
    assert answered[str(ON_A_DEAL)] == f"{MONDAY} 09:30:00"
    assert answered[str(ON_A_COMPANY)] is None
    lone = shapes.rows(f"""
        select person_key, account_key is not null from intermediate.int_activities
        where source_id = '7{ON_A_COMPANY}'
    """)
    assert lone == [(None, True)]


def test_one_call_with_two_contacts_of_one_person_is_one_touch(people_and_money: Built) -> None:
    (touches,) = people_and_money.rows("""
        select touches_7_days from fct_activation
        inner join intermediate.int_person_links using (person_key)
        where source_system = 'hubspot' and native_id = '2452'
    """)
    assert touches == (1,)


# ---------- e-mails


def test_events_of_one_id_at_two_instants_are_two(shapes: Built) -> None:
    told = shapes.rows("""
        select activity, count(distinct activity_key), count(*) from intermediate.int_activities
        where source_table = 'email_event' group by all order by all
    """)
    assert told == [("email_clicked", 2, 2), ("email_delivered", 1, 1), ("email_sent", 2, 2)]


def test_what_names_a_message_by_id_and_instant_is_of_that_one(shapes: Built) -> None:
    messages = shapes.rows("""
        select cast(sent_at as varchar), delivered_at is not null, clicked
        from (
            select sent_at, delivered_at, first_human_click_at is not null as clicked
            from intermediate.int_hubspot_email_messages
        )
        order by all
    """)
    first, second = "2026-03-05 09:00:00", "2026-03-05 09:00:00.25"
    assert messages == [(first, True, True), (second, False, False)]


# ---------- who is a subscriber


def _subscribers(built: Built) -> set[str]:
    """The members of Mailchimp who are in a stage of a subscriber today."""
    rows = built.rows("""
        select native_id from fct_lifecycle as stays
        inner join intermediate.int_person_links as links
            on stays.subject_key = links.person_key
        where
            stays.application_id = 'newsletter' and stays.exited_at is null
            and stays.stage not in ('visitor', 'unsubscribed')
            and links.source_system = 'mailchimp'
    """)
    return {member for (member,) in rows}


def test_a_subscriber_is_on_a_list_whatever_else_they_left(shapes: Built) -> None:
    assert _subscribers(shapes) == {"m1", "m3", "m6", "m7", "m9", "n1"}


def test_of_five_standings_only_one_subscribes(people_and_money: Built) -> None:
    assert {one for one in _subscribers(people_and_money) if one.startswith("mn")} == {"mn4"}


def test_who_left_one_list_of_two_or_came_back_subscribes(deals_site_scores: Built) -> None:
    assert {"mc2", "mc3"} <= _subscribers(deals_site_scores)


def test_an_unsubscription_without_a_campaign_is_kept(shapes: Built) -> None:
    told = shapes.rows("""
        select activity, cast(occurred_at as varchar) from intermediate.int_activities
        where source_table = 'unsubscribe' and source_id like '%n1%' order by all
    """)
    first, second = "2025-02-03 08:00:00", "2025-04-03 08:00:00"
    assert told == [("email_unsubscribed", first), ("email_unsubscribed", second)]
