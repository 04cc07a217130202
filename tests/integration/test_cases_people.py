"""Whose a row is: what identifies a person and an account, in small landings."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from tests.integration.cases import Built, Rows, build, land_folder, land_shapes, write_table

MODELS = ("int_response_times", "int_contracts", "int_accounts", "int_activities")
SYNCED = "2026-06-30 00:00:00"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    """The people and accounts of the cases."""
    folder = tmp_path_factory.mktemp("people")
    land_folder("people_and_money", folder)
    return build(folder, parsed, MODELS)


def contact(contact_id: int, email: str, **columns: str) -> dict[str, str]:
    """A contact of the CRM."""
    row = {"id": str(contact_id), "property_email": email, "_fivetran_synced": SYNCED}
    return row | {"property_createdate": "2025-08-01 08:00:00"} | columns


def company(company_id: int, domain: str, **columns: str) -> dict[str, str]:
    """A company of the CRM."""
    row = {"id": str(company_id), "property_domain": domain, "_fivetran_synced": SYNCED}
    return row | {"property_createdate": "2025-08-01 08:00:00"} | columns


def change(contact_id: int, name: str, at: str, value: str) -> dict[str, str]:
    """A change of a property of a contact."""
    row = {"contact_id": str(contact_id), "name": name, "timestamp": at, "value": value}
    return row | {"source": "CRM_UI", "_fivetran_synced": at}


INVENTED: dict[str, Rows] = {
    "hubspot/contact": [
        # 1 and 2 became 3, which became 4; 11, 12 and 13 go round; 21 leads into two.
        contact(3, "c@ring.example", property_hs_merged_object_ids="1; 2"),
        contact(4, "d@ring.example", property_hs_merged_object_ids="3"),
        contact(11, "k@ring.example"),
        contact(12, "l@ring.example", _fivetran_deleted="true"),
        contact(13, "m@ring.example"),
        contact(22, "v@ring.example"),
        contact(23, "w@ring.example", property_hs_merged_object_ids="21"),
        # Deleted and made again; 31 asked for something while it lived.
        contact(31, "again@made.example", _fivetran_deleted="true"),
        contact(32, "again@made.example", property_country=" switzerland "),
        # 41 is known by its history alone, 42 holds its address.
        contact(42, "hard@made.example"),
        contact(
            51,
            "one@more.example",
            property_hs_additional_emails="two@more.example;Three@More.example",
        ),
        contact(61, "there@land.example", property_country="DE"),
        contact(62, "atlantis@land.example", property_country="Atlantis"),
        contact(63, "merged@land.example", _fivetran_deleted="true", property_country="Italie"),
        contact(64, "kept@land.example"),
    ],
    "hubspot/contact_merge_audit": [
        {"canonical_vid": survivor, "vid_to_merge": merged, "_fivetran_synced": SYNCED}
        for survivor, merged in (
            ("12", "11"),
            ("13", "12"),
            ("11", "13"),
            ("22", "21"),
            ("64", "63"),
        )
    ],
    "hubspot/contact_property_history": [
        change(41, "email", "2024-01-01 08:00:00", "hard@made.example"),
        change(31, "email", "2025-01-01 08:00:00", "again@made.example"),
        # 71 gave its address to 72, and nobody held it for an hour.
        change(71, "email", "2025-01-01 08:00:00", "desk@over.example"),
        change(71, "email", "2025-06-01 08:00:00", "me@over.example"),
        change(72, "email", "2025-06-01 09:00:00", "desk@over.example"),
    ],
    "hubspot/company": [
        company(201, "https://WWW.Spelled.example/fr?x=1"),
        company(202, "made.example", is_deleted="true"),
        company(203, "made.example."),
        company(204, "old.example", is_deleted="true"),
        company(205, "new.example", property_hs_merged_object_ids="204", property_country="FR"),
        company(206, "orange.fr"),
    ],
    "files/companies": [
        {"company_id": "b1", "domain": "spelled.example ", "industry": " LOGISTICS"},
        {"company_id": "b2", "domain": "http://made.example/"},
        {"company_id": "b3", "domain": "", "crm_company_id": "204", "country": "CH"},
        {"company_id": "b4", "domain": "old.example"},
        {"company_id": "b5", "domain": "Orange.fr"},
        {"company_id": "b6", "domain": "orange.fr"},
        {"company_id": "b7", "domain": "own.example", "country": "Suisse"},
        {"company_id": "b8", "domain": "www.own.example", "industry": "logistics"},
    ],
    "files/contacts": [
        {"contact_id": "k1", "email": "known@files.example", "created_at": "2025-01-01T00:00:00Z"},
        {"contact_id": "k2", "email": "kept@land.example", "country": "CHE"},
        {"contact_id": "k3", "email": "u@files.example", "company_id": "b8"},
    ],
}
# Each table that names somebody by an id and by an address: its key, its time, what else it asks.
NAMING = {
    "activities": ("activity_id", "occurred_at", {"activity": "demo_requested"}),
    "sales_feedback": ("feedback_id", "given_at", {"verdict": "accepted"}),
    "survey_responses": (
        "response_id",
        "answered_at",
        {"kind": "nps", "survey": "s", "score": "9"},
    ),
    "referral_invitations": ("invitation_id", "sent_at", {"invitee_email": "x@y.example"}),
    "reviews": ("review_id", "published_at", {"kind": "testimonial"}),
    "web_events": ("event_id", "occurred_at", {"event_name": "page_view", "session_id": "s"}),
    "product_events": ("event_id", "occurred_at", {"event_name": "used", "company_id": "b1"}),
}
# Who is meant: by the id that is known, else by the address, else by the id that nobody knows.
NAMED = {
    "known": ("k1", "again@made.example", ("files", "k1")),
    "address": ("nobody", "Known@files.example", ("files", "k1")),
    "other": ("nobody", "fresh@files.example", ("email", "fresh@files.example")),
    "own": ("nobody", "", ("files", "nobody")),
    "before": ("nobody", "desk@over.example", ("hubspot", "71")),
}
for _table, (_key, _time, _more) in NAMING.items():
    INVENTED[f"files/{_table}"] = [
        {_key: f"{_table}-{_name}", "contact_id": _id, "email": _email, **_more}
        | {_time: "2025-03-02T10:00:00Z"}
        for _name, (_id, _email, _) in NAMED.items()
    ]
INVENTED["files/activities"] += [
    {"activity_id": "late", "activity": "demo_requested", "email": "desk@over.example"}
    | {"occurred_at": "2025-06-01T09:00:00Z"},
    {"activity_id": "gap", "activity": "demo_requested", "email": "desk@over.example"}
    | {"occurred_at": "2025-06-01T08:30:00Z"},
    {"activity_id": "early", "activity": "demo_requested", "email": "desk@over.example"}
    | {"occurred_at": "2024-06-01T09:00:00Z"},
]
INVENTED["files/attribute_values"] = [
    {"value_id": "v1", "email": "Only@attribute.example", "attribute": "employees"}
    | {"value": "80", "changed_at": "2025-03-02T10:00:00Z"},
]


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    """Shapes of addresses in the CRM, and invented rows of the same kinds."""
    folder = tmp_path_factory.mktemp("shapes")
    land_shapes(("07", "09"), folder)
    for table, rows in INVENTED.items():
        path = folder / "landing" / f"{table}.csv"
        write_table(path, landed(path) + rows)
    return build(folder, parsed, (*MODELS, "int_referral_events", "int_survey_responses"))


def test_an_address_that_only_an_attribute_names_is_somebodys(shapes: Built) -> None:
    assert person(shapes, "email", "only@attribute.example") is not None


def landed(path: Path) -> Rows:
    """The rows of a table that is there already."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def person(built: Built, system: str, native_id: str) -> int | None:
    """The key of the person whom a native id leads to, nothing where it leads to nobody."""
    found = built.rows(
        "select person_key from build.intermediate.int_person_links"
        f" where source_system = '{system}' and native_id = '{native_id}'"
    )
    return found[0][0] if found else None


