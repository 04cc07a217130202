"""Everything that the environment decides, read in one place.

No other module reads an environment variable of the project.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from orchestration.lib.errors import UserError

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Settings:
    """Where the run reads and writes. Every path is absolute.

    project is AARRR_PROJECT_PATH (this repository), landing LANDING_PATH (landing), warehouse
    WAREHOUSE_PATH (warehouse), as_of AARRR_AS_OF, keep_versions KEEP_VERSIONS (7), memory
    AARRR_MEMORY_LIMIT.
    """

    project: Path
    landing: Path
    warehouse: Path
    as_of: str | None
    keep_versions: int
    memory: str | None = None

    def memory_for(self, rows: int) -> str:
        """What DuckDB may take for a landing of so many rows; it spills to disk beyond.

        AARRR_MEMORY_LIMIT where it is set, else 340 MB and 45 MB a million rows: measured,
        less makes a night slower (docs/performance.md).
        """
        return self.memory or f"{340 + 45 * rows // 1_000_000}MB"

    @property
    def builds(self) -> Path:
        """Builds in progress, and failed ones."""
        return self.warehouse / "build"

    @property
    def development(self) -> Path:
        """The build that development makes and breaks; no reader opens it."""
        return self.warehouse / "dev"

    @property
    def versions(self) -> Path:
        """Published versions, one folder a run."""
        return self.warehouse / "versions"

    @property
    def current(self) -> Path:
        """The link to the version that readers open."""
        return self.warehouse / "current"

    @property
    def data_docs(self) -> Path:
        """The audits' pages."""
        return self.warehouse / "data_docs"

    @property
    def dagster_home(self) -> Path:
        """Dagster's own state."""
        return self.warehouse / "dagster"


def _absolute(project: Path, value: str) -> Path:
    path = Path(value).expanduser()
    return path if path.is_absolute() else (project / path).resolve()


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this environment. Raises UserError for a value that cannot be used."""
    values = os.environ if environment is None else environment
    project = _absolute(PROJECT, values.get("AARRR_PROJECT_PATH") or ".")
    keep = values.get("KEEP_VERSIONS", "7")
    if not keep.isdigit() or int(keep) < 1:
        raise UserError(f"KEEP_VERSIONS is {keep!r}. Give a whole number of at least 1.")
    return Settings(
        project=project,
        landing=_absolute(project, values.get("LANDING_PATH") or "landing"),
        warehouse=_absolute(project, values.get("WAREHOUSE_PATH") or "warehouse"),
        as_of=values.get("AARRR_AS_OF") or None,
        keep_versions=int(keep),
        memory=values.get("AARRR_MEMORY_LIMIT") or None,
    )


def as_of_of(settings: Settings, now: datetime | None = None) -> str:
    """The instant the run looks from, in UTC, as dbt's variable takes it.

    AARRR_AS_OF where it is set, else the instant that the landing states in landed_at.txt, else
    now. Raises UserError when either is not a date or an instant of ISO 8601.
    """
    landed_at = settings.landing / "landed_at.txt"
    if settings.as_of:
        return _instant(settings.as_of, "AARRR_AS_OF")
    if landed_at.is_file():
        return _instant(landed_at.read_text(encoding="utf-8-sig").strip(), str(landed_at))
    return _written(now or datetime.now(UTC))


def _instant(value: str, origin: str) -> str:
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError as error:
        raise UserError(
            f"{origin} is {value!r}. Give an instant such as 2026-07-01 02:00:00 (UTC)."
        ) from error
    return _written(parsed)


def _written(instant: datetime) -> str:
    if instant.tzinfo is not None:
        instant = instant.astimezone(UTC)
    return instant.strftime("%Y-%m-%d %H:%M:%S")
