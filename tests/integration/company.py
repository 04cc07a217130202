"""A company of its own for a test: the project as a user sets it up, its landing, its nights."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.lib.settings import PROJECT

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


def dbt_build(scratch: Path, warehouse: Path, words: list[str]) -> str:
    """Runs `dbt build` on a file whose landing is registered, and returns what it printed."""
    profiles = scratch / "profiles"
    profiles.mkdir(exist_ok=True)
    shutil.copyfile(PROJECT / "profiles.yml.example", profiles / "profiles.yml")
    command = [str(Path(sys.executable).with_name("dbt")), "build", "--no-use-colors", *words]
    command += ["--project-dir", str(PROJECT), "--profiles-dir", str(profiles)]
    command += ["--target-path", str(scratch / "target"), "--log-path", str(scratch / "logs")]
    environment = {**os.environ, "AARRR_WAREHOUSE_FILE": str(warehouse)}
    result = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
    return result.stdout


@dataclass(frozen=True)
class Company:
    """One company's clone of the project, with its own landing and warehouse."""

    folder: Path

    @property
    def landing(self) -> Path:
        """Where its files land."""
        return self.folder / "landing"

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


def found(folder: Path, connectors: list[str]) -> Company:
    """Sets up a company in an empty folder, with these connectors switched on."""
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
    return company
