"""The oracles of surveys and of referral, on landings small enough to count by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.oracle.customers import Company, Identity
from tests.oracle.referral import AmbassadorAct, ambassador_acts, invitations, referral, words
from tests.oracle.surveys import satisfaction, surveys
from tests.unit.hand_made import (
    ACME,
    ANN,
    BETA,
    BOB,
    CAT,
    IDENTITY,
    at,
    company,
    of,
)

Rows = list[dict[str, Any]]


def answers(*told: tuple[str, str, int | None, str | None], kind: str = "nps") -> Rows:
    """Surveys: id, address, score, answer's instant; sent a day before."""
    return [
        {
            "response_id": name,
            "kind": kind,
            "email": email,
            "company_id": None,
            "score": score,
            "sent_at": at("2025-12-31 22:59"),
            "answered_at": None if instant is None else at(instant),
        }
        for name, email, score, instant in told
    ]


def many(folder: Path, rows: Rows) -> Company:
    """A company in which seven more people are known by their addresses."""
    made = company(folder, files__survey_responses=rows)
    people = {("email", f"p{number}"): 100 + number for number in range(7)}
    identity = Identity(
        {**IDENTITY.people, **people}, IDENTITY.accounts, IDENTITY.account_of, IDENTITY.channel_of
    )
    return Company(folder, identity, made.as_of)


def test_the_latest_answer_of_ninety_days_says_how_somebody_feels(tmp_path: Path) -> None:
    ours = many(
        tmp_path,
        answers(
            ("a", "p0", 9, "2026-01-05 10:00"),
            ("b", "p1", 10, "2026-01-05 10:00"),
            ("c", "p2", 8, "2026-01-05 10:00"),
            ("d", "p3", 7, "2026-01-05 10:00"),
            ("e", "p4", 6, "2026-01-05 10:00"),
            # The later answer counts, of two at an instant the greater id.
            ("f", "p4", 0, "2026-01-06 10:00"),
            ("g", "p0", 3, "2026-01-04 10:00"),
            ("h", "p5", 10, "2026-01-07 10:00"),
            ("i", "p5", 5, "2026-01-07 10:00"),
            # Whoever it was answered.
            ("l", "nobody", 10, "2026-01-07 10:00"),
            # No answers: off the scale, without a score, after as_of.
            ("j", "p6", 11, "2026-01-07 10:00"),
            ("k", "p6", None, "2026-01-07 10:00"),
            ("m", "p6", 10, "2026-03-31 22:00"),
        ),
    )
    numbers = satisfaction(ours, [])
    # Three promoters, two passives, two detractors; on 31 March 5 January is the 86th day back.
    assert of(numbers, "nps") == {
        "2026-01": ("1", "7"),
        "2026-02": ("1", "7"),
        "2026-03": ("1", "7"),
    }
    # Sent in December, in Paris too; the one answered after as_of is not answered yet, the one off
    # the scale is no row of the survey.
    assert of(numbers, "survey_response_rate", "nps") == {"2025-12": ("11", "12")}
    assert of(numbers, "survey_response_rate") == {"2025-12": ("11", "12")}
    categories = {one.response_id: one.category for one in surveys(ours)}
    assert categories["d"] == "passive"
    assert categories["e"] == "detractor"
    assert "j" not in categories
    assert [categories[name] for name in "km"] == [None] * 2


def test_fewer_than_five_respondents_are_no_sample_and_the_90th_day_back_is_the_last(
    tmp_path: Path,
) -> None:
    told = [(f"r{number}", f"p{number}", 10, "2026-01-01 09:00") for number in range(4)]
    assert of(satisfaction(many(tmp_path / "4", answers(*told)), []), "nps") == {}
    for instant, months in (
        ("2026-01-01 09:00", ["2026-01", "2026-02", "2026-03"]),
        ("2025-12-31 22:59", ["2025-12", "2026-01", "2026-02"]),
    ):
        told = [(f"r{number}", f"p{number}", 10, instant) for number in range(5)]
        found = of(satisfaction(many(tmp_path / instant, answers(*told)), []), "nps")
        assert list(found) == months


