"""A company of its own for a test: the project as a user sets it up, its landing, its nights."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.lib import dbt
from orchestration.lib.build_files import WAREHOUSE_FILE, create_warehouse
from orchestration.lib.contracts import load_connectors
from orchestration.lib.settings import PROJECT, Settings, load
from tests.once import make_once, shared_folder

SETTING = "AARRR_SHARED_DATA"
PARTS = ("models", "seeds", "macros", "tests/dbt", "dbt_project.yml", "profiles.yml.example")


def shared_data(name: str) -> Path:
    """A folder of rows that the project did not make, which stand beside the repository.

    AARRR_SHARED_DATA names where, by default ../shared/data. Where they are absent the test is
    skipped, except in CI, where that is a failure.
    """
    folder = Path(os.environ.get(SETTING) or PROJECT.parent / "shared" / "data") / name
    if folder.is_dir():
        return folder
    message = f"{folder} is not there: set {SETTING} to the folder that holds {name}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def dbt_run(
    command: str, folder: Path, parsed: Path, words: Sequence[str], as_of: str | None = None
) -> dict[str, Any]:
    """Runs dbt on this project and the two files of a folder, and returns its results.

    It writes to the folder `target`. Without an instant of its own it looks from that of
    dbt_project.yml.
    """
    settings = load({"WAREHOUSE_PATH": str(folder)})
    if not (folder / WAREHOUSE_FILE).is_file():
        create_warehouse(folder)
    log = folder / "dbt.log"
    common = dbt.arguments(command, settings, as_of, folder / "target", unit_tests=True)
    code, results = dbt.run([*common, *words], settings, folder, log, manifest=parsed / dbt.PARSED)
    assert code == 0, dbt.last_lines(log, 100)
    return results


@dataclass(frozen=True)
class Company:
    """One company's clone of the project, with its own landing and warehouse."""

    folder: Path

    @property
    def landing(self) -> Path:
        """Where its files land."""
        return self.folder / "landing"

    @property
    def settings(self) -> Settings:
        """Where its nights read and write."""
        folders = {"AARRR_PROJECT_PATH": "project", "LANDING_PATH": "landing"}
        folders["WAREHOUSE_PATH"] = "warehouse"
        return load({name: str(self.folder / folder) for name, folder in folders.items()})

    @property
    def published(self) -> Path:
        """The file that its readers open."""
        return self.folder / "warehouse" / "current" / "warehouse.duckdb"

    def nightly(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs its nightly job, and returns what it printed and how it ended."""
        return subprocess.run(
            [sys.executable, "-m", "orchestration", "nightly", *words],
            cwd=PROJECT,
            env={
                **os.environ,
                "AARRR_PROJECT_PATH": str(self.folder / "project"),
                "LANDING_PATH": str(self.landing),
                "WAREHOUSE_PATH": str(self.folder / "warehouse"),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the published file."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute(query).fetchall()


def found(folder: Path, connectors: list[str], parsed: Path) -> Company:
    """Sets up a company in an empty folder, with these connectors switched on.

    parsed is what dbt wrote when it parsed this project. dbt reads nothing of the connectors, so
    it is that of the company's project too; once a test changes that, dbt parses it by itself.
    """
    project = folder / "project"
    for part in PARTS:
        source, target = PROJECT / part, project / part
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    (project / "orchestration").mkdir()
    shutil.copy(PROJECT / "orchestration" / "owners.yml", project / "orchestration")
    settings = project / "dbt_project.yml"
    text, changed = re.subn(
        r"connectors: \[[^\]]*\]",
        f"connectors: [{', '.join(connectors)}]",
        settings.read_text(encoding="utf-8"),
    )
    assert changed == 1
    settings.write_text(text, encoding="utf-8")
    company = Company(folder)
    company.landing.mkdir()
    shutil.copytree(parsed, dbt.parsed_folder(company.settings))
    return company


def simulate(company: Company, seed: int, activities: int) -> None:
    """Lands what the simulation makes up, and writes down what is true of it."""
    words = ["--seed", str(seed), "--activities", str(activities)]
    folders = ["--landing", str(company.landing), "--truth", str(company.folder / "truth")]
    subprocess.run([sys.executable, "-m", "demo", *words, *folders], cwd=PROJECT, check=True)


def simulated(factory: pytest.TempPathFactory, seed: int, activities: int, parsed: Path) -> Company:
    """A simulated company after a night, made once in a run: nobody may change it."""

    def make(folder: Path) -> None:
        company = found(folder, load_connectors(PROJECT), parsed)
        simulate(company, seed, activities)
        night = company.nightly()
        assert night.returncode == 0, night.stdout + night.stderr

    folder = shared_folder(factory) / f"company-{seed}-{activities}"
    return Company(make_once(folder, make))
