"""The page of the agreement: its sentences in both languages, its differences, its markup.

The rows are those of the seeds, changed with SQL where a test plants something. What the sentences
should be is written by hand.
"""

from __future__ import annotations

import csv
import json
import re
import string
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.__main__ import main
from orchestration.lib.agreement import duties, rows
from orchestration.lib.agreement.conditions import condition, score_line
from orchestration.lib.agreement.page import NAMES, pages
from orchestration.lib.agreement.words import LANGUAGES, Words, dictionary
from orchestration.lib.errors import UserError

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
# What is configured beside the agreement is nobody's signature.
BESIDE_THE_AGREEMENT = {
    "conversion_targets",
    "key_moments",
    "onboarding_steps",
    "pillar_focus",
    "upsell_paths",
}
TODAY = date(2026, 7, 1)
VOID = {"meta", "link", "br", "hr", "img"}


def written(folder: Path, *statements: str) -> Path:
    """A warehouse with the seeds as texts, after some changes."""
    file = folder / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema agreement; create schema reference")
        for table in rows.COLUMNS:
            path = SEEDS / f"{table.replace('.', '/')}.csv"
            connection.execute(
                f"create table {table} as from read_csv('{path}', all_varchar = true)"
            )
        for statement in statements:
            connection.execute(statement)
    return file


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("agreement"))


# Version 3, from 2027 on: a copy of version 2 that nobody has signed.
TO_COME = (
    "update agreement.agreement_versions set valid_to = '2027-01-01' where agreement_version = '2'",
    "insert into agreement.agreement_versions values ('3', '2027-01-01', null, 'More', null)",
    *(
        f"insert into agreement.{seed} select * replace ('3' as agreement_version) "
        f"from agreement.{seed} where agreement_version = '2'"
        for seed in rows.KEYS
        if seed not in ("signatures", "pillar_metrics")
    ),
)


