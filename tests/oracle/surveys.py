"""What customers answer when they are asked how satisfied they are, and who shows that they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from tests.oracle.customers import Company
from tests.oracle.landed import configuration, day_of, month_of, months, version_on
from tests.oracle.numbers import Key, Number
from tests.oracle.referral import AmbassadorAct

ASKED_WITHIN = timedelta(days=90)
SMALLEST_SAMPLE = 5
SCALES = {"nps": (0, 10), "csat": (1, 5)}
METRICS = ("nps", "survey_response_rate", "csat_satisfied_rate", "satisfied_accounts_share")


class Survey(NamedTuple):
    """A survey that was sent, and what came back before as_of."""

    response_id: str
    kind: str | None
    person: int | None
    account: int | None
    sent_at: datetime | None
    answered_at: datetime | None
    score: int | None

    @property
    def answer(self) -> int | None:
        """The score, if it is one of the scale."""
        lowest, highest = SCALES.get(self.kind or "", (1, 0))
        is_told = self.answered_at is not None and self.score is not None
        return self.score if is_told and lowest <= (self.score or 0) <= highest else None

    @property
    def category(self) -> str | None:
        """Promoter, passive or detractor, for an answer to an nps survey."""
        if self.kind != "nps" or self.answer is None:
            return None
        return "promoter" if self.answer >= 9 else "passive" if self.answer >= 7 else "detractor"


def is_off_scale(kind: str | None, score: int | None) -> bool:
    """Whether a score cannot be one of its kind of survey."""
    lowest, highest = SCALES.get(kind or "", (score, score))
    return score is not None and not lowest <= score <= highest


def surveys(company: Company) -> list[Survey]:
    """Every survey that a reader accepts."""
    found = []
    for row in company.files.latest(
        "files/survey_responses",
        ("response_id",),
        "recorded_at",
        *("kind", "contact_id", "email", "company_id", "score", "sent_at", "answered_at"),
    ):
        if row["kind"] not in (*SCALES, None) or is_off_scale(row["kind"], row["score"]):
            continue
        person = company.person(row["contact_id"], row["email"])
        sent_at, answered_at = (
            row[name] if row[name] is not None and row[name] < company.as_of else None
            for name in ("sent_at", "answered_at")
        )
        account = company.account(row["company_id"], person)
        found.append(
            Survey(
                *(row["response_id"], row["kind"], person, account),
                *(sent_at, answered_at, row["score"]),
            )
        )
    return found


def satisfaction(company: Company, acts: Iterable[AmbassadorAct]) -> dict[Key, Number]:
    """All numbers of this page."""
    every = surveys(company)
    return {
        **_promoters(company, every),
        **_responses(every),
        **_satisfied_answers(every),
        **_satisfied_accounts(company, every, acts),
    }


def _key(metric: str, month: date, segment_type: str = "all", value: str = "all") -> Key:
    return Key(metric, "month", month, segment_type, value)


def _promoters(company: Company, every: list[Survey]) -> dict[Key, Number]:
    answers = sorted(
        (one.answered_at, one.response_id, str(one.person or one.response_id), one.category)
        for one in every
        if one.answered_at is not None and one.category is not None
    )
    numbers: dict[Key, Number] = {}
    for month in months(day_of(answers[0][0]), company.last_day) if answers else ():
        last = company.snapshot(month)
        latest = {
            person: category
            for answered_at, _, person, category in answers
            if last - ASKED_WITHIN < day_of(answered_at) <= last
        }
        said = list(latest.values())
        if len(said) >= SMALLEST_SAMPLE:
            balance = said.count("promoter") - said.count("detractor")
            numbers[_key("nps", month)] = Number(Decimal(balance), Decimal(len(said)))
    return numbers


def _rate(numbers: dict[Key, Number], key: Key, is_met: bool) -> None:
    before = numbers.get(key, Number(Decimal(0), Decimal(0)))
    numbers[key] = Number(before.numerator + is_met, (before.denominator or 0) + Decimal(1))


def _responses(every: list[Survey]) -> dict[Key, Number]:
    numbers: dict[Key, Number] = {}
    for one in every:
        if one.sent_at is not None:
            month, is_answered = month_of(day_of(one.sent_at)), one.answered_at is not None
            _rate(numbers, _key("survey_response_rate", month), is_answered)
            key = _key("survey_response_rate", month, "kind", one.kind or "unknown")
            _rate(numbers, key, is_answered)
    return numbers


def _satisfied_answers(every: list[Survey]) -> dict[Key, Number]:
    numbers: dict[Key, Number] = {}
    for one in every:
        if one.kind == "csat" and one.answered_at is not None and one.answer is not None:
            month = month_of(day_of(one.answered_at))
            _rate(numbers, _key("csat_satisfied_rate", month), one.answer >= 4)
    return numbers


def _satisfied_accounts(
    company: Company, every: list[Survey], acts: Iterable[AmbassadorAct]
) -> dict[Key, Number]:
    shown: dict[date, list[tuple[str, int, int]]] = {}
    for one in every:
        if one.answered_at is not None and one.answer is not None and one.account is not None:
            signal = (f"{one.kind}_answer", one.account, one.answer)
            shown.setdefault(month_of(day_of(one.answered_at)), []).append(signal)
    for act in acts:
        if act.account is not None:
            signal = ("ambassador_act", act.account, 0)
            shown.setdefault(month_of(act.day), []).append(signal)
    numbers: dict[Key, Number] = {}
    for month in company.months:
        active = company.active_at_end(month)
        version = version_on(company.snapshot(month))
        wanted = {
            row["signal"]: row["lowest_score"]
            for row in configuration("satisfaction_signals")
            if row["agreement_version"] == version
        }
        satisfied = {
            account
            for signal, account, score in shown.get(month, ())
            if signal in wanted and score >= int(wanted[signal] or 0)
        }
        part = Decimal(len(satisfied & active))
        numbers[_key("satisfied_accounts_share", month)] = Number(part, Decimal(len(active)))
    return numbers
