"""The page of the metrics in each language: HTML that stands alone and prints on A4."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import yaml

from orchestration.lib.agreement.words import LANGUAGES, SPACE, THIN_SPACE
from orchestration.lib.catalogue.read import Metric, read

NAMES = {language: f"metrics.{language}.html" for language in LANGUAGES}
PILLARS = ("awareness", "acquisition", "activation", "retention", "referral", "revenue")
FOLDER = Path(__file__).parent


@cache
def dictionary() -> dict[str, dict[str, str]]:
    """Every word of words.yml: code, language."""
    words: dict[str, dict[str, str]] = yaml.safe_load(
        (FOLDER / "words.yml").read_text(encoding="utf-8")
    )
    return words


def pages(warehouse: Path, day: date) -> dict[str, str]:
    """The page in every language, by file name, as of a business day.

    Raises UserError when the file holds no catalogue.
    """
    metrics = read(warehouse, day)
    return {NAMES[language]: render(metrics, day, language) for language in LANGUAGES}


def render(metrics: list[Metric], day: date, language: str) -> str:
    """The page in one language."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template("catalogue.html.j2").render(
        language=language,
        other=next(one for one in LANGUAGES if one != language),
        names=NAMES,
        say=lambda code, **values: dictionary()[code][language].format(**values),
        pillars=[(pillar, [one for one in metrics if one.pillar == pillar]) for pillar in PILLARS],
        latest=lambda one: latest(one, language),
        target=lambda one: shown(float(one.target), one.unit, language),
        day=day.isoformat(),
    )


def latest(metric: Metric, language: str) -> str:
    """The last complete number with its period, as a reader of the language writes it."""
    words = dictionary()
    if metric.period_start is None:
        return words["no_number"][language]
    if metric.value is None:
        text = words["no_value"][language]
    else:
        text = shown(metric.value, metric.unit, language)
    period = words[f"period_{metric.period_type}"][language].format(
        day=metric.period_start.isoformat()
    )
    if metric.kind == "ratio":
        parts = (
            number(float(one or 0), 2, language)
            for one in (metric.numerator_value, metric.denominator_value)
        )
        return f"{text} ({' ÷ '.join(parts)}; {period})"
    return f"{text} ({period})"


def shown(value: float, unit: str, language: str) -> str:
    """A value with its unit: shares of one in percent, the rest with at most two decimals."""
    if unit == "ratio":
        percent = number(value * 100, 1, language)
        return f"{percent}{SPACE}%" if language == "fr" else f"{percent}%"
    units: dict[str, Any] = dictionary().get(f"unit_{unit.replace(' ', '_')}", {})
    name = units.get(language, unit)
    return number(value, 2, language) + (f"{SPACE}{name}" if name else "")


def number(value: float, decimals: int, language: str) -> str:
    """A number with at most some decimals, in the marks of the language."""
    text = f"{value:,.{decimals}f}"
    if decimals and "." in text:
        text = text.rstrip("0").rstrip(".")
    if language == "fr":
        text = text.replace(",", THIN_SPACE).replace(".", ",")
    return text.replace("-", "\u2212")
