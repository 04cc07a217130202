"""The nightly job: landing checked, dbt built, audited, published. One run at a time.

The steps themselves stand in orchestration/lib/nightly.py, which `make run` calls without Dagster.
Dagster keeps a run, its steps and its failures. What it shows as assets, raw tables, seeds and
models, is declared from the manifest: a night writes no event for each of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg
from pydantic import PrivateAttr

from orchestration.defs.quality.landing import LANDING
from orchestration.defs.quality.marts import MARTS
from orchestration.lib import dagster_home, dbt, dbt_assets, nightly
from orchestration.lib.publish import run_lock
from orchestration.lib.settings import Settings, load

JOB = "nightly"


class Warehouse(dg.ConfigurableResource[Any]):
    """The warehouse's folder, held by one run at a time from its first step to its last."""

    _settings: Settings | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Warehouse"]:
        """Waits for the run that is at work, if there is one."""
        self._settings = load()
        with run_lock(self._settings, say=context.log.info if context.log else print):
            yield self

    @property
    def settings(self) -> Settings:
        """The settings of this environment."""
        return self._settings or load()


class NightlyConfig(dg.Config):
    """What a person may ask of one run."""

    accept_changes: bool = False


@contextmanager
def _told() -> Iterator[None]:
    """Turns a failed step into one message, without a second try: the data would be the same."""
    try:
        yield
    except Exception as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error


@dg.op(out=dg.Out(dg.Nothing))
def landing_checked(
    context: dg.OpExecutionContext, config: NightlyConfig, warehouse: Warehouse
) -> None:
    """Compares the landing with its contracts, and loads it."""
    with _told():
        nightly.check_landing(
            warehouse.settings,
            nightly.new_run_id(context.run_id),
            LANDING,
            accept_changes=config.accept_changes,
        )


@dg.op(ins={"landing": dg.In(dg.Nothing)}, out=dg.Out(dg.Nothing))
def dbt_built(context: dg.OpExecutionContext, warehouse: Warehouse) -> None:
    """Every model and its tests, in one process of dbt."""
    settings = warehouse.settings
    with _told():
        nightly.build_with_dbt(
            settings, nightly.find_run(settings, context.run_id), context.log.info
        )


@dg.op(ins={"build": dg.In(dg.Nothing)}, out=dg.Out(dg.Nothing))
def audited(context: dg.OpExecutionContext, warehouse: Warehouse) -> None:
    """The built marts, compared with the last published version."""
    settings = warehouse.settings
    with _told():
        nightly.audit(settings, nightly.find_run(settings, context.run_id), MARTS)


@dg.op(ins={"audit": dg.In(dg.Nothing)})
def published(context: dg.OpExecutionContext, warehouse: Warehouse) -> str:
    """The version that readers open."""
    settings = warehouse.settings
    with _told():
        run = nightly.find_run(settings, context.run_id)
        return str(nightly.publish_build(settings, run))


# A run whose worker died is tried once more; one that failed on its data is not.
@dg.job(
    name=JOB,
    executor_def=dg.in_process_executor,
    tags={"dagster/max_retries": "1", "dagster/retry_on_asset_or_op_failure": "false"},
)
def nightly_job() -> None:
    """One night."""
    published(audited(dbt_built(landing_checked())))


@dg.run_failure_sensor(name="alert_on_failure", default_status=dg.DefaultSensorStatus.RUNNING)
def alert_on_failure(context: dg.RunFailureSensorContext) -> None:
    """Speaks for a run that died without a word, and sends what still waits."""
    message = context.failure_event.message or "The run ended without a message."
    nightly.tell_of_dead_run(load(), context.dagster_run.run_id, message)


@dg.sensor(
    name="find_dead_runs",
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def find_dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Ends runs whose process is gone, which Dagster itself would wait for for ever."""
    ended = dagster_home.end_dead_runs(context.instance, load())
    return dg.SkipReason(f"Ended: {', '.join(ended) or 'none'}.")


def nightly_definitions(settings: Settings) -> dg.Definitions:
    """The job, its schedule, its sensors, and what the manifest says there is.

    A fresh clone has no manifest: it is made once, and again when a file of the project changed.
    """
    parsed = dbt.parse(settings)
    return dg.Definitions(
        assets=dbt_assets.specs(parsed / "manifest.json"),
        jobs=[nightly_job],
        schedules=[
            dg.ScheduleDefinition(
                name=JOB,
                job=nightly_job,
                cron_schedule="0 2 * * *",
                execution_timezone="Europe/Paris",
                default_status=dg.DefaultScheduleStatus.RUNNING,
            )
        ],
        sensors=[alert_on_failure, find_dead_runs],
        resources={"warehouse": Warehouse()},
    )
