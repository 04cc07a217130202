"""The oracles of customers, on landings small enough to count by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.oracle.customer_stream import Stream
from tests.oracle.engagement import engagement, engagement_scores
from tests.oracle.key_moments import key_moment_rates, key_moments
from tests.oracle.product_use import product_use
from tests.oracle.repeat_sales import (
    RepeatSale,
    holds,
    ideal_accounts,
    repeat_sale_numbers,
    repeat_sales,
)
from tests.unit.hand_made import ACME, ANN, BETA, BOB, at, company, contracts, of

Rows = list[dict[str, Any]]


def events(*told: tuple[str, str | None, str | None, str]) -> Rows:
    """Product events: name, who, company, instant."""
    return [
        {
            "event_id": f"e{number}",
            "event_name": name,
            "email": None if who is None else f" {who.upper()}@X.example ",
            "contact_id": None,
            "company_id": account,
            "occurred_at": at(instant),
        }
        for number, (name, who, account, instant) in enumerate(told)
    ]


def test_who_uses_the_product_and_how_soon_an_account_succeeds(tmp_path: Path) -> None:
    numbers = product_use(
        company(
            tmp_path,
            files__product_events=events(
                ("login", "ann", "acme", "2026-01-12 09:00"),
                ("reminder_sent", "ann", "acme", "2026-01-15 09:00"),
                ("reminder_sent", "ann", "acme", "2026-01-15 10:00"),
                ("reminder_sent", "bob", None, "2026-01-15 10:00"),
                ("report_exported", "ann", "acme", "2026-01-20 10:00"),
                # Half past midnight in Paris: February.
                ("colleague_added", "ann", "acme", "2026-01-31 23:30"),
                # Before the start, and 30 days after it: the 30 days are over.
                ("invoice_created", None, "acme", "2026-01-09 10:00"),
                ("invoice_created", "ann", "acme", "2026-02-09 10:00"),
                # The last of the 30 days; nobody is named.
                ("invoice_created", None, "beta", "2026-02-18 10:00"),
                ("invoice_created", "bob", "beta", "2026-03-31 22:00"),
            ),
        )
    )
    assert of(numbers, "daily_active_users") == {"2026-01": ("3", "31"), "2026-02": ("2", "28")}
    assert of(numbers, "monthly_active_users") == {"2026-01": ("2", None), "2026-02": ("1", None)}
    assert of(numbers, "stickiness") == {"2026-01": ("3", "56"), "2026-02": ("2", "28")}
    assert of(numbers, "product_users") == dict.fromkeys(
        ("2026-01", "2026-02", "2026-03"), ("2", None)
    )
    assert of(numbers, "product_activation_rate") == {"2026-01": ("1", "2")}
    assert of(numbers, "first_success_share") == {"2026-01": ("2", "2")}
    assert of(numbers, "days_to_first_success_median") == {"2026-01": ("29.5", "2")}


def test_somebody_whose_address_was_erased_used_the_product_all_the_same(tmp_path: Path) -> None:
    used = events(("reminder_sent", "ann", None, "2026-01-15 09:00"))
    used[0]["email"] = "erased@x.example"
    for number, (contact, found) in enumerate([(ANN, {"2026-01": ("1", "31")}), (999, {})]):
        ours = company(
            tmp_path / str(number),
            files__product_events=used,
            hubspot__contact=[{"id": contact, "property_email": "Erased@x.example"}],
        )
        assert of(product_use(ours), "daily_active_users") == found


# ---------- engagement, onboarding, tickets


def mails(*told: tuple[str, str, int, str, str]) -> dict[str, Rows]:
    """Events of e-mails: id, type, campaign, instant, user agent; all to Ann."""
    rows = [
        {
            "id": number,
            "type": kind,
            "recipient": "ann@x.example",
            "created": at(instant),
            "filtered_event": False,
            "email_campaign_id": campaign,
            "sent_by_id": None if kind == "SENT" else f"s{campaign}",
            "sent_by_created": None,
        }
        for number, kind, campaign, instant, _ in told
    ]
    agents = [{"id": number, "user_agent": agent} for number, *_, agent in told if agent]
    return {"hubspot__email_event": rows, "hubspot__email_event_open": agents}


NAMES = [{"id": number, "name": f"Ours: ONBOARDING {number}"} for number in (1, 2, 3)]


def onboarding(tmp_path: Path, last: str, agent: str) -> dict[str, tuple[str, str | None]]:
    told = mails(
        ("o1", "OPEN", 1, "2026-01-12 10:00", "Chrome"),
        ("o2", "OPEN", 2, "2026-01-19 10:00", agent),
        ("o3", "OPEN", 3, last, "Chrome"),
    )
    ours = company(tmp_path, **told, hubspot__email_campaign=NAMES)
    return of(engagement(ours, Stream(ours)), "onboarding_completion_rate")


def test_a_newcomer_opens_all_three_e_mails_within_sixty_days(tmp_path: Path) -> None:
    last = "2026-03-10 22:59"  # The 60th day, counted from 10 January, in Paris.
    for number, (opened, agent, done) in enumerate(
        [
            (last, "Chrome", "1"),
            ("2026-03-10 23:00", "Chrome", "0"),
            (last, "Mozilla/5.0", "0"),
            (last, "x GoogleImageProxy", "0"),
            ("2026-01-09 22:59", "Chrome", "0"),
        ]
    ):
        found = onboarding(tmp_path / str(number), opened, agent)
        assert found == {"2026-01": (done, "2")}, (opened, agent)


def test_engagement_is_counted_by_the_version_of_the_months_last_day(tmp_path: Path) -> None:
    clicks = mails(
        ("s", "SENT", 7, "2026-02-03 09:00:00", ""),
        ("d", "DELIVERED", 7, "2026-02-03 09:00:20", ""),
        # Nine seconds after the delivery; ten are a person's.
        ("c1", "CLICK", 7, "2026-02-03 09:00:29", ""),
        ("c2", "CLICK", 7, "2026-02-03 09:00:30", ""),
    )
    used = events(
        *(("login", None, "acme", f"2026-02-{day:02} 10:00") for day in range(1, 18)),
        ("login", "ann", "beta", "2026-03-02 10:00"),
        ("login", "ann", "acme", "2025-06-30 10:00"),
    )
    tickets = [
        {"id": number, "property_createdate": at(instant)}
        for number, instant in enumerate(("2025-06-30 10:00", "2026-02-02 10:00"))
    ]
    ours = company(
        tmp_path,
        **clicks,
        files__product_events=used,
        hubspot__ticket=[
            {**row, "is_deleted": False, "_fivetran_deleted": False, "_fivetran_synced": None}
            for row in tickets
        ],
        hubspot__ticket_company=[
            {"ticket_id": number, "company_id": account}
            for number, account in ((0, ACME), (1, BETA), (1, ACME))
        ],
    )
    stream = Stream(ours)
    assert engagement_scores(ours, stream) == {
        # Fifteen uses at most and one click; tickets count in the first version only.
        (ACME, date(2026, 2, 1)): 65,
        # One use leads to two accounts: the company's and the person's.
        (ACME, date(2026, 3, 1)): 4,
        (BETA, date(2026, 3, 1)): 4,
        (ACME, date(2025, 6, 1)): 9,
    }
    numbers = engagement(ours, stream)
    assert of(numbers, "mean_engagement_score") == {
        "2026-01": ("0", "2"),
        "2026-02": ("65", "2"),
        "2026-03": ("8", "2"),
    }
    # The ticket of two companies is that of the lowest id.
    assert of(numbers, "tickets_per_account")["2026-02"] == ("1", "2")
    assert {ticket.account for ticket in stream.tickets} == {ACME}


# ---------- key moments


def touches(*told: tuple[str, str, str]) -> Rows:
    """Activities of the files: name, who, instant."""
    return [
        {
            "activity_id": f"a{number}",
            "activity": name,
            "email": f"{who}@x.example",
            "occurred_at": at(instant),
            "is_automatic": False,
            "recorded_at": None,
        }
        for number, (name, who, instant) in enumerate(told)
    ]


def term(ended_on: date, **more: Any) -> dict[str, Any]:
    """A term of Acme that ends."""
    same = {"company_id": "acme", "started_on": date(2025, 4, 1), "price": 100}
    return {**same, "ended_on": ended_on, **more}


def test_moments_are_due_reached_and_recovered(tmp_path: Path) -> None:
    ours = company(
        tmp_path,
        files__contracts=contracts(
            # Due on 31 January: called on the last of the thirty days, and renewed in time.
            term(date(2026, 4, 1)),
            term(date(2026, 4, 1), started_on=date(2026, 3, 30), previous_contract_id="c0"),
            # Cancelled when the moment was over; and one whose end was known on its last day.
            term(date(2026, 3, 1), recorded_at=at("2025-12-31 23:00")),
            term(date(2026, 3, 2), recorded_at=at("2026-01-01 12:00")),
            # Not due before as_of: 60 days before the end are 1 April.
            term(date(2026, 5, 31), product="Lumenia Trésorerie"),
            {"company_id": "beta", "started_on": date(2025, 2, 1), "price": 9},
            # Due on the last day before as_of.
            term(date(2026, 5, 30)),
        ),
        files__activities=touches(
            ("call_made", "ann", "2026-03-01 22:00"),
            ("note_taken", "ann", "2026-01-05 10:00"),
            ("call_made", "bob", "2026-03-03 10:00"),
        ),
    )
    sales = [RepeatSale(BETA, date(2026, 1, 31)), RepeatSale(ACME, date(2026, 3, 31))]
    moments = key_moments(ours, Stream(ours), sales)
    assert sorted((one.moment, *one[2:]) for one in moments) == [
        # A year after the first start of each; Beta's call came on the 31st day, its sale before.
        ("first_anniversary", "c5", date(2026, 2, 1), False, False),
        ("renewal_talk", "c0", date(2026, 1, 31), True, True),
        ("renewal_talk", "c1", date(2026, 1, 31), True, False),
        ("renewal_talk", "c3", date(2026, 1, 1), False, False),
        ("renewal_talk", "c6", date(2026, 3, 31), False, False),
        ("treasury_review", "c4", date(2026, 3, 2), False, False),
    ]
    numbers = key_moment_rates(moments)
    assert of(numbers, "key_moments_reached_rate")["2026-01"] == ("2", "3")
    recovered = of(numbers, "key_moments_recovered_rate", "renewal_talk")
    assert recovered == {"2026-01": ("1", "3"), "2026-03": ("0", "1")}


def test_a_renewal_after_the_grace_or_after_the_recovery_days_recovers_nothing(
    tmp_path: Path,
) -> None:
    for number, (start, is_recovered) in enumerate(
        [(date(2026, 1, 30), True), (date(2026, 1, 31), False), (date(2025, 6, 1), True)]
    ):
        ours = company(
            tmp_path / str(number),
            files__contracts=contracts(
                term(date(2026, 1, 1)),
                term(date(2026, 12, 31), started_on=start, previous_contract_id="c0"),
            ),
        )
        (moment,) = [one for one in key_moments(ours, Stream(ours), []) if one.due_on.year == 2025]
        assert moment.is_recovered is is_recovered, start


def test_a_sale_within_the_days_of_recovery_recovers_an_anniversary(tmp_path: Path) -> None:
    for won_on, is_recovered in (
        (date(2025, 1, 31), False),
        (date(2025, 2, 1), True),
        (date(2025, 7, 30), True),
        (date(2025, 7, 31), False),
    ):
        ours = company(
            tmp_path / won_on.isoformat(),
            files__contracts=contracts(
                {"company_id": "beta", "started_on": date(2024, 2, 2), "price": 9}
            ),
        )
        (moment,) = key_moments(ours, Stream(ours), [RepeatSale(BETA, won_on)])
        assert (moment.due_on, moment.is_recovered) == (date(2025, 2, 1), is_recovered)


# ---------- ideal customers


def test_ideal_is_whoever_was_known_to_meet_every_condition_at_the_start(tmp_path: Path) -> None:
    def note(number: int, attribute: str, value: str, changed: str, recorded: str) -> Any:
        names = ("value_id", "company_id", "attribute", "value")
        row = dict(zip(names, (str(number), "acme", attribute, value), strict=True))
        return {**row, "changed_at": at(changed), "recorded_at": at(recorded)}

    size = note(1, "employees", "50", "2025-12-01", "2026-01-10 22:59")
    industry = note(2, "industry", "Health care", "2025-12-01", "2025-12-01")
    smaller = note(3, "employees", "49", "2025-12-02", "2026-01-10 22:59")
    cleared = note(4, "industry", " ", "2025-12-02", "2025-12-02")
    later = note(5, "employees", "10", "2026-01-11", "2026-01-11")
    for number, (notes, is_ideal) in enumerate(
        [
            ([size, industry], True),
            ([size, industry, later], True),
            ([size, industry, smaller], False),
            ([size], False),
            ([size, industry, cleared], False),
            # Half past midnight, the day after: not known by the end of the first day.
            ([{**size, "recorded_at": at("2026-01-10 23:30")}, industry], False),
            ([size, {**industry, "value": " EDUCATION"}], False),
        ]
    ):
        ours = company(tmp_path / str(number), files__attribute_values=notes)
        assert ideal_accounts(ours) == ({ACME} if is_ideal else set()), number


def test_conditions_compare_numbers_as_numbers_and_nothing_with_nothing() -> None:
    for value, operator, wanted, is_met in (
        ("9", "at_least", "10", False),
        ("10.0", "equals", "10", True),
        ("ten", "more_than", "9", False),
        ("", "differs_from", "education", False),
        ("education", "differs_from", "Education", False),
        ("trade", "one_of", "Trade | Retail", True),
        ("trade", "none_of", "trade|retail", False),
        ("10", "at_most", "10", True),
        ("10", "less_than", "10", False),
        ("wholesale trade", "contains", "trade", True),
        ("x", "is_set", "", True),
    ):
        condition = {"operator": operator, "value": wanted}
        assert holds(value, condition) is is_met, (value, operator, wanted)


def test_repeat_sales_of_a_year_are_divided_by_the_ideal_customers(tmp_path: Path) -> None:
    def deal(number: int, kind: str, closed: str, **more: Any) -> dict[str, Any]:
        row = {"deal_id": number, "property_dealtype": kind, "property_closedate": at(closed)}
        same = {"is_deleted": False, "_fivetran_deleted": False, "_fivetran_synced": None}
        return {**row, **same, "deal_pipeline_stage_id": "won", **more}

    notes = [
        {"value_id": f"{account}{name}", "company_id": account, "attribute": name, "value": value}
        | {"changed_at": at("2025-01-01"), "recorded_at": at("2025-01-01")}
        for account in ("acme", "beta")
        for name, value in (("employees", "80"), ("industry", "trade"))
    ]
    ours = company(
        tmp_path,
        files__attribute_values=notes,
        hubspot__deal_pipeline_stage=[
            {"stage_id": "won", "closed_won": True},
            {"stage_id": "lost", "closed_won": False},
        ],
        hubspot__deal=[
            deal(1, "renewal", "2026-02-01"),
            deal(2, "existingbusiness", "2026-03-30"),
            deal(3, "newbusiness", "2026-03-01"),
            deal(4, "renewal", "2026-03-01", deal_pipeline_stage_id="lost"),
            deal(5, "renewal", "2026-03-01", is_deleted=True),
            deal(6, "renewal", "2026-03-01"),
            # 365 days before the last of January: no longer; a day later: still.
            deal(7, "renewal", "2025-01-31 10:00"),
            deal(8, "renewal", "2025-02-01 10:00"),
        ],
        # It entered its stage a month later than its closing date says.
        hubspot__deal_stage=[{"deal_id": 1, "value": "won", "date_entered": at("2026-03-02")}],
        hubspot__merged_deal=[{"deal_id": 2, "merged_deal_id": 6}],
        hubspot__deal_company=[
            {"deal_id": number, "company_id": ACME} for number in (1, 3, 4, 5, 7, 8)
        ],
        hubspot__deal_contact=[
            # The merged deal's contact goes to the one that is left.
            {"deal_id": 6, "contact_id": BOB},
            {"deal_id": 1, "contact_id": BOB},
            {"deal_id": 2, "contact_id": ANN * 100},
        ],
    )
    won = [(one.account, one.won_on.isoformat()) for one in repeat_sales(ours)]
    assert sorted(won) == [
        (ACME, "2025-01-31"),
        (ACME, "2025-02-01"),
        (ACME, "2026-03-02"),
        (BETA, "2026-03-30"),
    ]
    assert of(repeat_sale_numbers(ours), "repeat_sales_per_ideal_customer") == {
        "2026-01": ("1", "2"),
        "2026-02": ("0", "2"),
        "2026-03": ("2", "2"),
    }
