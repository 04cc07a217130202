"""The four steps of a run, one function each; Dagster (orchestration/defs) only puts them in order.

What a step hands to the next stands in `state.json` of the build folder, so that a failed build
tells by itself how far it came.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lib import alerts, dbt, landing, publish, seeds
from orchestration.lib.agreement import page
from orchestration.lib.agreement.rows import business_day
from orchestration.lib.catalogue import page as catalogue
from orchestration.lib.contracts import load_connectors, load_contracts
from orchestration.lib.errors import UserError
from orchestration.lib.owners import Owner, load_owners
from orchestration.lib.publish import Build
from orchestration.lib.quality.suite import Suite
from orchestration.lib.results import CheckFailure, CheckResult, blocking
from orchestration.lib.settings import Settings, as_of_of

STATE = "state.json"


@dataclass
class Run:
    """One run and what it knows so far."""

    run_id: str
    as_of: str = ""
    full_refresh: bool = True
    accept_changes: bool = False
    landing: dict[str, Any] = field(default_factory=dict)
    agreement: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    checks: list[dict[str, Any]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    completed: list[str] = field(default_factory=list)
    failure: str | None = None

    def results(self) -> list[CheckResult]:
        """Every check of the steps so far."""
        return [CheckResult(**check) for check in self.checks]


def new_run_id(dagster_run_id: str, now: datetime | None = None) -> str:
    """A build's name: when it began (UTC), and the run of Dagster that made it."""
    return f"{now or datetime.now(UTC):%Y%m%dT%H%M%S}-{dagster_run_id[:8]}"


def build_of(settings: Settings, run_id: str) -> Build:
    """The build folder of a run."""
    return Build(run_id, settings.builds / run_id)


def find_run(settings: Settings, dagster_run_id: str) -> Run:
    """The run that a step belongs to. Raises UserError when its first step did not begin."""
    for path in sorted(settings.builds.glob(f"*-{dagster_run_id[:8]}/{STATE}")):
        return Run(**json.loads(path.read_text(encoding="utf-8")))
    raise UserError(f"{settings.builds} holds no build of run {dagster_run_id}.")


def _save(settings: Settings, run: Run) -> None:
    path = build_of(settings, run.run_id).folder / STATE
    if not path.parent.is_dir():
        return
    path.write_text(json.dumps(asdict(run), indent=2, default=str), encoding="utf-8")


def _owners(settings: Settings) -> dict[str, Owner]:
    return load_owners(settings.project / "orchestration" / "owners.yml", os.environ)


def alerts_path(settings: Settings) -> Path:
    """The file of open alerts and unsent messages."""
    return settings.warehouse / "alerts.sqlite"


def tell(settings: Settings, run: Run, extra: list[CheckResult] | None = None) -> int:
    """Writes what the run found to the outbox, and sends it. Returns the messages still unsent."""
    owners = _owners(settings)
    path = alerts_path(settings)
    alerts.record(path, run.run_id, [*run.results(), *(extra or [])], owners, run.completed)
    return alerts.send_outbox(path, owners)


def _tell_of_failure(settings: Settings, run: Run, broken: list[CheckResult]) -> None:
    """Alerts without ever hiding the failure that they are about."""
    try:
        tell(settings, run, broken)
    except (UserError, OSError, sqlite3.Error) as error:
        run.failure = f"{run.failure}\nThe alert could not be written either: {error}"
        _save(settings, run)


@contextmanager
def step(settings: Settings, run: Run, name: str) -> Iterator[None]:
    """Times a step. When it fails: keeps the reason beside the build, and alerts the owners."""
    began = time.monotonic()
    try:
        yield
    except Exception as error:
        run.seconds[name] = round(time.monotonic() - began, 1)
        run.failure = str(error) or type(error).__name__
        broken = []
        if not isinstance(error, CheckFailure):
            message = f"{name} stopped: {run.failure}"
            broken = [CheckResult("run", "nightly", "data_engineering", "error", message)]
        _save(settings, run)
        _tell_of_failure(settings, run, broken)
        raise
    run.seconds[name] = round(time.monotonic() - began, 1)
    _save(settings, run)


# ---------------------------------------------------------------- the steps


def _previous(settings: Settings, run: Run) -> dict[str, Any]:
    """The manifest of the last publish; empty when its changes are accepted."""
    if run.accept_changes:
        return {}
    return publish.read_manifest(publish.current_version(settings))


