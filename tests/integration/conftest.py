"""Whom several modules look at: simulated companies, made once, and a house for each module."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import contacts
from tests.integration.company import Company, simulated
from tests.integration.company_truth import Truth
from tests.integration.house import House, found_house

# Three seeds, two sizes.
COMPANIES = [(7, 20_000), (11, 4_000), (23, 4_000)]


@pytest.fixture(scope="session", params=COMPANIES, ids=lambda case: f"seed{case[0]}-{case[1]}")
def company(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, parsed: Path
) -> Company:
    """A simulated company after a night. It is shared: whoever changes it takes a copy."""
    return simulated(tmp_path_factory, *request.param, parsed)


@pytest.fixture(scope="session")
def truth(company: Company) -> Truth:
    """What that company knows of itself."""
    return Truth(company.folder / "truth", company.published)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with one published version, for every test of a module."""
    return found_house(tmp_path_factory.mktemp("house"))


@pytest.fixture
def house(built: House) -> Iterator[House]:
    """The house with a good landing and an empty outbox; its version is put back afterwards."""
    built.land(contacts(100))
    built.urls.clear()
    (built.warehouse / "alerts.sqlite").unlink(missing_ok=True)
    before = os.readlink(built.current)
    yield built
    if os.readlink(built.current) != before:
        built.run("rollback", Path(before).name)
