"""Makes the whole company: plans its shards, has them made in parallel, and adds them up."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from demo import mail, mail_cases, onboarding
from demo.definitions.agreement import read_agreement
from demo.definitions.judgement import Truth
from demo.definitions.promised_tables import write_sums
from demo.definitions.report import (
    TABLES,
    failed_weeks,
    join_tables,
    write_summary,
)
from demo.dice import generator
from demo.shard import Delivery, Order, make_shard
from demo.world import ACCOUNTS_A_SHARD
from demo.writers import facebook_ads, files, ga4, google_ads, hubspot, mailchimp
from demo.writers.schemas import schemas
from demo.writers.tables import Tables, write_empty

# The awkward cases alone are some 2,800 activities; the smallest company has hardly any other.
SMALLEST, DEFAULT_SIZE, LARGEST = 2_000, 20_000, 50_000_000
MARK = ".demo.json"
LANDED_AT = "2026-06-30T22:00:00Z"
SOURCES = ("hubspot", "mailchimp", "google_ads", "facebook_ads", "ga4", "files")
# People and accounts whom the awkward cases bring along, whatever the size.
STORY_PEOPLE = 172
PEOPLE_AN_ACCOUNT = 1.45
SHARE_OF_LONERS = 0.12


class DemoError(Exception):
    """Something that the person who asked can put right. The message says what and how."""


@dataclass(frozen=True)
class Plan:
    """How many accounts and people without one a simulation has, shard by shard."""

    shards: tuple[tuple[int, int], ...]
    activities: int

    @property
    def accounts(self) -> int:
        """All accounts but those of the awkward cases."""
        return sum(accounts for accounts, _ in self.shards)


def plan(activities: int) -> Plan:
    """Divide a simulation into shards. A person has 28 activities in the default size, 50 in large.

    Raises DemoError for a size out of bounds.
    """
    if not SMALLEST <= activities <= LARGEST:
        raise DemoError(
            f"--activities {activities} is out of bounds: choose {SMALLEST} to {LARGEST}."
        )
    activities_a_person = min(28 * (activities / DEFAULT_SIZE) ** 0.15, 50)
    people = max(activities / activities_a_person - STORY_PEOPLE, 15)
    accounts = max(10, round(people * (1 - SHARE_OF_LONERS) / PEOPLE_AN_ACCOUNT))
    loners = max(3, round(people * SHARE_OF_LONERS))
    count = -(-accounts // ACCOUNTS_A_SHARD)
    return Plan(
        tuple(
            (_share(accounts, count, number), _share(loners, count, number))
            for number in range(count)
        ),
        activities,
    )


def _share(total: int, parts: int, number: int) -> int:
    return total * (number + 1) // parts - total * number // parts


def prepare_landing(landing: Path, truth: Path) -> None:
    """Empty a landing that an earlier simulation wrote, or make a new one.

    Raises DemoError if the folder holds anything else, or if the truth would lie in it.
    """
    if truth.resolve().is_relative_to(landing.resolve()):
        raise DemoError(f"--truth {truth} lies in the landing {landing}: choose a folder outside.")
    if landing.exists() and not landing.is_dir():
        raise DemoError(f"--landing {landing} is a file: choose a folder.")
    if landing.is_dir() and any(landing.iterdir()) and not (landing / MARK).is_file():
        raise DemoError(
            f"{landing} is not empty and was not written by this simulation ({MARK} is missing): "
            "nothing was touched. Choose another --landing, or empty it yourself."
        )
    for source in SOURCES:
        folder = landing / source
        for path in folder.rglob("*") if folder.is_dir() else ():
            if path.is_file() and path.suffix != ".parquet":
                raise DemoError(
                    f"{path} was not written by this simulation: nothing was touched. Move it out "
                    "of the landing, or choose another --landing."
                )
    for source in SOURCES:
        if (landing / source).is_dir():
            shutil.rmtree(landing / source)
    (landing / "landed_at.txt").unlink(missing_ok=True)
    landing.mkdir(parents=True, exist_ok=True)


def make_company(
    seed: int, activities: int, landing: Path, truth_folder: Path, processes: int
) -> Truth:
    """Simulate the company, write its landing and its truth. Raises DemoError for bad input."""
    planned = plan(activities)
    prepare_landing(landing, truth_folder)
    truth_folder.mkdir(parents=True, exist_ok=True)
    mark = {"seed": seed, "activities": activities}
    (landing / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix=".demo-", dir=truth_folder) as scratch:
        orders = list(_orders(planned, seed, landing, Path(scratch)))
        context = get_context("spawn")
        with ProcessPoolExecutor(max_workers=processes, mp_context=context) as executor:
            truth = _make(executor, orders, seed, landing, truth_folder)
    (landing / "landed_at.txt").write_text(LANDED_AT + "\n", encoding="utf-8")
    return truth


def _orders(planned: Plan, seed: int, landing: Path, scratch: Path) -> Iterator[Order]:
    count = len(planned.shards)
    for shard, (accounts, loners) in enumerate(planned.shards):
        share = _share(planned.activities, count, shard)
        yield Order(seed, shard, accounts, loners, share, landing, scratch)


def _make(
    executor: Executor, orders: list[Order], seed: int, landing: Path, truth_folder: Path
) -> Truth:
    truth, written = Truth(), 0
    rejected: Counter[str] = Counter()
    duplicates: Counter[str] = Counter()
    visits: dict[str, list[tuple[Path, int]]] = {}
    parts: dict[str, list[Path]] = {name: [] for name in TABLES}
    deliveries = executor.map(make_shard, orders)
    for delivery in deliveries:
        truth.add(delivery.truth)
        rejected.update(delivery.rejected)
        duplicates.update(delivery.duplicates)
        written += delivery.activities
        _collect(delivery, visits, parts)
        say(f"shard {delivery.shard + 1} of {len(orders)}: {written:,} activities so far")
    wanted = sorted(visits)
    for month, (events, twice) in zip(
        wanted,
        executor.map(ga4.write_month, [landing] * len(wanted), [visits[month] for month in wanted]),
        strict=True,
    ):
        duplicates["ga4.events"] += twice
        if month.endswith("-12") or month == wanted[-1]:
            say(f"site visits written up to {month} ({events:,} events in that month)")
    _write_reference(landing, seed, sum(order.activities for order in orders), rejected)
    _write_missing(landing)
    for name in TABLES:
        join_tables(truth_folder, name, parts[name])
    write_sums(truth_folder, truth.promises, truth.conversions, read_agreement())
    truth.awkward["unreadable_rows"] = sum(rejected.values()) - truth.awkward["superseded_versions"]
    truth.awkward["failed_promise_weeks"] = failed_weeks(truth)
    truth.awkward["exact_duplicates"] = sum(duplicates.values())
    write_summary(
        truth_folder / "truth.json",
        truth,
        seed=seed,
        activities=sum(order.activities for order in orders),
        written=written,
        rejected=rejected,
        duplicates=duplicates,
    )
    return truth


def _collect(
    delivery: Delivery, visits: dict[str, list[tuple[Path, int]]], parts: dict[str, list[Path]]
) -> None:
    for month, group in delivery.visit_groups.items():
        visits.setdefault(month, []).append((delivery.visits, group))
    for name, path in delivery.truth_parts.items():
        parts[name].append(path)


def _write_reference(landing: Path, seed: int, activities: int, rejected: Counter[str]) -> None:
    """Write what all shards share, each table as one file or as the last part of a folder."""
    tables = Tables()
    hubspot.write_reference(tables)
    mailchimp.write_reference(tables)
    mail.write_reference(tables)
    onboarding.write_reference(tables)
    mail_cases.write_reference(tables)
    rng, scale = generator(seed, 0, 9), max(0.1, activities / DEFAULT_SIZE)
    abroad = generator(seed, 0, 23)
    google_ads.write_reference(tables, rng, scale, abroad)
    facebook_ads.write_reference(tables, rng, scale, abroad)
    files.write_reference(tables)
    rejected.update(tables.rejected_rows)
    tables.write(landing, None)


def _write_missing(landing: Path) -> None:
    """Write the tables for which the company has nothing as empty ones."""
    for name in schemas():
        source, _, table = name.partition(".")
        single = landing / source / f"{table}.parquet"
        if not single.exists() and not (landing / source / table).exists():
            write_empty(landing, name)


def say(message: str) -> None:
    """A line of progress."""
    print(message, file=sys.stderr, flush=True)
