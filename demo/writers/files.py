"""The company's own files: billing, events, surveys, referrals, verdicts, requests."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from demo import clock
from demo.ads import CODES
from demo.calendars import calendar_days
from demo.clock import MINUTE
from demo.company import FIRST_DAY, LAST_DAY, PRODUCTS, SALES, SERVICE
from demo.dice import Dice
from demo.model import Account, Invitation, Note, Person, Review
from demo.recording import billing_recorded_at, deed_recorded_at, exported
from demo.world import World
from demo.writers.billing import Billing, write_contract
from demo.writers.social import write_gaps
from demo.writers.tables import Row, Tables

# Of the dice for what was told apart, and for what followed on invoices.
PURPOSE = 54
NAMES_OF_OWNERS = {one.owner_id: f"{one.first_name} {one.last_name}" for one in SALES + SERVICE}


# ---------- what each shard holds


def write_shard(world: World, tables: Tables) -> None:
    """Every row of a shard that the company's own files hold."""
    apart = Dice(world.seed, world.shard, PURPOSE)
    refunds = Dice(world.seed, world.shard, PURPOSE + 1)
    for account in world.accounts:
        if account.billing_id is not None:
            dice = apart if account.is_apart else world.dice
            _write_company(dice, tables, account)
            for contract in account.contracts:
                write_contract(tables, account, contract)
                if not contract.is_trial:
                    Billing(tables, account, contract, dice, refunds).write()
        _write_notes(tables, account.notes)
    for person in world.people:
        _write_file_contacts(tables, person)
        _write_notes(tables, person.notes)
        _write_deeds(world, tables, person)
        if person.erased_at is not None:
            tables.add(
                "files.erasure_requests",
                request_id=world.code("RGPD", "request"),
                email=person.email,
                requested_at=person.erased_at,
            )
    _write_deals(world, tables)
    for invitation in world.invitations:
        _write_invitation(tables, invitation)
    for review in world.reviews:
        _write_review(tables, review)
    for survey in world.surveys:
        tables.add(
            "files.survey_responses",
            response_id=survey.response_id,
            survey=survey.name,
            kind=survey.kind,
            email=survey.person.email,
            company_id=survey.account.billing_id,
            score=survey.score,
            sent_at=survey.sent_at,
            answered_at=survey.answered_at,
            recorded_at=exported(survey.answered_at or survey.sent_at),
        )


def _write_company(dice: Dice, tables: Tables, account: Account) -> None:
    knows = account.billing_knows_crm and account.company_id is not None
    domain = account.domain.upper() if dice.chance(0.1) else account.domain
    values: Row = {
        "company_id": account.billing_id,
        "crm_company_id": str(account.company_id) if knows else None,
        "name": account.name,
        "domain": domain,
        "industry": account.industry,
        "country": account.country,
        "employees": account.employees,
        "relation": account.relation,
        "created_at": account.billing_created_at,
        "is_deleted": False,
        "recorded_at": billing_recorded_at(account),
    }
    if dice.chance(0.05):
        earlier = {
            "relation": "prospect",
            "employees": None,
            "recorded_at": account.billing_created_at + MINUTE,
        }
        tables.add_superseded("files.companies", **{**values, **earlier})
    tables.add("files.companies", **values)


def _write_file_contacts(tables: Tables, person: Person) -> None:
    for record in person.file_contacts:
        account = person.account
        values: Row = {
            "contact_id": record.contact_id,
            "email": record.email,
            "company_id": account.billing_id if account else None,
            "first_name": record.first_name,
            "last_name": record.last_name,
            "country": account.country if account else "France",
            "source": record.source,
            "source_detail": record.source_detail,
            "created_at": record.created_at,
            "is_deleted": record.is_deleted,
            "recorded_at": exported(record.created_at, 1),
        }
        if record.is_superseded:
            tables.add_superseded(
                "files.contacts",
                **{**values, "last_name": None, "recorded_at": record.created_at + MINUTE},
            )
        tables.add("files.contacts", **values)


def _write_notes(tables: Tables, notes: Sequence[Note]) -> None:
    for note in notes:
        tables.add(
            "files.attribute_values",
            value_id=note.value_id,
            contact_id=note.contact_id,
            email=note.email,
            company_id=note.company_id,
            attribute=note.attribute,
            value=note.value,
            changed_at=note.changed_at,
            recorded_at=note.recorded_at,
        )


