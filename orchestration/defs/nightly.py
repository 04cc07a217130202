"""The nightly job: landing checked, dbt built, audited, published. One run at a time.

The steps themselves stand in orchestration/lib/nightly.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets
from pydantic import PrivateAttr

from orchestration.defs.quality.landing import LANDING
from orchestration.defs.quality.marts import MARTS
from orchestration.lib import dbt, dbt_graph, nightly
from orchestration.lib.publish import run_lock
from orchestration.lib.results import CheckFailure
from orchestration.lib.settings import Settings, as_of_of, load

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

    full_refresh: bool = False
    accept_changes: bool = False


@contextmanager
def _told() -> Iterator[None]:
    """Turns a failed step into one message, without a second try: the data would be the same."""
    try:
        yield
    except Exception as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error


def nightly_definitions(settings: Settings) -> dg.Definitions:
    """The job, its assets, its schedule and its sensor, from the project's manifest.

    A fresh clone has no manifest: it is made once, and again when a file of the project changed.
    """
    manifest = dbt.parse(settings, as_of_of(settings))
    translator = dbt_graph.Translator(manifest)

    @dg.multi_asset(name="landing_checked", specs=dbt_graph.source_specs(manifest, translator))
    def landing_checked(
        context: dg.AssetExecutionContext, config: NightlyConfig, warehouse: Warehouse
    ) -> Iterator[dg.MaterializeResult[Any]]:
        """Compares the landing with its contracts, and lends it to the build."""
        with _told():
            run = nightly.check_landing(
                warehouse.settings,
                nightly.new_run_id(context.run_id),
                LANDING,
                full_refresh=config.full_refresh,
                accept_changes=config.accept_changes,
            )
        for key in context.selected_asset_keys:
            shape = run.landing.get(".".join(key.path[-2:]), {"rows": 0, "files": 0})
            metadata = {"rows": shape["rows"], "files": shape["files"]}
            yield dg.MaterializeResult(asset_key=key, metadata=metadata)

    @dbt_assets(
        manifest=manifest,
        name="dbt_built",
        dagster_dbt_translator=translator,
        required_resource_keys={"warehouse"},
    )
    def dbt_built(context: dg.AssetExecutionContext) -> Iterator[Any]:
        """Every model and its tests, in one process of dbt."""
        settings = context.resources.warehouse.settings
        with _told():
            run = nightly.find_run(settings, context.run_id)
            failure = None
            try:
                run_results = nightly.build_with_dbt(settings, run)
            except CheckFailure as error:
                failure, run_results = error, dbt.read_results(settings)
        yield from dbt_graph.materialisations(run_results, manifest, translator)
        checks = [result for result in run.results() if result.step == "dbt"]
        yield from dbt_graph.check_results(checks, set(context.selected_asset_check_keys))
        if failure is not None:
            raise dg.Failure(description=str(failure), allow_retries=False)

    @dg.asset(deps=[dbt_built], group_name="publish")
    def audited(context: dg.AssetExecutionContext, warehouse: Warehouse) -> None:
        """The built marts, compared with the last published version."""
        with _told():
            settings = warehouse.settings
            nightly.audit(settings, nightly.find_run(settings, context.run_id), MARTS)

    @dg.asset(deps=[audited], group_name="publish")
    def published(
        context: dg.AssetExecutionContext, warehouse: Warehouse
    ) -> dg.MaterializeResult[Any]:
        """The version that readers open."""
        with _told():
            settings = warehouse.settings
            run = nightly.find_run(settings, context.run_id)
            version = nightly.publish_build(settings, run)
        return dg.MaterializeResult(metadata={"version": str(version), "tables": len(run.rows)})

    # A run whose worker died is tried once more; one that failed on its data is not.
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        tags={"dagster/max_retries": "1", "dagster/retry_on_asset_or_op_failure": "false"},
    )

    @dg.run_failure_sensor(name="alert_on_failure", default_status=dg.DefaultSensorStatus.RUNNING)
    def alert_on_failure(context: dg.RunFailureSensorContext) -> None:
        """Speaks for a run that died without a word, and sends what still waits."""
        message = context.failure_event.message or "The run ended without a message."
        nightly.tell_of_dead_run(load(), context.dagster_run.run_id, message)

    return dg.Definitions(
        assets=[landing_checked, dbt_built, audited, published],
        jobs=[job],
        schedules=[
            dg.ScheduleDefinition(
                name=JOB,
                job=job,
                cron_schedule="0 2 * * *",
                execution_timezone="Europe/Paris",
                default_status=dg.DefaultScheduleStatus.RUNNING,
            )
        ],
        sensors=[alert_on_failure],
        resources={"warehouse": Warehouse()},
    )
