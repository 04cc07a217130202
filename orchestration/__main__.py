"""The command line: python -m orchestration --help lists what can be asked."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from orchestration.lib import (
    alerts,
    dagster_home,
    dbt,
    landing,
    metricflow,
    nightly,
    publish,
    seeds,
)
from orchestration.lib.agreement import page
from orchestration.lib.agreement.rows import business_day
from orchestration.lib.build_files import BUILD_FILE, WAREHOUSE_FILE, create_warehouse
from orchestration.lib.contracts import business_timezone
from orchestration.lib.errors import UserError
from orchestration.lib.settings import Settings, as_of_of, load
from orchestration.lib.what_if import command as what_if


def run_nightly(settings: Settings, options: argparse.Namespace) -> int:
    """Runs the very steps that Dagster schedules, in this process, and prints what they made."""
    began = time.monotonic()
    print(f"Landing {settings.landing}, warehouse {settings.warehouse}", flush=True)
    from orchestration.defs.quality.landing import LANDING
    from orchestration.defs.quality.marts import MARTS
    from orchestration.lib.summary import summary_of

    run_id = nightly.new_run_id()
    try:
        run = nightly.night(
            settings,
            run_id,
            LANDING,
            MARTS,
            partial(print, flush=True),
            accept_changes=options.accept_changes,
        )
    except Exception as error:
        folder = nightly.build_of(settings, run_id).folder
        print(f"error: {error}", file=sys.stderr)
        print(f"Readers keep the last version. The build is kept: {folder}", file=sys.stderr)
        return 1
    version = publish.current_version(settings)
    if version is None:
        raise UserError(f"{settings.current} leads nowhere after the publish.")
    print(summary_of(settings, version))
    print("Steps       " + ", ".join(f"{name} {took:.1f} s" for name, took in run.seconds.items()))
    print(f"Whole job   {time.monotonic() - began:.1f} s")
    return 0


def run_rollback(settings: Settings, options: argparse.Namespace) -> int:
    """Sends readers back to an older version."""
    with publish.run_lock(settings):
        version = publish.rollback(settings, options.run_id)
    print(f"Readers now open {version.name}.")
    return 0


def run_versions(settings: Settings, _: argparse.Namespace) -> int:
    """Lists the versions that are kept."""
    current = publish.current_version(settings)
    for version in publish.published_versions(settings):
        mark = "*" if version == current else " "
        manifest = publish.read_manifest(version)
        print(
            f"{mark} {version.name}  published {manifest['published_at']}, as of "
            f"{manifest['as_of']}, {manifest['bytes'] / 1e6:,.0f} MB"
        )
    return 0


def run_alerts(settings: Settings, _: argparse.Namespace) -> int:
    """Lists the open alerts, and sends what waits."""
    path = nightly.alerts_path(settings)
    waiting = nightly.send_waiting(settings)
    for check, owner, message, times in alerts.open_alerts(path):
        print(f"{owner}: {check} ({times} runs): {message}")
    print(f"{waiting} messages wait to be sent.")
    return 0


def run_agreement(settings: Settings, options: argparse.Namespace) -> int:
    """Says where the page of the agreement is, or writes that of any version to a folder."""
    version = publish.current_version(settings)
    if version is None:
        raise UserError("Nothing is published yet, so there is no agreement to show: make run.")
    as_of = publish.read_manifest(version)["as_of"]
    day = business_day(as_of, business_timezone(settings.project))
    if options.output is not None:
        written = page.pages(version / publish.FILE, day, options.version).write(options.output)
    elif options.version is not None:
        raise UserError(
            "The page that is published is that of the version in force. Say where to write "
            f"version {options.version}: --output FOLDER."
        )
    else:
        written = [settings.current / name for name in page.NAMES.values()]
        if not all(path.is_file() for path in written):
            raise UserError(
                f"{settings.current} has no page of the agreement. Write it with "
                "--output FOLDER, or run the nightly job again."
            )
    for path in written:
        print(path)
    return 0


def run_serve(settings: Settings, options: argparse.Namespace) -> int:
    """Serves Dagster and its schedule until it is stopped."""
    home = dagster_home.prepare(settings.dagster_home)
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(home),
        "DO_NOT_TRACK": "1",
    }
    words = ["dagster", "dev", "-m", "orchestration.definitions", "-h", "127.0.0.1"]
    command = [sys.executable, "-m", *words, "-p", str(options.port)]
    os.chdir(settings.project)
    os.execve(sys.executable, command, environment)


def run_docs(settings: Settings, _: argparse.Namespace) -> int:
    """Writes dbt's pages about the models."""
    print(f"Written: {dbt.write_docs(settings, as_of_of(settings))}")
    return 0


