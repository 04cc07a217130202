"""The simulated companies that the benchmarks look at; each is made once and kept."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import measure
from orchestration.lib.settings import PROJECT, as_of_of, load

SEED = 7


def landing_of(scratch: Path, activities: int, seed: int = SEED) -> Path:
    """The landing of a company of that size, simulated unless it is there from an earlier run."""
    folder = scratch / f"company-{seed}-{activities}"
    landing = folder / "landing"
    # It is the last file that a simulation writes.
    if not (landing / "landed_at.txt").is_file():
        words = ["--seed", str(seed), "--activities", str(activities)]
        folders = ["--landing", str(landing), "--truth", str(folder / "truth")]
        command = [sys.executable, "-m", "demo", *words, *folders]
        measure.run(command, folder / "demo.log", PROJECT)
    return landing


def as_of(landing: Path) -> str:
    """The instant from which a landing is looked at, in UTC."""
    return as_of_of(load({"LANDING_PATH": str(landing)}))