def account(built: Built, system: str, native_id: str) -> int:
    """The key of the account that a native id leads to."""
    ((key,),) = built.rows(
        "select account_key from build.intermediate.int_account_links"
        f" where source_system = '{system}' and native_id = '{native_id}'"
    )
    return int(key)


def country(built: Built, system: str, native_id: str) -> str | None:
    """The country of a person."""
    key = person(built, system, native_id)
    ((found,),) = built.rows(
        f"select country from build.intermediate.int_people where person_key = {key}"
    )
    return None if found is None else str(found)


def own_key(built: Built, system: str, native_id: str) -> int:
    """The key of somebody whom no other id leads to."""
    ((key,),) = built.rows(
        f"select cast('0x' || substr(md5('{system}|{native_id}'), 1, 15) as bigint)"
    )
    return int(key)


def test_merges_are_followed_to_their_end_however_many(people: Built, shapes: Built) -> None:
    chain = {person(people, "hubspot", str(number)) for number in range(2100, 2119)}
    assert chain == {own_key(people, "hubspot", "2118")}
    made_new = {person(shapes, "hubspot", number) for number in "1234"}
    assert made_new == {own_key(shapes, "hubspot", "4")}


def test_contacts_merged_in_a_circle_are_the_lowest_that_lives(
    people: Built, shapes: Built
) -> None:
    two = {person(people, "hubspot", number) for number in ("2201", "2202")}
    assert two == {own_key(people, "hubspot", "2201")}
    three = {person(shapes, "hubspot", number) for number in ("11", "12", "13")}
    assert three == {own_key(shapes, "hubspot", "11")}