def _write_deeds(world: World, tables: Tables, person: Person) -> None:
    for deed in person.deeds:
        email = deed.contact.email if deed.contact else person.email
        if deed.via == "files":
            tables.add(
                "files.activities",
                activity_id=world.code("ACT", "activity"),
                activity=deed.name,
                email=email,
                occurred_at=deed.at,
                detail=deed.detail or None,
                is_automatic=False,
                is_deleted=False,
                owner=NAMES_OF_OWNERS.get(deed.owner),
                recorded_at=deed_recorded_at(deed),
            )
        elif deed.via == "feedback":
            values: Row = {
                "feedback_id": world.code("FB", "feedback"),
                "email": email,
                "verdict": deed.name.removeprefix("lead_"),
                "reason": deed.detail or None,
                "given_by": NAMES_OF_OWNERS.get(deed.owner),
                "given_at": deed.at,
                "recorded_at": deed_recorded_at(deed),
            }
            if world.dice.chance(0.05):
                other = "rejected" if values["verdict"] == "accepted" else "accepted"
                tables.add_superseded(
                    "files.sales_feedback",
                    **{**values, "verdict": other, "reason": None, "recorded_at": deed.at + MINUTE},
                )
            tables.add("files.sales_feedback", **values)


def _write_deals(world: World, tables: Tables) -> None:
    for deal in world.deals:
        if deal.system != "files":
            continue
        person = deal.people[0][0]
        account = deal.account
        tables.add(
            "files.deals",
            deal_id=deal.deal_id,
            contact_id=person.file_contacts[0].contact_id,
            company_id=account.billing_id if account else None,
            kind=deal.kind,
            outcome=deal.outcome,
            reason=deal.reason,
            amount=Decimal(deal.amount),
            currency=deal.currency,
            owner=NAMES_OF_OWNERS[deal.owner],
            created_at=deal.created_at,
            closed_at=deal.closed_at,
            is_deleted=deal.is_deleted,
            recorded_at=exported(deal.closed_at or deal.created_at),
        )


def _write_invitation(tables: Tables, invitation: Invitation) -> None:
    last = invitation.accepted_at or invitation.sent_at
    values: Row = {
        "invitation_id": invitation.invitation_id,
        "company_id": invitation.account.billing_id,
        "email": invitation.inviter_email,
        "invitee_email": invitation.invitee_email,
        "sent_at": invitation.sent_at,
        "accepted_at": invitation.accepted_at,
        "recorded_at": exported(last),
    }
    if invitation.was_updated:
        tables.add_superseded(
            "files.referral_invitations",
            **{**values, "accepted_at": None, "recorded_at": invitation.sent_at + MINUTE},
        )
    tables.add("files.referral_invitations", **values)


def _write_review(tables: Tables, review: Review) -> None:
    answered_at, permission_at = review.phases or (review.published_at, review.published_at)
    last = review.published_at or permission_at or answered_at or review.asked_at
    tables.add(
        "files.reviews",
        review_id=review.review_id,
        kind=review.kind,
        platform="Avis-Logiciels" if review.kind == "review" else None,
        company_id=review.account.billing_id,
        email=review.person.email if review.person else None,
        rating=review.rating,
        url=f"https://avis.example/{review.review_id}" if review.published_at else None,
        asked_at=review.asked_at,
        answered_at=answered_at,
        permission_at=permission_at,
        published_at=review.published_at,
        recorded_at=exported(last) if last is not None else None,
    )


# ---------- what all shards share


def write_reference(tables: Tables) -> None:
    """Costs, rates, calendar, social accounts, and rows that nobody can read."""
    _write_costs(tables)
    _write_rates(tables)
    _write_calendar(tables)
    _write_social_accounts(tables)
    write_gaps(tables)
    _write_codes(tables)
    _write_unreadable(tables)


def _write_costs(tables: Tables) -> None:
    day, number = FIRST_DAY, 0
    monthly = (
        ("people", "marketing", None, "11800.00", "EUR"),
        ("people", "sales", None, "21500.00", "EUR"),
        ("people", "service", None, "9400.00", "EUR"),
        ("tool", "marketing", None, "1290.00", "USD"),
        ("tool", "sales", None, "640.00", "USD"),
        ("media", "marketing", "other_publicities", "450.00", "EUR"),
    )
    while day <= LAST_DAY:
        for category, team, channel, amount, currency in monthly:
            number += 1
            tables.add(
                "files.costs",
                cost_id=f"COST-{number:05d}",
                incurred_on=day + 4,
                category=category,
                team=team,
                channel=channel,
                amount=Decimal(amount),
                currency=currency,
            )
        if clock.date_of(day).month in (3, 6, 10):
            number += 1
            tables.add(
                "files.costs",
                cost_id=f"COST-{number:05d}",
                incurred_on=day + 12,
                category="event",
                team="marketing",
                channel="offline",
                amount=Decimal("7200.00"),
                currency="EUR",
            )
        day = clock.add_months(day, 1)


