"""What several tests look at is made once in a run: by whoever comes first, while others wait.

Everything lies in the folder of pytest's run, so nothing is kept between two runs.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The run's own folder, in which each worker of xdist has one."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def make_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """A folder that is made by the first who asks for it."""
    made = folder.with_name(f"{folder.name}.made")
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.is_file():
            folder.mkdir(exist_ok=True)
            make(folder)
            made.touch()
    return folder
