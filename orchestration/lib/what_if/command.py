"""python -m orchestration what-if: replays a candidate and writes its tables and pages."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from orchestration.lib.agreement import page, rows
from orchestration.lib.errors import UserError
from orchestration.lib.settings import Settings, as_of_of
from orchestration.lib.what_if import candidate as candidates
from orchestration.lib.what_if import read, replay, report
from orchestration.lib.what_if.candidate import Candidate, Period
from orchestration.lib.what_if.compare import Comparison, compare

Say = Callable[[str], None]


def business_day_of(project: Path) -> Callable[[datetime], date]:
    """The day, in the project's business time zone, of an instant in UTC without a zone."""
    settings = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    zone = ZoneInfo(settings["vars"]["business_timezone"])
    return lambda instant: instant.replace(tzinfo=UTC).astimezone(zone).date()


def _period(first: str, last: str, earliest: date, latest: date) -> Period:
    days = []
    for option, value in (("--from", first), ("--to", last)):
        try:
            days.append(date.fromisoformat(value))
        except ValueError as error:
            raise UserError(f"{option} is {value!r}. Give a day such as 2026-07-01.") from error
    period = Period(*days)
    if period.start >= period.end:
        raise UserError(
            f"--from {period.start} is not before --to {period.end}. The day of --to is the first "
            "one after the period."
        )
    if period.start < earliest:
        raise UserError(
            f"--from {period.start} lies before {earliest}, the first day of the agreement: there "
            "is nothing to compare with. Give a later day."
        )
    if period.end > latest:
        raise UserError(
            f"--to {period.end} lies after {latest}, the day that the landing is known to. Give "
            f"{latest} or an earlier day."
        )
    return period


def what_if(
    settings: Settings, folder: Path, first: str, last: str, output: Path | None, say: Say = print
) -> tuple[Candidate, Comparison, Path]:
    """Replays a candidate over the period and writes what it would have changed into a folder.

    first and last are days of ISO 8601, last excluded. Raises UserError for a candidate or a period
    that cannot be replayed.
    """
    as_of = as_of_of(settings)
    business_day = business_day_of(settings.project)
    agreement = candidates.read_agreement(settings.project)
    known_to = business_day(datetime.fromisoformat(as_of))
    period = _period(first, last, agreement.versions[0].valid_from, known_to)
    candidate = candidates.read_candidate(folder, settings.project, agreement, period.end)
    proposed, number = candidates.with_candidate(agreement, candidate, period)
    target = output or settings.warehouse / "what_if" / f"{candidate.name}_{first}_{last}"
    settings.warehouse.mkdir(parents=True, exist_ok=True)
    scratch_folder = Path(tempfile.mkdtemp(prefix="what_if-", dir=settings.warehouse))
    try:
        scratch = replay.scratch_project(settings, scratch_folder)
        say(f"1/4 Checking the candidate {candidate.name}")
        replay.check(scratch, proposed, number, as_of)
        say("2/4 Judging the period by the agreement as it was")
        baseline = replay.build_baseline(scratch, agreement, as_of, say)
        facts = facts_of(baseline, period)
        say("3/4 Judging it by the candidate")
        file = replay.build_candidate(scratch, baseline, proposed, as_of, say)
        say("4/4 Comparing and writing")
        comparison = compare(
            read.read_leads(baseline),
            read.read_leads(file),
            facts,
            (agreement, proposed),
            period,
            business_day,
        )
        differences = page.differences(
            (rows.read_seeds(settings.project), int(candidate.base)),
            (rows.read_seeds(scratch.project), int(number)),
            period.start,
        )
    except replay.BuildFailedError:
        raise
    except BaseException:
        shutil.rmtree(scratch_folder)
        raise
    shutil.rmtree(scratch_folder)
    report.write(target, candidate, differences, comparison, as_of)
    return candidate, comparison, target


def facts_of(baseline: Path, period: Period) -> read.Facts:
    """What happened. Raises UserError when the period begins before anything did."""
    facts = read.read_facts(baseline)
    if facts.first_day is None or period.start < facts.first_day:
        begins = (
            f"the first activity is of {facts.first_day}"
            if facts.first_day
            else "no activity is landed"
        )
        raise UserError(f"--from {period.start} lies before the data: {begins}. Give a later day.")
    return facts


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Runs the command with what the command line gave, and prints the figures."""
    output = Path(options.output).resolve() if options.output else None
    _, comparison, target = what_if(
        settings,
        Path(options.candidate),
        options.start,
        options.end,
        output,
        lambda line: print(line, flush=True),
    )
    print(report.summary(comparison))
    print(f"Written: {target}")
    return 0


def add_to(commands: Any) -> None:
    """Adds the sub-command to a command line."""
    command = commands.add_parser(
        "what-if", help="replay a candidate version of the agreement over a past period"
    )
    command.add_argument("--candidate", required=True, help="its folder, as those in presets/")
    command.add_argument("--from", dest="start", required=True, help="first day, 2025-07-01")
    command.add_argument("--to", dest="end", required=True, help="first day after the period")
    command.add_argument("--output", help="folder of the tables and pages")
    command.set_defaults(act=run)
