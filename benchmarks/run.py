"""Measures nights, models and bound of companies of several sizes, in paired and repeated runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import company, layout, machine, measure, night
from benchmarks.measure import Cost
from benchmarks.results import FILE, Results, Size, note, read
from orchestration.lib.settings import PROJECT

Steps = list[dict[str, Any]]


def measure_sizes(scratch: Path, sizes: Iterable[int], runs: int, *, nights: bool = True) -> Path:
    """Measures every size so many times, keeps the results after each, and returns their file.

    What is compared is measured right after one another, so that a busy machine slows both.
    nights false leaves out the whole job, as long as an earlier one has published.
    """
    kept = read(scratch) if (scratch / FILE).is_file() else Results(machine.describe())
    path = scratch / FILE
    for activities in sorted(sizes):
        landing = company.landing_of(scratch, activities)
        size = Size(activities, layout.raw_rows(landing))
        layout.compiled(scratch, company.as_of(landing))
        for number in range(runs):
            tell(f"{activities:,} activities, run {number + 1} of {runs}")
            measure_once(scratch, landing, size, nights=nights)
            kept.put(size)
            path = kept.save(scratch)
    return path


def measure_once(scratch: Path, landing: Path, size: Size, *, nights: bool) -> None:
    """One run of everything, added to a size."""
    warehouse = scratch / f"warehouse-{size.activities}"
    if nights:
        first = night.measure_night(landing, warehouse)
        second = night.again(landing, warehouse)
        size.night_cpu.values.append(first.cost.cpu)
        size.night_wall.values.append(first.cost.wall)
        size.night_memory.values.append(first.cost.memory)
        size.second_cpu.values.append(second.cpu)
        size.second_wall.values.append(second.wall)
        size.published.values.append(first.published)
        size.compact.values.append(first.compact)
        tell(f"  whole job {first.cost.cpu:,.0f} CPU-s, second night {second.cpu:,.0f} CPU-s")
    cost, steps = models(scratch, landing)
    size.models_cpu.values.append(cost.cpu)
    size.models_memory.values.append(cost.memory)
    tests_cpu = sum(step["cpu"] for step in steps if step["kind"] == "test")
    size.models_only_cpu.values.append(round(sum(step["cpu"] for step in steps) - tests_cpu, 2))
    note(size.nodes, ((step["name"], step["cpu"]) for step in steps))
    tell(
        f"  models and tests in one process {cost.cpu:,.0f} CPU-s, of which {tests_cpu:,.0f} tests"
    )
    limit = bound(scratch, landing, layout.published_file(warehouse))
    size.bound_cpu.values.append(round(limit["read"] + limit["write"], 2))
    tell(f"  bound {limit['read']:,.1f} + {limit['write']:,.1f} CPU-s")


def models(scratch: Path, landing: Path, words: Sequence[str] = ()) -> tuple[Cost, Steps]:
    """Models and tests in one process of their own: its cost, and that of each step."""
    output = scratch / "steps.json"
    command = ["models", str(landing), "--output", str(output), *words]
    cost = _own_process(scratch, command)
    steps: Steps = json.loads(output.read_text(encoding="utf-8"))
    return cost, steps


def bound(scratch: Path, landing: Path, published: Path) -> dict[str, float]:
    """The bound, in a process of its own: CPU-seconds to read and to write."""
    output = scratch / "bound.json"
    _own_process(scratch, ["bound", str(landing), str(published), "--output", str(output)])
    limit: dict[str, float] = json.loads(output.read_text(encoding="utf-8"))
    return limit


def _own_process(scratch: Path, words: Sequence[str]) -> Cost:
    command = [sys.executable, "-m", "benchmarks", "--scratch", str(scratch), *words]
    return measure.run(command, scratch / f"{words[0]}.log", PROJECT)


def tell(line: str) -> None:
    """A line of progress."""
    print(line, file=sys.stderr, flush=True)
