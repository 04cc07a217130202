"""What customers bought again, and which customers are those whom the company wants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from tests.oracle.customers import Company
from tests.oracle.landed import DAY, configuration, day_of, start_of, version_on
from tests.oracle.numbers import Key, Number

YEAR = timedelta(days=365)
KINDS = {"renewal": "renewal", "existingbusiness": "upsell"}
METRICS = ("repeat_sales_per_ideal_customer",)


class RepeatSale(NamedTuple):
    """A renewal or upsell deal that was won."""

    account: int
    won_on: date


def repeat_sales(company: Company) -> list[RepeatSale]:
    """The renewal and upsell deals of accounts that were won before as_of."""
    return [*_of_crm(company), *_of_files(company)]


def _of_crm(company: Company) -> Iterator[RepeatSale]:
    files, identity = company.files, company.identity
    won = {
        stage
        for stage, is_won in files.rows("hubspot/deal_pipeline_stage", "stage_id", "closed_won")
        if is_won
    }
    into = {
        gone: kept for kept, gone in files.rows("hubspot/merged_deal", "deal_id", "merged_deal_id")
    }
    entered: dict[tuple[int, str], datetime] = {}
    for deal, stage, at in files.rows("hubspot/deal_stage", "deal_id", "value", "date_entered"):
        entered[deal, stage] = max(at, entered.get((deal, stage), at))
    linked: dict[tuple[str, int], int] = {}
    for kind in ("company", "contact"):
        for deal, one in files.rows(f"hubspot/deal_{kind}", "deal_id", f"{kind}_id"):
            key = (kind, into.get(deal, deal))
            linked[key] = min(one, linked.get(key, one))
    for row in files.latest(
        "hubspot/deal",
        ("deal_id",),
        "_fivetran_synced",
        *("deal_pipeline_stage_id", "property_dealtype", "property_closedate"),
        *("is_deleted", "_fivetran_deleted"),
    ):
        deal, stage = row["deal_id"], row["deal_pipeline_stage_id"]
        # A merged deal has no links any more: they went to the one that is left.
        is_gone = row["is_deleted"] or row["_fivetran_deleted"]
        if is_gone or stage not in won or row["property_dealtype"] not in KINDS:
            continue
        won_at = entered.get((deal, stage), row["property_closedate"])
        account = identity.accounts.get(("hubspot", str(linked.get(("company", deal)))))
        if account is None:
            contact = ("hubspot", str(linked.get(("contact", deal))))
            account = company.account_of(identity.people.get(contact))
        if account is not None and won_at is not None and won_at < company.as_of:
            yield RepeatSale(account, day_of(won_at))


def _of_files(company: Company) -> Iterator[RepeatSale]:
    for row in company.files.latest(
        "files/deals",
        ("deal_id",),
        "recorded_at",
        *("contact_id", "company_id", "kind", "outcome", "closed_at", "is_deleted"),
    ):
        is_won = row["outcome"] == "won" and not row["is_deleted"]
        account = company.account(row["company_id"], company.person(row["contact_id"], None))
        won_at = row["closed_at"]
        if not is_won or row["kind"] not in KINDS.values() or won_at is None:
            continue
        if account is not None and won_at < company.as_of:
            yield RepeatSale(account, day_of(won_at))


# ---------- who is ideal


class Value(NamedTuple):
    """A value that an attribute of an account took; ordered as the latest is found."""

    at: datetime
    recorded_at: datetime
    value: str


def ideal_accounts(company: Company) -> set[int]:
    """The accounts whose attributes met every condition when their first contract began."""
    values = _values(company)
    found = set()
    for account, contract in company.first_contracts.items():
        version, until = version_on(contract.started_on), start_of(contract.started_on + DAY)
        asked = [
            row for row in configuration("ideal_customers") if row["agreement_version"] == version
        ]
        if asked and all(
            holds(_latest(values.get((account, row["attribute"]), []), until), row) for row in asked
        ):
            found.add(account)
    return found


def _latest(values: list[Value], until: datetime) -> str:
    # Nothing is recorded before it happened.
    visible = [one for one in values if one.recorded_at < until]
    return max(visible).value if visible else ""


def holds(value: str, condition: dict[str, str]) -> bool:
    """Whether a value meets a condition; without a value none is met."""
    operator, wanted = condition["operator"], condition["value"].strip().lower()
    if not value:
        return False
    if operator == "is_set":
        return True
    if operator in ("one_of", "none_of"):
        is_listed = value in [one.strip() for one in wanted.split("|")]
        return is_listed == (operator == "one_of")
    if operator == "contains":
        return wanted in value
    had, limit = _number(value), _number(wanted)
    if operator in ("equals", "differs_from"):
        is_same = had == limit if had is not None and limit is not None else value == wanted
        return is_same == (operator == "equals")
    if had is None or limit is None:
        return False
    compared = {
        "at_least": had >= limit,
        "more_than": had > limit,
        "at_most": had <= limit,
        "less_than": had < limit,
    }
    return compared[operator]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _values(company: Company) -> dict[tuple[int, str], list[Value]]:
    """The values of the attributes of accounts, as sources tell them."""
    found: dict[tuple[int, str], list[Value]] = {}
    told = (*_crm_values(company), *_billing_values(company), *_noted_values(company))
    for account, attribute, at, recorded_at, value in told:
        if account is not None and at is not None:
            known_at = max(at, recorded_at or at)
            one = Value(at, known_at, str(value or "").strip().lower())
            found.setdefault((account, attribute), []).append(one)
    return found


Told = tuple[int | None, str, datetime | None, datetime | None, object]


def _crm_values(company: Company) -> Iterator[Told]:
    attributes = {
        row["property_name"]: row["attribute"]
        for row in configuration("attribute_sources")
        if (row["source_system"], row["source_table"]) == ("hubspot", "company")
    }
    accounts, has_industry = company.identity.accounts, set()
    for row in company.files.latest(
        "hubspot/company_property_history",
        ("company_id", "name", "timestamp"),
        "_fivetran_synced",
        "value",
    ):
        account = accounts.get(("hubspot", str(row["company_id"])))
        if row["name"] == "industry":
            has_industry.add(row["company_id"])
        if row["name"] in attributes:
            attribute, synced_at = attributes[row["name"]], row["_fivetran_synced"]
            yield account, attribute, row["timestamp"], synced_at, row["value"]
    for row in company.files.latest(
        "hubspot/company", ("id",), "_fivetran_synced", "property_industry"
    ):
        if row["id"] not in has_industry and row["property_industry"]:
            account, synced_at = accounts.get(("hubspot", str(row["id"]))), row["_fivetran_synced"]
            yield account, "industry", synced_at, synced_at, row["property_industry"]


def _billing_values(company: Company) -> Iterator[Told]:
    columns = {"relation": "account_relation", "employees": "employees", "industry": "industry"}
    for row in company.files.latest(
        "files/companies", ("company_id",), "recorded_at", "created_at", *columns
    ):
        at = row["recorded_at"] or row["created_at"]
        for column, attribute in columns.items():
            if row[column] is not None:
                yield company.account(row["company_id"], None), attribute, at, at, row[column]


def _noted_values(company: Company) -> Iterator[Told]:
    for row in company.files.latest(
        "files/attribute_values",
        ("value_id",),
        "recorded_at",
        *("company_id", "attribute", "value", "changed_at"),
    ):
        account = company.account(row["company_id"], None)
        yield account, row["attribute"], row["changed_at"], row["recorded_at"], row["value"]


def repeat_sale_numbers(company: Company) -> dict[Key, Number]:
    """Repeat sales of ideal customers for each of them."""
    ideal, sales = ideal_accounts(company), repeat_sales(company)
    numbers: dict[Key, Number] = {}
    for month in company.months:
        last = company.snapshot(month)
        these = ideal & company.active_at_end(month)
        won = sum(one.account in these and last - YEAR < one.won_on <= last for one in sales)
        key = Key(METRICS[0], "month", month, "all", "all")
        numbers[key] = Number(Decimal(won), Decimal(len(these)))
    return numbers
