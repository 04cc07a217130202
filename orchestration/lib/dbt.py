"""Runs dbt in a process of its own, and reads what it left behind.

In-process dbt keeps DuckDB's lock on the file, so this module only ever starts `dbt_process`. Every
path is absolute, since partial parsing keeps the root that it was given.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from orchestration.lib.contracts import business_timezone
from orchestration.lib.dbt_results import findings_of, nodes_not_built, results_of
from orchestration.lib.errors import UserError
from orchestration.lib.processes import is_alive
from orchestration.lib.results import CheckResult
from orchestration.lib.settings import Settings

# dbt's own command, without the need to know where its script was installed.
START = "from dbt.cli.main import cli; cli()"

# Where `orchestration` is imported from, wherever the project stands.
CODE = Path(__file__).resolve().parents[2]

PARSED = "partial_parse.msgpack"

Say = Callable[[str], None]

# dbt reads the whole project again when a path or a variable differs from what it was given before.
# So it is told no variable when it only parses, and always one folder, which it never opens.
UNOPENED = Path("unopened")

COUNTED = re.compile(rb"(\d+) of (\d+) (?:OK|PASS|WARN|ERROR|FAIL|SKIP)")

# Tests of macros read no data: they are run when the code changes, not every night. Of what dbt
# writes beside the tables, the job reads the results alone.
NIGHTLY = ["--exclude", "path:tests/dbt/macros"]
NIGHTLY += ["--log-level-file", "none", "--no-populate-cache", "--no-write-json"]


def dbt_folder(settings: Settings) -> Path:
    """Where dbt's own files are kept between runs."""
    return settings.warehouse / "dbt"


def profiles_dir(settings: Settings) -> Path:
    """The project's folder when it holds profiles.yml, else one with a copy of the example."""
    if (settings.project / "profiles.yml").is_file():
        return settings.project
    folder = dbt_folder(settings) / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(settings.project / "profiles.yml.example", folder / "profiles.yml")
    return folder


def arguments(
    command: str,
    settings: Settings,
    as_of: str | None,
    target: Path,
    *,
    select: Sequence[str] = (),
    unit_tests: bool = False,
) -> list[str]:
    """The command line of dbt, without the interpreter.

    as_of is an instant in UTC, none where dbt only reads the project; target the folder that dbt
    writes to. Unit tests of models belong to
    development: a build leaves them out unless it is told otherwise.
    """
    words = [command]
    if command == "build" and not unit_tests:
        words += ["--exclude-resource-type", "unit_test"]
    if select:
        words += ["--select", *select]
    if as_of is not None:
        words += ["--vars", json.dumps({"as_of": as_of})]
    return [
        *words,
        "--project-dir",
        str(settings.project),
        "--profiles-dir",
        str(profiles_dir(settings)),
        "--target-path",
        str(target),
        "--log-path",
        str(dbt_folder(settings) / "logs"),
        "--no-use-colors",
    ]