def test_a_contact_merged_into_two_makes_one_person_of_all(shapes: Built) -> None:
    found = {person(shapes, "hubspot", number) for number in ("21", "22", "23")}
    assert found == {own_key(shapes, "hubspot", "22")}


def test_a_contact_made_again_is_the_person_who_was_deleted(people: Built, shapes: Built) -> None:
    again = own_key(people, "hubspot", "2002")
    assert person(people, "email", "jane@i4.example") == again
    assert person(people, "hubspot", "2001") == again
    assert people.rows(
        "select person_key, is_conforming from build.intermediate.int_hand_offs"
        f" where person_key = {again}"
    ) == [(again, True)]
    assert person(shapes, "email", "dup@h2.example") == own_key(shapes, "hubspot", "520")
    assert person(shapes, "hubspot", "31") == own_key(shapes, "hubspot", "32")
    assert person(shapes, "email", "again@made.example") == own_key(shapes, "hubspot", "32")
    ((deleted,),) = shapes.rows(
        "select is_deleted from build.intermediate.int_people"
        f" where person_key = {own_key(shapes, 'hubspot', '32')}"
    )
    assert not deleted


def test_a_contact_that_only_history_knows_comes_after_one_that_lives(shapes: Built) -> None:
    assert person(shapes, "hubspot", "41") == own_key(shapes, "hubspot", "42")
    assert person(shapes, "email", "hard@made.example") == own_key(shapes, "hubspot", "42")


def test_additional_addresses_lead_to_their_contact(shapes: Built) -> None:
    assert person(shapes, "mailchimp", "m9") == own_key(shapes, "hubspot", "570")
    for address in ("one@more.example", "two@more.example", "three@more.example"):
        assert person(shapes, "email", address) == own_key(shapes, "hubspot", "51"), address


def test_domains_are_compared_in_one_spelling(people: Built, shapes: Built) -> None:
    assert account(people, "files", "F-I1") == account(people, "hubspot", "1001")
    assert account(shapes, "files", "b1") == account(shapes, "hubspot", "201")


def test_a_company_that_lives_comes_before_a_deleted_one(people: Built, shapes: Built) -> None:
    ((contract,),) = people.rows(
        "select account_key from build.intermediate.int_contracts where contract_id = 'C-I2'"
    )
    assert contract == account(people, "hubspot", "1003") == account(people, "hubspot", "1002")
    assert contract == own_key(people, "hubspot", "1003")
    assert account(shapes, "files", "b2") == own_key(shapes, "hubspot", "203")


