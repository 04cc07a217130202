"""A candidate version of the agreement: read from a folder, and written among the versions.

A candidate is a folder with any of the seeds of `seeds/agreement` that a version has rows in,
without the column of the version. What it does not hold is taken from the version in force at the
period's end.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from orchestration.lib.errors import UserError

SEEDS = "seeds/agreement"
VERSIONS = "agreement_versions"
SIGNATURES = "signatures"
NUMBER = "agreement_version"
VERSION_COLUMNS = (NUMBER, "valid_from", "valid_to")
BESIDE = ("README.md",)

PARTS = (
    "qualification_rules",
    "rule_conditions",
    "score_lines",
    "score_groups",
    "score_grades",
    "exclusions",
    "promises",
    "sla_policies",
    "ambassador_acts",
    "engagement_lines",
    "satisfaction_signals",
    "ideal_customers",
)

Row = dict[str, str]


@dataclass(frozen=True)
class Period:
    """The days from start (included) to end (excluded), in the business time zone."""

    start: date
    end: date


@dataclass(frozen=True)
class Version:
    """One version of the agreement. valid_to is None while it is the last."""

    number: str
    valid_from: date
    valid_to: date | None
    rationale: str = ""

    def covers(self, day: date) -> bool:
        """Whether the version is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Agreement:
    """Every version, the rows of each seed, and the columns of each seed."""

    versions: list[Version]
    rows: dict[str, list[Row]]
    columns: dict[str, list[str]]

    def part(self, seed: str, number: str) -> list[Row]:
        """The rows of one seed for one version, without the version's number."""
        return [
            {name: value for name, value in row.items() if name != NUMBER}
            for row in self.rows[seed]
            if row[NUMBER] == number
        ]

    def in_force(self, day: date) -> Version:
        """The version in force on a day, else the last one."""
        covering = [version for version in self.versions if version.covers(day)]
        return (covering or self.versions)[-1]


@dataclass(frozen=True)
class Candidate:
    """A version that is proposed: its rows by seed, and which seeds its folder holds.

    base is the number of the version that the other seeds were taken from.
    """

    name: str
    parts: dict[str, list[Row]]
    given: tuple[str, ...]
    base: str


# ---------------------------------------------------------------- reading