def run_dbt(settings: Settings, options: argparse.Namespace) -> int:
    """Runs dbt on a warehouse of one's own, with the landing of the next run; publishes nothing."""
    folder = settings.development
    if not (folder / WAREHOUSE_FILE).is_file():
        create_warehouse(folder)
    report = landing.prepare_landing(
        settings.project,
        settings.landing,
        folder / BUILD_FILE,
        memory_for=settings.memory_for,
        landed_at=as_of_of(settings),
    )
    if report.errors:
        raise UserError(landing.readable(report))
    unreadable = seeds.check_seeds(settings.project)
    if unreadable:
        raise UserError("\n".join(result.line() for result in unreadable))
    command, *words = options.words or ["build"]
    common = dbt.arguments(
        command, settings, as_of_of(settings), folder / "target", unit_tests=True
    )
    # Buildable: a test that also reads what was not selected has nothing to read yet.
    selection = ["--indirect-selection", "buildable"] if command in ("build", "test") else []
    return dbt.run_in_terminal([*common, *selection, *words], settings, folder)


def run_metrics(settings: Settings, options: argparse.Namespace) -> int:
    """Asks MetricFlow about the version that readers open."""
    version = publish.current_version(settings)
    if version is None:
        raise UserError("Nothing is published yet, so there are no metrics to ask for: make run.")
    return metricflow.ask(options.words or ["list", "metrics"], settings, version)


def run_heartbeat(settings: Settings, options: argparse.Namespace) -> int:
    """Says whether the last publish is young enough; to be called from outside Dagster."""
    manifest = publish.read_manifest(publish.current_version(settings))
    now = datetime.now(UTC)
    last = manifest.get("published_at")
    hours = (now - datetime.fromisoformat(last)).total_seconds() / 3600 if last else None
    late = hours is None or hours > options.hours
    said = f"{hours:.1f} hours ago" if hours is not None else "never"
    nightly.tell_heartbeat(settings, late=late, message=f"The last publish was {said}.")
    print(f"{'late' if late else 'alive'}: the last publish was {said}.")
    return 1 if late else 0


def parser() -> argparse.ArgumentParser:
    """The arguments that the command line takes."""
    main_parser = argparse.ArgumentParser(prog="python -m orchestration")
    commands = main_parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("nightly", help="check, build, audit and publish")
    command.add_argument(
        "--accept-changes",
        action="store_true",
        help="compare with nothing: this landing and these volumes become the reference",
    )
    command.set_defaults(act=run_nightly)
    command = commands.add_parser("rollback", help="send readers back to an older version")
    command.add_argument("run_id", nargs="?", help="the version; without it, the one before")
    command.set_defaults(act=run_rollback)
    command = commands.add_parser("versions", help="list the versions that are kept")
    command.set_defaults(act=run_versions)
    command = commands.add_parser("alerts", help="list open alerts, send what waits")
    command.set_defaults(act=run_alerts)
    command = commands.add_parser("heartbeat", help="fail when the last publish is too old")
    command.add_argument("--hours", type=float, default=26, help="oldest age that is well")
    command.set_defaults(act=run_heartbeat)
    command = commands.add_parser("agreement", help="where the agreement can be read; print it")
    command.add_argument("--version", type=int, help="its number; without it, the one in force")
    command.add_argument("--output", type=Path, help="folder to write the two pages to")
    command.set_defaults(act=run_agreement)
    command = commands.add_parser("serve", help="serve Dagster and its schedule on loopback")
    command.add_argument("--port", type=int, default=3000)
    command.set_defaults(act=run_serve)
    command = commands.add_parser("dbt", help="run dbt on a warehouse of one's own")
    command.add_argument("words", nargs=argparse.REMAINDER, help="build --select fct_revenue+")
    command.set_defaults(act=run_dbt)
    command = commands.add_parser("metrics", help="ask MetricFlow about the published version")
    command.add_argument(
        "words", nargs=argparse.REMAINDER, help="query --metrics nps --group-by metric_time__month"
    )
    command.set_defaults(act=run_metrics)
    command = commands.add_parser("docs", help="write dbt's pages about the models")
    command.set_defaults(act=run_docs)
    what_if.add_to(commands)
    return main_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 1 after saying what a person can put right."""
    options = parser().parse_args(arguments)
    try:
        return int(options.act(load(), options))
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