def environment(base: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment of the subprocess: the folder of the files to write to, no telemetry."""
    return {
        **base,
        "AARRR_BUILD_FOLDER": str(folder),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


@contextmanager
def _progress(log: Path, say: Say | None) -> Iterator[None]:
    """Says how far dbt came whenever a fifth more is done, read from its log."""
    done = threading.Event()

    def watch() -> None:
        said = 0
        while say is not None and not done.wait(1):
            counted = COUNTED.findall(log.read_bytes()) if log.is_file() else []
            if counted:
                built, planned = int(counted[-1][0]), int(counted[-1][1])
                if 5 * built // planned > said:
                    said = 5 * built // planned
                    say(f"      {built} of {planned} seeds, models and tests")

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


class Process:
    """One process of dbt: started, and told later what to do. Closing it unasked ends it."""

    def __init__(self, settings: Settings, manifest: Path | None = None) -> None:
        """manifest is the partial_parse.msgpack of this very project, which saves the parsing."""
        self._settings = settings
        self._said = dbt_folder(settings) / "started.log"
        self._said.parent.mkdir(parents=True, exist_ok=True)
        code = [str(CODE), *filter(None, [os.getenv("PYTHONPATH")])]
        with self._said.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "orchestration.lib.dbt_process", *_given(manifest)],
                cwd=settings.project,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(code)},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()

    def run(
        self,
        words: Sequence[str],
        folder: Path,
        log: Path,
        *,
        memory: str | None = None,
        say: Say | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """Runs one command on the files of a folder; returns its exit code and its results.

        What dbt prints goes to log; say is told how far it came. The results are empty when dbt
        broke down before it had any.
        """
        assert self._process.stdin is not None
        log.parent.mkdir(parents=True, exist_ok=True)
        results = log.with_suffix(".json")
        results.unlink(missing_ok=True)
        surroundings = environment({}, folder)
        if memory is not None:
            surroundings["AARRR_MEMORY_LIMIT"] = memory
        task = {
            "words": list(words),
            "environment": surroundings,
            "log": str(log),
            "results": str(results),
        }
        log.write_bytes(b"")
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(task).encode() + b"\n")
            self._process.stdin.flush()
        # The pipe stays open: by its end dbt learns that this process is gone.
        with _progress(log, say):
            code = self._process.wait()
        if not log.stat().st_size:
            shutil.copyfile(self._said, log)
        if not results.is_file():
            return code or 2, {}
        found: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
        return code, found


def _given(manifest: Path | None) -> list[str]:
    return [] if manifest is None else [str(manifest)]


def run(
    words: Sequence[str],
    settings: Settings,
    folder: Path,
    log: Path,
    *,
    manifest: Path | None = None,
    memory: str | None = None,
    say: Say | None = None,
) -> tuple[int, dict[str, Any]]:
    """Runs one command of dbt in a new process, as Process.run does."""
    with Process(settings, manifest) as process:
        return process.run(words, folder, log, memory=memory, say=say)


def run_in_terminal(words: Sequence[str], settings: Settings, folder: Path) -> int:
    """Runs dbt before somebody's eyes and returns its exit code."""
    process = subprocess.run(
        [sys.executable, "-c", START, *words],
        cwd=settings.project,
        env=environment(os.environ, folder),
        check=False,
    )
    return process.returncode


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, for a message."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([line for line in lines if line.strip()][-count:])


# ---------------------------------------------------------------- the parsed project


def parsed_folder(settings: Settings) -> Path:
    """Where the parsed form of the project as it stands is, or will be."""
    return dbt_folder(settings) / "parsed" / code_hash(settings.project)[:16]


def parse(settings: Settings) -> Path:
    """Parses the project unless it was parsed as it stands; returns the folder of what dbt wrote.

    The folder appears whole or not at all, so that a parse that was killed leaves nothing behind
    that a later run could read. Raises UserError when dbt cannot read the project.
    """
    parsed = parsed_folder(settings)
    if parsed.is_dir():
        return parsed
    log = dbt_folder(settings) / "parse.log"
    making = parsed.with_name(f"making-{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    lend_parsed(settings, making)
    code, _ = run(arguments("parse", settings, None, making), settings, UNOPENED, log)
    if code != 0:
        shutil.rmtree(making, ignore_errors=True)
        raise UserError(f"dbt cannot read the project:\n{last_lines(log)}\nThe whole log: {log}")
    if not parsed.is_dir():
        making.replace(parsed)
    shutil.rmtree(making, ignore_errors=True)
    for other in parsed.parent.iterdir():
        maker = other.name.removeprefix("making-")
        if other != parsed and not (maker.isdigit() and is_alive(int(maker))):
            shutil.rmtree(other, ignore_errors=True)
    return parsed


def lend_parsed(settings: Settings, folder: Path) -> None:
    """Puts what dbt parsed last into a folder: it then reads again only what changed since."""
    folder.mkdir(parents=True)
    earlier = [
        (path.stat().st_mtime, path)
        for path in (dbt_folder(settings) / "parsed").glob(f"*/{PARSED}")
        if path.parent != folder
    ]
    if earlier:
        shutil.copyfile(max(earlier)[1], folder / PARSED)


def write_docs(settings: Settings, as_of: str) -> Path:
    """Writes dbt's pages about the models as one file, and returns it.

    Raises UserError when dbt cannot write them.
    """
    log = dbt_folder(settings) / "docs.log"
    target = dbt_folder(settings) / "target"
    words = arguments("docs", settings, as_of, target)
    words[1:1] = ["generate", "--static", "--empty-catalog", "--no-compile"]
    code, _ = run(words, settings, target, log)
    if code != 0:
        raise UserError(f"dbt cannot write its pages:\n{last_lines(log)}\nThe whole log: {log}")
    return target / "static_index.html"


def code_hash(project: Path) -> str:
    """A hash of everything that decides what dbt builds."""
    digest = hashlib.sha256()
    files = [project / "dbt_project.yml", project / "profiles.yml"]
    for folder in ("models", "macros", "seeds", "tests/dbt"):
        files += (project / folder).rglob("*")
    for path in sorted(path for path in files if path.is_file()):
        digest.update(str(path.relative_to(project)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_manifest(target: Path) -> dict[str, Any]:
    """dbt's description of the project in a folder that it wrote to."""
    manifest: dict[str, Any] = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return manifest


# ---------------------------------------------------------------- the build


def start(settings: Settings) -> Process:
    """A process of dbt that knows the project as it stands, and waits to be told to build it.

    Raises UserError when dbt cannot read the project.
    """
    return Process(settings, parse(settings) / PARSED)


def build(
    process: Process,
    settings: Settings,
    as_of: str,
    folder: Path,
    *,
    memory: str | None = None,
    say: Say | None = None,
) -> list[CheckResult]:
    """Builds and tests every model in the files of a folder; returns what its checks found.

    Raises UserError when dbt broke down before it could say which check failed.
    """
    log = folder / "dbt.log"
    words = [*arguments("build", settings, as_of, folder / "target"), *NIGHTLY]
    code, run_results = process.run(words, folder, log, memory=memory, say=say)
    manifest = read_manifest(parse(settings))
    findings = findings_of(run_results, folder, business_timezone(settings.project))
    results = results_of(run_results, manifest, findings)
    unbuilt = nodes_not_built(run_results, manifest)
    if not any(result.status == "error" for result in results) and (code != 0 or unbuilt):
        reason = f"did not build {', '.join(unbuilt[:10])}" if code == 0 else f"ended with {code}"
        raise UserError(f"dbt {reason}:\n{last_lines(log)}\nThe whole log: {log}")
    return results