def needs_full_refresh(manifest: dict[str, Any], code: str, as_of: str) -> bool:
    """Whether the published file cannot be built upon.

    There is none, the code or the list of connectors changed since, or the run looks from an
    earlier instant.
    """
    return manifest.get("code") != code or manifest.get("as_of", "") > as_of


def check_landing(
    settings: Settings,
    run_id: str,
    suites: Sequence[Suite],
    *,
    full_refresh: bool = False,
    accept_changes: bool = False,
) -> Run:
    """Starts the build, checks the landing and lends its files to the build as views.

    Raises CheckFailure when nothing may be built on this landing.
    """
    run = Run(run_id, accept_changes=accept_changes)
    build_of(settings, run_id).folder.mkdir(parents=True, exist_ok=True)
    with step(settings, run, "landing_checked"):
        run.as_of = as_of_of(settings)
        published = publish.read_manifest(publish.current_version(settings))
        code = dbt.code_hash(settings.project)
        run.full_refresh = full_refresh or needs_full_refresh(published, code, run.as_of)
        build = publish.start_build(settings, run_id, full_refresh=run.full_refresh)
        previous = _previous(settings, run).get("landing", {})
        report = landing.prepare_landing(settings.project, settings.landing, build.file, previous)
        run.landing = report.tables
        results = _landing_results(report)
        if not report.errors:
            results += _audit_landing(settings, build, run, previous, suites)
        run.checks += [asdict(result) for result in results]
        run.completed.append("landing")
        if blocking(results):
            raise CheckFailure("The landing", results)
    return run


def _landing_results(report: landing.Report) -> list[CheckResult]:
    status = {"error": "error", "warning": "warn"}
    return [
        CheckResult(
            step="landing",
            check=" ".join(filter(None, [finding.code, finding.table, finding.column])),
            owner=finding.owner or "data_engineering",
            status=status[finding.severity],
            message=finding.message,
        )
        for finding in report.findings
        if finding.severity in status
    ]


def _audit_landing(
    settings: Settings,
    build: Build,
    run: Run,
    previous: dict[str, Any],
    suites: Sequence[Suite],
) -> list[CheckResult]:
    from orchestration.lib.quality import judge, measures

    connectors = load_connectors(settings.project)
    tables = [table for table in load_contracts(settings.project) if table.source in connectors]
    with duckdb.connect(str(build.file), read_only=True) as connection:
        frames = {
            "landing": measures.landing_volumes(connection, tables, run.landing, previous),
            "connectors": measures.landing_ages(connection, tables, run.landing, run.as_of),
        }
    return judge.judge(suites, frames, settings.data_docs / "landing")


def build_with_dbt(settings: Settings, run: Run) -> dict[str, Any]:
    """Builds and tests every model, and returns dbt's run results.

    Raises CheckFailure when a model or a test failed, UserError when dbt itself broke down.
    """
    build = build_of(settings, run.run_id)
    with step(settings, run, "dbt_built"):
        unowned = dbt.checks_without_owner(dbt.parse(settings, run.as_of), list(_owners(settings)))
        if unowned:
            raise UserError(
                f"{len(unowned)} models or tests have no owner of owners.yml: "
                f"{', '.join(unowned[:10])}. Give them config.meta.owner."
            )
        dbt.forget_results(settings)
        unreadable = seeds.check_seeds(settings.project)
        run.checks += [asdict(result) for result in unreadable]
        if unreadable:
            raise CheckFailure("The seeds", unreadable)
        log = build.folder / "dbt.log"
        run_results, results = dbt.build(
            settings, run.as_of, build.file, log, full_refresh=run.full_refresh
        )
        run.checks += [asdict(result) for result in results]
        if blocking(results):
            raise CheckFailure(f"dbt (log: {log})", results)
        run.completed.append("dbt")
    return run_results


def audit(settings: Settings, run: Run, suites: Sequence[Suite]) -> None:
    """Closes the file, leaves only tables in it, and compares it with the last version.

    Raises CheckFailure when an audit failed, AuditBroken when one could not be evaluated.
    """
    from orchestration.lib.quality import judge, measures

    build = build_of(settings, run.run_id)
    with step(settings, run, "audited"):
        scaffolding = dbt.scaffolding(dbt.read_manifest(settings))
        run.rows = publish.finish_build(build, scaffolding)
        previous = _previous(settings, run)
        before = previous.get("rows", {})
        with duckdb.connect(str(build.file), read_only=True) as connection:
            run.agreement = measures.agreement_versions(connection)
            frames = {
                "facts": measures.fact_rows(run.rows, before),
                "volumes": measures.mart_volumes(run.rows, before),
                "agreement": measures.agreement_changes(
                    run.agreement, previous.get("agreement", {}), previous.get("as_of")
                ),
                "rejects": measures.reject_shares(connection, run.landing),
                **measures.queried(connection, suites),
            }
        results = judge.judge(suites, frames, settings.data_docs / "marts")
        run.checks += [asdict(result) for result in results]
        run.completed.append("audit")
        if blocking(results):
            raise CheckFailure("The audit", results)