def test_who_is_satisfied_shows_it_by_the_signals_of_the_version(tmp_path: Path) -> None:
    rows = answers(
        ("a", "ann@x.example", 4, "2026-01-15 10:00"),
        ("b", "ann@x.example", 5, "2026-02-15 10:00"),
        ("c", "bob@x.example", 3, "2026-02-15 10:00"),
        ("d", "bob@x.example", 0, "2026-02-15 10:00"),
        kind="csat",
    ) + answers(("e", "bob@x.example", 9, "2026-02-15 10:00"))
    numbers = satisfaction(
        company(tmp_path, files__survey_responses=rows),
        [AmbassadorAct("review", ACME, date(2026, 3, 31))],
    )
    # Four stars are good, but no signal since the second version asks for five.
    assert of(numbers, "csat_satisfied_rate") == {"2026-01": ("1", "1"), "2026-02": ("1", "2")}
    assert of(numbers, "satisfied_accounts_share") == {
        "2026-01": ("0", "2"),
        "2026-02": ("2", "2"),
        "2026-03": ("1", "2"),
    }


# ---------- referral


def invited(*told: tuple[str, str, str, str | None]) -> Rows:
    """Invitations: who invites, whom, when, and when it was accepted."""
    return [
        {
            "invitation_id": f"i{number}",
            "email": f"{host}@x.example",
            "company_id": None,
            "invitee_email": guest,
            "sent_at": at(sent_at),
            "accepted_at": None if accepted_at is None else at(accepted_at),
            "recorded_at": None,
        }
        for number, (host, guest, sent_at, accepted_at) in enumerate(told)
    ]


def test_invitations_count_once_and_never_to_oneself(tmp_path: Path) -> None:
    ours = company(
        tmp_path,
        files__referral_invitations=invited(
            ("ann", "new@y.example", "2026-02-01 10:00:00", "2026-02-03 22:00:00"),
            # The same guest, to oneself, and somebody who accepts in the last second.
            ("bob", " NEW@y.example", "2026-02-02 10:00:00", "2026-02-02 11:00:00"),
            ("ann", "Ann@x.example", "2026-02-03 10:00:00", "2026-02-04 10:00:00"),
            ("ann", "late@y.example", "2025-12-01 10:00:00", "2026-03-01 10:00:00"),
            ("ann", "just@y.example", "2025-12-01 10:00:01", "2026-03-01 10:00:00"),
            ("ann", "half@y.example", "2026-02-05 10:00:00", "2026-02-06 10:00:01"),
            ("ann", "cat@x.example", "2026-02-06 10:00:00", None),
            ("ann", "soon@y.example", "2026-03-31 21:59:59", "2026-03-31 22:00:00"),
        ),
    )
    sent = {one.sent_at.isoformat(): one for one in invitations(ours)}
    assert [one.counts for one in sent.values()].count(False) == 2
    numbers = referral(ours, [])
    # Nobody was a customer yet at the start of December.
    assert of(numbers, "invitations_per_customer") == {
        "2025-12": ("2", "0"),
        "2026-02": ("3", "2"),
        "2026-03": ("1", "2"),
    }
    assert of(numbers, "invitation_conversion_rate") == {
        "2025-12": ("1", "2"),
        "2026-02": ("2", "3"),
        "2026-03": ("0", "1"),
    }
    assert of(numbers, "viral_coefficient")["2026-02"] == ("2", "2")
    # 2.5 days and a day and a second: 1.750006 to six places.
    assert of(numbers, "invitation_days_median")["2026-02"] == ("1.750006", "2")
    assert of(numbers, "referral_invitation_rate") == {"2026-02": ("2", "2"), "2026-03": ("1", "2")}


def test_a_lead_is_referred_by_channel_or_by_an_invitation_accepted_before(tmp_path: Path) -> None:
    for accepted_at, referred in (("2026-02-03 09:59", "2"), ("2026-02-03 10:00", "1")):
        ours = company(
            tmp_path / accepted_at,
            files__referral_invitations=invited(
                ("ann", "cat@x.example", "2026-02-01 10:00", accepted_at)
            ),
        )
        leads = [(person, at("2026-02-03 10:00")) for person in (ANN, BOB, CAT)]
        assert of(referral(ours, leads), "referred_lead_share") == {"2026-02": (referred, "3")}


