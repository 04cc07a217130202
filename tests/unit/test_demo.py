"""The simulated company: the same for a seed, in the contracts' shapes, and true to itself."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from demo.__main__ import main
from demo.run import MARK, DemoError, plan, prepare_landing

ROOT = Path(__file__).parents[2]
SMALLEST = 2_000
AS_OF = datetime.datetime(2026, 6, 30, 22, tzinfo=datetime.UTC)
CONTRACT_TYPES = {
    "text": pa.string(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "double": pa.float64(),
    "date": pa.date32(),
    "time": pa.time64("us"),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", tz="UTC"),
    "decimal(18, 2)": pa.decimal128(18, 2),
    "decimal(18, 6)": pa.decimal128(18, 6),
    "decimal(18, 8)": pa.decimal128(18, 8),
    "decimal(3, 1)": pa.decimal128(3, 1),
}
# Connectors land money as they please; the contract reads it as a decimal.
NUMBERS = (pa.int64(), pa.float64())
# Planned dates, which may lie ahead of as_of.
PLANNED = {("hubspot.deal", "property_closedate")}
AWKWARD_CASES = {
    "accounts_back_after_churn",
    "accounts_unknown_to_the_crm",
    "accounts_with_two_currencies",
    "answers_across_clock_changes",
    "answers_over_a_holiday_weekend",
    "calls_at_key_moments",
    "changed_addresses",
    "clock_changes_crossed",
    "competitors_known_too_late",
    "contact_merge_chains",
    "contact_merges",
    "contents_around_a_sale",
    "contents_told_by_others",
    "contracts_billed_for_several_periods",
    "contracts_in_foreign_currency",
    "contracts_not_yet_begun",
    "contracts_priced_by_month",
    "contracts_priced_by_quarter",
    "contracts_priced_by_week",
    "contracts_priced_by_year",
    "currencies_in_lower_case",
    "cycles_with_two_deals",
    "deals_found_by_sales",
    "deals_in_three_currencies",
    "deals_lost_for_no_reason",
    "deals_lost_while_another_is_open",
    "deals_lost_while_customer",
    "deals_of_an_owner_without_losses",
    "deals_recycled_while_customer",
    "deals_without_amount",
    "deals_without_company",
    "deals_without_contact",
    "deals_without_creation",
    "deals_without_owner",
    "deals_without_stages",
    "deleted_companies",
    "deleted_contacts",
    "deleted_deals",
    "deleted_engagements",
    "discounts_that_end",
    "discounts_without_end",
    "duplicate_invitees",
    "ends_involuntary",
    "ends_unexplained",
    "ends_voluntary",
    "erasure_requests",
    "exact_duplicates",
    "excluded_competitor",
    "excluded_employee",
    "excluded_free_mail",
    "excluded_student",
    "failed_promise_weeks",
    "hand_offs_around_midnight",
    "hand_offs_that_sales_sourced",
    "invitations_accepted_late",
    "invitations_repeated",
    "late_rows",
    "leads_after_a_cool_down",
    "leads_around_the_change",
    "leads_by_a_change_of_attribute",
    "leads_by_a_new_version",
    "leads_by_score",
    "leads_corrected",
    "leads_given_back",
    "leads_in_swiss_hours",
    "leads_lost_to_a_cool_down",
    "leads_lost_to_decay",
    "leads_lost_to_negative_points",
    "leads_not_called_yet",
    "leads_of_the_new_rules_only",
    "leads_of_the_old_rules_only",
    "leads_on_holidays",
    "leads_rejected_at_second_thought",
    "leads_sourced_by_sales",
    "leads_with_a_policy_of_their_channel",
    "leads_won_before",
    "low_rated_reviews",
    "machine_opens",
    "merged_contacts_with_own_life",
    "merged_deals",
    "merges_without_log",
    "newsletter_buyers",
    "newsletter_clicks_without_a_sale",
    "newsletter_cycles_of_a_later_cycle",
    "newsletter_returns",
    "newsletter_strangers",
    "night_leads_called_in_the_morning",
    "night_leads_called_late",
    "non_conforming_hand_offs",
    "odd_answers",
    "offline_imports",
    "open_ended_contracts",
    "overlapping_contracts",
    "pauses_ended",
    "pauses_running",
    "people_known_by_address",
    "people_without_address",
    "re_entries_after_churned",
    "re_entries_after_lost",
    "re_entries_after_recycled",
    "recycled_leads_back",
    "regressions",
    "reopened_deals",
    "reviews_without_rating",
    "sales_after_a_year",
    "scanner_clicks",
    "self_referrals",
    "shared_addresses",
    "skipped_stages",
    "soft_bounces",
    "stays_entered_by_merge",
    "superseded_versions",
    "surveys_answered_twice",
    "touches_around_seven_days",
    "touches_before_the_hand_off",
    "trials",
    "unreadable_rows",
    "verdicts_around_the_end_of_a_week",
    "visits_at_the_edges_of_a_window",
    "visits_by_assistants",
    "visits_without_consent",
    "weeks_of_too_much",
    "weeks_with_two_holidays",
    "words_in_phase_0",
    "words_in_phase_1",
    "words_in_phase_2",
    "words_in_phase_3",
}


def simulate(folder: Path, seed: int, processes: int = 1) -> Path:
    """The smallest company, in `folder/landing` and `folder/truth`."""
    arguments = ["--seed", str(seed), "--activities", str(SMALLEST)]
    arguments += ["--landing", str(folder / "landing"), "--truth", str(folder / "truth")]
    assert main([*arguments, "--processes", str(processes)]) == 0
    return folder


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return simulate(tmp_path_factory.mktemp("company"), seed=7)


@pytest.fixture(scope="module")
def truth(company: Path) -> dict[str, Any]:
    summary: dict[str, Any] = json.loads((company / "truth/truth.json").read_text())
    return summary


def digests(folder: Path) -> dict[str, str]:
    """The digest of every file in a folder, by its path in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def files_of(company: Path, source: str, table: str) -> list[Path]:
    """The files of a raw table, however it was landed."""
    folder = company / "landing" / source
    if table == "events" and source == "ga4":
        return sorted(folder.glob("events_*.parquet"))
    single = folder / f"{table}.parquet"
    return [single] if single.is_file() else sorted((folder / table).glob("*.parquet"))


