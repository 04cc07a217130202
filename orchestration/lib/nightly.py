"""The four steps of a night, one function each, and the night itself, which puts them in order.

What a step hands to the next stands in `state.json` of the build folder, so that a failed build
tells by itself how far it came. A night is a pure function of landing, project and as_of: nothing
is taken over from the night before, which only serves to be compared with.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import duckdb

from orchestration.lib import alerts, dbt, landing, publish, seeds
from orchestration.lib.agreement import page
from orchestration.lib.agreement.rows import business_day
from orchestration.lib.build_files import BUILD_FILE, write_whole
from orchestration.lib.catalogue import page as catalogue
from orchestration.lib.contracts import business_timezone
from orchestration.lib.dbt_results import checks_without_owner
from orchestration.lib.errors import UserError
from orchestration.lib.owners import Owner, load_owners
from orchestration.lib.publish import Build
from orchestration.lib.quality.suite import Suite
from orchestration.lib.results import CheckFailure, CheckResult, blocking
from orchestration.lib.settings import Settings, as_of_of

STATE = "state.json"

# A disk with so few bytes left is full: DuckDB asks for more at once.
TOO_LITTLE = 8_000_000

Say = Callable[[str], None]


@dataclass
class Run:
    """One run and what it knows so far."""

    run_id: str
    as_of: str = ""
    memory: str | None = None
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


def new_run_id(dagster_run_id: str | None = None, now: datetime | None = None) -> str:
    """A build's name: when it began (UTC), and the run of Dagster that made it, if one did."""
    maker = dagster_run_id or uuid4().hex
    return f"{now or datetime.now(UTC):%Y%m%dT%H%M%S}-{maker[:8]}"


def build_of(settings: Settings, run_id: str) -> Build:
    """The build folder of a run."""
    return Build(run_id, settings.builds / run_id)


def find_run(settings: Settings, dagster_run_id: str) -> Run:
    """The run that a step belongs to. Raises UserError when its first step did not begin."""
    for path in sorted(settings.builds.glob(f"*-{dagster_run_id[:8]}/{STATE}")):
        return Run(**json.loads(path.read_text(encoding="utf-8")))
    raise UserError(f"{settings.builds} holds no build of run {dagster_run_id}.")


def _save(settings: Settings, run: Run) -> None:
    """Writes the state whole or not at all; nowhere once the build is published."""
    path = build_of(settings, run.run_id).folder / STATE
    if not path.parent.is_dir():
        return
    write_whole(path, json.dumps(asdict(run), indent=2, default=str))


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
        with suppress(OSError):
            _save(settings, run)


@contextmanager
def step(settings: Settings, run: Run, name: str) -> Iterator[None]:
    """Times a step. When it fails: keeps the reason beside the build, and alerts the owners.

    A disk that is full would stay full: then the files of failed builds go, this one's first.
    """
    began = time.monotonic()
    try:
        yield
        run.seconds[name] = round(time.monotonic() - began, 1)
        _save(settings, run)
    except Exception as error:
        run.seconds[name] = round(time.monotonic() - began, 1)
        run.failure = str(error) or type(error).__name__
        broken = []
        if not isinstance(error, CheckFailure):
            message = f"{name} stopped: {run.failure}"
            broken = [CheckResult("run", "nightly", "data_engineering", "error", message)]
        if _disk_is_full(error, build_of(settings, run.run_id).folder):
            publish.prune_builds(settings, keep=0)
        with suppress(OSError):
            _save(settings, run)
        _tell_of_failure(settings, run, broken)
        raise


def _disk_is_full(error: BaseException, folder: Path) -> bool:
    """Whether there was no room: by what is said, or, as a full disk keeps no log, by what is."""
    said = (os.strerror(number) in str(error) for number in (errno.ENOSPC, errno.EDQUOT))
    return any(said) or (folder.is_dir() and shutil.disk_usage(folder).free < TOO_LITTLE)


def find_dead_runs(settings: Settings) -> list[str]:
    """Puts right what runs left that ended without a word, and tells their owner; their ids.

    To be called by whoever holds the run lock: then no build without a failure is at work.
    """
    dead = []
    for path in sorted(settings.builds.glob(f"*/{STATE}")):
        try:
            run = Run(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            run = Run(path.parent.name)
        if run.failure is None:
            run.failure = "The process ended without a word: it was killed, or the machine stopped."
            _save(settings, run)
            broken = CheckResult("run", "nightly", "data_engineering", "error", run.failure)
            _tell_of_failure(settings, run, [broken])
            dead.append(run.run_id)
    return dead


# ---------------------------------------------------------------- the steps


def _previous(settings: Settings, run: Run) -> dict[str, Any]:
    """The manifest of the last publish; empty when its changes are accepted."""
    if run.accept_changes:
        return {}
    return publish.read_manifest(publish.current_version(settings))


def check_landing(
    settings: Settings, run_id: str, suites: Sequence[Suite], *, accept_changes: bool = False
) -> Run:
    """Starts the build, checks the landing and loads it.

    Raises CheckFailure when nothing may be built on this landing.
    """
    find_dead_runs(settings)
    publish.prune_builds(settings, keep=publish.KEPT_FAILURES - 1)
    run = Run(run_id, accept_changes=accept_changes)
    with step(settings, run, "landing_checked"):
        build = publish.start_build(settings, run_id)
        _save(settings, run)
        run.as_of = as_of_of(settings)
        previous = _previous(settings, run).get("landing", {})
        report = landing.prepare_landing(
            settings.project,
            settings.landing,
            build.folder / BUILD_FILE,
            previous,
            settings.memory_for,
            run.as_of,
        )
        run.landing = report.tables
        run.memory = settings.memory_for(report.rows)
        results = _landing_results(report)
        if not report.errors:
            results += _audit_landing(settings, run, previous, suites)
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
    settings: Settings, run: Run, previous: dict[str, Any], suites: Sequence[Suite]
) -> list[CheckResult]:
    from orchestration.lib.quality import judge, measures

    frames = {
        "landing": measures.landing_volumes(run.landing, previous),
        "connectors": measures.landing_ages(run.landing, run.as_of),
    }
    return judge.judge(suites, frames, settings.data_docs / "landing")


