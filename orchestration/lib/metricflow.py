"""MetricFlow, asked about the published version: `mf query` with nothing to set up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from orchestration.lib import dbt
from orchestration.lib.errors import UserError
from orchestration.lib.settings import Settings

# MetricFlow's own command, without the need to know where its script was installed.
START = "from dbt_metricflow.cli.main import cli; cli()"

# Readers never hold a lock that another reader would meet.
PROFILE = """\
aarrr:
  target: published
  outputs:
    published:
      type: duckdb
      path: "{{ env_var('AARRR_BUILD_FOLDER') }}/warehouse.duckdb"
      schema: main
      config_options: {access_mode: READ_ONLY}
"""


def prepare(settings: Settings) -> Path:
    """Puts what MetricFlow reads where it looks for it, and returns the folder of its profile.

    Raises UserError when dbt cannot read the project, or its folder `target` cannot be written.
    """
    described = dbt.parse(settings) / "semantic_manifest.json"
    expected = settings.project / "target" / described.name
    profiles = settings.warehouse / "dbt" / "metricflow"
    try:
        expected.parent.mkdir(exist_ok=True)
        shutil.copyfile(described, expected)
        profiles.mkdir(parents=True, exist_ok=True)
        (profiles / "profiles.yml").write_text(PROFILE, encoding="utf-8")
    except OSError as error:
        raise UserError(f"MetricFlow cannot be prepared: {error}") from error
    return profiles


def ask(words: Sequence[str], settings: Settings, version: Path) -> int:
    """Runs MetricFlow on a published version before somebody's eyes; returns its exit code."""
    profiles = prepare(settings)
    process = subprocess.run(
        [sys.executable, "-c", START, *words],
        cwd=settings.project,
        env={
            **dbt.environment(os.environ, version),
            "DBT_PROFILES_DIR": str(profiles),
            "DBT_PROJECT_DIR": str(settings.project),
            "DBT_LOG_PATH": str(settings.warehouse / "dbt" / "logs"),
        },
        check=False,
    )
    return process.returncode
