"""How customers speak for the company: invitations, words, and who is an ambassador."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from tests.oracle.customers import Company
from tests.oracle.landed import (
    address,
    configuration,
    day_of,
    median,
    month_of,
    version_on,
)
from tests.oracle.numbers import SIXTH, Key, Number

ACCEPTED_WITHIN = timedelta(days=90)
TRAILING = timedelta(days=365)
GOOD_RATING = 3
WORDS = ("review", "testimonial", "case_study", "reference_call")
ASKED_FOR = WORDS[1:]
METRICS = (
    "ambassador_share",
    "referral_invitation_rate",
    "invitations_per_customer",
    "invitation_conversion_rate",
    "viral_coefficient",
    "invitation_days_median",
    "referred_lead_share",
    "word_of_mouth_polarity",
    "testimonials_asked",
    "testimonials_answered",
    "testimonials_permitted",
    "testimonials_published",
    "social_proof_yield",
)


class AmbassadorAct(NamedTuple):
    """An act by which a customer speaks for the company."""

    act_type: str
    account: int | None
    day: date


class Invitation(NamedTuple):
    """An invitation, whether it counts, and what came of it before as_of."""

    account: int | None
    invitee: int | None
    sent_at: datetime
    accepted_at: datetime | None
    counts: bool

    @property
    def month(self) -> date:
        """The month in which it was sent."""
        return month_of(day_of(self.sent_at))

    @property
    def is_accepted_in_time(self) -> bool:
        """Whether it was accepted within the window."""
        return self.accepted_at is not None and self.accepted_at < self.sent_at + ACCEPTED_WITHIN


class Word(NamedTuple):
    """A review, testimonial, case study or reference call, with its phases before as_of."""

    kind: str
    account: int | None
    rating: Decimal | None
    asked_at: datetime | None
    answered_at: datetime | None
    permission_at: datetime | None
    published_at: datetime | None

    @property
    def asked_on(self) -> date | None:
        """The day on which it was asked for, else of the first phase that is known."""
        later = [at for at in self[4:] if at is not None]
        at = self.asked_at or min(later, default=None)
        return None if at is None else day_of(at)


def invitations(company: Company) -> list[Invitation]:
    """Every invitation sent before as_of, in the order of sending."""
    rows = [
        row
        for row in company.files.latest(
            "files/referral_invitations",
            ("invitation_id",),
            "recorded_at",
            *("contact_id", "email", "company_id", "invitee_email", "sent_at", "accepted_at"),
        )
        if row["sent_at"] is not None and row["sent_at"] < company.as_of
    ]
    named: set[int | str | None] = set()
    found = []
    for row in sorted(rows, key=lambda row: (row["sent_at"], row["invitation_id"])):
        inviter = company.person(row["contact_id"], row["email"])
        invitee = company.person(None, row["invitee_email"])
        guest = invitee if invitee is not None else address(row["invitee_email"])
        accepted_at = row["accepted_at"]
        if accepted_at is not None and accepted_at >= company.as_of:
            accepted_at = None
        is_self = inviter is not None and guest == inviter
        found.append(
            Invitation(
                company.account(row["company_id"], inviter),
                invitee,
                row["sent_at"],
                accepted_at,
                not is_self and guest not in named,
            )
        )
        if guest is not None:
            named.add(guest)
    return found


def words(company: Company) -> list[Word]:
    """Every word that a reader accepts."""
    phases = ("asked_at", "answered_at", "permission_at", "published_at")
    return [
        Word(
            row["kind"],
            company.account(row["company_id"], company.person(row["contact_id"], row["email"])),
            row["rating"],
            *(
                row[phase] if row[phase] is not None and row[phase] < company.as_of else None
                for phase in phases
            ),
        )
        for row in company.files.latest(
            "files/reviews",
            ("review_id",),
            "recorded_at",
            *("kind", "contact_id", "email", "company_id", "rating", *phases),
        )
        if row["kind"] in WORDS
    ]


def ambassador_acts(sent: Iterable[Invitation], said: Iterable[Word]) -> list[AmbassadorAct]:
    """The acts that the agreement of their day counts."""
    found = []
    for one in sent:
        if one.counts and one.accepted_at is not None:
            day = day_of(one.accepted_at)
            if _counts("invitation_accepted", None, day):
                found.append(AmbassadorAct("invitation", one.account, day))
    for word in said:
        if word.published_at is not None:
            day = day_of(word.published_at)
            if _counts(word.kind, word.rating, day):
                found.append(AmbassadorAct(word.kind, word.account, day))
    return found


def _counts(act_type: str, rating: Decimal | None, day: date) -> bool:
    for row in configuration("ambassador_acts"):
        if (row["agreement_version"], row["act_type"]) == (version_on(day), act_type):
            lowest = row["lowest_rating"]
            return not lowest or (rating is not None and rating >= Decimal(lowest))
    return False


def referral(company: Company, leads: Iterable[tuple[int, datetime]]) -> dict[Key, Number]:
    """All numbers of the pillar; `leads` are the qualified ones, by person and instant."""
    sent, said = invitations(company), words(company)
    return {
        **_ambassadors(company, ambassador_acts(sent, said)),
        **_inviting(company, sent),
        **_accepting(company, sent),
        **_referred(company, sent, leads),
        **_polarity(said),
        **_phases(said),
    }


def _key(metric: str, month: date, segment_type: str = "all", value: str = "all") -> Key:
    return Key(metric, "month", month, segment_type, value)


def _ambassadors(company: Company, acts: list[AmbassadorAct]) -> dict[Key, Number]:
    numbers: dict[Key, Number] = {}
    for month in company.months:
        active, last = company.active_at_end(month), company.snapshot(month)
        if not active:
            continue
        acted = [act for act in acts if act.day <= last and act.account in active]
        shares: dict[tuple[str, str], set[int | None]] = {
            ("all", "all"): {act.account for act in acted if act.day > last - TRAILING},
            ("window", "ever"): {act.account for act in acted},
        }
        for act_type in ("invitation", *WORDS):
            these = {act.account for act in acted if act.act_type == act_type}
            shares["act_type", act_type] = these
        for segment, accounts in shares.items():
            number = Number(Decimal(len(accounts)), Decimal(len(active)))
            numbers[_key("ambassador_share", month, *segment)] = number
    return numbers


def _by_month(sent: Iterable[Invitation]) -> Mapping[date, list[Invitation]]:
    by_month: dict[date, list[Invitation]] = {}
    for one in sent:
        by_month.setdefault(one.month, []).append(one)
    return by_month


def _inviting(company: Company, sent: list[Invitation]) -> dict[Key, Number]:
    by_month, numbers = _by_month(sent), {}
    for month in company.months:
        active = company.active_at_start(month)
        inviters = {one.account for one in by_month.get(month, ())} & active
        numbers[_key("referral_invitation_rate", month)] = Number(
            Decimal(len(inviters)), Decimal(len(active))
        )
    return numbers


def _accepting(company: Company, sent: list[Invitation]) -> dict[Key, Number]:
    by_month, numbers = _by_month([one for one in sent if one.counts]), {}
    for month in sorted({*company.months, *by_month}):
        ours = by_month.get(month, [])
        counted, customers = Decimal(len(ours)), Decimal(len(company.active_at_start(month)))
        waits = [
            (one.accepted_at - one.sent_at) // timedelta(seconds=1)
            for one in ours
            if one.is_accepted_in_time and one.accepted_at is not None
        ]
        accepted = Decimal(len(waits))
        numbers[_key("invitations_per_customer", month)] = Number(counted, customers)
        numbers[_key("invitation_conversion_rate", month)] = Number(accepted, counted)
        numbers[_key("viral_coefficient", month)] = Number(accepted, customers)
        if waits:
            days = [(Decimal(one) / 86_400).quantize(SIXTH, ROUND_HALF_UP) for one in waits]
            numbers[_key("invitation_days_median", month)] = Number(median(days), accepted)
    return numbers


def _rate(numbers: dict[Key, Number], key: Key, part: int) -> None:
    before = numbers.get(key, Number(Decimal(0), Decimal(0)))
    numbers[key] = Number(before.numerator + part, (before.denominator or 0) + Decimal(1))


def _referred(
    company: Company, sent: list[Invitation], leads: Iterable[tuple[int, datetime]]
) -> dict[Key, Number]:
    accepted = {
        one.invitee: one.accepted_at
        for one in sent
        if one.counts and one.accepted_at is not None and one.invitee is not None
    }
    numbers: dict[Key, Number] = {}
    for person, qualified_at in leads:
        since = accepted.get(person)
        is_invited = since is not None and since < qualified_at
        is_referred = is_invited or company.identity.channel_of.get(person) == "referral"
        key = _key("referred_lead_share", month_of(day_of(qualified_at)))
        _rate(numbers, key, int(is_referred))
    return numbers


def _polarity(said: list[Word]) -> dict[Key, Number]:
    numbers: dict[Key, Number] = {}
    for word in said:
        if word.published_at is not None:
            part = 1
            if word.kind == "review":
                is_good = word.rating is not None and word.rating >= GOOD_RATING
                part = 0 if word.rating is None else 1 if is_good else -1
            _rate(
                numbers, _key("word_of_mouth_polarity", month_of(day_of(word.published_at))), part
            )
    return numbers


def _phases(said: list[Word]) -> dict[Key, Number]:
    numbers: dict[Key, Number] = {}
    for word in said:
        if word.kind not in ASKED_FOR or word.asked_on is None:
            continue
        month = month_of(word.asked_on)
        phases = [word.asked_on, word.answered_at, word.permission_at, word.published_at]
        for segment in (("all", "all"), ("act_type", word.kind)):
            for place, phase in enumerate(("asked", "answered", "permitted", "published")):
                if any(at is not None for at in phases[place:]):
                    key = _key(f"testimonials_{phase}", month, *segment)
                    before = numbers.get(key, Number(Decimal(0)))
                    numbers[key] = Number(before.numerator + 1)
            key = _key("social_proof_yield", month, *segment)
            _rate(numbers, key, int(word.published_at is not None))
    return numbers