def _write_rates(tables: Tables) -> None:
    for day in range(FIRST_DAY - 31, LAST_DAY + 1):
        wave = Decimal((day * 37) % 211 - 105) / 10_000
        for currency, rate in (("USD", Decimal("0.9200")), ("CHF", Decimal("1.0450"))):
            tables.add(
                "files.exchange_rates",
                date=day,
                from_currency=currency,
                to_currency="EUR",
                rate=(rate + wave).quantize(Decimal("0.00000001")),
            )


def _write_calendar(tables: Tables) -> None:
    for one in calendar_days():
        tables.add(
            "files.calendar",
            calendar_id=one.calendar_id,
            date=one.day,
            is_business_day=one.is_business_day,
            opens_at=one.opens_at,
            closes_at=one.closes_at,
            holiday=one.holiday,
        )


def _write_social_accounts(tables: Tables) -> None:
    for platform, start, reach in (("linkedin", 2_400, 900), ("youtube", 310, 240)):
        for day in range(FIRST_DAY, LAST_DAY + 1):
            age = day - FIRST_DAY
            tide = (day * 53) % 17
            tables.add(
                "files.social_accounts",
                platform=platform,
                account_id=f"{platform}-lumenia",
                date=day,
                followers=start + age * 2 + tide // 4,
                reach=reach + tide * 31,
                impressions=2 * reach + tide * 55,
                engagements=12 + tide,
                link_clicks=3 + tide // 3,
            )


def _write_codes(tables: Tables) -> None:
    for platform, campaign, source, medium, code in CODES:
        tables.add(
            "files.campaign_codes",
            platform=platform,
            campaign_id=str(campaign),
            utm_source=source,
            utm_medium=medium,
            utm_campaign=code,
        )


def _write_unreadable(tables: Tables) -> None:
    """Rows that no reader can accept, and which are no part of the company's story."""
    at = clock.instant_of(2025, 3, 11, 10)
    day = clock.day_number(2025, 3, 11)
    contract: Row = {
        "company_id": "ERP-0001",
        "product": PRODUCTS[0],
        "started_on": day,
        "price": Decimal("120.00"),
        "billing_period": "month",
        "currency": "EUR",
        "recorded_at": at,
    }
    contract_faults: list[Row] = [
        {"currency": "€"},
        {"billing_period": "fortnight"},
        {"company_id": None},
        {"price": None},
    ]
    for number, fault in enumerate(contract_faults):
        tables.add_rejected(
            "files.contracts", contract_id=f"CT-BAD-{number}", **{**contract, **fault}
        )
    invoice: Row = {
        "company_id": "ERP-0001",
        "kind": "recurring",
        "issued_on": day,
        "amount": Decimal("120.00"),
        "currency": "EUR",
        "recorded_at": at,
    }
    invoice_faults: list[Row] = [{"currency": "EURO"}, {"kind": "rebate"}, {"issued_on": None}]
    for number, fault in enumerate(invoice_faults):
        tables.add_rejected("files.invoices", invoice_id=f"F-BAD-{number}", **{**invoice, **fault})
    tables.add_rejected(
        "files.sales_feedback",
        feedback_id="FB-BAD-0",
        verdict="perhaps",
        email="someone@nowhere.example",
        given_at=at,
        recorded_at=at,
    )
    tables.add_rejected(
        "files.reviews", review_id="REV-BAD-0", kind="tweet", published_at=at, recorded_at=at
    )
    tables.add_rejected(
        "files.referral_invitations",
        invitation_id="INV-BAD-0",
        company_id="ERP-0001",
        invitee_email="x@nowhere.example",
        recorded_at=at,
    )
    tables.add_rejected(
        "files.activities",
        activity_id="ACT-BAD-0",
        activity="call_made",
        email="someone@nowhere.example",
        recorded_at=at,
    )
    tables.add_rejected(
        "files.survey_responses", response_id="SRV-BAD-0", kind="ces", sent_at=at, recorded_at=at
    )
    tables.add_rejected(
        "files.costs",
        cost_id="COST-BAD-0",
        incurred_on=day,
        category="misc",
        team="marketing",
        amount=Decimal("10.00"),
        currency="EUR",
    )
    tables.add_rejected(
        "files.exchange_rates", date=FIRST_DAY - 40, from_currency="USD", to_currency="EUR"
    )
    tables.add_rejected(
        "files.erasure_requests", request_id="RGPD-BAD-0", email="someone@nowhere.example"
    )