def read(company: Path, name: str) -> pa.Table:
    """A raw table, `source.table`."""
    source, _, table = name.partition(".")
    return pa.concat_tables([pq.read_table(path) for path in files_of(company, source, table)])


def contracts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every contract of a raw table, with its source."""
    for path in sorted((ROOT / "models/staging").glob("*/_*_sources.yml")):
        for source in yaml.safe_load(path.read_text())["sources"]:
            # What the job writes down itself is landed by nobody.
            if source.get("config", {}).get("meta", {}).get("is_landed", True):
                for table in source["tables"]:
                    yield source["name"], table


# ---------- the same for the same seed


def test_the_same_seed_writes_the_same_bytes_however_many_processes(
    company: Path, tmp_path: Path
) -> None:
    again = simulate(tmp_path, seed=7, processes=2)
    assert digests(again) == digests(company)


def test_another_seed_writes_other_people_and_another_truth(company: Path, tmp_path: Path) -> None:
    other = digests(simulate(tmp_path, seed=8))
    ours = digests(company)
    for path in (
        "landing/hubspot/contact/part-00000.parquet",
        "landing/files/contracts/part-00000.parquet",
        "landing/mailchimp/member/part-00000.parquet",
        "truth/stays.parquet",
        "truth/qualifications.parquet",
        "truth/truth.json",
    ):
        assert other[path] != ours[path], path


def test_a_second_run_replaces_what_the_first_one_wrote(tmp_path: Path) -> None:
    first = digests(simulate(tmp_path, seed=8))
    assert digests(simulate(tmp_path, seed=8)) == first


# ---------- in the contracts' shapes


@pytest.mark.parametrize(
    ("source", "table"), [pytest.param(s, t, id=f"{s}.{t['name']}") for s, t in contracts()]
)
def test_every_contract_is_landed_with_its_types(
    company: Path, source: str, table: dict[str, Any]
) -> None:
    paths = files_of(company, source, table["name"])
    assert paths, "no file was landed"
    # HubSpot's sender column is spelt FROM by the connector.
    landed = {field.name.lower(): field.type for field in pq.read_schema(paths[0])}
    meta = table["config"]["meta"]
    for column in table["columns"]:
        name, kind = column["name"].lower(), column["data_type"]
        is_needed = column.get("config", {}).get("meta", {}).get("required")
        if is_needed or column["name"] in meta["key"]:
            assert name in landed, name
        if name in landed and kind != "record":
            is_money = kind.startswith("decimal") and source != "files"
            assert landed[name] == CONTRACT_TYPES[kind] or (is_money and landed[name] in NUMBERS), (
                column
            )
    assert len(landed.keys() & {column["name"].lower() for column in table["columns"]}) > 1


def test_the_companys_own_files_have_no_column_beyond_their_contract(company: Path) -> None:
    for source, table in contracts():
        if source == "files":
            landed = pq.read_schema(files_of(company, source, table["name"])[0])
            assert landed.names == [column["name"] for column in table["columns"]], table["name"]


def test_the_keys_of_the_crm_are_there_and_unique_but_for_what_is_landed_twice(
    company: Path,
) -> None:
    for name, key in (
        ("hubspot.company", ["id"]),
        ("hubspot.deal", ["deal_id"]),
        ("hubspot.deal_stage", ["deal_id", "date_entered", "value"]),
        ("hubspot.contact_property_history", ["contact_id", "name", "timestamp"]),
        ("hubspot.company_property_history", ["company_id", "name", "timestamp"]),
        ("files.attribute_values", ["value_id"]),
        ("hubspot.contact_form_submission", ["conversion_id"]),
        ("hubspot.email_event", ["id", "created"]),
        ("hubspot.engagement", ["id"]),
        ("mailchimp.member", ["id", "list_id"]),
    ):
        rows = {tuple(row.items()) for row in read(company, name).to_pylist()}
        keys = Counter(tuple(dict(row)[column] for column in key) for row in rows)
        assert keys, name
        assert max(keys.values()) == 1, name
        assert not any(value is None for one in keys for value in one), name


def test_nothing_happens_or_is_recorded_at_or_after_as_of(company: Path) -> None:
    for path in sorted((company / "landing").rglob("*.parquet")):
        folder = path.parent.name if path.stem.startswith("part-") else path.stem
        source = path.relative_to(company / "landing").parts[0]
        table = pq.read_table(path)
        for field in table.schema:
            name = f"{source}.{folder}"
            if not pa.types.is_timestamp(field.type) or (name, field.name) in PLANNED:
                continue
            instants = [one for one in table[field.name].to_pylist() if one is not None]
            late = [one for one in instants if one.replace(tzinfo=datetime.UTC) >= AS_OF]
            assert not late, (name, field.name, late[:3])


def test_the_site_has_one_file_a_day_and_each_event_in_the_file_of_its_local_day(
    company: Path,
) -> None:
    paths = files_of(company, "ga4", "events")
    assert len(paths) > 100
    for path in paths:
        dates = set(pq.read_table(path, columns=["event_date"])["event_date"].to_pylist())
        assert dates == {path.stem.removeprefix("events_")}


def test_the_unit_of_landing_is_marked_with_the_instant_of_as_of(company: Path) -> None:
    assert (company / "landing/landed_at.txt").read_text().strip() == "2026-06-30T22:00:00Z"


# ---------- true to itself


def test_every_awkward_case_is_there_at_the_smallest_size(truth: dict[str, Any]) -> None:
    missing = [name for name in AWKWARD_CASES if truth["awkward_cases"].get(name, 0) <= 0]
    assert not missing
    empty = [name for name, count in truth["awkward_cases"].items() if count <= 0]
    assert not [name for name in empty if name in AWKWARD_CASES]


def test_the_smallest_company_is_its_awkward_cases_and_little_else(truth: dict[str, Any]) -> None:
    assert SMALLEST <= truth["activities_written"] <= SMALLEST * 1.5


def test_opening_revenue_and_movements_make_closing_revenue(truth: dict[str, Any]) -> None:
    currencies = {c for month in truth["monthly_movements"].values() for c in month}
    assert {"EUR", "USD"} <= currencies
    months = sorted(set(truth["monthly_movements"]) | set(truth["monthly_recurring_revenue"]))
    for currency in currencies:
        closing = Decimal(0)
        for month in months:
            moved = truth["monthly_movements"].get(month, {}).get(currency, {})
            closing += sum((Decimal(amount) for amount in moved.values()), Decimal(0))
            stated = truth["monthly_recurring_revenue"].get(month, {}).get(currency, "0.00")
            assert closing == Decimal(stated), (month, currency)


def test_the_rows_of_revenue_add_up_to_the_summary(company: Path, truth: dict[str, Any]) -> None:
    sums: dict[tuple[str, str], Decimal] = {}
    for row in pq.read_table(company / "truth/mrr.parquet").to_pylist():
        key = (row["month"], row["currency"])
        sums[key] = sums.get(key, Decimal(0)) + row["closing_mrr"]
    stated = {
        (month, currency): Decimal(amount)
        for month, amounts in truth["monthly_recurring_revenue"].items()
        for currency, amount in amounts.items()
    }
    assert sums == stated


def test_customers_grow_by_those_who_come_and_shrink_by_those_who_leave(
    company: Path, truth: dict[str, Any]
) -> None:
    running: dict[str, set[str]] = {}
    for row in pq.read_table(company / "truth/mrr.parquet").to_pylist():
        if row["closing_mrr"] > 0:
            running.setdefault(row["month"], set()).add(row["company_id"])
    before: set[str] = set()
    for month, count in truth["active_customers"].items():
        now = running.get(month, set())
        assert len(now) == count, month
        assert len(before - now) == truth["churned_accounts"][month], month
        before = now


def test_stays_follow_each_other_without_gap_overlap_or_tie(company: Path) -> None:
    stays: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in pq.read_table(company / "truth/stays.parquet").to_pylist():
        subject = (row["subject_type"], row["native_system"], row["native_id"])
        stays.setdefault(subject, []).append(row)
    assert stays
    for subject, rows in stays.items():
        assert rows[0]["entry_type"] in ("first", "skip_imputed"), subject
        assert rows[-1]["exited_at"] is None, subject
        for one, following in pairwise(rows):
            assert one["exited_at"] == following["entered_at"], subject
            assert one["exit_type"] is not None, subject
            assert one["is_imputed"] == (one["entered_at"] == one["exited_at"]), subject
            assert one["cycle_no"] <= following["cycle_no"], subject


def test_stays_are_counted_as_they_are_listed(company: Path, truth: dict[str, Any]) -> None:
    listed = Counter(
        (row["stage"], row["subject_type"])
        for row in pq.read_table(company / "truth/stays.parquet").to_pylist()
    )
    for stage, counts in truth["stays"].items():
        for subject, count in counts.items():
            assert listed[stage, subject] == count


def test_hand_offs_of_the_weeks_add_up_and_the_week_that_failed_has_none(
    truth: dict[str, Any],
) -> None:
    weeks = truth["hand_offs"]["by_week"]
    for kind in ("conforming", "non_conforming", "counting"):
        assert sum(week[kind] for week in weeks.values()) == truth["hand_offs"][kind] > 0
    assert all(week["counting"] <= week["conforming"] for week in weeks.values())
    assert truth["hand_offs"]["counting"] < truth["hand_offs"]["conforming"]
    assert weeks["2024-W33"] == {"conforming": 0, "non_conforming": 0, "counting": 0}
    assert next(iter(weeks)) == "2023-W26"
    assert list(weeks)[-1] == "2026-W27"


def test_qualified_leads_are_counted_by_version(company: Path, truth: dict[str, Any]) -> None:
    rows = pq.read_table(company / "truth/qualified_leads.parquet").to_pylist()
    assert Counter(row["agreement_version"] for row in rows) == truth["qualified_leads"]
    assert min(truth["qualified_leads"].values()) > 0


def test_every_stage_of_a_cycle_has_beliefs_that_follow_each_other(
    company: Path, truth: dict[str, Any]
) -> None:
    reached: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in pq.read_table(company / "truth/qualifications.parquet").to_pylist():
        key = (row["native_system"], row["native_id"], row["cycle_no"], row["stage"])
        reached.setdefault(key, []).append(row)
    counts: Counter[tuple[str, str]] = Counter()
    for key, rows in reached.items():
        assert rows[-1]["believed_to"] is None, key
        for one, following in pairwise(rows):
            assert one["believed_from"] < one["believed_to"] == following["believed_from"], key
            assert following["qualified_at"] < one["qualified_at"] <= one["believed_from"], key
        assert not any(row["is_imputed"] for row in rows) or len(rows) == 1, key
        assert all((row["rule_id"] is None) == row["is_imputed"] for row in rows), key
        counts[key[3], "imputed" if rows[0]["is_imputed"] else "met"] += 1
        counts[key[3], "corrected"] += len(rows) > 1
        if key[3] != "mql":
            assert (*key[:3], "mql") in reached, key
    for stage, kinds in truth["qualifications"].items():
        assert kinds == {kind: counts[stage, kind] for kind in kinds}, stage


def test_a_qualified_lead_is_the_last_belief_of_its_cycle(company: Path) -> None:
    last = {
        (row["native_system"], row["native_id"], row["cycle_no"]): row
        for row in pq.read_table(company / "truth/qualifications.parquet").to_pylist()
        if row["stage"] == "mql" and row["believed_to"] is None and not row["is_imputed"]
    }
    leads = pq.read_table(company / "truth/qualified_leads.parquet").to_pylist()
    assert len(leads) == len(last)
    for lead in leads:
        row = last[lead["native_system"], lead["native_id"], lead["cycle_no"]]
        assert (lead["qualified_at"], lead["known_at"]) == (
            row["qualified_at"],
            row["believed_from"],
        )
        assert lead["rule_id"] == row["rule_id"]
        assert (lead["score_fit"] is None) == (lead["agreement_version"] == "1")


def test_what_a_won_deal_brings_is_not_known_before_it_is_won(company: Path) -> None:
    won_at: dict[int, list[Any]] = {}
    stages = {
        row["deal_id"]: row["date_entered"]
        for row in read(company, "hubspot.deal_stage").to_pylist()
        if row["value"] == "closedwon"
    }
    for row in read(company, "hubspot.deal_company").to_pylist():
        if row["deal_id"] in stages:
            won_at.setdefault(row["company_id"], []).append(stages[row["deal_id"]])
    tiers = [
        row
        for row in read(company, "hubspot.company_property_history").to_pylist()
        if row["name"] == "contract_tier"
    ]
    assert tiers
    hour = datetime.timedelta(hours=1)
    linked = [row for row in tiers if row["company_id"] in won_at]
    assert linked
    assert all(row["timestamp"] - hour in won_at[row["company_id"]] for row in linked)


def test_rows_landed_twice_are_counted_by_table(company: Path, truth: dict[str, Any]) -> None:
    for name, count in truth["exact_duplicates"].items():
        rows = [str(row) for row in read(company, name).to_pylist()]
        assert len(rows) - len(set(rows)) == count > 0, name


def test_the_truth_is_no_part_of_the_landing(company: Path) -> None:
    landed = {path.name for path in (company / "landing").rglob("*")}
    assert not {path.name for path in (company / "truth").iterdir()} & landed


# ---------- bad input


def test_a_folder_with_other_peoples_files_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    landing = tmp_path / "landing"
    (landing / "hubspot").mkdir(parents=True)
    precious = landing / "hubspot/contact.csv"
    precious.write_text("id\n1\n")
    code = main(["--landing", str(landing), "--truth", str(tmp_path / "truth")])
    assert code == 2
    message = capsys.readouterr().err
    assert str(landing) in message
    assert "nothing was touched" in message
    assert precious.read_text() == "id\n1\n"
    assert not (landing / MARK).exists()


def test_a_file_that_somebody_added_to_a_simulated_landing_is_not_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "landing/files"
    folder.mkdir(parents=True)
    (tmp_path / "landing" / MARK).write_text("{}")
    added = folder / "contracts.csv"
    added.write_text("contract_id\nC1\n")
    code = main(["--landing", str(tmp_path / "landing"), "--truth", str(tmp_path / "truth")])
    assert code == 2
    assert str(added) in capsys.readouterr().err
    assert added.is_file()


def test_the_truth_may_not_lie_in_the_landing(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="lies in the landing"):
        prepare_landing(tmp_path, tmp_path / "truth")


def test_a_file_is_no_landing(tmp_path: Path) -> None:
    path = tmp_path / "landing"
    path.write_text("")
    with pytest.raises(DemoError, match="is a file"):
        prepare_landing(path, tmp_path / "truth")


@pytest.mark.parametrize("activities", [0, SMALLEST - 1, 50_000_001])
def test_a_size_out_of_bounds_is_refused(activities: int) -> None:
    with pytest.raises(DemoError, match="out of bounds"):
        plan(activities)


def test_a_seed_below_zero_is_refused() -> None:
    with pytest.raises(SystemExit):
        main(["--seed", "-1"])


@pytest.mark.parametrize("activities", [SMALLEST, 20_000, 1_000_000, 50_000_000])
def test_shards_are_of_bounded_size_whatever_the_size(activities: int) -> None:
    planned = plan(activities)
    assert all(accounts <= 1_000 for accounts, _ in planned.shards)
    assert activities / len(planned.shards) <= 110_000
