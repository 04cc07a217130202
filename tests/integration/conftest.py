"""The simulated companies that several modules look at: each is made, and has its night, once.

Files are tested side by side: the worker that comes first makes a company, the others wait for it.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from orchestration.lib.contracts import load_connectors
from orchestration.lib.settings import PROJECT
from tests.integration.company import Company, found
from tests.integration.company_truth import Truth

# Three seeds, two sizes.
COMPANIES = [(7, 20_000), (11, 4_000), (23, 4_000)]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock file, for which other processes wait."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session", params=COMPANIES, ids=lambda case: f"seed{case[0]}-{case[1]}")
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A simulated company after a night."""
    seed, activities = request.param
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        # The run's own folder, in which each worker has one.
        shared = shared.parent
    folder = shared / f"company-{seed}-{activities}"
    with alone(shared / f"{folder.name}.lock"):
        made = folder / "made"
        if not made.is_file():
            folder.mkdir(exist_ok=True)
            _make(folder, seed, activities)
            made.touch()
    return Company(folder)


def _make(folder: Path, seed: int, activities: int) -> None:
    company = found(folder, load_connectors(PROJECT))
    words = ["--seed", str(seed), "--activities", str(activities)]
    folders = ["--landing", str(company.landing), "--truth", str(folder / "truth")]
    subprocess.run([sys.executable, "-m", "demo", *words, *folders], cwd=PROJECT, check=True)
    night = company.nightly()
    assert night.returncode == 0, night.stdout + night.stderr


@pytest.fixture(scope="session")
def truth(company: Company) -> Truth:
    """What that company knows of itself."""
    return Truth(company.folder / "truth", company.published)
