"""The definitions in plain Python, each on the smallest history that tells it apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from demo import clock
from demo.clock import DAY, HOUR, instant_of
from demo.definitions import lifecycle, qualification, revenue
from demo.definitions.agreement import AgreementError, read_agreement
from demo.definitions.lifecycle import Cycles, walk
from demo.definitions.signals import signals_of
from demo.model import Account, Contact, Contract, Deal, Deed, Person

AT = instant_of(2024, 3, 5, 10)
NEW = instant_of(2025, 9, 2, 10)


def person(*deeds: tuple[int, str], email: str = "a@client.example") -> Person:
    """Somebody in the CRM since long ago, who did this."""
    contact = Contact(1, email, AT - 900 * DAY, "A", "B", "DIRECT_TRAFFIC", "")
    return Person(None, contacts=[contact], deeds=[Deed(at, name, "form") for at, name in deeds])


def found(
    subject: Person, ends: tuple[int, ...] = ()
) -> list[tuple[int, int, str | None, str | None]]:
    """The occurrences of a person, as plain values."""
    return [
        (one.at, one.cycle_no, one.agreement_version, one.rule_id)
        for one in qualification.occurrences(signals_of(subject), ends, read_agreement())
    ]


def contract(
    started: tuple[int, int, int],
    ended: tuple[int, int, int] | None,
    price: str = "100.00",
    period: str = "month",
) -> Contract:
    """A contract in euros."""
    return Contract(
        contract_id="C",
        product="P",
        started_on=clock.day_number(*started),
        ended_on=clock.day_number(*ended) if ended else None,
        price=Decimal(price),
        period=period,
        currency="EUR",
    )


def deal(kind: str, created: int, closed: int | None, outcome: str) -> Deal:
    """A deal with fixed dates."""
    return Deal("1", kind, created, outcome=outcome, closed_at=closed)


# ---------- qualification


def test_one_white_paper_qualifies_under_the_first_agreement_only() -> None:
    assert found(person((AT, "white_paper_downloaded"))) == [(AT, 1, "1", "white_paper")]
    assert found(person((NEW, "white_paper_downloaded"))) == []


def test_a_window_includes_its_end_and_excludes_its_start() -> None:
    inside = person((NEW, "white_paper_downloaded"), (NEW + 30 * DAY - 1, "white_paper_downloaded"))
    edge = person((NEW, "white_paper_downloaded"), (NEW + 30 * DAY, "white_paper_downloaded"))
    assert [one[3] for one in found(inside)] == ["white_papers"]
    assert found(edge) == []


def test_looks_at_prices_before_the_change_count_towards_the_new_rule() -> None:
    change = instant_of(2025, 7, 1)
    looks = [(change + hours * HOUR, "pricing_page_viewed") for hours in (-60, -30, 5)]
    assert found(person(*looks)) == [(change + 5 * HOUR, 1, "2", "pricing")]


def test_the_version_is_that_of_the_local_day() -> None:
    last = instant_of(2025, 7, 1) - 1
    assert [one[2] for one in found(person((last, "demo_requested")))] == ["1"]
    assert [one[2] for one in found(person((last + 1, "demo_requested")))] == ["2"]


def test_each_cycle_has_one_occurrence_and_an_end_belongs_to_its_own_cycle() -> None:
    deeds = [(AT, "demo_requested"), (AT + DAY, "demo_requested"), (AT + 2 * DAY, "demo_requested")]
    assert [one[:2] for one in found(person(*deeds), (AT + DAY,))] == [(AT, 1), (AT + 2 * DAY, 2)]


@pytest.mark.parametrize(
    ("email", "at", "qualifies"),
    [
        ("a@rivalo.example", AT, False),
        ("a@gmail.com", AT, True),
        ("a@gmail.com", NEW, False),
        ("a@etu-lyon.example", NEW, False),
    ],
)
def test_addresses_are_excluded_by_the_version_in_force(
    email: str, at: int, qualifies: bool
) -> None:
    assert bool(found(person((at, "demo_requested"), email=email))) is qualifies


def test_people_of_a_competitor_are_excluded_by_their_account() -> None:
    subject = person((AT, "demo_requested"))
    subject.account = Account(1, "Rival", "r.example", "France", "X", AT, relation="competitor")
    subject.account.billing_id, subject.account.billing_created_at = "ERP-1", AT - 9 * DAY
    assert found(subject) == []


def test_a_hand_off_conforms_when_the_occurrence_of_its_cycle_is_not_later() -> None:
    early = person((AT, "handed_off"), (AT + HOUR, "demo_requested"), (AT + DAY, "handed_off"))
    late = person((AT, "demo_requested"), (AT + 1, "handed_off"))
    for subject, expected in ((early, [False]), (late, [True])):
        occurrences = qualification.occurrences(signals_of(subject), (), read_agreement())
        hand_offs = qualification.hand_offs(subject, (), occurrences)
        assert [one.conforms for one in hand_offs] == expected


def test_an_agreement_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AgreementError, match=r"qualification_rules\.csv is missing"):
        read_agreement(tmp_path)


# ---------- lifecycle


def stages(
    moves: list[tuple[int, str]], ends: tuple[tuple[int, str], ...] = ()
) -> list[tuple[str, int, str, str | None]]:
    """The stays of these moves, as plain values."""
    return [
        (stay.stage, stay.cycle_no, stay.entry_type, stay.exit_type)
        for stay in walk(moves, Cycles(ends, ()))
    ]


def test_a_stage_passed_over_is_imputed() -> None:
    assert stages([(1, "known"), (2, "customer")]) == [
        ("known", 1, "first", "forward"),
        ("qualified", 1, "skip_imputed", "forward"),
        ("opportunity", 1, "skip_imputed", "forward"),
        ("customer", 1, "forward", None),
    ]


def test_who_comes_back_does_not_become_known_again() -> None:
    moves = [(1, "known"), (2, "opportunity"), (9, "opportunity")]
    assert stages(moves, ((5, "lost"),)) == [
        ("known", 1, "first", "forward"),
        ("qualified", 1, "skip_imputed", "forward"),
        ("opportunity", 1, "forward", "lost"),
        ("lost", 1, "forward", "forward"),
        ("qualified", 2, "skip_imputed", "forward"),
        ("opportunity", 2, "re_entry", None),
    ]


def test_a_rejection_regresses_a_qualified_person_and_nobody_else() -> None:
    rejected = [(1, "known"), (2, "qualified"), (3, "regression"), (4, "regression")]
    assert stages(rejected) == [
        ("known", 1, "first", "forward"),
        ("qualified", 1, "forward", "regression"),
        ("known", 1, "regression", None),
    ]
    assert stages([(1, "known"), (2, "opportunity"), (3, "regression")])[-1][0] == "opportunity"


def test_what_leads_no_further_changes_nothing() -> None:
    moves = [(1, "known"), (2, "opportunity"), (3, "qualified"), (4, "opportunity")]
    assert [one[0] for one in stages(moves)] == ["known", "qualified", "opportunity"]


def test_a_lost_deal_ends_no_cycle_of_a_customer_and_churn_does() -> None:
    deals = [deal("new_business", 1, 2, "won"), deal("new_business", 3, 4, "lost")]
    cycles = lifecycle.person_cycles(person(), deals, [8])
    assert cycles.ends == ((8, "churned"),)
    assert cycles.customer == ((2, 8),)


def test_deleted_and_merged_deals_never_were() -> None:
    gone = deal("new_business", 1, 2, "lost")
    gone.is_deleted = True
    merged = deal("new_business", 1, 2, "lost")
    merged.merged_into = deal("new_business", 1, None, "open")
    assert lifecycle.person_cycles(person(), [gone, merged], []).ends == ()


def test_an_account_is_lost_with_the_last_of_its_open_deals() -> None:
    account = Account(1, "A", "a.example", "France", "X", AT)
    account.deals = [deal("new_business", 1, 5, "lost"), deal("new_business", 2, 9, "recycled")]
    assert lifecycle.account_cycles(account, []).ends == ((9, "recycled"),)


# ---------- money


@pytest.mark.parametrize(
    ("price", "period", "monthly"),
    [
        ("1000.00", "year", "83.33"),
        ("100.00", "quarter", "33.33"),
        ("0.05", "month", "0.05"),
        ("17.35", "week", "75.18"),
        ("0.06", "year", "0.01"),
    ],
)
def test_a_monthly_amount_is_rounded_half_up_to_the_cent(
    price: str, period: str, monthly: str
) -> None:
    assert revenue.monthly_amount(Decimal(price), period) == Decimal(monthly)


@pytest.mark.parametrize(
    ("price", "period", "interval", "monthly"),
    [
        ("100.01", "month", 2, "50.01"),
        ("77.77", "week", 4, "84.25"),
        ("500.00", "quarter", 2, "83.33"),
        ("1000.00", "year", 3, "27.78"),
    ],
)
def test_a_price_for_several_periods_is_shared_among_them(
    price: str, period: str, interval: int, monthly: str
) -> None:
    assert revenue.monthly_amount(Decimal(price), period, interval) == Decimal(monthly)


def test_a_discount_holds_until_its_day_and_never_turns_the_price_round() -> None:
    one = contract((2024, 1, 1), None)
    one.discount, one.discount_until = Decimal("30.00"), clock.day_number(2024, 3, 31)
    by_month = {row.month: str(row.closing) for row in revenue.monthly_revenue([one])}
    assert (by_month["2024-02"], by_month["2024-03"]) == ("70.00", "100.00")
    one.discount, one.discount_until = Decimal("130.00"), None
    assert revenue.amount_on(one, clock.day_number(2030, 1, 1)) == 0


def test_a_trial_makes_no_customer() -> None:
    contracts = [
        contract((2024, 1, 1), (2024, 2, 1), "0.00"),
        contract((2024, 2, 1), (2024, 6, 1)),
        contract((2024, 6, 1), None, "0.00"),
    ]
    assert not revenue.any_runs(contracts, clock.day_number(2024, 1, 15))
    assert revenue.churn_days(contracts) == [clock.day_number(2024, 6, 1)]
    assert revenue.monthly_revenue(contracts)[0].month == "2024-02"
    assert revenue.monthly_revenue(contracts[:1]) == []


def test_an_account_churns_when_its_last_contract_ends() -> None:
    contracts = [contract((2024, 1, 1), (2024, 6, 1)), contract((2024, 3, 1), (2024, 9, 1))]
    assert revenue.churn_days(contracts) == [clock.day_number(2024, 9, 1)]
    assert revenue.churns(contracts) == [instant_of(2024, 9, 1)]


def test_a_contract_renewed_on_the_day_it_ends_is_no_churn() -> None:
    contracts = [contract((2024, 1, 1), (2024, 6, 1)), contract((2024, 6, 1), None)]
    assert revenue.churn_days(contracts) == []


def test_an_end_at_as_of_is_not_seen_yet() -> None:
    assert revenue.churn_days([contract((2024, 1, 1), (2026, 7, 1))]) == []
    assert len(revenue.churn_days([contract((2024, 1, 1), (2026, 6, 30))])) == 1


def test_months_at_rest_have_no_row_and_a_return_is_a_reactivation() -> None:
    contracts = [
        contract((2024, 1, 10), (2024, 2, 10)),
        contract((2024, 5, 1), (2024, 7, 31), "120.00"),
        contract((2024, 6, 1), None, "30.00"),
    ]
    rows = [
        (row.month, row.movement, str(row.closing)) for row in revenue.monthly_revenue(contracts)
    ]
    assert rows[:5] == [
        ("2024-01", "new", "100.00"),
        ("2024-02", "churn", "0.00"),
        ("2024-05", "reactivation", "120.00"),
        ("2024-06", "expansion", "150.00"),
        ("2024-07", "contraction", "30.00"),
    ]
    assert {movement for _, movement, _ in rows[5:]} == {"unchanged"}
    assert rows[-1][0] == "2026-06"