def said(*told: tuple[str, float | None, dict[str, str]]) -> Rows:
    """Words of Ann: kind, rating, instants of the phases."""
    phases = ("asked_at", "answered_at", "permission_at", "published_at")
    return [
        {
            "review_id": f"w{number}",
            "kind": kind,
            "email": "ann@x.example",
            "rating": None if rating is None else Decimal(str(rating)),
            "recorded_at": None,
            **{phase: at(when[phase]) if phase in when else None for phase in phases},
        }
        for number, (kind, rating, when) in enumerate(told)
    ]


def test_words_speak_for_or_against_the_company(tmp_path: Path) -> None:
    february = {"published_at": "2026-02-10 10:00"}
    ours = company(
        tmp_path,
        files__reviews=said(
            ("review", 3.0, february),
            ("review", 2.9, february),
            ("review", 1.0, february),
            ("review", None, february),
            ("testimonial", None, february),
            ("review", 5.0, {"published_at": "2026-03-31 22:00"}),
            ("tweet", 5.0, february),
        ),
    )
    assert of(referral(ours, []), "word_of_mouth_polarity") == {"2026-02": ("0", "5")}


def test_a_later_phase_implies_the_earlier_ones(tmp_path: Path) -> None:
    asked = {"asked_at": "2026-02-10 10:00"}
    ours = company(
        tmp_path,
        files__reviews=said(
            ("testimonial", None, asked),
            ("testimonial", None, asked | {"answered_at": "2026-02-11 10:00"}),
            ("testimonial", None, asked | {"permission_at": "2026-02-11 10:00"}),
            ("testimonial", None, asked | {"published_at": "2026-03-11 10:00"}),
            ("case_study", None, asked | {"published_at": "2026-03-31 22:00"}),
            # Nobody noted the question: the month of the first phase that is known.
            ("case_study", None, {"answered_at": "2026-03-01 10:00"}),
            ("review", 5.0, asked),
        ),
    )
    numbers = referral(ours, [])
    found = {
        phase: (of(numbers, f"testimonials_{phase}"), of(numbers, f"testimonials_{phase}", kind))
        for phase, kind in (
            ("asked", "case_study"),
            ("answered", "case_study"),
            ("permitted", "testimonial"),
            ("published", "testimonial"),
        )
    }
    one = ("1", None)
    assert found == {
        "asked": ({"2026-02": ("5", None), "2026-03": one}, {"2026-02": one, "2026-03": one}),
        "answered": ({"2026-02": ("3", None), "2026-03": one}, {"2026-03": one}),
        "permitted": ({"2026-02": ("2", None)}, {"2026-02": ("2", None)}),
        "published": ({"2026-02": one}, {"2026-02": one}),
    }
    assert of(numbers, "social_proof_yield") == {"2026-02": ("1", "5"), "2026-03": ("0", "1")}
    assert of(numbers, "social_proof_yield", "testimonial") == {"2026-02": ("1", "4")}


def test_ambassadors_are_customers_that_acted_ever_or_within_a_year(tmp_path: Path) -> None:
    ours = company(
        tmp_path,
        files__referral_invitations=invited(
            # 365 days before the last of March; and the day after.
            ("bob", "old@y.example", "2025-03-01 10:00", "2025-03-31 10:00"),
            ("ann", "new@y.example", "2025-03-01 11:00", "2025-04-01 10:00"),
        ),
        files__reviews=said(
            ("review", 4.0, {"published_at": "2026-02-10 10:00"}),
            ("review", 3.9, {"published_at": "2026-01-10 10:00"}),
        ),
    )
    acts = ambassador_acts(invitations(ours), words(ours))
    assert sorted((act.act_type, act.account) for act in acts) == [
        ("invitation", ACME),
        ("invitation", BETA),
        ("review", ACME),
    ]
    numbers = referral(ours, [])
    assert of(numbers, "ambassador_share")["2026-03"] == ("1", "2")
    assert of(numbers, "ambassador_share")["2026-01"] == ("2", "2")
    assert of(numbers, "ambassador_share", "ever")["2026-03"] == ("2", "2")
    assert of(numbers, "ambassador_share", "review") == {
        "2026-01": ("0", "2"),
        "2026-02": ("1", "2"),
        "2026-03": ("1", "2"),
    }
    assert of(numbers, "ambassador_share", "case_study")["2026-03"] == ("0", "2")