def publish_build(settings: Settings, run: Run) -> Path:
    """Makes the build the version that readers open, and tells the owners what changed."""
    build = build_of(settings, run.run_id)
    with step(settings, run, "published"):
        run.checks += [
            asdict(write_agreement(settings, run)),
            asdict(write_catalogue(settings, run)),
        ]
        run.completed.append("run")
        results = run.results()
        manifest = {
            "as_of": run.as_of,
            "full_refresh": run.full_refresh,
            "git_revision": git_revision(settings.project),
            "code": dbt.code_hash(settings.project),
            "rows": run.rows,
            "checks": {
                "passed": sum(result.status == "pass" for result in results),
                "warned": [result.check for result in results if result.status == "warn"],
            },
            "agreement": run.agreement,
            "landing": run.landing,
            "seconds": run.seconds,
        }
        version = publish.publish(settings, build, manifest)
    tell(settings, run)
    return version


def write_agreement(settings: Settings, run: Run) -> CheckResult:
    """Writes the pages of the agreement that is in force into the version to be published.

    The result warns when no version is in force, or when the pages show codes as they stand.
    """
    build = build_of(settings, run.run_id)
    message = ""
    try:
        day = business_day(run.as_of, dbt.business_timezone(settings.project))
        pages = page.pages(build.file, day)
        pages.write(build.version)
        if pages.untranslated:
            message = (
                f"The page shows codes as they stand: {', '.join(pages.untranslated)}. Add them "
                "in English and French to orchestration/lib/agreement/words.yml."
            )
    except UserError as error:
        message = f"The page of the agreement was not written. {error}"
    status = "warn" if message else "pass"
    return CheckResult("run", "agreement_can_be_read_in_both_languages", "sales", status, message)


def write_catalogue(settings: Settings, run: Run) -> CheckResult:
    """Writes the pages of the metrics into the version; the result warns when it cannot."""
    build = build_of(settings, run.run_id)
    message = ""
    try:
        day = business_day(run.as_of, dbt.business_timezone(settings.project))
        for name, text in catalogue.pages(build.file, day).items():
            (build.version / name).write_text(text, encoding="utf-8")
    except (UserError, OSError) as error:
        message = f"The page of the metrics was not written. {error}"
    status = "warn" if message else "pass"
    return CheckResult(
        "run", "metrics_can_be_read_in_both_languages", "data_engineering", status, message
    )


def git_revision(project: Path) -> str | None:
    """The commit of the project, with -dirty when files differ from it; none outside git."""
    try:
        described = subprocess.run(
            ["git", "-C", str(project), "describe", "--always", "--dirty", "--abbrev=40"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return None
    return described.stdout.strip() or None


# ---------------------------------------------------------------- outside a step


def send_waiting(settings: Settings) -> int:
    """Sends what waits in the outbox, and returns what still waits."""
    return alerts.send_outbox(alerts_path(settings), _owners(settings))


def tell_of_dead_run(settings: Settings, dagster_run_id: str, message: str) -> None:
    """Alerts about a run that ended without telling why, as when its process was killed."""
    try:
        run = find_run(settings, dagster_run_id)
    except UserError:
        run = Run(new_run_id(dagster_run_id))
    if run.failure is None:
        said = CheckResult("run", "nightly", "data_engineering", "error", message)
        alerts.record(alerts_path(settings), run.run_id, [said], _owners(settings))
    send_waiting(settings)


def tell_not_started(settings: Settings, message: str) -> None:
    """Alerts about a run that could not begin, as when the project cannot be parsed."""
    _tell_of_failure(
        settings,
        Run(new_run_id("no-run")),
        [CheckResult("run", "nightly", "data_engineering", "error", message)],
    )


def tell_heartbeat(settings: Settings, *, late: bool, message: str) -> None:
    """Opens or resolves the alert about publishes that no longer come."""
    status = "error" if late else "pass"
    said = CheckResult("heartbeat", "published_lately", "data_engineering", status, message)
    run_id = f"heartbeat-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    alerts.record(alerts_path(settings), run_id, [said], _owners(settings))
    send_waiting(settings)
