"""Small landings with the value that is right: how they are landed, and what is built on them.

They stand beside the repository, never in it: tests/integration/company.py says where. A folder is
landed as it is; a shape is one file with the rows of several tables, and some are landed together.
"""

from __future__ import annotations

import ast
import csv
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from demo.writers.ga4 import SCHEMA
from orchestration.lib.build_files import BUILD_FILE, open_build
from orchestration.lib.contracts import business_timezone, load_contracts
from orchestration.lib.landing import Report, check_landing
from orchestration.lib.landing_load import load_landing
from orchestration.lib.settings import PROJECT
from tests.integration.company import dbt_run, shared_data

CONNECTORS = ("hubspot", "mailchimp", "google_ads", "facebook_ads", "ga4", "files")
AS_OF = "2026-06-30 22:00:00"
EVENT = re.compile(
    r"(?P<file>events_\w+)\.parquet: ts=(?P<ts>\d+) (?P<name>\S+) visitor=(?P<visitor>\S+)"
    r" user_id=(?P<user>\S+) bundle=(?P<bundle>\S+) batch_event_index=(?P<index>\S+)"
    r" params=(?P<params>\{.*\}) collected_traffic_source=(?P<collected>\{.*\})$"
)
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Built:
    """What the models made of a landing."""

    folder: Path
    report: Report

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the build; marts and seeds are found without their catalog."""
        with open_build(self.folder) as connection:
            return connection.execute(query).fetchall()


def build(folder: Path, parsed: Path, models: Sequence[str]) -> Built:
    """Loads the landing of a folder, and builds models with all that they are built from.

    What a connector would have to land and did not is empty. Data tests are not asked.
    """
    contracts = load_contracts(PROJECT)
    report, landed = check_landing(folder / "landing", contracts, CONNECTORS)
    timezone = business_timezone(PROJECT)
    load_landing(folder / BUILD_FILE, contracts, landed, timezone=timezone)
    words = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    words += ["--select", *(f"+{model}" for model in models)]
    dbt_run("build", folder, parsed, words, AS_OF)
    return Built(folder, report)


def land_folder(name: str, folder: Path) -> None:
    """Lands one of the folders of cases."""
    shutil.copytree(shared_data("cases") / name, folder / "landing")


def land_shapes(names: Iterable[str], folder: Path) -> None:
    """Lands shapes together, by the beginning of their names, with one file a table."""
    tables: dict[str, Rows] = defaultdict(list)
    events: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name in names:
        (path,) = shared_data("cases").glob(f"connector_shapes/{name}*.txt")
        _read_shape(path, tables, events)
    for table, rows in tables.items():
        write_table(folder / "landing" / f"{table}.csv", rows)
    for file, found in events.items():
        write_events(folder / "landing" / "ga4" / f"{file}.parquet", found)


def _read_shape(
    path: Path, tables: dict[str, Rows], events: dict[str, list[dict[str, Any]]]
) -> None:
    first, *sections = path.read_text(encoding="utf-8").split("== ")
    for line in first.splitlines():
        if told := EVENT.match(line):
            events[told["file"]].append(_event(told))
    for section in sections:
        title, _, text = section.partition("\n")
        lines = [line for line in text.splitlines() if line.strip()]
        tables[title.strip().removesuffix(".csv")] += csv.DictReader(lines)


def _event(told: re.Match[str]) -> dict[str, Any]:
    def whole(text: str) -> int | None:
        return None if text == "None" else int(text)

    moment = int(told["ts"])
    return event(
        moment,
        told["name"],
        told["visitor"],
        ast.literal_eval(told["params"]),
        user_id=None if told["user"] == "None" else told["user"],
        event_bundle_sequence_id=whole(told["bundle"]),
        batch_event_index=whole(told["index"]),
        collected_traffic_source=ast.literal_eval(told["collected"]) or None,
    )


def event(
    moment: int, name: str, visitor: str | None, params: dict[str, Any], **columns: Any
) -> dict[str, Any]:
    """An event of GA4's export; moment in microseconds since 1970, columns as the export's."""

    def value(found: Any) -> dict[str, Any]:
        return {"int_value" if isinstance(found, int) else "string_value": found}

    return {
        "event_date": f"{datetime.fromtimestamp(moment / 1e6, UTC):%Y%m%d}",
        "event_timestamp": moment,
        "event_name": name,
        "user_pseudo_id": visitor,
        "event_params": [{"key": key, "value": value(found)} for key, found in params.items()],
        **columns,
    }


def write_events(path: Path, events: list[dict[str, Any]]) -> None:
    """Writes a file of GA4's export."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(events, SCHEMA), path)


def write_table(path: Path, rows: Rows) -> None:
    """Writes a table whose rows may name different columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
