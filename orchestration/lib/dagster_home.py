"""Dagster's own folder: its settings are written anew, since they belong to the project."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.lib.publish import is_at_work
from orchestration.lib.settings import Settings

if TYPE_CHECKING:
    from dagster import DagsterInstance

# So long a run may take from its start until it holds the lock.
SECONDS_TO_BEGIN = 300

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
retention:
  schedule: {purge_after_days: {skipped: 7, failure: 90, success: 90}}
  sensor: {purge_after_days: {skipped: 1, failure: 90, success: 7}}
"""


def prepare(home: Path) -> Path:
    """Creates the folder and its dagster.yaml, and returns it for DAGSTER_HOME."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "dagster.yaml").write_text(SETTINGS, encoding="utf-8")
    return home


def end_dead_runs(
    instance: DagsterInstance, settings: Settings, *, seconds: float = SECONDS_TO_BEGIN
) -> list[str]:
    """Marks runs as failed whose process is gone, and returns their ids.

    A run that is at work holds the run lock. Dagster cannot ask a process of its own machine
    whether it is well: such a run would stay STARTED, and no other could ever begin.
    """
    from dagster import DagsterRunStatus, RunsFilter

    if is_at_work(settings):
        return []
    running = [
        DagsterRunStatus.STARTING,
        DagsterRunStatus.STARTED,
        DagsterRunStatus.CANCELING,
    ]
    ended = []
    for record in instance.get_run_records(RunsFilter(statuses=running)):
        began = record.start_time or record.create_timestamp.timestamp()
        if time.time() - began > seconds:
            instance.report_run_failed(
                record.dagster_run, "The process of this run is gone: it was killed."
            )
            ended.append(record.dagster_run.run_id)
    return ended
