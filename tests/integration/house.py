"""A tiny project in a house of its own: what its nights publish, and their processes."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib.processes import is_alive
from tests.conftest import contacts, environment_of, write_dbt_project, write_landed

MINUTES = 6
Running = subprocess.Popen[str]

# A model that takes as long as the landing says: one contact with a large score, and for ever.
SLOW = """
select count(*) as n
from (select max(score) as counts_to from {{ ref('stg_crm__contact') }}) as contacts,
    range(cast(contacts.counts_to as bigint)) as numbers(number)
where numbers.number % 7 = 3
"""
FOR_EVER = 10**13


@dataclass
class House:
    """A project, its landing and its warehouse, in one folder."""

    folder: Path
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def warehouse(self) -> Path:
        return Path(self.urls.get("WAREHOUSE_PATH", self.folder / "warehouse"))

    @property
    def current(self) -> Path:
        return self.warehouse / "current"

    def land(self, query: str) -> None:
        write_landed(self.folder / "landing" / "crm" / "contact.parquet", query)

    def start(self, *words: str, module: Sequence[str] = ("orchestration",)) -> Running:
        return subprocess.Popen(
            [sys.executable, "-m", *module, *words],
            cwd=self.folder,
            env={**environment_of(self.folder), **self.urls},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*words)
        output, errors = process.communicate(timeout=MINUTES * 60)
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def manifest(self) -> dict[str, Any]:
        manifest: dict[str, Any] = json.loads((self.current / "manifest.json").read_text())
        return manifest

    def rows(self, table: str = "marts.fct_revenue") -> int:
        file = str((self.current / "warehouse.duckdb").resolve())
        with duckdb.connect(file, read_only=True) as connection:
            (rows,) = connection.execute(f"select count(*) from {table}").fetchall()
        return int(rows[0])

    def start_and_wait_for_dbt(
        self,
        *words: str,
        module: Sequence[str] = ("orchestration",),
        for_log: str = "marts.slow",
    ) -> tuple[Running, int]:
        """Starts a command that never ends, and waits until dbt is at work on the slow model.

        Returns the process, and the id of that of dbt.
        """
        started = time.time()
        process = self.start(*words, module=module)
        deadline = time.monotonic() + MINUTES * 60
        while not any(for_log in log for log in self._logs(since=started)):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        (dbt,) = children_of(process.pid)
        return process, dbt

    def _logs(self, since: float) -> Iterator[str]:
        """What dbt has printed so far in builds that began since then."""
        for log in [*self.warehouse.glob("build/*/dbt.log"), self.warehouse / "dbt" / "parse.log"]:
            if log.is_file() and log.stat().st_mtime >= since:
                yield log.read_text()

    def state(self, build: Path) -> dict[str, Any]:
        """What a build says of itself."""
        state: dict[str, Any] = json.loads((build / "state.json").read_text())
        return state

    def told(self, words: str) -> int:
        """How many new alerts have these words."""
        return sum(body.split("Resolved")[0].count(words) for _, body, _ in self.outbox())

    def outbox(self) -> list[tuple[str, str, str | None]]:
        with sqlite3.connect(self.warehouse / "alerts.sqlite") as connection:
            return connection.execute("select owner, body, sent_at from outbox").fetchall()


def children_of(process_id: int) -> list[int]:
    """The processes of dbt that a process started and that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = status.with_name("cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == process_id and b"orchestration.lib.dbt_process" in command:
            found.append(int(status.parent.name))
    return found


def wait_for_the_end_of(process_id: int, seconds: float) -> None:
    """Fails when a process still runs after so many seconds."""
    deadline = time.monotonic() + seconds
    while is_alive(process_id):
        assert time.monotonic() < deadline, f"process {process_id} still runs"
        time.sleep(0.1)


def found_house(folder: Path) -> House:
    """A house after its first night, of a hundred contacts."""
    house = House(folder)
    write_dbt_project(folder / "project")
    slow = folder / "project" / "models" / "marts" / "slow.sql"
    slow.write_text(SLOW, encoding="utf-8")
    house.land(contacts(100))
    done = house.run("nightly")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fct_revenue                100 rows" in done.stdout
    assert "closing_rate                  1.0%  (month of 2026-05-01: 1 / 100" in done.stdout
    for language in ("en", "fr"):
        assert f"Agreement   {house.current}/agreement.{language}.html" in done.stdout
    return house


def builds_since(house: House, instant: float) -> list[Path]:
    """The builds that began since then and were not published, by the time in their names."""
    began = time.strftime("%Y%m%dT%H%M%S", time.gmtime(instant))
    builds = (house.warehouse / "build").iterdir()
    return sorted(path for path in builds if path.is_dir() and path.name >= began)


def only_failed_build(house: House, since: float) -> Path:
    (build,) = builds_since(house, since)
    return build
