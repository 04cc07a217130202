"""The page of the metrics: what stands in it, in both languages, and how numbers are written."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.lib.catalogue.page import NAMES, PILLARS, dictionary, number, pages, shown
from orchestration.lib.errors import UserError

DAY = date(2026, 7, 1)
WAREHOUSE = """
    create schema reference;
    create schema agreement;
    create schema marts;
    create table reference.metrics as from (values
        ('closing_rate', 'activation', 'ratio', 'ratio', 'sales', 'Closing rate',
            'Taux de closing', 'leads won', 'prospects gagnés', 'leads', 'prospects',
            'month of qualification', 'mois de la qualification',
            'fct_activation.outcome|fct_activation.qualified_on'),
        ('media_spend', 'awareness', 'sum', 'EUR', 'marketing', 'Spend', 'Dépense', 'spend',
            'dépense', null, null, 'day', 'jour', 'fct_awareness.spend_reporting'),
        ('nps', 'retention', 'ratio', 'ratio', 'service', 'NPS', 'NPS', 'promoters - detractors',
            'promoteurs - détracteurs', 'respondents', 'répondants', 'day', 'jour', 'x.y')
    ) as t(metric, pillar, kind, unit, owner, label_en, label_fr, numerator_en, numerator_fr,
        denominator_en, denominator_fr, time_rule_en, time_rule_fr, sources);
    create table agreement.pillar_metrics as from (values
        ('global', 'activation', 'closing_rate', true, false, 0.2, '2017-01-01', null),
        ('global', 'awareness', 'media_spend', true, true, 5.0, '2017-01-01', '2026-07-01'),
        ('newsletter', 'awareness', 'media_spend', true, true, 5.0, '2017-01-01', null)
    ) as t(application_id, pillar, metric, is_primary, is_vanity, target, valid_from, valid_to);
    create table marts.kpi as from (values
        ('closing_rate', 'month', date '2026-05-01', 'all', 3.0, 10.0, 0.3, false),
        ('closing_rate', 'month', date '2026-06-01', 'all', 9.0, 10.0, 0.9, true),
        ('closing_rate', 'month', date '2026-05-01', 'channel', 1.0, 1.0, 1.0, false),
        ('closing_rate', 'month', date '2026-05-01', 'owner', 1.0, 1.0, 1.0, false),
        ('media_spend', 'quarter', date '2026-06-01', 'all', 9.0, null, 9.0, false),
        ('media_spend', 'month', date '2026-05-01', 'all', 1234567.5, null, 1234567.5, false)
    ) as t(metric, period_type, period_start, segment_type, numerator, denominator, value,
        is_provisional);
"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("catalogue") / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(WAREHOUSE)
    return file


def entry(page: str, metric: str) -> str:
    """What the page says of a metric, without markup."""
    text = page.split(f'<h3 id="{metric}">')[1].split("</dl>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


def test_a_metric_is_described_in_both_languages(warehouse: Path) -> None:
    texts = pages(warehouse, DAY)
    assert entry(texts[NAMES["en"]], "closing_rate") == (
        "Closing rate closing_rate the metric by which the pillar is judged "
        "Formula leads won ÷ leads (ratio) Time month of qualification "
        "Latest 30% (3 ÷ 10; month of 2026-05-01) Target 20% Owner sales By channel, owner "
        "From fct_activation.outcome , fct_activation.qualified_on"
    )
    assert entry(texts[NAMES["fr"]], "closing_rate") == (
        "Taux de closing closing_rate l&#39;indicateur qui juge le pilier "
        "Formule prospects gagnés ÷ prospects (rapport) Période mois de la qualification "
        "Dernier chiffre 30 % (3 ÷ 10; mois du 2026-05-01) Objectif 20 % "
        "Responsable commerciaux Par channel, owner "
        "Colonnes fct_activation.outcome , fct_activation.qualified_on"
    )


def test_the_finest_period_is_shown_and_what_is_no_longer_agreed_is_not(warehouse: Path) -> None:
    said = entry(pages(warehouse, DAY)[NAMES["en"]], "media_spend")
    assert "Latest 1,234,567.5 EUR (month of 2026-05-01)" in said
    assert "Target" not in said
    assert "judged" not in said


def test_a_metric_without_a_number_says_so(warehouse: Path) -> None:
    texts = pages(warehouse, DAY)
    assert "no complete period yet" in entry(texts[NAMES["en"]], "nps")
    assert "aucune période complète" in entry(texts[NAMES["fr"]], "nps")


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert number(-1234.5, 2, "en") == "\u22121,234.5"
    assert number(-1234.5, 2, "fr") == "\u22121\u202f234,5"
    assert shown(0.125, "ratio", "fr") == "12,5\u00a0%"
    assert shown(3, "days", "fr") == "3\u00a0jours"


def test_every_pillar_and_word_is_there_in_both_languages() -> None:
    assert {*PILLARS} <= {*dictionary()}
    assert all({*texts} == {"en", "fr"} for texts in dictionary().values())


def test_a_file_without_metrics_is_named(tmp_path: Path) -> None:
    file = tmp_path / "empty.duckdb"
    duckdb.connect(str(file)).close()
    with pytest.raises(UserError, match=r"empty\.duckdb holds no catalogue of metrics"):
        pages(file, DAY)