class Page(HTMLParser):
    """The elements of a page; fails where they do not close in the order in which they opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[tuple[str, str], str] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        assert len(attributes) == len(attrs)
        self.tags.append((tag, attributes))
        for key in self._marks(attributes):
            self.counts[key] += 1
            self.texts.setdefault(key, "")
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, attributes in self.open:
            for key in self._marks(attributes):
                self.texts[key] += data

    @staticmethod
    def _marks(attributes: dict[str, str | None]) -> list[tuple[str, str]]:
        return [(name, value or "") for name, value in attributes.items() if name[:5] == "data-"]

    def said(self, row: str, mark: str = "data-row") -> str:
        """What an element says, in one line."""
        return re.sub(r"[\s\u00a0]+", " ", self.texts[(mark, row)]).strip()

    def rows(self) -> list[str]:
        """The rows that the articles say."""
        return [
            row
            for (mark, row), count in self.counts.items()
            for _ in range(count)
            if mark == "data-row"
        ]

    def changes(self) -> list[tuple[str, str]]:
        """Kind and row of every change."""
        return [
            (attributes["data-change"] or "", attributes["data-change-row"] or "")
            for _, attributes in self.tags
            if "data-change" in attributes
        ]


def page(warehouse: Path, language: str, number: int | None = None, day: date = TODAY) -> Page:
    return Page(pages(warehouse, day, number).texts[NAMES[language]])


def words_of(language: str) -> Words:
    labels = {
        "activities": {"demo_dreamt_of": {"en": "Dreamt of", "fr": "Rêvé"}[language]},
        "attributes": {"shoe_size": {"en": "Shoe size", "fr": "Pointure"}[language]},
        "channels": {"paid_search": {"en": "Paid search", "fr": "Recherche payante"}[language]},
        "metrics": {"win_rate": {"en": "Win rate", "fr": "Taux de succès"}[language]},
    }
    return Words(language, labels)


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# ---------------------------------------------------------------- sentences


def row(
    kind: str,
    signal: str,
    aggregate: str,
    operator: str,
    value: str | None,
    window: int | None = None,
) -> dict[str, Any]:
    return {
        "signal_kind": kind,
        "signal": signal,
        "aggregate": aggregate,
        "operator": operator,
        "value": value,
        "window_days": window,
    }


TYPES = {
    "employees": "number",
    "job_title": "text",
    "country": "text",
    "source_channel": "text",
    "account_relation": "text",
    "shoe_size": "number",
}


@pytest.mark.parametrize(
    ("planted", "english", "french"),
    [
        (
            row("activity", "demo_requested", "count", "at_least", "1"),
            "a demonstration was requested at least once in the current cycle",
            "une démonstration a été demandée au moins une fois dans le cycle en cours",
        ),
        (
            row("activity", "white_paper_downloaded", "count", "at_least", "2", 30),
            "a white paper was downloaded at least 2 times within 30 days",
            "un livre blanc a été téléchargé au moins 2 fois en l'espace de 30 jours",
        ),
        (
            row("activity", "pricing_page_viewed", "days", "more_than", "3", 1),
            "the pricing page was viewed on more than 3 different days within 1 day",
            "la page de tarifs a été vue plus de 3 jours différents en l'espace de 1 jour",
        ),
        (
            row("activity", "call_made", "days", "equals", "1"),
            "a call was made on exactly one day in the current cycle",
            "un appel a été passé exactement un jour dans le cycle en cours",
        ),
        (
            row("activity", "demo_dreamt_of", "count", "less_than", "1000"),
            "“Dreamt of” was recorded less than 1,000 times in the current cycle",
            "« Rêvé » a été enregistré moins de 1 000 fois dans le cycle en cours",
        ),
        (
            row("score", "fit", "total", "at_least", "20"),
            "the fit score is at least 20 points",
            "le score d'adéquation est d'au moins 20 points",
        ),
        (
            row("score", "engagement", "total", "at_most", "1.5"),
            "the engagement score is at most 1.5 points",
            "le score d'engagement est d'au plus 1,5 point",
        ),
        (
            row("attribute", "employees", "latest", "less_than", "2500"),
            "the number of employees of the company is less than 2,500",
            "l'effectif de l'entreprise est de moins de 2 500",
        ),
        (
            row("attribute", "shoe_size", "latest", "differs_from", "43"),
            "the attribute “Shoe size” is not 43",
            "l'attribut « Pointure » n'est pas de 43",
        ),
        (
            row("attribute", "job_title", "latest", "contains", "direct"),
            "the job title contains “direct”",
            "la fonction contient « direct »",
        ),
        (
            row("attribute", "job_title", "latest", "is_set", None),
            "the job title is known",
            "on connaît la fonction",
        ),
        (
            row("attribute", "country", "latest", "one_of", "france|belgium|peru"),
            "the country is “france”, “belgium” or “peru”",
            "le pays est « france », « belgium » ou « peru »",
        ),
        (
            row("attribute", "country", "latest", "none_of", "france|peru"),
            "the country is known and is none of “france” or “peru”",
            "on connaît le pays, qui n'est pas « france » ou « peru »",
        ),
        (
            row("attribute", "source_channel", "latest", "equals", "paid_search"),
            "the channel of origin is “Paid search”",
            "le canal d'origine est « Recherche payante »",
        ),
        (
            row("attribute", "account_relation", "latest", "differs_from", "partner"),
            "the company's relation to us is known and is not “partner”",
            "on connaît la relation de l'entreprise avec nous, qui n'est pas « partenaire »",
        ),
    ],
)
def test_a_condition_is_a_sentence(planted: dict[str, Any], english: str, french: str) -> None:
    assert condition(words_of("en"), planted, TYPES) == english
    assert plain(condition(words_of("fr"), planted, TYPES)) == french


@pytest.mark.parametrize(
    ("planted", "english", "french"),
    [
        (
            {
                "signal_kind": "activity",
                "signal": "white_paper_downloaded",
                "operator": None,
                "value": None,
                "points": Decimal("10.00"),
                "half_life_days": 30,
            },
            "10 points each time that a white paper was downloaded; their worth halves every "
            "30 days.",
            "10 points chaque fois qu'un livre blanc a été téléchargé ; leur valeur est divisée "
            "par deux tous les 30 jours.",
        ),
        (
            {
                "signal_kind": "activity",
                "signal": "pricing_page_viewed",
                "operator": None,
                "value": None,
                "points": Decimal("-1.50"),
                "half_life_days": None,
            },
            "\u22121.5 points each time that the pricing page was viewed; they keep their worth.",
            "\u22121,5 point chaque fois que la page de tarifs a été vue ; ils gardent "
            "leur valeur.",
        ),
        (
            {
                "signal_kind": "attribute",
                "signal": "employees",
                "operator": "at_least",
                "value": "50",
                "points": Decimal("1.00"),
                "half_life_days": None,
            },
            "1 point if the number of employees of the company is at least 50.",
            "1 point si l'effectif de l'entreprise est d'au moins 50.",
        ),
    ],
)
def test_a_score_line_is_a_sentence(planted: dict[str, Any], english: str, french: str) -> None:
    assert score_line(words_of("en"), planted, TYPES) == english
    assert plain(score_line(words_of("fr"), planted, TYPES)) == french


def test_a_promise_is_a_paragraph() -> None:
    planted = {
        "promise_id": "paid",
        "team": "marketing",
        "source_channel": "paid_search",
        "promised_per_week": 1,
        "is_prorated": False,
        "lowest_attainment": Decimal("0.7550"),
        "highest_attainment": Decimal("1.2500"),
        "capacity_per_week": None,
        "dispute_window_days": 0,
    }
    assert duties.promise(words_of("en"), planted).text == (
        "The marketing team hands over 1 qualified lead from the channel “Paid search” to the "
        "sales team each week of five business days. The number is the same in a week with more "
        "or fewer business days. The promise is kept when between 75.5% and 125% of the number "
        "are delivered, both included: too many breaks it like too few. No capacity of the sales "
        "team is agreed. A lead that was handed over can no longer be disputed."
    )
    assert plain(duties.promise(words_of("fr"), planted).text) == (
        "L'équipe marketing remet 1 prospect qualifié venus du canal « Recherche payante » à "
        "l'équipe commerciale chaque semaine de cinq jours ouvrés. Le nombre reste le même dans "
        "une semaine qui compte plus ou moins de jours ouvrés. La promesse est tenue si entre "
        "75,5 % et 125 % du nombre sont livrés, bornes comprises : trop la rompt comme trop peu. "
        "Aucune capacité de l'équipe commerciale n'est convenue. Un prospect remis ne peut plus "
        "être contesté."
    )


def test_a_policy_and_its_hours_are_sentences(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "insert into agreement.sla_policies values "
        "('2', 'mixed', '9', 'paid_search', 'hand_raise', 'Peru', '90', 'CH')",
        "delete from reference.working_hours where calendar_id = 'CH' and iso_weekday = '3'",
        "update reference.working_hours set closes_at = '16:00:00' "
        "where calendar_id = 'FR' and iso_weekday = '5'",
    )
    english, french = (page(file, language) for language in LANGUAGES)
    assert english.said("sla_policies|mixed") == (
        "A lead from the channel “Paid search”, that qualified by “raised hand” and from the "
        "country “Peru” is first contacted within 1 hour 30 minutes of working time (calendar "
        "Switzerland)."
    )
    assert french.said("sla_policies|mixed") == (
        "Un prospect venu du canal « Recherche payante », qualifié par « main levée » et du pays "
        "« Peru » reçoit un premier contact dans un délai de 1 heure 30 minutes de temps ouvré "
        "(calendrier Suisse)."
    )
    text = pages(file, TODAY).texts[NAMES["en"]]
    assert (
        "In the calendar Switzerland, working hours are Monday to Tuesday from 08:00 to 12:00 and "
        "from 13:00 to 17:30 and Thursday to Friday from 08:00 to 12:00 and from 13:00 to 17:30 "
        "(time of Zurich)." in text
    )
    assert (
        "Dans le calendrier France, les heures ouvrées sont du lundi au jeudi de 09:00 à 18:00 et "
        "le vendredi de 09:00 à 16:00 (heure de Paris)." in pages(file, TODAY).texts[NAMES["fr"]]
    )


@pytest.mark.parametrize(
    ("metric", "english", "french"),
    [
        (
            "customer_churn_rate",
            "Retention. It is judged by “Customer churn rate”. It is to stay at or below 2%. The "
            "service team answers for it.",
            "Rétention. Il est jugé par « Taux d'attrition ». À ne pas dépasser : 2 %. L'équipe "
            "service client en répond.",
        ),
        (
            "average_revenue_per_customer",
            "Revenue. It is judged by “Average revenue per customer”. It is to reach at least EUR "
            "400 per month. The sales team answers for it.",
            "Revenu. Il est jugé par « Revenu moyen par client ». À atteindre : au moins 400 EUR "
            "par mois. L'équipe commerciale en répond.",
        ),
        (
            "followers",
            "Awareness. “Followers” is followed besides. It can grow while the business does not, "
            "so it judges nobody. It has no target; more is better. The marketing team answers "
            "for it.",
            "Notoriété. « Abonnés » : suivi en plus. Peut croître sans que l'activité croisse, et "
            "ne juge donc personne. Sans objectif ; plus il est élevé, mieux c'est. L'équipe "
            "marketing en répond.",
        ),
    ],
)
def test_a_metric_is_a_paragraph(warehouse: Path, metric: str, english: str, french: str) -> None:
    for language, expected in (("en", english), ("fr", french)):
        shown = page(warehouse, language)
        (key,) = [name for name in shown.rows() if name.endswith(f"|{metric}")]
        assert shown.said(key) == expected


@pytest.mark.parametrize(
    ("key", "english", "french"),
    [
        (
            "engagement_lines|email_clicked",
            "5 points each time that a link in an e-mail was clicked, at most 2 times a month.",
            "5 points chaque fois qu'un lien a été cliqué dans un e-mail, au plus 2 fois par mois.",
        ),
        (
            "engagement_lines|survey_answered",
            "10 points each time that a survey was answered, at most once a month.",
            "10 points chaque fois qu'une enquête a reçu une réponse, au plus une fois par mois.",
        ),
        (
            "satisfaction_signals|nps_answer",
            "They answered at least 9 out of 10 when asked how likely they are to recommend us.",
            "Il a donné au moins 9 sur 10 quand nous lui avons demandé s'il nous recommanderait.",
        ),
        (
            "satisfaction_signals|csat_answer",
            "They answered how satisfied they are.",
            "Il a dit s'il était satisfait.",
        ),
        (
            "satisfaction_signals|ambassador_act",
            "They acted as an ambassador.",
            "Il a agi en ambassadeur.",
        ),
        (
            "ideal_customers|employees|at_least",
            "The number of employees of the company is at least 50.",
            "L'effectif de l'entreprise est d'au moins 50.",
        ),
        (
            "ideal_customers|industry|differs_from",
            "The industry of the company is known and is not “education”.",
            "On connaît le secteur de l'entreprise, qui n'est pas « education ».",
        ),
    ],
)
def test_what_a_customer_is_to_be_is_a_sentence(
    tmp_path: Path, key: str, english: str, french: str
) -> None:
    file = written(
        tmp_path,
        "update agreement.satisfaction_signals set lowest_score = null "
        "where signal = 'csat_answer' and agreement_version = '2'",
    )
    for language, expected in (("en", english), ("fr", french)):
        assert page(file, language).said(key) == expected


def test_a_rule_of_several_conditions_is_a_list_of_all_and_any(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "insert into agreement.qualification_rules "
        "values ('2', 'mixed', 'mql', '8', 'engagement', '1')",
        "insert into agreement.rule_conditions values "
        "('2', 'mixed', '1', 'activity', 'call_made', 'count', 'at_least', '1', null), "
        "('2', 'mixed', '1', 'activity', 'meeting_held', 'count', 'at_least', '1', null), "
        "('2', 'mixed', '2', 'attribute', 'job_title', 'latest', 'is_set', null, null)",
    )
    english, french = (page(file, language) for language in LANGUAGES)
    assert english.said("qualification_rules|mixed") == (
        "Engagement. All of these are true: One of these is true: A call was made at least once "
        "in the current cycle. A meeting was held at least once in the current cycle. The job "
        "title is known. The same person cannot reach this stage again within 1 day of the last "
        "time."
    )
    assert french.said("qualification_rules|mixed").startswith(
        "Engagement. Toutes ces affirmations sont vraies : L'une de ces affirmations est vraie : "
        "Un appel a été passé au moins une fois dans le cycle en cours. Un rendez-vous"
    )
    # The other rules rest for 90 days, so that each says so itself.
    assert english.said("qualification_rules|demo") == (
        "Raised hand. A demonstration was requested at least once in the current cycle. The same "
        "person cannot reach this stage again within 90 days of the last time."
    )


def test_what_all_rules_share_is_said_once(warehouse: Path) -> None:
    text = plain(pages(warehouse, TODAY, 1).texts[NAMES["en"]])
    assert text.count("The same person can reach this stage again as soon as") == 3
    assert page(warehouse, "en", 1).said("qualification_rules|demo") == (
        "Raised hand. A demonstration was requested at least once in the current cycle."
    )


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (Decimal("1234567.50"), "1,234,567.5", "1 234 567,5"),
        (Decimal("-1000.00"), "\u22121,000", "\u22121 000"),
        (Decimal("0.75"), "0.75", "0,75"),
        (Decimal(400), "400", "400"),
    ],
)
def test_numbers_are_written_as_the_language_does(
    number: Decimal, english: str, french: str
) -> None:
    assert words_of("en").number(number) == english
    assert plain(words_of("fr").number(number)) == french


def test_days_and_ratios_are_written_as_the_language_does() -> None:
    english, french = words_of("en"), words_of("fr")
    assert english.day(date(2025, 7, 1)) == "1 July 2025"
    assert french.day(date(2025, 7, 1)) == "1 juillet 2025"
    assert english.percent(Decimal("0.7500")) == "75%"
    assert french.percent(Decimal("0.7500")) == "75\u00a0%"
    assert [french.duration(minutes) for minutes in (59, 60, 125)] == [
        "59 minutes",
        "1 heure",
        "2 heures 5 minutes",
    ]


# ---------------------------------------------------------------- the whole page


def seed_rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / "agreement" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_the_version_is_on_the_page_once(
    warehouse: Path, language: str, number: int
) -> None:
    shown = Counter(name.split("|")[0] for name in page(warehouse, language, number).rows())
    expected = {
        path.stem: sum(
            row.get("agreement_version", str(number)) == str(number) for row in seed_rows(path.stem)
        )
        for path in (SEEDS / "agreement").glob("*.csv")
        # What is configured beside the agreement is nobody's signature.
        if path.stem not in BESIDE_THE_AGREEMENT
    }
    assert shown == Counter(expected)
    names = page(warehouse, language, number).rows()
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("number", [1, 2])
def test_both_languages_have_one_structure(warehouse: Path, number: int) -> None:
    def structure(language: str) -> Sequence[tuple[str, dict[str, str | None]]]:
        left_out = ("lang", "hreflang", "href", "aria-label")
        return [
            (tag, {name: value for name, value in attributes.items() if name not in left_out})
            for tag, attributes in page(warehouse, language, number).tags
        ]

    assert structure("en") == structure("fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone_and_is_outlined(warehouse: Path, language: str) -> None:
    html = pages(warehouse, TODAY).texts[NAMES[language]]
    shown = Page(html)
    tags = [tag for tag, _ in shown.tags]
    assert html.startswith("<!DOCTYPE html>")
    assert ("html", {"lang": language}) in shown.tags
    assert not {"script", "img", "iframe", "object"} & set(tags)
    assert "http" not in html
    assert "url(" not in html
    assert "@import" not in html
    links = [attributes["href"] for _, attributes in shown.tags if "href" in attributes]
    other = NAMES["fr" if language == "en" else "en"]
    assert links == [other, other]
    headings = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    ids = [attributes["id"] for _, attributes in shown.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    labelled = {
        attributes["aria-labelledby"]
        for _, attributes in shown.tags
        if "aria-labelledby" in attributes
    }
    assert labelled == set(ids)


def test_what_somebody_wrote_is_text_and_no_markup(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "update agreement.agreement_versions set rationale = '<script>alert(1)</script>'",
        "update agreement.signatures set signed_by = 'O<b>Hara'",
    )
    html = pages(file, TODAY).texts[NAMES["en"]]
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "O&lt;b&gt;Hara signed for the sales team on 17 June 2025." in html


# ---------------------------------------------------------------- versions and differences


def test_what_changed_is_said_by_row(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        *TO_COME,
        "delete from agreement.exclusions where agreement_version = '3' and value = 'gmail.com'",
        "insert into agreement.exclusions values ('3', 'country', 'peru', 'competitor')",
        "update agreement.promises set promised_per_week = '3' where agreement_version = '3'",
        "update agreement.rule_conditions set window_days = '60' "
        "where agreement_version = '3' and rule_id = 'white_papers'",
        "update agreement.qualification_rules set priority = '9' "
        "where agreement_version = '3' and rule_id = 'webinar'",
        "update agreement.pillar_metrics set valid_to = '2027-01-01' where metric = 'closing_rate'",
        "insert into agreement.pillar_metrics select * replace "
        "('2027-01-01' as valid_from, null as valid_to, '0.25' as target) "
        "from agreement.pillar_metrics where metric = 'closing_rate'",
        # The same terms, written anew for the new version's days: no change.
        "update agreement.pillar_metrics set valid_to = '2027-01-01' where metric = 'win_rate'",
        "insert into agreement.pillar_metrics select * replace "
        "('2027-01-01' as valid_from, null as valid_to) "
        "from agreement.pillar_metrics where metric = 'win_rate'",
    )
    english, french = (page(file, language, 3) for language in LANGUAGES)
    assert english.changes() == [
        ("changed", "qualification_rules|white_papers"),
        ("changed", "qualification_rules|webinar"),
        ("added", "exclusions|country|peru"),
        ("removed", "exclusions|email_domain|gmail.com"),
        ("changed", "promises|weekly_leads"),
        ("changed", "pillar_metrics|global|activation|closing_rate"),
    ]
    assert french.changes() == english.changes()
    html = re.sub(r"<(?!/?(del|ins)\b)[^>]*>", "", pages(file, TODAY, 3).texts[NAMES["en"]])
    changes = html[html.index("What changed since version 2") :]
    assert (
        "<del>Before: No. 4. Engagement. A white paper was downloaded at least 2 times within 30 "
        "days. The same person cannot reach this stage again within 90 days of the last "
        "time.</del>"
    ) in changes
    assert (
        "<ins>Now: No. 4. Engagement. A white paper was downloaded at least 2 times within 60 "
        "days. The same person cannot reach this stage again within 90 days of the last "
        "time.</ins>"
    ) in changes
    assert "<del>Before: No. 5. Engagement. A webinar" in changes
    assert "<ins>Now: No. 9. Engagement. A webinar" in changes
    assert "<ins>Competitor. The country is “peru”.</ins>" in changes
    assert (
        "<del>Free mail address. The domain of the e-mail address is “gmail.com”.</del>" in changes
    )
    assert "It is to reach at least 25%." in changes
    assert "Unchanged: 2, 4, 5, 7, 8, 10, 11, 12." in changes


def test_a_version_that_changes_nothing_says_so(tmp_path: Path) -> None:
    file = written(tmp_path, *TO_COME)
    assert page(file, "en", 3).changes() == []
    assert "Nothing changed in what was agreed." in pages(file, TODAY, 3).texts[NAMES["en"]]
    assert "Rien n'a changé dans ce qui est convenu." in plain(
        pages(file, TODAY, 3).texts[NAMES["fr"]].replace("&#39;", "'")
    )


def test_the_first_version_is_compared_with_nothing(warehouse: Path) -> None:
    assert page(warehouse, "en", 1).changes() == []
    assert "This is the first version" in pages(warehouse, TODAY, 1).texts[NAMES["en"]]


@pytest.mark.parametrize(
    ("number", "day", "english", "french"),
    [
        (
            1,
            date(2025, 7, 1),
            "No longer in force: it held from 1 January 2017 to 30 June 2025",
            "N'est plus en vigueur : valait du 1 janvier 2017 au 30 juin 2025 inclus.",
        ),
        (
            1,
            date(2025, 6, 30),
            "In force from 1 January 2017 to 30 June 2025 inclusive.",
            "En vigueur du 1 janvier 2017 au 30 juin 2025 inclus.",
        ),
        (
            2,
            date(2025, 7, 1),
            "In force since 1 July 2025.",
            "En vigueur depuis le 1 juillet 2025.",
        ),
        (
            2,
            date(2025, 6, 30),
            "Not yet in force: it takes force on 1 July 2025.",
            "Pas encore en vigueur : prend effet le 1 juillet 2025.",
        ),
    ],
)
def test_the_page_says_when_the_version_is_in_force(
    warehouse: Path, number: int, day: date, english: str, french: str
) -> None:
    name = f"agreement_versions|{number}"
    assert english in page(warehouse, "en", number, day).said(name)
    assert french in page(warehouse, "fr", number, day).said(name)


def test_the_version_in_force_is_that_of_the_day(warehouse: Path) -> None:
    agreement = rows.read(warehouse)
    assert agreement.number_on(date(2025, 6, 30)) == 1
    assert agreement.number_on(date(2025, 7, 1)) == 2
    # In UTC it is still June.
    assert rows.business_day("2025-06-30 22:00:00", "Europe/Paris") == date(2025, 7, 1)
    assert rows.business_day("2025-06-30 21:59:59", "Europe/Paris") == date(2025, 6, 30)


def test_a_version_to_come_leaves_room_to_sign(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        *TO_COME,
        "insert into agreement.signatures values ('3', 'sales', 'Marc Delorme', '2026-06-30')",
    )
    shown = page(file, "en", 3)
    html = pages(file, TODAY, 3).texts[NAMES["en"]]
    assert (
        shown.said("signatures|sales") == "Marc Delorme signed for the sales team on 30 June 2026."
    )
    assert "Nobody has signed for the marketing team yet." in html
    lines = re.findall(r'<th scope="row">([^<]*)</th>', html)
    assert lines == ["The marketing team", "The service team"]
    assert '<th scope="row">' not in pages(file, TODAY, 2).texts[NAMES["en"]]


def test_a_version_without_scores_or_exclusions_says_so(tmp_path: Path) -> None:
    file = written(tmp_path, "delete from agreement.exclusions")
    html = plain(pages(file, TODAY, 1).texts[NAMES["en"]])
    assert "This version uses no score." in html
    assert "Nobody is excluded." in html


# ---------------------------------------------------------------- words


def test_every_word_is_in_both_languages_with_the_same_values() -> None:
    for group, entries in dictionary().items():
        for code, texts in entries.items():
            assert set(texts) == set(LANGUAGES), (group, code)
            values = {
                language: {name for _, name, _, _ in string.Formatter().parse(text) if name}
                for language, text in texts.items()
            }
            assert all(texts.values()), (group, code)
            # Only French needs a word before what follows.
            assert values["en"] - {"that"} == values["fr"] - {"that"}, (group, code)


@pytest.mark.parametrize("number", [1, 2])
def test_every_code_of_the_seeds_is_translated(warehouse: Path, number: int) -> None:
    assert pages(warehouse, TODAY, number).untranslated == []


def test_a_code_without_words_is_shown_and_named(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "update agreement.exclusions set reason = 'bad_payer' where value = 'gmail.com'",
        "update agreement.qualification_rules set qualification_path = 'fair_visit' "
        "where rule_id = 'webinar'",
    )
    made = pages(file, TODAY)
    assert made.untranslated == ["paths: fair_visit", "reasons: bad_payer"]
    assert "“bad payer”" in made.texts[NAMES["en"]]
    assert "fair visit" in made.texts[NAMES["fr"]]


# ---------------------------------------------------------------- mistakes


def test_a_day_before_the_first_version_is_named(warehouse: Path) -> None:
    with pytest.raises(UserError, match="No version of the agreement is in force on 2016-12-31"):
        pages(warehouse, date(2016, 12, 31))


def test_a_version_that_does_not_exist_is_named(warehouse: Path) -> None:
    with pytest.raises(UserError, match=r"no version 3 of the agreement\. Published: 1, 2"):
        pages(warehouse, TODAY, 3)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("drop table agreement.score_lines", "score_lines does not exist"),
        ("alter table agreement.promises drop capacity_per_week", "no column capacity_per_week"),
        ("update agreement.promises set promised_per_week = 'ten'", "cannot be read: .*'ten'"),
        (
            "update agreement.agreement_versions set valid_from = null "
            "where agreement_version = '1'",
            "version 1 has no valid_from",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, statement: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        pages(written(tmp_path, statement), TODAY, 1)


def test_a_folder_that_cannot_be_written_is_named(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(UserError, match="cannot be written to"):
        pages(warehouse, TODAY).write(tmp_path / "taken")


def test_the_command_prints_any_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WAREHOUSE_PATH", str(tmp_path / "warehouse"))
    assert main(["agreement"]) == 1
    assert "Nothing is published yet" in capsys.readouterr().err

    version = tmp_path / "warehouse" / "versions" / "r1"
    version.mkdir(parents=True)
    written(version, *TO_COME)
    (version / "manifest.json").write_text(json.dumps({"as_of": "2026-06-30 22:00:00"}))
    (tmp_path / "warehouse" / "current").symlink_to(version)
    assert main(["agreement"]) == 1
    assert "has no page of the agreement" in capsys.readouterr().err
    assert main(["agreement", "--version", "3"]) == 1
    assert "Say where to write version 3: --output FOLDER." in capsys.readouterr().err

    for number, said in ((None, "Version 2"), (3, "Version 3")):
        words = ["--version", str(number)] if number else []
        output = tmp_path / f"printed{number}"
        assert main(["agreement", *words, "--output", str(output)]) == 0
        printed = capsys.readouterr().out.splitlines()
        assert printed == [str(output / NAMES[language]) for language in LANGUAGES]
        assert f"<strong>{said}.</strong>" in (output / NAMES["fr"]).read_text(encoding="utf-8")
