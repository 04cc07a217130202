"""Conversions between the pillars, over stays: how many, of whom, and how long they took."""

from __future__ import annotations

import csv
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median

from demo.clock import DAY, add_months, at, day_number, day_of, month_of
from demo.company import AS_OF
from demo.definitions.agreement import REFERENCE, AgreementError
from demo.definitions.lifecycle import ORDER, TERMINAL, Stay
from demo.definitions.segment import UNKNOWN

APPLICATION = "global"
ALL, SOURCE_CHANNEL, COUNTRY = "all", "source_channel", "country"
PERIOD, COHORT, COHORT_RESOLVED = "period", "cohort", "cohort_resolved"

# Subject type, segment type and its value.
Group = tuple[str, str, str]


@dataclass(frozen=True)
class Pair:
    """An ordered pair of pillars and how long a conversion from one to the other may take."""

    from_pillar: str
    to_pillar: str
    window_days: int


@dataclass(frozen=True)
class Entry:
    """A subject's entry into a pillar in a cycle."""

    at: int
    cycle_no: int
    has_cycle_ended: bool


@dataclass(frozen=True)
class Outcome:
    """What became of an entry: when it converted, if it did, and whether that can still change."""

    converted_at: int | None
    is_resolved: bool


@dataclass(frozen=True)
class ConversionRow:
    """A row of conversions between two pillars, for a month `YYYY-MM`, a mode and a segment."""

    subject_type: str
    from_pillar: str
    to_pillar: str
    mode: str
    month: str
    segment_type: str
    segment_value: str
    entered: int
    converted: int
    numerator: int
    denominator: int
    immature: int
    is_immature: bool
    median_days: float | None


def groups_of(subject_type: str, country: str | None, channel: str | None = None) -> list[Group]:
    """The groups in which a subject counts: all, its country, and a person's channel."""
    groups = [(subject_type, ALL, ALL), (subject_type, COUNTRY, country or UNKNOWN)]
    return groups if channel is None else [*groups, (subject_type, SOURCE_CHANNEL, channel)]