def _read_csv(path: Path) -> tuple[list[str], list[Row]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = [name.strip() for name in next(reader, [])]
            rows = []
            for line in reader:
                if not any(cell.strip() for cell in line):
                    continue
                if len(line) != len(header):
                    raise UserError(
                        f"{path}, line {reader.line_num}: {len(line)} cells, and the header has "
                        f"{len(header)} columns. Leave a cell blank rather than out."
                    )
                rows.append(dict(zip(header, (cell.strip() for cell in line), strict=True)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} is no CSV file in UTF-8: {error}.") from error
    return header, rows


def _declared_columns(project: Path, seed: str) -> list[str]:
    path = project / SEEDS / f"{seed}.yml"
    declared: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return list(declared["seeds"][0]["config"]["column_types"])


def _day(value: str, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UserError(f"{where} is {value!r}. Give a day such as 2026-07-01.") from error


def read_agreement(project: Path) -> Agreement:
    """The agreement of a project. Raises UserError when a seed of it cannot be read."""
    columns, rows = {}, {}
    for seed in (VERSIONS, SIGNATURES, *PARTS):
        path = project / SEEDS / f"{seed}.csv"
        if not path.is_file():
            raise UserError(f"{path} is missing.")
        columns[seed], rows[seed] = _read_csv(path)
    versions = [
        Version(
            row[NUMBER],
            _day(row["valid_from"], f"{VERSIONS}.csv: valid_from of version {row[NUMBER]}"),
            _day(row["valid_to"], f"{VERSIONS}.csv: valid_to of version {row[NUMBER]}")
            if row["valid_to"]
            else None,
            row["rationale"],
        )
        for row in rows[VERSIONS]
    ]
    if not versions:
        raise UserError(f"{project / SEEDS / VERSIONS}.csv has no version.")
    return Agreement(sorted(versions, key=lambda version: version.valid_from), rows, columns)


def read_candidate(folder: Path, project: Path, agreement: Agreement, day: date) -> Candidate:
    """The candidate of a folder, completed from the version in force on a day.

    Raises UserError for a folder that is missing or empty, a file that no version has, and columns
    that its seed does not have.
    """
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder. Give the folder of a candidate, as in presets/.")
    found = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    seeds = {f"{seed}.csv": seed for seed in PARTS}
    unknown = [path.name for path in found if path.name not in (*seeds, *BESIDE)]
    if unknown:
        raise UserError(
            f"{folder} holds {', '.join(unknown)}, which no version of the agreement has. "
            f"A candidate may hold {', '.join(seeds)}."
        )
    given = {seeds[path.name]: path for path in found if path.name in seeds}
    if not given:
        raise UserError(f"{folder} holds no file of a candidate: none of {', '.join(seeds)}.")
    base = agreement.in_force(day)
    parts = {seed: agreement.part(seed, base.number) for seed in PARTS}
    for seed, path in given.items():
        parts[seed] = _read_part(path, _declared_columns(project, seed))
    return Candidate(folder.resolve().name, parts, tuple(given), base.number)


def _read_part(path: Path, declared: Sequence[str]) -> list[Row]:
    header, rows = _read_csv(path)
    dated = [name for name in header if name in VERSION_COLUMNS]
    if dated:
        raise UserError(
            f"{path} has the column {', '.join(dated)}. A candidate has neither number nor dates: "
            "the command gives it the period. Take the column out."
        )
    expected = [name for name in declared if name != NUMBER]
    if sorted(header) != sorted(expected):
        missing = [name for name in expected if name not in header]
        added = [name for name in header if name not in expected]
        raise UserError(
            f"{path}: "
            + " and ".join(
                filter(
                    None,
                    [
                        f"column {', '.join(missing)} is missing" if missing else "",
                        f"column {', '.join(added)} is unknown" if added else "",
                        "a column is there twice" if not missing and not added else "",
                    ],
                )
            )
            + f". Its columns are {', '.join(expected)}."
        )
    return rows


# ---------------------------------------------------------------- writing


def with_candidate(
    agreement: Agreement, candidate: Candidate, period: Period
) -> tuple[Agreement, str]:
    """The agreement with the candidate in force over the period, and the candidate's number there.

    The other versions keep what they had before and after the period; one that held on both sides
    becomes two. Versions are numbered afresh, in the order of time.
    """
    spans: list[tuple[Version, str | None]] = [
        (Version("", period.start, period.end, f"Candidate {candidate.name}"), None)
    ]
    for version in agreement.versions:
        if version.valid_from < period.start:
            until = min(version.valid_to or period.start, period.start)
            spans.append(
                (Version("", version.valid_from, until, version.rationale), version.number)
            )
        if version.valid_to is None or version.valid_to > period.end:
            start = max(version.valid_from, period.end)
            left = Version("", start, version.valid_to, version.rationale)
            spans.append((left, version.number))
    spans.sort(key=lambda span: span[0].valid_from)
    rows: dict[str, list[Row]] = {seed: [] for seed in agreement.rows}
    versions, own_number = [], ""
    for position, (span, source) in enumerate(spans, start=1):
        number = str(position)
        versions.append(Version(number, span.valid_from, span.valid_to, span.rationale))
        if source is None:
            own_number = number
        for seed in (SIGNATURES, *PARTS):
            content = agreement.part(seed, source) if source else candidate.parts.get(seed, [])
            rows[seed] += [{NUMBER: number, **row} for row in content]
    rows[VERSIONS] = [_version_row(agreement.columns[VERSIONS], version) for version in versions]
    return Agreement(versions, rows, agreement.columns), own_number


def _version_row(columns: Sequence[str], version: Version) -> Row:
    known = {
        NUMBER: version.number,
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else "",
        "rationale": version.rationale,
    }
    return {name: known.get(name, "") for name in columns}


def write_agreement(agreement: Agreement, project: Path) -> None:
    """Writes the agreement's seeds into a project."""
    for seed, rows in agreement.rows.items():
        with (project / SEEDS / f"{seed}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, agreement.columns[seed], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
