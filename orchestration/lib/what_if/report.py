"""Writes the comparison: tables as CSV and Parquet, and a page in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import jinja2
from markupsafe import Markup

from orchestration.lib.landing_files import quote_identifier, quote_text
from orchestration.lib.what_if.candidate import Candidate
from orchestration.lib.what_if.chart import chart, sample
from orchestration.lib.what_if.compare import (
    AFTER_DEAL,
    CUSTOMER,
    Comparison,
    Side,
    WeekSide,
)
from orchestration.lib.what_if.words import LANGUAGES, day, number, percent, translator

SIDES = ("baseline", "candidate")


def write(
    folder: Path,
    candidate: Candidate,
    differences: Mapping[str, Markup],
    comparison: Comparison,
    as_of: str,
) -> None:
    """Writes everything into a folder, which is made where it is not there.

    differences is, by language, the HTML of what the candidate says otherwise.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _table(folder / "what_if", [_week_row(week) for week in comparison.weeks], WEEK_TYPES)
    _table(folder / "what_if_leads", _lead_rows(comparison), LEAD_TYPES)
    _table(folder / "what_if_figures", _figure_rows(comparison), FIGURE_TYPES)
    loads = [[*vars(load).values()] for load in comparison.loads]
    _table(folder / "what_if_load", loads, LOAD_TYPES)
    for language in LANGUAGES:
        content = page(candidate, differences[language], comparison, as_of, language)
        (folder / f"what_if.{language}.html").write_text(content, encoding="utf-8")


# ---------------------------------------------------------------- tables

WEEK_TYPES = {
    "week": "date",
    "is_partial": "boolean",
    "baseline_leads": "integer",
    "candidate_leads": "integer",
    "gained": "integer",
    "lost": "integer",
    "baseline_promised": "double",
    "candidate_promised": "double",
    "baseline_attainment": "double",
    "candidate_attainment": "double",
    "baseline_is_kept": "boolean",
    "candidate_is_kept": "boolean",
    "baseline_capacity": "double",
    "candidate_capacity": "double",
}
LEAD_TYPES = {
    "person_key": "bigint",
    "cycle_no": "integer",
    "change": "varchar",
    "baseline_qualified_at": "timestamp",
    "baseline_known_at": "timestamp",
    "baseline_rule": "varchar",
    "candidate_qualified_at": "timestamp",
    "candidate_known_at": "timestamp",
    "candidate_rule": "varchar",
    "outcome": "varchar",
    "salesperson": "varchar",
}
FIGURE_TYPES = {
    "figure": "varchar",
    "baseline_numerator": "integer",
    "baseline_denominator": "integer",
    "candidate_numerator": "integer",
    "candidate_denominator": "integer",
}
LOAD_TYPES = {
    "salesperson": "varchar",
    "baseline_leads_per_week": "double",
    "candidate_leads_per_week": "double",
    "baseline_weeks_above": "integer",
    "candidate_weeks_above": "integer",
}


def _week_row(week: Any) -> list[Any]:
    sides: tuple[WeekSide, WeekSide] = (week.baseline, week.candidate)
    return [
        week.monday,
        week.is_partial,
        *(side.leads for side in sides),
        week.gained,
        week.lost,
        *(None if side.promised is None else float(side.promised) for side in sides),
        *(side.attainment for side in sides),
        *(side.is_kept for side in sides),
        *(None if side.capacity is None else float(side.capacity) for side in sides),
    ]


def _lead_rows(comparison: Comparison) -> list[list[Any]]:
    named = {
        **dict.fromkeys(comparison.both, "both"),
        **dict.fromkeys(comparison.gained, "gained"),
        **dict.fromkeys(comparison.lost, "lost"),
    }
    rows = []
    for passing, change in sorted(named.items()):
        row: list[Any] = [*passing, change]
        for side in (comparison.baseline, comparison.candidate):
            lead = side.leads.get(passing)
            row += [lead.qualified_at, lead.known_at, lead.rule_id] if lead else [None] * 3
        row += [comparison.outcomes[passing], comparison.salespeople_of.get(passing)]
        rows.append(row)
    return rows


def _figure_rows(comparison: Comparison) -> list[list[Any]]:
    sides = (comparison.baseline, comparison.candidate)
    rows: list[list[Any]] = []
    for name in ("precision", "recall"):
        ratios = [getattr(side, name) for side in sides]
        values = [number for ratio in ratios for number in (ratio.numerator, ratio.denominator)]
        rows.append([name, *values])
    counts = {"leads": [len(side.leads) for side in sides]}
    for outcome in ("won", "lost", "recycled", "open", "no_deal"):
        counts[f"leads_{outcome}"] = [side.outcomes[outcome] for side in sides]
    for reason in (AFTER_DEAL, CUSTOMER):
        counts[f"left_out_{reason}"] = [side.left_out[reason] for side in sides]
    counts["won_called_before"] = [comparison.called_before] * 2
    counts["weeks_above_capacity"] = [_weeks_above(comparison, name) for name in SIDES]
    rows += [[name, first, None, second, None] for name, (first, second) in counts.items()]
    return rows


def _table(stem: Path, rows: Sequence[Sequence[Any]], types: dict[str, str]) -> None:
    """Writes rows as CSV and as Parquet."""
    with duckdb.connect() as connection:
        columns = ", ".join(f"{quote_identifier(name)} {kind}" for name, kind in types.items())
        connection.execute(f"create table written ({columns})")
        if rows:
            blanks = ", ".join("?" * len(types))
            connection.executemany(f"insert into written values ({blanks})", rows)
        for kind in ("csv", "parquet"):
            target = quote_text(f"{stem}.{kind}")
            connection.execute(f"copy written to {target} (format {kind})")


