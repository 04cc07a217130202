"""Dagster's own folder: its settings are written anew, since they belong to the project."""

from __future__ import annotations

from pathlib import Path

SETTINGS = """\
# Written by the project: changes here are lost.
telemetry:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
run_monitoring:
  enabled: true
run_retries:
  enabled: true
"""


def prepare(home: Path) -> Path:
    """Creates the folder and its dagster.yaml, and returns it for DAGSTER_HOME."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "dagster.yaml").write_text(SETTINGS, encoding="utf-8")
    return home
