"""The whole nightly job on a simulated company: time, processor, memory, and the published file."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import bound, layout, measure
from benchmarks.measure import Cost
from orchestration.lib.settings import PROJECT


@dataclass(frozen=True)
class Night:
    """What a night cost, and the bytes of what it published and of a compact copy of that."""

    cost: Cost
    published: int
    compact: int


def measure_night(landing: Path, warehouse: Path) -> Night:
    """A first night into a warehouse's folder, which is emptied before and then kept.

    Raises UserError when the night publishes nothing.
    """
    shutil.rmtree(warehouse, ignore_errors=True)
    cost = again(landing, warehouse)
    published = layout.published_file(warehouse)
    size = published.stat().st_size
    return Night(cost, size, bound.compact_size(published, warehouse.parent / "bound"))


def again(landing: Path, warehouse: Path) -> Cost:
    """One more night of a warehouse that has had some, as it is when nothing has to be parsed."""
    return measure.run(
        [sys.executable, "-m", "orchestration", "nightly"],
        warehouse.with_suffix(".log"),
        PROJECT,
        {"LANDING_PATH": str(landing), "WAREHOUSE_PATH": str(warehouse)},
    )