def _read(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise AgreementError(f"{path} cannot be read: {error!r}.") from error
    return [row for row in rows if row.get("application_id", APPLICATION) == APPLICATION]


@cache
def pillars(folder: Path = REFERENCE) -> dict[str, str]:
    """The pillar of each stage in which a subject stays. Raises AgreementError."""
    return {row["stage"]: row["pillar"] for row in _read(folder / "lifecycle_stages.csv")}


@cache
def pairs(folder: Path = REFERENCE) -> tuple[Pair, ...]:
    """Every ordered pair of pillars with its window. Raises AgreementError."""
    path = folder / "conversion_windows.csv"
    try:
        return tuple(
            Pair(row["from_pillar"], row["to_pillar"], int(row["window_days"]))
            for row in _read(path)
        )
    except (KeyError, ValueError) as error:
        raise AgreementError(f"{path} cannot be read as windows: {error!r}.") from error


def ranks(pillar_of: Mapping[str, str]) -> dict[str, int]:
    """The place of each pillar in the order of its stages."""
    return {pillar_of[stage]: order for stage, order in ORDER.items()}


def entries(stays: Sequence[Stay], pillar_of: Mapping[str, str]) -> dict[str, list[Entry]]:
    """A subject's entries by pillar, one a cycle, in time order."""
    ended = {stay.cycle_no for stay in stays if stay.stage in TERMINAL}
    found: dict[str, dict[int, Entry]] = {}
    for stay in stays:
        if stay.stage not in TERMINAL:
            entry = Entry(stay.entered_at, stay.cycle_no, stay.cycle_no in ended)
            found.setdefault(pillar_of[stay.stage], {}).setdefault(stay.cycle_no, entry)
    return {pillar: list(of_cycle.values()) for pillar, of_cycle in found.items()}


def outcome(
    entry: Entry,
    targets: Sequence[Entry],
    window_days: int,
    is_within_a_cycle: bool,
    as_of: int = AS_OF,
) -> Outcome:
    """What became of an entry into A, given the subject's entries into B."""
    window_end = entry.at + window_days * DAY
    if is_within_a_cycle:
        following = [one.at for one in targets if one.cycle_no == entry.cycle_no]
    else:
        following = [one.at for one in targets if one.cycle_no > entry.cycle_no]
    in_time = [one for one in following if entry.at <= one < window_end]
    is_over = window_end <= as_of or (is_within_a_cycle and entry.has_cycle_ended)
    return Outcome(in_time[0] if in_time else None, bool(in_time) or is_over)


@dataclass
class Cell:
    """Entries into A of one month, and what became of them. Durations are in microseconds."""

    entered: int = 0
    converted: int = 0
    resolved: int = 0
    durations: array[int] = field(default_factory=lambda: array("q"))

    def add(self, other: Cell) -> None:
        """Add another shard's cell to this one."""
        self.entered += other.entered
        self.converted += other.converted
        self.resolved += other.resolved
        self.durations.extend(other.durations)


@dataclass
class Conversions:
    """The entries of a shard by month, or of several added up."""

    entered: Counter[tuple[Group, str, str]] = field(default_factory=Counter)
    cohorts: dict[tuple[Group, Pair, str], Cell] = field(default_factory=dict)

    def add(self, other: Conversions) -> None:
        """Add another shard's entries to these."""
        self.entered.update(other.entered)
        for key, cell in other.cohorts.items():
            self.cohorts.setdefault(key, Cell()).add(cell)

    def note(self, stays: Sequence[Stay], groups: Sequence[Group]) -> None:
        """Count a subject's entries in each of its groups."""
        pillar_of = pillars()
        rank, found = ranks(pillar_of), entries(stays, pillar_of)
        for pillar, of_pillar in found.items():
            for entry in of_pillar:
                for group in groups:
                    self.entered[group, pillar, month_of(day_of(entry.at))] += 1
        for pair in pairs():
            forward = rank[pair.from_pillar] < rank[pair.to_pillar]
            targets = found.get(pair.to_pillar, [])
            for entry in found.get(pair.from_pillar, []):
                result = outcome(entry, targets, pair.window_days, forward)
                for group in groups:
                    self._note_outcome(group, pair, entry, result)

    def _note_outcome(self, group: Group, pair: Pair, entry: Entry, result: Outcome) -> None:
        key = (group, pair, month_of(day_of(entry.at)))
        cell = self.cohorts.setdefault(key, Cell())
        cell.entered += 1
        cell.resolved += result.is_resolved
        if result.converted_at is not None:
            cell.converted += 1
            cell.durations.append(result.converted_at - entry.at)

    def rows(self) -> Iterator[ConversionRow]:
        """All rows in which somebody entered or converted."""
        yield from self._period_rows()
        for (group, pair, month), cell in sorted(self.cohorts.items(), key=_in_order):
            for mode in (COHORT, COHORT_RESOLVED):
                yield ConversionRow(
                    subject_type=group[0],
                    from_pillar=pair.from_pillar,
                    to_pillar=pair.to_pillar,
                    mode=mode,
                    month=month,
                    segment_type=group[1],
                    segment_value=group[2],
                    entered=cell.entered,
                    converted=cell.converted,
                    numerator=cell.converted,
                    denominator=cell.resolved if mode == COHORT_RESOLVED else cell.entered,
                    immature=cell.entered - cell.resolved,
                    is_immature=_month_end(month) + pair.window_days * DAY > AS_OF,
                    median_days=median(cell.durations) / DAY if cell.durations else None,
                )

    def _period_rows(self) -> Iterator[ConversionRow]:
        places = sorted({(group, month) for group, _, month in self.entered})
        for pair in pairs():
            for group, month in places:
                entered = self.entered[group, pair.from_pillar, month]
                reached = self.entered[group, pair.to_pillar, month]
                if entered or reached:
                    yield ConversionRow(
                        subject_type=group[0],
                        from_pillar=pair.from_pillar,
                        to_pillar=pair.to_pillar,
                        mode=PERIOD,
                        month=month,
                        segment_type=group[1],
                        segment_value=group[2],
                        entered=entered,
                        converted=reached,
                        numerator=reached,
                        denominator=entered,
                        immature=0,
                        is_immature=False,
                        median_days=None,
                    )


def _in_order(item: tuple[tuple[Group, Pair, str], Cell]) -> tuple[Group, str, str, str]:
    (group, pair, month), _ = item
    return (group, pair.from_pillar, pair.to_pillar, month)


def _month_end(month: str) -> int:
    """The instant at which a month ends."""
    year, number = map(int, month.split("-"))
    return at(add_months(day_number(year, number, 1), 1))
