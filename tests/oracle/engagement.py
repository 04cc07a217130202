"""How busy customers are, whether newcomers are introduced, and what they ask of the service."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.customer_stream import Act, Stream
from tests.oracle.customers import Company
from tests.oracle.landed import configuration, day_of, month_of, version_on
from tests.oracle.numbers import Key, Number

HIGHEST_SCORE = 100
ONBOARDING_DAYS = timedelta(days=60)
METRICS = ("mean_engagement_score", "onboarding_completion_rate", "tickets_per_account")


def engagement(company: Company, stream: Stream) -> dict[Key, Number]:
    """All numbers of this page."""
    return {
        **_mean_scores(company, engagement_scores(company, stream)),
        **_onboarding(company, stream),
        **_tickets(company, stream),
    }


def _key(metric: str, month: date) -> Key:
    return Key(metric, "month", month, "all", "all")


def engagement_scores(company: Company, stream: Stream) -> dict[tuple[int, date], int]:
    """The score of each account and month that has one, by the lines of that month's version."""
    counted: Counter[tuple[int, date, str]] = Counter()
    for act in stream.acts:
        if not act.is_automatic:
            for account in stream.accounts_of(act):
                counted[account, month_of(act.day), act.name] += 1
    scores: dict[tuple[int, date], int] = {}
    for (account, month, name), number in counted.items():
        version = version_on(company.snapshot(month))
        for line in configuration("engagement_lines"):
            if (line["agreement_version"], line["activity"]) == (version, name):
                points = int(line["points"]) * min(number, int(line["highest_count"]))
                scores[account, month] = scores.get((account, month), 0) + points
    return {key: min(score, HIGHEST_SCORE) for key, score in scores.items()}


def _mean_scores(company: Company, scores: dict[tuple[int, date], int]) -> dict[Key, Number]:
    numbers: dict[Key, Number] = {}
    for month in company.months:
        active = company.active_at_end(month)
        total = sum(scores.get((account, month), 0) for account in active)
        numbers[_key("mean_engagement_score", month)] = _of(total, len(active))
    return numbers


def _of(part: int, whole: int) -> Number:
    return Number(Decimal(part), Decimal(whole))


def onboarded(company: Company, stream: Stream) -> set[int]:
    """The accounts one of whose people did each step in time."""
    done: dict[int, list[Act]] = {}
    for act in stream.acts:
        account = company.account_of(act.person)
        if account is not None and not act.is_automatic:
            done.setdefault(account, []).append(act)
    return {
        account
        for account, contract in company.first_contracts.items()
        if all(
            any(_is_step(act, step, contract.started_on) for act in done.get(account, ()))
            for step in configuration("onboarding_steps")
        )
    }


def _onboarding(company: Company, stream: Stream) -> dict[Key, Number]:
    done, numbers = onboarded(company, stream), {}
    for month, contracts in company.new_accounts().items():
        complete = sum(contract.account in done for contract in contracts)
        numbers[_key("onboarding_completion_rate", month)] = _of(complete, len(contracts))
    return numbers


def _is_step(act: Act, step: dict[str, str], start: date) -> bool:
    wanted = step["campaign_contains"].strip().lower()
    return (
        act.name == step["activity"]
        and start <= act.day < start + ONBOARDING_DAYS
        and (not wanted or any(wanted in words.lower() for words in act.words))
    )


def _tickets(company: Company, stream: Stream) -> dict[Key, Number]:
    opened = Counter(
        (month_of(day_of(ticket.opened_at)), ticket.account) for ticket in stream.tickets
    )
    numbers: dict[Key, Number] = {}
    for month in company.months:
        active = company.active_at_end(month)
        total = sum(opened[month, account] for account in active)
        numbers[_key("tickets_per_account", month)] = _of(total, len(active))
    return numbers
