"""Cases of rows that nobody could have meant, and of words that are spelled in two ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.cases import Built, build, land_folder


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    """The folder of deals, its renewals, costs and invitations."""
    folder = tmp_path_factory.mktemp("deals")
    land_folder("deals_site_scores", folder)
    models = ["int_renewals", "int_costs", "stg_files__referral_invitations"]
    return build(folder, parsed, [*models, "rejected_rows"])


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, parsed: Path) -> Built:
    """The folder of people, and its renewals."""
    folder = tmp_path_factory.mktemp("people")
    land_folder("people_and_money", folder)
    return build(folder, parsed, ["int_renewals"])


def outcome(built: Built, contract: str) -> list[tuple[object, ...]]:
    query = "select outcome, renewed_by_contract_id from intermediate.int_renewals"
    return built.rows(f"{query} where contract_id = '{contract}'")


def test_a_contract_that_names_itself_has_lapsed(people: Built) -> None:
    assert outcome(people, "C-M6") == [("lapsed", None)]


def test_a_renewal_that_is_none_of_those_stays_one(people: Built) -> None:
    assert outcome(people, "C-L4a") == [("renewed", "C-L4b")]
    assert outcome(people, "C-M4a") == [("renewed", "C-M4b")]


def test_the_contract_of_another_customer_renews_nothing(deals: Built) -> None:
    assert outcome(deals, "C-M8a") == [("lapsed", None)]


def test_a_channel_of_costs_is_one_however_it_is_spelled(deals: Built) -> None:
    query = "select channel, sum(amount_local) from intermediate.int_costs group by 1"
    assert [(name, int(cost)) for name, cost in deals.rows(query)] == [("paid_search", 1500)]


def test_an_invitation_accepted_before_it_was_sent_is_a_reject(deals: Built) -> None:
    found = deals.rows("select invitation_id from files.referral_invitations")
    assert found == [("r2",)]
    (said,) = deals.rows(
        "select reject_reason from marts.rejected_rows where table_name = 'referral_invitations'"
    )
    assert "accepted_at breaks the rule 'accepted_at >= sent_at'" in said[0]