def build_with_dbt(
    settings: Settings, run: Run, say: Say | None = None, started: dbt.Process | None = None
) -> None:
    """Builds and tests every model; say is told how far it came.

    started is a process of dbt that waits for this, where there is one.
    Raises CheckFailure when a model or a test failed, UserError when dbt itself broke down.
    """
    build = build_of(settings, run.run_id)
    with step(settings, run, "dbt_built"):
        parsed = dbt.parse(settings)
        unowned = checks_without_owner(dbt.read_manifest(parsed), list(_owners(settings)))
        if unowned:
            raise UserError(
                f"{len(unowned)} models or tests have no owner of owners.yml: "
                f"{', '.join(unowned[:10])}. Give them config.meta.owner."
            )
        unreadable = seeds.check_seeds(settings.project)
        run.checks += [asdict(result) for result in unreadable]
        if unreadable:
            raise CheckFailure("The seeds", unreadable)
        with started or dbt.start(settings) as process:
            results = dbt.build(
                process, settings, run.as_of, build.folder, memory=run.memory, say=say
            )
        run.checks += [asdict(result) for result in results]
        if blocking(results):
            raise CheckFailure(f"dbt (log: {build.folder / 'dbt.log'})", results)
        run.completed.append("dbt")


def audit(settings: Settings, run: Run, suites: Sequence[Suite]) -> None:
    """Closes the file, and compares it with the last version.

    Raises CheckFailure when an audit failed, AuditBroken when one could not be evaluated.
    """
    from orchestration.lib.quality import judge, measures

    build = build_of(settings, run.run_id)
    with step(settings, run, "audited"):
        run.rows = publish.finish_build(build)
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


def _started(settings: Settings) -> dbt.Process:
    try:
        return dbt.start(settings)
    except UserError as error:
        tell_not_started(settings, str(error))
        raise


def night(
    settings: Settings,
    run_id: str,
    landing_suites: Sequence[Suite],
    mart_suites: Sequence[Suite],
    say: Say,
    *,
    accept_changes: bool = False,
) -> Run:
    """One night from its first step to its last, in the order in which Dagster runs them too.

    Waits for the run that is at work, if there is one. Raises what its steps raise. dbt and Great
    Expectations are imported while the landing is read.
    """
    with publish.run_lock(settings, say), _started(settings) as started:
        Thread(target=import_module, args=("great_expectations",), daemon=True).start()
        run = check_landing(settings, run_id, landing_suites, accept_changes=accept_changes)
        say(f"Landing checked and loaded in {run.seconds['landing_checked']:.1f} s.")
        build_with_dbt(settings, run, say, started)
        say(f"Built and tested in {run.seconds['dbt_built']:.1f} s.")
        audit(settings, run, mart_suites)
        publish_build(settings, run)
    return run


def write_agreement(settings: Settings, run: Run) -> CheckResult:
    """Writes the pages of the agreement that is in force into the version to be published.

    The result warns when no version is in force, or when the pages show codes as they stand.
    """
    build = build_of(settings, run.run_id)
    message = ""
    try:
        day = business_day(run.as_of, business_timezone(settings.project))
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
        day = business_day(run.as_of, business_timezone(settings.project))
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
        run.failure = message
        _save(settings, run)
        said = CheckResult("run", "nightly", "data_engineering", "error", message)
        alerts.record(alerts_path(settings), run.run_id, [said], _owners(settings))
    send_waiting(settings)


def tell_not_started(settings: Settings, message: str) -> None:
    """Alerts about a run that could not begin, as when the project cannot be parsed."""
    _tell_of_failure(
        settings,
        Run(new_run_id()),
        [CheckResult("run", "nightly", "data_engineering", "error", message)],
    )


def tell_heartbeat(settings: Settings, *, late: bool, message: str) -> None:
    """Opens or resolves the alert about publishes that no longer come."""
    status = "error" if late else "pass"
    said = CheckResult("heartbeat", "published_lately", "data_engineering", status, message)
    run_id = f"heartbeat-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    alerts.record(alerts_path(settings), run_id, [said], _owners(settings))
    send_waiting(settings)
