"""The page of the agreement in each language: HTML that stands alone and prints on A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from orchestration.lib.agreement import rows
from orchestration.lib.agreement.articles import articles
from orchestration.lib.agreement.clauses import Clause, row_name
from orchestration.lib.agreement.differences import compared
from orchestration.lib.agreement.rows import Agreement, Version
from orchestration.lib.agreement.words import LANGUAGES, Words, sentence
from orchestration.lib.errors import UserError

NAMES = {language: f"agreement.{language}.html" for language in LANGUAGES}
TEAMS = ("marketing", "sales", "service")


@dataclass(frozen=True)
class Pages:
    """The page in every language, by file name, and the codes that words.yml does not have."""

    texts: dict[str, str]
    untranslated: list[str]

    def write(self, folder: Path) -> list[Path]:
        """Writes the pages. Raises UserError when the folder cannot be written."""
        written = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in self.texts.items():
                (folder / name).write_text(text, encoding="utf-8")
                written.append(folder / name)
        except OSError as error:
            raise UserError(f"The agreement cannot be written to {folder}: {error}") from error
        return written


def pages(warehouse: Path, day: date, number: int | None = None) -> Pages:
    """The pages of a version, by default of the one in force on the day (a business day).

    Raises UserError when there is no such version, or the file holds no agreement.
    """
    agreement = rows.read(warehouse)
    number = agreement.number_on(day) if number is None else number
    texts, untranslated = {}, set()
    for language in LANGUAGES:
        words = Words(language, agreement.labels(language))
        texts[NAMES[language]] = render(agreement, number, day, words)
        untranslated |= words.untranslated
    return Pages(texts, sorted(untranslated))


def render(agreement: Agreement, number: int, day: date, words: Words) -> str:
    """The page of a version in one language, as it stands on a day.

    Raises UserError when there is no such version.
    """
    version = agreement.version(number, day)
    told = articles(agreement, version, words)
    earlier = agreement.previous(number)
    differences = []
    if earlier is not None:
        former = agreement.version(earlier, version.valid_from)
        differences = compared(articles(agreement, former, words), told)
    signatures, unsigned = _signatures(version, words)

    return (
        _environment()
        .get_template("agreement.html.j2")
        .render(
            language=words.language,
            other=next(language for language in LANGUAGES if language != words.language),
            names=NAMES,
            text=partial(words.say, "page"),
            version=version,
            status=_status(version, day, words),
            signatures=signatures,
            unsigned=unsigned,
            articles=told,
            previous=earlier,
            changes=[article for article in differences if article.changes],
            unchanged=", ".join(
                article.heading.split(".")[0] for article in differences if not article.changes
            ),
            day=words.day(day),
        )
    )


def differences(
    before: tuple[Agreement, int], after: tuple[Agreement, int], day: date
) -> dict[str, Markup]:
    """What a version says that another does not, by language: HTML, empty where it is nothing.

    A version is given by its number in an agreement. The metrics that pillars are judged by belong
    to no version: those of the first one are taken for both.
    """
    told = {}
    old, new = before[0], after[0]
    former, version = old.version(before[1], day), new.version(after[1], day)
    metrics = {"pillar_metrics": former.rows["pillar_metrics"]}
    version = replace(version, rows={**version.rows, **metrics})
    template = _environment().get_template("changes.html.j2")
    tell = template.module.__dict__["differences"]
    for language in LANGUAGES:
        words = Words(language, new.labels(language))
        found = compared(articles(old, former, words), articles(new, version, words))
        changed = [article for article in found if article.changes]
        told[language] = tell(changed, partial(words.say, "page")).strip()
    return told


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["sentence"] = sentence
    environment.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    return environment


def _status(version: Version, day: date, words: Words) -> str:
    dates: dict[str, Any] = {"valid_from": words.day(version.valid_from)}
    if version.last_day:
        dates["last_day"] = words.day(version.last_day)
    if day < version.valid_from:
        return words.say("page", "to_come", **dates)
    if version.last_day is None:
        return words.say("page", "in_force", **dates)
    return words.say(
        "page", "was_in_force" if day > version.last_day else "in_force_until", **dates
    )


def _signatures(version: Version, words: Words) -> tuple[Sequence[Clause], Sequence[str]]:
    """A clause for each team and signature, and the teams that have not signed."""
    signed = {row["team"]: row for row in version.rows["signatures"]}
    clauses, unsigned = [], []
    for team in [*TEAMS, *(team for team in signed if team not in TEAMS)]:
        name = words.say("teams", team or "")
        row = signed.get(team)
        if row is None or not row["signed_by"] or row["signed_on"] is None:
            text = words.say("page", "unsigned", team=name)
            unsigned.append(name)
        else:
            text = words.say(
                "page", "signed", name=row["signed_by"], team=name, day=words.day(row["signed_on"])
            )
        clauses.append(Clause(row_name("signatures", row) if row else "", text))
    return clauses, unsigned
