"""What a contract asks of a row: within a column, across columns, and of the words of a list."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.lib.contracts import load_contracts
from orchestration.lib.errors import UserError
from orchestration.lib.landing import Report, check_landing, prepare_landing
from orchestration.lib.landing_load import Account, load_landing
from orchestration.lib.settings import PROJECT

LANDED_AT = "2026-06-30 22:00:00"
CONTRACTS = load_contracts(PROJECT)
# A row of each table of which every contract thinks well.
GOOD: dict[str, dict[str, str]] = {
    "contracts": {
        "contract_id": "one",
        "company_id": "a",
        "started_on": "2025-01-01",
        "ended_on": "2026-01-01",
        "price": "10.00",
        "billing_period": "month",
        "billing_interval": "1",
        "discount": "1.00",
        "currency": "EUR",
        "previous_contract_id": "none",
    },
    "contract_pauses": {
        "contract_id": "one",
        "paused_on": "2025-02-01",
        "resumed_on": "2025-03-01",
    },
    "invoices": {
        "invoice_id": "one",
        "company_id": "a",
        "kind": "recurring",
        "issued_on": "2025-01-01",
        "amount": "10.00",
        "currency": "EUR",
    },
    "costs": {
        "cost_id": "one",
        "incurred_on": "2025-01-01",
        "category": "tool",
        "team": "sales",
        "amount": "10.00",
        "currency": "EUR",
    },
    "deals": {
        "deal_id": "one",
        "kind": "new_business",
        "outcome": "won",
        "amount": "10.00",
        "currency": "EUR",
        "created_at": "2025-01-01T10:00:00Z",
        "closed_at": "2025-01-02T10:00:00Z",
    },
    "survey_responses": {
        "response_id": "one",
        "kind": "nps",
        "score": "10",
        "sent_at": "2025-01-01T10:00:00Z",
        "answered_at": "2025-01-02T10:00:00Z",
    },
    "referral_invitations": {
        "invitation_id": "one",
        "email": "a@b.example",
        "invitee_email": "c@d.example",
        "sent_at": "2025-01-01T10:00:00Z",
        "accepted_at": "2025-01-02T10:00:00Z",
    },
    "reviews": {"review_id": "one", "kind": "review", "rating": "4.5"},
    "activities": {
        "activity_id": "one",
        "activity": "demo_requested",
        "email": "a@b.example",
        "occurred_at": "2025-01-01T10:00:00Z",
        "recorded_at": "2025-01-01T10:00:00Z",
    },
    "contacts": {"contact_id": "one", "email": "a@b.example", "created_at": "2025-01-01"},
    "exchange_rates": {
        "date": "2025-01-01",
        "from_currency": "USD",
        "to_currency": "EUR",
        "rate": "0.9",
    },
    "social_accounts": {
        "platform": "x",
        "account_id": "one",
        "date": "2025-01-01",
        "followers": "10",
    },
    "companies": {"company_id": "one", "employees": "10", "relation": "customer"},
}


class Landed:
    """Rows of the tables of `files`, loaded, and what became of them."""

    def __init__(self, folder: Path, tables: dict[str, list[dict[str, str]]]) -> None:
        for name, rows in tables.items():
            path = folder / "landing" / "files" / f"{name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        contracts = [
            table for table in CONTRACTS if table.source == "files" and table.name in tables
        ]
        self.report: Report
        self.report, landed = check_landing(folder / "landing", contracts, ["files"])
        self.build = folder / "build.duckdb"
        self.accounts: dict[str, Account] = load_landing(
            self.build, contracts, landed, timezone="Europe/Paris", landed_at=LANDED_AT
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.build), read_only=True) as connection:
            return connection.execute(query).fetchall()

    @property
    def reasons(self) -> list[str]:
        found = self.rows("select reject_reason from landing.rejected_rows order by all")
        return [reason for (reason,) in found]


def test_what_is_right_is_loaded(tmp_path: Path) -> None:
    landed = Landed(tmp_path, {table: [row] for table, row in GOOD.items()})
    assert landed.reasons == []
    assert {table: landed.accounts[f"files.{table}"].loaded for table in GOOD} == dict.fromkeys(
        GOOD, 1
    )


@pytest.mark.parametrize(
    ("table", "change", "reason"),
    [
        ("contracts", {"ended_on": "2024-12-31"}, "ended_on breaks the rule 'ended_on >= st"),
        ("contracts", {"price": "-1"}, "price breaks the rule 'price >= 0': price -1. Land"),
        ("contracts", {"discount": "-1"}, "discount breaks the rule 'discount >= 0'"),
        ("contracts", {"billing_interval": "100000"}, "billing_interval breaks the rule"),
        ("contracts", {"price": "1e17"}, "price is not a decimal(18, 2): 1e17"),
        ("contracts", {"price": "999999999999999"}, "price is not between -100000000000 and"),
        ("contracts", {"started_on": "0025-01-01"}, "started_on is not between 1990-01-01 and 2"),
        ("contracts", {"ended_on": "9999-12-31"}, "ended_on is not between 1990-01-01 and 2036"),
        ("contracts", {"ended_on": "infinity"}, "ended_on is not between"),
        ("contract_pauses", {"resumed_on": "2025-01-31"}, "resumed_on breaks the rule"),
        ("invoices", {"kind": "refund"}, "amount breaks the rule 'amount <= 0 where kind = 'ref"),
        ("invoices", {"amount": "-10"}, "amount breaks the rule 'amount >= 0 where kind in ("),
        ("invoices", {"kind": "one_off", "amount": "-10"}, "amount breaks the rule"),
        ("costs", {"amount": "-0.01"}, "amount breaks the rule 'amount >= 0': amount -0.01."),
        ("deals", {"closed_at": ""}, "closed_at breaks the rule 'closed_at is not null where"),
        ("deals", {"outcome": "lost", "closed_at": ""}, "closed_at breaks the rule"),
        ("deals", {"amount": "-1"}, "amount breaks the rule"),
        ("survey_responses", {"score": "11"}, "score breaks the rule 'score between 0 and 10"),
        ("survey_responses", {"score": "-1"}, "score breaks the rule"),
        ("survey_responses", {"score": "9.5"}, "score is not a bigint: 9.5"),
        ("survey_responses", {"kind": "csat", "score": "0"}, "score breaks the rule"),
        ("survey_responses", {"kind": "csat", "score": "6"}, "score breaks the rule"),
        ("survey_responses", {"answered_at": "2025-01-01T09:59:59Z"}, "answered_at breaks"),
        ("referral_invitations", {"accepted_at": "2024-12-31"}, "accepted_at breaks the rule"),
        ("referral_invitations", {"invitee_email": "c at d"}, "invitee_email is not an e-mail"),
        ("reviews", {"rating": "5.1"}, "rating breaks the rule 'rating between 0 and 5'"),
        ("activities", {"activity": "dreamt"}, "activity is not one of seeds/reference/activiti"),
        ("activities", {"email": "a@b"}, "email is not an e-mail address such as name@company"),
        ("activities", {"occurred_at": "1970-01-01"}, "occurred_at is not between 1990-01-01"),
        ("activities", {"occurred_at": "2036-07-02T10:00:00Z"}, "occurred_at is not between"),
        ("contacts", {"email": "Jane <jane@b.example>"}, "email is not an e-mail address"),
        ("contacts", {"created_at": "20250101120000"}, "created_at is not"),
        ("exchange_rates", {"rate": "0"}, "rate breaks the rule 'rate > 0'"),
        ("social_accounts", {"followers": "-5"}, "followers breaks the rule"),
        ("companies", {"employees": "-5"}, "employees breaks the rule"),
    ],
)
def test_what_breaks_a_rule_is_a_reject_that_says_column_value_rule_and_remedy(
    tmp_path: Path, table: str, change: dict[str, str], reason: str
) -> None:
    bad = {**GOOD[table], **change}
    landed = Landed(tmp_path, {table: [bad]})
    (said,) = landed.reasons
    assert said.startswith(reason)
    for column, value in change.items():
        if said.startswith(f"{column} ") and value.strip():
            assert value in said
    assert landed.accounts[f"files.{table}"].rejected == 1


@pytest.mark.parametrize(
    ("table", "change"),
    [
        # Called off before its first day, which the models count as no contract.
        ("contracts", {"ended_on": "2025-01-01"}),
        ("contracts", {"ended_on": "", "price": "0"}),
        ("contracts", {"price": "99999999999.99"}),
        ("invoices", {"kind": "refund", "amount": "-10"}),
        ("invoices", {"kind": "", "amount": "-10"}),
        ("deals", {"outcome": "open", "closed_at": ""}),
        ("deals", {"outcome": "", "closed_at": ""}),
        ("survey_responses", {"score": "", "answered_at": ""}),
        ("survey_responses", {"kind": "", "score": "70"}),
        ("survey_responses", {"score": "10.0"}),
        ("survey_responses", {"answered_at": "2025-01-01T10:00:00Z"}),
        ("activities", {"email": " A.B+c@sub.d-e.example "}),
        ("activities", {"email": "  "}),
        ("activities", {"email": "jörg@müller.example"}),
        ("activities", {"activity": ""}),
        ("activities", {"activity": "Demo-Requested"}),
        ("activities", {"occurred_at": "1990-01-01T12:00:00Z"}),
    ],
)
def test_what_a_rule_does_not_forbid_is_loaded(
    tmp_path: Path, table: str, change: dict[str, str]
) -> None:
    landed = Landed(tmp_path, {table: [{**GOOD[table], **change}]})
    assert landed.reasons == []
    assert landed.accounts[f"files.{table}"].loaded == 1


def test_a_listed_word_is_known_however_it_is_spelled(tmp_path: Path) -> None:
    rows = [
        {**GOOD["activities"], "activity_id": name, "activity": name}
        for name in ("demo_requested", " Demo requested", "DEMO-REQUESTED", "demo  requested")
    ]
    landed = Landed(tmp_path, {"activities": rows})
    assert landed.rows("select distinct activity from files.activities") == [("demo_requested",)]


def test_a_contract_that_names_itself_is_kept_without_the_name_and_told(tmp_path: Path) -> None:
    good = GOOD["contracts"]
    landed = Landed(
        tmp_path,
        {
            "contracts": [
                {**good, "previous_contract_id": " one "},
                {**good, "contract_id": "two", "previous_contract_id": "one"},
            ]
        },
    )
    assert landed.rows("select contract_id, previous_contract_id from files.contracts") == [
        ("one", None),
        ("two", "one"),
    ]
    (told,) = landed.accounts["files.contracts"].blanked
    assert told.startswith("previous_contract_id breaks the rule")
    assert "in 1 rows and is read as empty there: one. Land the contract" in told


def test_a_blanked_value_is_a_warning_of_the_night(
    tiny_project: Path, tmp_path: Path, land: Callable[..., Path]
) -> None:
    sources = tiny_project / "models" / "staging" / "crm" / "_crm_sources.yml"
    rule = "rules: [{rule: score <> 7, blanks: true, remedy: Ask again}], required: true"
    sources.write_text(
        sources.read_text().replace("required: true}}\n        col", f"{rule}}}}}\n        col", 1)
    )
    land("crm/contact.csv", "id,email,score\n1,a@b.example,7\n2,b@b.example,8\n")
    report = prepare_landing(tiny_project, tmp_path / "landing", tmp_path / "build.duckdb")
    (finding,) = [one for one in report.findings if one.code == "blanked_value"]
    assert (finding.severity, finding.table) == ("warning", "crm.contact")
    assert "score breaks the rule 'score <> 7' in 1 rows" in finding.message


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{rule: shoe > 1, remedy: Ask}", "begins with shoe, which is no column"),
        ("{rule: score > 1}", "is no rule"),
        ("score > 1", "is no rule"),
        ("{rule: score > 1, remedy: Ask, wehre: x}", "is no rule"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(tiny_project: Path, rule: str, said: str) -> None:
    sources = tiny_project / "models" / "staging" / "crm" / "_crm_sources.yml"
    text = sources.read_text().replace(
        "required: true}}\n        col", f"rules: [{rule}]}}}}\n        col", 1
    )
    sources.write_text(text)
    with pytest.raises(UserError, match=said):
        load_contracts(tiny_project)