# ---------------------------------------------------------------- figures in words


def _weeks_above(comparison: Comparison, name: str) -> int:
    return sum(getattr(week, name).is_above_capacity for week in comparison.weeks)


def _figures(comparison: Comparison, language: str) -> list[tuple[str, str, str]]:
    word = translator(language)
    length = (comparison.period.end - comparison.period.start).days / 7

    def ratio(side: Side, name: str) -> str:
        found = getattr(side, name)
        part = word("of", part=found.numerator, whole=found.denominator)
        return f"{percent(found.value, language)} ({part})"

    def weeks(name: str, test: str) -> str:
        judged = [getattr(week, name) for week in comparison.weeks]
        if test == "above":
            known = [side.is_above_capacity for side in judged if side.capacity is not None]
        else:
            known = [side.is_kept for side in judged if side.is_kept is not None]
        return word("of", part=sum(known), whole=len(known)) if known else "–"  # noqa: RUF001

    def promised(name: str) -> str:
        judged = [getattr(week, name).promised for week in comparison.weeks]
        known = [float(value) for value in judged if value is not None]
        return number(sum(known) / len(known), language, 1) if known else "–"  # noqa: RUF001

    sides = [(comparison.baseline, "baseline"), (comparison.candidate, "candidate")]
    shown = {
        "leads": [number(len(side.leads), language) for side, _ in sides],
        "leads_per_week": [number(len(side.leads) / length, language, 1) for side, _ in sides],
        "promised_per_week": [promised(name) for _, name in sides],
        "weeks_kept": [weeks(name, "kept") for _, name in sides],
        "precision": [ratio(side, "precision") for side, _ in sides],
        "recall": [ratio(side, "recall") for side, _ in sides],
        "open": [number(side.outcomes["open"], language) for side, _ in sides],
        "no_deal": [number(side.outcomes["no_deal"], language) for side, _ in sides],
        "weeks_above": [weeks(name, "above") for _, name in sides],
    }
    return [(word(name), before, after) for name, (before, after) in shown.items()]


def headline(comparison: Comparison, language: str) -> str:
    """The comparison in one sentence."""
    return translator(language)(
        "headline",
        candidate=number(len(comparison.candidate.leads), language),
        baseline=number(len(comparison.baseline.leads), language),
        gained=number(len(comparison.gained), language),
        lost=number(len(comparison.lost), language),
    )


def summary(comparison: Comparison) -> str:
    """The figures as the command line prints them."""
    rows = [("", "in force", "candidate"), *_figures(comparison, "en")]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([headline(comparison, "en"), *lines])


# ---------------------------------------------------------------- the page


def _caveats(comparison: Comparison, language: str) -> list[str]:
    word = translator(language)
    before, after = comparison.baseline, comparison.candidate
    without = sum(comparison.outcomes[passing] == "no_deal" for passing in comparison.gained)
    said = []
    if comparison.gained:
        said.append(word("caveat_gained", without=without, gained=len(comparison.gained)))
    said.append(word("caveat_open"))
    said.append(word("caveat_same_world"))
    if any(side.left_out.total() for side in (before, after)):
        said.append(
            word(
                "caveat_left_out",
                baseline_deal=before.left_out[AFTER_DEAL],
                candidate_deal=after.left_out[AFTER_DEAL],
                baseline_customer=before.left_out[CUSTOMER],
                candidate_customer=after.left_out[CUSTOMER],
            )
        )
    if comparison.called_before:
        said.append(word("caveat_before", count=comparison.called_before))
    if comparison.qualified_at_start:
        said.append(word("caveat_start", count=comparison.qualified_at_start))
    return said


def page(
    candidate: Candidate, differences: Markup, comparison: Comparison, as_of: str, language: str
) -> str:
    """The page in one language, as one HTML file that needs no other; differences is HTML."""
    word = translator(language)
    period = comparison.period
    start, end = day(period.start, language), day(period.end, language)
    counts = {name: [getattr(week, name).leads for week in comparison.weeks] for name in SIDES}
    description = word(
        "chart",
        start=start,
        end=end,
        baseline=len(comparison.baseline.leads),
        candidate=len(comparison.candidate.leads),
        baseline_low=min(counts["baseline"]),
        baseline_high=max(counts["baseline"]),
        candidate_low=min(counts["candidate"]),
        candidate_high=max(counts["candidate"]),
    )
    short = {"baseline": word("in_force_short"), "candidate": word("candidate_short")}
    legend = [(sample(name), word("leads_of", side=short[name])) for name in SIDES]
    legend += [(sample(f"{name}_promise"), word("promise_of", side=short[name])) for name in SIDES]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page.html.j2").render(
        language=language,
        word=word,
        name=candidate.name,
        start=start,
        end=end,
        headline=headline(comparison, language),
        figures=_figures(comparison, language),
        chart=chart(comparison.weeks, word("per_week"), description, language),
        legend=legend,
        base=candidate.base,
        differences=differences,
        loads=[
            (
                load.salesperson,
                number(load.baseline, language, 2),
                number(load.candidate, language, 2),
                number(load.baseline_weeks_above, language),
                number(load.candidate_weeks_above, language),
            )
            for load in comparison.loads
        ],
        load_note=word("load_note", people=len(comparison.loads), **comparison.shared),
        caveats=_caveats(comparison, language),
        as_of=as_of,
    )