def test_a_domain_of_free_mail_joins_nobody(people: Built, shapes: Built) -> None:
    free = {account(people, *native) for native in (("hubspot", "1004"), ("files", "F-I3a"))}
    assert len({*free, account(people, "files", "F-I3b")}) == 3
    french = {
        account(shapes, *one) for one in (("hubspot", "206"), ("files", "b5"), ("files", "b6"))
    }
    assert len(french) == 3


def test_companies_that_were_merged_are_the_one_they_lead_to(shapes: Built) -> None:
    merged = own_key(shapes, "hubspot", "205")
    for native in (("hubspot", "204"), ("files", "b3"), ("files", "b4")):
        assert account(shapes, *native) == merged, native


def test_countries_are_compared_in_one_spelling(people: Built, shapes: Built) -> None:
    for contact_id in ("2301", "2303"):
        assert country(people, "hubspot", contact_id) == "Switzerland"
        assert people.rows(
            "select policy_id, due_at from build.intermediate.int_response_times"
            f" where person_key = {own_key(people, 'hubspot', contact_id)}"
        ) == [("switzerland", datetime(2026, 2, 3, 14))]  # noqa: DTZ001
    expected = {"32": "Switzerland", "61": "Germany", "62": "Atlantis", "64": "Switzerland"}
    assert {key: country(shapes, "hubspot", key) for key in expected} == expected
    assert shapes.rows(
        "select country, industry from build.intermediate.int_accounts where account_key in"
        f" ({account(shapes, 'hubspot', '205')}, {account(shapes, 'files', 'b1')})"
        " order by country nulls last"
    ) == [("France", None), (None, "Logistics")]


@pytest.mark.parametrize("table", NAMING)
def test_an_id_that_nobody_knows_falls_back_on_the_address(shapes: Built, table: str) -> None:
    found = dict(
        shapes.rows(
            "select source_id, person_key from build.intermediate.int_activities"
            f" where source_table = '{table}'"
        )
    )
    for name, (_, _, (system, native_id)) in NAMED.items():
        meant = person(shapes, system, native_id)
        assert meant is not None
        assert found[f"{table}-{name}"] == meant, name


@pytest.mark.parametrize("model", ["int_survey_responses", "int_referral_events"])
def test_surveys_and_referrals_name_whom_the_stream_names(shapes: Built, model: str) -> None:
    row, whose = ("source_id", "referrer_person_key")
    if "survey" in model:
        row, whose = ("response_id", "person_key")
    found = shapes.rows(
        f"select model.{row} from build.intermediate.{model} as model"
        f" inner join build.intermediate.int_activities as stream on model.{row} = stream.source_id"
        f" where model.{whose} is distinct from stream.person_key"
    )
    assert found == []
    ((count,),) = shapes.rows(f"select count(*) from build.intermediate.{model}")
    assert count == (5 if "survey" in model else 10)


def test_an_unknown_id_with_a_known_address_is_a_lead_that_sales_accepted(people: Built) -> None:
    meant = person(people, "files", "K-I8")
    found = people.rows(
        "select activity from build.intermediate.int_activities"
        f" where person_key = {meant} order by activity"
    )
    assert found == [("demo_requested",), ("lead_accepted",)]


def test_an_address_is_whose_it_was_at_that_instant(people: Built, shapes: Built) -> None:
    ((whose,),) = people.rows(
        "select person_key from build.intermediate.int_activities where source_id = 'act2'"
    )
    assert whose == own_key(people, "hubspot", "2004")
    found = dict(
        shapes.rows(
            "select source_id, person_key from build.intermediate.int_activities"
            " where source_id in ('late', 'gap', 'early')"
        )
    )
    first, second = own_key(shapes, "hubspot", "71"), own_key(shapes, "hubspot", "72")
    assert found == {"late": second, "gap": first, "early": first}
